import CPUFeatures
import TensorGraph

extension Lowering {
  /// The strided copies that lay out a value, after a fill where not every element is copied.
  func copies(_ value: Value) -> [Draft] {
    let vertex = graph[value]
    let whole = vertex.shape
    let operand = vertex.operands[0]
    let source = graph.shape(operand)
    switch vertex.operation {
    case .permute(let permute):
      let strides = permute.order.map { source.strides[$0] }
      return copy(value, operand, whole.dimensions, strides, whole.strides)
    case .slice(let slice):
      let start = zip(slice.lower, source.strides).reduce(0) { $0 + $1.0 * $1.1 }
      return copy(value, operand, whole.dimensions, source.strides, whole.strides, skipping: start)
    case .broadcast(let broadcast):
      var kept = source.strides[...]
      let strides = whole.dimensions.indices.map { broadcast.newAxes.contains($0) ? 0 : kept.removeFirst() }
      return copy(value, operand, whole.dimensions, strides, whole.strides)
    case .pad(let pad):
      var fill = draft(.fill, value)
      fill.a = nil
      fill.instruction.n0 = Int64(whole.count)
      let start = zip(pad.low, whole.strides).reduce(0) { $0 + $1.0 * $1.1 }
      return [fill] + copy(value, operand, source.dimensions, source.strides, whole.strides, landing: start)
    case .concat(let concat):
      var start = 0
      return vertex.operands.flatMap { piece in
        let shape = graph.shape(piece)
        defer { start += shape[concat.axis] * whole.strides[concat.axis] }
        return copy(value, piece, shape.dimensions, shape.strides, whole.strides, landing: start)
      }
    default: preconditionFailure("\(vertex.operation.primitive.name) is not a copy.")
    }
  }

  /// One instruction, or several where more than six axes cannot be walked as one.
  ///
  /// - Parameters:
  ///   - sizes: elements along each axis; strides in elements, outermost axis first.
  ///   - skipping: elements of the source before the first one copied.
  ///   - landing: elements of the result before the first one written.
  private func copy(
    _ value: Value, _ source: Value, _ sizes: [Int], _ from: [Int], _ to: [Int], skipping: Int = 0, landing: Int = 0
  ) -> [Draft] {
    var axes: [(size: Int, from: Int, to: Int)] = []
    for axis in sizes.indices where sizes[axis] > 1 {
      if let last = axes.last, last.from == from[axis] * sizes[axis], last.to == to[axis] * sizes[axis] {
        axes[axes.count - 1] = (last.size * sizes[axis], from[axis], to[axis])
      } else {
        axes.append((sizes[axis], from[axis], to[axis]))
      }
    }
    if axes.count > 6 {
      let rest = axes.dropFirst()
      return (0..<axes[0].size).flatMap { i in
        copy(
          value, source, rest.map(\.size), rest.map(\.from), rest.map(\.to), skipping: skipping + i * axes[0].from,
          landing: landing + i * axes[0].to)
      }
    }
    var draft = draft(.copyStrided, value)
    draft.a = reference(source)
    draft.b = nil
    draft.a?.bytes += skipping * precision.bytes
    draft.out?.bytes += landing * precision.bytes
    draft.instruction.n0 = Int64(axes.count)
    draft.instruction.n1 = Int64(axes.reduce(1) { $0 * $1.size })
    draft.table = .copy(cs_copy(axes))
    return [draft]
  }
}

extension cs_copy {
  /// At most six axes, outermost first.
  init(_ axes: [(size: Int, from: Int, to: Int)]) {
    self.init()
    withUnsafeMutableBytes(of: &self) { bytes in
      let numbers = bytes.bindMemory(to: Int64.self)
      for (i, axis) in axes.enumerated() {
        numbers[i] = Int64(axis.size)
        numbers[6 + i] = Int64(axis.from)
        numbers[12 + i] = Int64(axis.to)
      }
    }
  }
}
