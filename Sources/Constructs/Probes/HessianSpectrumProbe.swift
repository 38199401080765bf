import Analysis
import ExperimentGraph
import Grammar
import SourceDiagnostics

/// The eigenvalues of the loss's second derivatives, counted by sign.
struct HessianSpectrumProbe: Probe {
  let data: Located<String>
  let threshold: Double

  /// Parameters of a model whose second derivatives are taken: the matrix is 200 MB.
  static let mostParameters = 5000

  func plan(_ site: ProbeSite, _ diagnostics: inout Diagnostics) -> ProbePlan? {
    guard site.dataset(data, &diagnostics) != nil, site.hasParameters(for: "hessian_spectrum", &diagnostics) else { return nil }
    let order = site.parameters.numberCount
    guard order <= Self.mostParameters else {
      diagnostics.report(
        Diagnostic(
          .memoryLimit,
          "`hessian_spectrum` takes at most \(Limits.grouped(Self.mostParameters)) parameters, and the model has \(Limits.grouped(order))",
          at: site.range, help: "measure the ends of the spectrum with `hessian_extremes`, or a narrower model"))
      return nil
    }
    guard site.resolves(threshold, "eigenvalues", &diagnostics) else { return nil }
    return ProbePlan(
      needs: [.hessian(dataset: data.value)], columns: ["negative", "zero", "positive", "lowest", "highest", "near"],
      groups: [ProbeColumnGroup(name: "counts", columns: ["negative", "zero", "positive"])],
      arrays: [ProbeArray(name: "eigenvalues", shape: [order])],
      workingNumbers: order * order + symmetricEigenvalueNumbers(order: order),
      workingSeconds: symmetricEigenvalueSeconds(order: order), tolerance: .spectrum,
      doubt: ProbeDoubt(
        column: "near", counted: "eigenvalues within a factor of 10 of the threshold \(canonicalNumber(threshold))",
        consequence: "The counts hang on `zero_below`."),
      dimensions: ["negative", "zero", "positive", "near", "counts"],
      measure: { [threshold] tensors in
        let hessian = tensors[0]
        guard
          let found = try? symmetricEigenvalues(hessian.values, order: order, threads: hessian.threads, on: hessian.instructionSet)
        else { return Measurement(unknown: 6, [order]) }
        let counts = [found.count { $0 < -threshold }, found.count { abs($0) <= threshold }, found.count { $0 > threshold }]
        let near = found.count { abs($0) > threshold / 10 && abs($0) < threshold * 10 }
        let scalars = counts.map { Double($0) } + [found.first ?? .nan, found.last ?? .nan, Double(near)]
        return Measurement(scalars: scalars, arrays: [found])
      })
  }
}

extension HessianSpectrumProbe {
  static let entry = Entry<any Probe>(
    "hessian_spectrum",
    "The eigenvalues of the loss's second derivatives by all parameters over a whole dataset, ascending in `eigenvalues`: how many are "
      + "`negative`, `zero` and `positive` (all three: `counts`), the `lowest` and the `highest`. `near` counts those within a factor of "
      + "10 of the threshold: where it is not 0, the counts hang on the threshold, and the run ends with a warning. Not a number "
      + "where a second derivative is not finite. At most \(mostParameters) parameters.",
    source: "arXiv:2105.14573", example: "{hessian_spectrum: {zero_below: 1e-9}}",
    .optional("on", .name("dataset"), default: "train", "The dataset of the loss."),
    .optional("zero_below", .number(.positive), default: "1e-9", "An eigenvalue whose absolute value is not larger counts as zero.")
  ) { HessianSpectrumProbe(data: $0, threshold: $1) }
}
