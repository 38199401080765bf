/// The rows of `trace.csv`: what each tensor was at each recorded step, as 16 digits. Two runs are
/// compared by it without running either again.
package enum Trace {
  /// The file's first line.
  package static let heading = CSVRow.heading(["step", "tensor", "digest"])

  /// One line. Steps never fall from one line to the next; within a step, tensors stand in the order in
  /// which the step computes them, so that the first difference is the earliest.
  package static func line(step: Int, tensor: String, digest: String) -> String {
    CSVRow([.integer(step), .text(tensor), .text(digest)]).line
  }
}
