import CPUFeatures
import Kernels
import TensorGraph

/// Where a step that is carried out slab by slab keeps what its parts hand to each other.
struct SlabMemory {
  /// Bytes from the start of the thread's local memory, of every value that is there.
  private(set) var places: [Value: Int] = [:]
  private(set) var bytes = 0
  let slabs: Int

  /// Bytes that a slab should stay within: what the nearest two caches of a core hold beside its operands.
  private static let mostBytes = 192 << 10
  /// Slabs that are always made, so that threads can share them.
  private static let fewestSlabs = 32

  /// - Parameter values: for each part, the values that stay in local memory and are made in it, read in it.
  init(_ values: [(made: [Value], read: Set<Value>)], batch: Int, _ bytes: (Value) -> Int) {
    var order: [Value] = []
    var extents: [(first: Int, last: Int)] = []
    for (number, part) in values.enumerated() {
      for value in part.made {
        order.append(value)
        extents.append((number, values.lastIndex { $0.read.contains(value) } ?? number))
      }
    }
    func packing(_ slabs: Int) -> ArenaPacking {
      ArenaPacking(zip(order, extents).map { Storage.Buffer(bytes: bytes($0) / slabs, first: $1.first, last: $1.last, values: [$0]) })
    }
    let divisors = (1...batch).filter { batch % $0 == 0 && $0 >= min(batch, Self.fewestSlabs) }
    let number = divisors.first { packing($0).bytes <= Self.mostBytes } ?? batch
    let packed = packing(number)
    slabs = number
    self.bytes = packed.bytes
    for (value, offset) in zip(order, packed.offsets) { places[value] = offset }
  }
}

extension Lowering {
  /// The instruction of a step that is carried out slab by slab.
  func slabs(_ step: Step, _ slabs: Slabs, keeping kept: Set<Value>) -> Draft {
    let reads = slabs.parts.map { part in Set(part.flatMap { jobs.jobs[$0].reads }) }
    // What leaves a part: to another one, or to memory.
    let made = slabs.parts.indices.map { number in
      slabs.parts[number].filter { job in
        guard let value = jobs.jobs[job].value else { return false }
        return kept.contains(value) || reads.indices.contains { $0 != number && reads[$0].contains(value) }
      }
    }
    // What is computed again is made by another step, and never among what this one keeps.
    let locals = made.map { part in part.compactMap { jobs.jobs[$0].value }.filter { !kept.contains($0) } }
    let memory = SlabMemory(Array(zip(locals, reads)).map { (made: $0, read: $1) }, batch: slabs.batch) {
      jobs.bytes(of: $0, precision)
    }
    let located = Lowering(jobs: jobs, storage: storage.with(locals: memory.places), layout: layout, sheets: sheets)
    let parts = zip(slabs.parts, made).map { part, made in
      located.slabPart(part.map { jobs.jobs[$0] }, keeping: Set(made.compactMap { jobs.jobs[$0].value }), memory.slabs)
    }
    var draft = Draft(.slabs, precision, vertex: jobs.jobs[step.jobs[step.jobs.count - 1]].vertex)
    draft.instruction.n0 = Int64(memory.slabs)
    draft.instruction.n1 = Int64(parts.count)
    draft.instruction.n2 = Int64(memory.bytes + (parts.compactMap(\.draft.table?.bytes).max() ?? 0))
    draft.instruction.n3 = Int64(Machine.usualScratchBytes)
    draft.instruction.n4 = Int64(memory.bytes)
    draft.instruction.n5 = Int64(parts.reduce(0) { $0 + work(ofPart: $1.draft.instruction) })
    draft.operations = parts.reduce(0) { $0 + $1.draft.operations }
    draft.table = .slabs(parts)
    draft.text = "\(memory.slabs) of \(slabs.batch / memory.slabs): " + parts.map(\.draft.text).joined(separator: "; ")
    return draft
  }

  private func slabPart(_ members: [Job], keeping kept: Set<Value>, _ slabs: Int) -> SlabPart {
    let width = precision.bytes
    if members[0].isElementwise { return SlabPart(elementwise: elementwise(members, kept), slabs, width) }
    guard let value = members[0].value else { preconditionFailure("Every kernel makes a value.") }
    switch graph[value].operation {
    case .matmul(let product): return SlabPart(product: gemm(value, product), slabs, width)
    case .sum(let sum): return SlabPart(reduction: reduction(.reduceSum, value, sum.axes), slabs, width)
    case .max(let max): return SlabPart(reduction: reduction(.reduceMax, value, max.axes), slabs, width)
    default: preconditionFailure("\(graph[value].operation.primitive.name) is no part of a slab.")
    }
  }
}

/// One instruction of a slabs step as it is for the first slab, and how far its operands move from slab to slab.
struct SlabPart {
  /// Elementwise, or a kernel.
  private(set) var draft: Draft
  /// Bytes from slab to slab, or `CS_LOCAL`.
  private(set) var out: Int64 = 0
  private(set) var a: Int64 = 0
  private(set) var b: Int64 = 0
  /// Those of the inputs and then the outputs of an elementwise pass.
  private(set) var moves: [Int64] = []

  /// Bytes in the table of the step, as laid out in cs_instruction.h.
  var bytes: Int { MemoryLayout<cs_part>.stride + (draft.table?.bytes ?? 0) + moves.count * MemoryLayout<Int64>.stride }

  /// An elementwise pass over the whole batch, of equally many slabs.
  fileprivate init(elementwise draft: Draft, _ slabs: Int, _ width: Int) {
    self.draft = draft
    guard case .elementwise(var inputs, let operations, let outputs)? = draft.table else { preconditionFailure("A pass has a table.") }
    let whole = Int(draft.instruction.n0)
    for index in inputs.indices {
      let (inner, mid) = (inputs[index].inner, inputs[index].mid)
      guard let numbers = numbersPerSlab(inner: inner, mid: mid, count: whole, slabs: slabs) else {
        preconditionFailure("A pass of slabs reads slabs.")
      }
      if numbers > 0 { inputs[index].mid = numbers }
      moves.append(SlabPart.move(inputs[index].source, numbers * width))
    }
    for output in outputs { moves.append(SlabPart.move(output.0, whole / slabs * width)) }
    self.draft.instruction.n0 = Int64(whole / slabs)
    self.draft.table = .elementwise(inputs: inputs, operations, outputs: outputs)
  }

  /// A product for each matrix of the batch.
  fileprivate init(product draft: Draft, _ slabs: Int, _ width: Int) {
    self.draft = draft
    let count = Int(draft.instruction.n3) / slabs
    self.draft.instruction.n3 = Int64(count)
    a = SlabPart.move(draft.a, count * Int(draft.instruction.n9) * width)
    b = SlabPart.move(draft.b, count * Int(draft.instruction.n10) * width)
    out = SlabPart.move(draft.out, count * Int(draft.instruction.n11) * width)
  }

  /// Sums or largest numbers of the rows or columns of every matrix.
  fileprivate init(reduction draft: Draft, _ slabs: Int, _ width: Int) {
    self.draft = draft
    let count = Int(draft.instruction.n0) / slabs
    self.draft.instruction.n0 = Int64(count)
    a = SlabPart.move(draft.a, count * Int(draft.instruction.n1 * draft.instruction.n2) * width)
    out = SlabPart.move(draft.out, count * Int(draft.instruction.n2) * width)
  }

  private static func move(_ reference: Draft.Reference?, _ bytes: Int) -> Int64 {
    if case .local? = reference?.location { return CS_LOCAL }
    return Int64(bytes)
  }
}
