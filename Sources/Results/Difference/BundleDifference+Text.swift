extension BundleDifference {
  /// The difference for people: the verdict, then one line per finding, the most useful first.
  ///
  /// - Parameter all: every finding; otherwise at most 20, shared out so that no kind hides another.
  package func text(all: Bool = false) -> String {
    let sections = [
      ("asked", askedRows), ("around", circumstances.map { "\($0.name): \($0.a) -> \($0.b)" }),
      ("claims", claimRows), ("only", oneSided.map { "in \($0.isInA ? "A" : "B"): \($0.what)" }),
      ("worst", valueRows), ("first", divergenceRows), ("likely", causes.map(\.sentence)),
    ]
    let counts = sections.map(\.1.count)
    let shown = all ? counts : BundleDifference.share(20, among: counts, first: [5, 3, 4, 2, 4, 1, 1])
    var lines = [verdict, "  A \(a)", "  B \(b)"]
    if let sweepIsA {
      lines.append(
        BundleDifference.heading("unlike") + "\(sweepIsA ? "A" : "B") is a sweep and \(sweepIsA ? "B" : "A") a run: a sweep has the table, "
          + "summaries and claims of its points, and what a point recorded stands in its run; compare two runs, or two sweeps")
    }
    for (section, limit) in zip(sections, shown) {
      for (index, row) in section.1.prefix(limit).enumerated() {
        lines.append(BundleDifference.heading(index == 0 ? section.0 : "") + row)
      }
      let hidden = section.1.count - limit
      if hidden > 0 {
        lines.append(BundleDifference.heading(limit == 0 ? section.0 : "") + "… \(hidden) more (--all)")
      }
    }
    if let next { lines.append(BundleDifference.heading("next") + next) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// One line: whether the level demanded holds, and the strongest that does.
  package var verdict: String {
    if level == .incomparable {
      return "NOT COMPARABLE: the bundles answer different questions (required: \(required))"
    }
    var line: String
    if holds {
      line = "EQUAL at `\(level)` (required: \(required))"
    } else if level == .different {
      line = "NOT EQUAL at `\(required)`: no level holds"
    } else {
      line = "NOT EQUAL at `\(required)`: the strongest level that holds is `\(level)`"
    }
    if commonLevel != level { line += "; what both recorded is equal at `\(commonLevel)`" }
    if commonLevel == .different { line = "NOT EQUAL at `\(required)`: no level holds" }
    return line
  }

  private var askedRows: [String] {
    if asked.isEmpty {
      if sameIdentity { return ["the same" + (onlyWordingDiffers ? " in other words" : "")] }
      return ["the same spec" + (onlyWordingDiffers ? " in other words" : "")]
    }
    return asked.map { row in
      let origins = [row.originA, row.originB].compactMap { $0 }.filter { $0 != "default" }
      let place = origins.isEmpty ? "" : " (\(origins.joined(separator: ", ")))"
      return "\(row.path): \(row.a ?? "absent") -> \(row.b ?? "absent")\(place)"
    }
  }

  private var claimRows: [String] {
    let flips = claims.map { "\($0.name): \($0.a ?? "absent") -> \($0.b ?? "absent")" }
    guard claimCount > 0 else { return flips }
    return flips + ["\(claimCount - claims.count) of \(claimCount) with the same verdict"]
  }

  private var valueRows: [String] {
    values.map { row in
      var text = row.file + (row.part.map { " \($0)" } ?? "") + ": "
      if row.total > 1 { text += "\(row.count) of \(row.total) differ, worst " }
      text += "at \(row.place): \(row.a) -> \(row.b)"
      if row.maxAbsolute.isFinite {
        text += ", max abs \(NumberText.brief(row.maxAbsolute)), max rel \(NumberText.brief(row.maxRelative))"
        if let ulp = row.maxULP, ulp <= 1_000_000 { text += ", max \(ulp) ulp" }
      }
      return text + (row.isWithinTolerance ? " (within tolerance)" : "")
    }
  }

  private var divergenceRows: [String] {
    switch divergence {
    case .notRecorded: return []
    case .never(let rows):
      return level == .bytes ? [] : ["the traces are equal in all \(rows) rows that both have"]
    case .first(let step, let tensor, let lastEqualStep):
      let before = lastEqualStep.map { ", all equal until step \($0)" } ?? ""
      return ["they part at step \(step), tensor \(tensor)\(before)"]
    }
  }

  private static func heading(_ text: String) -> String {
    text + String(repeating: " ", count: max(1, 8 - text.count))
  }

  /// Shares a number of rows among sections: first to each what is reserved for it, then what is left
  /// in their order.
  static func share(_ rows: Int, among counts: [Int], first reserved: [Int]) -> [Int] {
    var given = zip(counts, reserved).map { min($0, $1) }
    var left = rows - given.reduce(0, +)
    for index in given.indices where left > 0 {
      let more = min(left, counts[index] - given[index])
      given[index] += more
      left -= more
    }
    return given
  }
}

extension NumberText {
  /// The size of a difference, cut off after three digits; never 0 unless it is.
  static func brief(_ x: Double) -> String {
    guard x.isFinite, x > 0 else { return of(x) }
    let exact = x.description
    if let mark = exact.firstIndex(of: "e") { return String(exact[..<mark].prefix(4)) + exact[mark...] }
    guard x < 100 else { return exact }
    let leading = exact.prefix { $0 == "0" || $0 == "." }.count
    return String(exact.prefix(x < 1 ? leading + 3 : 4))
  }
}
