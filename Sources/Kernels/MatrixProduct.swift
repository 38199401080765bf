import CPUFeatures

/// Numbers in double precision that lie row by row.
package struct StoredMatrix {
  package let base: UnsafeMutablePointer<Double>
  /// Numbers from one row to the next.
  package let stride: Int

  package init(_ base: UnsafeMutablePointer<Double>, stride: Int) {
    self.base = base
    self.stride = stride
  }

  /// What starts at a row and a column.
  package func from(_ row: Int, _ column: Int) -> StoredMatrix { StoredMatrix(base + row * stride + column, stride: stride) }

  /// Numbers behind the last row of any operand that may be read, and never matter.
  package static var spare: Int { 32 }
}

/// Products of matrices for the analysis of results, with the kernels and in the order of operations of trainings (`CS_GEMM` of
/// cs_instruction.h): the bits depend on shapes alone.
package struct MatrixProduct {
  private var instruction = cs_instruction()
  private let instructionSet: InstructionSet

  /// a b, or aᵀ b, or a bᵀ.
  /// - Parameters:
  ///   - rows: of the product.
  ///   - columns: of the product.
  ///   - depth: numbers that each number of it is the sum over.
  ///   - isLeftTransposed: whether a is stored (depth, rows).
  ///   - isRightTransposed: whether b is stored (columns, depth).
  ///   - isAdded: to what is there.
  package init(
    rows: Int, columns: Int, depth: Int, isLeftTransposed: Bool = false, isRightTransposed: Bool = false, isAdded: Bool = false,
    on instructionSet: InstructionSet
  ) {
    instruction.opcode = .gemm
    instruction.type = .float64
    instruction.chunks = 1
    instruction.vertex = -1
    instruction.detail = isAdded ? 1 : 0
    (instruction.n0, instruction.n1, instruction.n2, instruction.n3) = (Int64(rows), Int64(columns), Int64(depth), 1)
    (instruction.n4, instruction.n5) = (isLeftTransposed ? 1 : 0, isRightTransposed ? 1 : 0)
    self.instructionSet = instructionSet
  }

  /// Writes the product of two matrices, or adds it, on the calling thread.
  /// - Parameter scratch: memory of this thread alone.
  /// - Precondition: behind the last row of each matrix `StoredMatrix.spare` numbers may be read.
  package func write(_ left: StoredMatrix, _ right: StoredMatrix, to out: StoredMatrix, _ scratch: UnsafeMutableRawPointer) {
    var own = instruction
    let arena = UnsafeMutableRawPointer(out.base)
    own.a = Int64(UnsafeRawPointer(left.base) - UnsafeRawPointer(arena))
    own.b = Int64(UnsafeRawPointer(right.base) - UnsafeRawPointer(arena))
    (own.n6, own.n7, own.n8) = (Int64(left.stride), Int64(right.stride), Int64(out.stride))
    instructionSet.execute(&own, arena, 0, scratch)
  }
}

/// Scratch memory for as many threads as work side by side, and these.
package struct ThreadScratch {
  private let base: UnsafeMutableRawPointer
  private let threads: Int

  package init(threads: Int) {
    self.threads = threads
    base = .allocate(byteCount: threads * Machine.usualScratchBytes, alignment: 64)
  }

  package func free() { base.deallocate() }

  /// The memory of one of the threads.
  package func own(_ thread: Int) -> UnsafeMutableRawPointer {
    precondition((0..<threads).contains(thread), "every thread has scratch of its own")
    return base + thread * Machine.usualScratchBytes
  }

  /// Does the parts of some work, at most as many at the same time as there are threads, and tells each which thread does
  /// it.
  package func sideBySide(parts: Int, _ work: (Int, Int) -> Void) { Kernels.sideBySide(parts: parts, threads: threads, work) }
}
