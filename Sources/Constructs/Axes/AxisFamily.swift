import Grammar

/// The axes of sweeps.
package enum Axes {
  /// Every kind of axis, in the order of the documents. A bare list is its values.
  package static let family = Family<any Axis>(
    "sweep_axis", "The values of an axis of a sweep.", sequenceKind: "values",
    [ListedAxis.entry, LinspaceAxis.entry, LogspaceAxis.entry, RangeAxis.entry])
}
