/// Finds where an expression inside a flow collection was meant to end, by its brackets.
struct BracketScan {
  private let bytes: [UInt8]
  private let limit: Int
  private var at: Int
  /// The closing brackets that are waited for, innermost last.
  private var awaited: [UInt8] = []
  private var lastComma: Int?

  /// - Parameters:
  ///   - piece: the beginning of the expression, read by YAML as a plain value; it holds no `[`,
  ///     `{` or `,`.
  ///   - limit: the offset at which to give up.
  init(_ bytes: [UInt8], piece: Range<Int>, limit: Int) {
    self.bytes = bytes
    self.limit = min(limit, bytes.count)
    at = piece.upperBound
    for byte in bytes[piece] {
      if byte == UInt8(ascii: "(") { awaited.append(UInt8(ascii: ")")) }
      if byte == UInt8(ascii: ")"), !awaited.isEmpty { awaited.removeLast() }
    }
  }

  var isOpen: Bool { !awaited.isEmpty }
  /// After `end()`: whether every bracket was closed.
  private(set) var isClosed = false

  /// The offset behind the expression: at the `,`, `}` or `]` of the collection around it.
  ///
  /// When a parenthesis stays open, the expression ends with the collection, or before the first
  /// `key: value` that follows a comma. Nil when there is no telling.
  mutating func end() -> Int? {
    while at < limit {
      let byte = bytes[at]
      switch byte {
      case UInt8(ascii: "("): awaited.append(UInt8(ascii: ")"))
      case UInt8(ascii: "["): awaited.append(UInt8(ascii: "]"))
      case UInt8(ascii: "{"): awaited.append(UInt8(ascii: "}"))
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
        if awaited.last == byte {
          awaited.removeLast()
        } else {
          isClosed = awaited.isEmpty && byte != UInt8(ascii: ")")
          let isUnclosed = awaited.allSatisfy { $0 == UInt8(ascii: ")") } && byte != UInt8(ascii: ")")
          return isClosed || isUnclosed ? at : nil
        }
      case UInt8(ascii: ","):
        if awaited.isEmpty {
          isClosed = true
          return at
        }
        if awaited.allSatisfy({ $0 == UInt8(ascii: ")") }) { lastComma = at }
      case UInt8(ascii: ":") where awaited.last != UInt8(ascii: "}") && endsKey(at): return lastComma
      case UInt8(ascii: "#") where Whitespace.isBlankOrBreak(bytes[at - 1]): return nil
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        guard let close = bytes[(at + 1)..<limit].firstIndex(of: byte) else { return nil }
        at = close
      default: break
      }
      at += 1
    }
    return nil
  }

  private func endsKey(_ colon: Int) -> Bool {
    colon + 1 >= bytes.count || Whitespace.isBlankOrBreak(bytes[colon + 1])
  }
}
