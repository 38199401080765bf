import CPUFeatures
import Kernels

/// The kernels of one training step of the standard MNIST network: conv 32 3×3, relu, pool, conv 64 3×3, relu, pool,
/// dense 128, relu, dense 10, cross-entropy, Adam.
struct TrainingStep {
  var builder = ProgramBuilder()
  private let batch: Int
  private var updates: [(weights: Place, gradient: Place)] = []

  init(batch: Int) {
    self.batch = batch
    build()
  }

  private mutating func build() {
    let first = BenchWindow(images: batch, channels: 1, height: 28, width: 28, outChannels: 32, kernel: 3, padding: 1)
    let second = BenchWindow(
      images: batch, channels: 32, height: 14, width: 14, outChannels: 64, kernel: 3, padding: 1)
    let firstPool = BenchWindow(
      images: batch, channels: 32, height: 28, width: 28, outChannels: 32, kernel: 2, stride: 2)
    let secondPool = BenchWindow(
      images: batch, channels: 64, height: 14, width: 14, outChannels: 64, kernel: 2, stride: 2)
    let x = builder.tensor(first.inputCount)
    let targets = builder.tensor(batch * 10)
    let (w1, w2) = (builder.tensor(first.weightCount), builder.tensor(second.weightCount))
    let (b1, b2) = (builder.tensor(32), builder.tensor(64))
    let (w3, b3, w4, b4) = (builder.tensor(128 * 3136), builder.tensor(128), builder.tensor(1280), builder.tensor(10))

    let z1 = builder.window("conv 1 forward", .conv2d, x, w1, first)
    let a1 = relu("relu 1", z1, b1, inner: 784)
    let p1 = builder.window("pool 1", .poolSelect, a1, a1, firstPool)
    let z2 = builder.window("conv 2 forward", .conv2d, p1, w2, second)
    let a2 = relu("relu 2", z2, b2, inner: 196)
    let p2 = builder.window("pool 2", .poolSelect, a2, a2, secondPool)
    let z3 = builder.gemm("dense 1 forward", p2, w3, m: batch, n: 128, k: 3136, transposesB: true)
    let a3 = relu("relu 3", z3, b3, inner: 1)
    let z4 = builder.gemm("dense 2 forward", a3, w4, m: batch, n: 10, k: 128, transposesB: true)
    let g4 = crossEntropy(z4, b4, targets)

    updates.append((w4, builder.gemm("dense 2 weights", g4, a3, m: 10, n: 128, k: batch, transposesA: true)))
    updates.append((b4, builder.reduce("dense 2 bias", .reduceSum, g4, 1, batch, 10)))
    let ga3 = builder.gemm("dense 2 input", g4, w4, m: batch, n: 128, k: 10)
    let g3 = gate("relu 3 gradient", ga3, a3)
    updates.append((w3, builder.gemm("dense 1 weights", g3, p2, m: 128, n: 3136, k: batch, transposesA: true)))
    updates.append((b3, builder.reduce("dense 1 bias", .reduceSum, g3, 1, batch, 128)))
    let gp2 = builder.gemm("dense 1 input", g3, w3, m: batch, n: 3136, k: 128)
    let g2 = gate("relu 2 gradient", builder.window("pool 2 gradient", .poolScatter, gp2, a2, secondPool), a2)
    updates.append((w2, builder.window("conv 2 weights", .conv2dWeightAdjoint, g2, p1, second)))
    updates.append((b2, biasGradient("conv 2 bias", g2, channels: 64, inner: 196)))
    let gp1 = builder.window("conv 2 input", .conv2dInputAdjoint, g2, w2, second)
    let g1 = gate("relu 1 gradient", builder.window("pool 1 gradient", .poolScatter, gp1, a1, firstPool), a1)
    updates.append((w1, builder.window("conv 1 weights", .conv2dWeightAdjoint, g1, x, first)))
    updates.append((b1, biasGradient("conv 1 bias", g1, channels: 32, inner: 784)))
    for update in updates { adam(update.weights, update.gradient) }
  }

  private mutating func relu(_ name: String, _ z: Place, _ bias: Place, inner: Int) -> Place {
    let out = builder.tensor(z.count)
    var p = BenchMicroProgram()
    let x = p.input(z)
    let b = p.input(bias, inner: inner, mid: bias.count)
    p.output(p.apply(.relu, p.apply(.add, x, b)), out)
    builder.elementwise(name, count: z.count, p)
    return out
  }

  private mutating func gate(_ name: String, _ g: Place, _ a: Place) -> Place {
    let out = builder.tensor(g.count)
    var p = BenchMicroProgram()
    let x = p.input(g)
    let y = p.input(a)
    p.output(p.apply(.mul, x, p.apply(.step, y)), out)
    builder.elementwise(name, count: g.count, p)
    return out
  }

  private mutating func biasGradient(_ name: String, _ g: Place, channels: Int, inner: Int) -> Place {
    let rows = builder.reduce(name + " rows", .reduceSum, g, batch * channels, inner, 1)
    return builder.reduce(name, .reduceSum, rows, 1, batch, channels)
  }

  private mutating func crossEntropy(_ z: Place, _ bias: Place, _ targets: Place) -> Place {
    let shifted = builder.tensor(z.count)
    var p = BenchMicroProgram()
    let x = p.input(z)
    let b = p.input(bias, mid: 10)
    p.output(p.apply(.add, x, b), shifted)
    builder.elementwise("logits", count: z.count, p)
    let largest = builder.reduce("largest logit", .reduceMax, shifted, batch, 10, 1)
    let exponentials = builder.tensor(z.count)
    p = BenchMicroProgram()
    let y = p.input(shifted)
    let m = p.input(largest, inner: 10, mid: batch)
    p.output(p.apply(.exp, p.apply(.sub, y, m)), exponentials)
    builder.elementwise("exponentials", count: z.count, p)
    let sums = builder.reduce("sums", .reduceSum, exponentials, batch, 10, 1)
    let gradient = builder.tensor(z.count)
    p = BenchMicroProgram()
    let e = p.input(exponentials)
    let s = p.input(sums, inner: 10, mid: batch)
    let t = p.input(targets)
    let difference = p.apply(.sub, p.apply(.div, e, s), t)
    p.output(p.apply(.mul, difference, CS_CONSTANT, constant: 1 / Double(batch)), gradient)
    builder.elementwise("loss gradient", count: z.count, p)
    return gradient
  }

  private mutating func adam(_ weights: Place, _ gradient: Place) {
    let (first, second) = (builder.tensor(weights.count), builder.tensor(weights.count))
    var p = BenchMicroProgram()
    let w = p.input(weights)
    let m = p.input(first)
    let v = p.input(second)
    let g = p.input(gradient)
    let c = CS_CONSTANT
    let m1 = p.apply(.add, p.apply(.mul, m, c, constant: 0.9), p.apply(.mul, g, c, constant: 0.1))
    let squares = p.apply(.mul, p.apply(.mul, g, g), c, constant: 0.001)
    let v1 = p.apply(.add, p.apply(.mul, v, c, constant: 0.999), squares)
    let root = p.apply(.add, p.apply(.sqrt, v1), c, constant: 1e-8)
    p.output(p.apply(.sub, w, p.apply(.div, p.apply(.mul, m1, c, constant: 0.001), root)), weights)
    p.output(m1, first)
    p.output(v1, second)
    builder.elementwise("adam \(weights.count)", count: weights.count, p)
  }
}
