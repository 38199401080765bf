import CPUFeatures
import Kernels
import Testing

/// Visits the windows of every plane in order, with the indices of the inputs that each one holds.
private func windows(_ s: Window, _ visit: (_ output: Int, _ inputs: [Int]) -> Void) {
  var output = 0
  for n in 0..<s.images {
    for c in 0..<s.channels {
      for y in 0..<s.outHeight {
        for x in 0..<s.outWidth {
          var inputs: [Int] = []
          for ky in 0..<s.kernelHeight {
            for kx in 0..<s.kernelWidth {
              if let i = s.input(n, c, y * s.strideY - s.top + ky, x * s.strideX - s.left + kx) { inputs.append(i) }
            }
          }
          visit(output, inputs)
          output += 1
        }
      }
    }
  }
}

private func firstMaximum<T: TestNumber>(_ at: [T], _ inputs: [Int]) -> Int? {
  var best: Int?
  for i in inputs {
    guard let held = best else {
      best = i
      continue
    }
    if at[i] > at[held] || (at[i].isNaN && !at[held].isNaN) { best = i }
  }
  return best
}

/// The four poolings of one shape.
func poolingSamples<T: TestNumber>(_ shape: Window, x: [T], at: [T], g: [T]) -> [Sample<T>] {
  var s = shape
  s.outChannels = s.channels
  var select = [T](repeating: 0, count: s.outputCount)
  var scatter = [T](repeating: 0, count: s.inputCount)
  var sum = [T](repeating: 0, count: s.outputCount)
  var adjoint = [T](repeating: 0, count: s.inputCount)
  windows(s) { output, inputs in
    if let place = firstMaximum(at, inputs) {
      select[output] = x[place]
      scatter[place] += g[output]
    }
    for i in inputs {
      sum[output] += x[i]
      adjoint[i] += g[output]
    }
  }
  func sample(_ opcode: cs_opcode, _ a: [T], _ b: [T], _ expected: [T]) -> Sample<T> {
    var sample = Sample<T>("\(opcode) \(s)", opcode)
    sample.instruction.a = sample.place(a, shift: 1)
    sample.instruction.b = sample.place(b, shift: 1)
    sample.instruction.out = sample.expect(expected, shift: 1)
    s.fill(&sample.instruction)
    sample.plan()
    return sample
  }
  return [
    sample(.poolSelect, x, at, select), sample(.poolScatter, g, at, scatter), sample(.sumPool, x, [], sum),
    sample(.sumPoolAdjoint, g, [], adjoint),
  ]
}

struct PoolingTests {
  static let shapes: [Window] = [
    Window(height: 2, width: 2, kernel: (2, 2), stride: (2, 2)),
    Window(images: 2, channels: 3, height: 28, width: 28, kernel: (2, 2), stride: (2, 2)),
    Window(images: 2, channels: 3, height: 14, width: 14, kernel: (2, 2), stride: (2, 2)),
    Window(images: 1, channels: 2, height: 7, width: 9, kernel: (2, 2), stride: (2, 2)),
    Window(images: 1, channels: 2, height: 16, width: 34, kernel: (2, 2), stride: (2, 2)),
    Window(images: 1, channels: 2, height: 7, width: 9, kernel: (2, 2), stride: (2, 2), padding: (1, 1, 0, 0)),
    Window(images: 1, channels: 2, height: 9, width: 9, kernel: (3, 3), stride: (2, 2), padding: (1, 1, 1, 1)),
    Window(images: 2, channels: 1, height: 6, width: 5, kernel: (3, 2)),
    Window(images: 1, channels: 1, height: 6, width: 6, kernel: (2, 2), stride: (3, 3), padding: (2, 2, 0, 0)),
    Window(images: 0, channels: 2, height: 4, width: 4, kernel: (2, 2), stride: (2, 2)),
  ]

  @Test(arguments: shapes)
  func `poolings and their adjoints give the canonical bits`(_ shape: Window) {
    func check<T: TestNumber>(_ type: T.Type) {
      var s = shape
      s.outChannels = s.channels
      var numbers = Numbers(shape.inputCount)
      let x = numbers.list(T.self, s.inputCount)
      let at = numbers.wild(T.self, s.inputCount)
      let g = numbers.list(T.self, s.outputCount)
      for sample in poolingSamples(shape, x: x, at: at, g: g) { sample.check() }
      for sample in poolingSamples(shape, x: at, at: at, g: numbers.wild(T.self, s.outputCount)) { sample.check() }
    }
    check(Float.self)
    check(Double.self)
  }
}
