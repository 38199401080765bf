import Results
import Testing

/// Readers meet files from elsewhere: whatever the bytes, they read or refuse, and never trap.
@Suite struct FormatFuzzTests {
  /// Every prefix, and a fixed sequence of changed bytes.
  static func variants(_ file: [UInt8], _ check: ([UInt8]) -> Void) {
    for length in file.indices { check(Array(file[..<length])) }
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    for _ in 0..<3000 {
      var changed = file
      for _ in 0..<3 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        changed[Int(state >> 33) % file.count] = UInt8(truncatingIfNeeded: state >> 25)
      }
      check(changed)
    }
  }

  @Test func `npy`() {
    let file = NPY.encode(NumericArray([1, 2, 3, 4, 5, 6] as [Float], shape: [2, 3]))
    FormatFuzzTests.variants(file) { _ = try? NPY.decode($0, name: "t") }
  }

  @Test func `safetensors`() {
    let file = Safetensors.encode(SafetensorsTests.arrays, metadata: [("a", "b")])
    FormatFuzzTests.variants(file) { _ = try? Safetensors.decode($0, name: "t") }
  }

  @Test func `JSON`() {
    let text = #"{"a": [1, -2.5e-3, "x\u00e9\ud83d\ude00", {"nonfinite": "inf"}], "b": {"c": null, "d": false}}"#
    FormatFuzzTests.variants(Array(text.utf8)) { _ = try? CanonicalJSON(parsing: $0, name: "t") }
  }

  @Test func `tables`() {
    let text = "step,name\n0,\"a,\"\"b\"\n1,x\r\n2,\n"
    FormatFuzzTests.variants(Array(text.utf8)) { _ = try? CSVTable(parsing: $0, name: "t") }
  }
}
