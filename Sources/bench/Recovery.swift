import Runtime

/// The map of how many samples recover a target, 20 widths by 30 sample sizes by 10 seeds, on the way users go: from a spec to the bundles
/// of 6,000 trainings and of the sweep. Beside it programs that train all networks at once, the time of their compilation counted.
func addRecovery(to report: inout Report, _ setting: Setting) {
  let steps = 20_000
  let threads = setting.options.threads
  let peers = Recovery.peers(threads: threads)
  var ours: [Double] = []
  var times = peers.map { _ in [Double]() }
  var points = 0
  for _ in 0..<setting.options.repetitions {
    let begin = Clock.wall.seconds
    let sweep = PointSweep("recovery", ["let.steps=\(steps)"], setting)
    let reading = Clock.wall.seconds - begin
    points = sweep.sweep.points.count
    ours.append(reading + sweep.run())
    for (index, peer) in peers.enumerated() {
      if let time = setting.peers.seconds(peer, compiledAndRun: steps) { times[index].append(time) }
    }
  }
  let seconds = median(ours) ?? .nan
  let references = [Reference](peers, times.map { median($0) }, ours: seconds).measured
  report.add(
    Row(
      group: Group.recovery.rawValue, work: "\(points) trainings of \(steps) steps, from a spec to bundles", threads: threads,
      ours: Figure(seconds, .seconds), references: references,
      target: references.first?.ratio.map { Target(text: "≥ 1.5 × the best peer with its compilation", isMet: $0 >= 1.5) }))
}

private enum Recovery {
  /// Programs that put networks side by side in the lanes of a vector; the time of their steps is scaled to the whole training.
  static func peers(threads: Int) -> [Peer] {
    [
      .vectorized(widthsBy: 2, steps: 2000, threads: threads, name: "vmap batch-last, widths by 2"),
      .vectorized(widthsBy: 4, steps: 2000, threads: threads, name: "vmap batch-last, widths by 4"),
      .compiled(steps: 200, threads: threads),
    ]
  }
}

extension Peer {
  /// JAX with all small networks side by side in the lanes of vectors.
  /// - Parameter width: to a multiple of which widths are filled up; each takes a compilation of its own.
  static func vectorized(widthsBy width: Int, steps: Int, threads: Int, name: String = "vmap batch-last") -> Peer {
    Peer(
      framework: .jax, variant: name, script: "W7_jax.py",
      arguments: [
        "--variant", "lastad", "--wb", "\(width)", "--nb", "3", "--chunk", "100", "--devices", "\(threads)", "--steps", "\(steps)",
        "--threads", "\(threads)", "--xla=--xla_cpu_prefer_vector_width=512",
      ])
  }

  /// PyTorch's compiler on the same.
  static func compiled(steps: Int, threads: Int) -> Peer {
    Peer(
      framework: .torch, variant: "compile batch-last", script: "W7_torch.py",
      arguments: ["--variant", "compile", "--wb", "4", "--nb", "3", "--steps", "\(steps)", "--threads", "\(threads)"])
  }
}
