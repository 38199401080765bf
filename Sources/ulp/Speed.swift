import Glibc
import Kernels

/// How fast one function is on one instruction set, in one type.
struct Speed {
  let function: String
  let set: InstructionSet
  let type: String
  /// Elements per nanosecond.
  let rate: Double
  /// GFLOP/s of fused multiply-adds in registers of the same set and type, measured just before.
  let peak: Double

  /// The rate of a Zen 5 processor at 4.07 GHz if its share of the peak is the same; nil for the base set, whose fused
  /// multiply-add is not an instruction.
  var zen5Rate: Double? {
    guard set != .base else { return nil }
    let float32Peak = set == .avx512 ? 261.0 : 131
    return rate / peak * (type == "float32" ? float32Peak : float32Peak / 2)
  }
}

/// The speeds of every function and of random fills on every instruction set of this machine.
func measureSpeeds() -> [Speed] {
  var speeds: [Speed] = []
  for function in ElementaryFunction.allCases {
    for set in InstructionSet.available.reversed() {
      speeds.append(
        speed(of: "\(function)", on: set, "float32") { (x: UnsafeMutablePointer<Float>, n) in
          function.apply(x, x + n, count: n, on: set)
        })
      speeds.append(
        speed(of: "\(function)", on: set, "float64") { (x: UnsafeMutablePointer<Double>, n) in
          function.apply(x, x + n, count: n, on: set)
        })
    }
  }
  let stream = RandomStream(seed: 1, name: "speed")
  for set in InstructionSet.available.reversed() {
    speeds.append(
      speed(of: "random_normal", on: set, "float32") { (x: UnsafeMutablePointer<Float>, n) in
        stream.fillNormal(UnsafeMutableBufferPointer(start: x, count: n), on: set)
      })
    speeds.append(
      speed(of: "random_uniform", on: set, "float64") { (x: UnsafeMutablePointer<Double>, n) in
        stream.fillUniform(UnsafeMutableBufferPointer(start: x, count: n), on: set)
      })
  }
  return speeds
}

/// A table for people.
func printSpeeds(_ speeds: [Speed]) {
  print("speed: \(elementCount) elements between 0.001 and 4 in the first-level cache, one thread, best of many passes")
  print(padded("function", 15), padded("set", 7), padded("type", 8), "elements/ns  peak GFLOP/s  Zen 5 equivalent")
  for speed in speeds {
    print(
      padded(speed.function, 15), padded(speed.set.rawValue, 7), padded(speed.type, 8),
      padded("\(rounded(speed.rate))", 12), padded("\(rounded(speed.peak))", 13),
      speed.zen5Rate.map { "\(rounded($0))" } ?? "–")
  }
}

/// The same for programs.
func printSpeedsAsJSON(_ speeds: [Speed]) {
  let objects = speeds.map { speed in
    """
      {"function": "\(speed.function)", "set": "\(speed.set.rawValue)", "type": "\(speed.type)", \
    "elements_per_ns": \(rounded(speed.rate)), "peak_gflops": \(rounded(speed.peak))}
    """
  }
  print("[\n\(objects.joined(separator: ",\n"))\n]")
}

private let elementCount = 4096

/// Times `work` on the first half of a buffer.
private func speed<T: BinaryFloatingPoint>(
  of function: String, on set: InstructionSet, _ type: String, _ work: (UnsafeMutablePointer<T>, Int) -> Void
) -> Speed {
  let n = elementCount
  let x = UnsafeMutablePointer<T>.allocate(capacity: 2 * n)
  defer { x.deallocate() }
  for i in 0..<n { x[i] = T(0.001 + 4 * Double(i) / Double(n)) }
  for i in n..<(2 * n) { x[i] = 0 }
  var operations = 0
  let isSlow = set == .base
  let peakTime = shortest(5, repetitions: 1) {
    operations = set.runPeakLoop(float64: T.self == Double.self, length: isSlow ? 2000 : 100_000)
  }
  let time = isSlow ? shortest(5, repetitions: 1) { work(x, n) } : shortest(50, repetitions: 40) { work(x, n) }
  return Speed(
    function: function, set: set, type: type, rate: Double(n) / time / 1e9, peak: Double(operations) / peakTime / 1e9)
}

/// Seconds of processor time of `work`: the shortest of several passes, each of so many repetitions that reading the
/// clock does not count.
private func shortest(_ passes: Int, repetitions: Int, _ work: () -> Void) -> Double {
  var best = Double.infinity
  for _ in 0..<passes {
    let start = processorSeconds()
    for _ in 0..<repetitions { work() }
    best = min(best, (processorSeconds() - start) / Double(repetitions))
  }
  return best
}

/// The time that this thread had a processor: right on a busy machine too.
private func processorSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
}

private func rounded(_ x: Double) -> Double { (x * 1000).rounded() / 1000 }

private func padded(_ text: String, _ width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - text.utf8.count))
}
