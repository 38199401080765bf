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
  ]
}
