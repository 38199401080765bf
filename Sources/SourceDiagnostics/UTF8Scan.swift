/// The well-formed byte sequences of UTF-8 (Unicode 16, table 3-7).
package enum UTF8Scan {
  package static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// The number of bytes of the well-formed scalar at `offset`, or nil when the bytes there are not
  /// one.
  package static func length(in bytes: [UInt8], at offset: Int) -> Int? {
    let first = bytes[offset]
    let (count, second): (Int, ClosedRange<UInt8>)
    switch first {
    case 0x00...0x7F: return 1
    case 0xC2...0xDF: (count, second) = (2, 0x80...0xBF)
    case 0xE0: (count, second) = (3, 0xA0...0xBF)
    case 0xED: (count, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: (count, second) = (3, 0x80...0xBF)
    case 0xF0: (count, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: (count, second) = (4, 0x80...0xBF)
    case 0xF4: (count, second) = (4, 0x80...0x8F)
    default: return nil
    }
    guard offset + count <= bytes.count, second ~= bytes[offset + 1] else { return nil }
    for i in 2..<max(count, 2) where !(0x80...0xBF ~= bytes[offset + i]) {
      return nil
    }
    return count
  }

  /// The value of the well-formed scalar of `length` bytes at `offset`.
  package static func value(in bytes: [UInt8], at offset: Int, length: Int) -> UInt32 {
    let first = UInt32(bytes[offset])
    guard length > 1 else { return first }
    var value = first & (0x7F >> UInt32(length))
    for i in 1..<length {
      value = value << 6 | UInt32(bytes[offset + i] & 0x3F)
    }
    return value
  }
}
