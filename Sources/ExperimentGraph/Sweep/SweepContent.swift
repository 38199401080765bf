import SourceDiagnostics

/// A sweep as the graph knows it: its points, and what is said about all of them together.
package struct SweepContent: Sendable {
  package let title: String
  package let grid: SweepGrid
  /// Each after those it reads.
  package let summaries: [SummaryContent]
  package let claims: [RegionClaimContent]
  package let figures: [FigureContent]
  /// Names of what its claims and summaries read of the points.
  package let reads: [String]

  package init(
    title: String, grid: SweepGrid, summaries: [SummaryContent], claims: [RegionClaimContent], figures: [FigureContent], reads: [String]
  ) {
    self.reads = reads
    self.title = title
    self.grid = grid
    self.summaries = summaries
    self.claims = claims
    self.figures = figures
  }
}

/// What the points of a sweep recorded and what has been computed of it so far.
package struct SweepRecords: Sendable {
  package let grid: SweepGrid
  /// What each point recorded; nil for a point that failed.
  package let points: [RecordedSeries?]
  /// Summaries that are computed, in order.
  package private(set) var summaries: [(name: String, table: SummaryTable)] = []

  package init(grid: SweepGrid, points: [RecordedSeries?]) {
    precondition(grid.points.count == points.count, "there is a record for every point")
    self.grid = grid
    self.points = points
  }

  /// Adds the table of a summary.
  package mutating func add(_ name: String, _ table: SummaryTable) { summaries.append((name, table)) }

  /// The table of a summary. Complexity: O(number of summaries).
  package func summary(_ name: String) -> SummaryTable? { summaries.first { $0.name == name }?.table }
}

/// The numbers of a summary: a row for each cell.
package struct SummaryTable: Sendable {
  package let space: CellSpace
  /// `value`, and what else the summary knows, such as `error`.
  package let columns: [String]
  /// For each cell a number per column; NaN where there is none.
  package let rows: [[Double]]
  /// For each cell the number of points (or cells of another summary) behind it.
  package let counts: [Int]

  package init(space: CellSpace, columns: [String], rows: [[Double]], counts: [Int]) {
    self.space = space
    self.columns = columns
    self.rows = rows
    self.counts = counts
  }
}

/// A summary: numbers computed of what the points of a sweep recorded.
package struct SummaryContent: Sendable {
  package let name: String
  /// One line in the words of the spec.
  package let text: String
  /// Places of the axes that its numbers differ by, ascending.
  package let axes: [Int]
  /// `value` and further ones, which expressions read as `NAME.column`.
  package let columns: [String]
  /// Whether it is computed of ranks, optimistic sample sizes or counts of eigenvalues.
  package let countsDimensions: Bool
  package let evaluate: @Sendable (SweepRecords) -> SummaryTable
  package let origin: SourceRange

  package init(
    name: String, text: String, axes: [Int], columns: [String], countsDimensions: Bool, origin: SourceRange,
    evaluate: @escaping @Sendable (SweepRecords) -> SummaryTable
  ) {
    self.name = name
    self.text = text
    self.axes = axes
    self.columns = columns
    self.countsDimensions = countsDimensions
    self.evaluate = evaluate
    self.origin = origin
  }
}

/// What came out of checking a claim over the points of a sweep.
package struct RegionOutcome: Sendable, Equatable {
  package let outcome: ClaimOutcome
  /// Cells that were looked at.
  package let cells: Int
  /// Cells where the claim holds.
  package let held: Int
  /// Cells where it cannot be said.
  package let undecided: Int
  /// Where the deciding cell lies: `gamma = 0.9, m = 1000`; empty when there is only one.
  package let place: String

  package init(outcome: ClaimOutcome, cells: Int, held: Int, undecided: Int, place: String) {
    self.outcome = outcome
    self.cells = cells
    self.held = held
    self.undecided = undecided
    self.place = place
  }
}

/// A claim over the points of a sweep, or over a region of them.
package struct RegionClaimContent: Sendable {
  package let statement: ClaimStatement
  package let evaluate: @Sendable (SweepRecords) -> RegionOutcome
  package let origin: SourceRange

  package init(
    _ statement: ClaimStatement, origin: SourceRange, evaluate: @escaping @Sendable (SweepRecords) -> RegionOutcome
  ) {
    self.statement = statement
    self.evaluate = evaluate
    self.origin = origin
  }
}
