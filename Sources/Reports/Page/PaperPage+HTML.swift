extension PaperPage {
  /// The page as one HTML file, ending in a newline.
  package var html: String {
    let anchors = anchors
    let sections = zip(experiments, anchors).map { section($0, anchor: $1) }
    let head = introduction.map { "<p>\(Markup.prose($0))</p>\n" }.joined()
    let header = "<header>\n<h1>\(Markup.prose(title))</h1>\n<p>\(tally)</p>\n\(head)</header>\n"
    let tables = summary(anchors) + dimensions(anchors) + differences(anchors)
    return HTMLDocument(title: title, css: Self.css, body: "\(header)<main>\n\(tables)\(sections.joined())</main>\n").text
  }

  /// Rules of this page alone.
  private static let css = """
    .kind { color: var(--faint); font-size: .8rem; white-space: nowrap; }
    .claims td { min-width: 5rem; }
    .claims td > code { display: inline-block; min-width: 9rem; }
    .claims .kind, .claims td.number { min-width: 0; }
    .claims .note { font-size: .8rem; }
    .found { min-width: 8rem; }
    .points { white-space: nowrap; font-variant-numeric: tabular-nums; }
    tr.group th { color: var(--ink); font-weight: 500; background: var(--soft); padding: .5rem .6rem; }
    tr.group a { font-weight: 600; margin-right: .5rem; }
    .reason { min-width: 16rem; }
    .source { min-width: 8rem; }
    @media (max-width: 40rem) {
      thead th, thead th.number { white-space: normal; }
      td.number, th.number { padding-right: .6rem; }
      #summary td:first-child { min-width: 10rem; }
    }
    tr.total td { font-weight: 600; border-top: 2px solid var(--line); }

    """

  /// Names of the sections that stand before those of the experiments.
  private static let sectionNames = ["summary", "ranks", "not-reproduced"]

  /// One name for each experiment, none twice.
  private var anchors: [String] {
    var used = Self.sectionNames
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
    return Array(used.dropFirst(Self.sectionNames.count))
  }

  /// A column of counts: its heading, and the verdicts that it counts.
  private static let counts: [(heading: String, verdicts: [ReportVerdict])] = [
    ("passed", [.pass]), ("failed", [.fail, .holds]), ("undecided", [.undecided]), ("not reproduced", [.notReproduced]),
  ]

  private func total(_ verdicts: [ReportVerdict]) -> Int { experiments.reduce(0) { $0 + $1.count(verdicts) } }

  private var tally: String {
    let all = experiments.reduce(0) { $0 + $1.claims.count }
    return "\(ReadableNumber.counted(experiments.count, "experiment")), \(ReadableNumber.counted(all, "claim")): "
      + "\(total([.pass])) pass, \(total([.fail, .holds])) fail, \(total([.undecided])) undecided, "
      + "\(total([.notReproduced])) not reproduced. Total time: \(ReadableNumber.duration(seconds: totalSeconds))."
  }

  private func summary(_ anchors: [String]) -> String {
    guard !experiments.isEmpty else { return "" }
    var table = HTMLTable(
      columns: [.text("experiment")] + Self.counts.map { .number($0.heading) } + [.number("time")], byteLimit: 1_000_000)
    for (experiment, anchor) in zip(experiments, anchors) {
      let counts = Self.counts.map { Self.standingOut(experiment.count($0.verdicts), as: $0.verdicts[0]) }
      table.append(
        cells: ["<a href=\"#\(anchor)\">\(Markup.prose(experiment.title))</a>"] + counts + [Self.time(experiment.seconds)])
    }
    table.append(
      cells: ["total"] + Self.counts.map { "\(total($0.verdicts))" } + [Self.time(totalSeconds)], rowClass: "total")
    return "<section id=\"summary\">\n<h2>Summary</h2>\n\(table.html)</section>\n"
  }

  /// A count that stands out in the colour of its verdict, unless it is 0 or counts what passes.
  private static func standingOut(_ count: Int, as verdict: ReportVerdict) -> String {
    count == 0 || verdict == .pass ? "\(count)" : "<span class=\"verdict \(verdict.styleName)\">\(count)</span>"
  }

  private static func time(_ seconds: Double?) -> String {
    seconds.map { ReadableNumber.duration(seconds: $0) } ?? "—"
  }

  private func section(_ experiment: PaperExperiment, anchor: String) -> String {
    var text = "<section id=\"\(anchor)\">\n<h2>\(Markup.prose(experiment.title))</h2>\n"
    let facts =
      (experiment.source.isEmpty ? [] : [Markup.prose(experiment.source)])
      + (experiment.seconds.map { ["took " + ReadableNumber.duration(seconds: $0)] } ?? [])
      + ["<a href=\"#summary\">summary</a>"]
    text += "<p class=\"note\">\(facts.joined(separator: " · "))</p>\n"
    for note in experiment.notes { text += "<p>\(Markup.prose(note))</p>\n" }
    let share = Self.figureByteLimit / max(1, experiments.reduce(0) { $0 + $1.figures.count })
    for item in experiment.figures { text += Self.figure(item, limit: share) }
    if !experiment.claims.isEmpty { text += Self.claims(experiment.claims) }
    return text + "</section>\n"
  }

  private static func figure(_ item: ReportPage.Illustration, limit: Int) -> String {
    let svg = item.figure.svg
    guard svg.utf8.count <= limit else {
      let place = item.path.isEmpty ? "" : ": see <code>\(Markup.escaped(item.path))</code>"
      return "<p class=\"note\">“\(Markup.prose(item.figure.title))” would make this page too large\(place).</p>\n"
    }
    return "<figure>\n\(svg)<figcaption>\(Markup.prose(item.caption))</figcaption>\n</figure>\n"
  }
}
