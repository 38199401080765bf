import Grammar

/// The point sets.
package enum Points {
  /// Every point set, in the order of the documents. A bare list is the points themselves.
  package static let family = Family<any PointSet>(
    "points", "Where a function is sampled.", sequenceKind: "values",
    [Linspace.entry, Grid.entry, UniformPoints.entry, NormalPoints.entry, ListedPoints.entry])
}
