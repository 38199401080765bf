import Grammar
import SourceDiagnostics
import Testing

/// A row of a table: a text and what becomes of it.
struct Row: Sendable, CustomTestStringConvertible {
  let text: String
  let expected: String
  let lets: String

  init(_ text: String, _ expected: String, lets: String = "{}") {
    self.text = text
    self.expected = expected
    self.lets = lets
  }

  var testDescription: String { text }

  /// The result of the text as the value of `title`-free key `value`: canonical text, or the diagnostics with their
  /// carets.
  func outcome(of language: Language<Cell>) -> String {
    var sources = SourceMap()
    let head = "value: "
    let file = sources.add(SourceFile(name: "row", text: "\(head)\(text)\nlet: \(lets)\n"))
    var diagnostics = Diagnostics()
    guard let node = parseRow(file, sources, &diagnostics) else { return shown(diagnostics.list, sources, head) }
    let form = language.decode(node, in: sources, into: &diagnostics)
    let resolved = form.map { language.resolve($0, into: &diagnostics) }
    return diagnostics.hasErrors ? shown(diagnostics.list, sources, head) : resolved?.value?.text ?? "nothing"
  }

  private func shown(_ list: [Diagnostic], _ sources: SourceMap, _ head: String) -> String {
    list.map { "\($0.code.rawValue) at `\(sources.text($0.primary.range))`: \($0.message)" }.joined(separator: " | ")
  }
}

/// A spec of one value.
struct Cell: Sendable {
  let text: String

  static func language(_ type: ValueType<String>) -> Language<Cell> {
    let record = Record<Cell>(
      "cell", "One value.", .required("value", type, "The value."), .optional("let", .bindings, default: "{}", "Names.")
    ) { value, _ in Cell(text: value) }
    return Language(record, functions: sampleFunctions)
  }

  static let number = language(ValueType<Double>.number().map(canonicalNumber))
  static let integer = language(ValueType<Int>.integer(0...).map { "\($0)" })
  static let target = language(ValueType<BoundExpression>.expression(variables: .numbered("x")).map(\.text))
  static let claim = language(ValueType<BoundExpression>.claim.map(\.text))
}

struct ExpressionTests {
  static let numbers: [Row] = [
    Row("1e-3", "0.001"), Row("3e-4", "0.0003"), Row("1E-5", "1e-5"), Row(".5", "0.5"), Row("2.", "2"),
    Row("1/2", "0.5"), Row("-1/3", "-0.3333333333333333"), Row("2*m", "200", lets: "{m: 100}"), Row("\"2*3\"", "6"),
    Row("-2^2", "-4"), Row("2^3^2", "512"), Row("2^-1", "0.5"), Row("(-2)^2", "4"), Row("--2", "2"), Row("+3", "3"),
    Row("1 - 2 - 3", "-4"), Row("8/4/2", "1"), Row("2 - -2", "4"), Row("1e22", "1e22"),
    Row("0.1 + 0.2", "0.30000000000000004"),
    Row("max(1, 2, abs(-7))", "7"), Row("sqrt(16)^(1/2)", "2"), Row("pi", "3.141592653589793"),
    Row("a", "6", lets: "{a: b + 1, b: c*c + 1, c: 2}"), Row("no + on", "3", lets: "{no: 1, on: 2}"), Row("-0", "-0"),
    Row("9007199254740993", "9007199254740992"),
    Row("1e400", "not-finite at `1e400`: `1e400` is larger than any number that can be held"),
  ]

  @Test(arguments: numbers) func `numbers are what they say`(_ row: Row) {
    #expect(row.outcome(of: Cell.number) == row.expected)
  }

  static let traps: [Row] = [
    Row("017", "ambiguous-number at `017`: `017` can be read in two ways"),
    Row("2*017", "ambiguous-number at `017`: `017` can be read in two ways"),
    Row("089", "ambiguous-number at `089`: `089` can be read in two ways"),
    Row("1_000", "ambiguous-number at `1_000`: `1_000` can be read in two ways"),
    Row("12:30", "ambiguous-number at `12:30`: `12:30` can be read in two ways"),
    Row("1:02:03", "ambiguous-number at `1:02:03`: `1:02:03` can be read in two ways"),
    Row("2026-11-23", "ambiguous-number at `2026-11-23`: `2026-11-23` can be read in two ways"),
    Row("1,000", "ambiguous-number at `1,000`: `1,000` can be read in two ways"),
    Row("0x1F", "ambiguous-number at `0x1F`: `0x1F` is not a decimal number"),
    Row("0o17", "ambiguous-number at `0o17`: `0o17` is not a decimal number"),
    Row("yes", "ambiguous-number at `yes`: `yes` is not a number"),
    Row("Off", "ambiguous-number at `Off`: `Off` is not a number"),
    Row("true", "wrong-type at `true`: expected a number for `value`, found `true`"),
    Row("null", "wrong-type at `null`: expected a number for `value`, found `null`"),
    Row(".inf", "not-finite at `.inf`: numbers here are finite, not `.inf`"),
    Row("nan", "not-finite at `nan`: numbers here are finite, not `nan`"),
    Row("0.5", "0.5"), Row("0", "0"), Row("100", "100"),
    Row("00", "ambiguous-number at `00`: `00` has a leading zero, which means octal to some readers"),
  ]

  @Test(arguments: traps) func `spellings that others read differently are refused`(_ row: Row) {
    #expect(row.outcome(of: Cell.number) == row.expected)
  }

  static let mistakes: [Row] = [
    Row("1 +", "expression-syntax at ``: a number or a name is missing after `+`"),
    Row("2 3", "expression-syntax at `3`: unexpected `3` after `2`"),
    Row("(1 + 2", "expression-syntax at `(`: `(` is never closed"),
    Row("max(1, 2", "expression-syntax at `max`: `max(` is never closed"),
    Row("1 + 2)", "expression-syntax at `)`: `)` closes nothing"),
    Row("2m", "expression-syntax at `2m`: `2m` is neither a number nor a name", lets: "{m: 1}"),
    Row("2**3", "expression-syntax at `**`: `**` is not part of an expression"),
    Row("2 × 3", "expression-syntax at `×`: `×` is not part of an expression"),
    Row("1 $ 2", "expression-syntax at `$`: unexpected character `$` in an expression"),
    Row("1 < 2 < 3", "expression-syntax at `<`: comparisons do not chain"),
    Row("gama + 1", "unknown-name at `gama`: unknown name `gama`", lets: "{gamma: 1}"),
    Row("sqrt", "unknown-name at `sqrt`: unknown name `sqrt`"),
    Row("sqr(4)", "unknown-function at `sqr`: unknown function `sqr`"),
    Row("sqrt(1, 2)", "wrong-arity at `sqrt(1, 2)`: `sqrt` takes 1 argument, not 2"),
    Row("max()", "wrong-arity at `max()`: `max` takes 1 to 8 arguments, not 0"),
    Row("1 + 1/(2 - 2)", "not-finite at `1/(2 - 2)`: `1/(2 - 2)` is not a finite number"),
    Row("1 < 2", "wrong-expression-type at `1 < 2`: expected a number for `value`, found a truth value: `1 < 2`"),
    Row("[1, 2] + 1", "wrong-type at `[1, 2] + 1`: expected a number"),
    Row(
      "1 + (2 < 3)",
      "wrong-expression-type at `(2 < 3)`: the right side of `+` must be a number, found a truth value"
    ),
    Row("1 + a", "let-cycle at `a`: `a` depends on itself: a → b → c → a", lets: "{a: b, b: c + 1, c: 2*a, d: a}"),
    Row("a", "let-cycle at `a`: `a` depends on itself: a → a", lets: "{a: a}"),
    Row("a", "not-finite at `1/0`: `1/0` is not a finite number", lets: "{a: b, b: 1/0}"),
    Row("x + y", "unknown-name at `x`: unknown name `x` | unknown-name at `y`: unknown name `y`"),
  ]

  @Test(arguments: mistakes) func `a wrong expression is said once, at the wrong part`(_ row: Row) {
    let outcome = row.outcome(of: Cell.number)
    if row.text.hasPrefix("[") {
      #expect(outcome.hasPrefix("yaml-syntax"))  // YAML ends a flow list before the operator.
    } else {
      #expect(outcome == row.expected)
    }
  }

  static let places: [Row] = [
    Row("-relu(x) + relu(2*(x+0.3)) - relu(1.5*(x-0.4))", "-relu(x) + relu(2*(x + 0.3)) - relu(1.5*(x - 0.4))"),
    Row("x1^2 + a*x2 + b*c", "x1^2 + 3*x2 + 20", lets: "{a: 3, b: 4, c: 5}"), Row("(x*2)*3", "x*2*3"),
    Row("x*(2*3)", "x*6"),
    Row("x*(y*3)", "unknown-name at `y`: unknown name `y`"), Row("(x + 1) - (x - 1)", "x + 1 - (x - 1)"), Row("2", "2"),
    Row("-(x^2)", "-x^2"), Row("(-x)^2", "(-x)^2"), Row("(-2)^x", "(-2)^x"), Row("2^(-x)", "2^-x"),
    Row("(2^x)^3", "(2^x)^3"),
    Row("2^(x^3)", "2^x^3"),
    Row("x < 1", "wrong-expression-type at `x < 1`: expected a number for `value`, found a truth value: `x < 1`"),
  ]

  @Test(arguments: places) func `names of the place are kept and the rest is folded`(_ row: Row) {
    #expect(row.outcome(of: Cell.target) == row.expected)
  }

  static let claims: [Row] = [
    Row("last(train.loss) < 1e-4", "last(train.loss) < 0.0001"),
    Row("target_rank == rank", "target_rank == 7", lets: "{rank: 7}"),
    Row("not (a < 1 or b > 2) and c == 3", "not (a < 1 or b > 2) and c == 3"),
    Row("(a < 1 and b < 1) or c < 1", "a < 1 and b < 1 or c < 1"),
    Row("a < 1 and (b < 1 or c < 1)", "a < 1 and (b < 1 or c < 1)"),
    Row("\"at(counts, narrow) == [0, 0, m]\"", "at(counts, narrow) == [0, 0, 3]", lets: "{m: 3}"),
    Row(
      "counts(h) == 3", "wrong-expression-type at `3`: `==` compares a list with one of its kind, found a number"),
    Row("max(rd_w) > max(1, m)", "max(rd_w) > 2", lets: "{m: 2}"),
    Row("last(queries.share(7/10)) >= 0.5", "last(queries.share(0.7)) >= 0.5"),
    Row("last(3) < 1", "wrong-expression-type at `3`: `last` reads something recorded, such as `train.loss`"),
    Row(
      "last(m) < 1", "wrong-expression-type at `m`: `last` reads something recorded; `m` is a constant of `let`",
      lets: "{m: 2}"),
    Row("lst(a) < 1", "unknown-function at `lst`: unknown function `lst`"),
    Row("at(a) < 1", "wrong-arity at `at(a)`: `at` takes 2 arguments, not 1"),
    Row(
      "last(train.loss)",
      "wrong-expression-type at `last(train.loss)`: "
        + "expected a truth value for `value`, found a number: `last(train.loss)`"
    ),
    Row("true", "true"), Row("1 < 2", "true"),
  ]

  @Test(arguments: claims) func `claims keep every name and know their functions`(_ row: Row) {
    #expect(row.outcome(of: Cell.claim) == row.expected)
  }

  @Test func `a name with a hyphen is one name where the document declares it`() {
    let text = DecodingTests.document(
      probes: "{a-b: {norm: hidden.weight}}", claims: "{c: last(a-b) < 1, d: last(a-b.x) - e-f < 1, g: (a - b) < 1}")
    let outcome = SampleOutcome(text)
    #expect(outcome.text == [])
    #expect(
      outcome.resolved?.value?.claims.map(\.value.expect.text) == [
        "last(a-b) < 1", "last(a-b.x) - e - f < 1", "a - b < 1",
      ])
    let reads = outcome.resolved?.value?.claims.flatMap { $0.value.expect.reads().map(\.series.text) }
    #expect(reads == ["a-b", "a-b.x", "e", "f", "a", "b"])
  }

  @Test func `an expression that is too long or too deep is refused`() {
    let long = String(repeating: "1+", count: 2000) + "1"
    #expect(Row(long, "").outcome(of: Cell.number).contains("more than 1000 parts"))
    for nest in ["(", "-", "max(", "2^"] {
      let text = String(repeating: nest, count: 500) + "1"
      #expect(Row("\"\(text)\"", "").outcome(of: Cell.number).contains("nested more than 64 deep"))
    }
  }
}
