import SourceDiagnostics

/// What the elements of a value are.
package enum Element: String, Hashable, Sendable {
  /// A number in the precision of the experiment.
  case real
  /// A row number, 32 bits wide; only `gather` and `scatter_add` read it.
  case index
}

/// One application of a primitive: operation, operands, and what comes out.
package struct Vertex: Hashable, Sendable {
  /// What is computed.
  package let operation: Operation
  /// What it is computed from; all stand before this vertex.
  package let operands: [Value]
  /// The shape of the result.
  package let shape: Shape
  /// What the elements of the result are.
  package let element: Element
  /// The text of the spec that asked for this vertex, so that a bad number found late points at its layer.
  package let origin: SourceRange?
}
