#include "documents.h"

#include "base/time.h"
#include "crypto/hashing.h"
#include "doc/json_writer.h"

#include <string.h>

static void record_digest(JsonWriter *json, const char *sha256)
{
    json_key(json, "digest");
    json_open_flat_map(json);
    json_put_text(json, "sha256", sha256);
    json_close_map(json);
}

static void record_files(JsonWriter *json, const char *key, const PackageFileList *files)
{
    json_key(json, key);
    json_open_list(json);
    for (size_t i = 0; i < files->count; i++) {
        json_open_flat_map(json);
        json_put_text(json, "name", files->items[i].name);
        json_put_int(json, "size", files->items[i].size);
        json_put_text(json, "sha256", files->items[i].digest);
        json_close_map(json);
    }
    json_close_list(json);
}

static void record_checks(JsonWriter *json, const Report *gate)
{
    json_key(json, "checks");
    json_open_list(json);
    for (size_t i = 0; i < gate->checks.count; i++) {
        const Check *check = &gate->checks.items[i];
        json_open_flat_map(json);
        json_put_text(json, "name", check->name);
        json_put_text(json, "verdict", verdict_name(check->verdict));
        json_put_text(json, "value", check->value);
        json_put_text(json, "threshold", check->threshold);
        json_close_map(json);
    }
    json_close_list(json);
}

static void record_result(JsonWriter *json, const GateResult *gate)
{
    json_open_map(json);
    json_put_text(json, "verdict", verdict_name(VERDICT_PASS));
    record_checks(json, gate->report);
    json_close_map(json);
}

static void record_gate(JsonWriter *json, const GateResult *gate)
{
    json_key(json, "gate");
    if (gate->passed)
        record_result(json, gate);
    else
        json_null(json);
}

void document_write_record(const Content *content, Buf *out)
{
    scoped_arena arena = arena_open();
    JsonWriter json = json_writer(out);
    json_open_map(&json);
    json_put_text(&json, "schema", "sluice.package/1");
    json_put_text(&json, "name", content->name);
    json_put_text(&json, "tag", content->tag);
    json_put_text(&json, "created", time_text(arena, content->time));
    json_put_text(&json, "description", content->description);
    json_put_text(&json, "license", content->license);
    json_put_text(&json, "git_commit", content->revision);
    record_files(&json, "model", &content->model);
    record_files(&json, "code", &content->code);
    record_files(&json, "docs", &content->docs);
    record_files(&json, "data", &content->data);
    json_key(&json, "metrics");
    if (content->metrics)
        json_value(&json, content->metrics);
    else
        json_null(&json);
    record_gate(&json, &content->gate);
    json_close_map(&json);
    json_finish(&json);
}

static void provenance_resource(JsonWriter *json, const PackageFile *file)
{
    json_open_map(json);
    json_put_text(json, "name", file->name);
    record_digest(json, file->digest);
    json_close_map(json);
}

static void provenance_resources(JsonWriter *json, const PackageFileList *files)
{
    for (size_t i = 0; i < files->count; i++)
        provenance_resource(json, &files->items[i]);
}

static void provenance_commit(JsonWriter *json, const char *commit)
{
    json_open_map(json);
    json_put_text(json, "name", "git commit");
    json_key(json, "digest");
    json_open_flat_map(json);
    json_put_text(json, strlen(commit) == 40 ? "gitCommit" : "sha256", commit);
    json_close_map(json);
    json_close_map(json);
}

// What went in: the commit, the code, the data.
static void provenance_build(JsonWriter *json, const Content *content)
{
    json_key(json, "buildDefinition");
    json_open_map(json);
    json_put_text(json, "buildType", "urn:sluice:package:1");
    json_key(json, "externalParameters");
    json_open_map(json);
    json_put_text(json, "name", content->name);
    json_put_text(json, "tag", content->tag);
    json_close_map(json);
    json_key(json, "resolvedDependencies");
    json_open_list(json);
    if (content->revision)
        provenance_commit(json, content->revision);
    provenance_resources(json, &content->code);
    provenance_resources(json, &content->data);
    json_close_list(json);
    json_close_map(json);
}

// Of what the gate concluded, and not of its report: that also tells where and how it was run.
static const char *provenance_gate_digest(const GateResult *gate, Arena *arena)
{
    scoped_buf text = BUF_EMPTY;
    JsonWriter json = json_writer_compact(&text);
    record_result(&json, gate);
    return hash_bytes(HASH_SHA256, text.data, text.size, arena);
}

static void provenance_run(JsonWriter *json, const Content *content)
{
    scoped_arena arena = arena_open();
    json_key(json, "runDetails");
    json_open_map(json);
    json_key(json, "builder");
    json_open_map(json);
    json_put_text(json, "id", "urn:sluice:package");
    json_key(json, "version");
    json_open_flat_map(json);
    json_put_text(json, "sluice", content->tool_version);
    json_close_map(json);
    json_close_map(json);
    json_key(json, "byproducts");
    json_open_list(json);
    if (content->gate.passed) {
        json_open_map(json);
        json_put_text(json, "name", "gate result");
        record_digest(json, provenance_gate_digest(&content->gate, arena));
        json_close_map(json);
    }
    json_close_list(json);
    json_close_map(json);
}

void document_write_provenance(const Content *content, Buf *out)
{
    JsonWriter json = json_writer(out);
    json_open_map(&json);
    json_put_text(&json, "_type", "https://in-toto.io/Statement/v1");
    json_key(&json, "subject");
    json_open_list(&json);
    provenance_resources(&json, &content->model);
    json_close_list(&json);
    json_put_text(&json, "predicateType", "https://slsa.dev/provenance/v1");
    json_key(&json, "predicate");
    json_open_map(&json);
    provenance_build(&json, content);
    provenance_run(&json, content);
    json_close_map(&json);
    json_close_map(&json);
    json_finish(&json);
}
