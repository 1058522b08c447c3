#include "registry/sqlite_query.h"

#include <stdarg.h>

bool query_fail(Registry *registry, const char *what, Error *err)
{
    int code = sqlite3_errcode(registry->db);
    if (code == SQLITE_BUSY)
        return error_set(err, ERROR_SYSTEM,
                         "cannot %s registry '%s': another process holds it; try again", what,
                         registry->path);
    return error_set(
        err, code == SQLITE_NOTADB || code == SQLITE_CORRUPT ? ERROR_INPUT : ERROR_SYSTEM,
        "cannot %s registry '%s': %s", what, registry->path, sqlite3_errmsg(registry->db));
}

static bool query_bind(sqlite3_stmt *query, const char *kinds, va_list values)
{
    for (int at = 0; kinds[at]; at++) {
        int code = kinds[at] == 't' ? sqlite3_bind_text(query, at + 1, va_arg(values, const char *),
                                                        -1, SQLITE_TRANSIENT)
                                    : sqlite3_bind_int64(query, at + 1, va_arg(values, int64_t));
        if (code != SQLITE_OK)
            return false;
    }
    return true;
}

static bool query_open_list(Registry *registry, sqlite3_stmt **ret_query, Error *err,
                            const char *sql, const char *kinds, va_list values)
{
    scoped_query query = NULL;
    if (sqlite3_prepare_v2(registry->db, sql, -1, &query, NULL) != SQLITE_OK ||
        !query_bind(query, kinds, values))
        return query_fail(registry, "read", err);
    *ret_query = take(query);
    return true;
}

bool query_open(Registry *registry, sqlite3_stmt **ret_query, Error *err, const char *sql,
                const char *kinds, ...)
{
    va_list values;
    va_start(values, kinds);
    bool opened = query_open_list(registry, ret_query, err, sql, kinds, values);
    va_end(values);
    return opened;
}

bool query_next(Registry *registry, sqlite3_stmt *query, bool *ret_row, Error *err)
{
    int code = sqlite3_step(query);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        return query_fail(registry, "use", err);
    *ret_row = code == SQLITE_ROW;
    return true;
}

bool query_run(Registry *registry, Error *err, const char *sql, const char *kinds, ...)
{
    scoped_query query = NULL;
    va_list values;
    va_start(values, kinds);
    bool opened = query_open_list(registry, &query, err, sql, kinds, values);
    va_end(values);
    bool row = false;
    return opened && query_next(registry, query, &row, err);
}

const char *query_text(sqlite3_stmt *query, int column, Arena *arena)
{
    return arena_text(arena, (const char *)sqlite3_column_text(query, column));
}

bool transaction_begin(Registry *registry, Registry **ret_transaction, Error *err)
{
    if (!query_run(registry, err, "BEGIN IMMEDIATE", ""))
        return false;
    *ret_transaction = registry;
    return true;
}

bool transaction_commit(Registry **transaction, Error *err)
{
    if (!query_run(*transaction, err, "COMMIT", ""))
        return false;
    *transaction = NULL;
    return true;
}
