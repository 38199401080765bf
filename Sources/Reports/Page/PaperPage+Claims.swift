extension PaperPage {
  /// The claims about ranks, optimistic sample sizes and counts of eigenvalues, of all experiments.
  func dimensions(_ anchors: [String]) -> String {
    section(
      "ranks", "Ranks and Hessian counts", anchors, columns: ["claim", "expected", "found", "verdict"], of: \.countsDimensions
    ) { claim in
      [Self.named(claim), Self.value(claim.published), Self.found(claim), claim.verdict.badge]
    }
  }

  /// What papers state and what does not come out, with what was measured.
  func differences(_ anchors: [String]) -> String {
    section(
      "not-reproduced", "What was not reproduced", anchors, columns: ["claim", "published", "found", "reason"],
      of: { $0.verdict == .notReproduced }
    ) { claim in
      [
        Self.named(claim) + Markup.notes([claim.source]), Self.value(claim.published), Self.found(claim),
        "<div class=\"reason\">\(Markup.prose(claim.notReproduced))</div>",
      ]
    }
  }

  /// A section with one table: a row for each claim of `isChosen`, behind a link to its experiment. Nothing where there is none.
  private func section(
    _ id: String, _ heading: String, _ anchors: [String], columns: [String], of isChosen: (PaperClaim) -> Bool,
    cells: (PaperClaim) -> [String]
  ) -> String {
    guard experiments.contains(where: { $0.claims.contains(where: isChosen) }) else { return "" }
    var table = HTMLTable(columns: (["experiment"] + columns).map { .text($0) }, byteLimit: 1_000_000)
    for (experiment, anchor) in zip(experiments, anchors) {
      let link = "<a href=\"#\(anchor)\">\(Markup.escaped(experiment.anchor))</a>"
      for claim in experiment.claims where isChosen(claim) {
        table.append(cells: [link] + cells(claim), rowClass: claim.verdict.styleName)
      }
    }
    return "<section id=\"\(id)\">\n<h2>\(heading)</h2>\n<div class=\"claims\">\n\(table.html)</div>\n</section>\n"
  }

  /// The claims of one experiment.
  static func claims(_ claims: [PaperClaim]) -> String {
    var table = HTMLTable(
      columns: [
        .text("verdict"), .text("claim"), .text("expected"), .text("found"), .number("margin"), .text("source"),
      ], byteLimit: 1_000_000)
    for claim in claims {
      let source = claim.source.isEmpty ? "" : "<div class=\"source\">\(Markup.prose(claim.source))</div>"
      table.append(
        cells: [
          claim.verdict.badge, named(claim) + Markup.notes([claim.verdict.remark ?? "", claim.notReproduced]), value(claim.published),
          found(claim), claim.margin.map { ReadableNumber.typeset(ReadableNumber.text($0, digits: 4)) } ?? "—",
          "<span class=\"kind\">\(claim.kind.rawValue)</span>\(source)",
        ], rowClass: claim.verdict.styleName)
    }
    return "<div class=\"claims\">\n\(table.html)</div>\n"
  }

  /// A claim by its name, with what it says.
  private static func named(_ claim: PaperClaim) -> String {
    "<strong>\(Markup.escaped(claim.name))</strong>" + (claim.text.isEmpty ? "" : "<br><code>\(Markup.escaped(claim.text))</code>")
  }

  /// What was measured, and of how many points.
  private static func found(_ claim: PaperClaim) -> String {
    "<div class=\"found\">\(value(claim.measured))\(Markup.notes([claim.extent]))</div>"
  }

  /// A text whose lines stay lines; a dash where there is none.
  private static func value(_ text: String) -> String {
    text.isEmpty ? "—" : Markup.escaped(text).split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "<br>")
  }
}
