import Reports
import Testing

@Suite struct TerminalTests {
  static let styles: [(name: String, style: TerminalStyle)] = [
    ("summary.txt", TerminalStyle(width: 100)),
    ("summary-plain.txt", TerminalStyle(isPlain: true, width: 80)),
    ("summary-color.txt", TerminalStyle(hasColor: true, width: 100)),
    ("summary-narrow.txt", TerminalStyle(width: 48)),
  ]

  @Test(arguments: styles.map(\.name)) func `a summary is written as expected`(name: String) throws {
    let style = try #require(Self.styles.first { $0.name == name }?.style)
    try Fixture.expect(SampleReport.terminal.text(style), equals: name)
  }

  @Test(arguments: styles.map(\.name)) func `the last line is the path of the bundle`(name: String) throws {
    let style = try #require(Self.styles.first { $0.name == name }?.style)
    let lines = SampleReport.terminal.text(style).split(separator: "\n")
    #expect(lines.last == "runs/condenses-9f2c41d0")
  }

  @Test func `a plain summary is ASCII and without control sequences`() {
    let text = SampleReport.terminal.text(TerminalStyle(hasColor: true, isPlain: true))
    #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || (32..<127).contains($0.value) })
    #expect(text.contains("[pass]") && text.contains("[fail]") && text.contains("[open]"))
  }

  @Test func `colour comes only when asked`() {
    #expect(!SampleReport.terminal.text(TerminalStyle()).contains("\u{1B}"))
    #expect(SampleReport.terminal.text(TerminalStyle(hasColor: true)).contains("\u{1B}[32m✓"))
  }

  @Test func `a title cannot move the cursor`() {
    let summary = TerminalSummary(
      title: "a\u{1B}[2Jb\rc\u{202E}", status: .diverged("x\u{7}"), bundlePath: "runs/a")
    let text = summary.text(TerminalStyle())
    #expect(text == "a\u{FFFD}[2Jb c\u{FFFD}\ndiverged: x\u{FFFD}\nruns/a\n")
  }

  @Test func `many passing claims are counted, failing ones all shown`() {
    let claims = (0..<40).map { index in
      ReportClaim(name: "c\(index)", text: "x < \(index)", verdict: index == 39 ? .fail : .pass, margin: nil)
    }
    let text = TerminalSummary(title: "t", status: .complete, claims: claims, bundlePath: "p").text(TerminalStyle())
    #expect(text.contains("39 of 40 claims pass") && text.contains("  27 more pass\n") && text.contains("✗ c39"))
  }

  /// A claim that is said not to be reproduced, by what its judgement was.
  static let differing: [(judgement: String, isMet: Bool, plain: String, rich: String)] = [
    ("fail", true, "  [diff] claim  x < 1", "  ≠ claim  x < 1"), ("pass", false, "  [fail] claim  x < 1", "  ✗ claim  x < 1"),
    ("undecided", false, "  [open] claim  x < 1", "  ? claim  x < 1"),
  ]

  @Test(arguments: differing.indices) func `a claim that is not reproduced has a word of its own and its reason`(index: Int) {
    let row = Self.differing[index]
    let claim = ReportClaim(
      name: "claim", text: "x < 1", verdict: ReportVerdict(row.judgement, isNotReproduced: true), margin: nil, evidence: "x = 3",
      notReproduced: "three seeds gave 3")
    #expect(claim.verdict.isMet == row.isMet)
    let summary = TerminalSummary(title: "t", status: .complete, claims: [claim], bundlePath: "p")
    for (style, line) in [(TerminalStyle(isPlain: true, width: 80), row.plain), (TerminalStyle(width: 80), row.rich)] {
      let lines = summary.text(style).split(separator: "\n").map(String.init)
      #expect(lines.contains(line), "\(lines)")
      #expect(lines.contains { $0.hasSuffix("   not reproduced: three seeds gave 3") }, "\(lines)")
      #expect(lines.contains { $0.contains("it holds, though the spec says") } == (row.judgement == "pass"))
    }
    #expect(summary.text(TerminalStyle(width: 80)).contains(", 1 not reproduced") == row.isMet)
  }

  @Test func `without the word of the spec a verdict is the judgement`() {
    for verdict in [ReportVerdict.pass, .fail, .undecided] {
      #expect(ReportVerdict(verdict.rawValue, isNotReproduced: false) == verdict)
    }
    #expect(ReportVerdict("something else", isNotReproduced: true) == .undecided)
    #expect(ReportVerdict.allCases.filter(\.isMet) == [.pass, .notReproduced])
  }

  static let sparklines: [(values: [Double], text: String, isLogarithmic: Bool)] = [
    ([], "", false),
    ([1], "▁", false),
    ([0, 1, 2, 3, 4, 5, 6, 7], "▁▂▃▄▅▆▇█", false),
    ([1000, 100, 10, 1], "█▆▃▁", true),
    ([1, .nan, 2], "▁×█", false),
    ([.nan, .infinity], "××", false),
    ([-1.7e308, 1.7e308], "▁█", false),
    ([1, 1, 3, 3, 1, 1, 3, 3, 1, 1, 3, 3, 1, 1, 3, 3, 1, 1, 3, 3], "▁█▁█▁█▁█▁█", false),
  ]

  @Test(arguments: sparklines.indices) func `a sparkline`(index: Int) {
    let expected = Self.sparklines[index]
    let line = Sparkline(expected.values, columns: 10, isPlain: false)
    #expect(line.text == expected.text)
    #expect(line.isLogarithmic == expected.isLogarithmic)
    let plain = Sparkline(expected.values, columns: 10, isPlain: true)
    #expect(plain.text.utf8.count == expected.text.unicodeScalars.count)
  }
}
