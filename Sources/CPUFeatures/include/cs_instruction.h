/* One kernel call as plain data: what the planner writes and the kernels read.
 *
 * All offsets are bytes from the start of the arena; all sizes and strides are counted in elements unless the
 * text says bytes. Tensors are dense and row-major. An operand need only be aligned to its element size (64 bytes
 * is faster). A kernel writes nothing but its result and its workspace. It may read (and ignore) up to 256 bytes
 * past the end of an operand, so an arena ends with 256 spare bytes.
 *
 * A result never depends on `chunks`, `finish_chunks`, the thread that runs a chunk or the instruction set: every
 * opcode states its order of operations, which is cut by shape alone.
 */
#ifndef CS_INSTRUCTION_H
#define CS_INSTRUCTION_H

#include <stdint.h>

#define CS_ENUM(name) enum __attribute__((enum_extensibility(open))) name : int32_t
#define CS_SWIFT(name) __attribute__((swift_name(#name)))

/* Constants of the numerics contract: changing one changes results. */
enum {
  CS_PRODUCT_CHUNK = 512,  /* gemm and convolutions: length of one chain of fused multiply-adds */
  CS_SUM_LANES = 64,       /* reduce_sum, inner == 1: virtual lanes */
  CS_SUM_BLOCK = 4096,     /* reduce_sum, inner == 1: elements that pass through one set of lanes */
  CS_ROW_BLOCK = 256,      /* reduce_sum, inner > 1: rows added in one chain */
  CS_IMAGE_GROUPS = 16,    /* conv2d_weight_adjoint: at most so many partial sums over the images */
  CS_DOT_BLOCK = 256,      /* dot products: elements that pass through one set of CS_SUM_LANES lanes */
  CS_DOT_GROUPS = 64       /* dot products: at most so many sums of blocks that are kept apart */
};

/* Limits of one elementwise instruction. */
enum {
  CS_MAX_REGISTERS = 64,
  CS_MAX_OPERATIONS = 256,
  CS_MAX_OUTPUTS = 32
};

typedef CS_ENUM(cs_type) {
  CS_FLOAT32 CS_SWIFT(float32) = 0,
  CS_FLOAT64 CS_SWIFT(float64) = 1
} cs_type;

/* Bytes of a number of a type. */
static inline intptr_t cs_type_bytes(cs_type type) { return type == CS_FLOAT32 ? 4 : 8; }

typedef CS_ENUM(cs_opcode) {
  /* elementwise: a micro-program over n0 elements, several inputs and outputs.
   *   n0 elements   n1 inputs   n2 operations   n3 outputs   n4 registers (<= CS_MAX_REGISTERS)   n5 weight
   *   table: n1 x cs_input, then n2 x cs_operation, then n3 x cs_output, without gaps, 8-byte aligned.
   *   Registers 0 ..< n1 hold the inputs; operations write registers n1 ..< n4 (a register may be written again,
   *   an input register may not). Operations run in order; outputs are taken after the last one.
   *   An output may lie exactly upon a full input (inner 1, mid * width n0) of this instruction, and upon no other;
   *   outputs do not overlap each other.  Behind an output that starts on a multiple of 64 bytes, what lies up to the
   *   next multiple is free: whole vectors are written there.
   *   weight: the sum of the micro-operations' weights (1; exp log tanh sigmoid softplus sin cos erf 8; div sqrt
   *   2); used for cutting only. */
  CS_ELEMENTWISE CS_SWIFT(elementwise) = 0,

  /* gemm: out[g] = op(a[g]) op(b[g]) for g < n3.  op(a) is m x k, op(b) is k x n, out is m x n.
   *   n0 m   n1 n   n2 k   n3 batch   n4, n5  1 if a is stored transposed (k x m), b is stored transposed (n x k)
   *   n6, n7, n8   row strides of a, b, out as stored
   *   n9, n10, n11   batch strides of a, b, out (0 = the same matrix for every g)
   *   detail: 1 if the product is added to what out holds, so that k == 0 leaves it; else 0
   *   Order: out[i,j] = ((chunk 0 + chunk 1) + chunk 2) ..., or ((out[i,j] + chunk 0) + chunk 1) ... where it is added; a
   *   chunk is a chain of fused multiply-adds from +0 over CS_PRODUCT_CHUNK ascending k.  k == 0 gives +0.  out overlaps neither a nor b.
   *   Needs workspace when finish_chunks > 0 (`cut` decides): the first chunks pack an operand, the finishing
   *   ones multiply. */
  CS_GEMM CS_SWIFT(gemm) = 1,

  /* Two-dimensional windows (the three convolutions and the four poolings) share these fields:
   *   n0 images   n1 channels   n2 height   n3 width      of the larger tensor x (images, channels, height, width)
   *   n4 output channels (convolutions only)   n5, n6 window height, width   n7, n8 vertical, horizontal stride
   *   n9, n10 padding above, to the left (>= 0)   n11, n12 output height, width
   *   Output (y, x) reads input (y * n7 - n9 + ky, x * n8 - n10 + kx); what lies outside (above, left, below,
   *   right) is padding, so bottom and right padding follow from n11 and n12.
   *
   * conv2d: a = x, b = w (n4, n1, n5, n6), out (n0, n4, n11, n12).  Padding is +0 and takes part.
   *   Order: as gemm with k = (channel, ky, kx). */
  CS_CONV2D CS_SWIFT(conv2d) = 2,
  /* conv2d_input_adjoint: a = g (n0, n4, n11, n12), b = w, out = (n0, n1, n2, n3).
   *   Order: as gemm with k = (output channel, ky, kx); a tap that no output used reads +0 and takes part. */
  CS_CONV2D_INPUT_ADJOINT CS_SWIFT(conv2dInputAdjoint) = 3,
  /* conv2d_weight_adjoint: a = g (n0, n4, n11, n12), b = x, out = (n4, n1, n5, n6).  Needs workspace.
   *   Order: images in groups of ceil(n0 / CS_IMAGE_GROUPS) consecutive ones.  Within a group every image's
   *   chains of fused multiply-adds over CS_PRODUCT_CHUNK consecutive k = (y, x) are added to the group's sum,
   *   which starts at +0, image after image, chunk after chunk; then the groups' sums are added in order, from
   *   the first. */
  CS_CONV2D_WEIGHT_ADJOINT CS_SWIFT(conv2dWeightAdjoint) = 4,

  /* reduce_sum: a (n0 outer, n1 reduce, n2 inner) -> out (n0, n2).  n1 == 0 gives +0.
   *   Needs workspace when inner == 1 and n1 > CS_SUM_BLOCK.
   *   Order, inner == 1: blocks of CS_SUM_BLOCK elements; element i of a block is added to lane i % 64, lanes
   *   start at +0; the lanes as a vector of 64 are combined by ((q0 + q1) + (q2 + q3)) with q the quarters of 16,
   *   then by adding the lower and the upper half of 16, 8, 4, 2. Blocks are added in order, from the first.
   *   Order, inner > 1: for each column a chain from +0 over CS_ROW_BLOCK rows; blocks added in order, from the
   *   first. */
  CS_REDUCE_SUM CS_SWIFT(reduceSum) = 5,
  /* reduce_max: a (n0, n1, n2) -> out (n0, n2); n1 >= 1.
   *   A NaN anywhere gives NaN; which of -0 and +0 comes out depends on the shape alone. */
  CS_REDUCE_MAX CS_SWIFT(reduceMax) = 6,
  /* argmax_mask: a (n0, n1, n2) -> out of the same shape: 1 at the first maximum along n1, else 0.
   *   The first NaN counts as the maximum. */
  CS_ARGMAX_MASK CS_SWIFT(argmaxMask) = 7,

  /* pool_select: a = x, b = at (both n0, n1, n2, n3), out (n0, n1, n11, n12): x where `at` has its first maximum in
   *   the window (ky, then kx ascending; the first NaN counts as the maximum; padding is never chosen).
   *   A window of padding alone gives +0. */
  CS_POOL_SELECT CS_SWIFT(poolSelect) = 8,
  /* pool_scatter: a = g (n0, n1, n11, n12), b = at (n0, n1, n2, n3), out like b: from +0, each window's g is added
   *   at its first maximum of `at`, windows in order (y, x). */
  CS_POOL_SCATTER CS_SWIFT(poolScatter) = 9,
  /* sum_pool: a = x, out (n0, n1, n11, n12): from +0, ky then kx ascending; padding adds nothing. */
  CS_SUM_POOL CS_SWIFT(sumPool) = 10,
  /* sum_pool_adjoint: a = g (n0, n1, n11, n12), out (n0, n1, n2, n3): from +0, the g of every window that holds the
   *   element, in order (y, x). */
  CS_SUM_POOL_ADJOINT CS_SWIFT(sumPoolAdjoint) = 11,

  /* copy_strided: out[sum i_d * destination_d] = a[sum i_d * source_d].
   *   table: one cs_copy.  n0 rank (0 ... 6).  n1 elements copied.
   *   Strides are elements, may be 0 or negative in the source; `a` and `out` point at the element of index 0.
   *   No two indices write one element; out does not overlap a. */
  CS_COPY_STRIDED CS_SWIFT(copyStrided) = 12,
  /* fill: out[i] = s0 for i < n0, rounded to the type. */
  CS_FILL CS_SWIFT(fill) = 13,
  /* gather_rows: a (n0 rows, n1 width), b = n2 row numbers (int32; if detail is 1, of the type of a), out (n2, n1).
   *   A number outside 0 ..< n0 gives a row of NaN; a fraction is cut off. */
  CS_GATHER_ROWS CS_SWIFT(gatherRows) = 14,
  /* scatter_add_rows: a (n2, n1), b = n2 row numbers as for gather_rows, out (n0 rows, n1): from +0, a's rows are added
   *   in order.  A number outside 0 ..< n0 is passed over. */
  CS_SCATTER_ADD_ROWS CS_SWIFT(scatterAddRows) = 15,

  /* matrix_vector: out[i] = the dot product of row i of a (n0 rows, n1 columns, row stride n6) and b (n1).
   *   Dot order: blocks of CS_DOT_BLOCK elements; element k of a block goes to lane k % 64 by a fused multiply-add, the
   *   last 64 bytes filled up with products of +0; lanes start at +0 and are combined as by reduce_sum.  Blocks are
   *   taken in groups of ceil(blocks / CS_DOT_GROUPS) consecutive ones; a group's blocks are added in order, from the
   *   first, then the groups likewise.  n1 == 0 gives +0. */
  CS_MATRIX_VECTOR CS_SWIFT(matrixVector) = 16,

  /* sheet: a program over all pairs of a row i < n0 (a sample) and a column j < n1 (a unit), tile by tile, so that
   *   what it computes for each pair need not reach memory: what leaves it are sums along rows and columns, whole
   *   sheets where something else needs them, and updates made of the sums along columns.
   *   n0 rows (>= 1)   n1 columns (>= 1)   n2 row dots   n5 weight, as for elementwise (used for cutting only)
   *   table: a cs_sheet and what it counts.  Needs workspace when it has row dots and n1 > CS_DOT_BLOCK.
   *   Every element is computed as by elementwise. Row dots are taken in the dot order of matrix_vector, column
   *   sums without a factor in the order of reduce_sum with inner > 1, those with one in the order of gemm.
   *   Updates run over the columns, when the column sums of these are complete.  They may overwrite what the sheet
   *   and the updates read of the same columns.  What the sheet reads otherwise, no part of it writes. */
  CS_SHEET CS_SWIFT(sheet) = 17,

  /* A convolution whose result is needed only where it is the first maximum of a window of 2 x 2, and there only.
   * The result, whole or scattered again, never reaches memory; what does is one byte for each window, which of its
   * elements (0 ... 3, ky then kx) was chosen: (n0, n11 / 2 * n12 / 2, n4 rounded up to a multiple of 16).
   *
   * conv2d_pool: a = x, b = w, out (n0, n4, n11 / 2, n12 / 2): conv2d, then pool_select of it at itself with kernel and
   *   stride 2 and without padding; then, if detail says so, the bias at `table` (n4) is added and a unary
   *   micro-operation applied.
   *   detail: CS_POOL_BIAS, CS_POOL_CHOICES or 0; plus 256 x the micro-operation (copy: none).
   *   The choices follow the result, on the next multiple of 64 bytes from `out`; only if detail says so. */
  CS_CONV2D_POOL CS_SWIFT(conv2dPool) = 18,
  /* conv2d_pool_input_adjoint, conv2d_pool_weight_adjoint: a = g (n0, n4, n11 / 2, n12 / 2), table = the choices; b and
   *   out as without pool.  What conv2d_input_adjoint and conv2d_weight_adjoint make of pool_scatter of g. */
  CS_CONV2D_POOL_INPUT_ADJOINT CS_SWIFT(conv2dPoolInputAdjoint) = 19,
  CS_CONV2D_POOL_WEIGHT_ADJOINT CS_SWIFT(conv2dPoolWeightAdjoint) = 20,

  /* gemm_update: a product (as gemm; n3 = 1, n8 = n1, n >= 1, detail 0) that an elementwise instruction over its n0 * n1 elements
   *   reads as soon as some rows of it are there, and nothing else: it never reaches memory.
   *   table: that cs_instruction; in its table (cs_input ...) the input at offset CS_PRODUCT is the product.
   *   It may overwrite nothing that the product is made of.  Needs workspace: the first chunks pack b. */
  CS_GEMM_UPDATE CS_SWIFT(gemmUpdate) = 21,

  /* slabs: several instructions (parts) over a batch of matrices, carried out on a slab, which is some of the batch, after
   *   another, so that what the parts hand to each other never leaves the memory of the thread.
   *   n0 slabs   n1 parts   n2 bytes of local memory   n3 bytes of scratch before it, enough for every part
   *   n4 where in the local memory there is room for the longest table of an elementwise part
   *   n5 work of a slab, roughly in nanoseconds (used for cutting only)
   *   table: n1 x cs_part.
   *   Every part computes what it computes of the whole batch; slabs write nothing that another one reads. */
  CS_SLABS CS_SWIFT(slabs) = 22,

  /* Several tensors at once, interleaved: element e of tensor number l, one of as many as 64 bytes hold, stands at element
   * e * that number + l.  Operands start on multiples of 64 bytes; sizes and strides count elements of one tensor.  Each
   * tensor has the bits that the instruction of the same name gives it alone.
   *
   * interleaved_gemm: as gemm with detail 0.
   * interleaved_matrix_vector: as matrix_vector.
   * interleaved_sum: as reduce_sum with inner == 1. */
  CS_INTERLEAVED_GEMM CS_SWIFT(interleavedGemm) = 23,
  CS_INTERLEAVED_MATRIX_VECTOR CS_SWIFT(interleavedMatrixVector) = 24,
  CS_INTERLEAVED_SUM CS_SWIFT(interleavedSum) = 25
} cs_opcode;

/* What conv2d_pool does beside. */
enum { CS_POOL_BIAS = 1, CS_POOL_CHOICES = 2 };

/* Micro-operations of elementwise.  NaN goes through all of them except sign, step (IEEE comparisons) as stated. */
typedef CS_ENUM(cs_micro) {
  CS_MICRO_COPY CS_SWIFT(copy) = 0,          /* a */
  CS_MICRO_NEGATE CS_SWIFT(negate) = 1,      /* -a (flips the sign bit) */
  CS_MICRO_ABS CS_SWIFT(abs) = 2,            /* |a| (clears the sign bit) */
  CS_MICRO_SIGN CS_SWIFT(sign) = 3,          /* a > 0: 1, a < 0: -1, else a (so 0, -0 and NaN stay) */
  CS_MICRO_STEP CS_SWIFT(step) = 4,          /* a > 0: 1, else 0 (NaN: 0) */
  CS_MICRO_RELU CS_SWIFT(relu) = 5,          /* a < 0: 0, else a (relu(NaN) = NaN, relu(-0) = -0) */
  CS_MICRO_EXP CS_SWIFT(exp) = 6,
  CS_MICRO_LOG CS_SWIFT(log) = 7,
  CS_MICRO_TANH CS_SWIFT(tanh) = 8,
  CS_MICRO_SIGMOID CS_SWIFT(sigmoid) = 9,
  CS_MICRO_SOFTPLUS CS_SWIFT(softplus) = 10, /* log(1 + exp(a)) without overflow */
  CS_MICRO_SIN CS_SWIFT(sin) = 11,
  CS_MICRO_COS CS_SWIFT(cos) = 12,
  CS_MICRO_SQRT CS_SWIFT(sqrt) = 13,         /* correctly rounded; NaN below 0 */
  CS_MICRO_ERF CS_SWIFT(erf) = 14,
  CS_MICRO_ADD CS_SWIFT(add) = 15,           /* a + b */
  CS_MICRO_SUB CS_SWIFT(sub) = 16,           /* a - b */
  CS_MICRO_MUL CS_SWIFT(mul) = 17,           /* a * b */
  CS_MICRO_DIV CS_SWIFT(div) = 18,           /* a / b, correctly rounded */
  CS_MICRO_MAX CS_SWIFT(max) = 19,           /* a if a > b or a is NaN, else b (NaN stays; max(-0, +0) = b) */
  CS_MICRO_MIN CS_SWIFT(min) = 20,           /* a if a < b or a is NaN, else b */
  CS_MICRO_FMA CS_SWIFT(fma) = 21,           /* a * b + c rounded once; only where the graph's meaning says so */

  /* Of sheets only: what several micro-operations give, each rounded as by itself, in one pass. */
  /* A chain of fused multiply-adds from +0 over the products of registers a, a + 1 ... (inputs that vary with the
   * rows) and b, b + 1 ... (inputs that vary with the columns), as many as the lowest byte of detail says; then + c
   * (CS_NONE: nothing is added); then the micro-operation in the second byte: copy, relu or tanh. */
  CS_MICRO_AFFINE CS_SWIFT(affine) = 22,
  CS_MICRO_MULTIPLY_ADD CS_SWIFT(multiplyAdd) = 23, /* a * b, then + c, then the second byte of detail as above */
  CS_MICRO_SUBTRACT_PRODUCT CS_SWIFT(subtractProduct) = 24,   /* c - (a * b) */
  CS_MICRO_TRIPLE_PRODUCT CS_SWIFT(tripleProduct) = 25,       /* (a * b) * c */
  CS_MICRO_STEP_PRODUCT CS_SWIFT(stepProduct) = 26,           /* (a * b) * step(c) */
  CS_MICRO_SQUARE_PRODUCT CS_SWIFT(squareProduct) = 27        /* (a * b) * (1 - (c * c)) */
} cs_micro;

/* An input: element i of the instruction reads element (i / inner) % mid of the tensor at `offset`.  Where elements belong
 * together, `width` of them, the same is true of those: element i reads number i % width of the ones at
 * (i / width / inner) % mid.  width is 1, or as many elements as 64 bytes hold; then the tensor starts on a multiple of 64
 * bytes, and a vector of it is read as it is.
 *   full: inner 1, mid n0.   scalar: mid 1.   row bias of (r, c): inner 1, mid c.
 *   channel bias of (n, ch, hw): inner hw, mid ch.   column of (r, c): inner c, mid r. */
typedef struct cs_input {
  int64_t offset;
  int64_t inner;
  int64_t mid;
  int64_t width;
} cs_input;

/* The offset of an input of gemm_update that is the product. */
static const int64_t CS_PRODUCT = -1;

/* registers[destination] = micro(a, b, c).  An operand is a register's number, or CS_CONSTANT for `constant` (rounded
 * to the type). */
static const int32_t CS_CONSTANT = -1;
/* No operand at all, where there may be one. */
static const int32_t CS_NONE = -2;
typedef struct cs_operation {
  cs_micro micro;
  int32_t destination;
  int32_t a, b, c; /* b, c unused (0) where the micro-operation has fewer operands */
  int32_t detail; /* of the micro-operations of sheets that have one; else 0 */
  double constant;
} cs_operation;

/* An output: n0 elements at `offset`, taken from `source`, a register's number (an input's too). */
typedef struct cs_output {
  int64_t offset;
  int64_t source;
} cs_output;

/* How an input of a sheet or of an update varies. */
typedef CS_ENUM(cs_extent) {
  CS_EXTENT_SHEET CS_SWIFT(sheet) = 0,     /* element (i, j) at i * n1 + j (an update: element j) */
  CS_EXTENT_COLUMN CS_SWIFT(column) = 1,   /* the number of column j at j * stride */
  CS_EXTENT_ROW CS_SWIFT(row) = 2,         /* the number of row i at i * stride */
  CS_EXTENT_SCALAR CS_SWIFT(scalar) = 3,   /* one number */
  CS_EXTENT_LOCAL CS_SWIFT(local) = 4,     /* updates only: the column sum of number `offset` where stride is 1, else
                                              element j of the local results from `offset` bytes on */
  CS_EXTENT_BLOCKS CS_SWIFT(blocks) = 5    /* a sheet that lies block by block */
} cs_extent;

typedef struct cs_sheet_input {
  int64_t offset;
  cs_extent extent;
  int32_t stride;
} cs_sheet_input;

/* out[i] = sum over j of registers[a] * registers[b]; b is an input that varies with the columns alone. */
typedef struct cs_row_dot {
  int64_t out;
  int32_t a, b;
} cs_row_dot;

/* out[j * stride] = sum over i of registers[a], times registers[b] unless that is CS_NONE; b is an input that varies
 * with the rows alone. A local result (where = local) is kept for the updates alone, in memory of the thread: `out` is
 * then the place, in bytes there, of the result of the first column of a block; where stride is 1 it is not read. */
typedef struct cs_column_sum {
  int64_t out;
  int32_t a, b;
  int32_t stride;
  cs_extent where; /* sheet: at `out` in the arena; local */
} cs_column_sum;

/* An elementwise micro-program over the elements of columns, `per_column` for each, contiguous. Its registers are
 * inputs first, then results; stores are taken after the last operation and may lie upon its own inputs. CS_IN_PLACE
 * added to a store's source: no operation after the one that makes it reads what lies there. */
static const int64_t CS_IN_PLACE = 1 << 16;
typedef struct cs_update {
  int32_t inputs, operations, stores, registers;
  int64_t per_column;
} cs_update;

/* A sheet that only sheets read lies block by block: block b, columns CS_DOT_BLOCK * b to before the next one's, starts
 * n0 * CS_DOT_BLOCK * b elements from the start, and its rows lie one after the other, each filled up to whole 64 bytes.
 * Threads that work on blocks then share no line of a cache, and no vector runs over the end of a row.
 * CS_BLOCKS added to the source of a store says so; of an input its extent does. */
static const int64_t CS_BLOCKS = 1 << 17;

/* Which loop runs the tiles of a sheet. This and what follows `loop` in cs_sheet is found by `prepareSheet` in the rest
 * of the table. */
typedef CS_ENUM(cs_sheet_loop) {
  CS_SHEET_GENERAL CS_SWIFT(general) = 0, /* operation by operation, then sum by sum */
  /* One affine operation, through relu or as it is, and one row dot of its result. */
  CS_SHEET_READOUT CS_SWIFT(readout) = 1,
  /* The last operation is (row * column) * slope(h), and what is summed is its result and h: the gradients of a hidden
   * layer and of its readout. */
  CS_SHEET_GRADIENT CS_SWIFT(gradient) = 2
} cs_sheet_loop;

/* parameter - sum * rate, in the parameter's place. rate: the number of an input of the only update that is a scalar;
 * CS_NONE where nobody asked for the sum. */
typedef struct cs_descent {
  int64_t parameter;
  int32_t rate;
  int32_t reserved;
} cs_descent;

/* The table of a sheet: this, then inputs x cs_sheet_input, operations x cs_operation, stores x cs_output (whole
 * sheets), row_dots x cs_row_dot, column_sums x cs_column_sum; then, for each update, a cs_update and its inputs x
 * cs_sheet_input, operations x cs_operation, stores x cs_output. */
typedef struct cs_sheet {
  int32_t inputs, operations, stores, row_dots, column_sums, updates;
  int32_t registers; /* <= CS_MAX_REGISTERS, inputs among them */
  cs_sheet_loop loop;
  /* Whether the updates are no more than the three descents: of the sums of the result of the last operation, of that
   * times a row's number, and of what the operation takes the slope at. */
  int32_t descends;
  int32_t reserved;
  cs_descent plain, product, other;
} cs_sheet;

/* Limits of one sheet: sums along columns (each has a local result of a block, 8 bytes a column), and inputs. */
enum {
  CS_MAX_COLUMN_SUMS = 40,
  CS_MAX_SHEET_INPUTS = 48
};

/* Sizes and strides of copy_strided; entries at and beyond the rank are not read. */
typedef struct cs_copy {
  int64_t size[6];
  int64_t source[6];
  int64_t destination[6];
} cs_copy;

/* `chunks` and `finish_chunks`, `workspace` and its size: `Kernels` computes them (`cut(_:)`) from the other fields.
 * Chunks 0 ..< chunks may run in any order on any threads; then, when all are done, chunks ..< chunks +
 * finish_chunks likewise. */
typedef struct cs_instruction {
  cs_opcode opcode;
  cs_type type;
  int32_t chunks;        /* >= 1 */
  int32_t finish_chunks; /* >= 0 */
  int32_t vertex;        /* the tensor-graph vertex this came from (diagnostics); -1 if none */
  int32_t detail;        /* of gemm, conv2d_pool, gather_rows and scatter_add_rows; else 0 */
  int64_t out, a, b;     /* byte offsets: result, operands */
  int64_t table;         /* byte offset of the table (elementwise, copy_strided) */
  int64_t workspace;     /* byte offset of the workspace, 64-byte aligned; private to the instruction while it runs */
  int64_t n0, n1, n2, n3, n4, n5, n6, n7, n8, n9, n10, n11, n12;
  double s0;
} cs_instruction;

/* An instruction that runs on one slab after another: gemm, reduce_sum, reduce_max or elementwise, in one chunk and without
 * workspace, as it is for the first slab.  Each offset moves on from slab to slab by so many bytes (0: all slabs read the same), or
 * counts from the start of the local memory (CS_LOCAL).  Those of the inputs and the outputs of an elementwise part stand, one int64_t
 * each, at `moves`, which counts from the start of the arena. */
typedef struct cs_part {
  cs_instruction instruction;
  int64_t out, a, b;
  int64_t moves;
} cs_part;

/* What moves an offset into the local memory. */
static const int64_t CS_LOCAL = -1;

#endif
