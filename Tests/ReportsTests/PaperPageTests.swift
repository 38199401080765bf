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
    #expect(html.contains("3 experiments, 3 claims: 1 pass, 1 fail, 1 undecided. Total time: 1 h 01 min."))
    #expect(
      html.contains(
        "<tr class=\"total\"><td>total</td><td class=\"number\">1</td><td class=\"number\">1</td>"
          + "<td class=\"number\">1</td><td class=\"number\">1 h 01 min</td></tr>"))
  }

  @Test func `anchors are safe and none stands twice`() {
    let html = SamplePaper.page.html
    for anchor in ["slopes", "slopes-2", "sp-ter--x-", "summary"] {
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
              source: evil)
          ], seconds: .nan)
      ])
    #expect(!page.html.contains("<script"))
    #expect(MarkupCheck(asXML(page.html)).problem == nil)
  }
}
