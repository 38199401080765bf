import CPUFeatures
import Kernels
import Testing

/// Instructions over interleaved tensors give each tensor what it is given alone.
@Suite struct InterleavedTests {
  /// An instruction over one tensor: operands of so many elements, and a result.
  struct Case: Sendable, CustomTestStringConvertible {
    var alone = cs_instruction()
    let opcode: cs_opcode
    let a, b, out: Int
    let testDescription: String

    static func product(
      _ m: Int, _ n: Int, _ k: Int, batch: Int = 1, transposed: (Bool, Bool) = (false, false), spare: Int = 0
    ) -> Case {
      var item = Case(
        opcode: .interleavedGemm, a: batch * (m + spare) * (k + spare + m), b: batch * (k + spare + n) * (n + spare),
        out: batch * m * (n + spare), testDescription: "\(batch) x \(m) x \(n) over \(k), transposed \(transposed)")
      item.alone.opcode = .gemm
      (item.alone.n0, item.alone.n1, item.alone.n2, item.alone.n3) = (Int64(m), Int64(n), Int64(k), Int64(batch))
      (item.alone.n4, item.alone.n5) = (transposed.0 ? 1 : 0, transposed.1 ? 1 : 0)
      item.alone.n6 = Int64((transposed.0 ? m : k) + spare)
      item.alone.n7 = Int64((transposed.1 ? k : n) + spare)
      item.alone.n8 = Int64(n + spare)
      item.alone.n9 = batch > 1 ? Int64(m * (k + spare)) : 0
      item.alone.n11 = Int64(m * (n + spare))
      return item
    }

    static func dots(_ rows: Int, _ length: Int, spare: Int = 0) -> Case {
      var item = Case(
        opcode: .interleavedMatrixVector, a: rows * (length + spare), b: length, out: rows,
        testDescription: "\(rows) dot products of \(length)")
      item.alone.opcode = .matrixVector
      (item.alone.n0, item.alone.n1, item.alone.n6) = (Int64(rows), Int64(length), Int64(length + spare))
      return item
    }

    static func sums(_ rows: Int, _ length: Int) -> Case {
      var item = Case(
        opcode: .interleavedSum, a: rows * length, b: 0, out: rows, testDescription: "\(rows) sums of \(length)")
      item.alone.opcode = .reduceSum
      (item.alone.n0, item.alone.n1, item.alone.n2) = (Int64(rows), Int64(length), 1)
      return item
    }
  }

  static let products =
    [(1, 1, 1), (3, 5, 1), (1, 10, 15), (4, 4, 0), (5, 3, 7), (2, 9, 30), (3, 6, 512), (2, 5, 513), (1, 7, 1100)].flatMap { m, n, k in
      [(false, false), (true, false), (false, true), (true, true)].map { Case.product(m, n, k, transposed: $0) }
    } + [.product(4, 6, 5, batch: 3), .product(4, 6, 5, spare: 2), .product(2, 3, 4, batch: 2, transposed: (false, true))]
  static let lengths = [0, 1, 2, 3, 4, 5, 7, 8, 9, 12, 15, 16, 17, 20, 24, 31, 32, 33, 40, 48, 49, 63, 64, 65, 100, 255, 256, 257, 600]
  static let dots = lengths.flatMap { [Case.dots(1, $0), .dots(5, $0, spare: 3), .dots(9, $0)] } + [.dots(1, 16_700)]
  static let sums = lengths.flatMap { [Case.sums(1, $0), .sums(4, $0)] } + [.sums(2, 4096), .sums(1, 4097), .sums(2, 9000)]

  @Test(arguments: products + dots + sums) func `every tensor gets the bits that it gets alone`(_ item: Case) {
    // All signs of zero, products that vanish, and numbers of very different size.
    let small: [Double] = [0, -0.0, 1e-30, -1e-30, 3, -2e-20, 1e8, -0.1]
    check(item, Float.self) { Double(($0 &* 7919) % 1009) / 1009 - 0.5 }
    check(item, Float.self) { small[($0 &* 31) % 8] }
    check(item, Double.self) { Double(($0 &* 7919) % 1009) / 1009 - 0.5 }
    check(item, Double.self) { i in
      [0, -0.0, 1e-200, -1e-200, -.leastNonzeroMagnitude, 2, 1e17, -0.1][(i &* 31) % 8] }
  }

  @Test func `infinity and NaN stay in their tensor`() {
    for item in [Case.product(2, 5, 3), .dots(5, 20), .sums(2, 70)] {
      check(item, Float.self) { $0 == 37 ? .infinity : $0 == 90 ? .nan : Double($0 % 13) - 5 }
      check(item, Double.self) { $0 == 37 ? .infinity : $0 == 90 ? .nan : Double($0 % 13) - 5 }
    }
  }

  private func check<T: TestNumber>(_ item: Case, _ type: T.Type, _ number: (Int) -> Double) {
    let lanes = 64 / MemoryLayout<T>.stride
    let a = (0..<(item.a * lanes)).map { T(number($0)) }
    let b = (0..<(item.b * lanes)).map { T(number($0 + 5)) }
    func lane(_ l: Int, of values: [T]) -> [T] { stride(from: l, to: values.count, by: lanes).map { values[$0] } }
    let expected = (0..<lanes).map { run(item.alone, lane($0, of: a), lane($0, of: b), item.out, .best) }
    var together = item.alone
    together.opcode = item.opcode
    for set in InstructionSet.available {
      let result = run(together, a, b, item.out * lanes, set)
      for l in 0..<lanes {
        // What lies between the rows of a result is nobody's: it is NaN in both.
        let same = zip(lane(l, of: result), expected[l]).allSatisfy { $0.pattern == $1.pattern || ($0 != $0 && $1 != $1) }
        #expect(same, "\(item.testDescription), tensor \(l), \(set), \(T.self)")
      }
    }
  }

  private func run<T: TestNumber>(_ instruction: cs_instruction, _ a: [T], _ b: [T], _ out: Int, _ set: InstructionSet) -> [T] {
    var sample = Sample<T>("interleaved", instruction.opcode)
    var own = instruction
    own.type = T.type
    own.a = sample.place(a)
    own.b = sample.place(b)
    own.out = sample.place([T](repeating: .nan, count: out))
    sample.instruction = own
    sample.plan()
    let machine = Machine(instructionSet: set, threads: 1)
    let memory = sample.run(machine, chunks: sample.instruction.chunks, finish: sample.instruction.finish_chunks)
    return memory.withUnsafeBytes { bytes in
      (0..<out).map { bytes.loadUnaligned(fromByteOffset: Int(own.out) + $0 * MemoryLayout<T>.stride, as: T.self) }
    }
  }

  // MARK: Elementwise

  /// Rows and columns of a sheet of vectors.
  static let sheets = [(1, 1), (1, 5), (5, 1), (2, 2), (3, 10), (15, 10), (7, 33), (2, 64), (3, 65), (2, 200), (40, 3)]

  @Test(arguments: sheets) func `numbers of rows, of columns and of all go into whole vectors`(_ rows: Int, _ columns: Int) {
    func check<T: TestNumber>(_ type: T.Type) {
      let lanes = 64 / MemoryLayout<T>.stride
      let count = rows * columns * lanes
      var numbers = Numbers(count)
      for micro in ElementwiseTests.binary {
        var program = MicroProgram<T>(count: count)
        let row = program.input(numbers.list(T.self, rows * lanes), inner: columns, mid: rows, width: lanes)
        let column = program.input(numbers.list(T.self, columns * lanes), mid: columns, width: lanes)
        let all = program.input(numbers.list(T.self, lanes), mid: 1, width: lanes)
        let sheet = program.input(numbers.list(T.self, count))
        let first = program.apply(micro, row, column)
        let second = program.apply(.add, first, column)
        program.output(program.apply(micro, row, row))
        program.output(program.apply(micro, all, row))
        program.output(program.apply(.tanh, second))
        program.output(program.apply(micro, sheet, column))
        program.output(program.apply(micro, all, CS_CONSTANT, constant: 0.7))
        program.output(program.apply(.sub, CS_CONSTANT, row, constant: 0.7), upon: Int(sheet))
        program.sample("\(micro) of \(rows) x \(columns)").check()
      }
    }
    check(Float.self)
    check(Double.self)
  }

  /// Channels of (2, 3, 4): neither rows nor columns of one sheet. Two kinds of columns. A function of a row's number, and the number;
  /// beside it columns, and vectors for all elements.
  @Test(arguments: [(4, 3, 24), (1, 4, 6), (4, 6, 4), (4, 6, 24)])
  func `what is read otherwise, or varies otherwise, is laid out first`(inner: Int, mid: Int, other: Int) {
    ElementwiseTests.checkTwoBroadcasts(Float.self, count: 24, width: 16, inner: inner, mid: mid, other: other)
    ElementwiseTests.checkTwoBroadcasts(Double.self, count: 24, width: 8, inner: inner, mid: mid, other: other)
  }
}
