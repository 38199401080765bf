import Analysis
import ExperimentGraph
import Grammar
import SourceDiagnostics

/// How far the model is from the target in single frequencies.
struct FrequencyErrorProbe: Probe {
  let data: Located<String>
  let frequencies: [Located<Int>]
  let definition: FrequencyError

  func plan(_ site: ProbeSite, _ diagnostics: inout Diagnostics) -> ProbePlan? {
    guard let dataset = site.curve(data, ofOneInput: true, for: "frequency_error", &diagnostics) else { return nil }
    if let above = frequencies.first(where: { 2 * $0.value > dataset.count }) {
      diagnostics.report(
        Diagnostic(
          .outOfRange, "\(dataset.count) samples have no frequency \(above.value): the highest is \(dataset.count / 2)", at: above.range))
      return nil
    }
    let numbers = distinct(frequencies.map(\.value))
    return ProbePlan(
      needs: [.output(dataset: data.value), .targets(data.value)], columns: numbers.map { "error_\($0)" }, arrays: [],
      measure: { tensors in
        Measurement(
          scalars: numbers.map { number in
            definition.of(
              FourierCoefficient(of: tensors[0].values, at: number), from: FourierCoefficient(of: tensors[1].values, at: number))
          })
      })
  }
}

extension FrequencyErrorProbe {
  static let entry = Entry<any Probe>(
    "frequency_error",
    "How far a model of one input is from the target in single frequencies: `error_k` is |h_k − f_k| / |f_k| with the discrete Fourier "
      + "transforms h of the output and f of the target, (1/n) Σ_j y_j exp(−2πi j k/n). The samples must be evenly spaced and in order.",
    source: "arXiv:1901.06523", example: "{frequency_error: {on: train, frequencies: [1, 3, 5]}}",
    .probedDataset,
    .required(
      "frequencies", .list(of: .located(.integer(0...Limits.units)), count: 1...64), "The whole numbers k, at most half the samples."),
    .optional(
      "definition", .choice(FrequencyError.self), default: "complex",
      "`complex` is the size of the difference, `modulus` the difference of the sizes, ||h_k| − |f_k|| / |f_k|.")
  ) { FrequencyErrorProbe(data: $0, frequencies: $1, definition: $2) }
}
