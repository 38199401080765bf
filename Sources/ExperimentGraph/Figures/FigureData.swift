/// What is to be drawn: numbers and words, no layout.
package enum FigureData: Sendable, Equatable {
  case plot(PlotData)
  case grid(GridData)
}

/// Points or lines in one or more panels with common axes.
package struct PlotData: Sendable, Equatable {
  /// How the points of a series are drawn.
  package enum Style: Sendable, Equatable {
    /// Joined by lines, with a mark for each.
    case lines
    /// One by one.
    case points
    /// One by one, each panel with its own scale of y unless that is a share; x is an angle in radians from −π to π, or a cosine.
    case neurons(over: NeuronPlace, isNormalized: Bool)
    /// Joined by lines in their order, the first and the last marked.
    case trajectory
  }

  /// What tells where a neuron stands.
  package enum NeuronPlace: Sendable, Equatable {
    case angle
    case cosine
  }

  /// What a series is of.
  package enum Part: Sendable, Equatable, CaseIterable {
    case result
    /// What a model was to learn: a curve.
    case target
    /// What it learned from: points, one by one, on whatever the others are.
    case samples
  }

  /// Points of one colour and name.
  package struct Series: Sendable, Equatable {
    package let name: String
    package let x: [Double]
    package let y: [Double]
    /// For each point how far its y is sure, up and down; nil where that is unknown.
    package let error: [Double]?
    package let part: Part
    /// The number of the plot's `family` that it has; nil where there is no family.
    package let number: Double?

    package init(
      name: String, x: [Double], y: [Double], error: [Double]? = nil, part: Part = .result, number: Double? = nil
    ) {
      precondition(x.count == y.count, "a series has as many x as y")
      self.name = name
      self.x = x
      self.y = y
      self.error = error
      self.part = part
      self.number = number
    }
  }

  /// One pair of axes.
  package struct Panel: Sendable, Equatable {
    /// Place in the grid of panels, from the top left.
    package let row: Int
    package let column: Int
    package let series: [Series]

    package init(row: Int, column: Int, series: [Series]) {
      self.row = row
      self.column = column
      self.series = series
    }
  }

  package let style: Style
  package let x: PlotAxisData
  package let y: PlotAxisData
  package let panels: [Panel]
  /// Words over each column and beside each row of panels; one empty word where there is only one.
  package let columnTitles: [String]
  package let rowTitles: [String]
  /// Straight lines y = level to compare with.
  package let levels: [(value: Double, label: String)]
  /// The one axis of numbers that tells series apart; nil where several do, or names.
  package let family: PlotAxisData?

  package init(
    style: Style, x: PlotAxisData, y: PlotAxisData, panels: [Panel], columnTitles: [String] = [""],
    rowTitles: [String] = [""], levels: [(value: Double, label: String)] = [], family: PlotAxisData? = nil
  ) {
    self.style = style
    self.x = x
    self.y = y
    self.panels = panels
    self.columnTitles = columnTitles
    self.rowTitles = rowTitles
    self.levels = levels
    self.family = family
  }

  package static func == (a: PlotData, b: PlotData) -> Bool {
    a.style == b.style && a.x == b.x && a.y == b.y && a.panels == b.panels && a.columnTitles == b.columnTitles
      && a.rowTitles == b.rowTitles && a.family == b.family && a.levels.elementsEqual(b.levels, by: ==)
  }
}

/// What an axis says and how it measures.
package struct PlotAxisData: Sendable, Equatable {
  package let label: String
  package let isLogarithmic: Bool

  package init(_ label: String, isLogarithmic: Bool = false) {
    self.label = label
    self.isLogarithmic = isLogarithmic
  }
}

/// A number over a plane of two axes, as colours.
package struct GridData: Sendable, Equatable {
  /// One plane.
  package struct Panel: Sendable, Equatable {
    package let title: String
    /// Row by row: for each y all x; NaN where there is no number.
    package let values: [Double]
    /// What is drawn over this plane alone.
    package let overlays: [Overlay]

    package init(title: String, values: [Double], overlays: [Overlay] = []) {
      self.title = title
      self.values = values
      self.overlays = overlays
    }
  }

  /// Something drawn over the colours, in the numbers of the axes.
  package struct Overlay: Sendable, Equatable {
    package let label: String
    package let x: [Double]
    package let y: [Double]
    /// Joined by a line, or marked one by one.
    package let isCurve: Bool

    package init(label: String, x: [Double], y: [Double], isCurve: Bool) {
      self.label = label
      self.x = x
      self.y = y
      self.isCurve = isCurve
    }
  }

  package let quantity: String
  package let xLabel: String
  package let yLabel: String
  /// Ascending.
  package let x: [Double]
  package let y: [Double]
  package let isXLogarithmic: Bool
  package let isYLogarithmic: Bool
  package let panels: [Panel]
  /// The value at which the colours change their side; nil for colours that run one way.
  package let center: Double?
  package let isColorLogarithmic: Bool
  /// What is drawn over every plane.
  package let overlays: [Overlay]

  package init(
    quantity: String, xLabel: String, yLabel: String, x: [Double], y: [Double], isXLogarithmic: Bool, isYLogarithmic: Bool,
    panels: [Panel], center: Double?, isColorLogarithmic: Bool, overlays: [Overlay]
  ) {
    self.quantity = quantity
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.x = x
    self.y = y
    self.isXLogarithmic = isXLogarithmic
    self.isYLogarithmic = isYLogarithmic
    self.panels = panels
    self.center = center
    self.isColorLogarithmic = isColorLogarithmic
    self.overlays = overlays
  }
}
