import Analysis
import Kernels
import Testing

@Suite struct SpectrumTests {
  /// The second difference of n points has the eigenvalues 2 − 2 cos(kπ / (n + 1)), k = 1 … n.
  @Test(arguments: [1, 2, 5, 60]) func `the second difference has its eigenvalues, ascending`(_ order: Int) throws {
    var matrix = [Double](repeating: 0, count: order * order)
    for row in 0..<order {
      matrix[row * order + row] = 2
      if row > 0 { matrix[row * order + row - 1] = -1 }
      if row + 1 < order { matrix[row * order + row + 1] = -1 }
    }
    let found = try symmetricEigenvalues(matrix, order: order)
    for (index, value) in found.enumerated() {
      let expected = 2 - 2 * ScalarMath.cos(Double(index + 1) * .pi / Double(order + 1))
      #expect(abs(value - expected) < 1e-14 * Double(order))
    }
  }

  /// Diagonals of symmetric matrices: different, repeated and clustered eigenvalues of both signs, few that are not 0, and all the same.
  private static let spectra: [(name: String, at: @Sendable (Int, Int) -> Double)] = [
    ("both signs, three times each", { (Double($0 / 3) + 0.5) * ($0 % 2 == 0 ? 1 : -1) / Double($1) }),
    ("within 2⁻³⁰ of 1 and −1", { ($0 % 2 == 0 ? 1 : -1) * (1 + 0x1p-30 * Double($0) / Double($1)) }),
    ("from 1 down to 2⁻³⁰", { place, order in ScalarMath.exp(-20.8 * Double(place) / Double(order)) }),
    ("rank 3", { place, _ in place < 3 ? Double(place) - 1.5 : 0 }), ("all 1", { _, _ in 1 }),
  ]

  /// A reflection around a diagonal, of every relation to the width of a band (32).
  @Test(arguments: [1, 2, 3, 31, 32, 33, 34, 35, 63, 64, 65, 66, 97, 130, 301])
  func `eigenvalues are those the matrix was made with, for every order and scale`(_ order: Int) throws {
    let stream = RandomStream(seed: 4, name: "\(order)")
    let numbers = (0..<order).map { stream.normal(at: UInt64($0)) }
    let norm = numbers.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let u = numbers.map { $0 / norm }
    for spectrum in Self.spectra {
      let diagonal = (0..<order).map { spectrum.at($0, order) }
      let inner = (0..<order).reduce(0.0) { $0 + u[$1] * diagonal[$1] * u[$1] }
      var matrix = [Double](repeating: 0, count: order * order)
      // (I − 2uuᵀ) D (I − 2uuᵀ); what is below the diagonal is not read.
      for row in 0..<order {
        for column in row..<order {
          let sum = (row == column ? diagonal[row] : 0) - 2 * (diagonal[row] + diagonal[column]) * u[row] * u[column]
          matrix[row * order + column] = sum + 4 * u[row] * inner * u[column]
          if row < column { matrix[column * order + row] = 7 }
        }
      }
      for scale in [1, 0x1p-900, 0x1p900] {
        let found = try symmetricEigenvalues(matrix.map { $0 * scale }, order: order)
        #expect(found.count == order)
        for (a, b) in zip(found, diagonal.sorted()) {
          #expect(abs(a / scale - b) < 1e-15 * Double(order + 30), "\(spectrum.name), \(scale)")
        }
      }
    }
  }

  /// Sums of eigenvalues and of their squares are the trace and the sum of the squares of all numbers.
  @Test(arguments: [50, 257, 600]) func `eigenvalues of a dense matrix keep its trace and its norm`(_ order: Int) throws {
    let matrix = Self.randomSymmetric(order)
    let found = try symmetricEigenvalues(matrix, order: order)
    let trace = (0..<order).reduce(0) { $0 + matrix[$1 * order + $1] }
    let squares = matrix.reduce(0) { $0 + $1 * $1 }
    #expect(abs(found.reduce(0, +) - trace) < 1e-14 * squares.squareRoot() * Double(order).squareRoot())
    #expect(abs(found.reduce(0) { $0 + $1 * $1 } - squares) < 1e-13 * squares)
    #expect(zip(found, found.dropFirst()).allSatisfy { $0 <= $1 })
  }

  private static func randomSymmetric(_ order: Int) -> [Double] {
    let stream = RandomStream(seed: 5, name: "\(order)")
    return (0..<(order * order)).map { place in
      let (row, column) = (place / order, place % order)
      return stream.normal(at: UInt64(min(row, column) * order + max(row, column)))
    }
  }

  @Test func `no bit of a spectrum depends on the number of threads`() throws {
    let matrix = Self.randomSymmetric(600)
    let alone = try symmetricEigenvalues(matrix, order: 600)
    let wide = try singularValues(matrix, rows: 400, columns: 900)
    let tall = try singularValues(matrix, rows: 900, columns: 400)
    for threads in [2, 3, 5] {
      #expect(try symmetricEigenvalues(matrix, order: 600, threads: threads) == alone)
      #expect(try singularValues(matrix, rows: 400, columns: 900, threads: threads) == wide)
      #expect(try singularValues(matrix, rows: 900, columns: 400, threads: threads) == tall)
    }
  }

  @Test func `no bit of a spectrum depends on the instruction set`() throws {
    let matrix = Self.randomSymmetric(150)
    let best = try symmetricEigenvalues(matrix, order: 150)
    // Sums over more than the 512 terms of a chain.
    let (wide, tall) = (try singularValues(matrix, rows: 36, columns: 625), try singularValues(matrix, rows: 625, columns: 36))
    for set in InstructionSet.available {
      #expect(try symmetricEigenvalues(matrix, order: 150, on: set) == best)
      #expect(try singularValues(matrix, rows: 36, columns: 625, on: set) == wide)
      #expect(try singularValues(matrix, rows: 625, columns: 36, on: set) == tall)
    }
  }

  /// Rows (3, 0) and (4, 5): the squares of the singular values are 45 and 5, with product det² = 225 and sum ‖·‖² = 50.
  @Test func `singular values descend, and those of the transposed matrix are the same`() throws {
    let values = try singularValues([3, 0, 4, 5], rows: 2, columns: 2)
    #expect(abs(values[0] - 45.0.squareRoot()) < 1e-14 && abs(values[1] - 5.0.squareRoot()) < 1e-14)
    let wide = try singularValues([1, 2, 3, 4, 5, 6], rows: 2, columns: 3)
    let tall = try singularValues([1, 4, 2, 5, 3, 6], rows: 3, columns: 2)
    #expect(wide.count == 2 && tall.count == 2 && zip(wide, tall).allSatisfy { abs($0 - $1) < 1e-14 })
    // ‖·‖² = 91; the rows' Gram matrix has determinant 14 · 77 − 32² = 54.
    #expect(abs(wide[0] * wide[0] + wide[1] * wide[1] - 91) < 1e-12 && abs(wide[0] * wide[1] - 54.0.squareRoot()) < 1e-12)
  }

  /// Two reflections around a diagonal, of every relation to the width of a block (32): the singular values are the diagonal's.
  @Test(arguments: [
    (1, 1), (1, 7), (7, 1), (2, 2), (31, 31), (32, 32), (33, 33), (64, 65), (65, 64), (100, 32), (32, 100), (31, 120), (121, 127),
    (200, 130),
  ])
  func `singular values are those the matrix was made with, for every shape and scale`(_ shape: (rows: Int, columns: Int)) throws {
    let (rows, columns) = shape
    let count = min(rows, columns)
    let stream = RandomStream(seed: 3, name: "\(rows) \(columns)")
    func direction(_ length: Int, _ start: Int) -> [Double] {
      let numbers = (0..<length).map { stream.normal(at: UInt64(start + $0)) }
      let norm = numbers.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return numbers.map { $0 / norm }
    }
    // From 1 down to 2⁻³⁰, each three times.
    let expected = (0..<count).map { ScalarMath.exp(-20.8 * Double($0 / 3 * 3) / Double(count)) }
    let (u, v) = (direction(rows, 0), direction(columns, 1000))
    var matrix = [Double](repeating: 0, count: rows * columns)
    for row in 0..<rows {
      for column in 0..<columns {
        // (I − 2uuᵀ) D (I − 2vvᵀ) at the place.
        var sum = row == column ? expected[row] : 0
        if row < count { sum -= 2 * expected[row] * v[row] * v[column] }
        if column < count { sum -= 2 * u[row] * u[column] * expected[column] }
        let inner = (0..<count).reduce(0.0) { $0 + u[$1] * expected[$1] * v[$1] }
        matrix[row * columns + column] = sum + 4 * u[row] * inner * v[column]
      }
    }
    for scale in [1, 0x1p-900, 0x1p900] {
      let found = try singularValues(matrix.map { $0 * scale }, rows: rows, columns: columns)
      #expect(found.count == count)
      for (a, b) in zip(found, expected) { #expect(abs(a / scale - b) < 1e-14 * Double(count + 10), "\(scale)") }
    }
  }

  @Test func `what is below the diagonal of a symmetric matrix does not matter`() throws {
    #expect(try symmetricEigenvalues([1, 2, .nan, 1], order: 2) == symmetricEigenvalues([1, 2, 2, 1], order: 2))
    let order = 40
    var small = [Double](repeating: 1e-150, count: order * order)
    for row in 0..<order { for column in 0..<row { small[row * order + column] = 7 } }
    let largest = try #require(try symmetricEigenvalues(small, order: order).last)
    #expect(abs(largest / 4e-149 - 1) < 1e-13)
  }

  @Test func `a matrix that is not finite is refused, and one without numbers has no spectrum`() throws {
    #expect(throws: SpectrumFailure.nonfinite) { try symmetricEigenvalues([1, .nan, 2, 1], order: 2) }
    #expect(throws: SpectrumFailure.nonfinite) { try singularValues([.infinity], rows: 1, columns: 1) }
    #expect(try symmetricEigenvalues([], order: 0) == [] && singularValues([], rows: 0, columns: 3) == [])
  }

  /// Three panels of at most 32 rows, whichever side is longer; a band of the shorter side; 8 MB for threads.
  @Test func `the room beside a large matrix is a small part of it, and beside a narrow one some times as much`() {
    #expect(singularValueNumbers(rows: 3, columns: 1 << 20) < 11 << 20)
    #expect(singularValueNumbers(rows: 1 << 20, columns: 3) == singularValueNumbers(rows: 3, columns: 1 << 20))
    #expect(singularValueNumbers(rows: 2000, columns: 3500) < 2000 * 3500 / 4)
    #expect(symmetricEigenvalueNumbers(order: 3000) < 3000 * 3000 / 3)
  }

  @Test func `ranks count what is above the cut; the effective rank counts equal values fully`() {
    #expect(numericalRank([2, 1, 3e-9, 1e-9], cut: 1e-9) == 3)
    #expect(numericalRank([0, 0], cut: 1e-9) == 0 && numericalRank([], cut: 0) == 0)
    #expect(abs(effectiveRank([7, 7, 7, 0]) - 3) < 1e-14 && effectiveRank([5]) == 1)
    // Shares 1/2, 1/4, 1/4 have entropy 3/2 · log 2.
    #expect(abs(effectiveRank([2, 1, 1]) - 8.0.squareRoot()) < 1e-14)
    #expect(effectiveRank([0, 0]).isNaN)
  }
}
