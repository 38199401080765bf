import CPUFeatures
import Glibc
import Synchronization

/// Threads that share the chunks of one instruction at a time.
///
/// One 64-bit word holds the round (upper half) and the chunks not yet claimed, from one number to another (lower half).
/// Whoever moves an end by compare-and-exchange owns the chunk it passed, the calling thread as well: a worker that never
/// wakes costs nothing, and no chunk is bound to a thread. But every other thread takes from the front and the calling
/// thread from the back, so that what two threads wrote lies where they read it: instruction after instruction works on
/// the same columns or samples. A round's description stays as it is until its last chunk is done, so a claim of round r
/// always reads round r's description. Idle workers spin for about 50 µs, then sleep in a futex. A round allocates
/// nothing and counts no references.
final class Pool {
  /// What the threads share, for as long as the pool lives.
  let shared: UnsafeMutablePointer<PoolState>
  private var threads: [pthread_t] = []

  /// A pool of the calling thread and `workers` more.
  init(workers: Int, instructionSet: InstructionSet, scratchBytes: Int) {
    shared = .allocate(capacity: 1)
    shared.initialize(to: PoolState(instructionSet: instructionSet, scratchBytes: scratchBytes))
    for _ in 0..<workers {
      var thread = pthread_t()
      let status = pthread_create(
        &thread, nil,
        { context in
          PoolState.work(context!.assumingMemoryBound(to: PoolState.self))
          return nil
        }, shared)
      // Fewer threads than asked for change the speed and nothing else.
      if status == 0 { threads.append(thread) }
    }
  }

  deinit {
    shared.pointee.quits.store(true, ordering: .sequentiallyConsistent)
    shared.pointee.ring(count: Int32(threads.count))
    for thread in threads { pthread_join(thread, nil) }
    shared.deinitialize(count: 1)
    shared.deallocate()
  }
}

/// What the threads of a pool share.
struct PoolState: ~Copyable {
  /// The end of the chunks not yet claimed that a thread takes from.
  enum End {
    case front, back
  }

  /// The chunks not yet claimed: round << 32 | the first << 16 | behind the last.
  private let claims = Atomic<UInt64>(0)
  /// Chunks of this round that are done.
  private let done = Atomic<Int>(0)
  /// Workers that have begun: the first takes from the front, the second from the back, and so on.
  private let begun = Atomic<Int>(0)
  /// Workers asleep, or about to be.
  private let sleepers = Atomic<Int>(0)
  /// Counts wake-ups: what sleepers wait on.
  private let bell: UnsafeMutablePointer<Atomic<UInt32>>
  let quits = Atomic<Bool>(false)

  private let instructionSet: InstructionSet
  private let scratchBytes: Int
  private var instruction: UnsafePointer<cs_instruction>?
  private var arena: UnsafeMutableRawPointer?
  private var first = 0

  init(instructionSet: InstructionSet, scratchBytes: Int) {
    self.instructionSet = instructionSet
    self.scratchBytes = scratchBytes
    bell = .allocate(capacity: 1)
    bell.initialize(to: Atomic(0))
  }

  deinit {
    bell.deinitialize(count: 1)
    bell.deallocate()
  }

  /// Wakes at most `count` sleepers.
  borrowing func ring(count: Int32) {
    bell.pointee.wrappingAdd(1, ordering: .sequentiallyConsistent)
    cs_futex_wake(bell, count)
  }

  /// Runs chunks `first` ..< `first + count` of `instruction` on all threads; returns when they are done. One round, seen from the calling
  /// thread.
  static func run(
    _ state: UnsafeMutablePointer<PoolState>, _ instruction: UnsafePointer<cs_instruction>,
    _ arena: UnsafeMutableRawPointer, _ first: Int, _ count: Int, _ scratch: UnsafeMutableRawPointer
  ) {
    state.pointee.instruction = instruction
    state.pointee.arena = arena
    precondition(count <= 0xffff, "an instruction is cut into no more chunks than can be claimed")
    state.pointee.first = first
    state.pointee.done.store(0, ordering: .relaxed)
    let round = state.pointee.claims.load(ordering: .relaxed) >> 32
    state.pointee.claims.store((round &+ 1) << 32 | UInt64(count), ordering: .sequentiallyConsistent)
    let sleeping = state.pointee.sleepers.load(ordering: .sequentiallyConsistent)
    if sleeping > 0 { state.pointee.ring(count: Int32(truncatingIfNeeded: min(sleeping, count &- 1))) }
    while claim(state, scratch, from: .back) {}
    var spins = 0
    while state.pointee.done.load(ordering: .acquiring) < count {
      spins &+= 1
      if spins < 2000 { cs_pause() } else { sched_yield() }
    }
  }

  /// Takes one chunk and runs it; false if none is left.
  @inline(__always)
  private static func claim(
    _ state: UnsafeMutablePointer<PoolState>, _ scratch: UnsafeMutableRawPointer, from end: End
  ) -> Bool {
    var word = state.pointee.claims.load(ordering: .acquiring)
    while isLeft(word) {
      let isFront = end == .front
      let (taken, now) = state.pointee.claims.weakCompareExchange(
        expected: word, desired: isFront ? word &+ 1 << 16 : word &- 1, ordering: .acquiringAndReleasing)
      if taken {
        let number = isFront ? word >> 16 & 0xffff : (word & 0xffff) &- 1
        let chunk = state.pointee.first &+ Int(truncatingIfNeeded: number)
        state.pointee.instructionSet.execute(
          state.pointee.instruction.unsafelyUnwrapped, state.pointee.arena.unsafelyUnwrapped, chunk, scratch)
        state.pointee.done.wrappingAdd(1, ordering: .releasing)
        return true
      }
      word = now
    }
    return false
  }

  /// Whether a chunk is left that nobody claimed.
  @inline(__always)
  private static func isLeft(_ word: UInt64) -> Bool { word >> 16 & 0xffff != word & 0xffff }

  /// A worker's life.
  static func work(_ state: UnsafeMutablePointer<PoolState>) {
    let end: End = state.pointee.begun.wrappingAdd(1, ordering: .relaxed).oldValue % 2 == 0 ? .front : .back
    let scratch = UnsafeMutableRawPointer.allocate(byteCount: state.pointee.scratchBytes, alignment: 64)
    defer { scratch.deallocate() }
    while !state.pointee.quits.load(ordering: .acquiring) {
      var spins = 0
      while spins < 1500 {
        if claim(state, scratch, from: end) { spins = 0 } else { spins &+= 1 }
        cs_pause()
      }
      sleep(state)
    }
  }

  /// Sleeps until the bell rings, unless there is work or an end in sight.
  private static func sleep(_ state: UnsafeMutablePointer<PoolState>) {
    let heard = state.pointee.bell.pointee.load(ordering: .sequentiallyConsistent)
    state.pointee.sleepers.wrappingAdd(1, ordering: .sequentiallyConsistent)
    let word = state.pointee.claims.load(ordering: .sequentiallyConsistent)
    if !isLeft(word) && !state.pointee.quits.load(ordering: .sequentiallyConsistent) {
      cs_futex_wait(state.pointee.bell, heard)
    }
    state.pointee.sleepers.wrappingSubtract(1, ordering: .sequentiallyConsistent)
  }
}
