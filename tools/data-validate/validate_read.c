#include "validate_read.h"

#include "process/cpu_quota.h"
#include "reading_watch.h"

bool validate_processor(const ValidateOptions *given, ReadingPlan *plan, Error *err)
{
    if (given->threads < 0 || given->threads > (int64_t)PARALLEL_MOST_THREADS)
        return error_set(err, ERROR_USAGE, "option '--threads' is %lld, wanted 0 to %zu",
                         (long long)given->threads, PARALLEL_MOST_THREADS);
    plan->fewer_threads = !given->threads;
    plan->threads =
        given->threads ? (size_t)given->threads : MIN(cpu_count(), PARALLEL_MOST_THREADS);
    if (!cpu_kernel_find(given->kernel, &plan->kernel))
        return error_set(
            err, ERROR_USAGE,
            "option '--kernel' is '%s', wanted auto, avx512, avx2, sse2, neon or scalar",
            given->kernel);
    if (!cpu_has_kernel(plan->kernel))
        return error_set(err, ERROR_USAGE, "this processor cannot run kernel '%s'", given->kernel);
    return true;
}

bool validate_one_pipe(const ValidateOptions *given, Error *err)
{
    const char *const others[] = {given->schema, given->baseline, given->reference, given->serving};
    size_t pipes = 0;
    for (size_t i = 0; i < given->data.count; i++)
        pipes += text_equal(given->data.items[i], "-");
    for (size_t i = 0; i < array_count(others); i++)
        pipes += text_equal(others[i], "-");
    return pipes < 2 || error_set(err, ERROR_USAGE,
                                  "'-' is given %zu times, and standard input can be read once: "
                                  "give files",
                                  pipes);
}

bool validate_schema(const Run *run, const char *path, const TableSchema **ret_schema, Error *err)
{
    const ValidateOptions *given = run->options;
    const TableSchemaPlan plan = {given->schema, run->root, path};
    *ret_schema = NULL;
    return !given->schema || table_schema_load(&plan, run->arena, ret_schema, err);
}

const char *validate_format(const ValidateOptions *given)
{
    return text_equal(given->format, FORMAT_FOUND) ? NULL : given->format;
}

bool validate_read(const Run *run, const ValidateInput *input, Reading *ret_reading, Error *err)
{
    const ValidateOptions *given = run->options;
    ReadingPlan plan = {.schema = input->schema,
                        .paths = input->paths,
                        .path_count = input->count,
                        .root = run->root,
                        .memory = given->memory,
                        .unique_memory = (size_t)given->unique_memory,
                        .kept = input->kept,
                        .checked = input->checked,
                        .sampled = input->sampled,
                        .form_only = input->form_only,
                        .environment = given->environment,
                        .kept_values = (size_t)given->drift.kept_values};
    ColumnEdgesList edges = {0};
    plan.texts.missing = &given->missing;
    plan.edges = &edges;
    plan.format = validate_format(given);
    if (!dialect_read(&given->dialect, &plan.dialect, err) ||
        !dialect_read_decimal(given->decimal, &plan.texts.decimal, err) ||
        !validate_processor(given, &plan, err) ||
        !column_edges_read(&given->edges, input->schema, input->baseline, run->arena, &edges, err))
        return false;
    return watch_reading(run, &plan, ret_reading, err);
}

bool validate_read_data(const Run *run, Reading *ret_reading, Error *err)
{
    const ValidateOptions *given = run->options;
    ValidateInput input = {.paths = given->data.items, .count = given->data.count};
    return validate_one_pipe(given, err) &&
           validate_schema(run, given->data.items[0], &input.schema, err) &&
           validate_read(run, &input, ret_reading, err);
}
