import ExperimentGraph
import Kernels
import SourceDiagnostics

/// How an axis of a random sweep draws its values.
package protocol Draw: Sendable {
  /// Value number `index` of a stream of uniform draws; reports and returns nil where it cannot be a value of an axis.
  func value(_ index: Int, _ stream: RandomStream, _ diagnostics: inout Diagnostics) -> AxisValue?
}
