import Analysis
import ExperimentGraph
import Grammar
import SourceDiagnostics

/// How nearly the model is a polynomial of its input.
struct PolynomialFitProbe: Probe {
  let data: Located<String>
  let degrees: [Int]

  func plan(_ site: ProbeSite, _ diagnostics: inout Diagnostics) -> ProbePlan? {
    guard let dataset = site.curve(data, ofOneInput: true, for: "polynomial_fit", &diagnostics) else { return nil }
    let largest = degrees.max() ?? 0
    return ProbePlan(
      needs: [.inputs(data.value), .output(dataset: data.value)],
      columns: degrees.count == 1 ? ["r2"] : degrees.map { "r2_\($0)" }, arrays: [], workingNumbers: 4 * dataset.count,
      measure: { tensors in
        let fits = determinations(of: tensors[1].values, over: tensors[0].values, through: largest)
        return Measurement(scalars: degrees.map { fits[$0] })
      })
  }
}

extension PolynomialFitProbe {
  static let entry = Entry<any Probe>(
    "polynomial_fit",
    "How nearly a model of one input and one output is a polynomial on a dataset: `r2` is the coefficient of determination R² of the "
      + "least-squares polynomial; with several degrees `r2_1`, `r2_2` ….",
    source: "arXiv:2105.11686", example: "{polynomial_fit: {on: train, degree: [1, 2, 3]}}",
    .probedDataset, .required("degree", .oneOrMany(of: .integer(0...32)), "The degree of the polynomial, or several.")
  ) { PolynomialFitProbe(data: $0, degrees: distinct($1)) }
}
