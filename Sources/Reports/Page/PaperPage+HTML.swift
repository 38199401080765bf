extension PaperPage {
  /// The page as one HTML file, ending in a newline.
  package var html: String {
    let anchors = anchors
    let sections = zip(experiments, anchors).map { section($0, anchor: $1) }
    let head = introduction.map { "<p>\(Markup.escaped($0))</p>\n" }.joined()
    let header = "<header>\n<h1>\(Markup.escaped(title))</h1>\n<p>\(tally)</p>\n\(head)</header>\n"
    return HTMLDocument(
      title: title, css: Self.css, body: "\(header)<main>\n\(summary(anchors))\(sections.joined())</main>\n"
    ).text
  }

  /// Rules of this page alone.
  private static let css = """
    .kind { color: var(--faint); font-size: .8rem; white-space: nowrap; }
    .claims td { min-width: 5rem; }
    .claims code { display: inline-block; min-width: 9rem; }
    .claims .kind, .claims td.number { min-width: 0; }
    tr.total td { font-weight: 600; border-top: 2px solid var(--line); }

    """

  /// One name for each experiment, none twice.
  private var anchors: [String] {
    var used: [String] = ["summary"]
    for experiment in experiments {
      var name = String(
        experiment.anchor.unicodeScalars.map { scalar -> Character in
          switch scalar {
          case "a"..."z", "A"..."Z", "0"..."9", "-", "_": Character(scalar)
          default: "-"
          }
        })
      if name.isEmpty { name = "experiment" }
      let base = name
      var number = 2
      while used.contains(name) {
        name = "\(base)-\(number)"
        number += 1
      }
      used.append(name)
    }
    return Array(used.dropFirst())
  }

  private var tally: String {
    let passed = experiments.reduce(0) { $0 + $1.count(.pass) }
    let failed = experiments.reduce(0) { $0 + $1.count(.fail) }
    let open = experiments.reduce(0) { $0 + $1.count(.undecided) }
    let all = passed + failed + open
    return "\(ReadableNumber.counted(experiments.count, "experiment")), \(ReadableNumber.counted(all, "claim")): "
      + "\(passed) pass, \(failed) fail, \(open) undecided. Total time: "
      + "\(ReadableNumber.duration(seconds: totalSeconds))."
  }

  private func summary(_ anchors: [String]) -> String {
    guard !experiments.isEmpty else { return "" }
    var table = HTMLTable(
      columns: [.text("experiment"), .number("passed"), .number("failed"), .number("undecided"), .number("time")],
      byteLimit: 1_000_000)
    for (experiment, anchor) in zip(experiments, anchors) {
      table.append(cells: [
        "<a href=\"#\(anchor)\">\(Markup.escaped(experiment.title))</a>",
        "\(experiment.count(.pass))", Self.alarming(experiment.count(.fail), "fail"),
        Self.alarming(experiment.count(.undecided), "undecided"), Self.time(experiment.seconds),
      ])
    }
    table.append(
      cells: ["total"] + ReportVerdict.allCases.map { verdict in "\(experiments.reduce(0) { $0 + $1.count(verdict) })" }
        + [Self.time(totalSeconds)], rowClass: "total")
    return "<section id=\"summary\">\n<h2>Summary</h2>\n\(table.html)</section>\n"
  }

  /// A count that stands out unless it is 0.
  private static func alarming(_ count: Int, _ verdict: String) -> String {
    count == 0 ? "0" : "<span class=\"verdict \(verdict)\">\(count)</span>"
  }

  private static func time(_ seconds: Double?) -> String {
    seconds.map { ReadableNumber.duration(seconds: $0) } ?? "—"
  }

  private func section(_ experiment: PaperExperiment, anchor: String) -> String {
    var text = "<section id=\"\(anchor)\">\n<h2>\(Markup.escaped(experiment.title))</h2>\n"
    let facts =
      (experiment.source.isEmpty ? [] : [Markup.escaped(experiment.source)])
      + (experiment.seconds.map { ["took " + ReadableNumber.duration(seconds: $0)] } ?? [])
      + ["<a href=\"#summary\">summary</a>"]
    text += "<p class=\"note\">\(facts.joined(separator: " · "))</p>\n"
    for note in experiment.notes { text += "<p>\(Markup.escaped(note))</p>\n" }
    let share = Self.figureByteLimit / max(1, experiments.reduce(0) { $0 + $1.figures.count })
    for item in experiment.figures { text += Self.figure(item, limit: share) }
    if !experiment.claims.isEmpty { text += claims(experiment.claims) }
    return text + "</section>\n"
  }

  private static func figure(_ item: ReportPage.Illustration, limit: Int) -> String {
    let svg = item.figure.svg
    guard svg.utf8.count <= limit else {
      let place = item.path.isEmpty ? "" : ": see <code>\(Markup.escaped(item.path))</code>"
      return "<p class=\"note\">“\(Markup.escaped(item.figure.title))” would make this page too large\(place).</p>\n"
    }
    return "<figure>\n\(svg)<figcaption>\(Markup.escaped(item.caption))</figcaption>\n</figure>\n"
  }

  private func claims(_ claims: [PaperClaim]) -> String {
    var table = HTMLTable(
      columns: [
        .text("verdict"), .text("claim"), .number("expected"), .text("found"), .number("margin"), .text("source"),
      ], byteLimit: 1_000_000)
    func value(_ text: String) -> String { text.isEmpty ? "—" : Markup.escaped(text) }
    for claim in claims {
      let code = claim.text.isEmpty ? "" : "<br><code>\(Markup.escaped(claim.text))</code>"
      let source = claim.source.isEmpty ? "" : "<br>\(Markup.escaped(claim.source))"
      table.append(
        cells: [
          "<span class=\"verdict \(claim.verdict.rawValue)\">\(claim.verdict.mark) \(claim.verdict.rawValue)</span>",
          "<strong>\(Markup.escaped(claim.name))</strong>\(code)", value(claim.published), value(claim.measured),
          claim.margin.map { ReadableNumber.typeset(ReadableNumber.text($0, digits: 4)) } ?? "—",
          "<span class=\"kind\">\(claim.kind.rawValue)</span>\(source)",
        ], rowClass: claim.verdict.rawValue)
    }
    return "<div class=\"claims\">\n\(table.html)</div>\n"
  }
}
