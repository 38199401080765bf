import Constructs
import ExperimentGraph
import Grammar
import TensorGraph
import Testing

/// Optimizers on L(θ) = ½ Σ aᵢ θᵢ², whose gradient is a·θ, against one weight at a time in plain numbers.
@Suite struct OptimizerTests {
  static let curvatures = [1.0, 0.25, -3.0]
  static let start = [1.0, -2.0, 0.5]

  /// One optimizer and its rule for one weight: θ, its gradient, the state (changed in place) and the number of the update.
  struct Case: Sendable, CustomTestStringConvertible {
    let text: String
    let rule: @Sendable (_ weight: Double, _ gradient: Double, _ state: inout [Double], _ step: Int) -> Double
    var testDescription: String { text }
  }

  static let cases = [
    Case(text: "{gradient_descent: {learning_rate: 0.1}}") { weight, gradient, _, _ in weight - 0.1 * gradient },
    Case(text: "{gradient_descent: {learning_rate: {warm_up: {to: 0.2, steps: 2}}}}") { weight, gradient, _, step in
      weight - 0.1 * Double(min(step, 2)) * gradient
    },
    Case(text: "{sgd: {learning_rate: 0.1}}") { weight, gradient, _, _ in weight - 0.1 * gradient },
    Case(text: "{sgd: {learning_rate: 0.1, weight_decay: 0.01}}") { weight, gradient, _, _ in
      weight - 0.1 * (gradient + 0.01 * weight)
    },
    Case(text: "{sgd: {learning_rate: 0.1, momentum: 0.9}}") { weight, gradient, state, _ in
      state[0] = 0.9 * state[0] + gradient
      return weight - 0.1 * state[0]
    },
    Case(text: "{sgd: {learning_rate: 0.1, momentum: 0.9, weight_decay: 0.01, nesterov: true}}") {
      weight, gradient, state, _ in
      let direction = gradient + 0.01 * weight
      state[0] = 0.9 * state[0] + direction
      return weight - 0.1 * (direction + 0.9 * state[0])
    },
    Case(text: "{adam: {learning_rate: 0.1}}") { weight, gradient, state, step in
      weight - adamStep(gradient, &state, step, beta1: 0.9, beta2: 0.999, epsilon: 1e-8)
    },
    Case(text: "{adam: {learning_rate: 0.1, beta1: 0.5, beta2: 0.75, epsilon: 0.5}}") { weight, gradient, state, step in
      weight - adamStep(gradient, &state, step, beta1: 0.5, beta2: 0.75, epsilon: 0.5)
    },
    Case(text: "{adamw: {learning_rate: 0.1, weight_decay: 0.2}}") { weight, gradient, state, step in
      weight - 0.1 * 0.2 * weight - adamStep(gradient, &state, step, beta1: 0.9, beta2: 0.999, epsilon: 1e-8)
    },
  ]

  /// 0.1 · m̂ / (√v̂ + ε).
  static func adamStep(
    _ gradient: Double, _ state: inout [Double], _ step: Int, beta1: Double, beta2: Double, epsilon: Double
  ) -> Double {
    state[0] = beta1 * state[0] + (1 - beta1) * gradient
    state[1] = beta2 * state[1] + (1 - beta2) * gradient * gradient
    func power(_ x: Double) -> Double { (1..<step).reduce(x) { product, _ in product * x } }
    let first = state[0] / (1 - power(beta1))
    let second = state[1] / (1 - power(beta2))
    return 0.1 * first / (second.squareRoot() + epsilon)
  }

  /// Weights after a number of updates.
  static func weights(_ optimizer: OptimizerContent, after steps: Int, curvatures: [Double]) -> [Double] {
    let shape: Shape = [3]
    var graph = TensorGraph()
    let weight = graph.parameter("weight", shape)
    let curvature = graph.input("curvature", shape)
    let squares = graph.multiply(curvature, graph.multiply(weight, weight))
    let loss = graph.multiply(graph.sum(squares, axes: [0]), graph.constant(0.5))
    let gradient = graph.gradients(of: loss, withRespectTo: [weight])[0]
    let state = optimizer.stateNames.map { graph.input($0, shape) }
    let scalars = optimizer.scalarNames.map { graph.input($0, []) }
    let updated = optimizer.update(&graph, weight, gradient, state, scalars)

    var tensors = [ReferenceTensor(shape, start)] + state.map { _ in ReferenceTensor(shape) }
    for step in stride(from: 1, through: steps, by: 1) {
      var sources = ["weight": tensors[0], "curvature": ReferenceTensor(shape, curvatures)]
      for (name, tensor) in zip(optimizer.stateNames, tensors.dropFirst()) { sources[name] = tensor }
      var scalars = [Double](repeating: 0, count: optimizer.scalarNames.count)
      _ = scalars.withUnsafeMutableBufferPointer { optimizer.writeScalars(step, $0.baseAddress!) }
      for (name, value) in zip(optimizer.scalarNames, scalars) { sources[name] = ReferenceTensor([], [value]) }
      tensors = graph.evaluate([updated.parameter] + updated.state, sources)
    }
    return tensors[0].values
  }

  static func content(_ text: String) throws -> OptimizerContent {
    let optimizer = try #require(component(Optimizers.family, text))
    return optimizer.content(summary: "", bounds: StageBounds(maximumSteps: 10, stepsPerEpoch: 5))
  }

  @Test(arguments: cases) func `three updates on a quadratic are those of the rule`(_ item: Case) throws {
    let optimizer = try Self.content(item.text)
    for steps in 1...3 {
      let found = Self.weights(optimizer, after: steps, curvatures: Self.curvatures)
      for index in found.indices {
        var weight = Self.start[index]
        var state = [0.0, 0.0]
        for step in 1...steps { weight = item.rule(weight, Self.curvatures[index] * weight, &state, step) }
        #expect(abs(found[index] - weight) <= 1e-14 * max(1, abs(weight)), "weight \(index) after \(steps)")
      }
    }
  }

  @Test(arguments: Optimizers.family.info.entries.map(\.kind))
  func `without a gradient and without decay nothing moves`(_ kind: String) throws {
    let decays = kind == "adamw" ? ", weight_decay: 0" : ""
    let optimizer = try Self.content(kind == "gradient_flow" ? kind : "{\(kind): {learning_rate: 0.1\(decays)}}")
    #expect(Self.weights(optimizer, after: 3, curvatures: [0, 0, 0]) == Self.start)
  }
}
