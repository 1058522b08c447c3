#include "table/sample.h"

#include "base/fatal.h"
#include "base/text.h"
#include "stats/hash.h"
#include "stats/random.h"
#include "table/table.h"

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

typedef struct Sampler {
    Arena *arena;
    const SamplePlan *plan;
    LIST(SampleClass) classes;
    size_t *slots; // positions of classes + 1 by hash; 0 is free
    size_t room;
    bool stratified;
    size_t bytes;
} Sampler;

static void sampler_release(Sampler *sampler)
{
    for (size_t i = 0; i < sampler->classes.count; i++) {
        SampleClass *class = &sampler->classes.items[i];
        for (size_t k = 0; k < class->rows.count; k++)
            free(class->rows.items[k].bytes);
    }
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

static SampleClass *sampler_class(Sampler *sampler, const Cell *label)
{
    if (!sampler->stratified && sampler->classes.count)
        return &sampler->classes.items[0];
    uint64_t hash = sampler->stratified ? hash_text(label->bytes, label->size) : 0;
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

static bool sampler_take(Sampler *sampler, const Row *taken, const Cell *label, Error *err)
{
    SampleClass *class = sampler_class(sampler, label);
    class->total++;
    Cell bytes = batch_row_bytes(taken->batch, taken->index);
    int64_t number = batch_row_number(taken->batch, taken->index);
    SampleRow row = {random_at(sampler->plan->seed, (uint64_t)number), number, NULL, bytes.size};
    if (class->rows.count == (size_t)sampler->plan->rows &&
        sample_row_after(&row, &class->rows.items[0]))
        return true;
    sampler->bytes += row.size;
    if (sampler->bytes > SAMPLE_MOST_BYTES)
        return error_set(
            err, ERROR_INPUT, "%lld rows of '%s' take more than %zu MiB: ask for fewer rows",
            (long long)sampler->plan->rows, sampler->plan->path, SAMPLE_MOST_BYTES >> 20);
    row.bytes = malloc(row.size + 1);
    if (!row.bytes)
        fatal_out_of_memory();
    memcpy(row.bytes, bytes.bytes, bytes.size);
    sampler_hold(sampler, class, row);
    return true;
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

// Every class its least, then shares of the rest in proportion, what rounding leaves by the largest
// remainder. No class gets more rows than it has.
static void sampler_allot(Sampler *sampler)
{
    SampleClass *classes = sampler->classes.items;
    size_t count = sampler->classes.count;
    int64_t left = sampler->plan->rows;
    int64_t waiting = 0; // rows of the file that are not in a quota yet
    qsort(classes, count, sizeof *classes, sample_class_by_size);
    for (size_t i = 0; i < count; i++) {
        classes[i].quota = MIN(MIN(sampler->plan->least_per_class, classes[i].total), left);
        left -= classes[i].quota;
        waiting += classes[i].total - classes[i].quota;
    }
    int64_t shared = MIN(left, waiting);
    left = shared;
    for (size_t i = 0; i < count && waiting > 0; i++) {
        double share =
            (double)shared * ((double)(classes[i].total - classes[i].quota)) / (double)waiting;
        int64_t whole = MIN((int64_t)share, classes[i].total - classes[i].quota);
        classes[i].quota += whole;
        classes[i].remainder = share - (double)whole;
        left -= whole;
    }
    qsort(classes, count, sizeof *classes, sample_class_by_remainder);
    for (size_t i = 0; left > 0; i = (i + 1) % count) {
        bool has_more = classes[i].quota < classes[i].total;
        classes[i].quota += has_more;
        left -= has_more;
    }
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
                     plan->path, nearest ? ", did you mean '" : "", nearest ? nearest : "",
                     nearest ? "'?" : "");
}

static bool sampler_read(Sampler *sampler, Table *table, size_t label, Error *err)
{
    Row row = {0};
    while (table_next_row(table, &row)) {
        if (!sampler_take(sampler, &row, row_cell(&row, label), err))
            return false;
    }
    if (!table_finish(table, err))
        return false;
    if (sampler->classes.count == 0)
        return error_set(err, ERROR_INPUT, "data '%s' has no row that fits its header",
                         sampler->plan->path);
    return true;
}

bool sample_table(const SamplePlan *plan, Buf *out, Sample *ret_sample, Error *err)
{
    scoped_arena arena = arena_open();
    scoped_table table = NULL;
    size_t label = 0;
    if (plan->rows < 1)
        return error_set(err, ERROR_USAGE, "a sample has one row at least, %lld were asked for",
                         (long long)plan->rows);
    if (!table_open(&(TablePlan){.paths = &plan->path, .path_count = 1}, arena, &table, err) ||
        !sample_find_label(table, plan, &label, err))
        return false;

    CLEANUP(sampler_release)
    Sampler sampler = {
        .arena = arena, .plan = plan, .room = 4 * 1024, .stratified = plan->label != NULL};
    _Static_assert(4 * 1024 > 2 * SAMPLE_MOST_CLASSES, "the table of classes stays half empty");
    sampler.slots = arena_array(arena, size_t, sampler.room);
    if (!sampler_read(&sampler, table, label, err))
        return false;

    Cell header = table_header_bytes(table);
    sample_write_line(out, header.bytes, header.size);
    sampler_allot(&sampler);
    Sample sample = {.total_rows = table_rows(table),
                     .classes = (int64_t)sampler.classes.count,
                     .stratified = sampler.stratified};
    for (size_t i = 0; i < sampler.classes.count; i++)
        sample.left_out -= sampler.classes.items[i].total;
    sample.left_out += sample.total_rows;
    sampler_write(&sampler, out, &sample);
    if (out->full)
        return error_set(err, ERROR_INPUT, "the sample of '%s' is larger than %zu MiB", plan->path,
                         out->limit >> 20);
    *ret_sample = sample;
    return true;
}
