import CPUFeatures
import Kernels

/// A thread that computes beside others, one instruction after the other, in an arena of its own: what lies before the working part is a
/// copy of the session's.
final class Hand {
  let machine: Machine
  let arena: Arena

  fileprivate init(_ plan: Plan, _ instructionSet: InstructionSet) {
    arena = Arena(byteCount: plan.arenaBytes)
    machine = Machine(instructionSet: instructionSet, threads: 1, scratchBytes: plan.scratchBytes)
  }

  fileprivate func copy(_ source: UnsafeRawBufferPointer) {
    UnsafeMutableRawBufferPointer(start: arena.base, count: source.count).copyMemory(from: source)
  }
}

/// The hands of a session. They stay from one use to the next: pages that the system has handed out need not be zeroed again.
final class Hands {
  private var hands: [Hand] = []

  /// `count` of them.
  fileprivate func take(_ count: Int, _ plan: Plan, _ instructionSet: InstructionSet) -> ArraySlice<Hand> {
    while hands.count < count { hands.append(Hand(plan, instructionSet)) }
    return hands[..<count]
  }
}

extension Session {
  /// Threads that compute side by side at most, each in an arena of its own.
  static var mostHands: Int { 8 }

  /// Does the parts of some work with as many hands at once as there are threads, and at most `most`. What becomes of a part must not
  /// depend on the hand, and each writes what is its own alone.
  /// - Parameter work: what a hand does with the parts that it gets.
  func sideBySide(parts: Int, most: Int, _ work: (Hand, SharedParts) -> Void) {
    let count = max(1, min(machine.threads, most, Self.mostHands))
    let kept = programs.plan.constantsOffset + programs.plan.constants.count
    nonisolated(unsafe) let source = UnsafeRawBufferPointer(start: arena.base, count: kept)
    nonisolated(unsafe) let hands = hands.take(count, programs.plan, machine.instructionSet)
    let shared = SharedParts(parts)
    Kernels.sideBySide(parts: count, threads: count) { number, _ in
      hands[number].copy(source)
      work(hands[number], shared)
    }
  }
}
