import TensorGraph

/// The bytes that programs read and never write: number tables and the tables of instructions.
struct ConstantPool {
  private(set) var bytes: [UInt8] = []

  /// Adds the numbers of a constant, rounded to the precision, and returns where they start.
  mutating func add(_ constant: Operation.Constant, _ precision: Precision) -> Int {
    let start = reserve(constant.size.count * precision.bytes)
    for i in 0..<constant.size.count {
      let number = constant.splat ?? constant.values[i]
      switch precision {
      case .float32: write(Float(number), at: start + 4 * i)
      case .float64: write(number, at: start + 8 * i)
      }
    }
    return start
  }

  /// Makes room on a multiple of 64 bytes.
  mutating func reserve(_ count: Int) -> Int {
    let start = roundedUp(bytes.count)
    bytes.append(contentsOf: repeatElement(0, count: start + count - bytes.count))
    return start
  }

  /// Stores the bytes of a plain value and moves on behind them.
  mutating func write<Plain: BitwiseCopyable>(_ value: Plain, after next: inout Int) {
    write(value, at: next)
    next += MemoryLayout<Plain>.stride
  }

  /// Lets a kernel's function complete the table at a place.
  mutating func prepare(at offset: Int, _ body: (UnsafeMutableRawPointer) -> Void) {
    bytes.withUnsafeMutableBytes { if let base = $0.baseAddress { body(base + offset) } }
  }

  /// Stores the bytes of a plain value.
  mutating func write<Plain: BitwiseCopyable>(_ value: Plain, at offset: Int) {
    withUnsafeBytes(of: value) { source in
      for (i, byte) in source.enumerated() { bytes[offset + i] = byte }
    }
  }
}
