// Outer products, which elementwise programs of one multiplication are when one operand varies with the rows and the other
// with the columns: each row is one number times the same vectors, and nothing need be spread over a tile first.

import CPUFeatures

extension ElementwiseProgram {
  /// Which inputs vary with the rows and with the columns, if all that is done is to multiply a number of each row by one of each column.
  @inline(__always)
  var outerProduct: (rows: Int, columns: Int)? {
    guard inputCount == 2, operationCount == 1, outputCount == 1, operations[0].micro.rawValue == cs_micro.mul.rawValue,
      operations[0].a + operations[0].b == 1, operations[0].a * operations[0].b == 0,
      outputs[0].source == Int64(operations[0].destination)
    else { return nil }
    let rows = inputs[0].inner > 1 ? 0 : 1
    let (row, column) = (inputs[rows], inputs[1 &- rows])
    let isOuter = row.width == 1 && column.width == 1 && row.inner > 1 && row.mid > 1 && row.inner &* row.mid == Int64(count)
      && column.inner == 1 && column.mid == row.inner
    return isOuter ? (rows, 1 &- rows) : nil
  }
}

extension Element where Self: Number, Lanes: Vector, Lanes.Scalar == Self {
  /// Writes elements `start` ..< `start + count` of the products of every row's number with the columns' to `out`, no element more.
  ///
  /// - Order: one multiplication for each element.
  @inline(__always)
  static func outerProducts(
    _ rows: UnsafeMutableRawPointer, _ columns: UnsafeMutableRawPointer, width: Int, from start: Int, count: Int,
    _ out: UnsafeMutableRawPointer
  ) {
    var (row, column) = (start / width, start % width)
    var at = 0
    while at < count {
      let factor = load(rows + row &* size, Self.self)
      let factors = Lanes(repeating: factor)
      let end = min(at &+ width &- column, count)
      // The last vector of a row runs into the next one, which is written after it.
      let whole = min(end, count &- lanes &+ 1)
      while at < whole {
        store(factors * load(columns + column &* size, Lanes.self), out + at &* size)
        at &+= lanes
        column &+= lanes
      }
      while at < end {
        store(factor * load(columns + column &* size, Self.self), out + at &* size)
        at &+= 1
        column &+= 1
      }
      at = end
      column = 0
      row &+= 1
    }
  }
}
