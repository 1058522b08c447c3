// occurrence: how often and where a finding is, in units that an entry of a known file can cover.
// Private to the folder.

#ifndef REPORT_OCCURRENCE_H
#define REPORT_OCCURRENCE_H

#include "report/known.h"

typedef struct Occurrence {
    const Place *place; // NULL: no place of its own is kept
    const Place *first; // of the finding, whose file and field it shares; NULL for none
    int64_t count;
    const char *fingerprint;
    const char *kind; // the fingerprint of rule, file and field alone
} Occurrence;

typedef LIST(Occurrence) OccurrenceList;

// All occurrences of a finding: one a place, then one for those without; a finding that counts
// fewer than it has places (the frames of a traceback) is one occurrence at its first.
OccurrenceList occurrences_of(const Report *report, const Finding *finding, Arena *arena);

// Whether the finding can be known at all: it is of one of the tool's own rules. What kept the work
// from being done always counts.
bool finding_is_excusable(const Report *report, const Finding *finding);

// The entries of a file, found by what they cover.
typedef struct KnownIndex {
    KnownEntry **printed; // those with a fingerprint, sorted by it
    size_t printed_count;
    LIST(KnownEntry *) described; // those without
} KnownIndex;

typedef LIST(KnownEntry *) KnownEntryList;

KnownIndex known_index(const KnownFile *file, Arena *arena);

// The entries that are about an occurrence, the most exact ones first.
KnownEntryList known_candidates(const KnownIndex *index, const Finding *finding,
                                const Occurrence *occurrence, Arena *arena);

#endif
