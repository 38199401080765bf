import Constructs
import DataStore
import ExperimentGraph
import Glibc
import Grammar
import Kernels
import Results
import Runtime
import SourceDiagnostics

/// A sweep the way users run it, from its points to the bundles of all of them and of the whole.
struct PointSweep {
  private let name: String
  private let reader: SpecReader
  let sweep: SweepExperiment
  private let threads: Int

  /// Reads a spec of the benchmarks; ends the process with what is wrong with it.
  init(_ name: String, _ overrides: [String], _ setting: Setting) {
    self.name = name
    var diagnostics = Diagnostics()
    let site = LoweringSite(folder: ".", cache: DataCache(directory: UserData.directory), threads: setting.options.threads)
    do throws(FileFailure) {
      reader = try SpecReader(
        SourceFile(contentsOf: setting.options.specs + "/\(name).yaml"), overrides: overrides, site: site, into: &diagnostics)
    } catch {
      print("bench: \(error)")
      exit(2)
    }
    guard let sweep = reader.sweep else {
      print(FullRenderer.render(diagnostics.list, reader.sources, color: false))
      exit(2)
    }
    self.sweep = sweep
    threads = setting.options.threads
  }

  /// Seconds from the points to the bundle of the sweep, on a disk that has nothing of it.
  func run() -> Double {
    let folder = "/tmp/bench-\(name)-\(getpid())-\(UInt64(Clock.wall.seconds * 1e6))"
    let options = RunOptions(outputFolder: folder, instructionSet: .best, threads: threads, availableMemory: .max)
    let begin = Clock.wall.seconds
    let jobs = mapSideBySide(count: sweep.points.count, threads: threads) { number in
      let point = sweep.points[number]
      let text = point.resolved.yaml(notes: false)
      return PointJob(
        experiment: point.graph,
        subject: RunSubject(
          identity: RunIdentity(specName: name, resolvedSpec: Array(text.utf8), data: [], numerics: numericsVersion),
          source: reader.sources[reader.file].bytes, resolved: text,
          provenance: point.resolved.provenance(in: reader.sources).map {
            Results.ProvenanceRow(path: $0.path.description, value: $0.value, origin: $0.origin.description)
          }))
    }
    let subject = SweepSubject(
      identity: RunIdentity(specName: name, resolvedSpec: Array(sweep.resolvedText.utf8), data: [], numerics: numericsVersion),
      source: reader.sources[reader.file].bytes, resolved: sweep.resolvedText, labels: sweep.points.map(\.label))
    do throws(RunFailure) {
      let ends = try runPoints(
        jobs, options, clock: { Clock.wall.seconds }, environment: { Self.environment($0, seconds: $1) }, isCancelled: { false },
        progress: { _ in })
      _ = try writeSweep(sweep.content, subject, jobs, ends, under: folder, environment: Self.environment(options, seconds: 0))
    } catch {
      print("bench: \(error)")
      exit(3)
    }
    let seconds = Clock.wall.seconds - begin
    _ = PeerFolder.output(["rm", "-r", folder], seconds: 60)
    return seconds
  }

  private static func environment(_ options: RunOptions, seconds: Double) -> RunEnvironment {
    RunEnvironment(
      version: "", isa: "", threads: options.threads, processor: "", system: "", host: "", started: "", seconds: seconds)
  }
}
