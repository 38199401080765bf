import GraphSamples
import Runtime
import TensorGraph

/// A training step of a network with one or two hidden layers: sizes around every edge of blocks and vectors, all
/// kinds of activations, readouts and optimizers.
struct SheetSample: CustomStringConvertible {
  let description: String
  let request: ProgramRequest

  /// Chosen by the seed.
  init(seed: UInt64) {
    var draws = Draws(seed: 1000 + seed)
    self.init(
      inputs: draws.pick([1, 1, 2, 5, 16, 17]), units: draws.pick([2, 3, 8, 15, 16, 17, 100, 255, 256, 257, 600]),
      samples: draws.pick([2, 3, 4, 7, 16, 40, 65, 255, 256, 257, 513, 600]), readouts: draws.pick([1, 1, 1, 2, 3]),
      activation: draws.pick(Array(0..<SheetSample.activations.count)), hasBias: draws.integer(in: 0...3) > 0,
      isDeep: draws.integer(in: 0...3) == 0, adam: draws.integer(in: 0...2) == 0)
  }

  init(
    inputs: Int, units: Int, samples: Int, readouts: Int = 1, activation: Int = 0, hasBias: Bool = true,
    isDeep: Bool = false, adam: Bool = false
  ) {
    let (name, function) = SheetSample.activations[activation]
    description = "\(inputs)-\(units)-\(readouts) \(name)\(isDeep ? ", deep" : ""), \(samples) samples"
    var step = TrainingStep()
    var x = step.input("x", [samples, inputs])
    for layer in 0..<(isDeep ? 2 : 1) {
      let weight = step.parameter("w\(layer)", [units, step.graph.shape(x)[1]])
      x = step.graph.matmul(x, weight, transposeB: true)
      if hasBias {
        let bias = step.parameter("b\(layer)", [units])
        x = step.graph.add(x, step.graph.broadcast(bias, to: step.graph.shape(x), newAxes: [0]))
      }
      x = function(&step.graph, x)
    }
    let output = step.graph.matmul(x, step.parameter("a", [readouts, units]), transposeB: true)
    let residual = step.graph.subtract(
      step.graph.multiply(output, 1 / Double(units)), step.input("y", [samples, readouts]))
    step.minimize(step.graph.mean(step.graph.square(residual)), adam: adam)
    request = step.request
  }

  /// Activations with their forms in primitives.
  static let activations: [(name: String, function: @Sendable (inout TensorGraph, Value) -> Value)] = [
    ("tanh", { $0.unary(.tanh, $1) }), ("relu", { $0.unary(.relu, $1) }), ("identity", { $1 }),
    ("sigmoid", { $0.unary(.sigmoid, $1) }), ("x tanh", { $0.multiply($1, $0.unary(.tanh, $1)) }),
    ("softplus", { $0.unary(.softplus, $1) }), ("sine", { $0.unary(.sin, $1) }),
    ("gelu", { $0.multiply($1, $0.add($0.unary(.erf, $1), 1)) }),
    ("x^2 tanh", { $0.multiply($0.multiply($1, $1), $0.unary(.tanh, $1)) }),
    ("leaky relu", { $0.subtract($0.unary(.relu, $1), $0.multiply($0.unary(.relu, $0.unary(.negate, $1)), 0.1)) }),
  ]
}
