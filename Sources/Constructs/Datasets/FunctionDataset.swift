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
    guard site.holds(points.count * points.dimension, what: "points", &diagnostics) else { return nil }
    guard let formula = resolvedFormula(site, &diagnostics) else { return nil }
    guard let places = coordinates(formula, &diagnostics) else { return nil }
    guard let function = formula.function(of: formula.names) else {
      diagnostics.report(Diagnostic(.wrongExpressionType, "a target has to be a number", at: formula.range))
      return nil
    }
    if let index = firstBadValue(function, places, site) {
      diagnostics.report(
        Diagnostic(
          .notFinite, "the formula has no finite value at sample \(index)", at: formula.range,
          help: "choose points at which it has one"))
      return nil
    }
    let points = points
    let again = site.stream("points again")
    let redrawn: @Sendable () -> DatasetContent = { Self.content(points, again, function, places, redrawn: nil) }
    return Self.content(points, site.stream("points"), function, places, redrawn: points.isDrawn ? redrawn : nil)
  }

  /// The first of the samples, as far as they are looked at before a run, whose value is infinite or not a number.
  private func firstBadValue(_ function: CompiledExpression, _ places: [Int], _ site: DatasetSite) -> Int? {
    if points.count * points.dimension > Self.mostLookedAt { return nil }
    let (inputs, dimension) = (points.points(site.stream("points")), points.dimension)
    return (0..<points.count).first { index in
      !function.evaluate(places.map { inputs[index * dimension + $0] }).isFinite
    }
  }

  /// Numbers of points that are made to look at the values: checking stays a matter of milliseconds.
  private static let mostLookedAt = 1 << 16

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
    let names = CoordinateNames(count: points.dimension)
    var places: [Int] = []
    for name in formula.names {
      if let place = names.place(of: name) {
        places.append(place)
        continue
      }
      diagnostics.report(
        Diagnostic(
          .unknownName, "the formula reads `\(name)`, and a point has \(names.phrase)", at: formula.range,
          help: spellingHelp(for: name, among: names.first)))
      return nil
    }
    return places
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
