// data_check: what is asked of a table beyond its fields: the `checks:` of a schema, and the
// expectations of a suite.
//
// A check has a kind, which is a row of one table; what it asks with is read once, bound to the
// columns of a table when that is opened, and counted by data_check_run.h or, if it is about a
// figure of a whole column, judged by judge/data_figure.h.

#ifndef SCHEMA_DATA_CHECK_H
#define SCHEMA_DATA_CHECK_H

#include "doc/value.h"
#include "schema/check_partition.h"
#include "schema/field.h"

// How a check looks at the data.
typedef enum CheckFamily {
    CHECK_ROWS,    // one row after the other: some break it
    CHECK_ORDER,   // each row and the one before
    CHECK_SEEN,    // each row and all before
    CHECK_SHAPES,  // what kinds of texts a column has, side by side
    CHECK_MEASURE, // sums over the rows of a column or a pair, check_measures.h
    CHECK_SHARE,   // each row, and the share of those that keep it is asked for
    CHECK_FIGURE,  // a figure of a column, out of its profile
    CHECK_TABLE,   // the columns and how many rows there are
} CheckFamily;

// How a cell is seen.
typedef enum CheckView {
    VIEW_CELL,  // its text, or missing
    VIEW_TYPED, // by its field's type, whatever it is; its text where it has none
    VIEW_ORDER, // a place on a line: by its field's type; a number or a moment where it has none
} CheckView;

typedef enum CheckColumns {
    COLUMNS_NONE,
    COLUMNS_ONE,
    COLUMNS_EACH, // one check for each of them; all columns unless some are named
    COLUMNS_PAIR,
    COLUMNS_PAIRS, // one check for each pair of them, or for each with the label
    COLUMNS_SEVERAL,
    COLUMNS_ALL, // together; all columns unless some are named
} CheckColumns;

typedef enum CheckSeverity {
    CHECK_AS_RULED, // that of the finding's rule
    CHECK_ERROR,
    CHECK_WARNING,
    CHECK_NOTICE,
} CheckSeverity;

// Rows that are not judged, for the values they lack.
typedef enum CheckSkip {
    SKIP_ANY_MISSING,
    SKIP_ALL_MISSING,
    SKIP_NONE,
} CheckSkip;

typedef struct DataCheck DataCheck;
typedef struct CheckRows CheckRows;

// What a check of a kind may be told; each is read by one function.
typedef enum CheckKey {
    KEY_BOUNDS = 1 << 0,     // minimum, maximum, exclusiveMinimum, exclusiveMaximum
    KEY_VALUES = 1 << 1,     // values
    KEY_PATTERN = 1 << 2,    // pattern, or patterns with `any` or `all`
    KEY_TYPE = 1 << 3,       // type and format, or types
    KEY_STRICT = 1 << 4,     // strictly
    KEY_NUMBER = 1 << 5,     // value
    KEY_FILE = 1 << 6,       // file
    KEY_LABEL = 1 << 7,      // label
    KEY_AGE = 1 << 8,        // maximumAge
    KEY_SKIP = 1 << 9,       // missing
    KEY_QUANTILE = 1 << 10,  // quantile
    KEY_LIKE = 1 << 11,      // patterns are those of SQL's LIKE
    KEY_NAMES = 1 << 12,     // names, exact
    KEY_PREDICATE = 1 << 13, // predicate
    KEY_GAP = 1 << 14,       // maximumGap
    KEY_SIGN = 1 << 15,      // signed
    KEY_SCHEMA = 1 << 16,    // schema
    KEY_PARTITION = 1 << 17, // partition, tailWeight, internalWeight
} CheckKey;

// Figures of a column; judge/data_figure.h says what each is.
typedef enum CheckFigure {
    FIGURE_MEAN,
    FIGURE_MEDIAN,
    FIGURE_QUANTILE,
    FIGURE_SUM,
    FIGURE_DEVIATION,
    FIGURE_VARIANCE,
    FIGURE_LEAST,
    FIGURE_MOST,
    FIGURE_DISTINCT,
    FIGURE_DISTINCT_SHARE,
    FIGURE_COMMON_SHARE,
    FIGURE_COMMON_IN,
    FIGURE_CONTAINS,
    FIGURE_EQUALS,
    FIGURE_Z_SCORES,
    FIGURE_OUTLIERS,
    FIGURE_CLASS_RATIO,
    FIGURE_VARIANTS,
    FIGURE_AGE,
    FIGURE_MEAN_LENGTH,
    FIGURE_LEAST_LENGTH,
    FIGURE_MOST_LENGTH,
    FIGURE_ENTROPY,
    FIGURE_DIVERGENCE,
    FIGURE_QUARTILE_RANGE,
} CheckFigure;

// What is wrong with the shapes of a column's texts.
typedef enum CheckShapes {
    SHAPES_ONE_TYPE,
    SHAPES_ONE_NULL,
    SHAPES_ONE_MARK,
    SHAPES_ZEROS,
    SHAPES_UNCUT,
    SHAPES_DIFFERENT,
} CheckShapes;

typedef enum CheckTable {
    TABLE_ROWS,
    TABLE_ROWS_CHANGED,
    TABLE_COLUMNS,
    TABLE_NAMES,
    TABLE_ORDER,
    TABLE_EXISTS,
    TABLE_LOOK_ALIKES,
} CheckTable;

typedef struct CheckKind {
    const char *name;
    const char *rule; // of its findings
    CheckFamily family;
    CheckView view;
    CheckColumns columns;
    unsigned keys;     // of CheckKey
    unsigned needs;    // those that must be given
    bool negative;     // broken by what is found
    const char *wants; // "a value": for messages; what was asked for is put behind it
    // CHECK_ROWS: sets outcomes of rows that are ROW_KEPT to ROW_BROKEN.
    void (*judge)(const CheckRows *rows);
    int what; // CheckFigure, CheckShapes, CheckMeasure or CheckTable, by the family
} CheckKind;

typedef LIST(const Pattern *) CheckPatterns;

// One side of an interval, as it was written.
typedef struct CheckBound {
    const char *text; // NULL: none
    bool open;
    const Value *value;
} CheckBound;

struct DataCheck {
    const CheckKind *kind;
    const char *name; // as its file calls it
    Place place;
    CheckSeverity severity;
    TextList columns;
    const Pattern *columns_pattern; // of the names of further columns; NULL: none
    const char *columns_matching;   // the same as it was written
    TextList environments;
    // It passes if any of the three allows what breaks it.
    double least_kept;   // the share of judged rows that must keep it
    double broken_share; // the share that may break it
    int64_t most_broken; // how many may
    CheckSkip skip;
    bool negative; // as the kind's, unless the check turns it round
    CheckBound low;
    CheckBound high;
    const Value *values; // the list
    bool wants_all;      // of the values or patterns, not one of them
    CheckPatterns patterns;
    LIST(Field) types; // any of them
    bool strictly;
    double number;
    bool is_time;   // the number is one of seconds
    bool is_signed; // of a correlation
    double quantile;
    bool nearest;      // the quantile is a value, not what lies between two
    const char *file;  // a path
    const char *label; // a column
    int64_t age;       // seconds
    const JsonSchema *json_schema;
    const CheckPartition *partition; // whose edges are those between which numbers are counted
    const char *predicate; // what must not be false of a row, schema/predicate.h; NULL: none
    const char *where;     // only rows of which it is true are judged; NULL: all
    const char *wanted;
};

typedef struct DataChecks {
    LIST(DataCheck) items;
    TextList missing; // what stands for nothing in columns without field
} DataChecks;

extern const CheckKind check_kinds[];
extern const size_t check_kind_count;

const CheckKind *check_kind_find(const char *name); // NULL for none

// Whether so many broken rows of those that were judged are let pass.
bool check_tolerates(const DataCheck *check, int64_t broken, int64_t judged);

// Whether the check is asked for: it names no environment, or this one, or none is given.
bool check_applies(const TextList *environments, const char *environment);

#endif
