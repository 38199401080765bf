import Constructs
import Grammar
import TensorGraph
import Testing

/// Values of which only a part is read are computed in part: the same numbers from less work.
@Suite struct ReadPartsTests {
  private static func table(_ shape: Shape, _ salt: Int) -> ReferenceTensor {
    ReferenceTensor(shape, (0..<shape.count).map { Double(($0 * 37 + salt * 11) % 17 - 8) / 9 })
  }

  static let stacks = [
    "{block: {attention: {heads: 1, key_units: 4, causal: true, bias: false, residual: true, norm: post}}, last: select_last}",
    "{block: {attention: {heads: 2, key_units: 4, residual: true, norm: pre}}, last: select_last}",
    "{block: {feed_forward: {units: 5, residual: true, norm: post}}, norm: layer_norm, last: select_last}",
    "{blocks: {repeat: {times: 2, layers: {a: {attention: {heads: 2, key_units: 2, causal: true, residual: true, norm: pre}}, "
      + "f: {feed_forward: {units: 5, activation: tanh, residual: true, norm: pre}}}}}, norm: layer_norm, last: select_last}",
    "{mix: {dense: {units: 4, activation: tanh}}, last: select_last}",
  ]

  /// The layers on (2 samples, 5 places, 3 units), with a loss of what comes out.
  private static func graph(_ stack: String) throws -> (graph: TensorGraph, roots: [Value], sources: [String: ReferenceTensor]) {
    let layer = try #require(component(Layers.family, "{repeat: {times: 1, layers: \(stack)}}"))
    var graph = TensorGraph()
    let x = graph.parameter("x", [2, 5, 3])
    let declared = layer.parameters(for: [5, 3])
    let parameters = declared.map { graph.parameter($0.name, $0.shape) }
    let y = layer.apply(&graph, x, parameters)
    let loss = graph.sum(graph.multiply(graph.constant(table(graph.shape(y), 9).values, graph.shape(y)), graph.unary(.sin, y)))
    var sources = ["x": table([2, 5, 3], 7)]
    for (number, parameter) in declared.enumerated() { sources[parameter.name] = table(parameter.shape, number) }
    return (graph, [loss, y, x] + parameters, sources)
  }

  private static func products(_ graph: TensorGraph) -> Int {
    graph.vertices.reduce(0) { sum, vertex in
      guard case .matmul(let product) = vertex.operation else { return sum }
      let a = graph.shape(vertex.operands[0])
      return sum + vertex.shape.count * a[a.rank - (product.transposeA ? 2 : 1)]
    }
  }

  @Test(arguments: stacks) func `the last place alone has the same values to the bit and the same gradients`(_ stack: String) throws {
    let (whole, roots, sources) = try Self.graph(stack)
    let part = whole.readingParts(keeping: roots)
    #expect(Self.products(part.graph) < Self.products(whole))
    #expect(whole.evaluate(roots, sources).map(\.values) == part.graph.evaluate(part.roots, sources).map(\.values))
    var (all, some) = (whole, part.graph)
    let expected = all.gradients(of: roots[0], withRespectTo: Array(roots.dropFirst(2)))
    let found = some.gradients(of: part.roots[0], withRespectTo: Array(part.roots.dropFirst(2)))
    #expect(Self.products(some) < Self.products(all))
    for (a, b) in zip(all.evaluate(expected, sources), some.evaluate(found, sources)) {
      for (x, y) in zip(a.values, b.values) { #expect(abs(x - y) <= 1e-12 * Swift.max(1, abs(x))) }
    }
  }

  @Test func `what is read whole is computed whole`() throws {
    let (graph, read, sources) = try Self.graph(Self.stacks[2])
    let whole = graph.values.last { graph.shape($0) == [2, 5, 3] }
    let roots = read + [try #require(whole)]
    let part = graph.readingParts(keeping: roots)
    #expect(Self.products(part.graph) == Self.products(graph))
    #expect(graph.evaluate(roots, sources).map(\.values) == part.graph.evaluate(part.roots, sources).map(\.values))
  }

  @Test func `two different parts of one value are parts of the whole`() {
    var graph = TensorGraph()
    let x = graph.parameter("x", [2, 4])
    let y = graph.unary(.tanh, x)
    let roots = [graph.slice(y, axis: 1, 0..<1), graph.slice(y, axis: 1, 3..<4)]
    let part = graph.readingParts(keeping: roots)
    #expect(part.graph.vertices == graph.vertices)
  }
}
