import ExperimentGraph
import Grammar
import TensorGraph

/// Like `conv2d`, with weights and biases of its own at every position.
struct Local2D: Layer {
  let channels: Int
  let window: Window
  let hasBias: Bool
  let activation: Activation

  func outputShape(for input: Shape) throws(LayerMisfit) -> Shape {
    let size = try window.outputSize(for: input, layer: "local2d")
    return [channels, size.height, size.width]
  }

  func parameters(for input: Shape) -> [LayerParameter] {
    let area = window.height * window.width
    let (fanIn, fanOut) = (input[0] * area, channels * area)
    let (height, width) = (input[1] - window.height + 1, input[2] - window.width + 1)
    let weight = LayerParameter("weight", [height * width, channels, fanIn], fanIn: fanIn, fanOut: fanOut)
    let bias = LayerParameter("bias", [channels, height, width], fanIn: fanIn, fanOut: fanOut)
    return hasBias ? [weight, bias] : [weight]
  }

  var given: GivenUnits? {
    GivenUnits(channels, .channels, weightAxis: 1, hasBias: hasBias) {
      Local2D(channels: $0, window: window, hasBias: hasBias, activation: activation)
    }
  }

  var reading: UnitAxis? { UnitAxis(parameter: "weight", axis: 2, form: .channels) }

  var isOdd: Bool { activation.isOdd }

  func role(for input: Shape) -> SampleRole? { units(channels, activation, for: input) }

  func apply(_ graph: inout TensorGraph, _ x: Value, _ parameters: [Value]) -> Value {
    let shape = graph.shape(x)
    let sums = graph.unsharedSums(x, parameters[0], height: window.height, width: window.width)
    var result = graph.reshape(sums, [shape[0], channels, shape[2] - window.height + 1, shape[3] - window.width + 1])
    if hasBias { result = graph.add(result, graph.broadcast(parameters[1], to: graph.shape(result), newAxes: [0])) }
    return activation.apply(&graph, result)
  }
}

extension Local2D {
  static let entry = Entry<any Layer>(
    "local2d",
    "Like `conv2d` without sharing: every position has weights (positions, channels, input channels · kernel height · kernel width) and "
      + "biases (channels, height, width) of its own.",
    source: "JMLR 26 (2025) 24-0192", example: "{local2d: {channels: 4, kernel: 3, activation: tanh}}",
    .required("channels", .integer(1...Limits.units), "Number of output channels."),
    .required("kernel", Window.lengths(from: 1), "Height and width of a window: one number for both, or [height, width]."),
    .optional("activation", .component(Activation.family), default: "identity", "What each sum passes through."),
    .optional("bias", .flag, default: "true", "Whether each sum has a bias.")
  ) { channels, kernel, activation, bias in
    Local2D(channels: channels, window: Window(kernel: kernel, stride: [1], padding: [0]), hasBias: bias, activation: activation)
  }
}
