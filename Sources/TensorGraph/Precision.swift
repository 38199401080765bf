/// The width of every real number of an experiment.
package enum Precision: String, CaseIterable, Hashable, Sendable {
  case float32, float64

  /// Bytes of one number.
  package var bytes: Int { self == .float32 ? 4 : 8 }
}

extension Element {
  /// Bytes of one element under a precision.
  package func bytes(_ precision: Precision) -> Int { self == .index ? 4 : precision.bytes }
}
