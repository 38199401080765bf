/// A piece of the text that begins with a key at the left margin and ends before the next one.
///
/// After a syntax error that cannot be mended, libyaml reads no further. The section with the error
/// is left out then, so that the mistakes of the other sections are found too.
enum Section {
  /// The whole sections in which a problem lies; nil when no key stands at the left margin above it.
  /// - Parameters:
  ///   - openFlow: where the outermost bracket stands that is still open.
  ///   - lower: where the YAML begins.
  static func broken(
    by problem: SyntaxProblem, openFlow: Int?, in bytes: [UInt8], from lower: Int
  ) -> Range<Int>? {
    let isAtEnd = problem.offset >= Whitespace.trimmedEnd(bytes, lower: 0, upper: bytes.count)
    let opening = opening(of: problem) ?? openFlow ?? problem.offset
    let last = isAtEnd ? opening : problem.offset
    guard let start = begin(of: min(openFlow ?? opening, opening, last), in: bytes, from: lower) else {
      return nil
    }
    return start..<(next(after: max(opening, last), in: bytes) ?? bytes.count)
  }

  /// Where the bracket or quote stands that the problem is about.
  private static func opening(of problem: SyntaxProblem) -> Int? {
    guard let context = problem.context else { return nil }
    let isInside = context.hasPrefix("while parsing a flow") || context.hasPrefix("while scanning")
    return isInside ? problem.contextOffset : nil
  }

  private static func begin(of offset: Int, in bytes: [UInt8], from lower: Int) -> Int? {
    var line = Whitespace.lineStart(bytes, of: offset)
    while line > lower, !beginsKey(bytes, line) {
      line = Whitespace.lineStart(bytes, of: line - 1)
    }
    return line >= lower && beginsKey(bytes, line) ? line : nil
  }

  private static func next(after offset: Int, in bytes: [UInt8]) -> Int? {
    var at = offset
    while at < bytes.count {
      if Whitespace.isBreak(bytes[at]), beginsKey(bytes, at + 1) { return at + 1 }
      at += 1
    }
    return nil
  }

  private static func beginsKey(_ bytes: [UInt8], _ line: Int) -> Bool {
    guard line < bytes.count else { return false }
    switch bytes[line] {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
      UInt8(ascii: "\""), UInt8(ascii: "'"), 0x80...0xFF:
      return true
    default: return false
    }
  }
}
