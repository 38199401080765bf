import Grammar

/// How two lists of a run compare, as one number.
enum ListComparison: String, CaseIterable, Sendable {
  case distance, agreement

  /// The sentence of the documents.
  private var summary: String {
    switch self {
    case .distance: "The largest absolute difference of two lists of equally many numbers; NaN if one has one."
    case .agreement: "The share of places at which two lists of equally many numbers are equal; NaN if one has one."
    }
  }

  var function: SeriesFunction { SeriesFunction(rawValue, [.value, .value], summary) }

  /// The number; nil unless both arguments are lists of the same length.
  func value(_ arguments: [SeriesArgument]) -> Double? {
    guard arguments.count == 2, case .list(let a) = arguments[0], case .list(let b) = arguments[1], a.count == b.count else { return nil }
    if (a + b).contains(where: \.isNaN) { return .nan }
    let pairs = zip(a, b)
    return switch self {
    // Equal infinities are not apart.
    case .distance: pairs.reduce(0) { max($0, $1.0 == $1.1 ? 0 : ($1.0 - $1.1).magnitude) }
    case .agreement: a.isEmpty ? 1 : Double(pairs.count { $0 == $1 }) / Double(a.count)
    }
  }
}
