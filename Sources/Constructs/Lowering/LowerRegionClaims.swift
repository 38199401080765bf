import ExperimentGraph
import Grammar
import SourceDiagnostics

extension SweepLowering {
  /// Claims over the points of a sweep.
  func lower(_ claims: [Named<ClaimSpec>], _ diagnostics: inout Diagnostics) -> [RegionClaimContent] {
    claims.compactMap { claim in
      let spec = claim.value
      var isSound = check(spec.expect, &diagnostics)
      if let region = spec.region, !check(region, &diagnostics) { isSound = false }
      if !spec.saysWhy(&diagnostics) { isSound = false }
      guard isSound else { return nil }
      plans.first?.warnOfSettled(spec.expect.expression, &diagnostics)
      let evaluation = RegionClaim(spec, names)
      guard !evaluation.holdsNowhere else {
        diagnostics.report(
          Diagnostic(
            .emptySweep, "`where` leaves no point of the sweep for the claim `\(claim.name.value)`",
            at: spec.region?.range ?? claim.name.range, label: "never true"))
        return nil
      }
      return RegionClaimContent(
        spec.statement(
          claim.name.value, text: spec.text, isRecorded: { !names.isKnownBefore($0) }, countsDimensions: countsDimensions([spec.expect])),
        origin: claim.name.range, evaluate: { evaluation.outcome($0) })
    }
  }
}

extension ClaimSpec {
  /// The expectation with its region and share.
  fileprivate var text: String {
    let parts = [region.map { "where \($0.text)" }, share.map { "share \(canonicalNumber($0))" }].compactMap(\.self)
    return ([expect.text] + parts).joined(separator: ", ")
  }
}

/// A claim that is judged at every cell of its axes.
private struct RegionClaim: Sendable {
  let expect: BoundExpression
  let region: BoundExpression?
  let share: Double
  let names: SweepNames
  let axes: [Int]

  init(_ spec: ClaimSpec, _ names: SweepNames) {
    expect = spec.expect
    region = spec.region
    share = spec.share ?? 1
    self.names = names
    let read = names.axes(of: spec.expect) + (spec.region.map { names.axes(of: $0) } ?? [])
    axes = names.grid.axes.indices.filter(read.contains)
  }

  /// Whether it is known before the run that no cell is in the region.
  var holdsNowhere: Bool {
    guard let region else { return false }
    return CellSpace(names.grid, by: axes).representatives.allSatisfy { point in
      region.judge(PointReader(names: names, records: nil, point: point)).truth == false
    }
  }

  /// One cell's judgement.
  private struct Cell {
    let number: Int
    let outcome: ClaimOutcome
    /// Slack for sorting: what is undecided stands below everything.
    var slack: Double { outcome.margin ?? (outcome.verdict == .pass ? .infinity : -.infinity) }
  }

  func outcome(_ records: SweepRecords) -> RegionOutcome {
    let space = CellSpace(names.grid, by: axes)
    var cells: [Cell] = []
    for (number, point) in space.representatives.enumerated() {
      let reader = PointReader(names: names, records: records, point: point)
      let isInside = region.map { $0.judge(reader).truth } ?? true
      if isInside == false { continue }
      let judged = isInside == nil ? ClaimOutcome(verdict: .undecided, margin: nil, evidence: []) : ClaimOutcome(expect.judge(reader))
      cells.append(Cell(number: number, outcome: judged))
    }
    let held = cells.count { $0.outcome.verdict == .pass }
    let undecided = cells.count { $0.outcome.verdict == .undecided }
    // Rounded down by less than one cell: 0.8 of 5 cells are 4.
    let needed = Int((share * Double(cells.count) - 1e-9).rounded(.up))
    let verdict: ClaimOutcome.Verdict =
      cells.isEmpty ? .undecided : held >= needed ? .pass : held + undecided >= needed ? .undecided : .fail
    // The cell that decides: with the best first, the last one that is needed.
    let ordered = cells.sorted { ($1.slack, $0.number) < ($0.slack, $1.number) }
    let deciding = ordered.isEmpty ? nil : ordered[max(0, min(needed, ordered.count) - 1)]
    let margin = verdict == .undecided ? nil : deciding?.outcome.margin
    return RegionOutcome(
      outcome: ClaimOutcome(verdict: verdict, margin: margin, evidence: deciding?.outcome.evidence ?? []),
      cells: cells.count, held: held, undecided: undecided,
      place: deciding.map { names.place(space.axes, space.cells[$0.number]) } ?? "")
  }
}
