import DataStore
import Testing

@Suite struct IDXTests {
  @Test func `an array is read back`() throws {
    let file = IDX.encode([1, 2, 3, 4, 5, 6], shape: [2, 3])
    #expect(Array(file[..<12]) == [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3])
    let array = try IDX.decode(file, name: "t")
    #expect(array.shape == [2, 3] && array.bytes == [1, 2, 3, 4, 5, 6])
  }

  @Test(arguments: [
    ([] as [UInt8], "it does not begin like an IDX file"),
    ([1, 0, 8, 1, 0, 0, 0, 0], "it does not begin like an IDX file"),
    ([0, 0, 13, 1, 0, 0, 0, 0], "it holds elements of type 13, only bytes (8) are read"),
    ([0, 0, 8, 3, 0, 0, 0, 1], "it is cut off within its header"),
    ([0, 0, 8, 1, 0, 0, 0, 5, 1, 2], "the shape [5] does not fit the 2 bytes that follow"),
    (
      [0, 0, 8, 2, 255, 255, 255, 255, 255, 255, 255, 255],
      "the shape [4294967295, 4294967295] does not fit the 0 bytes that follow"
    ),
  ])
  func `a broken file is refused`(_ file: [UInt8], _ problem: String) {
    #expect(throws: DataFailure.malformed(path: "t", problem: problem)) { try IDX.decode(file, name: "t") }
  }
}
