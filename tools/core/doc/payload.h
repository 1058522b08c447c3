// payload: JSON that programs of others send and expect (cJSON underneath); nobody needs its lines.
//
// A payload is a tree that is built, sent and thrown away. Reading accepts what JSON parsers
// accept; ask for members with payload_text() and the like, which are NULL or the fallback where a
// member is missing or of another kind.

#ifndef DOC_PAYLOAD_H
#define DOC_PAYLOAD_H

#include "base/arena.h"
#include "base/error.h"

typedef struct Payload Payload;

Payload *payload_open_map(void);
Payload *payload_open_list(void);
bool payload_parse(const char *bytes, size_t size, Payload **ret_payload, Error *err) MUST_USE;
void payload_close(Payload *payload);
SCOPED_CLOSE(Payload *, payload_close)
#define scoped_payload CLEANUP(payload_close_scoped) Payload *

void payload_put_text(Payload *map, const char *key, const char *text);
void payload_put_int(Payload *map, const char *key, int64_t number);
void payload_put_real(Payload *map, const char *key, double number);
void payload_put_bool(Payload *map, const char *key, bool value);
// The map or list takes over `child`; the result is the child, to be filled on.
Payload *payload_put(Payload *map, const char *key, Payload *child);
Payload *payload_add(Payload *list, Payload *child);
void payload_add_text(Payload *list, const char *text);

// Borrowed from the payload.
const Payload *payload_get(const Payload *map, const char *key);
const Payload *payload_at(const Payload *list, size_t index);
size_t payload_count(const Payload *list);
const char *payload_text(const Payload *map, const char *key);
double payload_real(const Payload *map, const char *key, double fallback);
bool payload_bool(const Payload *map, const char *key, bool fallback);
// A whole number of at most 2^53, up to which JSON of others is exact; else the fallback.
int64_t payload_int(const Payload *map, const char *key, int64_t fallback);
bool payload_is_map(const Payload *payload);
bool payload_is_list(const Payload *payload);

// Compact JSON.
char *payload_print(const Payload *payload, Arena *arena);

#endif
