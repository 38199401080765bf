import ExperimentGraph
import Grammar
import SourceDiagnostics

/// What a run of the spec will record: the names claims may read, and when.
struct RecordingPlan: Hashable, Sendable {
  struct Recorded: Hashable, Sendable {
    /// What is recorded at a moment.
    enum Form: Hashable, Sendable {
      case number
      /// So many numbers.
      case list(Int)
      /// A list with another length in each stage.
      case uneven
    }

    let name: String
    let form: Form
    let moments: Moments
    /// Whether it counts dimensions: a rank, an optimistic sample size, eigenvalues by sign.
    var countsDimensions = false
    /// Between which numbers it lies, where that is known before the run.
    var range: ClosedRange<Double>?
  }

  let recorded: [Recorded]
  let bounds: StageBounds
  /// The stages in order; empty where there is one.
  let stages: [String]

  /// - Parameter stages: the stages of the experiment, whose arrays may differ in shape.
  init(
    metrics: [MetricContent], metricMoments: Moments, probes: [ProbeContent], bounds: StageBounds, stages: [StagePart]
  ) {
    self.stages = stages.map(\.name)
    recorded =
      metrics.map { Recorded(name: $0.name, form: .number, moments: metricMoments, range: $0.range) }
      + probes.flatMap { probe in
        probe.columns.map {
          Recorded(
            name: probe.seriesName($0), form: .number, moments: probe.moments, countsDimensions: probe.dimensions.contains($0))
        }
          + probe.groups.map {
            Recorded(
              name: probe.listName($0), form: .list($0.columns.count), moments: probe.moments,
              countsDimensions: probe.dimensions.contains($0.name))
          }
          + probe.arrays.map { Recorded(name: probe.listName($0), form: Self.form(of: $0, of: probe, stages), moments: probe.moments) }
      }
    self.bounds = bounds
  }

  private static func form(of array: ProbeArray, of probe: ProbeContent, _ stages: [StagePart]) -> Recorded.Form {
    let everywhere = stages.flatMap(\.experiment.probes).filter { $0.name == probe.name }
    return everywhere.allSatisfy { $0.arrays.contains(array) } ? .list(array.shape.count) : .uneven
  }

  /// The recorded quantity a claim names.
  subscript(name: String) -> Recorded? { recorded.first { $0.name == name } }
}

extension Spec {
  /// Claims whose names and moments are those of the run.
  func lowerClaims(
    _ metrics: [(content: MetricContent, origin: SourceRange)], _ probes: [ProbeContent],
    _ bounds: StageBounds, _ stages: [StagePart], _ diagnostics: inout Diagnostics
  ) -> [ClaimContent] {
    let plan = RecordingPlan(
      metrics: metrics.map(\.content), metricMoments: moments(of: self.metrics.at.value, bounds), probes: probes,
      bounds: bounds, stages: stages)
    let datasets = data.map(\.name.value)
    return claims.compactMap { claim in
      let expect = claim.value.expect
      var isSound = true
      for read in expect.reads() where !plan.check(read, datasets: datasets, &diagnostics) { isSound = false }
      if !plan.checkEpochs(expect.expression, &diagnostics) { isSound = false }
      if isSound { isSound = plan.checkLists(expect.expression, &diagnostics) }
      if let range = claim.value.region?.range ?? (claim.value.share == nil ? nil : claim.name.range) {
        isSound = false
        diagnostics.report(
          Diagnostic(.needsSweep, "a claim has a region or a share over the points of a sweep, and this spec has one point", at: range))
      }
      if !claim.value.saysWhy(&diagnostics) { isSound = false }
      guard isSound else { return nil }
      plan.warnOfSettled(expect.expression, &diagnostics)
      let reads = expect.reads().map(\.series.name)
      return ClaimContent(
        claim.value.statement(
          claim.name.value, text: expect.text, isRecorded: { _ in true },
          countsDimensions: reads.contains { plan[$0]?.countsDimensions ?? false }),
        reads: reads, origin: claim.name.range,
        evaluate: { series in ClaimOutcome(expect.judge(RecordedReader(series: series))) })
    }
  }
}

extension ClaimSpec {
  /// Whether it gives a reason where it says that it is not reproduced; reports one that is empty.
  func saysWhy(_ diagnostics: inout Diagnostics) -> Bool {
    guard let reason = notReproduced, reason.value.allSatisfy(\.isWhitespace) else { return true }
    diagnostics.report(
      Diagnostic(
        .missingReason, "`not_reproduced` is the reason why the claim fails here, and there is none", at: reason.range,
        help: "say in a sentence what was tried and what came out, or leave `not_reproduced` out"))
    return false
  }

  /// What it says.
  /// - Parameters:
  ///   - text: the expectation with what belongs to it.
  ///   - isRecorded: whether a name is something recorded or computed of that, and not known before the run.
  func statement(_ name: String, text: String, isRecorded: (String) -> Bool, countsDimensions: Bool) -> ClaimStatement {
    let comparisons = expect.comparisons.map { item in
      let reads = [item.left, item.right].map { side in side.reads.contains { $0.function != nil || isRecorded($0.series.name) } }
      return reads == [false, true]
        ? ClaimComparison(subject: item.right.text, relation: item.relation.mirrored.rawValue, bound: item.left.text)
        : ClaimComparison(subject: item.left.text, relation: item.relation.rawValue, bound: item.right.text)
    }
    return ClaimStatement(
      name: name, text: text, kind: kind, source: source, target: target, comparisons: comparisons, notReproduced: notReproduced?.value,
      countsDimensions: countsDimensions)
  }
}

extension RecordingPlan {
  /// Whether a reading names something recorded, at a moment when it is; reports what is wrong.
  /// - Parameter others: further names that could stand there, for suggestions.
  func check(
    _ read: SeriesRead, beside others: [String] = [], datasets: [String], _ diagnostics: inout Diagnostics
  ) -> Bool {
    guard let recorded = self[read.series.name] else {
      diagnostics.report(
        unknown(read.series.name, at: read.series.range, among: recorded.map(\.name) + others, beside: others, datasets))
      return false
    }
    if recorded.form != .number, let function = read.function, SeriesReading(rawValue: function)?.readsLists != true {
      diagnostics.report(
        Diagnostic(
          .wrongExpressionType, "`\(function)` reads numbers, and `\(recorded.name)` is a list at each moment", at: read.range,
          help: "read it at one moment, such as `last(\(recorded.name))`"))
      return false
    }
    let count = recorded.moments.count(upTo: bounds.maximumSteps)
    if read.function == nil, count > 1 {
      diagnostics.report(
        Diagnostic(
          .wrongExpressionType, "`\(recorded.name)` is recorded \(count) times, and one number is meant here",
          at: read.range, help: "say which is meant, such as `last(\(recorded.name))`"))
      return false
    }
    guard let moment = read.moment else { return true }
    let isRecorded: Bool
    switch moment.value {
    case .step(let step): isRecorded = recorded.moments.contains(step) || (recorded.moments.atEnd && step == bounds.maximumSteps)
    case .named("start"): isRecorded = recorded.moments.contains(0)
    case .named("end"): isRecorded = recorded.moments.atEnd
    case .named(let stage):
      guard stages.contains(stage) else {
        diagnostics.report(
          .unknownStage(stage, at: moment.range, among: stages, beside: ["start", "end"], alone: "write a step, `start` or `end`"))
        return false
      }
      isRecorded = recorded.moments.containsEnd(of: stage, among: stages)
    }
    if !isRecorded {
      let step = if case .step(let step) = moment.value { Double(step) } else { 0.0 }
      diagnostics.report(neverRecorded(recorded, moment.value.text, step: step, at: moment.range))
    }
    return isRecorded
  }

  /// `at_epoch(series, k)` with a number k: is that epoch's end recorded?
  func checkEpochs(_ expression: Expression, _ diagnostics: inout Diagnostics) -> Bool {
    var isSound = true
    for part in expression.parts where !checkEpochs(part, &diagnostics) { isSound = false }
    guard case .call(SeriesReading.atEpoch.rawValue, let arguments) = expression.kind, arguments.count == 2,
      case .name(let name) = arguments[0].kind, case .number(let epoch) = arguments[1].kind,
      let recorded = self[name]
    else { return isSound }
    let step = epoch * Double(bounds.stepsPerEpoch)
    let isLast = recorded.moments.atEnd && step == Double(bounds.maximumSteps)
    if !isLast && !(Int(exactly: step).map { recorded.moments.contains($0) } ?? false) {
      diagnostics.report(neverRecorded(recorded, "epoch \(canonicalNumber(epoch))", step: step, at: arguments[1].range))
      isSound = false
    }
    return isSound
  }

  /// What a name gets that nothing is recorded as.
  /// - Parameters:
  ///   - known: names that could be meant.
  ///   - others: names of things that are not recorded and can stand there.
  func unknown(
    _ name: String, at range: SourceRange, among known: [String], beside others: [String] = [], _ datasets: [String]
  ) -> Diagnostic {
    let isMetric = datasets.contains(String(name.prefix { $0 != "." }))
    return Diagnostic(
      isMetric ? .unknownMetric : .unknownProbe, "nothing is recorded as `\(name)`", at: range,
      help: probeHelp(name) ?? spellingHelp(for: name, among: known) ?? listing(others))
  }

  /// What a probe records, where its name is written for one of its numbers, or for more than it has.
  private func probeHelp(_ name: String) -> String? {
    let probe = name.prefix { $0 != "." } + "."
    let columns = recorded.map(\.name).filter { $0.hasPrefix(probe) }
    guard !columns.isEmpty, name == probe.dropLast() else { return nil }
    return "`\(name)` records \(quotedNames(columns))"
  }

  /// Everything that could be written.
  private func listing(_ others: [String]) -> String {
    let names = recorded.map(\.name)
    let recorded = names.isEmpty ? "record a metric or add a probe" : "recorded are \(quotedNames(names))"
    return others.isEmpty ? recorded : "\(recorded); besides there are \(quotedNames(others))"
  }

  /// - Parameter step: the moment's, 0 where none is said.
  private func neverRecorded(
    _ recorded: RecordingPlan.Recorded, _ moment: String, step: Double, at range: SourceRange
  ) -> Diagnostic {
    let listed = recorded.moments.steps.prefix(8).map(String.init).joined(separator: ", ")
    let steps = (listed.isEmpty ? "" : recorded.moments.steps.count == 1 ? "step " : "steps ") + listed
    let more = recorded.moments.steps.count > 8 ? ", …" : ""
    let times = [steps + more, recorded.moments.atEnd ? "the end" : ""].filter { !$0.isEmpty }.joined(separator: " and ")
    let places = [
      times.isEmpty ? "" : "at \(times)", recorded.moments.after.isEmpty ? "" : "after \(quotedNames(recorded.moments.after))",
    ]
    let named = places.filter { !$0.isEmpty }
    return Diagnostic(
      .neverRecorded, "`\(recorded.name)` is not recorded at \(moment)", at: range,
      label: "it is \(named.isEmpty ? "never recorded" : "recorded " + named.joined(separator: " and "))",
      help: stages.isEmpty && step > Double(bounds.maximumSteps)
        ? "the training ends at step \(bounds.maximumSteps) at the latest" : "add that moment to its `at:`")
  }
}

/// Reads recorded series for the expression language.
struct RecordedReader: ClaimReader {
  let series: RecordedSeries

  /// A name alone has a value when it was recorded once.
  func value(of name: String) -> ExpressionValue? {
    if let found = series[name] { return found.values.count == 1 ? .number(found.values[0]) : nil }
    guard let found = series.list(name), found.steps.count == 1 else { return nil }
    return found.at(0).map { .list($0) }
  }

  func call(_ function: String, _ arguments: [SeriesArgument]) -> ExpressionValue? {
    if let comparison = ListComparison(rawValue: function) { return comparison.value(arguments).map { .number($0) } }
    guard let reading = SeriesReading(rawValue: function), case .series(let name)? = arguments.first else { return nil }
    let rest = arguments.dropFirst()
    if let found = series[name.name] {
      let moment = rest.first.flatMap { step($0, of: found.steps) }
      return reading.value(of: found, atStep: moment, numbers: rest.compactMap(\.number)).map { .number($0) }
    }
    guard let found = series.list(name.name) else { return nil }
    return reading.list(of: found, atStep: rest.first.flatMap { step($0, of: found.steps) }).map { .list($0) }
  }

  private func step(_ argument: SeriesArgument, of steps: [Int]) -> Int? {
    switch argument {
    case .moment(.step(let step)): step
    case .moment(.named("start")): 0
    case .moment(.named("end")): steps.last
    case .moment(.named(let stage)): series.stageEnds.first { $0.name == stage }?.step
    case .number(let epoch): Int(exactly: epoch * Double(series.stepsPerEpoch))
    default: nil
    }
  }
}

extension SeriesArgument {
  /// The number that it is.
  fileprivate var number: Double? {
    if case .number(let x) = self { x } else { nil }
  }
}

extension ClaimOutcome {
  /// The outcome of a judgement.
  init(_ judgement: Judgement) {
    let evidence = judgement.evidence.compactMap { item -> Evidence? in
      switch item.value {
      case .number(let x)?: Evidence(text: item.text, value: .number(x))
      case .list(let xs)? where xs.count <= Self.longestListShown: Evidence(text: item.text, value: .list(xs))
      default: nil
      }
    }
    let verdict: Verdict = judgement.truth.map { $0 ? .pass : .fail } ?? .undecided
    self.init(verdict: verdict, margin: judgement.margin, evidence: evidence)
  }

  /// Numbers of a list that is kept as evidence: a longer one stands in the files of its probe.
  private static let longestListShown = 8
}
