#include "CLinear.h"
#include "lanes.h"

#pragma STDC FP_CONTRACT OFF

/* Columns that are summed in one go; their sums fit the registers of every machine. */
enum { blockCountMax = 4 };
/* Rows lie all over memory: the one that is wanted so many entries later is fetched ahead. */
enum { entriesAhead = 6 };

/* Sums blockCount × 16 columns over all entries, in the order of the entries. */
static inline __attribute__((always_inline)) void
addColumns(int32_t blockCount, const float *rows, int32_t width, const uint32_t *featureIndex,
           const float *featureValue, int32_t count, float *scores) {
    lanes sums[blockCountMax];
    for (int32_t block = 0; block < blockCount; block += 1) {
        sums[block] = *(const lanes *)(scores + 16 * block);
    }
    for (int32_t entry = 0; entry < count; entry += 1) {
        if (entry + entriesAhead < count) {
            const float *ahead = rows + (size_t)width * featureIndex[entry + entriesAhead];
            for (int32_t block = 0; block < blockCount; block += 1) {
                __builtin_prefetch(ahead + 16 * block);
            }
        }
        const float *row = rows + (size_t)width * featureIndex[entry];
        for (int32_t block = 0; block < blockCount; block += 1) {
            sums[block] = sums[block] + *(const lanes *)(row + 16 * block) * featureValue[entry];
        }
    }
    for (int32_t block = 0; block < blockCount; block += 1) {
        *(lanes *)(scores + 16 * block) = sums[block];
    }
}

HELPLINE_CLONES
void helpline_add_rows(const float *rows, int32_t width, const uint32_t *featureIndex,
                       const float *featureValue, int32_t count, float *scores) {
    int32_t column = 0;
    while (column < width) {
        const int32_t blocksLeft = (width - column) / 16;
        const float *from = rows + column;
        float *to = scores + column;
        if (blocksLeft >= 4) {
            addColumns(4, from, width, featureIndex, featureValue, count, to);
            column += 64;
        } else if (blocksLeft >= 2) {
            addColumns(2, from, width, featureIndex, featureValue, count, to);
            column += 32;
        } else {
            addColumns(1, from, width, featureIndex, featureValue, count, to);
            column += 16;
        }
    }
}
