/// A piece of a source file: UTF-8 byte offsets `lower ..< upper`, lower ≤ upper. An empty range is
/// a place between two bytes.
package struct SourceRange: Hashable, Sendable {
  package let file: FileID
  package let lower: Int
  package let upper: Int

  package init(file: FileID, lower: Int, upper: Int) {
    precondition(0 <= lower && lower <= upper, "a source range runs forward from a place inside its file")
    self.file = file
    self.lower = lower
    self.upper = upper
  }

  package var isEmpty: Bool { lower == upper }

  /// The smallest range that covers both; both lie in one file.
  package func union(_ other: SourceRange) -> SourceRange {
    precondition(file == other.file, "only ranges of one file have a union")
    return SourceRange(file: file, lower: min(lower, other.lower), upper: max(upper, other.upper))
  }
}
