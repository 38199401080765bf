import ExperimentGraph
import SourceDiagnostics

extension ProbeSite {
  /// Numbers of a Jacobian that is held: 1 GiB.
  private static let mostDerivatives = 1 << 27

  /// Outputs of all samples, and parameters.
  func jacobianShape(_ dataset: DatasetContent) -> (rows: Int, columns: Int) {
    (dataset.count * model.outputShape.count, parameters.numberCount)
  }

  /// What is too much about the derivatives over a dataset, as a message goes on; nil if nothing is.
  func jacobianExcess(_ dataset: DatasetContent) -> String? {
    let (rows, columns) = jacobianShape(dataset)
    if rows * columns <= Self.mostDerivatives { return nil }
    return "would hold \(Limits.grouped(rows * columns)) derivatives; the most is \(Limits.grouped(Self.mostDerivatives))"
  }
}

extension Diagnostic {
  /// A dataset that is too large for what looks at it.
  static func smallerDataset(_ message: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(.memoryLimit, message, at: range, help: "declare a smaller dataset for it under `data:`")
  }
}
