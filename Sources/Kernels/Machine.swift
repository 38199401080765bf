import CPUFeatures

/// Runs programs: an instruction set, a number of threads, and each thread's scratch memory.
///
/// A machine belongs to one thread at a time. Results depend neither on the instruction set nor on the number of
/// threads.
package struct Machine: ~Copyable {
  package let instructionSet: InstructionSet
  /// Threads that work, the calling one among them.
  package let threads: Int
  /// Bytes of scratch that each thread has.
  package let scratchBytes: Int

  let scratch: UnsafeMutableRawPointer
  private let pool: Pool?
  /// The pool's own memory: a step that went through the object would count references.
  private let shared: UnsafeMutablePointer<PoolState>?

  /// - Parameters:
  ///   - threads: ≥ 1; threads - 1 are started.
  ///   - scratchBytes: at least the largest `Cut.scratchBytes` of the programs to be run.
  /// - Precondition: the processor has the instruction set.
  package init(instructionSet: InstructionSet = .best, threads: Int, scratchBytes: Int = Machine.usualScratchBytes) {
    precondition(threads >= 1, "a machine needs a thread")
    precondition(instructionSet.isAvailable, "this processor does not have the instruction set asked for")
    self.instructionSet = instructionSet
    self.threads = threads
    self.scratchBytes = max(scratchBytes, Machine.usualScratchBytes)
    scratch = .allocate(byteCount: self.scratchBytes, alignment: 64)
    pool =
      threads > 1
      ? Pool(workers: threads - 1, instructionSet: instructionSet, scratchBytes: self.scratchBytes) : nil
    shared = pool?.shared
  }

  deinit { scratch.deallocate() }

  /// Runs the instructions in order. Those of one chunk run on the calling thread, the others on all threads.
  ///
  /// - Precondition: the instructions obey cs_instruction.h and lie within the arena.
  package func run(_ program: UnsafeBufferPointer<cs_instruction>, in arena: borrowing Arena) {
    guard var instruction = program.baseAddress else { return }
    let base = arena.base
    for _ in 0..<program.count {
      let chunks = Int(instruction.pointee.chunks)
      let finish = Int(instruction.pointee.finish_chunks)
      run(instruction, base, first: 0, count: chunks)
      if finish > 0 { run(instruction, base, first: chunks, count: finish) }
      instruction += 1
    }
  }

  /// Runs the instructions in order.
  package func run(_ program: [cs_instruction], in arena: borrowing Arena) {
    program.withUnsafeBufferPointer { run($0, in: arena) }
  }

  @inline(__always)
  private func run(
    _ instruction: UnsafePointer<cs_instruction>, _ base: UnsafeMutableRawPointer, first: Int, count: Int
  ) {
    if count > 1, let shared {
      PoolState.run(shared, instruction, base, first, count, scratch)
    } else {
      for chunk in first..<(first + count) { instructionSet.execute(instruction, base, chunk, scratch) }
    }
  }
}
