/// The header of a `.npy` file: a Python dictionary literal with three known keys, in any order.
struct NPYHeader {
  let descriptor: String
  let isFortranOrder: Bool
  let shape: [Int]

  init(parsing bytes: ArraySlice<UInt8>, name: String) throws(ResultsFailure) {
    guard let text = String(validating: bytes, as: UTF8.self), let header = NPYHeader(text) else {
      throw .malformed(path: name, problem: "its header is not the literal of an npy header")
    }
    self = header
  }

  private init?(_ text: String) {
    var rest = Literal(text[...])
    var descriptor: String?
    var isFortranOrder: Bool?
    var shape: [Int]?
    guard rest.take("{") else { return nil }
    while !rest.take("}") {
      guard let key = rest.quoted(), rest.take(":") else { return nil }
      switch key {
      case "descr" where descriptor == nil: descriptor = rest.quoted()
      case "fortran_order" where isFortranOrder == nil:
        if rest.take("True") { isFortranOrder = true } else if rest.take("False") { isFortranOrder = false }
      case "shape" where shape == nil: shape = rest.tuple()
      default: return nil
      }
      if !rest.take(",") {
        guard rest.take("}") else { return nil }
        break
      }
    }
    guard rest.isAtEnd, let descriptor, let isFortranOrder, let shape, shape.count <= 32 else { return nil }
    self.descriptor = descriptor
    self.isFortranOrder = isFortranOrder
    self.shape = shape
  }
}

/// The rest of a literal that is being read; spaces before each part are skipped.
private struct Literal {
  var rest: Substring

  init(_ text: Substring) { rest = text }

  mutating func skipSpace() {
    while let character = rest.first, character == " " || character == "\n" { rest.removeFirst() }
  }

  var isAtEnd: Bool { rest.allSatisfy { $0 == " " || $0 == "\n" } }

  mutating func take(_ word: String) -> Bool {
    skipSpace()
    guard rest.hasPrefix(word) else { return false }
    rest.removeFirst(word.count)
    return true
  }

  mutating func quoted() -> String? {
    skipSpace()
    guard let mark = rest.first, mark == "'" || mark == "\"" else { return nil }
    rest.removeFirst()
    guard let end = rest.firstIndex(of: mark) else { return nil }
    defer { rest = rest[rest.index(after: end)...] }
    return String(rest[..<end])
  }

  mutating func tuple() -> [Int]? {
    guard take("(") else { return nil }
    var sizes: [Int] = []
    while !take(")") {
      skipSpace()
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      guard let size = Int(digits) else { return nil }
      rest = rest[digits.endIndex...]
      sizes.append(size)
      if !take(",") {
        guard take(")") else { return nil }
        break
      }
    }
    return sizes
  }
}
