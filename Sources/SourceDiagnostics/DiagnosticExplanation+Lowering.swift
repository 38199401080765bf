extension DiagnosticExplanation {
  /// Mistakes between the parts of an experiment, found when they are put together, and on the
  /// command line.
  static let lowering: [DiagnosticExplanation] = [
    DiagnosticExplanation(
      .shapeMismatch, "sizes that do not fit together",
      """
      What one part gives is not what the next takes: a model's output and the targets, a layer \
      and its input. Both are pointed at.
      """,
      example:
        "model: {layers: {readout: {dense: {units: 10}}}, loss: {mse: {factor: 1}}}      # the targets have one column"
    ),
    DiagnosticExplanation(
      .windowTooLarge, "a convolution or pooling window larger than its input",
      "The window with its stride and padding must fit into the input at least once.",
      example: "model: {layers: {filter: {conv2d: {channels: 4, kernel: 32}}}}      # the images are 28 by 28"
    ),
    DiagnosticExplanation(
      .batchTooLarge, "a batch with more samples than the data",
      """
      A batch is drawn without repetition, so it has at most as many samples as there are. `batch: \
      full` takes all.
      """,
      example: "train: {batch: 1000}      # there are 40 samples"),
    DiagnosticExplanation(
      .unknownLayer, "a layer that the model does not have",
      "Probes, initializers and stages name layers as they stand under `model.layers`.",
      example: "probes: {features: {neuron_features: {layer: hiden}, at: [end]}}"),
    DiagnosticExplanation(
      .unknownParameter, "a parameter that no layer has",
      """
      Parameters are named `layer.weight` and `layer.bias`; a layer with `bias: false` has no \
      bias.
      """,
      example: "probes: {rank: {effective_rank: {of: readout.bias}, at: [end]}}"),
    DiagnosticExplanation(
      .unknownMetric, "a metric that does not exist or cannot be computed here",
      """
      Metrics are named after a data set and a quantity, such as `train.loss` and `test.accuracy`.
      """,
      example: "metrics: {record: [train.los]}"),
    DiagnosticExplanation(
      .unknownProbe, "a probe that the spec does not have",
      "Claims, summaries and figures name probes as they stand under `probes`.",
      example: "claims: {low: {expect: last(rnk) < 3}}"),
    DiagnosticExplanation(
      .neverRecorded, "a value is read at a moment at which it is never recorded",
      "Add the moment to the schedule of the metric or probe, or read another one.",
      example:
        "probes: {rank: {effective_rank: {of: hidden.weight}, at: [start]}}\nclaims: {low: {expect: at(rank, 100) < 3}}"
    ),
    DiagnosticExplanation(
      .unknownData, "a data set that the spec does not have",
      "Data sets are named as they stand under `data`.",
      example: "metrics: {record: [validation.loss]}"),
    DiagnosticExplanation(
      .missingDataFile, "a data file is not there",
      """
      The spec names a file that cannot be found. Named data sets are fetched with `condensespec \
      data get NAME`; nothing else downloads.
      """,
      example: "data: {train: {csv: {path: heights.csv}}}"),
    DiagnosticExplanation(
      .dataFormat, "a data file cannot be read as what it should be",
      """
      The file is damaged, has another format than its kind says, or another digest than is \
      expected.
      """,
      example: "data: {train: {npy: {path: table.xlsx}}}"),
    DiagnosticExplanation(
      .memoryLimit, "the experiment needs more memory than there is",
      """
      `condensespec plan` shows what takes how much. Smaller batches, fewer recorded arrays or \
      float32 need less.
      """,
      example: "model: {layers: {hidden: {dense: {units: 1e12}}}}"),
    DiagnosticExplanation(
      .tooManyParameters, "the model has more parameters than the limit",
      """
      The limit keeps a slip of a zero from filling the machine. The message names the largest \
      layer.
      """,
      example: "model: {layers: {hidden: {dense: {units: 1e9}}, readout: {dense: {units: 1e9}}}}"),
    DiagnosticExplanation(
      .overridePath, "`--set` addresses a place that cannot be set",
      """
      The path leads through something that is not a mapping, or does not exist, or the text has \
      no `=`.
      """,
      example: "condensespec run spec.yaml --set train.bach=32"),
  ]
}
