#include "CLinear.h"
#include "lanes.h"

#include <string.h>

#pragma STDC FP_CONTRACT OFF

typedef int32_t wholeLanes __attribute__((vector_size(64), aligned(4)));

/* e to the power of each lane, which is at most 0; below -80 it is 0. Within 3e-7 of the value, and
 * the same on every machine, which expf of the C library does not promise. */
static inline __attribute__((always_inline)) void exponentials(lanes *values) {
    lanes x = *values;
    const wholeLanes tooSmall = x < -80.0f;
    for (int lane = 0; lane < 16; lane += 1) { x[lane] = tooSmall[lane] ? -80.0f : x[lane]; }
    const lanes scaled = x * 1.44269504f - 0.5f;
    const wholeLanes whole = __builtin_convertvector(scaled, wholeLanes);
    const lanes rest = (x - __builtin_convertvector(whole, lanes) * 0.693359375f)
        + __builtin_convertvector(whole, lanes) * 2.12194440e-4f;
    lanes sum = rest * 1.9875691500e-4f + 1.3981999507e-3f;
    sum = sum * rest + 8.3334519073e-3f;
    sum = sum * rest + 4.1665795894e-2f;
    sum = sum * rest + 1.6666665459e-1f;
    sum = sum * rest + 5.0000001201e-1f;
    sum = sum * rest * rest + rest + 1.0f;
    const wholeLanes power = (whole + 127) << 23;
    lanes scale;
    memcpy(&scale, &power, sizeof scale);
    *values = sum * scale;
    for (int lane = 0; lane < 16; lane += 1) {
        if (tooSmall[lane]) { (*values)[lane] = 0; }
    }
}

/* Turns scores into probabilities; columns from classCount on become 0. */
static inline __attribute__((always_inline)) void softmax(float *scores, int32_t classCount,
                                                          int32_t width) {
    float highest = scores[0];
    for (int32_t class = 1; class < classCount; class += 1) {
        highest = scores[class] > highest ? scores[class] : highest;
    }
    for (int32_t class = classCount; class < width; class += 1) { scores[class] = highest - 1000; }
    for (int32_t column = 0; column < width; column += 16) {
        lanes *chunk = (lanes *)(scores + column);
        *chunk = *chunk - highest;
        exponentials(chunk);
    }
    float sum = 0;
    for (int32_t class = 0; class < classCount; class += 1) { sum += scores[class]; }
    const float share = 1.0f / sum;
    for (int32_t class = 0; class < width; class += 1) { scores[class] *= share; }
}

/* The scores of one line and its squared length. */
static inline __attribute__((always_inline)) float scoreLine(const struct helpline_lines *lines,
                                                             uint32_t line, int32_t width,
                                                             const float *weights, float *scores) {
    const uint32_t begin = lines->rowStart[line], end = lines->rowStart[line + 1];
    float squaredNorm = 0;
    for (uint32_t entry = begin; entry < end; entry += 1) {
        squaredNorm += lines->featureValue[entry] * lines->featureValue[entry];
    }
    for (int32_t column = 0; column < width; column += 16) {
        lanes sum = {0};
        for (uint32_t entry = begin; entry < end; entry += 1) {
            const float *row = weights + (size_t)width * lines->featureIndex[entry] + column;
            sum = sum + *(const lanes *)row * lines->featureValue[entry];
        }
        *(lanes *)(scores + column) = sum;
    }
    return squaredNorm;
}

/* Moves the dual vector of one line towards its optimum, which is cost × (own class − probability),
 * as far as the way still leads uphill; scratch is three times the width. Returns the longest step. */
HELPLINE_CLONES
static float moveLine(const struct helpline_lines *lines, uint32_t line, float cost,
                      int32_t classCount, int32_t width, float *weights, float *duals,
                      float *scratch) {
    float *scores = scratch, *chances = scratch + width, *way = scratch + 2 * width;
    const float squaredNorm = scoreLine(lines, line, width, weights, scores);
    float *dual = duals + (size_t)width * line;
    const int32_t own = lines->lineClass[line];
    memcpy(chances, scores, sizeof(float) * (size_t)width);
    softmax(chances, classCount, width);
    float longest = 0;
    for (int32_t class = 0; class < width; class += 1) {
        const float wish = cost * ((class == own ? 1.0f : 0.0f) - chances[class]) - dual[class];
        way[class] = class < classCount ? wish : 0;
        const float size = way[class] < 0 ? -way[class] : way[class];
        longest = size > longest ? size : longest;
    }
    float pace = 1;
    for (int halvings = 0; halvings < 8; halvings += 1) {
        for (int32_t class = 0; class < width; class += 1) {
            chances[class] = scores[class] + squaredNorm * pace * way[class];
        }
        softmax(chances, classCount, width);
        float slope = 0;
        for (int32_t class = 0; class < classCount; class += 1) {
            const float target = cost * ((class == own ? 1.0f : 0.0f) - chances[class]);
            slope += way[class] * (target - dual[class] - pace * way[class]);
        }
        if (slope >= 0) { break; }
        pace *= 0.5f;
    }
    for (int32_t class = 0; class < width; class += 1) {
        way[class] *= pace;
        dual[class] += way[class];
    }
    for (uint32_t entry = lines->rowStart[line]; entry < lines->rowStart[line + 1]; entry += 1) {
        const float value = lines->featureValue[entry];
        float *row = weights + (size_t)width * lines->featureIndex[entry];
        for (int32_t column = 0; column < width; column += 16) {
            lanes *sum = (lanes *)(row + column);
            *sum = *sum + *(const lanes *)(way + column) * value;
        }
    }
    return longest * pace;
}

static float pass(const struct helpline_lines *lines, const struct helpline_training *training,
                  int32_t classCount, int32_t width, float *weights, float *duals, float *scores,
                  const uint32_t *order, const uint8_t *folds, int32_t heldFold) {
    float largest = 0;
    for (int32_t at = 0; at < lines->lineCount; at += 1) {
        const uint32_t line = order[at];
        if (folds[line] == heldFold) { continue; }
        const float size = moveLine(lines, line, training->cost, classCount, width, weights, duals,
                                    scores);
        largest = size > largest ? size : largest;
    }
    return largest;
}

HELPLINE_CLONES
static void removeFold(const struct helpline_lines *lines, const uint8_t *folds, int32_t fold,
                       int32_t width, float *weights, float *duals) {
    for (int32_t line = 0; line < lines->lineCount; line += 1) {
        if (folds[line] != fold) { continue; }
        float *dual = duals + (size_t)width * (size_t)line;
        for (uint32_t entry = lines->rowStart[line]; entry < lines->rowStart[line + 1]; entry += 1) {
            const float value = lines->featureValue[entry];
            float *row = weights + (size_t)width * lines->featureIndex[entry];
            for (int32_t column = 0; column < width; column += 16) {
                lanes *sum = (lanes *)(row + column);
                *sum = *sum - *(const lanes *)(dual + column) * value;
            }
        }
        memset(dual, 0, sizeof(float) * (size_t)width);
    }
}

/* The working memory of one training. */
struct memory {
    const float *weights, *duals;
    float *foldWeights, *foldDuals, *scores;
    uint32_t *order;
    uint64_t random;
};

/* Scores the lines of each fold by a regression trained a little further without that fold. */
static void holdOut(const struct helpline_lines *lines, const struct helpline_training *training,
                    const uint8_t *folds, int32_t foldCount, int32_t classCount, int32_t width,
                    struct memory *memory, float *heldOut) {
    for (int32_t fold = 0; fold < foldCount; fold += 1) {
        memcpy(memory->foldWeights, memory->weights,
               sizeof(float) * (size_t)width * (size_t)training->featureCount);
        memcpy(memory->foldDuals, memory->duals,
               sizeof(float) * (size_t)width * (size_t)lines->lineCount);
        removeFold(lines, folds, fold, width, memory->foldWeights, memory->foldDuals);
        for (int32_t epoch = 0; epoch < training->foldEpochCount; epoch += 1) {
            helpline_shuffle(memory->order, lines->lineCount, &memory->random);
            pass(lines, training, classCount, width, memory->foldWeights, memory->foldDuals,
                 memory->scores, memory->order, folds, fold);
        }
        for (int32_t line = 0; line < lines->lineCount; line += 1) {
            if (folds[line] != fold) { continue; }
            scoreLine(lines, (uint32_t)line, width, memory->foldWeights,
                      heldOut + (size_t)width * (size_t)line);
        }
    }
}

void helpline_train_softmax(const struct helpline_lines *lines,
                            const struct helpline_training *training, int32_t classCount,
                            int32_t width, float *weights, float *duals, float *heldOut,
                            float *unseen, float *foldWeights, float *foldDuals, float *scores,
                            uint32_t *order) {
    memset(weights, 0, sizeof(float) * (size_t)width * (size_t)training->featureCount);
    memset(duals, 0, sizeof(float) * (size_t)width * (size_t)lines->lineCount);
    struct memory memory = {weights, duals, foldWeights, foldDuals, scores, order,
                            0x9E3779B97F4A7C15u};
    for (int32_t line = 0; line < lines->lineCount; line += 1) { order[line] = (uint32_t)line; }
    for (int32_t epoch = 0; epoch < training->epochCountMax; epoch += 1) {
        helpline_shuffle(order, lines->lineCount, &memory.random);
        if (pass(lines, training, classCount, width, weights, duals, scores, order, lines->lineFold,
                 -1)
            < training->tolerance) {
            break;
        }
    }
    holdOut(lines, training, lines->lineFold, training->foldCount, classCount, width, &memory,
            heldOut);
    holdOut(lines, training, lines->classFold, training->classFoldCount, classCount, width, &memory,
            unseen);
}
