import ExperimentGraph
import Grammar
import TensorGraph

/// σ(w ∗ x + b): cross-correlation over height and width with weights (channels, input channels, height, width), as in every framework.
struct Conv2D: Layer {
  let channels: Int
  let window: Window
  let hasBias: Bool
  let activation: Activation

  func outputShape(for input: Shape) throws(LayerMisfit) -> Shape {
    let size = try window.outputSize(for: input, layer: "conv2d")
    return [channels, size.height, size.width]
  }

  func parameters(for input: Shape) -> [LayerParameter] {
    let area = window.height * window.width
    let fanIn = input[0] * area
    let fanOut = channels * area
    let weight = LayerParameter(
      "weight", [channels, input[0], window.height, window.width], fanIn: fanIn, fanOut: fanOut)
    let bias = LayerParameter("bias", [channels], fanIn: fanIn, fanOut: fanOut)
    return hasBias ? [weight, bias] : [weight]
  }

  var given: GivenUnits? {
    GivenUnits(channels, .channels, hasBias: hasBias) {
      Conv2D(channels: $0, window: window, hasBias: hasBias, activation: activation)
    }
  }

  var reading: UnitAxis? { UnitAxis(parameter: "weight", axis: 1, form: .channels) }

  var isOdd: Bool { activation.isOdd }

  func role(for input: Shape) -> SampleRole? { units(channels, activation, for: input) }

  func apply(_ graph: inout TensorGraph, _ x: Value, _ parameters: [Value]) -> Value {
    var result = graph.conv2d(x, parameters[0], window.graphWindow)
    if hasBias { result = graph.addBias(parameters[1], to: result) }
    return activation.apply(&graph, result)
  }
}

extension Conv2D {
  static let entry = Entry<any Layer>(
    "conv2d", "Convolution over height and width with shared weights (channels, input channels, height, width).",
    example: "{conv2d: {channels: 32, kernel: 5, activation: relu}}", alsoKnownAs: ["convolution"],
    .required(
      "channels", .integer(1...Limits.units), "Number of kernels, and of output channels.",
      alsoKnownAs: ["filters", "out_channels"]),
    .required("kernel", Window.lengths(from: 1), "Height and width of a kernel: one number for both, or [height, width]."),
    .optional("stride", Window.lengths(from: 1), default: "1", "Pixels from one window to the next: one number or [down, right]."),
    .optional(
      "padding", Window.lengths(from: 0), default: "0",
      "Zeros around the image, fewer than the kernel has: one number or [above and below, left and right].",
      instead: Window.namedPaddings),
    .optional("activation", .component(Activation.family), default: "identity", "What each sum passes through."),
    .optional("bias", .flag, default: "true", "Whether each kernel has a bias.", alsoKnownAs: ["use_bias"])
  ) { channels, kernel, stride, padding, activation, bias in
    Conv2D(
      channels: channels, window: Window(kernel: kernel, stride: stride, padding: padding), hasBias: bias,
      activation: activation)
  }
}
