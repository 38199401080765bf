import SourceDiagnostics
import TensorGraph

/// What is minimized: a mean over samples of a distance between output and target.
package protocol Loss: Sendable {
  /// Throws a misfit when the model's output cannot be compared with the targets. Shapes are those of one sample; `classes` is set when the
  /// targets are one-hot labels.
  func check(output: Shape, target: Shape, classes: Int?) throws(LayerMisfit)

  /// Adds the loss of a batch, a scalar: `output` and `target` are (samples, shape…).
  func apply(_ graph: inout TensorGraph, output: Value, target: Value) -> Value
}
