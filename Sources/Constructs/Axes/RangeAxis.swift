import ExperimentGraph
import Grammar
import SourceDiagnostics

/// Whole numbers, both ends included.
struct RangeAxis: Axis {
  let from: Int
  let to: Int
  let step: Int

  func values(at range: SourceRange, _ diagnostics: inout Diagnostics) -> [LocatedAxisValue]? {
    let count = to >= from ? (to - from) / step + 1 : 0
    guard (1...Limits.sweepPoints).contains(count) else {
      diagnostics.report(
        Diagnostic(
          count == 0 ? .emptySweep : .outOfRange,
          count == 0
            ? "the range from \(from) to \(to) holds no number"
            : "the range holds \(Limits.grouped(count)) numbers; the most of an axis is \(Limits.grouped(Limits.sweepPoints))",
          at: range))
      return nil
    }
    return located((0..<count).map { Double(from + $0 * step) }, at: range)
  }

  static let entry = Entry<any Axis>(
    "range", "Whole numbers, both ends included.", example: "{range: [1, 5]}", shorthand: .positional,
    .required("from", .integer(unit: "of the axis"), "The first value."),
    .required("to", .integer(unit: "of the axis"), "The last value, if a step ends on it."),
    .optional("step", .integer(1...), default: "1", "From one value to the next.")
  ) { RangeAxis(from: $0, to: $1, step: $2) }
}
