import Dispatch
import Glibc
import Runtime
import Synchronization

/// A phase diagram of two-layer networks on the way users go, from a spec to the bundle of a sweep, beside the time that the updates alone
/// take and beside a program that trains all networks of a width at once.
func addDiagram(to report: inout Report, _ setting: Setting) {
  for precision in ["float64", "float32"] {
    let work = "phase diagram, 9 × 9 × 2 seeds × m = \(Diagram.widths.map { "\($0)" }.joined(separator: ", ")), \(precision)"
    guard setting.selects(work) else { continue }
    addDiagram(to: &report, setting, work, precision)
  }
}

private func addDiagram(to report: inout Report, _ setting: Setting, _ work: String, _ precision: String) {
  let diagram = Diagram.sweep(setting, precision)
  let kernels = Diagram.widths.map { DiagramKernels(setting, precision, width: $0) }
  let peers = Diagram.widths.map { Diagram.peer(precision, width: $0, threads: setting.options.threads) }
  var (whole, share, updates, busy): ([Double], [Double], [Double], [Double]) = ([], [], [], [])
  var times = peers.map { _ in [Double]() }
  for _ in 0..<setting.options.repetitions {
    let start = Clock.process.seconds
    let seconds = diagram.run()
    let processor = Clock.process.seconds - start
    // All threads compute at once, as in the sweep, so that they share caches and memory as there. By the threads' own clocks: what other
    // processes take counts against the sweep alone, never for it.
    let alone = kernels.reduce(0) { $0 + $1.secondsPerStep() * Double(Diagram.steps * Diagram.networks) }
    whole.append(seconds)
    busy.append(processor / alone)
    updates.append(alone)
    share.append(seconds * Double(setting.options.threads) / alone)
    for (index, peer) in peers.enumerated() {
      if let time = setting.peers.contender(peer).measure() { times[index].append(time) }
    }
  }
  let points = Double(Diagram.networks * Diagram.widths.count)
  let (seconds, alone) = (median(whole) ?? .nan, median(updates) ?? .nan)
  let limit = alone / Double(setting.options.threads)
  let theirs = times.compactMap { median($0) }.map { $0 * Double(Diagram.steps) }
  var row = Row(group: Group.diagram.rawValue, work: work, threads: setting.options.threads, ours: Figure(seconds / points, .seconds))
  let peerTime = theirs.count == peers.count ? theirs.reduce(0, +) / points : nil
  row.references = [Reference("jax vmap, compiled before", seconds: peerTime, ours: seconds / points)]
  report.add(row)
  let ratio = median(share) ?? .nan
  report.add(
    Row(
      group: Group.diagram.rawValue, work: "  whole sweep of \(Int(points)) points, \(Diagram.steps) updates each",
      threads: setting.options.threads, ours: Figure(seconds, .seconds),
      references: [Reference("updates alone ÷ threads", Figure(limit, .seconds), share: limit * ratio)],
      target: Target(text: "≤ 1.15 × (median of ratios)", isMet: ratio <= 1.15)))
  print("  \(Figure.fixed(points / seconds, 1)) points per second; ratios \(share.map { Figure.fixed($0, 3) }.joined(separator: ", "));"
      + " of processor time \(busy.map { Figure.fixed($0, 3) }.joined(separator: ", "))")
}

/// The sweep of Benchmarks/specs/diagram.yaml.
private enum Diagram {
  static let widths = [1000, 3162, 10_000]
  static let steps = 5000
  /// Networks of one width: 9 × 9 places with two seeds.
  static let networks = 162

  static func sweep(_ setting: Setting, _ precision: String, steps: Int = steps) -> PointSweep {
    PointSweep("diagram", ["precision=\(precision)", "let.steps=\(steps)"], setting)
  }

  /// Networks of the same size, as many, in one program.
  static func peer(_ precision: String, width: Int, threads: Int) -> Peer {
    Peer(
      framework: .jax, variant: "vmap m = \(width)", script: "W2_jax.py",
      arguments: [
        "--variant", "hybman", "--sweep", "9", "--seeds", "2", "--m", "\(width)", "--n", "4", "--steps", "500", "--reps", "1",
        "--devices", "\(threads)", "--threads", "\(threads)", "--dtype", precision == "float32" ? "f32" : "f64",
        "--xla=--xla_cpu_prefer_vector_width=512",
      ])
  }
}

/// The updates of one width and nothing else, on every thread at once.
private final class DiagramKernels: Sendable {
  private struct Trainings: @unchecked Sendable {
    let list: [SpecTraining]
  }

  private let trainings: Trainings

  /// The point in the middle of the diagram; its training goes on as long as it is measured.
  init(_ setting: Setting, _ precision: String, width: Int) {
    let sweep = Diagram.sweep(setting, precision, steps: 1_000_000_000).sweep
    let points = sweep.points.filter { $0.label.contains("m=\(width) ") }
    guard points.count == Diagram.networks else {
      print("bench: the diagram has \(points.count) points with m = \(width)")
      exit(2)
    }
    let graph = points[points.count / 2].graph
    let programs = ExperimentPrograms(graph)
    trainings = Trainings(list: (0..<setting.options.threads).map { _ in SpecTraining(graph, programs, threads: 1) })
  }

  /// Seconds of a processor for one update, the mean over the threads.
  func secondsPerStep() -> Double {
    let count = trainings.list.count
    let sum = Mutex(0.0)
    DispatchQueue.concurrentPerform(iterations: count) { thread in
      let seconds = self.trainings.list[thread].secondsPerStep(slice: 0.5, .thread)
      sum.withLock { $0 += seconds }
    }
    return sum.withLock { $0 } / Double(count)
  }
}
