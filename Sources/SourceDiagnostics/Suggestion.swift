/// The candidate that the writer of `misspelt` most likely meant, or nil when nothing is near.
///
/// In this order: the same but for case and word separators (`batchSize`, `batch-size`,
/// `batch_size`); a few typing mistakes (one in 3 to 5 letters, two up to 8, three beyond); a
/// beginning of at least three letters (`learn` for `learning_rate`); initials (`lr` for
/// `learning_rate`). The earlier candidate wins a tie.
/// - Complexity: O(candidates · length²).
package func suggestion(for misspelt: String, among candidates: [String]) -> String? {
  let word = Spelling(misspelt)
  guard !word.letters.isEmpty, word.letters.count <= Spelling.lengthLimit else { return nil }
  var best: (candidate: String, penalty: Int)?
  for candidate in candidates where candidate != misspelt {
    if let penalty = word.penalty(of: Spelling(candidate)), penalty < best?.penalty ?? .max {
      best = (candidate, penalty)
    }
  }
  return best?.candidate
}

/// Whether two words are the same but for case and word separators.
package func isSameWord(_ a: String, _ b: String) -> Bool { Spelling(a).letters == Spelling(b).letters }

/// A word as suggestions see it.
private struct Spelling {
  /// Longer words are not names that anyone mistyped.
  static let lengthLimit = 64

  /// Lower case, without separators.
  let letters: String
  /// The first letters of the words between separators, lower case.
  private let initials: String

  init(_ text: String) {
    let words = text.lowercased().split { "_- .".contains($0) }
    letters = words.joined()
    initials = String(words.compactMap(\.first))
  }

  /// How far the candidate is from this word; nil when too far. Levels are apart by more than any
  /// distance inside them.
  func penalty(of candidate: Spelling) -> Int? {
    guard !candidate.letters.isEmpty, candidate.letters.count <= Self.lengthLimit else { return nil }
    if letters == candidate.letters { return 0 }
    let distance = EditDistance.between(letters, candidate.letters)
    if distance <= allowance(candidate) { return distance }
    let (short, long) =
      letters.count < candidate.letters.count ? (letters, candidate.letters) : (candidate.letters, letters)
    if short.count >= 3, long.hasPrefix(short) { return 100 + long.count - short.count }
    if letters.count >= 2, letters == candidate.initials || initials == candidate.letters { return 200 }
    return nil
  }

  private func allowance(_ candidate: Spelling) -> Int {
    switch min(letters.count, candidate.letters.count) {
    case ...2: 0
    case 3...5: 1
    case 6...8: 2
    default: 3
    }
  }
}

/// The help for a misspelt word, "did you mean `…`?"; nil when nothing is near. See `suggestion(for:among:)`.
package func spellingHelp(for misspelt: String, among candidates: [String]) -> String? {
  suggestion(for: misspelt, among: candidates).map { "did you mean `\($0)`?" }
}
