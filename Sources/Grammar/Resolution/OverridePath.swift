import SourceDiagnostics

/// A `--set` that cannot be applied.
struct OverrideProblem: Error {
  let diagnostic: Diagnostic
}

/// Reads the path of a `--set`: keys joined by dots, indices in brackets, keys with odd characters in double
/// quotes.
struct OverridePath {
  private let bytes: ArraySlice<UInt8>
  private let file: FileID
  private var at = 0

  init(_ bytes: ArraySlice<UInt8>, _ file: FileID) {
    self.bytes = bytes
    self.file = file
  }

  mutating func steps() throws(OverrideProblem) -> [Override.Step] {
    if bytes.allSatisfy({ $0 == 32 }) { throw problem("the path before `=` is empty", 0..<bytes.count) }
    var steps = [try key()]
    while at < bytes.count {
      if bytes[at] == UInt8(ascii: ".") {
        at += 1
        steps.append(try key())
      } else if bytes[at] == UInt8(ascii: "[") {
        steps.append(try index())
      } else {
        throw problem("unexpected `\(shown(at))` in the path", at..<(at + 1))
      }
    }
    return steps
  }

  private mutating func key() throws(OverrideProblem) -> Override.Step {
    let start = at
    let isQuoted = at < bytes.count && bytes[at] == UInt8(ascii: "\"")
    if isQuoted {
      at += 1
      while at < bytes.count, bytes[at] != UInt8(ascii: "\"") { at += 1 }
      guard at < bytes.count else { throw problem("a quoted key is not closed", start..<at) }
      at += 1
    } else {
      while at < bytes.count, !".[]\"= ".utf8.contains(bytes[at]) { at += 1 }
    }
    let inner = isQuoted ? (start + 1)..<(at - 1) : start..<at
    guard !inner.isEmpty else {
      throw problem("a key is missing in the path", start..<min(start + 1, bytes.count))
    }
    return Override.Step(step: .key(String(decoding: bytes[inner], as: UTF8.self)), range: range(start..<at))
  }

  private mutating func index() throws(OverrideProblem) -> Override.Step {
    let start = at
    at += 1
    while at < bytes.count, (48...57).contains(bytes[at]) { at += 1 }
    let digits = String(decoding: bytes[(start + 1)..<at], as: UTF8.self)
    guard at < bytes.count, bytes[at] == UInt8(ascii: "]"), let index = Int(digits) else {
      throw problem("an index is written `[0]`", start..<min(at + 1, bytes.count))
    }
    at += 1
    return Override.Step(step: .index(index), range: range(start..<at))
  }

  private func shown(_ i: Int) -> String { String(decoding: bytes[i...i], as: UTF8.self) }

  private func range(_ span: Range<Int>) -> SourceRange {
    SourceRange(file: file, lower: span.lowerBound, upper: span.upperBound)
  }

  private func problem(_ message: String, _ span: Range<Int>) -> OverrideProblem {
    Override.problem(
      message, file, span, "a path is written `train.optimizer.adam.learning_rate` or `metrics.record[0]`")
  }
}
