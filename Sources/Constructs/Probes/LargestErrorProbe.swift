import Analysis
import ExperimentGraph
import Grammar
import SourceDiagnostics
import TensorGraph

/// The largest distance between the model's output and the target.
struct LargestErrorProbe: Probe {
  let data: Located<String>

  func plan(_ site: ProbeSite, _ diagnostics: inout Diagnostics) -> ProbePlan? {
    guard site.dataset(data, &diagnostics) != nil else { return nil }
    return ProbePlan(
      needs: [.output(dataset: data.value), .targets(data.value)], columns: ["value"], arrays: [],
      measure: { tensors in
        Measurement(scalars: [Norm.max.of([zip(tensors[0].values, tensors[1].values).map { $0 - $1 }])])
      })
  }
}

extension LargestErrorProbe {
  static let entry = Entry<any Probe>(
    "largest_error", "The largest |f − f*| between a number of the model's output and its target, over a dataset.",
    example: "{largest_error: {on: test}}", shorthand: .field("on"), .probedDataset
  ) { LargestErrorProbe(data: $0) }
}
