import CPUFeatures
import Kernels
import Testing

/// A product of random matrices, added to random numbers where that is asked for, operands and result at odd addresses when `shift` is 1.
func gemmSample<T: TestNumber>(
  _ type: T.Type, m: Int, n: Int, k: Int, transposesA: Bool = false, transposesB: Bool = false, isAdded: Bool = false, shift: Int = 0
) -> Sample<T> {
  var numbers = Numbers(m * 10_000 + n * 100 + k)
  let a = numbers.list(T.self, m * k)
  let b = numbers.list(T.self, k * n)
  var sample = Sample<T>("gemm \(m)x\(n)x\(k) \(transposesA ? "T" : "N")\(transposesB ? "T" : "N")", .gemm)
  sample.instruction.a = sample.place(a, shift: shift)
  sample.instruction.b = sample.place(b, shift: shift)
  let before = isAdded ? numbers.list(T.self, m * n) : nil
  let expected = naiveProduct(a, b, m: m, n: n, k: k, transposesA: transposesA, transposesB: transposesB, addedTo: before)
  if let before {
    sample.instruction.out = sample.place(before, shift: shift)
    sample.expect(expected, at: sample.instruction.out)
    sample.instruction.detail = 1
  } else {
    sample.instruction.out = sample.expect(expected, shift: shift)
  }
  (sample.instruction.n0, sample.instruction.n1, sample.instruction.n2, sample.instruction.n3) = (
    Int64(m), Int64(n), Int64(k), 1
  )
  (sample.instruction.n4, sample.instruction.n5) = (transposesA ? 1 : 0, transposesB ? 1 : 0)
  sample.instruction.n6 = Int64(transposesA ? m : k)
  sample.instruction.n7 = Int64(transposesB ? k : n)
  sample.instruction.n8 = Int64(n)
  sample.plan()
  return sample
}

struct GemmTests {
  static let transposes = [(false, false), (false, true), (true, false), (true, true)]
  static let sizes = [0, 1, 7, 8, 9, 63, 64, 65]

  @Test(arguments: sizes)
  func `every size and transpose gives the canonical bits`(m: Int) {
    for n in Self.sizes {
      for k in [0, 1, 9, 65] where m * n * k < 40_000 {
        for (a, b) in Self.transposes {
          gemmSample(Float.self, m: m, n: n, k: k, transposesA: a, transposesB: b).check()
          if (m + n + k) % 2 == 0 {
            gemmSample(Double.self, m: m, n: n, k: k, transposesA: a, transposesB: b).check()
          }
        }
      }
    }
  }

  @Test(arguments: [(3, 5, 511), (9, 17, 512), (10, 50, 513), (5, 3, 1025), (64, 10, 600), (2, 100, 1600)])
  func `deep products are cut into chunks of the contract's length`(m: Int, n: Int, k: Int) {
    for (a, b) in Self.transposes {
      gemmSample(Float.self, m: m, n: n, k: k, transposesA: a, transposesB: b, shift: 1).check()
      gemmSample(Double.self, m: m, n: n, k: k, transposesA: a, transposesB: b, shift: 1).check()
    }
  }

  @Test(arguments: [(150, 130, 40), (37, 290, 33), (300, 11, 20), (130, 100, 7)])
  func `packed blocks and ragged edges give the canonical bits`(m: Int, n: Int, k: Int) {
    for (a, b) in Self.transposes {
      gemmSample(Float.self, m: m, n: n, k: k, transposesA: a, transposesB: b).check()
      gemmSample(Double.self, m: m, n: n, k: k, transposesA: a, transposesB: b).check()
    }
  }

  @Test(arguments: [(3, 5, 0), (9, 17, 7), (40, 33, 65), (10, 50, 513), (64, 100, 600), (150, 130, 40)])
  func `a product is added to what is there, chunk after chunk`(m: Int, n: Int, k: Int) {
    for (a, b) in Self.transposes {
      gemmSample(Float.self, m: m, n: n, k: k, transposesA: a, transposesB: b, isAdded: true).check()
      gemmSample(Double.self, m: m, n: n, k: k, transposesA: a, transposesB: b, isAdded: true).check()
    }
  }

  @Test(arguments: [false, true])
  func `pieces of a large product share a packed operand`(transposed: Bool) {
    for (m, n) in [(104, 100), (97, 140)] {
      let sample = gemmSample(Float.self, m: m, n: n, k: 520, transposesA: transposed, transposesB: transposed)
      #expect(sample.instruction.finish_chunks > 0)
      sample.check()
    }
    let sample = gemmSample(Double.self, m: 97, n: 99, k: 515, transposesA: transposed, transposesB: !transposed)
    #expect(sample.instruction.finish_chunks > 0)
    sample.check()
  }

  @Test func `a wide product goes through several blocks of columns`() {
    gemmSample(Float.self, m: 40, n: 1100, k: 3).check()
    gemmSample(Double.self, m: 40, n: 600, k: 3, transposesB: true).check()
  }

  @Test(arguments: [0, 1, 5])
  func `a batch is many products, and a stride of zero shares a matrix`(batch: Int) {
    for (shares, m) in [(false, 11), (true, 11), (false, 17), (true, 17)] {
      let (n, k) = (13, 9)
      var numbers = Numbers(batch)
      let a = numbers.list(Float.self, batch * m * k)
      let b = numbers.list(Float.self, shares ? n * k : batch * n * k)
      var sample = Sample<Float>("batched gemm", .gemm)
      sample.instruction.a = sample.place(a)
      sample.instruction.b = sample.place(b)
      var expected: [Float] = []
      for g in 0..<batch {
        let right = shares ? b : Array(b[(g * k * n)..<((g + 1) * k * n)])
        expected += naiveProduct(
          Array(a[(g * m * k)..<((g + 1) * m * k)]), right, m: m, n: n, k: k, transposesB: true)
      }
      sample.instruction.out = sample.expect(expected)
      (sample.instruction.n0, sample.instruction.n1, sample.instruction.n2) = (Int64(m), Int64(n), Int64(k))
      sample.instruction.n3 = Int64(batch)
      sample.instruction.n5 = 1
      (sample.instruction.n6, sample.instruction.n7, sample.instruction.n8) = (Int64(k), Int64(k), Int64(n))
      (sample.instruction.n9, sample.instruction.n10) = (Int64(m * k), shares ? 0 : Int64(n * k))
      sample.instruction.n11 = Int64(m * n)
      sample.plan()
      sample.check()
    }
  }

  @Test(arguments: [(16, 8, 40), (37, 100, 530), (192, 11, 9), (128, 10, 1030), (100, 31, 513)])
  func `a few rows times a transposed matrix, computed the other way round, give the canonical bits`(
    m: Int, n: Int, k: Int
  ) {
    for transposesA in [false, true] {
      gemmSample(Float.self, m: m, n: n, k: k, transposesA: transposesA, transposesB: true, shift: 1).check()
      gemmSample(Double.self, m: m, n: n, k: k, transposesA: transposesA, transposesB: true, shift: 1).check()
    }
  }

  @Test func `row strides address a part of a larger matrix`() {
    // Columns 2 ..< 7 of a 6 × 10 matrix times a 5 × 4 one, into columns 1 ..< 5 of a 6 × 9 one.
    var numbers = Numbers(3)
    let a = numbers.list(Double.self, 60)
    let b = numbers.list(Double.self, 20)
    let part = (0..<6).flatMap { row in (2..<7).map { a[row * 10 + $0] } }
    let product = naiveProduct(part, b, m: 6, n: 4, k: 5)
    var expected = [Double](repeating: .nan, count: 54)
    for row in 0..<6 {
      for column in 0..<4 { expected[row * 9 + 1 + column] = product[row * 4 + column] }
    }
    var sample = Sample<Double>("strided gemm", .gemm)
    sample.instruction.a = sample.place(a) + 16
    sample.instruction.b = sample.place(b)
    sample.instruction.out = sample.expect(expected) + 8
    (sample.instruction.n0, sample.instruction.n1, sample.instruction.n2, sample.instruction.n3) = (6, 4, 5, 1)
    (sample.instruction.n6, sample.instruction.n7, sample.instruction.n8) = (10, 4, 9)
    sample.plan()
    sample.check()
  }

  @Test func `NaN and infinities spread as IEEE 754 says`() {
    var sample = Sample<Float>("wild gemm", .gemm)
    var numbers = Numbers(9)
    let a = numbers.wild(Float.self, 9 * 20)
    let b = numbers.wild(Float.self, 20 * 17)
    sample.instruction.a = sample.place(a)
    sample.instruction.b = sample.place(b)
    sample.instruction.out = sample.expect(naiveProduct(a, b, m: 9, n: 17, k: 20))
    (sample.instruction.n0, sample.instruction.n1, sample.instruction.n2, sample.instruction.n3) = (9, 17, 20, 1)
    (sample.instruction.n6, sample.instruction.n7, sample.instruction.n8) = (20, 17, 17)
    sample.plan()
    sample.check()
  }
}
