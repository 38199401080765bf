import Constructs
import ExperimentGraph
import Testing

/// The points of sweeps, what summaries make of them, and how claims over them are judged.
@Suite struct SweepTests {
  /// A sweep over `text` whose learning rate and width can depend on every axis.
  static func read(_ sweep: String, rate: String = "0.1*(1+a-a)", rest: String = "", stop: String = "{steps: 3}") -> ReadSpec {
    var spec = SampleSpec(rest: "sweep: \(sweep)\nmetrics: {at: [start, end], record: [train.loss]}\n\(rest)")
    spec.optimizer = "{gradient_descent: {learning_rate: \(rate)}}"
    spec.stop = stop
    return ReadSpec(spec.text)
  }

  /// Points as `a=1 b=2`.
  static let points: [(String, String, [String])] = [
    ("{grid: {a: [1, 2], b: [3, 4]}}", "0.1*a*b", ["a=1 b=3", "a=1 b=4", "a=2 b=3", "a=2 b=4"]),
    ("{grid: {a: {linspace: [0, 0.6, 7]}}}", "0.1+a", ["a=0", "a=0.1", "a=0.2", "a=0.3", "a=0.4", "a=0.5", "a=0.6"]),
    ("{grid: {a: {logspace: [10, 1000, 5]}}}", "1/a", ["a=10", "a=32", "a=100", "a=316", "a=1000"]),
    ("{grid: {a: {logspace: {from: 0.1, to: 10, count: 3, rounded: false}}}}", "a/100", ["a=0.1", "a=1", "a=10"]),
    ("{grid: {a: {range: [1, 6, 2]}}}", "0.1*a", ["a=1", "a=3", "a=5"]),
    ("{zip: {a: [1, 2, 3], b: [6, 5, 4]}}", "0.1*a*b", ["a=1 b=6", "a=2 b=5", "a=3 b=4"]),
    ("{grid: {a: [1, 2]}, zip: {b: [3, 4], c: [5, 6]}}", "0.01*a*b*c", ["a=1 b=3 c=5", "a=1 b=4 c=6", "a=2 b=3 c=5", "a=2 b=4 c=6"]),
    ("{list: [{a: 1, b: 2}, {b: 5, a: 3}]}", "0.1*a*b", ["a=1 b=2", "a=3 b=5"]),
    ("{grid: {a: [1, 2, 3], b: [1, 2, 3]}, where: a + b == 4}", "0.1*a*b", ["a=1 b=3", "a=2 b=2", "a=3 b=1"]),
    ("{grid: {a: [1], seed: {range: [3, 5]}}}", "0.1*a", ["a=1 seed=3", "a=1 seed=4", "a=1 seed=5"]),
  ]

  @Test(arguments: points) func `a sweep has the points that it says, in a fixed order`(
    _ sweep: String, _ rate: String, _ labels: [String]
  ) throws {
    let read = Self.read(sweep, rate: rate)
    #expect(read.summary == [], "\(read.problems.map(\.message))")
    #expect(try #require(read.reader.sweep).points.map(\.label) == labels)
  }

  @Test func `an axis called seed sets the seed, and a written seed may read it`() throws {
    let implied = try #require(Self.read("{grid: {a: [1], seed: [7, 8]}}").reader.sweep)
    #expect(implied.points.map(\.graph.seed) == [7, 8])
    let written = try #require(Self.read("{grid: {a: [1], seed: [7, 8]}}", rest: "seed: 100 + seed").reader.sweep)
    #expect(written.points.map(\.graph.seed) == [107, 108])
  }

  @Test func `a random sweep draws by seed, axis and number alone`() throws {
    func labels(_ sweep: String) throws -> [String] { try #require(Self.read(sweep).reader.sweep).points.map(\.label) }
    let three = try labels("{random: {count: 3, axes: {a: {log_uniform: [0.01, 1]}}}}")
    #expect(Set(three).count == 3)
    #expect(try labels("{random: {count: 5, axes: {a: {log_uniform: [0.01, 1]}}}}").prefix(3) == three[...])
    #expect(try labels("{random: {count: 3, seed: 1, axes: {a: {log_uniform: [0.01, 1]}}}}") != three)
    for label in try labels("{random: {count: 40, axes: {a: {uniform: [2, 3]}}}}") {
      let value = try #require(Double(label.dropFirst(2)))
      #expect(value >= 2 && value < 3)
    }
    #expect(Set(try labels("{random: {count: 40, axes: {a: [5, 6]}}}")) == ["a=5", "a=6"])
  }

  @Test func `a point is the run of the same spec without a sweep`() throws {
    let sweep = try #require(Self.read("{grid: {a: [0.5, 1]}}", rate: "0.1*a").reader.sweep)
    let alone = Self.read("{}", rate: "0.1*a")
    #expect(alone.reader.sweep == nil)
    let resolved = sweep.points[0].resolved.yaml(notes: false)
    #expect(resolved.contains("let:\n  a: 0.5\n"))
    #expect(resolved.contains("learning_rate: 0.05"))
    let again = ReadSpec(resolved)
    #expect(again.summary == [])
    #expect(again.reader.resolvedText == resolved)
  }

  @Test func `claims, summaries and variants that are not chosen do not change the run of a point`() throws {
    func texts(_ rest: String) throws -> [String] {
      try #require(Self.read("{grid: {a: [1, 2]}}", rate: "0.1*a", rest: rest).reader.sweep).points.map { $0.resolved.yaml(notes: false) }
    }
    let plain = try texts("")
    let said = """
      title: other words
      claims: {c: last(train.loss) < 1}
      summaries: {s: {mean: {of: last(train.loss)}}}
      variants: {v: {seed: 3}}
      """
    #expect(try texts(said) == plain)
  }

  @Test func `a name as a value of an axis chooses what stands where the axis is named`() throws {
    var spec = SampleSpec(rest: "sweep: {grid: {kind: [tanh, relu], start: [lecun, he]}}")
    spec.layers = "{hidden: {dense: {units: 6, activation: kind}}, readout: {dense: {units: 1}}}"
    spec.initial = "{default: start}"
    let sweep = try #require(ReadSpec(spec.text).reader.sweep)
    #expect(sweep.points.map(\.label) == ["kind=tanh start=lecun", "kind=tanh start=he", "kind=relu start=lecun", "kind=relu start=he"])
    let layers = sweep.points.map { $0.graph.model.layers[0].summary }
    #expect(layers[0].contains("activation: tanh") && layers[3].contains("activation: relu"))
  }

  @Test func `a variant is laid over the document: mappings are merged, other kinds replaced`() throws {
    var spec = SampleSpec(
      rest: """
        sweep: {grid: {variant: [small, large, other]}}
        variants:
          small: {model: {layers: {hidden: {dense: {units: 2}}}}}
          large: {init: {default: {normal: {std: 0.5}}}, let: {rank: 3}}
          other: {train: {optimizer: {adam: {learning_rate: 0.01}}}}
        """)
    spec.layers = "{hidden: {dense: {units: 6, activation: tanh}}, readout: {dense: {units: 1}}}"
    let read = ReadSpec(spec.text)
    #expect(read.summary == [], "\(read.problems.map(\.message))")
    let points = try #require(read.reader.sweep).points
    #expect(points.map { $0.graph.model.layers[0].summary.contains("units: 2, activation: tanh") } == [true, false, false])
    #expect(points.map { $0.graph.initializers[0].summary }.map { $0 == "normal(std: 0.5)" } == [false, true, false])
    #expect(points.map { $0.graph.training.optimizer.stateNames.count } == [0, 0, 2])
  }
}
