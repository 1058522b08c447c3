// text: questions about texts, and the only ways from a text to a number and back.
//
// text_to_*() accept the whole text or nothing: no trailing garbage, no overflow, no locale, no
// surrounding blanks, and write their result only on success.

#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/arena.h"
#include "base/base.h"

bool text_equal(const char *a, const char *b); // NULL equals only NULL
bool text_equal_any_case(const char *a, const char *b);
bool text_starts(const char *text, const char *prefix);
bool text_ends(const char *text, const char *suffix);
bool text_empty(const char *text); // NULL or ""

// A decimal integer with an optional sign.
bool text_to_int(const char *text, int64_t *ret_number) MUST_USE;

// A finite decimal number such as `-1.5e3`; neither hexadecimal nor `nan` nor `inf`.
bool text_to_real(const char *text, double *ret_number) MUST_USE;

// `true`, `false`, also with one or all capitals (YAML 1.2 core), nothing else.
bool text_to_bool(const char *text, bool *ret_value) MUST_USE;

// A number of bytes: `512`, `64K`, `4G`, `1.5M`; powers of 1024; `KB` and `KiB` are read alike.
bool text_to_size(const char *text, int64_t *ret_bytes) MUST_USE;

// A duration with its unit: `250ms`, `30s`, `10m`, `2h`, `1d`; a bare number is seconds.
bool text_to_duration(const char *text, int64_t *ret_ms) MUST_USE;

// The shortest text that reads back equal; `NaN`, `Infinity`, `-Infinity` for what is not finite.
#define TEXT_REAL_SIZE 32
const char *text_from_real(double number, char ret_text[static TEXT_REAL_SIZE]);

// For people: `1.4 MB`, `320 ms`, `2.5 s`.
char *text_for_bytes(Arena *arena, int64_t bytes);
char *text_for_duration(Arena *arena, int64_t ms);

// The name nearest to `wanted` among `count` names, NULL if none is near enough to suggest.
const char *text_nearest(const char *wanted, const char *const *names, size_t count);

// The pieces of `text` between `separator`, without surrounding blanks; empty pieces are dropped.
typedef LIST(const char *) TextList;
void text_split(Arena *arena, const char *text, char separator, TextList *list);

char *text_trim(Arena *arena, const char *text);
char *text_join(Arena *arena, const TextList *list, const char *separator);

#endif
