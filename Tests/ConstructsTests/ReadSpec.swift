import Constructs
import DataStore
import ExperimentGraph
import Glibc
import Grammar
import SourceDiagnostics
import YAMLTree

/// The repository's folder, from this file's own place in it.
let repository = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }

/// A spec read as the command reads it, and what was wrong with it.
struct ReadSpec {
  let reader: SpecReader
  let problems: [Diagnostic]

  init(_ source: SourceFile, overrides: [String] = [], folder: String = repository) {
    var diagnostics = Diagnostics()
    // No data set is stored there: whatever needs one is read at run time, never while a spec is judged.
    let site = LoweringSite(folder: folder, cache: DataCache(directory: folder + "/no-such-cache"))
    reader = SpecReader(source, overrides: overrides, site: site, into: &diagnostics)
    problems = diagnostics.list
  }

  init(_ text: String, overrides: [String] = [], folder: String = repository) {
    self.init(SourceFile(name: "spec.yaml", text: text), overrides: overrides, folder: folder)
  }

  /// `line code` for each problem.
  var summary: [String] {
    problems.map { "\(reader.sources.position(of: $0.primary.range).line) \($0.code.rawValue)" }
  }
}

/// A small spec, part by part.
struct SampleSpec {
  var data = "{train: {function: {of: sin(3*x), x: {linspace: [-1, 1, 40]}}}}"
  var layers = "{hidden: {dense: {units: 6, activation: tanh}}, readout: {dense: {units: 1}}}"
  var loss = "{mse: {factor: 1}}"
  var initial = "{default: lecun}"
  var optimizer = "{gradient_descent: {learning_rate: 0.1}}"
  var stop = "{steps: 100}"
  var batch = "4"
  var rest = ""

  var text: String {
    """
    condensespec: 1
    data: \(data)
    model: {layers: \(layers), loss: \(loss)}
    init: \(initial)
    train: {optimizer: \(optimizer), batch: \(batch), stop: \(stop)}
    \(rest)

    """
  }
}

/// One value of the language, decoded from its text.
func decoded<Output>(_ type: ValueType<Output>, _ text: String) -> (value: Output?, problems: [Diagnostic]) {
  let record = Record<Output>("sample", "One value.", .required("value", type, "The value.")) { $0 }
  let language = Language(record, functions: Functions.table)
  var sources = SourceMap()
  var diagnostics = Diagnostics()
  let file = sources.add(SourceFile(name: "value.yaml", text: "value:\n  " + text.replacing("\n", with: "\n  ") + "\n"))
  guard let node = parse(file, in: sources, into: &diagnostics),
    let form = language.decode(node, in: sources, into: &diagnostics)
  else { return (nil, diagnostics.list) }
  let value = language.resolve(form, into: &diagnostics).value
  return (value, diagnostics.list)
}

/// The same where the text is known to be right; nil, which no test accepts, where it is not.
func component<Output>(_ family: Family<Output>, _ text: String) -> Output? {
  decoded(.component(family), text).value
}

/// Names of the files of a folder with an ending, sorted.
func files(in folder: String, ending: String) -> [String] {
  guard let directory = opendir(folder) else { return [] }
  defer { closedir(directory) }
  var names: [String] = []
  while let entry = readdir(directory) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    if name.hasSuffix(ending) { names.append(name) }
  }
  return names.sorted()
}

/// The text of a file of the repository.
func text(of path: String) throws -> String {
  String(decoding: try SourceFile(contentsOf: path).bytes, as: UTF8.self)
}
