/// Matrices as colours: one panel, or several side by side under one colour bar.
///
/// Of a matrix beyond 256 rows or columns every k-th is drawn, and the figure says so. Means over blocks would be the
/// wrong picture here: neurons that point opposite ways would average to nothing.
/// Colours have 64 levels (63 when diverging, so that 0 has one of its own). Values that are not finite are grey.
package struct HeatMap: Sendable, Equatable {
  /// How values become colours.
  package enum ColorScale: Sendable, Equatable {
    /// Blue below 0, near white at 0, red above, from −limit to limit; nil takes the largest magnitude in sight.
    /// A cosine similarity has the limit 1.
    case diverging(limit: Double?)
    /// Dark to bright from the least to the greatest value in sight.
    case sequential
  }

  /// What rows or columns stand for.
  package struct Axis: Sendable, Equatable {
    /// Such as "neuron" or "γ"; may be empty.
    package let label: String
    /// The value each row or column belongs to, in order; nil numbers them from 0.
    package let values: [Double]?

    package init(_ label: String, values: [Double]? = nil) {
      self.label = label
      self.values = values
    }
  }

  /// One matrix, row by row.
  package struct Panel: Sendable, Equatable {
    /// Such as "step 0"; may be empty.
    package let title: String
    package let rows: Int
    package let columns: Int
    /// rows × columns values, row by row.
    package let values: [Double]

    /// - Precondition: `values` has rows × columns elements, at least one.
    package init(title: String, rows: Int, columns: Int, values: [Double]) {
      precondition(rows > 0 && columns > 0, "a heat map has at least one cell")
      precondition(values.count == rows * columns, "a heat map has rows × columns values")
      self.title = title
      self.rows = rows
      self.columns = columns
      self.values = values
    }
  }

  package let title: String
  package let panels: [Panel]
  package let scale: ColorScale
  /// What the colours measure, written over the colour bar: "cosine similarity".
  package let quantity: String
  package let rowAxis: Axis
  package let columnAxis: Axis
  /// Whether row 0 is drawn at the top (as a matrix is written) or at the bottom (as a plane is drawn).
  package let isRowZeroOnTop: Bool

  /// - Precondition: axis values, where given, are as many as each panel's rows or columns.
  package init(
    title: String, panels: [Panel], scale: ColorScale, quantity: String = "", rowAxis: Axis = Axis(""),
    columnAxis: Axis = Axis(""), isRowZeroOnTop: Bool = true
  ) {
    for panel in panels {
      precondition(
        (rowAxis.values?.count ?? panel.rows) == panel.rows, "a heat map has one axis value for each row")
      precondition(
        (columnAxis.values?.count ?? panel.columns) == panel.columns,
        "a heat map has one axis value for each column")
    }
    self.title = title
    self.panels = panels
    self.scale = scale
    self.quantity = quantity
    self.rowAxis = rowAxis
    self.columnAxis = columnAxis
    self.isRowZeroOnTop = isRowZeroOnTop
  }
}
