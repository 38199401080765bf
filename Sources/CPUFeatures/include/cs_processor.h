/* What the standard library cannot say: processor features, a spin hint, a futex. */
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

/* Sleeps while *word == expected; may also wake for no reason. */
static inline void cs_futex_wait(const void *word, uint32_t expected) {
  syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, expected, 0, 0, 0);
}

/* Wakes at most `count` sleepers of this word. */
static inline void cs_futex_wake(const void *word, int count) {
  syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, count, 0, 0, 0);
}

#endif
