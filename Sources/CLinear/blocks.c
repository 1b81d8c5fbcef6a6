#include "CLinear.h"
#include "lanes.h"

#include <string.h>

#pragma STDC FP_CONTRACT OFF

/* One pass over the lines in a fresh random order. Returns the largest wish to move. */
HELPLINE_CLONES
static float pass(const struct helpline_lines *lines, const struct helpline_training *training,
                  float *weights, float *duals, const uint32_t *order,
                  const uint8_t *folds, int32_t heldFold) {
    const float ridge = 0.5f / training->cost;
    const float ridgeOfOthers = 0.5f / training->costOfOthers;
    float largest = 0;
    for (int32_t at = 0; at < lines->lineCount; at += 1) {
        const uint32_t line = order[at];
        if (folds[line] == heldFold) { continue; }
        const uint32_t begin = lines->rowStart[line], end = lines->rowStart[line + 1];
        lanes score = {0};
        float squaredNorm = 0;
        for (uint32_t entry = begin; entry < end; entry += 1) {
            const float value = lines->featureValue[entry];
            const lanes *row = (const lanes *)(weights + 16 * (size_t)lines->featureIndex[entry]);
            score = score + *row * value;
            squaredNorm += value * value;
        }
        lanes sign, ridges;
        const int32_t own = lines->lineClass[line] - training->firstClass;
        for (int lane = 0; lane < 16; lane += 1) {
            sign[lane] = lane == own ? 1.0f : -1.0f;
            ridges[lane] = lane == own ? ridge : ridgeOfOthers;
        }
        lanes *dual = (lanes *)(duals + 16 * (size_t)line);
        const lanes gradient = sign * score - 1.0f + *dual * ridges;
        lanes moved = *dual - gradient / (squaredNorm + ridges);
        for (int lane = 0; lane < 16; lane += 1) { moved[lane] = moved[lane] > 0 ? moved[lane] : 0; }
        const lanes step = (moved - *dual) * sign;
        float size = 0;
        for (int lane = 0; lane < 16; lane += 1) {
            const float wish = step[lane] < 0 ? -step[lane] : step[lane];
            size = wish > size ? wish : size;
        }
        if (size == 0) { continue; }
        largest = size > largest ? size : largest;
        *dual = moved;
        for (uint32_t entry = begin; entry < end; entry += 1) {
            lanes *row = (lanes *)(weights + 16 * (size_t)lines->featureIndex[entry]);
            *row = *row + step * lines->featureValue[entry];
        }
    }
    return largest;
}

/* Takes what the lines of one fold have added out of the weights. */
HELPLINE_CLONES
static void removeFold(const struct helpline_lines *lines, int32_t firstClass, const uint8_t *folds,
                       int32_t fold, float *weights, float *duals) {
    for (int32_t line = 0; line < lines->lineCount; line += 1) {
        if (folds[line] != fold) { continue; }
        lanes *dual = (lanes *)(duals + 16 * (size_t)line);
        lanes step = *dual;
        const int32_t own = lines->lineClass[line] - firstClass;
        if (own >= 0 && own < 16) { step[own] = -step[own]; }
        for (uint32_t entry = lines->rowStart[line]; entry < lines->rowStart[line + 1]; entry += 1) {
            lanes *row = (lanes *)(weights + 16 * (size_t)lines->featureIndex[entry]);
            *row = *row + step * lines->featureValue[entry];
        }
        *dual = (lanes){0};
    }
}

/* Scores the lines of each fold by machines trained a little further without that fold. */
static void holdOut(const struct helpline_lines *lines, const struct helpline_training *training,
                    const uint8_t *folds, int32_t foldCount, const float *weights,
                    const float *duals, float *heldOut, float *foldWeights, float *foldDuals,
                    uint32_t *order, uint64_t *random) {
    for (int32_t fold = 0; fold < foldCount; fold += 1) {
        memcpy(foldWeights, weights, sizeof(float) * 16 * (size_t)training->featureCount);
        memcpy(foldDuals, duals, sizeof(float) * 16 * (size_t)lines->lineCount);
        removeFold(lines, training->firstClass, folds, fold, foldWeights, foldDuals);
        for (int32_t epoch = 0; epoch < training->foldEpochCount; epoch += 1) {
            helpline_shuffle(order, lines->lineCount, random);
            pass(lines, training, foldWeights, foldDuals, order, folds, fold);
        }
        for (int32_t line = 0; line < lines->lineCount; line += 1) {
            if (folds[line] != fold) { continue; }
            float *scores = heldOut + 16 * (size_t)line;
            memset(scores, 0, 16 * sizeof(float));
            const uint32_t begin = lines->rowStart[line];
            helpline_add_rows(foldWeights, 16, lines->featureIndex + begin,
                              lines->featureValue + begin,
                              (int32_t)(lines->rowStart[line + 1] - begin), scores);
        }
    }
}

void helpline_train_block(const struct helpline_lines *lines,
                          const struct helpline_training *training, float *weights, float *duals,
                          float *heldOut, float *unseen, float *foldWeights, float *foldDuals,
                          uint32_t *order) {
    memset(weights, 0, sizeof(float) * 16 * (size_t)training->featureCount);
    memset(duals, 0, sizeof(float) * 16 * (size_t)lines->lineCount);
    uint64_t random = 0x9E3779B97F4A7C15u;
    for (int32_t line = 0; line < lines->lineCount; line += 1) { order[line] = (uint32_t)line; }
    for (int32_t epoch = 0; epoch < training->epochCountMax; epoch += 1) {
        helpline_shuffle(order, lines->lineCount, &random);
        if (pass(lines, training, weights, duals, order, lines->lineFold, -1)
            < training->tolerance) {
            break;
        }
    }
    holdOut(lines, training, lines->lineFold, training->foldCount, weights, duals, heldOut,
            foldWeights, foldDuals, order, &random);
    holdOut(lines, training, lines->classFold, training->classFoldCount, weights, duals, unseen,
            foldWeights, foldDuals, order, &random);
}
