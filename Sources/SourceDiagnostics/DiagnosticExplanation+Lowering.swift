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
      "Probes and initializers name layers as they stand under `model.layers`.",
      example: "init: {hiden: he}      # the layer is called `hidden`"),
    DiagnosticExplanation(
      .unknownParameter, "a parameter that no layer has",
      """
      Parameters are named `layer.weight` and `layer.bias`; a layer with `bias: false` has no \
      bias.
      """,
      example: "probes: {length: {parameter_norm: {of: readout.biases}}}"),
    DiagnosticExplanation(
      .unusedParameter, "a parameter that the formula of a model does not read",
      "It would never move. Leave it out, or see whether the formula calls it otherwise.",
      example: "model: {formula: {parameters: {a: [], b: []}, output: a*x}}"),
    DiagnosticExplanation(
      .unknownMetric, "a metric that does not exist or cannot be computed here",
      """
      Metrics are named after a data set and a quantity, such as `train.loss` and `test.accuracy`.
      """,
      example: "metrics: {record: [train.los]}"),
    DiagnosticExplanation(
      .unknownProbe, "a measurement that no probe of the spec makes",
      "Claims read probes as they stand under `probes`, and their numbers as `probe.number`.",
      example: "claims: {condensed: {expect: last(kernls.groups) < 3}}"),
    DiagnosticExplanation(
      .neverRecorded, "a value is read at a moment at which it is never recorded",
      "Add the moment to the schedule of the metric or probe, or read another one.",
      example:
        "metrics: {at: [start, end], record: [train.loss]}\nclaims: {early: {expect: at(train.loss, 100) < 0.1}}"
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
      example: "data: {train: {csv: {path: heigths.csv, inputs: [age], targets: [height]}}}"),
    DiagnosticExplanation(
      .dataFormat, "a data file cannot be read as what it should be",
      """
      The file is damaged, has another format than its kind says, or another digest than is \
      expected.
      """,
      example: "data: {train: {npy: {inputs: table.xlsx, targets: y.npy}}}"),
    DiagnosticExplanation(
      .memoryLimit, "a list or tensor longer than the limit",
      """
      Datasets, layer outputs and lists of moments have stated limits, so that a slip of a zero is \
      refused at its line. Whether a spec within them fits into this machine is what `condensespec \
      plan` shows.
      """,
      example: "train: {stop: {steps: 1e12}}\nmetrics: {at: {every: 1}}"),
    DiagnosticExplanation(
      .tooManyParameters, "the model has more parameters than the limit",
      """
      The limit keeps a slip of a zero from filling the machine. The message names the layer that \
      goes beyond it.
      """,
      example: "model: {layers: {hidden: {dense: {units: 1e6}}, readout: {dense: {units: 1e6}}}}"),
    DiagnosticExplanation(
      .antisymmetry, "the model cannot start antisymmetric",
      """
      `antisymmetric: true` makes the second half of the last hidden layer's units copies of the first \
      half, with output weights of opposite sign. That takes an even number of units, a dense readout \
      behind them, nothing in between that mixes units, and no bias at the output but 0.
      """,
      example: "model: {layers: {hidden: {dense: {units: 7}}, readout: {dense: {units: 1}}}}\ninit: {default: lecun, antisymmetric: true}"),
    DiagnosticExplanation(
      .parameterizationMisfit, "a parameterization that does not fit the model, or something said twice",
      """
      A parameterization sets the output scale and the initial standard deviations of a network of two \
      dense layers. What it sets cannot be set again by `output_scale` or under `init`, and exponents \
      of the width mean nothing where the width is 1.
      """,
      example: "model:\n  parameterization: {phase: {gamma: 1.5}}\n  layers: {hidden: {dense: {units: 1}}, readout: {dense: {units: 1}}}"),
    DiagnosticExplanation(
      .noParameters, "something about parameters, of a model that has none",
      """
      Ranks, second derivatives, tangent kernels and critical points are about the parameters of a \
      model. A model of layers without weights, or a formula of its inputs alone, has none.
      """,
      example: "model: {formula: {parameters: {}, output: x}}\nprobes: {rank: {model_rank: train}}"),
    DiagnosticExplanation(
      .missingReason, "a claim that is said not to be reproduced, without a reason",
      """
      A claim with `not_reproduced` is expected to fail. Its text is the reason, and pages show it: \
      what was tried, and what came out instead.
      """,
      example: "claims: {fits: {expect: last(train.loss) < 1e-4, not_reproduced: \"\"}}"),
    DiagnosticExplanation(
      .settledClaim, "a comparison that holds always or never, whatever is recorded",
      """
      An accuracy and an error are shares, from 0 to 1: 90 percent are 0.9. A claim that no run \
      could decide says nothing about the experiment.
      """,
      example: "claims: {learns: last(test.accuracy) > 90}"),
    DiagnosticExplanation(
      .overridePath, "`--set` addresses a place that cannot be set",
      """
      The path leads through something that is not a mapping, or does not exist, or the text has \
      no `=`.
      """,
      example: "condensespec run spec.yaml --set train.bach=32"),
  ]
}
