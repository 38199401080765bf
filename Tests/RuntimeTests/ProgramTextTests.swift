import Runtime
import TensorGraph
import Testing

@Suite struct ProgramTextTests {
  private func lines(_ request: ProgramRequest) -> [String] {
    Plan(request, .float32).programs[0].text.split(separator: "\n").map(String.init)
  }

  /// The opcodes in order.
  private func opcodes(_ request: ProgramRequest) -> [String] {
    Plan(request, .float32).programs[0].instructions.map(\.opcode.name)
  }

  @Test func `bias and activation are one pass`() {
    var graph = TensorGraph()
    let x = graph.input("x", [4, 30])
    let product = graph.matmul(x, graph.parameter("w", [5, 30]), transposeB: true)
    let biased = graph.add(product, graph.broadcast(graph.parameter("b", [5]), to: [4, 5], newAxes: [0]))
    let y = graph.unary(.relu, biased)
    #expect(
      lines(ProgramRequest(name: "p", graph: graph, outputs: [("y", y)])) == [
        "0 gemm: %2 = matmul(%0, %1; transpose_b) [4, 5]",
        "1 elementwise: keep %6 of 20: %5 = add(%2, b[i/1%5]); %6 = relu(%5)",
        "output y [4, 5]",
      ])
  }

  @Test func `an Adam update is one pass in place`() {
    var step = TrainingStep()
    let w = step.parameter("w", [6])
    let product = step.graph.matmul(step.input("x", [4, 6]), step.graph.reshape(w, [6, 1]))
    step.minimize(step.graph.sum(step.graph.square(product)), adam: true)
    let updates = lines(step.request).filter { $0.contains("keep w, w.first, w.second of 6") }
    #expect(updates.count == 1)
  }

  @Test func `an activation's slope is computed where it is used, not stored`() {
    let request = TrainingStep.convolutional(batch: 128).request
    let text = lines(request)
    #expect(text.filter { $0.contains("step(") }.allSatisfy { $0.contains("multiply(") })
  }

  @Test func `the largest tensor of a small convolutional network never reaches memory`() {
    let request = TrainingStep.convolutional(batch: 128).request
    let plan = Plan(request, .float32)
    let largest = 128 * 32 * 28 * 28 * 4
    for instruction in plan.programs[0].instructions {
      let ranges = InstructionRanges(instruction, plan, width: 4)
      #expect((ranges.reads + ranges.writes).allSatisfy { $0.count < largest })
    }
    #expect(opcodes(request).filter { $0.hasPrefix("conv") } == ["conv2d_pool", "conv2d_pool_weight_adjoint"])
    #expect(plan.programs[0].extents.allSatisfy { $0.bytes < largest })
  }

  @Test func `a hidden layer of few inputs and the readout of it are one pass`() {
    let text = lines(TrainingStep.twoLayer(samples: 40, units: 500).request)
    #expect(
      text.first
        == "0 sheet in 3: 40 x 500, keep %10, %13: %7 = multiply(x[i/500%40], hidden.weight[i/1%500]); "
        + "%9 = add(%7, hidden.bias[i/1%500]); %10 = tanh(%9); %13 = matmul(%10, %11; transpose_b) [40, 1]")
  }

  @Test func `the gradients of a hidden layer and the updates of it are one pass`() {
    let updates = lines(TrainingStep.twoLayer(samples: 40, units: 500).request).filter { $0.contains("; then ") }
    #expect(updates.count == 1)
    for name in ["hidden.weight", "hidden.bias", "readout.weight"] {
      #expect(updates.first?.contains("; \(name) = ") == true)
    }
    #expect(updates.first?.contains("keep") == false)
  }

  @Test func `a layer that needs all of its input does not join the pass that makes it`() {
    var graph = TensorGraph()
    let x = graph.unary(.exp, graph.input("x", [4, 3]))
    let total = graph.broadcast(graph.sum(x, axes: [1]), to: [4, 3], newAxes: [1])
    let y = graph.divide(x, total)
    #expect(opcodes(ProgramRequest(name: "p", graph: graph, outputs: [("y", y)])) == [
      "elementwise", "reduce_sum", "elementwise",
    ])
  }

  @Test func `tensors that trade places are copied first`() {
    var graph = TensorGraph()
    let a = graph.parameter("a", [100])
    let b = graph.parameter("b", [100])
    let request = ProgramRequest(name: "swap", graph: graph, updates: [("a", b), ("b", a)])
    #expect(request.firstDifference(.float64, request.randomSources(seed: 1), within: 0) == nil)
  }

  @Test func `transposes fold into the product, reshapes and leading slices into addresses`() {
    var graph = TensorGraph()
    let x = graph.input("x", [6, 4])
    let first = graph.slice(x, axis: 0, 2..<4)
    let y = graph.matmul(graph.transpose(first), graph.reshape(graph.parameter("w", [3, 4]), [2, 6]))
    #expect(opcodes(ProgramRequest(name: "p", graph: graph, outputs: [("y", y)])) == ["gemm"])
  }

  @Test func `equal requests have equal programs`() {
    let one = lines(TrainingStep.convolutional(batch: 8, side: 12, channels: 4, units: 16).request)
    let two = lines(TrainingStep.convolutional(batch: 8, side: 12, channels: 4, units: 16).request)
    #expect(one == two)
  }
}
