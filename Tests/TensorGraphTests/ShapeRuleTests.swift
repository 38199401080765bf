import TensorGraph
import Testing

@Suite struct ShapeRuleTests {
  /// An operation, as it is made for operands that fit, and operands that do not.
  struct Refusal: Sendable {
    let operands: [Shape]
    let sentence: String
    let fitting: @Sendable (_ graph: inout TensorGraph) -> Value

    init(_ operands: [Shape], _ sentence: String, _ fitting: @escaping @Sendable (inout TensorGraph) -> Value) {
      self.operands = operands
      self.sentence = sentence
      self.fitting = fitting
    }
  }

  static let window = Window2D(kernel: 3)

  static let refusals: [Refusal] = [
    Refusal([[2], [3]], "the shapes [2] and [3] differ.") { $0.add($0.constant(1), 2) },
    Refusal([[2]], "takes 2 operands, not 1.") { $0.add($0.constant(1), 2) },
    Refusal([[2, 3], [4, 5]], "the summed extents of [2, 3] and [4, 5] differ: 3 and 5.", product),
    Refusal([[2], [2]], "both factors are matrices or batches of matrices, not [2] and [2].", product),
    Refusal([[2, 3, 4], [3, 3, 4]], "the batches of [2, 3, 4] and [3, 3, 4] differ.", product),
    Refusal([[2, 3]], "the axes [2] are not ascending axes of [2, 3].") {
      $0.sum($0.constant(1, [1, 1, 1]), axes: [2])
    },
    Refusal([[2]], "[2] is not [2, 3] without the axes [0].") {
      $0.broadcast($0.constant(1, [3]), to: [2, 3], newAxes: [0])
    },
    Refusal([[2, 3]], "[2, 3] and [4] have different numbers of elements.") { $0.reshape($0.constant(1, [2, 2]), [4]) },
    Refusal([[2, 3, 4]], "[1, 0] is not an order of the axes of [2, 3, 4].") { $0.transpose($0.constant(1, [2, 3])) },
    Refusal([[4]], "1..<5 is not a box inside [4].") { $0.slice($0.constant(1, [5]), axis: 0, 1..<5) },
    Refusal([[4, 4]], "low [1] and high [0] do not name a margin for each axis of [4, 4].") {
      $0.pad($0.constant(1, [4]), low: [1], high: [0])
    },
    Refusal([], "there is nothing to lay together.") { $0.concat([$0.constant(1, [1])], axis: 0) },
    Refusal([[2, 3], [2, 4]], "[2, 3] and [2, 4] differ in more than axis 0.") {
      $0.concat([$0.constant(1, [1])], axis: 0)
    },
    Refusal([[1, 2, 5, 5], [4, 1, 3, 3]], "[4, 1, 3, 3] is not (out channels, 2, 3, 3).") {
      $0.conv2d($0.constant(1, [1, 1, 3, 3]), $0.constant(1, [1, 1, 3, 3]), window)
    },
    Refusal([[1, 2, 2, 5]], "a window of kernel 3x3, stride 1x1, padding 0 0 0 0 does not fit into [1, 2, 2, 5].") {
      $0.sumPool2d($0.constant(1, [1, 1, 3, 3]), window)
    },
    Refusal([[1, 1, 2, 2], [1, 1, 5, 5]], "the cotangent has shape [1, 1, 2, 2], not [1, 1, 3, 3].") {
      $0.poolScatter($0.constant(1, [1, 1, 1, 1]), at: $0.constant(1, [1, 1, 3, 3]), window)
    },
    Refusal([[2, 3], [4]], "operand 1 holds real elements, not index.") {
      $0.gather($0.constant(1, [2, 3]), $0.indexInput("rows", [4]))
    },
  ]

  static let product: @Sendable (inout TensorGraph) -> Value = {
    $0.matmul($0.constant(1, [2, 3]), $0.constant(1, [4, 3]), transposeB: true)
  }

  @Test(arguments: refusals.indices)
  func `operands that do not fit are refused with a sentence`(_ number: Int) {
    let refusal = ShapeRuleTests.refusals[number]
    var graph = TensorGraph()
    let fitting = refusal.fitting(&graph)
    let operands = refusal.operands.enumerated().map { graph.input("x\($0)", $1) }
    #expect(graph.problem(graph[fitting].operation, operands) == refusal.sentence)
  }

  @Test func `an operand must stand before the vertex that reads it`() {
    let graph = TensorGraph()
    let problem = graph.problem(.unary(.exp), [Value(index: 3)])
    #expect(problem == "operand %3 does not stand before the vertex that reads it.")
  }

  @Test func `one name stands for one source`() {
    var graph = TensorGraph()
    _ = graph.input("x", [2])
    _ = graph.input("x", [2])
    #expect(graph.faults().isEmpty)
    _ = graph.parameter("x", [2])
    #expect(graph.faults() == ["%2 = parameter: the name `x` already stands for %0."])
  }

  @Test func `a scalar is broadcast by arithmetic, other shapes are not`() async {
    var graph = TensorGraph()
    let y = graph.add(graph.input("x", [2, 3]), graph.input("s", []))
    #expect(graph.shape(y) == [2, 3])
    await #expect(processExitsWith: .failure) {
      var graph = TensorGraph()
      _ = graph.add(graph.input("x", [2, 3]), graph.input("y", [3]))
    }
  }

  @Test func `window positions follow from kernel, stride and padding`() {
    let window = Window2D(kernelHeight: 3, kernelWidth: 2, strideHeight: 2, paddingTop: 1, paddingBottom: 2)
    #expect(window.outputHeight(7) == 4 && window.outputWidth(7) == 6)
    #expect(window.outputHeight(1) == 1 && window.outputWidth(1) == 0)
    #expect(window.rows(0, in: 7) == 0..<2 && window.rows(3, in: 7) == 5..<7)
  }

  @Test func `reduced axes that lie side by side make three extents`() {
    #expect(ReductionExtents([2, 3, 4, 5], axes: [1, 2]).map { [$0.outer, $0.reduced, $0.inner] } == [2, 12, 5])
    #expect(ReductionExtents([2, 1, 4], axes: [0, 2]).map { [$0.outer, $0.reduced, $0.inner] } == [1, 8, 1])
    #expect(ReductionExtents([2, 3, 4], axes: [0, 2]) == nil)
    #expect(ReductionExtents([2, 3], axes: []).map { [$0.outer, $0.reduced, $0.inner] } == [6, 1, 1])
  }
}
