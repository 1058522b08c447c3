// Which formats there are, and which one a file has.

#include "table/table_parts.h"

#include <string.h>

static const TableFormat *const formats[] = {&table_csv, &table_jsonl};

// What a file's name ends with, once the endings of compressed files are taken off.
static const struct {
    const char *ending;
    const TableFormat *format;
} endings[] = {
    {".csv", &table_csv},     {".tsv", &table_csv},      {".tab", &table_csv},
    {".jsonl", &table_jsonl}, {".ndjson", &table_jsonl},
};

const TableFormat *table_format_find(const char *name)
{
    for (size_t i = 0; i < array_count(formats); i++) {
        if (text_equal(formats[i]->name, name))
            return formats[i];
    }
    return NULL;
}

const TableFormat *table_format_by_name(const char *path)
{
    static const char *const packings[] = {".gz", ".zst"};
    size_t size = strlen(path);
    for (size_t i = 0; i < array_count(packings); i++)
        size -= text_ends(path, packings[i]) ? strlen(packings[i]) : 0;
    for (size_t i = 0; i < array_count(endings); i++) {
        size_t length = strlen(endings[i].ending);
        if (size >= length && memcmp(path + size - length, endings[i].ending, length) == 0)
            return endings[i].format;
    }
    return NULL;
}

static size_t format_skip_blanks(const char *bytes, size_t size, size_t at)
{
    while (at < size && memchr(" \t\r\n", bytes[at], 4))
        at++;
    return at;
}

bool table_is_list(const char *bytes, size_t size)
{
    size_t at = format_skip_blanks(bytes, size, 0);
    if (at == size || bytes[at] != '[')
        return false;
    at = format_skip_blanks(bytes, size, at + 1);
    return at < size && bytes[at] == '{';
}

// An object starts with a key or is empty.
const TableFormat *table_format_by_bytes(const char *bytes, size_t size)
{
    size_t at = format_skip_blanks(bytes, size, 0);
    if (at == size || bytes[at] != '{')
        return &table_csv;
    at = format_skip_blanks(bytes, size, at + 1);
    return at < size && (bytes[at] == '"' || bytes[at] == '}') ? &table_jsonl : &table_csv;
}
