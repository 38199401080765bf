import TensorGraph

/// A small random network with a scalar loss: what training programs look like.
package struct RandomModel {
  /// The network up to its loss.
  package private(set) var graph = TensorGraph()
  /// What is trained.
  package private(set) var parameters: [(name: String, value: Value)] = []
  /// A scalar.
  package private(set) var loss = Value(index: 0)
  /// A tensor for every input and parameter.
  package private(set) var sources: [String: ReferenceTensor] = [:]
  private var draws: Draws

  /// `smooth`: without kinks, where second differences are asked for.
  package init(seed: UInt64, smooth: Bool) {
    draws = Draws(seed: seed)
    let samples = draws.integer(in: 2...3)
    var x: Value
    if seed % 2 == 0 {
      x = input("x", [samples, 2, 6, 5])
      x = convolution(x, smooth: smooth)
    } else {
      x = input("x", [samples, 4])
    }
    for layer in 0..<draws.integer(in: 1...2) { x = dense(x, units: draws.integer(in: 2...4), "dense\(layer)", smooth) }
    loss = classify(dense(x, units: 3, "readout", nil), samples)
  }

  /// Adds to the model's graph.
  package mutating func extend<Result>(_ body: (inout TensorGraph, RandomModel) -> Result) -> Result {
    var extended = graph
    defer { graph = extended }
    return body(&extended, self)
  }

  private mutating func input(_ name: String, _ shape: Shape) -> Value {
    sources[name] = draws.tensor(shape)
    return graph.input(name, shape)
  }

  private mutating func parameter(_ name: String, _ shape: Shape) -> Value {
    sources[name] = draws.tensor(shape)
    let value = graph.parameter(name, shape)
    parameters.append((name, value))
    return value
  }

  private mutating func activation(_ x: Value, _ smooth: Bool) -> Value {
    let choices: [Unary] = smooth ? [.tanh, .sigmoid, .softplus, .erf] : [.tanh, .relu, .softplus, .relu]
    return graph.unary(choices[draws.integer(in: 0...3)], x)
  }

  private mutating func dense(_ x: Value, units: Int, _ name: String, _ smooth: Bool?) -> Value {
    let weight = parameter("\(name).weight", [units, graph.shape(x)[1]])
    let bias = parameter("\(name).bias", [units])
    let product = graph.matmul(x, weight, transposeB: true)
    let sum = graph.add(product, graph.broadcast(bias, to: graph.shape(product), newAxes: [0]))
    return smooth.map { activation(sum, $0) } ?? sum
  }

  private mutating func convolution(_ x: Value, smooth: Bool) -> Value {
    let weight = parameter("conv.weight", [3, 2, 3, 3])
    let bias = parameter("conv.bias", [3])
    let product = graph.conv2d(x, weight, Window2D(kernel: 3, stride: 1, padding: draws.integer(in: 0...1)))
    let shape = graph.shape(product)
    let sum = graph.add(product, graph.broadcast(bias, to: shape, newAxes: [0, 2, 3]))
    let active = activation(sum, smooth)
    let window = Window2D(kernel: 2, stride: 2)
    let pooled = draws.integer(in: 0...1) == 0 ? graph.maxPool(active, window) : graph.sumPool2d(active, window)
    return graph.reshape(pooled, [shape[0], graph.shape(pooled).count / shape[0]])
  }

  private mutating func classify(_ logits: Value, _ samples: Int) -> Value {
    var targets = ReferenceTensor([samples, 3])
    for i in 0..<samples { targets[[i, draws.integer(in: 0...2)]] = 1 }
    sources["targets"] = targets
    return graph.mean(graph.softmaxCrossEntropy(logits, targets: graph.input("targets", [samples, 3])))
  }
}
