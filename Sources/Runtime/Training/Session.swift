import CPUFeatures
import DataStore
import ExperimentGraph
import Kernels
import Results
import TensorGraph

/// One experiment in memory: its programs, the arena they work in and the threads that run them.
///
/// The session knows how to do one thing at a time (start, some updates, a mean over a dataset, a gradient); what is done when is the
/// trainer's.
package struct Session: ~Copyable {
  let experiment: ExperimentGraph
  let programs: ExperimentPrograms
  let precision: Precision
  let machine: Machine
  let arena: Arena
  /// Threads that compute beside each other, where something is parted among them.
  let hands = Hands()
  /// The memory of everything that is bound below.
  private let memory: BoundPrograms
  /// One update.
  let batches: BoundPortions
  /// The metrics of each dataset that has any, in the order of the programs' evaluations.
  let evaluations: [BoundPortions]
  var scalars: StepScalars
  let noise: MaskNoise
  /// Where its updates are made together with those of others; nil for a training alone.
  let lane: Lane?
  /// Room for the means of one evaluation.
  let sums: UnsafeMutablePointer<Double>
  /// Parameters as they were initialized, where a probe compares with the start.
  private var initial: [NamedArray] = []
  /// What `initialize` takes over in place of drawing: the parameters of another stage.
  var origin: [StageTensor]?

  /// Allocates the arena and loads every dataset.
  package init(
    _ experiment: ExperimentGraph, _ programs: ExperimentPrograms, instructionSet: InstructionSet, threads: Int, lane: Lane? = nil
  ) throws(RunFailure) {
    let plan = programs.plan
    let machine = Machine(instructionSet: instructionSet, threads: threads, scratchBytes: plan.scratchBytes)
    let arena = Arena(byteCount: plan.arenaBytes)
    arena.write(plan.constants, at: plan.constantsOffset)
    var memory = BoundPrograms()
    batches = BoundPortions(programs.batches, programs.training, plan, on: machine, in: arena, &memory)
    var evaluations: [BoundPortions] = []
    for evaluation in programs.evaluations {
      evaluations.append(
        BoundPortions(evaluation.portions, evaluation.programs, plan, on: machine, in: arena, &memory))
    }
    scalars = StepScalars(experiment.training.optimizer, programs, in: arena)
    noise = MaskNoise(experiment, programs, in: arena)
    sums = .allocate(capacity: 1 + (evaluations.map(\.full.outputs.count).max() ?? 0))
    self.evaluations = evaluations
    self.memory = memory
    self.machine = machine
    self.arena = arena
    self.experiment = experiment
    self.programs = programs
    self.lane = lane
    precision = experiment.precision
    for (name, content) in experiment.datasets {
      let samples: Samples
      do throws(DataFailure) { samples = try content.load() } catch { throw .data(error) }
      try checkTokens(samples, of: name)
      write(samples.inputs, to: SlotName.inputs(name))
      write(samples.targets, to: SlotName.targets(name))
    }
  }

  deinit { sums.deallocate() }

  /// Whether a model of tokens, or of places in a matrix, knows all of a dataset.
  private func checkTokens(_ samples: Samples, of dataset: String) throws(RunFailure) {
    guard let counted = experiment.model.layers.first?.counted, !counted.isEmpty else { return }
    let numbers = samples.inputs.doubles
    let width = experiment.model.inputShape.count
    for inputs in counted {
      for place in numbers.indices where inputs.input.map({ place % width == $0.column }) ?? true {
        let value = numbers[place]
        if value >= 0, value < Double(inputs.count), value == value.rounded() { continue }
        throw .token(dataset: dataset, sample: place / width, value: value, input: inputs.input?.name, vocabulary: inputs.count)
      }
    }
  }

  // MARK: Values

  /// Draws every parameter from its own stream, or takes all over from the stage before.
  /// - Parameter attempt: which of several draws.
  package mutating func initialize(attempt: Int = 0) {
    if let origin {
      for tensor in origin { write(.numbers(tensor.values), to: tensor.name) }
    } else {
      for initializer in experiment.initializers {
        let slot = programs.slot(initializer.parameter)
        let name = "init.\(initializer.parameter)" + (attempt == 0 ? "" : " attempt \(attempt)")
        let stream = RandomStream(seed: experiment.seed, name: name)
        write(.numbers(initializer.draw(slot.shape.count, stream)), to: initializer.parameter)
      }
    }
    rememberStart()
  }

  /// The parameters as another stage takes them over.
  var stageTensors: [StageTensor] {
    experiment.model.parameters.map { StageTensor(name: $0.name, shape: $0.shape.dimensions, values: values($0.name)) }
  }

  /// Keeps the parameters as they are now as the initial ones.
  private mutating func rememberStart() {
    initial = experiment.comparedWithStart.map { NamedArray($0, array($0)) }
  }

  /// Sets parameters and state from a saved run, which also holds the initial parameters that are needed.
  mutating func restore(_ state: ResumeState) -> Bool {
    var start: [NamedArray] = []
    for name in stateNames {
      guard let array = state[name], array.shape == programs.slot(name).shape.dimensions else { return false }
      write(.numbers(array.doubles()), to: name)
    }
    for name in experiment.comparedWithStart {
      guard let array = state[Self.initialName(name)] else { return false }
      start.append(NamedArray(name, array))
    }
    initial = start
    return true
  }

  /// Parameters, state and the initial parameters that are needed, for a run that may be killed.
  func arrays() -> [NamedArray] {
    stateNames.map { NamedArray($0, array($0)) } + initial.map { NamedArray(Self.initialName($0.name), $0.array) }
  }

  private static func initialName(_ parameter: String) -> String { "\(parameter)#initial" }

  /// Names of the resident slots that training changes.
  private var stateNames: [String] {
    experiment.model.parameters.flatMap { parameter in
      [parameter.name] + experiment.training.optimizer.stateNames.map { SlotName.state($0, of: parameter.name) }
    }
  }

  /// A resident slot in its own precision.
  func array(_ name: String) -> NumericArray {
    let slot = programs.slot(name)
    switch precision {
    case .float32:
      return NumericArray(
        arena.read(Float.self, at: slot.offset, count: slot.shape.count), shape: slot.shape.dimensions)
    case .float64:
      return NumericArray(
        arena.read(Double.self, at: slot.offset, count: slot.shape.count), shape: slot.shape.dimensions)
    }
  }

  /// A resident slot, widened.
  package func values(_ name: String) -> [Double] { array(name).doubles() }

  /// The initial values of a parameter.
  func initialValues(_ name: String) -> [Double] {
    guard let found = initial.first(where: { $0.name == name }) else {
      preconditionFailure("the initial values of \(name) are kept from the start")
    }
    return found.array.doubles()
  }

  package func write(_ numbers: SampleNumbers, to name: String) {
    let slot = programs.slot(name)
    precondition(numbers.count == slot.shape.count, "\(name) is given as many numbers as it holds")
    switch (precision, numbers) {
    case (.float32, .numbers(let values)):
      let target = arena.slot(Float.self, at: slot.offset, count: values.count)
      for index in values.indices { target[index] = Float(values[index]) }
    case (.float64, .numbers(let values)): arena.write(values, at: slot.offset)
    case (.float32, .bytes(let bytes, let divisor)):
      let target = arena.slot(Float.self, at: slot.offset, count: bytes.count)
      let scale = Float(divisor)
      for index in bytes.indices { target[index] = Float(bytes[index]) / scale }
    case (.float64, .bytes(let bytes, let divisor)):
      let target = arena.slot(Double.self, at: slot.offset, count: bytes.count)
      for index in bytes.indices { target[index] = Double(bytes[index]) / divisor }
    }
  }

  // MARK: Programs

  /// Runs instructions `start` ..< `end` of a program.
  func run(_ batch: BatchProgram, from start: Int, to end: Int) {
    batch.program.instructions.withUnsafeBufferPointer { instructions in
      machine.run(UnsafeBufferPointer(rebasing: instructions[start..<end]), in: arena)
    }
  }

  /// The gradient of the training loss over the whole training set, parameter by parameter.
  package func gradient() -> [(name: String, values: [Double])] {
    let training = programs.trainingPortions
    var result = experiment.model.parameters.map {
      (name: $0.name, values: [Double](repeating: 0, count: $0.shape.count))
    }
    for index in 0..<training.portionCount {
      let range = training.range(index)
      let batch = program(programs.gradients, samples: range.count)
      takeSamples(range, of: training)
      run(batch, from: 0, to: batch.program.instructions.count)
      let weight = Double(range.count) / Double(training.count)
      for place in result.indices {
        let values = read(batch.offset(of: result[place].name), count: result[place].values.count)
        for element in values.indices { result[place].values[element] += weight * values[element] }
      }
    }
    return result
  }

  /// Names the samples of a portion to its program.
  func takeSamples(_ range: Range<Int>, of portions: Portions) {
    if range.count == portions.count { return }
    arena.write(range.map { Int32($0) }, at: programs.slot(SlotName.rows(range.count)).offset)
  }

  func read(_ offset: Int, count: Int) -> [Double] {
    switch precision {
    case .float32: arena.read(Float.self, at: offset, count: count).map { Double($0) }
    case .float64: arena.read(Double.self, at: offset, count: count)
    }
  }

  func program(_ programs: [BatchProgram], samples: Int) -> BatchProgram {
    guard let found = programs.first(where: { $0.samples == samples }) else {
      preconditionFailure("there is a program for every number of samples that occurs")
    }
    return found
  }
}

extension ExperimentGraph {
  /// The parameters of which a probe needs the initial values, in the model's order.
  var comparedWithStart: [String] {
    let all = probes.contains { $0.needs.contains { if case .initialJacobian = $0 { true } else { false } } }
    return model.parameters.map(\.name).filter { name in all || probes.contains { $0.needs.contains(.initial(name)) } }
  }
}
