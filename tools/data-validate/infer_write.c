// An inferred schema as people commit it: YAML that says why, or plain JSON.

#include "base/clean.h"
#include "doc/json_writer.h"
#include "doc/quote.h"
#include "infer.h"

#include <inttypes.h>

#define PROFILE_URL "https://datapackage.org/profiles/1.0/tableschema.json"

// The column in which evidence stands, if the line is not longer.
#define EVIDENCE_COLUMN ((size_t)40)

static const char heading[] = "# Rules that stand here were kept so often that fewer than 3 % of "
                              "the rows to come should break\n"
                              "# them. Lines that begin with # were kept as well, or nearly, as "
                              "they say, and want somebody\n"
                              "# who knows the data: take away the # of those that must be.\n";

static void write_list(Buf *out, const TextList *values, bool are_texts)
{
    buf_add_char(out, '[');
    for (size_t i = 0; i < values->count; i++) {
        buf_add(out, i ? ", " : "");
        if (are_texts)
            quote_yaml(out, values->items[i]);
        else
            buf_add(out, values->items[i]);
    }
    buf_add_char(out, ']');
}

// The evidence behind what begins at `start`, and the end of its line.
static void write_evidence(Buf *out, size_t start, const char *evidence)
{
    do
        buf_add_char(out, ' ');
    while (out->size - start < EVIDENCE_COLUMN);
    buf_format(out, "# %s\n", evidence);
}

static bool has_rule(const InferredField *field, bool firm)
{
    bool has = false;
    for (size_t i = 0; i < field->rules.count; i++)
        has = has || field->rules.items[i].firm == firm;
    return has;
}

static void write_rule(const InferredRule *rule, Buf *out)
{
    size_t start = out->size;
    buf_format(out, "%s    %s: ", rule->firm ? "" : "#", rule->key);
    if (rule->is_list)
        write_list(out, &rule->values, rule->are_texts);
    else
        buf_add(out, rule->values.items[0]);
    write_evidence(out, start, rule->evidence);
}

static void write_field(const InferredField *field, Buf *out)
{
    buf_add(out, "- name: ");
    quote_yaml(out, field->name);
    buf_format(out, "\n  type: %s\n", field->type);
    if (field->format) {
        buf_add(out, "  format: ");
        quote_yaml(out, field->format);
        buf_add_char(out, '\n');
    }
    if (field->decimal)
        buf_format(out, "  decimalChar: '%s'\n", field->decimal);
    buf_format(out, "  # %s\n", field->evidence);
    if (field->rules.count)
        buf_format(out, "%s  constraints:\n", has_rule(field, true) ? "" : "#");
    for (int firm = 1; firm >= 0; firm--) {
        for (size_t i = 0; i < field->rules.count; i++) {
            if (field->rules.items[i].firm == (firm == 1))
                write_rule(&field->rules.items[i], out);
        }
    }
}

void infer_write_yaml(const InferredSchema *schema, Buf *out)
{
    scoped_arena arena = arena_open();
    buf_format(out, "# What %s is, by its %" PRId64 " row%s.\n%s",
               clean_text_short(arena, schema->source, 80), schema->rows,
               schema->rows == 1 ? "" : "s", heading);
    buf_add(out, "$schema: " PROFILE_URL "\nmissingValues: ");
    write_list(out, schema->missing, true);
    buf_add(out, schema->fields.count ? "\nfields:\n" : "\nfields: []\n");
    for (size_t i = 0; i < schema->fields.count; i++)
        write_field(&schema->fields.items[i], out);
    if (schema->checks.count)
        buf_add(out, "#checks:\n");
    for (size_t i = 0; i < schema->checks.count; i++) {
        size_t start = out->size;
        buf_format(out, "#- %s", schema->checks.items[i].text);
        write_evidence(out, start, schema->checks.items[i].evidence);
    }
}

static void json_put_rule(JsonWriter *json, const InferredRule *rule)
{
    json_key(json, rule->key);
    if (!rule->is_list) {
        json_bool(json, true);
        return;
    }
    json_open_flat_list(json);
    for (size_t i = 0; i < rule->values.count; i++)
        json_text(json, rule->values.items[i]);
    json_close_list(json);
}

static void json_put_field(JsonWriter *json, const InferredField *field)
{
    json_open_map(json);
    json_put_text(json, "name", field->name);
    json_put_text(json, "type", field->type);
    if (field->format)
        json_put_text(json, "format", field->format);
    if (field->decimal)
        json_put_text(json, "decimalChar", field->decimal);
    if (has_rule(field, true)) {
        json_key(json, "constraints");
        json_open_flat_map(json);
        for (size_t i = 0; i < field->rules.count; i++) {
            if (field->rules.items[i].firm)
                json_put_rule(json, &field->rules.items[i]);
        }
        json_close_map(json);
    }
    json_close_map(json);
}

void infer_write_json(const InferredSchema *schema, Buf *out)
{
    JsonWriter json = json_writer(out);
    json_open_map(&json);
    json_put_text(&json, "$schema", PROFILE_URL);
    json_key(&json, "missingValues");
    json_open_flat_list(&json);
    for (size_t i = 0; i < schema->missing->count; i++)
        json_text(&json, schema->missing->items[i]);
    json_close_list(&json);
    json_key(&json, "fields");
    json_open_list(&json);
    for (size_t i = 0; i < schema->fields.count; i++)
        json_put_field(&json, &schema->fields.items[i]);
    json_close_list(&json);
    json_close_map(&json);
    json_finish(&json);
}
