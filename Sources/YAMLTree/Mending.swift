import SourceDiagnostics

/// The changes with which a text is read, in the order of their places and without overlap.
struct Mending {
  private(set) var edits: [Edit] = []

  /// Adds all the changes of one mistake, or none when one of them lies at a place that is mended
  /// already.
  /// - Returns: whether they were added.
  mutating func add(_ new: [Edit]) -> Bool {
    guard !new.isEmpty, new.allSatisfy({ isFree($0.range) }) else { return false }
    insert(new)
    return true
  }

  /// Leaves a piece of the text out, together with what was mended in it. A mended place that
  /// reaches beyond the piece goes with it.
  mutating func leaveOut(_ piece: SourceRange) {
    var range = piece
    while let edit = edits.first(where: { Self.straddles($0.range, range) }) {
      range = range.union(edit.range)
    }
    edits.removeAll { range.lower <= $0.range.lower && $0.range.upper <= range.upper }
    insert([Edit(range, "")])
  }

  private static func straddles(_ a: SourceRange, _ b: SourceRange) -> Bool {
    a.lower < b.upper && b.lower < a.upper && !(b.lower <= a.lower && a.upper <= b.upper)
  }

  private mutating func insert(_ new: [Edit]) {
    if let last = edits.last, new[0].range.lower <= last.range.lower {
      edits = (edits + new).sorted { $0.range.lower < $1.range.lower }
    } else {
      edits += new
    }
  }

  private func isFree(_ range: SourceRange) -> Bool {
    var (low, high) = (0, edits.count)
    while low < high {
      let middle = (low + high) / 2
      if edits[middle].range.upper < range.lower { low = middle + 1 } else { high = middle }
    }
    return low == edits.count || range.upper < edits[low].range.lower
  }
}
