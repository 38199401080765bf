import CPUFeatures
import TensorGraph

/// An update of a sheet: an elementwise program over the columns, or over a few numbers of each.
struct SheetUpdateProgram {
  /// What leaves it.
  struct Store {
    let destination: MicroProgram.Destination
    let register: Int
    /// Whether nothing reads what lies there after the operation that makes it.
    let isInPlace: Bool
  }

  let count: Int
  private(set) var inputs: [Access] = []
  private(set) var operations: [cs_operation] = []
  private(set) var registers = 0
  private(set) var stores: [Store] = []

  /// - Parameters:
  ///   - jobs: elementwise, over equally many elements, each after those it reads.
  ///   - kept: the values whose buffers are needed after the update.
  ///   - slotName: the resident slot that a value is, if it is one.
  init(_ jobs: [Job], keeping kept: Set<Value>, slotName: (Value) -> String?) {
    count = jobs[0].count
    let made = Set(jobs.compactMap(\.value))
    var uses: [Value: Int] = [:]
    for job in jobs {
      for case .read(let access) in job.operands {
        uses[access.place.base, default: 0] += 1
        if !made.contains(access.place.base), !inputs.contains(access) { inputs.append(access) }
      }
      if let value = job.value, kept.contains(value) { uses[value, default: 0] += 1 }
    }
    var body = SheetOperations(uses: uses) { _ in false }
    var leaving: [(destination: MicroProgram.Destination, source: SheetOperations.Source)] = []
    for job in jobs {
      let sources = job.operands.map { source($0, body) }
      if let slot = job.slot {
        leaving.append((.slot(slot), sources[0]))
      } else if let value = job.value {
        if case .map(let operation) = job.work {
          body.add(operation.micro, sources, value)
        } else {
          body.add(.copy, sources, value)
        }
        if kept.contains(value) { leaving.append((.value(value), body.source(value))) }
      }
    }
    let staying = leaving.compactMap { leaf in if case .result(let value) = leaf.source { value } else { nil } }
    let allocation = SheetRegisters(body, staying: staying, inputs: inputs.count) { _ in nil }
    operations = allocation.operations
    registers = allocation.count
    for leaf in leaving {
      switch leaf.source {
      case .input(let register):
        stores.append(Store(destination: leaf.destination, register: register, isInPlace: false))
      case .result(let value):
        guard let register = allocation.places[value] else { preconditionFailure("What leaves an update is made.") }
        // What is copied from an input must find its old numbers.
        let copies = leaving.contains { if case .input = $0.source { true } else { false } }
        let makers = allocation.operations.filter { $0.destination == Int32(register) }
        let isInPlace = !copies && makers.count == 1 && !stores.contains { $0.register == register }
          && canBeInPlace(value, leaf.destination, body, slotName)
        stores.append(Store(destination: leaf.destination, register: register, isInPlace: isInPlace))
      case .constant: preconditionFailure("A constant is copied before it leaves an update.")
      }
    }
  }

  private func source(_ operand: Operand, _ body: SheetOperations) -> SheetOperations.Source {
    switch operand {
    case .constant(let number): return .constant(number)
    case .read(let access):
      if let input = inputs.firstIndex(of: access) { return .input(input) }
      return body.source(access.place.base)
    }
  }

  /// Whether a result may be made in the memory of the slot that it is for: no operation after the one that makes it
  /// reads the slot.
  private func canBeInPlace(
    _ value: Value, _ destination: MicroProgram.Destination, _ body: SheetOperations, _ slotName: (Value) -> String?
  ) -> Bool {
    guard case .slot(let slot) = destination, let maker = body.items.firstIndex(where: { $0.value == value })
    else { return false }
    return !body.items[(maker + 1)...].contains { item in
      item.sources.contains { source in
        if case .input(let input) = source { slotName(inputs[input].place.base) == slot } else { false }
      }
    }
  }
}
