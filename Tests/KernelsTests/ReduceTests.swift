import CPUFeatures
import Kernels
import Testing

/// The sum of 64 lanes: quarters in pairs, then the lower and the upper half, again and again.
func treeSum<T: TestNumber>(_ lanes: [T]) -> T {
  var tree: [T] = []
  for n in 0..<16 {
    let upper: T = lanes[n] + lanes[n + 16]
    let lower: T = lanes[n + 32] + lanes[n + 48]
    tree.append(upper + lower)
  }
  while tree.count > 1 {
    let half = tree.count / 2
    for n in 0..<half { tree[n] += tree[n + half] }
    tree.removeLast(half)
  }
  return tree[0]
}

/// The sum of a row in the canonical order of reduce_sum with inner == 1.
func naiveRowSum<T: TestNumber>(_ row: ArraySlice<T>) -> T {
  var total: T?
  for start in stride(from: row.startIndex, to: row.endIndex, by: Int(CS_SUM_BLOCK)) {
    var lanes = [T](repeating: 0, count: Int(CS_SUM_LANES))
    for i in start..<min(start + Int(CS_SUM_BLOCK), row.endIndex) { lanes[(i - start) % lanes.count] += row[i] }
    let sum = treeSum(lanes)
    total = total.map { $0 + sum } ?? sum
  }
  return total ?? 0
}

/// The sum of a column in the canonical order of reduce_sum with inner > 1.
func naiveColumnSum<T: TestNumber>(_ column: [T]) -> T {
  var total: T?
  for start in stride(from: 0, to: column.count, by: Int(CS_ROW_BLOCK)) {
    var block: T = 0
    for i in start..<min(start + Int(CS_ROW_BLOCK), column.count) { block += column[i] }
    total = total.map { $0 + block } ?? block
  }
  return total ?? 0
}

/// A reduction of (outer, reduce, inner); `f` is the naive reduction of one column.
func reduceSample<T: TestNumber>(
  _ opcode: cs_opcode, _ values: [T], _ outer: Int, _ reduce: Int, _ inner: Int, _ f: ([T]) -> [T]
) -> Sample<T> {
  var sample = Sample<T>("\(opcode) (\(outer), \(reduce), \(inner))", opcode)
  sample.instruction.a = sample.place(values, shift: 1)
  let results = (0..<outer).map { o in
    (0..<inner).map { i in f((0..<reduce).map { values[(o * reduce + $0) * inner + i] }) }
  }
  // (outer, inner) lists become (outer, list, inner).
  var expected: [T] = []
  for o in 0..<outer where inner > 0 {
    for r in 0..<results[o][0].count { expected += results[o].map { $0[r] } }
  }
  sample.instruction.out = sample.expect(expected, shift: 1)
  (sample.instruction.n0, sample.instruction.n1, sample.instruction.n2) = (Int64(outer), Int64(reduce), Int64(inner))
  sample.plan()
  return sample
}

func sumSample<T: TestNumber>(_ values: [T], _ outer: Int, _ reduce: Int, _ inner: Int) -> Sample<T> {
  reduceSample(.reduceSum, values, outer, reduce, inner) {
    inner == 1 ? [naiveRowSum($0[...])] : [naiveColumnSum($0)]
  }
}

private func naiveFirstMaximum<T: TestNumber>(_ column: [T]) -> Int {
  var best = 0
  for n in 1..<max(1, column.count)
  where column[n] > column[best] || (column[n].isNaN && !column[best].isNaN) { best = n }
  return best
}

func maskSample<T: TestNumber>(_ values: [T], _ outer: Int, _ reduce: Int, _ inner: Int) -> Sample<T> {
  reduceSample(.argmaxMask, values, outer, reduce, inner) { column in
    let best = naiveFirstMaximum(column)
    return column.indices.map { $0 == best ? 1 : 0 }
  }
}

struct ReduceTests {
  static let shapes: [(Int, Int, Int)] = [
    (0, 5, 1), (3, 0, 1), (3, 0, 4), (1, 1, 1), (5, 7, 1), (4, 8, 1), (4, 9, 1), (3, 63, 1), (3, 64, 1), (3, 65, 1),
    (2, 113, 1),
    (2, 4095, 1), (1, 4096, 1), (3, 4097, 1), (2, 13_000, 1), (1, 200_000, 1), (2, 3, 2), (3, 9, 7), (2, 10, 8),
    (1, 255, 9),
    (1, 256, 63), (1, 257, 64), (2, 700, 65), (1, 5, 300), (70, 2, 3),
  ]

  @Test(arguments: shapes)
  func `sums follow the canonical order`(outer: Int, reduce: Int, inner: Int) {
    var numbers = Numbers(outer + reduce + inner)
    sumSample(numbers.list(Float.self, outer * reduce * inner), outer, reduce, inner).check()
    sumSample(numbers.list(Double.self, outer * reduce * inner), outer, reduce, inner).check()
  }

  @Test(arguments: shapes.filter { $0.1 > 0 && $0.1 < 1000 })
  func `maxima and their masks treat NaN as the greatest and take the first`(outer: Int, reduce: Int, inner: Int) {
    func check<T: TestNumber>(_ type: T.Type) {
      var numbers = Numbers(outer + reduce + inner)
      let wild = numbers.wild(T.self, outer * reduce * inner)
      maskSample(wild, outer, reduce, inner).check()
      let signless = wild.map { $0 == 0 ? 0 : $0 }
      reduceSample(.reduceMax, signless, outer, reduce, inner) { [$0[naiveFirstMaximum($0)]] }.check()
      let plain = numbers.list(T.self, outer * reduce * inner)
      reduceSample(.reduceMax, plain, outer, reduce, inner) { [$0.max()!] }.check()
    }
    check(Float.self)
    check(Double.self)
  }

  @Test func `NaN and infinities spread through sums`() {
    var numbers = Numbers(11)
    sumSample(numbers.wild(Float.self, 3 * 200), 3, 200, 1).check()
    sumSample(numbers.wild(Double.self, 3 * 20 * 9), 3, 20, 9).check()
  }

  @Test func `the sum of a long row of equal numbers is accurate`() {
    // 200 000 times 0.1: one chain of additions in float32 would be off by about 1e-3 of it.
    let sample = sumSample([Float](repeating: 0.1, count: 200_000), 1, 200_000, 1)
    let memory = sample.run(Machine(threads: 1), chunks: 1, finish: 1)
    let sum = memory.withUnsafeBytes {
      $0.loadUnaligned(fromByteOffset: Int(sample.instruction.out), as: Float.self)
    }
    #expect(abs(sum - 20_000) < 0.03)
  }
}
