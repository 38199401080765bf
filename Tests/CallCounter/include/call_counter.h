/* Counts what the calling thread asks of the allocator and of Swift's reference counts. */
#ifndef CALL_COUNTER_H
#define CALL_COUNTER_H

/* Calls of malloc and its kin by this thread so far. */
unsigned long counted_allocations(void);

/* Retains and releases by this program's code in this thread so far. */
unsigned long counted_references(void);

#endif
