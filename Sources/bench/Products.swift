import CPUFeatures
import Kernels

/// Square matrix products on every instruction set beside its peak loop, and on all threads beside one.
func addProducts(to report: inout Report, _ setting: Setting) {
  let rows: [(set: InstructionSet, type: cs_type, sizes: [Int], share: Double?)] = [
    (.avx512, .float32, [256, 512, 768, 1024], 0.88), (.avx2, .float32, [256, 512, 768, 1024], 0.9),
    (.avx512, .float64, [128, 256, 512], 0.85), (.avx2, .float64, [128, 256, 512], nil),
  ]
  for item in rows where item.set.isAvailable {
    for n in item.sizes { addProduct(n, item.set, item.type, item.share, to: &report, setting) }
  }
}

private func addProduct(
  _ n: Int, _ set: InstructionSet, _ type: cs_type, _ share: Double?, to report: inout Report, _ setting: Setting
) {
  var builder = ProgramBuilder(type)
  let (x, y) = (builder.tensor(n * n), builder.tensor(n * n))
  _ = builder.gemm("product", x, y, m: n, n: n, k: n)
  let threads = setting.options.threads
  let single = BoundBench(builder, threads: 1, on: set)
  let shared = BoundBench(builder, threads: threads, on: set)
  let times = alternate(
    [
      Peak.loop(set, float64: type == .float64, .thread), Contender("one", .thread) { single.run() },
      Contender("one, by the wall", .wall) { single.run() }, Contender("all", .wall) { shared.run() },
    ], repetitions: 3 * setting.options.repetitions
  ).map { $0 ?? .nan }
  let operations = Double(2 * n * n * n)
  func rate(_ seconds: Double) -> Figure { Figure(operations / seconds / 1e9, .gigaflops) }
  let name = "\(type == .float32 ? "s" : "d")gemm \(n), \(set.rawValue)"
  let peak = Figure(1e-9 / times[0], .gigaflops)
  let reached = rate(times[1])
  report.add(
    Row(
      group: Group.products.rawValue, work: name, threads: 1, ours: reached,
      references: [Reference("peak loop", peak, share: reached.value)],
      target: share.map {
        Target(text: "≥ \(Figure.fixed(100 * $0, 0)) % of the peak", isMet: reached.value >= $0 * peak.value)
      }))
  guard threads > 1, type == .float32 else { return }
  let both = rate(times[3])
  let one = rate(times[2])
  report.add(
    Row(
      group: Group.products.rawValue, work: name, threads: threads, ours: both,
      references: [Reference("one thread", one, share: both.value)],
      target: threads == 2 ? Target(text: "≥ 1.7 × one thread", isMet: both.value >= 1.7 * one.value) : nil))
}
