#include "case_judge.h"

#include "base/clean.h"
#include "base/text.h"
#include "doc/json.h"
#include "doc/value_match.h"

#include <string.h>

#define REPLY_SHOWN ((size_t)200)

static void faults_add(CaseFaults *faults, Arena *arena, CaseFault fault)
{
    if (faults->items.count < CASE_MOST_FAULTS)
        *list_push(arena, &faults->items) = fault;
}

static const char *statuses_text(const Case *item, Arena *arena)
{
    TextList names = {0};
    for (size_t i = 0; i < item->expect.statuses.count; i++) {
        const CaseStatus *status = &item->expect.statuses.items[i];
        *list_push(arena, &names) = status->low == status->high
                                        ? arena_format(arena, "%d", (int)status->low)
                                        : arena_format(arena, "%dxx", (int)status->low / 100);
    }
    return text_join(arena, &names, " or ");
}

static void judge_status(const Case *item, const HttpReply *reply, Arena *arena, CaseFaults *faults)
{
    const Value *status = value_get(item->expect.value, "status");
    bool accepted = case_expects_refusal(item) && reply->status >= 200 && reply->status <= 299;
    const char *said = clean_text_short(arena, reply->body, REPLY_SHOWN);
    faults_add(faults, arena,
               (CaseFault){
                   .rule = accepted ? "serve/accepts-nonsense" : "serve/status",
                   .at = status ? status : item->expect.value,
                   .message = arena_format(arena, "the status is %d, wanted %s; the reply is '%s'",
                                           reply->status, statuses_text(item, arena), said),
               });
}

static void judge_ranges(const Case *item, const Value *root, Arena *arena, CaseFaults *faults)
{
    for (size_t i = 0; i < item->expect.ranges.count; i++) {
        const CaseRange *range = &item->expect.ranges.items[i];
        const Value *value = value_find(root, range->path);
        double number = 0;
        char low[TEXT_REAL_SIZE];
        char high[TEXT_REAL_SIZE];
        char got[TEXT_REAL_SIZE];
        const char *shown = value ? value_kind_name(value->kind) : "missing";
        if (value && value_to_real(value, &number)) {
            if (number >= range->low && number <= range->high)
                continue;
            shown = text_from_real(number, got);
        }
        faults_add(
            faults, arena,
            (CaseFault){.rule = value ? "serve/range" : "serve/missing",
                        .at = range->at,
                        .message = arena_format(arena, "%s is %s, wanted %s to %s", range->path,
                                                shown, text_from_real(range->low, low),
                                                text_from_real(range->high, high))});
    }
}

static void judge_members(const Case *item, const Value *root, Arena *arena, CaseFaults *faults)
{
    const Value *has = item->expect.has;
    for (size_t i = 0; has && i < has->count; i++) {
        if (value_find(root, has->items[i].text))
            continue;
        faults_add(faults, arena,
                   (CaseFault){.rule = "serve/missing",
                               .at = &has->items[i],
                               .message = arena_format(arena, "%s is missing in the reply",
                                                       has->items[i].text)});
    }
}

CaseFaults case_judge(const Case *item, const HttpReply *reply, Arena *arena)
{
    CaseFaults faults = {0};
    const CaseExpectation *expect = &item->expect;
    const Value *root = NULL;
    Error why = ERROR_EMPTY;
    if (!case_expects_status(item, reply->status)) {
        judge_status(item, reply, arena, &faults);
        return faults;
    }
    if (!expect->json && !expect->has && expect->ranges.count == 0)
        return faults;
    if (!json_parse("reply", reply->body, reply->body_size, (JsonOptions){0}, arena, &root, &why)) {
        const char *message =
            arena_format(arena, "the reply is no JSON: %s; it starts with '%s'", why.message,
                         clean_text_short(arena, reply->body, REPLY_SHOWN));
        faults_add(&faults, arena, (CaseFault){"serve/not-json", message, expect->value});
        return faults;
    }
    ValueDifference differs;
    if (expect->json && !value_match(expect->json, root, expect->tolerance, arena, &differs))
        faults_add(&faults, arena, (CaseFault){"serve/mismatch", differs.message, differs.wanted});
    judge_ranges(item, root, arena, &faults);
    judge_members(item, root, arena, &faults);
    return faults;
}
