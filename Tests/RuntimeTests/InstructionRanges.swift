import CPUFeatures
import Runtime
import TensorGraph

/// The bytes that an instruction reads and writes, told from cs_instruction.h alone: a second opinion on the planner.
struct InstructionRanges {
  private(set) var reads: [Range<Int>] = []
  private(set) var writes: [Range<Int>] = []
  private let opcode: cs_opcode
  /// What a product is made of.
  private var matrices: [Range<Int>] = []

  init(_ i: cs_instruction, _ plan: Plan, width: Int) {
    opcode = i.opcode
    func n(_ field: Int64) -> Int { Int(field) }
    func read(_ offset: Int64, _ count: Int, _ bytes: Int) { reads.append(n(offset)..<n(offset) + count * bytes) }
    func write(_ count: Int) { writes.append(n(i.out)..<n(i.out) + count * width) }
    let image = n(i.n0 * i.n1 * i.n2 * i.n3)
    let pooled = n(i.n0 * i.n1 * i.n11 * i.n12)
    let convolved = n(i.n0 * i.n4 * i.n11 * i.n12)
    let weight = n(i.n4 * i.n1 * i.n5 * i.n6)
    let chosen = n(i.n0 * i.n4 * (i.n11 / 2) * (i.n12 / 2))
    let choiceBytes = n(i.n0 * ((i.n4 + 15) / 16 * 16) * (i.n11 / 2) * (i.n12 / 2))
    switch i.opcode {
    case .elementwise: readTable(i, plan, width)
    case .sheet: readSheet(i, plan, width)
    case .matrixVector: _ = (read(i.a, n(i.n0 * i.n1), width), read(i.b, n(i.n1), width), write(n(i.n0)))
    case .gemm:
      let batch = n(i.n3)
      read(i.a, batch * n(i.n0 * i.n2), width)
      read(i.b, batch * n(i.n1 * i.n2), width)
      write(batch * n(i.n0 * i.n1))
    case .gemmUpdate:
      read(i.a, n(i.n0 * i.n2), width)
      read(i.b, n(i.n1 * i.n2), width)
      matrices = reads
      readTable(plan.update(of: i), plan, width)
    case .conv2d: _ = (read(i.a, image, width), read(i.b, weight, width), write(convolved))
    case .conv2dInputAdjoint: _ = (read(i.a, convolved, width), read(i.b, weight, width), write(image))
    case .conv2dWeightAdjoint: _ = (read(i.a, convolved, width), read(i.b, image, width), write(weight))
    case .conv2dPool:
      _ = (read(i.a, image, width), read(i.b, weight, width), write(chosen))
      if i.detail & 1 != 0 { read(i.table, n(i.n4), width) }
      if i.detail & 2 != 0 {
        let choices = n(i.out) + (chosen * width + 63) / 64 * 64
        writes.append(choices..<choices + choiceBytes)
      }
    case .conv2dPoolInputAdjoint:
      _ = (read(i.a, chosen, width), read(i.table, choiceBytes, 1), read(i.b, weight, width), write(image))
    case .conv2dPoolWeightAdjoint:
      _ = (read(i.a, chosen, width), read(i.table, choiceBytes, 1), read(i.b, image, width), write(weight))
    case .reduceSum, .reduceMax: _ = (read(i.a, n(i.n0 * i.n1 * i.n2), width), write(n(i.n0 * i.n2)))
    case .argmaxMask: _ = (read(i.a, n(i.n0 * i.n1 * i.n2), width), write(n(i.n0 * i.n1 * i.n2)))
    case .poolSelect: _ = (read(i.a, image, width), read(i.b, image, width), write(pooled))
    case .poolScatter: _ = (read(i.a, pooled, width), read(i.b, image, width), write(image))
    case .sumPool: _ = (read(i.a, image, width), write(pooled))
    case .sumPoolAdjoint: _ = (read(i.a, pooled, width), write(image))
    case .copyStrided: walk(i, plan, width)
    case .fill: write(n(i.n0))
    case .slabs: for part in plan.slabParts(of: i) { addPart(part, slabs: n(i.n0), plan, width) }
    case .gatherRows: _ = (read(i.a, n(i.n0 * i.n1), width), read(i.b, n(i.n2), i.detail == 1 ? width : 4), write(n(i.n2 * i.n1)))
    case .scatterAddRows: _ = (read(i.a, n(i.n2 * i.n1), width), read(i.b, n(i.n2), i.detail == 1 ? width : 4), write(n(i.n0 * i.n1)))
    default: preconditionFailure("The header has no opcode \(i.opcode.rawValue).")
    }
  }

  /// Whether a result may lie upon an operand: exactly, or, in a sheet, upon some of the numbers of every column.
  func mayAlias(_ write: Range<Int>, _ read: Range<Int>) -> Bool {
    switch opcode {
    case .elementwise: write == read
    case .sheet: write.contains(read)
    case .gemmUpdate: write == read && !matrices.contains(read)
    default: false
    }
  }

  /// What a part reads and writes of the arena on all slabs together.
  private mutating func addPart(_ part: cs_part, slabs: Int, _ plan: Plan, _ width: Int) {
    let i = part.instruction
    // What an earlier part has written is its own.
    defer { reads.removeAll { read in writes.contains(read) } }
    func all(_ offset: Int64, _ move: Int64, _ count: Int64) -> Range<Int>? {
      move == CS_LOCAL ? nil : Int(offset)..<Int(offset) + (slabs - 1) * Int(move) + Int(count) * width
    }
    switch i.opcode {
    case .gemm:
      reads += [all(i.a, part.a, i.n3 * i.n0 * i.n2), all(i.b, part.b, i.n3 * i.n1 * i.n2)].compactMap { $0 }
      writes += [all(i.out, part.out, i.n3 * i.n0 * i.n1)].compactMap { $0 }
    case .reduceSum, .reduceMax:
      reads += [all(i.a, part.a, i.n0 * i.n1 * i.n2)].compactMap { $0 }
      writes += [all(i.out, part.out, i.n0 * i.n2)].compactMap { $0 }
    case .elementwise:
      var next = Int(i.table)
      let moves = plan.slabMoves(of: part)
      for move in moves.prefix(Int(i.n1)) {
        let input = plan.constant(cs_input.self, at: next)
        reads += [all(input.offset, move, input.mid)].compactMap { $0 }
        next += MemoryLayout<cs_input>.stride
      }
      next += Int(i.n2) * MemoryLayout<cs_operation>.stride
      for move in moves.dropFirst(Int(i.n1)) {
        writes += [all(plan.constant(cs_output.self, at: next).offset, move, i.n0)].compactMap { $0 }
        next += MemoryLayout<cs_output>.stride
      }
    default: preconditionFailure("The header has no part \(i.opcode.rawValue).")
    }
  }

  private mutating func readTable(_ i: cs_instruction, _ plan: Plan, _ width: Int) {
    var next = Int(i.table)
    for _ in 0..<i.n1 {
      let input = plan.constant(cs_input.self, at: next)
      if input.offset != CS_PRODUCT {
        reads.append(Int(input.offset)..<Int(input.offset + input.mid) + Int(input.mid) * (width - 1))
      }
      next += MemoryLayout<cs_input>.stride
    }
    next += Int(i.n2) * MemoryLayout<cs_operation>.stride
    for _ in 0..<i.n3 {
      let output = plan.constant(cs_output.self, at: next)
      writes.append(Int(output.offset)..<Int(output.offset) + Int(i.n0) * width)
      next += MemoryLayout<cs_output>.stride
    }
  }

  /// What a sheet and its updates read, and what leaves them.
  private mutating func readSheet(_ i: cs_instruction, _ plan: Plan, _ width: Int) {
    var next = Int(i.table)
    func take<Plain: BitwiseCopyable>(_ type: Plain.Type) -> Plain {
      defer { next += MemoryLayout<Plain>.stride }
      return plan.constant(type, at: next)
    }
    let (rows, columns) = (Int(i.n0), Int(i.n1))
    func add(_ input: cs_sheet_input, _ whole: Int) {
      let count =
        switch input.extent {
        case .sheet: whole
        case .blocks: rows * ((columns * width + 63) / 64 * 64) / width
        case .column: (columns - 1) * Int(input.stride) + 1
        case .row: (rows - 1) * Int(input.stride) + 1
        default: 1
        }
      if input.extent != .local { reads.append(Int(input.offset)..<Int(input.offset) + count * width) }
    }
    let sheet = take(cs_sheet.self)
    for _ in 0..<sheet.inputs { add(take(cs_sheet_input.self), rows * columns) }
    next += Int(sheet.operations) * MemoryLayout<cs_operation>.stride
    next += Int(sheet.stores) * MemoryLayout<cs_output>.stride
    next += Int(sheet.row_dots) * MemoryLayout<cs_row_dot>.stride
    next += Int(sheet.column_sums) * MemoryLayout<cs_column_sum>.stride
    for _ in 0..<sheet.updates {
      let update = take(cs_update.self)
      for _ in 0..<update.inputs { add(take(cs_sheet_input.self), columns * Int(update.per_column)) }
      next += Int(update.operations) * MemoryLayout<cs_operation>.stride
      next += Int(update.stores) * MemoryLayout<cs_output>.stride
    }
    for result in plan.sheetResults(of: i) where result.stride == 1 {
      writes.append(result.offset..<result.offset + result.count * width)
    }
  }

  /// The hull of a strided copy on both sides.
  private mutating func walk(_ i: cs_instruction, _ plan: Plan, _ width: Int) {
    let numbers = (0..<18).map { Int(plan.constant(Int64.self, at: Int(i.table) + 8 * $0)) }
    var (source, destination) = (0, 0)
    for axis in 0..<Int(i.n0) {
      source += (numbers[axis] - 1) * numbers[6 + axis]
      destination += (numbers[axis] - 1) * numbers[12 + axis]
    }
    reads.append(Int(i.a)..<Int(i.a) + (source + 1) * width)
    writes.append(Int(i.out)..<Int(i.out) + (destination + 1) * width)
  }
}

extension Plan {
  /// A plain value in the constants, by its offset in the arena.
  func constant<Plain: BitwiseCopyable>(_ type: Plain.Type, at offset: Int) -> Plain {
    constants.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset - constantsOffset, as: type) }
  }
}
