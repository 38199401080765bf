import CPUFeatures
import TensorGraph

extension Plan {
  /// Where an instruction that is no sheet writes: byte offsets in the arena and numbers of elements.
  func results(of instruction: cs_instruction, in program: Program) -> [(offset: Int, count: Int)] {
    if instruction.opcode == .elementwise {
      return outputOffsets(of: instruction).map { ($0, Int(instruction.n0)) }
    }
    if instruction.opcode == .gemmUpdate { return results(of: update(of: instruction), in: program) }
    precondition(instruction.opcode != .sheet, "What a sheet stores has numbers of no meaning between its rows.")
    guard instruction.vertex >= 0 else { return [] }
    return [(Int(instruction.out), program.graph.vertices[Int(instruction.vertex)].shape.count)]
  }

  /// Whether an instruction changes a resident slot. Residents stand before everything else in the arena.
  func writesResident(_ instruction: cs_instruction) -> Bool {
    outputOffsets(of: instruction).contains { $0 < layout.bytes }
  }

  /// Whether an instruction has an output that begins at a byte of the arena.
  func writes(_ instruction: cs_instruction, at offset: Int) -> Bool {
    outputOffsets(of: instruction).contains(offset)
  }

  /// Byte offsets of an instruction's outputs: an elementwise one and a sheet list them in their tables.
  private func outputOffsets(of instruction: cs_instruction) -> [Int] {
    if instruction.opcode == .sheet { return sheetResults(of: instruction).map(\.offset) }
    if instruction.opcode == .gemmUpdate { return outputOffsets(of: update(of: instruction)) }
    if instruction.opcode != .elementwise { return [Int(instruction.out)] }
    let inputs = Int(instruction.n1) * MemoryLayout<cs_input>.stride
    let operations = Int(instruction.n2) * MemoryLayout<cs_operation>.stride
    let table = Int(instruction.table) - constantsOffset + inputs + operations
    return constants.withUnsafeBytes { bytes in
      (0..<Int(instruction.n3)).map { index in
        let place = table + index * MemoryLayout<cs_output>.stride
        return Int(bytes.loadUnaligned(fromByteOffset: place, as: cs_output.self).offset)
      }
    }
  }

  /// The elementwise instruction that reads a product.
  package func update(of instruction: cs_instruction) -> cs_instruction {
    constants.withUnsafeBytes {
      $0.loadUnaligned(fromByteOffset: Int(instruction.table) - constantsOffset, as: cs_instruction.self)
    }
  }
}
