// losses: the losses that a training program prints, by their names.
//
// Knows `loss 0.5`, `loss: 0.5`, `loss=0.5`, `'loss': 0.5`, `train_loss: tensor(0.5)`,
// `[3] eval-logloss:0.5` and the like; every word that holds "loss" and is followed by a number.

#ifndef TRAIN_SMOKE_TEST_LOSSES_H
#define TRAIN_SMOKE_TEST_LOSSES_H

#include "base/arena.h"
#include "base/base.h"

#define LOSSES_MOST_SERIES 16
#define LOSSES_MOST_VALUES 100000 // of one series

typedef struct LossSeries {
    const char *name;
    LIST(double) values; // in the order in which they were printed
} LossSeries;

typedef struct Losses {
    Arena *arena;
    size_t count;
    LossSeries series[LOSSES_MOST_SERIES];
} Losses;

// Reads one line of output; `line` is clean.
void losses_read_line(Losses *losses, const char *line);

// The series that the training itself minimises: `loss`, `train_loss`, or else the first; NULL if
// there is none.
const LossSeries *losses_main(const Losses *losses);

// The position, from 1, of the first value that is no finite number; 0 if all are.
size_t losses_first_bad(const LossSeries *series);

#endif
