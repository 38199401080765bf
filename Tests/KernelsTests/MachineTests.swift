import CPUFeatures
import Glibc
import Kernels
import Testing

struct MachineTests {
  @Test func `instructions are plain data`() {
    #expect(_isPOD(cs_instruction.self))
    #expect(_isPOD(cs_operation.self))
    #expect(MemoryLayout<cs_instruction>.stride % 8 == 0)
    #expect(MemoryLayout<cs_input>.size == 32)
    #expect(MemoryLayout<cs_operation>.size == 32)
    #expect(MemoryLayout<cs_output>.size == 16)
  }

  @Test func `instruction sets have names, and the best one is available`() {
    #expect(InstructionSet(named: "avx2") == .avx2)
    #expect(InstructionSet(named: "sse9") == nil)
    #expect(InstructionSet.base.isAvailable)
    #expect(InstructionSet.available.max() == InstructionSet.best)
  }

  @Test func `a program runs in order, thousands of times, on busy and on sleeping workers`() {
    // x ← x + 1 in four pieces, then y ← x · 2 in three.
    let count = 4000
    let arena = Arena(byteCount: 64 << 10)
    var first = MicroCode(count: count, chunks: 4)
    first.write(to: arena, table: 40_000, input: 0, output: 0, .add, constant: 1)
    var second = MicroCode(count: count, chunks: 3)
    second.write(to: arena, table: 41_024, input: 0, output: 20_032, .mul, constant: 2)
    for threads in [1, 2, 5] {
      let machine = Machine(threads: threads)
      arena.write([Float](repeating: 0, count: count), at: 0)
      for round in 1...2000 {
        machine.run([first.instruction, second.instruction], in: arena)
        // Now and then the workers go to sleep.
        if round % 500 == 0 { usleep(20_000) }
      }
      #expect(arena.read(Float.self, at: 0, count: count) == [Float](repeating: 2000, count: count))
      #expect(arena.read(Float.self, at: 20_032, count: count) == [Float](repeating: 4000, count: count))
    }
  }

  @Test func `many machines can work and end at the same time`() async {
    await withTaskGroup(of: Float.self) { group in
      for _ in 0..<6 {
        group.addTask {
          let arena = Arena(byteCount: 64 << 10)
          var code = MicroCode(count: 3000, chunks: 5)
          code.write(to: arena, table: 40_000, input: 0, output: 0, .add, constant: 1)
          for _ in 0..<20 {
            let machine = Machine(threads: 3)
            for _ in 0..<10 { machine.run([code.instruction], in: arena) }
          }
          return arena.read(Float.self, at: 2999 * 4)
        }
      }
      for await value in group { #expect(value == 200) }
    }
  }

  @Test func `an idle machine burns no time`() {
    let arena = Arena(byteCount: 64 << 10)
    var code = MicroCode(count: 3000, chunks: 5)
    code.write(to: arena, table: 40_000, input: 0, output: 0, .add, constant: 1)
    let machine = Machine(threads: 4)
    machine.run([code.instruction], in: arena)
    usleep(50_000)
    let before = processTime()
    usleep(300_000)
    // Other tests may run beside this one, so only workers that spin all the time are surely found: three of them
    // would burn 0.9 s.
    #expect(processTime() - before < 0.3 * Double(sysconf(Int32(_SC_NPROCESSORS_ONLN))) + 0.2)
    machine.run([code.instruction], in: arena)
    #expect(arena.read(Float.self, at: 0) == 2)
  }

  private func processTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }

  @Test func `an arena gives back what was written, and starts as zeros on a cache line`() {
    let arena = Arena(byteCount: 200)
    #expect(Int(bitPattern: arena.base) % 64 == 0)
    #expect(arena.read(UInt8.self, at: 0, count: 200) == [UInt8](repeating: 0, count: 200))
    arena.write([1.5, -2.5] as [Double], at: 100)
    #expect(arena.read(Double.self, at: 100, count: 2) == [1.5, -2.5])
    arena.slot(Int32.self, at: 8, count: 2)[1] = 7
    #expect(arena.read(Int32.self, at: 12) == 7)
  }

  @Test func `a slot outside the arena is refused`() async {
    await #expect(processExitsWith: .failure) {
      let arena = Arena(byteCount: 16)
      _ = arena.read(Double.self, at: 9)
    }
  }
}

/// One elementwise instruction: output = micro(input, constant).
private struct MicroCode {
  var instruction = cs_instruction()

  init(count: Int, chunks: Int32) {
    instruction.opcode = .elementwise
    instruction.type = .float32
    instruction.chunks = chunks
    (instruction.n0, instruction.n1, instruction.n2, instruction.n3, instruction.n4) = (Int64(count), 1, 1, 1, 2)
  }

  mutating func write(
    to arena: borrowing Arena, table: Int, input: Int64, output: Int64, _ micro: cs_micro, constant: Double
  ) {
    instruction.table = Int64(table)
    arena.write([cs_input(offset: input, inner: 1, mid: instruction.n0, width: 1)], at: table)
    arena.write(
      [cs_operation(micro: micro, destination: 1, a: 0, b: CS_CONSTANT, c: 0, detail: 0, constant: constant)],
      at: table + MemoryLayout<cs_input>.stride)
    arena.write(
      [cs_output(offset: output, source: 1)], at: table + MemoryLayout<cs_input>.stride + MemoryLayout<cs_operation>.stride)
  }
}
