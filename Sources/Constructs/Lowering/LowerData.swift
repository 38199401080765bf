import ExperimentGraph
import Grammar
import SourceDiagnostics

extension Spec {
  /// Every dataset that could be understood, in written order.
  func lowerData(_ site: LoweringSite, _ diagnostics: inout Diagnostics) -> [LoweredData] {
    let sources = data.map { (name: $0.name.value, source: $0.value.value) }
    var result: [LoweredData] = []
    for item in data {
      let place = DatasetSite(
        name: item.name.value, seed: UInt64(seed), folder: site.folder, cache: site.cache, others: sources,
        range: item.value.range)
      guard let content = item.value.value.content(place, &diagnostics) else { continue }
      result.append(LoweredData(name: item.name, summary: item.value.text, content: content))
    }
    checkSameShapes(result, &diagnostics)
    return result
  }

  /// All datasets feed one model: their inputs and targets must have the shapes of the training data.
  private func checkSameShapes(_ datasets: [LoweredData], _ diagnostics: inout Diagnostics) {
    guard let training = datasets.first(where: { $0.name.value == "train" }) else { return }
    for dataset in datasets {
      let pairs = [
        ("inputs", dataset.content.inputShape, training.content.inputShape),
        ("targets", dataset.content.targetShape, training.content.targetShape),
      ]
      for (word, found, expected) in pairs where found != expected {
        diagnostics.report(
          Diagnostic(
            .shapeMismatch,
            "the \(word) of `\(dataset.name.value)` have shape \(found), those of `train` have shape \(expected)",
            at: dataset.name.range, related: [Label(training.name.range, "the training data")]))
      }
    }
  }
}
