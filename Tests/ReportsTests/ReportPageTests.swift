import Reports
import Testing

@Suite struct ReportPageTests {
  /// The page without what XML does not know: the DOCTYPE, and HTML's elements without end.
  private func asXML(_ html: String) -> String {
    html.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.hasPrefix("<!DOCTYPE") && !$0.hasPrefix("<meta") }
      .joined(separator: "\n").split(separator: "<br>", omittingEmptySubsequences: false).joined(separator: " ")
  }

  @Test func `a page is written as expected`() throws {
    try Fixture.expect(SampleReport.page.html, equals: "page.html")
  }

  @Test func `the same page has the same bytes and is well-formed`() {
    let html = SampleReport.page.html
    #expect(html == SampleReport.page.html)
    #expect(MarkupCheck(asXML(html)).problem == nil)
  }

  @Test func `a page asks nothing of the network and runs nothing`() {
    let html = SampleReport.page.html
    for word in ["<script", "src=", "@import", "url(", "<link", "https://", "onload"] {
      #expect(!html.contains(word), "\(word)")
    }
    // The one address is the name of the SVG language, which nobody fetches.
    #expect(html.split(separator: "http://").dropFirst().allSatisfy { $0.hasPrefix("www.w3.org/2000/svg\"") })
  }

  @Test func `text of a spec stays text`() {
    let evil = "</pre></title></style><script>alert('1' & \"2\")</script>\u{0}\u{1B}[31m"
    let page = ReportPage(
      title: evil, status: .diverged(evil),
      claims: [ReportClaim(name: evil, text: evil, verdict: .fail, margin: .nan, evidence: evil, source: evil)],
      summary: [ReportFact(evil, evil, isCode: true)], figures: [.init(Gallery.hostile, path: evil, caption: evil)],
      metrics: MetricTable(columns: [evil], steps: [0], rows: [[.infinity]]),
      tables: [ReportTable(title: evil, columns: [evil], rows: [[evil]], note: evil)], resolvedSpec: evil,
      environment: [ReportFact(evil, evil)])
    #expect(!page.html.contains("<script"))
    #expect(MarkupCheck(asXML(page.html)).problem == nil)
  }

  @Test func `a page without anything is still a page`() {
    let page = ReportPage(title: "", status: .stopped("killed"), claims: [], summary: [])
    #expect(MarkupCheck(asXML(page.html)).problem == nil)
    #expect(page.html.contains("stopped</span>: killed"))
  }

  @Test func `a page stays below its limit whatever it is given`() {
    let long = String(repeating: "&<", count: 5_000)
    let claim = ReportClaim(name: long, text: long, verdict: .pass, margin: 1, evidence: long, source: long)
    let steps = Array(0..<20_000)
    let names = (0..<200).map { "\(long)\($0)" }
    let page = ReportPage(
      title: long, status: .diverged(long), claims: Array(repeating: claim, count: 1_000),
      summary: Array(repeating: ReportFact(long, long), count: 500),
      figures: Array(repeating: .init(Gallery.largeMap, path: "figures/large.svg", caption: long), count: 15),
      metrics: MetricTable(
        columns: Array(names.prefix(40)), steps: steps,
        rows: steps.map { Array(repeating: Double($0) / 3, count: 40) }),
      tables: Array(repeating: ReportTable(title: long, columns: ["a"], rows: names.map { [$0] }), count: 5),
      resolvedSpec: String(repeating: long + "\n", count: 100),
      environment: Array(repeating: ReportFact(long, long), count: 500))
    let html = page.html
    #expect(html.utf8.count < ReportPage.byteLimit)
    #expect(html.contains("would make this page too large"))
    #expect(MarkupCheck(asXML(html)).problem == nil)
  }

  @Test func `a long metrics table keeps its ends and says what it leaves out`() {
    let html = SampleReport.page.html
    #expect(html.contains("32 of 401 rows."))
    #expect(html.contains("<tr><td class=\"number\">0</td>"))
    #expect(html.contains("<td class=\"number\">100000</td>"))
  }
}
