import Grammar

/// The optimizers.
package enum Optimizers {
  /// Every optimizer, in the order of the documents.
  package static let family = Family<any Optimizer>(
    "optimizer", "How gradients move parameters.",
    [GradientDescent.entry, SGD.entry, Adam.entry, AdamW.entry, GradientFlow.entry])
}
