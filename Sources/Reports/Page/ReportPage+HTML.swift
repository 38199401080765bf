extension ReportPage {
  /// Bytes a page may have; sections get shares of it, figures what the rest leaves.
  package static let byteLimit = 2_000_000

  /// The page as one HTML file, ending in a newline.
  package var html: String {
    let head = header
    let before = warningsSection + claimsSection + summarySection
    let after = metricsSection + tableSections + specSection + environmentSection
    let room = Self.byteLimit - 30_000 - [head, before, after, PageStyle.css].reduce(0) { $0 + $1.utf8.count }
    return HTMLDocument(
      title: shortTitle, body: "\(head)<main>\n\(before)\(figuresSection(room: room))\(after)</main>\n"
    ).text
  }

  private var shortTitle: String {
    title.count > 300 ? title.prefix(299) + "…" : title
  }

  private var header: String {
    let detail = status.detail.isEmpty ? "" : ": \(Self.briefProse(status.detail))"
    var text = "<header>\n<h1>\(Markup.prose(shortTitle))</h1>\n"
    text += "<p><span class=\"status \(status.word)\">\(status.word)</span>\(detail)"
    if !claims.isEmpty { text += " · \(ReportClaim.tally(claims))" }
    text += "</p>\n"
    let sections = [
      (claims.isEmpty, "claims"), (summary.isEmpty, "summary"), (figures.isEmpty, "figures"),
      (metrics == nil, "metrics"), (tables.isEmpty, "tables"), (resolvedSpec.isEmpty, "spec"),
      (environment.isEmpty, "environment"),
    ]
    let links = sections.filter { !$0.0 }.map { "<a href=\"#\($0.1)\">\($0.1)</a>" }
    return text + "<nav>\(links.joined(separator: "\n"))</nav>\n</header>\n"
  }

  /// `text` escaped, at most 600 characters of it.
  private static func brief(_ text: String) -> String { Markup.escaped(shortened(text)) }

  /// Prose, at most 600 characters of it.
  private static func briefProse(_ text: String) -> String { Markup.prose(shortened(text)) }

  private static func shortened(_ text: String) -> String {
    text.count > 600 ? text.prefix(599) + "…" : text
  }

  private var warningsSection: String {
    if warnings.isEmpty { return "" }
    let items = warnings.prefix(20).map { "<p><span class=\"status stopped\">warning</span> \(Self.briefProse($0))</p>\n" }
    return "<section id=\"warnings\">\n\(items.joined())</section>\n"
  }

  private var claimsSection: String {
    guard !claims.isEmpty else { return "" }
    var table = HTMLTable(
      columns: [.text("verdict"), .text("claim"), .number("margin"), .text("evidence"), .text("source")],
      byteLimit: 300_000)
    for claim in claims {
      table.append(
        cells: [
          claim.verdict.badge,
          "<strong>\(Self.brief(claim.name))</strong><br><code>\(Self.brief(claim.text))</code>"
            + Markup.notes([claim.verdict.remark ?? "", Self.shortened(claim.notReproduced)]),
          claim.margin.map { ReadableNumber.text($0, digits: 4) } ?? "—",
          claim.evidence.isEmpty ? "—" : Self.brief(claim.evidence),
          claim.source.isEmpty ? "—" : Self.briefProse(claim.source),
        ], rowClass: claim.verdict.styleName)
    }
    return "<section id=\"claims\">\n<h2>Claims</h2>\n\(table.html)</section>\n"
  }

  private var summarySection: String {
    summary.isEmpty ? "" : Self.facts(summary, id: "summary", heading: "Summary", byteLimit: 60_000)
  }

  private var environmentSection: String {
    guard !environment.isEmpty else { return "" }
    return Self.facts(
      environment, id: "environment", heading: "Environment", byteLimit: 60_000,
      note: "Where this copy was made; no result depends on it.")
  }

  private static func facts(
    _ facts: [ReportFact], id: String, heading: String, byteLimit: Int, note: String = ""
  ) -> String {
    var table = HTMLTable(columns: [], byteLimit: byteLimit)
    for fact in facts {
      let value = brief(fact.value)
      table.append(heading: brief(fact.name), cells: [fact.isCode ? "<code>\(value)</code>" : value])
    }
    let remark = note.isEmpty ? "" : "<p class=\"note\">\(Markup.prose(note))</p>\n"
    return "<section id=\"\(id)\">\n<h2>\(heading)</h2>\n\(table.html)\(remark)</section>\n"
  }

  /// All figures that fit into `room` bytes; a note in place of each other one.
  private func figuresSection(room: Int) -> String {
    guard !figures.isEmpty else { return "" }
    var text = "<section id=\"figures\">\n<h2>Figures</h2>\n"
    var left = room
    for item in figures {
      let svg = item.figure.svg
      let caption = Self.briefProse(item.caption)
      var part = "<figure>\n\(svg)<figcaption>\(caption)</figcaption>\n</figure>\n"
      if part.utf8.count > left {
        let place = item.path.isEmpty ? "" : ": see <code>\(Self.brief(item.path))</code> in the bundle"
        part = "<p class=\"note\">“\(Self.briefProse(item.figure.title))” would make this page too large\(place).</p>\n"
      }
      guard part.utf8.count <= left else {
        text += "<p class=\"note\">Further figures are left out: the page is full.</p>\n"
        break
      }
      left -= part.utf8.count
      text += part
    }
    return text + "</section>\n"
  }

  private var metricsSection: String {
    guard let metrics else { return "" }
    let shownColumns = metrics.columns.indices.prefix(24)
    let stages = metrics.stages
    var table = HTMLTable(
      columns: [.number("step")] + (stages.isEmpty ? [] : [.text("stage")]) + shownColumns.map { .number(Self.brief(metrics.columns[$0])) },
      byteLimit: 200_000)
    let selection = metrics.selection(edge: 8, middle: 16)
    var previous = -1
    for row in selection {
      let values = shownColumns.map { ReadableNumber.text(metrics.rows[row][$0], digits: 6) }
      table.append(
        cells: [String(metrics.steps[row])] + (stages.isEmpty ? [] : [stages[row]]) + values, rowClass: row == previous + 1 ? "" : "gap")
      previous = row
    }
    var notes: [String] = []
    if selection.count < metrics.steps.count {
      notes.append("\(selection.count) of \(ReadableNumber.count(metrics.steps.count)) rows.")
    }
    if shownColumns.count < metrics.columns.count {
      notes.append("\(shownColumns.count) of \(metrics.columns.count) columns.")
    }
    notes.append("All digits stand in metrics.csv.")
    return """
      <section id="metrics">
      <h2>Metrics</h2>
      \(table.html)<p class="note">\(notes.joined(separator: " "))</p>
      </section>

      """
  }

  private var tableSections: String {
    guard !tables.isEmpty else { return "" }
    let share = 300_000 / tables.count
    let parts = tables.map { source in
      var table = HTMLTable(
        columns: source.columns.indices.map { index in
          let name = Self.brief(source.columns[index])
          return source.rows.allSatisfy { Double($0[index]) != nil } ? .number(name) : .text(name)
        }, byteLimit: share)
      for row in source.rows { table.append(cells: row.map(Self.brief)) }
      let note = source.note.isEmpty ? "" : "<p class=\"note\">\(Self.briefProse(source.note))</p>\n"
      return "<h2>\(Self.briefProse(source.title))</h2>\n\(table.html)\(note)"
    }
    return "<section id=\"tables\">\n\(parts.joined())</section>\n"
  }

  private var specSection: String {
    guard !resolvedSpec.isEmpty else { return "" }
    var shown = ""
    var isWhole = true
    for line in resolvedSpec.split(separator: "\n", omittingEmptySubsequences: false) {
      let escaped = Markup.escaped(String(line)) + "\n"
      guard shown.utf8.count + escaped.utf8.count <= 250_000 else {
        isWhole = false
        break
      }
      shown += escaped
    }
    if resolvedSpec.hasSuffix("\n"), isWhole { shown.removeLast() }
    let note = isWhole ? "" : "<p class=\"note\">The rest stands in spec/resolved.yaml.</p>\n"
    return """
      <section id="spec">
      <h2>Resolved spec</h2>
      <pre>\(shown)</pre>
      \(note)</section>

      """
  }
}
