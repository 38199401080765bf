import Constructs
import ExperimentGraph
import Testing

/// Summaries and claims over hand-made records of a sweep over a ∈ {1, 2, 3} and seed ∈ {1, 2}: the last loss of a point is
/// 10 a + seed, the first is 100.
@Suite struct SummaryTests {
  static func sweep(_ rest: String) throws -> SweepContent {
    let read = SweepTests.read("{grid: {a: [1, 2, 3], seed: [1, 2]}}", rate: "0.1*a", rest: rest)
    #expect(read.summary == [], "\(read.problems.map(\.message))")
    return try #require(read.reader.sweep).content
  }

  /// The records of the six points; `missing` failed.
  static func records(_ content: SweepContent, missing: Int? = nil, loss: (Double, Double) -> Double = { 10 * $0 + $1 }) -> SweepRecords {
    let points = content.grid.points.indices.map { point -> RecordedSeries? in
      guard point != missing, case .number(let a) = content.grid.value(0, at: point),
        case .number(let seed) = content.grid.value(1, at: point)
      else { return nil }
      let series = Series(name: "train.loss", steps: [0, 3], values: [100, loss(a, seed)])
      return RecordedSeries(series: [series], stepsPerEpoch: 10)
    }
    var records = SweepRecords(grid: content.grid, points: points)
    for summary in content.summaries { records.add(summary.name, summary.evaluate(records)) }
    return records
  }

  static let oneColumn: [(String, [Double])] = [
    ("{mean: {of: last(train.loss), over: seed}}", [11.5, 21.5, 31.5]),
    ("{mean: {of: last(train.loss), by: seed}}", [21, 22]),
    ("{mean: {of: last(train.loss)}}", [21.5]),
    ("{mean: {of: last(train.loss), over: [a, seed], where: a > 1}}", [26.5]),
    ("{median: {of: last(train.loss)}}", [21.5]),
    ("{quantile: {of: last(train.loss), level: 0.25, over: a}}", [16, 17]),
    ("{std: {of: last(train.loss), over: a}}", [10, 10]),
    ("{sum: {of: last(train.loss), over: a}}", [63, 66]),
    ("{rms: {of: last(train.loss) - first(train.loss) + 85, over: seed, where: a == 1}}", [3.5355339059327378]),
    ("{min: {of: last(train.loss)}}", [11]), ("{max: {of: last(train.loss)}}", [32]),
    ("{count: {of: last(train.loss) > 20, by: seed}}", [2, 2]),
    ("{share: {of: last(train.loss) > 12, over: seed}}", [0, 1, 1]),
    ("{first: {of: a, when: last(train.loss) > 20, by: seed}}", [2, 2]),
    ("{first: {of: a, when: last(train.loss) > 40, by: seed}}", [.nan, .nan]),
    ("{value: {of: a*seed}}", [1, 2, 2, 4, 3, 6]),
    ("{value: {of: 2*a}}", [2, 4, 6]),
    ("{slope: {x: a, y: last(train.loss), by: seed}}", [10, 10]),
    ("{zero_crossing: {of: \"mean_loss - 16.5\", along: a}}", [1.5]),
    ("{bootstrap: {of: last(train.loss), over: a, statistic: median}}", [21, 22]),
  ]

  @Test(arguments: oneColumn) func `a summary has the value of its definition`(_ text: String, _ expected: [Double]) throws {
    let content = try Self.sweep("summaries: {s: \(text), mean_loss: {mean: {of: last(train.loss), over: seed}}}")
    let table = try #require(Self.records(content).summary("s"))
    let found = table.rows.map { $0[0] }
    #expect(found.map(\.description) == expected.map(\.description))
  }

  @Test func `a slope knows its errors and its intercept`() throws {
    let content = try Self.sweep("summaries: {s: {slope: {x: a, y: last(train.loss)}}}")
    let table = try #require(Self.records(content).summary("s"))
    #expect(table.columns == ["value", "error", "intercept", "intercept_error", "r2"])
    // Residuals ±0.5 at each a: Σ r² = 1.5, s² = 1.5/4, Σ (a − 2)² = 4.
    #expect(abs(table.rows[0][1] - (1.5 / 4 / 4).squareRoot()) < 1e-15)
    #expect(abs(table.rows[0][2] - 1.5) < 1e-12)
    #expect(table.counts == [6])
  }

  @Test func `an interval from resampling holds its value and does not change`() throws {
    let content = try Self.sweep("summaries: {s: {bootstrap: {of: last(train.loss)}}}")
    let row = try #require(Self.records(content).summary("s")).rows[0]
    #expect(row[1] < row[0] && row[0] < row[2])
    #expect(row[1] >= 11 && row[2] <= 32)
    let again = try #require(Self.records(content).summary("s")).rows[0]
    #expect(row == again)
    let other = try Self.sweep("summaries: {s: {bootstrap: {of: last(train.loss), seed: 1}}}")
    let moved = try #require(Self.records(other).summary("s")).rows[0]
    #expect(moved[1...] != row[1...])
  }

  @Test func `a point that failed leaves the numbers that need it unknown, and only those`() throws {
    let content = try Self.sweep(
      """
      summaries: {s: {mean: {of: last(train.loss), over: seed}}}
      claims: {c: {expect: s < 100}, d: {expect: s < 100, where: a > 1}}
      """)
    let records = Self.records(content, missing: 1)
    let found = try #require(records.summary("s")).rows.map { $0[0] }
    #expect(found[0].isNaN && found[1...] == [21.5, 31.5])
    #expect(content.claims.map { $0.evaluate(records).outcome.verdict } == [.undecided, .pass])
  }

  @Test func `a summary can read others in any order`() throws {
    let content = try Self.sweep("summaries: {worst: {max: {of: s}}, s: {mean: {of: last(train.loss), over: seed}}}")
    #expect(try #require(Self.records(content).summary("worst")).rows == [[31.5]])
    #expect(content.summaries.map(\.name) == ["s", "worst"])
  }

  /// Claim, verdict, cells, held, margin, place.
  static let claims: [(String, String, Int, Int, Double?, String)] = [
    ("{expect: last(train.loss) < 40}", "pass", 6, 6, 8, "a = 3, seed = 2"),
    ("{expect: last(train.loss) < 30}", "fail", 6, 4, -2, "a = 3, seed = 2"),
    ("{expect: last(train.loss) < 30, share: 0.6}", "pass", 6, 4, 8, "a = 2, seed = 2"),
    ("{expect: last(train.loss) < 30, share: 0.7}", "fail", 6, 4, -1, "a = 3, seed = 1"),
    ("{expect: last(train.loss) < 30, where: a < 3}", "pass", 4, 4, 8, "a = 2, seed = 2"),
    ("{expect: s < 30}", "fail", 3, 2, -1.5, "a = 3"),
    ("{expect: s > 11, where: a == 1}", "pass", 1, 1, 0.5, "a = 1"),
    ("{expect: total == 21.5}", "pass", 1, 1, 0, ""),
    ("{expect: s > 10 * a}", "pass", 3, 3, 1.5, "a = 3"),
    ("{expect: last(train.loss) == first(train.loss)}", "fail", 6, 0, -89, "a = 1, seed = 1"),
    ("{expect: twice > 3, where: twice > 2}", "pass", 2, 2, 1, "a = 2"),
  ]

  @Test(arguments: claims) func `a claim over points counts where it holds and shows where it is decided`(
    _ text: String, _ verdict: String, _ cells: Int, _ held: Int, _ margin: Double?, _ place: String
  ) throws {
    let content = try Self.sweep(
      """
      summaries: {s: {mean: {of: last(train.loss), over: seed}}, total: {mean: {of: s}}, twice: {value: 2*a}}
      claims: {c: \(text)}
      """)
    let outcome = try #require(content.claims.first).evaluate(Self.records(content))
    #expect(outcome.outcome.verdict.rawValue == verdict)
    #expect(outcome.cells == cells && outcome.held == held && outcome.undecided == 0)
    #expect(outcome.outcome.margin == margin)
    #expect(outcome.place == place)
  }

  @Test func `a summary of a region is read everywhere`() throws {
    let content = try Self.sweep(
      """
      summaries:
        last_of_3: {mean: {of: last(train.loss), where: a == 3}}
        by_seed: {mean: {of: last(train.loss), over: a, where: a > 1}}
      claims: {c: {expect: last_of_3 == 31.5}, d: {expect: by_seed >= 26 and last(train.loss) < 40, where: a == 1}}
      """)
    let outcomes = content.claims.map { $0.evaluate(Self.records(content)) }
    #expect(outcomes.map(\.outcome.verdict) == [.pass, .pass])
    #expect(outcomes.map(\.cells) == [1, 2])
  }

  @Test func `names of let that differ from point to point can be claimed about`() throws {
    let content = try Self.sweep("let: {double: 2*a, fixed: 7}\nclaims: {c: {expect: double <= 6 and double < fixed}}")
    let outcome = try #require(content.claims.first).evaluate(Self.records(content))
    #expect(outcome.outcome.verdict == .pass && outcome.cells == 6)
  }

  /// What is known before the run is what a claim over points compares with, wherever it is written.
  @Test func `a claim over points compares what is recorded with what is known`() throws {
    let content = try Self.sweep(
      """
      let: {double: 2*a}
      summaries: {s: {mean: {of: last(train.loss), over: seed}}}
      claims: {c: {expect: "double < last(train.loss)"}, d: {expect: "s >= double and s > 3 and seed <= s"}}
      """)
    #expect(
      content.claims.map { $0.statement.comparisons.map { "\($0.subject) \($0.relation) \($0.bound)" } } == [
        ["last(train.loss) > double"], ["s >= double", "s > 3", "s >= seed"],
      ])
  }

  @Test func `a claim about summaries of ranks is one about ranks`() throws {
    let content = try Self.sweep(
      """
      probes: {rank: {effective_rank: hidden.weight, at: [end]}}
      summaries: {s: {mean: {of: rank.effective, over: seed}}, t: {max: {of: s}}, u: {mean: {of: last(train.loss)}}}
      claims: {c: {expect: t > 1}, d: {expect: u > 1}, e: {expect: u > 1 and s > 1, not_reproduced: not here}}
      """)
    #expect(content.claims.map(\.statement.countsDimensions) == [true, false, true])
    #expect(content.claims.map(\.statement.notReproduced) == [nil, nil, "not here"])
  }

  @Test func `axes with names are compared by name`() throws {
    var spec = SampleSpec(rest: "sweep: {grid: {kind: [tanh, relu]}}\nclaims: {c: {expect: last(train.loss) < 1, where: kind == relu}}")
    spec.layers = "{hidden: {dense: {units: 6, activation: kind}}, readout: {dense: {units: 1}}}"
    let content = try #require(ReadSpec(spec.text).reader.sweep).content
    let points = [2.0, 0.5].map { RecordedSeries(series: [Series(name: "train.loss", steps: [0], values: [$0])], stepsPerEpoch: 1) }
    let outcome = try #require(content.claims.first).evaluate(SweepRecords(grid: content.grid, points: points))
    #expect(outcome.outcome.verdict == .pass && outcome.cells == 1 && outcome.place == "kind = relu")
  }
}
