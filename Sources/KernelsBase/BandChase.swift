// Narrow bands that reflections turn into two diagonals, block by block along the diagonal.
//
// Goals, in order:
// 1. Errors of a few units in the last place of the largest number.
// 2. Every block of 32 rows and columns is read as seldom as can be, and all blocks of one step lie in the nearest cache.
// 3. The same bits on every instruction set.
//
// Behind the last column of a band there are columns of zeros, so that every block is a whole one: reflections leave zeros as they are.

import CPUFeatures

/// Diagonals beside the main one, and the rows and columns of a block: four vectors.
@inline(__always)
private var width: Int { 32 }

/// Vector number `place` of some numbers.
@inline(__always)
private func vector(_ numbers: UnsafePointer<Double>, _ place: Int) -> DoubleVector { load(numbers + 8 &* place, DoubleVector.self) }

/// One column of a block, or as many numbers of a vector.
private struct BlockColumn {
  var v0 = DoubleVector.zero
  var v1 = DoubleVector.zero
  var v2 = DoubleVector.zero
  var v3 = DoubleVector.zero

  @inline(__always) init() {}

  @inline(__always)
  init(_ numbers: UnsafePointer<Double>) {
    v0 = vector(numbers, 0)
    v1 = vector(numbers, 1)
    v2 = vector(numbers, 2)
    v3 = vector(numbers, 3)
  }

  @inline(__always)
  func write(to numbers: UnsafeMutablePointer<Double>) {
    store(v0, numbers)
    store(v1, numbers + 8)
    store(v2, numbers + 16)
    store(v3, numbers + 24)
  }

  /// Adds a multiple of another one.
  @inline(__always)
  mutating func add(_ other: BlockColumn, times factor: Double) {
    let factor = splat(factor)
    v0 = fma(other.v0, factor, v0)
    v1 = fma(other.v1, factor, v1)
    v2 = fma(other.v2, factor, v2)
    v3 = fma(other.v3, factor, v3)
  }

  @inline(__always)
  mutating func scale(by factor: Double) {
    let factor = splat(factor)
    v0 = v0 * factor
    v1 = v1 * factor
    v2 = v2 * factor
    v3 = v3 * factor
  }

  /// The inner product with another one.
  @inline(__always)
  func product(_ other: BlockColumn) -> Double {
    let low = fma(v1, other.v1, v0 * other.v0)
    let high = fma(v3, other.v3, v2 * other.v2)
    return Double.halvingSum(low + high)
  }
}

/// I − scale · v vᵀ, which reflects some numbers onto the first of them; v begins with 1.
///
/// Source: Golub & Van Loan, Matrix Computations (2013), algorithm 5.1.1.
private struct Reflection {
  var scale = 0.0
  let direction: UnsafeMutablePointer<Double>

  /// What reflects `width` numbers, which lie `step` apart and are given what they become.
  @inline(__always)
  init(of numbers: UnsafeMutablePointer<Double>, step: Int, into direction: UnsafeMutablePointer<Double>) {
    self.direction = direction
    let first = numbers[0]
    direction[0] = 0
    var place = 1
    while place < width {
      direction[place] = numbers[place &* step]
      numbers[place &* step] = 0
      place &+= 1
    }
    var column = BlockColumn(direction)
    let squares = column.product(column)
    if isNegligible(squares) {
      BlockColumn().write(to: direction)
    } else {
      let reflected = reflected(first, beside: squares)
      scale = reflected.scale
      column.scale(by: reflected.factor)
      column.write(to: direction)
      numbers[0] = reflected.number
    }
    direction[0] = 1
  }

  /// Reflects the rows of a block.
  /// - Parameter step: from column to column.
  @inline(__always)
  func reflectRows(_ block: UnsafeMutablePointer<Double>, step: Int) {
    let product = productWithRows(block, step: step)
    var place = 0
    while place < width {
      var column = BlockColumn(block + place &* step)
      column.add(product, times: direction[place])
      column.write(to: block + place &* step)
      place &+= 1
    }
  }

  /// Reflects the columns of a block, from column number `first` on.
  @inline(__always)
  func reflectColumns(_ block: UnsafeMutablePointer<Double>, step: Int) {
    let own = BlockColumn(direction)
    var place = 0
    while place < width {
      var column = BlockColumn(block + place &* step)
      column.add(own, times: 0 - scale * column.product(own))
      column.write(to: block + place &* step)
      place &+= 1
    }
  }

  /// Reflects the rows of a block, then all of its columns by what clears the first one, which is returned: in one pass after the product.
  @inline(__always)
  func reflectRowsThenColumns(
    _ block: UnsafeMutablePointer<Double>, step: Int, into next: UnsafeMutablePointer<Double>
  ) -> Reflection {
    let product = productWithRows(block, step: step)
    var first = BlockColumn(block)
    first.add(product, times: direction[0])
    first.write(to: block)
    let reflection = Reflection(of: block, step: 1, into: next)
    let own = BlockColumn(next)
    var place = 1
    while place < width {
      var column = BlockColumn(block + place &* step)
      column.add(product, times: direction[place])
      column.add(own, times: 0 - reflection.scale * column.product(own))
      column.write(to: block + place &* step)
      place &+= 1
    }
    return reflection
  }

  /// −scale · B v.
  @inline(__always)
  private func productWithRows(_ block: UnsafePointer<Double>, step: Int) -> BlockColumn {
    var product = BlockColumn()
    var place = 0
    while place < width {
      product.add(BlockColumn(block + place &* step), times: direction[place])
      place &+= 1
    }
    product.scale(by: 0 - scale)
    return product
  }
}

// MARK: Symmetric blocks

extension Reflection {
  /// Reflects rows and columns of a symmetric block D, of which the half below the diagonal is read and written:
  /// D − v wᵀ − w vᵀ with w = p − ½ scale (pᵀ v) v and p = scale · D v.
  ///
  /// Source: Golub & Van Loan, Matrix Computations (2013), §8.3.1.
  /// - Parameters:
  ///   - step: from column to column.
  ///   - room: 32 · 9 numbers.
  @inline(__always)
  func reflectBothSides(_ block: UnsafeMutablePointer<Double>, step: Int, _ room: UnsafeMutablePointer<Double>) {
    let (sums, rows) = (room, room + 8 &* width)
    let lanes = Double.laneNumbers
    var top = 0
    while top < width {
      let own = splitProduct(block + top, step: step, top: top, sums, lanes)
      store(own, rows + top)
      top &+= 8
    }
    var place = 0
    while place < width {
      Double.storeHalvingSums(
        vector(sums, place), vector(sums, place &+ 1), vector(sums, place &+ 2), vector(sums, place &+ 3), rows + place, adds: true)
      place &+= 4
    }
    let own = BlockColumn(direction)
    var product = BlockColumn(rows)
    product.scale(by: scale)
    product.add(own, times: -0.5 * scale * product.product(own))
    product.write(to: rows)
    top = 0
    while top < width {
      subtractProducts(block + top, step: step, top: top, rows, lanes)
      top &+= 8
    }
  }

  /// Eight rows of the half below the diagonal times v, which are returned, and their products with the rows' own part of v, eight sums for
  /// each column.
  @inline(__always)
  private func splitProduct(
    _ block: UnsafePointer<Double>, step: Int, top: Int, _ sums: UnsafeMutablePointer<Double>, _ lanes: DoubleVector
  ) -> DoubleVector {
    let own = vector(direction + top, 0)
    var (even, odd) = (DoubleVector.zero, DoubleVector.zero)
    var place = 0
    while place < top {
      let (a, b) = (vector(block + place &* step, 0), vector(block + (place &+ 1) &* step, 0))
      even = fma(a, splat(direction[place]), even)
      odd = fma(b, splat(direction[place &+ 1]), odd)
      store(fma(a, own, vector(sums, place)), sums + 8 &* place)
      store(fma(b, own, vector(sums, place &+ 1)), sums + 8 &* (place &+ 1))
      place &+= 2
    }
    while place < top &+ 8 {
      let column = vector(block + place &* step, 0)
      let first = splat(Double(place &- top))
      even = fma(select(first .<= lanes, column, .zero), splat(direction[place]), even)
      store(select(lanes .> first, column, .zero) * own, sums + 8 &* place)
      place &+= 1
    }
    return even + odd
  }

  /// Subtracts v wᵀ + w vᵀ from eight rows, below the diagonal alone: what is above it belongs to other blocks.
  @inline(__always)
  private func subtractProducts(
    _ block: UnsafeMutablePointer<Double>, step: Int, top: Int, _ product: UnsafePointer<Double>, _ lanes: DoubleVector
  ) {
    let own = -vector(direction + top, 0)
    let ownProduct = -vector(product + top, 0)
    var place = 0
    while place < top &+ 8 {
      let column = vector(block + place &* step, 0)
      let reflected = fma(own, splat(product[place]), fma(ownProduct, splat(direction[place]), column))
      let isBelow = place < top ? reflected : select(splat(Double(place &- top)) .<= lanes, reflected, column)
      store(isBelow, block + place &* step)
      place &+= 1
    }
  }
}

// MARK: Chases

/// Turns a symmetric band into two diagonals with the same eigenvalues.
///
/// Column by column a reflection clears what is below the second diagonal; reflecting rows and columns alike fills a block below the band,
/// of which the first column is cleared at once, and so on to the end. Source: Bischof, Lang & Sun, "A framework for symmetric band
/// reduction", ACM TOMS 26 (2000), §2; the bulge is cleared a column at a time as in Murata & Horikoshi (1975).
/// - Parameters:
///   - band: order + 32 columns of 64 numbers, each from its diagonal down; at most 33 of them are not zero.
///   - room: 32 · 11 numbers.
@inline(never)
package func chaseSymmetricBand(_ band: UnsafeMutablePointer<Double>, _ order: Int, _ room: UnsafeMutablePointer<Double>) {
  let length = 2 &* width
  let (one, other, sums) = (room, room + width, room + 2 &* width)
  var column = 0
  while column < order &- 2 {
    var reflection = Reflection(of: band + (column &* length &+ 1), step: 1, into: one)
    var first = column &+ 1
    while true {
      reflection.reflectBothSides(band + first &* length, step: length &- 1, sums)
      if first &+ width >= order { break }
      let next = reflection.direction == one ? other : one
      reflection = reflection.reflectRowsThenColumns(band + (first &* length &+ width), step: length &- 1, into: next)
      first &+= width
    }
    column &+= 1
  }
}

/// Turns an upper band into two diagonals with the same singular values.
///
/// Row by row a reflection from the right clears what is beyond the second diagonal; what this adds below the diagonal is cleared from the
/// left, what that adds beyond the band from the right again, and so on to the end. Source: Lang, "Parallel reduction of banded matrices to
/// bidiagonal form", Parallel Computing 22 (1996), §2.
/// - Parameters:
///   - band: order + 64 columns of 97 numbers, from 64 above the diagonal to 32 below it; only the diagonal and 32 above it are not zero.
///   - room: 64 numbers.
@inline(never)
package func chaseUpperBand(_ band: UnsafeMutablePointer<Double>, _ order: Int, _ room: UnsafeMutablePointer<Double>) {
  // The next column is one number short of a column's extent further on in the same row.
  let step = 3 &* width
  var start = 0
  while start < order &- 1 {
    var column = start &+ 1
    var row = start
    while column < order {
      // The diagonal's place in this column.
      let corner = band + (column &* (step &+ 1) &+ 2 &* width)
      let right = Reflection(of: corner + (row &- column), step: step, into: room)
      // The rows above the corner, the reflected one among them, whose first number alone is not zero.
      let kept = corner[row &- column]
      right.reflectRows(corner - width, step: step)
      corner[row &- column] = kept
      var place = 1
      while place < width {
        corner[row &- column &+ place &* step] = 0
        place &+= 1
      }
      let left = right.reflectRowsThenColumns(corner, step: step, into: room + width)
      left.reflectColumns(corner + width &* step, step: step)
      row = column
      column &+= width
    }
    start &+= 1
  }
}
