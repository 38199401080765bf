import ExperimentGraph
import Grammar
import TensorGraph

/// Like `conv1d`, with weights and biases of its own at every position.
struct Local1D: Layer {
  let channels: Int
  let window: RowWindow
  let hasBias: Bool
  let activation: Activation

  func outputShape(for input: Shape) throws(LayerMisfit) -> Shape {
    [channels, try window.positions(on: input, layer: "local1d")]
  }

  func parameters(for input: Shape) -> [LayerParameter] {
    let (fanIn, fanOut) = (window.channels(of: input) * window.length, channels * window.length)
    let positions = input[input.rank - 1] - window.length + 1
    let weight = LayerParameter("weight", [positions, channels, fanIn], fanIn: fanIn, fanOut: fanOut)
    let bias = LayerParameter("bias", [channels, positions], fanIn: fanIn, fanOut: fanOut)
    return hasBias ? [weight, bias] : [weight]
  }

  var given: GivenUnits? {
    GivenUnits(channels, .channels, weightAxis: 1, hasBias: hasBias) {
      Local1D(channels: $0, window: window, hasBias: hasBias, activation: activation)
    }
  }

  var reading: UnitAxis? { UnitAxis(parameter: "weight", axis: 2, form: .channels) }

  var isOdd: Bool { activation.isOdd }

  func role(for input: Shape) -> SampleRole? { units(channels, activation, for: input) }

  func apply(_ graph: inout TensorGraph, _ x: Value, _ parameters: [Value]) -> Value {
    var result = graph.unsharedSums(window.image(x, in: &graph), parameters[0], height: 1, width: window.length)
    if hasBias { result = graph.add(result, graph.broadcast(parameters[1], to: graph.shape(result), newAxes: [0])) }
    return activation.apply(&graph, result)
  }
}

extension Local1D {
  static let entry = Entry<any Layer>(
    "local1d",
    "Like `conv1d` without sharing: every position has weights (positions, channels, input channels · kernel) and biases (channels, "
      + "positions) of its own. Gives (channels, positions).",
    source: "JMLR 26 (2025) 24-0192", example: "{local1d: {channels: 3, kernel: 3, activation: tanh}}",
    .required("channels", .integer(1...Limits.units), "Number of output channels."),
    .required("kernel", .integer(1...Limits.windowLength), "Length of a window."),
    .optional("activation", .component(Activation.family), default: "identity", "What each sum passes through."),
    .optional("bias", .flag, default: "true", "Whether each sum has a bias.")
  ) { channels, kernel, activation, bias in
    Local1D(channels: channels, window: RowWindow(length: kernel, stride: 1), hasBias: bias, activation: activation)
  }
}
