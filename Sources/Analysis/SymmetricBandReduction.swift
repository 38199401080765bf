import CLAPACK
import Kernels

/// A symmetric matrix that is turned, in its own memory, into a narrow band with the same eigenvalues.
///
/// Some columns at a time, reflections I − V T Vᵀ clear what is below the band, and what is behind these columns, A, is reflected from
/// both sides: A − V Wᵀ − W Vᵀ with W = Y − ½ V Tᵀ (Vᵀ Y) and Y = A V T. Nearly all of the arithmetic is products of matrices, while the
/// usual reduction to two diagonals reads the whole matrix once for each of its columns. Source: Bischof, Lang & Sun, "A framework for
/// symmetric band reduction", ACM TOMS 26 (2000), §3.
struct SymmetricBandReduction {
  /// (order, order), of which LAPACK's lower half is read and written: in column j the rows from j on.
  private let numbers: UnsafeMutablePointer<Double>
  private let order: Int
  private let threads: Int
  private let panels: PanelReflections
  /// V and W side by side, and W and V: (2 · width, order) each.
  private let left: UnsafeMutablePointer<Double>
  private let right: UnsafeMutablePointer<Double>
  /// Vᵀ Y, (width, width).
  private let inner: UnsafeMutablePointer<Double>

  private static var width: Int { PanelReflections.mostWidth }

  /// Doubles that it works with beside the matrix.
  static func workingNumbers(order: Int) -> Int {
    PanelReflections.workingNumbers(shorter: order) + 4 * width * order + width * width
  }

  /// - Parameters:
  ///   - numbers: the matrix, finite. The caller owns it.
  ///   - threads: that work at most.
  init(_ numbers: UnsafeMutablePointer<Double>, order: Int, threads: Int) {
    self.numbers = numbers
    self.order = order
    self.threads = threads
    panels = PanelReflections(stride: order, shorter: order)
    left = .allocate(capacity: 2 * Self.width * order)
    right = .allocate(capacity: 2 * Self.width * order)
    inner = .allocate(capacity: Self.width * Self.width)
  }

  /// Frees what it worked with. The matrix stays.
  func free() {
    panels.free()
    left.deallocate()
    right.deallocate()
    inner.deallocate()
  }

  /// Leaves the band on the diagonal and in the `width` places below it.
  func run() {
    for first in stride(from: 0, to: order - Self.width - 1, by: Self.width) {
      let top = first + Self.width
      let height = order - top
      let count = min(Self.width, height)
      panels.clearColumns(place(top, first), height: Int32(height), count: Int32(Self.width))
      takeReflections(place(top, first), height: height, count: count)
      multiply(top, height: height, count: count)
      correctProduct(height: height, count: count)
      reflectBothSides(top, height: height, count: count)
    }
  }

  private func place(_ row: Int, _ column: Int) -> UnsafeMutablePointer<Double> { numbers + column * order + row }

  /// Copies V, with the ones and zeros that the panel has other numbers in place of.
  private func takeReflections(_ panel: UnsafePointer<Double>, height: Int, count: Int) {
    for column in 0..<count {
      let target = left + column * order
      target.update(repeating: 0, count: column)
      target[column] = 1
      (target + column + 1).update(from: panel + column * order + column + 1, count: height - column - 1)
      (right + (count + column) * order).update(from: target, count: height)
    }
  }

  /// A V, some rows at a time: of these the columns before them, their own square, and by symmetry the rows behind.
  private func multiply(_ top: Int, height: Int, count: Int) {
    let parts = 2 * ((height + 511) / 512)
    let (count, stride) = (Int32(count), Int32(order))
    let product = left + Int(count) * order
    sideBySide(parts: parts, threads: threads) { part in
      let first = height * part / parts
      let end = height * (part + 1) / parts
      let rows = Int32(end - first)
      if rows == 0 { return }
      let own = product + first
      cblas_dsymm(
        CblasColMajor, CblasLeft, CblasLower, rows, count, 1, place(top + first, top + first), stride, left + first, stride, 0, own, stride)
      if first > 0 {
        cblas_dgemm(
          CblasColMajor, CblasNoTrans, CblasNoTrans, rows, count, Int32(first), 1, place(top + first, top), stride, left, stride, 1, own,
          stride)
      }
      if end < height {
        cblas_dgemm(
          CblasColMajor, CblasTrans, CblasNoTrans, rows, count, Int32(height - end), 1, place(top + end, top + first), stride, left + end,
          stride, 1, own, stride)
      }
    }
  }

  /// Makes W of A V.
  private func correctProduct(height: Int, count: Int) {
    let product = left + count * order
    let (rows, columns, stride, width) = (Int32(height), Int32(count), Int32(order), Int32(Self.width))
    cblas_dtrmm(
      CblasColMajor, CblasRight, CblasUpper, CblasNoTrans, CblasNonUnit, rows, columns, 1, panels.triangle, width, product, stride)
    cblas_dgemm(
      CblasColMajor, CblasTrans, CblasNoTrans, columns, columns, rows, 1, left, stride, product, stride, 0, inner, width)
    cblas_dtrmm(
      CblasColMajor, CblasLeft, CblasUpper, CblasTrans, CblasNonUnit, columns, columns, 1, panels.triangle, width, inner, width)
    cblas_dgemm(
      CblasColMajor, CblasNoTrans, CblasNoTrans, rows, columns, columns, -0.5, left, stride, inner, width, 1, product, stride)
    for column in 0..<count { (right + column * order).update(from: product + column * order, count: height) }
  }

  /// A − V Wᵀ − W Vᵀ, some columns at a time, from the diagonal's block down.
  private func reflectBothSides(_ top: Int, height: Int, count: Int) {
    let strip = 64
    let (stride, terms) = (Int32(order), Int32(2 * count))
    sideBySide(parts: (height + strip - 1) / strip, threads: threads) { part in
      let first = part * strip
      cblas_dgemm(
        CblasColMajor, CblasNoTrans, CblasTrans, Int32(height - first), Int32(min(strip, height - first)), terms, -1, left + first, stride,
        right + first, stride, 1, place(top + first, top + first), stride)
    }
  }
}
