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
    guard let places = coordinates(formula, &diagnostics) else { return nil }
    guard let function = formula.function(of: formula.names) else {
      diagnostics.report(Diagnostic(.wrongExpressionType, "a target has to be a number", at: formula.range))
      return nil
    }
    let points = points
    let again = site.stream("points again")
    let redrawn: @Sendable () -> DatasetContent = { Self.content(points, again, function, places, redrawn: nil) }
    return Self.content(points, site.stream("points"), function, places, redrawn: points.isDrawn ? redrawn : nil)
  }

  /// The values of a function at the points of one stream; `places` are the coordinates that it reads.
  private static func content(
    _ points: any PointSet, _ stream: RandomStream, _ function: CompiledExpression, _ places: [Int],
    redrawn: (@Sendable () -> DatasetContent)?
  ) -> DatasetContent {
    let dimension = points.dimension
    return DatasetContent(
      count: points.count, inputShape: [dimension], targetShape: [1], classes: nil, digests: [], redrawn: redrawn,
      load: { () throws(DataFailure) in
        let inputs = points.points(stream)
        let targets = (0..<points.count).map { index in function.evaluate(places.map { inputs[index * dimension + $0] }) }
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

  /// Which coordinate of a point each name of the formula is, from 0; nil when one is none, which is reported.
  private func coordinates(_ formula: BoundExpression, _ diagnostics: inout Diagnostics) -> [Int]? {
    var places: [Int] = []
    for name in formula.names {
      if let place = coordinate(name) {
        places.append(place)
        continue
      }
      // Enough of them to show the scheme: there may be millions.
      let first = points.dimension == 1 ? ["x"] : (1...min(points.dimension, 16)).map { "x\($0)" }
      diagnostics.report(
        Diagnostic(
          .unknownName, "the formula reads `\(name)`, and a point has \(coordinateNames)", at: formula.range,
          help: spellingHelp(for: name, among: first)))
      return nil
    }
    return places
  }

  /// The place of a coordinate by its name; nil for what is no coordinate of these points.
  private func coordinate(_ name: String) -> Int? {
    if points.dimension == 1 { return name == "x" ? 0 : nil }
    guard name.hasPrefix("x"), let number = Int(name.dropFirst()), name == "x\(number)",
      (1...points.dimension).contains(number)
    else { return nil }
    return number - 1
  }

  /// `x`; `x1`, `x2`; or, where there are many, the first two and the last.
  private var coordinateNames: String {
    switch points.dimension {
    case 1: "`x`"
    case 2...4: (1...points.dimension).map { "`x\($0)`" }.joined(separator: ", ")
    default: "`x1`, `x2`, …, `x\(points.dimension)`"
    }
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
