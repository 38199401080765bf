#define _GNU_SOURCE
#include "call_counter.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>

static _Thread_local unsigned long allocations;
static _Thread_local unsigned long references;

unsigned long counted_allocations(void) { return allocations; }
unsigned long counted_references(void) { return references; }

/* A program's own malloc stands before that of the C library, which keeps its functions under these names as well.
 * free stays the library's. */
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

void *malloc(size_t size) {
  allocations++;
  return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
  allocations++;
  return __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size) {
  allocations++;
  return __libc_realloc(memory, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  allocations++;
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size) {
  allocations++;
  void *block = __libc_memalign(alignment, size);
  if (!block) return ENOMEM;
  *memory = block;
  return 0;
}

/* The same with the runtime of Swift: the calls of this program's own code come here, and go on to the library. */
typedef void *(*reference_function)(void *);

static reference_function library_function(const char *name) { return (reference_function)dlsym(RTLD_NEXT, name); }

#define COUNTED(name)                                      \
  void *name(void *object) {                               \
    static _Atomic(reference_function) known;              \
    reference_function function = known;                   \
    if (!function) known = function = library_function(#name); \
    references++;                                          \
    return function(object);                               \
  }

COUNTED(swift_retain)
COUNTED(swift_release)
COUNTED(swift_bridgeObjectRetain)
COUNTED(swift_bridgeObjectRelease)
