// Whether the data is the version that DVC has recorded in the repository.

#include "digest/dvc.h"
#include "findings.h"

#include "base/clean.h"
#include "base/file.h"

#define VERSION_CHECK "the data is the version on record"

static Place version_place(const Run *run, const DvcRecord *record)
{
    Place place = record->place;
    place.file = path_relative(run->arena, run->root, path_absolute(run->arena, record->file));
    return place;
}

static const char *version_path(const Run *run, const DvcRecord *record)
{
    const char *root = path_absolute(run->arena, run->root);
    return clean_text_short(run->arena, path_relative(run->arena, root, record->path), 200);
}

static void version_tell(const Run *run, const DvcRecord *record, const char *digest)
{
    Report *report = run->report;
    Arena *arena = report->arena;
    const bool same = text_equal(digest, record->digest);
    const Place place = version_place(run, record);
    report_add_check(report, (Check){.name = VERSION_CHECK,
                                     .verdict = same ? VERDICT_PASS : VERDICT_FAIL,
                                     .value = arena_text(arena, digest),
                                     .threshold = clean_text_short(arena, record->digest, 80)});
    if (same)
        return;
    Finding *finding =
        report_find(report, report_rule(report, "version/not-on-record"),
                    "'%s' is not the version on record: its MD5 is %s, '%s' has %s",
                    version_path(run, record), digest, clean_text_short(arena, place.file, 200),
                    clean_text_short(arena, record->digest, 80));
    finding_add_place(report, finding, place);
}

static void version_doubt(const Run *run, const DvcRecord *record)
{
    Report *report = run->report;
    Finding *finding = report_find(
        report, report_rule(report, "version/unknown"),
        "which version '%s' is cannot be told without DVC: a .dvcignore may leave out its files",
        version_path(run, record));
    finding_add_place(report, finding, version_place(run, record));
}

bool find_version(const Run *run, const TextList *paths, Error *err)
{
    const char *told = NULL; // of several files of a folder it is told once
    for (size_t i = 0; i < paths->count; i++) {
        DvcRecord record = {0};
        const char *digest = NULL;
        if (text_equal(paths->items[i], "-") || file_is_stream(paths->items[i]))
            continue;
        if (!dvc_find(paths->items[i], run->arena, &record, err)) {
            if (err->has_place)
                err->place.file = path_relative(run->arena, path_absolute(run->arena, run->root),
                                                err->place.file);
            return false;
        }
        if (!record.path || text_equal(record.path, told))
            continue;
        told = record.path;
        if (dvc_digest(&record, run->arena, &digest, err))
            version_tell(run, &record, digest);
        else if (err->kind == ERROR_NONE)
            version_doubt(run, &record);
        else
            return false;
    }
    return true;
}
