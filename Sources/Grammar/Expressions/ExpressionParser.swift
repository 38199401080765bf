import SourceDiagnostics

/// Text to `Expression`, by recursive descent.
///
///     or         = and { "or" and }
///     and        = not { "and" not }
///     not        = "not" not | comparison
///     comparison = sum [ ("==" | "!=" | "<" | "<=" | ">" | ">=") sum ]
///     sum        = product { ("+" | "-") product }
///     product    = unary { ("*" | "/") unary }
///     unary      = ("-" | "+") unary | power
///     power      = primary [ "^" unary ]
///     primary    = number | truth | name | name "(" [list] ")" | "(" or ")" | "[" [list] "]"
struct ExpressionParser {
  /// Deepest nesting, and most parts in one expression: bounds on the recursion of every later walk.
  static let depthLimit = 64
  static let partLimit = 1000

  private let text: [UInt8]
  private let locate: (Range<Int>) -> SourceRange
  private var lexer: ExpressionLexer
  private var token: ExpressionToken
  private var depth = 0
  private var partCount = 0

  /// Parses a whole text. `locate` maps UTF-8 offsets in the text to the file.
  static func parse(
    _ text: String, hyphenated: [String] = [], locate: @escaping (Range<Int>) -> SourceRange
  ) throws(ExpressionProblem) -> Expression {
    var parser = try ExpressionParser(Array(text.utf8), hyphenated, locate)
    let expression = try parser.or()
    guard parser.token.kind == .end else { throw parser.trailing() }
    return expression
  }

  private init(
    _ text: [UInt8], _ hyphenated: [String], _ locate: @escaping (Range<Int>) -> SourceRange
  ) throws(ExpressionProblem) {
    self.text = text
    self.locate = locate
    lexer = ExpressionLexer(text, hyphenated: hyphenated)
    token = try lexer.next()
  }

  // MARK: Levels

  private mutating func or() throws(ExpressionProblem) -> Expression {
    var left = try and()
    while token.kind == .or {
      try advance()
      let right = try and()
      left = try node(.or(left, right), left, right)
    }
    return left
  }

  private mutating func and() throws(ExpressionProblem) -> Expression {
    var left = try not()
    while token.kind == .and {
      try advance()
      let right = try not()
      left = try node(.and(left, right), left, right)
    }
    return left
  }

  private mutating func not() throws(ExpressionProblem) -> Expression {
    guard token.kind == .not else { return try comparison() }
    let start = token.span.lowerBound
    try advance()
    let operand = try nested { (parser) throws(ExpressionProblem) in try parser.not() }
    return try node(.not(operand), from: start)
  }

  private mutating func comparison() throws(ExpressionProblem) -> Expression {
    let left = try sum()
    guard case .comparison(let op) = token.kind else { return left }
    try advance()
    let right = try sum()
    if case .comparison = token.kind {
      throw ExpressionProblem(
        "comparisons do not chain", at: token.span, label: "a second comparison",
        help: "join two comparisons with `and`: `a < b and b < c`")
    }
    return try node(.comparison(op, left, right), left, right)
  }

  private mutating func sum() throws(ExpressionProblem) -> Expression {
    var left = try product()
    while token.kind == .plus || token.kind == .minus {
      let op: Expression.Arithmetic = token.kind == .plus ? .add : .subtract
      try advance()
      let right = try product()
      left = try node(.arithmetic(op, left, right), left, right)
    }
    return left
  }

  private mutating func product() throws(ExpressionProblem) -> Expression {
    var left = try unary()
    while token.kind == .times || token.kind == .divide {
      let op: Expression.Arithmetic = token.kind == .times ? .multiply : .divide
      try advance()
      let right = try unary()
      left = try node(.arithmetic(op, left, right), left, right)
    }
    return left
  }

  private mutating func unary() throws(ExpressionProblem) -> Expression {
    guard token.kind == .minus || token.kind == .plus else { return try power() }
    let (start, isMinus) = (token.span.lowerBound, token.kind == .minus)
    try advance()
    let operand = try nested { (parser) throws(ExpressionProblem) in try parser.unary() }
    guard isMinus else { return operand }
    if case .number(let x) = operand.kind { return try node(.number(-x), from: start) }
    return try node(.negate(operand), from: start)
  }

  private mutating func power() throws(ExpressionProblem) -> Expression {
    let base = try primary()
    guard token.kind == .power else { return base }
    try advance()
    let exponent = try nested { (parser) throws(ExpressionProblem) in try parser.unary() }
    return try node(.arithmetic(.power, base, exponent), base, exponent)
  }

  private mutating func primary() throws(ExpressionProblem) -> Expression {
    let start = token
    switch start.kind {
    case .number(let x):
      try advance()
      return try node(.number(x), from: start.span.lowerBound)
    case .truth(let b):
      try advance()
      return try node(.truth(b), from: start.span.lowerBound)
    case .name(let name):
      try advance()
      guard token.kind == .open else { return try node(.name(name), from: start.span.lowerBound) }
      try advance()
      let arguments = try list(until: .close, opened: start, closing: ")")
      return try node(.call(name, arguments), from: start.span.lowerBound)
    case .open:
      try advance()
      let inner = try nested { (parser) throws(ExpressionProblem) in try parser.or() }
      guard token.kind == .close else { throw unclosed(start, ")") }
      try advance()
      return Expression(inner.kind, at: locate(start.span.lowerBound..<previousEnd))
    case .openList:
      try advance()
      let parts = try list(until: .closeList, opened: start, closing: "]")
      return try node(.list(parts), from: start.span.lowerBound)
    default:
      throw missingOperand()
    }
  }

  private mutating func list(
    until end: ExpressionToken.Kind, opened: ExpressionToken, closing: String
  ) throws(ExpressionProblem) -> [Expression] {
    var parts: [Expression] = []
    if token.kind == end {
      try advance()
      return parts
    }
    while true {
      parts.append(try nested { (parser) throws(ExpressionProblem) in try parser.or() })
      if token.kind == .comma {
        try advance()
      } else if token.kind == end {
        try advance()
        return parts
      } else {
        throw unclosed(opened, closing)
      }
    }
  }

  // MARK: Making nodes

  /// Where the token before the current one ended.
  private var previousEnd = 0

  private mutating func advance() throws(ExpressionProblem) {
    previousEnd = token.span.upperBound
    token = try lexer.next()
  }

  private mutating func node(
    _ kind: Expression.Kind, from start: Int
  ) throws(ExpressionProblem) -> Expression {
    try count()
    return Expression(kind, at: locate(start..<previousEnd))
  }

  private mutating func node(
    _ kind: Expression.Kind, _ a: Expression, _ b: Expression
  ) throws(ExpressionProblem) -> Expression {
    try count()
    let range = SourceRange(file: a.range.file, lower: a.range.lower, upper: max(a.range.upper, b.range.upper))
    return Expression(kind, at: range)
  }

  private mutating func count() throws(ExpressionProblem) {
    partCount += 1
    if partCount > Self.partLimit {
      throw ExpressionProblem("the expression has more than \(Self.partLimit) parts", at: 0..<text.count)
    }
  }

  private mutating func nested(
    _ parse: (inout ExpressionParser) throws(ExpressionProblem) -> Expression
  ) throws(ExpressionProblem) -> Expression {
    depth += 1
    if depth > Self.depthLimit {
      throw ExpressionProblem("the expression is nested more than \(Self.depthLimit) deep", at: token.span)
    }
    let expression = try parse(&self)
    depth -= 1
    return expression
  }

  // MARK: Problems

  private func missingOperand() -> ExpressionProblem {
    if token.kind == .end, text.allSatisfy({ $0 == 32 || (9...13).contains($0) }) {
      return ExpressionProblem("the expression is empty", at: 0..<text.count)
    }
    let before = text[..<previousEnd].isEmpty ? "at the beginning" : "after `\(lastToken)`"
    return ExpressionProblem(
      "a number or a name is missing \(before)", at: token.span, label: "found \(token.shown(in: text)) instead")
  }

  private func trailing() -> ExpressionProblem {
    if token.kind == .close || token.kind == .closeList {
      return ExpressionProblem("\(token.shown(in: text)) closes nothing", at: token.span, label: "nothing was opened")
    }
    let help: String? =
      switch token.kind {
      case .name where Double(lastToken) != nil:
        "write `*` for a product, or leave \(token.shown(in: text)) out if it is a unit: the place decides what a number counts"
      case .number, .name, .open, .truth: "an operator is missing: write `*` for a product"
      case .comma: "a list is written in brackets: `[1, 2]`"
      default: nil
      }
    return ExpressionProblem(
      "unexpected \(token.shown(in: text)) after `\(lastToken)`", at: token.span, label: "not part of the expression",
      help: help)
  }

  private func unclosed(_ opened: ExpressionToken, _ closing: String) -> ExpressionProblem {
    if token.kind == .end {
      let what = String(decoding: text[opened.span], as: UTF8.self)
      let shown = closing == ")" && what != "(" ? what + "(" : what
      return ExpressionProblem("`\(shown)` is never closed", at: opened.span, label: "`\(closing)` is missing")
    }
    return ExpressionProblem(
      "unexpected \(token.shown(in: text)) after `\(lastToken)`", at: token.span,
      label: "expected an operator, `,` or `\(closing)`")
  }

  /// The text of the last word or symbol that was read.
  private var lastToken: String {
    var tokens = ExpressionLexer(text, hyphenated: [])
    var last = ""
    while let token = try? tokens.next(), token.kind != .end, token.span.upperBound <= previousEnd {
      last = String(decoding: text[token.span], as: UTF8.self)
    }
    return last
  }
}
