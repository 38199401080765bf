import Grammar

/// The parameterizations of a two-layer network.
package enum Parameterizations {
  /// Every parameterization, in the order of the documents.
  package static let family = Family<Parameterization>(
    "parameterization",
    "Output scale and initial standard deviations of a two-layer network (1/α) Σ aₖ σ(wₖ·x), k = 1 … m: β₁ of the output weights, β₂ of "
      + "the hidden weights and biases. d counts the inputs, and one more where the hidden layer has a bias.",
    [
      PhaseParameterization.entry, KappaParameterization.entry, ScalesParameterization.entry, LeCunParameterization.entry,
      HeParameterization.entry, XavierParameterization.entry, NTKParameterization.entry, MeanFieldParameterization.entry,
      EEtAlParameterization.entry,
    ])
}
