#include "registry/registry.h"

#include "base/clean.h"
#include "base/file.h"
#include "base/text.h"
#include "registry/sqlite_query.h"

#include <ctype.h>
#include <string.h>

// Says in the file's header that it is ours ("Slu1"); and the version of the tables below.
#define REGISTRY_APPLICATION 0x536c7531
#define REGISTRY_SCHEMA      1

static const char *const registry_tables[] = {
    "CREATE TABLE model (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
    "CREATE TABLE version (model INTEGER NOT NULL REFERENCES model, number INTEGER NOT NULL,"
    " digest TEXT NOT NULL, reference TEXT NOT NULL, gate TEXT NOT NULL, metrics TEXT,"
    " created INTEGER NOT NULL, PRIMARY KEY (model, number), UNIQUE (model, digest))",
    "CREATE TABLE alias (model INTEGER NOT NULL REFERENCES model, alias TEXT NOT NULL,"
    " number INTEGER NOT NULL, PRIMARY KEY (model, alias),"
    " FOREIGN KEY (model, number) REFERENCES version)",
    "CREATE TABLE change (id INTEGER PRIMARY KEY, model INTEGER NOT NULL REFERENCES model,"
    " action TEXT NOT NULL, alias TEXT, before INTEGER NOT NULL, after INTEGER NOT NULL,"
    " time INTEGER NOT NULL, undone INTEGER NOT NULL DEFAULT 0)",
};

bool registry_check_name(const char *what, const char *name, Error *err)
{
    size_t size = strlen(name);
    bool valid = size > 0 && size <= REGISTRY_LONGEST_NAME && isalnum((unsigned char)name[0]);
    for (size_t i = 0; valid && i < size; i++)
        valid = (unsigned char)name[i] < 0x80 &&
                (isalnum((unsigned char)name[i]) || strchr("._-/", name[i]));
    if (valid)
        return true;
    scoped_arena arena = arena_open();
    return error_set(err, ERROR_USAGE,
                     "'%s' cannot be the name of %s: wanted a letter or digit, then letters, "
                     "digits, '.', '_', '-' or '/', at most %d together",
                     clean_text_short(arena, name, 80), what, REGISTRY_LONGEST_NAME);
}

static bool registry_pragma(Registry *registry, const char *sql, int64_t *ret_number, Error *err)
{
    scoped_query query = NULL;
    bool row = false;
    if (!query_open(registry, &query, err, sql, "") || !query_next(registry, query, &row, err))
        return false;
    *ret_number = row ? sqlite3_column_int64(query, 0) : 0;
    return true;
}

static bool registry_create_tables(Registry *registry, Error *err)
{
    for (size_t i = 0; i < array_count(registry_tables); i++) {
        if (!query_run(registry, err, registry_tables[i], ""))
            return false;
    }
    scoped_arena arena = arena_open();
    return query_run(registry, err,
                     arena_format(arena, "PRAGMA application_id = %d", REGISTRY_APPLICATION), "") &&
           query_run(registry, err,
                     arena_format(arena, "PRAGMA user_version = %d", REGISTRY_SCHEMA), "");
}

// Looks whose file it is and which tables it has.
static bool registry_check_schema(Registry *registry, bool *ret_empty, Error *err)
{
    int64_t application = 0;
    int64_t schema = 0;
    int64_t tables = 0;
    // The tables come first: another process may make them between two questions, and whoever saw
    // them also sees whose they are.
    if (!registry_pragma(registry, "SELECT count(*) FROM sqlite_master", &tables, err) ||
        !registry_pragma(registry, "PRAGMA application_id", &application, err) ||
        !registry_pragma(registry, "PRAGMA user_version", &schema, err))
        return false;
    *ret_empty = tables == 0;
    if (tables && application != REGISTRY_APPLICATION)
        return error_set(err, ERROR_INPUT, "'%s' is a database, but not a model registry",
                         registry->path);
    if (schema > REGISTRY_SCHEMA)
        return error_set(err, ERROR_INPUT,
                         "registry '%s' has format %lld, wanted at most %d: use a newer version",
                         registry->path, (long long)schema, REGISTRY_SCHEMA);
    return true;
}

static bool registry_prepare(Registry *registry, RegistryMode mode, Error *err)
{
    if (!query_run(registry, err, "PRAGMA foreign_keys = ON", ""))
        return false;
    bool empty = false;
    if (!registry_check_schema(registry, &empty, err))
        return false;
    if (!empty)
        return true;
    if (mode != REGISTRY_CREATE)
        return error_set(err, ERROR_INPUT, "'%s' is empty, wanted a model registry",
                         registry->path);
    // Somebody else may have made the tables while we waited for the right to write.
    scoped_transaction transaction = NULL;
    if (!transaction_begin(registry, &transaction, err) ||
        !registry_check_schema(registry, &empty, err))
        return false;
    if (empty && !registry_create_tables(registry, err))
        return false;
    return transaction_commit(&transaction, err);
}

bool registry_open(const char *path, RegistryMode mode, Registry **ret_registry, Error *err)
{
    if (mode != REGISTRY_CREATE && !file_exists(path))
        return error_set(err, ERROR_INPUT,
                         "there is no model registry '%s': register a package first", path);
    Arena *arena = arena_open();
    scoped_registry registry = arena_new(arena, Registry);
    *registry = (Registry){.path = arena_text(arena, path), .arena = arena};
    if (mode == REGISTRY_CREATE && !folder_make(path_folder(arena, path), err))
        return false;
    // An absolute path cannot be taken for one of SQLite's URIs or `:memory:`.
    static const int flags[] = {
        [REGISTRY_READ] = SQLITE_OPEN_READONLY,
        [REGISTRY_CHANGE] = SQLITE_OPEN_READWRITE,
        [REGISTRY_CREATE] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
    };
    if (sqlite3_open_v2(path_absolute(arena, path), &registry->db, flags[mode], NULL) != SQLITE_OK)
        return query_fail(registry, "open", err);
    sqlite3_busy_timeout(registry->db, REGISTRY_WAIT_MS);
    if (!registry_prepare(registry, mode, err))
        return false;
    *ret_registry = take(registry);
    return true;
}

void registry_close(Registry *registry)
{
    sqlite3_close_v2(registry->db);
    arena_close(registry->arena);
}

// The number that `sql` selects for the values; 0 if there is no row.
static bool registry_number(Registry *registry, sqlite3_stmt *query, int64_t *ret_number,
                            Error *err)
{
    bool row = false;
    if (!query_next(registry, query, &row, err))
        return false;
    *ret_number = row ? sqlite3_column_int64(query, 0) : 0;
    return true;
}

static bool registry_model(Registry *registry, const char *model, int64_t *ret_id, Error *err)
{
    scoped_query query = NULL;
    if (!query_open(registry, &query, err, "SELECT id FROM model WHERE name = ?", "t", model) ||
        !registry_number(registry, query, ret_id, err))
        return false;
    if (*ret_id == 0)
        return error_set(err, ERROR_INPUT, "registry '%s' has no model '%s'", registry->path,
                         model);
    return true;
}

static bool registry_note(Registry *registry, int64_t model, const ModelChange *change, Error *err)
{
    return query_run(registry, err,
                     "INSERT INTO change (model, action, alias, before, after, time)"
                     " VALUES (?, ?, ?, ?, ?, ?)",
                     "ittiii", model, change->action, change->alias, change->from, change->to,
                     change->time);
}

static bool registry_insert(Registry *registry, int64_t model, const ModelVersion *version,
                            int64_t *ret_number, Error *err)
{
    scoped_query last = NULL;
    if (!query_open(registry, &last, err,
                    "SELECT coalesce(max(number), 0) + 1 FROM version WHERE model = ?", "i",
                    model) ||
        !registry_number(registry, last, ret_number, err))
        return false;
    if (!query_run(registry, err,
                   "INSERT INTO version (model, number, digest, reference, gate, metrics, created)"
                   " VALUES (?, ?, ?, ?, ?, ?, ?)",
                   "iitttti", model, *ret_number, version->digest, version->reference,
                   version->gate, version->metrics, version->created))
        return false;
    ModelChange change = {.action = "register", .to = *ret_number, .time = version->created};
    return registry_note(registry, model, &change, err);
}

bool registry_add(Registry *registry, const char *model, const ModelVersion *version,
                  int64_t *ret_number, Error *err)
{
    if (!registry_check_name("a model", model, err))
        return false;
    scoped_transaction transaction = NULL;
    int64_t id = 0;
    if (!transaction_begin(registry, &transaction, err) ||
        !query_run(registry, err, "INSERT INTO model (name) VALUES (?) ON CONFLICT DO NOTHING", "t",
                   model) ||
        !registry_model(registry, model, &id, err))
        return false;
    scoped_query known = NULL;
    int64_t number = 0;
    if (!query_open(registry, &known, err,
                    "SELECT number FROM version WHERE model = ? AND digest = ?", "it", id,
                    version->digest) ||
        !registry_number(registry, known, &number, err))
        return false;
    if (number == 0 && !registry_insert(registry, id, version, &number, err))
        return false;
    query_close(take(known));
    if (!transaction_commit(&transaction, err))
        return false;
    *ret_number = number;
    return true;
}

static bool registry_alias(Registry *registry, int64_t model, const char *alias,
                           int64_t *ret_number, Error *err)
{
    scoped_query query = NULL;
    return query_open(registry, &query, err,
                      "SELECT number FROM alias WHERE model = ? AND alias = ?", "it", model,
                      alias) &&
           registry_number(registry, query, ret_number, err);
}

static bool registry_set_alias(Registry *registry, int64_t model, const char *alias, int64_t number,
                               Error *err)
{
    return query_run(registry, err,
                     "INSERT INTO alias (model, alias, number) VALUES (?, ?, ?)"
                     " ON CONFLICT (model, alias) DO UPDATE SET number = excluded.number",
                     "iti", model, alias, number);
}

static bool registry_move(Registry *registry, const Promotion *promotion, int64_t *ret_before,
                          Error *err)
{
    int64_t model = 0;
    int64_t before = 0;
    if (!registry_model(registry, promotion->model, &model, err) ||
        !registry_alias(registry, model, promotion->alias, &before, err))
        return false;
    *ret_before = before;
    if (before == promotion->number)
        return true;
    ModelChange change = {.action = "promote",
                          .alias = promotion->alias,
                          .from = before,
                          .to = promotion->number,
                          .time = promotion->time};
    return registry_set_alias(registry, model, promotion->alias, promotion->number, err) &&
           registry_note(registry, model, &change, err);
}

bool registry_promote(Registry *registry, const Promotion *promotion, int64_t *ret_before,
                      Error *err)
{
    if (!registry_check_name("an alias", promotion->alias, err))
        return false;
    int64_t number = 0;
    if (text_equal(promotion->alias, "latest") || text_to_int(promotion->alias, &number))
        return error_set(err, ERROR_USAGE,
                         "'%s' cannot be the name of an alias: it names a version already",
                         promotion->alias);
    scoped_transaction transaction = NULL;
    int64_t before = 0;
    if (!transaction_begin(registry, &transaction, err) ||
        !registry_move(registry, promotion, &before, err) || !transaction_commit(&transaction, err))
        return false;
    *ret_before = before;
    return true;
}

// The last promotion of the alias that was not taken back.
static bool registry_last_promotion(Registry *registry, const Promotion *promotion, int64_t model,
                                    int64_t *ret_change, int64_t *ret_before, Error *err)
{
    scoped_query query = NULL;
    bool row = false;
    if (!query_open(registry, &query, err,
                    "SELECT id, before FROM change WHERE model = ? AND alias = ?"
                    " AND action = 'promote' AND undone = 0 ORDER BY id DESC LIMIT 1",
                    "it", model, promotion->alias) ||
        !query_next(registry, query, &row, err))
        return false;
    if (!row || sqlite3_column_int64(query, 1) == 0)
        return error_set(err, ERROR_INPUT,
                         "'%s' of model '%s' cannot be rolled back: no version had it before",
                         promotion->alias, promotion->model);
    *ret_change = sqlite3_column_int64(query, 0);
    *ret_before = sqlite3_column_int64(query, 1);
    return true;
}

bool registry_preview_rollback(Registry *registry, const Promotion *promotion, int64_t *ret_from,
                               int64_t *ret_to, Error *err)
{
    int64_t model = 0;
    int64_t last = 0;
    return registry_model(registry, promotion->model, &model, err) &&
           registry_alias(registry, model, promotion->alias, ret_from, err) &&
           registry_last_promotion(registry, promotion, model, &last, ret_to, err);
}

static bool registry_move_back(Registry *registry, const Promotion *promotion, int64_t *ret_from,
                               int64_t *ret_to, Error *err)
{
    int64_t model = 0;
    int64_t last = 0;
    if (!registry_model(registry, promotion->model, &model, err) ||
        !registry_alias(registry, model, promotion->alias, ret_from, err) ||
        !registry_last_promotion(registry, promotion, model, &last, ret_to, err))
        return false;
    ModelChange change = {.action = "rollback",
                          .alias = promotion->alias,
                          .from = *ret_from,
                          .to = *ret_to,
                          .time = promotion->time};
    return query_run(registry, err, "UPDATE change SET undone = 1 WHERE id = ?", "i", last) &&
           registry_set_alias(registry, model, promotion->alias, *ret_to, err) &&
           registry_note(registry, model, &change, err);
}

bool registry_rollback(Registry *registry, const Promotion *promotion, int64_t *ret_from,
                       int64_t *ret_to, Error *err)
{
    scoped_transaction transaction = NULL;
    int64_t from = 0;
    int64_t to = 0;
    if (!transaction_begin(registry, &transaction, err) ||
        !registry_move_back(registry, promotion, &from, &to, err) ||
        !transaction_commit(&transaction, err))
        return false;
    *ret_from = from;
    *ret_to = to;
    return true;
}
