/// A mark on an axis. A minor tick has no label.
package struct Tick: Sendable, Equatable {
  /// Where on the axis.
  package let value: Double
  /// What is written there; empty on a minor tick.
  package var label = ""
  /// Exponent that follows the label as a superscript.
  package var raised = ""

  /// Round values from `lower` to `upper`, both finite, lower < upper: about `target` multiples of 1, 2 or 5 times a
  /// power of ten. Labels have just the digits the step needs; powers of ten below 0.001 and from 10⁷ on are
  /// written scientifically.
  ///
  /// With `isWhole` the step is at least 1: there is no neuron 0.5 and no step 1.2.
  package static func linear(
    from lower: Double, to upper: Double, target: Int, isWhole: Bool = false
  ) -> [Tick] {
    let largest = max(lower.magnitude, upper.magnitude)
    // Divided before subtracted: the span of two large finite numbers may be infinite.
    let rough = upper / Double(target) - lower / Double(target)
    guard rough.isNormal, rough > largest * 1e-13 else { return [Tick(value: lower, label: readable(lower))] }
    var decade = DecimalLogarithm.wholeDecade(rough)
    guard (-300...300).contains(decade) else { return [Tick(value: lower, label: readable(lower))] }
    let lead = rough / DecimalLogarithm.power(decade)
    var factor = lead < 1.5 ? 1 : lead < 3.5 ? 2 : lead < 7.5 ? 5 : 10
    if factor == 10 {
      factor = 1
      decade += 1
    }
    if isWhole, decade < 0 { (factor, decade) = (1, 0) }
    let step = Double(factor) * DecimalLogarithm.power(decade)
    let slack = 1e-9
    let first = Int((lower / step - slack).rounded(.up))
    let last = Int((upper / step + slack).rounded(.down))
    guard first <= last else { return [] }
    let isScientific = largest < 1e-3 || largest >= 1e7
    return (first...last).map { index in
      let number = DecimalText(coefficient: index * factor, power: decade)
      let value = Double("\(index * factor)e\(decade)") ?? Double(index) * step
      let label = isScientific ? number.scientific : number.plain(decimals: -decade)
      return Tick(value: value, label: ReadableNumber.typeset(label))
    }
  }

  private static func readable(_ value: Double) -> String {
    ReadableNumber.typeset(ReadableNumber.text(value, digits: 7))
  }

  /// Powers of ten from `lower` to `upper`, 0 < lower < upper, at most about `target` of them with labels; with few
  /// powers in sight their multiples 2 and 5 are labelled too, and with none the ticks are those of a linear axis.
  package static func logarithmic(from lower: Double, to upper: Double, target: Int) -> [Tick] {
    let low = DecimalLogarithm.wholeDecade(lower)
    let high = DecimalLogarithm.wholeDecade(upper)
    let powers = high - low + (DecimalLogarithm.power(low) < lower ? 0 : 1)
    let stride = max(1, (powers + target - 1) / target)
    let labelled = powers >= 3 ? [1] : [1, 2, 5]
    let isPlain = low >= -3 && high <= 4
    var ticks: [Tick] = []
    for decade in low...high {
      for lead in 1...9 where lead == 1 || powers <= 6 {
        guard let value = Double("\(lead)e\(decade)"), value >= lower, value <= upper else { continue }
        let isLabelled = labelled.contains(lead) && (lead > 1 || decade.isMultiple(of: stride))
        ticks.append(
          isLabelled ? power(lead, decade, isPlain: isPlain, value: value) : Tick(value: value))
      }
    }
    let labels = ticks.count { !$0.label.isEmpty }
    return labels >= 2 ? ticks : linear(from: lower, to: upper, target: target)
  }

  private static func power(_ lead: Int, _ decade: Int, isPlain: Bool, value: Double) -> Tick {
    let number = DecimalText(coefficient: lead, power: decade)
    if isPlain { return Tick(value: value, label: number.plain()) }
    let exponent = decade < 0 ? "−\(-decade)" : "\(decade)"
    return Tick(value: value, label: lead == 1 ? "10" : "\(lead)·10", raised: exponent)
  }

  /// Width in pixels of the label at `size` pixels.
  func width(size: Double) -> Double {
    TextExtent.width(label, size: size) + TextExtent.width(raised, size: 0.75 * size)
  }

  /// The first choice among `ticks` that fits on `axis` when each label needs `room` pixels: all of them; powers of ten where there are
  /// several; every second, third and so on.
  static func apart(_ ticks: [Tick], on axis: PlotAxis, room: (Tick) -> Double) -> [Tick] {
    func fits(_ chosen: [Tick]) -> Bool {
      zip(chosen, chosen.dropFirst()).allSatisfy { a, b in
        guard let from = axis.position(a.value), let to = axis.position(b.value) else { return false }
        return (to - from).magnitude >= (room(a) + room(b)) / 2
      }
    }
    if fits(ticks) { return ticks }
    let powers = axis.scale == .logarithmic ? ticks.filter(\.isPowerOfTen) : []
    let kept = powers.count > 1 ? powers : ticks
    for step in 1...max(1, kept.count) {
      let chosen = Swift.stride(from: 0, to: kept.count, by: step).map { kept[$0] }
      if fits(chosen) { return chosen }
    }
    return Array(kept.prefix(1))
  }

  private var isPowerOfTen: Bool { value > 0 && DecimalLogarithm.power(DecimalLogarithm.wholeDecade(value)) == value }
}
