import CPUFeatures
import Kernels
import Testing

/// A product for something that reads it, and the values that it has.
private func readProduct<T: TestNumber>(
  _ numbers: inout Numbers, m: Int, n: Int, k: Int, transposesA: Bool = false, transposesB: Bool = false
) -> (sample: Sample<T>, values: [T]) {
  let a = numbers.list(T.self, m * k)
  let b = numbers.list(T.self, k * n)
  let product = naiveProduct(a, b, m: m, n: n, k: k, transposesA: transposesA, transposesB: transposesB)
  var sample = Sample<T>("gemm_update \(m)x\(n)x\(k) \(transposesA ? "T" : "N")\(transposesB ? "T" : "N")", .gemmUpdate)
  sample.instruction.a = sample.place(a, shift: 1)
  sample.instruction.b = sample.place(b, shift: 1)
  (sample.instruction.n0, sample.instruction.n1, sample.instruction.n2) = (Int64(m), Int64(n), Int64(k))
  sample.instruction.n3 = 1
  (sample.instruction.n4, sample.instruction.n5) = (transposesA ? 1 : 0, transposesB ? 1 : 0)
  sample.instruction.n6 = Int64(transposesA ? m : k)
  sample.instruction.n7 = Int64(transposesB ? k : n)
  sample.instruction.n8 = Int64(n)
  return (sample, product)
}

/// A gradient and the update that reads it: Adam's averages, and a step in the order in which its graph is built.
func gemmUpdateSample<T: TestNumber>(
  _ type: T.Type, m: Int, n: Int, k: Int, transposesA: Bool = false, transposesB: Bool = false
) -> Sample<T> {
  var numbers = Numbers(m + n + k)
  let (sample, product) = readProduct(&numbers, m: m, n: n, k: k, transposesA: transposesA, transposesB: transposesB) as (Sample<T>, [T])
  var program = MicroProgram<T>(count: m * n)
  let weight = program.input(numbers.list(T.self, m * n))
  let first = program.input(numbers.list(T.self, m * n))
  let second = program.input(numbers.list(T.self, m * n).map(\.magnitude))
  let gradient = program.input(product)
  let bias = program.input(numbers.list(T.self, n), mid: n)
  let rate = program.input([0.37], mid: 1)
  let averages = program.adam(first, second, gradient, rate: rate)
  program.output(program.apply(.sub, weight, averages.step), upon: 0)
  program.output(averages.first, upon: 1)
  program.output(averages.second, upon: 2)
  program.output(program.apply(.max, gradient, program.apply(.mul, bias, rate)))
  return program.update(of: sample, product: gradient)
}

extension MicroProgram {
  /// The averages and the step of Adam. All but `rate` vary.
  mutating func adam(
    _ first: Int32, _ second: Int32, _ gradient: Int32, rate: Int32
  ) -> (first: Int32, second: Int32, step: Int32) {
    let constant = CS_CONSTANT
    let old = apply(.mul, first, constant, constant: 0.9)
    let new = apply(.mul, gradient, constant, constant: 0.1)
    let m = apply(.add, old, new)
    let square = apply(.mul, gradient, gradient)
    let oldSquare = apply(.mul, second, constant, constant: 0.999)
    let newSquare = apply(.mul, square, constant, constant: 0.001)
    let v = apply(.add, oldSquare, newSquare)
    let root = apply(.sqrt, apply(.mul, v, rate))
    let corrected = apply(.mul, m, rate)
    let denominator = apply(.add, root, constant, constant: 1e-8)
    let step = apply(.mul, apply(.div, corrected, denominator), rate)
    return (m, v, step)
  }
}

struct GemmUpdateTests {
  @Test(arguments: [(16, 16, 1), (17, 33, 40), (48, 100, 513), (100, 31, 9), (33, 1000, 20), (250, 48, 130), (150, 300, 520), (300, 140, 1000)])
  func `what reads a product gets its canonical bits, whichever rows are there`(m: Int, n: Int, k: Int) {
    for (a, b) in GemmTests.transposes {
      gemmUpdateSample(Float.self, m: m, n: n, k: k, transposesA: a, transposesB: b).check()
      gemmUpdateSample(Double.self, m: m, n: n, k: k, transposesA: a, transposesB: b).check()
    }
  }

  @Test(arguments: [(48, 16, 3), (96, 32, 1), (90, 48, 5), (48, 16, 12)])
  func `what reads a product may have rows that are several of the product's`(m: Int, n: Int, several: Int) {
    func check<T: TestNumber>(_ type: T.Type) {
      var numbers = Numbers(m)
      let (sample, product) = readProduct(&numbers, m: m, n: n, k: 7) as (Sample<T>, [T])
      var program = MicroProgram<T>(count: m * n)
      let column = program.input(numbers.list(T.self, several * n), mid: several * n)
      let row = program.input(numbers.list(T.self, m / several), inner: several * n, mid: m / several)
      let read = program.input(product)
      program.output(program.apply(.mul, program.apply(.add, read, column), row))
      program.update(of: sample, product: read).check()
    }
    check(Float.self)
    check(Double.self)
  }

  @Test(arguments: [1, 7, 64, 1000, 5001])
  func `Adam's operations give the bits of each by itself`(count: Int) {
    func check<T: TestNumber>(_ type: T.Type, shows: Bool, wild: Bool) {
      var numbers = Numbers(count)
      func list() -> [T] { wild ? numbers.wild(T.self, count) : numbers.list(T.self, count) }
      var program = MicroProgram<T>(count: count)
      let (weight, first, second, gradient) = (
        program.input(list()), program.input(list()), program.input(list()), program.input(list())
      )
      let rate = program.input([0.37], mid: 1)
      let averages = program.adam(first, second, gradient, rate: rate)
      program.output(program.apply(.sub, weight, averages.step), upon: 0)
      program.output(averages.first, upon: 1)
      program.output(averages.second, upon: 2)
      // Something that lies between the operations and is asked for.
      if shows { program.output(averages.step) }
      program.sample("Adam").check()
    }
    for shows in [false, true] {
      for wild in [false, true] {
        check(Float.self, shows: shows, wild: wild)
        check(Double.self, shows: shows, wild: wild)
      }
    }
  }
}
