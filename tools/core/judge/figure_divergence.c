// The divergence of a column from a partition: Kullback and Leibler 1951, in nats, of shares that
// are 1 together, as Great Expectations has it.

#include "judge/figure_measure.h"
#include "judge/figure_values.h"
#include "schema/check_partition.h"

#include <math.h>

typedef struct Divergence {
    double *expected;
    double *counts;
    size_t count;
} Divergence;

static double divergence_of(const Divergence *pair)
{
    double expected = 0;
    double counted = 0;
    double sum = 0;
    for (size_t i = 0; i < pair->count; i++) {
        expected += pair->expected[i];
        counted += pair->counts[i];
    }
    for (size_t i = 0; i < pair->count; i++) {
        double share = pair->counts[i] / counted;
        if (pair->counts[i] > 0)
            sum += share * log(share / (pair->expected[i] / expected));
    }
    return counted > 0 ? sum : NAN;
}

// Between edges, exactly.
static double divergence_of_bins(const ColumnProfile *column, const CheckPartition *partition,
                                 Arena *arena)
{
    Divergence pair = {partition->weights, arena_array(arena, double, partition->count),
                       partition->count};
    if (!field_type_is_ordered(column->type) || !column->edges.counts)
        return NAN;
    for (size_t i = 0; i < pair.count; i++)
        pair.counts[i] = (double)column->edges.counts[i];
    return divergence_of(&pair);
}

// Values that are not expected share what is held out for them.
static double divergence_of_values(const FigureTask *task, const FigureValues *values,
                                   const CheckPartition *partition, Arena *arena)
{
    size_t most = partition->count + values->items.count;
    Divergence pair = {arena_array(arena, double, most + 1), arena_array(arena, double, most + 1),
                       partition->count};
    const FigureWanted *wanted = figure_wanted_values(task->column, partition->values, arena);
    for (size_t i = 0; i < values->items.count; i++) {
        const FigureValue *value = &values->items.items[i];
        size_t at = 0;
        while (at < partition->count && !figure_value_is(task->column, value, &wanted[at]))
            at++;
        // Several spellings may be one that is expected.
        pair.counts[at < partition->count ? at : pair.count++] += (double)value->count;
    }
    size_t others = pair.count - partition->count;
    for (size_t i = 0; i < pair.count; i++)
        pair.expected[i] = i < partition->count
                               ? partition->weights[i] * (others ? 1 - partition->held_out : 1)
                               : partition->held_out / (double)others;
    return divergence_of(&pair);
}

Figure figure_divergence(const FigureTask *task, Arena *arena)
{
    const CheckPartition *partition = task->check->partition;
    if (!partition->values) {
        double divergence = divergence_of_bins(task->column, partition, arena);
        return (Figure){.low = divergence, .high = divergence};
    }
    FigureValues values = figure_values(task, arena);
    double divergence = divergence_of_values(task, &values, partition, arena);
    return (Figure){.low = values.exact ? divergence : 0,
                    .high = values.exact ? divergence : INFINITY};
}
