import CPUFeatures
import Kernels

/// A thread that computes beside others, one instruction after the other, in an arena of its own: what lies before the working part is a
/// copy of the session's.
struct Hand: ~Copyable {
  /// From 0 on.
  let number: Int
  /// How many there are.
  let count: Int
  let machine: Machine
  let arena: Arena

  fileprivate init(_ number: Int, of count: Int, _ source: UnsafeRawBufferPointer, _ plan: Plan, _ instructionSet: InstructionSet) {
    self.number = number
    self.count = count
    arena = Arena(byteCount: plan.arenaBytes)
    UnsafeMutableRawBufferPointer(start: arena.base, count: source.count).copyMemory(from: source)
    machine = Machine(instructionSet: instructionSet, threads: 1, scratchBytes: plan.scratchBytes)
  }
}

extension Session {
  /// Threads that compute side by side at most, each in an arena of its own.
  static var mostHands: Int { 8 }

  /// Does `work` with as many hands at once as there are threads, and at most `most`. What a hand computes must not depend on how many
  /// there are, and each writes what is its own alone.
  func sideBySide(most: Int, _ work: (borrowing Hand) -> Void) {
    let count = max(1, min(machine.threads, most, Self.mostHands))
    let kept = programs.plan.constantsOffset + programs.plan.constants.count
    let source = UnsafeRawBufferPointer(start: arena.base, count: kept)
    let (instructionSet, plan) = (machine.instructionSet, programs.plan)
    Kernels.sideBySide(parts: count, threads: count) { number, _ in
      work(Hand(number, of: count, source, plan, instructionSet))
    }
  }
}
