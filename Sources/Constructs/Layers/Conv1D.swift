import ExperimentGraph
import Grammar
import TensorGraph

/// σ(w ∗ x + b): cross-correlation along one axis with weights (channels, input channels, kernel).
struct Conv1D: Layer {
  let channels: Int
  let window: RowWindow
  let hasBias: Bool
  let activation: Activation

  func outputShape(for input: Shape) throws(LayerMisfit) -> Shape {
    [channels, try window.positions(on: input, layer: "conv1d")]
  }

  func parameters(for input: Shape) -> [LayerParameter] {
    let inputs = window.channels(of: input)
    let (fanIn, fanOut) = (inputs * window.length, channels * window.length)
    let weight = LayerParameter("weight", [channels, inputs, window.length], fanIn: fanIn, fanOut: fanOut)
    let bias = LayerParameter("bias", [channels], fanIn: fanIn, fanOut: fanOut)
    return hasBias ? [weight, bias] : [weight]
  }

  var given: GivenUnits? {
    GivenUnits(channels, .channels, hasBias: hasBias) {
      Conv1D(channels: $0, window: window, hasBias: hasBias, activation: activation)
    }
  }

  var reading: UnitAxis? { UnitAxis(parameter: "weight", axis: 1, form: .channels) }

  var isOdd: Bool { activation.isOdd }

  func role(for input: Shape) -> SampleRole? { units(channels, activation, for: input) }

  /// A convolution of images that are one pixel high.
  func apply(_ graph: inout TensorGraph, _ x: Value, _ parameters: [Value]) -> Value {
    let image = window.image(x, in: &graph)
    let weight = graph.shape(parameters[0])
    let kernel = graph.reshape(parameters[0], [weight[0], weight[1], 1, weight[2]])
    let sums = graph.conv2d(image, kernel, window.graphWindow)
    let shape = graph.shape(sums)
    var result = graph.reshape(sums, [shape[0], shape[1], shape[3]])
    if hasBias { result = graph.addBias(parameters[1], to: result) }
    return activation.apply(&graph, result)
  }
}

extension Conv1D {
  static let entry = Entry<any Layer>(
    "conv1d",
    "Convolution along rows with shared weights (channels, input channels, kernel): of one row of numbers, or of (channels, numbers). "
      + "Gives (channels, positions).",
    example: "{conv1d: {channels: 3, kernel: 3, activation: tanh}}",
    .required(
      "channels", .integer(1...Limits.units), "Number of kernels, and of output channels.",
      alsoKnownAs: ["filters", "out_channels"]),
    .required("kernel", .integer(1...Limits.windowLength), "Length of a kernel."),
    .optional("stride", .integer(1...Limits.windowLength), default: "1", "Numbers from one window to the next."),
    .optional("activation", .component(Activation.family), default: "identity", "What each sum passes through."),
    .optional("bias", .flag, default: "true", "Whether each kernel has a bias.", alsoKnownAs: ["use_bias"])
  ) { channels, kernel, stride, activation, bias in
    Conv1D(channels: channels, window: RowWindow(length: kernel, stride: stride), hasBias: bias, activation: activation)
  }
}
