import Constructs
import Results
import TestFolders
import Testing

/// Experiments of a size that nobody has, and what `plan` says of those that fit.
@Suite struct SizeTests {
  /// A network of m units on n points with d coordinates; everything small.
  static let plain = """
    condensespec: 1
    let: {m: 8, n: 20, d: 2}
    data:
      train: {function: {of: x1 - x2, x: {uniform: {n: n, d: d}}}}
    model:
      layers:
        hidden:  {dense: {units: m, activation: tanh}}
        readout: {dense: {units: 1}}
      loss: {mse: {factor: 1}}
    init: {default: lecun}
    train:
      optimizer: {gradient_descent: {learning_rate: 1e-6}}
      batch: full
      stop: {steps: 2}
    metrics: {at: [start, end], record: [train.loss]}

    """

  /// Changes to a spec.
  struct Change: CustomTestStringConvertible {
    let overrides: [String]
    /// What `plan` answers with; nil where it depends on the memory there is.
    var exit: Int32?
    /// A part of what it says.
    var says = ""
    /// A golden spec; nil for the plain one.
    var spec: String?

    init(_ overrides: String..., exit: Int32? = nil, says: String = "", spec: String? = nil) {
      self.overrides = overrides
      self.exit = exit
      self.says = says
      self.spec = spec
    }

    var testDescription: String { overrides.joined(separator: " ") }
    var words: [String] { overrides.flatMap { ["--set", $0] } }

    func path(_ folder: TemporaryFolder) throws -> String {
      try spec.map { GoldenCase.folder + "/" + $0 } ?? folder.put(SizeTests.plain, "plain.yaml")
    }
  }

  static let absurd = [
    Change("let.m=1e9", exit: 2, says: "more than 2,147,483,648 parameters"),
    Change("let.m=1e6", "let.n=1e6"),
    Change("let.m=1e7", "let.n=1e8"),
    Change("let.m=1e6", "let.n=1e6", "train.batch=1e6", "train.stop={epochs: 1e9}", "precision=float64"),
    Change("let.d=2^28", "let.n=1", exit: 2, says: "too-many-parameters"),
    Change("let.d=2^28", "let.n=1", "let.m=4", "data.train.function.of=x1 - x268435456"),
    Change("let.d=2^28", "let.n=1", "data.train.function.of=y", exit: 2, says: "`x1`, `x2`, …, `x268435456`"),
    Change("let.d=2^28", "let.n=2^28", exit: 2, says: "268,435,456 numbers"),
    Change("train.stop.steps=1e12", "let.m=1e6", "let.n=1000"),
    Change("train.stop.steps=9007199254740992", exit: 2, says: "must be from 0 to 1000000000000"),
    Change("metrics.at={every: 1}", "train.stop.steps=1e12", exit: 2, says: "moments"),
    Change("metrics.at=[{every: 9007199254740992}, {per_decade: 100}]", "train.stop.steps=1e12", exit: 0),
    Change("let.m=1e7", "probes.p={cosine_similarity: hidden.weight}", exit: 3, says: "4.8 PB of memory and there are"),
    Change(
      "let.m=1e7", "probes.p={cosine_similarity: hidden.weight, at: {every: 1}}", "train.stop.steps=9e5", exit: 3, says: "EB of memory"),
    Change("let.m=1e7", "probes.p={condensation: hidden.weight}", exit: 3, says: "800.0 TB of memory and there are"),
    Change("let.m=1e7", "probes.p={effective_neurons: hidden}", exit: 3, says: "800.0 TB of memory and there are"),
    Change("probes.p={tangent_kernel: train}", exit: 0),
    Change("let.n=201", "probes.p={tangent_kernel: train}", exit: 2, says: "takes at most 200 samples"),
    Change("let.m=1e6", "let.n=200", "probes.p={tangent_kernel: train}", exit: 2, says: "would hold 800,000,200 derivatives"),
    Change("let.n=1e6", "probes.p={activation_similarity: {layer: hidden, on: train}}", exit: 0),
    Change("train.optimizer.gradient_descent.learning_rate={warm_up: {to: 1, epochs: 1e9, then: {cosine: {epochs: 1e9}}}}", exit: 0),
    Change("train.optimizer.gradient_descent.learning_rate={piecewise: {rates: [1, 2], epochs: [1e9]}}", "train.batch=1", exit: 0),
    Change("claims.a.expect=\"at_epoch(train.loss, 1e18) < 1\"", exit: 2, says: "never-recorded"),
    Change("claims.a.expect=\"at(train.loss, 1e300) < 1\"", exit: 0),
    Change(
      "model.layers.first.conv2d={channels: 1e7, kernel: 1000, padding: 999}", exit: 2, says: "8,589,934,592",
      spec: "convolution.yaml"),
    Change(
      "model.layers.first.conv2d={channels: 1000, kernel: 1000, padding: 999}", exit: 2, says: "multiplications",
      spec: "convolution.yaml"),
    Change(
      "model.layers.first.conv2d={channels: 1, kernel: 1000, padding: 999}", exit: 0, says: "at least", spec: "convolution.yaml"),
  ]

  /// Nothing that a spec can say ends in a trap, takes long to be refused, or takes memory before it is.
  @Test(arguments: absurd) func `an absurd size is answered at once, in words`(_ change: Change) throws {
    let folder = try TemporaryFolder()
    let spec = try change.path(folder)
    let planned = try Measured(["plan", spec] + change.words)
    #expect([0, 2, 3].contains(planned.answer.exit), "exit \(planned.answer.exit): \(planned.answer.err)")
    if let exit = change.exit { #expect(planned.answer.exit == exit, "\(planned.answer.out)\(planned.answer.err)") }
    #expect((planned.answer.out + planned.answer.err).contains(change.says), "\(planned.answer.out)\(planned.answer.err)")
    guard planned.answer.exit != 0 else { return }
    let run = try Measured(["run", spec, "--quiet", "--out", folder.path + "/out"] + change.words)
    #expect(run.answer.exit == planned.answer.exit, "\(run.answer.err)")
    for measured in [planned, run] {
      #expect(measured.peakBytes < 100_000_000 && measured.seconds < 20, "\(measured.peakBytes) bytes, \(measured.seconds) s")
      if measured.answer.exit == 3 {
        #expect(measured.answer.err.hasPrefix("error: the experiment needs ") && measured.answer.err.contains(" of memory and there are "))
      }
    }
    #expect(!Folder.exists(folder.path + "/out"))
  }

  @Test func `many wide layers are refused at the one that is too much`() throws {
    let folder = try TemporaryFolder()
    let layers = (0..<500).map { "    bend\($0): {activation: tanh}\n" }.joined()
    let spec = try folder.put(Self.plain.replacing("    readout:", with: layers + "    readout:"), "deep.yaml")
    for command in ["plan", "run"] {
      let answer = try Tool()(command, spec, "--set", "let.m=1e7", "--set", "let.n=1e8")
      #expect(answer.exit == 2 && answer.err.contains("9,007,199,254,740,992 numbers"), "\(answer.err)")
      #expect(answer.err.contains("deep.yaml:16:"), "the ninth of them: \(answer.err)")
    }
  }

  /// Where most of the memory goes to, one kind after the other.
  static let sizes = [
    Change("let.m=1e6", "let.n=4"),
    Change("let.m=3e5", "let.d=10", "let.n=4", "precision=float64", "checkpoints.at={every: 1}"),
    Change("let.m=5e5", "let.n=4", "train.optimizer={adam: {learning_rate: 1e-3}}"),
    Change("let.n=1e6", "let.d=10", "train.batch=1000"),
    Change("let.m=1000", "train.stop.steps=10", "probes.p={cosine_similarity: hidden.weight, at: {every: 1}}"),
    Change("let.m=1e5", "let.d=50", "let.n=4", "probes={p: {gradient_norm: {}}, q: {relative_distance: {}}}"),
    Change("train.stop.steps=3e4", "metrics.at={every: 1}"),
    Change("let.m=3000", "probes.p={condensation: hidden.weight}"),
    Change("let.m=500", "let.n=1e4", "probes.p={activation_similarity: {layer: hidden, on: train}}", "precision=float64"),
    Change("let.m=1e5", "let.n=50", "probes.p={tangent_kernel: train, at: end}"),
    Change("let.n=1e6", "probes={p: {output: train}, q: {largest_error: train}}"),
    Change("let.m=500", "let.n=1500", "precision=float64", "probes.p={model_rank: train, at: end}"),
    Change("let.m=300", "precision=float64", "probes.p={hessian_spectrum: {}, at: end}"),
    Change("let.m=2e4", "precision=float64", "probes.p={hessian_extremes: {steps: 100}, at: end}"),
  ]

  @Test(arguments: sizes) func `the memory that plan says is what a run takes`(_ change: Change) throws {
    let folder = try TemporaryFolder()
    let spec = try change.path(folder)
    let plan = try Tool()(["plan", spec, "--json"] + change.words)
    try #require(plan.exit == 0, "\(plan.err)")
    let said = try #require(try CanonicalJSON(parsing: Array(plan.out.utf8), name: "plan")["memory_bytes"]?.int)
    let run = try Measured(["run", spec, "--quiet", "--out", folder.path + "/out"] + change.words)
    try #require(run.answer.exit == 0, "\(run.answer.err)")
    let ratio = Double(run.peakBytes) / Double(said)
    #expect(ratio < 1.3 && ratio > 1 / 1.3, "\(run.peakBytes) bytes, and plan says \(said)")
  }
}

/// A call of the tool with its largest resident set.
private struct Measured {
  let answer: Tool.Answer
  let peakBytes: Int
  let seconds: Double

  /// Started by a small process of its own: a child begins with the peak of the process that started it.
  init(_ arguments: [String]) throws {
    let measure = """
      import os, sys
      pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
      _, status, usage = os.wait4(pid, 0)
      print(usage.ru_maxrss * 1024)
      sys.exit(os.waitstatus_to_exitcode(status) % 256)
      """
    let begin = ContinuousClock().now
    answer = try Process(["/usr/bin/python3", "-c", measure, Tool.path] + arguments, environment: [], folder: "/").answer()
    seconds = begin.duration(to: .now) / .seconds(1)
    peakBytes = try #require(Int(answer.lastLine), "\(answer.out)\(answer.err)")
  }
}
