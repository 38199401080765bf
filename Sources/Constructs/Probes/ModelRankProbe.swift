import Analysis
import ExperimentGraph
import Grammar
import SourceDiagnostics

/// In how many directions the model can move on the samples of a dataset.
struct ModelRankProbe: Probe {
  let data: Located<String>
  let cut: Double
  let draws: Located<Int>?

  func plan(_ site: ProbeSite, _ diagnostics: inout Diagnostics) -> ProbePlan? {
    guard let dataset = site.dataset(data, &diagnostics), site.hasParameters(for: "model_rank", &diagnostics) else { return nil }
    let (rows, columns) = site.jacobianShape(dataset)
    if let excess = site.jacobianExcess(dataset) {
      diagnostics.report(.smallerDataset("`model_rank` \(excess)", at: data.range))
      return nil
    }
    guard site.resolves(cut, "singular values", &diagnostics) else { return nil }
    guard let added = secondDraw(dataset, &diagnostics) else { return nil }
    let (cut, count) = (cut, min(rows, columns))
    let names = ["rank", "parameters", "samples"] + (added.isEmpty ? [] : ["second_rank", "agree"])
    var plan = ProbePlan(
      needs: ([data.value] + added.map(\.name)).map { .jacobian(dataset: $0) }, columns: names,
      arrays: [ProbeArray(name: "singular_values", shape: [count])],
      workingNumbers: rows * columns + singularValueNumbers(rows: rows, columns: columns),
      workingSeconds: Double(1 + added.count) * singularValueSeconds(rows: rows, columns: columns), tolerance: .spectrum,
      measure: { tensors in
        var spectra: [[Double]] = []
        for tensor in tensors {
          guard
            let values = try? singularValues(
              tensor.values, rows: rows, columns: columns, threads: tensor.threads, on: tensor.instructionSet)
          else { return Measurement(unknown: names.count, [count]) }
          spectra.append(values)
        }
        let ranks = spectra.map { Double(numericalRank($0, cut: cut)) }
        let second = ranks.dropFirst().flatMap { rank -> [Double] in [rank, rank == ranks[0] ? 1 : 0] }
        return Measurement(scalars: [ranks[0], Double(columns), Double(dataset.count)] + second, arrays: [spectra[0]])
      })
    plan.addedData = added
    plan.dimensions = ["rank", "second_rank"]
    return plan
  }

  /// The dataset drawn anew, where that is asked for; nil where there is nothing to draw, which is reported.
  private func secondDraw(
    _ dataset: DatasetContent, _ diagnostics: inout Diagnostics
  ) -> [(name: String, content: DatasetContent)]? {
    guard let draws, draws.value == 2 else { return [] }
    if let redrawn = dataset.redrawn { return [("\(data.value) again", redrawn())] }
    diagnostics.report(
      Diagnostic(
        .conflictingKeys, "the samples of `\(data.value)` are not drawn, so there is no second draw of them", at: draws.range,
        help: "take points that are `normal` or `uniform`, or leave `draws` out"))
    return nil
  }
}

extension ModelRankProbe {
  static let entry = Entry<any Probe>(
    "model_rank",
    "The rank of the model at its parameters: `rank` is how many singular values of the derivatives of every output for every sample by "
      + "all parameters are larger than `cut` times the largest; beside it the numbers of `parameters` and `samples`, and all "
      + "`singular_values`, descending. It is the model's rank, and not the dataset's, where the samples are generic and give more numbers "
      + "than there are parameters. A second draw of the samples confirms it: with `draws: 2` there are `second_rank`, the same over "
      + "points drawn anew, and `agree`, 1 where the two are equal and else 0.",
    source: "arXiv:2211.11623", example: "{model_rank: {on: train}}", shorthand: .field("on"), .probedDataset,
    .optional("cut", .number(0..<1), default: "1e-9", "Singular values not larger than this share of the largest count as zero."),
    .maybe("draws", .located(.integer(1...2)), "How many times the samples are drawn, each time independently; left out, once.")
  ) { ModelRankProbe(data: $0, cut: $1, draws: $2) }
}
