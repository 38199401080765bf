extension DiagnosticExplanation {
  /// Mistakes in what is said of many points together.
  static let sweeps: [DiagnosticExplanation] = [
    DiagnosticExplanation(
      .emptySweep, "a sweep without points",
      """
      A sweep is a finite list of points, at least one. An axis without values, or a `where` that holds nowhere, leaves none.
      """,
      example: "sweep: {grid: {gamma: [0.5, 1]}, where: gamma > 2}"),
    DiagnosticExplanation(
      .unusedAxis, "an axis that changes nothing",
      """
      The value of an axis is read by its name in the expressions of the spec; `seed` sets the seed and `variant` chooses one \
      of `variants`. An axis that nothing reads would run the same experiment several times.
      """,
      example: "sweep: {grid: {gama: [0.5, 1]}}      # expressions read `gamma`"),
    DiagnosticExplanation(
      .unknownAxis, "a name that is not an axis of the sweep",
      "Summaries are taken `over` axes or `by` axes, and `where` compares them; each must be one that the sweep has.",
      example: "summaries: {mean_loss: {mean: {of: last(train.loss), over: sed}}}      # the axis is called `seed`"),
    DiagnosticExplanation(
      .unknownVariant, "a variant that is not described",
      "The axis `variant` chooses among the named pieces under `variants:`.",
      example: "sweep: {grid: {variant: [small, larg]}}\nvariants: {small: {}, large: {}}"),
    DiagnosticExplanation(
      .summaryCycle, "summaries that need one another",
      "A summary can read other summaries, but none of those may need it in turn.",
      example: "summaries: {a: {mean: {of: b, over: seed}}, b: {mean: {of: a, over: seed}}}"),
    DiagnosticExplanation(
      .needsSweep, "something that speaks of many points in a spec that has one",
      "Summaries, `variants`, and the region and share of a claim need a `sweep:`.",
      example: "claims: {fits: {expect: last(train.loss) < 1e-4, share: 0.8}}"),
  ]
}
