import CPUFeatures
import Kernels
import Testing

/// The dot product in the canonical order of matrix_vector.
func naiveDot<T: TestNumber>(_ a: ArraySlice<T>, _ b: ArraySlice<T>) -> T {
  let block = Int(CS_DOT_BLOCK)
  let blocks = (a.count + block - 1) / block
  let perGroup = max(1, (blocks + Int(CS_DOT_GROUPS) - 1) / Int(CS_DOT_GROUPS))
  var groups: [T] = []
  for number in 0..<blocks {
    var lanes = [T](repeating: 0, count: Int(CS_SUM_LANES))
    let vector = 64 / MemoryLayout<T>.stride
    let end = min((number + 1) * block, (a.count + vector - 1) / vector * vector)
    for k in (number * block)..<end {
      let lane = k % block % lanes.count
      let isInside = k < a.count
      lanes[lane] = lanes[lane].addingProduct(isInside ? a[a.startIndex + k] : 0, isInside ? b[b.startIndex + k] : 0)
    }
    let sum = treeSum(lanes)
    if number % perGroup == 0 { groups.append(sum) } else { groups[groups.count - 1] += sum }
  }
  guard let first = groups.first else { return 0 }
  return groups.dropFirst().reduce(first) { $0 + $1 }
}

@Suite struct MatrixVectorTests {
  private func sample<T: TestNumber>(_ rows: Int, _ length: Int, stride: Int, _ numbers: (Int) -> T) -> Sample<T> {
    let matrix = (0..<max(rows * stride, 1)).map(numbers)
    let vector = (0..<max(length, 1)).map { numbers($0 + 7) }
    var sample = Sample<T>("matrix_vector \(rows) x \(length)", .matrixVector)
    sample.instruction.a = sample.place(matrix, shift: 1)
    sample.instruction.b = sample.place(vector, shift: 3)
    let expected = (0..<rows).map { naiveDot(matrix[($0 * stride)..<($0 * stride + length)], vector[0..<length]) }
    sample.instruction.out = sample.expect(expected, shift: 1)
    (sample.instruction.n0, sample.instruction.n1, sample.instruction.n6) = (Int64(rows), Int64(length), Int64(stride))
    sample.plan()
    return sample
  }

  static let lengths = [0, 1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 63, 64, 65, 255, 256, 257, 500, 1000, 16_384, 16_385, 40_000]

  @Test(arguments: lengths)
  func `rows times a vector are summed in the dot order`(_ length: Int) {
    for rows in length > 2000 ? [1, 3] : [1, 2, 5, 16] {
      sample(rows, length, stride: length + 3) { Float(($0 &* 7919) % 1009) / 1009 - 0.5 }.check()
      sample(rows, length, stride: length) { Double(($0 &* 7919) % 1009) / 1009 - 0.5 }.check()
    }
  }

  @Test(arguments: [1, 3, 5, 8, 65, 100, 300])
  func `rows of zeros of either sign, of numbers that vanish and of infinities are summed like any`(_ length: Int) {
    sample(11, length, stride: length) { [0, -0.0, -Float.leastNonzeroMagnitude, 1][$0 % 4] }.check()
    sample(11, length, stride: length) { [0, -0.0, -Double.leastNonzeroMagnitude, 1][$0 % 4] }.check()
    sample(11, length, stride: length) { $0 % 9 == 2 ? Float.infinity : Float($0 % 5 + 1) }.check()
    sample(11, length, stride: length) { $0 % 9 == 2 ? Double.infinity : Double($0 % 5 + 1) }.check()
  }

  @Test func `infinity and NaN go through as IEEE says, and stay in their row`() {
    for (special, place) in [(Float.infinity, 3), (.nan, 130), (-.infinity, 299)] {
      sample(4, 300, stride: 300) { $0 == 300 + place ? special : Float($0 % 13 + 1) }.check()
    }
    for (special, place) in [(Double.infinity, 3), (.nan, 130), (-.infinity, 299)] {
      sample(4, 300, stride: 300) { $0 == 300 + place ? special : Double($0 % 13 + 1) }.check()
    }
  }
}
