// The stable names of findings.

#include "report/fingerprint.h"

#include "base/buf.h"
#include "digest/digest.h"

#include <stdlib.h>
#include <string.h>

#define FINGERPRINT_DIGITS ((size_t)32)

typedef struct FingerprintItem {
    const char *identity; // equal for findings which only their number tells apart
    size_t finding;
} FingerprintItem;

// Parts are closed by a zero byte, so that "ab" and "c" differ from "a" and "bc".
static void fingerprint_add(Buf *buf, const char *part)
{
    if (part)
        buf_add(buf, part);
    buf_add_char(buf, '\0');
}

static char *fingerprint_hash(const Buf *buf, Arena *arena)
{
    char *digits = digest_bytes(DIGEST_SHA256, buf_text(buf), buf->size, arena);
    digits[FINGERPRINT_DIGITS] = '\0';
    return digits;
}

const char *fingerprint_of_place(const Report *report, const Finding *finding, const Place *place,
                                 Arena *arena)
{
    scoped_buf buf = BUF_EMPTY;
    fingerprint_add(&buf, report->tool);
    fingerprint_add(&buf, finding->rule);
    if (place) {
        fingerprint_add(&buf, place->file);
        fingerprint_add(&buf, place->field);
        fingerprint_add(&buf, place->value);
    } else {
        fingerprint_add(&buf, finding->message);
    }
    return fingerprint_hash(&buf, arena);
}

static const char *fingerprint_identity(const Report *report, const Finding *finding, Arena *arena)
{
    const Place *first = finding->places.count ? &finding->places.items[0] : NULL;
    return fingerprint_of_place(report, finding, first, arena);
}

static int fingerprint_compare(const void *a, const void *b)
{
    const FingerprintItem *left = a;
    const FingerprintItem *right = b;
    int order = strcmp(left->identity, right->identity);
    return order ? order : (left->finding > right->finding) - (left->finding < right->finding);
}

const char *const *report_fingerprints(const Report *report, Arena *arena)
{
    size_t count = report->findings.count;
    const char **names = arena_array(arena, const char *, count);
    FingerprintItem *items = arena_array(arena, FingerprintItem, count);
    for (size_t i = 0; i < count; i++) {
        const Finding *finding = &report->findings.items[i];
        items[i] = (FingerprintItem){fingerprint_identity(report, finding, arena), i};
    }
    qsort(items, count, sizeof *items, fingerprint_compare);

    size_t number = 0;
    for (size_t i = 0; i < count; i++) {
        bool repeated = i && strcmp(items[i].identity, items[i - 1].identity) == 0;
        number = repeated ? number + 1 : 0;
        const char *name = items[i].identity;
        if (repeated) {
            scoped_buf buf = BUF_EMPTY;
            buf_format(&buf, "%s %zu", name, number);
            name = fingerprint_hash(&buf, arena);
        }
        names[items[i].finding] = name;
    }
    return names;
}

const char *report_fingerprint(const Report *report, size_t finding, Arena *arena)
{
    return report_fingerprints(report, arena)[finding];
}
