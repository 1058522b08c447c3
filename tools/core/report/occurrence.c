#include "report/occurrence.h"

#include "report/fingerprint.h"

#include <stdlib.h>
#include <string.h>

bool finding_is_excusable(const Report *report, const Finding *finding)
{
    return rule_find(report->rules, report->rule_count, finding->rule) != NULL;
}

// The places of occurrences: data and sources; the rules' lines only where there is nothing else.
static size_t occurrence_places(const Finding *finding, bool rules)
{
    size_t count = 0;
    for (size_t i = 0; i < finding->places.count; i++)
        count += (finding->places.items[i].kind == PLACE_SCHEMA) == rules;
    return count;
}

static Occurrence occurrence_at(const Report *report, const Finding *finding, const Place *place,
                                const Place *first, Arena *arena)
{
    Place kind = first ? (Place){.file = first->file, .field = first->field} : (Place){0};
    const Place *own = place ? place : first ? &kind : NULL;
    return (Occurrence){
        .place = place,
        .first = first,
        .count = 1,
        .fingerprint = fingerprint_of_place(report, finding, own, arena),
        .kind = fingerprint_of_place(report, finding, first ? &kind : NULL, arena),
    };
}

OccurrenceList occurrences_of(const Report *report, const Finding *finding, Arena *arena)
{
    OccurrenceList list = {0};
    const bool rules = occurrence_places(finding, false) == 0;
    const size_t places = occurrence_places(finding, rules);
    const bool many = (int64_t)places <= finding->count;
    const Place *first = NULL;
    for (size_t i = 0; i < finding->places.count; i++) {
        const Place *place = &finding->places.items[i];
        if ((place->kind == PLACE_SCHEMA) != rules || (first && !many))
            continue;
        first = first ? first : place;
        *list_push(arena, &list) = occurrence_at(report, finding, place, place, arena);
    }
    const int64_t left = finding->count - (int64_t)list.count;
    if (!many)
        list.items[0].count = finding->count;
    else if (left > 0) {
        Occurrence *rest = list_push(arena, &list);
        *rest = occurrence_at(report, finding, NULL, first, arena);
        rest->count = left;
    }
    return list;
}

static int known_compare_prints(const void *a, const void *b)
{
    const KnownEntry *left = *(KnownEntry *const *)a;
    const KnownEntry *right = *(KnownEntry *const *)b;
    const int order = strcmp(left->fingerprint, right->fingerprint);
    // Entries of one file are neighbours in memory: equal ones stay in its order.
    return order ? order : (left > right) - (left < right);
}

KnownIndex known_index(const KnownFile *file, Arena *arena)
{
    KnownIndex index = {.printed = arena_array(arena, KnownEntry *, file->entries.count)};
    for (size_t i = 0; i < file->entries.count; i++) {
        KnownEntry *entry = &file->entries.items[i];
        if (entry->fingerprint)
            index.printed[index.printed_count++] = entry;
        else
            *list_push(arena, &index.described) = entry;
    }
    qsort(index.printed, index.printed_count, sizeof *index.printed, known_compare_prints);
    return index;
}

static void known_add_printed(const KnownIndex *index, const char *rule, const char *fingerprint,
                              KnownEntryList *list, Arena *arena)
{
    size_t low = 0;
    for (size_t high = index->printed_count; low < high;) {
        const size_t middle = low + (high - low) / 2;
        if (strcmp(index->printed[middle]->fingerprint, fingerprint) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < index->printed_count; low++) {
        KnownEntry *entry = index->printed[low];
        if (!text_equal(entry->fingerprint, fingerprint))
            return;
        if (text_equal(entry->rule, rule))
            *list_push(arena, list) = entry;
    }
}

// Whether the entry, which has no fingerprint, is about the occurrence.
static bool known_describes(const KnownEntry *entry, const Finding *finding,
                            const Occurrence *occurrence)
{
    static const Place nowhere;
    const Place *place = occurrence->place ? occurrence->place : &nowhere;
    const Place *first = occurrence->first ? occurrence->first : &nowhere;
    return text_equal(entry->rule, finding->rule) &&
           (!entry->file || text_equal(entry->file, first->file)) &&
           (!entry->field || text_equal(entry->field, first->field)) &&
           (!entry->value || text_equal(entry->value, place->value)) &&
           (!entry->line || entry->line == place->line);
}

KnownEntryList known_candidates(const KnownIndex *index, const Finding *finding,
                                const Occurrence *occurrence, Arena *arena)
{
    KnownEntryList list = {0};
    known_add_printed(index, finding->rule, occurrence->fingerprint, &list, arena);
    if (!text_equal(occurrence->fingerprint, occurrence->kind))
        known_add_printed(index, finding->rule, occurrence->kind, &list, arena);
    for (size_t i = 0; i < index->described.count; i++) {
        if (known_describes(index->described.items[i], finding, occurrence))
            *list_push(arena, &list) = index->described.items[i];
    }
    return list;
}
