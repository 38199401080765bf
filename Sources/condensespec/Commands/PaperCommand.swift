import ArgumentParser
import Constructs
import ExperimentGraph
import Reports
import Results
import Runtime

/// `condensespec paper`: many experiments on one page, what was published beside what came out.
struct PaperCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "paper",
    abstract: "Run specs and write one page with their figures, claims, and published values beside measured ones.",
    discussion: "What has been run already is not run again.")

  @Argument(help: "Specs, YAML files.", completion: .file(extensions: ["yaml", "yml"]))
  var specs: [String]

  @OptionGroup var execution: ExecutionOptions

  @Option(help: ArgumentHelp("The page.", valueName: "file"))
  var html = "paper.html"

  @Option(help: "Title of the page.")
  var title = "Why neural networks condense: published and measured"

  func run() throws {
    let options = try execution.resolved()
    var experiments: [PaperExperiment] = []
    let readers = try readAll()
    for (path, reader) in zip(specs, readers) {
      Console.err("\(path)\n")
      let experiment = try experiment(path, reader, options)
      let held = experiment.claims.count { $0.verdict == .pass }
      let different = experiment.claims.count { $0.verdict == .notReproduced }
      Console.err("  \(held) of \(experiment.claims.count) claims hold" + (different > 0 ? ", \(different) not reproduced\n" : "\n"))
      experiments.append(experiment)
    }
    let page = PaperPage(title: title, introduction: [introduction(options)], experiments: experiments)
    do throws(ResultsFailure) { try DurableFile.write(Array(page.html.utf8), to: html) } catch {
      throw CommandFailure(.failed, "error: \(error)")
    }
    Console.out(html + "\n")
    let claims = experiments.flatMap { item in item.claims.map { ("\(item.anchor).\($0.name)", $0.verdict) } }
    if let failure = CommandFailure(claims: claims) { throw failure }
  }

  /// Every spec, before the first of them runs. Those that cannot be read or are wrong are all reported.
  private func readAll() throws -> [SpecReader] {
    var readers: [SpecReader] = []
    var failures: [CommandFailure] = []
    for path in specs {
      let options = try SpecOptions.parse([path])
      do throws(CommandFailure) {
        let reader = try options.readOrFail()
        try StoredData.prepare(reader.sweep?.points.map(\.graph) ?? [reader.graph].compactMap { $0 }, fetch: false)
        readers.append(reader)
      } catch { failures.append(error) }
    }
    if let first = failures.first { throw CommandFailure(first.exit, failures.map(\.message).joined(separator: "\n")) }
    return readers
  }

  private func introduction(_ options: RunOptions) -> String {
    let computer = Computer.environment(options, started: "", seconds: 0)
    return "\(computer.processor), \(options.workers), \(options.instructionSet.rawValue); condensespec \(computer.version), "
      + "numerics \(numericsVersion)."
  }

  private func experiment(_ path: String, _ reader: SpecReader, _ options: RunOptions) throws -> PaperExperiment {
    let bundle: ResultBundle
    let figures: [(name: String, figure: Figure)]
    let statements: [ClaimStatement]
    if let sweep = reader.sweep {
      let run = SweepRun(sweep: sweep, reader: reader, specPath: path, options: options, isQuiet: false)
      guard case .ended(let end) = try run.runAll() else {
        throw CommandFailure.stopped
      }
      (bundle, figures, statements) = (end.bundle, end.figures, sweep.content.claims.map(\.statement))
    } else {
      guard let graph = reader.graph else { preconditionFailure("a spec without errors has a graph") }
      statements = graph.claims.map(\.statement)
      let outcome = try ExperimentRun(
        experiment: graph, subject: RunSubject(reader, graph, specPath: path), reader: reader, options: options, isQuiet: false
      ).run()
      guard case .finished(let made, _) = outcome else {
        throw CommandFailure.stopped
      }
      do throws(ResultsFailure) {
        bundle = made
        figures = try RunReport(made).figures
      } catch { throw CommandFailure(.failed, "error: \(error)") }
    }
    do throws(ResultsFailure) {
      return try PaperExperiment(
        bundle, figures, statements, title: reader.titleText.isEmpty ? bundle.index.specName : reader.titleText, source: reader.sourceText,
        notes: reader.notes)
    } catch { throw CommandFailure(.failed, "error: \(error)") }
  }
}
