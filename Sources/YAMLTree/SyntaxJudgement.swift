import SourceDiagnostics

/// Turns libyaml's complaint into words for the writer of the text, and finds what was meant in the
/// common cases.
struct SyntaxJudgement {
  private let file: FileID
  private let bytes: [UInt8]
  private let problem: SyntaxProblem
  /// The plain scalar read just before, if the last event was one.
  private let lastPlain: TreeBuilder.LastPlain?

  init(_ file: FileID, _ bytes: [UInt8], _ problem: SyntaxProblem, lastPlain: TreeBuilder.LastPlain?) {
    self.file = file
    self.bytes = bytes
    self.problem = problem
    self.lastPlain = lastPlain
  }

  private var at: Int { problem.offset }

  func mistake() -> Mistake {
    if byte(at) == UInt8(ascii: "\t") || problem.problem.contains("tab character") {
      return TabIndentation(bytes, tab: firstTab).mistake(file)
    }
    switch problem.problem {
    case "mapping values are not allowed in this context": return strayColon()
    case "could not find expected ':'": return missingColon()
    case "did not find expected ',' or '}'", "did not find expected ',' or ']'": return brokenFlow()
    case "did not find expected key": return brokenMapping()
    case "did not find expected '-' indicator":
      return plainMistake(
        "this line does not continue the list above it",
        help: "begin it with `- `, or indent it as its own level",
        related: contextLabel("the list begins here"))
    case "did not find expected <document start>": return afterTheEnd()
    case "found character that cannot start any token", "did not find expected node content":
      return badBeginning()
    case "found unexpected end of stream", "found unexpected document indicator": return unclosedQuote()
    case "found unknown escape character":
      return plainMistake(
        "`\(text(range(at, at + 2)))` is not an escape that double quotes know", at: range(at, at + 2),
        help: "use single quotes, in which `\\` stands for itself, or write `\\\\`")
    case "block sequence entries are not allowed in this context":
      return plainMistake(
        "a list item cannot begin here", help: "put the `-` on a line of its own, or write `[a, b]`")
    case "found incompatible YAML document":
      return plainMistake("this version of YAML is not read", help: "delete the line `%YAML`")
    case "found undefined tag handle":
      return Mistake(
        Diagnostic(
          .unexpectedTag, "tags such as `\(wordAt(at))` are not part of the language", at: word(at),
          help: "delete it: what a value means is decided by the place where it stands"))
    default:
      let context = problem.context.map { ", \($0)" } ?? ""
      return plainMistake("\(problem.problem)\(context)")
    }
  }

  // MARK: Colons

  /// A second `: ` on a line, or one in a line that was read as the continuation of a value.
  private func strayColon() -> Mistake {
    guard let last = lastPlain else {
      return plainMistake(
        "a key is not expected here", help: "begin a new line for `key: value`, or put the text in quotes")
    }
    if let missing = MissingSpace(bytes, at: last.range) { return missing.mistake(file) }
    let line = Whitespace.lineStart(bytes, of: at)
    if last.range.lower >= line {
      return colonInValue(last.range.lower..<max(at + 1, Whitespace.textEnd(bytes, of: at)))
    }
    if isAlone(last.range.lower) { return lineWithoutColon(firstLine(of: last.range)) }
    return Mistake(
      Diagnostic(
        .yamlSyntax, "this key is indented as if it went on with the value above it", at: textRange(line, at),
        related: [Label(last.range, "this value")], help: "indent it like the keys that it belongs to"))
  }

  private func colonInValue(_ region: Range<Int>) -> Mistake {
    let quoted = Quoting.quoted(String(decoding: bytes[region], as: UTF8.self))
    let edit = Edit(range(region.lowerBound, region.upperBound), quoted)
    return Mistake(
      Diagnostic(
        .yamlSyntax, "a value with `: ` in it must stand in quotes", at: range(at, at + 1),
        label: "YAML takes this colon for that of a key", help: "write `\(Quoting.short(quoted))`", fix: edit),
      mending: [edit])
  }

  private func missingColon() -> Mistake {
    let line = range(
      problem.contextOffset, max(problem.contextOffset, Whitespace.textEnd(bytes, of: problem.contextOffset)))
    return MissingSpace(bytes, at: line)?.mistake(file) ?? lineWithoutColon(line)
  }

  private func lineWithoutColon(_ line: SourceRange) -> Mistake {
    plainMistake(
      "`\(Quoting.short(text(line)))` has no `:`, so it is neither a key nor a value", at: line,
      help: "write `key: value`, or indent the line if it goes on with the value above")
  }

  /// The line above, when it was read as a value although it should have been a key: a comment
  /// behind it keeps it from being joined with the line of the problem.
  private var wordAbove: Mistake? {
    guard let last = lastPlain, !last.isKey, !last.isInFlow, isAlone(last.range.lower),
      last.range.lower - Whitespace.lineStart(bytes, of: last.range.lower) == at
        - Whitespace.lineStart(bytes, of: at)
    else { return nil }
    return MissingSpace(bytes, at: last.range)?.mistake(file) ?? lineWithoutColon(firstLine(of: last.range))
  }

  private func missingKey() -> Mistake {
    Mistake(
      Diagnostic(
        .complexKey, "a key is missing here", at: range(at, at + 1), help: "a key is a name, such as `units`")
    )
  }

  // MARK: Collections

  private func brokenFlow() -> Mistake {
    let isMapping = problem.problem.hasSuffix("'}'")
    let closer = isMapping ? "}" : "]"
    if let last = lastPlain, last.isInFlow, !last.isKey {
      if let trap = CommaTrap(bytes, from: last.range, inMapping: isMapping, cutAt: .bracket) {
        return trap.mistake(file)
      }
      let isOneLine = last.range.lower >= Whitespace.lineStart(bytes, of: at)
      var scan = BracketScan(
        bytes, piece: last.range.lower..<min(at + 1, bytes.count), limit: at + CommaTrap.reach)
      if isOneLine, byte(at) == UInt8(ascii: ":"), let end = scan.end() {
        return colonInValue(last.range.lower..<Whitespace.trimmedEnd(bytes, lower: at + 1, upper: end))
      }
    }
    guard at < Whitespace.trimmedEnd(bytes, lower: 0, upper: bytes.count) else {
      return plainMistake(
        "this `\(text(context))` is never closed", at: context,
        help: "write the `\(closer)` that belongs to it")
    }
    // Behind a forgotten comma, the colon is met only after the next key was taken for more of the
    // value.
    let joined = lastPlain.map { lastLine(of: $0.range) }
    let place = byte(at) == UInt8(ascii: ":") ? joined ?? word(at) : word(at)
    return plainMistake(
      "expected `,` or `\(closer)` before `\(Quoting.short(text(place)))`", at: place,
      help: "write the comma between two entries, or close the `\(text(context))`",
      related: contextLabel("opened here"))
  }

  private func brokenMapping() -> Mistake {
    let line = Whitespace.lineStart(bytes, of: at)
    let before = Whitespace.trimmedEnd(bytes, lower: line, upper: at)
    if before > line {
      return plainMistake(
        "`\(Quoting.short(text(rest)))` follows a value that is already complete", at: rest,
        help: "put the whole value in quotes (inside single quotes, write '' for an apostrophe)")
    }
    if byte(at) == UInt8(ascii: ":") { return missingKey() }
    if let wordAbove { return wordAbove }
    if byte(at) == UInt8(ascii: "-") {
      return plainMistake(
        "a list item stands among the keys of a mapping", help: "indent it below the key that it belongs to",
        related: contextLabel("the mapping begins here"))
    }
    return plainMistake(
      "this line is not indented like the keys that it stands with", at: rest,
      help: "give all keys of one mapping the same indentation",
      related: contextLabel("the mapping begins here"))
  }

  private func afterTheEnd() -> Mistake {
    let before = Whitespace.trimmedEnd(bytes, lower: 0, upper: at)
    if before >= 3, bytes[(before - 3)..<before].elementsEqual("...".utf8) {
      return Mistake(
        Diagnostic(
          .secondDocument, "the document ends with `...`, and more text follows", at: rest,
          help: "delete the line `...`, or what follows it"))
    }
    if let wordAbove { return wordAbove }
    return plainMistake("`\(Quoting.short(text(rest)))` follows a text that is already complete", at: rest)
  }

  // MARK: Values

  private func badBeginning() -> Mistake {
    if byte(at) == UInt8(ascii: ":") { return missingKey() }
    let character = String(decoding: bytes[at..<min(at + 1, bytes.count)], as: UTF8.self)
    guard !character.isEmpty else { return plainMistake("a value is missing at the end of the file") }
    let name = character == "`" ? "a backtick" : "`\(character)`"
    return plainMistake(
      "\(name) cannot begin a value", at: range(at, at + 1), help: "put the value in quotes")
  }

  private func unclosedQuote() -> Mistake {
    plainMistake(
      "the quote that opens here is never closed", at: context, help: "write the closing `\(text(context))`")
  }

  // MARK: Places

  private func plainMistake(
    _ message: String, at place: SourceRange? = nil, help: String? = nil, related: [Label] = []
  ) -> Mistake {
    Mistake(Diagnostic(.yamlSyntax, message, at: place ?? word(at), related: related, help: help))
  }

  /// The one character at which what was being read began.
  private var context: SourceRange { range(problem.contextOffset, problem.contextOffset + 1) }

  private func contextLabel(_ words: String) -> [Label] {
    problem.context == nil || problem.contextOffset == at ? [] : [Label(context, words)]
  }

  /// From the problem to the end of its line.
  private var rest: SourceRange {
    range(at, max(at + 1, Whitespace.textEnd(bytes, of: min(at, bytes.count))))
  }

  /// The word that begins at an offset, or one character.
  private func word(_ lower: Int) -> SourceRange {
    var upper = lower
    while upper < bytes.count, !Whitespace.isBlankOrBreak(bytes[upper]), !",]}".utf8.contains(bytes[upper]) {
      upper += 1
    }
    return range(lower, max(upper, lower + 1))
  }

  private func wordAt(_ lower: Int) -> String { text(word(lower)) }

  private func textRange(_ line: Int, _ upper: Int) -> SourceRange {
    var lower = line
    while lower < upper, Whitespace.isBlank(bytes[lower]) { lower += 1 }
    return range(lower, upper)
  }

  private func firstLine(of place: SourceRange) -> SourceRange {
    range(place.lower, max(place.lower + 1, min(place.upper, Whitespace.textEnd(bytes, of: place.lower))))
  }

  private func lastLine(of place: SourceRange) -> SourceRange {
    let end = Whitespace.trimmedEnd(bytes, lower: place.lower, upper: place.upper)
    return textRange(max(place.lower, Whitespace.lineStart(bytes, of: end)), end)
  }

  /// Whether nothing stands before an offset on its line but the dashes of a list.
  private func isAlone(_ offset: Int) -> Bool {
    bytes[Whitespace.lineStart(bytes, of: offset)..<offset].allSatisfy {
      Whitespace.isBlank($0) || $0 == UInt8(ascii: "-")
    }
  }

  private var firstTab: Int {
    if byte(at) == UInt8(ascii: "\t") { return at }
    let line = Whitespace.lineStart(bytes, of: at)
    return bytes[line...].firstIndex(of: UInt8(ascii: "\t")) ?? min(at, bytes.count)
  }

  private func byte(_ offset: Int) -> UInt8? {
    bytes.indices.contains(offset) ? bytes[offset] : nil
  }

  private func text(_ place: SourceRange) -> String {
    String(decoding: bytes[place.lower..<place.upper], as: UTF8.self)
  }

  /// A range that stays inside the file whatever its bounds are, and ends where a character ends.
  private func range(_ lower: Int, _ upper: Int) -> SourceRange {
    let lower = min(lower, bytes.count)
    var upper = min(max(lower, upper), bytes.count)
    while upper > lower, upper < bytes.count, bytes[upper] & 0xC0 == 0x80 { upper += 1 }
    return SourceRange(file: file, lower: lower, upper: upper)
  }
}
