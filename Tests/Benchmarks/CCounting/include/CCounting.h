/* Counts of this process: allocations by itself, instructions by callgrind where it runs in it. */
#ifndef HELPLINE_COUNTING_H
#define HELPLINE_COUNTING_H

#include <stdint.h>

/* Calls of malloc, calloc, realloc and their kin so far, by all threads. */
uint64_t helpline_allocation_count(void);

/* Callgrind counts between the two; nothing happens where it does not run. */
void helpline_counting_begin(void);
void helpline_counting_end(void);

#endif
