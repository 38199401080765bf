extension TensorGraph {
  /// The larger of each two elements; a scalar goes with every element. The side that is not chosen has no part in it: it may be infinite.
  /// The slope goes to the larger, and to `b` where they are equal.
  package mutating func larger(_ a: Value, _ b: Value) -> Value {
    let whole = shape(a).isScalar ? shape(b) : shape(a)
    var sides: [Value] = []
    for side in [b, a] {
      let value = shape(side) == whole ? side : fill(side, whole)
      sides.append(reshape(value, Shape([1] + whole.dimensions)))
    }
    return max(concat(sides, axis: 0), axes: [0])
  }
}
