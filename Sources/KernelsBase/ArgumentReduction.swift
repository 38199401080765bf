// Reduction of sin and cos arguments too large for the short way: x·2/π modulo 4, from 1 280 bits of 2/π.
//
// M. Payne and R. Hanek, "Radian reduction for trigonometric functions", SIGNUM Newsletter 18 (1983).
// Integer arithmetic, one number at a time: slow, exact enough for every double, and rarely reached.
//
// x = M·2ᵉ with a 53-bit integer M. Bits of 2/π worth 4 or more after the multiplication by 2ᵉ change
// only whole turns and are left out; 192 bits from there on are kept. M times that window, modulo 2¹⁹²,
// is x·2/π modulo 4 with 190 bits after the point and an error below 2⁻¹³⁷. No double is nearer than
// 2⁻⁶² to a multiple of a quarter turn (in quarter turns; J.-M. Muller, "Elementary Functions", chapter
// on range reduction), so at least 70 bits of the remainder are right.

/// x − n·π/2 = high + low, |high| ≤ π/4; of n only the last two bits.
struct ReducedAngle {
  let quadrant: Int64
  let high: Double
  let low: Double
}

/// x = n·π/2 + parts[0] + parts[1] for a finite x with |x| ≥ ½; gives n modulo 4.
@inline(never)
package func reduceByQuarterTurns(_ x: Double, _ parts: UnsafeMutablePointer<Double>) -> Int64 {
  let angle = reduceExactly(x)
  parts[0] = angle.high
  parts[1] = angle.low
  return angle.quadrant & 3
}

/// Reduces a finite x with |x| ≥ ½; infinity and NaN give NaN. Error of high + low below 2⁻⁶⁸ relative.
@inline(never)
func reduceExactly(_ x: Double) -> ReducedAngle {
  if !(x.magnitude < Double.infinity) { return ReducedAngle(quadrant: 0, high: Double.nan, low: 0) }
  let pattern = x.bitPattern
  let m = (pattern & 0x000f_ffff_ffff_ffff) | 0x0010_0000_0000_0000
  let e = Int((pattern &>> 52) & 0x7ff) &- 1075
  // Bit j of 2/π (worth 2⁻ʲ) has place j + 63 in the table, which starts with 64 zeros; the first kept
  // is j = e − 1.
  let place = e &+ 62
  let word = place &>> 6
  let shift = UInt64(truncatingIfNeeded: place & 63)
  let w2 = window(word, shift)
  let w1 = window(word &+ 1, shift)
  let w0 = window(word &+ 2, shift)
  let p0 = m.multipliedFullWidth(by: w0)
  let p1 = m.multipliedFullWidth(by: w1)
  let r0 = p0.low
  let r1 = p0.high &+ p1.low
  let carry: UInt64 = r1 < p0.high ? 1 : 0
  let r2 = p1.high &+ (m &* w2) &+ carry
  // Quadrant: the two bits before the point, plus one if the rest is a half or more; then the rest is
  // negative.
  let isUpper = (r2 &>> 61) & 1
  let quadrant = (r2 &>> 62) &+ isUpper
  var f2 = r2 &<< 2 | r1 &>> 62
  var f1 = r1 &<< 2 | r0 &>> 62
  var f0 = r0 &<< 2
  if isUpper == 1 {
    f0 = ~f0
    f1 = ~f1
    f2 = ~f2
  }
  let angle = radians(f2, f1, f0)
  let isNegative = (isUpper == 1) != (x < 0)
  return ReducedAngle(
    quadrant: Int64(truncatingIfNeeded: x < 0 ? 0 &- quadrant : quadrant),
    high: isNegative ? -angle.high : angle.high, low: isNegative ? -angle.low : angle.low)
}

/// The fraction 0.f2f1f0 (binary words, below one half) of a quarter turn, in radians as a double and
/// its remainder.
@inline(__always)
private func radians(_ f2: UInt64, _ f1: UInt64, _ f0: UInt64) -> (high: Double, low: Double) {
  var a = f2
  var b = f1
  var c = f0
  var exponent = 0
  if a == 0 {
    a = b
    b = c
    c = 0
    exponent = 64
  }
  let zeros = UInt64(truncatingIfNeeded: a.leadingZeroBitCount)
  if zeros > 0 {
    a = a &<< zeros | b &>> (64 &- zeros)
    b = b &<< zeros | c &>> (64 &- zeros)
  }
  exponent &+= Int(zeros)
  // 53 leading bits, then the 64 that follow; both conversions are exact or lose only the last bits of
  // `low`.
  let leading = a &>> 11
  let following = a &<< 53 | b &>> 11
  let unit = Double(bitPattern: UInt64(truncatingIfNeeded: 1023 &- 53 &- exponent) &<< 52)
  let high = Double(leading) * unit
  let low = Double(following &>> 11) * unit * 0x1p-53
  let halfPi = 0x1.921fb54442d18p0
  let product = high * halfPi
  let error = (-product).addingProduct(high, halfPi)
  let rest = error.addingProduct(high, 0x1.1a62633145c07p-54).addingProduct(low, halfPi)
  let sum = product + rest
  return (sum, rest - (sum - product))
}

/// 64 bits of the table from bit `shift` of a word on.
@inline(__always)
private func window(_ word: Int, _ shift: UInt64) -> UInt64 {
  let high = twoOverPi(word) &<< shift
  return shift == 0 ? high : high | twoOverPi(word &+ 1) &>> (64 &- shift)
}

/// 64 zero bits, then the first 1 280 bits of 2/π (computed with mpmath to 2 000 bits). A function and
/// not an array: this module may not use the library's array.
@inline(__always)
private func twoOverPi(_ word: Int) -> UInt64 {
  switch word {
  case 0: 0x0000_0000_0000_0000
  case 1: 0xa2f9_836e_4e44_1529
  case 2: 0xfc27_57d1_f534_ddc0
  case 3: 0xdb62_9599_3c43_9041
  case 4: 0xfe51_63ab_debb_c561
  case 5: 0xb724_6e3a_424d_d2e0
  case 6: 0x0649_2eea_09d1_921c
  case 7: 0xfe1d_eb1c_b129_a73e
  case 8: 0xe882_35f5_2ebb_4484
  case 9: 0xe99c_7026_b45f_7e41
  case 10: 0x3991_d639_8353_39f4
  case 11: 0x9c84_5f8b_bdf9_283b
  case 12: 0x1ff8_97ff_de05_980f
  case 13: 0xef2f_118b_5a0a_6d1f
  case 14: 0x6d36_7ecf_27cb_09b7
  case 15: 0x4f46_3f66_9e5f_ea2d
  case 16: 0x7527_bac7_ebe5_f17b
  case 17: 0x3d07_39f7_8a52_92ea
  case 18: 0x6bfb_5fb1_1f8d_5d08
  case 19: 0x5603_3046_fc7b_6bab
  case 20: 0xf0cf_bc20_9af4_361d
  default: 0
  }
}
