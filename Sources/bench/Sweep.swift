import Glibc
import Kernels
import Synchronization

/// 600 small trainings, widths 1 … 20 by samples 1 … 30, each on one thread, side by side on all of them.
func addSweep(to report: inout Report, _ setting: Setting) async {
  let threads = setting.options.threads
  let sweep = SmallTrainings(setting)
  let peers = [
    Peer.vectorized(widthsBy: 2, steps: 600, threads: threads), .compiled(steps: 100, threads: threads),
    Peer(
      framework: .jax, variant: "vmap", script: "W7_jax.py",
      arguments: ["--variant", "vmap", "--wb", "1", "--nb", "1", "--steps", "200", "--threads", "\(threads)"], isOrdinary: true),
  ]
  var ours: [Double] = []
  var times = peers.map { _ in [Double]() }
  for _ in 0..<setting.options.repetitions {
    ours.append(await sweep.secondsPerNetworkStep())
    for (index, peer) in peers.enumerated() {
      // The peers train every cell with ten seeds at once.
      if let time = setting.peers.contender(peer, share: 6000).measure() { times[index].append(time) }
    }
  }
  let seconds = median(ours) ?? .nan
  let references = [Reference](peers, times.map { median($0) }, ours: seconds).measured
  report.add(
    Row(
      group: Group.sweep.rawValue, work: "600 trainings 1-w-1 tanh, per network and step", threads: threads,
      ours: Figure(seconds, .seconds), references: references,
      target: references.first?.ratio.map { Target(text: "≥ 2 × the best peer", isMet: $0 >= 2) }))
  report.add(
    Row(
      group: Group.sweep.rawValue, work: "  from a spec to its first step, per network", threads: 1,
      ours: Figure(sweep.preparation, .seconds)))
}

/// The trainings, ready, and the threads that go through them.
private final class SmallTrainings: Sendable {
  private struct Trainings: @unchecked Sendable {
    let list: [SpecTraining]
  }

  private static let steps = 1000
  private let trainings: Trainings
  private let threads: Int
  private let next = Atomic(0)
  /// Seconds from a spec's text to a training that is ready, on average.
  let preparation: Double

  init(_ setting: Setting) {
    let start = Clock.wall.seconds
    var list: [SpecTraining] = []
    for width in 1...20 {
      for samples in 1...30 {
        let spec = SpecTraining("sweep-cell.yaml", ["let.w=\(width)", "let.n=\(samples)"], setting, threads: 1)
        spec.advance(1)
        list.append(spec)
      }
    }
    preparation = (Clock.wall.seconds - start) / Double(list.count)
    trainings = Trainings(list: list)
    threads = setting.options.threads
  }

  /// Wall time of all trainings' steps, on all threads, divided by networks and steps.
  func secondsPerNetworkStep() async -> Double {
    next.store(0, ordering: .sequentiallyConsistent)
    let start = Clock.wall.seconds
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<threads { group.addTask { self.work() } }
    }
    return (Clock.wall.seconds - start) / Double(trainings.list.count * Self.steps)
  }

  private func work() {
    while true {
      let (index, _) = next.wrappingAdd(1, ordering: .relaxed)
      if index >= trainings.list.count { return }
      trainings.list[index].advance(Self.steps)
    }
  }
}
