/// A place and the few words that stand beside its underline; the text may be empty.
package struct Label: Hashable, Sendable {
  package let range: SourceRange
  package let text: String

  package init(_ range: SourceRange, _ text: String = "") {
    self.range = range
    self.text = text
  }
}
