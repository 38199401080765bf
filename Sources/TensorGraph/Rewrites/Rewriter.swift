import SourceDiagnostics

/// Rebuilds a graph vertex by vertex: rules first, then sharing of equal vertices.
struct Rewriter {
  private(set) var graph = TensorGraph()
  private let rules: [RewriteRule]
  private var known: [Application: Value] = [:]
  private var readers: [Value: Int] = [:]

  private struct Application: Hashable {
    let operation: Operation
    let operands: [Value]
  }

  init(rules: [RewriteRule]) { self.rules = rules }

  /// The value of `operation` on values of the new graph: a simpler one where a rule has one, an existing one where the
  /// same was asked before, else a new vertex.
  mutating func emit(_ operation: Operation, _ operands: [Value]) -> Value {
    let application = Application(operation: operation, operands: operands)
    if let value = known[application] { return value }
    var result: Value?
    for rule in rules {
      result = rule.apply(&self, operation, operands)
      if result != nil { break }
    }
    let value = result ?? graph.append(operation, operands)
    known[application] = value
    return value
  }

  /// Emits a vertex of the old graph, which so many vertices read there, under its own origin.
  mutating func emit(_ vertex: Vertex, _ operands: [Value], readers count: Int) -> Value {
    graph.origin = vertex.origin
    let value = emit(vertex.operation, operands)
    readers[value, default: 0] += count
    return value
  }

  /// Whether more than one vertex of the old graph read this value.
  func isShared(_ value: Value) -> Bool { readers[value, default: 0] > 1 }
}

extension Rewriter {
  func shape(_ value: Value) -> Shape { graph.shape(value) }

  func operation(_ value: Value) -> Operation { graph[value].operation }

  func operands(_ value: Value) -> [Value] { graph[value].operands }

  /// The number in every element, where the value is a constant with one.
  func splat(_ value: Value) -> Double? {
    if case .constant(let constant) = operation(value) { constant.splat } else { nil }
  }

  mutating func constant(_ value: Double, _ shape: Shape) -> Value {
    emit(.constant(Operation.Constant(values: [value], size: shape)), [])
  }

  mutating func reshape(_ x: Value, _ shape: Shape) -> Value { emit(.reshape(Operation.Reshape(size: shape)), [x]) }

  mutating func broadcast(_ x: Value, to shape: Shape, newAxes: [Int]) -> Value {
    emit(.broadcast(Operation.Broadcast(size: shape, newAxes: newAxes)), [x])
  }

  mutating func sum(_ x: Value, axes: [Int]) -> Value { emit(.sum(Operation.Sum(axes: axes)), [x]) }

  mutating func unary(_ f: Unary, _ x: Value) -> Value { emit(.unary(f), [x]) }

  mutating func arithmetic(_ operation: Operation.Arithmetic, _ a: Value, _ b: Value) -> Value {
    emit(.arithmetic(operation), [a, b])
  }
}

extension TensorGraph {
  /// An equivalent graph of the vertices that `roots` need, simplified by `rules` until nothing changes, with equal
  /// vertices shared.
  ///
  /// - Returns: the new graph, and the roots in it, in the order given.
  package func simplified(
    keeping roots: [Value], rules: [RewriteRule] = RewriteRule.all
  ) -> (graph: TensorGraph, roots: [Value]) {
    var current = (graph: self, roots: roots)
    // Each round shortens the graph or ends the loop; the bound only guards against rules that undo each other.
    for _ in 0..<32 {
      let next = current.graph.rebuilt(keeping: current.roots, rules: rules)
      let settled = next.graph.vertices == current.graph.vertices
      current = next
      if settled { break }
    }
    // Rules may have looked at values that nothing came to need.
    current = current.graph.rebuilt(keeping: current.roots, rules: [])
    current.graph.verify()
    return current
  }

  /// One round: live vertices only, each through the rules.
  private func rebuilt(keeping roots: [Value], rules: [RewriteRule]) -> (graph: TensorGraph, roots: [Value]) {
    var readers = [Int](repeating: 0, count: vertices.count)
    for root in roots { readers[root.index] += 1 }
    for index in vertices.indices.reversed() where readers[index] > 0 {
      for operand in vertices[index].operands { readers[operand.index] += 1 }
    }
    var rewriter = Rewriter(rules: rules)
    var renamed = [Value](repeating: Value(index: 0), count: vertices.count)
    for index in vertices.indices where readers[index] > 0 {
      let operands = vertices[index].operands.map { renamed[$0.index] }
      renamed[index] = rewriter.emit(vertices[index], operands, readers: readers[index])
    }
    return (rewriter.graph, roots.map { renamed[$0.index] })
  }
}
