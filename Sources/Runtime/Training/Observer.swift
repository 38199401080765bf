import ExperimentGraph
import Results

/// Records metrics, probes, digests and checkpoints at their moments.
struct Observer {
  let experiment: ExperimentGraph
  /// Steps of the stages before: what is recorded counts from the start of the run.
  var offset = 0
  /// The matrices of derivatives of the moment before, each written over at the next one that needs it.
  var matrices: [ProbeNeed: [Double]] = [:]

  /// The next step after `step` at which something may be due, apart from the end.
  func nextMoment(after step: Int) -> Int {
    let others = experiment.probes.map(\.moments) + [experiment.checkpoints]
    return others.reduce(experiment.metricMoments.next(after: step) ?? .max) { first, moments in
      min(first, moments.next(after: step) ?? .max)
    }
  }

  /// Everything that is due after `step` updates; at the end also what asks for the end. What was recorded at this step already is not
  /// recorded again: that a training has diverged shows when the update after its last one is tried.
  /// - Parameter progress: what a probe of `ProbeNeed.progress` reads.
  mutating func observe(
    _ session: borrowing Session, step: Int, progress: ProbedTensor, isEnd: Bool, into records: inout RunRecords,
    writer: inout BundleWriter
  ) throws(RunFailure) {
    func isDue(_ moments: Moments) -> Bool { moments.contains(step) || (isEnd && moments.atEnd) }
    var isTraced = false
    if isDue(experiment.metricMoments), !experiment.metrics.isEmpty, records.metrics.last?.step != offset + step {
      records.metrics.append(RunRecords.Row(step: offset + step, values: metrics(session)))
      isTraced = true
    }
    let due = experiment.probes.indices.filter {
      isDue(experiment.probes[$0].moments) && records.probes[$0].rows.last?.step != offset + step
    }
    let read = Observed(session, for: due.map { experiment.probes[$0] }, progress: progress, reusing: &matrices)
    for index in due {
      let probe = experiment.probes[index]
      let measurement = probe.measure(probe.needs.map { read.tensor($0, session) })
      records.probes[index].rows.append(RunRecords.Row(step: offset + step, values: measurement.scalars))
      for (place, array) in measurement.arrays.enumerated() {
        records.probes[index].arrays[place].append(contentsOf: array)
      }
      isTraced = true
    }
    read.giveBack(to: &matrices)
    if isDue(experiment.checkpoints), !writer.has(.checkpoint(step: offset + step)) {
      try saveCheckpoint(session, step: offset + step, writer: &writer)
      isTraced = true
    }
    if isTraced || isEnd { trace(session, step: offset + step, into: &records) }
  }

  private func metrics(_ session: borrowing Session) -> [Double] {
    var values: [(name: String, value: Double)] = []
    for (number, evaluation) in session.programs.evaluations.enumerated() {
      values += zip(evaluation.metrics, session.means(number)).map { ($0.name, $1) }
    }
    return experiment.metrics.map { metric in values.first { $0.name == metric.name }?.value ?? .nan }
  }

  private func saveCheckpoint(
    _ session: borrowing Session, step: Int, writer: inout BundleWriter
  ) throws(RunFailure) {
    let arrays = experiment.model.parameters.map { NamedArray($0.name, session.array($0.name)) }
    do throws(ResultsFailure) {
      try writer.write(arrays, metadata: [("step", "\(step)")], to: .checkpoint(step: step))
    } catch {
      throw .results(error)
    }
  }

  private func trace(_ session: borrowing Session, step: Int, into records: inout RunRecords) {
    if records.trace.last?.step == step { return }
    for parameter in experiment.model.parameters {
      records.trace.append(
        RunRecords.TraceRow(
          step: step, tensor: parameter.name, digest: session.array(parameter.name).traceDigest))
    }
  }
}

/// What programs computed for all probes that are due at one moment.
private struct Observed {
  private let gradient: [(name: String, values: [Double])]
  private let computed: [(need: ProbeNeed, tensor: ProbedTensor)]

  private let progress: ProbedTensor

  /// - Parameter matrices: of the moment before. Those that are computed anew are taken out.
  init(
    _ session: borrowing Session, for probes: [ProbeContent], progress: ProbedTensor, reusing matrices: inout [ProbeNeed: [Double]]
  ) {
    self.progress = progress
    gradient = probes.contains(where: \.needsGradient) ? session.gradient() : []
    var computed: [(need: ProbeNeed, tensor: ProbedTensor)] = []
    for pass in session.programs.passes where probes.contains(where: { $0.passes(pass.dataset) }) {
      computed += session.pass(pass)
    }
    for jacobian in session.programs.jacobians {
      let pair: [(ProbeNeed, Bool)] = [(.jacobian(dataset: jacobian.dataset), false), (.initialJacobian(dataset: jacobian.dataset), true)]
      for (need, isAtStart) in pair where probes.contains(where: { $0.needs.contains(need) }) {
        let tensor = session.jacobian(jacobian, isAtStart: isAtStart, reusing: matrices.removeValue(forKey: need) ?? [])
        computed.append((need, tensor))
      }
    }
    for hessian in session.programs.hessians {
      computed += Self.curvature(hessian, session, for: probes, &matrices)
    }
    self.computed = computed
  }

  /// What is made of second derivatives over one dataset for one purpose, each once.
  private static func curvature(
    _ hessian: ExperimentPrograms.Hessian, _ session: borrowing Session, for probes: [ProbeContent],
    _ matrices: inout [ProbeNeed: [Double]]
  ) -> [(need: ProbeNeed, tensor: ProbedTensor)] {
    var made: [(need: ProbeNeed, tensor: ProbedTensor)] = []
    for need in probes.flatMap(\.needs) where !made.contains(where: { $0.need == need }) {
      switch (need, hessian.purpose) {
      case (.hessian(hessian.dataset), .matrix):
        made.append((need, session.hessian(hessian, reusing: matrices.removeValue(forKey: need) ?? [])))
      case (.lanczos(hessian.dataset, let steps), .products): made.append((need, session.lanczos(hessian, steps: steps)))
      default: continue
      }
    }
    return made
  }

  /// Leaves the matrices of derivatives to the next moment.
  func giveBack(to matrices: inout [ProbeNeed: [Double]]) {
    for (need, tensor) in computed {
      switch need {
      case .jacobian, .initialJacobian, .hessian: matrices[need] = tensor.values
      default: continue
      }
    }
  }

  func tensor(_ need: ProbeNeed, _ session: borrowing Session) -> ProbedTensor {
    switch need {
    case .parameter(let name): resident(name, session)
    case .initial(let name):
      ProbedTensor(
        shape: session.programs.slot(name).shape, values: session.initialValues(name), on: session.machine.instructionSet)
    case .gradient(let name):
      ProbedTensor(
        shape: session.programs.slot(name).shape,
        values: gradient.first { $0.name == name }?.values ?? [], on: session.machine.instructionSet)
    case .inputs(let dataset): resident(SlotName.inputs(dataset), session)
    case .targets(let dataset): resident(SlotName.targets(dataset), session)
    case .output, .activation, .jacobian, .initialJacobian, .hessian, .lanczos: computed(need)
    case .progress: progress
    }
  }

  private func resident(_ name: String, _ session: borrowing Session) -> ProbedTensor {
    ProbedTensor(shape: session.programs.slot(name).shape, values: session.values(name), on: session.machine.instructionSet)
  }

  private func computed(_ need: ProbeNeed) -> ProbedTensor {
    guard let found = computed.first(where: { $0.need == need }) else {
      preconditionFailure("what a probe that is due needs was computed")
    }
    return found.tensor
  }
}
