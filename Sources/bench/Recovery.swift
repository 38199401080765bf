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
  var references = zip(peers, times).map { Reference($0.name, seconds: median($1), ours: seconds) }
  if !references.contains(where: { $0.figure != nil }) { references = [.noPeer] }
  references.sort { ($0.figure?.value ?? .infinity) < ($1.figure?.value ?? .infinity) }
  report.add(
    Row(
      group: Group.recovery.rawValue, work: "\(points) trainings of \(steps) steps, from a spec to bundles", threads: threads,
      ours: Figure(seconds, .seconds), references: references,
      target: references.first?.ratio.map { Target(text: "≥ 1.5 × the best peer with its compilation", isMet: $0 >= 1.5) }))
}

private enum Recovery {
  /// Programs that put networks side by side in the lanes of a vector; the time of their steps is scaled to the whole training.
  static func peers(threads: Int) -> [Peer] {
    func jax(_ name: String, _ words: [String]) -> Peer {
      Peer(
        framework: .jax, variant: name, script: "W7_jax.py",
        arguments: words + [
          "--devices", "\(threads)", "--steps", "2000", "--threads", "\(threads)", "--xla=--xla_cpu_prefer_vector_width=512",
        ])
    }
    return [
      jax("vmap batch-last, widths by 2", ["--variant", "lastad", "--wb", "2", "--nb", "3", "--chunk", "100"]),
      jax("vmap batch-last, widths by 4", ["--variant", "lastad", "--wb", "4", "--nb", "3", "--chunk", "100"]),
      Peer(
        framework: .torch, variant: "compile batch-last", script: "W7_torch.py",
        arguments: ["--variant", "compile", "--wb", "4", "--nb", "3", "--steps", "200", "--threads", "\(threads)"]),
    ]
  }
}
