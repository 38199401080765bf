import Constructs
import DataStore
import ExperimentGraph
import Glibc
import Kernels
import Runtime
import SourceDiagnostics

/// A spec read the way the tool reads it.
struct ReadSpec {
  let reader: SpecReader
  let experiment: ExperimentGraph
  let programs: ExperimentPrograms

  /// Ends the process with what is wrong with a spec of ours.
  init(_ path: String, _ overrides: [String]) {
    var diagnostics = Diagnostics()
    let site = LoweringSite(folder: ".", cache: DataCache(directory: UserData.directory))
    do throws(FileFailure) {
      reader = try SpecReader(SourceFile(contentsOf: path), overrides: overrides, site: site, into: &diagnostics)
    } catch {
      print("bench: \(error)")
      exit(2)
    }
    guard let graph = reader.graph else {
      print(FullRenderer.render(diagnostics.list, reader.sources, color: false))
      exit(2)
    }
    experiment = graph
    programs = ExperimentPrograms(graph)
  }
}

/// What makes of an experiment with claims a training alone.
let justTraining = ["claims={}", "probes={}", "metrics={at: [end]}"]

/// A training in memory, from a spec, that goes on as long as it is measured. A class, since a session stays in one place.
final class SpecTraining {
  private var session: Session
  private var trainer: Trainer
  private var stride = 1

  convenience init(_ spec: ReadSpec, threads: Int, instructionSet: InstructionSet = .best) {
    self.init(spec.experiment, spec.programs, threads: threads, instructionSet: instructionSet)
  }

  init(_ experiment: ExperimentGraph, _ programs: ExperimentPrograms, threads: Int, instructionSet: InstructionSet = .best) {
    do throws(RunFailure) {
      session = try Session(experiment, programs, instructionSet: instructionSet, threads: threads)
    } catch {
      print("bench: \(error)")
      exit(3)
    }
    session.initialize()
    trainer = Trainer(experiment, programs)
  }

  /// A spec of `folder`, its training without an end.
  convenience init(_ name: String, _ overrides: [String], _ setting: Setting, threads: Int) {
    let path = name.contains("/") ? name : setting.options.specs + "/" + name
    self.init(ReadSpec(path, overrides + ["train.stop={steps: 1000000000}"]), threads: threads)
  }

  /// Makes `count` updates.
  func advance(_ count: Int) {
    do throws(RunFailure) { try trainer.advance(&session, to: trainer.state.step + count) } catch {
      print("bench: \(error)")
      exit(3)
    }
    guard trainer.state.stop == nil else {
      print("bench: the training ended at step \(trainer.state.step)")
      exit(3)
    }
  }

  /// Seconds of one update, over about `slice` seconds.
  func secondsPerStep(slice: Double = 0.3, _ clock: Clock = .wall) -> Double {
    while true {
      let start = clock.seconds
      advance(stride)
      let seconds = clock.seconds - start
      if seconds >= slice / 2 { return seconds / Double(stride) }
      stride = max(stride * 2, Int(slice / max(1e-9, seconds / Double(stride))))
    }
  }

  /// It as a side of a comparison.
  var contender: Contender {
    Contender("ours") {
      warmedMiddle(of: { self.advance(self.stride) }, { self.secondsPerStep() })
    }
  }
}

/// A training beside peers: rows of the same form for every kind of network.
struct TrainingComparison {
  let group: Group
  let work: String
  let spec: String
  let overrides: [String]
  let threads: Int
  let peers: [Peer]
  /// The longest a step may take on the machine for which times are stated; nil if only the peers count.
  var statedSeconds: Double?
  /// How many times as fast as the best peer it has to be.
  var targetRatio = 1.3

  /// Measures ours and the peers in turn. The fastest peer comes first, and is what the target is about unless a time is stated.
  func row(_ setting: Setting) -> (row: Row, seconds: Double) {
    let training = SpecTraining(spec, overrides, setting, threads: threads)
    let contenders = [training.contender] + peers.map { setting.peers.contender($0) }
    let times = alternate(contenders, repetitions: setting.options.repetitions)
    guard let ours = times[0] else { preconditionFailure("our own time is always measured") }
    let references = [Reference](peers, times.dropFirst(), ours: ours).measured
    var row = Row(
      group: group.rawValue, work: work, threads: threads, ours: Figure(ours, .seconds), references: references)
    if let statedSeconds {
      let limit = setting.peak.seconds(statedSeconds)
      row.target = Target(
        text: "≤ \(Figure(limit, .seconds).text) (\(Figure(statedSeconds, .seconds).text) scaled)", isMet: ours <= limit)
    } else {
      let ratio = references.first?.ratio
      row.target = Target(
        text: "≥ \(Figure.fixed(targetRatio, 1)) × the best peer", isMet: (ratio ?? 0) >= targetRatio)
      // Without a peer nothing is said about it.
      if ratio == nil { row.target = nil }
    }
    return (row, ours)
  }
}
