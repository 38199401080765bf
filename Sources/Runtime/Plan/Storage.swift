import TensorGraph

/// Where the buffers of a program's values lie before addresses are given, and how long each is needed.
///
/// A buffer of the arena may serve several values one after the other: an elementwise step writes a result over an
/// operand that nothing reads later, when it reads that operand element by element.
struct Storage {
  enum Location: Hashable {
    /// Bytes from the arena's start, in the resident part.
    case resident(Int)
    /// Bytes from the start of the constants.
    case constant(Int)
    /// Number of a buffer of the arena.
    case buffer(Int)
    /// Nowhere: the product that the same instruction computes.
    case product
    /// Bytes from the start of the memory of the thread that carries out a slab.
    case local(Int)
  }

  /// A piece of the arena and the steps during which it is in use, first and last included.
  struct Buffer: Hashable {
    let bytes: Int
    let first: Int
    var last: Int
    /// The values that lie there, in the order in which they come; none for a workspace.
    var values: [Value]
  }

  private(set) var locations: [Value: Location] = [:]
  private(set) var buffers: [Buffer] = []

  /// - Parameters:
  ///   - order: the steps in order.
  ///   - sheets: the programs of the sheets among them.
  ///   - constants: receives the tables that steps read.
  init(
    _ fusion: Fusion, _ order: StepOrder, _ sheets: SheetPrograms, _ layout: ResidentLayout, _ constants: inout ConstantPool
  ) {
    let jobs = fusion.jobs
    let lastRead = Storage.lastReads(fusion, order)
    locateSources(jobs, layout, &constants)
    for (index, step) in order.steps.enumerated() {
      // What is computed tile by tile reads inputs that it has not come to when it writes the first tiles.
      let elementwise = !step.isTiled && jobs.jobs[step.jobs[0]].isElementwise
      let kept = fusion.kept(step)
      if let product = step.product, let value = jobs.jobs[product].value { locations[value] = .product }
      for job in step.jobs.map({ jobs.jobs[$0] }) {
        guard let slot = job.slot, let value = job.reads.first, kept.contains(value), locations[value] == nil,
          case .read(let access) = job.operands[0], access.isFull(job.count), let place = layout[slot]
        else { continue }
        // What an update writes is read from the resident tensor from then on.
        locations[value] = .resident(place.offset)
      }
      var dying = elementwise ? dyingOperands(jobs, step, index, lastRead) : []
      for value in kept.sorted() where locations[value] == nil {
        let bytes = sheets.bytes(of: value, layout.precision) ?? jobs.bytes(of: value, layout.precision)
        let last = jobs.outputs.contains(value) ? Int.max : lastRead[value] ?? index
        if let number = dying.firstIndex(where: { buffers[$0].bytes == bytes }).map({ dying.remove(at: $0) }) {
          buffers[number].last = last
          buffers[number].values.append(value)
          locations[value] = .buffer(number)
        } else {
          locations[value] = .buffer(buffers.count)
          buffers.append(Buffer(bytes: bytes, first: index, last: last, values: [value]))
        }
      }
    }
  }

  /// The same, with some values in the memory of a thread.
  func with(locals: [Value: Int]) -> Storage {
    var storage = self
    for (value, offset) in locals.sorted(by: { $0.key < $1.key }) { storage.locations[value] = .local(offset) }
    return storage
  }

  /// A buffer that one step alone uses.
  mutating func workspace(_ bytes: Int, step: Int) -> Int {
    buffers.append(Buffer(bytes: bytes, first: step, last: step, values: []))
    return buffers.count - 1
  }

  /// The last step that reads each value.
  private static func lastReads(_ fusion: Fusion, _ order: StepOrder) -> [Value: Int] {
    var last: [Value: Int] = [:]
    for (index, step) in order.steps.enumerated() {
      for base in fusion.reads(step).union(step.jobs.flatMap { fusion.jobs.jobs[$0].reads }) { last[base] = index }
    }
    return last
  }

  private mutating func locateSources(_ jobs: JobGraph, _ layout: ResidentLayout, _ constants: inout ConstantPool) {
    let read = Set(jobs.jobs.flatMap(\.reads)).union(jobs.outputs)
    for value in read.sorted() {
      switch jobs.graph[value].operation {
      case .input, .parameter:
        let name = jobs.graph[value].operation.sourceName ?? ""
        guard let slot = layout[name] else { preconditionFailure("The layout has no resident tensor `\(name)`.") }
        precondition(slot.shape == jobs.graph.shape(value), "`\(name)` has shape \(slot.shape) in the layout.")
        locations[value] = .resident(slot.offset)
      case .constant(let constant): locations[value] = .constant(constants.add(constant, layout.precision))
      default: break
      }
    }
  }

  /// Buffers that the step reads for the last time, and element by element only.
  private func dyingOperands(_ jobs: JobGraph, _ step: Step, _ index: Int, _ lastRead: [Value: Int]) -> [Int] {
    var numbers: [Int] = []
    let members = step.jobs.map { jobs.jobs[$0] }
    // A product reads what it is made of in many places.
    let others = Set(members.compactMap(\.value)).union(step.product.map { jobs.jobs[$0].reads } ?? [])
    for base in Set(members.flatMap(\.reads)).subtracting(others).sorted() {
      guard case .buffer(let number)? = locations[base], buffers[number].last == index, lastRead[base] == index,
        !numbers.contains(number)
      else { continue }
      let aligned = members.allSatisfy { job in
        job.operands.allSatisfy { operand in
          guard case .read(let access) = operand, access.place.base == base else { return true }
          return access.place.offset == 0 && access.isFull(job.count)
        }
      }
      if aligned { numbers.append(number) }
    }
    return numbers
  }
}
