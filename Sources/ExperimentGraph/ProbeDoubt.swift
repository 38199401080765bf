/// A column of a probe that counts what makes its other numbers doubtful: where it is above 0, the run ends with a warning.
package struct ProbeDoubt: Sendable, Hashable {
  /// One of the probe's columns.
  package let column: String
  /// What it counts, in the plural: "eigenvalues within a factor of 10 of the threshold 1e-9".
  package let counted: String
  /// What follows from it, one sentence.
  package let consequence: String

  package init(column: String, counted: String, consequence: String) {
    self.column = column
    self.counted = counted
    self.consequence = consequence
  }
}
