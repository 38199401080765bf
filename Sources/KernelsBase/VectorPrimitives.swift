// The two vector types of all kernels and the steps that elementary functions share: arithmetic,
// choosing by mask, signs, bits, rounding to integers.
//
// The operators here stand before the standard library's, which are loops over lanes (see
// `cs_vector.h`); results are the same, code and compile time are not. Comparisons give masks of bits:
// -1 where true, 0 elsewhere.

import CPUFeatures

typealias FloatVector = SIMD16<Float>
typealias DoubleVector = SIMD8<Double>
typealias FloatBits = SIMD16<Int32>
typealias DoubleBits = SIMD8<Int64>

// MARK: Arithmetic, each rounded once

@inline(__always) func + (a: FloatVector, b: FloatVector) -> FloatVector { cs_add_f32(a, b) }
@inline(__always) func - (a: FloatVector, b: FloatVector) -> FloatVector { cs_subtract_f32(a, b) }
@inline(__always) func * (a: FloatVector, b: FloatVector) -> FloatVector { cs_multiply_f32(a, b) }
@inline(__always) func / (a: FloatVector, b: FloatVector) -> FloatVector { cs_divide_f32(a, b) }
@inline(__always) func + (a: DoubleVector, b: DoubleVector) -> DoubleVector { cs_add_f64(a, b) }
@inline(__always) func - (a: DoubleVector, b: DoubleVector) -> DoubleVector { cs_subtract_f64(a, b) }
@inline(__always) func * (a: DoubleVector, b: DoubleVector) -> DoubleVector { cs_multiply_f64(a, b) }
@inline(__always) func / (a: DoubleVector, b: DoubleVector) -> DoubleVector { cs_divide_f64(a, b) }

@inline(__always) prefix func - (a: FloatVector) -> FloatVector { cs_negate_f32(a) }
@inline(__always) prefix func - (a: DoubleVector) -> DoubleVector { cs_negate_f64(a) }

/// √x, rounded once.
@inline(__always) func squareRoot(_ x: FloatVector) -> FloatVector { cs_square_root_f32(x) }
@inline(__always) func squareRoot(_ x: DoubleVector) -> DoubleVector { cs_square_root_f64(x) }

// MARK: Comparisons and choice

@inline(__always) func .< (a: FloatVector, b: FloatVector) -> FloatBits { cs_less_f32(a, b) }
@inline(__always) func .> (a: FloatVector, b: FloatVector) -> FloatBits { cs_less_f32(b, a) }
@inline(__always) func .<= (a: FloatVector, b: FloatVector) -> FloatBits { cs_at_most_f32(a, b) }
@inline(__always) func .== (a: FloatVector, b: FloatVector) -> FloatBits { cs_equal_f32(a, b) }
@inline(__always) func .!= (a: FloatVector, b: FloatVector) -> FloatBits { cs_unequal_f32(a, b) }
@inline(__always) func .< (a: DoubleVector, b: DoubleVector) -> DoubleBits { cs_less_f64(a, b) }
@inline(__always) func .> (a: DoubleVector, b: DoubleVector) -> DoubleBits { cs_less_f64(b, a) }
@inline(__always) func .<= (a: DoubleVector, b: DoubleVector) -> DoubleBits { cs_at_most_f64(a, b) }
@inline(__always) func .== (a: DoubleVector, b: DoubleVector) -> DoubleBits { cs_equal_f64(a, b) }
@inline(__always) func .!= (a: DoubleVector, b: DoubleVector) -> DoubleBits { cs_unequal_f64(a, b) }

/// `yes` where the mask is true, else `no`.
@inline(__always)
func select(_ mask: FloatBits, _ yes: FloatVector, _ no: FloatVector) -> FloatVector {
  cs_select_f32(mask, yes, no)
}
@inline(__always)
func select(_ mask: DoubleBits, _ yes: DoubleVector, _ no: DoubleVector) -> DoubleVector {
  cs_select_f64(mask, yes, no)
}

/// `yes` where the mask is true, else `no`, the same constants in every lane.
@inline(__always)
func choose(_ mask: FloatBits, _ yes: Float, _ no: Float) -> FloatVector { select(mask, splat(yes), splat(no)) }
@inline(__always)
func choose(_ mask: DoubleBits, _ yes: Double, _ no: Double) -> DoubleVector { select(mask, splat(yes), splat(no)) }

/// Whether the mask is true in every lane.
@inline(__always) func all(_ mask: FloatBits) -> Bool { cs_all_f32(mask) != 0 }
@inline(__always) func all(_ mask: DoubleBits) -> Bool { cs_all_f64(mask) != 0 }

// MARK: Bits

@inline(__always) func bits(_ x: FloatVector) -> FloatBits { cs_bits_f32(x) }
@inline(__always) func bits(_ x: DoubleVector) -> DoubleBits { cs_bits_f64(x) }
@inline(__always) func fromBits(_ x: FloatBits) -> FloatVector { cs_from_bits_f32(x) }
@inline(__always) func fromBits(_ x: DoubleBits) -> DoubleVector { cs_from_bits_f64(x) }

@inline(__always) func & (a: FloatBits, b: FloatBits) -> FloatBits { cs_and_f32(a, b) }
@inline(__always) func | (a: FloatBits, b: FloatBits) -> FloatBits { cs_or_f32(a, b) }
@inline(__always) func ^ (a: FloatBits, b: FloatBits) -> FloatBits { cs_xor_f32(a, b) }
@inline(__always) func &+ (a: FloatBits, b: FloatBits) -> FloatBits { cs_add_bits_f32(a, b) }
@inline(__always) func &- (a: FloatBits, b: FloatBits) -> FloatBits { cs_subtract_bits_f32(a, b) }
@inline(__always) func & (a: DoubleBits, b: DoubleBits) -> DoubleBits { cs_and_f64(a, b) }
@inline(__always) func | (a: DoubleBits, b: DoubleBits) -> DoubleBits { cs_or_f64(a, b) }
@inline(__always) func ^ (a: DoubleBits, b: DoubleBits) -> DoubleBits { cs_xor_f64(a, b) }
@inline(__always) func &+ (a: DoubleBits, b: DoubleBits) -> DoubleBits { cs_add_bits_f64(a, b) }
@inline(__always) func &- (a: DoubleBits, b: DoubleBits) -> DoubleBits { cs_subtract_bits_f64(a, b) }

/// x shifted by n bits, zeros moving in.
@inline(__always) func shiftLeft(_ x: FloatBits, _ n: UInt32) -> FloatBits { cs_shift_left_f32(x, n) }
@inline(__always) func shiftLeft(_ x: DoubleBits, _ n: UInt64) -> DoubleBits { cs_shift_left_f64(x, n) }
@inline(__always) func shiftRight(_ x: FloatBits, _ n: UInt32) -> FloatBits { cs_shift_right_f32(x, n) }
@inline(__always) func shiftRight(_ x: DoubleBits, _ n: UInt64) -> DoubleBits { cs_shift_right_f64(x, n) }

// MARK: Constants in every lane

@inline(__always) func splat(_ x: Float) -> FloatVector { FloatVector(repeating: x) }
@inline(__always) func splat(_ x: Double) -> DoubleVector { DoubleVector(repeating: x) }
@inline(__always) func splat(_ x: Int32) -> FloatBits { FloatBits(repeating: x) }
@inline(__always) func splat(_ x: Int64) -> DoubleBits { DoubleBits(repeating: x) }

/// 1.5·2²³: adding it to |x| < 2²² rounds x to an integer k, ties to even; the sum's last bits are k in
/// two's complement, and subtracting the number again gives k as a float. (Conversion instructions are
/// element loops on SSE2.)
@inline(__always) var roundingFloat: Float { 0x1.8p23 }
/// 1.5·2⁵²: the same for doubles with |x| < 2⁵¹.
@inline(__always) var roundingDouble: Double { 0x1.8p52 }

/// `roundingFloat` + 127: the sum's last bits are k + 127, which stand for 2ᵏ once they are moved into the exponent.
@inline(__always) var exponentRoundingFloat: Float { 0x1.8000fep23 }
/// `roundingDouble` + 1023.
@inline(__always) var exponentRoundingDouble: Double { 0x1.80000000003ffp52 }

/// -1 where the integer is odd.
@inline(__always) func isOdd(_ n: FloatBits) -> FloatBits { cs_is_odd_f32(n) }
@inline(__always) func isOdd(_ n: DoubleBits) -> DoubleBits { cs_is_odd_f64(n) }

// MARK: Limits
//
// What becomes of a NaN differs between instruction sets: `canonical` puts it right at the end of every function.

#if KERNELS_AVX512

  /// x cut to [-limit, limit].
  @inline(__always)
  func limited(_ x: FloatVector, to limit: Float) -> FloatVector { cs_nearer_zero_f32(x, splat(limit)) }
  @inline(__always)
  func limited(_ x: DoubleVector, to limit: Double) -> DoubleVector { cs_nearer_zero_f64(x, splat(limit)) }

  /// The smaller one of |x| and the limit.
  @inline(__always)
  func limitedMagnitude(_ x: FloatVector, to limit: Float) -> FloatVector {
    cs_nearer_zero_positive_f32(x, splat(limit))
  }
  @inline(__always)
  func limitedMagnitude(_ x: DoubleVector, to limit: Double) -> DoubleVector {
    cs_nearer_zero_positive_f64(x, splat(limit))
  }

  /// The larger one of -|x| and -limit.
  @inline(__always)
  func limitedNegative(_ x: FloatVector, to limit: Float) -> FloatVector {
    cs_nearer_zero_negative_f32(x, splat(limit))
  }
  @inline(__always)
  func limitedNegative(_ x: DoubleVector, to limit: Double) -> DoubleVector {
    cs_nearer_zero_negative_f64(x, splat(limit))
  }

#else

  /// x cut to [-limit, limit].
  @inline(__always)
  func limited(_ x: FloatVector, to limit: Float) -> FloatVector {
    let y = select(x .> splat(limit), splat(limit), x)
    return select(y .< splat(-limit), splat(-limit), y)
  }
  @inline(__always)
  func limited(_ x: DoubleVector, to limit: Double) -> DoubleVector {
    let y = select(x .> splat(limit), splat(limit), x)
    return select(y .< splat(-limit), splat(-limit), y)
  }

  /// The smaller one of |x| and the limit.
  @inline(__always)
  func limitedMagnitude(_ x: FloatVector, to limit: Float) -> FloatVector {
    select(magnitude(x) .< splat(limit), magnitude(x), splat(limit))
  }
  @inline(__always)
  func limitedMagnitude(_ x: DoubleVector, to limit: Double) -> DoubleVector {
    select(magnitude(x) .< splat(limit), magnitude(x), splat(limit))
  }

  /// The larger one of -|x| and -limit.
  @inline(__always)
  func limitedNegative(_ x: FloatVector, to limit: Float) -> FloatVector {
    fromBits(bits(limitedMagnitude(x, to: limit)) | splat(Int32.min))
  }
  @inline(__always)
  func limitedNegative(_ x: DoubleVector, to limit: Double) -> DoubleVector {
    fromBits(bits(limitedMagnitude(x, to: limit)) | splat(Int64.min))
  }

#endif

// MARK: Signs and NaN

/// |x|, also of NaN.
@inline(__always) func magnitude(_ x: FloatVector) -> FloatVector { fromBits(bits(x) & splat(Int32.max)) }
@inline(__always) func magnitude(_ x: DoubleVector) -> DoubleVector { fromBits(bits(x) & splat(Int64.max)) }

/// `x`, its sign flipped where the sign bit of `y` is set.
@inline(__always)
func flipSign(_ x: FloatVector, by y: FloatBits) -> FloatVector { fromBits(bits(x) ^ (y & splat(Int32.min))) }
@inline(__always)
func flipSign(_ x: DoubleVector, by y: DoubleBits) -> DoubleVector { fromBits(bits(x) ^ (y & splat(Int64.min))) }

/// `result`, but the one canonical NaN where `x` is a NaN of any kind.
@inline(__always)
func canonical(_ result: FloatVector, _ x: FloatVector) -> FloatVector {
  select(x .!= x, splat(Float(bitPattern: 0x7fc0_0000)), result)
}
@inline(__always)
func canonical(_ result: DoubleVector, _ x: DoubleVector) -> DoubleVector {
  select(x .!= x, splat(Double(bitPattern: 0x7ff8_0000_0000_0000)), result)
}
