/* Instructions bound to one arena and one thread's scratch memory: addresses in place of offsets and registers.
 *
 * Written when a program is made ready to run, by the same code that binds a chunk of an elementwise instruction while
 * it runs, and read by the kernels of the same process; never stored.
 */
#ifndef CS_BOUND_H
#define CS_BOUND_H

#include "cs_instruction.h"

/* What a bound operation does beside the micro-operations. */
static const cs_micro CS_SPLAT = (cs_micro)64;  /* a vector at `to` of the element at `a` */
static const cs_micro CS_SPREAD = (cs_micro)65; /* element start + i of the broadcast input at `a` for each element i of a tile */
static const cs_micro CS_STORE = (cs_micro)66;  /* no more than `mid` elements, from `a` to `to` */
static const cs_micro CS_ADAM = (cs_micro)67;   /* a multiplication with which the averages and the step of Adam begin */
static const cs_micro CS_REPEAT = (cs_micro)68; /* as CS_SPREAD, of whole vectors */
static const cs_micro CS_ROWS = (cs_micro)69;   /* arithmetic of two operands, row by row: see `runRows` */
static const cs_micro CS_OUTER = (cs_micro)70;  /* `mid` elements, from `start` on, of an outer product of rows a and columns b */

/* One micro-operation, or one of those above, over whole vectors of 64 bytes.  Of CS_ROWS, c_step is the micro-operation, inner are
 * the vectors of a row, mid and start the bytes from row to row of a and b. */
typedef struct cs_bound {
  cs_micro micro;
  int32_t vectors;                         /* in one tile */
  int8_t to_moves, a_moves, b_moves, c_moves; /* -1 if the address moves on with the tile, else 0 */
  uint8_t a_step, b_step, c_step;          /* bytes from a vector to the next one: 64, or 0 if all are the same */
  void *_Nonnull to, *_Nonnull a, *_Nonnull b, *_Nonnull c;
  int64_t inner, mid, start;               /* of moves, of rows and of outer products: inner are the columns */
} cs_bound;

/* Consecutive work of one thread: an instruction of any kind, or bound operations. */
typedef struct cs_segment {
  const cs_instruction *_Nullable instruction; /* every chunk of it; if there is none: */
  const cs_bound *_Nullable operations;
  int64_t once;     /* operations that run first, over all their vectors */
  int64_t repeated; /* operations after those, which run on tile after tile */
  int64_t elements; /* that the tiles divide */
  int64_t tile;     /* elements of a tile */
  cs_type type;
} cs_segment;

#endif
