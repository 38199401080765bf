/// What identifies a run: the rows of the page's summary.
package struct RunSummary: Sendable, Equatable {
  package let id: String
  package let resultDigest: String
  package let numericsVersion: Int
  /// "float32" or "float64".
  package let precision: String
  package let parameterCount: Int
  package let stepCount: Int
  /// What ended the training: "100000 steps", "train.loss < 1e-5 at step 1580".
  package let stopRule: String
  /// Name and digest of each data set, in the spec's order.
  package let data: [(name: String, digest: String)]

  package init(
    id: String, resultDigest: String, numericsVersion: Int, precision: String, parameterCount: Int,
    stepCount: Int, stopRule: String, data: [(name: String, digest: String)]
  ) {
    self.id = id
    self.resultDigest = resultDigest
    self.numericsVersion = numericsVersion
    self.precision = precision
    self.parameterCount = parameterCount
    self.stepCount = stepCount
    self.stopRule = stopRule
    self.data = data
  }

  package static func == (a: RunSummary, b: RunSummary) -> Bool {
    a.facts == b.facts
  }

  /// The rows, in the order they are read.
  package var facts: [ReportFact] {
    [
      ReportFact("id", id, isCode: true),
      ReportFact("result digest", resultDigest, isCode: true),
      ReportFact("numerics", "version \(numericsVersion)"),
      ReportFact("precision", precision),
      ReportFact("parameters", ReadableNumber.count(parameterCount)),
      ReportFact("steps", ReadableNumber.count(stepCount)),
      ReportFact("stopped by", stopRule),
    ] + data.map { ReportFact("data \($0.name)", $0.digest, isCode: true) }
  }
}
