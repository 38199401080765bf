import Glibc

/// What the command line asks for.
struct Options {
  /// Names of groups; all of them if empty.
  var groups: [String] = []
  /// The folder of the peer programs, and the Python that has their libraries.
  var peers = "../shared/peers"
  var python = "python3"
  /// How often everything is measured in turn.
  var repetitions = 5
  /// What the names of trainings contain that are measured; all of them if nil.
  var only: String?
  /// Where the JSON goes, if it is wanted.
  var json: String?
  /// The folder of the benchmarks' specs.
  var specs = "Benchmarks/specs"
  /// `--set` of the commands that take a spec.
  var overrides: [String] = []
  /// A spec, for `breakdown` and for the child that measures memory.
  var spec: String?
  /// Whether this process is the child that measures memory.
  var isMemoryChild = false
  var threads = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))

  static let usage = """
    bench [GROUP ...] [options]: times beside the peak of this machine and beside tuned programs of other frameworks

      groups: \(Group.allCases.map(\.rawValue).joined(separator: ", ")); all but the last three if none is named
      --peers DIR         folder of the peer programs (default ../shared/peers)
      --python PROGRAM    a Python that imports torch and jax (default python3)
      --only TEXT         of trainings, those whose name contains this: "d = 5", "MLP"
      --repetitions N     how often ours and theirs are measured in turn (default 5); medians are reported
      --threads N         most threads (default: all processors)
      --specs DIR         folder of the benchmarks' specs (default Benchmarks/specs)
      --json FILE         also write the rows as JSON
      breakdown --spec FILE [--set path=value]     time of each instruction of a spec's update
    """

  /// The processor, as the system calls it.
  static var machine: String {
    let text = PeerFolder.output(["grep", "-m1", "model name", "/proc/cpuinfo"], seconds: 10) ?? ""
    let name = text.split(separator: ":").last?.split(separator: "\n").first.map(String.init) ?? " unknown processor"
    return "machine:\(name), \(sysconf(Int32(_SC_NPROCESSORS_ONLN))) processors"
  }

  /// Nil, with a sentence, if the words cannot be understood.
  static func parse(_ words: [String]) -> (options: Options?, problem: String) {
    var options = Options()
    var rest = words[...]
    func number(_ word: String?) -> Int? { word.flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil } }
    while let word = rest.popFirst() {
      switch word {
      case "--memory-child": options.isMemoryChild = true
      case "--help", "-h": return (nil, "")
      case "--peers", "--python", "--json", "--only", "--specs", "--spec", "--set", "--repetitions", "--threads":
        guard let value = rest.popFirst() else { return (nil, "\(word) needs a value") }
        switch word {
        case "--peers": options.peers = value
        case "--python": options.python = value
        case "--json": options.json = value
        case "--only": options.only = value
        case "--specs": options.specs = value
        case "--spec": options.spec = value
        case "--set": options.overrides.append(value)
        default:
          guard let count = number(value) else { return (nil, "\(word) needs a number, not `\(value)`") }
          if word == "--threads" { options.threads = count } else { options.repetitions = count }
        }
      default:
        guard Group(rawValue: word) != nil else { return (nil, "there is no group `\(word)`") }
        options.groups.append(word)
      }
    }
    return (options, "")
  }
}

/// The groups of rows, and diagnostics, which have no targets.
enum Group: String, CaseIterable {
  case products, functions, tanh, relu, networks, sweep, diagram, recovery, spectra, interpreter, memory
  case layers, rates, breakdown

  /// Whether it is run when no group is named.
  var isUsual: Bool { ![.layers, .rates, .breakdown].contains(self) }
}
