import CPUFeatures
import Kernels
import Testing

struct ElementwiseTests {
  static let sizes = [0, 1, 7, 8, 9, 15, 16, 17, 63, 64, 65, 1000, 5003]
  static let unary: [cs_micro] = [
    .copy, .negate, .abs, .sign, .step, .relu, .sqrt, .exp, .log, .tanh, .sigmoid, .softplus, .sin, .cos, .erf,
  ]
  static let binary: [cs_micro] = [.add, .sub, .mul, .div, .max, .min]

  @Test(arguments: unary)
  func `unary operations work on every size`(_ micro: cs_micro) {
    func check<T: TestNumber>(_ type: T.Type, _ count: Int) {
      var numbers = Numbers(count)
      var program = MicroProgram<T>(count: count)
      let x = program.input(numbers.list(T.self, count).map { $0 * 4 })
      program.output(program.apply(micro, x))
      program.sample("\(micro) of \(count)").check()
    }
    for count in Self.sizes {
      check(Float.self, count)
      check(Double.self, count)
    }
  }

  @Test(arguments: binary)
  func `binary operations take vectors, scalars and constants on either side`(_ micro: cs_micro) {
    func check<T: TestNumber>(_ type: T.Type, _ count: Int) {
      var numbers = Numbers(count)
      var program = MicroProgram<T>(count: count)
      let x = program.input(numbers.list(T.self, count))
      let y = program.input(numbers.list(T.self, count))
      let s = program.input([T(0.3)], mid: 1)
      for (a, b) in [(x, y), (x, s), (s, x), (x, CS_CONSTANT), (CS_CONSTANT, x), (s, s), (x, x)] as [(Int32, Int32)] {
        program.output(program.apply(micro, a, b, constant: 0.7))
      }
      program.sample("\(micro) of \(count)").check()
    }
    for count in Self.sizes {
      check(Float.self, count)
      check(Double.self, count)
    }
  }

  @Test func `NaN, infinities and signed zeros go through as IEEE 754 says`() {
    func check<T: TestNumber>(_ type: T.Type) {
      var numbers = Numbers(5)
      let (a, b) = (numbers.wild(T.self, 500), numbers.wild(T.self, 500))
      for micro in [.copy, .negate, .abs, .sign, .step, .relu, .sqrt] + Self.binary + [.fma] {
        var program = MicroProgram<T>(count: 500)
        let (x, y) = (program.input(a), program.input(b))
        program.output(program.apply(micro, x, y, x))
        program.sample("wild \(micro)").check()
      }
    }
    check(Float.self)
    check(Double.self)
  }

  @Test(arguments: [(1, 7), (1, 500), (10, 13), (784, 3), (3, 1000), (1, 64), (16, 16), (5, 1), (1, 1024), (1, 2)])
  func `broadcast inputs repeat as (i / inner) % mid`(inner: Int, mid: Int) {
    func check<T: TestNumber>(_ type: T.Type) {
      let count = 4711
      var numbers = Numbers(inner)
      var program = MicroProgram<T>(count: count)
      let x = program.input(numbers.list(T.self, count))
      let b = program.input(numbers.list(T.self, mid), inner: inner, mid: mid)
      program.output(program.apply(.add, x, b))
      program.output(b)
      program.sample("broadcast \(inner) \(mid)").check()
    }
    check(Float.self)
    check(Double.self)
  }

  @Test(arguments: [(2, 2), (2, 1000), (3, 3), (500, 5), (100, 7), (64, 8), (33, 15), (9, 16), (17, 17), (40, 63), (5, 784), (2, 1001)])
  func `products of a number for each row and one for each column`(rows: Int, columns: Int) {
    func check<T: TestNumber>(_ type: T.Type) {
      var numbers = Numbers(rows)
      for isReversed in [false, true] {
        for (micro, upon) in [(.mul, nil), (.mul, 2), (.add, nil)] as [(cs_micro, Int?)] {
          var program = MicroProgram<T>(count: rows * columns)
          let row = program.input(numbers.wild(T.self, rows), inner: columns, mid: rows)
          let column = program.input(numbers.wild(T.self, columns), mid: columns)
          if upon != nil { _ = program.input(numbers.list(T.self, rows * columns)) }
          program.output(isReversed ? program.apply(micro, column, row) : program.apply(micro, row, column), upon: upon)
          program.sample("\(micro) of \(rows) x \(columns)").check()
        }
      }
    }
    check(Float.self)
    check(Double.self)
  }

  @Test(arguments: [(1, 16), (5, 16), (2, 48), (33, 80), (9, 400), (3, 1008), (40, 1024), (3, 1040), (7, 24), (5, 100), (64, 8)])
  func `numbers of rows, of columns and of all go into whole vectors`(rows: Int, columns: Int) {
    func check<T: TestNumber>(_ type: T.Type) {
      let count = rows * columns
      var numbers = Numbers(count)
      for micro in Self.binary {
        var program = MicroProgram<T>(count: count)
        let row = program.input(numbers.wild(T.self, rows), inner: columns, mid: rows)
        let column = program.input(numbers.list(T.self, columns), mid: columns)
        let all = program.input(numbers.list(T.self, 1), mid: 1)
        let sheet = program.input(numbers.list(T.self, count))
        for (a, b) in [(row, column), (column, row), (row, row), (all, row), (column, all), (sheet, row), (column, sheet)] {
          program.output(program.apply(micro, a, b))
        }
        program.output(program.apply(.tanh, program.apply(.add, program.apply(micro, row, column), column)))
        program.output(program.apply(.sub, CS_CONSTANT, row, constant: 0.7), upon: Int(sheet))
        program.sample("\(micro) of \(rows) x \(columns)").check()
      }
    }
    check(Float.self)
    check(Double.self)
  }

  /// A broadcast input that goes through a function and out, and through arithmetic with another one.
  static func checkTwoBroadcasts<T: TestNumber>(_ type: T.Type, count: Int, width: Int, inner: Int, mid: Int, other: Int) {
    var numbers = Numbers(3)
    var program = MicroProgram<T>(count: count * width)
    let x = program.input(numbers.list(T.self, mid * width), inner: inner, mid: mid, width: width)
    let y = program.input(numbers.list(T.self, other * width), mid: other, width: width)
    program.output(program.apply(.tanh, x))
    program.output(program.apply(.mul, x, y))
    program.output(x)
    program.output(program.apply(.fma, x, y, x))
    program.sample("inner \(inner), mid \(mid)").check()
  }

  @Test(arguments: [(64, 3, 384), (1, 64, 96), (64, 6, 64), (16, 24, 32)])
  func `rows of two lengths, and functions of a row's number, are laid out first`(inner: Int, mid: Int, other: Int) {
    Self.checkTwoBroadcasts(Float.self, count: 384, width: 1, inner: inner, mid: mid, other: other)
    Self.checkTwoBroadcasts(Double.self, count: 384, width: 1, inner: inner, mid: mid, other: other)
  }

  @Test(arguments: [40, 1003])
  func `an optimizer's whole update runs in place`(count: Int) {
    func check<T: TestNumber>(_ type: T.Type) {
      var numbers = Numbers(7)
      var p = MicroProgram<T>(count: count)
      let w = p.input(numbers.list(T.self, count))
      let m = p.input(numbers.list(T.self, count))
      let v = p.input(numbers.list(T.self, count).map { $0.magnitude })
      let g = p.input(numbers.list(T.self, count))
      let rate = p.input([T(0.001)], mid: 1)
      let m1 = p.apply(
        .add, p.apply(.mul, m, CS_CONSTANT, constant: 0.9), p.apply(.mul, g, CS_CONSTANT, constant: 0.1))
      let g2 = p.apply(.mul, g, g)
      let v1 = p.apply(
        .add, p.apply(.mul, v, CS_CONSTANT, constant: 0.999), p.apply(.mul, g2, CS_CONSTANT, constant: 0.001))
      let root = p.apply(.add, p.apply(.sqrt, v1), CS_CONSTANT, constant: 1e-8)
      let step = p.apply(.div, p.apply(.mul, p.apply(.mul, rate, CS_CONSTANT, constant: 3), m1), root)
      p.output(p.apply(.sub, w, step), upon: 0)
      p.output(m1, upon: 1)
      p.output(v1, upon: 2)
      p.sample("adam").check()
    }
    check(Float.self)
    check(Double.self)
  }

  @Test func `an input that an output lies upon is still read by later operations`() {
    var p = MicroProgram<Float>(count: 100)
    let x = p.input((0..<100).map { Float($0) })
    let y = p.input((0..<100).map { Float($0) * 0.5 })
    let sum = p.apply(.add, x, y)
    let difference = p.apply(.sub, x, y)
    p.output(sum, upon: 0)
    p.output(difference, upon: 1)
    p.output(p.apply(.mul, sum, x))
    p.sample("swap").check()
  }

  @Test func `outputs may swap two inputs, repeat a register and be uniform`() {
    var p = MicroProgram<Double>(count: 77)
    let x = p.input((0..<77).map { Double($0) })
    let y = p.input((0..<77).map { Double(-$0) })
    let s = p.input([2.5], mid: 1)
    let twice = p.apply(.mul, s, CS_CONSTANT, constant: 2)
    let z = p.apply(.add, x, twice)
    p.put(z, .mul, z, z)
    p.output(z)
    p.output(z)
    p.output(twice)
    p.output(s)
    p.output(y)
    p.sample("outputs").check()
  }

  @Test func `a program may have no inputs, and as many registers as the limit`() {
    var p = MicroProgram<Float>(count: 50)
    var r = p.apply(.copy, CS_CONSTANT, constant: 3)
    for _ in 1..<Int(CS_MAX_REGISTERS) { r = p.apply(.add, r, CS_CONSTANT, constant: 0.25) }
    p.output(r)
    p.sample("constants").check()
  }

  @Test func `the most uniform values fit their tables`() {
    var p = MicroProgram<Double>(count: 33)
    let inputs = (0..<40).map { n in p.input([Double(n)], mid: 1) }
    let registers = (0..<24).map { _ in p.apply(.copy, inputs[0]) }
    for n in 0..<(Int(CS_MAX_OPERATIONS) - 24) {
      p.put(registers[n % 24], .fma, CS_CONSTANT, CS_CONSTANT, registers[(n + 5) % 24], constant: 0.25)
    }
    for register in registers { p.output(register) }
    p.sample("uniform").check()
  }

  @Test func `the largest program fits its tables`() {
    var p = MicroProgram<Float>(count: 70)
    let inputs = (0..<40).map { n in p.input((0..<70).map { Float($0 + n) }) }
    let registers = (0..<24).map { _ in p.apply(.copy, inputs[0]) }
    for n in 0..<(Int(CS_MAX_OPERATIONS) - 24) {
      p.put(registers[n % 24], .fma, CS_CONSTANT, inputs[n % 40], registers[(n + 5) % 24], constant: 0.01)
    }
    for n in 0..<Int(CS_MAX_OUTPUTS) { p.output(registers[n % 24]) }
    p.sample("large").check()
  }
}
