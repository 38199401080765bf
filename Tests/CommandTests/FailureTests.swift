import Glibc
import Results
import TestFolders
import Testing

/// A world that does not do its part, and networks that blow up: a sentence, the right exit code, and nothing half-written.
@Suite struct FailureTests {
  let tool = Tool()

  // MARK: Data and bundles

  @Test func `a token that the model does not know ends the run before it starts`() throws {
    let folder = try TemporaryFolder()
    for (name, values) in [("x", [0, 3, 7, 9]), ("y", [1, 2, 3, 4])] as [(String, [Double])] {
      try DurableFile.write(NPY.encode(NumericArray(values, shape: [4, 1])), to: "\(folder.path)/\(name).npy")
    }
    let spec = """
      condensespec: 1
      data: {train: {npy: {inputs: x.npy, targets: y.npy}}}
      model: {layers: {tokens: {embedding: {vocabulary: 7, units: 2}}, last: select_last, readout: {dense: {units: 1}}}, loss: {mse: 1}}
      init: {default: lecun}
      train: {optimizer: {gradient_descent: {learning_rate: 0.1}}, batch: full, stop: {steps: 1}}

      """
    let answer = try tool("run", try folder.put(spec, "tokens.yaml"), "--quiet", "--out", folder.path)
    #expect(answer.exit == 3)
    #expect(answer.err.contains("sample 2 of `train` has the token 7, and the model knows the whole numbers from 0 to 6"), "\(answer.err)")
  }

  @Test func `a place that a matrix of a formula does not have ends the run before it starts`() throws {
    let folder = try TemporaryFolder()
    let answer = try tool(
      "run", GoldenCase.folder + "/model-formula.yaml", "--quiet", "--out", folder.path, "--set",
      "data.train.function.x={grid: [[0, 3, 4], [0, 4, 5]]}")
    #expect(answer.exit == 3)
    #expect(answer.err.contains("has the input `x2` = 4") && answer.err.contains("the whole numbers from 0 to 3"), "\(answer.err)")
    let line = try tool(
      "run", GoldenCase.folder + "/model-formula.yaml", "--quiet", "--out", folder.path, "--set",
      "data={train: {function: {of: x, x: {linspace: [0, 4, 5]}}}}", "--set",
      "model={formula: {parameters: {v: [4]}, output: 'entry(v, x)'}, loss: {mse: {factor: 1/2}}}", "--set", "init={default: zeros}", "--set",
      "probes={}", "--set", "metrics={at: [end]}", "--set", "claims={}")
    #expect(line.exit == 3)
    #expect(line.err.contains("has the input `x` = 4"), "\(line.err)")
  }

  @Test func `absent data is exit 2 before step 0 and names the command that obtains it`() throws {
    let folder = try TemporaryFolder()
    let answer = try Tool(environment: [("CONDENSESPEC_DATA", folder.path)])(
      "run", Repository.examples + "/mnist-two-layer.yaml", "--out", folder.path)
    #expect(answer.exit == 2)
    #expect(answer.err.contains("run `condensespec data get mnist`"), "\(answer.err)")
    #expect(!Folder.exists(folder.path + "/runs"))
  }

  @Test func `a data file of the wrong length is exit 2 before step 0`() throws {
    let folder = try TemporaryFolder()
    for name in ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"] {
      try folder.put("short", "mnist/" + name)
    }
    let answer = try Tool(environment: [("CONDENSESPEC_DATA", folder.path)])(
      "run", Repository.examples + "/mnist-two-layer.yaml", "--out", folder.path)
    #expect(answer.exit == 2)
    #expect(answer.err.contains("instead of") && answer.err.contains("run `condensespec data get mnist`"), "\(answer.err)")
  }

  @Test func `a file the spec names and that is not there is an error at its line`() throws {
    let folder = try TemporaryFolder()
    let text = Specs.parabola.replacing(
      "{function: {of: x^2, x: {linspace: [-1, 1, 20]}}}", with: "{csv: {path: none.csv, inputs: [1], targets: [2]}}")
    let answer = try tool("run", try folder.put(text, "table.yaml"), "--out", folder.path)
    #expect(answer.exit == 2)
    #expect(answer.err.contains("missing-data-file") && answer.err.contains("table.yaml:5:"), "\(answer.err)")
  }

  @Test func `an altered byte of any file of a bundle is found, with its name`() throws {
    let folder = try TemporaryFolder()
    let path = try tool("run", try folder.put(Specs.parabola, "parabola.yaml"), "--out", folder.path).lastLine
    let names = try ResultBundle(at: path).index.artifacts.map(\.path)
    for name in names {
      let bytes = try FileBytes.read(path + "/" + name)
      var altered = bytes
      altered[altered.count / 2] ^= 1
      try DurableFile.write(altered, to: path + "/" + name)
      let answer = try tool("verify", path)
      #expect(answer.exit == 2 && answer.err.contains(name), "\(name): \(answer.err)")
      try DurableFile.write(bytes, to: path + "/" + name)
    }
    #expect(try tool("verify", path).exit == 0)
    try DurableFile.write(Array("{".utf8), to: path + "/bundle.json")
    for words in [["verify", path], ["report", path], ["diff", path, path]] {
      let answer = try tool(words)
      #expect(answer.exit == 2 && answer.err.contains("bundle.json"), "\(words): \(answer.err)")
    }
  }

  // MARK: The disk

  @Test func `a file where the folder should be is exit 3`() throws {
    let folder = try TemporaryFolder()
    let file = try folder.put("", "file")
    let answer = try tool("run", try folder.put(Specs.parabola, "parabola.yaml"), "--out", file)
    #expect(answer.exit == 3)
    #expect(answer.err.contains("error: cannot") && answer.err.contains(file), "\(answer.err)")
  }

  @Test func `a folder that cannot be written is exit 3`() throws {
    let folder = try TemporaryFolder()
    let spec = try folder.put(Specs.parabola, "parabola.yaml")
    guard
      let answer = try tool.inNamespace(
        "mkdir \(folder.path)/out && mount -t tmpfs -o ro tmpfs \(folder.path)/out && \"$TOOL\" run \(spec) --out \(folder.path)/out")
    else { try Test.cancel("mounting in a namespace of one's own is not permitted here") }
    #expect(answer.exit == 3)
    #expect(answer.err.contains("read-only") && answer.err.contains("--out"), "\(answer.err)")
  }

  @Test func `a disk without room for the bundle is exit 3 before step 0`() throws {
    let folder = try TemporaryFolder()
    let spec = try folder.put(Specs.parabola, "parabola.yaml")
    guard
      let answer = try tool.inNamespace(
        """
        mkdir \(folder.path)/out && mount -t tmpfs -o size=16k tmpfs \(folder.path)/out
        "$TOOL" run \(spec) --out \(folder.path)/out; code=$?; ls -A \(folder.path)/out; exit $code
        """)
    else { try Test.cancel("mounting in a namespace of one's own is not permitted here") }
    #expect(answer.exit == 3)
    #expect(answer.err.contains("disk"), "\(answer.err)")
    #expect(answer.out.isEmpty, "nothing was written: \(answer.out)")
  }

  @Test func `a disk that fills up during the run is exit 3, leaves nothing final, and the run goes on when there is room`() throws {
    let folder = try TemporaryFolder()
    let spec = try folder.put(Specs.long, "long.yaml")
    guard
      let answer = try tool.inNamespace(
        """
        cd \(folder.path) && mkdir out && mount -t tmpfs -o size=4m tmpfs out
        "$TOOL" run \(spec) --quiet --snapshot-interval 0.1 --out out & child=$!
        while [ ! -e out/runs ]; do sleep 0.02; done
        cat /dev/zero > out/filler 2>/dev/null
        wait $child; echo "full $?"; ls out/runs
        rm out/filler; "$TOOL" run \(spec) --quiet --out out; echo "again $?"
        """)
    else { try Test.cancel("mounting in a namespace of one's own is not permitted here") }
    #expect(answer.err.contains("the disk is full"), "\(answer.err)")
    #expect(answer.out.hasPrefix("full 3\nout/runs/long-") && answer.lastLine == "again 0", "\(answer.out)")
  }

  @Test func `an experiment that needs more memory than there is, is exit 3 before anything is made`() throws {
    let folder = try TemporaryFolder()
    // Two thousand million numbers in float64, their gradient, and adam's two averages: over 60 GB.
    let large = Specs.parabola
      .replacing("units: 8, activation: tanh}}", with: "units: 46000}}\n    second:  {dense: {units: 46000}}")
      .replacing("{gradient_descent: {learning_rate: 0.1}}", with: "{adam: {learning_rate: 0.1}}")
      .replacing("seed: 1", with: "precision: float64")
    let meminfo = try FileBytes.read("/proc/meminfo")
    let total = String(decoding: meminfo, as: UTF8.self).split(separator: "\n").first.flatMap { Int($0.filter(\.isNumber)) }
    if let total, total > 60_000_000 { try Test.cancel("this machine has the memory") }
    for command in [["plan"], ["run", "--out", folder.path + "/out"]] {
      let answer = try tool([command[0], try folder.put(large, "large.yaml")] + command.dropFirst())
      #expect(answer.exit == 3, "\(answer.err)")
      #expect(answer.err.contains("GB of memory and there are"), "\(answer.err)")
    }
    #expect(!Folder.exists(folder.path + "/out"))
  }

  // MARK: Numbers

  @Test func `a loss that is not finite is exit 3 and names step, tensor and the line of the layer`() throws {
    let folder = try TemporaryFolder()
    let answer = try tool("run", try folder.put(Specs.overflow, "overflow.yaml"), "--out", folder.path)
    #expect(answer.exit == 3)
    #expect(answer.err.contains("after step 0") && answer.err.contains("inf"), "\(answer.err)")
    #expect(answer.err.contains("overflow.yaml:8:") && answer.err.contains("on_nonfinite: record"), "\(answer.err)")
    #expect(try ResultBundle.finishedNames(under: folder.path).isEmpty)
  }

  @Test func `the learning rate's divergence names the step and the tensor too`() throws {
    let folder = try TemporaryFolder()
    let answer = try tool(
      "run", try folder.put(Specs.parabola, "parabola.yaml"), "--out", folder.path, "--set",
      "train.optimizer.gradient_descent.learning_rate=1e4")
    #expect(answer.exit == 3)
    #expect(answer.err.contains("the loss stopped being finite after step "), "\(answer.err)")
    #expect(answer.err.contains("parabola.yaml:"), "\(answer.err)")
  }

  @Test func `a recorded divergence is a result: status diverged, exit by the claims`() throws {
    let folder = try TemporaryFolder()
    let spec = try folder.put(Specs.overflow, "overflow.yaml")
    let record = ["--out", folder.path, "--set", "train.on_nonfinite=record"]
    let failing = try tool(["run", spec] + record)
    // A claim about a number that is not there is undecided, and an undecided claim does not hold.
    #expect(failing.exit == 1, "\(failing.err)")
    let bundle = try ResultBundle(at: failing.lastLine)
    #expect(bundle.index.status == .diverged)
    #expect(bundle.index.detail["stopped_by"]?.text == "divergence")
    #expect(try bundle.verifyIntegrity().isEmpty)
    let holding = try tool(
      ["run", try folder.put(Specs.parabola, "parabola.yaml")] + record + [
        "--set", "train.optimizer.gradient_descent.learning_rate=1e4", "--set", "claims.falls.expect=first(train.loss) < 10",
        "--set", "metrics.at=[start, {every: 1}, end]", "--set", "checkpoints.at=[{every: 1}, end]",
      ])
    #expect(holding.exit == 0, "\(holding.out)\(holding.err)")
    let diverged = try ResultBundle(at: holding.lastLine)
    #expect(diverged.index.status == .diverged)
    // That the last update diverged shows after its moment was recorded: it is recorded once.
    let steps = try #require(try diverged.table("metrics.csv").texts(of: "step"))
    #expect(steps.count > 1 && steps.count == Set(steps).count, "\(steps)")
  }
}

extension ResultBundle {
  /// Names of what is final under a folder that `--out` named.
  static func finishedNames(under folder: String) throws -> [String] {
    guard Folder.exists(folder + "/runs") else { return [] }
    return try Folder.entries(folder + "/runs").map(\.name).filter { !$0.hasPrefix(".") }
  }
}
