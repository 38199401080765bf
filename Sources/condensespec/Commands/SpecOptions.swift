import ArgumentParser
import Constructs
import DataStore
import Glibc
import SourceDiagnostics

/// The arguments of every command that reads a spec.
struct SpecOptions: ParsableArguments {
  @Argument(help: "The spec, a YAML file.", completion: .file(extensions: ["yaml", "yml"]))
  var spec: String

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp("Change one value before the spec is read, such as `let.gamma=1.75`.", valueName: "path=value"))
  var overrides: [String] = []

  @Flag(help: "Print what is found as JSON.")
  var json = false

  /// The spec as far as it could be understood, and what was wrong with it.
  func read() throws(CommandFailure) -> (reader: SpecReader, problems: [Diagnostic]) {
    try Self.read(spec, overrides: overrides, folder: folder)
  }

  /// A spec whose relative data paths start from `folder`.
  static func read(
    _ spec: String, overrides: [String], folder: String
  ) throws(CommandFailure) -> (reader: SpecReader, problems: [Diagnostic]) {
    let source: SourceFile
    do throws(FileFailure) {
      source = try SourceFile(contentsOf: spec)
    } catch {
      throw CommandFailure(.badInput, "error: \(error)")
    }
    var diagnostics = Diagnostics()
    let site = LoweringSite(folder: folder, cache: DataCache(directory: DataFolder.path), threads: Computer.processors)
    let reader = SpecReader(source, overrides: overrides, site: site, into: &diagnostics)
    return (reader, diagnostics.list)
  }

  /// The spec, which must be right: reports everything that is wrong with it otherwise.
  func readOrFail() throws(CommandFailure) -> SpecReader {
    let (reader, problems) = try read()
    try requireSound(reader, problems)
    return reader
  }

  /// Reports everything that is wrong with a spec; fails where that is more than warnings.
  func requireSound(_ reader: SpecReader, _ problems: [Diagnostic]) throws(CommandFailure) {
    if problems.isEmpty { return }
    let text = json ? JSONRenderer.render(problems, reader.sources) : Self.rendered(problems, reader.sources)
    let hasErrors = problems.contains { $0.severity == .error }
    guard hasErrors else {
      Console.err(text)
      return
    }
    if json {
      Console.out(text)
      throw CommandFailure(.badInput)
    }
    throw CommandFailure(.badInput, text)
  }

  /// Problems as people read them, with a last line that counts them.
  static func rendered(
    _ problems: [Diagnostic], _ sources: SourceMap, on stream: Console.Stream = .errors
  ) -> String {
    FullRenderer.render(problems, sources, color: stream.wantsColour) + "\n" + summary(problems, sources) + "\n"
  }

  private static func summary(_ problems: [Diagnostic], _ sources: SourceMap) -> String {
    let errors = problems.filter { $0.severity == .error }.count
    let others = problems.count - errors
    let parts = [(errors, "error"), (others, "warning")].filter { $0.0 > 0 }
    let counts = parts.map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }
    let limit = Diagnostics.shownLimit
    return "\(sources[problems[0].primary.range.file].name): \(counts.joined(separator: ", "))"
      + (problems.count < limit ? "" : "; no more than \(limit) are shown")
  }

  /// The folder of the spec, from which its paths start.
  var folder: String {
    guard let slash = spec.lastIndex(of: "/") else { return "." }
    return slash == spec.startIndex ? "/" : String(spec[..<slash])
  }
}

/// Where stored data sets are kept.
enum DataFolder {
  static var path: String { DataCache.usualDirectory { Environment[$0] } }
}
