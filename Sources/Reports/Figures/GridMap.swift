/// A quantity over the plane as coloured cells: a phase diagram, a loss over two parameters. y grows upwards.
///
/// - Each cell reaches half-way to its neighbours (on a logarithmic axis to the geometric mean), so the values of an
///   axis need not be equally spaced.
/// - Cells without a finite value, or without a positive one where colours go by factors, are grey with a diagonal,
///   and the legend says so.
/// - Large cells show their values, unless something lies over them.
/// - Beyond 256 values of an axis every k-th is drawn, and the figure says so.
package struct GridMap: Sendable, Equatable {
  /// The values that columns (x) or rows (y) belong to.
  package struct Axis: Sendable, Equatable {
    package let text: String
    /// Ascending.
    package let values: [Double]
    package let scale: AxisScale

    /// - Precondition: values are finite and ascend strictly; on a logarithmic axis they are positive.
    package init(_ text: String, values: [Double], scale: AxisScale = .linear) {
      precondition(!values.isEmpty && values.allSatisfy(\.isFinite), "an axis of cells has finite values")
      precondition(zip(values, values.dropFirst()).allSatisfy { $0 < $1 }, "the values of an axis ascend")
      precondition(scale == .linear || values[0] > 0, "a logarithmic axis has positive values")
      self.text = text
      self.values = values
      self.scale = scale
    }
  }

  /// How values become colours. A range of nil takes the values in sight.
  package enum ColorScale: Sendable, Equatable {
    /// Dark to bright.
    case sequential(range: ClosedRange<Double>? = nil)
    /// Dark to bright by equal factors.
    case logarithmic(range: ClosedRange<Double>? = nil)
    /// Near white at `center`, blue below, red above, as far as `limit` both ways.
    case diverging(center: Double = 0, limit: Double? = nil)
    /// Near white at `center` > 0, blue below, red above, by equal factors both ways as far as the values in sight.
    case divergingByFactors(center: Double)
  }

  /// One map.
  package struct Panel: Sendable, Equatable {
    /// Such as the variant it belongs to; may be empty.
    package let title: String
    /// One row for each value of y, in its order; one value for each value of x. NaN where there is none.
    package let rows: [[Double]]
    package let overlays: [Overlay]

    package init(title: String = "", rows: [[Double]], overlays: [Overlay] = []) {
      self.title = title
      self.rows = rows
      self.overlays = overlays
    }
  }

  package let title: String
  package let x: Axis
  package let y: Axis
  package let panels: [Panel]
  package let scale: ColorScale
  /// What the colours measure: "slope S_w".
  package let quantity: String
  /// Drawn over every panel, before its own.
  package let overlays: [Overlay]

  /// - Precondition: each panel has a row for each value of `y`, each as long as the values of `x`.
  package init(
    title: String, x: Axis, y: Axis, panels: [Panel], scale: ColorScale, quantity: String = "",
    overlays: [Overlay] = []
  ) {
    for panel in panels {
      precondition(panel.rows.count == y.values.count, "a grid map has one row for each value of y")
      precondition(
        panel.rows.allSatisfy { $0.count == x.values.count }, "a grid map has one cell for each value of x")
    }
    self.title = title
    self.x = x
    self.y = y
    self.panels = panels
    self.scale = scale
    self.quantity = quantity
    self.overlays = overlays
  }
}
