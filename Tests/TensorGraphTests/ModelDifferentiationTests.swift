import GraphSamples
import TensorGraph
import Testing

@Suite struct ModelDifferentiationTests {
  @Test(arguments: 0..<12 as Range<UInt64>)
  func `the gradient of a whole model agrees with finite differences`(_ seed: UInt64) {
    let model = RandomModel(seed: seed, smooth: false)
    let check = FiniteDifferences(graph: model.graph, sources: model.sources)
    #expect(check.worstError(of: model.loss, withRespectTo: model.parameters) <= 1e-7)
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func `the Hessian of a whole model along a random direction agrees with finite differences`(_ seed: UInt64) {
    var model = RandomModel(seed: seed, smooth: true)
    var draws = Draws(seed: seed + 100)
    let directional = model.directionalSlope(&draws)
    let check = FiniteDifferences(graph: model.graph, sources: model.sources)
    #expect(check.worstError(of: directional, withRespectTo: model.parameters) <= 1e-7)
  }

  @Test func `the cross entropy of huge logits is finite and right`() {
    var graph = TensorGraph()
    let logits = graph.parameter("logits", [2, 2])
    let targets = graph.constant([1, 0, 0, 1], [2, 2])
    let loss = graph.softmaxCrossEntropy(logits, targets: targets)
    let slope = graph.gradients(of: graph.sum(loss), withRespectTo: [logits])[0]
    let results = graph.evaluate([loss, slope], ["logits": ReferenceTensor([2, 2], [1000, 0, 1000, 0])])
    #expect(results[0].values == [0, 1000])
    #expect(results[1].values == [0, 0, 1, -1])
  }

  @Test func `softmax rows sum to one`() {
    var graph = TensorGraph()
    let y = graph.softmax(graph.constant([1, 2, 3, -1, 0, 800], [2, 3]))
    let rows = graph.sum(y, axes: [1])
    let sums = graph.evaluate([rows], [:])[0].values
    #expect(sums.allSatisfy { abs($0 - 1) < 1e-15 })
  }
}
