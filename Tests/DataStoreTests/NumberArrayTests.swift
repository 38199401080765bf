import DataStore
import Results
import TestFolders
import Testing

@Suite struct NumberArrayTests {
  @Test func `an array is read with shape and digest`() throws {
    let folder = try TemporaryFolder()
    let file = NPY.encode(NumericArray([1, 2, 3, 4] as [Float], shape: [2, 2]))
    try DurableFile.write(file, to: folder.path + "/x.npy")
    let array = try NumberArray(contentsOf: folder.path + "/x.npy")
    #expect(array.array.shape == [2, 2] && array.array.doubles() == [1, 2, 3, 4])
    #expect(array.digest == ContentDigest(of: file))
    #expect(throws: DataFailure.tooLarge(path: folder.path + "/x.npy", count: 4, limit: 3)) {
      _ = try NumberArray(contentsOf: folder.path + "/x.npy", limit: 3)
    }
  }

  @Test func `a number that is not finite, and a file that is not there, are refused`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/x.npy"
    #expect(throws: DataFailure.file(.missing(path: path))) { _ = try NumberArray(contentsOf: path) }
    try DurableFile.write(NPY.encode(NumericArray([1, 2, 3, .nan] as [Double], shape: [2, 2])), to: path)
    #expect(throws: DataFailure.malformed(path: path, problem: "the number at [1,1] is not finite")) {
      _ = try NumberArray(contentsOf: path)
    }
  }
}
