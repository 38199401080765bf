import ExperimentGraph
import Kernels
import TensorGraph

/// A program for one number of samples.
struct BatchProgram: Sendable {
  let samples: Int
  let program: Program
  /// The first instruction that writes a resident slot: what stands before it leaves the parameters as they are.
  let updateStart: Int

  init(samples: Int, program: Program, plan: Plan) {
    self.samples = samples
    self.program = program
    updateStart = plan.updateStart(of: program)
  }
}

/// Every program of an experiment, planned over one arena.
package struct ExperimentPrograms: Sendable {
  /// The arena: residents, constants, and the working part that the programs share.
  package let plan: Plan
  /// The same for experiments that were planned with the same `SharedPlans` and have one plan in common.
  let planNumber: Int
  /// How an epoch is taken in batches.
  let batches: Portions
  /// One update, for a full batch and for what is left at the end of an epoch.
  let training: [BatchProgram]
  /// The metrics of each dataset that has any.
  let evaluations: [Evaluation]
  /// The gradient over portions of the training data; empty unless a probe asks for it.
  let gradients: [BatchProgram]
  /// What goes through the model for probes.
  package let passes: [Pass]
  /// Derivatives of outputs for probes.
  package let jacobians: [Jacobian]
  /// Second derivatives of the loss for probes.
  package let hessians: [Hessian]
  /// How the training data is taken when all of it is looked at.
  let trainingPortions: Portions

  /// The metrics computed together on one dataset.
  struct Evaluation: Sendable {
    let dataset: String
    let metrics: [MetricContent]
    let portions: Portions
    let programs: [BatchProgram]
  }

  /// What probes need of the model's way through one dataset, computed together.
  package struct Pass: Sendable {
    let dataset: String
    /// Each once, in the order of the programs' outputs.
    let needs: [ProbeNeed]
    let portions: Portions
    let programs: [BatchProgram]
  }

  /// The derivatives of every output of the model for the samples of one dataset, one by one.
  package struct Jacobian: Sendable {
    let dataset: String
    /// How many samples there are.
    let samples: Int
    /// Outputs of the program: for each output of the model one gradient for each parameter, in the model's order.
    let program: BatchProgram
  }

  /// - Parameter plans: what other experiments of the same shapes were planned to.
  package init(_ experiment: ExperimentGraph, sharing plans: SharedPlans = SharedPlans()) {
    let data = experiment.trainingData
    let batches = Portions(count: data.count, size: experiment.training.batchSize)
    let whole = Portions(count: data.count, size: Portions.evaluationSize)
    let quantities = Self.quantities(experiment)
    let asksGradient = experiment.probes.contains(where: \.needsGradient)

    let training = batches.sizes.map { Self.trainingRequest(experiment, samples: $0) }
    let evaluations = quantities.map { item in
      item.portions.sizes.map { Self.evaluationRequest(experiment, item.dataset, item.metrics, samples: $0) }
    }
    let gradients = asksGradient ? whole.sizes.map { Self.gradientRequest(experiment, samples: $0) } : []
    let passed = Self.passed(experiment)
    let passes = passed.map { item in
      item.portions.sizes.map { Self.passRequest(experiment, item.dataset, item.needs, samples: $0) }
    }
    let differentiated = Self.differentiated(experiment)
    let jacobians = differentiated.map { Self.jacobianRequest(experiment, $0.name) }
    let curved = Self.curved(experiment)
    let hessians = curved.map { item in
      item.portions.sizes.map { Self.hessianRequest(experiment, item.dataset, for: item.purpose, samples: $0) }
    }
    let shared = plans.plan(
      training + evaluations.flatMap { $0 } + gradients + passes.flatMap { $0 } + jacobians + hessians.flatMap { $0 },
      layout: Self.residents(experiment))
    let plan = shared.plan
    planNumber = shared.number

    func programs(_ requests: [ProgramRequest], _ sizes: [Int]) -> [BatchProgram] {
      zip(requests, sizes).map { request, samples in
        guard let program = plan.program(request.name) else {
          preconditionFailure("every program that was asked for is planned")
        }
        return BatchProgram(samples: samples, program: program, plan: plan)
      }
    }
    self.plan = plan
    self.batches = batches
    self.training = programs(training, batches.sizes)
    self.evaluations = zip(quantities, evaluations).map { item, requests in
      Evaluation(
        dataset: item.dataset, metrics: item.metrics, portions: item.portions,
        programs: programs(requests, item.portions.sizes))
    }
    self.gradients = asksGradient ? programs(gradients, whole.sizes) : []
    self.passes = zip(passed, passes).map { item, requests in
      Pass(
        dataset: item.dataset, needs: item.needs, portions: item.portions,
        programs: programs(requests, item.portions.sizes))
    }
    self.jacobians = zip(differentiated, programs(jacobians, jacobians.map { _ in 1 })).map { item, program in
      Jacobian(dataset: item.name, samples: item.content.count, program: program)
    }
    self.hessians = zip(curved, hessians).map { item, requests in
      Hessian(
        dataset: item.dataset, purpose: item.purpose, portions: item.portions, programs: programs(requests, item.portions.sizes))
    }
    trainingPortions = whole
  }

  /// The resident slot of that name, which must be there.
  func slot(_ name: String) -> ResidentLayout.Slot {
    guard let slot = plan.layout[name] else { preconditionFailure("the arena has a slot for \(name)") }
    return slot
  }
}

// MARK: - Requests

extension ExperimentPrograms {
  /// One update for a number of samples, planned so that every value of it can be looked at. The residents lie as in any plan of the
  /// experiment.
  static func planWithoutTiles(_ experiment: ExperimentGraph, samples: Int) -> Plan {
    Plan([trainingRequest(experiment, samples: samples)], layout: residents(experiment), tiling: .none)
  }

  /// Whether the updates of an experiment may be made together with those of others: they take all samples and draw nothing, and the
  /// network is small.
  static func canInterleave(_ experiment: ExperimentGraph) -> Bool {
    let stage = experiment.training
    let data = experiment.trainingData
    guard experiment.stages.isEmpty, !experiment.measuresOnly, stage.flow == nil, experiment.model.masks.isEmpty else { return false }
    // Who looks at the training data after every update waits for all others each time.
    if stage.stop.judgesEpochs && !experiment.judgesByUpdates { return false }
    // So does who records something; a meeting of so many threads takes as long as hundreds of updates.
    let steps = stage.stop.maximumSteps
    let moments = [experiment.metricMoments, experiment.checkpoints] + experiment.probes.map(\.moments)
    if moments.reduce(0, { $0 + $1.count(upTo: steps) }) > 8 + steps / 4000 { return false }
    let numbers = experiment.model.parameters.numberCount + data.count * (data.inputShape.count + data.targetShape.count)
    return stage.batchSize >= data.count && InterleavedProgram.holds(numbers)
  }

  /// One update of several such experiments at once; nil if it has parts that there are no instructions for.
  static func interleavedTraining(_ experiment: ExperimentGraph) -> InterleavedProgram? {
    let stage = experiment.training
    return InterleavedProgram(
      trainingRequest(experiment, samples: experiment.trainingData.count), precision: experiment.precision,
      data: [SlotName.inputs(stage.dataset), SlotName.targets(stage.dataset)],
      scalars: stage.optimizer.scalarNames.map { SlotName.scalar($0) })
  }

  private static func trainingRequest(_ experiment: ExperimentGraph, samples: Int) -> ProgramRequest {
    if let flow = experiment.training.flow {
      let graph = FlowGraph(experiment, flow, samples: samples)
      return ProgramRequest(
        name: "train \(samples)", graph: graph.graph, outputs: [("loss", graph.loss), ("error", graph.error)], updates: graph.updates)
    }
    let graph = TrainingGraph(experiment, samples: samples)
    return ProgramRequest(
      name: "train \(samples)", graph: graph.graph, outputs: [("loss", graph.loss)], updates: graph.updates)
  }

  private static func evaluationRequest(
    _ experiment: ExperimentGraph, _ dataset: String, _ metrics: [MetricContent], samples: Int
  ) -> ProgramRequest {
    let graph = EvaluationGraph(experiment, dataset: dataset, samples: samples, metrics: metrics)
    return ProgramRequest(
      name: "evaluate \(dataset) \(samples)", graph: graph.graph,
      outputs: zip(metrics, graph.values).map { ($0.name, $1) })
  }

  private static func gradientRequest(_ experiment: ExperimentGraph, samples: Int) -> ProgramRequest {
    let graph = GradientGraph(experiment, samples: samples)
    return ProgramRequest(
      name: "gradient \(samples)", graph: graph.graph,
      outputs: zip(experiment.model.parameters, graph.gradients).map { ($0.name, $1) })
  }

  private static func passRequest(
    _ experiment: ExperimentGraph, _ dataset: String, _ needs: [ProbeNeed], samples: Int
  ) -> ProgramRequest {
    let graph = PassGraph(experiment, dataset: dataset, samples: samples, needs: needs)
    return ProgramRequest(
      name: "pass \(dataset) \(samples)", graph: graph.graph,
      outputs: zip(needs, graph.values).map { ($0.outputName, $1) })
  }

  private static func jacobianRequest(_ experiment: ExperimentGraph, _ dataset: String) -> ProgramRequest {
    let graph = JacobianGraph(experiment, dataset: dataset)
    let outputs = graph.gradients.enumerated().flatMap { output, gradients in
      zip(experiment.model.parameters, gradients).map { (name: "\(output) \($0.name)", value: $1) }
    }
    return ProgramRequest(name: "jacobian \(dataset)", graph: graph.graph, outputs: outputs)
  }

  /// The datasets over which some probe needs derivatives.
  private static func differentiated(_ experiment: ExperimentGraph) -> [(name: String, content: DatasetContent)] {
    experiment.datasets.filter { dataset in experiment.needs.contains { $0.differentiatedDataset == dataset.name } }
  }

  /// The datasets over which some probe needs second derivatives, and for what.
  private static func curved(
    _ experiment: ExperimentGraph
  ) -> [(dataset: String, purpose: HessianGraph.Purpose, portions: Portions)] {
    experiment.datasets.flatMap { dataset in
      HessianGraph.Purpose.allCases.filter { purpose in
        experiment.needs.contains { $0.curvedDataset(purpose) == dataset.name }
      }.map { (dataset.name, $0, Portions(count: dataset.content.count, size: Portions.evaluationSize)) }
    }
  }

  /// What probes need of the model's way through each dataset.
  private static func passed(
    _ experiment: ExperimentGraph
  ) -> [(dataset: String, needs: [ProbeNeed], portions: Portions)] {
    experiment.datasets.compactMap { dataset in
      var needs: [ProbeNeed] = []
      for need in experiment.needs where need.passedDataset == dataset.name && !needs.contains(need) {
        needs.append(need)
      }
      if needs.isEmpty { return nil }
      return (dataset.name, needs, Portions(count: dataset.content.count, size: Portions.evaluationSize))
    }
  }

  /// What is computed on each dataset: its metrics, and for the training data what the stop rules ask for.
  private static func quantities(
    _ experiment: ExperimentGraph
  ) -> [(dataset: String, metrics: [MetricContent], portions: Portions)] {
    experiment.datasets.compactMap { dataset in
      var metrics = experiment.metrics.filter { $0.dataset == dataset.name }
      if dataset.name == experiment.training.dataset {
        for metric in experiment.training.judged.map(\.metric)
        where !metrics.contains(where: { $0.name == metric.name }) {
          metrics.append(metric)
        }
      }
      if metrics.isEmpty { return nil }
      return (dataset.name, metrics, Portions(count: dataset.content.count, size: Portions.evaluationSize))
    }
  }

  /// The slots all programs share.
  private static func residents(_ experiment: ExperimentGraph) -> ResidentLayout {
    var layout = ResidentLayout(precision: experiment.precision)
    let stage = experiment.training
    for parameter in experiment.model.parameters {
      layout.add(parameter.name, parameter.shape)
      for state in stage.optimizer.stateNames {
        layout.add(SlotName.state(state, of: parameter.name), parameter.shape)
      }
    }
    for scalar in stage.optimizer.scalarNames { layout.add(SlotName.scalar(scalar), []) }
    if stage.flow != nil { layout.add(SlotName.scalar(FlowContent.scalarName), []) }
    for mask in experiment.model.masks {
      for count in Portions(count: experiment.trainingData.count, size: stage.batchSize).sizes {
        layout.add(SlotName.mask(mask.name, count), Shape([count] + mask.shape.dimensions))
      }
    }
    for (name, data) in experiment.datasets {
      layout.add(SlotName.inputs(name), [data.count, data.inputShape.count])
      layout.add(SlotName.targets(name), [data.count, data.targetShape.count])
      var sizes = Portions(count: data.count, size: Portions.evaluationSize).sizes
      if name == stage.dataset { sizes += Portions(count: data.count, size: stage.batchSize).sizes }
      for count in sizes where count < data.count { layout.add(SlotName.rows(count), [count], .index) }
    }
    if let directions = curved(experiment).map(\.purpose.directions).max() {
      for parameter in experiment.model.parameters {
        for number in 0..<directions { layout.add(SlotName.direction(number, of: parameter.name), parameter.shape) }
      }
    }
    for (_, data) in differentiated(experiment) where data.count > 1 { layout.add(SlotName.rows(1), [1], .index) }
    return layout
  }
}

extension ProbeNeed {
  /// The dataset over which it needs second derivatives for a purpose; nil if none.
  fileprivate func curvedDataset(_ purpose: HessianGraph.Purpose) -> String? {
    switch (self, purpose) {
    case (.hessian(let dataset), .matrix), (.lanczos(let dataset, _), .products): dataset
    default: nil
    }
  }
}

extension BatchProgram {
  /// Where an output of the program stands in the arena, in bytes.
  func offset(of output: String) -> Int {
    guard let found = program.output(output) else { preconditionFailure("the program gives \(output)") }
    return found.offset
  }
}

extension ExperimentPrograms {
  /// Every program, one line for each instruction.
  package var text: String {
    plan.programs.map { "program \($0.name)\n\($0.text)" }.joined(separator: "\n")
  }
}
