/// Cuts an expression's text into tokens.
///
/// A name may contain hyphens only when the document declares it (`hyphenated`): `unseen-symmetric.accuracy` is one
/// name
/// where a data set is called so, and a difference otherwise. Spaces around the minus always make it a difference.
struct ExpressionLexer {
  private let text: [UInt8]
  private let hyphenated: [[UInt8]]
  private var at = 0

  init(_ text: [UInt8], hyphenated: [String]) {
    self.text = text
    self.hyphenated = hyphenated.map { Array($0.utf8) }.sorted { $0.count > $1.count }
  }

  mutating func next() throws(ExpressionProblem) -> ExpressionToken {
    while at < text.count, Self.isSpace(text[at]) { at += 1 }
    guard at < text.count else { return ExpressionToken(kind: .end, span: text.count..<text.count) }
    let byte = text[at]
    if isDigit(at) || (byte == UInt8(ascii: ".") && isDigit(at + 1)) { return try number() }
    if isLetter(at) { return name() }
    return try symbol()
  }

  // MARK: Names

  private mutating func name() -> ExpressionToken {
    let start = at
    readWord()
    while byte(at) == UInt8(ascii: "."), isLetter(at + 1) {
      at += 1
      readWord()
    }
    let word = String(decoding: text[start..<at], as: UTF8.self)
    let kind: ExpressionToken.Kind =
      switch word {
      case "and": .and
      case "or": .or
      case "not": .not
      case "true": .truth(true)
      case "false": .truth(false)
      default: .name(word)
      }
    return ExpressionToken(kind: kind, span: start..<at)
  }

  private mutating func readWord() {
    let rest = text[at...]
    if let known = hyphenated.first(where: { rest.starts(with: $0) && !isWordPart(at + $0.count) }) {
      at += known.count
    } else {
      while isWordPart(at) { at += 1 }
    }
  }

  // MARK: Numbers

  private mutating func number() throws(ExpressionProblem) -> ExpressionToken {
    let start = at
    readDigits()
    if byte(at) == UInt8(ascii: "."), !(isLetter(at + 1) && !isExponent(at + 1)) {
      at += 1
      readDigits()
    }
    if isExponent(at) {
      at += 1
      if byte(at) == UInt8(ascii: "+") || byte(at) == UInt8(ascii: "-") { at += 1 }
      readDigits()
    }
    let literal = String(decoding: text[start..<at], as: UTF8.self)
    if let problem = NumberTrap.problem(inNumberAt: start, of: text) { throw problem }
    if isWordPart(at) { throw adjoinedName(start, literal) }
    guard let value = Double(literal.hasPrefix(".") ? "0" + literal : literal) else {
      throw ExpressionProblem("`\(literal)` is not a number", at: start..<at)
    }
    guard value.isFinite else {
      throw ExpressionProblem(.notFinite, "`\(literal)` is larger than any number that can be held", at: start..<at)
    }
    return ExpressionToken(kind: .number(value), span: start..<at)
  }

  private func adjoinedName(_ start: Int, _ literal: String) -> ExpressionProblem {
    var end = at
    while isWordPart(end) { end += 1 }
    let name = String(decoding: text[at..<end], as: UTF8.self)
    return ExpressionProblem(
      "`\(literal)\(name)` is neither a number nor a name", at: start..<end,
      help: "write `\(literal)*\(name)` for the product", replacement: "\(literal)*\(name)")
  }

  private mutating func readDigits() {
    while isDigit(at) { at += 1 }
  }

  /// `e` or `E`, followed by a digit or a signed digit.
  private func isExponent(_ i: Int) -> Bool {
    guard byte(i) == UInt8(ascii: "e") || byte(i) == UInt8(ascii: "E") else { return false }
    let sign = byte(i + 1) == UInt8(ascii: "+") || byte(i + 1) == UInt8(ascii: "-")
    return isDigit(sign ? i + 2 : i + 1)
  }

  // MARK: Symbols

  private static let symbols: [(String, ExpressionToken.Kind)] = [
    ("==", .comparison(.equal)), ("!=", .comparison(.notEqual)), ("<=", .comparison(.lessOrEqual)),
    (">=", .comparison(.greaterOrEqual)), ("<", .comparison(.less)), (">", .comparison(.greater)), ("+", .plus),
    ("-", .minus), ("*", .times), ("/", .divide), ("^", .power), ("(", .open), (")", .close), ("[", .openList),
    ("]", .closeList), (",", .comma),
  ]

  /// Spellings of other languages and characters that look alike.
  private static let lookalikes: [(String, String)] = [
    ("**", "^"), ("&&", "and"), ("||", "or"), ("=", "=="), ("!", "not "), ("≤", "<="), ("≥", ">="), ("≠", "!="),
    ("−", "-"), ("–", "-"), ("×", "*"), ("·", "*"), ("÷", "/"), ("²", "^2"), ("³", "^3"), ("π", "pi"), ("（", "("),
    ("）", ")"), ("，", ","),
  ]

  private mutating func symbol() throws(ExpressionProblem) -> ExpressionToken {
    let start = at
    if !starts(with: "**"), let (spelling, kind) = Self.symbols.first(where: { starts(with: $0.0) }) {
      at += spelling.utf8.count
      return ExpressionToken(kind: kind, span: start..<at)
    }
    if let (spelling, meant) = Self.lookalikes.first(where: { starts(with: $0.0) }) {
      let word = meant.filter { $0 != " " }
      throw ExpressionProblem(
        "`\(spelling)` is not part of an expression", at: start..<(start + spelling.utf8.count),
        help: "write `\(word)`", replacement: meant)
    }
    let rest = String(decoding: text[start...], as: UTF8.self)
    let character = rest.first.map(String.init) ?? ""
    let help = character == "%" ? "write a share as a number: 5 % is `0.05`" : nil
    throw ExpressionProblem(
      "unexpected character `\(character)` in an expression", at: start..<(start + character.utf8.count), help: help)
  }

  private func starts(with spelling: String) -> Bool { text[at...].starts(with: spelling.utf8) }

  // MARK: Characters

  private func byte(_ i: Int) -> UInt8? { i < text.count ? text[i] : nil }

  private func isDigit(_ i: Int) -> Bool { byte(i).map { (48...57).contains($0) } ?? false }

  private func isLetter(_ i: Int) -> Bool {
    byte(i).map { (65...90).contains($0) || (97...122).contains($0) || $0 == UInt8(ascii: "_") } ?? false
  }

  private func isWordPart(_ i: Int) -> Bool { isLetter(i) || isDigit(i) }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }
}
