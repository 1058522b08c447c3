#include "reading.h"

#include "profile/guess.h"

// Where the schema's fields stand in the table, and which columns are left without a field.
static const size_t *reading_find_fields(const Table *table, const TableSchema *schema, bool *free,
                                         Arena *arena)
{
    size_t *columns = arena_array(arena, size_t, schema->fields.count);
    for (size_t i = 0; i < schema->fields.count; i++) {
        columns[i] = SIZE_MAX;
        if (table_find(table, schema->fields.items[i].name, &columns[i]))
            free[columns[i]] = false;
    }
    return columns;
}

// Counts the cells that the check has read into the columns' profiles.
static void reading_profile_batch(const Reading *reading, const Batch *batch)
{
    for (size_t i = 0; reading->schema && i < reading->schema->fields.count; i++) {
        size_t column = reading->columns[i];
        if (column != SIZE_MAX)
            column_profile_add(&reading->profile->columns.items[column],
                               batch_column(batch, column), schema_check_values(reading->check, i),
                               batch->rows);
    }
    reading->profile->rows += (int64_t)batch->rows;
}

static const Field *reading_field(const Reading *reading, size_t column)
{
    for (size_t i = 0; reading->schema && i < reading->schema->fields.count; i++) {
        if (reading->columns[i] == column)
            return &reading->schema->fields.items[i];
    }
    return NULL;
}

// Columns with a field have its type; the others get theirs from the guess.
static Profile *reading_open_profile(const Reading *reading, Arena *arena)
{
    const TextList *names = table_names(reading->table);
    Profile *profile = profile_open(arena);
    for (size_t i = 0; i < names->count; i++) {
        const Field *field = reading_field(reading, i);
        ColumnProfile *column =
            profile_add_column(profile, names->items[i], field ? field->type : FIELD_STRING, arena);
        column->format = field ? field->format : column->format;
    }
    return profile;
}

static void reading_take_guesses(Reading *reading, TableGuess *guess, const bool *free)
{
    scoped_profile guessed = table_guess_finish(guess, &reading->missing);
    for (size_t i = 0; i < guessed->columns.count; i++) {
        if (!free[i])
            continue;
        ColumnProfile empty = reading->profile->columns.items[i];
        reading->profile->columns.items[i] = guessed->columns.items[i];
        guessed->columns.items[i] = empty;
    }
}

bool reading_run(const ReadingPlan *plan, Arena *arena, Reading *ret_reading, Error *err)
{
    scoped_reading reading = {.schema = plan->schema};
    TablePlan table_plan = {.paths = plan->paths,
                            .path_count = plan->path_count,
                            .root = plan->root,
                            .delimiter = plan->delimiter};
    if (!table_open(&table_plan, arena, &reading.table, err))
        return false;

    size_t width = table_names(reading.table)->count;
    bool *free = arena_array(arena, bool, width);
    for (size_t i = 0; i < width; i++)
        free[i] = true;
    if (plan->schema) {
        reading.columns = reading_find_fields(reading.table, plan->schema, free, arena);
        reading.check =
            schema_check_open(plan->schema, reading.columns, plan->unique_memory, arena);
    }
    reading.profile = reading_open_profile(&reading, arena);
    scoped_table_guess guess = table_guess_open(table_names(reading.table), free, arena);

    const Batch *batch = NULL;
    while (table_next(reading.table, &batch)) {
        if (reading.check)
            schema_check_batch(reading.check, batch);
        reading_profile_batch(&reading, batch);
        table_guess_batch(guess, batch);
    }
    if (!table_finish(reading.table, err))
        return false;
    reading_take_guesses(&reading, guess, free);
    profile_settle(reading.profile);
    *ret_reading = reading;
    reading = (Reading){0};
    return true;
}

bool reading_refuse_names(const Reading *reading, Error *err)
{
    static const TableIssueKind kinds[] = {TABLE_DUPLICATE_HEADER, TABLE_BLANK_HEADER};
    for (size_t i = 0; i < array_count(kinds); i++) {
        const TableIssue *issue = &table_issues(reading->table)[kinds[i]];
        if (issue->count)
            return error_at(err, ERROR_INPUT, issue->places.items[0],
                            "column name '%s' is there twice or empty: columns need names of their "
                            "own",
                            issue->places.items[0].field);
    }
    return true;
}

void reading_release(Reading *reading)
{
    if (reading->check)
        schema_check_close(reading->check);
    if (reading->profile)
        profile_close(reading->profile);
    table_close(reading->table);
}
