/// Small specs that the tests of the command run.
enum Specs {
  /// A tenth of a second of training that fits a parabola; the claim holds.
  static let parabola = """
    condensespec: 1
    title: A parabola
    seed: 1
    data:
      train: {function: {of: x^2, x: {linspace: [-1, 1, 20]}}}
    model:
      layers:
        hidden:  {dense: {units: 8, activation: tanh}}
        readout: {dense: {units: 1}}
      loss: {mse: {factor: 1}}
    init: {default: lecun}
    train:
      optimizer: {gradient_descent: {learning_rate: 0.1}}
      batch: full
      stop: {steps: 60}
    metrics: {at: {every: 10}, record: [train.loss]}
    claims:
      falls: {expect: last(train.loss) < first(train.loss)}

    """

  /// The same, but `explodes` overflows float32 at once; the layer stands on line 8.
  static let overflow = """
    condensespec: 1
    seed: 1
    data:
      train: {function: {of: x^2, x: {linspace: [-1, 1, 20]}}}
    model:
      layers:
        hidden:   {dense: {units: 8, activation: softplus}}
        explodes: {dense: {units: 8, bias: false}}
        readout:  {dense: {units: 1}}
      loss: {mse: {factor: 1}}
    init: {default: lecun, explodes: {constant: 3e38}}
    train:
      optimizer: {gradient_descent: {learning_rate: 0.1}}
      batch: full
      stop: {steps: 60}
    claims:
      finite: {expect: last(train.loss) < 1e9}

    """

  /// A few seconds of training with random batches, so that there is time to interrupt it.
  static let long = """
    condensespec: 1
    title: Long enough to be killed
    seed: 5
    precision: float64
    data:
      train: {function: {of: sin(4*x), x: {uniform: {n: 600}}}}
    model:
      layers:
        hidden:  {dense: {units: 150, activation: tanh}}
        second:  {dense: {units: 100, activation: swish}}
        readout: {dense: {units: 1}}
      loss: {mse: {factor: 1}}
    init: {default: lecun}
    train:
      optimizer: {adam: {learning_rate: {cosine: {from: 1e-3, to: 1e-5, epochs: 400}}}}
      batch: 50
      stop: {epochs: 500}
    probes:
      moved:   {relative_distance: {}, at: {every: 500}}
      similar: {cosine_similarity: {of: hidden.weight}, at: {every_epochs: 250}}
    metrics: {at: {every_epochs: 20}, record: [train.loss]}
    checkpoints: {at: [start, {every_epochs: 200}, end]}
    claims:
      falls: {expect: last(train.loss) < first(train.loss)}

    """
}
