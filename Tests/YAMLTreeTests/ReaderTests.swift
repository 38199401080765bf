import SourceDiagnostics
import Testing
import YAMLTree

@Suite struct ReaderTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let bytes: [UInt8]
    let expected: [String]

    init(_ name: String, _ bytes: [UInt8], _ expected: [String]) {
      (self.name, self.bytes, self.expected) = (name, bytes, expected)
    }

    var testDescription: String { name }
  }

  static func text(_ text: String) -> [UInt8] { Array(text.utf8) }

  @Test(arguments: [
    Case("Latin-1", text("a: 1\nb: caf") + [0xE9] + text(" x\n"), ["2:7 invalid-utf8"]),
    Case("continuation alone", text("a: ") + [0x80], ["1:4 invalid-utf8"]),
    Case("overlong slash", text("a: ") + [0xC0, 0xAF], ["1:4 invalid-utf8"]),
    Case("surrogate", text("a: ") + [0xED, 0xA0, 0x80], ["1:4 invalid-utf8"]),
    Case("beyond Unicode", text("a: ") + [0xF4, 0x90, 0x80, 0x80], ["1:4 invalid-utf8"]),
    Case("cut at the end", text("a: ") + [0xE5, 0x87], ["1:4 invalid-utf8"]),
    Case("wide characters before", text("凝🔥: ") + [0xFF], ["1:5 invalid-utf8"]),
    Case("null", text("a: b\u{0}c"), ["1:5 control-character"]),
    Case("bell and delete", text("a: \u{7}\nb: \u{7F}"), ["1:4 control-character", "2:4 control-character"]),
    Case("next line", text("a: b\u{85}c"), ["1:5 control-character"]),
    Case("line separator", text("a: b\u{2028}c"), ["1:5 control-character"]),
    Case("byte-order mark inside", text("a: \u{FEFF}b"), ["1:4 control-character"]),
    Case("no character", text("a: \u{FFFE}"), ["1:4 control-character"]),
    Case("UTF-16, little end first", [0xFF, 0xFE, 0x61, 0], ["1:1 not-utf8"]),
    Case("UTF-16, big end first", [0xFE, 0xFF, 0, 0x61], ["1:1 not-utf8"]),
    Case("UTF-16 without mark", [0x61, 0, 0x3A, 0], ["1:1 not-utf8"]),
    Case("UTF-16 without mark, big end first", [0, 0x61, 0, 0x3A], ["1:1 not-utf8"]),
    Case("UTF-32", [0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0], ["1:1 not-utf8"]),
    Case("UTF-32 without mark", [0, 0, 0, 0x61], ["1:1 not-utf8"]),
    Case("allowed: tab, no-break space, emoji, private use", text("a: \"\t\u{A0}🔥\u{E000}\u{FFFD}\""), []),
  ])
  func `bytes that are no text are found with line and column`(_ row: Case) {
    let parsed = ParsedText(bytes: row.bytes)
    let found = parsed.diagnostics.map {
      "\(parsed.sources.position(of: $0.primary.range)) \($0.code.rawValue)"
    }
    #expect(found == row.expected)
    #expect((parsed.node == nil) == !row.expected.isEmpty)
  }

  @Test func `many damaged bytes are one diagnostic, many control characters at most ten`() {
    let damaged = ParsedText(bytes: Array(repeating: 0xE9, count: 1000))
    #expect(damaged.diagnostics.count == 1)
    #expect(
      damaged.diagnostics[0].message
        == "the byte 0xE9 is not UTF-8 here; there are 1000 such bytes in the file")
    #expect(damaged.diagnostics[0].related.count == 2)
    #expect(ParsedText(String(repeating: "a\u{1}", count: 1000)).diagnostics.count == 10)
  }

  @Test func `control characters are named`() {
    #expect(
      ParsedText("a: \u{7}").diagnostics.first?.message
        == "the control character U+0007 may not stand in a spec")
    #expect(
      ParsedText("a: \u{2028}").diagnostics.first?.message.hasPrefix("U+2028 ends a line for YAML") == true)
    #expect(ParsedText("a: \u{FEFF}").diagnostics.first?.message.contains("only at the beginning") == true)
  }
}
