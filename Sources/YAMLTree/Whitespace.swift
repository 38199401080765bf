/// Spaces, line ends and comments between the tokens of a YAML text.
enum Whitespace {
  static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }

  static func isBreak(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }

  static func isBlankOrBreak(_ byte: UInt8) -> Bool {
    isBlank(byte) || isBreak(byte)
  }

  /// The first offset from `lower` on that is neither white nor in a comment, at most `limit`.
  static func skipped(_ bytes: [UInt8], from lower: Int, limit: Int) -> Int {
    var at = lower
    while at < limit {
      if bytes[at] == UInt8(ascii: "#"), at == 0 || isBlankOrBreak(bytes[at - 1]) {
        while at < limit, !isBreak(bytes[at]) { at += 1 }
      } else if isBlankOrBreak(bytes[at]) {
        at += 1
      } else {
        break
      }
    }
    return at
  }

  /// `upper`, moved back over spaces and line ends, but not before `lower`.
  static func trimmedEnd(_ bytes: [UInt8], lower: Int, upper: Int) -> Int {
    var end = min(upper, bytes.count)
    while end > lower, isBlankOrBreak(bytes[end - 1]) { end -= 1 }
    return end
  }

  /// Where the line of `offset` begins.
  static func lineStart(_ bytes: [UInt8], of offset: Int) -> Int {
    var start = min(offset, bytes.count)
    while start > 0, !isBreak(bytes[start - 1]) { start -= 1 }
    return start
  }

  /// Where the text of the line of `offset` ends: before its comment and the spaces in front of
  /// that.
  ///
  /// Quotes are not looked into, so a `#` inside them counts as a comment.
  static func textEnd(_ bytes: [UInt8], of offset: Int) -> Int {
    var end = offset
    while end < bytes.count, !isBreak(bytes[end]) {
      if bytes[end] == UInt8(ascii: "#"), end > 0, isBlank(bytes[end - 1]) { break }
      end += 1
    }
    return trimmedEnd(bytes, lower: offset, upper: end)
  }
}
