import ExperimentGraph
import TensorGraph

/// The most bytes a run holds at once, known before it starts: the process itself, the arena, what is kept for the whole run, what is
/// recorded until the end, and the largest of the copies that come and go.
///
/// Everything is counted in doubles: sizes that nobody has must not overflow.
struct MemoryEstimate {
  /// The tool itself with its libraries, its stacks and a small experiment.
  static let process = 23e6

  private let width: Double
  private let parameters: Double
  /// Numbers of the largest parameter.
  private let largest: Double
  private let experiment: ExperimentGraph
  private let programs: ExperimentPrograms

  /// The whole, in bytes.
  private(set) var bytes = 0.0

  init(_ experiment: ExperimentGraph, _ programs: ExperimentPrograms) {
    self.experiment = experiment
    self.programs = programs
    width = Double(experiment.precision.bytes)
    let sizes = experiment.model.parameters.map { Double($0.shape.count) }
    parameters = sizes.reduce(0, +)
    largest = sizes.max() ?? 0
    let passing = [loading, drawing, ordering, snapshot, observing, measured].max() ?? 0
    bytes = Self.process + Double(programs.plan.arenaBytes) + held + tables + measured + passing + idle
  }

  // MARK: What comes and goes

  /// Samples on their way into the arena, beside which no parameter is kept yet.
  private var loading: Double {
    max(0, Double(experiment.datasets.map(\.content.loadingBytes).max() ?? 0) - initial)
  }

  /// A parameter is drawn in doubles, before any is kept as it started.
  private var drawing: Double { max(0, 8 * largest - initial) }

  /// The order of an epoch is shuffled in wide integers.
  private var ordering: Double { experiment.training.shuffles ? 8 * Double(experiment.trainingData.count) : 0 }

  /// What a killed run goes on from: copies of parameters and optimizer state, and the bytes of one array.
  private var snapshot: Double {
    parameters * Double(1 + experiment.training.optimizer.stateNames.count) * width + largest * width
  }

  /// The gradient over the whole training set and what the model gives for datasets, beside it what one probe looks at and gives, or a
  /// checkpoint.
  private var observing: Double {
    let asksGradient = experiment.probes.contains(where: \.needsGradient)
    let gradient = asksGradient ? 8 * parameters : 0
    let reading = asksGradient ? (width == 4 ? 12 : 8) * largest : 0
    let checkpoint = parameters * width + largest * width
    let measuring = experiment.probes.map { probe in
      let read = probe.needs.reduce(0.0) { sum, need in
        switch need {
        case .parameter(let name), .initial(let name): sum + 8 * Double(programs.slot(name).shape.count)
        case .inputs(let name): sum + 8 * Double(programs.slot(SlotName.inputs(name)).shape.count)
        case .targets(let name): sum + 8 * Double(programs.slot(SlotName.targets(name)).shape.count)
        case .output, .activation: sum + passed(need)
        // Held below, and read where they are; what is made of them is small.
        case .jacobian, .initialJacobian, .hessian, .lanczos: sum
        case .gradient, .progress: sum
        }
      }
      // What is read, and half of it put together once more; what it works with and gives.
      return 1.5 * read + 8 * (Self.arrayNumbers(probe) + Double(probe.workingNumbers))
    }
    let passes = programs.passes.reduce(0.0) { $0 + $1.needs.reduce(0) { $0 + passed($1) } }
    let jacobians = experiment.needs.reduce(0.0) { sum, need in
      guard let jacobian = programs.jacobians.first(where: { $0.dataset == need.differentiatedDataset }) else { return sum }
      return sum + 8 * Double(jacobian.samples) * Double(experiment.model.outputShape.count) * parameters
    }
    // The matrix; while it or the rows above are computed, an arena for each thread.
    let hessians = programs.hessians.reduce(0.0) { sum, hessian in sum + (hessian.purpose == .matrix ? 8 * parameters * parameters : 0) }
    // The vectors of Lanczos' method, and some that a product is made of.
    let bases = experiment.needs.map { if case .lanczos(_, let steps) = $0 { 8 * parameters * Double(steps + 4) } else { 0.0 } }
    let parted = programs.jacobians.map { $0.hands(experiment, arenaBytes: programs.plan.arenaBytes) }.max() ?? 1
    let hands = hessians > 0 ? Session.mostHands : parted == 1 ? 0 : parted
    let arenas = Double(hands * programs.plan.arenaBytes)
    // A search for a critical point holds a system of equations, and two copies while it is solved.
    let systems = experiment.stageNeeds.isEmpty ? 0 : 3 * 8 * parameters * parameters
    return gradient + passes + jacobians + hessians + (bases.max() ?? 0) + arenas + systems + max(reading, checkpoint, measuring.max() ?? 0)
  }

  /// Bytes of what a dataset's way through the model gives to probes.
  private func passed(_ need: ProbeNeed) -> Double {
    guard let pass = programs.passes.first(where: { $0.needs.contains(need) }),
      let output = pass.programs[0].program.output(need.outputName)
    else { return 0 }
    return 8 * Double(pass.portions.count) * Double(output.shape.count) / Double(output.shape[0])
  }

  // MARK: What stays

  /// Parameters as they started, where a probe asks for them; what datasets keep; the order of the samples in an epoch.
  private var held: Double {
    let rows = experiment.training.batchSize < experiment.trainingData.count ? 4 * Double(experiment.trainingData.count) : 0
    return initial + rows + experiment.datasets.reduce(0) { $0 + Double($1.content.heldBytes) }
  }

  private var initial: Double { experiment.comparedWithStart.reduce(0) { $0 + Double(programs.slot($1).bytes) } }

  /// Rows of tables and the digest of each parameter at every moment, then their text.
  private var tables: Double {
    let metrics = Double(experiment.metricMoments.count(upTo: last))
    var traced = metrics + Double(experiment.checkpoints.count(upTo: last))
    var bytes = metrics * (200 + 100 * Double(experiment.metrics.count))
    for probe in experiment.probes {
      let moments = Double(probe.moments.count(upTo: last))
      traced += moments
      bytes += moments * (200 + 100 * Double(probe.columns.count))
    }
    return bytes + traced * 280 * Double(experiment.model.parameters.count)
  }

  /// Arrays of probes from all moments. They are copied when their buffers grow and when they are written.
  private var measured: Double {
    experiment.probes.reduce(0) { $0 + 8 * Self.arrayNumbers($1) * Double($1.moments.count(upTo: last)) }
  }

  /// What the allocator keeps of the blocks that a probe of maps gave back, while others are made. By measurement: the C library keeps
  /// those of up to 32 MB, larger ones go back to the system.
  private var idle: Double {
    min(80e6, experiment.probes.map { 10 * 8 * min(Self.arrayNumbers($0), Double($0.workingNumbers) / 3) }.max() ?? 0)
  }

  private var last: Int { experiment.training.bounds.maximumSteps }

  private static func arrayNumbers(_ probe: ProbeContent) -> Double {
    probe.arrays.reduce(0) { $0 + Double($1.shape.count) }
  }
}
