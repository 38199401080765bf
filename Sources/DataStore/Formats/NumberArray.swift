import Results

/// An array from a user's `.npy` file, with the digest of its bytes.
package struct NumberArray: Sendable, Equatable {
  /// Row-major whatever the file's order; all numbers finite.
  package let array: NumericArray
  /// Of the file's bytes, for the identity of the run.
  package let digest: ContentDigest

  /// The most elements an array may hold: 2^28.
  package static let limit = 1 << 28

  /// Reads a file. Throws `malformed` (also for a number that is not finite, naming its index),
  /// `tooLarge` or `file`.
  package init(contentsOf path: String, limit: Int = limit) throws(DataFailure) {
    let bytes: [UInt8]
    do throws(ResultsFailure) {
      bytes = try FileBytes.read(path, limit: 8 * limit + 65536)
      array = try NPY.decode(bytes, name: path)
    } catch { throw .from(error) }
    digest = ContentDigest(of: bytes)
    guard array.count <= limit else { throw .tooLarge(path: path, count: array.count, limit: limit) }
    if let index = NumberArray.firstNonFinite(array) {
      throw .malformed(path: path, problem: "the number at \(array.place(of: index)) is not finite")
    }
  }

  private static func firstNonFinite(_ array: NumericArray) -> Int? {
    switch array.elements {
    case .float32(let x): return x.firstIndex { !$0.isFinite }
    case .float64(let x): return x.firstIndex { !$0.isFinite }
    case .int32, .int64, .uint8: return nil
    }
  }
}
