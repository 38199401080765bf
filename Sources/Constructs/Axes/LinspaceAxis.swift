import ExperimentGraph
import Grammar
import SourceDiagnostics

/// Numbers at equal distances, both ends included.
struct LinspaceAxis: Axis {
  let from: Double
  let to: Double
  let count: Int

  func values(at range: SourceRange, _ diagnostics: inout Diagnostics) -> [LocatedAxisValue]? {
    located((0..<count).map { Self.value($0, from, to, count) }, at: range)
  }

  /// Value number `index`: rounded to 12 digits, so that `linspace: [0, 1, 11]` has 0.3 and not 0.30000000000000004.
  static func value(_ index: Int, _ from: Double, _ to: Double, _ count: Int) -> Double {
    guard count > 1 else { return from }
    let exact = from + (to - from) * Double(index) / Double(count - 1)
    return decimal(exact, scale: max(from.magnitude, to.magnitude))
  }

  static let entry = Entry<any Axis>(
    "linspace", "Numbers at equal distances, both ends included.", example: "{linspace: [0, 2, 9]}", shorthand: .positional,
    .required("from", .number(unit: "of the axis"), "The first value."),
    .required("to", .number(unit: "of the axis"), "The last value."),
    .required("count", .integer(1...Limits.sweepPoints), "How many.")
  ) { LinspaceAxis(from: $0, to: $1, count: $2) }
}

/// The number with at most 12 decimal digits behind the leading one of `scale` that is nearest to `x`: what a person would write.
func decimal(_ x: Double, scale: Double) -> Double {
  guard scale > 0, scale.isFinite else { return x }
  var unit = 1e12
  var size = scale
  while size >= 10 {
    size /= 10
    unit /= 10
  }
  while size < 1 {
    size *= 10
    unit *= 10
  }
  let rounded = (x * unit).rounded() / unit
  return rounded.isFinite ? rounded : x
}
