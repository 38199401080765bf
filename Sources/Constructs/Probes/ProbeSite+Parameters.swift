import ExperimentGraph
import SourceDiagnostics

extension ProbeSite {
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
