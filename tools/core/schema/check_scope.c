#include "schema/check_scope.h"

#include "base/text.h"
#include "schema/field_load.h"

// Further columns by a pattern of their names.
static bool read_family(const Value *map, Arena *arena, DataCheck *check, Error *err)
{
    if (!value_read_text(map, "columnsMatching", &check->columns_matching, err))
        return false;
    return !check->columns_matching ||
           pattern_new(check->columns_matching, PATTERN_ANYWHERE,
                       value_place(value_get(map, "columnsMatching"), PLACE_SCHEMA), arena,
                       &check->columns_pattern, err);
}

bool check_read_columns(const Value *map, Arena *arena, DataCheck *check, Error *err)
{
    const Value *columns = value_get(map, "columns");
    const char *column = NULL;
    if (columns && !field_load_texts(columns, "columns", arena, &check->columns, err))
        return false;
    if (!value_read_text(map, "column", &column, err))
        return false;
    if (column)
        *list_push(arena, &check->columns) = column;
    if (!read_family(map, arena, check, err))
        return false;
    size_t count = check->columns.count;
    const char *wanted = NULL;
    if (check->kind->columns == COLUMNS_ONE && (count != 1 || check->columns_pattern))
        wanted = "a 'column'";
    if (check->kind->columns == COLUMNS_PAIR && (count != 2 || check->columns_pattern))
        wanted = "two 'columns'";
    if (check->kind->columns == COLUMNS_SEVERAL && count < 1 && !check->columns_pattern)
        wanted = "'columns'";
    if (check->kind->columns == COLUMNS_PAIRS && count == 1 && !value_get(map, "label"))
        wanted = "several 'columns', or a 'label' beside one";
    if (check->kind->columns == COLUMNS_NONE && (count > 0 || check->columns_pattern))
        wanted = "no column: it is about the table";
    return !wanted ||
           error_at(err, ERROR_CONFIG, check->place, "check '%s' wants %s", check->name, wanted);
}

// A share below 1, or a number of rows.
bool check_read_tolerance(const Value *map, DataCheck *check, Error *err)
{
    const Value *tolerance = value_get(map, "tolerance");
    double share = 0;
    check->least_kept = 1;
    if (!value_read_real(map, "mostly", &check->least_kept, err))
        return false;
    if (!(check->least_kept >= 0 && check->least_kept <= 1))
        return value_refuse(err, value_get(map, "mostly"), "key 'mostly'", "a share from 0 to 1");
    if (!tolerance)
        return true;
    if (tolerance->kind == VALUE_INT && tolerance->integer >= 0) {
        check->most_broken = tolerance->integer;
        return true;
    }
    if (!value_to_real(tolerance, &share) || !(share >= 0 && share < 1))
        return value_refuse(err, tolerance, "key 'tolerance'",
                            "a share of rows below 1, such as 0.01, or a number of rows");
    check->broken_share = share;
    return true;
}

bool check_read_severity(const Value *map, DataCheck *check, Error *err)
{
    static const struct {
        const char *name;
        CheckSeverity severity;
    } severities[] = {
        {"error", CHECK_ERROR},    {"warning", CHECK_WARNING}, {"notice", CHECK_NOTICE},
        {"critical", CHECK_ERROR}, {"info", CHECK_NOTICE},
    };
    const char *text = NULL;
    if (!value_read_text(map, "severity", &text, err))
        return false;
    for (size_t i = 0; text && i < array_count(severities); i++) {
        if (text_equal(text, severities[i].name)) {
            check->severity = severities[i].severity;
            return true;
        }
    }
    return !text || value_refuse(err, value_get(map, "severity"), "key 'severity'",
                                 "'error', 'warning' or 'notice'");
}
