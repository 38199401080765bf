extension DiagnosticExplanation {
  static let stages: [DiagnosticExplanation] = [
    DiagnosticExplanation(
      .unknownStage, "a stage that is not there, or stands later",
      """
      A stage starts from one that stands before it, and something can be recorded after a stage only \
      where the spec has stages. Names are those under `stages:`.
      """,
      example: "stages: {narrow: {evaluate: {from: wide}}}"),
    DiagnosticExplanation(
      .unknownUnit, "a unit that the layer does not have",
      """
      Units are counted from 0, in the layer as it was before the stage.
      """,
      example: "stages: {first: {critical_point: {}}, wide: {embed: {split: {hidden: [{unit: 9, shares: [0.5, 0.5]}]}}}}"),
    DiagnosticExplanation(
      .unequalShares, "shares whose sum is not 1",
      """
      A unit that is split keeps the function of the network only if the shares of its outgoing weights \
      add up to 1. They may be negative or larger than 1.
      """,
      example: "stages: {first: {critical_point: {}}, wide: {embed: {split: {hidden: [{unit: 0, shares: [0.3, 0.6]}]}}}}"),
    DiagnosticExplanation(
      .notOdd, "a unit negated whose activation is not odd",
      """
      A unit with the sign −1 has negated weights and is read with the negated share. That is the same \
      function only where σ(−x) = −σ(x), as for `tanh`, `sin`, `x2_tanh` and `identity`.
      """,
      example: "stages: {first: {critical_point: {}}, wide: {embed: {split: {hidden: [{unit: 0, shares: [0.3, 0.7], signs: [1, -1]}]}}}}"),
    DiagnosticExplanation(
      .unknownModel, "a model that is not there, or stands later",
      """
      A stage works on one of the models under `models:`, and a model is `like` one that stands before it.
      """,
      example: "models: {one: {like: two}}"),
    DiagnosticExplanation(
      .modelMismatch, "a model that cannot take over the parameters of a stage",
      """
      A stage goes on in another model only with the same parameters: every name and every shape must be \
      the same. `embed` widens a layer, and `from: start` draws the parameters anew.
      """,
      example: "stages: {first: {critical_point: {model: narrow}}, on: {evaluate: {model: wide}}}"),
  ]
}
