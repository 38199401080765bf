import SourceDiagnostics

extension TreeBuilder {
  /// The node of a scalar event whose anchor and tag end before `lower`.
  func scalarNode(_ text: String, _ style: Scalar.Style, _ lower: Int, _ upper: Int) -> Node {
    if style == .plain, text.isEmpty {
      let place = trimmed(lower, upper)
      return Node(.scalar(Scalar("", style: .plain, start: place, alignment: nil)), at: range(place, place))
    }
    let isBlock = style == .literal || style == .folded
    let upper = isBlock ? max(lower, Whitespace.trimmedEnd(bytes, lower: lower, upper: upper)) : upper
    let scalar = Scalar(
      text, style: writtenStyle(style, at: lower), start: lower,
      alignment: isBlock ? nil : ScalarAlignment(Array(text.utf8), bytes, lower..<upper))
    return Node(.scalar(scalar), at: range(lower, upper))
  }

  /// Quotes that only a mending put there were not written.
  private func writtenStyle(_ style: Scalar.Style, at lower: Int) -> Scalar.Style {
    switch style {
    case .singleQuoted: lower < bytes.count && bytes[lower] == UInt8(ascii: "'") ? style : .plain
    case .doubleQuoted: lower < bytes.count && bytes[lower] == UInt8(ascii: "\"") ? style : .plain
    default: style
    }
  }

  /// libyaml may put a value that was not written before the next token, lines below; it belongs
  /// behind the last text before that.
  private func trimmed(_ lower: Int, _ upper: Int) -> Int {
    guard lower == upper else { return upper }
    return Whitespace.trimmedEnd(bytes, lower: 0, upper: upper)
  }

  /// Reports a tag, and returns where the value itself begins.
  mutating func judge(_ properties: Event.Properties, _ lower: Int, limit: Int) -> Int {
    var at = lower
    for _ in 0..<properties.count {
      at = Whitespace.skipped(bytes, from: at, limit: limit)
      let start = at
      let isTag = at < limit && bytes[at] == UInt8(ascii: "!")
      let isVerbatim = isTag && at + 1 < limit && bytes[at + 1] == UInt8(ascii: "<")
      while at < limit, !(isVerbatim ? Whitespace.isBlankOrBreak(bytes[at]) : endsProperty(bytes[at])) {
        at += 1
      }
      if isTag {
        report(
          .unexpectedTag,
          "tags such as `\(String(decoding: bytes[start..<at], as: UTF8.self))` are not part of the language",
          at: range(start, at), help: "delete it: what a value means is decided by the place where it stands")
      }
    }
    return properties.count == 0
      ? at : min(Whitespace.skipped(bytes, from: at, limit: limit), max(limit, lower))
  }

  private func endsProperty(_ byte: UInt8) -> Bool {
    Whitespace.isBlankOrBreak(byte)
      || [UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}")].contains(byte)
  }
}
