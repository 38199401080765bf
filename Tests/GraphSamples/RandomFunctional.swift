import TensorGraph

extension TensorGraph {
  /// A scalar in which every element of `x` has its own random weight.
  package mutating func randomFunctional(of x: Value, _ draws: inout Draws) -> Value {
    let weights = constant(draws.tensor(shape(x), in: 0.5...1.5).values, shape(x))
    return sum(multiply(x, weights))
  }

  /// A scalar that depends on every element of every value, each with a random weight.
  package mutating func randomFunctional(of xs: [Value], _ draws: inout Draws) -> Value {
    xs.reduce(constant(0)) { add($0, randomFunctional(of: $1, &draws)) }
  }
}

extension RandomModel {
  /// The slope of the loss along a random direction, added to the model's graph.
  package mutating func directionalSlope(_ draws: inout Draws) -> Value {
    extend { graph, model in
      graph.randomFunctional(of: graph.gradients(of: model.loss, withRespectTo: model.parameters.map(\.value)), &draws)
    }
  }
}
