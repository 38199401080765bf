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

/// How a model comes to so many outputs.
func unitsHelp(_ units: Int, output: Shape) -> String {
  switch output.rank {
  case 2: "`select_last` takes the last place of a sequence, `flatten` all of them: put one before the last dense layer"
  case 0, 1: "give the last dense layer `units: \(units)`"
  default: "let it end with `flatten` and a dense layer with `units: \(units)`"
  }
}
