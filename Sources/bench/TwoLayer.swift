/// Vector width that XLA does not choose by itself.
private let wide = "--xla=--xla_cpu_prefer_vector_width=512"

/// The step of tanh 1-500-1 on 50 samples, full batch, gradient descent.
func addTanh(to report: inout Report, _ setting: Setting) {
  var float32: [Int: Double] = [:]
  for precision in ["float32", "float64"] {
    for threads in setting.threadCounts {
      let isSingle = precision == "float32"
      var comparison = TrainingComparison(
        group: .tanh, work: "tanh 1-500-1, n = 50, GD, \(precision)", spec: "tanh.yaml", overrides: ["precision=\(precision)"],
        threads: threads, peers: tanhPeers(isSingle ? "f32" : "f64", threads))
      guard setting.selects(comparison.work) else { continue }
      comparison.statedSeconds = (threads == 1 ? 8e-6 : 5e-6) * (isSingle ? 1 : 2.2)
      var (row, seconds) = comparison.row(setting)
      if isSingle {
        float32[threads] = seconds
      } else if let shorter = float32[threads] {
        row.references.insert(Reference("float32", Figure(shorter, .seconds), share: seconds), at: 0)
      }
      report.add(row)
    }
  }
}

private func tanhPeers(_ type: String, _ threads: Int) -> [Peer] {
  let common = ["--m", "500", "--n", "50", "--act", "tanh", "--opt", "gd", "--dtype", type, "--threads", "\(threads)"]
  return [
    Peer(
      framework: .jax, variant: "hybman", script: "W1_jax.py",
      arguments: ["--variant", "hybman", "--steps", "20000", wide] + common),
    Peer(
      framework: .torch, variant: "compile bcast", script: "W1_torch.py",
      arguments: ["--variant", "compile", "--layout", "bcast", "--unroll", "10", "--steps", "5000"] + common),
    Peer(
      framework: .jax, variant: "dot", script: "W1_jax.py", arguments: ["--variant", "dot", "--steps", "10000", wide] + common,
      isOrdinary: true),
    Peer(
      framework: .torch, variant: "eager", script: "W1_torch.py", arguments: ["--variant", "eager", "--steps", "1000"] + common,
      isOrdinary: true),
  ]
}

/// The two-layer ReLU step over widths, for several inputs and sample counts, and how flat its time per neuron and sample is.
func addReLU(to report: inout Report, _ setting: Setting) {
  let all = [1000, 10_000, 100_000, 1_000_000]
  let families: [(d: Int, n: Int, widths: [Int])] = [
    (1, 4, all), (5, 10, all), (1, 40, all), (1, 1000, [1000, 10_000]),
  ]
  for family in families {
    var rates: [Double] = []
    for m in family.widths {
      let comparison = TrainingComparison(
        group: .relu, work: "relu, m = \(m), d = \(family.d), n = \(family.n), GD",
        spec: family.d == 1 ? "relu.yaml" : "relu-five.yaml", overrides: ["let.m=\(m)", "let.n=\(family.n)"],
        threads: setting.options.threads, peers: reluPeers(m, family.d, family.n, setting.options.threads))
      guard setting.selects(comparison.work) else { continue }
      let (row, seconds) = comparison.row(setting)
      report.add(row)
      if m >= 10_000 { rates.append(seconds / Double(m * family.n)) }
    }
    guard let most = rates.max(), let least = rates.min(), rates.count > 1 else { continue }
    report.add(
      Row(
        group: Group.relu.rawValue, work: "  time per n·m, d = \(family.d), n = \(family.n), m ≥ 10⁴",
        threads: setting.options.threads, ours: Figure(most, .seconds),
        references: [Reference("least", Figure(least, .seconds), share: most)],
        target: Target(text: "most ≤ 1.5 × least", isMet: most <= 1.5 * least)))
  }
}

private func reluPeers(_ m: Int, _ d: Int, _ n: Int, _ threads: Int) -> [Peer] {
  // About a third of a second each, in steps that the unrolled program divides.
  let steps = max(20, min(100_000, 400_000_000 / (m * n) / 20 * 20))
  let common = ["--m", "\(m)", "--n", "\(n)", "--d", "\(d)", "--threads", "\(threads)"]
  func jax(_ variant: String, _ more: [String] = [], isOrdinary: Bool = false) -> Peer {
    Peer(
      framework: .jax,
      variant: variant + (more.first == "--devices" ? " on \(threads) devices" : more.first == "--threads" ? " on one thread" : ""),
      script: "W2_jax.py", arguments: ["--variant", variant, "--steps", "\(steps)", wide] + common + more, isOrdinary: isOrdinary)
  }
  func compiled(_ more: [String] = []) -> Peer {
    Peer(
      framework: .torch, variant: "compile bcast" + (more.isEmpty ? "" : " on one thread"), script: "W2_torch.py",
      arguments: [
        "--variant", "compile", "--layout", "bcast", "--unroll", m <= 10_000 ? "20" : "4", "--steps", "\(min(steps, 20_000))",
      ] + common + more)
  }
  var peers = [jax("hybman"), compiled()]
  // Small steps are faster on one thread, large ones where both threads are used.
  if threads > 1 && m <= 10_000 { peers += [jax("hybman", ["--threads", "1"]), compiled(["--threads", "1"])] }
  if threads > 1 && m >= 10_000 { peers.append(jax("hybman", ["--devices", "\(threads)"])) }
  peers.append(jax("dot", isOrdinary: true))
  peers.append(
    Peer(
      framework: .torch, variant: "eager", script: "W2_torch.py",
      arguments: ["--variant", "eager", "--steps", "\(max(20, min(steps, 2000)))"] + common, isOrdinary: true))
  return peers
}
