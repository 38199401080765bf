import TensorGraph

/// A run of elements inside the buffer of a value: where an alias (a reshape, a slice of leading rows) lies.
struct Place: Hashable {
  let base: Value
  /// Elements from the start of the base's buffer.
  let offset: Int
}

/// How an elementwise step reads a place: element i reads number `(i / inner) % mid` from there.
struct Access: Hashable {
  let place: Place
  let inner: Int
  let mid: Int

  /// Whether element i of `count` reads number i.
  func isFull(_ count: Int) -> Bool { inner == 1 && mid == count }
}

/// An operand of an elementwise operation.
enum Operand: Hashable {
  case constant(Double)
  case read(Access)
}

extension TensorGraph {
  /// Where the elements of a value lie: aliases are followed to the value that has a buffer.
  func place(_ value: Value) -> Place {
    let vertex = self[value]
    switch vertex.operation {
    case .reshape, .detach: return place(vertex.operands[0])
    case .slice(let slice):
      guard let start = leadingRun(slice, of: shape(vertex.operands[0])) else { break }
      let whole = place(vertex.operands[0])
      return Place(base: whole.base, offset: whole.offset + start)
    default: break
    }
    return Place(base: value, offset: 0)
  }

  /// Where a slice starts, if its elements lie side by side: every axis after the first that is cut is whole.
  private func leadingRun(_ slice: Operation.Slice, of shape: Shape) -> Int? {
    let cut = shape.dimensions.indices.filter { slice.upper[$0] - slice.lower[$0] < shape[$0] }
    guard (0..<(cut.last ?? 0)).allSatisfy({ slice.upper[$0] - slice.lower[$0] == 1 }) else { return nil }
    return zip(slice.lower, shape.strides).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// What an elementwise operation over the elements of `value` reads for it: broadcasts and reshapes are read through.
  func operand(_ value: Value) -> Operand {
    var (source, inner, mid) = (value, 1, shape(value).count)
    while true {
      let vertex = self[source]
      switch vertex.operation {
      case .constant(let constant):
        if let splat = constant.splat { return .constant(splat) }
        return .read(access(source, inner, mid, shape(value).count))
      case .reshape, .detach: source = vertex.operands[0]
      case .broadcast(let broadcast):
        guard let stride = innerExtent(of: broadcast) else {
          return .read(access(source, inner, mid, shape(value).count))
        }
        source = vertex.operands[0]
        inner *= stride
        mid = shape(source).count
      default: return .read(access(source, inner, mid, shape(value).count))
      }
    }
  }

  /// What a value is read from in the end: behind aliases and broadcasts.
  func source(_ value: Value) -> Value {
    if case .read(let access) = operand(value) { access.place.base } else { value }
  }

  private func access(_ source: Value, _ inner: Int, _ mid: Int, _ count: Int) -> Access {
    // Where no element is read twice in a row and none again, any spelling of the index is the full one.
    let whole = mid == count || (mid == 1 && count == 1)
    return Access(place: place(source), inner: whole || mid == 1 ? 1 : inner, mid: mid)
  }

  /// The elements of the result between two neighbours of the operand, where the operand's axes lie side by side in it.
  func innerExtent(of broadcast: Operation.Broadcast) -> Int? {
    let long = broadcast.size.dimensions.indices.filter { broadcast.size[$0] > 1 }
    let kept = long.filter { !broadcast.newAxes.contains($0) }
    guard let first = kept.first, let last = kept.last else { return 1 }
    guard long.filter({ (first...last).contains($0) }) == kept else { return nil }
    return broadcast.size.dimensions[(last + 1)...].reduce(1, *)
  }
}
