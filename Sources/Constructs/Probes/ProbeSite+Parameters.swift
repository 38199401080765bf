import ExperimentGraph
import SourceDiagnostics

extension ProbeSite {
  /// The parameter with a name of the spec that is a matrix: its first axis counts the rows, the others together the columns. Reports a
  /// name that is not there, or that of a vector.
  /// - Parameter reader: what the probe is about, for messages: "`effective_rank` is about a matrix".
  func matrix(
    _ name: Located<String>, for reader: String, _ diagnostics: inout Diagnostics
  ) -> (name: String, rows: Int, columns: Int)? {
    guard let parameter = parameters([name], &diagnostics)?.first else { return nil }
    guard parameter.shape.rank >= 2 else {
      diagnostics.report(
        Diagnostic(.shapeMismatch, "\(reader), and `\(name.value)` has shape \(parameter.shape)", at: name.range))
      return nil
    }
    let rows = parameter.shape[0]
    return (parameter.name, rows, parameter.shape.count / max(rows, 1))
  }

  /// Whether the model has parameters for a probe to look at; reports it where it has none.
  /// - Parameter reader: the kind of the probe.
  func hasParameters(for reader: String, _ diagnostics: inout Diagnostics) -> Bool {
    if !parameters.isEmpty { return true }
    diagnostics.report(.noParameters(for: reader, at: range))
    return false
  }
}

extension Diagnostic {
  /// A model without parameters, where something is about them.
  /// - Parameter reader: what is about them, as it is written.
  package static func noParameters(for reader: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .noParameters, "`\(reader)` is about the parameters of a model, and the model has no parameters", at: range,
      help: "give the model a layer with parameters, or its formula a parameter")
  }
}
