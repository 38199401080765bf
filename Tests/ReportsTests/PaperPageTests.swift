import Reports
import Testing

@Suite struct PaperPageTests {
  private func asXML(_ html: String) -> String {
    html.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.hasPrefix("<!DOCTYPE") && !$0.hasPrefix("<meta") }
      .joined(separator: "\n").split(separator: "<br>", omittingEmptySubsequences: false).joined(separator: " ")
  }

  @Test func `a page of experiments is written as expected`() throws {
    try Fixture.expect(SamplePaper.page.html, equals: "paper.html")
  }

  @Test func `a page of experiments is well-formed, repeatable and at rest`() {
    let html = SamplePaper.page.html
    #expect(html == SamplePaper.page.html)
    #expect(MarkupCheck(asXML(html)).problem == nil)
    for word in ["<script", "src=", "@import", "url(", "<link", "https://"] { #expect(!html.contains(word), "\(word)") }
  }

  @Test func `claims and times are added up`() {
    let html = SamplePaper.page.html
    #expect(html.contains("3 experiments, 4 claims: 1 pass, 1 fail, 1 undecided, 1 not reproduced. Total time: 1 h 01 min."))
    #expect(
      html.contains(
        "<tr class=\"total\"><td>total</td><td class=\"number\">1</td><td class=\"number\">1</td>"
          + "<td class=\"number\">1</td><td class=\"number\">1</td><td class=\"number\">1 h 01 min</td></tr>"))
  }

  @Test func `ranks and what is not reproduced have tables of their own, with links and reasons`() throws {
    let html = SamplePaper.page.html
    for (id, count) in [("ranks", 1), ("not-reproduced", 1)] {
      let section = try #require(html.split(separator: "<section id=\"\(id)\"").last?.split(separator: "</section>").first)
      #expect(section.split(separator: "<a href=\"#slopes\">").count == count + 1)
      #expect(section.contains("<strong>rank</strong>") && section.contains("6<br>&lt; 9") && section.contains("7<br>8"))
    }
    #expect(html.split(separator: "The <code>rank</code> is 7 from width 50 on.").count == 3, "in the table and in its section")
    let plain = PaperPage(title: "t", experiments: [PaperExperiment(anchor: "a", title: "a", claims: [])]).html
    #expect(!plain.contains("id=\"ranks\"") && !plain.contains("id=\"not-reproduced\""))
  }

  @Test func `anchors are safe and none stands twice`() {
    let html = SamplePaper.page.html
    #expect(PaperPage(title: "", experiments: [PaperExperiment(anchor: "ranks", title: "", claims: [])]).html.contains("id=\"ranks-2\""))
    for anchor in ["slopes", "slopes-2", "sp-ter--x-", "summary", "ranks", "not-reproduced"] {
      #expect(html.split(separator: "<section id=\"\(anchor)\">").count == 2, "\(anchor)")
    }
    #expect(html.contains("<a href=\"#slopes-2\">Map of slopes</a>"))
  }

  @Test func `text of an experiment stays text`() {
    let evil = "</title></style><script>alert('1' & \"2\")</script>\u{0}"
    let page = PaperPage(
      title: evil, introduction: [evil],
      experiments: [
        PaperExperiment(
          anchor: evil, title: evil, source: evil, notes: [evil], figures: [.init(Gallery.hostile, caption: evil)],
          claims: [
            PaperClaim(
              name: evil, text: evil, verdict: .fail, kind: .measured, published: evil, measured: evil, margin: .nan,
              source: evil, notReproduced: evil, countsDimensions: true),
            PaperClaim(
              name: evil, text: evil, verdict: .notReproduced, kind: .published, published: evil, measured: evil,
              extent: .init(held: 1, cells: 2, place: evil), source: evil, notReproduced: evil),
          ], seconds: .nan)
      ])
    #expect(!page.html.contains("<script"))
    #expect(MarkupCheck(asXML(page.html)).problem == nil)
  }
}
