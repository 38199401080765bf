import CPUFeatures

/// Instructions that are ready to run on one machine in one arena: plain data, in memory that `BoundPrograms` owns.
package struct BoundProgram {
  fileprivate let instructions: UnsafeBufferPointer<cs_instruction>
}

/// The memory of bound programs. Whoever runs them keeps it, with the machine and the arena they are bound to.
package struct BoundPrograms: ~Copyable {
  private var blocks: [UnsafeMutableRawPointer] = []

  package init() {}

  deinit { for block in blocks { block.deallocate() } }

  /// Makes instructions ready to run.
  package mutating func bind(_ instructions: ArraySlice<cs_instruction>) -> BoundProgram {
    BoundProgram(instructions: keep(instructions))
  }

  /// A copy of some values that stays where it is.
  package mutating func keep<Values: Collection>(_ values: Values) -> UnsafeBufferPointer<Values.Element>
  where Values.Element: BitwiseCopyable {
    let memory = UnsafeMutableBufferPointer<Values.Element>.allocate(capacity: max(1, values.count))
    _ = memory.initialize(from: values)
    blocks.append(UnsafeMutableRawPointer(memory.baseAddress.unsafelyUnwrapped))
    return UnsafeBufferPointer(rebasing: memory[..<values.count])
  }
}

extension Machine {
  /// Runs a bound program. Allocates nothing and counts no references.
  package func run(_ program: BoundProgram, in arena: borrowing Arena) { run(program.instructions, in: arena) }
}
