import ExperimentGraph
import Grammar
import TensorGraph

/// Inverted dropout: in an update every number of every sample is kept with a probability, and then divided by it, else 0; everywhere else
/// the layer does nothing. Source: Srivastava et al., JMLR 15 (2014); the division as in all frameworks.
struct Dropout: Layer {
  let keep: Double

  func outputShape(for input: Shape) throws(LayerMisfit) -> Shape { input }

  func masks(for input: Shape) -> [LayerMask] { [LayerMask(name: "", shape: input, keep: keep)] }

  var isOdd: Bool { true }

  /// The model is looked at without it.
  func role(for input: Shape) -> SampleRole? { .arrangement }

  func apply(_ graph: inout TensorGraph, _ x: Value, _ parameters: [Value]) -> Value { x }

  func applyTraining(_ graph: inout TensorGraph, _ x: Value, _ parameters: [Value], _ masks: [Value]) -> Value {
    graph.multiply(x, masks[0])
  }
}

extension Dropout {
  static let entry = Entry<any Layer>(
    "dropout",
    "In each update, each number of each sample is kept with a probability and divided by it, else 0; nothing where the model is "
      + "evaluated.",
    source: "Srivastava et al., JMLR 15 (2014)", example: "{dropout: {keep: 0.9}}",
    .required(
      "keep", .number(.above(0, through: 1)), "Probability that a number is kept; programs often state 1 minus this.",
      alsoKnownAs: ["p", "rate", "probability", "drop"])
  ) { Dropout(keep: $0) }
}
