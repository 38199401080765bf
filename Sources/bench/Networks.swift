/// Steps of networks on MNIST, gathering of the batch included, on one thread and on all.
func addNetworks(to report: inout Report, _ setting: Setting) {
  for network in networks(setting) where setting.selects(network.work) {
    for threads in setting.threadCounts {
      let comparison = TrainingComparison(
        group: .networks, work: network.work, spec: network.spec, overrides: network.overrides, threads: threads,
        peers: network.peers.map { $0.on(threads) })
      report.add(comparison.row(setting).row)
    }
  }
}

private struct Network {
  let work: String
  let spec: String
  let overrides: [String]
  let peers: [Peer]
}

private func networks(_ setting: Setting) -> [Network] {
  let large = [128, 512].map { batch in
    Network(
      work: "CNN 32-64, 3 × 3, batch \(batch), Adam", spec: "mnist-cnn-step.yaml", overrides: ["train.batch=\(batch)"],
      peers: peers("W3", best: "fused+cl", "conv+rs+py", adam(batch: batch, steps: batch == 128 ? 40 : 12)))
  }
  let own = setting.options.specs + "/../peers/mnist_cnn"
  func torch(_ variant: String, isOrdinary: Bool = false) -> Peer {
    Peer(
      framework: .torch, variant: variant, script: own + "_torch.py", arguments: ["--variant", variant, "--steps", "60"],
      isOrdinary: isOrdinary, fixesMKL: !isOrdinary)
  }
  let main = Network(
    work: "CNN of specs/mnist-cnn.yaml, batch 128, Adam", spec: setting.options.specs + "/../../specs/mnist-cnn.yaml",
    overrides: justTraining,
    peers: [
      torch("fused+cl"),
      Peer(framework: .jax, variant: "conv+rs+py", script: own + "_jax.py", arguments: ["--steps", "60"]),
      torch("eager", isOrdinary: true),
    ])
  let dense = [128, 512].map { batch in
    Network(
      work: "MLP 784-1000-1000-10, batch \(batch), Adam", spec: "mnist-mlp.yaml", overrides: ["train.batch=\(batch)"],
      peers: peers("W5", best: "manual", "scan", adam(batch: batch, steps: batch == 128 ? 200 : 60)))
  }
  let tokens = [(layers: 2, heads: 1, units: 64), (layers: 4, heads: 4, units: 256)].map { size in
    Network(
      work: "Transformer, \(size.layers) layers, \(size.heads) \(size.heads == 1 ? "head" : "heads"), d = 400, batch 512, AdamW",
      spec: "transformer.yaml",
      overrides: [
        "model.layers.block.repeat.times=\(size.layers)", "model.layers.block.repeat.layers.attention.attention.heads=\(size.heads)",
        "model.layers.block.repeat.layers.attention.attention.key_units=\(size.units)",
      ],
      // As ours does by itself, the best compute the last layer for the last token alone.
      peers: peers("W4", best: "eager+fused+last", "last", ["--layers", "\(size.layers)", "--heads", "\(size.heads)", "--steps", "6"]))
  }
  return [main] + large + dense + tokens
}

private func adam(batch: Int, steps: Int) -> [String] { ["--batch", "\(batch)", "--opt", "adam", "--steps", "\(steps)"] }

/// The best variants of both frameworks and what people usually write.
/// - Parameter common: arguments of all of them.
private func peers(_ workload: String, best torch: String, _ jax: String, _ common: [String]) -> [Peer] {
  [
    Peer(
      framework: .torch, variant: torch, script: "\(workload)_torch.py", arguments: ["--variant", torch] + common, fixesMKL: true),
    Peer(framework: .jax, variant: jax, script: "\(workload)_jax.py", arguments: ["--variant", jax] + common),
    Peer(
      framework: .torch, variant: "eager", script: "\(workload)_torch.py", arguments: ["--variant", "eager"] + common,
      isOrdinary: true),
  ]
}

extension Peer {
  /// The same with so many threads.
  fileprivate func on(_ threads: Int) -> Peer {
    Peer(
      framework: framework, variant: variant, script: script, arguments: arguments + ["--threads", "\(threads)"],
      isOrdinary: isOrdinary, fixesMKL: fixesMKL)
  }
}
