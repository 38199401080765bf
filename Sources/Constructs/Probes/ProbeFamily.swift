import Grammar

/// The probes.
package enum Probes {
  /// Every probe, in the order of the documents.
  package static let family = Family<any Probe>(
    "probe", "A measurement that cannot change the training.",
    [
      CosineSimilarityProbe.entry, CondensationProbe.entry, ParameterNormProbe.entry, GradientNormProbe.entry,
      RelativeDistanceProbe.entry, NeuronFeaturesProbe.entry, OrientationWindowsProbe.entry, OrientationClustersProbe.entry,
      DirectionProjectionProbe.entry, EffectiveNeuronsProbe.entry, OutputProbe.entry, DecisionsProbe.entry, LargestErrorProbe.entry,
      PolynomialFitProbe.entry, FrequencyErrorProbe.entry, ActivationSimilarityProbe.entry, OutputSimilarityProbe.entry,
      TangentKernelProbe.entry, HessianSpectrumProbe.entry, HessianExtremesProbe.entry, ModelRankProbe.entry,
      EffectiveRankProbe.entry, RowOrderProbe.entry, OptimisticSizeProbe.entry, InitialScalesProbe.entry, TrainingTimeProbe.entry,
    ])
}
