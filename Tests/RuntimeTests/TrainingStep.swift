import Runtime
import TensorGraph

/// A training step as layers, losses and optimizers build it: forward, loss, gradients, Adam.
struct TrainingStep {
  var graph = TensorGraph()
  private var parameters: [(name: String, value: Value)] = []
  private(set) var outputs: [(name: String, value: Value)] = []
  private(set) var updates: [(slot: String, value: Value)] = []

  var request: ProgramRequest {
    ProgramRequest(name: "train", graph: graph, outputs: outputs, updates: updates)
  }

  mutating func input(_ name: String, _ shape: Shape) -> Value { graph.input(name, shape) }

  mutating func parameter(_ name: String, _ shape: Shape) -> Value {
    let value = graph.parameter(name, shape)
    parameters.append((name, value))
    return value
  }

  mutating func dense(_ x: Value, _ units: Int, _ name: String, _ activation: Unary?) -> Value {
    let weight = parameter("\(name).weight", [units, graph.shape(x)[1]])
    let bias = parameter("\(name).bias", [units])
    let product = graph.matmul(x, weight, transposeB: true)
    let sum = graph.add(product, graph.broadcast(bias, to: graph.shape(product), newAxes: [0]))
    return activation.map { graph.unary($0, sum) } ?? sum
  }

  mutating func convolution(
    _ x: Value, _ channels: Int, _ window: Window2D, _ name: String, _ activation: Unary
  ) -> Value {
    let weight = parameter("\(name).weight", [channels, graph.shape(x)[1], window.kernelHeight, window.kernelWidth])
    let bias = parameter("\(name).bias", [channels])
    let product = graph.conv2d(x, weight, window)
    let sum = graph.add(product, graph.broadcast(bias, to: graph.shape(product), newAxes: [0, 2, 3]))
    return graph.unary(activation, sum)
  }

  mutating func flatten(_ x: Value) -> Value {
    let shape = graph.shape(x)
    return graph.reshape(x, [shape[0], shape.count / shape[0]])
  }

  mutating func minimize(_ loss: Value, adam: Bool) {
    outputs.append(("loss", loss))
    let gradients = graph.gradients(of: loss, withRespectTo: parameters.map(\.value))
    for (parameter, gradient) in zip(parameters, gradients) {
      if adam { updateByAdam(parameter, gradient) } else { descend(parameter, gradient) }
    }
  }

  /// The sum of the squares of a value's derivatives by all parameters.
  mutating func squaredGradient(of value: Value) -> Value {
    let gradients = graph.gradients(of: value, withRespectTo: parameters.map(\.value))
    let squares = gradients.map { gradient in
      let squared = graph.square(gradient)
      return graph.sum(squared, axes: Array(graph.shape(squared).dimensions.indices))
    }
    return squares.dropFirst().reduce(squares[0]) { graph.add($0, $1) }
  }

  private mutating func descend(_ parameter: (name: String, value: Value), _ gradient: Value) {
    let rate = graph.input("rate", [])
    updates.append((parameter.name, graph.subtract(parameter.value, graph.multiply(gradient, rate))))
  }

  private mutating func updateByAdam(_ parameter: (name: String, value: Value), _ gradient: Value) {
    let shape = graph.shape(parameter.value)
    let first = graph.parameter("\(parameter.name).first", shape)
    let second = graph.parameter("\(parameter.name).second", shape)
    let correction1 = graph.subtract(1, graph.input("beta1_power", []))
    let correction2 = graph.subtract(1, graph.input("beta2_power", []))
    let rate = graph.input("rate", [])
    let m = graph.add(graph.multiply(first, 0.9), graph.multiply(gradient, 1 - 0.9))
    let v = graph.add(graph.multiply(second, 0.999), graph.multiply(graph.square(gradient), 1 - 0.999))
    let step = graph.divide(
      graph.divide(m, correction1), graph.add(graph.unary(.sqrt, graph.divide(v, correction2)), 1e-8))
    updates.append((parameter.name, graph.subtract(parameter.value, graph.multiply(step, rate))))
    updates.append(("\(parameter.name).first", m))
    updates.append(("\(parameter.name).second", v))
  }

  /// conv 5×5 → relu → max pool → dense → dense → cross entropy, by Adam.
  static func convolutional(batch: Int, side: Int = 28, channels: Int = 32, units: Int = 128) -> TrainingStep {
    var step = TrainingStep()
    let x = step.input("x", [batch, 1, side, side])
    let convolved = step.convolution(x, channels, Window2D(kernel: 5, padding: 2), "conv", .relu)
    let pooled = step.graph.maxPool(convolved, Window2D(kernel: 2, stride: 2))
    let hidden = step.dense(step.flatten(pooled), units, "hidden", .relu)
    let logits = step.dense(hidden, 10, "readout", nil)
    let targets = step.input("targets", [batch, 10])
    step.minimize(step.graph.mean(step.graph.softmaxCrossEntropy(logits, targets: targets)), adam: true)
    return step
  }

  /// 1 → units tanh → 1, mean squared error, gradient descent.
  static func twoLayer(samples: Int, units: Int) -> TrainingStep {
    var step = TrainingStep()
    let x = step.input("x", [samples, 1])
    let hidden = step.dense(x, units, "hidden", .tanh)
    let y = step.dense(hidden, 1, "readout", nil)
    let residual = step.graph.subtract(y, step.input("y", [samples, 1]))
    step.minimize(step.graph.mean(step.graph.square(residual)), adam: false)
    return step
  }
}
