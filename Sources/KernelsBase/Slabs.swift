// Several instructions over a batch of matrices, some matrices of it at a time.
//
// A thread carries out all parts on a slab before it takes the next one: what the parts hand to each other lies in the
// thread's own memory and is written over by the next slab.

import CPUFeatures

/// Bytes of scratch that a slabs instruction needs.
package func slabsScratchBytes(_ instruction: cs_instruction) -> Int { Int(instruction.n3 &+ instruction.n2) &+ 256 }

/// Bytes of the table of an elementwise instruction.
private func elementwiseTableBytes(_ instruction: cs_instruction) -> Int {
  Int(instruction.n1) &* MemoryLayout<cs_input>.stride &+ Int(instruction.n2) &* MemoryLayout<cs_operation>.stride
    &+ Int(instruction.n3) &* MemoryLayout<cs_output>.stride
}

/// Runs one chunk of a slabs instruction: a range of slabs.
func slabsChunk(
  _ i: UnsafePointer<cs_instruction>, _ arena: UnsafeMutableRawPointer, _ chunk: Int,
  _ scratch: UnsafeMutableRawPointer
) {
  let slabs = Int(i.pointee.n0)
  let chunks = Int(i.pointee.chunks)
  let parts = (arena + Int(i.pointee.table)).assumingMemoryBound(to: cs_part.self)
  let local = scratch + Int(i.pointee.n3)
  for slab in (slabs &* chunk / chunks)..<(slabs &* (chunk &+ 1) / chunks) {
    let at = SlabPlace(arena: arena, local: local, table: local + Int(i.pointee.n4), slab: slab)
    for number in 0..<Int(i.pointee.n1) {
      let part = parts + number
      var one = part.pointee.instruction
      switch one.opcode {
      case .elementwise: one.table = at.moveTable(one, part.pointee.moves)
      default:
        one.out = at.moved(one.out, part.pointee.out)
        one.a = at.moved(one.a, part.pointee.a)
        one.b = at.moved(one.b, part.pointee.b)
      }
      execute(&one, arena, 0, scratch)
    }
  }
}

/// Where the parts of one slab find their operands.
private struct SlabPlace {
  let arena: UnsafeMutableRawPointer
  let local: UnsafeMutableRawPointer
  /// Room in the local memory.
  let table: UnsafeMutableRawPointer
  let slab: Int

  /// An offset of the first slab as that of this one, from the arena's start.
  func moved(_ offset: Int64, _ move: Int64) -> Int64 {
    move == CS_LOCAL ? offset &+ Int64(local - arena) : offset &+ move &* Int64(slab)
  }

  /// Copies the table of an elementwise part into the local memory, with its offsets moved; returns where it is then.
  func moveTable(_ part: cs_instruction, _ moves: Int64) -> Int64 {
    table.copyMemory(from: arena + Int(part.table), byteCount: elementwiseTableBytes(part))
    let moves = (arena + Int(moves)).assumingMemoryBound(to: Int64.self)
    let inputs = table.assumingMemoryBound(to: cs_input.self)
    let inputCount = Int(part.n1)
    for n in 0..<inputCount { inputs[n].offset = moved(inputs[n].offset, moves[n]) }
    let outputs = (UnsafeMutableRawPointer(inputs + inputCount) + Int(part.n2) &* MemoryLayout<cs_operation>.stride)
      .assumingMemoryBound(to: cs_output.self)
    for n in 0..<Int(part.n3) { outputs[n].offset = moved(outputs[n].offset, moves[inputCount &+ n]) }
    return Int64(table - arena)
  }
}
