import SourceDiagnostics
import Testing
import YAMLTree

@Suite struct TreeTests {
  @Test func `a spec is read as written`() {
    let parsed = ParsedText(
      """
      condensespec: 1
      let: {m: 1e-3}
      data:
        train: {x: [-1/2, ~, no]}   # a comment
      title: |
        two
        lines
      x-note: 'it''s'
      empty:
      """)
    #expect(parsed.summary == [])
    #expect(
      parsed.tree == """
        mapping 1:1-9:7
          condensespec: plain 1:15-1:16 "1"
          let: mapping 2:6-2:15
            m: plain 2:10-2:14 "1e-3"
          data: mapping 4:3-4:28
            train: mapping 4:10-4:28
              x: list 4:14-4:27
                - plain 4:15-4:19 "-1/2"
                - plain 4:21-4:22 "~"
                - plain 4:24-4:26 "no"
          title: literal 5:8-7:8 "two\\nlines\\n"
          x-note: singleQuoted 8:9-8:16 "it's"
          empty: nothing 9:7-9:7

        """)
  }

  @Test func `styles are kept, and quotes alone are a text`() throws {
    let parsed = ParsedText("[a, 'b', \"c\", '', \"\", ,]".replacing(", ,", with: ""))
    let scalars = parsed.nodes.compactMap(\.scalar)
    #expect(scalars.map(\.style) == [.plain, .singleQuoted, .doubleQuoted, .singleQuoted, .doubleQuoted])
    #expect(scalars.allSatisfy { !$0.isEmptyPlain })
    let blocks = ParsedText("a: |\n  x\nb: >\n  y\nc:\n").nodes.compactMap(\.scalar)
    #expect(blocks.map(\.style) == [.literal, .folded, .plain])
    #expect(blocks.map(\.isEmptyPlain) == [false, false, true])
  }

  @Test func `aliases share the value that the anchor names`() throws {
    let parsed = ParsedText("base: &b {units: 10, w: &w 3}\nother: *b\nwidth: *w\n*w : key\n")
    let node = try #require(parsed.node)
    #expect(parsed.summary == [])
    #expect(node["other"]?["units"]?.scalar?.text == "10")
    #expect(node["other"]?.range == node["base"]?.range)
    #expect(node["width"]?.scalar?.text == "3")
    #expect(node["3"]?.scalar?.text == "key")
    #expect(node["nothing"] == nil)
  }

  @Test func `a later anchor of the same name wins from there on`() {
    let parsed = ParsedText("a: &x 1\nb: *x\nc: &x 2\nd: *x\n")
    #expect(parsed.summary == [])
    #expect(["a", "b", "c", "d"].map { parsed.node?[$0]?.scalar?.text } == ["1", "1", "2", "2"])
  }

  @Test func `a mapping from which something was left out says so`() {
    let parsed = ParsedText("a: {<<: {b: 1}, c: 2}\nd: {e: *f}\ng: {h: 1, h: 2}\ni: [*j, 1]\n")
    #expect(parsed.node?["a"]?.isIncomplete == true && parsed.node?["a"]?.mapping?.map(\.key.value) == ["c"])
    #expect(parsed.node?["d"]?.isIncomplete == true && parsed.node?["d"]?.mapping?.isEmpty == true)
    #expect(parsed.node?["g"]?.isIncomplete == false && parsed.node?["g"]?["h"]?.scalar?.text == "1")
    #expect(parsed.node?["i"]?.isIncomplete == true && parsed.node?["i"]?.sequence?.count == 1)
    #expect(parsed.node?.isIncomplete == false)
  }
}
