#include "CLinear.h"
#include "lanes.h"

#pragma STDC FP_CONTRACT OFF

HELPLINE_CLONES
void helpline_add_rows(const float *rows, int32_t width, const uint32_t *featureIndex,
                       const float *featureValue, int32_t count, float *scores) {
    for (int32_t column = 0; column < width; column += 16) {
        lanes sum = *(const lanes *)(scores + column);
        for (int32_t entry = 0; entry < count; entry += 1) {
            const float *row = rows + (size_t)width * featureIndex[entry] + column;
            sum = sum + *(const lanes *)row * featureValue[entry];
        }
        *(lanes *)(scores + column) = sum;
    }
}
