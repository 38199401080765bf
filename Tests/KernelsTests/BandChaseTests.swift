import Kernels
import Testing

/// What `BandChase` leaves of bands, on every instruction set of this processor.
@Suite struct BandChaseTests {
  private static let orders = [1, 2, 3, 31, 32, 33, 34, 65, 100]

  /// Numbers of a band, by place.
  private static func number(_ row: Int, _ column: Int) -> Double {
    RandomStream(seed: 6, name: "band").normal(at: UInt64(row * 1000 + column))
  }

  @Test(arguments: orders) func `a symmetric band keeps its trace and its norm in two diagonals`(_ order: Int) {
    let (width, length) = (BandChase.width, 2 * BandChase.width)
    var start = [Double](repeating: 0, count: (order + width) * length)
    for column in 0..<order {
      for row in column...min(order - 1, column + width) { start[column * length + row - column] = Self.number(row, column) }
    }
    var base = start
    base.withUnsafeMutableBufferPointer { InstructionSet.base.chaseSymmetricBand($0, order: order) }
    for set in InstructionSet.available {
      var band = start
      band.withUnsafeMutableBufferPointer { set.chaseSymmetricBand($0, order: order) }
      #expect(band == base, "\(set)")
      expectEqual(Self.trace(band, order, length), Self.trace(start, order, length))
      expectEqual(Self.squares(band, order, length), Self.squares(start, order, length))
      for (place, number) in band.enumerated() where place % length > 1 || place / length >= order { #expect(number == 0, "\(set)") }
    }
  }

  private static func trace(_ band: [Double], _ order: Int, _ length: Int) -> Double {
    (0..<order).reduce(0) { $0 + band[$1 * length] }
  }

  private static func squares(_ band: [Double], _ order: Int, _ length: Int) -> Double {
    band.enumerated().reduce(0) { $0 + ($1.offset % length == 0 ? 1 : 2) * $1.element * $1.element }
  }

  @Test(arguments: orders) func `an upper band keeps its norm and its determinant in two diagonals`(_ order: Int) {
    let width = BandChase.width
    let length = 3 * width + 1
    var start = [Double](repeating: 0, count: (order + 2 * width) * length)
    for column in 0..<order {
      for row in max(0, column - width)...column {
        // A large diagonal, so that the determinant is far from 0.
        start[column * length + 2 * width + row - column] = Self.number(row, column) / 10 + (row == column ? 1 : 0)
      }
    }
    var base = start
    base.withUnsafeMutableBufferPointer { InstructionSet.base.chaseUpperBand($0, order: order) }
    for set in InstructionSet.available {
      var band = start
      band.withUnsafeMutableBufferPointer { set.chaseUpperBand($0, order: order) }
      #expect(band == base, "\(set)")
      let squares = start.reduce(0) { $0 + $1 * $1 }
      expectEqual(band.reduce(0) { $0 + $1 * $1 }, squares)
      func determinant(_ band: [Double]) -> Double { (0..<order).reduce(1) { $0 * band[$1 * length + 2 * width] }.magnitude }
      expectEqual(determinant(band), determinant(start))
      for (place, number) in band.enumerated() {
        let above = 2 * width - place % length
        if !(0...1).contains(above) || place / length >= order { #expect(number == 0, "\(set)") }
      }
    }
  }

  private func expectEqual(_ found: Double, _ expected: Double) {
    #expect(abs(found - expected) < 1e-12 * max(1, abs(expected)), "\(found) and \(expected)")
  }
}
