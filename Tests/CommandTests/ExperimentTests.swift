import Results
import TestFolders
import Testing

/// The shipped experiments in a form short enough for every change: their claims hold, and their controls fail the claims that the control
/// is about, for no other reason.
@Suite struct ExperimentTests {
  let tool = Tool()

  /// A spec, what shortens it, and what makes the control of it.
  struct Experiment: Sendable, CustomTestStringConvertible {
    let name: String
    var short: [String] = []
    /// Claims that take the full length to hold and are not judged in the short form.
    var long: [String] = []
    let control: [String]
    /// Claims that must fail in the control.
    let fails: [String]
    var testDescription: String { name }
  }

  static let all: [Experiment] = [
    Experiment(
      name: "condensation-1d", control: ["init.default.normal.std=m^-0.5"], fails: ["condensed", "left", "right", "recovers"]),
    Experiment(
      name: "condensation-evolution", control: ["init.default.normal.variance=m^-(variance_exponent/4)"],
      fails: ["one_direction_first", "plateau"]),
    Experiment(
      name: "initial-condensation-multiplicity", control: ["init.default.normal.std=0.5"],
      fails: ["tanh_has_one_line", "sigmoid_has_one_line"]),
    Experiment(
      name: "initial-condensation-low-frequency", control: ["init.default.normal.std=0.5"],
      fails: ["three_directions", "one_line_of_two"]),
    Experiment(
      name: "initial-condensation-1d", control: ["init.default.normal.std=0.5"],
      fails: ["one_line", "p_lines", "quadratic", "cubic"]),
    Experiment(
      name: "initial-condensation-regimes", short: ["sweep.grid.m=[100, 10000]", "sweep.grid.seed=[1]"],
      control: ["let.beta_1=m^-0.25", "let.beta_2=m^-0.25"], fails: ["condenses"]),
    Experiment(
      name: "initial-condensation-residual", control: ["init.default.normal.std=0.5"],
      fails: ["one_line_of_the_third", "one_line_of_the_fourth", "one_line_of_the_fifth"]),
    Experiment(
      name: "frequency-principle", short: ["sweep.grid.seed=[1]"],
      control: ["init.first.normal.std=20", "train.stop.steps=600"], fails: ["when_one"]),
    Experiment(
      name: "initializations", short: ["sweep.grid.m=[10000, 100000]"],
      control: ["variants.lecun.model.parameterization=xavier", "variants.ntk.model.parameterization=mean_field"],
      fails: ["lecun", "ntk"]),
    Experiment(
      name: "phase-slopes-1d", short: ["sweep.grid.gamma=[0.5, 1, 1.75]", "sweep.grid.power=[0, 0.5]", "sweep.grid.seed=[1]"],
      control: ["model.output_scale=m^-1/beta^2*(1 + 0*gamma)"], fails: ["linear", "condensed", "rd_linear", "rd_condensed"]),
    Experiment(
      name: "phase-features-1d", short: ["sweep.grid.gamma=[0.5, 1, 1.2, 1.75]", "sweep.grid.seed=[1]"],
      control: ["init.default.normal.std=m^-0.25*(1 + 0*gamma)"], fails: ["condensed", "between"]),
    Experiment(
      name: "phase-diagram-1d",
      short: ["sweep.grid.gamma_prime={linspace: [-0.4, 0.4, 5]}", "sweep.grid.seed=[1, 2]"],
      control: ["let.beta_1=m^-0.4*(1 + 0*gamma)", "let.beta_2=m^-0.4*(1 + 0*gamma_prime)"], fails: ["condensed", "formula"]),
    Experiment(
      name: "phase-feature-distribution", short: ["sweep.grid.m=[1000, 10000]"],
      control: ["let.beta_1=m^-0.35*(1 + 0*gamma)", "let.beta_2=m^-0.35*(1 + 0*gamma_prime)"], fails: ["sharper_inside"]),
    Experiment(
      name: "three-layer", short: ["sweep.grid.seed=[1, 2]"], control: ["model.output_scale=m^-1*(1 + 0*gamma_3)"],
      fails: ["linear_and_condensed", "first_layer"]),
    Experiment(
      name: "dropout", short: ["sweep.grid.seed=[1]"], control: ["model.layers.dropout.dropout.keep=1 + 0*keep"],
      fails: ["condenses", "generalizes"]),
    Experiment(
      name: "initialization-generalization", control: ["init.default.normal.std=m^-0.5*(1 + 0*g)"],
      fails: ["small_beats_middle", "condensed"]),
    Experiment(
      name: "embedding-principle", control: ["stages.narrow.critical_point.until=1000"], fails: ["lowest_of_one", "critical"]),
    Experiment(
      name: "embedding-iris", control: ["stages.narrow.critical_point.until=1000"], fails: ["saddle", "more_zeros", "critical"]),
    Experiment(
      name: "loss-staircase", short: ["sweep.grid.seed=[2, 3]"], control: ["init.default.normal.std=500^-0.5*(1 + 0*start)"],
      fails: ["slow_at_width_two", "between_width_one_and_two"]),
    Experiment(
      name: "intermediate-condensation", short: ["sweep.grid.seed=[1]"], control: ["init.default.normal.std=500^-0.5*(1 + 0*start)"],
      fails: ["one_line", "opposite_directions", "function_of_width_one"]),
    Experiment(
      name: "critical-sets", short: ["sweep.grid.seed={range: [1, 50]}"], control: ["sweep.grid.length=[30000]"],
      fails: ["one_is_contained", "two_is_contained"]),
    Experiment(
      name: "rank-table", short: ["sweep.grid.seed=[1]", "sweep.grid.k=[1, 2]", "sweep.random.count=1"],
      control: ["data.train.function.x.normal.n=4", "stages.on.train.batch=full"], fails: ["formula", "embedded"]),
    Experiment(
      name: "rank-embedding", short: ["sweep.grid.seed=[1]"], control: ["probes.model.model_rank.cut=0.5"], fails: ["rank", "embedded"]),
    Experiment(
      name: "recovery-map",
      short: ["sweep.grid.seed={range: [1, 4]}", "sweep.grid.factor=[1, 10]", "sweep.grid.n=[6, 7, 12, 16, 18, 22, 24, 28, 32]"],
      control: ["init.default.normal.std=1"], fails: ["wide_convolution"]),
    Experiment(
      name: "linear-and-nonlinear-models", short: ["sweep.grid.seed={range: [1, 20]}"], control: ["init.default.normal.std=1"],
      fails: ["simple_at_two"]),
    Experiment(
      name: "matrix-factorization", short: ["sweep.grid.seed=[1, 2, 3]", "sweep.grid.start=[1e-7, 0.1]"],
      control: ["data.train.csv.shuffle=true"], fails: ["none_below", "from_there", "threshold"]),
    Experiment(
      name: "optimistic-sizes", control: ["variants.shared.model.layers.hidden.conv2d.kernel=5"], fails: ["sizes", "ratio"]),
    Experiment(
      name: "recovery-toy", control: ["train.optimizer={adam: {learning_rate: 0.001}}"], fails: ["three", "eight", "narrow_first"]),
    Experiment(
      name: "dropout-recovery", short: ["sweep.grid.seed=[1]", "sweep.grid.n=[8, 12, 17, 20]"],
      control: ["model.layers.dropout.dropout.keep=1 + 0*keep"], fails: ["with_dropout", "without_later"]),
    Experiment(
      name: "transformer-composition",
      short: [
        "let.d=64", "let.steps=1200", "sweep.grid.seed=[1]", "data.train.anchor_composition.sequences=40000",
        "init.default.normal.std=fan_in^-(1.8*gamma - 0.24)", "train.optimizer.adamw.learning_rate.warm_up.to=1e-3",
      ],
      long: ["seen_pairs", "reasons", "hardly_at_all"], control: ["init.default.normal.std=fan_in^-0.3*(1 + 0*gamma)"],
      fails: ["condenses", "rank_is_halved", "reasons"]),
    Experiment(
      name: "gradient-flow",
      control: ["variants.descent.train.optimizer={sgd: {learning_rate: rate, momentum: 0.5}}"], fails: ["agrees", "first_order"]),
  ]

  /// Experiments on the images of MNIST.
  static let digits: [Experiment] = [
    Experiment(
      name: "phase-mnist",
      short: ["sweep.grid.m=[500, 1500]", "sweep.grid.gamma=[0.8, 1.2]", "sweep.grid.gamma_prime=[0]"],
      control: ["let.beta_1=m^-0.4*(1 + 0*gamma)", "let.beta_2=m^-0.4*(1 + 0*gamma_prime)"], fails: ["condensed"]),
    Experiment(
      name: "phase-mnist-features",
      short: [
        "sweep.grid.m=[400, 1200]", "sweep.grid.gamma=[0.7, 1.75, 2.5]", "probes.lines.effective_neurons.first_units=400",
      ],
      control: ["init.default.normal.std=m^-0.35*(1 + 0*gamma)"], fails: ["condensed", "sharper_when_wider"]),
    Experiment(
      name: "condense-mnist", short: ["stages.wide.train.stop.steps=700", "data.test.mnist.samples=2000"],
      control: ["init.default.normal.variance=1/m"], fails: ["few", "control"]),
    Experiment(
      name: "initial-condensation-mnist", short: ["data.train.mnist.samples=2000"], control: ["init.default.normal.std=0.1"],
      fails: ["one_line"]),
    Experiment(
      name: "mnist-cnn-variants",
      short: [
        "sweep.grid.seed=[1]", "let.epochs=2", "variants.tanh.let.epochs=2", "variants.all_images.let={n: 10000, epochs: 2}",
        "variants.to_the_end.let.epochs=2", "data.test.mnist.samples=1000",
      ],
      long: [
        "learns", "tanh_ends_far_from_control", "tanh_learns_all", "smaller_fan_in_does_and_spreads", "spreads_without_hidden",
        "all_images_spread", "to_the_end_learns",
      ],
      control: ["init.default.normal.std=0.1"], fails: ["condenses", "small_kernels_condense", "averages_condense"]),
  ]

  func run(_ experiment: Experiment, _ overrides: [String], under folder: String) throws -> [(name: String, verdict: String)] {
    let sets = overrides.flatMap { ["--set", $0] }
    let answer = try tool(["run", Repository.path + "/specs/\(experiment.name).yaml", "--quiet", "--out", folder] + sets)
    try #require(answer.exit <= 1, "\(answer.err)")
    let claims = try #require(try ResultBundle(at: answer.lastLine).json("claims.json").elements)
    return claims.map { claim in
      let verdict = claim["verdict"]?.text ?? ""
      guard claim["not_reproduced"] != nil else { return (claim["name"]?.text ?? "", verdict) }
      return (claim["name"]?.text ?? "", ["fail": "not reproduced", "pass": "holds"][verdict] ?? verdict)
    }
  }

  func expectClaims(of experiment: Experiment) throws {
    let folder = try TemporaryFolder()
    let claims = try run(experiment, experiment.short, under: folder.path)
    #expect(!claims.isEmpty)
    for claim in claims where !experiment.long.contains(claim.name) {
      #expect(["pass", "not reproduced"].contains(claim.verdict), "\(claim.name): \(claim.verdict)")
    }
    for name in experiment.long { #expect(claims.contains { $0.name == name }, "\(experiment.name) has the claim \(name)") }
  }

  func expectFailures(ofControl experiment: Experiment) throws {
    let folder = try TemporaryFolder()
    let claims = try run(experiment, experiment.short + experiment.control, under: folder.path)
    for name in experiment.fails {
      let verdict = try #require(claims.first { $0.name == name }, "\(experiment.name) has the claim \(name)").verdict
      #expect(verdict == "fail", "\(name)")
    }
  }

  @Test(arguments: all) func `the claims of a shipped experiment hold`(_ experiment: Experiment) throws {
    try expectClaims(of: experiment)
  }

  @Test(arguments: all) func `the control of a shipped experiment fails its claims`(_ experiment: Experiment) throws {
    try expectFailures(ofControl: experiment)
  }

  @Test(.enabled(if: ExampleTests.hasMNIST, ExampleTests.needed), arguments: digits)
  func `the claims of an experiment on digits hold`(_ experiment: Experiment) throws { try expectClaims(of: experiment) }

  @Test(.enabled(if: ExampleTests.hasMNIST, ExampleTests.needed), arguments: digits)
  func `the control of an experiment on digits fails its claims`(_ experiment: Experiment) throws {
    try expectFailures(ofControl: experiment)
  }

  /// Experiments that are tested elsewhere, with a short form of their own.
  static let elsewhere = ["mnist-cnn", "mnist-cnn-large-init"]

  @Test func `every shipped spec is an experiment of this table or tested elsewhere`() throws {
    let shipped = try Repository.specs(in: Repository.path + "/specs").map { String($0.dropLast(".yaml".count)) }
    #expect(shipped.sorted() == ((Self.all + Self.digits).map(\.name) + Self.elsewhere).sorted())
  }
}
