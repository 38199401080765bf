import Constructs
import ExperimentGraph
import Testing

@Suite struct ClaimTests {
  /// The outcome of a claim over a recorded loss 4, 1, 2, 3 at steps 0, 10, 20, 30; ten updates are an epoch.
  static func outcome(_ expect: String, values: [Double] = [4, 1, 2, 3]) throws -> ClaimOutcome {
    let rest = """
      metrics: {at: [0, 10, 20, 30], record: [train.loss]}
      probes: {size: {parameter_norm: {}, at: [0]}}
      claims: {c: {expect: "\(expect)", kind: derived, source: a book}}
      """
    let read = ReadSpec(SampleSpec(rest: rest).text)
    #expect(read.summary == [], "\(expect)")
    let graph = try #require(read.reader.graph)
    let claim = try #require(graph.claims.first)
    #expect(claim.statement.kind == .derived)
    #expect(claim.statement.source == "a book")
    let loss = Series(name: "train.loss", steps: Array([0, 10, 20, 30].prefix(values.count)), values: values)
    let size = Series(name: "size", steps: [0], values: [7])
    return claim.evaluate(RecordedSeries(series: [loss, size], stepsPerEpoch: 10))
  }

  static let readings: [(String, Double)] = [
    ("first(train.loss)", 4), ("last(train.loss)", 3), ("max(train.loss)", 4), ("min(train.loss)", 1),
    ("mean(train.loss)", 2.5), ("at(train.loss, 20)", 2), ("at(train.loss, start)", 4), ("at_epoch(train.loss, 1)", 1),
    ("at_epoch(train.loss, 0)", 4), ("argmax(train.loss)", 0), ("argmin(train.loss)", 10), ("size", 7),
  ]

  @Test(arguments: readings) func `a reading has its number, its margin and its evidence`(_ text: String, _ value: Double) throws {
    let held = try Self.outcome("\(text) < \(value + 0.5)")
    #expect(held.verdict == .pass)
    #expect(held.margin == 0.5)
    #expect(held.evidence.map(\.value).contains(.number(value)))
    let failed = try Self.outcome("\(text) > \(value + 0.25)")
    #expect(failed.verdict == .fail)
    #expect(failed.margin == -0.25)
    #expect(try Self.outcome("\(text) == \(value)").verdict == .pass)
  }

  /// Readings of plateaus over 4, 4, 4, 4, 4, 1, 1/4 at steps 10, 20, 40 …; nil leaves the claim undecided.
  static let plateauReadings: [(String, Double?)] = [
    ("plateaus(train.loss, 0.5)", 1), ("plateau_value(train.loss, 0.5, 1)", 4), ("plateau_step(train.loss, 0.5, 1)", 20),
    ("plateau_value(train.loss, 0.5, 2)", nil), ("plateau_value(train.loss, 0.5, 0)", nil), ("plateau_step(train.loss, 0.5, 1.5)", nil),
    // All there is below so steep a limit is one plateau.
    ("plateaus(train.loss, 3)", 1),
  ]

  @Test(arguments: plateauReadings) func `a plateau is read by its number`(_ text: String, _ value: Double?) throws {
    let read = ReadSpec(SampleSpec(rest: "claims: {c: {expect: \"\(text) == \(value ?? 0)\"}}").text)
    let claim = try #require(read.reader.graph?.claims.first, "\(read.summary)")
    let steps = [10, 20, 40, 80, 160, 320, 640]
    let series = Series(name: "train.loss", steps: steps, values: [4, 4, 4, 4, 4, 1, 0.25])
    let outcome = claim.evaluate(RecordedSeries(series: [series], stepsPerEpoch: 10))
    #expect(outcome.verdict == (value == nil ? .undecided : .pass), "\(outcome.evidence)")
  }

  /// Claims about lists recorded at steps 0 and 10, counts [1, 0, 3] and [2, 0, 3] and outputs of two samples; nil is undecided.
  static let lists: [(String, Bool?)] = [
    ("first(hessian.counts) == [1, 0, 3]", true), ("first(hessian.counts) == [1, 0, 2]", false),
    ("[2, 0, 2 + 1] == at(hessian.counts, 10)", true), ("last(hessian.counts) != first(hessian.counts)", true),
    ("at(hessian.counts, start) == at(hessian.counts, start)", true), ("agreement(first(output), last(output)) == 0.5", true),
    ("agreement(first(output), last(output)) > 0.5", false), ("agreement([1, 2], last(lost)) <= 1", nil),
    ("distance(first(output), last(output)) == 0.5", true), ("distance(first(output), [1, 2.25]) <= 0.25", true),
    ("distance(first(output), [1, 2.25]) < 0.25", false), ("last(lost) == [1, 2]", nil), ("distance(first(output), last(lost)) < 9", nil),
  ]

  @Test(arguments: lists) func `a list is compared number by number`(_ expect: String, _ truth: Bool?) throws {
    let rest = """
      precision: float64
      probes:
        hessian: {hessian_spectrum: {}, at: [0, 10]}
        output:  {output: {on: test}, at: [0, 10]}
        lost:    {output: {on: test}, at: [0, 10]}
      claims: {c: {expect: "\(expect)"}}
      """
    let data = "{train: {function: {of: x, x: {linspace: [0, 1, 2]}}}, test: {function: {of: 2*x, x: {linspace: [0, 1, 2]}}}}"
    let read = ReadSpec(SampleSpec(data: data, batch: "2", rest: rest).text)
    let claim = try #require(read.reader.graph?.claims.first, "\(read.summary)")
    let recorded = [("hessian.counts", 3, [1, 0, 3, 2, 0, 3]), ("output", 2, [1, 2, 1.5, 2]), ("lost", 2, [1, .nan, 1, .nan])]
    let lists = recorded.map { name, count, values in (name: name, array: RecordedArray(steps: [0, 10], count: count, values: values)) }
    let outcome = claim.evaluate(RecordedSeries(series: [], lists: lists, stepsPerEpoch: 10))
    #expect(outcome.verdict == (truth.map { $0 ? .pass : .fail } ?? .undecided), "\(outcome)")
  }

  /// Recordings of 2 and of 3 numbers.
  static let uneven: [(String, Bool?)] = [
    ("distance(first(output), last(output)) < 9", nil), ("agreement(first(output), last(output)) >= 0", nil),
    ("first(output) == last(output)", false), ("first(output) == [1, 2]", true), ("last(output) == [1, 2]", false),
  ]

  @Test(arguments: uneven) func `lists of different length are never cut to one`(_ expect: String, _ truth: Bool?) throws {
    let data = "{train: {function: {of: x, x: {linspace: [0, 1, 2]}}}, test: {function: {of: 2*x, x: {linspace: [0, 1, 2]}}}}"
    let rest = "probes: {output: {output: {on: test}, at: [0, 10]}}\nclaims: {c: {expect: \"\(expect)\"}}"
    let read = ReadSpec(SampleSpec(data: data, batch: "2", rest: rest).text)
    let claim = try #require(read.reader.graph?.claims.first, "\(read.summary)")
    let array = RecordedArray(steps: [0, 10], recordings: [[1, 2], [1, 2, 3]])
    let outcome = claim.evaluate(RecordedSeries(series: [], lists: [(name: "output", array: array)], stepsPerEpoch: 10))
    #expect(outcome.verdict == (truth.map { $0 ? .pass : .fail } ?? .undecided), "\(outcome)")
    #expect(array.at(2) == nil && RecordedArray(steps: [0, 10], count: 2, values: [1, 2]).at(1) == nil)
  }

  @Test func `claims join comparisons, and the margin is that of the one that decides`() throws {
    #expect(try Self.outcome("last(train.loss) < 5 and first(train.loss) > 3.5").margin == 0.5)
    #expect(try Self.outcome("last(train.loss) < 2 or first(train.loss) > 3.5").margin == 0.5)
    #expect(try Self.outcome("not last(train.loss) < 2").verdict == .pass)
    #expect(try Self.outcome("first(train.loss) > 1.5 * last(train.loss)").verdict == .fail)
    #expect(try Self.outcome("first(train.loss) > last(train.loss) + 0.5").verdict == .pass)
  }

  @Test func `what was not recorded leaves a claim undecided`() throws {
    let stopped = try Self.outcome("at(train.loss, 20) < 5", values: [4, 1])
    #expect(stopped.verdict == .undecided)
    #expect(stopped.margin == nil)
    #expect(try Self.outcome("last(train.loss) < 5", values: []).verdict == .undecided)
    #expect(try Self.outcome("at_epoch(train.loss, 3) < 5", values: [4, 1]).verdict == .undecided)
    // One side that fails decides an `and`, one that holds an `or`, whatever the other would be.
    #expect(try Self.outcome("at(train.loss, 20) < 5 and first(train.loss) < 1", values: [4, 1]).verdict == .fail)
    #expect(try Self.outcome("at(train.loss, 20) < 5 or first(train.loss) > 1", values: [4, 1]).verdict == .pass)
  }

  @Test func `a number that is not one never makes a claim hold`() throws {
    for expect in ["max(train.loss) < 9", "min(train.loss) > -9", "mean(train.loss) < 9", "last(train.loss) < 9"] {
      #expect(try Self.outcome(expect, values: [4, 1, 2, .nan]).verdict != .pass, "\(expect)")
    }
    #expect(try Self.outcome("last(train.loss) < 9", values: [4, .infinity]).verdict == .fail)
  }

  @Test func `a claim's text is canonical, and it knows what it reads`() throws {
    let rest = "claims: {c: 1e-2>=last( train.loss )}"
    let graph = try #require(ReadSpec(SampleSpec(rest: rest).text).reader.graph)
    let claim = try #require(graph.claims.first)
    #expect(claim.statement.text == "0.01 >= last(train.loss)")
    #expect(claim.reads == ["train.loss"])
  }

  /// An expectation and what it compares, as `subject relation bound`.
  static let comparisons: [(String, [String])] = [
    ("last(train.loss) < 0.1", ["last(train.loss) < 0.1"]),
    ("1e-2 >= last(train.loss)", ["last(train.loss) <= 0.01"]),
    ("2 < last(train.loss) and last(train.loss) != first(train.loss)", ["last(train.loss) > 2", "last(train.loss) != first(train.loss)"]),
    ("3 == last(train.loss) and size > 2*4", ["last(train.loss) == 3", "size > 8"]),
    ("1 < 2", []),
    ("last(train.loss) < 1 or size > 2", []), ("not last(train.loss) < 1", []), ("size > 1 and not size > 2", []),
  ]

  @Test(arguments: comparisons) func `what a claim compares is known, the side that is recorded first`(_ text: String, _ expected: [String]) throws {
    let rest = "probes: {size: {parameter_norm: {}, at: [0]}}\nclaims: {c: \(text)}"
    let claim = try #require(ReadSpec(SampleSpec(rest: rest).text).reader.graph?.claims.first, "\(text)")
    #expect(claim.statement.comparisons.map { "\($0.subject) \($0.relation) \($0.bound)" } == expected)
  }

  /// What a claim reads, and whether that is a rank, an optimistic size or a count of eigenvalues.
  static let dimensions: [(String, Bool)] = [
    ("last(curvature.negative) == 0", true), ("last(curvature.counts) == [0, 0, 25]", true), ("last(curvature.near) == 0", true),
    ("last(curvature.lowest) > 0", false), ("last(rank.rank) == 25", true), ("last(rank.parameters) == 25", false),
    ("last(spread.effective) > 2", true), ("last(best.size) == 25", true), ("last(best.parameters) == 25", false),
    ("last(train.loss) < 1", false), ("last(train.loss) < 1 and last(rank.rank) > 3", true),
  ]

  @Test(arguments: dimensions) func `claims about ranks and counts of eigenvalues are known by what they read`(
    _ text: String, _ expected: Bool
  ) throws {
    let rest = """
      precision: float64
      probes:
        curvature: {hessian_spectrum: {}}
        rank: {model_rank: train}
        spread: {effective_rank: hidden.weight}
        best: {optimistic_size: {}}
      claims: {c: "\(text)"}
      """
    var spec = SampleSpec(rest: rest)
    spec.layers = "{hidden: {dense: {units: 6, activation: tanh}}, readout: {dense: {units: 1, bias: false}}}"
    let read = ReadSpec(spec.text)
    let claim = try #require(read.reader.graph?.claims.first, "\(read.problems.map(\.message))")
    #expect(claim.statement.countsDimensions == expected)
  }

  @Test func `a claim that is not reproduced keeps its reason, and is judged like any other`() throws {
    let rest = "claims: {c: {expect: last(train.loss) < 1, not_reproduced: as tried}, d: last(train.loss) < 1}"
    let graph = try #require(ReadSpec(SampleSpec(rest: rest).text).reader.graph)
    #expect(graph.claims.map(\.statement.notReproduced) == ["as tried", nil])
    for (loss, verdict) in [(0.5, ClaimOutcome.Verdict.pass), (2, .fail), (.nan, .undecided)] {
      let series = RecordedSeries(series: [Series(name: "train.loss", steps: [0], values: [loss])], stepsPerEpoch: 10)
      #expect(graph.claims.map { $0.evaluate(series).verdict } == [verdict, verdict])
    }
    #expect(graph.rendered(as: .text).contains("last(train.loss) < 1  not reproduced"))
  }
}
