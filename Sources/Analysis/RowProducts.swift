/// The inner products of one row of a matrix with the rows from it on, each summed in index order: (rows − row).
///
/// Four sums run side by side, so that none waits for the addition before it; each is the same as alone.
///
/// - Parameters:
///   - values: (rows, width), row-major.
///   - width: numbers of a row.
func products(ofRow row: Int, in values: UnsafeBufferPointer<Double>, width: Int) -> [Double] {
  let rows = width > 0 ? values.count / width : 0
  let own = values[(row * width)..<((row + 1) * width)]
  var result: [Double] = []
  result.reserveCapacity(rows - row)
  var other = row
  while other + 4 <= rows {
    var sums = SIMD4<Double>.zero
    let first = other * width
    for (column, number) in zip(0..<width, own) {
      let place = first + column
      let four = SIMD4(values[place], values[place + width], values[place + 2 * width], values[place + 3 * width])
      sums += four * number
    }
    for lane in 0..<4 { result.append(sums[lane]) }
    other += 4
  }
  while other < rows {
    var sum = 0.0
    for (column, number) in zip(0..<width, own) { sum += values[other * width + column] * number }
    result.append(sum)
    other += 1
  }
  return result
}
