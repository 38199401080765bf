import ExperimentGraph
import Grammar
import SourceDiagnostics

/// How many samples a target takes at best, by the declarations of the model: no tensor is read.
struct OptimisticSizeProbe: Probe {
  let units: Located<Int>?
  let rank: Located<Int>?

  func plan(_ site: ProbeSite, _ diagnostics: inout Diagnostics) -> ProbePlan? {
    guard let size = OptimisticSize(site.model) else {
      diagnostics.report(
        Diagnostic(
          .parameterizationMisfit,
          "`optimistic_size` knows smooth units with a dense readout, and products of two matrices; the model is another",
          at: site.range, help: "`model_rank` counts at the parameters of any model"))
      return nil
    }
    guard let number = number(size, &diagnostics) else { return nil }
    let samples = size.samples(number)
    let values = [Double(samples), Double(site.parameters.numberCount)]
    return ProbePlan(
      needs: [], columns: ["size", "parameters"], arrays: [], targetSize: samples, dimensions: ["size"],
      measure: { _ in Measurement(scalars: values) })
  }

  /// The target's units or rank.
  private func number(_ size: OptimisticSize, _ diagnostics: inout Diagnostics) -> Int? {
    let (given, other, word, otherWord) =
      switch size {
      case .units: (units, rank, "units", "rank")
      case .product: (rank, units, "rank", "units")
      }
    if let other {
      diagnostics.report(
        Diagnostic(
          .parameterizationMisfit, "a target of this model is counted by `\(word)`, not by `\(otherWord)`", at: other.range,
          help: "write `\(word): \(other.value)`"))
      return nil
    }
    guard let given else { return size.most }
    guard given.value <= size.most else {
      let most =
        switch size {
        case .units: "has at most \(size.most) \(size.most == 1 ? "unit" : "units")"
        case .product: "has at most rank \(size.most)"
        }
      diagnostics.report(
        Diagnostic(
          .outOfRange, "a target of this model \(most), and \(given.value) is asked for", at: given.range,
          help: "write at most \(size.most)"))
      return nil
    }
    return given.value
  }
}

extension OptimisticSizeProbe {
  static let entry = Entry<any Probe>(
    "optimistic_size",
    "The optimistic sample size of a target, by the declarations: the least `size` of all ranks of the model at parameters that give it, "
      + "beside the number of `parameters`. A target of k units of a two-layer network has k times the numbers of a unit and of what reads "
      + "it: k(d + 1) for d inputs without bias, k(d + 2) with; k(s² + p²) for kernels of s × s on p × p positions, k(s² + 1)p² where "
      + "these share nothing. A matrix of rank r as a product has r(rows + columns) − r².",
    source: "arXiv:2307.08921", example: "{optimistic_size: {units: 1}}", rules: [.atMostOne("units", "rank")],
    .maybe("units", .located(.integer(1...Limits.units)), "Units of the hidden layer, or kernels, of the target; left out, all."),
    .maybe("rank", .located(.integer(1...Limits.units)), "The rank of the target, for a product of matrices; left out, the largest.")
  ) { OptimisticSizeProbe(units: $0, rank: $1) }
}
