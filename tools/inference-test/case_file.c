#include "case_file.h"

#include "base/file.h"
#include "base/text.h"
#include "doc/json.h"
#include "doc/json_writer.h"
#include "doc/yaml.h"
#include "http/http_url.h"

#include <string.h>

#define CASE_FILE_VERSION 1

static const char *const case_keys[] = {"name", "request", "expect", "load"};
static const char *const request_keys[] = {"method", "path", "headers", "json", "body"};
static const char *const expect_keys[] = {"status", "json",      "has",
                                          "ranges", "tolerance", "relative"};

bool case_expects_status(const Case *item, int64_t status)
{
    for (size_t i = 0; i < item->expect.statuses.count; i++) {
        const CaseStatus *wanted = &item->expect.statuses.items[i];
        if (status >= wanted->low && status <= wanted->high)
            return true;
    }
    return false;
}

bool case_expects_refusal(const Case *item)
{
    for (size_t i = 0; i < item->expect.statuses.count; i++) {
        const CaseStatus *wanted = &item->expect.statuses.items[i];
        if (wanted->low < 400 || wanted->high > 499)
            return false;
    }
    return true;
}

// A status as a number (404) or a class of them ("4xx").
static bool case_add_status(Case *item, const Value *value, Arena *arena, Error *err)
{
    static const char wanted[] = "a status such as 200, a class such as 4xx, or a list of them";
    CaseStatus status = {0};
    if (value->kind == VALUE_INT && value->integer >= 100 && value->integer <= 599)
        status = (CaseStatus){value->integer, value->integer};
    else if (value->kind == VALUE_TEXT && value->size == 3 && value->text[0] >= '1' &&
             value->text[0] <= '5' && text_equal(value->text + 1, "xx"))
        status = (CaseStatus){(value->text[0] - '0') * 100, (value->text[0] - '0') * 100 + 99};
    else
        return value_refuse(err, value, "key 'status'", wanted);
    *list_push(arena, &item->expect.statuses) = status;
    return true;
}

static bool case_read_statuses(Case *item, const Value *value, Arena *arena, Error *err)
{
    if (!value) {
        *list_push(arena, &item->expect.statuses) = (CaseStatus){200, 299};
        return true;
    }
    if (value->kind != VALUE_LIST)
        return case_add_status(item, value, arena, err);
    if (value->count == 0)
        return value_refuse(err, value, "key 'status'", "at least one status");
    for (size_t i = 0; i < value->count; i++) {
        if (!case_add_status(item, &value->items[i], arena, err))
            return false;
    }
    return true;
}

static bool case_read_ranges(Case *item, const Value *map, Arena *arena, Error *err)
{
    for (size_t i = 0; map && i < map->count; i++) {
        const Value *bounds = &map->items[i];
        CaseRange range = {.path = map->keys[i].text, .at = bounds};
        if (bounds->kind != VALUE_LIST || bounds->count != 2 ||
            !value_to_real(&bounds->items[0], &range.low) ||
            !value_to_real(&bounds->items[1], &range.high) || !(range.low <= range.high))
            return value_refuse(err, bounds, range.path,
                                "a list of two numbers, the lower one first");
        *list_push(arena, &item->expect.ranges) = range;
    }
    return true;
}

static bool case_check_has(const Value *has, Error *err)
{
    for (size_t i = 0; has && i < has->count; i++) {
        if (has->items[i].kind != VALUE_TEXT)
            return value_refuse(err, &has->items[i], "an entry of 'has'",
                                "a path such as predictions[0]");
    }
    return true;
}

static bool case_read_expect(Case *item, const Value *expect, Arena *arena, Error *err)
{
    CaseExpectation *wanted = &item->expect;
    const Value *ranges = NULL;
    if (!expect)
        return case_read_statuses(item, NULL, arena, err);
    wanted->value = expect;
    wanted->json = value_get(expect, "json");
    if (!value_check_keys(expect, "expect", expect_keys, array_count(expect_keys), err) ||
        !value_read_list(expect, "has", &wanted->has, err) || !case_check_has(wanted->has, err) ||
        !value_read_map(expect, "ranges", &ranges, err) ||
        !case_read_ranges(item, ranges, arena, err) ||
        !value_read_real(expect, "tolerance", &wanted->tolerance.tolerance, err) ||
        !value_read_real(expect, "relative", &wanted->tolerance.relative, err))
        return false;
    if (!(wanted->tolerance.tolerance >= 0 && wanted->tolerance.relative >= 0))
        return value_refuse(err, expect, "key 'tolerance' or 'relative'", "numbers from 0 on");
    return case_read_statuses(item, value_get(expect, "status"), arena, err);
}

static bool case_read_headers(Case *item, const Value *headers, Arena *arena, Error *err)
{
    for (size_t i = 0; headers && i < headers->count; i++) {
        HttpHeader header = {.name = headers->keys[i].text};
        if (!value_read_text(headers, header.name, &header.value, err))
            return false;
        *list_push(arena, &item->headers) = header;
    }
    return true;
}

// The body as it stands, or the JSON that a value stands for.
static bool case_read_body(Case *item, const Value *request, Arena *arena, Error *err)
{
    const Value *json = value_get(request, "json");
    const Value *body = value_get(request, "body");
    if (json && body)
        return value_refuse(err, body, "key 'body'", "either 'json' or 'body'");
    if (body && body->kind != VALUE_TEXT)
        return value_refuse(err, body, "key 'body'", "a text; JSON goes under 'json'");
    if (body) {
        item->body = body->text;
        item->body_size = body->size;
    }
    if (json) {
        scoped_buf text = BUF_EMPTY;
        JsonWriter writer = json_writer_compact(&text);
        json_value(&writer, json);
        item->body = buf_keep(&text, arena);
        item->body_size = text.size;
    }
    return true;
}

static bool case_read_request(Case *item, const Value *request, Arena *arena, Error *err)
{
    const Value *headers = NULL;
    if (!value_check_keys(request, "request", request_keys, array_count(request_keys), err) ||
        !value_read_text(request, "path", &item->path, err) ||
        !value_read_text(request, "method", &item->method, err) ||
        !value_read_map(request, "headers", &headers, err) ||
        !case_read_headers(item, headers, arena, err) || !case_read_body(item, request, arena, err))
        return false;
    if (!item->path || item->path[0] != '/')
        return value_refuse(err, request, "request", "a 'path' that starts with '/'");
    if (!item->method)
        item->method = item->body ? "POST" : "GET";
    HttpRequest sample = {.url = http_url_join(arena, "http://host", item->path),
                          .method = item->method,
                          .headers = item->headers.items,
                          .header_count = item->headers.count};
    Error why = ERROR_EMPTY;
    if (!http_request_check(&sample, &why))
        return error_at(err, ERROR_CONFIG, value_place(request, PLACE_SCHEMA),
                        "the request cannot be sent: %s", why.message);
    return true;
}

static bool case_read(Case *item, const Value *value, Arena *arena, Error *err)
{
    const Value *request = NULL;
    const Value *expect = NULL;
    item->expect.value = value;
    if (!value_check_keys(value, "case", case_keys, array_count(case_keys), err) ||
        !value_read_text(value, "name", &item->name, err) ||
        !value_read_map(value, "request", &request, err) ||
        !value_read_map(value, "expect", &expect, err) ||
        !value_read_bool(value, "load", &item->in_load, err))
        return false;
    item->load_said = value_get(value, "load") != NULL;
    if (text_empty(item->name) || !request)
        return value_refuse(err, value, "the case", "a map with 'name' and 'request'");
    return case_read_request(item, request, arena, err) &&
           case_read_expect(item, expect, arena, err);
}

static bool case_file_add(CaseFile *file, const Value *value, Arena *arena, Error *err)
{
    if (file->items.count == CASE_FILE_MOST)
        return value_refuse(err, value, "the case", "at most 10000 of them in one file");
    Case *item = list_push(arena, &file->items);
    return case_read(item, value, arena, err);
}

// One document a line; blank lines are nothing.
static bool case_file_read_lines(CaseFile *file, const char *shown, const char *bytes, size_t size,
                                 Arena *arena, Error *err)
{
    JsonOptions options = {0};
    for (const char *at = bytes; at < bytes + size; options.lines_above++) {
        const size_t left = (size_t)(bytes + size - at);
        const char *end = memchr(at, '\n', left);
        const size_t length = end ? (size_t)(end - at) : left;
        const Value *value = NULL;
        options.bytes_above = at - bytes;
        if (strspn(at, " \t\r") < length &&
            (!json_parse(shown, at, length, options, arena, &value, err) ||
             !case_file_add(file, value, arena, err)))
            return false;
        at += length + 1;
    }
    return true;
}

static bool case_file_read_list(CaseFile *file, const Value *root, Arena *arena, Error *err)
{
    static const char *const keys[] = {"version", "cases"};
    const Value *list = root;
    if (root->kind == VALUE_MAP) {
        int64_t version = CASE_FILE_VERSION;
        list = NULL;
        if (!value_check_keys(root, "the file of cases", keys, array_count(keys), err) ||
            !value_read_int(root, "version", &version, err) ||
            !value_read_list(root, "cases", &list, err))
            return false;
        if (version != CASE_FILE_VERSION)
            return value_refuse(err, value_get(root, "version"), "key 'version'", "1");
    }
    if (!list || list->kind != VALUE_LIST)
        return value_refuse(err, root, "the file of cases", "a list of cases, or 'cases: [...]'");
    for (size_t i = 0; i < list->count; i++) {
        if (!case_file_add(file, &list->items[i], arena, err))
            return false;
    }
    return true;
}

bool case_file_parse(const char *shown, const char *bytes, size_t size, Arena *arena,
                     CaseFile *ret_file, Error *err)
{
    CaseFile file = {0};
    const Value *root = NULL;
    if (text_ends(shown, ".jsonl") || text_ends(shown, ".ndjson")) {
        if (!case_file_read_lines(&file, shown, bytes, size, arena, err))
            return false;
    } else {
        bool parsed = text_ends(shown, ".json")
                          ? json_parse(shown, bytes, size, (JsonOptions){0}, arena, &root, err)
                          : yaml_parse(shown, bytes, size, arena, &root, err);
        if (!parsed || !case_file_read_list(&file, root, arena, err))
            return false;
    }
    if (file.items.count == 0)
        return error_at(err, ERROR_CONFIG, (Place){.kind = PLACE_SCHEMA, .file = shown, .line = 1},
                        "'%s' has no cases, wanted at least one", shown);
    *ret_file = file;
    return true;
}

bool case_file_load(const char *path, const char *shown, Arena *arena, CaseFile *ret_file,
                    Error *err)
{
    scoped_buf bytes = BUF_LIMITED(FILE_LARGEST);
    if (!file_read("file of cases", path, &bytes, err))
        return false;
    // The values point into the text: it lives as long as they do.
    return case_file_parse(shown, buf_keep(&bytes, arena), bytes.size, arena, ret_file, err);
}
