import ExperimentGraph
import Grammar
import Kernels
import SourceDiagnostics
import YAMLTree

/// The way of a spec with `sweep:` from its tree to the experiments of all points.
struct Expansion {
  let node: Node
  let sources: SourceMap
  let site: LoweringSite

  private typealias Combination = (words: [(word: String, with: String)], form: Form)

  private static let language = Spec.language
  /// The axis whose values are names of `variants:`.
  private static let variantAxis = "variant"
  /// What variants cannot change, for it speaks of all points together.
  private static let fixedFields = Spec.sweepFields + ["condensespec"]
  /// Where names that are values of an axis are left as they stand.
  private static let wordlessFields = Spec.sweepFields + ["condensespec", "title", "source", "notes"]

  /// Reports everything that is wrong and returns nil then.
  func experiment(_ diagnostics: inout Diagnostics) -> SweepExperiment? {
    let axisNames = Self.axisNames(node)
    checkLets(axisNames, &diagnostics)
    let head = Self.language.decode(only: ["let", "sweep"], of: node, in: sources, names: axisNames, into: &diagnostics)
    let partial = Self.language.partial(head, later: axisNames + variantLets, into: &diagnostics)
    guard !diagnostics.hasErrors,
      let sweep = partial.field("sweep", .record(SweepSpec.record), into: &diagnostics),
      let grid = sweep.points(at: node["sweep"]?.range ?? node.range, &diagnostics), checkWords(grid, &diagnostics)
    else {
      reportRest(axisNames, &diagnostics)
      return nil
    }

    let combinations = combinations(grid, axisNames, &diagnostics)
    guard !diagnostics.hasErrors, let first = combinations.first else { return nil }
    guard let points = points(grid, combinations, &diagnostics) else { return nil }
    // An axis that is misspelt has been found by the expression that reads an unknown name.
    checkUse(grid, combinations, &diagnostics)
    let whole = Self.language.partial(first.form, later: axisNames + variantLets, into: &diagnostics)
    guard !diagnostics.hasErrors else { return nil }
    let lets = whole.laterNames.filter { grid.axis($0) == nil }
    return lower(whole, grid, points, lets: lets, &diagnostics)
  }

  /// Reports what is wrong beside a sweep that has no points, as far as that can be said without: variants and words that an axis replaces
  /// are not there yet.
  private func reportRest(_ axisNames: [String], _ diagnostics: inout Diagnostics) {
    let names = axisNames + (node["sweep"]?.mapping ?? []).map(\.key.value)
    if node["variants"] != nil || names.contains(where: hasWord) { return }
    let rest = (node.mapping ?? []).map(\.key.value).filter { !["let", "sweep"].contains($0) }
    _ = Self.language.decode(only: rest, of: node, in: sources, names: names, into: &diagnostics)
  }

  // MARK: Axes

  /// The names under `sweep:`, before anything is decoded.
  private static func axisNames(_ node: Node) -> [String] {
    guard let sweep = node["sweep"] else { return [] }
    let parts = [sweep["grid"], sweep["zip"], sweep["random"]?["axes"]] + (sweep["list"]?.sequence ?? [])
    return names(parts.flatMap { $0?.mapping ?? [] })
  }

  /// Names under `let:`, of the whole and of variants, before anything is decoded.
  static func letNames(_ node: Node) -> [String] { names(lets(node)) }

  /// Names of `let` that only some variants have, or change.
  private var variantLets: [String] { Self.names(Self.variantLets(node)) }

  private static func lets(_ node: Node) -> [YAMLTree.Entry] { (node["let"]?.mapping ?? []) + variantLets(node) }

  private static func variantLets(_ node: Node) -> [YAMLTree.Entry] {
    (node["variants"]?.mapping ?? []).flatMap { $0.value["let"]?.mapping ?? [] }
  }

  /// The keys, each once.
  private static func names(_ entries: [YAMLTree.Entry]) -> [String] {
    var names: [String] = []
    for entry in entries where !names.contains(entry.key.value) { names.append(entry.key.value) }
    return names
  }

  /// A name that is an axis gets its value from there, so `let` cannot give it another.
  private func checkLets(_ axisNames: [String], _ diagnostics: inout Diagnostics) {
    for entry in Self.lets(node) where axisNames.contains(entry.key.value) {
      let name = entry.key.value
      diagnostics.report(
        Diagnostic(
          .conflictingKeys, "`\(name)` is an axis of the sweep and has its values from there", at: entry.key.range,
          label: "`\(name)` is given a value too", help: "remove it here, or rename the axis"))
    }
  }

  /// Axes with names as values: variants must exist, other names must replace something.
  private func checkWords(_ grid: SweepGrid, _ diagnostics: inout Diagnostics) -> Bool {
    var isSound = true
    let variants = (node["variants"]?.mapping ?? []).map(\.key.value)
    for axis in grid.axes where axis.values.contains(where: { $0.word != nil }) {
      if axis.name == Self.variantAxis {
        for word in axis.values.map(\.text) where !variants.contains(word) {
          isSound = false
          diagnostics.report(
            Diagnostic(
              .unknownVariant, "there is no variant `\(word)`", at: axis.origin,
              help: spellingHelp(for: word, among: variants)
                ?? (variants.isEmpty ? "describe it under `variants:`" : "variants: \(quotedNames(variants))")))
        }
      } else if !hasWord(axis.name) {
        isSound = false
        diagnostics.report(unused(axis, "no value of the spec is the word `\(axis.name)`"))
      }
    }
    return isSound && checkVariants(&diagnostics)
  }

  private func hasWord(_ word: String) -> Bool {
    let pieces = (node["variants"]?.mapping ?? []).map(\.value)
    return ([node] + pieces).contains { Self.language.hasWord(word, in: $0, omitting: Self.wordlessFields) }
  }

  private func checkVariants(_ diagnostics: inout Diagnostics) -> Bool {
    var isSound = true
    for variant in node["variants"]?.mapping ?? [] {
      for entry in variant.value.mapping ?? [] where Self.fixedFields.contains(entry.key.value) {
        isSound = false
        diagnostics.report(
          Diagnostic(
            .misplacedOption, "a variant cannot change `\(entry.key.value)`: it is the same for all points", at: entry.key.range,
            help: "move it to the top level"))
      }
    }
    return isSound
  }

  private func unused(_ axis: SweepAxis, _ reason: String) -> Diagnostic {
    Diagnostic(
      .unusedAxis, "the axis `\(axis.name)` changes nothing: \(reason)", at: axis.origin,
      help: axis.name == "seed"
        ? "leave out the `seed:` that all points have" : "use it in an expression, or call it `seed` or `variant`")
  }

  /// Axes of numbers must be read somewhere.
  private func checkUse(_ grid: SweepGrid, _ combinations: [Combination], _ diagnostics: inout Diagnostics) {
    // An axis that moves together with others may be a label for claims and figures alone.
    let linked = [node["sweep"]?["zip"]?.mapping ?? [], node["sweep"]?["list"]?.sequence?.first?.mapping ?? []]
      .map { $0.map(\.key.value) }.filter { $0.count > 1 }
    for axis in grid.axes where axis.values.allSatisfy({ $0.word == nil }) {
      let isRead = combinations.contains { Self.language.reads(axis.name, in: $0.form, omitting: Spec.sweepFields) }
      let isLabel = linked.contains { $0.contains(axis.name) } && labels(axis.name, combinations)
      if !isRead && !isLabel { diagnostics.report(unused(axis, "no expression reads it")) }
    }
  }

  /// Whether claims, summaries or figures read a name.
  private func labels(_ name: String, _ combinations: [Combination]) -> Bool {
    combinations.contains { Self.language.reads(name, in: $0.form, omitting: []) }
  }

  // MARK: Points

  /// The document decoded once for each way in which names are put into it.
  private func combinations(
    _ grid: SweepGrid, _ axisNames: [String], _ diagnostics: inout Diagnostics
  ) -> [Combination] {
    var combinations: [Combination] = []
    for point in grid.points.indices {
      let words = words(grid, at: point)
      if combinations.contains(where: { $0.words.elementsEqual(words, by: ==) }) { continue }
      var tree = node
      if let chosen = words.first(where: { $0.word == Self.variantAxis })?.with, let piece = node["variants"]?[chosen] {
        tree = Self.language.overlaid(tree, by: piece)
      }
      tree = Self.language.replacing(
        words.filter { $0.word != Self.variantAxis }, in: tree, omitting: Self.wordlessFields)
      tree = Self.language.copyingModels(tree, &diagnostics)
      guard let form = Self.language.decode(tree, in: sources, names: axisNames, into: &diagnostics) else { return [] }
      combinations.append((words, form))
      if diagnostics.hasErrors { return [] }
    }
    return combinations
  }

  /// The axes with names as values and what they are at a point.
  private func words(_ grid: SweepGrid, at point: Int) -> [(word: String, with: String)] {
    grid.axes.enumerated().compactMap { index, axis in
      axis.values.contains { $0.word != nil } ? (axis.name, grid.value(index, at: point).text) : nil
    }
  }

  private func points(
    _ grid: SweepGrid, _ combinations: [Combination], _ diagnostics: inout Diagnostics
  ) -> [SweepPoint]? {
    // The other points would mostly repeat, with other numbers, what is wrong at the first one.
    let first = self.point(grid, at: 0, combinations)
    let others = first.point == nil
      ? []
      : mapSideBySide(count: grid.points.count - 1, threads: site.threads) { self.point(grid, at: $0 + 1, combinations) }
    var points: [SweepPoint] = []
    // What is wrong at the first point is so at all when it is so at the last.
    let isAlone = grid.points.count == 1
    let last = first.found.isEmpty || isAlone ? nil : others.last ?? self.point(grid, at: grid.points.count - 1, combinations)
    let anywhere = Set((last?.found ?? []).map { $0.at(nil) })
    for (index, (point, found)) in ([first] + others).enumerated() {
      for diagnostic in found {
        let hangsOnPoint = index > 0 || !(isAlone || anywhere.contains(diagnostic.at(nil)))
        diagnostics.report(hangsOnPoint ? diagnostic.of("at the point `\(Self.label(of: grid, at: index))`") : diagnostic)
      }
      guard let point else { return nil }
      points.append(point)
    }
    return points
  }

  private static func label(of grid: SweepGrid, at point: Int) -> String {
    grid.axes.indices.map { "\(grid.axes[$0].name)=\(grid.value($0, at: point).text)" }.joined(separator: " ")
  }

  /// One point, nil if something is wrong with it, and what is to be said of it.
  private func point(
    _ grid: SweepGrid, at point: Int, _ combinations: [Combination]
  ) -> (point: SweepPoint?, found: [Diagnostic]) {
    var diagnostics = Diagnostics()
    let words = words(grid, at: point)
    guard let chosen = combinations.first(where: { $0.words.elementsEqual(words, by: ==) }) else {
      preconditionFailure("every point has its combination of names")
    }
    var given: [GivenName] = []
    for (index, axis) in grid.axes.enumerated() {
      guard case .number(let x) = grid.value(index, at: point), !words.contains(where: { $0.word == axis.name }) else { continue }
      given.append(GivenName(name: Located(axis.name, at: axis.origin), value: x))
    }
    let form = Self.language.pointForm(chosen.form, given: given, omitting: Spec.sweepFields + ["title"])
    let resolved = Self.language.resolve(form, into: &diagnostics)
    guard let spec = resolved.value, !diagnostics.hasErrors, let graph = spec.lowered(site, &diagnostics) else {
      return (nil, diagnostics.inOrder)
    }
    return (SweepPoint(label: Self.label(of: grid, at: point), resolved: resolved, graph: graph), diagnostics.inOrder)
  }

  // MARK: What is said of all points

  private func lower(
    _ whole: PartialResolution, _ grid: SweepGrid, _ points: [SweepPoint], lets: [String],
    _ diagnostics: inout Diagnostics
  ) -> SweepExperiment? {
    let summaries = whole.field(
      "summaries", .map(of: .record(SummarySpec.record), role: "summary"), into: &diagnostics)
    let claims = whole.field("claims", .map(of: .record(ClaimSpec.record), role: "claim"), into: &diagnostics)
    let title = whole.field("title", .text, into: &diagnostics)
    let values = points.map { point in
      lets.map { name in
        point.resolved.value?.names.first { $0.name.value == name }?.value ?? .number(.nan)
      }
    }
    var lowering = SweepLowering(
      SweepNames(grid: grid, lets: lets, values: values), plans: plans(points), datasets: points[0].graph.datasets.map(\.name))
    let lowered = lowering.lower(summaries ?? [], &diagnostics)
    let judged = lowering.lower(claims ?? [], &diagnostics)
    let figures = whole.field("figures", .map(of: .record(FigureSpec.record), role: "figure"), into: &diagnostics)
    let drawn = lowering.lower(figures ?? [], title: title ?? "", of: points[0].graph, &diagnostics)
    guard !diagnostics.hasErrors, let lowered else { return nil }
    let expressions = (claims ?? []).flatMap { $0.value.expressions } + (summaries ?? []).flatMap { $0.value.expressions }
    return SweepExperiment(
      content: SweepContent(
        title: title ?? "", grid: grid, summaries: lowered, claims: judged, figures: drawn,
        reads: expressions.flatMap { $0.reads() }.map(\.series.name)),
      points: points, resolvedText: Self.language.text(node))
  }

  /// What different points record: one plan for each set of names and moments.
  private func plans(_ points: [SweepPoint]) -> [RecordingPlan] {
    var plans: [RecordingPlan] = []
    for point in points {
      let graph = point.graph
      let plan = RecordingPlan(
        metrics: graph.metrics, metricMoments: graph.metricMoments, probes: graph.probes, bounds: graph.training.bounds,
        stages: graph.stages)
      if !plans.contains(where: { $0 == plan }) { plans.append(plan) }
    }
    return plans
  }
}
