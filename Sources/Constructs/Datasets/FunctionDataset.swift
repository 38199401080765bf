import DataStore
import ExperimentGraph
import Grammar
import Kernels
import SourceDiagnostics
import TensorGraph

/// Values of a formula at points: y = f(x).
struct FunctionDataset: DatasetSource {
  /// A formula of `x` (or `x1`, `x2`, … in several dimensions), or the name of another dataset whose formula it shares.
  let formula: BoundExpression
  let points: any PointSet

  func content(_ site: DatasetSite, _ diagnostics: inout Diagnostics) -> DatasetContent? {
    guard points.count * points.dimension <= Limits.dataNumbers else {
      diagnostics.report(
        Diagnostic(
          .memoryLimit, "these points are more than \(Limits.grouped(Limits.dataNumbers)) numbers, the most of a dataset",
          at: site.range,
          help: "take fewer points"))
      return nil
    }
    guard let formula = resolvedFormula(site, &diagnostics) else { return nil }
    let variables = points.dimension == 1 ? ["x"] : (1...points.dimension).map { "x\($0)" }
    guard let function = compiled(formula, variables, &diagnostics) else { return nil }
    let points = points
    let dimension = points.dimension
    let stream = site.stream("points")
    return DatasetContent(
      count: points.count, inputShape: [dimension], targetShape: [1], classes: nil, digests: [],
      load: { () throws(DataFailure) in
        let inputs = points.points(stream)
        let targets = (0..<points.count).map { index in
          function.evaluate(Array(inputs[(index * dimension)..<((index + 1) * dimension)]))
        }
        return Samples(inputs: .numbers(inputs), targets: .numbers(targets))
      })
  }

  /// The formula itself, or that of the dataset it names.
  private func resolvedFormula(_ site: DatasetSite, _ diagnostics: inout Diagnostics) -> BoundExpression? {
    guard case .name(let name) = formula.expression.kind, name != "x",
      let other = site.others.first(where: { $0.name == name })
    else { return formula }
    guard let function = other.source as? FunctionDataset else {
      diagnostics.report(
        Diagnostic(.unknownData, "the dataset `\(name)` is not a `function`: it has no formula to share", at: formula.range))
      return nil
    }
    if case .name(let next) = function.formula.expression.kind, next != "x" {
      diagnostics.report(
        Diagnostic(
          .unknownData, "the dataset `\(name)` shares the formula of `\(next)`", at: formula.range,
          help: next == site.name ? "one of the two has to state the formula" : "name `\(next)` here"))
      return nil
    }
    return function.formula
  }

  private func compiled(
    _ formula: BoundExpression, _ variables: [String], _ diagnostics: inout Diagnostics
  ) -> CompiledExpression? {
    for name in formula.names where !variables.contains(name) {
      let near = spellingHelp(for: name, among: variables)
      diagnostics.report(
        Diagnostic(
          .unknownName, "the formula reads `\(name)`, and a point has \(variables.map { "`\($0)`" }.joined(separator: ", "))",
          at: formula.range, help: near))
      return nil
    }
    if let function = formula.function(of: variables) { return function }
    diagnostics.report(Diagnostic(.wrongExpressionType, "a target has to be a number", at: formula.range))
    return nil
  }

  static let entry = Entry<any DatasetSource>(
    "function", "Values of a formula at points.",
    example: "{function: {of: sin(3*x), x: {linspace: [-1, 1, 40]}}}",
    .required(
      "of", .expression(variables: KeptNames([], numbered: ["x"], isOpen: true)),
      "A formula of `x` (of `x1`, `x2`, … for points with several coordinates), or the name of another `function` "
        + "dataset whose formula is meant."),
    .required("x", .component(Points.family), "The points.")
  ) { FunctionDataset(formula: $0, points: $1) }
}
