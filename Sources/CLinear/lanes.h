/* Sixteen floats at once, in whatever registers the machine has. Private to this target. */
#ifndef HELPLINE_LANES_H
#define HELPLINE_LANES_H

#include <stddef.h>
#include <stdint.h>

typedef float lanes __attribute__((vector_size(64), aligned(4)));

/* The same function for older and newer x86 processors, chosen when the program starts. */
#if defined(__x86_64__) && defined(__linux__)
#define HELPLINE_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define HELPLINE_CLONES
#endif

/* Puts the entries in a random order that the same start repeats (xorshift, Fisher–Yates). */
static inline void helpline_shuffle(uint32_t *order, int32_t count, uint64_t *random) {
    for (int32_t last = count - 1; last > 0; last -= 1) {
        *random ^= *random << 13;
        *random ^= *random >> 7;
        *random ^= *random << 17;
        const uint32_t other = (uint32_t)(((*random >> 32) * (uint64_t)(last + 1)) >> 32);
        const uint32_t held = order[last];
        order[last] = order[other];
        order[other] = held;
    }
}

#endif
