import CPUFeatures
import TensorGraph

/// The elementwise instruction of one step: inputs, operations on registers, outputs.
struct MicroProgram {
  /// A result of the step that leaves it: the value's buffer, or a resident slot.
  enum Destination: Hashable {
    case value(Value)
    case slot(String)
  }

  let count: Int
  private(set) var inputs: [Access] = []
  private(set) var operations: [cs_operation] = []
  private(set) var outputs: [(destination: Destination, register: Int)] = []
  private(set) var registers = 0

  /// - Parameters:
  ///   - jobs: elementwise, over equally many elements, each after those it reads.
  ///   - kept: the values whose buffers are needed after the step.
  init(_ jobs: [Job], keeping kept: Set<Value>) {
    count = jobs[0].count
    let made = Set(jobs.compactMap(\.value))
    for job in jobs {
      for case .read(let access) in job.operands where !made.contains(access.place.base) && !inputs.contains(access) {
        inputs.append(access)
      }
    }
    registers = inputs.count
    var allocation = Allocation(jobs, made: made, kept: kept, firstFree: inputs.count)
    for (index, job) in jobs.enumerated() {
      let sources = job.operands.map { source($0, made, allocation) }
      let register = emit(job, sources, &allocation, index)
      if let slot = job.slot { outputs.append((.slot(slot), register)) }
      if let value = job.value, kept.contains(value) { outputs.append((.value(value), register)) }
    }
    registers = allocation.highest
  }

  private enum Source {
    case register(Int)
    case constant(Double)
  }

  private func source(_ operand: Operand, _ made: Set<Value>, _ allocation: Allocation) -> Source {
    switch operand {
    case .constant(let number): return .constant(number)
    case .read(let access):
      if let register = allocation.register[access.place.base] { return .register(register) }
      guard let input = inputs.firstIndex(of: access) else { preconditionFailure("Every access is an input.") }
      return .register(input)
    }
  }

  /// Appends the operation of a job and returns the register its result is in.
  private mutating func emit(_ job: Job, _ sources: [Source], _ allocation: inout Allocation, _ index: Int) -> Int {
    if job.work == .copy, case .register(let register) = sources[0] {
      if let value = job.value { allocation.share(register, value) }
      return register
    }
    var operation = cs_operation()
    if case .map(let map) = job.work { operation.micro = map.micro } else { operation.micro = .copy }
    let numbers = sources.map { source in
      switch source {
      case .register(let register): return Int32(register)
      case .constant(let number):
        operation.constant = number
        return Int32(CS_CONSTANT)
      }
    }
    operation.a = numbers[0]
    operation.b = numbers.count > 1 ? numbers[1] : 0
    let register = allocation.take(job.value, at: index)
    operation.destination = Int32(register)
    operations.append(operation)
    return register
  }
}

/// Registers above the inputs: taken when a value is made, free again after its last reader.
private struct Allocation {
  private(set) var register: [Value: Int] = [:]
  private(set) var highest: Int
  private var free: [Int] = []
  private var ends: [(job: Int, register: Int)] = []
  private var lastReader: [Value: Int] = [:]

  init(_ jobs: [Job], made: Set<Value>, kept: Set<Value>, firstFree: Int) {
    highest = firstFree
    for (index, job) in jobs.enumerated() {
      // What an update or an output takes must stand until the last operation has run.
      let stays = job.slot != nil || job.value.map(kept.contains) == true
      if let value = job.value { lastReader[value] = max(lastReader[value] ?? 0, stays ? Int.max : index) }
      for base in job.reads where made.contains(base) {
        lastReader[base] = job.slot != nil ? Int.max : max(lastReader[base] ?? 0, index)
      }
    }
  }

  /// A register for the result of job number `index`. Operands that end there may give theirs.
  mutating func take(_ value: Value?, at index: Int) -> Int {
    for end in ends where end.job <= index { free.append(end.register) }
    ends.removeAll { $0.job <= index }
    free.sort(by: >)
    let taken = free.popLast() ?? highest
    highest = max(highest, taken + 1)
    guard let value else { return taken }
    register[value] = taken
    if let last = lastReader[value], last != Int.max { ends.append((last, taken)) }
    return taken
  }

  /// A value that is what a register already holds.
  mutating func share(_ shared: Int, _ value: Value) { register[value] = shared }
}

extension Operation {
  /// The micro-operation of an arithmetic operation or a function.
  var micro: cs_micro {
    switch self {
    case .arithmetic(let arithmetic):
      switch arithmetic {
      case .add: .add
      case .subtract: .sub
      case .multiply: .mul
      case .divide: .div
      }
    case .unary(let f):
      switch f {
      case .negate: .negate
      case .abs: .abs
      case .sign: .sign
      case .step: .step
      case .relu: .relu
      case .exp: .exp
      case .log: .log
      case .tanh: .tanh
      case .sigmoid: .sigmoid
      case .softplus: .softplus
      case .sin: .sin
      case .cos: .cos
      case .sqrt: .sqrt
      case .erf: .erf
      }
    default: preconditionFailure("\(primitive.name) is not elementwise.")
    }
  }

  /// What the micro-operation counts in the cutting of an instruction (cs_instruction.h).
  var microWeight: Int {
    switch self {
    case .unary(let f): [.exp, .log, .tanh, .sigmoid, .softplus, .sin, .cos, .erf].contains(f) ? 8 : f == .sqrt ? 2 : 1
    case .arithmetic(.divide): 2
    default: 1
    }
  }
}
