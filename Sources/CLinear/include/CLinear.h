/* Kernels over rows of weights: training and scoring of a linear classifier.
 *
 * Every function is pure: it reads what it is given, writes only to the buffers handed in for that,
 * allocates nothing and keeps no state. No product and sum is fused and no sum changes its order
 * with the width of the machine's registers, so that every machine computes the same bytes. */
#ifndef HELPLINE_CLINEAR_H
#define HELPLINE_CLINEAR_H

#include <stdint.h>

/* Classes that are trained together: one cache line of weights a feature. */
enum { helpline_block_width = 16 };

/* Lines as sparse rows: the entries of line i are rowStart[i] ..< rowStart[i + 1]. */
struct helpline_lines {
    int32_t lineCount;
    const uint32_t *rowStart;
    const uint32_t *featureIndex;
    const float *featureValue;
    /* The class of each line. */
    const int32_t *lineClass;
    /* The fold a line is held out with, 0 ..< foldCount; lines of other numbers never are. Folds of
     * both partitions are numbered through: a line may be held out once by itself and once with all
     * lines of its class. */
    const uint8_t *lineFold;
    const uint8_t *classFold;
};

struct helpline_training {
    /* First of the 16 classes of this block. */
    int32_t firstClass;
    int32_t featureCount;
    int32_t epochCountMax;
    int32_t foldCount;
    int32_t classFoldCount;
    int32_t foldEpochCount;
    /* Loss against regularisation, for a line of its class and for one of another. */
    float cost;
    float costOfOthers;
    /* Training ends when no dual variable wants to move by more than this. */
    float tolerance;
};

/* Trains 16 one-against-rest squared-hinge machines by dual coordinate descent.
 *
 * weights:  featureCount × 16, out.      duals: lineCount × 16, out.
 * heldOut:  lineCount × 16, out: the scores of each held-out line by machines trained without its fold.
 * unseen:   lineCount × 16, out: the same by machines that never saw a line of its class.
 * foldWeights, foldDuals: scratch as large as weights and duals; order: lineCount entries of scratch. */
void helpline_train_block(const struct helpline_lines *lines,
                          const struct helpline_training *training, float *weights, float *duals,
                          float *heldOut, float *unseen, float *foldWeights, float *foldDuals,
                          uint32_t *order);

/* Adds to scores (a multiple of 16 wide) the rows of the features, each times its value. */
void helpline_add_rows(const float *rows, int32_t width, const uint32_t *featureIndex,
                       const float *featureValue, int32_t count, float *scores);

/* Trains one softmax regression over all classes by moving each line's dual vector to its optimum.
 *
 * width: classes rounded up to a multiple of 16; weights: featureCount × width, out;
 * duals: lineCount × width, out; heldOut, unseen: lineCount × width, out; scores: 3 × width entries of scratch;
 * the others as above. training.cost is the loss against regularisation. */
void helpline_train_softmax(const struct helpline_lines *lines,
                            const struct helpline_training *training, int32_t classCount,
                            int32_t width, float *weights, float *duals, float *heldOut,
                            float *unseen, float *foldWeights, float *foldDuals, float *scores,
                            uint32_t *order);

#endif
