import CLAPACK

/// The symmetric matrix of three diagonals that Lanczos' method makes of a large symmetric one, of which only products are known.
package struct LanczosMatrix: Sendable {
  /// (steps).
  package let diagonal: [Double]
  /// (steps): what stands beside each number of the diagonal, and last the norm of what the next step would begin with.
  package let beside: [Double]

  package init(diagonal: [Double], beside: [Double]) {
    self.diagonal = diagonal
    self.beside = beside
  }

  /// Makes at most `steps` steps, fewer where the vectors so far span a space that the matrix keeps, or where a product is not finite.
  ///
  /// Every new vector is made orthogonal to all before, twice, so that no eigenvalue is found again. Source: Golub & Van Loan, Matrix
  /// Computations, sections 10.1 and 10.3.4. Sums run in index order, so that the bits are those of the products alone.
  /// - Parameters:
  ///   - start: any vector that is not 0, (order).
  ///   - product: the matrix times a vector, (order) each.
  /// - Complexity: `steps` products and O(steps² · order); steps · order numbers are held.
  package init(steps: Int, start: [Double], product: ([Double]) -> [Double]) {
    let size = norm(start)
    var basis = [start.map { $0 / size }]
    var (diagonal, beside): ([Double], [Double]) = ([], [])
    var scale = 0.0
    for step in 0..<min(steps, start.count) {
      var next = product(basis[step])
      diagonal.append(dot(basis[step], next))
      for _ in 0..<2 {
        for vector in basis { subtract(dot(vector, next), vector, from: &next) }
      }
      let length = norm(next)
      scale = max(scale, abs(diagonal[step]), length)
      beside.append(length)
      if !length.isFinite || length <= Self.rounding * scale { break }
      basis.append(next.map { $0 / length })
    }
    self.init(diagonal: diagonal, beside: beside)
  }

  /// Share of the matrix's size below which a vector is rounding.
  private static let rounding = 1e-11

  /// Its eigenvalues, ascending, and for each a distance within which the large matrix has an eigenvalue, up to rounding: the norm of what
  /// is left of the pair. Source: Parlett, The Symmetric Eigenvalue Problem (1998), §13.2.
  package func eigenvalues() throws(SpectrumFailure) -> (values: [Double], errors: [Double]) {
    let count = diagonal.count
    guard diagonal.allSatisfy(\.isFinite), beside.allSatisfy(\.isFinite) else { throw .nonfinite }
    if count == 0 { return ([], []) }
    var (values, others) = (diagonal, beside)
    var vectors = [Double](repeating: 0, count: count * count)
    let size = Int32(count)
    let info = LAPACKE_dstev(LAPACK_COL_MAJOR, CChar(UInt8(ascii: "V")), size, &values, &others, &vectors, size)
    guard info == 0 else { throw .routine("dstev", info: Int(info)) }
    let rest = beside[count - 1]
    return (values, (0..<count).map { abs(rest * vectors[$0 * count + count - 1]) })
  }
}

private func dot(_ a: [Double], _ b: [Double]) -> Double {
  // Four sums at once, in one fixed order.
  var sums = SIMD4<Double>(repeating: 0)
  let whole = a.count / 4 * 4
  for index in stride(from: 0, to: whole, by: 4) {
    let left = SIMD4<Double>(a[index], a[index + 1], a[index + 2], a[index + 3])
    let right = SIMD4<Double>(b[index], b[index + 1], b[index + 2], b[index + 3])
    sums += left * right
  }
  var sum = (sums[0] + sums[1]) + (sums[2] + sums[3])
  for index in whole..<a.count { sum += a[index] * b[index] }
  return sum
}

private func norm(_ a: [Double]) -> Double { dot(a, a).squareRoot() }

private func subtract(_ factor: Double, _ vector: [Double], from target: inout [Double]) {
  for index in target.indices { target[index] -= factor * vector[index] }
}
