import KernelsBase
import ZKernelsV3
import ZKernelsV4

/// Reductions of matrices, block by block and place by place (`PanelReflections.swift` and `BandChase.swift` of the kernel targets, which
/// name the sources).
extension InstructionSet {
  /// Reflects rows from the right, so that row i is 0 behind its place i.
  /// - Parameters:
  ///   - panel: `rows` rows of `vectors` times eight numbers, one behind the other.
  ///   - directions: for the directions of the reflections, one behind the other, as long as rows.
  ///   - scales: of these, `count`.
  ///   - count: of reflections.
  package func clearPanel(
    _ panel: UnsafeMutablePointer<Double>, _ directions: UnsafeMutablePointer<Double>, _ scales: UnsafeMutablePointer<Double>,
    count: Int, rows: Int, vectors: Int
  ) {
    precondition(count <= min(rows, 8 * vectors), "a reflection has a row, and a place in it")
    switch self {
    case .base: KernelsBase.clearPanel(panel, directions, scales, count: count, rows: rows, vectors: vectors)
    case .avx2: ZKernelsV3.clearPanel(panel, directions, scales, count: count, rows: rows, vectors: vectors)
    case .avx512: ZKernelsV4.clearPanel(panel, directions, scales, count: count, rows: rows, vectors: vectors)
    }
  }

  /// Turns a symmetric band into two diagonals with the same eigenvalues.
  /// - Parameter band: order + 32 columns of 64 numbers, each from its diagonal down; the first 33 alone may be other than 0, and those of
  ///   the last 32 columns may not.
  package func chaseSymmetricBand(_ band: UnsafeMutableBufferPointer<Double>, order: Int) {
    precondition(band.count >= (order + BandChase.width) * 2 * BandChase.width, "a band has columns of zeros at its end")
    guard let base = band.baseAddress else { return }
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 11 * BandChase.width) { room in
      guard let room = room.baseAddress else { return }
      switch self {
      case .base: KernelsBase.chaseSymmetricBand(base, order, room)
      case .avx2: ZKernelsV3.chaseSymmetricBand(base, order, room)
      case .avx512: ZKernelsV4.chaseSymmetricBand(base, order, room)
      }
    }
  }

  /// Turns an upper band into two diagonals with the same singular values.
  /// - Parameter band: order + 64 columns of 97 numbers, from 64 above the diagonal to 32 below it; the diagonal and the 32 above it alone
  ///   may be other than 0, and those of the last 64 columns may not.
  package func chaseUpperBand(_ band: UnsafeMutableBufferPointer<Double>, order: Int) {
    precondition(band.count >= (order + 2 * BandChase.width) * (3 * BandChase.width + 1), "a band has columns of zeros at its end")
    guard let base = band.baseAddress else { return }
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * BandChase.width) { room in
      guard let room = room.baseAddress else { return }
      switch self {
      case .base: KernelsBase.chaseUpperBand(base, order, room)
      case .avx2: ZKernelsV3.chaseUpperBand(base, order, room)
      case .avx512: ZKernelsV4.chaseUpperBand(base, order, room)
      }
    }
  }
}

/// Narrow bands that are turned into two diagonals.
package enum BandChase {
  /// Diagonals of a band beside the main one.
  package static var width: Int { 32 }
}
