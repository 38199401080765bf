import Results
import Testing

@Suite struct SafetensorsTests {
  static let arrays = [
    NamedArray("readout.weight", NumericArray([1, 2] as [Float], shape: [1, 2])),
    NamedArray("counts", NumericArray([1, 2, 3] as [UInt8], shape: [3])),
    NamedArray("hidden.weight", NumericArray([0.5, -0.5] as [Double], shape: [2])),
    NamedArray("scale", NumericArray([3] as [Float], shape: [])),
  ]

  @Test func `arrays and metadata are read back, sorted`() throws {
    let file = Safetensors.encode(SafetensorsTests.arrays, metadata: [("step", "10"), ("format", "pt")])
    let (arrays, metadata) = try Safetensors.decode(file, name: "t")
    #expect(arrays.map(\.name) == ["counts", "hidden.weight", "readout.weight", "scale"])
    #expect(Set(arrays.map(\.name)).count == 4)
    for array in SafetensorsTests.arrays { #expect(arrays.contains(array)) }
    #expect(metadata.map(\.0) == ["format", "step"])
  }

  @Test func `the bytes do not depend on the order of what is given`() {
    let a = Safetensors.encode(SafetensorsTests.arrays, metadata: [("a", "1"), ("b", "2")])
    let b = Safetensors.encode(SafetensorsTests.arrays.reversed(), metadata: [("b", "2"), ("a", "1")])
    #expect(a == b)
  }

  @Test func `wide elements lie first, so that all are aligned`() throws {
    let file = Safetensors.encode(SafetensorsTests.arrays)
    let length = Int(file[0]) + 256 * Int(file[1])
    #expect(length % 8 == 0)
    let header = try CanonicalJSON(parsing: Array(file[8..<(8 + length)]), name: "t")
    #expect(header["hidden.weight"]?["data_offsets"] == [0, 16])
    #expect(header["readout.weight"]?["data_offsets"] == [16, 24])
    #expect(header["scale"]?["data_offsets"] == [24, 28])
    #expect(header["counts"]?["data_offsets"] == [28, 31])
  }

  @Test func `every NaN has one bit pattern, but in a snapshot`() {
    let odd = [
      NamedArray("single", NumericArray([Float(bitPattern: 0xFFC0_1234), -0.0], shape: [2])),
      NamedArray("wide", NumericArray([Double(bitPattern: 0xFFF0_0000_0000_0001)], shape: [1])),
    ]
    let file = Safetensors.encode(odd)
    #expect(Array(file.suffix(16)) == [0, 0, 0, 0, 0, 0, 0xF8, 0x7F, 0, 0, 0xC0, 0x7F, 0, 0, 0, 0x80])
    let snapshot = Safetensors.encode(odd, canonicalNaN: false)
    #expect(Array(snapshot.suffix(16)) == [1, 0, 0, 0, 0, 0, 0xF0, 0xFF, 0x34, 0x12, 0xC0, 0xFF, 0, 0, 0, 0x80])
  }

  /// A file with a header of our choice.
  static func file(_ header: String, _ content: [UInt8]) -> [UInt8] {
    [UInt8(header.utf8.count), 0, 0, 0, 0, 0, 0, 0] + Array(header.utf8) + content
  }

  struct Refused {
    let file: [UInt8]
    let problem: String
  }

  @Test(arguments: [
    Refused(file: [1, 2], problem: "it is cut off before its header"),
    Refused(file: [255, 0, 0, 0, 0, 0, 0, 0, 1], problem: "its header is cut off"),
    Refused(file: [255, 255, 255, 255, 255, 255, 255, 255], problem: "its header is cut off"),
    Refused(file: file("[]", []), problem: "its header is not an object"),
    Refused(
      file: file(#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, [0, 0, 0, 0]),
      problem: "tensor `a` is not described"),
    Refused(
      file: file(#"{"a":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}"#, [0, 0, 0, 0]),
      problem: "tensor `a` is not described"),
    Refused(
      file: file(#"{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}"#, [0]),
      problem: "tensor `a` is cut off"),
    Refused(
      file: file(#"{"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}"#, [0, 0]),
      problem: "its tensors overlap or leave holes"),
    Refused(
      file: file(#"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}"#, [0, 0]),
      problem: "bytes follow the last tensor"),
    Refused(
      file: file(#"{"__metadata__":{"a":1}}"#, []), problem: "its metadata holds something else than texts"),
  ])
  func `a file that breaks the format is refused`(_ row: Refused) {
    #expect(throws: ResultsFailure.malformed(path: "t", problem: row.problem)) {
      _ = try Safetensors.decode(row.file, name: "t")
    }
  }
}
