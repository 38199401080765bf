import ExperimentGraph
import Grammar
import SourceDiagnostics

/// Which output is the largest for every sample of a dataset: the class that a model decides for.
struct DecisionsProbe: Probe {
  let data: Located<String>

  func plan(_ site: ProbeSite, _ diagnostics: inout Diagnostics) -> ProbePlan? {
    guard let dataset = site.dataset(data, &diagnostics) else { return nil }
    let outputs = site.model.outputShape
    guard outputs.rank == 1, outputs[0] >= 2 else {
      diagnostics.report(
        Diagnostic(
          .shapeMismatch, "`decisions` is about a model with a row of several outputs, and this one gives \(outputs)", at: data.range,
          help: "record `output` instead"))
      return nil
    }
    let width = outputs[0]
    return ProbePlan(
      needs: [.output(dataset: data.value)], columns: ["classes"], arrays: [ProbeArray(name: "values", shape: [dataset.count])],
      measure: { tensors in
        let values = tensors[0].values
        let decisions = stride(from: 0, to: values.count, by: width).map { first in
          Self.place(ofLargest: values[first..<(first + width)])
        }
        let hasNaN = decisions.contains { $0.isNaN }
        let chosen = (0..<width).count { decisions.contains(Double($0)) }
        return Measurement(scalars: [hasNaN ? .nan : Double(chosen)], arrays: [decisions])
      })
  }

  /// From 0; of equal numbers the first. NaN where one is not a number.
  private static func place(ofLargest row: ArraySlice<Double>) -> Double {
    guard let largest = row.max(), !row.contains(where: \.isNaN), let place = row.firstIndex(of: largest) else { return .nan }
    return Double(place - row.startIndex)
  }
}

extension DecisionsProbe {
  static let entry = Entry<any Probe>(
    "decisions",
    "Which output is the largest for every sample of a dataset, counted from 0, of equal ones the first: all in `values`; `classes` is how "
      + "many different ones there are. `agreement` of two moments is the share of samples that are decided alike.",
    example: "{decisions: {on: test}}", shorthand: .field("on"), .probedDataset
  ) { DecisionsProbe(data: $0) }
}
