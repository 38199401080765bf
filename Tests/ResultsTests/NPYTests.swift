import Results
import Testing

@Suite struct NPYTests {
  static let arrays = [
    NumericArray([1.5, -2, .infinity] as [Float], shape: [3]),
    NumericArray([1, 2, 3, 4, 5, 6] as [Double], shape: [2, 3]),
    NumericArray([7] as [Int32], shape: []),
    NumericArray([] as [Int64], shape: [0, 4]),
    NumericArray([1, 2, 3, 255] as [UInt8], shape: [1, 2, 1, 2]),
  ]

  @Test(arguments: arrays)
  func `an array is read back, and its data begins at a multiple of 64`(_ array: NumericArray) throws {
    let file = NPY.encode(array)
    #expect(try NPY.decode(file, name: "t") == array)
    #expect((Int(file[8]) + 256 * Int(file[9]) + 10) % 64 == 0)
  }

  @Test func `the header is the one numpy writes`() {
    let text = String(decoding: NPY.encode(NumericArray([1, 2] as [Float], shape: [2]))[10..<128], as: UTF8.self)
    #expect(text.hasPrefix("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), } "))
    #expect(text.hasSuffix(" \n"))
  }

  @Test func `every NaN has one bit pattern in files`() {
    let odd = Float(bitPattern: 0xFFC0_1234)
    let file = NPY.encode(NumericArray([odd, 1], shape: [2]))
    #expect(Array(file[128..<132]) == [0, 0, 0xC0, 0x7F])
    let wide = NPY.encode(NumericArray([-Double.nan], shape: [1]))
    #expect(Array(wide[128..<136]) == [0, 0, 0, 0, 0, 0, 0xF8, 0x7F])
  }

  /// A file with a header of our choice.
  static func file(_ header: String, _ content: [UInt8], version: UInt8 = 1) -> [UInt8] {
    let length = header.utf8.count
    let size = [UInt8(length & 255), UInt8(length >> 8)] + (version == 1 ? [] : [0, 0])
    return [0x93] + Array("NUMPY".utf8) + [version, 0] + size + Array(header.utf8) + content
  }

  @Test func `column-major, big-endian and narrow files are read`() throws {
    let columns = NPYTests.file(
      "{'shape': (2, 3), 'fortran_order': True, 'descr': '<i2'}", [1, 0, 4, 0, 2, 0, 5, 0, 3, 0, 6, 0])
    #expect(try NPY.decode(columns, name: "t") == NumericArray([1, 2, 3, 4, 5, 6] as [Int32], shape: [2, 3]))
    let swapped = NPYTests.file(
      "{'descr': '>f4', 'fortran_order': False, 'shape': (1,), }", [0x3F, 0x80, 0, 0], version: 2)
    #expect(try NPY.decode(swapped, name: "t") == NumericArray([1] as [Float], shape: [1]))
    let truths = NPYTests.file("{'descr': '|b1', 'fortran_order': False, 'shape': (2,), }", [0, 1])
    #expect(try NPY.decode(truths, name: "t") == NumericArray([0, 1] as [UInt8], shape: [2]))
  }

  struct Refused {
    let file: [UInt8]
    let problem: String
  }

  @Test(arguments: [
    Refused(file: Array("hello, world".utf8), problem: "it does not begin like an npy file"),
    Refused(
      file: file("{'descr': '<c8', 'fortran_order': False, 'shape': (1,)}", []),
      problem: "element type `<c8` is not read; write float32, float64 or integers"),
    Refused(
      file: file("{'descr': '|O', 'fortran_order': False, 'shape': (1,)}", []),
      problem: "element type `|O` is not read; write float32, float64 or integers"),
    Refused(
      file: file("{'descr': '<f8', 'fortran_order': False, 'shape': (3,)}", [0, 0]),
      problem: "shape [3] of `<f8` needs 24 bytes, the file has 2"),
    Refused(
      file: file("{'descr': '<f8', 'fortran_order': False, 'shape': (9999999999, 9999999999)}", []),
      problem: "its shape [9999999999, 9999999999] is too large"),
    Refused(
      file: file("{'descr': '<f8', 'fortran_order': False, 'shape': (9, -1)}", []),
      problem: "its header is not the literal of an npy header"),
    Refused(file: file("os.system('x')", []), problem: "its header is not the literal of an npy header"),
  ])
  func `a file that breaks the format is refused`(_ row: Refused) {
    #expect(throws: ResultsFailure.malformed(path: "t", problem: row.problem)) {
      try NPY.decode(row.file, name: "t")
    }
  }
}
