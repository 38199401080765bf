import ExperimentGraph
import Grammar
import SourceDiagnostics
import TensorGraph

extension ProbeSite {
  /// Whether a threshold can tell numbers from rounding in the precision of the experiment; reports it where it cannot.
  /// - Parameter what: what is compared with it, in the plural.
  func resolves(_ threshold: Double, _ what: String, _ diagnostics: inout Diagnostics) -> Bool {
    let least = Double(Float.ulpOfOne)
    guard precision == .float32, threshold < least else { return true }
    diagnostics.report(
      Diagnostic(
        .outOfRange, "a threshold of \(canonicalNumber(threshold)) for \(what) is below the rounding of float32",
        at: range, help: "write `precision: float64`"))
    return false
  }
}

extension Measurement {
  /// What is given where a matrix has no spectrum: nothing but not-a-number.
  init(unknown columns: Int, _ arrays: [Int]) {
    self.init(
      scalars: [Double](repeating: .nan, count: columns), arrays: arrays.map { [Double](repeating: .nan, count: $0) })
  }
}
