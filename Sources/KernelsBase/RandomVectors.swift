// Random numbers, eight Philox blocks at a time.
//
// Goals, in order: the numbers that the scalar generator in `Kernels` defines, bit for bit; same bits
// on every instruction set; speed of large initializations.
//
// Philox 4x32-10: J. Salmon, M. Moraes, R. Dror, D. Shaw, "Parallel random numbers: as easy as 1, 2,
// 3", SC'11, section 3.3. A block is a function of a 128-bit counter and a 64-bit key and gives two
// 64-bit words. Each lane holds one of the four 32-bit words in its low half; what stands above it is
// ignored by the multiplication and cleared at the end.

import CPUFeatures

/// The two 64-bit words of eight consecutive blocks.
struct RandomWords {
  let even: DoubleBits
  let odd: DoubleBits
}

/// Blocks `first` … `first + 7`, with `high` as the upper half of the counter.
@inline(__always)
private func randomWords(_ first: UInt64, _ high: UInt64, _ key: UInt64) -> RandomWords {
  let lanes = DoubleBits(0, 1, 2, 3, 4, 5, 6, 7)
  let low = splat(Int64(bitPattern: first)) &+ lanes
  let mask = splat(Int64(0xffff_ffff))
  var c0 = low
  var c1 = shiftRight(low, 32)
  var c2 = splat(Int64(bitPattern: high))
  var c3 = splat(Int64(bitPattern: high &>> 32))
  var k0 = UInt32(truncatingIfNeeded: key)
  var k1 = UInt32(truncatingIfNeeded: key &>> 32)
  for _ in 0..<10 {
    let p0 = cs_multiply_low_words(c0, 0xd251_1f53)
    let p1 = cs_multiply_low_words(c2, 0xcd9e_8d57)
    c0 = shiftRight(p1, 32) ^ c1 ^ splat(Int64(k0))
    c2 = shiftRight(p0, 32) ^ c3 ^ splat(Int64(k1))
    c1 = p1
    c3 = p0
    k0 = k0 &+ 0x9e37_79b9
    k1 = k1 &+ 0xbb67_ae85
  }
  return RandomWords(
    even: (c0 & mask) | shiftLeft(c1, 32), odd: (c2 & mask) | shiftLeft(c3, 32))
}

/// The upper 53 bits of every word as a multiple of 2⁻⁵³ in [0, 1).
@inline(__always)
private func unit(_ words: DoubleBits) -> DoubleVector {
  cs_unsigned_value(shiftRight(words, 11)) * splat(0x1p-53)
}

/// Box–Muller: (u, v) → √(−2 log(1 − u))·(cos 2πv, sin 2πv).
///
/// G. Box and M. Muller, "A note on the generation of random normal deviates", Ann. Math. Stat. 29
/// (1958). 1 − u is exact and in (0, 1]. 4v = n + f with |f| ≤ ½ is exact too, so the angle needs no
/// reduction: n quarter turns and f·π/2.
@inline(__always)
private func normal(_ words: RandomWords) -> (even: DoubleVector, odd: DoubleVector) {
  let radius = squareRoot(splat(-2) * logF64(splat(1) - unit(words.even)))
  let quarters = unit(words.odd) * splat(4)
  let rounded = quarters + splat(roundingDouble)
  let f = quarters - (rounded - splat(roundingDouble))
  let r = f * splat(0x1.921fb54442d18p0)
  let l = fma(f, splat(0x1.1a62633145c07p-54), fma(f, splat(0x1.921fb54442d18p0), -r))
  let turns = QuarterTurns64(n: bits(rounded), r: r, l: l)
  return (radius * cosine(turns), radius * sine(turns, DoubleBits.zero))
}

/// What is drawn: 0 uniform in [0, 1), 1 standard normal.
@inline(__always)
private func draw(_ kind: Int32, _ words: RandomWords) -> (even: DoubleVector, odd: DoubleVector) {
  kind == 0 ? (unit(words.even), unit(words.odd)) : normal(words)
}

/// target[i] = shift + scale·draw(first + i) for i < count, fused; kind 0 uniform in [0, 1), 1 standard
/// normal.
///
/// Draw j is made of block j/2: its first or second word, or the cosine or sine of its two words.
@inline(never)
package func fillRandom(
  _ kind: Int32, _ key: UInt64, _ high: UInt64, _ first: UInt64, _ scale: Double, _ shift: Double,
  _ target: UnsafeMutablePointer<Double>, _ count: Int
) {
  var place = 0 &- Int(truncatingIfNeeded: first & 1)
  var block = first &>> 1
  while place < count {
    let pair = draw(kind, randomWords(block, high, key))
    let even = fma(pair.even, splat(scale), shift)
    let odd = fma(pair.odd, splat(scale), shift)
    let a = cs_interleave_low(even, odd)
    let b = cs_interleave_high(even, odd)
    if place >= 0 && place &+ 16 <= count {
      let bytes = UnsafeMutableRawPointer(target + place)
      bytes.storeBytes(of: a, as: DoubleVector.self)
      bytes.storeBytes(of: b, toByteOffset: 64, as: DoubleVector.self)
    } else {
      for lane in 0..<8 where place &+ lane >= 0 && place &+ lane < count { target[place &+ lane] = a[lane] }
      for lane in 0..<8 where place &+ lane &+ 8 < count { target[place &+ lane &+ 8] = b[lane] }
    }
    place &+= 16
    block &+= 8
  }
}

/// The same in float32: computed in float64, rounded once.
@inline(never)
package func fillRandom(
  _ kind: Int32, _ key: UInt64, _ high: UInt64, _ first: UInt64, _ scale: Double, _ shift: Double,
  _ target: UnsafeMutablePointer<Float>, _ count: Int
) {
  var place = 0 &- Int(truncatingIfNeeded: first & 1)
  var block = first &>> 1
  while place < count {
    let pair = draw(kind, randomWords(block, high, key))
    let even = fma(pair.even, splat(scale), shift)
    let odd = fma(pair.odd, splat(scale), shift)
    let value = cs_join(cs_narrow(cs_interleave_low(even, odd)), cs_narrow(cs_interleave_high(even, odd)))
    if place >= 0 && place &+ 16 <= count {
      UnsafeMutableRawPointer(target + place).storeBytes(of: value, as: FloatVector.self)
    } else {
      for lane in 0..<16 where place &+ lane >= 0 && place &+ lane < count { target[place &+ lane] = value[lane] }
    }
    place &+= 16
    block &+= 8
  }
}
