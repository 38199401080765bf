import KernelsBase
import ZKernelsV3
import ZKernelsV4

/// Narrow bands that are turned into two diagonals (`BandChase.swift` of the kernel targets, which names the sources).
///
/// The last bits depend on the instruction set.
package enum BandChase {
  /// Diagonals of a band beside the main one.
  package static var width: Int { 32 }

  /// Turns a symmetric band into two diagonals with the same eigenvalues.
  /// - Parameter band: order + 32 columns of 64 numbers, each from its diagonal down; the first 33 alone may be other than 0, and those of
  ///   the last 32 columns may not.
  package static func reduceSymmetric(_ band: UnsafeMutableBufferPointer<Double>, order: Int, on set: InstructionSet = .best) {
    precondition(band.count >= (order + width) * 2 * width, "a band has columns of zeros at its end")
    guard let base = band.baseAddress else { return }
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 11 * width) { room in
      guard let room = room.baseAddress else { return }
      switch set {
      case .base: KernelsBase.chaseSymmetricBand(base, order, room)
      case .avx2: ZKernelsV3.chaseSymmetricBand(base, order, room)
      case .avx512: ZKernelsV4.chaseSymmetricBand(base, order, room)
      }
    }
  }

  /// Turns an upper band into two diagonals with the same singular values.
  /// - Parameter band: order + 64 columns of 97 numbers, from 64 above the diagonal to 32 below it; the diagonal and the 32 above it alone
  ///   may be other than 0, and those of the last 64 columns may not.
  package static func reduceUpper(_ band: UnsafeMutableBufferPointer<Double>, order: Int, on set: InstructionSet = .best) {
    precondition(band.count >= (order + 2 * width) * (3 * width + 1), "a band has columns of zeros at its end")
    guard let base = band.baseAddress else { return }
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * width) { room in
      guard let room = room.baseAddress else { return }
      switch set {
      case .base: KernelsBase.chaseUpperBand(base, order, room)
      case .avx2: ZKernelsV3.chaseUpperBand(base, order, room)
      case .avx512: ZKernelsV4.chaseUpperBand(base, order, room)
      }
    }
  }
}
