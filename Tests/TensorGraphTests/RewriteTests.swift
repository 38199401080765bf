import GraphSamples
import TensorGraph
import Testing

@Suite struct RewriteTests {
  @Test(arguments: RewriteSample.all)
  func `each rule keeps the values of the graph and leaves what it says`(_ sample: RewriteSample) {
    check(sample, RewriteRule.final)
  }

  @Test(arguments: RewriteSample.lowering)
  func `each lowering rule keeps the values of the graph and leaves what it says`(_ sample: RewriteSample) {
    check(sample, RewriteRule.lowering)
  }

  private func check(_ sample: RewriteSample, _ rules: [RewriteRule]) {
    for seed in 0..<5 as Range<UInt64> {
      var graph = TensorGraph()
      var draws = Draws(seed: seed)
      let root = sample.build(&graph, &draws)
      let rewritten = graph.simplified(keeping: [root], rules: rules)
      let names = rewritten.graph.vertices.map { $0.operation.primitive }.filter { $0.group != .source }.map(\.name)
      #expect(names == sample.remains)
      graph.expectEqual([root], rewritten, seed: seed)
    }
  }

  @Test func `every rule has a sample`() {
    let sampled = Set((RewriteSample.all + RewriteSample.lowering).map(\.rule))
    for rule in RewriteRule.final + RewriteRule.lowering { #expect(sampled.contains(rule.name), "\(rule.name)") }
  }

  @Test(arguments: 0..<16 as Range<UInt64>)
  func `a simplified model has the same loss, gradients and curvature`(_ seed: UInt64) {
    var model = RandomModel(seed: seed, smooth: seed % 4 < 2)
    var draws = Draws(seed: seed)
    let directional = model.directionalSlope(&draws)
    let roots = model.extend { graph, model in
      let parameters = model.parameters.map(\.value)
      return [model.loss] + graph.gradients(of: model.loss, withRespectTo: parameters)
        + graph.gradients(of: directional, withRespectTo: parameters)
    }
    let rewritten = model.graph.simplified(keeping: roots, rules: RewriteRule.final)
    #expect(rewritten.graph.vertices.count < model.graph.vertices.count)
    model.graph.expectEqual(roots, rewritten, seed: seed)
  }

  @Test func `simplifying twice changes nothing more`() {
    for seed in 0..<8 as Range<UInt64> {
      var model = RandomModel(seed: seed, smooth: false)
      let roots = model.extend { $0.gradients(of: $1.loss, withRespectTo: $1.parameters.map(\.value)) }
      let once = model.graph.simplified(keeping: roots)
      let twice = once.graph.simplified(keeping: once.roots)
      #expect(once.graph.description == twice.graph.description)
    }
  }

  @Test func `equal vertices are shared and unneeded ones dropped`() {
    var graph = TensorGraph()
    let x = graph.input("x", [3])
    let a = graph.unary(.exp, x)
    let b = graph.unary(.exp, graph.input("x", [3]))
    _ = graph.unary(.sin, x)
    let root = graph.add(a, b)
    let simple = graph.simplified(keeping: [root])
    #expect(
      simple.graph.text(outputs: [("y", simple.roots[0])]) == """
        %0 = input(x) [3]
        %1 = exp(%0) [3]
        %2 = add(%1, %1) [3]
        y = %2

        """)
  }
}

extension TensorGraph {
  /// Records an issue where a root of the simplified graph differs from the same root of this one.
  func expectEqual(_ roots: [Value], _ simplified: (graph: TensorGraph, roots: [Value]), seed: UInt64) {
    var draws = Draws(seed: seed &+ 1000)
    var sources: [String: ReferenceTensor] = [:]
    for vertex in vertices {
      if let name = vertex.operation.sourceName, sources[name] == nil { sources[name] = draws.tensor(vertex.shape) }
    }
    let expected = evaluate(roots, sources)
    let found = simplified.graph.evaluate(simplified.roots, sources)
    for (a, b) in zip(expected, found) {
      #expect(a.shape == b.shape)
      let scale = a.values.reduce(1) { Swift.max($0, abs($1)) }
      #expect(zip(a.values, b.values).allSatisfy { abs($0 - $1) <= 1e-12 * scale })
    }
  }
}
