/// A header and the arrays behind it, one piece of a file after the other: a file as large as all parameters is never in memory as a whole.
struct FilePieces: Sequence, Sendable {
  let header: [UInt8]
  let arrays: [NumericArray]
  /// See `NumericArray.littleEndianBytes(canonicalNaN:)`.
  var canonicalNaN = true

  func makeIterator() -> AnyIterator<[UInt8]> {
    var next = -1
    return AnyIterator {
      defer { next += 1 }
      if next < 0 { return header }
      return next < arrays.count ? arrays[next].littleEndianBytes(canonicalNaN: canonicalNaN) : nil
    }
  }
}
