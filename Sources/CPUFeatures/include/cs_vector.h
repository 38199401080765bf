/* Single operations on 64-byte vectors: 16 float or 8 double, and their bits.
 *
 * The standard library writes +, *, fma, &, << … on SIMD types as loops over lanes and leaves it to the optimizer to
 * put the lanes together again, which it does slowly and not always. These functions are whole vectors from the
 * start. Each is one exactly rounded operation or works on bits, so nothing can be contracted or reordered: the
 * arithmetic of every formula stands in Swift. A comparison gives all bits set (-1) where it holds and 0 elsewhere.
 */
#ifndef CS_VECTOR_H
#define CS_VECTOR_H

#include <stdint.h>

typedef float cs_f32 __attribute__((ext_vector_type(16)));
typedef float cs_f32_half __attribute__((ext_vector_type(8)));
typedef int32_t cs_i32 __attribute__((ext_vector_type(16)));
typedef uint32_t cs_u32 __attribute__((ext_vector_type(16)));
typedef double cs_f64 __attribute__((ext_vector_type(8)));
typedef int64_t cs_i64 __attribute__((ext_vector_type(8)));
typedef uint64_t cs_u64 __attribute__((ext_vector_type(8)));

#define CS_INLINE static inline __attribute__((always_inline, const, unused))

#pragma clang fp contract(off)

#define CS_VECTOR_OPERATIONS(name, V, I, U, lane)                                                   \
  CS_INLINE V cs_add_##name(V a, V b) { return a + b; }                                             \
  CS_INLINE V cs_subtract_##name(V a, V b) { return a - b; }                                        \
  CS_INLINE V cs_multiply_##name(V a, V b) { return a * b; }                                        \
  CS_INLINE V cs_divide_##name(V a, V b) { return a / b; }                                          \
  CS_INLINE V cs_negate_##name(V a) { return -a; }                                                  \
  CS_INLINE V cs_fma_##name(V a, V b, V c) { return __builtin_elementwise_fma(a, b, c); }           \
  CS_INLINE V cs_square_root_##name(V a) { return __builtin_elementwise_sqrt(a); }                  \
  CS_INLINE I cs_less_##name(V a, V b) { return a < b; }                                            \
  CS_INLINE I cs_at_most_##name(V a, V b) { return a <= b; }                                        \
  CS_INLINE I cs_equal_##name(V a, V b) { return a == b; }                                          \
  CS_INLINE I cs_unequal_##name(V a, V b) { return a != b; }                                        \
  CS_INLINE V cs_select_##name(I mask, V yes, V no) { return mask ? yes : no; }                     \
  CS_INLINE I cs_bits_##name(V a) { return (I)a; }                                                  \
  CS_INLINE V cs_from_bits_##name(I a) { return (V)a; }                                             \
  CS_INLINE I cs_and_##name(I a, I b) { return a & b; }                                             \
  CS_INLINE I cs_or_##name(I a, I b) { return a | b; }                                              \
  CS_INLINE I cs_xor_##name(I a, I b) { return a ^ b; }                                             \
  CS_INLINE I cs_add_bits_##name(I a, I b) { return (I)((U)a + (U)b); }                             \
  CS_INLINE I cs_subtract_bits_##name(I a, I b) { return (I)((U)a - (U)b); }                        \
  CS_INLINE I cs_shift_left_##name(I a, lane n) { return (I)((U)a << (U)(lane)n); }                 \
  CS_INLINE I cs_shift_right_##name(I a, lane n) { return (I)((U)a >> (U)(lane)n); }                \
  CS_INLINE int cs_all_##name(I mask) { return __builtin_reduce_and(mask) != 0; }                   \
  CS_INLINE I cs_is_odd_##name(I a) { return (a & 1) != 0; }

/* Shifts move zeros in; 0 <= n < bits of a lane. */
CS_VECTOR_OPERATIONS(f32, cs_f32, cs_i32, cs_u32, uint32_t)
CS_VECTOR_OPERATIONS(f64, cs_f64, cs_i64, cs_u64, uint64_t)

#ifdef __AVX512DQ__
/* One instruction each where other sets need several. `scale`: a * 2^k for whole k of any size, rounded once.
 * `nearer_zero`: the smaller of |a| and |b| with the sign of a, or without a sign, or with a minus; a NaN is lost. */
#define CS_VECTOR_AVX512(name, V, suffix, mask)                                                                       \
  CS_INLINE V cs_scale_##name(V a, V k) { return __builtin_ia32_scalef##suffix##512_mask(a, k, a, (mask)-1, 4); }     \
  CS_INLINE V cs_nearer_zero_##name(V a, V b) {                                                                       \
    return __builtin_ia32_range##suffix##512_mask(a, b, 2, a, (mask)-1, 4);                                           \
  }                                                                                                                   \
  CS_INLINE V cs_nearer_zero_positive_##name(V a, V b) {                                                              \
    return __builtin_ia32_range##suffix##512_mask(a, b, 10, a, (mask)-1, 4);                                          \
  }                                                                                                                   \
  CS_INLINE V cs_nearer_zero_negative_##name(V a, V b) {                                                              \
    return __builtin_ia32_range##suffix##512_mask(a, b, 14, a, (mask)-1, 4);                                          \
  }
/* Stores the first `count` lanes, 0 to all, and no byte beyond. */
static inline __attribute__((always_inline, unused)) void cs_store_first_f32(void *to, cs_f32 a, int count) {
  __builtin_ia32_storeups512_mask((float *)to, a, (uint16_t)((1u << count) - 1));
}
static inline __attribute__((always_inline, unused)) void cs_store_first_f64(void *to, cs_f64 a, int count) {
  __builtin_ia32_storeupd512_mask((double *)to, a, (uint8_t)((1u << count) - 1));
}
CS_VECTOR_AVX512(f32, cs_f32, ps, uint16_t)
CS_VECTOR_AVX512(f64, cs_f64, pd, uint8_t)
#endif

CS_INLINE cs_f32_half cs_low_half(cs_f32 a) { return __builtin_shufflevector(a, a, 0, 1, 2, 3, 4, 5, 6, 7); }
CS_INLINE cs_f32_half cs_high_half(cs_f32 a) { return __builtin_shufflevector(a, a, 8, 9, 10, 11, 12, 13, 14, 15); }
CS_INLINE cs_f32 cs_join(cs_f32_half low, cs_f32_half high) {
  return __builtin_shufflevector(low, high, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
}
/* Exact; and rounded to nearest, ties to even. */
CS_INLINE cs_f64 cs_widen(cs_f32_half a) { return __builtin_convertvector(a, cs_f64); }
CS_INLINE cs_f32_half cs_narrow(cs_f64 a) { return __builtin_convertvector(a, cs_f32_half); }

/* A vector at an address that is a multiple of a lane's size. */
typedef float cs_f32_anywhere __attribute__((ext_vector_type(16), aligned(4), may_alias));
typedef double cs_f64_anywhere __attribute__((ext_vector_type(8), aligned(8), may_alias));
static inline __attribute__((always_inline, pure, unused)) cs_f32 cs_load_f32(const void *at) {
  return *(const cs_f32_anywhere *)at;
}
static inline __attribute__((always_inline, pure, unused)) cs_f64 cs_load_f64(const void *at) {
  return *(const cs_f64_anywhere *)at;
}

/* Small integers in a byte each, and back. */
typedef uint8_t cs_u8x16 __attribute__((ext_vector_type(16)));
typedef uint8_t cs_u8x8 __attribute__((ext_vector_type(8)));
CS_INLINE cs_u8x16 cs_bytes_f32(cs_i32 a) { return __builtin_convertvector(a, cs_u8x16); }
CS_INLINE cs_u8x8 cs_bytes_f64(cs_i64 a) { return __builtin_convertvector(a, cs_u8x8); }
CS_INLINE cs_i32 cs_from_bytes_f32(cs_u8x16 a) { return __builtin_convertvector(a, cs_i32); }
CS_INLINE cs_i64 cs_from_bytes_f64(cs_u8x8 a) { return __builtin_convertvector(a, cs_i64); }
CS_INLINE cs_i32 cs_equal_bits_f32(cs_i32 a, cs_i32 b) { return a == b; }
CS_INLINE cs_i64 cs_equal_bits_f64(cs_i64 a, cs_i64 b) { return a == b; }
/* b where the mask is set, else a. */
CS_INLINE cs_i32 cs_replace_bits_f32(cs_i32 a, cs_i32 b, cs_i32 mask) { return mask ? b : a; }
CS_INLINE cs_i64 cs_replace_bits_f64(cs_i64 a, cs_i64 b, cs_i64 mask) { return mask ? b : a; }

/* The products of the low 32 bits of every lane, in full. */
CS_INLINE cs_i64 cs_multiply_low_words(cs_i64 a, uint32_t b) {
  return (cs_i64)(((cs_u64)a & 0xffffffffu) * (cs_u64)(uint64_t)b);
}
/* The value of every lane as an unsigned number; exact below 2^53. */
CS_INLINE cs_f64 cs_unsigned_value(cs_i64 a) { return __builtin_convertvector((cs_u64)a, cs_f64); }
/* a[0] b[0] a[1] b[1] … : the first and the second half of the sixteen. */
CS_INLINE cs_f64 cs_interleave_low(cs_f64 a, cs_f64 b) {
  return __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
}
CS_INLINE cs_f64 cs_interleave_high(cs_f64 a, cs_f64 b) {
  return __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
}

#endif
