import Results

/// The IDX format of bytes: two zeros, the type 8, the rank, big-endian sizes, then the elements.
/// Source: LeCun, Cortes, Burges, The MNIST database of handwritten digits, "file formats".
package enum IDX {
  /// An array of bytes, row-major.
  package struct ByteArray: Sendable, Equatable {
    /// At least one size.
    package let shape: [Int]
    package let bytes: [UInt8]
  }

  /// Throws `malformed`; the sizes are judged against the length before anything is copied.
  package static func decode(_ file: consuming [UInt8], name: String) throws(DataFailure) -> ByteArray {
    guard file.count >= 4, file[0] == 0, file[1] == 0 else {
      throw .malformed(path: name, problem: "it does not begin like an IDX file")
    }
    guard file[2] == 8 else {
      throw .malformed(path: name, problem: "it holds elements of type \(file[2]), only bytes (8) are read")
    }
    let rank = Int(file[3])
    let start = 4 + 4 * rank
    guard rank >= 1, file.count >= start else {
      throw .malformed(path: name, problem: "it is cut off within its header")
    }
    let shape = (0..<rank).map { axis in
      file[(4 + 4 * axis)..<(8 + 4 * axis)].reduce(0) { $0 << 8 | Int($1) }
    }
    guard NumericArray.count(of: shape) == file.count - start else {
      throw .malformed(
        path: name, problem: "the shape \(shape) does not fit the \(file.count - start) bytes that follow")
    }
    // The elements move to the front of the file's own memory: data sets are large.
    file.removeSubrange(..<start)
    return ByteArray(shape: shape, bytes: file)
  }

  /// - Precondition: sizes below 2^31 whose product is the number of bytes.
  package static func encode(_ bytes: [UInt8], shape: [Int]) -> [UInt8] {
    precondition(NumericArray.count(of: shape) == bytes.count, "shape \(shape) for \(bytes.count) bytes")
    var file: [UInt8] = [0, 0, 8, UInt8(shape.count)]
    for size in shape {
      for shift in [24, 16, 8, 0] { file.append(UInt8(truncatingIfNeeded: size >> shift)) }
    }
    return file + bytes
  }
}
