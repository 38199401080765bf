/// A window that slides over the last two axes (height, width) of an image: size, step and margin.
package struct Window2D: Hashable, Sendable, CustomStringConvertible {
  /// Rows under the window, at least 1.
  package let kernelHeight: Int
  /// Columns under the window, at least 1.
  package let kernelWidth: Int
  /// Rows from one position to the next, at least 1.
  package let strideHeight: Int
  /// Columns from one position to the next, at least 1.
  package let strideWidth: Int
  /// Rows of padding above the image.
  package let paddingTop: Int
  /// Rows of padding below the image.
  package let paddingBottom: Int
  /// Columns of padding left of the image.
  package let paddingLeft: Int
  /// Columns of padding right of the image.
  package let paddingRight: Int

  /// All lengths in pixels. Strides are at least 1; each padding is less than the kernel, so that every window
  /// sees at least one pixel of the image.
  package init(
    kernelHeight: Int, kernelWidth: Int, strideHeight: Int = 1, strideWidth: Int = 1,
    paddingTop: Int = 0, paddingBottom: Int = 0, paddingLeft: Int = 0, paddingRight: Int = 0
  ) {
    precondition(kernelHeight >= 1 && kernelWidth >= 1, "A window holds at least one pixel.")
    precondition(strideHeight >= 1 && strideWidth >= 1, "A window steps by at least one pixel.")
    precondition(
      min(paddingTop, paddingBottom, paddingLeft, paddingRight) >= 0
        && max(paddingTop, paddingBottom) < kernelHeight && max(paddingLeft, paddingRight) < kernelWidth,
      "The padding of a window is at least 0 and less than its kernel.")
    self.kernelHeight = kernelHeight
    self.kernelWidth = kernelWidth
    self.strideHeight = strideHeight
    self.strideWidth = strideWidth
    self.paddingTop = paddingTop
    self.paddingBottom = paddingBottom
    self.paddingLeft = paddingLeft
    self.paddingRight = paddingRight
  }

  /// A square window with the same step and margin on all sides.
  package init(kernel: Int, stride: Int = 1, padding: Int = 0) {
    self.init(
      kernelHeight: kernel, kernelWidth: kernel, strideHeight: stride, strideWidth: stride,
      paddingTop: padding, paddingBottom: padding, paddingLeft: padding, paddingRight: padding)
  }

  /// The number of window positions over an image of this height; below 1 where the window does not fit.
  package func outputHeight(_ height: Int) -> Int {
    Window2D.positions(height + paddingTop + paddingBottom, kernelHeight, strideHeight)
  }

  /// The number of window positions over an image of this width; below 1 where the window does not fit.
  package func outputWidth(_ width: Int) -> Int {
    Window2D.positions(width + paddingLeft + paddingRight, kernelWidth, strideWidth)
  }

  private static func positions(_ extent: Int, _ kernel: Int, _ stride: Int) -> Int {
    extent < kernel ? 0 : (extent - kernel) / stride + 1
  }

  /// The rows of the image under window position `position`, clipped to the image.
  package func rows(_ position: Int, in height: Int) -> Range<Int> {
    Window2D.clip(position * strideHeight - paddingTop, kernelHeight, height)
  }

  /// The columns of the image under window position `position`, clipped to the image.
  package func columns(_ position: Int, in width: Int) -> Range<Int> {
    Window2D.clip(position * strideWidth - paddingLeft, kernelWidth, width)
  }

  private static func clip(_ start: Int, _ length: Int, _ extent: Int) -> Range<Int> {
    let lower = max(0, start)
    return lower..<max(lower, min(extent, start + length))
  }

  /// `kernel 5x5, stride 1x1, padding 2 2 2 2` (top, bottom, left, right).
  package var description: String {
    "kernel \(kernelHeight)x\(kernelWidth), stride \(strideHeight)x\(strideWidth), "
      + "padding \(paddingTop) \(paddingBottom) \(paddingLeft) \(paddingRight)"
  }
}
