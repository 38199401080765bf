import Analysis
import ExperimentGraph
import Grammar
import SourceDiagnostics

/// Over how many directions a weight matrix is spread.
struct EffectiveRankProbe: Probe {
  let weight: Located<String>
  let cut: Double

  func plan(_ site: ProbeSite, _ diagnostics: inout Diagnostics) -> ProbePlan? {
    guard let (name, rows, columns) = site.matrix(weight, for: "`effective_rank` is about a matrix", &diagnostics) else { return nil }
    let (cut, count) = (cut, min(rows, columns))
    return ProbePlan(
      needs: [.parameter(name)], columns: ["effective", "rank"],
      arrays: [ProbeArray(name: "singular_values", shape: [count])],
      workingNumbers: 2 * rows * columns + singularValueNumbers(rows: rows, columns: columns),
      workingSeconds: singularValueSeconds(rows: rows, columns: columns),
      tolerance: .spectrum, dimensions: ["effective", "rank"],
      measure: { tensors in
        guard let values = try? singularValues(tensors[0].values, rows: rows, columns: columns, on: tensors[0].instructionSet) else {
          return Measurement(unknown: 2, [count])
        }
        return Measurement(scalars: [effectiveRank(values), Double(numericalRank(values, cut: cut))], arrays: [values])
      })
  }
}

extension EffectiveRankProbe {
  static let entry = Entry<any Probe>(
    "effective_rank",
    "Over how many directions a weight is spread: `effective` is exp of the entropy of the singular values divided by their sum, `rank` "
      + "how many are larger than `cut` times the largest, `singular_values` are all, descending. The first axis of the weight counts "
      + "rows; the others together the columns.",
    source: "Roy & Vetterli 2007", example: "{effective_rank: {of: hidden.weight}}", shorthand: .field("of"),
    .required("of", .name("parameter"), "The weight, of at least two axes."),
    .optional("cut", .number(0..<1), default: "1e-6", "Singular values not larger than this share of the largest are not in `rank`.")
  ) { EffectiveRankProbe(weight: $0, cut: $1) }
}
