import SourceDiagnostics

/// The name of something recorded, as an expression reads it: `train.loss`, or `queries.share(0.7)` with arguments.
package struct SeriesName: Sendable, Hashable {
  /// The dotted name.
  package let name: String
  /// The numbers in parentheses behind it; empty when there are none.
  package let arguments: [Double]
  /// Where it was written.
  package let range: SourceRange

  /// Canonical text.
  package var text: String {
    arguments.isEmpty ? name : "\(name)(\(arguments.map(canonicalNumber).joined(separator: ", ")))"
  }
}

/// A point of a run.
package enum Moment: Sendable, Hashable {
  /// After so many completed updates.
  case step(Int)
  /// `start`, `end`, or the name of a stage.
  case named(String)

  /// Canonical text.
  package var text: String {
    switch self {
    case .step(let step): "\(step)"
    case .named(let name): name
    }
  }
}

/// An argument of a series function.
package enum SeriesArgument: Sendable, Hashable {
  case series(SeriesName)
  case moment(Moment)
  case number(Double)
  case truth(Bool)
  case list([Double])
}

/// One reading of something recorded in an expression, to be judged before the run.
package struct SeriesRead: Sendable {
  /// The function that reads; nil when the name stands alone and must have one value.
  package let function: String?
  /// What is read.
  package let series: SeriesName
  /// The moment that is asked for, if the function asks for one, and where it stands.
  package let moment: Located<Moment>?
  /// The whole reading.
  package let range: SourceRange
}

/// Where claims read: a finished run, or a table of points.
package protocol ClaimReader {
  /// The value of a name that stands alone: a summary, a probe recorded once; nil when there is none.
  func value(of name: String) -> ExpressionValue?
  /// The value of a series function; nil when it cannot be said (nothing was recorded then).
  func call(_ function: String, _ arguments: [SeriesArgument]) -> ExpressionValue?
}
