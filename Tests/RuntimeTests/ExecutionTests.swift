import GraphSamples
import Runtime
import TensorGraph
import Testing

@Suite struct ExecutionTests {
  @Test(arguments: 0..<150 as Range<UInt64>)
  func `a planned random graph computes what the reference computes, in float64`(_ seed: UInt64) {
    let request = RandomGraph.request(seed: seed)
    #expect(request.firstDifference(.float64, request.randomSources(seed: seed), within: 1e-12) == nil)
  }

  @Test(arguments: 0..<150 as Range<UInt64>)
  func `a planned random graph computes what the reference computes, in float32`(_ seed: UInt64) {
    let request = RandomGraph.request(seed: seed, vertices: 12)
    #expect(request.firstDifference(.float32, request.randomSources(seed: seed), within: 2e-5) == nil)
  }

  @Test(arguments: PrimitiveSample.all)
  func `each primitive and its derivatives run as the reference says`(_ sample: PrimitiveSample) {
    var graph = TensorGraph()
    let xs = sample.shapes.enumerated().map { graph.parameter("x\($0)", $1) }
    let result = sample.build(&graph, xs)
    var draws = Draws(seed: 11)
    let scalar = graph.randomFunctional(of: graph.add(graph.square(result), result), &draws)
    let slopes = graph.gradients(of: scalar, withRespectTo: xs)
    let bends = graph.gradients(of: graph.randomFunctional(of: slopes, &draws), withRespectTo: xs)
    let outputs = ([result] + slopes + bends).enumerated().map { (name: "y\($0)", value: $1) }
    let request = ProgramRequest(name: sample.name, graph: graph, outputs: outputs)
    let sources = sample.sources(graph, seed: 5)
    #expect(request.firstDifference(.float64, sources, within: 1e-12) == nil)
    #expect(request.firstDifference(.float32, sources, within: 1e-5) == nil)
  }

  @Test(arguments: 0..<16 as Range<UInt64>)
  func `loss, gradients and curvature of a model run as the reference says`(_ seed: UInt64) {
    var model = RandomModel(seed: seed, smooth: seed % 4 < 2)
    var draws = Draws(seed: seed)
    let directional = model.directionalSlope(&draws)
    let values = model.extend { graph, model in
      let parameters = model.parameters.map(\.value)
      return [model.loss] + graph.gradients(of: model.loss, withRespectTo: parameters)
        + graph.gradients(of: directional, withRespectTo: parameters)
    }
    let outputs = values.enumerated().map { (name: "y\($0)", value: $1) }
    let request = ProgramRequest(name: "model", graph: model.graph, outputs: outputs)
    #expect(request.firstDifference(.float64, model.sources, within: 1e-11) == nil)
    #expect(request.firstDifference(.float32, model.sources, within: 1e-4) == nil)
  }

  @Test(arguments: Precision.allCases)
  func `training steps update weights and optimizer state in place as the reference says`(_ precision: Precision) {
    let convolutional = TrainingStep.convolutional(batch: 3, side: 8, channels: 4, units: 6).request
    let twoLayer = TrainingStep.twoLayer(samples: 9, units: 20).request
    for request in [convolutional, twoLayer] {
      let sources = request.randomSources(seed: 2, in: 0.1...0.9)
      let tolerance = precision == .float64 ? 1e-11 : 1e-4
      #expect(request.firstDifference(precision, sources, within: tolerance) == nil)
    }
  }

  @Test(arguments: 0..<40 as Range<UInt64>, Precision.allCases)
  func `a bound program computes the same bits as its instructions one by one`(_ seed: UInt64, _ precision: Precision) {
    let request = RandomGraph.request(seed: seed)
    let sources = request.randomSources(seed: seed)
    let bound = PlannedRun(request, precision, sources)
    let plain = PlannedRun(request, precision, sources, isBound: false)
    #expect(bound.resident == plain.resident && bound.outputs == plain.outputs)
  }

  @Test func `two threads compute the same bits as one`() {
    let request = TrainingStep.convolutional(batch: 16, side: 16, channels: 8, units: 32).request
    let sources = request.randomSources(seed: 4, in: 0.1...0.9)
    let one = PlannedRun(request, .float32, sources, threads: 1)
    let two = PlannedRun(request, .float32, sources, threads: 2)
    #expect(one.resident == two.resident && one.outputs == two.outputs)
  }

  @Test func `programs of one plan share the resident tensors and the constants`() {
    let train = TrainingStep.twoLayer(samples: 4, units: 3).request
    var graph = TensorGraph()
    let weight = graph.parameter("hidden.weight", [3, 1])
    let norm = graph.multiply(graph.sum(graph.square(weight)), graph.sum(graph.constant([1, 2, 3], [3])))
    let probe = ProgramRequest(name: "probe", graph: graph, outputs: [("norm", norm)])
    var layout = ResidentLayout(precision: .float64)
    layout.addSources(of: train.graph)
    layout.addSources(of: graph)
    let plan = Plan([train, probe], layout: layout)
    #expect(plan.program("probe")?.output("norm")?.shape == [])
    #expect(plan.layout.slots.count == layout.slots.count)
    let tables = plan.programs.flatMap(\.instructions).filter { $0.opcode == .elementwise }.map(\.table)
    #expect(Set(tables).count == tables.count)
  }
}
