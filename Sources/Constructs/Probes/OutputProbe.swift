import ExperimentGraph
import Grammar
import SourceDiagnostics
import TensorGraph

/// What the model gives for every sample of a dataset.
struct OutputProbe: Probe {
  let data: Located<String>

  func plan(_ site: ProbeSite, _ diagnostics: inout Diagnostics) -> ProbePlan? {
    guard let dataset = site.dataset(data, &diagnostics) else { return nil }
    return ProbePlan(
      needs: [.output(dataset: data.value)], columns: ["smallest", "largest"],
      arrays: [ProbeArray(name: "values", shape: Shape([dataset.count] + site.model.outputShape.dimensions))],
      measure: { tensors in
        let values = tensors[0].values
        let hasNaN = values.contains { $0.isNaN }
        let ends = [values.min(), values.max()].map { hasNaN ? .nan : $0 ?? .nan }
        return Measurement(scalars: ends, arrays: [values])
      })
  }
}

extension OutputProbe {
  static let entry = Entry<any Probe>(
    "output", "What the model gives for every sample of a dataset: all of it in `values`, its ends in `smallest` and `largest`.",
    example: "{output: {on: test}}", shorthand: .field("on"), .probedDataset
  ) { OutputProbe(data: $0) }
}
