import Grammar

/// The layers.
package enum Layers {
  /// Every layer, in the order of the documents.
  package static let family: Family<any Layer> = Family(
    "layer", "A layer of a model.",
    [
      Dense.entry, Conv2D.entry, MaxPool2D.entry, AvgPool2D.entry, Flatten.entry, ActivationLayer.entry,
      Scale.entry, Dropout.entry, Residual.entry, Conv1D.entry, Local1D.entry, Local2D.entry, Repeat.entry, Embedding.entry,
      LearnedPositions.entry, LayerNorm.entry, Attention.entry, FeedForward.entry, SelectLast.entry,
    ])
}
