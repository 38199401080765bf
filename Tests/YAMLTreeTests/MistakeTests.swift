import SourceDiagnostics
import Testing
import YAMLTree

@Suite struct MistakeTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let text: String
    let expected: [String]
    /// A piece of the first message.
    let words: String

    init(_ name: String, _ text: String, _ expected: [String], _ words: String) {
      (self.name, self.text, self.expected, self.words) = (name, text, expected, words)
    }

    var testDescription: String { name }
  }

  static let structure = [
    Case("duplicate key", "a: 1\nb: 2\na: 3", ["3:1 duplicate-key «a»"], "the key `a` is given twice"),
    Case("duplicate key in another spelling", "{a: 1, \"a\": 2}", ["1:8 duplicate-key «\"a\"»"], "`a`"),
    Case("three times", "{a: 1, a: 2, a: 3}", ["1:8 duplicate-key «a»", "1:14 duplicate-key «a»"], "`a`"),
    Case("merge key", "a: &x {b: 1}\nc: {<<: *x}", ["2:5 merge-key «<<»"], "merge keys"),
    Case("`<<` in quotes is a name", "'<<': 1", [], ""),
    Case("list as key", "? [a, b]\n: 1", ["1:3 complex-key «[a, b]»"], "a list or mapping cannot be a key"),
    Case("mapping as key", "{{a: 1}: 2}", ["1:2 complex-key «{a: 1}»"], "a list or mapping cannot be a key"),
    Case(
      "alias of a list as key", "a: &x [1]\n*x : 2", ["2:1 complex-key «*x»"],
      "a list or mapping cannot be a key"),
    Case("missing key", "a:\n  : 1", ["2:3 complex-key «:»"], "a key is missing here"),
    Case("missing key in flow", "{: 1}", ["1:2 complex-key «:»"], "a key is missing here"),
    Case("tag", "a: !!float 1", ["1:4 unexpected-tag «!!float»"], "`!!float`"),
    Case(
      "tag and anchor", "a: &x !!map {b: !c d}", ["1:7 unexpected-tag «!!map»", "1:17 unexpected-tag «!c»"],
      "`!!map`"),
    Case("tag on the whole", "--- !spec\na: 1", ["1:5 unexpected-tag «!spec»"], "`!spec`"),
    Case("tag with a handle", "a: !e!x 1", ["1:4 unexpected-tag «!e!x»"], "`!e!x`"),
    Case("verbatim tag", "a: !<tag:x,y> 1", ["1:4 unexpected-tag «!<tag:x,y>»"], "tags"),
    Case("undefined alias", "a: *b", ["1:4 undefined-alias «*b»"], "there is no anchor `&b`"),
    Case("alias before its anchor", "a: *b\nc: &b 1", ["1:4 undefined-alias «*b»"], "above this line"),
    Case("alias inside its anchor", "a: &b [1, *b]", ["1:11 undefined-alias «*b»"], "inside the very value"),
    Case("second document", "a: 1\n---\nb: 2", ["2:1 second-document «---»"], "a second document"),
    Case("text after the end", "a: 1\n...\nb: 2", ["3:1 second-document «b: 2»"], "`...`"),
    Case("nothing", "", ["1:1 empty-document «»"], "nothing in this file"),
    Case("only comments", "# a\n\n# b\n", ["1:1 empty-document «»"], "nothing in this file"),
    Case("only a marker", "---\n", ["1:1 empty-document «»"], "nothing in this file"),
  ]

  static let syntax = [
    Case("missing space, value", "a:\n  lr:1e-3\n  b: 1", ["2:3 missing-space «lr:»"], "after `lr:`"),
    Case("missing space, last line", "b: 1\nlr:1e-3", ["2:1 missing-space «lr:»"], "after `lr:`"),
    Case(
      "missing space, first line", "condensespec:1\na: 2", ["1:1 missing-space «condensespec:»"],
      "after `condensespec:`"),
    Case(
      "missing space, only line", "condensespec:1\n", ["1:1 missing-space «condensespec:»"],
      "after `condensespec:`"),
    Case("missing space, flow", "{lr:1e-3, b: 1}", ["1:2 missing-space «lr:»"], "after `lr:`"),
    Case(
      "missing space, three times", "a:1\nb:2\nc:3\nd: 4",
      ["1:1 missing-space «a:»", "2:1 missing-space «b:»", "3:1 missing-space «c:»"], "after `a:`"),
    Case("missing space, Chinese before", "标: 凝\nlr:1", ["2:1 missing-space «lr:»"], "after `lr:`"),
    Case(
      "missing space before a comment", "a:\n  lr:1 # x\n  b: 1", ["2:3 missing-space «lr:»"], "after `lr:`"),
    Case(
      "missing space on the first line before a comment", "lr:1 # x\nb: 1", ["1:1 missing-space «lr:»"],
      "after `lr:`"),
    Case(
      "line without colon before a comment", "a:\n  lr # x\n  b: 1", ["2:3 yaml-syntax «lr»"],
      "`lr` has no `:`"),
    Case("an address is no missing space", "a: https://x.y\nb: arXiv:2007.07497", [], ""),
    Case("colon in a title", "title: a: b\nx: 1", ["1:9 yaml-syntax «:»"], "must stand in quotes"),
    Case("colon in flow", "{title: a: b, x: 1}", ["1:10 yaml-syntax «:»"], "must stand in quotes"),
    Case("line without colon", "a: 1\nb\nc: 2", ["2:1 yaml-syntax «b»"], "`b` has no `:`"),
    Case("first line without colon", "a\nb: 1", ["1:1 yaml-syntax «a»"], "`a` has no `:`"),
    Case("key indented below a value", "a: x\n  b: 1", ["2:3 yaml-syntax «b»"], "indented as if"),
    Case("key indented between", "a:\n    b: 1\n  c: 2", ["3:3 yaml-syntax «c: 2»"], "not indented like"),
    Case("item among keys", "a: 1\n- b", ["2:1 yaml-syntax «-»"], "a list item stands among the keys"),
    Case("key among items", "- a\nb: 1", ["2:1 yaml-syntax «b:»"], "does not continue the list"),
    Case("item behind a key", "a: - b", ["1:4 yaml-syntax «-»"], "a list item cannot begin here"),
    Case("unclosed brace", "a: {b: 1\nc: 2\n", ["2:1 yaml-syntax «c»"], "expected `,` or `}` before `c`"),
    Case("unclosed bracket at the end", "a: [1, 2\n", ["1:4 yaml-syntax «[»"], "never closed"),
    Case(
      "forgotten comma", "a: {b: 1,\n    c: 2\n    d: 3}\n", ["3:5 yaml-syntax «d»"],
      "expected `,` or `}` before `d`"),
    Case("bracket too many", "a: [1]]\n", ["1:7 yaml-syntax «]»"], "already complete"),
    Case("apostrophe", "a: 'it's'", ["1:8 yaml-syntax «s'»"], "already complete"),
    Case("quote never closed", "a: \"x\nb: 1\n", ["1:4 yaml-syntax «\"»"], "never closed"),
    Case("escape", #"a: "\d""#, [#"1:5 yaml-syntax «\d»"#], "escape"),
    Case("reserved character", "a: @x", ["1:4 yaml-syntax «@»"], "`@` cannot begin a value"),
    Case("backtick", "a: `x`", ["1:4 yaml-syntax «`»"], "a backtick cannot begin a value"),
    Case("closing brace as value", "a: }", ["1:4 yaml-syntax «}»"], "`}` cannot begin a value"),
    Case("text after the top", "{a: 1} b", ["1:8 yaml-syntax «b»"], "already complete"),
    Case("version of YAML", "%YAML 1.3\n---\na: 1", ["1:1 yaml-syntax «%YAML»"], "version"),
    Case("Chinese before the problem", "标题: 凝聚: 早期", ["1:7 yaml-syntax «:»"], "must stand in quotes"),
  ]

  static let tabs = [
    Case("tab", "a:\n\tb: 1", ["2:1 tab-indentation «\t»"], "indented with a tab"),
    Case("tab behind spaces", "a:\n  \tb: 1", ["2:3 tab-indentation «\t»"], "indented with a tab"),
    Case(
      "many tabs are one mistake", "a:\n\tb:\n\t\tc: 1\n\td: 2", ["2:1 tab-indentation «\t»"],
      "and 2 more lines"),
    Case("tab inside braces", "a: {\n\tb: 1}", ["2:1 tab-indentation «\t»"], "indented with a tab"),
    Case("tab in a literal block", "a: |\n\tb", ["2:1 tab-indentation «\t»"], "indented with a tab"),
    Case("tab behind a dash", "-\tb: 1", ["1:2 tab-indentation «\t»"], "where YAML wants a space"),
    Case("tab on an empty line", "a: 1\n\t\nb: 2\n", ["2:1 tab-indentation «\t»"], "looks empty"),
    Case("tabs elsewhere are allowed", "a:\t\"x\ty\"\t# z\nb: |\n  y\n  \tx\n", [], ""),
  ]

  @Test(arguments: structure + syntax + tabs)
  func `a mistake is found where it is`(_ row: Case) {
    let parsed = ParsedText(row.text)
    #expect(parsed.summary == row.expected)
    #expect(parsed.diagnostics.first?.message.contains(row.words) ?? row.words.isEmpty)
  }

  @Test func `both places of a duplicate key are given, and its path`() throws {
    let parsed = ParsedText("train:\n  stop: [{a: 1, b: 2, a: 3}]\n")
    let diagnostic = try #require(parsed.diagnostics.first)
    #expect(parsed.sources.position(of: diagnostic.primary.range) == SourcePosition(line: 2, column: 23))
    #expect(
      diagnostic.related.map { parsed.sources.position(of: $0.range) } == [
        SourcePosition(line: 2, column: 11)
      ])
    #expect(diagnostic.path?.description == "train.stop[0].a")
  }

  @Test func `mistakes of many kinds are found in one pass`() {
    let parsed = ParsedText(
      """
      a: 1
      a: 2
      b: {c: max(1, 2), d: !t 3, <<: x}
      e:1
      f: g: h
      i: {j: min(k, l) < [1, 2], m: *n}
      o: 1
      o: 2
      """)
    #expect(
      parsed.summary == [
        "2:1 duplicate-key «a»", "3:13 comma-trap «,»", "3:22 unexpected-tag «!t»", "3:28 merge-key «<<»",
        "4:1 missing-space «e:»", "5:5 yaml-syntax «:»", "6:13 comma-trap «,»", "6:31 undefined-alias «*n»",
        "8:1 duplicate-key «o»",
      ])
    #expect(parsed.node?["b"]?["c"]?.scalar?.text == "max(1, 2)")
    #expect(parsed.node?["e"]?.scalar?.text == "1")
    #expect(parsed.node?["f"]?.scalar?.text == "g: h")
    #expect(parsed.node?["i"]?["j"]?.scalar?.text == "min(k, l) < [1, 2]")
  }

  struct Partial: CustomTestStringConvertible, Sendable {
    let text: String
    let expected: [String]

    init(_ text: String, _ expected: [String]) { (self.text, self.expected) = (text, expected) }

    var testDescription: String { text }
  }

  @Test(arguments: [
    Partial(
      "a: 'it's'\nb: 1\nb: 2\nc: [1\nd:\n  e: 1\n f: 2\ng:1\n",
      ["1:8 yaml-syntax «s'»", "3:1 duplicate-key «b»", "5:1 yaml-syntax «d»", "8:1 missing-space «g:»"]),
    Partial("a: \"x\nb: 1\nb: 2\n", ["1:4 yaml-syntax «\"»", "3:1 duplicate-key «b»"]),
    Partial("a: {b: 1,\n  c: 2\n", ["1:4 yaml-syntax «{»"]),
    Partial("a: &x [1]]\nb: *x\nc: !t 1\n", ["1:10 yaml-syntax «]»", "3:4 unexpected-tag «!t»"]),
    Partial(
      "a: {b: f(1,\nc)}\nd: @\n", ["1:11 comma-trap «,»", "3:4 yaml-syntax «@»"]),
    Partial(
      "a: {b: f(1,\nc), d: @}\ne: 1\ne: 2\n",
      ["1:11 comma-trap «,»", "2:8 yaml-syntax «@»", "4:1 duplicate-key «e»"]),
    Partial("a: @\n", ["1:4 yaml-syntax «@»"]),
    Partial("- a\nb: 1\n", ["2:1 yaml-syntax «b:»"]),
    Partial("{a: @}\nb: 1\n", ["1:5 yaml-syntax «@»"]),
    Partial(
      "a:\n  lr:1\n  b: @\nc:1\nd: 2\n",
      ["2:3 missing-space «lr:»", "3:6 yaml-syntax «@»", "4:1 missing-space «c:»"]),
  ])
  func `after a syntax error the other sections are still read, but there is no tree`(_ row: Partial) {
    let parsed = ParsedText(row.text)
    #expect(parsed.summary == row.expected)
    #expect(parsed.node == nil)
  }

  @Test func `behind tabs, only what is certain is reported`() {
    let parsed = ParsedText("a:\n\tb: 1\n    c: 2\n   d: 3\n")
    #expect(parsed.summary == ["2:1 tab-indentation «\t»"])
    #expect(parsed.node == nil)
    let readable = ParsedText("a:\n\tb: 1\n\tb: 2\n\tlr:3\n")
    #expect(
      readable.summary == ["2:1 tab-indentation «\t»", "3:2 duplicate-key «b»", "4:2 missing-space «lr:»"])
  }

  @Test(
    arguments: DiagnosticCode.allCases.prefix { $0 != .unknownKey }.dropFirst(4).filter {
      $0 != .scalarTooLong
    })
  func `the example of every YAML code provokes it`(_ code: DiagnosticCode) {
    let codes = ParsedText(code.example).diagnostics.map(\.code)
    #expect(codes == [code])
  }

  @Test func `a mending is the fix that is offered, and mends`() throws {
    for text in [
      "{lr:1e-3, b: 1}", "a: {b: max(c, d) < 1}", "a: {b: c[0] < 1}", "title: a: b", "a: [f(\"x\", 1)]",
    ] {
      let parsed = ParsedText(text)
      let fix = try #require(parsed.diagnostics.first?.fix)
      var bytes = Array(text.utf8)
      bytes.replaceSubrange(fix.range.lower..<fix.range.upper, with: fix.replacement.utf8)
      let mended = ParsedText(bytes: bytes)
      #expect(mended.summary == [])
      #expect(mended.nodes.compactMap(\.scalar?.text) == parsed.nodes.compactMap(\.scalar?.text))
    }
  }
}
