import SourceDiagnostics
import Testing
import YAMLTree

@Suite struct CommaTrapTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let text: String
    /// `line:column` of the commas or brackets at which a value was cut.
    let cuts: [String]
    /// The scalars of the tree as they were meant.
    let values: [String]

    init(_ text: String, _ cuts: [String], _ values: [String]) {
      (self.text, self.cuts, self.values) = (text, cuts, values)
    }

    var testDescription: String { text }
  }

  @Test(arguments: [
    Case("{expect: max(a, b) < 1}", ["1:15"], ["max(a, b) < 1"]),
    Case("{expect: max(a, b) < 1, share: 0.5}", ["1:15"], ["max(a, b) < 1", "0.5"]),
    Case("{expect: max(a, b, c)}", ["1:15"], ["max(a, b, c)"]),
    Case("{expect: max(min(a, b), c) < max(d, e), f: 1}", ["1:19"], ["max(min(a, b), c) < max(d, e)", "1"]),
    Case("{a: f(b, c), d: g(e, h)}", ["1:8", "1:20"], ["f(b, c)", "g(e, h)"]),
    Case("{a: f(x, y), b: g(z, y)}", ["1:8", "1:20"], ["f(x, y)", "g(z, y)"]),
    Case("[max(1, 2), 3]", ["1:7"], ["max(1, 2)", "3"]),
    Case("{x: {linspace: [0, max(1, 2), 10]}}", ["1:25"], ["0", "max(1, 2)", "10"]),
    Case("{expect: at(h, n) == [0, 0, 3]}", ["1:14"], ["at(h, n) == [0, 0, 3]"]),
    Case("{expect: f([1, 2], x)}", ["1:12"], ["f([1, 2], x)"]),
    Case("{expect: f(a, {b: 1}) < 2, c: 3}", ["1:13"], ["f(a, {b: 1}) < 2", "3"]),
    Case("{expect: x[0] < 1, c: 3}", ["1:11"], ["x[0] < 1", "3"]),
    Case("{expect: a == [1, 2]}", ["1:15"], ["a == [1, 2]"]),
    Case("[a == [1, 2], b]", ["1:7"], ["a == [1, 2]", "b"]),
    Case("{expect: f(a, \"b\") < 1}", ["1:13"], ["f(a, \"b\") < 1"]),
    Case("{expect: f(a,\n  b), c: 1}", ["1:13"], ["f(a, b)", "1"]),
    Case("{标题: max(凝, 聚) < 1}", ["1:11"], ["max(凝, 聚) < 1"]),
    Case("{expect: max(a, b < 1, share: 0.5}", ["1:15"], ["max(a, b < 1", "0.5"]),
    Case("{expect: max(a, b}", ["1:15"], ["max(a, b"]),
    Case("claims:\n  a: {expect: f(b, c)}\n  d: {expect: 1}\n", ["2:18"], ["f(b, c)", "1"]),
  ])
  func `an expression that YAML cut is recognized and read whole`(_ row: Case) {
    let parsed = ParsedText(row.text)
    #expect(parsed.diagnostics.allSatisfy { $0.code == .commaTrap })
    #expect(parsed.diagnostics.map { "\(parsed.sources.position(of: $0.primary.range))" } == row.cuts)
    #expect(parsed.nodes.compactMap(\.scalar?.text) == row.values)
    #expect(parsed.nodes.compactMap(\.scalar).allSatisfy { $0.isPlain })
  }

  @Test(arguments: [
    "{expect: \"max(a, b) < 1\"}", "{expect: 'max(a, b) < 1', c: 1}", "expect: max(a, b) < 1",
    "expect: x[0] == [1, 2]",
    "{note: sad :(, c: 1}", "{note: (see a, b: 1}", "[a (b, c]", "{a: f(x), b: g(y)}", "{a: max(b}",
    "{a: f(g(x))}",
    "{a: max(b, c: f(d))}", "- max(a, b)\n- c\n", "{a: \"x(\", b: 1}", "{a, b, c}",
  ])
  func `what is no accident is left alone`(_ text: String) {
    #expect(ParsedText(text).summary == [])
  }

  @Test func `the message names the accident, its pieces and the way out`() throws {
    let diagnostic = try #require(ParsedText("{expect: max(a, b) < 1}").diagnostics.first)
    #expect(
      diagnostic.message
        == "inside `{…}` YAML ends a plain value at a comma or bracket: `max(a` was left with an "
        + "unclosed parenthesis, and `b) < 1` became a stray key")
    #expect(diagnostic.help == "write the expression in quotes, `\"max(a, b) < 1\"`, or in block style")
    let inList = try #require(ParsedText("[max(a, b)]").diagnostics.first)
    #expect(
      inList.message.hasPrefix("inside `[…]`") && inList.message.hasSuffix("`b)` became a value of its own"))
    let bracket = try #require(ParsedText("{a: x[0] < 1}").diagnostics.first)
    #expect(bracket.message.hasSuffix("`x` was cut off before `[0] < 1`"))
  }

  @Test func `a long expression is shortened in the words, not in the fix`() throws {
    let long = "max(" + (0..<60).map { "a\($0)" }.joined(separator: ", ") + ")"
    let diagnostic = try #require(ParsedText("{expect: \(long)}").diagnostics.first)
    #expect(diagnostic.message.count < 300 && diagnostic.message.contains("…"))
    #expect(diagnostic.fix?.replacement == "\"\(long)\"")
  }
}
