import ExperimentGraph
import SourceDiagnostics

/// A value of an axis with the place where it was written.
package typealias LocatedAxisValue = Located<AxisValue>

/// The values of an axis of a sweep.
package protocol Axis: Sendable {
  /// The values in order; reports and returns nil where one cannot be a value.
  func values(at range: SourceRange, _ diagnostics: inout Diagnostics) -> [LocatedAxisValue]?
}

extension Axis {
  /// Numbers, all standing where the axis stands.
  func located(_ numbers: [Double], at range: SourceRange) -> [LocatedAxisValue] {
    numbers.map { Located(.number($0), at: range) }
  }
}
