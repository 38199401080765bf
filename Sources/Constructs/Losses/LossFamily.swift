import Grammar

/// The losses.
package enum Losses {
  /// Every loss, in the order of the documents.
  package static let family = Family<any Loss>("loss", "What training minimizes.", [MeanSquaredError.entry, CrossEntropy.entry])
}
