import GraphSamples
import Runtime
import TensorGraph

/// A random graph over most primitives, with outputs and updates: values of matching shapes are combined at random.
struct RandomGraph {
  private var graph = TensorGraph()
  private var draws: Draws
  private var pool: [Value] = []

  static func request(seed: UInt64, vertices: Int = 30) -> ProgramRequest {
    var random = RandomGraph(seed: seed)
    for _ in 0..<vertices { random.grow() }
    return random.finish()
  }

  private init(seed: UInt64) {
    draws = Draws(seed: seed)
    let (a, b) = (draws.integer(in: 1...5), draws.integer(in: 1...40))
    for (i, shape) in [[a, b], [a, b], [b], [b], [a], [], [b, a], [2, a, 3]].enumerated() {
      pool.append(graph.parameter("p\(i)", Shape(shape)))
    }
  }

  private mutating func any() -> Value { draws.pick(pool) }

  private mutating func any(like shape: Shape) -> Value {
    let fitting = pool.filter { graph.shape($0) == shape }
    return draws.pick(fitting)
  }

  private mutating func grow() {
    let x = any()
    let shape = graph.shape(x)
    switch draws.integer(in: 0...11) {
    case 0...3: pool.append(combine(x, any(like: shape)))
    case 4, 5:
      let functions: [Unary] = [.tanh, .relu, .sigmoid, .step, .negate, .abs, .sin, .softplus, .sign, .cos]
      pool.append(graph.unary(draws.pick(functions), x))
    case 6: pool.append(graph.multiply(x, draws.number(in: -1...1)))
    case 7 where shape.rank >= 1: pool.append(graph.mean(x, axes: [draws.integer(in: 0...shape.rank - 1)]))
    case 8 where shape.rank <= 2:
      let axis = draws.integer(in: 0...shape.rank)
      var dimensions = shape.dimensions
      dimensions.insert(draws.integer(in: 1...4), at: axis)
      pool.append(graph.broadcast(x, to: Shape(dimensions), newAxes: [axis]))
    case 9 where shape.rank == 2: pool.append(multiplyMatrices(x))
    case 10 where shape.rank >= 1: pool.append(cutOrJoin(x))
    default: pool.append(rearrange(x))
    }
  }

  private mutating func combine(_ a: Value, _ b: Value) -> Value {
    switch draws.integer(in: 0...3) {
    case 0: graph.add(a, b)
    case 1: graph.subtract(a, b)
    case 2: graph.multiply(a, graph.unary(.tanh, b))
    default: graph.divide(a, graph.add(graph.unary(.abs, b), 1))
    }
  }

  private mutating func multiplyMatrices(_ x: Value) -> Value {
    let other = any(like: graph.shape(x))
    let flip = draws.integer(in: 0...1) == 0
    let product = graph.matmul(graph.unary(.tanh, x), graph.unary(.tanh, other), transposeA: flip, transposeB: !flip)
    return graph.divide(product, Double(graph.shape(x).count))
  }

  private mutating func cutOrJoin(_ x: Value) -> Value {
    let shape = graph.shape(x)
    let axis = draws.integer(in: 0...shape.rank - 1)
    switch draws.integer(in: 0...3) {
    case 0:
      let lower = draws.integer(in: 0...shape[axis] - 1)
      return graph.slice(x, axis: axis, lower..<draws.integer(in: lower + 1...shape[axis]))
    case 1: return graph.concat([x, any(like: shape)], axis: axis)
    case 2:
      var low = [Int](repeating: 0, count: shape.rank)
      low[axis] = 2
      return graph.pad(x, low: low, high: [Int](repeating: 1, count: shape.rank))
    default: return graph.multiply(x, graph.argmaxMask(x, axes: [axis]))
    }
  }

  private mutating func rearrange(_ x: Value) -> Value {
    let shape = graph.shape(x)
    switch draws.integer(in: 0...2) {
    case 0: return graph.reshape(x, [shape.count])
    case 1: return graph.permute(x, Array((0..<shape.rank).reversed()))
    default: return shape.rank > 0 ? graph.max(x, axes: [0]) : graph.detach(x)
    }
  }

  /// Outputs of all kinds (aliases, sources, constants), and updates whose values depend on what they overwrite.
  private mutating func finish() -> ProgramRequest {
    var outputs: [(name: String, value: Value)] = [("constant", graph.constant(3, [2])), ("old", pool[0])]
    for i in 0..<4 { outputs.append(("y\(i)", any())) }
    outputs.append(("alias", graph.reshape(pool[pool.count - 1], [graph.shape(pool[pool.count - 1]).count])))
    let updates = [0, 1, 3, 5].map { i in
      let old = pool[i]
      let step = any(like: graph.shape(old))
      let moved = draws.integer(in: 0...2) == 0 ? step : graph.subtract(old, graph.multiply(step, 0.5))
      return (slot: "p\(i)", value: moved)
    }
    return ProgramRequest(name: "random", graph: graph, outputs: outputs, updates: updates)
  }
}
