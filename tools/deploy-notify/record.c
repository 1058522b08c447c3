#include "record.h"

#include "base/file.h"
#include "base/time.h"
#include "doc/json.h"
#include "doc/json_writer.h"

#define PACKAGE_RECORD "sluice.package-record/1"

bool record_write(const char *path, const Deployment *deployment, const char *delivery,
                  int64_t finished, Error *err)
{
    scoped_arena arena = arena_open();
    scoped_buf text = BUF_EMPTY;
    JsonWriter json = json_writer(&text);
    json_open_map(&json);
    json_put_text(&json, "schema", "sluice.deployment/1");
    json_put_text(&json, "target", deployment->target->name);
    json_put_text(&json, "outcome", outcome_name(deployment->outcome));
    json_put_text(&json, "version", deployment->release.version);
    json_put_text(&json, "package", deployment->release.package);
    json_put_text(&json, "digest", deployment->release.digest);
    json_put_text(&json, "delivery", delivery);
    json_put_text(&json, "finished", time_text(arena, finished));
    json_key(&json, "steps");
    json_open_list(&json);
    for (size_t i = 0; i < deployment->steps.count; i++) {
        const Step *step = &deployment->steps.items[i];
        json_open_map(&json);
        json_put_text(&json, "name", step->name);
        json_put_text(&json, "outcome", step->succeeded ? "done" : "failed");
        json_put_int(&json, "took_ms", step->took_ms);
        json_put_text(&json, "detail", step->detail);
        json_close_map(&json);
    }
    json_close_list(&json);
    json_close_map(&json);
    json_finish(&json);
    return file_write(path, text.data, text.size, err);
}

bool record_read_package(const char *path, Arena *arena, Release *release, Error *err)
{
    const Value *root = NULL;
    const char *schema = PACKAGE_RECORD;
    if (!json_load("package record", path, (JsonOptions){0}, arena, &root, err))
        return false;
    if (root->kind != VALUE_MAP)
        return value_refuse(err, root, "the package record", "a map with 'version' and 'digest'");
    if (!value_read_text(root, "schema", &schema, err))
        return false;
    if (!text_equal(schema, PACKAGE_RECORD))
        return value_refuse(err, value_get(root, "schema"), "key 'schema'", PACKAGE_RECORD);
    return value_read_text(root, "version", &release->version, err) &&
           value_read_text(root, "digest", &release->digest, err) &&
           value_read_text(root, "path", &release->package, err);
}
