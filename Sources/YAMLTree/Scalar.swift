import SourceDiagnostics

/// A text of a YAML document with its quotes taken away and its escapes resolved. What it means is
/// decided by the place where it stands.
package struct Scalar: Sendable {
  /// How a scalar is written.
  package enum Style: String, CaseIterable, Sendable {
    case plain
    case singleQuoted
    case doubleQuoted
    case literal
    case folded
  }

  package let text: String
  package let style: Style
  /// Where the scalar begins, quotes included.
  private let start: Int
  private let alignment: ScalarAlignment?

  /// - Parameters:
  ///   - start: byte offset in the file at which the scalar begins.
  ///   - alignment: where the bytes of `text` stand in the file, if they do.
  init(_ text: String, style: Style, start: Int, alignment: ScalarAlignment?) {
    self.text = text
    self.style = style
    self.start = start
    self.alignment = alignment
  }

  /// A scalar that no file holds as it is.
  /// - Parameter start: byte offset in the file to which everything about it points.
  package init(_ text: String, style: Style, start: Int) {
    self.init(text, style: style, start: start, alignment: nil)
  }

  package var isPlain: Bool { style == .plain }
  /// Nothing was written: `key:` alone. (`""` is a text, and so is `null`.)
  package var isEmptyPlain: Bool { isPlain && text.isEmpty }

  /// Whether `sourceOffset` points into the scalar, not only to it.
  package var isAligned: Bool { alignment != nil }

  /// The byte offset in the file of the UTF-8 byte `i` of `text`, 0 ≤ i ≤ count, when the scalar
  /// stands there without escapes (quotes and line breaks do not matter); otherwise, and in literal
  /// and folded blocks, where the scalar begins.
  package func sourceOffset(ofUTF8 i: Int) -> Int {
    precondition(0 <= i && i <= text.utf8.count, "an offset lies inside its text")
    return alignment?.offset(ofUTF8: i) ?? start
  }
}
