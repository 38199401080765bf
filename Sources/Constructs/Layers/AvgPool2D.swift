import Grammar
import TensorGraph

/// The mean of each window of each channel.
struct AvgPool2D: Layer {
  let window: Window

  func outputShape(for input: Shape) throws(LayerMisfit) -> Shape {
    let size = try window.outputSize(for: input, layer: "avg_pool2d")
    return [input[0], size.height, size.width]
  }

  var isOdd: Bool { true }

  func apply(_ graph: inout TensorGraph, _ x: Value, _ parameters: [Value]) -> Value {
    let sums = graph.sumPool2d(x, window.graphWindow)
    return graph.multiply(sums, graph.constant(1 / Double(window.height * window.width)))
  }
}

extension AvgPool2D {
  static let entry = Entry<any Layer>(
    "avg_pool2d", "The mean of each window of each channel; padding counts as zeros.", example: "{avg_pool2d: {kernel: 2}}",
    shorthand: .field("kernel"),
    Window.kernelField, Window.strideField, Window.paddingField
  ) { kernel, stride, padding in
    AvgPool2D(window: Window(kernel: kernel, stride: stride ?? kernel, padding: padding))
  }
}
