import Dispatch
import Synchronization

/// What `make` makes of 0 ..< count, in order, at most `threads` of them made at the same time.
package func mapSideBySide<Made>(count: Int, threads: Int, _ make: (Int) -> Made) -> [Made] {
  Array(unsafeUninitializedCapacity: count) { buffer, initialized in
    nonisolated(unsafe) let places = buffer
    sideBySide(parts: count, threads: threads) { part, _ in places.initializeElement(at: part, to: make(part)) }
    initialized = count
  }
}

/// Does the parts of some work, at most `threads` of them at the same time, and returns when all are done.
///
/// Threads take the next part when they have done one, so that a busy processor holds up one part alone. Nobody waits by spinning.
/// - Parameter work: is given the part and the thread that does it, 0 ..< threads.
package func sideBySide(parts: Int, threads: Int, _ work: (Int, Int) -> Void) {
  if min(parts, threads) <= 1 {
    for part in 0..<parts { work(part, 0) }
    return
  }
  let shared = SharedParts(parts)
  nonisolated(unsafe) let work = work
  DispatchQueue.concurrentPerform(iterations: min(parts, threads)) { thread in
    for part in shared { work(part, thread) }
  }
}

/// Parts of some work, each given to whoever asks first.
package final class SharedParts: Sequence, IteratorProtocol, Sendable {
  private let count: Int
  private let taken = Atomic<Int>(0)

  package init(_ count: Int) { self.count = count }

  package func next() -> Int? {
    let part = taken.wrappingAdd(1, ordering: .relaxed).oldValue
    return part < count ? part : nil
  }
}
