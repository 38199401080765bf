import Constructs
import Grammar
import Testing

/// Laws over everything declared: a new entry is under them before anyone writes a test for it.
@Suite struct FamilyLawTests {
  static let catalog = Catalog(Spec.language)
  static let families = catalog.families.map(\.name)

  /// Every family and where its entries are declared.
  static let folders = [
    "activation": "Activations", "dataset": "Datasets", "initializer": "Initializers", "layer": "Layers",
    "learning_rate": "LearningRates",
    "parameterization": "Parameterizations", "loss": "Losses", "optimizer": "Optimizers", "points": "Points", "probe": "Probes",
    "schedule": "Schedules", "stop_rule": "StopRules",
    "sweep_axis": "Axes", "draw": "Draws", "summary": "Summaries", "figure": "Figures", "overlay": "Overlays", "stage": "Stages",
  ]

  /// A right text of each record.
  static let examples = [
    "spec": SampleSpec(rest: "claims: {fits: last(train.loss) < 1}").text,
    "model": "{layers: {readout: {dense: {units: 1}}}, output_scale: 2, loss: {mse: {factor: 1}}}",
    "init": "{default: lecun, antisymmetric: true}",
    "train": "{optimizer: {adam: {learning_rate: 1e-3}}, batch: 3, shuffle: true, stop: {steps: 1}}",
    "probe": "{parameter_norm: {norm: l2}, at: [0]}", "metrics": "{at: [0, end], record: [train.loss]}",
    "checkpoints": "{at: [end]}", "claim": "{expect: last(train.loss) < 1, kind: derived, source: here}",
    "near": "{value: last(train.loss), target: 1, within: 0.5}", "figure": "{curves: {of: train.loss}, title: A loss}",
    "axis": "{from: 0, to: 1, count: 3}",
    "sweep": "{grid: {gamma: [0, 1]}, zip: {}, list: [], random: {count: 2, axes: {x: [1, 2]}}, where: gamma < 2}",
    "random": "{count: 2, seed: 1, axes: {x: {uniform: [0, 1]}}}", "summary": "{mean: {of: last(train.loss)}}",
    "key_split": "{modulus: 9, part: test}", "anchor_exception": "{pair: [3, 4], shift: -6}",
    "split": "{unit: 0, shares: [0.3, 0.7], signs: [1, -1]}",
    "formula": "{parameters: {a: [], b: [2, 3]}, output: a*x + sum(b)}",
  ]

  @Test(arguments: families) func `the declarations of a family are complete`(_ name: String) throws {
    let family = try #require(Self.catalog.families.first { $0.name == name })
    #expect(family.declarationFaults(functions: Functions.table) == [])
  }

  @Test func `the declarations of every record are complete`() {
    let records = [Self.catalog.root] + Self.catalog.records
    #expect(records.flatMap { $0.declarationFaults(functions: Functions.table) } == [])
  }

  @Test(arguments: families) func `every field of every kind is refused at its line when it is wrong`(_ name: String) throws {
    let family = try #require(Self.catalog.families.first { $0.name == name })
    let failures = LawCase.all(of: family).compactMap { $0.failure(functions: Functions.table) }
    #expect(failures == [])
  }

  @Test func `every field of every record is refused at its line when it is wrong`() throws {
    for record in [Self.catalog.root] + Self.catalog.records {
      let example = try #require(Self.examples[record.name], "the record `\(record.name)` has an example above")
      let failures = LawCase.all(of: record, example: example).compactMap { $0.failure(functions: Functions.table) }
      #expect(failures == [], "\(record.name)")
    }
  }

  @Test func `the laws look at hundreds of mistakes`() {
    #expect(Self.catalog.families.flatMap { LawCase.all(of: $0) }.count > 500)
  }

  @Test(arguments: families) func `a family lists every construct that its folder declares`(_ name: String) throws {
    let family = try #require(Self.catalog.families.first { $0.name == name })
    let folder = repository + "/Sources/Constructs/" + (try #require(Self.folders[name]))
    let kinds = try files(in: folder, ending: ".swift").flatMap { file in
      try text(of: folder + "/" + file).matches(of: /Entry<[^>]*>\(\s*"([a-z0-9_]+)"/).map { String($0.1) }
    }
    #expect(kinds.sorted() == family.entries.map(\.kind).sorted())
  }

  @Test func `no construct is declared in a folder without a family`() {
    #expect(Self.families.sorted() == Self.folders.keys.sorted())
  }

  @Test func `every kind, record, metric and function can be explained`() {
    for name in Documents.names { #expect(Documents.explanation(of: name) != nil, "\(name)") }
  }
}
