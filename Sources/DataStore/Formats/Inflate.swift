import CZlib

/// Decompression by zlib, with a limit on what comes out.
package enum Inflate {
  /// A gzip file. Throws `malformed` when it is cut off, damaged, or larger than `limit` bytes.
  package static func gzip(_ input: [UInt8], limit: Int, name: String) throws(DataFailure) -> [UInt8] {
    guard input.count >= 18 else { throw .malformed(path: name, problem: "it is too short for a gzip file") }
    // The last four bytes state the length; a hint only, and no more than deflate can make of the input.
    let stated = input.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    let hint = min(stated, limit, 1032 * input.count)
    return try inflate(input[...], windowBits: 31, hint: hint, limit: limit, name: name)
  }

  /// A bare deflate stream that must give exactly `count` bytes.
  package static func deflated(_ input: ArraySlice<UInt8>, count: Int, name: String) throws(DataFailure) -> [UInt8] {
    let output = try inflate(input, windowBits: -15, hint: count, limit: count, name: name)
    guard output.count == count else {
      throw .malformed(path: name, problem: "it unpacks to \(output.count) bytes instead of \(count)")
    }
    return output
  }

  private static func inflate(
    _ input: ArraySlice<UInt8>, windowBits: Int32, hint: Int, limit: Int, name: String
  ) throws(DataFailure) -> [UInt8] {
    var stream = z_stream()
    guard inflateInit2_(&stream, windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      throw .malformed(path: name, problem: "zlib could not be started")
    }
    defer { inflateEnd(&stream) }
    var output: [UInt8] = []
    output.reserveCapacity(hint)
    var piece = [UInt8](repeating: 0, count: 1 << 18)
    var position = input.startIndex
    var code = Z_OK
    while code == Z_OK {
      let given = min(input.endIndex - position, 1 << 20)
      let (used, made): (Int, Int) = input[position..<(position + given)].withUnsafeBufferPointer { source in
        piece.withUnsafeMutableBufferPointer { target in
          stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
          stream.avail_in = UInt32(given)
          stream.next_out = target.baseAddress
          stream.avail_out = UInt32(target.count)
          code = CZlib.inflate(&stream, Z_NO_FLUSH)
          return (given - Int(stream.avail_in), target.count - Int(stream.avail_out))
        }
      }
      position += used
      guard output.count + made <= limit else {
        throw .malformed(path: name, problem: "it unpacks to more than \(limit) bytes")
      }
      output += piece[..<made]
      // Nothing read and nothing made: the input ended before the stream did.
      if code == Z_OK && used == 0 && made == 0 { code = Z_BUF_ERROR }
    }
    if code == Z_BUF_ERROR { throw .malformed(path: name, problem: "it is cut off") }
    guard code == Z_STREAM_END else { throw .malformed(path: name, problem: "its compressed data is damaged") }
    guard position == input.endIndex else {
      throw .malformed(path: name, problem: "other bytes follow its compressed data")
    }
    return output
  }

  /// The CRC-32 of bytes, as zip and gzip use it.
  package static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var value: uLong = 0
    var position = 0
    while position < bytes.count {
      let count = min(bytes.count - position, 1 << 30)
      bytes[position..<(position + count)].withUnsafeBufferPointer {
        value = crc32(value, $0.baseAddress, UInt32(count))
      }
      position += count
    }
    return UInt32(truncatingIfNeeded: value)
  }
}
