/// A change of the source that certainly mends it: the bytes of `range` become `replacement`.
package struct Edit: Hashable, Sendable {
  package let range: SourceRange
  package let replacement: String

  package init(_ range: SourceRange, _ replacement: String) {
    self.range = range
    self.replacement = replacement
  }
}
