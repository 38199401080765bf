import CPUFeatures
import TensorGraph

extension Plan {
  /// Where an instruction writes: byte offsets in the arena and numbers of elements. Nothing of one that is carried out tile by tile:
  /// what a tile stores has numbers of no meaning between its rows.
  func results(of instruction: cs_instruction, in program: Program) -> [(offset: Int, count: Int)] {
    if instruction.opcode == .elementwise {
      return outputOffsets(of: instruction).map { ($0, Int(instruction.n0)) }
    }
    if instruction.opcode == .gemmUpdate { return results(of: update(of: instruction), in: program) }
    guard instruction.vertex >= 0, ![.sheet, .slabs].contains(instruction.opcode) else { return [] }
    return [(Int(instruction.out), program.graph.vertices[Int(instruction.vertex)].shape.count)]
  }

  /// Whether an instruction changes a resident slot. Residents stand before everything else in the arena.
  func writesResident(_ instruction: cs_instruction) -> Bool {
    outputOffsets(of: instruction).contains { $0 < layout.bytes }
  }

  /// The first instruction of a program that writes a resident slot: what stands before it leaves the parameters as they are.
  func updateStart(of program: Program) -> Int {
    let start = program.instructions.firstIndex { writesResident($0) } ?? program.instructions.count
    for output in program.outputs where start < program.instructions.count {
      precondition(
        !program.instructions[start...].contains { writes($0, at: output.offset) },
        "what a program gives is known before it changes a resident slot")
    }
    return start
  }

  /// Whether an instruction has an output that begins at a byte of the arena.
  func writes(_ instruction: cs_instruction, at offset: Int) -> Bool {
    outputOffsets(of: instruction).contains(offset)
  }

  /// Byte offsets of an instruction's outputs: an elementwise one, a sheet and slabs list them in their tables.
  private func outputOffsets(of instruction: cs_instruction) -> [Int] {
    if instruction.opcode == .sheet { return sheetResults(of: instruction).map(\.offset) }
    if instruction.opcode == .slabs { return slabParts(of: instruction).flatMap { outputOffsets(of: $0) } }
    if instruction.opcode == .gemmUpdate { return outputOffsets(of: update(of: instruction)) }
    if instruction.opcode != .elementwise { return [Int(instruction.out)] }
    return elementwiseTable(of: instruction).outputs.map { Int($0.offset) }
  }

  /// Byte offsets of what leaves the memory of the thread that carries out a slab.
  private func outputOffsets(of part: cs_part) -> [Int] {
    guard part.instruction.opcode == .elementwise else { return part.out == CS_LOCAL ? [] : [Int(part.instruction.out)] }
    return zip(outputOffsets(of: part.instruction), slabMoves(of: part).dropFirst(Int(part.instruction.n1))).compactMap { offset, move in
      move == CS_LOCAL ? nil : offset
    }
  }

  /// The parts of an instruction that is carried out slab by slab.
  package func slabParts(of instruction: cs_instruction) -> [cs_part] {
    table(cs_part.self, Int(instruction.n1), at: Int(instruction.table))
  }

  /// How the inputs and then the outputs of an elementwise part move from slab to slab.
  package func slabMoves(of part: cs_part) -> [Int64] {
    table(Int64.self, Int(part.instruction.n1 + part.instruction.n3), at: Int(part.moves))
  }

  /// The elementwise instruction that reads a product.
  package func update(of instruction: cs_instruction) -> cs_instruction {
    table(cs_instruction.self, 1, at: Int(instruction.table))[0]
  }

  /// The table of an elementwise instruction.
  func elementwiseTable(
    of instruction: cs_instruction
  ) -> (inputs: [cs_input], operations: [cs_operation], outputs: [cs_output]) {
    var next = Int(instruction.table) - constantsOffset
    let inputs = (0..<instruction.n1).map { _ in read(cs_input.self, &next) }
    let operations = (0..<instruction.n2).map { _ in read(cs_operation.self, &next) }
    return (inputs, operations, (0..<instruction.n3).map { _ in read(cs_output.self, &next) })
  }

  /// The table of a copy.
  func copyTable(of instruction: cs_instruction) -> cs_copy { table(cs_copy.self, 1, at: Int(instruction.table))[0] }

  /// Plain values that stand side by side in the constants, from an offset in the arena on.
  private func table<Plain: BitwiseCopyable>(_ type: Plain.Type, _ count: Int, at offset: Int) -> [Plain] {
    var next = offset - constantsOffset
    return (0..<count).map { _ in read(type, &next) }
  }
}
