/* What the standard library cannot say: processor features, a spin hint, stores past the caches, a futex. */
#ifndef CS_PROCESSOR_H
#define CS_PROCESSOR_H

#include <errno.h>
#include <linux/futex.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

/* 1 if this processor runs code compiled for x86-64-v3 (AVX2, FMA, …). */
static inline int cs_has_avx2(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  return __builtin_cpu_supports("x86-64-v3") != 0;
#else
  return 0;
#endif
}

/* 1 if this processor runs code compiled for x86-64-v4 (AVX-512 F, BW, CD, DQ, VL). */
static inline int cs_has_avx512(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  return __builtin_cpu_supports("x86-64-v4") != 0;
#else
  return 0;
#endif
}

/* Tells the core that this thread spins. */
static inline void cs_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ __volatile__("yield");
#endif
}

/* Asks for the cache line of an address, into the second level. Any address may be named. */
static inline void cs_prefetch(const void *address) { __builtin_prefetch(address, 0, 2); }

/* The same, into the first level. */
static inline void cs_prefetch_near(const void *address) { __builtin_prefetch(address, 0, 3); }

/* Widens `count` numbers and stores them past the caches: lines that nobody reads soon are not fetched only to be
 * overwritten. `to` is aligned as doubles are. Other threads may read them after `cs_end_streaming`. */
#define CS_STREAM(name, number)                                                                   \
  static inline void cs_stream_##name(double *to, const number *from, long count) { \
    typedef double pair __attribute__((ext_vector_type(2)));                                      \
    long at = 0;                                                                                  \
    if (count > 0 && ((uintptr_t)to & 15) != 0) to[at] = (double)from[at], at++;                  \
    for (; at + 2 <= count; at += 2)                                                              \
      __builtin_nontemporal_store(((pair){(double)from[at], (double)from[at + 1]}), (pair *)(to + at)); \
    if (at < count) to[at] = (double)from[at];                                                    \
  }
CS_STREAM(f32, float)
CS_STREAM(f64, double)
#undef CS_STREAM

/* Ends this thread's stores past the caches: what is stored later is seen after them. */
static inline void cs_end_streaming(void) {
#if defined(__x86_64__)
  __builtin_ia32_sfence();
#else
  __atomic_thread_fence(__ATOMIC_SEQ_CST);
#endif
}

/* Sleeps while *word == expected; may also wake for no reason. */
static inline void cs_futex_wait(const void *word, uint32_t expected) {
  syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, expected, 0, 0, 0);
}

/* Wakes at most `count` sleepers of this word. */
static inline void cs_futex_wake(const void *word, int count) {
  syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, count, 0, 0, 0);
}

#endif
