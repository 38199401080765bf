/// Every metric, in the order of the documents. A metric has no options: a spec names it as `dataset.kind`.
package enum Metrics {
  /// A metric's name, its meaning, and the sentence the documents give it.
  package struct Declaration: Sendable {
    package let name: String
    package let summary: String
    package let meaning: any Metric
  }

  package static let all: [Declaration] = [
    Declaration(
      name: "loss", summary: "The loss of the model's own formula, the mean over the dataset.", meaning: LossMetric()),
    Declaration(
      name: "accuracy",
      summary: "The share of samples whose largest output is that of their class; the first of equals decides.",
      meaning: Accuracy()),
    Declaration(name: "error", summary: "One minus the accuracy.", meaning: ErrorRate()),
  ]
}
