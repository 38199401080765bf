/// A part of a tensor that is read: some places along one stretch of its elements in row-major order.
///
/// The elements are seen as (before, extent, rest), whatever the axes: (samples · places, units) and (samples, places, units) have the
/// same part "last place" = (samples, places, places − 1 ..< places).
struct ReadPart: Hashable {
  let before: Int
  let extent: Int
  let places: Range<Int>

  /// The axis of `shape` inside which the stretch lies, nil where it lies across axes.
  func axis(in shape: Shape) -> Int? {
    var prefix = 1
    for (axis, size) in shape.dimensions.enumerated() {
      if size > 1, before % prefix == 0, (prefix * size) % (before * extent) == 0 { return axis }
      prefix *= size
    }
    return nil
  }

  /// The shape of the part of a tensor of `shape`. - Precondition: the stretch lies inside an axis.
  func shape(of shape: Shape) -> Shape {
    guard let axis = axis(in: shape) else { preconditionFailure("only a stretch inside an axis leaves a shape") }
    var dimensions = shape.dimensions
    dimensions[axis] = dimensions[axis] / extent * places.count
    return Shape(dimensions)
  }

  /// The same stretch in another tensor, where `axis` of `shape` is the axis `other` of `target`.
  func moved(from axis: Int, of shape: Shape, to other: Int, of target: Shape) -> ReadPart {
    func prefix(_ shape: Shape, _ axis: Int) -> Int { shape.dimensions[..<axis].reduce(1, *) }
    return ReadPart(before: before / prefix(shape, axis) * prefix(target, other), extent: extent, places: places)
  }
}

/// How much of a value is read.
enum ReadExtent: Hashable {
  case none
  case part(ReadPart)
  case whole

  /// Both together.
  func joined(_ other: ReadExtent) -> ReadExtent {
    switch (self, other) {
    case (.none, let only), (let only, .none): only
    case _ where self == other: self
    default: .whole
    }
  }
}

extension Operation {
  /// What is read of each operand when `part` of the result is; nil for an operation whose parts do not come from parts.
  func operandsRead(for part: ReadPart, of result: Shape, operands: [Shape]) -> [ReadExtent]? {
    guard let axis = part.axis(in: result) else { return nil }
    func kept(_ other: Int) -> [ReadExtent]? {
      let moved = part.moved(from: axis, of: result, to: other, of: operands[0])
      return moved.axis(in: operands[0]) == nil ? nil : [.part(moved)]
    }
    switch self {
    case .unary, .detach, .arithmetic: return operands.map { _ in .part(part) }
    case .constant(let constant): return constant.splat == nil ? nil : []
    case .reshape: return part.axis(in: operands[0]) == nil ? nil : [.part(part)]
    case .broadcast(let broadcast):
      if broadcast.newAxes.contains(axis) { return [.whole] }
      return kept(axis - broadcast.newAxes.count { $0 < axis })
    case .permute(let permute): return kept(permute.order[axis])
    case .sum(let sum): return kept(Self.axis(axis, without: sum.axes))
    case .max(let max): return kept(Self.axis(axis, without: max.axes))
    case .matmul(let product):
      guard !product.transposeA, axis == result.rank - 2 else { return nil }
      return [.part(part), .whole]
    case .gather: return axis < operands[1].rank ? [.whole, .part(part)] : nil
    default: return nil
    }
  }

  /// The axis of an operand that is axis `kept` of the result, once `removed` (ascending) are gone.
  private static func axis(_ kept: Int, without removed: [Int]) -> Int {
    removed.reduce(kept) { $1 <= $0 ? $0 + 1 : $0 }
  }

  /// The operation that makes the part of a result of `shape`.
  func restricted(to part: ReadPart, of shape: Shape) -> Operation {
    switch self {
    case .constant(let constant): .constant(Constant(values: constant.values, size: part.shape(of: shape)))
    case .reshape: .reshape(Reshape(size: part.shape(of: shape)))
    case .broadcast(let broadcast): .broadcast(Broadcast(size: part.shape(of: shape), newAxes: broadcast.newAxes))
    default: self
    }
  }

  /// The part of its operand that a slice along one axis is; nil for everything else.
  func slicedPart(of operand: Shape) -> ReadPart? {
    guard case .slice(let slice) = self else { return nil }
    let cut = operand.dimensions.indices.filter { slice.lower[$0] > 0 || slice.upper[$0] < operand[$0] }
    guard cut.count == 1 else { return nil }
    let axis = cut[0]
    return ReadPart(
      before: operand.dimensions[..<axis].reduce(1, *), extent: operand[axis], places: slice.lower[axis]..<slice.upper[axis])
  }
}
