// Rows judged by those before them: order, and what was there already.

#include "schema/check_parts.h"

#include <math.h>

static bool follows(const DataCheck *check, const Scalar *before, const Scalar *now)
{
    int order = scalar_compare(now, before);
    if (isnan(before->real) || isnan(now->real))
        return false;
    order = check->negative ? -order : order;
    return check->strictly ? order > 0 : order >= 0;
}

// A value that is none of its type is broken, and nothing is compared with it.
void check_judge_order(const CheckRows *rows, Arena *arena)
{
    const FieldValues *values = rows->values[0];
    SlotCheck *found = rows->found;
    rows_each(rows, row)
    {
        Scalar now = field_scalar(values, row);
        if (values->states[row] == FIELD_MISFIT) {
            rows->outcomes[row] = ROW_BROKEN;
            continue;
        }
        if (!found->has_first) {
            found->has_first = true;
            found->first = now;
            found->first_place = batch_cell_place(
                rows->batch, row,
                (size_t)(rows->cells[0] - rows->batch->cells) / rows->batch->stride, arena);
        } else if (!follows(rows->bound->check, &found->last, &now)) {
            rows->outcomes[row] = ROW_BROKEN;
        }
        found->last = now;
    }
}

// The first value of a slot follows the last one of those before it.
void check_fold_order(CheckRun *run, BoundCheck *bound, SlotCheck *found)
{
    if (!found->has_first)
        return;
    Breach *breach = &run->counts.items[bound->count].breach;
    if (bound->has_last && !follows(bound->check, &bound->last, &found->first)) {
        breach->count++;
        breach_keep(breach, found->first_place, run->arena);
    }
    bound->has_last = true;
    bound->last = found->last;
}

void check_judge_seen(const CheckRows *rows, size_t frame)
{
    const BoundCheck *bound = rows->bound;
    rows_each(rows, row)
    {
        SeenValue value = {.print = check_row_print(rows, row),
                           .row = batch_row_number(rows->batch, row),
                           .bytes = batch_row_bytes(rows->batch, row),
                           .frame = frame};
        if (bound->label != SIZE_MAX) {
            const Cell *label = &rows->cells[bound->label][row];
            value.label = hash_padded_text(label->bytes, label->size);
        }
        seen_values_add(&rows->found->seen, value);
    }
}

void check_fold_seen(const CheckRun *run, BoundCheck *bound, const CheckSlot *slot,
                     SlotCheck *found)
{
    seen_values_fold(&found->seen, bound->seen, slot->frames.items,
                     run->views.items[bound->views[0]].column);
}
