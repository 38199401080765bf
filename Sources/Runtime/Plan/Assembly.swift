import CPUFeatures
import Kernels
import TensorGraph

/// One program on its way: drafts with tables reserved and buffers packed, waiting for the addresses of the parts.
struct Assembly {
  private let request: ProgramRequest
  private let graph: TensorGraph
  private let lowering: Lowering
  private let results: [(name: String, value: Value)]
  private var drafts: [Draft] = []
  /// For each draft, where its table starts in the constants.
  private var tables: [Int?] = []
  /// For each draft, the buffer it works in.
  private var workspaces: [Int?] = []
  /// For each step, its first and last draft.
  private var spans: [(first: Int, last: Int)] = []
  private var scratchBytes = 0
  private let storage: Storage
  private let packing: ArenaPacking

  /// The bytes of the working part that this program needs.
  var workingBytes: Int { packing.bytes }

  init(_ request: ProgramRequest, _ layout: ResidentLayout, _ constants: inout ConstantPool, tiling: Tiling) {
    self.request = request
    for update in request.updates {
      precondition(
        layout[update.slot]?.shape == request.graph.shape(update.value),
        "The update of `\(update.slot)` does not have the shape of its resident tensor.")
    }
    let lowered = Assembly.lowered(request)
    graph = lowered.graph
    results = lowered.outputs
    let jobs = JobGraph(graph: graph, outputs: results.map(\.value), updates: lowered.updates)
    let fusion = Fusion(jobs, precision: layout.precision, tiling: tiling)
    let order = StepOrder(fusion)
    let programs = SheetPrograms(fusion, order)
    var storage = Storage(fusion, order, programs, layout, &constants)
    lowering = Lowering(jobs: jobs, storage: storage, layout: layout, sheets: programs)
    for (index, step) in order.steps.enumerated() {
      let first = drafts.count
      for var draft in lowering.drafts(step, number: index, keeping: fusion.kept(step)) {
        let cut = cut(draft.instruction)
        draft.instruction.chunks = cut.chunks
        draft.instruction.finish_chunks = cut.finishChunks
        scratchBytes = max(scratchBytes, cut.scratchBytes)
        tables.append(draft.table.map { constants.reserve($0.bytes) })
        workspaces.append(cut.workspaceBytes > 0 ? storage.workspace(cut.workspaceBytes, step: index) : nil)
        drafts.append(draft)
      }
      spans.append((first, drafts.count - 1))
    }
    self.storage = storage
    packing = ArenaPacking(storage.buffers)
  }

  /// The graph in the forms that kernels have, with outputs and updates in it.
  private static func lowered(
    _ request: ProgramRequest
  ) -> (graph: TensorGraph, outputs: [(name: String, value: Value)], updates: [(slot: String, value: Value)]) {
    let roots = request.outputs.map(\.value) + request.updates.map(\.value)
    let simple = request.graph.simplified(keeping: roots, rules: RewriteRule.final)
    let parts = simple.graph.readingParts(keeping: simple.roots)
    var (graph, values) = parts.graph.simplified(keeping: parts.roots, rules: RewriteRule.lowering)
    let overwritten = Set(request.updates.map(\.slot))
    // A resident tensor that will have changed by the time it is read is copied while it has its old numbers.
    for (index, value) in values.enumerated() {
      guard let name = graph[graph.place(graph.source(value)).base].operation.sourceName else { continue }
      let own = index >= roots.count - request.updates.count && graph.place(value).base == value
        && request.updates[index - request.outputs.count].slot == name
      if overwritten.contains(name), !own {
        values[index] = graph.multiply(value, graph.constant(1, graph.shape(value)))
      }
    }
    graph.verify()
    let outputs = zip(request.outputs, values).map { (name: $0.name, value: $1) }
    let updates = zip(request.updates, values.dropFirst(outputs.count)).map { (slot: $0.slot, value: $1) }
    return (graph, outputs, updates)
  }

  /// The finished program, once it is known where the parts of the arena start.
  func program(constantsAt: Int, workingAt: Int, _ constants: inout ConstantPool) -> Program {
    func address(_ reference: Draft.Reference?) -> Int64 {
      guard let reference else { return 0 }
      switch reference.location {
      case .resident(let offset): return Int64(offset + reference.bytes)
      case .constant(let offset): return Int64(constantsAt + offset + reference.bytes)
      case .buffer(let number): return Int64(workingAt + packing.offsets[number] + reference.bytes)
      case .product: return CS_PRODUCT
      case .local(let offset): return Int64(offset + reference.bytes)
      }
    }
    let instructions = drafts.indices.map { index in
      let draft = drafts[index]
      var instruction = draft.instruction
      instruction.out = address(draft.out)
      instruction.a = address(draft.a)
      instruction.b = address(draft.b)
      instruction.table = address(draft.second)
      if let buffer = workspaces[index] { instruction.workspace = address(Draft.Reference(location: .buffer(buffer))) }
      if let offset = tables[index], let table = draft.table {
        instruction.table = Int64(constantsAt + offset)
        write(table, at: offset, constantsAt: constantsAt, &constants, address)
      }
      return instruction
    }
    let outputs = results.map { result in
      Program.Output(
        name: result.name, shape: graph.shape(result.value), element: graph[result.value].element,
        offset: Int(address(lowering.reference(result.value))))
    }
    let extents = storage.buffers.enumerated().map { number, buffer in
      Program.Extent(
        offset: workingAt + packing.offsets[number], bytes: buffer.bytes, first: spans[buffer.first].first,
        last: buffer.last == Int.max ? Int.max : spans[buffer.last].last)
    }
    return Program(
      name: request.name, instructions: instructions, outputs: outputs, graph: graph, extents: extents,
      scratchBytes: scratchBytes, operations: drafts.reduce(0) { $0 + $1.operations },
      text: ProgramText.text(zip(drafts, instructions).map { ($0, $1) }, outputs))
  }

  private func write(
    _ table: Draft.Table, at offset: Int, constantsAt: Int, _ constants: inout ConstantPool,
    _ address: (Draft.Reference?) -> Int64
  ) {
    switch table {
    case .instruction(var instruction, let table):
      let next = offset + MemoryLayout<cs_instruction>.stride
      instruction.table = Int64(constantsAt + next)
      constants.write(instruction, at: offset)
      write(table, at: next, constantsAt: constantsAt, &constants, address)
    case .copy(let copy): constants.write(copy, at: offset)
    case .sheet(let sheet): sheet.write(at: offset, &constants, address)
    case .slabs(let parts):
      var next = offset + parts.count * MemoryLayout<cs_part>.stride
      for (number, part) in parts.enumerated() {
        var instruction = part.draft.instruction
        (instruction.out, instruction.a, instruction.b) = (address(part.draft.out), address(part.draft.a), address(part.draft.b))
        let moves = next + (part.draft.table?.bytes ?? 0)
        if let table = part.draft.table {
          instruction.table = Int64(constantsAt + next)
          write(table, at: next, constantsAt: constantsAt, &constants, address)
        }
        next = moves
        for move in part.moves { constants.write(move, after: &next) }
        constants.write(
          cs_part(instruction: instruction, out: part.out, a: part.a, b: part.b, moves: Int64(constantsAt + moves)),
          at: offset + number * MemoryLayout<cs_part>.stride)
      }
    case .elementwise(let inputs, let operations, let outputs):
      var next = offset
      for input in inputs {
        constants.write(
          cs_input(offset: address(input.source), inner: Int64(input.inner), mid: Int64(input.mid), width: 1), after: &next)
      }
      for operation in operations { constants.write(operation, after: &next) }
      for output in outputs {
        constants.write(cs_output(offset: address(output.0), source: Int64(output.register)), after: &next)
      }
    }
  }
}
