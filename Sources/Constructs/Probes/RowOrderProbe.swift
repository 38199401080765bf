import Analysis
import ExperimentGraph
import Grammar
import SourceDiagnostics

/// Whether the rows of a table lie in the order of their numbers: embeddings of numbers that know which is larger.
struct RowOrderProbe: Probe {
  let weight: Located<String>
  let rows: Located<[Int]>?

  func plan(_ site: ProbeSite, _ diagnostics: inout Diagnostics) -> ProbePlan? {
    guard let (name, all, columns) = site.matrix(weight, for: "`row_order` is about the rows of a table", &diagnostics)
    else { return nil }
    let last = all - 1
    let ends = rows?.value ?? [0, last]
    guard ends[0] < ends[1], ends[1] <= last else {
      diagnostics.report(
        Diagnostic(
          .outOfRange, "the rows of `\(weight.value)` are 0 to \(last), and these go from \(ends[0]) to \(ends[1])",
          at: rows?.range ?? weight.range, help: "name the first and the last of at least two rows"))
      return nil
    }
    let count = ends[1] - ends[0] + 1
    return ProbePlan(
      needs: [.parameter(name)], columns: ["correlation", "share"],
      arrays: [ProbeArray(name: "coordinates", shape: [count])], workingNumbers: 2 * count * columns,
      measure: { tensors in
        let axis = PrincipalAxis(Array(tensors[0].values[ends[0] * columns..<(ends[1] + 1) * columns]), columns: columns)
        let correlation = rankCorrelation(axis.coordinates, (0..<count).map(Double.init))
        return Measurement(scalars: [abs(correlation), axis.share], arrays: [axis.coordinates])
      })
  }
}

extension RowOrderProbe {
  static let entry = Entry<any Probe>(
    "row_order",
    "Whether the rows of a table lie in order along the direction in which they are spread most: `correlation` is the absolute rank "
      + "correlation of a row's number with its coordinate along that first principal component, `share` the share of the variance "
      + "along it, `coordinates` are all.",
    source: "arXiv:2405.05409", example: "{row_order: {of: tokens.weight, rows: [20, 99]}}", shorthand: .field("of"),
    .required("of", .name("parameter"), "The table; its first axis counts the rows."),
    .maybe("rows", .located(.list(of: .integer(0...), count: 2...2)), "First and last row that count, from 0; all if nothing is said.")
  ) { RowOrderProbe(weight: $0, rows: $1) }
}
