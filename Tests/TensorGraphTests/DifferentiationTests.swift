import GraphSamples
import TensorGraph
import Testing

@Suite struct DifferentiationTests {
  @Test(arguments: PrimitiveSample.all)
  func `each derivative rule agrees with finite differences, first and second order`(_ sample: PrimitiveSample) {
    var graph = TensorGraph()
    let xs = sample.shapes.enumerated().map { (name: "x\($0)", value: graph.parameter("x\($0)", $1)) }
    let result = sample.build(&graph, xs.map(\.value))
    var draws = Draws(seed: 7)
    // The square makes the second derivative of linear primitives different from zero.
    let first = graph.randomFunctional(of: graph.add(graph.square(result), result), &draws)
    let second = graph.randomFunctional(of: graph.gradients(of: first, withRespectTo: xs.map(\.value)), &draws)
    let check = FiniteDifferences(graph: graph, sources: sample.sources(graph, seed: 3))
    #expect(graph.faults().isEmpty)
    #expect(check.worstError(of: first, withRespectTo: xs) <= 1e-7)
    #expect(check.worstError(of: second, withRespectTo: xs) <= 1e-7)
  }

  @Test func `every primitive has a sample, and every sample exercises its primitive`() {
    let sampled = Set(PrimitiveSample.all.map(\.name))
    for operation in Operation.catalogue {
      #expect(sampled.contains(operation.primitive.name), "\(operation.primitive.name) has no sample")
    }
    for sample in PrimitiveSample.all {
      var graph = TensorGraph()
      let xs = sample.shapes.enumerated().map { graph.parameter("x\($0)", $1) }
      _ = sample.build(&graph, xs)
      #expect(graph.vertices.contains { $0.operation.primitive.name == sample.name }, "\(sample.name)")
    }
  }

  @Test func `names and summaries of primitives are well formed and distinct`() {
    let primitives = Operation.catalogue.map(\.primitive)
    #expect(Set(primitives.map(\.name)).count == primitives.count)
    for primitive in primitives {
      #expect(primitive.summary.hasSuffix("."), "\(primitive.name)")
      #expect(primitive.name.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "_" }, "\(primitive.name)")
    }
  }

  @Test func `the derivative of what does not depend on x is zero of the shape of x`() {
    var graph = TensorGraph()
    let x = graph.parameter("x", [2, 3])
    let y = graph.sum(graph.parameter("w", [4]))
    let late = graph.parameter("late", [5])
    let slopes = graph.gradients(of: y, withRespectTo: [x, late])
    let values = graph.evaluate(slopes, [:])
    #expect(values == [ReferenceTensor([2, 3]), ReferenceTensor([5])])
  }

  @Test func `values between y and the parameters have derivatives too, and y with respect to itself is 1`() {
    var graph = TensorGraph()
    let x = graph.parameter("x", [])
    let hidden = graph.multiply(x, 3)
    let y = graph.square(hidden)
    let slopes = graph.gradients(of: y, withRespectTo: [x, hidden, y])
    #expect(graph.evaluate(slopes, ["x": ReferenceTensor([], [2])]).map { $0.values[0] } == [36, 12, 1])
  }

  @Test func `a detached value has no derivative`() {
    var graph = TensorGraph()
    let x = graph.parameter("x", [])
    let y = graph.multiply(x, graph.detach(x))
    let slope = graph.gradients(of: y, withRespectTo: [x])
    #expect(graph.evaluate(slope, ["x": ReferenceTensor([], [5])])[0].values == [5])
  }

  @Test func `slopes at kinks are zero, and only the first maximum has one`() {
    var graph = TensorGraph()
    let x = graph.parameter("x", [3])
    let y = graph.add(
      graph.sum(graph.add(graph.unary(.relu, x), graph.unary(.abs, x))), graph.max(x, axes: [0]))
    let slope = graph.gradients(of: y, withRespectTo: [x])
    #expect(graph.evaluate(slope, ["x": ReferenceTensor([3])])[0].values == [1, 0, 0])
  }
}
