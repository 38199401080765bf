import SourceDiagnostics

/// A value of a YAML text and where it stands.
///
/// The range of a scalar covers its quotes or its block indicator, that of a block collection ends
/// with its last child; anchors are not part of it. A value that came through an alias is the very
/// node that the anchor names, range included.
package struct Node: Sendable {
  /// One of the three shapes of a value.
  package enum Content: Sendable {
    case scalar(Scalar)
    case sequence([Node])
    /// In the order in which they were written, keys unique.
    case mapping([Entry])
  }

  package let content: Content
  package let range: SourceRange
  /// Something that stood directly here was left out because it was wrong, and the mistake was
  /// reported: a reader that finds something missing here stays silent.
  package let isIncomplete: Bool

  package init(_ content: Content, at range: SourceRange, isIncomplete: Bool = false) {
    self.content = content
    self.range = range
    self.isIncomplete = isIncomplete
  }

  package var scalar: Scalar? {
    if case .scalar(let scalar) = content { scalar } else { nil }
  }

  package var sequence: [Node]? {
    if case .sequence(let nodes) = content { nodes } else { nil }
  }

  package var mapping: [Entry]? {
    if case .mapping(let entries) = content { entries } else { nil }
  }

  /// The range of some bytes of a scalar's text, or of the whole scalar when they cannot be told
  /// apart in the file.
  package func range(ofUTF8 bytes: Range<Int>) -> SourceRange {
    guard let scalar, scalar.isAligned else { return range }
    let lower = scalar.sourceOffset(ofUTF8: bytes.lowerBound)
    return SourceRange(
      file: range.file, lower: lower, upper: max(lower, scalar.sourceOffset(ofUTF8: bytes.upperBound)))
  }

  /// The value of a key, when this is a mapping that has it.
  package subscript(key: String) -> Node? {
    mapping?.first { $0.key.value == key }?.value
  }
}
