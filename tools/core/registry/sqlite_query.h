// sqlite_query: one prepared statement with its values; for the registry's own files only.

#ifndef REGISTRY_SQLITE_QUERY_H
#define REGISTRY_SQLITE_QUERY_H

#include "base/arena.h"
#include "base/error.h"

#include <sqlite3.h>

struct Registry {
    sqlite3 *db;
    const char *path;
    Arena *arena;
};
typedef struct Registry Registry;

static inline void query_close(sqlite3_stmt *query)
{
    sqlite3_finalize(query);
}
SCOPED_CLOSE(sqlite3_stmt *, query_close)
#define scoped_query CLEANUP(query_close_scoped) sqlite3_stmt *

// Prepares `sql` and binds a value for each letter of `kinds`: `t` a text (may be NULL), `i` an
// int64_t.
bool query_open(Registry *registry, sqlite3_stmt **ret_query, Error *err, const char *sql,
                const char *kinds, ...) MUST_USE;

// The next row; *ret_row is false at the end.
bool query_next(Registry *registry, sqlite3_stmt *query, bool *ret_row, Error *err) MUST_USE;

// Runs a statement that gives no rows.
bool query_run(Registry *registry, Error *err, const char *sql, const char *kinds, ...) MUST_USE;

// A column as text, NULL for NULL.
const char *query_text(sqlite3_stmt *query, int column, Arena *arena);

bool query_fail(Registry *registry, const char *what, Error *err);

// A transaction that has the right to write from its start; whatever was not committed is undone
// at the end of the scope.
bool transaction_begin(Registry *registry, Registry **ret_transaction, Error *err) MUST_USE;
bool transaction_commit(Registry **transaction, Error *err) MUST_USE;
static inline void transaction_close(Registry *registry)
{
    sqlite3_exec(registry->db, "ROLLBACK", NULL, NULL, NULL);
}
SCOPED_CLOSE(Registry *, transaction_close)
#define scoped_transaction CLEANUP(transaction_close_scoped) Registry *

#endif
