#include "build.h"

#include <inttypes.h>

static void describe_files(const Run *run, Section *table, const char *part,
                           const PackageFileList *files)
{
    for (size_t i = 0; i < files->count; i++) {
        const PackageFile *file = &files->items[i];
        section_add_cells(table, run->arena, part, file->name,
                          arena_format(run->arena, "%" PRId64, file->size), file->digest, NULL);
    }
}

void build_describe(Run *run, const Content *content, const LayoutManifest *manifest,
                    const Key *key)
{
    Section *table = report_add_section(run->report, SECTION_TABLE, "Packaged files");
    static const char *const columns[] = {"part", "file", "bytes", "sha256"};
    for (size_t i = 0; i < array_count(columns); i++)
        *list_push(run->arena, &table->columns) = columns[i];
    describe_files(run, table, "model", &content->model);
    describe_files(run, table, "code", &content->code);
    describe_files(run, table, "docs", &content->docs);
    describe_files(run, table, "data (reference)", &content->data);

    int64_t bytes = manifest->descriptor.size + manifest->manifest.config.size;
    for (size_t i = 0; i < content->layers.count; i++)
        bytes += content->layers.items[i].size;
    size_t files = content->model.count + content->code.count + content->docs.count;
    report_add_metric(run->report,
                      (Metric){.name = "package_bytes", .value = (double)bytes, .unit = "bytes"});
    report_add_metric(run->report, (Metric){.name = "package_files", .value = (double)files});
    report_add_check(run->report, (Check){.name = "the package has a digest",
                                          .verdict = VERDICT_PASS,
                                          .value = manifest->descriptor.digest});
    if (key)
        report_add_check(run->report, (Check){.name = "the package is signed",
                                              .verdict = VERDICT_PASS,
                                              .value = "signature/manifest.sig"});
    run_set_output(run, "digest", manifest->descriptor.digest);
}
