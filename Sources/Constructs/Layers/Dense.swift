import ExperimentGraph
import Grammar
import TensorGraph

/// σ(W x + b) with W (units, inputs) and b (units), at every place of a sequence.
struct Dense: Layer {
  let units: Int
  let hasBias: Bool
  let activation: Activation

  func outputShape(for input: Shape) throws(LayerMisfit) -> Shape {
    guard (1...2).contains(input.rank) else {
      throw LayerMisfit(
        .shapeMismatch, "`dense` needs one row of numbers for each sample, and its input has shape \(input)",
        help: "put a `flatten` layer before it")
    }
    return Shape(input.dimensions.dropLast() + [units])
  }

  func parameters(for input: Shape) -> [LayerParameter] {
    let inputs = input[input.rank - 1]
    let weight = LayerParameter("weight", [units, inputs], fanIn: inputs, fanOut: units)
    let bias = LayerParameter("bias", [units], fanIn: inputs, fanOut: units)
    return hasBias ? [weight, bias] : [weight]
  }

  var given: GivenUnits? {
    GivenUnits(units, .numbers, hasBias: hasBias) { Dense(units: $0, hasBias: hasBias, activation: activation) }
  }

  var reading: UnitAxis? { UnitAxis(parameter: "weight", axis: 1, form: .numbers) }

  var isOdd: Bool { activation.isOdd }

  func role(for input: Shape) -> SampleRole? {
    guard input.rank == 1 else { return nil }
    return activation.isLinear ? .sums(outputs: units, biases: hasBias ? units : 0) : units(units, activation, for: input)
  }

  func apply(_ graph: inout TensorGraph, _ x: Value, _ parameters: [Value]) -> Value {
    let shape = graph.shape(x)
    guard shape.rank == 2 else {
      let rows = graph.reshape(x, [shape[0] * shape[1], shape[2]])
      return graph.reshape(apply(&graph, rows, parameters), [shape[0], shape[1], units])
    }
    return activation.apply(&graph, graph.affine(x, parameters[0], hasBias ? parameters[1] : nil))
  }
}

extension Dense {
  static let entry = Entry<any Layer>(
    "dense", "Fully connected: σ(W x + b), with W (units, inputs) and b (units).", example: "{dense: {units: 100, activation: tanh}}",
    alsoKnownAs: ["linear", "fully_connected", "fc", "affine"],
    .required(
      "units", .integer(1...Limits.units), "Number of units.",
      alsoKnownAs: ["width", "neurons", "size", "out_features", "hidden_units", "hidden_size", "output_dim"]),
    .optional(
      "activation", .component(Activation.family), default: "identity", "What each unit's sum passes through.",
      alsoKnownAs: ["nonlinearity"]),
    .optional("bias", .flag, default: "true", "Whether each unit has a bias.", alsoKnownAs: ["use_bias"])
  ) { units, activation, bias in Dense(units: units, hasBias: bias, activation: activation) }
}
