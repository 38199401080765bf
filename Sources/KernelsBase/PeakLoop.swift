// The yardstick of the benchmarks: nothing but fused multiply-adds in registers.

extension Element where Self: Number, Tile: Vector, Tile.Scalar == Self {
  /// Twelve independent chains of `length` fused multiply-adds; returns their sum, so that none can be left out.
  @inline(__always)
  fileprivate static func peakLoop(_ length: Int) -> Double {
    let a = Tile(repeating: 1 - 0x1p-20)
    let b = Tile(repeating: 0x1p-20)
    // Equal chains would be computed once.
    var first = TileRow<Self>(start: 1)
    var second = TileRow<Self>(start: 2)
    var third = TileRow<Self>(start: 3)
    var fourth = TileRow<Self>(start: 4)
    for _ in 0..<length {
      first.scale(a, b)
      second.scale(a, b)
      third.scale(a, b)
      fourth.scale(a, b)
    }
    let left = first.total + second.total
    let right = third.total + fourth.total
    return Double((left + right)[0])
  }
}

extension TileRow {
  @inline(__always)
  fileprivate var total: T.Tile { v0 + v1 + v2 }

  @inline(__always)
  fileprivate init(start: T) {
    v0 = T.Tile(repeating: start)
    v1 = T.Tile(repeating: start * 8)
    v2 = T.Tile(repeating: start * 64)
  }

  @inline(__always)
  fileprivate mutating func scale(_ a: T.Tile, _ b: T.Tile) {
    v0 = T.multiplyAdd(v0, a, b)
    v1 = T.multiplyAdd(v1, a, b)
    v2 = T.multiplyAdd(v2, a, b)
  }
}

/// Runs the peak loop in float32 or float64 and returns the floating-point operations done. `sink` takes a value that
/// depends on all of them.
@inline(never)
package func runPeakLoop(float64: Bool, length: Int, sink: UnsafeMutablePointer<Double>) -> Int {
  if float64 {
    sink.pointee = Double.peakLoop(length)
    return 24 &* length &* Double.tileLanes
  }
  sink.pointee = Float.peakLoop(length)
  return 24 &* length &* Float.tileLanes
}
