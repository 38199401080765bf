import Analysis
import ExperimentGraph
import Grammar
import SourceDiagnostics

/// In how many directions the model can move on the samples of a dataset.
struct ModelRankProbe: Probe {
  let data: Located<String>
  let cut: Double

  func plan(_ site: ProbeSite, _ diagnostics: inout Diagnostics) -> ProbePlan? {
    guard let dataset = site.dataset(data, &diagnostics) else { return nil }
    let (rows, columns) = site.jacobianShape(dataset)
    if let excess = site.jacobianExcess(dataset) {
      diagnostics.report(.smallerDataset("`model_rank` \(excess)", at: data.range))
      return nil
    }
    guard site.resolves(cut, "singular values", &diagnostics) else { return nil }
    let (cut, count) = (cut, min(rows, columns))
    return ProbePlan(
      needs: [.jacobian(dataset: data.value)], columns: ["rank", "parameters", "samples"],
      arrays: [ProbeArray(name: "singular_values", shape: [count])],
      workingNumbers: rows * columns + 10 * (rows + columns) + ProbePlan.libraryNumbers, tolerance: .spectrum,
      measure: { tensors in
        guard let values = try? singularValues(tensors[0].values, rows: rows, columns: columns) else {
          return Measurement(unknown: 3, [count])
        }
        let rank = numericalRank(values, cut: cut)
        return Measurement(scalars: [Double(rank), Double(columns), Double(dataset.count)], arrays: [values])
      })
  }
}

extension ModelRankProbe {
  static let entry = Entry<any Probe>(
    "model_rank",
    "The rank of the model at its parameters: `rank` is how many singular values of the derivatives of every output for every sample by "
      + "all parameters are larger than `cut` times the largest; beside it the numbers of `parameters` and `samples`, and all "
      + "`singular_values`, descending. It is the model's rank, and not the dataset's, where the samples are generic and give more numbers "
      + "than there are parameters; a second dataset confirms it.",
    source: "arXiv:2211.11623", example: "{model_rank: {on: train}}", shorthand: .field("on"), .probedDataset,
    .optional("cut", .number(0..<1), default: "1e-9", "Singular values not larger than this share of the largest count as zero.")
  ) { ModelRankProbe(data: $0, cut: $1) }
}
