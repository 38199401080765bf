extension CanonicalJSON {
  /// Reads strict JSON (RFC 8259): UTF-8 without a byte-order mark, no key twice, no trailing comma,
  /// no bare NaN, at most 64 levels, numbers within the range of `Double`.
  ///
  /// - Parameter name: the file, for the message of `ResultsFailure.malformed`.
  package init(parsing bytes: [UInt8], name: String) throws(ResultsFailure) {
    var reader = JSONReader(bytes: bytes, name: name)
    self = try reader.document()
  }
}

/// A recursive-descent reader over bytes; positions become line and column only in an error.
private struct JSONReader {
  let bytes: [UInt8]
  let name: String
  var position = 0

  init(bytes: [UInt8], name: String) {
    self.bytes = bytes
    self.name = name
  }

  mutating func document() throws(ResultsFailure) -> CanonicalJSON {
    let value = try self.value(depth: 0)
    skipSpace()
    if position < bytes.count { throw problem("text after the end of the value") }
    return value
  }

  func problem(_ sentence: String) -> ResultsFailure {
    let before = bytes[..<min(position, bytes.count)]
    let line = 1 + before.count { $0 == 0x0A }
    let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    let column = 1 + before[start...].count { $0 & 0xC0 != 0x80 }
    return .malformed(path: name, problem: "line \(line), column \(column): \(sentence)")
  }

  var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  mutating func take(_ byte: Character) -> Bool {
    guard next == byte.asciiValue else { return false }
    position += 1
    return true
  }

  mutating func value(depth: Int) throws(ResultsFailure) -> CanonicalJSON {
    guard depth < 64 else { throw problem("more than 64 levels") }
    skipSpace()
    switch next {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case nil: throw problem("the text ends where a value is expected")
    default: return try number()
    }
  }

  mutating func word(_ text: String, _ value: CanonicalJSON) throws(ResultsFailure) -> CanonicalJSON {
    guard bytes[position...].starts(with: text.utf8) else { throw problem("expected a value") }
    position += text.utf8.count
    return value
  }

  mutating func array(depth: Int) throws(ResultsFailure) -> CanonicalJSON {
    position += 1
    var elements: [CanonicalJSON] = []
    skipSpace()
    if take("]") { return .array([]) }
    while true {
      elements.append(try value(depth: depth + 1))
      skipSpace()
      if take("]") { return .array(elements) }
      guard take(",") else { throw problem("expected `,` or `]`") }
    }
  }

  mutating func object(depth: Int) throws(ResultsFailure) -> CanonicalJSON {
    position += 1
    var members: [(String, CanonicalJSON)] = []
    var keys: Set<[UInt8]> = []
    skipSpace()
    if take("}") { return .members([]) }
    while true {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw problem("expected a key in double quotes") }
      let key = try string()
      guard keys.insert(Array(key.utf8)).inserted else { throw problem("the key `\(key)` stands twice") }
      skipSpace()
      guard take(":") else { throw problem("expected `:`") }
      members.append((key, try value(depth: depth + 1)))
      skipSpace()
      if take("}") { break }
      guard take(",") else { throw problem("expected `,` or `}`") }
    }
    if members.count == 1, members[0].0 == "nonfinite", let text = members[0].1.text,
      let value = NumberText.double(text), !value.isFinite
    {
      return .number(value)
    }
    return .object(members)
  }

  mutating func number() throws(ResultsFailure) -> CanonicalJSON {
    let start = position
    while let byte = next, "+-.eE0123456789".utf8.contains(byte) { position += 1 }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    position = start
    let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
    let whole = digits.prefix { $0.isNumber }
    guard let first = whole.first, !(first == "0" && whole.count > 1), !digits.hasSuffix("."),
      !digits.contains(".e"), !digits.contains(".E"), NumberText.isDecimal(text.utf8)
    else { throw problem("expected a value") }
    guard let value = NumberText.double(text) else { throw problem("the number `\(text)` is out of range") }
    position = start + text.utf8.count
    if whole.count == digits.count, let integer = Int(text), text != "-0" { return .integer(integer) }
    return .number(value)
  }

  mutating func string() throws(ResultsFailure) -> String {
    position += 1
    var text: [UInt8] = []
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        guard let value = String(validating: text, as: UTF8.self) else {
          throw problem("the string before this place is not valid UTF-8")
        }
        position += 1
        return value
      case UInt8(ascii: "\\"):
        position += 1
        text.append(contentsOf: Array(String(try escaped()).utf8))
      case 0..<0x20:
        throw problem("a control character inside a string")
      default:
        text.append(byte)
        position += 1
      }
    }
    throw problem("a string is not closed")
  }

  mutating func escaped() throws(ResultsFailure) -> Unicode.Scalar {
    guard let byte = next else { throw problem("a string is not closed") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      let high = try fourDigits()
      if let scalar = Unicode.Scalar(high) { return scalar }
      guard high < 0xDC00, take("\\"), take("u") else { throw problem("half of a surrogate pair") }
      let low = try fourDigits()
      guard (0xDC00...0xDFFF).contains(low),
        let scalar = Unicode.Scalar(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
      else { throw problem("half of a surrogate pair") }
      return scalar
    default:
      throw problem("an unknown escape in a string")
    }
  }

  mutating func fourDigits() throws(ResultsFailure) -> UInt32 {
    let end = position + 4
    guard end <= bytes.count, bytes[position..<end].allSatisfy({ isHex($0) }),
      let value = UInt32(String(decoding: bytes[position..<end], as: UTF8.self), radix: 16)
    else { throw problem("expected four hexadecimal digits") }
    position = end
    return value
  }

  func isHex(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
  }
}
