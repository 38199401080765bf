import Kernels

/// A symmetric matrix that is turned, in its own memory, into a narrow band with the same eigenvalues.
///
/// Some rows at a time, reflections I − Vᵀ T V clear what is beyond the band, and what is behind these rows, A, is reflected from both
/// sides: A − Vᵀ Wᵀ − W V with W = Y − ½ Vᵀ Tᵀ (V Y) and Y = A Vᵀ T. Nearly all of the arithmetic is products of matrices, while the
/// usual reduction to two diagonals reads the whole matrix once for each of its columns. Source: Bischof, Lang & Sun, "A framework for
/// symmetric band reduction", ACM TOMS 26 (2000), §3.
struct SymmetricBandReduction {
  /// (order, order), of which the half from the diagonal on is read and written, and squares on the diagonal whole.
  private let numbers: StoredMatrix
  private let order: Int
  private var panels: PanelReflections
  /// A Vᵀ: what the half of A on and right of the diagonal gives to its own rows, (order, width).
  private let product: StoredMatrix
  /// What it gives to the rows that are its columns, transposed, one (width, order) for each group of strips.
  private let mirrored: [StoredMatrix]
  /// Vᵀ and −W side by side, (order, 2 · width), and −Wᵀ above V, (2 · width, order).
  private let left: StoredMatrix
  private let right: StoredMatrix
  /// −V Y and ½ Tᵀ V Y, (width, width) each.
  private let inner: StoredMatrix
  private let turned: StoredMatrix

  private static var width: Int { BandChase.width }
  /// Rows of a strip, from multiples of as many rows of the matrix on: the squares of the strips on the diagonal are always the same.
  private static let strip = 64
  /// Sums of strips that are made side by side. The bits depend on it.
  private static let groups = 4

  /// Doubles that it works with beside the matrix.
  static func workingNumbers(order: Int) -> Int {
    let length = max(order - width, 1)
    return PanelReflections.workingNumbers(width: width, length: length)
      + (5 + groups) * (width * length + StoredMatrix.spare) + 2 * (width * width + StoredMatrix.spare)
  }

  /// - Parameters:
  ///   - numbers: the matrix, finite, and `StoredMatrix.spare` numbers that may be read behind it. The caller owns it.
  ///   - threads: that work at most.
  init(_ numbers: UnsafeMutablePointer<Double>, order: Int, threads: Int, on instructionSet: InstructionSet) {
    self.numbers = StoredMatrix(numbers, stride: order)
    self.order = order
    let (width, length) = (Self.width, max(order - Self.width, 1))
    panels = PanelReflections(width: width, length: length, threads: threads, on: instructionSet)
    product = .allocate(width * length, stride: width)
    mirrored = (0..<Self.groups).map { _ in .allocate(width * length, stride: length) }
    left = .allocate(2 * width * length, stride: 2 * width)
    right = .allocate(2 * width * length, stride: length)
    inner = .allocate(width * width, stride: width)
    turned = .allocate(width * width, stride: width)
  }

  /// Frees what it worked with. The matrix stays.
  func free() {
    panels.free()
    for matrix in mirrored + [product, left, right, inner, turned] { matrix.base.deallocate() }
  }

  /// Leaves the band on the diagonal and in the `width` places right of it.
  mutating func run() {
    completeSquares()
    for first in stride(from: 0, to: order - Self.width - 1, by: Self.width) {
      let top = first + Self.width
      panels.clearRows(of: numbers.from(first, top), count: Self.width, length: order - top)
      multiply(top)
      correctProduct()
      reflectBothSides(top)
    }
  }

  /// Copies what is right of the diagonal to its mirrored place in every square on it.
  private func completeSquares() {
    for row in 0..<order {
      for column in (row / Self.strip * Self.strip)..<row { numbers.base[row * order + column] = numbers.base[column * order + row] }
    }
  }

  /// The rows of a strip from row `top` on.
  private func rows(_ strip: Int, from top: Int) -> Range<Int> {
    max(top, strip * Self.strip)..<min(order, (strip + 1) * Self.strip)
  }

  private func strips(from top: Int) -> Range<Int> { (top / Self.strip)..<((order + Self.strip - 1) / Self.strip) }

  /// A Vᵀ strip by strip, each of which is read once: a strip times Vᵀ, and what is right of its square, transposed, times its part of Vᵀ.
  private func multiply(_ top: Int) {
    let (count, set, strips) = (panels.count, panels.instructionSet, strips(from: top))
    panels.scratch.sideBySide(parts: Self.groups) { group, thread in
      let scratch = panels.scratch.own(thread)
      let sums = mirrored[group]
      for row in 0..<count { (sums.base + row * sums.stride).update(repeating: 0, count: order - top) }
      for strip in strips where strip % Self.groups == group {
        let rows = rows(strip, from: top)
        MatrixProduct(rows: rows.count, columns: count, depth: order - rows.lowerBound, on: set).write(
          numbers.from(rows.lowerBound, rows.lowerBound), panels.transposed.from(rows.lowerBound - top, 0),
          to: product.from(rows.lowerBound - top, 0), scratch)
        MatrixProduct(rows: count, columns: order - rows.upperBound, depth: rows.count, isAdded: true, on: set).write(
          panels.directions.from(0, rows.lowerBound - top), numbers.from(rows.lowerBound, rows.upperBound),
          to: sums.from(0, rows.upperBound - top), scratch)
      }
    }
  }

  /// Makes −W of A Vᵀ, and puts it and V side by side and above each other.
  private func correctProduct() {
    let (count, set, height) = (panels.count, panels.instructionSet, panels.length)
    let parts = (height + Self.strip - 1) / Self.strip
    let negated = left.from(0, count)
    panels.scratch.sideBySide(parts: parts) { part, thread in
      let rows = (part * Self.strip)..<min(height, (part + 1) * Self.strip)
      addMirrored(rows)
      MatrixProduct(rows: rows.count, columns: count, depth: count, on: set)
        .write(product.from(rows.lowerBound, 0), panels.triangle, to: negated.from(rows.lowerBound, 0), panels.scratch.own(thread))
    }
    MatrixProduct(rows: count, columns: count, depth: height, on: set).write(panels.directions, negated, to: inner, panels.scratch.own(0))
    MatrixProduct(rows: count, columns: count, depth: count, isLeftTransposed: true, on: set)
      .write(panels.triangle, inner, to: turned, panels.scratch.own(0))
    for number in 0..<(count * turned.stride) { turned.base[number] *= 0.5 }
    panels.scratch.sideBySide(parts: parts) { part, thread in
      let rows = (part * Self.strip)..<min(height, (part + 1) * Self.strip)
      MatrixProduct(rows: rows.count, columns: count, depth: count, isAdded: true, on: set).write(
        panels.transposed.from(rows.lowerBound, 0), turned, to: negated.from(rows.lowerBound, 0), panels.scratch.own(thread))
      putTogether(rows)
    }
  }

  /// Adds the sums of all groups to some rows of the product.
  private func addMirrored(_ rows: Range<Int>) {
    for sums in mirrored {
      for column in 0..<panels.count {
        let numbers = sums.base + column * sums.stride
        for row in rows { product.base[row * product.stride + column] += numbers[row] }
      }
    }
  }

  /// Copies some rows of Vᵀ to the left of −W, and both to their transposed places.
  private func putTogether(_ rows: Range<Int>) {
    let count = panels.count
    for row in rows {
      let own = left.base + row * left.stride
      own.update(from: panels.transposed.base + row * panels.transposed.stride, count: count)
      for column in 0..<count { right.base[column * right.stride + row] = own[count + column] }
    }
    for column in 0..<count {
      let source = panels.directions.base + column * panels.directions.stride + rows.lowerBound
      (right.base + (count + column) * right.stride + rows.lowerBound).update(from: source, count: rows.count)
    }
  }

  /// A − Vᵀ Wᵀ − W V, strip by strip, from its square on the diagonal on.
  private func reflectBothSides(_ top: Int) {
    let strips = strips(from: top)
    panels.scratch.sideBySide(parts: strips.count) { part, thread in
      let rows = rows(strips.lowerBound + part, from: top)
      let product = MatrixProduct(
        rows: rows.count, columns: order - rows.lowerBound, depth: 2 * panels.count, isAdded: true, on: panels.instructionSet)
      product.write(
        left.from(rows.lowerBound - top, 0), right.from(0, rows.lowerBound - top), to: numbers.from(rows.lowerBound, rows.lowerBound),
        panels.scratch.own(thread))
    }
  }
}
