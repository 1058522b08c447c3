#include "pipeline_schema.h"

#include "doc/json.h"
#include "doc/json_writer.h"
#include "process/process.h"
#include "process/program.h"
#include "tools.h"

// What a tool says of its options; the tools that stand alone are asked.
static bool schema_of_tool(const char *tool, Arena *arena, const Value **ret_schema, Error *err)
{
    ProcessPlan plan = {.timeout_ms = 30000};
    ProcessResult result;
    *list_push(arena, &plan.command) = program_of_tool(tool, arena);
    *list_push(arena, &plan.command) = "--describe=json-schema";
    if (!process_run(&plan, arena, &result, err))
        return false;
    if (!process_succeeded(&result))
        return error_set(err, ERROR_SYSTEM, "'sluice-%s --describe=json-schema' %s", tool,
                         process_describe(&result, arena));
    return json_parse(tool, result.output.bytes, result.output.size, (JsonOptions){0}, arena,
                      ret_schema, err);
}

static void schema_property(JsonWriter *json, const char *name, const char *type,
                            const char *description)
{
    json_key(json, name);
    json_open_map(json);
    json_put_text(json, "type", type);
    json_put_text(json, "description", description);
    json_close_map(json);
}

static void schema_command(JsonWriter *json)
{
    json_key(json, "run");
    json_open_map(json);
    json_put_text(json, "description",
                  "a command: a text runs by sh -c, a list of words is executed as it is");
    json_key(json, "type");
    json_open_flat_list(json);
    json_text(json, "string");
    json_text(json, "array");
    json_close_list(json);
    json_close_map(json);
}

// `if` the stage's tool is this one, `then` its `with:` has these options.
static bool schema_condition(JsonWriter *json, const char *tool, Arena *arena, Error *err)
{
    const Value *schema = NULL;
    if (!schema_of_tool(tool, arena, &schema, err))
        return false;
    json_open_map(json);
    json_key(json, "if");
    json_open_map(json);
    json_key(json, "properties");
    json_open_map(json);
    json_key(json, "tool");
    json_open_flat_map(json);
    json_put_text(json, "pattern", arena_format(arena, "^%s( |$)", tool));
    json_close_map(json);
    json_close_map(json);
    json_key(json, "required");
    json_open_flat_list(json);
    json_text(json, "tool");
    json_close_list(json);
    json_close_map(json);
    json_key(json, "then");
    json_open_map(json);
    json_key(json, "properties");
    json_open_map(json);
    json_key(json, "with");
    json_value(json, schema);
    json_close_map(json);
    json_close_map(json);
    json_close_map(json);
    return true;
}

static bool schema_stage(JsonWriter *json, Arena *arena, Error *err)
{
    json_open_map(json);
    json_put_text(json, "type", "object");
    json_put_bool(json, "additionalProperties", false);
    json_key(json, "required");
    json_open_flat_list(json);
    json_text(json, "name");
    json_close_list(json);
    json_key(json, "properties");
    json_open_map(json);
    schema_property(json, "name", "string", "names the stage and its report");
    schema_property(json, "tool", "string", "a tool, and a verb of it after a blank");
    schema_property(json, "with", "object", "the options of the tool");
    schema_command(json);
    schema_property(json, "outward", "boolean",
                    "the command acts on the outside: it runs with --live only");
    schema_property(json, "timeout", "string", "how long the command may take: 30s, 10m");
    json_close_map(json);
    json_key(json, "allOf");
    json_open_list(json);
    for (size_t i = 0; i < front_tool_count; i++) {
        if (front_tools[i].in_pipeline && !schema_condition(json, front_tools[i].name, arena, err))
            return false;
    }
    json_close_list(json);
    json_close_map(json);
    return true;
}

bool pipeline_schema_print(Buf *out, Error *err)
{
    scoped_arena arena = arena_open();
    JsonWriter json = json_writer(out);
    json_open_map(&json);
    json_put_text(&json, "$schema", "http://json-schema.org/draft-07/schema#");
    json_put_text(&json, "title", "sluice.yml");
    json_put_text(&json, "type", "object");
    json_put_bool(&json, "additionalProperties", false);
    json_key(&json, "required");
    json_open_flat_list(&json);
    json_text(&json, "version");
    json_text(&json, "stages");
    json_close_list(&json);
    json_key(&json, "properties");
    json_open_map(&json);
    json_key(&json, "version");
    json_open_flat_map(&json);
    json_key(&json, "const");
    json_int(&json, 1);
    json_close_map(&json);
    schema_property(&json, "name", "string", "the project, for the title of the page");
    json_key(&json, "stages");
    json_open_map(&json);
    json_put_text(&json, "type", "array");
    json_key(&json, "items");
    if (!schema_stage(&json, arena, err))
        return false;
    json_close_map(&json);
    json_close_map(&json);
    json_close_map(&json);
    json_finish(&json);
    return true;
}
