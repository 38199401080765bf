import SourceDiagnostics

/// The readings of one text, each with more of its mistakes mended.
struct Readings {
  private let file: FileID
  private let bytes: [UInt8]
  private let lower: Int
  private let isWholeFile: Bool
  private var mending = Mending()
  private var mendedCount = 0
  /// Tabs were taken for some number of spaces: a later complaint about structure may be our own doing.
  private var tabsAreMended = false
  /// A section was left out: what seems to be missing may stand there.
  private var isPartial = false

  init(_ file: FileID, _ bytes: [UInt8], from lower: Int, isWholeFile: Bool) {
    self.file = file
    self.bytes = bytes
    self.lower = lower
    self.isWholeFile = isWholeFile
  }

  mutating func tree(into diagnostics: inout Diagnostics) -> Node? {
    for _ in 0..<Limits.readings {
      let reading = Reading(
        file, bytes, from: lower, mending: mending.edits, tabsAreMended: tabsAreMended,
        isWholeFile: isWholeFile)
      let mistakes = reading.mistakes.filter { !tabsAreMended || $0.diagnostic.code != .yamlSyntax }
      mistakes.forEach { diagnostics.report($0.diagnostic) }
      if mend(mistakes), mendedCount < Diagnostics.shownLimit { continue }
      for diagnostic in reading.diagnostics where isCertain(diagnostic) { diagnostics.report(diagnostic) }
      guard !tabsAreMended, let section = reading.brokenSection else {
        return isPartial ? nil : reading.tree
      }
      mending.leaveOut(SourceRange(file: file, lower: section.lowerBound, upper: section.upperBound))
      isPartial = true
    }
    return nil
  }

  /// Mends what can be mended; false when there is nothing.
  private mutating func mend(_ mistakes: [Mistake]) -> Bool {
    var isMended = false
    for mistake in mistakes where mending.add(mistake.mending) {
      isMended = true
      mendedCount += 1
      tabsAreMended = tabsAreMended || mistake.diagnostic.code == .tabIndentation
    }
    return isMended
  }

  private func isCertain(_ diagnostic: Diagnostic) -> Bool {
    !isPartial || (diagnostic.code != .emptyDocument && diagnostic.code != .undefinedAlias)
  }
}
