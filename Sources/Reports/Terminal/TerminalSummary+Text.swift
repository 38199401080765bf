extension TerminalSummary {
  /// Claims beyond this many are shown only when they do not pass.
  private static let claimLimit = 12

  /// The lines, each ended by a newline. The last one is the bundle's path alone, so that a script can take it.
  package func text(_ style: TerminalStyle) -> String {
    var lines = [style.toned(style.fitted(style.clean(title), columns: style.width), .strong), statusLine(style)]
    lines += claimLines(style)
    lines += warningLines(style)
    lines += metricLines(style)
    lines += curveLine(style)
    lines += factLines(style)
    lines.append(bundlePath)
    return lines.map { $0 + "\n" }.joined()
  }

  private func statusLine(_ style: TerminalStyle) -> String {
    let tone: TerminalStyle.Tone =
      switch status {
      case .complete: .good
      case .diverged: .bad
      case .stopped: .open
      }
    var parts = [style.toned(status.word, tone)]
    if !status.detail.isEmpty { parts[0] += ": " + style.clean(status.detail) }
    if let steps { parts.append("\(ReadableNumber.counted(steps, "step"))") }
    if let seconds { parts.append(ReadableNumber.duration(seconds: seconds)) }
    if !claims.isEmpty { parts.append(ReportClaim.tally(claims)) }
    return parts.joined(separator: style.isPlain ? ", " : " · ")
  }

  private func mark(_ verdict: ReportVerdict, _ style: TerminalStyle) -> String {
    switch (verdict, style.isPlain) {
    case (.pass, false): style.toned("✓", .good)
    case (.fail, false), (.holds, false): style.toned("✗", .bad)
    case (.undecided, false): style.toned("?", .open)
    case (.notReproduced, false): style.toned("≠", .faint)
    case (.pass, true): "[pass]"
    case (.fail, true), (.holds, true): "[fail]"
    case (.undecided, true): "[open]"
    case (.notReproduced, true): "[diff]"
    }
  }

  private func claimLines(_ style: TerminalStyle) -> [String] {
    var passesLeft = Self.claimLimit
    let shown = claims.filter { claim in
      guard claim.verdict == .pass else { return true }
      passesLeft -= 1
      return passesLeft >= 0
    }
    let names = shown.map { style.fitted(style.clean($0.name), columns: 28) }
    let margins = shown.map { $0.margin.map { "margin \(ReadableNumber.text($0, digits: 3))" } ?? "" }
    let nameWidth = names.map(DisplayWidth.of).max() ?? 0
    let marginWidth = margins.map(DisplayWidth.of).max() ?? 0
    let used = (style.isPlain ? 6 : 1) + 2 + 2 + nameWidth + 2 + (marginWidth > 0 ? marginWidth + 2 : 0)
    let room = max(style.width - used, 12)
    let texts = shown.map { style.clean($0.text) }
    let textWidth = min(texts.map(DisplayWidth.of).max() ?? 0, room)
    var lines: [String] = []
    for (index, claim) in shown.enumerated() {
      let isCut = DisplayWidth.of(texts[index]) > textWidth
      var line = "  \(mark(claim.verdict, style)) \(DisplayWidth.padded(names[index], to: nameWidth))"
      line += "  \(DisplayWidth.padded(style.fitted(texts[index], columns: textWidth), to: textWidth))"
      if !margins[index].isEmpty { line += "  " + margins[index] }
      lines.append(Self.trimmed(line))
      if claim.verdict != .pass { lines += detailLines(claim, hasText: isCut, style) }
    }
    let hidden = claims.count - shown.count
    return lines + (hidden > 0 ? ["  \(hidden) more pass"] : [])
  }

  /// What a reader of a claim that does not pass wants next: the whole text if it was cut, what was found, its source.
  private func detailLines(_ claim: ReportClaim, hasText: Bool, _ style: TerminalStyle) -> [String] {
    let indent = String(repeating: " ", count: style.isPlain ? 9 : 4)
    return [
      ("it", claim.verdict.remark ?? ""), ("expected", hasText ? claim.text : ""), ("found", claim.evidence),
      ("source", claim.source), ("not reproduced:", claim.notReproduced),
    ]
      .filter { !$0.1.isEmpty }
      .flatMap { style.wrapped("\($0.0) \(style.clean($0.1))", columns: style.width - indent.count) }
      .map { indent + style.toned($0, .faint) }
  }

  private func warningLines(_ style: TerminalStyle) -> [String] {
    warnings.flatMap { warning in
      style.wrapped("warning: \(style.clean(warning))", columns: style.width - 2).map { "  " + style.toned($0, .open) }
    }
  }

  private static func trimmed(_ line: String) -> String {
    var line = line[...]
    while line.last == " " { line.removeLast() }
    return String(line)
  }

  private func metricLines(_ style: TerminalStyle) -> [String] {
    guard !metrics.isEmpty else { return [] }
    let rows = metrics.map { metric in
      (
        style.fitted(style.clean(metric.name), columns: 32), ReadableNumber.text(metric.first),
        ReadableNumber.text(metric.last)
      )
    }
    let nameWidth = max(6, rows.map { DisplayWidth.of($0.0) }.max() ?? 0)
    let firstWidth = max(5, rows.map(\.1.count).max() ?? 0)
    let lastWidth = max(4, rows.map(\.2.count).max() ?? 0)
    func line(_ name: String, _ first: String, _ last: String) -> String {
      "  \(DisplayWidth.padded(name, to: nameWidth))  \(DisplayWidth.aligned(first, to: firstWidth))"
        + "  \(DisplayWidth.aligned(last, to: lastWidth))"
    }
    return [style.toned(line("metric", "first", "last"), .faint)] + rows.map { line($0.0, $0.1, $0.2) }
  }

  private func curveLine(_ style: TerminalStyle) -> [String] {
    guard let curve, curve.points.count > 1 else { return [] }
    let name = style.fitted(style.clean(curve.name), columns: 32)
    let room = min(48, style.width - DisplayWidth.of(name) - 16)
    let line = Sparkline(curve.points.map(\.y), columns: max(8, room), isPlain: style.isPlain)
    return ["  \(name)  \(line.text)" + (line.isLogarithmic ? "  (log scale)" : "")]
  }

  private func factLines(_ style: TerminalStyle) -> [String] {
    let width = facts.map { DisplayWidth.of(style.clean($0.name)) }.max() ?? 0
    return facts.map {
      "  \(DisplayWidth.padded(style.clean($0.name), to: width))  \(style.clean($0.value))"
    }
  }
}
