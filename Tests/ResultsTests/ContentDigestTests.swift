import Results
import Testing

@Suite struct ContentDigestTests {
  /// FIPS 180-4, examples.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
  ])
  func `published digests come out`(_ text: String, _ hex: String) {
    #expect(ContentDigest(of: text).hex == hex)
  }

  @Test func `a stream gives the digest of each prefix`() {
    var stream = DigestStream()
    stream.update(Array("ab".utf8))
    let prefix = stream.value()
    stream.update(Array("c".utf8))
    #expect(prefix == ContentDigest(of: "ab"))
    #expect(stream.value() == ContentDigest(of: "abc"))
  }

  @Test(arguments: ["", "ba78", String(repeating: "A", count: 64), String(repeating: "g", count: 64)])
  func `only 64 lower-case digits are a digest`(_ text: String) {
    #expect(ContentDigest(hex: text) == nil)
  }
}
