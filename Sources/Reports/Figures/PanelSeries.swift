/// Points of one thing in one panel. Series of one name look alike in all panels and share an entry in the legend.
package struct PanelSeries: Sendable, Equatable {
  /// What is drawn of the points.
  package enum Look: Sendable, Equatable {
    case line, lineWithMarkers, markers
    /// A path through the plane: a ring at its start, a triangle at its end.
    case trajectory
  }

  /// Lower and upper ends for each point; NaN where there is none.
  package struct Interval: Sendable, Equatable {
    package let low: [Double]
    package let high: [Double]
    package let isBand: Bool

    /// - Parameter isBand: a band along the line, or an error bar at each point.
    package init(low: [Double], high: [Double], isBand: Bool) {
      self.low = low
      self.high = high
      self.isBand = isBand
    }
  }

  package let name: String
  package let points: [DataPoint]
  package let look: Look
  package let interval: Interval?
  /// A number for each point that becomes its colour (time, say) by the chart's colour bar; empty for none.
  package let shade: [Double]
  /// Opacity of each point in [0, 1] (the amplitude as a share of the largest, say); empty for 1.
  package let weight: [Double]
  /// Indices at which a new line begins, for many lines of one name; the first begins anyway.
  package let starts: [Int]
  /// nil takes the next of the palette.
  package let hue: SeriesHue?
  /// nil takes the next that tells lines apart.
  package let line: LineStyle?
  /// nil takes the next that tells marks apart.
  package let shape: MarkerShape?

  /// - Precondition: interval, shade and weight, where given, have as many numbers as there are points.
  package init(
    name: String, points: [DataPoint], look: Look, interval: Interval? = nil, shade: [Double] = [],
    weight: [Double] = [], starts: [Int] = [], hue: SeriesHue? = nil, line: LineStyle? = nil,
    shape: MarkerShape? = nil
  ) {
    let counts = [shade.count, weight.count].filter { $0 > 0 } + (interval.map { [$0.low.count, $0.high.count] } ?? [])
    precondition(counts.allSatisfy { $0 == points.count }, "a series has one number of each kind for each point")
    self.name = name
    self.points = points
    self.look = look
    self.interval = interval
    self.shade = shade
    self.weight = weight
    self.starts = starts
    self.hue = hue
    self.line = line
    self.shape = shape
  }

  /// - Precondition: as many `x` as `y`.
  package init(
    name: String, x: [Double], y: [Double], look: Look, interval: Interval? = nil, shade: [Double] = [],
    weight: [Double] = [], starts: [Int] = [], hue: SeriesHue? = nil, line: LineStyle? = nil,
    shape: MarkerShape? = nil
  ) {
    precondition(x.count == y.count, "a series has as many x as y")
    self.init(
      name: name, points: zip(x, y).map { DataPoint(x: $0, y: $1) }, look: look, interval: interval, shade: shade,
      weight: weight, starts: starts, hue: hue, line: line, shape: shape)
  }

  /// Whether its name stands beside its start, since colours already mean something else.
  var isNamedAtStart: Bool { look == .trajectory && !shade.isEmpty && starts.isEmpty && !name.isEmpty }
}
