// Rows that reflections from the right turn into a lower triangle, one after the other: what reductions of matrices are made of.
//
// Goals, in order:
// 1. The same bits on every instruction set: sums run in four chains of eight lanes, from the vector of the row's own place on.
// 2. A row is read once for its product with a reflection, and again out of the nearest cache to be reflected.

import CPUFeatures

/// Eight numbers.
@inline(__always)
private func eight(_ numbers: UnsafePointer<Double>) -> DoubleVector { load(numbers, DoubleVector.self) }

/// Reflects some rows from the right, so that row i is 0 behind its place i.
///
/// Reflection i is I − scale · v vᵀ with v = 0 before place i and 1 there. Source: Golub & Van Loan, Matrix Computations (2013),
/// algorithm 5.1.1.
/// - Parameters:
///   - panel: `rows` rows of whole vectors, one behind the other.
///   - directions: for the v, one behind the other.
///   - scales: `count` numbers.
///   - count: of reflections, at most 8 · vectors and `rows`.
///   - vectors: of eight numbers, in each row.
@inline(never)
package func clearPanel(
  _ panel: UnsafeMutablePointer<Double>, _ directions: UnsafeMutablePointer<Double>, _ scales: UnsafeMutablePointer<Double>, count: Int,
  rows: Int, vectors: Int
) {
  let length = 8 &* vectors
  var row = 0
  while row < count {
    let start = row / 8 &* 8
    let (own, direction) = (panel + row &* length, directions + row &* length)
    scales[row] = reflection(of: own, at: row, length: length, into: direction)
    var other = row &+ 1
    while other < rows {
      let numbers = panel + other &* length + start
      let factor = 0 - scales[row] * product(numbers, direction + start, count: length &- start)
      addMultiple(factor, direction + start, to: numbers, count: length &- start)
      other &+= 1
    }
    row &+= 1
  }
}

/// Makes the reflection that clears a row behind a place, clears the row there, and returns the scale.
@inline(__always)
private func reflection(
  of row: UnsafeMutablePointer<Double>, at place: Int, length: Int, into direction: UnsafeMutablePointer<Double>
) -> Double {
  let (start, first) = (place / 8 &* 8, row[place])
  clear(direction, count: 8 &* (place &+ 1))
  copyBytes(from: row + place + 1, to: direction + place + 1, count: 8 &* (length &- place &- 1))
  clear(row + place + 1, count: 8 &* (length &- place &- 1))
  let squares = product(direction + start, direction + start, count: length &- start)
  if isNegligible(squares) {
    clear(direction, count: 8 &* length)
    direction[place] = 1
    return 0
  }
  let reflected = reflected(first, beside: squares)
  let factor = splat(reflected.factor)
  var at = start
  while at < length {
    store(eight(direction + at) * factor, direction + at)
    at &+= 8
  }
  row[place] = reflected.number
  direction[place] = 1
  return reflected.scale
}

/// The inner product of `count` numbers, a multiple of eight.
@inline(__always)
private func product(_ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, count: Int) -> Double {
  var (s0, s1, s2, s3) = (DoubleVector.zero, DoubleVector.zero, DoubleVector.zero, DoubleVector.zero)
  var at = 0
  while at &+ 32 <= count {
    s0 = fma(eight(a + at), eight(b + at), s0)
    s1 = fma(eight(a + at + 8), eight(b + at + 8), s1)
    s2 = fma(eight(a + at + 16), eight(b + at + 16), s2)
    s3 = fma(eight(a + at + 24), eight(b + at + 24), s3)
    at &+= 32
  }
  while at < count {
    s0 = fma(eight(a + at), eight(b + at), s0)
    at &+= 8
  }
  return Double.halvingSum((s0 + s1) + (s2 + s3))
}

/// Adds a multiple of `count` numbers, a multiple of eight, to as many others.
@inline(__always)
private func addMultiple(_ factor: Double, _ numbers: UnsafePointer<Double>, to target: UnsafeMutablePointer<Double>, count: Int) {
  let factor = splat(factor)
  var at = 0
  while at < count {
    store(fma(eight(numbers + at), factor, eight(target + at)), target + at)
    at &+= 8
  }
}
