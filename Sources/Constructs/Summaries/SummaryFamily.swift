import Grammar

/// The summaries.
package enum Summaries {
  /// Every summary, in the order of the documents.
  package static let family = Family<any Summary>(
    "summary", "How the points of a sweep become fewer numbers.",
    [
      ValueSummary.entry, MeanSummary.entry, MedianSummary.entry, QuantileSummary.entry, DeviationSummary.entry,
      SumSummary.entry, RootMeanSquareSummary.entry, MinimumSummary.entry, MaximumSummary.entry, CountSummary.entry,
      ShareSummary.entry, FirstSummary.entry, SlopeSummary.entry, ZeroCrossingSummary.entry, BootstrapSummary.entry,
    ])
}
