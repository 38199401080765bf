import CPUFeatures
import Kernels
import Testing

/// One axis of a strided copy, in elements.
struct Axis {
  var size: Int
  var source: Int
  var destination: Int
}

func copySample<T: TestNumber>(_ type: T.Type, _ axes: [Axis], sourceCount: Int, outCount: Int, start: Int = 0)
  -> Sample<T>
{
  let source = (0..<sourceCount).map { T($0 + 1) }
  var expected = [T](repeating: .nan, count: outCount)
  var count = 1
  for axis in axes { count *= axis.size }
  for index in 0..<count {
    var left = index
    var (from, to) = (start, 0)
    for axis in axes.reversed() {
      from += left % axis.size * axis.source
      to += left % axis.size * axis.destination
      left /= axis.size
    }
    expected[to] = source[from]
  }
  var sample = Sample<T>("copy of \(axes)", .copyStrided)
  var table = cs_copy()
  withUnsafeMutableBytes(of: &table) {
    let numbers = $0.bindMemory(to: Int64.self)
    for (n, axis) in axes.enumerated() {
      numbers[n] = Int64(axis.size)
      numbers[6 + n] = Int64(axis.source)
      numbers[12 + n] = Int64(axis.destination)
    }
  }
  sample.instruction.a = sample.place(source, shift: 1) + Int64(start * T.size)
  sample.instruction.out = sample.expect(expected, shift: 1)
  sample.instruction.table = sample.place([table])
  (sample.instruction.n0, sample.instruction.n1) = (Int64(axes.count), Int64(count))
  sample.plan()
  return sample
}

func rowSamples<T: TestNumber>(_ type: T.Type, rows: Int, width: Int, numbers: [Int32]) -> [Sample<T>] {
  var random = Numbers(rows + width)
  let table = random.list(T.self, rows * width)
  let values = random.list(T.self, numbers.count * width)
  var gathered: [T] = []
  var scattered = [T](repeating: 0, count: rows * width)
  for (n, row) in numbers.enumerated() {
    if row >= 0 && row < rows {
      gathered += table[(Int(row) * width)..<((Int(row) + 1) * width)]
      for c in 0..<width { scattered[Int(row) * width + c] += values[n * width + c] }
    } else {
      gathered += [T](repeating: .nan, count: width)
    }
  }
  func sample(_ opcode: cs_opcode, _ a: [T], _ expected: [T], real: Bool) -> Sample<T> {
    var sample = Sample<T>("\(opcode) of \(rows) x \(width), \(real ? "real" : "integer") numbers", opcode)
    sample.instruction.a = sample.place(a, shift: 1)
    // A number that is none becomes one that is not a number.
    sample.instruction.b = real ? sample.place(numbers.map { $0 == -1 ? T.nan : T(Double($0)) }, shift: 1) : sample.place(numbers, shift: 1)
    sample.instruction.detail = real ? 1 : 0
    sample.instruction.out = sample.expect(expected, shift: 1)
    (sample.instruction.n0, sample.instruction.n1) = (Int64(rows), Int64(width))
    sample.instruction.n2 = Int64(numbers.count)
    sample.plan()
    return sample
  }
  return [false, true].flatMap { real in
    [sample(.gatherRows, table, gathered, real: real), sample(.scatterAddRows, values, scattered, real: real)]
  }
}

func fillSample<T: TestNumber>(_ type: T.Type, _ count: Int, _ value: Double) -> Sample<T> {
  var sample = Sample<T>("fill \(count)", .fill)
  sample.instruction.out = sample.expect([T](repeating: T(value), count: count), shift: 1)
  sample.instruction.n0 = Int64(count)
  sample.instruction.s0 = value
  sample.plan()
  return sample
}

struct MovementTests {
  struct Copy: CustomTestStringConvertible {
    var testDescription: String
    var axes: [Axis]
    var sourceCount: Int
    var outCount: Int
    var start = 0
  }

  static let copies: [Copy] = [
    Copy(testDescription: "nothing", axes: [Axis(size: 0, source: 1, destination: 1)], sourceCount: 1, outCount: 1),
    Copy(testDescription: "a scalar", axes: [], sourceCount: 1, outCount: 1),
    Copy(
      testDescription: "a vector", axes: [Axis(size: 77, source: 1, destination: 1)], sourceCount: 77, outCount: 77),
    Copy(
      testDescription: "a transpose",
      axes: [Axis(size: 33, source: 1, destination: 29), Axis(size: 29, source: 33, destination: 1)],
      sourceCount: 957,
      outCount: 957),
    Copy(
      testDescription: "a permutation of four axes",
      axes: [
        Axis(size: 3, source: 1, destination: 70), Axis(size: 5, source: 42, destination: 14),
        Axis(size: 2, source: 210, destination: 7), Axis(size: 7, source: 3, destination: 1),
      ], sourceCount: 420, outCount: 220),
    Copy(
      testDescription: "a slice into a padded matrix",
      axes: [Axis(size: 4, source: 10, destination: 9), Axis(size: 5, source: 1, destination: 1)], sourceCount: 60,
      outCount: 50,
      start: 13),
    Copy(
      testDescription: "a broadcast",
      axes: [Axis(size: 6, source: 1, destination: 20), Axis(size: 20, source: 0, destination: 1)], sourceCount: 6,
      outCount: 120),
    Copy(
      testDescription: "a row broadcast",
      axes: [Axis(size: 6, source: 0, destination: 20), Axis(size: 20, source: 1, destination: 1)], sourceCount: 20,
      outCount: 120),
    Copy(
      testDescription: "a reversal", axes: [Axis(size: 31, source: -1, destination: 1)], sourceCount: 31,
      outCount: 31, start: 30),
    Copy(
      testDescription: "a column into a column",
      axes: [Axis(size: 12, source: 5, destination: 3)], sourceCount: 60, outCount: 36, start: 2),
    Copy(
      testDescription: "six axes",
      axes: [
        Axis(size: 2, source: 96, destination: 1), Axis(size: 2, source: 48, destination: 2),
        Axis(size: 3, source: 16, destination: 4),
        Axis(size: 2, source: 8, destination: 12), Axis(size: 2, source: 4, destination: 24),
        Axis(size: 4, source: 1, destination: 48),
      ], sourceCount: 192, outCount: 192),
  ]

  @Test(arguments: copies)
  func `strided copies put every element in its place`(_ copy: Copy) {
    copySample(Float.self, copy.axes, sourceCount: copy.sourceCount, outCount: copy.outCount, start: copy.start)
      .check()
    copySample(Double.self, copy.axes, sourceCount: copy.sourceCount, outCount: copy.outCount, start: copy.start)
      .check()
  }

  @Test(arguments: [0, 1, 7, 8, 9, 63, 64, 65])
  func `rows are gathered and added where their numbers say`(width: Int) {
    let numbers: [Int32] = [3, 0, 3, 8, -1, 5, 9, 3, 2]
    for sample in rowSamples(Float.self, rows: 9, width: width, numbers: numbers) { sample.check() }
    for sample in rowSamples(Double.self, rows: 9, width: width, numbers: []) { sample.check() }
  }

  @Test(arguments: [0, 1, 7, 8, 9, 63, 64, 65, 1000])
  func `a fill writes its elements and no more`(count: Int) {
    fillSample(Float.self, count, 0.1).check()
    fillSample(Double.self, count, -2.5).check()
  }
}
