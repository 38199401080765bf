import TensorGraph

/// A window that slides along one row of numbers, or along all rows of (channels, numbers) at once.
struct RowWindow: Sendable {
  let length: Int
  let stride: Int

  var graphWindow: Window2D {
    Window2D(
      kernelHeight: 1, kernelWidth: length, strideHeight: 1, strideWidth: stride, paddingTop: 0, paddingBottom: 0, paddingLeft: 0,
      paddingRight: 0)
  }

  /// Rows of an input.
  func channels(of input: Shape) -> Int { input.rank == 1 ? 1 : input[0] }

  /// Positions the window takes.
  func positions(on input: Shape, layer: String) throws(LayerMisfit) -> Int {
    guard input.rank == 1 || input.rank == 2 else {
      throw LayerMisfit(
        .shapeMismatch, "`\(layer)` needs one row of numbers or (channels, numbers), and its input has shape \(input)",
        help: "put a `flatten` layer before it, or take the layer of images")
    }
    let numbers = input[input.rank - 1]
    guard length <= numbers else {
      throw LayerMisfit(
        .windowTooLarge, "the window of \(length) numbers of `\(layer)` is longer than its input of \(numbers)",
        help: "make the kernel shorter")
    }
    return (numbers - length) / stride + 1
  }

  /// `x` (samples, numbers) or (samples, channels, numbers) as images that are one pixel high.
  func image(_ x: Value, in graph: inout TensorGraph) -> Value {
    let shape = graph.shape(x)
    let channels = shape.rank == 2 ? 1 : shape[1]
    return graph.reshape(x, [shape[0], channels, 1, shape[shape.rank - 1]])
  }
}
