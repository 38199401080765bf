/* Even and odd elements of two 64-byte vectors, and their interleaving: one or two instructions each. */
#ifndef CS_SHUFFLE_H
#define CS_SHUFFLE_H

#include "cs_vector.h"

/* Elements 0, 2, 4 ... of a followed by b; elements 1, 3, 5 ... */
CS_INLINE cs_f32 cs_evens_f32(cs_f32 a, cs_f32 b) {
  return __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
}
CS_INLINE cs_f32 cs_odds_f32(cs_f32 a, cs_f32 b) {
  return __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31);
}
CS_INLINE cs_f64 cs_evens_f64(cs_f64 a, cs_f64 b) { return __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14); }
CS_INLINE cs_f64 cs_odds_f64(cs_f64 a, cs_f64 b) { return __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15); }

/* a0 b0 a1 b1 ...: the lower half of the result and the upper one. */
CS_INLINE cs_f32 cs_lower_zip_f32(cs_f32 a, cs_f32 b) {
  return __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}
CS_INLINE cs_f32 cs_upper_zip_f32(cs_f32 a, cs_f32 b) {
  return __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}
CS_INLINE cs_f64 cs_lower_zip_f64(cs_f64 a, cs_f64 b) { return __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11); }
CS_INLINE cs_f64 cs_upper_zip_f64(cs_f64 a, cs_f64 b) { return __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15); }

/* The steps of transposing eight rows of eight, each one instruction for 32 bytes of float or 64 of double: neighbours
 * in pairs (of float also pairs in fours), then halves put together. */
CS_INLINE cs_f32_half cs_even_pairs_f32(cs_f32_half a, cs_f32_half b) {
  return __builtin_shufflevector(a, b, 0, 8, 1, 9, 4, 12, 5, 13);
}
CS_INLINE cs_f32_half cs_odd_pairs_f32(cs_f32_half a, cs_f32_half b) {
  return __builtin_shufflevector(a, b, 2, 10, 3, 11, 6, 14, 7, 15);
}
CS_INLINE cs_f32_half cs_even_fours_f32(cs_f32_half a, cs_f32_half b) {
  return __builtin_shufflevector(a, b, 0, 1, 8, 9, 4, 5, 12, 13);
}
CS_INLINE cs_f32_half cs_odd_fours_f32(cs_f32_half a, cs_f32_half b) {
  return __builtin_shufflevector(a, b, 2, 3, 10, 11, 6, 7, 14, 15);
}
CS_INLINE cs_f32_half cs_lower_halves_f32(cs_f32_half a, cs_f32_half b) {
  return __builtin_shufflevector(a, b, 0, 1, 2, 3, 8, 9, 10, 11);
}
CS_INLINE cs_f32_half cs_upper_halves_f32(cs_f32_half a, cs_f32_half b) {
  return __builtin_shufflevector(a, b, 4, 5, 6, 7, 12, 13, 14, 15);
}
CS_INLINE cs_f64 cs_even_pairs_f64(cs_f64 a, cs_f64 b) { return __builtin_shufflevector(a, b, 0, 8, 2, 10, 4, 12, 6, 14); }
CS_INLINE cs_f64 cs_odd_pairs_f64(cs_f64 a, cs_f64 b) { return __builtin_shufflevector(a, b, 1, 9, 3, 11, 5, 13, 7, 15); }
CS_INLINE cs_f64 cs_lower_halves_f64(cs_f64 a, cs_f64 b) { return __builtin_shufflevector(a, b, 0, 1, 2, 3, 8, 9, 10, 11); }
CS_INLINE cs_f64 cs_upper_halves_f64(cs_f64 a, cs_f64 b) { return __builtin_shufflevector(a, b, 4, 5, 6, 7, 12, 13, 14, 15); }
CS_INLINE cs_f64 cs_even_lanes_f64(cs_f64 a, cs_f64 b) { return __builtin_shufflevector(a, b, 0, 1, 4, 5, 8, 9, 12, 13); }
CS_INLINE cs_f64 cs_odd_lanes_f64(cs_f64 a, cs_f64 b) { return __builtin_shufflevector(a, b, 2, 3, 6, 7, 10, 11, 14, 15); }

/* What sums of the lanes of four vectors at once are made of. Halves of a and b: both lower ones, both upper ones. */
CS_INLINE cs_f32 cs_low_halves_f32(cs_f32 a, cs_f32 b) {
  return __builtin_shufflevector(a, b, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23);
}
CS_INLINE cs_f32 cs_high_halves_f32(cs_f32 a, cs_f32 b) {
  return __builtin_shufflevector(a, b, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31);
}
CS_INLINE cs_f64 cs_low_halves_f64(cs_f64 a, cs_f64 b) { return __builtin_shufflevector(a, b, 0, 1, 2, 3, 8, 9, 10, 11); }
CS_INLINE cs_f64 cs_high_halves_f64(cs_f64 a, cs_f64 b) {
  return __builtin_shufflevector(a, b, 4, 5, 6, 7, 12, 13, 14, 15);
}
/* Of the four quarters of a and then b, those of even and those of odd number. */
CS_INLINE cs_f32 cs_even_quarters_f32(cs_f32 a, cs_f32 b) {
  return __builtin_shufflevector(a, b, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27);
}
CS_INLINE cs_f32 cs_odd_quarters_f32(cs_f32 a, cs_f32 b) {
  return __builtin_shufflevector(a, b, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31);
}
CS_INLINE cs_f64 cs_even_quarters_f64(cs_f64 a, cs_f64 b) { return __builtin_shufflevector(a, b, 0, 1, 4, 5, 8, 9, 12, 13); }
CS_INLINE cs_f64 cs_odd_quarters_f64(cs_f64 a, cs_f64 b) { return __builtin_shufflevector(a, b, 2, 3, 6, 7, 10, 11, 14, 15); }
/* Within every four elements the pairs, and within every pair the elements, in the other order. */
CS_INLINE cs_f32 cs_swap_pairs_f32(cs_f32 a) {
  return __builtin_shufflevector(a, a, 2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13);
}
CS_INLINE cs_f32 cs_swap_elements_f32(cs_f32 a) {
  return __builtin_shufflevector(a, a, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14);
}
CS_INLINE cs_f64 cs_swap_elements_f64(cs_f64 a) { return __builtin_shufflevector(a, a, 1, 0, 3, 2, 5, 4, 7, 6); }

#endif
