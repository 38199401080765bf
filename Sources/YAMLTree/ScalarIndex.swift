import SourceDiagnostics

/// From libyaml's unit, Unicode scalars, to bytes.
struct ScalarIndex {
  private static let stride = 32

  private let bytes: [UInt8]
  /// Byte offset of every `stride`-th scalar; empty when the text is ASCII and both units agree.
  private let checkpoints: [Int]

  /// - Parameter bytes: well-formed UTF-8.
  /// - Complexity: O(n).
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    guard bytes.contains(where: { $0 >= 0x80 }) else {
      checkpoints = []
      return
    }
    var checkpoints: [Int] = []
    var scalar = 0
    for (offset, byte) in bytes.enumerated() where byte & 0xC0 != 0x80 {
      if scalar % Self.stride == 0 { checkpoints.append(offset) }
      scalar += 1
    }
    self.checkpoints = checkpoints
  }

  /// The byte offset at which scalar `i` begins; past the last scalar, the number of bytes.
  func byteOffset(ofScalar i: Int) -> Int {
    guard !checkpoints.isEmpty else { return min(i, bytes.count) }
    let checkpoint = i / Self.stride
    guard checkpoint < checkpoints.count else { return bytes.count }
    var offset = checkpoints[checkpoint]
    for _ in 0..<(i % Self.stride) where offset < bytes.count {
      offset += 1
      while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
    }
    return offset
  }
}
