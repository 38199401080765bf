import SourceDiagnostics
import Testing
import YAMLTree

@Suite struct RangeTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let text: String
    /// The text of every node, parents before children.
    let slices: [String]

    init(_ name: String, _ text: String, _ slices: [String]) {
      (self.name, self.text, self.slices) = (name, text, slices)
    }

    var testDescription: String { name }
  }

  @Test(arguments: [
    Case("plain", "a: b", ["a: b", "b"]),
    Case("quotes belong to the scalar", "a: \"b\"\nc: 'd'", ["a: \"b\"\nc: 'd'", "\"b\"", "'d'"]),
    Case(
      "a block mapping ends with its last child", "a:\n  b: 1\n\n# note\n\nc: 2\n",
      ["a:\n  b: 1\n\n# note\n\nc: 2", "b: 1", "1", "2"]),
    Case(
      "a block list", "a:\n  - 1\n  - 2   # two\n\nb: 3\n",
      ["a:\n  - 1\n  - 2   # two\n\nb: 3", "- 1\n  - 2", "1", "2", "3"]),
    Case(
      "a list that is not indented", "a:\n- 1\n- 2\nb: 3\n",
      ["a:\n- 1\n- 2\nb: 3", "- 1\n- 2", "1", "2", "3"]),
    Case(
      "flow collections", "a: [1, {b: 2} ]  # x\n", ["a: [1, {b: 2} ]", "[1, {b: 2} ]", "1", "{b: 2}", "2"]),
    Case("a pair inside a list", "[a: 1, b]", ["[a: 1, b]", "a: 1", "1", "b"]),
    Case("nothing after a key", "a:\n\n\nb: 1\n", ["a:\n\n\nb: 1", "", "1"]),
    Case("nothing after a key with a comment", "a: # note\nb: 1\n", ["a: # note\nb: 1", "", "1"]),
    Case("nothing at the end", "a:\n  b:\n\n\n", ["a:\n  b:", "b:", ""]),
    Case("nothing in a list", "-\n- 1\n", ["-\n- 1", "", "1"]),
    Case("nothing in a flow mapping", "{a, b: }", ["{a, b: }", "", ""]),
    Case("empty collections", "a: []\nb: {}\n", ["a: []\nb: {}", "[]", "{}"]),
    Case("a literal block", "a: |\n  x\n  y\n\nb: 1\n", ["a: |\n  x\n  y\n\nb: 1", "|\n  x\n  y", "1"]),
    Case("a folded block at the end", "a: >-\n  x\n  y\n\n", ["a: >-\n  x\n  y", ">-\n  x\n  y"]),
    Case("a plain scalar on two lines", "a: x\n  y  # z\n", ["a: x\n  y", "x\n  y"]),
    Case("a quoted scalar on two lines", "a: \"x\n\n  y\"\n", ["a: \"x\n\n  y\"", "\"x\n\n  y\""]),
    Case("Latin letters of two bytes", "é: ü\nb: ö", ["é: ü\nb: ö", "ü", "ö"]),
    Case("Chinese", "标题: 凝聚\n层: [一, 二]", ["标题: 凝聚\n层: [一, 二]", "凝聚", "[一, 二]", "一", "二"]),
    Case("emoji before the value", "🔥👩‍🔬: {a: 👍🏽}  # 凝\n", ["🔥👩‍🔬: {a: 👍🏽}", "{a: 👍🏽}", "👍🏽"]),
    Case("byte-order mark", "\u{FEFF}a: é\nb: c", ["a: é\nb: c", "é", "c"]),
    Case("CRLF", "a: 1\r\nb:\r\n  c: é\r\n", ["a: 1\r\nb:\r\n  c: é", "1", "c: é", "é"]),
    Case("lone CR", "a: 1\rb: 2\r", ["a: 1\rb: 2", "1", "2"]),
    Case(
      "anchors stand before the range", "a: &x 1\nb: &y\n  c: &z [2]",
      ["a: &x 1\nb: &y\n  c: &z [2]", "1", "c: &z [2]", "[2]", "2"]),
    Case("an anchor before a key", "&x a: 1", ["&x a: 1", "1"]),
    Case(
      "an anchor and a comment before the value", "a: &x # note &y\n  b: 1",
      ["a: &x # note &y\n  b: 1", "b: 1", "1"]),
    Case("an anchor on nothing", "a: &x\nb: *x", ["a: &x\nb: *x", "", ""]),
    Case(
      "an alias has the range of its anchor", "a: &x [1]\nb: *x\n",
      ["a: &x [1]\nb: *x", "[1]", "1", "[1]", "1"]),
    Case("a key in quotes", "\"a b\": 1", ["\"a b\": 1", "1"]),
    Case("document markers", "---\na: 1\n...\n", ["a: 1", "1"]),
    Case("a directive", "%YAML 1.2\n---\na: 1\n", ["a: 1", "1"]),
    Case("a tab before a comment and after a key", "a:\tb\t# c\n", ["a:\tb", "b"]),
    Case("a scalar alone", "  x y  \n", ["x y"]),
  ])
  func `ranges are the bytes that were written`(_ row: Case) {
    let parsed = ParsedText(row.text)
    #expect(parsed.summary == [])
    #expect(parsed.nodes.map { parsed.sources.text($0.range) } == row.slices)
  }

  @Test func `keys have their own ranges`() {
    let parsed = ParsedText("标: {\"b\": 1, 'c d' : 2, &k e: 3}\n&q f: 4\n? g\n: 5\n")
    func keys(_ node: Node) -> [String] {
      (node.mapping ?? []).flatMap { [parsed.sources.text($0.key.range)] + keys($0.value) }
    }
    #expect(parsed.summary == [])
    #expect(parsed.node.map(keys) == ["标", "\"b\"", "'c d'", "e", "f", "g"])
  }

  @Test func `positions stay right far into a text of many widths`() throws {
    var text = ""
    for i in 0..<500 { text += "k\(i): \"é凝🔥\"  # ü\n" }
    let parsed = ParsedText(text)
    let entries = try #require(parsed.node?.mapping)
    #expect(entries.count == 500)
    for (i, entry) in entries.enumerated() {
      #expect(parsed.sources.text(entry.key.range) == "k\(i)")
      #expect(parsed.sources.text(entry.value.range) == "\"é凝🔥\"")
      #expect(parsed.sources.position(of: entry.key.range) == SourcePosition(line: i + 1, column: 1))
    }
  }

  struct Offset: CustomTestStringConvertible, Sendable {
    let name: String
    let text: String
    /// What stands in the file from the offset of the third byte of the value on, or nil when the
    /// text is not verbatim there.
    let rest: String?

    init(_ name: String, _ text: String, _ rest: String?) {
      (self.name, self.text, self.rest) = (name, text, rest)
    }

    var testDescription: String { name }
  }

  @Test(arguments: [
    Offset("plain", "a: 123456", "3456"),
    Offset("double quotes", "a: \"123456\"", "3456\""),
    Offset("single quotes", "a: '123456'", "3456'"),
    Offset("escape", "a: \"12\\n456\"", nil),
    Offset("doubled quote", "a: '12''456'", nil),
    Offset("two lines", "a: 1\n   3456", "3456"),
    Offset("three lines", "a: 1\n\n   3456", "3456"),
    Offset("two quoted lines", "a: \"1  \n  3456\"", "3456\""),
    Offset("quotes with a break first", "a: \"\n  23456\"", "3456\""),
    Offset("folded block", "a: >\n  123456\n", nil),
    Offset("wide spaces", "a: 1  4", " 4"),
    Offset("literal", "a: |\n  123456\n", nil),
    Offset("Chinese before", "标: 123456", "3456"),
    Offset("after an anchor", "a: &x 123456", "3456"),
    Offset("put in quotes by a mending", "a: {b: f(1, 2)}", "1, 2)}"),
  ])
  func `a place inside a scalar is known when it stands there verbatim`(_ row: Offset) throws {
    let parsed = ParsedText(row.text)
    let node = try #require(parsed.nodes.last)
    let scalar = try #require(node.scalar)
    let offset = scalar.sourceOffset(ofUTF8: 2)
    if let rest = row.rest {
      #expect(String(decoding: Array(row.text.utf8)[offset...], as: UTF8.self) == rest)
    } else {
      #expect(offset == node.range.lower)
    }
  }

  @Test func `a part of a scalar has a range`() throws {
    func part(_ text: String, _ bytes: Range<Int>) throws -> String {
      let parsed = ParsedText(text)
      let node = try #require(parsed.node)
      return parsed.sources.text(node.range(ofUTF8: bytes))
    }
    #expect(try part("last(loss) < 1", 5..<9) == "loss")
    #expect(try part("\"last(loss) < 1\"", 5..<9) == "loss")
    #expect(try part("last(loss)\n  < max(a, b)", 13..<16) == "max")
    #expect(try part("last(loss)\n  < max(a, b)", 5..<12) == "loss)\n  <")
    #expect(try part("\"a\\tloss\"", 2..<6) == "\"a\\tloss\"")
    #expect(try part("[a]", 0..<1) == "[a]")
  }

  @Test func `reading may begin inside a text, and counts from its beginning`() throws {
    let parsed = ParsedText(
      "train.stop={steps: 10, loss: é}", name: "--set train.stop={steps: 10, loss: é}", from: 11)
    #expect(parsed.nodes.map { parsed.sources.text($0.range) } == ["{steps: 10, loss: é}", "10", "é"])
    let colon = ParsedText("source=arXiv:2405.05409", from: 7)
    #expect(colon.summary == [] && colon.node?.scalar?.text == "arXiv:2405.05409")
    #expect(ParsedText("a=", from: 2).summary == ["1:3 empty-document «»"])
  }
}
