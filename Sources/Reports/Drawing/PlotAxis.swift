/// How values become distances along an axis.
package enum AxisScale: String, Sendable, Equatable {
  case linear
  /// Equal factors, equal distances; values that are not positive have no place (but see `PlotAxis` for 0).
  case logarithmic
}

/// One axis: the values it spans and where they lie on the page.
///
/// Zero on a logarithmic axis: when the values are positive but for some zeros (a step axis that begins with the
/// initialization, step 0), 0 gets a place of its own before the first power, apart from the rest.
struct PlotAxis {
  let scale: AxisScale
  /// Smallest and largest value in sight, lower < upper, positive on a logarithmic axis.
  let lower: Double
  let upper: Double
  /// Whether 0 has a place of its own before a logarithmic axis.
  let hasZeroPlace: Bool
  /// Whether all values are whole numbers, so that ticks between them would name what does not exist.
  let isWhole: Bool
  /// Pixel of `lower` and of `upper`; for y the first is the larger.
  var start = 0.0
  var end = 1.0

  /// Share of the axis that the place of zero takes.
  static let zeroShare = 0.07

  /// How near zero values to the right come that bring it into sight: where it is a step away, not where it leaves a blank.
  static let zeroReachToRight = 0.05
  /// How near zero heights come that are seen from it: a quarter of the plot is worth a true picture of their ratios.
  static let zeroReachUp = 0.25

  /// The axis that shows all `values` it can, or nil if there are none.
  ///
  /// - Parameters:
  ///   - padding: share of the span left free at both ends of the data.
  ///   - zeroReach: positive values the least of which is at most this share of the greatest bring zero into sight (linear), and zeros
  ///     get their place (logarithmic); with nil neither.
  /// A logarithmic axis without a positive value becomes linear.
  init?(values: [Double], scale: AxisScale, padding: Double, zeroReach: Double?) {
    let finite = values.filter(\.isFinite)
    let positive = finite.filter { $0 > 0 }
    let isLogarithmic = scale == .logarithmic && !positive.isEmpty
    let shown = isLogarithmic ? positive : finite
    guard let least = shown.min(), let most = shown.max() else { return nil }
    self.scale = isLogarithmic ? .logarithmic : .linear
    isWhole = finite.allSatisfy { $0 == $0.rounded() }
    if isLogarithmic {
      hasZeroPlace = zeroReach != nil && positive.count < finite.count && finite.allSatisfy { $0 >= 0 }
      (lower, upper) = Self.logarithmicDomain(least, most, padding: padding)
    } else {
      hasZeroPlace = false
      (lower, upper) = Self.linearDomain(least, most, padding: padding, zeroReach: zeroReach)
    }
  }

  /// The axis from `lower` to `upper`, finite, lower < upper, positive on a logarithmic axis.
  init(lower: Double, upper: Double, scale: AxisScale = .linear, isWhole: Bool = false) {
    self.scale = scale
    self.isWhole = isWhole
    hasZeroPlace = false
    self.lower = lower
    self.upper = upper
  }

  private static func logarithmicDomain(_ least: Double, _ most: Double, padding: Double) -> (Double, Double) {
    // Two values closer than a few parts in a thousand are one height: the axis then spans a factor of four.
    guard most / least > 1.002 else { return (max(least / 2, .leastNonzeroMagnitude), min(most * 2, 1e308)) }
    let span = DecimalLogarithm.of(most) - DecimalLogarithm.of(least)
    let factor = 1 + padding * min(span, 20) * 2.302585092994046
    return (max(least / factor, .leastNonzeroMagnitude), min(most * factor, .greatestFiniteMagnitude))
  }

  private static func linearDomain(
    _ least: Double, _ most: Double, padding: Double, zeroReach: Double?
  ) -> (Double, Double) {
    let largest = max(least.magnitude, most.magnitude)
    guard most - least > largest * 1e-9 else {
      let room = largest == 0 ? 1 : largest * 0.1
      return finite(least - room, most + room)
    }
    let room = (most - least) * padding
    var lower = room.isFinite ? least - room : least
    if let zeroReach, least >= 0, least <= zeroReach * most { lower = 0 }
    return finite(lower, room.isFinite ? most + room : most)
  }

  private static func finite(_ lower: Double, _ upper: Double) -> (Double, Double) {
    (max(lower, -.greatestFiniteMagnitude), min(upper, .greatestFiniteMagnitude))
  }

  /// Pixel of `value`, or nil if the axis has no place for it.
  func position(_ value: Double) -> Double? {
    if value == 0, hasZeroPlace { return start + (end - start) * 0.015 }
    guard let share = share(value), share >= -1e-6, share <= 1 + 1e-6 else { return nil }
    return place(share)
  }

  /// Pixel of `value` in sight or out of it, where out of it means at most 10⁴ lengths of the axis away; nil for what
  /// has no place on any such axis.
  func extendedPosition(_ value: Double) -> Double? {
    if value == 0, hasZeroPlace { return position(value) }
    return share(value).map { place(min(max($0, -1e4), 1e4)) }
  }

  /// How far `value` lies along the axis: 0 at `lower`, 1 at `upper`; nil if it is not finite, or not positive on a
  /// logarithmic axis.
  func share(_ value: Double) -> Double? {
    guard value.isFinite else { return nil }
    switch scale {
    case .linear:
      // Divided by the largest magnitude first, lest the span of large numbers be infinite.
      let unit = max(lower.magnitude, upper.magnitude)
      return (value / unit - lower / unit) / (upper / unit - lower / unit)
    case .logarithmic:
      guard value > 0 else { return nil }
      let low = DecimalLogarithm.of(lower)
      return (DecimalLogarithm.of(value) - low) / (DecimalLogarithm.of(upper) - low)
    }
  }

  private func place(_ share: Double) -> Double {
    let begin = hasZeroPlace ? Self.zeroShare : 0
    return start + (end - start) * (begin + (1 - begin) * share)
  }

  /// The same axis laid between two pixels.
  func spanning(from start: Double, to end: Double) -> PlotAxis {
    var axis = self
    axis.start = start
    axis.end = end
    return axis
  }

  /// Pixel where the place of zero ends, if there is one.
  var zeroBreak: Double? {
    hasZeroPlace ? start + (end - start) * Self.zeroShare * 0.6 : nil
  }

  /// The ticks, about `target` of them with labels.
  func ticks(target: Int) -> [Tick] {
    switch scale {
    case .linear: Tick.linear(from: lower, to: upper, target: target, isWhole: isWhole)
    case .logarithmic:
      (hasZeroPlace ? [Tick(value: 0, label: "0")] : [])
        + Tick.logarithmic(from: lower, to: upper, target: target)
    }
  }
}
