import DataStore
import Testing

@Suite struct MNISTPackageTests {
  /// A wheel with one, one and two images; pixel values are `first`, then zeros.
  static func wheel(first: Float = 3 / 256, label: Int64 = 7) -> [UInt8] {
    func images(_ count: Int, _ first: Float) -> [UInt8] {
      var x = [Float](repeating: 0, count: 784 * count)
      x[0] = first
      return PackedBytes.array("f4", [count, 784], PackedBytes.bytes(x))
    }
    let pickle = PackedBytes.pickle(
      images(1, first), PackedBytes.array("i8", [1], PackedBytes.bytes([label])),
      images(1, 255 / 256), PackedBytes.array("i8", [1], PackedBytes.bytes([1] as [Int64])),
      images(2, 1 / 256), PackedBytes.array("i8", [2], PackedBytes.bytes([0, 9] as [Int64])))
    return PackedBytes.zip(MNISTPackage.member, PackedBytes.gzip(pickle), isDeflated: false)
  }

  @Test func `the first two pairs become the training files, the third the test files`() throws {
    let files = try MNISTPackage.files(wheel: MNISTPackageTests.wheel())
    #expect(files.map(\.name) == MNIST.declaration.files.map(\.name))
    let images = try IDX.decode(files[0].bytes, name: "t")
    #expect(images.shape == [2, 28, 28])
    #expect(images.bytes[0] == 3 && images.bytes[784] == 255 && images.bytes[1] == 0)
    #expect(try IDX.decode(files[1].bytes, name: "t").bytes == [7, 1])
    #expect(try IDX.decode(files[2].bytes, name: "t").shape == [2, 28, 28])
    #expect(try IDX.decode(files[3].bytes, name: "t").bytes == [0, 9])
  }

  @Test func `a pixel or a label that would have to be rounded is refused`() {
    #expect(
      throws: DataFailure.malformed(path: MNISTPackage.member, problem: "a pixel is not a multiple of 1/256")
    ) { _ = try MNISTPackage.files(wheel: MNISTPackageTests.wheel(first: 0.3)) }
    #expect(
      throws: DataFailure.malformed(path: MNISTPackage.member, problem: "the label 10 is not a digit")
    ) { _ = try MNISTPackage.files(wheel: MNISTPackageTests.wheel(label: 10)) }
  }
}
