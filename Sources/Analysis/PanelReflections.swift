import CLAPACK
import Kernels

/// Reflections that clear some columns or rows of a matrix at once, I − V T Vᵀ, so that applying them is products of matrices.
///
/// Source: Schreiber & Van Loan, "A storage-efficient WY representation for products of Householder transformations", SIAM J. Sci. Stat.
/// Comput. 10 (1989).
struct PanelReflections {
  /// From column to column of the matrix: rows lie side by side, as LAPACK takes them.
  private let stride: Int32
  private let scales: UnsafeMutablePointer<Double>
  /// T, upper, (width, width).
  let triangle: UnsafeMutablePointer<Double>
  private let work: UnsafeMutablePointer<Double>
  private let workCount: Int32

  /// Columns or rows of a panel at most.
  static var mostWidth: Int { BandChase.width }

  /// Doubles that it works with.
  /// - Parameter shorter: rows or columns of the matrix, whichever are fewer.
  static func workingNumbers(shorter: Int) -> Int { roomNumbers(shorter: shorter) + mostWidth * (mostWidth + 1) }

  /// Doubles of LAPACK's own room: 64 for each column of a panel where a panel is cleared, and a panel's width for each of the rows or
  /// columns behind it, which are always fewer than the shorter side of the matrix.
  private static func roomNumbers(shorter: Int) -> Int { (shorter + 64) * 64 }

  init(stride: Int, shorter: Int) {
    self.stride = Int32(stride)
    scales = .allocate(capacity: Self.mostWidth)
    triangle = .allocate(capacity: Self.mostWidth * Self.mostWidth)
    let room = Self.roomNumbers(shorter: shorter)
    workCount = Int32(clamping: room)
    work = .allocate(capacity: room)
  }

  /// Frees what it worked with.
  func free() {
    scales.deallocate()
    triangle.deallocate()
    work.deallocate()
  }

  /// Clears what is below the diagonal of a panel of some columns, and leaves V there.
  func clearColumns(_ panel: UnsafeMutablePointer<Double>, height: Int32, count: Int32) {
    let reflections = min(height, count)
    check(LAPACKE_dgeqrt_work(LAPACK_COL_MAJOR, height, count, reflections, panel, stride, triangle, Int32(Self.mostWidth), work))
  }

  /// Clears what is right of the diagonal of a panel of some rows, and leaves Vᵀ there.
  func clearRows(_ panel: UnsafeMutablePointer<Double>, count: Int32, length: Int32) {
    check(LAPACKE_dgelqf_work(LAPACK_COL_MAJOR, count, length, panel, stride, scales, work, workCount))
    check(
      LAPACKE_dlarft_work(
        LAPACK_COL_MAJOR, .letter("F"), .letter("R"), length, min(length, count), panel, stride, scales, triangle, Int32(Self.mostWidth)))
  }

  /// The side from which a block is reflected, in LAPACK's letters.
  enum Side {
    case left, right

    /// The side, whether transposed, and whether the reflections lie in the panel's columns or rows.
    fileprivate var letters: (side: CChar, transposition: CChar, storage: CChar) {
      self == .left ? (.letter("L"), .letter("T"), .letter("C")) : (.letter("R"), .letter("N"), .letter("R"))
    }
  }

  /// Reflects `rest` columns from the left, or rows from the right, by `count` reflections of a panel, of `extent` numbers each.
  func reflect(
    _ side: Side, _ block: UnsafeMutablePointer<Double>, _ rest: Int32, by panel: UnsafePointer<Double>, _ count: Int32, of extent: Int32,
    threads: Int
  ) {
    let (letters, step) = (side.letters, Int32(Self.mostWidth))
    let parts = Int(max(1, min(4, rest / 128)))
    sideBySide(parts: parts, threads: threads) { part in
      let first = Int(rest) * part / parts
      let own = Int32(Int(rest) * (part + 1) / parts - first)
      if own == 0 { return }
      let (height, length) = side == .left ? (extent, own) : (own, extent)
      check(
        LAPACKE_dlarfb_work(
          LAPACK_COL_MAJOR, letters.side, letters.transposition, .letter("F"), letters.storage, height, length, count, panel, stride,
          triangle, step, block + first * (side == .left ? Int(stride) : 1), stride, work + first * Self.mostWidth, own))
    }
  }

  private func check(_ info: Int32) { precondition(info == 0, "LAPACK takes the arguments it is given") }
}

extension CChar {
  /// One of the letters by which LAPACK's routines take choices.
  fileprivate static func letter(_ scalar: Unicode.Scalar) -> CChar { CChar(UInt8(ascii: scalar)) }
}
