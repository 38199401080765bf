import CPUFeatures
import Kernels
import Testing

/// Where each window of a convolution's result has its first maximum (0 … 3), and that maximum.
private func naiveMaxima<T: TestNumber>(_ result: [T], _ s: Window) -> (choices: [UInt8], maxima: [T]) {
  var (choices, maxima): ([UInt8], [T]) = ([], [])
  for plane in 0..<(s.images * s.outChannels) {
    for y in 0..<(s.outHeight / 2) {
      for x in 0..<(s.outWidth / 2) {
        let corner = (plane * s.outHeight + 2 * y) * s.outWidth + 2 * x
        let window = [corner, corner + 1, corner + s.outWidth, corner + s.outWidth + 1].map { result[$0] }
        var best = 0
        for n in 1..<4 where window[n] > window[best] || (window[n].isNaN && !window[best].isNaN) { best = n }
        choices.append(UInt8(best))
        maxima.append(window[best])
      }
    }
  }
  return (choices, maxima)
}

/// Pooled numbers back at their places; zeros elsewhere.
private func naiveScatter<T: TestNumber>(_ g: [T], _ choices: [UInt8], _ s: Window) -> [T] {
  var result = [T](repeating: 0, count: s.outputCount)
  for (n, choice) in choices.enumerated() {
    let (rows, columns) = (s.outHeight / 2, s.outWidth / 2)
    let (plane, y, x) = (n / (rows * columns), n / columns % rows, n % columns)
    let place = (plane * s.outHeight + 2 * y + Int(choice) / 2) * s.outWidth + 2 * x + Int(choice) % 2
    result[place] += g[n]
  }
  return result
}

/// Choices as the kernels keep them: windows first, channels rounded up to 16. What lies beyond the channels is of no meaning.
private func laidOut(_ choices: [UInt8], _ s: Window) -> [UInt8] {
  let windows = (s.outHeight / 2) * (s.outWidth / 2)
  let padded = (s.outChannels + 15) / 16 * 16
  var bytes = [UInt8](repeating: Sample<Float>.anyByte, count: s.images * windows * padded)
  for n in 0..<s.images {
    for o in 0..<s.outChannels {
      for w in 0..<windows { bytes[(n * windows + w) * padded + o] = choices[(n * s.outChannels + o) * windows + w] }
    }
  }
  return bytes
}

/// conv2d_pool and its adjoints of one shape.
func pooledConvolutionSamples<T: TestNumber>(
  _ s: Window, x: [T], w: [T], bias: [T]?, relu: Bool, g: [T]
) -> [Sample<T>] {
  let (choices, maxima) = naiveMaxima(naiveConvolution(x, w, s), s)
  let windows = (s.outHeight / 2) * (s.outWidth / 2)
  let result = maxima.enumerated().map { n, maximum in
    let sum = bias.map { maximum + $0[n / windows % s.outChannels] } ?? maximum
    return relu && sum < 0 ? 0 : sum
  }
  let scattered = naiveScatter(g, choices, s)

  var forward = Sample<T>("conv2d_pool \(s)", .conv2dPool)
  s.fill(&forward.instruction)
  forward.instruction.detail = (bias == nil ? 0 : 1) + 2 + 256 * (relu ? cs_micro.relu : cs_micro.copy).rawValue
  forward.instruction.a = forward.place(x, shift: 1)
  forward.instruction.b = forward.place(w, shift: 1)
  if let bias { forward.instruction.table = forward.place(bias, shift: 1) }
  let resultBytes = forward.instruction.choicesOffset
  let out = forward.place([UInt8](repeating: 0xFF, count: resultBytes + forward.instruction.choicesBytes), shift: T.size)
  forward.instruction.out = out
  forward.expect(result, at: out)
  forward.expect(bytes: laidOut(choices, s), at: out + Int64(resultBytes))
  forward.plan()

  func adjoint(_ name: String, _ opcode: cs_opcode, _ b: [T], _ expected: [T]) -> Sample<T> {
    var sample = Sample<T>("\(name) \(s)", opcode)
    s.fill(&sample.instruction)
    sample.instruction.a = sample.place(g, shift: 1)
    sample.instruction.b = sample.place(b, shift: 1)
    sample.instruction.table = sample.place(laidOut(choices, s))
    sample.instruction.out = sample.expect(expected, shift: 1)
    sample.plan()
    return sample
  }
  return [
    forward,
    adjoint("conv2d_pool_input_adjoint", .conv2dPoolInputAdjoint, w, naiveInputAdjoint(scattered, w, s)),
    adjoint("conv2d_pool_weight_adjoint", .conv2dPoolWeightAdjoint, x, naiveWeightAdjoint(scattered, x, s)),
  ]
}

struct PooledConvolutionTests {
  static let shapes: [Window] = [
    Window(images: 2, channels: 1, height: 8, width: 8, outChannels: 16, kernel: (3, 3), padding: (1, 1, 1, 1)),
    Window(images: 3, channels: 3, height: 7, width: 9, outChannels: 13, kernel: (2, 2)),
    Window(images: 1, channels: 2, height: 14, width: 14, outChannels: 33, kernel: (3, 3), padding: (1, 1, 1, 1)),
    Window(
      images: 2, channels: 17, height: 9, width: 11, outChannels: 20, kernel: (3, 2), stride: (2, 2),
      padding: (1, 0, 1, 1)),
    Window(images: 35, channels: 1, height: 3, width: 4, outChannels: 2, kernel: (2, 2)),
    Window(images: 1, channels: 60, height: 4, width: 6, outChannels: 3, kernel: (3, 3)),
    Window(images: 1, channels: 1, height: 26, width: 26, outChannels: 2, kernel: (3, 3)),
    Window(images: 0, channels: 2, height: 5, width: 5, outChannels: 3, kernel: (2, 2)),
    Window(images: 2, channels: 2, height: 3, width: 2, outChannels: 16, kernel: (2, 2)),
  ]

  private func samples<T: TestNumber>(_ type: T.Type, _ s: Window, wild: Bool) -> [Sample<T>] {
    var numbers = Numbers(s.inputCount + s.weightCount)
    let g = s.images * s.outChannels * (s.outHeight / 2) * (s.outWidth / 2)
    return pooledConvolutionSamples(
      s, x: wild ? numbers.wild(T.self, s.inputCount) : numbers.list(T.self, s.inputCount),
      w: numbers.list(T.self, s.weightCount), bias: wild ? nil : numbers.list(T.self, s.outChannels), relu: !wild,
      g: wild ? numbers.wild(T.self, g) : numbers.list(T.self, g))
  }

  @Test(arguments: shapes)
  func `pooled convolutions and their adjoints give the bits of their parts`(_ shape: Window) {
    for sample in samples(Float.self, shape, wild: false) { sample.check() }
    for sample in samples(Double.self, shape, wild: false) { sample.check() }
  }

  @Test(arguments: shapes)
  func `NaN, infinities and ties go through pooled convolutions as through their parts`(_ shape: Window) {
    for sample in samples(Float.self, shape, wild: true) { sample.check() }
    for sample in samples(Double.self, shape, wild: true) { sample.check() }
  }

  @Test func `images too large for one pass are worked on in bands of windows`() {
    // 12 · 80 · 80 doubles are 614 KB, more than a pass takes.
    let shape = Window(images: 1, channels: 12, height: 80, width: 80, outChannels: 2, kernel: (2, 2), padding: (1, 0, 0, 1))
    for sample in samples(Double.self, shape, wild: false) { sample.check() }
  }
}
