// What may stand under `with:` in sluice.yml, as a JSON Schema for editors.

#include "base/text.h"
#include "cli/help.h"
#include "doc/json_writer.h"

static const char *const schema_types[] = {
    [OPTION_FLAG] = "boolean",  [OPTION_INT] = "integer", [OPTION_REAL] = "number",
    [OPTION_SIZE] = NULL,       [OPTION_DURATION] = NULL, [OPTION_TEXT] = NULL,
    [OPTION_CHOICE] = "string", [OPTION_PATH] = "string", [OPTION_TEXTS] = NULL,
    [OPTION_PATHS] = NULL,      [OPTION_COMMAND] = NULL,  [OPTION_SECRET] = "string",
};

static void schema_either(JsonWriter *json, const char *first, const char *second)
{
    json_key(json, "type");
    json_open_flat_list(json);
    json_text(json, first);
    json_text(json, second);
    json_close_list(json);
}

static void schema_option(JsonWriter *json, const Option *option, Arena *arena)
{
    const bool secret = option->type == OPTION_SECRET;
    const bool many = option->type == OPTION_TEXTS || option->type == OPTION_PATHS ||
                      option->type == OPTION_COMMAND;
    json_key(json, secret ? arena_format(arena, "%s-file", option->name) : option->name);
    json_open_map(json);
    json_put_text(json, "description",
                  arena_format(arena, "%s%s", option->help, help_note(option, arena)));
    if (schema_types[option->type]) {
        json_put_text(json, "type", schema_types[option->type]);
    } else if (many) {
        schema_either(json, "string", "array");
        json_key(json, "items");
        json_open_flat_map(json);
        schema_either(json, "string", "number");
        json_close_map(json);
    } else {
        schema_either(json, "string", "number");
    }
    if (option->choices) {
        json_key(json, "enum");
        json_open_flat_list(json);
        for (const char *const *choice = option->choices; *choice; choice++)
            json_text(json, *choice);
        json_close_list(json);
    }
    json_close_map(json);
}

void describe_schema(const Tool *tool, Buf *out)
{
    scoped_arena arena = arena_open();
    const OptionList inputs = help_inputs(tool, arena);
    JsonWriter json = json_writer(out);
    json_open_map(&json);
    json_put_text(&json, "title", tool->name);
    json_put_text(&json, "description", tool->summary);
    json_put_text(&json, "type", "object");
    json_put_bool(&json, "additionalProperties", false);
    json_key(&json, "properties");
    json_open_map(&json);
    for (size_t i = 0; i < inputs.count; i++) {
        if (!text_equal(inputs.items[i]->name, "config") &&
            !text_equal(inputs.items[i]->name, "stage"))
            schema_option(&json, inputs.items[i], arena);
    }
    json_close_map(&json);
    json_close_map(&json);
    json_finish(&json);
}
