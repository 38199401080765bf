import CPUFeatures
import Kernels
import Testing

/// The three convolutions of one shape on random numbers.
func convolutionSamples<T: TestNumber>(_ type: T.Type, _ s: Window, wild: Bool = false) -> [Sample<T>] {
  var numbers = Numbers(s.inputCount + s.weightCount)
  func list(_ count: Int) -> [T] { wild ? numbers.wild(T.self, count) : numbers.list(T.self, count) }
  let x = list(s.inputCount)
  let w = numbers.list(T.self, s.weightCount)
  let g = list(s.outputCount)
  func sample(_ name: String, _ opcode: cs_opcode, _ a: [T], _ b: [T], _ expected: [T]) -> Sample<T> {
    var sample = Sample<T>("\(name) \(s)", opcode)
    sample.instruction.a = sample.place(a)
    sample.instruction.b = sample.place(b, shift: 1)
    sample.instruction.out = sample.expect(expected, shift: 1)
    s.fill(&sample.instruction)
    sample.plan()
    return sample
  }
  return [
    sample("conv2d", .conv2d, x, w, naiveConvolution(x, w, s)),
    sample("input adjoint", .conv2dInputAdjoint, g, w, naiveInputAdjoint(g, w, s)),
    sample("weight adjoint", .conv2dWeightAdjoint, g, x, naiveWeightAdjoint(g, x, s)),
  ]
}

struct ConvolutionTests {
  static let shapes: [Window] = [
    Window(height: 1, width: 1, kernel: (1, 1)),
    Window(images: 0, channels: 2, height: 5, width: 5, outChannels: 3, kernel: (3, 3)),
    Window(images: 2, channels: 1, height: 9, width: 9, outChannels: 3, kernel: (5, 5)),
    Window(images: 2, channels: 3, height: 7, width: 8, outChannels: 9, kernel: (3, 3), padding: (1, 1, 1, 1)),
    Window(images: 1, channels: 2, height: 14, width: 14, outChannels: 17, kernel: (3, 3), padding: (1, 1, 1, 1)),
    Window(
      images: 2, channels: 2, height: 9, width: 11, outChannels: 8, kernel: (3, 2), stride: (2, 2),
      padding: (1, 0, 1, 1)),
    Window(images: 1, channels: 3, height: 10, width: 7, outChannels: 2, kernel: (2, 3), stride: (3, 2)),
    Window(images: 1, channels: 2, height: 6, width: 6, outChannels: 4, kernel: (2, 2), stride: (3, 3)),
    Window(images: 3, channels: 1, height: 4, width: 4, outChannels: 1, kernel: (2, 2), padding: (3, 2, 1, 4)),
    Window(images: 1, channels: 4, height: 3, width: 3, outChannels: 33, kernel: (3, 3)),
    Window(images: 35, channels: 1, height: 3, width: 4, outChannels: 2, kernel: (2, 2)),
    Window(images: 1, channels: 2, height: 5, width: 40, outChannels: 5, kernel: (1, 7), padding: (0, 3, 0, 3)),
    Window(images: 2, channels: 16, height: 6, width: 5, outChannels: 32, kernel: (3, 3), padding: (1, 1, 1, 1)),
    Window(images: 1, channels: 33, height: 9, width: 4, outChannels: 47, kernel: (2, 3), stride: (2, 1)),
  ]

  @Test(arguments: shapes)
  func `convolution and its adjoints give the canonical bits`(_ shape: Window) {
    for sample in convolutionSamples(Float.self, shape) { sample.check() }
    for sample in convolutionSamples(Double.self, shape) { sample.check() }
  }

  @Test(arguments: shapes)
  func `NaN and infinities go through convolutions as through sums of products`(_ shape: Window) {
    for sample in convolutionSamples(Float.self, shape, wild: true) { sample.check() }
    for sample in convolutionSamples(Double.self, shape, wild: true) { sample.check() }
  }

  @Test func `a deep window and a large image are cut into the contract's chunks`() {
    // 60 · 9 = 540 products for an output, 24 · 23 = 552 outputs for a weight.
    let deep = Window(images: 1, channels: 60, height: 4, width: 5, outChannels: 2, kernel: (3, 3))
    let large = Window(images: 2, channels: 1, height: 24, width: 23, outChannels: 2, kernel: (1, 1))
    for sample in convolutionSamples(Float.self, deep) + convolutionSamples(Float.self, large) { sample.check() }
  }

  @Test func `images too large for one pass are worked on in bands of rows`() {
    // 12 · 80 · 80 doubles are 614 KB, more than a pass takes.
    let shape = Window(
      images: 1, channels: 12, height: 80, width: 80, outChannels: 1, kernel: (2, 2), padding: (1, 0, 0, 1))
    for sample in convolutionSamples(Double.self, shape) { sample.check() }
  }
}
