import CPUFeatures
import Kernels
import TensorGraph

/// A program for one number of samples, ready to run: plain data, so that a step looks nothing up and counts no references.
struct BoundBatch {
  let samples: Int
  /// Where the row numbers of the samples are written; nil where the program reads a whole dataset.
  let rows: UnsafeMutablePointer<Int32>?
  /// The instructions that leave every resident slot as it is.
  let reading: BoundProgram
  /// The instructions after those.
  let writing: BoundProgram
  /// Where the scalars that the program gives stand, in the order of its outputs.
  let outputs: UnsafeBufferPointer<UnsafeMutableRawPointer>

  /// - Parameter rows: the slot of the row numbers, if the program has one.
  init(
    _ batch: BatchProgram, rows: ResidentLayout.Slot?, on machine: borrowing Machine, in arena: borrowing Arena,
    _ memory: inout BoundPrograms
  ) {
    samples = batch.samples
    let base = arena.base
    self.rows = rows.map { (base + $0.offset).assumingMemoryBound(to: Int32.self) }
    let instructions = batch.program.instructions
    reading = memory.bind(instructions[..<batch.updateStart], on: machine, in: arena)
    writing = memory.bind(instructions[batch.updateStart...], on: machine, in: arena)
    outputs = memory.keep(batch.program.outputs.map { base + $0.offset })
  }

  /// Writes the numbers of consecutive samples, from `first` on.
  func takeSamples(from first: Int) {
    guard let rows else { return }
    for index in 0..<samples { rows[index] = Int32(truncatingIfNeeded: first + index) }
  }

  /// Adds outputs from `first` on, times a weight, to numbers that lie one behind the other.
  /// - Parameter counts: how many numbers each of these outputs has.
  func addOutputs(
    from first: Int, _ counts: [Int], weight: Double, of precision: Precision, to target: UnsafeMutablePointer<Double>
  ) {
    var element = target
    for (number, count) in counts.enumerated() {
      let output = outputs[first + number]
      for offset in 0..<count {
        element.pointee += weight * precision.read(output + offset * precision.bytes)
        element += 1
      }
    }
  }
}

extension Precision {
  /// The number of this precision at an address.
  func read(_ address: UnsafeMutableRawPointer) -> Double {
    switch self {
    case .float32: Double(address.loadUnaligned(as: Float.self))
    case .float64: address.loadUnaligned(as: Double.self)
    }
  }

  /// Widens `count` numbers of this precision from an address on.
  func read(_ address: UnsafeMutableRawPointer, count: Int, into target: UnsafeMutablePointer<Double>) {
    switch self {
    case .float32:
      let numbers = address.assumingMemoryBound(to: Float.self)
      for index in 0..<count { (target + index).initialize(to: Double(numbers[index])) }
    case .float64: target.initialize(from: address.assumingMemoryBound(to: Double.self), count: count)
    }
  }

  /// The same past the caches, into memory that nobody reads soon. `cs_end_streaming` has to follow.
  func stream(_ address: UnsafeMutableRawPointer, count: Int, into target: UnsafeMutablePointer<Double>) {
    switch self {
    case .float32: cs_stream_f32(target, address.assumingMemoryBound(to: Float.self), count)
    case .float64: cs_stream_f64(target, address.assumingMemoryBound(to: Double.self), count)
    }
  }

  /// Stores a number, rounded to this precision.
  func write(_ number: Double, _ address: UnsafeMutableRawPointer) {
    switch self {
    case .float32: address.storeBytes(of: Float(number), as: Float.self)
    case .float64: address.storeBytes(of: number, as: Double.self)
    }
  }
}
