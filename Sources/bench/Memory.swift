import Constructs
import Glibc
import Kernels
import Results
import Runtime

/// The largest resident memory of whole runs, each in a process of its own, beside what `plan` says.
func addMemory(to report: inout Report, _ setting: Setting) {
  let specs: [(work: String, spec: String, overrides: [String])] = [
    ("tanh 1-500-1, n = 50", "tanh.yaml", ["train.stop={steps: 1000}"]),
    ("relu, m = 10⁶, d = 1, n = 4", "relu.yaml", ["let.m=1000000", "let.n=4", "train.stop={steps: 20}"]),
    ("relu, m = 10⁶, d = 1, n = 40", "relu.yaml", ["let.m=1000000", "let.n=40", "train.stop={steps: 5}"]),
    ("relu, m = 10⁴, d = 1, n = 1000", "relu.yaml", ["let.m=10000", "let.n=1000", "train.stop={steps: 5}"]),
    ("CNN 32-64, batch 128", "mnist-cnn-step.yaml", ["train.stop={steps: 3}"]),
    ("CNN 32-64, batch 512", "mnist-cnn-step.yaml", ["train.batch=512", "train.stop={steps: 3}"]),
    ("CNN of specs/mnist-cnn.yaml", "../../specs/mnist-cnn.yaml", justTraining + ["train.stop={steps: 3}"]),
    ("MLP 784-1000-1000-10, batch 128", "mnist-mlp.yaml", ["train.stop={steps: 3}"]),
    ("smallest: the program itself", "smallest.yaml", ["train.stop={steps: 3}"]),
  ]
  for item in specs {
    let sets = item.overrides.flatMap { ["--set", $0] }
    let spec = setting.options.specs + "/" + item.spec
    let words = [CommandLine.arguments[0], "--memory-child", "--threads", "\(setting.options.threads)", "--spec", spec] + sets
    guard let text = PeerFolder.output(words, seconds: 600), let line = text.split(separator: "\n").last,
      let json = try? CanonicalJSON(parsing: Array(line.utf8), name: item.spec), let peak = json["peak"]?.double,
      let planned = json["planned"]?.double
    else {
      print("bench: no memory of \(item.work): \(words.joined(separator: " "))")
      continue
    }
    report.add(
      Row(
        group: Group.memory.rawValue, work: item.work, threads: setting.options.threads, ours: Figure(peak, .bytes),
        references: [Reference("planned", Figure(planned, .bytes), share: peak)],
        target: Target(text: "within 1.3 × of the plan", isMet: peak <= 1.3 * planned && planned <= 1.3 * peak)))
  }
}

/// The process that runs one spec and says how much memory it took: a run of the tool in all but its command line.
enum MemoryChild {
  /// The exit code.
  static func run(_ options: Options) -> Int32 {
    guard let path = options.spec else { return 2 }
    let spec = ReadSpec(path, options.overrides)
    guard let resolved = spec.reader.resolvedText else { return 2 }
    let folder = "/tmp/bench-\(getpid())"
    defer { _ = output(["rm", "-r", folder]) }
    let subject = RunSubject(
      identity: RunIdentity(specName: "bench", resolvedSpec: Array(resolved.utf8), data: [], numerics: numericsVersion),
      source: Array(resolved.utf8), resolved: resolved, provenance: [])
    let run = RunOptions(outputFolder: folder, instructionSet: .best, threads: options.threads, availableMemory: .max)
    let planned = RunEstimate(spec.experiment, spec.programs).memoryBytes
    do throws(RunFailure) {
      _ = try Runtime.run(
        spec.experiment, subject, run, clock: { Clock.wall.seconds },
        environment: {
          RunEnvironment(
            version: "", isa: "", threads: options.threads, processor: "", system: "", host: "", started: "", seconds: 0)
        }, isCancelled: { false }, progress: { _ in })
    } catch {
      print("bench: \(error)")
      return 3
    }
    let json: CanonicalJSON = ["peak": .integer(peakBytes), "planned": .integer(planned)]
    print(json.compactText)
    return 0
  }

  private static func output(_ words: [String]) -> String? { PeerFolder.output(words, seconds: 60) }

  /// The most memory that was resident at once. (`getrusage` would count what the parent had when it started this process.)
  private static var peakBytes: Int {
    let status = PeerFolder.output(["cat", "/proc/\(getpid())/status"], seconds: 10) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return line.flatMap { $0.split(whereSeparator: { " \t".contains($0) }).dropFirst().first }.flatMap { Int($0) }.map { $0 * 1024 } ?? 0
  }
}
