/// Where the bytes of a scalar's text stand in the file: one run for each of its lines.
struct ScalarAlignment: Sendable {
  private struct Run {
    let text: Int
    let source: Int
  }

  private let runs: [Run]

  /// - Parameters:
  ///   - text: the UTF-8 bytes of the text.
  ///   - bytes: the file.
  ///   - range: the scalar in the file: plain, or with its quotes. Nil when escapes make the two differ.
  init?(_ text: [UInt8], _ bytes: [UInt8], _ range: Range<Int>) {
    guard let first = range.first else { return nil }
    let isQuoted = bytes[first] == UInt8(ascii: "\"") || bytes[first] == UInt8(ascii: "'")
    for start in isQuoted ? [first + 1, first] : [first] {
      if let runs = Self.runs(text, bytes, start..<range.upperBound) {
        self.runs = runs
        return
      }
    }
    return nil
  }

  func offset(ofUTF8 i: Int) -> Int {
    let run = runs.last { $0.text <= i } ?? runs[0]
    return run.source + i - run.text
  }

  /// YAML folds a line break with the white space around it into one space, and n + 1 breaks into n
  /// (YAML 1.2.2, section 6.5).
  private static func runs(_ text: [UInt8], _ bytes: [UInt8], _ range: Range<Int>) -> [Run]? {
    var runs = [Run(text: 0, source: range.lowerBound)]
    var (i, at) = (0, range.lowerBound)
    // White space up to here was looked at and has no break in it.
    var flat = at
    while i < text.count {
      guard at < range.upperBound else { return nil }
      let blank = at < flat ? (end: at, hasBreak: false) : whiteSpace(bytes, at..<range.upperBound)
      if blank.hasBreak {
        guard let next = foldEnd(text, i) else { return nil }
        (i, at) = (next, blank.end)
        runs.append(Run(text: i, source: at))
      } else if text[i] == bytes[at] {
        flat = max(flat, blank.end)
        i += 1
        at += 1
      } else {
        return nil
      }
    }
    return runs
  }

  /// The index behind what a fold left in the text.
  private static func foldEnd(_ text: [UInt8], _ i: Int) -> Int? {
    if text[i] == UInt8(ascii: " ") { return i + 1 }
    let end = text[i...].firstIndex { $0 != UInt8(ascii: "\n") } ?? text.count
    return end > i ? end : nil
  }

  private static func whiteSpace(_ bytes: [UInt8], _ range: Range<Int>) -> (end: Int, hasBreak: Bool) {
    var at = range.lowerBound
    var hasBreak = false
    while at < range.upperBound, Whitespace.isBlankOrBreak(bytes[at]) {
      hasBreak = hasBreak || Whitespace.isBreak(bytes[at])
      at += 1
    }
    return (at, hasBreak)
  }
}
