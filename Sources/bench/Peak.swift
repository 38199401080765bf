import Kernels
import Results

/// What this machine's registers can do, and by how much that differs from the machine for which targets in seconds are stated.
struct Peak {
  /// Billions of float32 operations a second of one thread of the machine for which absolute targets are stated.
  static let statedGigaflops = 261.0

  /// The same of this machine, in its best instruction set.
  let gigaflops: Double

  init() {
    let times = alternate([Peak.loop(.best, float64: false, .thread)], repetitions: 15)
    gigaflops = 1e-9 / (times[0] ?? .nan)
  }

  /// This machine's speed as a share of that of the stated one.
  var scale: Double { gigaflops / Self.statedGigaflops }

  /// A time stated for the other machine, as long as this one may take.
  func seconds(_ stated: Double) -> Double { stated / scale }

  /// The peak loop as a contender: seconds per floating-point operation.
  static func loop(_ set: InstructionSet, float64: Bool, _ clock: Clock) -> Contender {
    Contender("peak loop") {
      let length = set == .base ? 2_000 : 100_000
      let start = clock.seconds
      let operations = set.runPeakLoop(float64: float64, length: length)
      return (clock.seconds - start) / Double(operations)
    }
  }

  var description: String {
    "peak loop, \(InstructionSet.best.rawValue), float32, one thread: \(Figure(gigaflops, .gigaflops).text); "
      + "targets in seconds are stated for \(Figure(Self.statedGigaflops, .gigaflops).text) and scaled by \(Figure.fixed(scale, 2))"
  }

  var json: CanonicalJSON {
    ["gigaflops": .number(gigaflops), "scale": .number(scale), "instruction_set": .string(InstructionSet.best.rawValue)]
  }
}
