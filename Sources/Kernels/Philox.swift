/// Philox 4x32-10, a counter-based random number generator: a block of 128 random bits is a function of
/// a 128-bit counter and a 64-bit key, so every number of a stream can be had by itself, in any order.
///
/// J. Salmon, M. Moraes, R. Dror, D. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC'11,
/// section 3.3.
package enum Philox {
  /// Four 32-bit words. As two 64-bit words, x0 is the low half of the first and x2 of the second.
  package struct Block: Equatable, Sendable {
    package var x0, x1, x2, x3: UInt32

    package init(_ x0: UInt32, _ x1: UInt32, _ x2: UInt32, _ x3: UInt32) {
      (self.x0, self.x1, self.x2, self.x3) = (x0, x1, x2, x3)
    }

    package init(first: UInt64, second: UInt64) {
      x0 = UInt32(truncatingIfNeeded: first)
      x1 = UInt32(truncatingIfNeeded: first >> 32)
      x2 = UInt32(truncatingIfNeeded: second)
      x3 = UInt32(truncatingIfNeeded: second >> 32)
    }

    package var first: UInt64 { UInt64(x1) << 32 | UInt64(x0) }
    package var second: UInt64 { UInt64(x3) << 32 | UInt64(x2) }
  }

  /// The block of this counter and key (the key's low half is its first word).
  package static func block(_ counter: Block, key: UInt64) -> Block {
    var c = counter
    var k0 = UInt32(truncatingIfNeeded: key)
    var k1 = UInt32(truncatingIfNeeded: key >> 32)
    for _ in 0..<10 {
      let p0 = UInt64(c.x0) * 0xd251_1f53
      let p1 = UInt64(c.x2) * 0xcd9e_8d57
      c = Block(
        UInt32(truncatingIfNeeded: p1 >> 32) ^ c.x1 ^ k0, UInt32(truncatingIfNeeded: p1),
        UInt32(truncatingIfNeeded: p0 >> 32) ^ c.x3 ^ k1, UInt32(truncatingIfNeeded: p0))
      k0 &+= 0x9e37_79b9
      k1 &+= 0xbb67_ae85
    }
    return c
  }
}
