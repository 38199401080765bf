import Glibc

/// Which clock to read: the wall's, or the time that this thread had a processor, which is right for one thread on a busy machine.
enum Clock {
  case wall
  case thread
  /// The time that all threads of this process had a processor, together.
  case process

  /// Seconds since some fixed moment.
  var seconds: Double {
    var time = timespec()
    let clock =
      switch self {
      case .wall: CLOCK_MONOTONIC
      case .thread: CLOCK_THREAD_CPUTIME_ID
      case .process: CLOCK_PROCESS_CPUTIME_ID
      }
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }
}

/// One side of a comparison: gives seconds per unit of work each time it is asked, or nil if it cannot be measured.
struct Contender {
  let name: String
  let measure: () -> Double?

  init(_ name: String, measure: @escaping () -> Double?) {
    self.name = name
    self.measure = measure
  }

  /// Repeats `body` for about `slice` seconds, after a warm-up, and takes the middle one of three such measurements.
  init(_ name: String, _ clock: Clock, slice: Double = 0.01, _ body: @escaping () -> Void) {
    var count = 1
    self.init(name) {
      warmedMiddle(of: body) {
        while true {
          let start = clock.seconds
          for _ in 0..<count { body() }
          let seconds = clock.seconds - start
          // Short measurements say little: they only teach the count.
          if seconds >= slice / 2 { return seconds / Double(count) }
          count = max(count * 2, Int(slice / max(1e-9, seconds / Double(count))))
        }
      }
    }
  }
}

/// The middle one of three measurements, after a tenth of a second of work that does not count.
///
/// The programs of the peers have the same: runs of a process that has just compiled and run. For some 50 ms after another process ended,
/// this work takes up to half as long again.
func warmedMiddle(of work: () -> Void, _ measure: () -> Double) -> Double {
  let start = Clock.wall.seconds
  repeat { work() } while Clock.wall.seconds - start < 0.1
  return [measure(), measure(), measure()].sorted()[1]
}

/// The medians of several contenders, measured in turn: a, b, c, a, b, c, …; nil for one that failed.
func alternate(_ contenders: [Contender], repetitions: Int) -> [Double?] {
  var times = contenders.map { _ in [Double]() }
  var failed = Set<Int>()
  for _ in 0..<repetitions {
    for (index, contender) in contenders.enumerated() where !failed.contains(index) {
      if let time = contender.measure() { times[index].append(time) } else { failed.insert(index) }
    }
  }
  return times.indices.map { failed.contains($0) ? nil : median(times[$0]) }
}

/// The middle of some numbers, the lower one of two; nil of none.
func median(_ numbers: [Double]) -> Double? {
  numbers.isEmpty ? nil : numbers.sorted()[(numbers.count - 1) / 2]
}
