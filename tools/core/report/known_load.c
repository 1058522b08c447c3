// The file of known findings, read and checked.

#include "base/clean.h"
#include "base/file.h"
#include "doc/json.h"
#include "doc/yaml.h"
#include "report/known.h"

#include <ctype.h>

static const char *const file_keys[] = {"version", "known"};
static const char *const entry_keys[] = {"rule",  "file",        "field",  "value",  "line",
                                         "count", "fingerprint", "reason", "expires"};

// What reading one file goes through.
typedef struct KnownReader {
    KnownFile *file;
    const Report *report;
    Arena *arena;
} KnownReader;

// Some digits as a number; they are known to be digits.
static int known_digits(const char *text, size_t count)
{
    int number = 0;
    for (size_t i = 0; i < count; i++)
        number = number * 10 + (text[i] - '0');
    return number;
}

bool known_is_day(const char *text)
{
    static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    static const char form[] = "9999-99-99";
    for (size_t i = 0; i < sizeof form; i++) {
        if (form[i] == '9' ? !isdigit((unsigned char)text[i]) : text[i] != form[i])
            return false;
    }
    const int year = known_digits(text, 4);
    const int month = known_digits(text + 5, 2);
    const int day = known_digits(text + 8, 2);
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1] &&
           (month != 2 || day != 29 || leap);
}

// The rule is one of the tool's, and one that can be excused.
static bool known_check_rule(const KnownReader *reader, const Value *value, const char *name,
                             Error *err)
{
    const Report *report = reader->report;
    if (rule_find(report->rules, report->rule_count, name))
        return true;
    if (rule_find(sluice_rules, sluice_rule_count, name))
        return error_at(err, ERROR_CONFIG, value_place(value, PLACE_SCHEMA),
                        "'%s' cannot be known: it always counts", name);
    TextList names = {0};
    for (size_t i = 0; i < report->rule_count; i++)
        *list_push(reader->arena, &names) = report->rules[i].name;
    const char *nearest = text_nearest(name, names.items, names.count);
    return error_at(err, ERROR_CONFIG, value_place(value, PLACE_SCHEMA),
                    "%s has no rule '%s'%s%s%s", report->tool,
                    clean_text_short(reader->arena, name, 80),
                    nearest ? "; did you mean '" : "; a file of known findings is about one tool",
                    nearest ? nearest : "", nearest ? "'?" : "");
}

static bool known_read_number(const Value *map, const char *key, int64_t *ret, Error *err)
{
    if (!value_read_int(map, key, ret, err))
        return false;
    return !value_get(map, key) || *ret > 0 ||
           value_refuse(err, value_get(map, key), key, "1 or more");
}

// Why it is known: asked of whoever writes an entry by hand.
static bool known_read_reason(const KnownReader *reader, const Value *map, KnownEntry *entry,
                              Error *err)
{
    if (!value_read_text(map, "reason", &entry->known.reason, err) ||
        !value_read_text(map, "expires", &entry->known.expires, err))
        return false;
    if (text_empty(entry->known.reason))
        return error_at(err, ERROR_CONFIG, entry->place, "the known finding '%s' needs a 'reason'",
                        clean_text_short(reader->arena, entry->rule, 80));
    return !entry->known.expires || known_is_day(entry->known.expires) ||
           value_refuse(err, value_get(map, "expires"), "'expires'", "a day such as 2027-01-31");
}

static bool known_read_entry(KnownReader *reader, const Value *map, Error *err)
{
    KnownEntry entry = {.place = value_place(map, PLACE_SOURCE)};
    if (map->kind != VALUE_MAP)
        return value_refuse(err, map, "a known finding", "a map with 'rule' and 'reason'");
    if (!value_check_keys(map, "a known finding", entry_keys, array_count(entry_keys), err) ||
        !value_read_text(map, "rule", &entry.rule, err))
        return false;
    if (!entry.rule)
        return error_at(err, ERROR_CONFIG, entry.place, "a known finding needs its 'rule'");
    if (!known_check_rule(reader, value_get(map, "rule"), entry.rule, err) ||
        !value_read_text(map, "fingerprint", &entry.fingerprint, err) ||
        !value_read_text(map, "file", &entry.file, err) ||
        !value_read_text(map, "field", &entry.field, err) ||
        !value_read_text(map, "value", &entry.value, err) ||
        !known_read_number(map, "line", &entry.line, err) ||
        !known_read_number(map, "count", &entry.count, err) ||
        !known_read_reason(reader, map, &entry, err))
        return false;
    *list_push(reader->arena, &reader->file->entries) = entry;
    return true;
}

static bool known_check_version(const Value *root, Error *err)
{
    int64_t version = 0;
    if (!value_read_int(root, "version", &version, err))
        return false;
    if (version == KNOWN_VERSION)
        return true;
    const Value *value = value_get(root, "version");
    if (version > KNOWN_VERSION)
        return error_at(err, ERROR_CONFIG, value_place(value, PLACE_SCHEMA),
                        "known findings of version %lld need a newer sluice: this one reads "
                        "version %d",
                        (long long)version, KNOWN_VERSION);
    return error_at(err, ERROR_CONFIG, value_place(value ? value : root, PLACE_SCHEMA),
                    "a file of known findings needs 'version: %d'", KNOWN_VERSION);
}

static bool known_read(KnownReader *reader, const Value *root, Error *err)
{
    const Value *list = NULL;
    if (root->kind != VALUE_MAP)
        return value_refuse(err, root, "a file of known findings",
                            "a map with 'version' and 'known'");
    if (!value_check_keys(root, "a file of known findings", file_keys, array_count(file_keys),
                          err) ||
        !known_check_version(root, err) || !value_read_list(root, "known", &list, err))
        return false;
    if (!list)
        return error_at(err, ERROR_CONFIG, value_place(root, PLACE_SCHEMA),
                        "a file of known findings needs the list 'known'");
    if (list->count > KNOWN_MOST_ENTRIES)
        return error_at(err, ERROR_CONFIG, value_place(list, PLACE_SCHEMA),
                        "at most %zu known findings, this file has %zu", KNOWN_MOST_ENTRIES,
                        list->count);
    for (size_t i = 0; i < list->count; i++) {
        if (!known_read_entry(reader, &list->items[i], err))
            return false;
    }
    return true;
}

bool known_parse(const char *name, const char *bytes, size_t size, const Report *report,
                 Arena *arena, KnownFile **ret_file, Error *err)
{
    const Value *root = NULL;
    KnownFile *file = arena_new(arena, KnownFile);
    file->name = name;
    KnownReader reader = {file, report, arena};
    const bool parsed = text_ends(name, ".json")
                            ? json_parse(name, bytes, size, (JsonOptions){0}, arena, &root, err)
                            : yaml_parse(name, bytes, size, arena, &root, err);
    if (!parsed || !known_read(&reader, root, err))
        return false;
    *ret_file = file;
    return true;
}

bool known_load(const char *path, const char *name, const Report *report, Arena *arena,
                KnownFile **ret_file, Error *err)
{
    scoped_buf bytes = BUF_LIMITED(FILE_LARGEST);
    return file_read("file of known findings", path, &bytes, err) &&
           known_parse(name, buf_text(&bytes), bytes.size, report, arena, ret_file, err);
}
