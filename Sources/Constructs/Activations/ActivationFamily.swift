import Grammar

extension Activation {
  /// Every activation, in the order of the documents.
  package static let family = Family<Activation>(
    "activation", "Elementwise nonlinearity of a layer.",
    [
      Identity.entry, ReLU.entry, LeakyReLU.entry, Tanh.entry, Sigmoid.entry, Softplus.entry, GELU.entry,
      Swish.entry, Sine.entry, XTanh.entry, X2Tanh.entry,
    ])
}
