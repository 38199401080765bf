import DataStore
import Glibc
import Results

/// A program of another framework for the same work, by the name of its script and its arguments.
struct Peer {
  enum Framework: String {
    case torch, jax, numpy
  }

  let framework: Framework
  /// Which variant it is, as the table shows it.
  let variant: String
  let script: String
  let arguments: [String]
  /// Whether it is what people usually write, rather than the fastest that was found.
  var isOrdinary = false
  /// Whether MKL is told that the processor is an Intel one, without which it leaves AVX-512 unused.
  var fixesMKL = false

  var name: String { "\(framework.rawValue) \(variant)" + (isOrdinary ? " (ordinary)" : "") }
}

/// The folder with the peer programs, and what can be run of it.
struct PeerFolder {
  private let folder: String
  private let python: String
  private let frameworks: [Peer.Framework]
  private let fake: String?
  private let mnist: String

  init(_ options: Options) {
    let folder = options.peers
    self.folder = folder
    python = options.python
    let isThere = access(folder + "/common.py", R_OK) == 0
    frameworks = [.torch, .jax, .numpy].filter { framework in
      isThere && Self.output([options.python, "-c", "import \(framework.rawValue)"], seconds: 120) != nil
    }
    fake = access(folder + "/libfakeintel.so", R_OK) == 0 ? folder + "/libfakeintel.so" : nil
    mnist = UserData.directory + "/mnist"
  }

  var description: String {
    if frameworks.isEmpty { return "peers: not measured (no programs under \(folder), or no Python that imports torch or jax)" }
    return "peers: \(frameworks.map(\.rawValue).joined(separator: ", "))" + (fake == nil ? ", MKL as it comes" : "")
  }

  /// The peer as a contender: its median seconds per step. `share` divides them further, for programs that train many networks at once.
  func contender(_ peer: Peer, share: Double = 1) -> Contender {
    Contender(peer.name) { seconds(peer).map { $0 / share } }
  }

  private func seconds(_ peer: Peer) -> Double? { result(peer)?["seconds_per_step_median"]?.double }

  /// Seconds of a peer's compilation and of so many steps, at the pace of those that it made.
  func seconds(_ peer: Peer, compiledAndRun steps: Int) -> Double? {
    guard let result = result(peer), let step = result["seconds_per_step_median"]?.double else { return nil }
    // Programs that do not say how long they compile did so in the first of their runs.
    let compilation = result["compile_s"]?.double ?? max(0, (result["warmup_s"]?.double ?? 0) - (result["total_s"]?.double ?? 0))
    return compilation + step * Double(steps)
  }

  private func result(_ peer: Peer) -> CanonicalJSON? {
    guard frameworks.contains(peer.framework) else { return nil }
    // Freed memory is kept: the peers' fastest setting.
    var words = ["env", "MNIST_DIR=\(mnist)", "PYTHONPATH=\(folder)"]
    words += ["MALLOC_MMAP_THRESHOLD_=8000000000", "MALLOC_TRIM_THRESHOLD_=8000000000"]
    if peer.fixesMKL, let fake { words.append("LD_PRELOAD=\(fake)") }
    let script = peer.script.contains("/") ? peer.script : folder + "/" + peer.script
    words += [python, script] + peer.arguments
    guard let text = Self.output(words, seconds: 600),
      let line = text.split(separator: "\n").last(where: { $0.hasPrefix("{") }),
      let json = try? CanonicalJSON(parsing: Array(line.utf8), name: peer.script)
    else {
      print("bench: \(peer.name) gave no result: \(words.joined(separator: " "))")
      return nil
    }
    return json
  }

  /// What a program prints; nil if it fails.
  static func output(_ words: [String], seconds: Int) -> String? {
    let log = "/tmp/bench-\(getpid()).log"
    defer { unlink(log) }
    do throws(DataFailure) { try Subprocess.run(words, log: log, seconds: seconds) } catch { return nil }
    return (try? FileBytes.read(log, limit: 16 << 20)).map { String(decoding: $0, as: UTF8.self) }
  }
}

/// Where this user's data sets lie.
enum UserData {
  static var directory: String {
    DataCache.usualDirectory { name in getenv(name).map { String(cString: $0) } }
  }
}
