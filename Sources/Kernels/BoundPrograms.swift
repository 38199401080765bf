import CPUFeatures
import KernelsBase

/// Instructions that are ready to run on one machine in one arena: plain data, in memory that `BoundPrograms` owns.
package struct BoundProgram {
  /// Segments for the calling thread, and then, perhaps, an instruction that all threads share.
  struct Stretch {
    var segments: UnsafePointer<cs_segment>
    var count: Int
    var shared: UnsafePointer<cs_instruction>?
  }

  let stretches: UnsafeBufferPointer<Stretch>
}

/// The memory of bound programs. Whoever runs them keeps it, with the machine and the arena they are bound to.
package struct BoundPrograms: ~Copyable {
  private var blocks: [UnsafeMutableRawPointer] = []

  package init() {}

  deinit { for block in blocks { block.deallocate() } }

  /// A copy of some values that stays where it is.
  package mutating func keep<Values: Collection>(_ values: Values) -> UnsafeBufferPointer<Values.Element>
  where Values.Element: BitwiseCopyable {
    let memory = UnsafeMutableBufferPointer<Values.Element>.allocate(capacity: max(1, values.count))
    _ = memory.initialize(from: values)
    blocks.append(UnsafeMutableRawPointer(memory.baseAddress.unsafelyUnwrapped))
    return UnsafeBufferPointer(rebasing: memory[..<values.count])
  }

  private mutating func allocate(_ bytes: Int) -> UnsafeMutableRawPointer {
    let block = UnsafeMutableRawPointer.allocate(byteCount: max(64, bytes), alignment: 64)
    blocks.append(block)
    return block
  }

  /// Makes instructions ready to run.
  ///
  /// Elementwise instructions that one thread runs are bound here, once and for all, and those that follow one another become one list of
  /// operations. The others are bound chunk by chunk when they run.
  package mutating func bind(
    _ instructions: ArraySlice<cs_instruction>, on machine: borrowing Machine, in arena: borrowing Arena
  ) -> BoundProgram {
    var binding = Binding(instructions)
    let kept = keep(instructions)
    binding.operations = allocate(binding.operationCount * MemoryLayout<cs_bound>.stride)
      .bindMemory(to: cs_bound.self, capacity: binding.operationCount)
    binding.uniforms = allocate(binding.uniformCount * 64)
    for index in kept.indices {
      let instruction = kept.baseAddress.unsafelyUnwrapped + index
      let isShared = machine.threads > 1 && max(instruction.pointee.chunks, instruction.pointee.finish_chunks) > 1
      if isShared {
        binding.share(instruction)
      } else if instruction.pointee.opcode == .elementwise {
        binding.add(instruction, machine, arena)
      } else {
        binding.segments.append(cs_segment(instruction))
      }
    }
    binding.share(nil)
    let segments = keep(binding.segments)
    var first = segments.baseAddress.unsafelyUnwrapped
    var stretches: [BoundProgram.Stretch] = []
    for (count, shared) in binding.stretches where count > 0 || shared != nil {
      stretches.append(BoundProgram.Stretch(segments: first, count: count, shared: shared))
      first += count
    }
    return BoundProgram(stretches: keep(stretches))
  }
}

/// One program being bound.
private struct Binding {
  /// Room for the operations and uniform values of every elementwise instruction.
  let operationCount: Int
  let uniformCount: Int
  /// Where the next of them go.
  var operations: UnsafeMutablePointer<cs_bound>?
  var uniforms: UnsafeMutableRawPointer?
  var segments: [cs_segment] = []
  /// Segments in a row, and the shared instruction behind them.
  private(set) var stretches: [(count: Int, shared: UnsafePointer<cs_instruction>?)] = []
  private var segmentsBefore = 0

  init(_ instructions: ArraySlice<cs_instruction>) {
    let elementwise = instructions.filter { $0.opcode == .elementwise }
    operationCount = elementwise.reduce(0) { $0 + 2 * Int($1.n1 + $1.n2 + $1.n3) }
    uniformCount = elementwise.reduce(0) { $0 + Int($1.n1 + 2 * $1.n2) }
  }

  /// Ends a stretch of the calling thread.
  mutating func share(_ instruction: UnsafePointer<cs_instruction>?) {
    stretches.append((segments.count - segmentsBefore, instruction))
    segmentsBefore = segments.count
  }

  /// Binds an elementwise instruction as a whole.
  mutating func add(
    _ instruction: UnsafePointer<cs_instruction>, _ machine: borrowing Machine, _ arena: borrowing Arena
  ) {
    guard let operations, let uniforms else { preconditionFailure("memory is there before the first instruction") }
    // Every instruction set binds alike: vectors are of 64 bytes in all of them.
    let segment = bindElementwise(
      instruction, arena.base, machine.scratch, operations: operations, uniforms: uniforms)
    self.operations = operations + Int(segment.once + segment.repeated)
    self.uniforms = uniforms + Int(instruction.pointee.n1 + 2 * instruction.pointee.n2) * 64
    if segments.count > segmentsBefore, segment.repeated == 0, segments[segments.count - 1].isStraight(segment.type) {
      segments[segments.count - 1].once += segment.once
    } else {
      segments.append(segment)
    }
  }
}

extension cs_segment {
  /// One instruction, all its chunks in turn.
  fileprivate init(_ instruction: UnsafePointer<cs_instruction>) {
    self.init(
      instruction: instruction, operations: nil, once: 0, repeated: 0, elements: 0, tile: 0,
      type: instruction.pointee.type)
  }

  /// Whether it is a list of operations without tiles, which can go on.
  fileprivate func isStraight(_ type: cs_type) -> Bool { operations != nil && repeated == 0 && self.type == type }
}

extension Machine {
  /// Runs a bound program. Allocates nothing and counts no references.
  package func run(_ program: BoundProgram, in arena: borrowing Arena) {
    guard var stretch = program.stretches.baseAddress else { return }
    for _ in 0..<program.stretches.count {
      if stretch.pointee.count > 0 {
        instructionSet.run(stretch.pointee.segments, stretch.pointee.count, arena.base, scratch)
      }
      if let shared = stretch.pointee.shared { run(UnsafeBufferPointer(start: shared, count: 1), in: arena) }
      stretch += 1
    }
  }
}
