/// The result of one vertex of a `TensorGraph`: its place in the list of vertices.
package struct Value: Hashable, Sendable, Comparable {
  /// The place in `TensorGraph.vertices`.
  package let index: Int

  /// The value of the vertex at that place.
  package init(index: Int) { self.index = index }

  /// Earlier vertices first.
  package static func < (a: Value, b: Value) -> Bool { a.index < b.index }
}
