import SourceDiagnostics
import Testing
import YAMLTree

@Suite struct LimitTests {
  @Test func `64 collections may lie inside one another, not 65`() {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(ParsedText(nested(64)).summary == [])
    #expect(ParsedText(nested(65)).summary == ["1:65 nesting-too-deep «[»"])
    #expect(ParsedText(nested(65)).node == nil)
    #expect(
      ParsedText("a: &x \(nested(40))\nb: \(String(repeating: "[", count: 23))*x").summary.last?.contains(
        "yaml-syntax") == true)
  }

  @Test func `depth is counted through aliases`() {
    func chain(_ links: Int) -> String {
      (1...links).map { i in i == 1 ? "k1: &a1 [0]\n" : "k\(i): &a\(i) [*a\(i - 1)]\n" }.joined()
    }
    #expect(ParsedText(chain(63)).summary == [])
    #expect(ParsedText(chain(64)).summary.map { $0.contains("nesting-too-deep") } == [true])
  }

  @Test(
    .timeLimit(.minutes(1)), arguments: ["[", "{a: ", "- ", "? ", "{? ", "[{a: [", "a: [\n", "&a [", "!t ["])
  func `deep nesting is refused at once`(_ opening: String) {
    let text = String(repeating: opening, count: min(100_000, 1_000_000 / opening.utf8.count))
    let parsed = ParsedText(text)
    #expect(parsed.node == nil && !parsed.diagnostics.isEmpty)
  }

  @Test func `aliases may stand for 100000 values, not more`() {
    let thousand = "a: &a [" + Array(repeating: "0", count: 999).joined(separator: ", ") + "]\n"
    func repeated(_ count: Int) -> String {
      thousand + "b: [" + Array(repeating: "*a", count: count).joined(separator: ", ") + "]\n"
    }
    #expect(ParsedText(repeated(100)).summary == [])
    #expect(ParsedText(repeated(101)).summary == ["2:405 alias-expansion «*a»"])
  }

  @Test(.timeLimit(.minutes(1)))
  func `an alias bomb is counted, not expanded`() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for i in 1..<40 {
      text += "a\(i): &a\(i) [" + Array(repeating: "*a\(i - 1)", count: 9).joined(separator: ", ") + "]\n"
    }
    let parsed = ParsedText(text)
    #expect(parsed.diagnostics.map(\.code) == [.aliasExpansion])
    #expect(parsed.node == nil)
  }

  @Test func `a scalar may have 64 KiB, not more`() {
    let limit = String(repeating: "x", count: 65_536)
    #expect(ParsedText("a: \(limit)").summary == [])
    let parsed = ParsedText("a: \(limit)x\nb: 1\nb: 2")
    #expect(parsed.summary == ["1:4 scalar-too-long «»", "3:1 duplicate-key «b»"])
    #expect(parsed.node?.isIncomplete == true && parsed.node?["a"] == nil)
    #expect(ParsedText("\(limit)x").node == nil)
  }

  @Test func `a file may have 1 MiB, not more`() {
    let line = "# " + String(repeating: "x", count: 1021) + "\n"
    let comments = String(repeating: line, count: 1023)
    let rest = 1_048_576 - comments.utf8.count
    #expect(ParsedText(comments + "a: 1" + String(repeating: "\n", count: rest - 4)).summary == [])
    #expect(
      ParsedText(comments + "a: 1" + String(repeating: "\n", count: rest - 3)).summary == [
        "1:1 file-too-large «»"
      ])
  }

  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      "a: {b: f(c, d)}\n", "\ta: 1\n", "lr:1\n", "a: b: c\n", "- {a: x[1]}\n", "a: 1\n", "- &a [*a]\n",
      "{a: f(, ", "(,", "a: !t b\n",
    ])
  func `a large file full of one mistake is read in little time`(_ line: String) {
    let parsed = ParsedText(String(repeating: line, count: 1_000_000 / line.utf8.count))
    #expect(parsed.diagnostics.count <= Diagnostics.shownLimit)
  }
}
