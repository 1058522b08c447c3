// Table Schemas: what cells say, which rules they break, and what is wrong with a schema itself.

#include "base/file.h"
#include "doc/yaml.h"
#include "schema/schema_check.h"
#include "table/table.h"
#include "unit.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

static char folder_path[] = "/tmp/test_schema.XXXXXX";

static const struct {
    const char *name;
    const char *text;
    bool valid;
    double number;
} numbers[] = {
    {"reads an integer", "42", true, 42},
    {"reads a fraction", "-0.1", true, -0.1},
    {"reads a number without leading zero", ".5", true, .5},
    {"reads a number that ends with its point", "5.", true, 5},
    {"reads an exponent", "1.5e-3", true, 1.5e-3},
    {"rounds 17 digits correctly", "0.30000000000000004", true, 0.30000000000000004},
    {"rounds between two doubles to the even one", "9007199254740993", true, 9007199254740992.0},
    {"rounds what is just above the middle up", "9007199254740993.00000000000000000001", true,
     9007199254740994.0},
    {"reads the smallest double", "5e-324", true, 5e-324},
    {"reads the largest double", "1.7976931348623157e308", true, 1.7976931348623157e308},
    {"refuses what overflows", "1e309", false, 0},
    {"reads many zeros", "0.000000000000000000000000000000000001", true, 1e-36},
    {"reads infinity as Table Schema spells it", "-INF", true, -INFINITY},
    {"refuses infinity as others spell it", "inf", false, 0},
    {"refuses a unit", "189mm", false, 0},
    {"refuses a decimal comma", "1,5", false, 0},
    {"refuses two points", "1.2.3", false, 0},
    {"refuses a lone sign", "-", false, 0},
    {"refuses a lone point", ".", false, 0},
    {"refuses blanks", " 1", false, 0},
    {"refuses hexadecimal", "0x1p3", false, 0},
    {"refuses an empty exponent", "1e", false, 0},
};

static void check_number(void **state)
{
    const typeof(numbers[0]) *row = *state;
    Scalar scalar = {.real = -7};
    assert_int_equal(scalar_number(row->text, strlen(row->text), &scalar), row->valid);
    assert_true(scalar.real == (row->valid ? row->number : -7));
}

static const struct {
    const char *name;
    const char *type;
    const char *more; // further keys of the field
    const char *text;
    bool valid;
    double value;
} casts[] = {
    {"an integer has no fraction", "integer", "", "1.0", false, 0},
    {"an integer may have zeros in front", "integer", "", "007", true, 7},
    {"the largest integer is whole", "integer", "", "9223372036854775807", true, 0x1p63},
    {"a truth value is one of four words", "boolean", "", "True", true, 1},
    {"yes is no truth value", "boolean", "", "yes", false, 0},
    {"yes is a truth value if the schema says so", "boolean", "trueValues: ['yes'],", "yes", true,
     1},
    {"a date is a day that exists", "date", "", "2024-02-29", true, 19782},
    {"a date in a year without leap day", "date", "", "2023-02-29", false, 0},
    {"the day before 1970", "date", "", "1969-12-31", true, -1},
    {"a date needs its zeros", "date", "", "2024-2-9", false, 0},
    {"a date the German way", "date", "format: '%d.%m.%Y',", "31.12.1970", true, 364},
    {"a date with the month's name", "date", "format: '%d %b %Y',", "01 Feb 1970", true, 31},
    {"a moment in UTC", "datetime", "", "1970-01-01T01:00:00Z", true, 3600},
    {"a moment with an offset", "datetime", "", "1970-01-01T01:00:00+01:00", true, 0},
    {"a moment with a fraction", "datetime", "", "1970-01-01T00:00:00.25Z", true, .25},
    {"a minute has 60 seconds", "datetime", "", "1970-01-01T00:00:60Z", false, 0},
    {"a day ends before 24:00", "time", "", "24:00:00", false, 0},
    {"a time of the day", "time", "", "23:59:59", true, 86399},
    {"a time in the afternoon", "time", "format: '%I:%M %p',", "12:30 PM", true, 45000},
    {"a year has four digits", "year", "", "2024", true, 2024},
    {"a year of two digits", "year", "", "24", false, 0},
    {"a year with a month", "yearmonth", "", "1970-02", true, 31},
    {"a number with a comma", "number", "decimalChar: ',', groupChar: '.',", "1.234,5", true,
     1234.5},
    {"a point where a comma is wanted", "number", "decimalChar: ',',", "1.5", false, 0},
    {"a number with its currency", "number", "bareNumber: false,", "EUR 95.50", true, 95.5},
    {"a number with a percent sign", "number", "bareNumber: false,", "-95%", true, -95},
    {"an address", "string", "format: email,", "a.b@example.org", true, 0},
    {"an address without a domain", "string", "format: email,", "a.b@example", false, 0},
    {"a date may lack zeros where a format says so", "date", "format: '%m/%d/%Y',", "2/9/1970",
     true, 39},
    {"a date with its weekday", "date", "format: '%a, %d %b %Y',", "Sun, 01 Feb 1970", true, 31},
    {"a date in short", "date", "format: '%D',", "02/01/70", true, 31},
    {"any date: month first", "date", "format: any,", "2/1/1970", true, 31},
    {"any date: day first where it must be", "date", "format: any,", "31/1/1970", true, 30},
    {"any date with a name", "date", "format: any,", "January 31, 1970", true, 30},
    {"any date is a date", "date", "format: any,", "soon", false, 0},
    {"any time of the day", "time", "format: any,", "1:30 pm", true, 48600},
    {"any moment", "datetime", "format: any,", "1/2/1970 1:00", true, 90000},
    {"any moment may be a day", "datetime", "format: any,", "1970-01-02", true, 86400},
    {"a duration", "duration", "", "P1DT2H3M4.5S", true, 93784.5},
    {"a negative duration", "duration", "", "-PT1M", true, -60},
    {"a month is the mean one", "duration", "", "P12M", true, 31556952},
    {"a duration has amounts", "duration", "", "PT", false, 0},
    {"a duration in order", "duration", "", "P1D1Y", false, 0},
    {"an object", "object", "", "{\"a\": 1}", true, 0},
    {"an object is no array", "object", "", "[1]", false, 0},
    {"an array", "array", "", "[1, 2]", true, 0},
    {"an array that is cut", "array", "", "[1, 2", false, 0},
    {"a list of integers", "list", "itemType: integer,", "1,2,3", true, 0},
    {"a list with another separator", "list", "itemType: integer, delimiter: ';',", "1;2", true, 0},
    {"a list with an item of another type", "list", "itemType: integer,", "1,x", false, 0},
    {"a point", "geopoint", "", "90.50, 45.50", true, 0},
    {"a point beyond the pole", "geopoint", "", "45.50, 90.50", false, 0},
    {"a point as an array", "geopoint", "format: array,", "[90.5, 45.5]", true, 0},
    {"a point as an object", "geopoint", "format: object,", "{\"lon\": 90, \"lat\": \"45\"}", true,
     0},
    {"a geometry", "geojson", "", "{\"type\": \"Point\", \"coordinates\": [1, 2]}", true, 0},
    {"a geometry without depth", "geojson", "",
     "{\"type\": \"LineString\", \"coordinates\": [1, 2]}", false, 0},
    {"a feature of nowhere", "geojson", "",
     "{\"type\": \"Feature\", \"geometry\": null, \"properties\": {}}", true, 0},
    {"a topology", "geojson", "format: topojson,",
     "{\"type\": \"Topology\", \"objects\": {}, \"arcs\": []}", true, 0},
    {"a UUID", "string", "format: uuid,", "95ecc380-afe9-11e4-9b6c-751b66dd541e", true, 0},
};

static const TableSchema *read_schema(const char *text, Arena *arena, Error *err)
{
    const Value *document = NULL;
    const TableSchema *schema = NULL;
    if (!yaml_parse("schema.yml", text, strlen(text), arena, &document, err))
        return NULL;
    return table_schema_read(document, arena, &schema, err) ? schema : NULL;
}

static void check_cast(void **state)
{
    const typeof(casts[0]) *row = *state;
    scoped_arena arena = arena_open();
    Error err = ERROR_EMPTY;
    const TableSchema *schema = read_schema(
        arena_format(arena, "fields: [{name: a, %s type: %s}]", row->more, row->type), arena, &err);
    assert_non_null(schema);
    Scalar scalar = {0};
    assert_int_equal(field_cast(&schema->fields.items[0], row->text, strlen(row->text), &scalar),
                     row->valid);
    assert_true(scalar.real == (row->valid ? row->value : 0));
}

static const struct {
    const char *name;
    const char *constraints;
    const char *rows;
    FieldRule rule;
    int64_t count;
    int64_t line;
} breaches[] = {
    {"a required value is there", "required: true", "1\nNA\n", RULE_REQUIRED, 1, 3},
    {"a missing value is fine otherwise", "minimum: 1", "1\nNA\n", RULE_REQUIRED, 0, 0},
    {"a value has its type", "minimum: 1", "1\nx\n2\ny\n", RULE_TYPE, 2, 3},
    {"a unique value is unique", "unique: true", "1\n2\n1.0\n", RULE_UNIQUE, 1, 4},
    {"missing values are not equal", "unique: true", "NA\nNA\n", RULE_UNIQUE, 0, 0},
    {"an enum compares numbers as numbers", "enum: [1, 2.50]", "1.0\n2.5\n3\n", RULE_ENUM, 1, 4},
    {"a minimum may be reached", "minimum: 1", "1\n0.99\n", RULE_MINIMUM, 1, 3},
    {"a maximum may be reached", "maximum: 1", "1\n1.01\n", RULE_MAXIMUM, 1, 3},
    {"an exclusive minimum may not", "exclusiveMinimum: 1", "1\n2\n", RULE_EXCLUSIVE_MINIMUM, 1, 2},
    {"an exclusive maximum may not", "exclusiveMaximum: 1", "0\n1\n", RULE_EXCLUSIVE_MAXIMUM, 1, 3},
    {"NaN is within no bounds", "maximum: 9", "NaN\n", RULE_MAXIMUM, 1, 2},
    {"NaN is in no enum", "enum: [1]", "NaN\n", RULE_ENUM, 1, 2},
    {"a length counts characters", "maxLength: 2", "12\n123\n", RULE_MAX_LENGTH, 1, 3},
    {"a length has a minimum", "minLength: 2", "12\n1\n", RULE_MIN_LENGTH, 1, 3},
    {"a pattern matches the whole value", "pattern: '[0-9]'", "1\n12\n", RULE_PATTERN, 1, 3},
};

static void check_breach(void **state)
{
    const typeof(breaches[0]) *row = *state;
    scoped_arena arena = arena_open();
    Error err = ERROR_EMPTY;
    const TableSchema *schema = read_schema(
        arena_format(arena,
                     "missingValues: [NA]\nfields:\n- name: a\n  type: number\n  constraints:\n"
                     "    {%s}\n",
                     row->constraints),
        arena, &err);
    assert_non_null(schema);
    const char *path = path_join(arena, folder_path, "data.csv");
    const char *data = arena_format(arena, "a\n%s", row->rows);
    assert_true(file_write(path, data, strlen(data), &err));
    scoped_table table = NULL;
    assert_true(table_open(&(TablePlan){.paths = &path, .path_count = 1}, arena, &table, &err));
    scoped_schema_check check =
        schema_check_open(&(SchemaPlan){.schema = schema,
                                        .columns = (const size_t[]){0},
                                        .unique_memory = SCHEMA_UNIQUE_MEMORY,
                                        .kernel = kernel_find(KERNEL_BEST),
                                        .workers = 1,
                                        .slots = 1},
                          arena);
    const Batch *batch = NULL;
    while (table_next(table, &batch)) {
        schema_check_batch(check, 0, 0, batch);
        schema_check_fold(check, 0);
    }
    assert_true(schema_check_finish(check, &err));
    const Breach *breach = schema_check_breach(check, 0, row->rule);
    assert_int_equal(breach->count, row->count);
    if (row->count)
        assert_int_equal(breach->places.items[0].line, row->line);
    if (row->count && row->rule != RULE_TYPE)
        assert_int_equal(schema->fields.items[0].rule_places[row->rule].line, 6);
}

static const struct {
    const char *name;
    const char *schema;
    const char *message;
    int64_t line;
} refused[] = {
    {"no fields", "title: x", "has no 'fields'", 1},
    {"a field without a name", "fields:\n- type: string", "a field has no 'name'", 2},
    {"a field that is there twice", "fields:\n- name: a\n- name: a", "'a' is there twice", 3},
    {"a misspelt key", "fields:\n- name: a\n  tpye: integer", "did you mean 'type'", 3},
    {"a misspelt key at the top", "feilds: []", "did you mean 'fields'", 1},
    {"a misspelt type", "fields:\n- name: a\n  type: interger", "did you mean 'integer'", 3},
    {"a misspelt constraint", "fields:\n- name: a\n  constraints: {minimun: 1}",
     "did you mean 'minimum'", 3},
    {"a constraint nobody knows", "fields:\n- name: a\n  constraints: {jsonata: {}}", "jsonata", 3},
    {"a JSON Schema of what is no JSON", "fields:\n- name: a\n  constraints: {jsonSchema: {}}",
     "is not JSON", 3},
    {"a JSON Schema with a slip",
     "fields:\n- name: a\n  type: object\n  constraints:\n    jsonSchema:\n      propertis: {}",
     "did you mean 'properties'", 6},
    {"an enum of objects with an array",
     "fields:\n- name: a\n  type: object\n  constraints:\n    enum: [{x: 1}, [1]]",
     "'[1]' in the enum", 5},
    {"a bound of texts", "fields:\n- name: a\n  constraints:\n    minimum: 1", "has no order", 4},
    {"a bound that is no number", "fields:\n- name: a\n  type: number\n  constraints: {minimum: x}",
     "wanted number", 4},
    {"an enum of another type", "fields:\n- name: a\n  type: integer\n  constraints: {enum: [x]}",
     "'x' in the enum", 4},
    {"a broken pattern", "fields:\n- name: a\n  constraints: {pattern: '(a'}", "not valid", 3},
    {"a format nobody knows", "fields:\n- name: a\n  type: date\n  format: '%Q'", "%Q", 4},
    {"a format without a part", "fields:\n- name: a\n  type: date\n  format: iso", "does not say",
     4},
    {"a key of no field", "fields:\n- name: a\nprimaryKey: b", "field 'b'", 3},
    {"a foreign key to a file that is not there",
     "fields:\n- name: a\nforeignKeys:\n- fields: a\n  reference: {resource: b.csv, fields: a}",
     "there is no", 5},
    {"a foreign key with too few fields",
     "fields:\n- name: a\nforeignKeys:\n- fields: a\n  reference: {fields: [a, b]}", "as many", 5},
    {"bounds that exclude each other",
     "fields:\n- name: a\n  type: integer\n  constraints:\n    minimum: 3\n    maximum: 2",
     "no value is both", 6},
    {"bounds that leave nothing",
     "fields:\n- name: a\n  type: integer\n  constraints:\n    minimum: 3\n    exclusiveMaximum: 3",
     "no value is both", 6},
    {"lengths that exclude each other",
     "fields:\n- name: a\n  constraints:\n    minLength: 3\n    maxLength: 2", "no value is both",
     5},
    {"an enum beyond a bound",
     "fields:\n- name: a\n  type: integer\n  constraints:\n    minimum: 3\n    enum: [2, 4]",
     "allows '2' and wants at least 3", 5},
    {"integers between neighbours",
     "fields:\n- name: a\n  type: integer\n  constraints:\n    exclusiveMinimum: 5\n"
     "    exclusiveMaximum: 6",
     "no value is both", 6},
    {"integers between two fractions",
     "fields:\n- name: a\n  type: integer\n  constraints:\n    minimum: 5.2\n    maximum: 5.8",
     "no value is both", 6},
    {"an enum of texts that are too short",
     "fields:\n- name: a\n  constraints:\n    minLength: 3\n    enum: [abc, \"z\u00fc\"]",
     "allows 'z\u00fc' and wants at least 3 characters", 4},
    {"an enum of texts that are too long",
     "fields:\n- name: a\n  constraints:\n    maxLength: 2\n    enum: [abc]",
     "allows 'abc' and wants at most 2 characters", 4},
    {"a mark that groups digits and ends them",
     "fields:\n- name: a\n  type: number\n  decimalChar: ','\n  groupChar: ','",
     "another text than the decimal mark", 5},
    {"an enum that its pattern forbids",
     "fields:\n- name: a\n  constraints:\n    pattern: '[a-z]+'\n    enum: [a, B]",
     "allows 'B' and wants", 4},
    {"bounds of a check that exclude each other",
     "fields:\n- name: a\nchecks:\n- {check: between, column: a, minimum: 5, maximum: 1}",
     "no value is both", 4},
    {"bounds of a check that leave nothing",
     "fields:\n- name: a\nchecks:\n- {check: mean, column: a, minimum: 1, exclusiveMaximum: 1.0}",
     "no value is both", 4},
    {"an item type that lists do not have",
     "fields:\n- name: a\n  type: list\n  itemType: duration", "'itemType'", 4},
    {"a misspelt format", "fields:\n- name: a\n  format: emial", "did you mean 'email'", 3},
    {"fields that are no list", "fields: 3", "fields", 1},
    {"a document that is no map", "[1]", "a map with 'fields'", 1},
};

static void check_refused(void **state)
{
    const typeof(refused[0]) *row = *state;
    scoped_arena arena = arena_open();
    Error err = ERROR_EMPTY;
    assert_null(read_schema(row->schema, arena, &err));
    assert_int_equal(err.kind, ERROR_CONFIG);
    if (!strstr(err.message, row->message))
        fail_msg("%s", err.message);
    assert_int_equal(err.place.line, row->line);
}

int main(void)
{
    if (!mkdtemp(folder_path))
        return 1;
    int failed = unit_run_table("number", numbers, check_number) +
                 unit_run_table("cast", casts, check_cast) +
                 unit_run_table("breach", breaches, check_breach) +
                 unit_run_table("refused", refused, check_refused);
    folder_remove(folder_path);
    return failed;
}
