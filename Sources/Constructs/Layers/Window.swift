import Grammar
import TensorGraph

/// A window that slides over the height and width of an image.
struct Window: Sendable {
  let height: Int
  let width: Int
  let strideHeight: Int
  let strideWidth: Int
  let paddingHeight: Int
  let paddingWidth: Int

  /// Each of the three is one number for both directions or [height, width].
  init(kernel: [Int], stride: [Int], padding: [Int]) {
    func pair(_ values: [Int]) -> (Int, Int) { (values[0], values[values.count - 1]) }
    (height, width) = pair(kernel)
    (strideHeight, strideWidth) = pair(stride)
    (paddingHeight, paddingWidth) = pair(padding)
  }

  var graphWindow: Window2D {
    Window2D(
      kernelHeight: height, kernelWidth: width, strideHeight: strideHeight, strideWidth: strideWidth,
      paddingTop: paddingHeight, paddingBottom: paddingHeight, paddingLeft: paddingWidth, paddingRight: paddingWidth)
  }

  /// Positions the window takes on an image (channels, height, width).
  func outputSize(for input: Shape, layer: String) throws(LayerMisfit) -> (height: Int, width: Int) {
    guard input.rank == 3 else {
      throw LayerMisfit(
        .shapeMismatch, "`\(layer)` needs images (channels, height, width), and its input has shape \(input)",
        help: "put it before `flatten` and dense layers, and give it data of images")
    }
    guard paddingHeight < height, paddingWidth < width else {
      throw LayerMisfit(
        .windowTooLarge,
        "the padding of `\(layer)` is not smaller than its \(height) × \(width) window: some windows would see padding alone",
        help: "use at most \(height - 1) × \(width - 1)")
    }
    let paddedHeight = input[1] + 2 * paddingHeight
    let paddedWidth = input[2] + 2 * paddingWidth
    guard height <= paddedHeight, width <= paddedWidth else {
      throw LayerMisfit(
        .windowTooLarge,
        "the \(height) × \(width) window of `\(layer)` is larger than its \(paddedHeight) × \(paddedWidth) input",
        help: "make the kernel smaller or add padding")
    }
    return ((paddedHeight - height) / strideHeight + 1, (paddedWidth - width) / strideWidth + 1)
  }
}

// MARK: - How a pooling states it

extension Window {
  static let kernelField = Field<[Int]>.required(
    "kernel", lengths(from: 1), "Height and width of a window: one number for both, or [height, width].")
  static let strideField = Field<[Int]?>.maybe(
    "stride", lengths(from: 1), "Pixels from one window to the next; left out, windows touch.")
  static let paddingField = Field<[Int]>.optional(
    "padding", lengths(from: 0), default: "0",
    "Pixels around the image, fewer than the window has: one number or [above and below, left and right].", instead: namedPaddings)

  /// What the words of other programs for a padding are in numbers.
  static let namedPaddings = [
    "same": "write a number: `(kernel - 1)/2` keeps the size, for an odd kernel and stride 1: 1 for a kernel of 3, 2 for one of 5",
    "valid": "write `0`",
  ]
}

extension Window {
  /// One number for both directions, or a list of two.
  static func lengths(from lowest: Int) -> ValueType<[Int]> {
    let type: ValueType<Either<Int, [Int]>> = .either(
      .integer(lowest...Limits.windowLength), .list(of: .integer(lowest...Limits.windowLength), count: 2...2))
    return type.map { choice in
      switch choice {
      case .first(let both): [both]
      case .second(let pair): pair
      }
    }
  }
}
