import Constructs
import DataStore
import Dispatch
import ExperimentGraph
import Kernels
import Results
import Runtime
import SourceDiagnostics
import Synchronization
import Testing

/// Points of a sweep that are trained together, in the lanes of vectors.
@Suite struct PointPartyTests {
  /// An experiment: what stands in `train:` and in `model:`, and which precision.
  struct Case: Sendable, CustomTestStringConvertible {
    var train = "{optimizer: {gradient_descent: {learning_rate: 0.05}}, batch: full, stop: {steps: 300}}"
    var model = "{layers: {hidden: {dense: {units: 7, activation: tanh}}, readout: {dense: {units: 1}}}, loss: {mse: {factor: 1}}}"
    var precision = "float32"
    var recordings = "[end]"
    var testDescription: String { "\(train) \(model) \(precision)" }

    func experiment(seed: Int, points: Int = 13) throws -> ExperimentGraph {
      let text = """
        condensespec: 1
        precision: \(precision)
        data: {train: {function: {of: sin(3*x), x: {uniform: {n: \(points)}}}}}
        model: \(model)
        init: {default: lecun}
        train: \(train)
        metrics: {at: \(recordings), record: [train.loss]}
        seed: \(seed)
        """
      var diagnostics = Diagnostics()
      let site = LoweringSite(folder: "/", cache: DataCache(directory: "/no-such-cache"))
      let reader = SpecReader(SourceFile(name: "spec.yaml", text: text), overrides: [], site: site, into: &diagnostics)
      return try #require(reader.graph, "\(diagnostics.list)")
    }
  }

  static let optimizers = [
    "{adam: {learning_rate: {cosine: {from: 1e-2, steps: 400}}}}", "{adamw: {learning_rate: 1e-2, weight_decay: 0.1}}",
    "{sgd: {learning_rate: {warm_up: {to: 0.1, steps: 50}}, momentum: 0.9}}",
    "{gradient_descent: {learning_rate: {auto: {start: 4}}}}",
  ]
  static let models = [
    "{layers: {readout: {dense: {units: 1, bias: false}}}, loss: {mse: {factor: 1}}}",
    "{layers: {a: {dense: {units: 20, activation: sigmoid}}, b: {dense: {units: 5, activation: relu}}, c: {dense: {units: 1}}}, loss: {mse: {factor: 2}}}",
    "{layers: {hidden: {dense: {units: 33, activation: sin, bias: false}}, readout: {dense: {units: 1}}}, loss: {mse: {factor: 1/2}}}",
    "{layers: {hidden: {dense: {units: 70, activation: softplus}}, readout: {dense: {units: 1}}}, loss: {mse: {factor: 1}}}",
  ]
  static let cases =
    optimizers.map { Case(train: "{optimizer: \($0), batch: full, stop: {steps: 300}, on_nonfinite: record}") } + models.map { Case(model: $0) }
    + [
      // Each ends at another step, or comes to infinity.
      Case(train: "{optimizer: {gradient_descent: {learning_rate: 0.2}}, batch: full, stop: {steps: 300, loss: 0.2}}"),
      Case(
        train: "{optimizer: {gradient_descent: {learning_rate: 0.7}}, batch: full, stop: {steps: 300}, on_nonfinite: record}",
        model: "{layers: {a: {dense: {units: 7, activation: relu}}, b: {dense: {units: 5}}, c: {dense: {units: 1}}}, loss: {mse: {factor: 1}}}"),
    ]

  /// Jobs of which each has an identity of its own.
  static func jobs(_ experiments: [ExperimentGraph]) -> [PointJob] {
    experiments.enumerated().map { number, experiment in
      PointJob(
        experiment: experiment,
        subject: RunSubject(
          identity: RunIdentity(specName: "x", resolvedSpec: [UInt8(number)], data: [], numerics: numericsVersion), source: [],
          resolved: "", provenance: []))
    }
  }

  static func parties(_ experiments: [ExperimentGraph], computing: Int = 1, memory: Int = .max) -> [PointParty] {
    let options = RunOptions(outputFolder: "/no-such-folder", instructionSet: .best, threads: 1, availableMemory: memory)
    var parties = PointParties(jobs(experiments)[...], options, sharing: SharedPlans(), computing: computing)
    var all: [PointParty] = []
    while let party = parties.next() { all.append(party) }
    return all
  }

  /// What a training comes to: its parameters, its loss, its steps and why it ended.
  struct End: Hashable, Sendable {
    var numbers: [UInt64] = []
    var step = 0
    var stop = ""
  }

  static func train(_ experiment: ExperimentGraph, _ programs: ExperimentPrograms, _ lane: Lane?, stride: Int) throws -> End {
    defer { lane?.leave() }
    var session = try Session(experiment, programs, instructionSet: .best, threads: 1, lane: lane)
    session.initialize()
    var trainer = Trainer(experiment, programs)
    while trainer.state.stop == nil && trainer.state.step < 300 {
      try trainer.advance(&session, to: min(300, trainer.state.step + stride))
      if trainer.state.hasRisen { try trainer.restart(&session) }
    }
    let numbers = experiment.model.parameters.flatMap { session.values($0.name) } + [trainer.state.loss ?? -1]
    return End(numbers: numbers.map(\.bitPattern), step: trainer.state.step, stop: trainer.state.stop?.rawValue ?? "")
  }

  @Test(arguments: cases, ["float32", "float64"])
  func `who is trained with others becomes what he becomes alone`(_ item: Case, _ precision: String) throws {
    var item = item
    item.precision = precision
    let experiments = try (1...8).map { try item.experiment(seed: $0) }
    let alone = try experiments.map { try Self.train($0, ExperimentPrograms($0), nil, stride: 300) }
    let parties = Self.parties(experiments)
    #expect(parties.map(\.points) == [0..<8], "they are not trained together")
    let ends = Mutex([End?](repeating: nil, count: 8))
    let members = DispatchGroup()
    for (number, prepared) in zip(0..., parties[0].prepared) {
      let prepared = try #require(prepared)
      // Each looks up when it likes.
      DispatchQueue(label: "member").async(group: members) {
        let end = try? Self.train(experiments[number], prepared.programs, prepared.lane, stride: [1, 7, 50, 300][number % 4])
        ends.withLock { $0[number] = end }
      }
    }
    members.wait()
    let together = ends.withLock { $0 }
    for number in 0..<8 { #expect(together[number] == alone[number], "member \(number)") }
    // Otherwise it would be no wonder.
    #expect(Set(alone).count == 8)
  }

  @Test func `some members end long before others, by their loss or without a number`() throws {
    let ends = try Self.cases.suffix(2).map { item in
      try (1...8).map { try Self.train(item.experiment(seed: $0), ExperimentPrograms(item.experiment(seed: $0)), nil, stride: 300) }
    }
    #expect(Set(ends[0].map(\.step)).count > 4)
    #expect(Set(ends[1].map(\.step)).count > 2 && ends[1].contains { $0.stop == "divergence" })
  }

  /// With a clock that goes on by a second whenever it is looked at, every program takes a second.
  static func estimate(_ experiments: [ExperimentGraph]) -> SweepEstimate {
    var seconds = 0.0
    let options = RunOptions(outputFolder: "/no-such-folder", instructionSet: .best, threads: 1, availableMemory: 1 << 34)
    return SweepEstimate(experiments, options) {
      seconds += 1
      return seconds
    }
  }

  @Test(arguments: [(5, 5), (16, 1), (32, 2)])
  func `a sweep is expected to take the updates of its parties`(_ count: Int, _ updates: Int) throws {
    let experiments = try (1...count).map { try Case().experiment(seed: $0) }
    let (one, all) = (Self.estimate([experiments[0]]), Self.estimate(experiments))
    #expect(one.seconds > 300 && one.seconds < 303, "300 updates and an evaluation: \(one.seconds)")
    let expected = Double(count) * (one.seconds - 300) + 300 * Double(updates)
    #expect(abs(all.seconds - expected) <= 0.01 * expected, "\(all.seconds)")
    #expect(all.memoryBytes > one.memoryBytes)
  }

  @Test(arguments: [
    (16, 1, [16]), (17, 1, [16, 1]), (10, 1, [10]), (5, 1, [1, 1, 1, 1, 1]), (22, 1, [16, 6]), (20, 2, [10, 10]), (8, 2, [1, 1, 1, 1, 1, 1, 1, 1]),
    (40, 2, [16, 16, 8]), (24, 3, [8, 8, 8]),
  ])
  func `as many go together as there are lanes, if they fill enough of them and leave work for all threads`(
    _ count: Int, _ computing: Int, _ expected: [Int]
  ) throws {
    let experiments = try (1...count).map { try Case().experiment(seed: $0) }
    #expect(Self.parties(experiments, computing: computing).map(\.points.count) == expected)
  }

  @Test func `networks of other shapes, and what is not trained on all samples at once, stay apart`() throws {
    func sizes(_ items: [Case], points: [Int] = [13], memory: Int = .max) throws -> [Int] {
      let experiments = try items.enumerated().map { try $1.experiment(seed: $0 + 1, points: points[$0 % points.count]) }
      return Self.parties(experiments, memory: memory).map(\.points.count)
    }
    let usual = Case()
    var other = usual
    other.model = usual.model.replacing("units: 7", with: "units: 8")
    let eight = [Case](repeating: usual, count: 8)
    #expect(try sizes(eight) == [8])
    #expect(try sizes(eight + [Case](repeating: other, count: 9)) == [8, 9])
    #expect(try sizes(eight, points: [13, 14]) == [Int](repeating: 1, count: 8))
    #expect(try sizes(eight, memory: 1 << 16) == [Int](repeating: 1, count: 8))
    var watched = usual
    watched.recordings = "{every: 10}"
    #expect(try sizes([Case](repeating: watched, count: 8)) == [Int](repeating: 1, count: 8))
    for train in [
      "{optimizer: {sgd: {learning_rate: 0.1}}, batch: 5, stop: {steps: 9}}",
      "{optimizer: {gradient_flow: {}}, batch: full, stop: {time: 1, steps: 1000}}",
      // The largest of some numbers has no instruction of that kind.
      "{optimizer: {sgd: {learning_rate: 0.01, clip: 0.2}}, batch: full, stop: {steps: 300}}",
    ] { #expect(try sizes([Case](repeating: Case(train: train), count: 8)) == [Int](repeating: 1, count: 8), "\(train)") }
    for change in ["units: 7": "units: 3000", "tanh}}": "tanh}}, d: {dropout: {keep: 0.9}}"] {
      let model = usual.model.replacing(change.key, with: change.value)
      #expect(try sizes([Case](repeating: Case(model: model), count: 8)) == [Int](repeating: 1, count: 8), "\(model)")
    }
  }
}
