import TensorGraph

/// One application of a primitive to small operands, for the laws that hold for all of them.
package struct PrimitiveSample: Sendable, CustomStringConvertible {
  /// The primitive exercised.
  package let name: String
  /// The differentiable operands: shapes, and the interval their values are drawn from.
  package let shapes: [Shape]
  /// The interval that operands are drawn from.
  package private(set) var domain: ClosedRange<Double> = -1...1
  /// Applies the primitive.
  package let build: @Sendable (_ graph: inout TensorGraph, _ operands: [Value]) -> Value

  /// The name of the primitive.
  package var description: String { name }

  /// Every primitive at least once.
  package static let all: [PrimitiveSample] =
    sources + arithmetic + functions + products + reductions + layout + windows + rows

  private static let sources: [PrimitiveSample] = [
    PrimitiveSample(name: "input", shapes: [[3]]) { $0.add($1[0], $0.input("side", [3])) },
    PrimitiveSample(name: "parameter", shapes: [[3]]) { $0.multiply($1[0], $0.parameter("side", [3])) },
    PrimitiveSample(name: "constant", shapes: [[3]]) { $0.multiply($1[0], $0.constant([1, -2, 3], [3])) },
  ]

  private static let arithmetic: [PrimitiveSample] = [
    PrimitiveSample(name: "add", shapes: [[2, 3], [2, 3]]) { $0.add($1[0], $1[1]) },
    PrimitiveSample(name: "add", shapes: [[2, 3], []]) { $0.add($1[0], $1[1]) },
    PrimitiveSample(name: "subtract", shapes: [[], [2, 3]]) { $0.subtract($1[0], $1[1]) },
    PrimitiveSample(name: "multiply", shapes: [[2, 3], [2, 3]]) { $0.multiply($1[0], $1[1]) },
    PrimitiveSample(name: "multiply", shapes: [[4]]) { $0.multiply($1[0], $1[0]) },
    PrimitiveSample(name: "divide", shapes: [[2, 3], [2, 3]], domain: 0.5...2) { $0.divide($1[0], $1[1]) },
  ]

  /// Away from kinks and poles, on both sides of 0 where the function has them.
  private static let functions: [PrimitiveSample] = Unary.allCases.flatMap { f in
    let positive = PrimitiveSample(name: f.rawValue, shapes: [[2, 3]], domain: 0.5...2) { $0.unary(f, $1[0]) }
    let negative = PrimitiveSample(name: f.rawValue, shapes: [[2, 3]], domain: -2 ... -0.5) { $0.unary(f, $1[0]) }
    return [.log, .sqrt].contains(f) ? [positive] : [positive, negative]
  }

  private static let products: [PrimitiveSample] = [
    PrimitiveSample(name: "matmul", shapes: [[2, 3], [3, 4]]) { $0.matmul($1[0], $1[1]) },
    PrimitiveSample(name: "matmul", shapes: [[3, 2], [3, 4]]) { $0.matmul($1[0], $1[1], transposeA: true) },
    PrimitiveSample(name: "matmul", shapes: [[2, 3], [4, 3]]) { $0.matmul($1[0], $1[1], transposeB: true) },
    PrimitiveSample(name: "matmul", shapes: [[3, 2], [4, 3]]) {
      $0.matmul($1[0], $1[1], transposeA: true, transposeB: true)
    },
    PrimitiveSample(name: "matmul", shapes: [[2, 3, 2], [2, 4, 3]]) {
      $0.matmul($1[0], $1[1], transposeA: true, transposeB: true)
    },
  ]

  private static let reductions: [PrimitiveSample] = [
    PrimitiveSample(name: "sum", shapes: [[2, 3, 4]]) { $0.sum($1[0], axes: [0, 2]) },
    PrimitiveSample(name: "sum", shapes: [[2, 3]]) { $0.sum($1[0]) },
    PrimitiveSample(name: "max", shapes: [[2, 5]]) { $0.max($1[0], axes: [1]) },
    PrimitiveSample(name: "max", shapes: [[2, 3, 4]]) { $0.max($1[0], axes: [0, 2]) },
    PrimitiveSample(name: "argmax_mask", shapes: [[3, 4]]) { $0.multiply($1[0], $0.argmaxMask($1[0], axis: 0)) },
  ]

  private static let layout: [PrimitiveSample] = [
    PrimitiveSample(name: "broadcast", shapes: [[3]]) { $0.broadcast($1[0], to: [2, 3, 4], newAxes: [0, 2]) },
    PrimitiveSample(name: "reshape", shapes: [[2, 6]]) { $0.reshape($1[0], [3, 4]) },
    PrimitiveSample(name: "permute", shapes: [[2, 3, 4]]) { $0.permute($1[0], [2, 0, 1]) },
    PrimitiveSample(name: "slice", shapes: [[4, 5]]) { $0.slice($1[0], lower: [1, 0], upper: [3, 4]) },
    PrimitiveSample(name: "pad", shapes: [[2, 2]]) { $0.pad($1[0], low: [1, 0], high: [0, 2]) },
    PrimitiveSample(name: "concat", shapes: [[2, 1], [2, 3], [2, 2]]) { $0.concat($1, axis: 1) },
    PrimitiveSample(name: "detach", shapes: [[3], [3]]) {
      $0.add($1[0], $0.detach($0.sum($0.input("side", [3, 2]), axes: [1])))
    },
  ]

  private static let windows: [PrimitiveSample] = windowCases.flatMap { (window: Window2D) -> [PrimitiveSample] in
    let image: Shape = [2, 2, 5, 4]
    let weight: Shape = [3, 2, window.kernelHeight, window.kernelWidth]
    let (p, q) = (window.outputHeight(5), window.outputWidth(4))
    let result: Shape = [2, 3, p, q]
    let pooled: Shape = [2, 2, p, q]
    return [
      PrimitiveSample(name: "conv2d", shapes: [image, weight]) { $0.conv2d($1[0], $1[1], window) },
      PrimitiveSample(name: "conv2d_input_adjoint", shapes: [result, weight]) {
        $0.conv2dInputAdjoint($1[0], $1[1], window, inputShape: image)
      },
      PrimitiveSample(name: "conv2d_weight_adjoint", shapes: [result, image]) {
        $0.conv2dWeightAdjoint($1[0], $1[1], window, weightShape: weight)
      },
      PrimitiveSample(name: "pool_select", shapes: [image]) { $0.maxPool($1[0], window) },
      PrimitiveSample(name: "pool_select", shapes: [image, image]) { $0.poolSelect($1[0], at: $1[1], window) },
      PrimitiveSample(name: "pool_scatter", shapes: [pooled, image]) { $0.poolScatter($1[0], at: $1[1], window) },
      PrimitiveSample(name: "sum_pool", shapes: [image]) { $0.sumPool2d($1[0], window) },
      PrimitiveSample(name: "sum_pool_adjoint", shapes: [pooled]) {
        $0.sumPool2dAdjoint($1[0], window, inputShape: image)
      },
    ]
  }

  private static let windowCases = [
    Window2D(kernel: 2, stride: 2),
    Window2D(
      kernelHeight: 3, kernelWidth: 2, strideHeight: 2, strideWidth: 1,
      paddingTop: 1, paddingBottom: 2, paddingLeft: 0, paddingRight: 1),
  ]

  private static let rows: [PrimitiveSample] = [
    PrimitiveSample(name: "gather", shapes: [[4, 3]]) { $0.gather($1[0], $0.indexInput("rows", [2, 3])) },
    PrimitiveSample(name: "gather", shapes: [[4, 3]]) { $0.gather($1[0], $0.constant([3, 0, 1, 3], [2, 2])) },
    PrimitiveSample(name: "scatter_add", shapes: [[2, 2, 3]]) { $0.scatterAdd($1[0], $0.constant([3, 0, 1, 3], [2, 2]), rows: 4) },
    PrimitiveSample(name: "scatter_add", shapes: [[2, 3, 2]]) {
      $0.scatterAdd($1[0], $0.indexInput("rows", [2, 3]), rows: 4)
    },
  ]

  /// A tensor for each source of the graph: operands `x0`, `x1` … from the domain, `rows` row numbers with repeats.
  package func sources(_ graph: TensorGraph, seed: UInt64) -> [String: ReferenceTensor] {
    var draws = Draws(seed: seed)
    var sources: [String: ReferenceTensor] = [:]
    for vertex in graph.vertices {
      guard let name = vertex.operation.sourceName else { continue }
      sources[name] =
        vertex.element == .index
        ? ReferenceTensor(vertex.shape, (0..<vertex.shape.count).map { _ in Double(draws.integer(in: 0...3)) })
        : draws.tensor(vertex.shape, in: domain)
    }
    return sources
  }
}
