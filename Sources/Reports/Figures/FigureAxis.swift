/// An axis as a panel chart wants it: words, measure, and if need be its range.
package struct FigureAxis: Sendable, Equatable {
  /// Words with the unit; may be empty.
  package let text: String
  package let scale: AxisScale
  /// What is in sight; nil takes all values.
  package let range: ClosedRange<Double>?
  /// Whether the axis is an angle in [−π, π]: ticks at multiples of π/2, and lines break where they jump round.
  package let isAngle: Bool

  package init(_ text: String, _ scale: AxisScale = .linear, range: ClosedRange<Double>? = nil) {
    precondition(range.map { $0.lowerBound < $0.upperBound } ?? true, "a range has a length")
    precondition(scale == .linear || (range?.lowerBound ?? 1) > 0, "a logarithmic axis has a positive range")
    self.text = text
    self.scale = scale
    self.range = range
    isAngle = false
  }

  private init(angle text: String) {
    self.text = text
    scale = .linear
    // Three hundredths of a turn more, so that points at ±π are whole.
    range = -3.2...3.2
    isAngle = true
  }

  /// An angle in radians from −π to π.
  package static func angle(_ text: String) -> FigureAxis { FigureAxis(angle: text) }

  func axis(_ values: [Double], padding: Double, zeroReach: Double?) -> PlotAxis? {
    if let range { return PlotAxis(lower: range.lowerBound, upper: range.upperBound, scale: scale) }
    return PlotAxis(values: values, scale: scale, padding: padding, zeroReach: zeroReach)
  }

  /// The ticks of `axis`, about `target` of them with labels.
  func ticks(_ axis: PlotAxis, target: Int) -> [Tick] {
    guard isAngle else { return axis.ticks(target: target) }
    let all = [("−π", -1.0), ("−π/2", -0.5), ("0", 0), ("π/2", 0.5), ("π", 1)]
    return all.enumerated().map { index, mark in
      Tick(value: mark.1 * .pi, label: target >= 4 || index.isMultiple(of: 2) ? mark.0 : "")
    }
  }
}
