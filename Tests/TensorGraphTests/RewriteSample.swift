import GraphSamples
import TensorGraph
import Testing

/// A graph on which one rule applies, with dimensions drawn at random, and what is left of it.
struct RewriteSample: Sendable, CustomTestStringConvertible {
  let rule: String
  /// The names of the primitives that remain, in order, sources left out.
  let remains: [String]
  let build: @Sendable (_ graph: inout TensorGraph, _ draws: inout Draws) -> Value

  var testDescription: String { "\(rule) → \(remains.joined(separator: " "))" }

  init(
    _ rule: String, _ remains: [String],
    _ build: @escaping @Sendable (_ graph: inout TensorGraph, _ draws: inout Draws) -> Value
  ) {
    self.rule = rule
    self.remains = remains
    self.build = build
  }

  static let all: [RewriteSample] = elementwise + layout + reductions + pooling

  /// For the rules that bring a graph into the forms that kernels have.
  static let lowering: [RewriteSample] = [
    RewriteSample("split_reductions", ["sum", "sum"]) { graph, draws in
      graph.sum(graph.input("x", [2, 3, draws.integer(in: 2...4), 2]), axes: [0, 2, 3])
    },
    RewriteSample("split_reductions", ["max", "max"]) { graph, draws in
      graph.max(graph.input("x", [draws.integer(in: 2...4), 3, 2]), axes: [0, 2])
    },
    RewriteSample("gather_mask_axes", ["permute", "argmax_mask", "permute"]) { graph, draws in
      graph.argmaxMask(graph.input("x", [draws.integer(in: 2...4), 3, 2]), axes: [0, 2])
    },
    RewriteSample("outer_products", ["reshape", "broadcast", "broadcast", "multiply"]) { graph, draws in
      let n = draws.integer(in: 2...4)
      return graph.matmul(graph.input("x", [1, n]), graph.reshape(graph.input("y", [3]), [1, 3]), transposeA: true)
    },
  ]

  static let elementwise: [RewriteSample] = [
    RewriteSample("fold_constants", []) { graph, _ in graph.add(graph.constant(2), 3) },
    RewriteSample("fold_constants", []) { graph, _ in graph.sum(graph.reshape(graph.constant(-2, [3, 4]), [6, 2])) },
    RewriteSample("fold_constants", ["exp"]) { graph, _ in graph.unary(.exp, graph.unary(.abs, graph.constant(-2))) },
    RewriteSample("neutral_elements", ["negate"]) { graph, draws in
      let x = graph.matrix("x", &draws)
      return graph.divide(graph.multiply(graph.add(graph.subtract(0, graph.add(x, 0)), 0), 1), 1)
    },
    RewriteSample("neutral_elements", []) { graph, draws in graph.multiply(graph.matrix("x", &draws), 0) },
    RewriteSample("neutral_elements", []) { graph, draws in
      graph.multiply(graph.divide(graph.matrix("x", &draws), -1), -1)
    },
    RewriteSample("negations", ["subtract", "add"]) { graph, draws in
      let x = graph.matrix("x", &draws)
      let y = graph.input("y", graph.shape(x))
      let difference = graph.add(graph.unary(.negate, x), y)
      return graph.subtract(difference, graph.unary(.negate, graph.unary(.negate, graph.unary(.negate, y))))
    },
    RewriteSample("negations", ["subtract", "multiply"]) { graph, draws in
      let x = graph.matrix("x", &draws)
      let y = graph.input("y", graph.shape(x))
      return graph.multiply(graph.unary(.negate, graph.subtract(x, y)), y)
    },
    RewriteSample("forget_detach", ["tanh"]) { graph, draws in
      graph.detach(graph.unary(.tanh, graph.detach(graph.matrix("x", &draws))))
    },
  ]

  static let layout: [RewriteSample] = [
    RewriteSample("merge_reshapes", []) { graph, draws in
      let x = graph.matrix("x", &draws)
      return graph.reshape(graph.reshape(x, [graph.shape(x).count]), graph.shape(x))
    },
    RewriteSample("merge_permutes", []) { graph, draws in
      graph.transpose(graph.transpose(graph.matrix("x", &draws)))
    },
    RewriteSample("merge_permutes", ["reshape"]) { graph, draws in
      let x = graph.matrix("x", &draws)
      return graph.permute(graph.reshape(x, Shape([1] + graph.shape(x).dimensions)), [1, 0, 2])
    },
    RewriteSample("fold_transposes", ["matmul"]) { graph, draws in
      let x = graph.matrix("x", &draws)
      let w = graph.input("w", [draws.integer(in: 1...4), graph.shape(x)[1]])
      return graph.transpose(graph.matmul(x, graph.transpose(w)))
    },
    RewriteSample("fold_transposes", ["matmul"]) { graph, draws in
      let x = graph.matrix("x", &draws)
      return graph.matmul(graph.transpose(x), graph.transpose(x), transposeB: true)
    },
    RewriteSample("fold_transposes", ["matmul"]) { graph, draws in
      let b = draws.integer(in: 1...3)
      let x = graph.input("x", [b, 2, draws.integer(in: 2...4)])
      return graph.transpose(graph.matmul(graph.transpose(x), x, transposeA: true, transposeB: true))
    },
    RewriteSample("merge_broadcasts", ["broadcast"]) { graph, draws in
      let n = draws.integer(in: 2...4)
      let column = graph.broadcast(graph.input("x", [n]), to: [n, 3], newAxes: [1])
      return graph.broadcast(column, to: [2, n, 5, 3], newAxes: [0, 2])
    },
    RewriteSample("hoist_broadcasts", ["exp", "multiply", "broadcast"]) { graph, draws in
      let n = draws.integer(in: 2...4)
      let row = graph.broadcast(graph.input("x", [n]), to: [3, n], newAxes: [0])
      return graph.multiply(graph.unary(.exp, row), 3)
    },
    RewriteSample("hoist_broadcasts", ["broadcast", "add", "broadcast"]) { graph, draws in
      let n = draws.integer(in: 2...4)
      let row = graph.broadcast(graph.input("x", [n]), to: [3, n], newAxes: [0])
      return graph.add(graph.input("scale", []), row)
    },
    RewriteSample("merge_slices", ["slice"]) { graph, draws in
      let x = graph.input("x", [draws.integer(in: 4...6), 3])
      return graph.slice(graph.slice(x, axis: 0, 1..<4), axis: 0, 1..<2)
    },
    RewriteSample("merge_slices", ["pad"]) { graph, draws in
      let x = graph.matrix("x", &draws)
      return graph.concat([graph.pad(graph.pad(x, low: [1, 0], high: [0, 2]), low: [0, 3], high: [1, 0])], axis: 0)
    },
    RewriteSample("slice_pieces", []) { graph, draws in
      let x = graph.matrix("x", &draws)
      let n = graph.shape(x)[1]
      return graph.slice(graph.concat([x, graph.input("y", graph.shape(x))], axis: 1), axis: 1, n..<2 * n)
    },
    RewriteSample("slice_pieces", ["slice"]) { graph, draws in
      let x = graph.matrix("x", &draws)
      return graph.slice(graph.pad(x, low: [2, 0], high: [0, 0]), axis: 0, 3..<4)
    },
    RewriteSample("slice_pieces", []) { graph, draws in
      graph.slice(graph.pad(graph.matrix("x", &draws), low: [2, 0], high: [0, 0]), axis: 0, 0..<2)
    },
  ]

  static let reductions: [RewriteSample] = [
    RewriteSample("merge_sums", ["sum"]) { graph, draws in
      let x = graph.input("x", [draws.integer(in: 2...3), 3, 4, 2])
      return graph.sum(graph.sum(x, axes: [1]), axes: [0, 2])
    },
    RewriteSample("merge_sums", ["reshape"]) { graph, draws in
      graph.sum(graph.input("x", [1, draws.integer(in: 2...4), 1]), axes: [0, 2])
    },
    RewriteSample("merge_sums", ["sum", "multiply"]) { graph, draws in
      let n = draws.integer(in: 2...4)
      return graph.sum(graph.broadcast(graph.input("x", [n]), to: [3, n, 2], newAxes: [0, 2]), axes: [0, 1, 2])
    },
    RewriteSample("pull_factors_out_of_sums", ["sum", "multiply", "negate"]) { graph, draws in
      let x = graph.matrix("x", &draws)
      let scale = graph.broadcast(graph.input("s", [graph.shape(x)[1]]), to: graph.shape(x), newAxes: [0])
      return graph.sum(graph.unary(.negate, graph.multiply(x, scale)), axes: [0])
    },
    RewriteSample("pull_factors_out_of_sums", ["sum", "divide"]) { graph, draws in
      graph.sum(graph.divide(graph.matrix("x", &draws), 3))
    },
  ]

  static let pooling: [RewriteSample] = [
    RewriteSample("select_later", ["pool_select", "broadcast", "add", "relu"]) { graph, draws in
      graph.maxPool(graph.unary(.relu, graph.biasedPlane(&draws)), Window2D(kernel: 2, stride: 2))
    },
    RewriteSample(
      "scatter_factors", ["pool_select", "broadcast", "add", "tanh", "multiply", "subtract", "multiply", "pool_scatter"]
    ) { graph, draws in
      graph.pooledSlope(.tanh, &draws)
    },
    RewriteSample(
      "scatter_at_source", ["pool_select", "broadcast", "add", "relu", "step", "multiply", "pool_scatter"]
    ) { graph, draws in
      graph.pooledSlope(.relu, &draws)
    },
    RewriteSample("sum_of_scatter", ["sum"]) { graph, draws in
      let x = graph.input("x", [2, draws.integer(in: 1...3), 4, 4])
      let g = graph.input("g", [2, graph.shape(x)[1], 2, 2])
      return graph.sum(graph.poolScatter(g, at: x, Window2D(kernel: 2, stride: 2)), axes: [0, 2, 3])
    },
  ]
}

extension TensorGraph {
  /// An input with random dimensions.
  fileprivate mutating func matrix(_ name: String, _ draws: inout Draws) -> Value {
    input(name, [draws.integer(in: 2...4), draws.integer(in: 2...4)])
  }

  /// A source image plus a bias for each channel.
  fileprivate mutating func biasedPlane(_ draws: inout Draws) -> Value {
    let channels = draws.integer(in: 1...3)
    let image = input("image", [2, channels, draws.integer(in: 4...5), 4])
    return add(image, broadcast(input("bias", [channels]), to: shape(image), newAxes: [0, 2, 3]))
  }

  /// The derivative, in the image, of max pooling after bias and activation.
  fileprivate mutating func pooledSlope(_ f: Unary, _ draws: inout Draws) -> Value {
    let biased = biasedPlane(&draws)
    let pooled = maxPool(unary(f, biased), Window2D(kernel: 2, stride: 2))
    return pullback(input("g", shape(pooled)), of: pooled, withRespectTo: [biased])[0]
  }
}
