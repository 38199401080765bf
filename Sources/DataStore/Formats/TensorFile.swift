import Results

/// A tensor from a user's `.npy` or `.safetensors` file, with the digest of the file's bytes.
package struct TensorFile: Sendable, Equatable {
  /// Row-major; all numbers finite.
  package let array: NumericArray
  package let digest: ContentDigest

  /// Reads a file by its ending.
  ///
  /// - Parameters:
  ///   - tensor: the name of the tensor in a safetensors file; only there are names.
  ///   - usual: the tensor that is meant without a name, unless the file holds a single one.
  /// - Throws: `malformed` also for a tensor that is not there, with the names that are.
  package init(contentsOf path: String, tensor: String?, usual: String) throws(DataFailure) {
    guard path.hasSuffix(".safetensors") else {
      if tensor != nil { throw .malformed(path: path, problem: "only a safetensors file has tensors with names") }
      let file = try NumberArray(contentsOf: path)
      (array, digest) = (file.array, file.digest)
      return
    }
    let found: [NamedArray]
    do throws(ResultsFailure) {
      let bytes = try FileBytes.read(path, limit: 8 * NumberArray.limit + 65536)
      digest = ContentDigest(of: bytes)
      found = try Safetensors.decode(bytes, name: path).arrays
    } catch { throw .from(error) }
    let wanted = tensor ?? usual
    guard let one = found.first(where: { $0.name == wanted }) ?? (tensor == nil && found.count == 1 ? found[0] : nil) else {
      let names = found.prefix(12).map { "`\($0.name)`" }.joined(separator: ", ")
      throw .malformed(path: path, problem: "it holds no tensor `\(wanted)`, but \(names)")
    }
    array = one.array
    let numbers = array.doubles()
    if let index = numbers.firstIndex(where: { !$0.isFinite }) {
      throw .malformed(path: path, problem: "the number at \(array.place(of: index)) is not finite")
    }
  }
}
