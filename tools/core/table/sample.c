#include "table/sample.h"

#include "base/fatal.h"
#include "base/text.h"
#include "stats/hash.h"
#include "stats/random.h"

#include <stdlib.h>
#include <string.h>

// A row that is held: those with the least lot are the sample.
typedef struct SampleRow {
    uint64_t lot;
    int64_t row;
    char *bytes;
    size_t size;
} SampleRow;

// A class holds its `rows` rows with the least lots, the greatest of them first (a heap).
typedef struct SampleClass {
    uint64_t hash;
    int64_t total;
    int64_t quota;
    double remainder;
    LIST(SampleRow) rows;
} SampleClass;

// A row of a block that waits for its turn.
typedef struct SampleLot {
    uint64_t class; // hash of its label
    uint64_t lot;
    int64_t row;
    Cell bytes; // in the block's memory, until it is folded
} SampleLot;

typedef struct SampleSlot {
    SampleLot *lots;
    size_t count;
    size_t room;
} SampleSlot;

typedef struct Sampler {
    Arena *arena;
    const SamplePlan *plan;
    size_t label; // its column
    LIST(SampleClass) classes;
    size_t *slots; // positions of classes + 1 by hash; 0 is free
    size_t room;
    bool stratified;
    size_t bytes;
    SampleSlot waiting[TABLE_MOST_SLOTS];
    Error failure;
} Sampler;

static void sampler_release(Sampler *sampler)
{
    for (size_t i = 0; i < sampler->classes.count; i++) {
        SampleClass *class = &sampler->classes.items[i];
        for (size_t k = 0; k < class->rows.count; k++)
            free(class->rows.items[k].bytes);
    }
    for (size_t i = 0; i < array_count(sampler->waiting); i++)
        free(sampler->waiting[i].lots);
}

static bool sample_row_after(const SampleRow *a, const SampleRow *b)
{
    return a->lot != b->lot ? a->lot > b->lot : a->row > b->row;
}

static void sample_swap(SampleRow *a, SampleRow *b)
{
    SampleRow kept = *a;
    *a = *b;
    *b = kept;
}

static void sample_sift_down(SampleRow *rows, size_t count)
{
    for (size_t at = 0;;) {
        size_t child = 2 * at + 1;
        if (child + 1 < count && sample_row_after(&rows[child + 1], &rows[child]))
            child++;
        if (child >= count || !sample_row_after(&rows[child], &rows[at]))
            return;
        sample_swap(&rows[child], &rows[at]);
        at = child;
    }
}

static void sample_sift_up(SampleRow *rows, size_t at)
{
    while (at > 0 && sample_row_after(&rows[at], &rows[(at - 1) / 2])) {
        sample_swap(&rows[at], &rows[(at - 1) / 2]);
        at = (at - 1) / 2;
    }
}

// Takes over the row, or frees it if its lot is greater than those of all that are held.
static void sampler_hold(Sampler *sampler, SampleClass *class, SampleRow row)
{
    if (class->rows.count < (size_t)sampler->plan->rows) {
        *list_push(sampler->arena, &class->rows) = row;
        sample_sift_up(class->rows.items, class->rows.count - 1);
        return;
    }
    SampleRow *greatest = &class->rows.items[0];
    if (sample_row_after(greatest, &row)) {
        sample_swap(greatest, &row);
        sample_sift_down(class->rows.items, class->rows.count);
    }
    sampler->bytes -= row.size;
    free(row.bytes);
}

static void sampler_index(Sampler *sampler, size_t position)
{
    size_t at = sampler->classes.items[position].hash & (sampler->room - 1);
    while (sampler->slots[at])
        at = (at + 1) & (sampler->room - 1);
    sampler->slots[at] = position + 1;
}

// Makes one class of all: the label is no label.
static void sampler_flatten(Sampler *sampler)
{
    sampler->stratified = false;
    SampleClass *all = &sampler->classes.items[0];
    for (size_t i = 1; i < sampler->classes.count; i++) {
        SampleClass *class = &sampler->classes.items[i];
        all->total += class->total;
        for (size_t k = 0; k < class->rows.count; k++)
            sampler_hold(sampler, all, class->rows.items[k]);
    }
    sampler->classes.count = 1;
}

static SampleClass *sampler_class(Sampler *sampler, uint64_t hash)
{
    if (!sampler->stratified && sampler->classes.count)
        return &sampler->classes.items[0];
    for (size_t at = hash & (sampler->room - 1); sampler->slots[at];
         at = (at + 1) & (sampler->room - 1)) {
        SampleClass *class = &sampler->classes.items[sampler->slots[at] - 1];
        if (class->hash == hash)
            return class;
    }
    if (sampler->classes.count == SAMPLE_MOST_CLASSES) {
        sampler_flatten(sampler);
        return &sampler->classes.items[0];
    }
    SampleClass *class = list_push(sampler->arena, &sampler->classes);
    class->hash = hash;
    sampler_index(sampler, sampler->classes.count - 1);
    return class;
}

static const char *sample_path(const SamplePlan *plan)
{
    return plan->table.paths[0];
}

static void sampler_take(Sampler *sampler, const SampleLot *lot)
{
    SampleClass *class = sampler_class(sampler, lot->class);
    class->total++;
    SampleRow row = {lot->lot, lot->row, NULL, lot->bytes.size};
    if (class->rows.count == (size_t)sampler->plan->rows &&
        sample_row_after(&row, &class->rows.items[0]))
        return;
    sampler->bytes += row.size;
    if (sampler->bytes > SAMPLE_MOST_BYTES) {
        error_set(&sampler->failure, ERROR_INPUT,
                  "%lld rows of '%s' take more than %zu MiB: ask for fewer rows",
                  (long long)sampler->plan->rows, sample_path(sampler->plan),
                  SAMPLE_MOST_BYTES >> 20);
        return;
    }
    row.bytes = malloc(row.size + 1);
    if (!row.bytes)
        fatal_out_of_memory();
    memcpy(row.bytes, lot->bytes.bytes, row.size);
    sampler_hold(sampler, class, row);
}

static void sample_batch(void *context, size_t worker, size_t slot, const Batch *batch)
{
    const Sampler *sampler = context;
    SampleSlot *waiting = &((Sampler *)context)->waiting[slot];
    (void)worker;
    if (waiting->count + batch->rows > waiting->room) {
        waiting->room = 2 * (waiting->count + batch->rows);
        waiting->lots = reallocarray(waiting->lots, waiting->room, sizeof *waiting->lots);
        if (!waiting->lots)
            fatal_out_of_memory();
    }
    for (size_t row = 0; row < batch->rows; row++) {
        SampleLot *lot = &waiting->lots[waiting->count++];
        lot->row = batch_row_number(batch, row);
        lot->lot = random_at(sampler->plan->seed, (uint64_t)lot->row);
        lot->bytes = batch_row_bytes(batch, row);
        lot->class = 0;
        if (sampler->plan->label) {
            const Cell *label = batch_cell(batch, row, sampler->label);
            lot->class = hash_text(label->bytes, label->size);
        }
    }
}

static void sample_fold(void *context, size_t slot)
{
    Sampler *sampler = context;
    SampleSlot *waiting = &sampler->waiting[slot];
    for (size_t i = 0; i < waiting->count && sampler->failure.kind == ERROR_NONE; i++)
        sampler_take(sampler, &waiting->lots[i]);
    waiting->count = 0;
}

static int sample_class_by_size(const void *a, const void *b)
{
    const SampleClass *first = a;
    const SampleClass *second = b;
    if (first->total != second->total)
        return first->total > second->total ? -1 : 1;
    return first->hash < second->hash ? -1 : first->hash > second->hash;
}

static int sample_class_by_remainder(const void *a, const void *b)
{
    const SampleClass *first = a;
    const SampleClass *second = b;
    if (first->remainder != second->remainder)
        return first->remainder > second->remainder ? -1 : 1;
    return sample_class_by_size(a, b);
}

// Every class its least, the largest ones first, as long as there are rows.
static void allot_least(const Sampler *sampler, int64_t left)
{
    for (size_t i = 0; i < sampler->classes.count; i++) {
        SampleClass *class = &sampler->classes.items[i];
        class->quota = MIN(MIN(sampler->plan->least_per_class, class->total), left);
        left -= class->quota;
    }
}

// Shares in proportion to the `total` rows of the first `count` classes; what rounding leaves by
// the largest remainder.
static void allot_shares(const Sampler *sampler, size_t count, int64_t left, int64_t total)
{
    SampleClass *classes = sampler->classes.items;
    int64_t shared = left;
    for (size_t i = 0; i < count; i++) {
        double share = (double)shared * (double)classes[i].total / (double)total;
        classes[i].quota = MIN((int64_t)share, classes[i].total);
        classes[i].remainder = share - (double)classes[i].quota;
        left -= classes[i].quota;
    }
    qsort(classes, count, sizeof *classes, sample_class_by_remainder);
    for (size_t i = 0; left > 0; i = (i + 1) % count) {
        bool has_more = classes[i].quota < classes[i].total;
        classes[i].quota += has_more;
        left -= has_more;
    }
}

// Classes whose share would be smaller than the least get that; the others share the rest. No class
// gets more rows than it has.
static void sampler_allot(Sampler *sampler)
{
    SampleClass *classes = sampler->classes.items;
    size_t count = sampler->classes.count;
    int64_t least = sampler->plan->least_per_class;
    int64_t total = 0;
    int64_t needed = 0;
    qsort(classes, count, sizeof *classes, sample_class_by_size);
    for (size_t i = 0; i < count; i++) {
        total += classes[i].total;
        needed += MIN(least, classes[i].total);
    }
    int64_t left = MIN(sampler->plan->rows, total);
    if (needed >= left) {
        allot_least(sampler, left);
        return;
    }
    while ((__int128)left * classes[count - 1].total < (__int128)least * total) {
        SampleClass *class = &classes[--count];
        class->quota = MIN(least, class->total);
        left -= class->quota;
        total -= class->total;
    }
    allot_shares(sampler, count, left, total);
}

static int sample_row_by_lot(const void *a, const void *b)
{
    return sample_row_after(a, b) ? 1 : -1;
}

static int sample_row_by_number(const void *a, const void *b)
{
    const SampleRow *first = a;
    const SampleRow *second = b;
    return first->row < second->row ? -1 : 1;
}

// The last line of a file may lack its end.
static void sample_write_line(Buf *out, const char *bytes, size_t size)
{
    buf_append(out, bytes, size);
    if (size == 0 || (bytes[size - 1] != '\n' && bytes[size - 1] != '\r'))
        buf_add_char(out, '\n');
}

static void sampler_write(Sampler *sampler, Buf *out, Sample *sample)
{
    LIST(SampleRow) chosen = {0};
    for (size_t i = 0; i < sampler->classes.count; i++) {
        SampleClass *class = &sampler->classes.items[i];
        qsort(class->rows.items, class->rows.count, sizeof(SampleRow), sample_row_by_lot);
        for (size_t k = 0; k < (size_t) class->quota; k++)
            *list_push(sampler->arena, &chosen) = class->rows.items[k];
    }
    qsort(chosen.items, chosen.count, sizeof(SampleRow), sample_row_by_number);
    for (size_t i = 0; i < chosen.count; i++)
        sample_write_line(out, chosen.items[i].bytes, chosen.items[i].size);
    sample->rows = (int64_t)chosen.count;
}

static bool sample_find_label(const Table *table, const SamplePlan *plan, size_t *ret_label,
                              Error *err)
{
    if (!plan->label || table_find(table, plan->label, ret_label))
        return true;
    const TextList *names = table_names(table);
    const char *nearest = text_nearest(plan->label, names->items, names->count);
    return error_set(err, ERROR_CONFIG, "label '%s' is not a column of '%s'%s%s%s", plan->label,
                     sample_path(plan), nearest ? ", did you mean '" : "", nearest ? nearest : "",
                     nearest ? "'?" : "");
}

static bool sampler_read(Sampler *sampler, Table *table, Error *err)
{
    table_map(table, &(TableWork){.context = sampler,
                                  .threads = MAX(sampler->plan->threads, (size_t)1),
                                  .batch = sample_batch,
                                  .fold = sample_fold});
    if (!table_finish(table, err))
        return false;
    *err = sampler->failure;
    if (err->kind != ERROR_NONE)
        return false;
    if (sampler->classes.count == 0)
        return error_set(err, ERROR_INPUT, "data '%s' has no row that is well-formed",
                         sample_path(sampler->plan));
    return true;
}

bool sample_table(const SamplePlan *plan, Arena *arena, Buf *out, Sample *ret_sample, Error *err)
{
    scoped_arena own = arena_open();
    scoped_table table = NULL;
    if (plan->rows < 1)
        return error_set(err, ERROR_USAGE, "a sample has one row at least, %lld were asked for",
                         (long long)plan->rows);
    CLEANUP(sampler_release)
    Sampler sampler = {
        .arena = own, .plan = plan, .room = 4 * 1024, .stratified = plan->label != NULL};
    _Static_assert(4 * 1024 > 2 * SAMPLE_MOST_CLASSES, "the table of classes stays half empty");
    if (!table_open(&plan->table, arena, &table, err) ||
        !sample_find_label(table, plan, &sampler.label, err))
        return false;
    sampler.slots = arena_array(own, size_t, sampler.room);
    if (!sampler_read(&sampler, table, err))
        return false;

    Cell header = table_header_bytes(table);
    if (header.size)
        sample_write_line(out, header.bytes, header.size);
    sampler_allot(&sampler);
    Sample sample = {.format = table_format(table),
                     .total_rows = table_rows(table),
                     .classes = (int64_t)sampler.classes.count,
                     .stratified = sampler.stratified};
    for (size_t i = 0; i < sampler.classes.count; i++)
        sample.left_out -= sampler.classes.items[i].total;
    sample.left_out += sample.total_rows;
    sampler_write(&sampler, out, &sample);
    if (out->full)
        return error_set(err, ERROR_INPUT, "the sample of '%s' is larger than %zu MiB",
                         sample_path(plan), out->limit >> 20);
    *ret_sample = sample;
    return true;
}
