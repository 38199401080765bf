import Glibc
import Results

/// Everything a group of rows needs to know.
struct Setting {
  let options: Options
  let peers: PeerFolder
  let peak: Peak

  /// Thread counts worth a row: one, and all.
  var threadCounts: [Int] { options.threads > 1 ? [1, options.threads] : [1] }

  /// Whether a training of this name is wanted.
  func selects(_ work: String) -> Bool { options.only.map { work.contains($0) } ?? true }
}

/// `make bench`: measures and reports.
@main
struct Bench {
  static func main() async {
    let (parsed, problem) = Options.parse(Array(CommandLine.arguments.dropFirst()))
    guard let options = parsed else {
      print(problem.isEmpty ? Options.usage : "bench: \(problem)\n\n\(Options.usage)")
      exit(problem.isEmpty ? 0 : 2)
    }
    if options.isMemoryChild { exit(MemoryChild.run(options)) }

    let chosen = Group.allCases.filter { options.groups.isEmpty ? $0.isUsual : options.groups.contains($0.rawValue) }
    print(Options.machine)
    let peak = Peak()
    let setting = Setting(options: options, peers: PeerFolder(options), peak: peak)
    print(peak.description)
    print(setting.peers.description)
    var report = Report()
    for group in chosen {
      switch group {
      case .products: addProducts(to: &report, setting)
      case .functions: addFunctions(to: &report, setting)
      case .tanh: addTanh(to: &report, setting)
      case .relu: addReLU(to: &report, setting)
      case .networks: addNetworks(to: &report, setting)
      case .sweep: await addSweep(to: &report, setting)
      case .diagram: addDiagram(to: &report, setting)
      case .recovery: addRecovery(to: &report, setting)
      case .spectra: addSpectra(to: &report, setting)
      case .interpreter: addInterpreter(to: &report, setting)
      case .memory: addMemory(to: &report, setting)
      case .layers: printLayers(setting)
      case .rates: printRates()
      case .breakdown: printBreakdown(setting)
      }
    }
    if !report.rows.isEmpty { print("\n" + report.summary) }
    if let path = options.json { write(report, peak, setting, to: path) }
  }

  private static func write(_ report: Report, _ peak: Peak, _ setting: Setting, to path: String) {
    let json: CanonicalJSON = [
      "peak": peak.json, "peers": .string(setting.peers.description), "repetitions": .integer(setting.options.repetitions),
      "rows": .array(report.rows.map(\.json)),
    ]
    do throws(ResultsFailure) {
      try DurableFile.write(Array(json.prettyText.utf8), to: path)
    } catch {
      print("bench: \(error)")
      exit(3)
    }
  }
}
