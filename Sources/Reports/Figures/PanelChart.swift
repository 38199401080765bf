/// Lines, points, bands and paths in one panel or many small ones: the field's line charts, scatter plots,
/// orientation–amplitude plots, trajectories and outputs against targets.
///
/// - Panels stand row by row. Shared axes have one range for all panels, and labels at the left and below alone.
/// - Series differ by colour, and by dashes or shape too.
/// - Beyond 4,000 markers one is kept for each pixel cell, panel and series: that of the greatest weight, then the
///   highest, whatever order the points came in; the figure says how many are drawn.
/// - Values without a place are counted in a note.
package struct PanelChart: Sendable, Equatable {
  /// What stands in one pair of axes.
  package struct Panel: Sendable, Equatable {
    /// Such as "step 1000"; may be empty.
    package let title: String
    package let series: [PanelSeries]
    package let overlays: [Overlay]

    package init(title: String = "", series: [PanelSeries], overlays: [Overlay] = []) {
      self.title = title
      self.series = series
      self.overlays = overlays
    }
  }

  /// What the shades of series measure.
  package struct Shade: Sendable, Equatable {
    package let text: String
    package let scale: AxisScale

    package init(_ text: String, _ scale: AxisScale = .linear) {
      self.text = text
      self.scale = scale
    }

    /// Whether so many different numbers have a colour bar, and not a name each.
    package static func isNeeded(_ count: Int) -> Bool { Palette.isFamily(count) }
  }

  package let title: String
  /// Row by row; nil leaves a place empty.
  package let panels: [Panel?]
  package let columns: Int
  /// Above the columns and beside the rows; empty for none.
  package let columnTitles: [String]
  package let rowTitles: [String]
  package let x: FigureAxis
  package let y: FigureAxis
  package let sharesX: Bool
  package let sharesY: Bool
  /// Drawn in every panel, before its own.
  package let overlays: [Overlay]
  package let shade: Shade?

  /// - Parameter columns: panels in a row; nil chooses by their number (1, 2, 3, 2 × 2, then 3 and 4 in a row).
  package init(
    title: String, panels: [Panel?], columns: Int? = nil, columnTitles: [String] = [], rowTitles: [String] = [],
    x: FigureAxis, y: FigureAxis, sharesX: Bool = true, sharesY: Bool = true, overlays: [Overlay] = [],
    shade: Shade? = nil
  ) {
    precondition((columns ?? 1) > 0, "a chart has at least one column")
    self.title = title
    self.panels = panels
    let count = panels.count
    self.columns = columns ?? (count <= 3 ? max(count, 1) : count == 4 ? 2 : count <= 9 ? 3 : 4)
    self.columnTitles = columnTitles
    self.rowTitles = rowTitles
    self.x = x
    self.y = y
    self.sharesX = sharesX
    self.sharesY = sharesY
    self.overlays = overlays
    self.shade = shade
  }

  var allSeries: [PanelSeries] { panels.flatMap { $0?.series ?? [] } }
  var allOverlays: [Overlay] { overlays + panels.flatMap { $0?.overlays ?? [] } }
}
