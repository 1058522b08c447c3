// What is known is taken out of the verdict, and stays in the report.

#include "report/known.h"

#include "base/clean.h"
#include "report/occurrence.h"

#include <inttypes.h>
#include <string.h>

// How much of a reason a finding quotes, in characters.
#define KNOWN_LONGEST_REASON ((size_t)200)

// A part of an occurrence and the entry that covers it; NULL for none.
typedef struct KnownShare {
    const Occurrence *occurrence;
    const Known *known;
    int64_t count;
} KnownShare;

typedef LIST(KnownShare) KnownShareList;

typedef LIST(Finding) FindingList;

typedef struct KnownApplication {
    Report *report;
    const char *today;
    KnownIndex index;
    FindingList fresh;
    FindingList known;
} KnownApplication;

static bool known_is_over(const KnownEntry *entry, const char *today)
{
    return entry->known.expires && strcmp(entry->known.expires, today) < 0;
}

// Days that are written alike compare as texts. Each entry gives what it has left.
static void known_share(const KnownApplication *application, const Finding *finding,
                        const Occurrence *occurrence, KnownShareList *shares)
{
    Arena *arena = application->report->arena;
    const KnownEntryList entries =
        known_candidates(&application->index, finding, occurrence, arena);
    int64_t left = occurrence->count;
    for (int over = 0; over <= 1; over++) {
        for (size_t i = 0; i < entries.count && left > 0; i++) {
            KnownEntry *entry = entries.items[i];
            const int64_t rest = entry->count ? entry->count - entry->used : left;
            const int64_t taken = MIN(left, rest);
            if (known_is_over(entry, application->today) != over || taken == 0)
                continue;
            entry->used += taken;
            left -= over ? 0 : taken;
            if (!over)
                *list_push(arena, shares) = (KnownShare){occurrence, &entry->known, taken};
        }
    }
    if (left > 0)
        *list_push(arena, shares) = (KnownShare){occurrence, NULL, left};
}

static bool known_is_same(const Known *one, const Known *other)
{
    return one == other || (one && other && text_equal(one->reason, other->reason) &&
                            text_equal(one->expires, other->expires));
}

// Whether a place of the finding belongs to what is known for that reason, or is of the rule.
static bool known_place_belongs(const KnownShareList *shares, const Place *place,
                                const Known *known)
{
    bool rule = true;
    for (size_t i = 0; i < shares->count; i++) {
        const bool here = shares->items[i].occurrence->place == place;
        if (here && known_is_same(shares->items[i].known, known))
            return true;
        rule = rule && !here;
    }
    return rule;
}

// What of the finding is known for one reason, or is new: a finding of its own.
static Finding known_piece(const KnownApplication *application, const Finding *finding,
                           const KnownShareList *shares, const Known *known)
{
    Report *report = application->report;
    Finding piece = *finding;
    const Place *first = NULL;
    bool placed = false;
    bool hidden = false;
    piece.known = known;
    piece.count = 0;
    memset(&piece.places, 0, sizeof piece.places);
    for (size_t i = 0; i < shares->count; i++) {
        const KnownShare *share = &shares->items[i];
        if (!known_is_same(share->known, known))
            continue;
        piece.count += share->count;
        first = share->occurrence->first;
        placed = placed || share->occurrence->place;
        hidden = hidden || !share->occurrence->place;
    }
    for (size_t i = 0; i < finding->places.count; i++) {
        if (known_place_belongs(shares, &finding->places.items[i], known))
            finding_add_place(report, &piece, finding->places.items[i]);
    }
    // Of what has no place of its own the file and the column are known; a rule's line says more.
    if (!placed && first)
        finding_add_place(report, &piece,
                          (Place){.kind = first->kind, .file = first->file, .field = first->field});
    if (!known && piece.count < finding->count)
        piece.message =
            arena_format(report->arena, "%" PRId64 " new beside %" PRId64 " known%s: %s",
                         piece.count, finding->count - piece.count,
                         hidden ? " (too many to tell which: only the first places are kept)" : "",
                         finding->message);
    return piece;
}

static void known_divide(KnownApplication *application, const Finding *finding)
{
    Report *report = application->report;
    KnownShareList shares = {0};
    const OccurrenceList occurrences = occurrences_of(report, finding, report->arena);
    for (size_t i = 0; i < occurrences.count; i++)
        known_share(application, finding, &occurrences.items[i], &shares);
    for (size_t i = 0; i < shares.count; i++) {
        const Known *known = shares.items[i].known;
        bool done = false;
        for (size_t j = 0; j < i && !done; j++)
            done = known_is_same(shares.items[j].known, known);
        if (!done)
            *list_push(report->arena, known ? &application->known : &application->fresh) =
                known_piece(application, finding, &shares, known);
    }
}

// A failed check is known if all of the gravest findings that it fails by are.
static void known_mark_check(const Report *report, Check *check)
{
    int worst = -1;
    bool fresh = false;
    for (size_t i = 0; i < report->findings.count; i++) {
        const Finding *finding = &report->findings.items[i];
        if (!text_equal(finding->check, check->name) || (int)finding->severity < worst)
            continue;
        fresh = !finding->known || (fresh && (int)finding->severity == worst);
        worst = (int)finding->severity;
    }
    check->known = check->verdict == VERDICT_FAIL && worst >= 0 && !fresh;
}

// "'schema/type' of 'age' in data.csv"
static const char *known_name(const KnownEntry *entry, Arena *arena)
{
    return arena_format(arena, "'%s'%s%s%s%s%s", entry->rule, entry->field ? " of '" : "",
                        entry->field ? entry->field : "", entry->field ? "'" : "",
                        entry->file ? " in " : "", entry->file ? entry->file : "");
}

// One finding for all entries of a kind, at their lines.
static void known_tell(Report *report, const char *rule, const KnownEntryList *entries,
                       const char *story)
{
    if (!entries->count)
        return;
    const size_t more = entries->count - 1;
    Finding *finding = report_find(
        report, report_known_rule(report, rule), "%s%s", story,
        more ? arena_format(report->arena, "; so %s %zu more", more == 1 ? "is" : "are", more)
             : "");
    finding->count = (int64_t)entries->count;
    for (size_t i = 0; i < entries->count; i++)
        finding_add_place(report, finding, entries->items[i]->place);
}

static const char *known_expired_story(const KnownEntry *entry, Arena *arena)
{
    return arena_format(arena, "%s was known until %s (%s) and is still there",
                        known_name(entry, arena), entry->known.expires,
                        clean_text_short(arena, entry->known.reason, KNOWN_LONGEST_REASON));
}

static const char *known_gone_story(const KnownEntry *entry, Arena *arena)
{
    if (entry->used == 0)
        return arena_format(arena, "%s is known, but no longer there", known_name(entry, arena));
    return arena_format(arena, "%s is known %" PRId64 " times, but only %" PRId64 " are left",
                        known_name(entry, arena), entry->count, entry->used);
}

static void known_tell_of_entries(const KnownApplication *application, const KnownFile *file)
{
    Report *report = application->report;
    Arena *arena = report->arena;
    KnownEntryList expired = {0};
    KnownEntryList gone = {0};
    for (size_t i = 0; i < file->entries.count; i++) {
        KnownEntry *entry = &file->entries.items[i];
        if (known_is_over(entry, application->today) && entry->used)
            *list_push(arena, &expired) = entry;
        else if (entry->used == 0 || entry->used < entry->count)
            *list_push(arena, &gone) = entry;
    }
    if (expired.count)
        known_tell(report, "known/expired", &expired, known_expired_story(expired.items[0], arena));
    // What was not looked at to its end may still be there.
    if (gone.count && !report->error_exit_code)
        known_tell(report, "known/gone", &gone, known_gone_story(gone.items[0], arena));
}

void known_apply(KnownFile *file, Report *report, const char *today)
{
    Arena *arena = report->arena;
    KnownApplication application = {
        .report = report, .today = today, .index = known_index(file, arena)};
    for (size_t i = 0; i < file->entries.count; i++)
        file->entries.items[i].used = 0;
    for (size_t i = 0; i < report->findings.count; i++) {
        const Finding *finding = &report->findings.items[i];
        if (finding_is_excusable(report, finding))
            known_divide(&application, finding);
        else
            *list_push(arena, &application.fresh) = *finding;
    }
    memset(&report->findings, 0, sizeof report->findings);
    for (size_t i = 0; i < application.fresh.count; i++)
        *list_push(arena, &report->findings) = application.fresh.items[i];
    known_tell_of_entries(&application, file);
    for (size_t i = 0; i < application.known.count; i++)
        *list_push(arena, &report->findings) = application.known.items[i];
    for (size_t i = 0; i < report->checks.count; i++)
        known_mark_check(report, &report->checks.items[i]);
}
