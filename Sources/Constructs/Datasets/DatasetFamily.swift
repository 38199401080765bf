import Grammar

/// The datasets.
package enum Datasets {
  /// Every dataset, in the order of the documents.
  package static let family = Family<any DatasetSource>(
    "dataset", "Samples: inputs and targets.",
    [MNISTDataset.entry, FunctionDataset.entry, CSVDataset.entry, NPYDataset.entry, AnchorDataset.entry])
}
