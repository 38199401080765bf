extension PaperPage {
  /// The claims about ranks, optimistic sample sizes and counts of eigenvalues, of all experiments.
  func dimensions(_ anchors: [String]) -> String {
    section(
      "ranks", "Ranks and Hessian counts", anchors, columns: ["claim", "expected", "found", "points", "verdict"], of: \.countsDimensions
    ) { claim in
      [Self.named(claim), Self.value(claim.published), Self.found(claim), Self.points(claim), claim.verdict.badge]
    }
  }

  /// What papers state and what does not come out, with what was measured.
  func differences(_ anchors: [String]) -> String {
    section(
      "not-reproduced", "What was not reproduced", anchors, columns: ["claim", "published", "found", "points", "reason"],
      of: { $0.verdict == .notReproduced }
    ) { claim in
      [
        Self.named(claim) + Markup.notes([claim.source]), Self.value(claim.published), Self.found(claim), Self.points(claim),
        "<div class=\"reason\">\(Markup.prose(claim.notReproduced))</div>",
      ]
    }
  }

  /// A section with one table: a row for each claim of `isChosen`, under a link to its experiment. Nothing where there is none.
  private func section(
    _ id: String, _ heading: String, _ anchors: [String], columns: [String], of isChosen: (PaperClaim) -> Bool,
    cells: (PaperClaim) -> [String]
  ) -> String {
    guard experiments.contains(where: { $0.claims.contains(where: isChosen) }) else { return "" }
    var table = HTMLTable(columns: columns.map { .text($0) }, byteLimit: 1_000_000)
    for (experiment, anchor) in zip(experiments, anchors) {
      let chosen = experiment.claims.filter(isChosen)
      if chosen.isEmpty { continue }
      table.append(group: "<a href=\"#\(anchor)\">\(Markup.escaped(experiment.anchor))</a> \(Markup.prose(experiment.title))")
      for claim in chosen { table.append(cells: cells(claim), rowClass: claim.verdict.styleName) }
    }
    let remark = Self.remark(experiments.flatMap { $0.claims.filter(isChosen) })
    return "<section id=\"\(id)\">\n<h2>\(heading)</h2>\n\(remark)<div class=\"claims\">\n\(table.html)</div>\n</section>\n"
  }

  /// The claims of one experiment.
  static func claims(_ claims: [PaperClaim]) -> String {
    var table = HTMLTable(
      columns: [
        .text("verdict"), .text("claim"), .text("expected"), .text("found"), .text("points"), .number("margin"), .text("source"),
      ], byteLimit: 1_000_000)
    for claim in claims {
      let source = claim.source.isEmpty ? "" : "<div class=\"source\">\(Markup.prose(claim.source))</div>"
      table.append(
        cells: [
          claim.verdict.badge, named(claim) + Markup.notes([claim.verdict.remark ?? "", claim.notReproduced]), value(claim.published),
          found(claim), points(claim), claim.margin.map { ReadableNumber.typeset(ReadableNumber.text($0, digits: 4)) } ?? "—",
          "<span class=\"kind\">\(claim.kind.rawValue)</span>\(source)",
        ], rowClass: claim.verdict.styleName)
    }
    return "\(remark(claims))<div class=\"claims\">\n\(table.html)</div>\n"
  }

  /// What the numbers of a claim over several points are; nothing where there is no such claim.
  private static func remark(_ claims: [PaperClaim]) -> String {
    guard claims.contains(where: { $0.extent != nil }) else { return "" }
    let text = "Of a claim over several points the one that decides it is shown; “points” says at how many it holds."
    return "<p class=\"note\">\(text)</p>\n"
  }

  /// A claim by its name, with what it says.
  private static func named(_ claim: PaperClaim) -> String {
    "<strong>\(Markup.escaped(claim.name))</strong>" + (claim.text.isEmpty ? "" : "<br><code>\(Markup.escaped(claim.text))</code>")
  }

  /// What was measured, and at which point.
  private static func found(_ claim: PaperClaim) -> String {
    let place = claim.extent?.place ?? ""
    return "<div class=\"found\">\(value(claim.measured))\(Markup.notes([place.isEmpty ? "" : "at " + place]))</div>"
  }

  /// At how many points it holds; nothing for a claim over one.
  private static func points(_ claim: PaperClaim) -> String {
    claim.extent.map { "<span class=\"points\">\($0.count)</span>" } ?? ""
  }

  /// A text whose lines stay lines; a dash where there is none.
  private static func value(_ text: String) -> String {
    text.isEmpty ? "—" : Markup.escaped(text).split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "<br>")
  }
}
