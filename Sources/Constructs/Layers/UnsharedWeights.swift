import TensorGraph

extension TensorGraph {
  /// Sums over a window that slides by one, with weights of its own at every position.
  ///
  /// The windows of all positions are put together from one slice for each place in the window; then every position has one product of
  /// matrices.
  /// - Parameters:
  ///   - x: (samples, input channels, height, width).
  ///   - weight: (positions, channels, input channels · height · width of the window); positions row after row, the last axis by input
  ///     channel, then down, then right.
  /// - Returns: (samples, channels, positions).
  mutating func unsharedSums(_ x: Value, _ weight: Value, height: Int, width: Int) -> Value {
    let shape = shape(x)
    let (rows, columns) = (shape[2] - height + 1, shape[3] - width + 1)
    var places: [Value] = []
    for down in 0..<height {
      for right in 0..<width {
        let part = slice(slice(x, axis: 2, down..<(down + rows)), axis: 3, right..<(right + columns))
        places.append(reshape(part, [shape[0], shape[1], 1, rows * columns]))
      }
    }
    let stacked = places.count == 1 ? places[0] : concat(places, axis: 2)
    let windows = reshape(stacked, [shape[0], shape[1] * height * width, rows * columns])
    let sums = matmul(permute(windows, [2, 0, 1]), weight, transposeB: true)
    return permute(sums, [1, 2, 0])
  }
}
