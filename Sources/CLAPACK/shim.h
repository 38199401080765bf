#include <cblas.h>
#include <lapacke.h>

/* OpenBLAS has it, other implementations have not. */
extern void openblas_set_num_threads(int) __attribute__((weak));

/* Lets the library work on the calling thread alone: its own threads wait by spinning, and where other processes want the same cores,
   a product of a millisecond can take a hundred times as long. */
static inline void cs_lapack_use_one_thread(void) {
  if (openblas_set_num_threads) openblas_set_num_threads(1);
}
