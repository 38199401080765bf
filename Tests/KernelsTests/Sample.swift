import CPUFeatures
import Kernels
import Testing

/// One instruction with the memory that it works on, and what it must make of it.
struct Sample<T: TestNumber> {
  let name: String
  var instruction = cs_instruction()
  private(set) var image: [UInt8] = []
  private var outputs: [(offset: Int, values: [T])] = []
  private var byteOutputs: [(offset: Int, bytes: [UInt8])] = []
  private var workspace = 0..<0

  init(_ name: String, _ opcode: cs_opcode) {
    self.name = name
    instruction.opcode = opcode
    instruction.type = T.type
    instruction.vertex = -1
  }

  /// Puts `values` into the arena, 64-byte aligned or `shift` elements off, and returns their offset.
  mutating func place<V: BitwiseCopyable>(_ values: [V], shift: Int = 0) -> Int64 {
    reserve(shift * MemoryLayout<V>.stride)
    let offset = image.count
    values.withUnsafeBytes { image.append(contentsOf: $0) }
    // What lies behind must neither be changed nor matter.
    image.append(contentsOf: [UInt8](repeating: 0xff, count: 8))
    return Int64(offset)
  }

  /// Room for an output that must become `values`. It holds NaN before.
  mutating func expect(_ values: [T], shift: Int = 0) -> Int64 {
    let offset = place([T](repeating: .nan, count: values.count), shift: shift)
    outputs.append((Int(offset), values))
    return offset
  }

  /// States that the values at `offset`, placed before, must become `values`.
  mutating func expect(_ values: [T], at offset: Int64) { outputs.append((Int(offset), values)) }

  /// States what the bytes at `offset`, placed before, must become; `anyByte` stands for what is of no meaning.
  mutating func expect(bytes: [UInt8], at offset: Int64) { byteOutputs.append((Int(offset), bytes)) }

  static var anyByte: UInt8 { 0xEE }

  private mutating func reserve(_ bytes: Int) {
    let aligned = (image.count + 63) / 64 * 64 + bytes
    image.append(contentsOf: [UInt8](repeating: 0xff, count: aligned - image.count))
  }

  /// Cuts the instruction as a planner would, and gives it its workspace.
  mutating func plan() {
    let cut = cut(instruction)
    instruction.chunks = cut.chunks
    instruction.finish_chunks = cut.finishChunks
    reserve(0)
    workspace = image.count..<(image.count + cut.workspaceBytes)
    instruction.workspace = Int64(image.count)
    image.append(contentsOf: [UInt8](repeating: 0xff, count: cut.workspaceBytes + 64))
  }

  /// Runs the instruction in `chunks` pieces and returns the memory afterwards.
  func run(_ machine: borrowing Machine, chunks: Int32, finish: Int32) -> [UInt8] {
    let arena = Arena(byteCount: image.count)
    arena.write(image, at: 0)
    var cut = instruction
    cut.chunks = chunks
    cut.finish_chunks = instruction.finish_chunks == 0 ? 0 : finish
    machine.run([cut], in: arena)
    return arena.read(UInt8.self, at: 0, count: image.count)
  }

  /// Runs the instruction bound, and returns the memory afterwards.
  func runBound(_ machine: borrowing Machine) -> [UInt8] {
    let arena = Arena(byteCount: image.count)
    arena.write(image, at: 0)
    var memory = BoundPrograms()
    machine.run(memory.bind([instruction], on: machine, in: arena), in: arena)
    return arena.read(UInt8.self, at: 0, count: image.count)
  }

  /// The first thing that is wrong with `memory`, or nil.
  func fault(in memory: [UInt8]) -> String? {
    var rest = memory
    for output in outputs {
      if let fault = fault(of: output.values, at: output.offset, in: memory) { return fault }
      var end = output.offset + output.values.count * T.size
      // An elementwise result on a cache line's start is written by whole vectors.
      if instruction.opcode == .elementwise && output.offset % 64 == 0 { end = min(image.count, (end + 63) / 64 * 64) }
      rest.replaceSubrange(output.offset..<end, with: image[output.offset..<end])
    }
    for output in byteOutputs {
      for (n, byte) in output.bytes.enumerated() where byte != Self.anyByte && memory[output.offset + n] != byte {
        return "byte \(n) of \(output.bytes.count) is \(memory[output.offset + n]), not \(byte)"
      }
      let bytes = output.offset..<(output.offset + output.bytes.count)
      rest.replaceSubrange(bytes, with: image[bytes])
    }
    rest.replaceSubrange(workspace, with: image[workspace])
    return rest == image ? nil : "a byte outside the outputs was written"
  }

  private func fault(of values: [T], at offset: Int, in memory: [UInt8]) -> String? {
    let equal = values.withUnsafeBytes { $0.elementsEqual(memory[offset..<(offset + $0.count)]) }
    if equal { return nil }
    return memory.withUnsafeBytes { bytes in
      for n in 0..<values.count {
        let value = bytes.loadUnaligned(fromByteOffset: offset + n * T.size, as: T.self)
        if !same(value, values[n]) { return "element \(n) of \(values.count) is \(value), not \(values[n])" }
      }
      return nil
    }
  }

  /// Runs the instruction on every instruction set, cut in several ways, and compares bits.
  func check(sourceLocation: SourceLocation = #_sourceLocation) {
    for set in InstructionSet.available {
      let machine = Machine(instructionSet: set, threads: 1, scratchBytes: cut(instruction).scratchBytes)
      for (chunks, finish) in [(instruction.chunks, instruction.finish_chunks), (1, 1), (3, 2)] as [(Int32, Int32)] {
        if let fault = fault(in: run(machine, chunks: chunks, finish: finish)) {
          Issue.record("\(name) \(T.self) on \(set) in \(chunks) chunks: \(fault)", sourceLocation: sourceLocation)
          return
        }
      }
      if let fault = fault(in: runBound(machine)) {
        Issue.record("\(name) \(T.self) on \(set), bound: \(fault)", sourceLocation: sourceLocation)
        return
      }
    }
  }
}
