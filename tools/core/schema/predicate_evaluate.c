#include "base/fatal.h"
#include "schema/predicate_tree.h"

#include <stdlib.h>
#include <string.h>

// Rows are taken by so many at once: what an operation writes is still near when the next reads it.
#define PREDICATE_ROWS ((size_t)512)

struct PredicateWork {
    const Predicate *predicate;
    Arena *arena;
    PredicateSlot *slots;
    Arena *texts; // that operations made of these rows
    const PredicateColumn *columns;
    size_t first;
    size_t rows;
};

// What a field without a column says, of any row.
static const uint8_t nothing_state = FIELD_MISSING;
static const double nothing_real;
static const int64_t nothing_integer;
static const Cell nothing_text;

const char *predicate_text(const Predicate *predicate)
{
    return predicate->text;
}

const PredicateInputs *predicate_inputs(const Predicate *predicate)
{
    return &predicate->inputs;
}

PredicateWork *predicate_work_open(const Predicate *predicate, Arena *arena)
{
    PredicateWork *work = arena_new(arena, PredicateWork);
    size_t count = predicate->root->slots;
    work->predicate = predicate;
    work->arena = arena;
    work->slots = arena_array(arena, PredicateSlot, MAX(count, (size_t)1));
    for (size_t i = 0; i < count; i++)
        work->slots[i] = (PredicateSlot){
            arena_array(arena, uint8_t, PREDICATE_ROWS), arena_array(arena, double, PREDICATE_ROWS),
            arena_array(arena, int64_t, PREDICATE_ROWS), arena_array(arena, Cell, PREDICATE_ROWS)};
    return work;
}

void predicate_work_close(PredicateWork *work)
{
    if (work->texts)
        arena_close(take(work->texts));
}

static PredicateVector evaluate_field(const PredicateWork *work, const PredicateNode *node)
{
    const PredicateColumn *column = &work->columns[node->input];
    if (!column->cells)
        return (PredicateVector){&nothing_state, &nothing_real, &nothing_integer, &nothing_text, 0};
    const FieldValues *values = column->values;
    return (PredicateVector){values->states + work->first, values->reals + work->first,
                             values->integers + work->first, column->cells + work->first, 1};
}

// The results of operands lie in the slots from `slot` on, and so does the node's own.
static PredicateVector evaluate_node(PredicateWork *work, const PredicateNode *node, size_t slot)
{
    if (node->is_field)
        return evaluate_field(work, node);
    if (!node->operate)
        return node->constant;
    PredicateVector few[4];
    PredicateVector *operands = few;
    if (node->count > array_count(few)) {
        operands = calloc(node->count, sizeof *operands);
        if (!operands)
            fatal_out_of_memory();
    }
    size_t kept = slot;
    for (size_t i = 0; i < node->count; i++) {
        operands[i] = evaluate_node(work, node->operands[i], kept);
        kept += node->operands[i]->operate != NULL;
    }
    PredicateSlot result = work->slots[slot];
    node->operate(&(PredicateCall){node, operands, node->count, result, work->rows, work->texts});
    if (operands != few)
        free(operands);
    return (PredicateVector){result.states, result.reals, result.integers, result.texts, 1};
}

void predicate_evaluate(PredicateWork *work, const PredicateColumn *columns, size_t rows,
                        uint8_t *ret_truths)
{
    work->columns = columns;
    for (size_t first = 0; first < rows; first += PREDICATE_ROWS) {
        work->first = first;
        work->rows = MIN(PREDICATE_ROWS, rows - first);
        work->texts = arena_open();
        PredicateVector truths = evaluate_node(work, work->predicate->root, 0);
        for (size_t row = 0; row < work->rows; row++)
            ret_truths[first + row] = (uint8_t)vector_truth(&truths, row);
        arena_close(take(work->texts));
    }
}
