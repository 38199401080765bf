import Grammar
import TensorGraph

/// The largest number in each window of each channel.
struct MaxPool2D: Layer {
  let window: Window

  func outputShape(for input: Shape) throws(LayerMisfit) -> Shape {
    let size = try window.outputSize(for: input, layer: "max_pool2d")
    return [input[0], size.height, size.width]
  }

  func apply(_ graph: inout TensorGraph, _ x: Value, _ parameters: [Value]) -> Value {
    graph.poolSelect(x, at: x, window.graphWindow)
  }
}

extension MaxPool2D {
  static let entry = Entry<any Layer>(
    "max_pool2d", "The largest number in each window of each channel.", example: "{max_pool2d: {kernel: 2}}",
    shorthand: .field("kernel"),
    Window.kernelField, Window.strideField, Window.paddingField
  ) { kernel, stride, padding in
    MaxPool2D(window: Window(kernel: kernel, stride: stride ?? kernel, padding: padding))
  }
}
