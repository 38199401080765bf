/// The diagnostics of one invocation, passed `inout` down the stages. It cannot be copied, so
/// nothing is reported into a copy that is then lost.
package struct Diagnostics: ~Copyable {
  /// How many diagnostics `list` shows at most.
  package static let shownLimit = 50
  /// How many are kept at all; a text with more mistakes than that is not served by more of them.
  private static let storedLimit = 1000

  private var reported: [Diagnostic] = []
  /// Whether any error was reported, shown or not.
  package private(set) var hasErrors = false

  package init() {}

  package var isEmpty: Bool { reported.isEmpty }

  package mutating func report(_ diagnostic: Diagnostic) {
    hasErrors = hasErrors || diagnostic.severity == .error
    if reported.count < Self.storedLimit {
      reported.append(diagnostic)
    }
  }

  /// All that is kept, in the order of the reports.
  package var inOrder: [Diagnostic] { reported }

  /// Sorted by file and place, each once however many paths lead to its place, at most `shownLimit`; when there are more, errors go
  /// before warnings and notes.
  package var list: [Diagnostic] {
    let all = sortedUnique
    guard all.count > Self.shownLimit else { return all }
    let errorCount = all.count { $0.severity == .error }
    var errorsLeft = min(errorCount, Self.shownLimit)
    var othersLeft = Self.shownLimit - errorsLeft
    return all.filter { diagnostic in
      if diagnostic.severity == .error {
        errorsLeft -= 1
        return errorsLeft >= 0
      }
      othersLeft -= 1
      return othersLeft >= 0
    }
  }

  private var sortedUnique: [Diagnostic] {
    var seen: Set<Diagnostic> = []
    return reported.enumerated()
      .sorted { a, b in
        let (x, y) = (a.element.primary.range, b.element.primary.range)
        return (x.file, x.lower, x.upper, a.offset) < (y.file, y.lower, y.upper, b.offset)
      }
      .map(\.element)
      .filter { seen.insert($0.at(nil)).inserted }
  }
}
