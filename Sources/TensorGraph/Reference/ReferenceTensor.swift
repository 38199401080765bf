/// A tensor of doubles in row-major order: what the reference evaluator computes with.
package struct ReferenceTensor: Hashable, Sendable {
  /// The shape; the values are in row-major order.
  package let shape: Shape
  /// The elements in row-major order, as many as the shape counts.
  package var values: [Double]

  /// A tensor of the given elements.
  package init(_ shape: Shape, _ values: [Double]) {
    precondition(shape.count == values.count, "A tensor of shape \(shape) has \(shape.count) values.")
    self.shape = shape
    self.values = values
  }

  /// A tensor with one number everywhere.
  package init(_ shape: Shape, filledWith value: Double = 0) {
    self.init(shape, [Double](repeating: value, count: shape.count))
  }

  /// A tensor whose element at each multi-index is `value(index)`.
  package init(_ shape: Shape, _ value: ([Int]) -> Double) {
    self.shape = shape
    values = []
    values.reserveCapacity(shape.count)
    shape.forEachIndex { values.append(value($0)) }
  }

  /// The element at a multi-index, one number for each axis.
  package subscript(_ index: [Int]) -> Double {
    get { values[offset(index)] }
    set { values[offset(index)] = newValue }
  }

  /// Where the element at a multi-index lies.
  package func offset(_ index: [Int]) -> Int {
    zip(index, shape.dimensions).reduce(0) { $0 * $1.1 + $1.0 }
  }
}

extension Shape {
  /// Calls `body` with every multi-index, in row-major order.
  package func forEachIndex(_ body: ([Int]) -> Void) {
    var index = [Int](repeating: 0, count: rank)
    for _ in 0..<count {
      body(index)
      for axis in index.indices.reversed() {
        index[axis] += 1
        if index[axis] < dimensions[axis] { break }
        index[axis] = 0
      }
    }
  }
}
