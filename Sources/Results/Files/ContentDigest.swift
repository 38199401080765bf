import Crypto

/// A SHA-256 digest, written as 64 lower-case hexadecimal digits.
package struct ContentDigest: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// 64 digits of `0-9a-f`.
  package let hex: String

  /// Accepts exactly 64 lower-case hexadecimal digits, else nil.
  package init?(hex: String) {
    let digits = hex.utf8
    guard digits.count == 64 else { return nil }
    for digit in digits {
      let isDecimal = digit >= 0x30 && digit <= 0x39
      let isLetter = digit >= 0x61 && digit <= 0x66
      guard isDecimal || isLetter else { return nil }
    }
    self.hex = hex
  }

  /// The digest of `bytes`.
  package init(of bytes: [UInt8]) {
    var stream = DigestStream()
    stream.update(bytes)
    self = stream.value()
  }

  /// The digest of a text's UTF-8 bytes.
  package init(of text: String) {
    self.init(of: Array(text.utf8))
  }

  fileprivate init(words: SHA256.Digest) {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(64)
    for byte in words {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    hex = String(decoding: text, as: UTF8.self)
  }

  /// The digits.
  package var description: String { hex }

  /// By the digits.
  package static func < (a: ContentDigest, b: ContentDigest) -> Bool { a.hex < b.hex }
}

/// SHA-256 fed piece by piece; a copy goes on by itself, so a prefix's digest can be taken at any moment.
package struct DigestStream: Sendable {
  private var hasher = SHA256()

  /// Nothing fed yet.
  package init() {}

  /// Feeds the bytes that follow.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    hasher.update(bufferPointer: bytes)
  }

  /// Feeds the bytes that follow.
  package mutating func update(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { hasher.update(bufferPointer: $0) }
  }

  /// The digest of everything fed so far.
  package func value() -> ContentDigest { ContentDigest(words: hasher.finalize()) }
}
