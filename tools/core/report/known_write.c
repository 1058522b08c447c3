// The file of known findings, written.

#include "base/clean.h"
#include "doc/json_writer.h"
#include "report/known.h"
#include "report/occurrence.h"

#include <stdlib.h>
#include <string.h>

// How much of a value is shown to people; the fingerprint knows all of it.
#define KNOWN_LONGEST_VALUE ((size_t)80)

#define KNOWN_DEFAULT_REASON "known when written"

// How the list stands in a file.
typedef struct KnownForm {
    const char *head;
    const char *first; // before the first entry
    const char *next;  // before each other one
    const char *end;
} KnownForm;

static const KnownForm form_json = {"{\"version\": 1, \"known\": [", "\n  ", ",\n  ", "\n]}\n"};
static const KnownForm form_yaml = {
    "# What is known here does not fail the run; what is new does. The reasons are yours to give.\n"
    "version: 1\nknown:",
    "\n  - ", "\n  - ", "\n"};

typedef struct KnownCollection {
    const Report *report;
    const KnownWriting *writing;
    KnownIndex before;
    Arena *arena;
    LIST(KnownEntry) entries;
} KnownCollection;

static const char *known_shown(const char *text, Arena *arena)
{
    return text ? clean_text_short(arena, text, KNOWN_LONGEST_VALUE) : NULL;
}

// Adds an entry for an occurrence, with the reason of the one that was about it before. False if
// there is one that somebody wrote for all of its kind.
static bool known_collect(KnownCollection *collection, const Finding *finding,
                          const Occurrence *occurrence, const char *fingerprint, int64_t count)
{
    Arena *arena = collection->arena;
    const Place *place = occurrence->place ? occurrence->place : occurrence->first;
    Known known = {KNOWN_DEFAULT_REASON, collection->writing->until};
    const KnownEntryList entries =
        known_candidates(&collection->before, finding, occurrence, arena);
    for (size_t i = entries.count; i-- > 0;) {
        KnownEntry *entry = entries.items[i];
        const bool over =
            entry->known.expires && strcmp(entry->known.expires, collection->writing->today) < 0;
        if (!entry->fingerprint && !over && (!entry->count || entry->used < entry->count)) {
            entry->used += count;
            return false;
        }
        known.reason = entry->known.reason;
        known.expires = over ? collection->writing->until : entry->known.expires;
    }
    KnownEntry *entry = list_push(arena, &collection->entries);
    *entry = (KnownEntry){
        .rule = finding->rule, .fingerprint = fingerprint, .count = count, .known = known};
    if (place) {
        entry->file = known_shown(place->file, arena);
        entry->field = known_shown(place->field, arena);
        entry->line = place->line;
    }
    if (occurrence->place && text_equal(fingerprint, occurrence->fingerprint))
        entry->value = known_shown(place->value, arena);
    return true;
}

// Where not all places are kept one entry counts them all: which were kept is chance.
static void known_collect_finding(KnownCollection *collection, const Finding *finding)
{
    const OccurrenceList list = occurrences_of(collection->report, finding, collection->arena);
    const Occurrence *last = &list.items[list.count - 1];
    if (!last->place) {
        (void)known_collect(collection, finding, &list.items[0], last->kind, finding->count);
        return;
    }
    for (size_t i = 0; i < list.count; i++)
        (void)known_collect(collection, finding, &list.items[i], list.items[i].fingerprint,
                            list.items[i].count);
}

static int known_compare_texts(const char *one, const char *other)
{
    return strcmp(one ? one : "", other ? other : "");
}

static int known_compare_identities(const void *a, const void *b)
{
    const KnownEntry *one = a;
    const KnownEntry *other = b;
    const int order = known_compare_texts(one->fingerprint, other->fingerprint);
    return order ? order : (one->line > other->line) - (one->line < other->line);
}

// As people look for them; what is equal to them is told apart by the fingerprint.
static int known_compare(const void *a, const void *b)
{
    const KnownEntry *one = a;
    const KnownEntry *other = b;
    const int orders[] = {
        known_compare_texts(one->rule, other->rule),
        known_compare_texts(one->file, other->file),
        known_compare_texts(one->field, other->field),
        (one->line > other->line) - (one->line < other->line),
        known_compare_texts(one->value, other->value),
        known_compare_texts(one->fingerprint, other->fingerprint),
        known_compare_texts(one->known.reason, other->known.reason),
    };
    for (size_t i = 0; i < array_count(orders); i++) {
        if (orders[i])
            return orders[i];
    }
    return 0;
}

// Equal fingerprints become one entry, at the first of their lines.
static void known_merge(KnownCollection *collection)
{
    KnownEntry *items = collection->entries.items;
    size_t kept = 0;
    if (collection->entries.count)
        qsort(items, collection->entries.count, sizeof *items, known_compare_identities);
    for (size_t i = 0; i < collection->entries.count; i++) {
        if (kept && text_equal(items[kept - 1].fingerprint, items[i].fingerprint))
            items[kept - 1].count += items[i].count;
        else
            items[kept++] = items[i];
    }
    collection->entries.count = kept;
}

static void known_put_text(JsonWriter *json, const char *key, const char *text)
{
    if (text)
        json_put_text(json, key, text);
}

static void known_put_count(JsonWriter *json, const char *key, int64_t count)
{
    if (count)
        json_put_int(json, key, count);
}

static void known_write_entry(const KnownEntry *entry, Buf *out)
{
    JsonWriter json = json_writer(out);
    json_open_flat_map(&json);
    json_put_text(&json, "rule", entry->rule);
    known_put_text(&json, "file", entry->file);
    known_put_text(&json, "field", entry->field);
    known_put_count(&json, "line", entry->line);
    known_put_text(&json, "value", entry->value);
    known_put_count(&json, "count", entry->count);
    known_put_text(&json, "fingerprint", entry->fingerprint);
    json_put_text(&json, "reason", entry->known.reason);
    known_put_text(&json, "expires", entry->known.expires);
    json_close_map(&json);
}

void known_write(const KnownFile *before, const Report *report, const KnownWriting *writing,
                 Buf *out)
{
    scoped_arena arena = arena_open();
    KnownCollection collection = {report, writing, known_index(before, arena), arena, {0}};
    for (size_t i = 0; i < before->entries.count; i++)
        before->entries.items[i].used = 0;
    for (size_t i = 0; i < report->findings.count; i++) {
        const Finding *finding = &report->findings.items[i];
        if (finding->severity > SEVERITY_NOTICE && finding_is_excusable(report, finding))
            known_collect_finding(&collection, finding);
    }
    known_merge(&collection);
    for (size_t i = 0; i < before->entries.count; i++) {
        const KnownEntry *entry = &before->entries.items[i];
        if (!entry->fingerprint && entry->used)
            *list_push(arena, &collection.entries) = *entry;
    }
    const size_t count = collection.entries.count;
    if (count)
        qsort(collection.entries.items, count, sizeof(KnownEntry), known_compare);
    const KnownForm *form = text_ends(before->name, ".json") ? &form_json : &form_yaml;
    buf_add(out, form->head);
    for (size_t i = 0; i < count; i++) {
        buf_add(out, i ? form->next : form->first);
        known_write_entry(&collection.entries.items[i], out);
    }
    buf_add(out, count || form == &form_json ? form->end : " []\n");
}
