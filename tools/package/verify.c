#include "verify.h"

#include "base/clean.h"
#include "content.h"
#include "crypto/hashing.h"
#include "package.h"
#include "signature.h"

#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>

static void verify_changed(Run *run, const char *what)
{
    report_find(run->report, report_rule(run->report, "package/changed"), "%s", what);
}

static void verify_blob(Run *run, const Layout *layout, const OciDescriptor *descriptor)
{
    Error reason = ERROR_EMPTY;
    const char *hex = NULL;
    int64_t size = 0;
    struct stat about;
    const char *path = layout_blob(layout, descriptor->digest);
    if (lstat(path, &about) == 0 && S_ISLNK(about.st_mode))
        verify_changed(
            run, arena_format(run->arena, "blob '%s' is a symbolic link", descriptor->digest));
    else if (!hash_file(HASH_SHA256, "blob", path, run->arena, &hex, &size, &reason))
        verify_changed(run, arena_text(run->arena, reason.message));
    else if (!text_equal(hex, descriptor->digest + strlen("sha256:")) || size != descriptor->size)
        verify_changed(run, arena_format(run->arena,
                                         "blob '%s' was changed: it is 'sha256:%s' of %" PRId64
                                         " bytes, wanted %" PRId64,
                                         descriptor->digest, hex, size, descriptor->size));
}

// Files outside of the blobs have one right content each.
static void verify_text(Run *run, const Layout *layout, const char *name, const char *wanted)
{
    Error reason = ERROR_EMPTY;
    scoped_buf got = BUF_LIMITED(OCI_LARGEST_DOCUMENT);
    if (!layout_get(layout, "file of the package", name, &got, &reason))
        verify_changed(run, arena_text(run->arena, reason.message));
    else if (got.size != strlen(wanted) || memcmp(got.data, wanted, got.size) != 0)
        verify_changed(run, arena_format(run->arena, "'%s' was changed", name));
}

static bool verify_knows(const LayoutManifest *manifest, const char *name)
{
    static const char *const always[] = {"oci-layout", "index.json"};
    for (size_t i = 0; i < array_count(always); i++) {
        if (text_equal(name, always[i]))
            return true;
    }
    for (size_t i = 0; signature_files[i]; i++) {
        if (text_equal(name, signature_files[i]))
            return true;
    }
    if (!text_starts(name, "blobs/sha256/"))
        return false;
    const char *hex = name + strlen("blobs/sha256/");
    const size_t scheme = strlen("sha256:");
    if (text_equal(hex, manifest->descriptor.digest + scheme) ||
        text_equal(hex, manifest->manifest.config.digest + scheme))
        return true;
    for (size_t i = 0; i < manifest->manifest.layers.count; i++) {
        if (text_equal(hex, manifest->manifest.layers.items[i].digest + scheme))
            return true;
    }
    return false;
}

static bool verify_is_folder(const char *name)
{
    return text_equal(name, "blobs") || text_equal(name, "blobs/sha256") ||
           text_equal(name, "signature");
}

// Looks for what nothing mentions; folders are three deep at most, because others are refused.
static bool verify_names(Run *run, const Layout *layout, const LayoutManifest *manifest,
                         const char *folder, Error *err)
{
    const char *const *names = NULL;
    size_t count = 0;
    const char *path = *folder ? path_join(run->arena, layout->folder, folder) : layout->folder;
    if (!folder_list(run->arena, path, &names, &count, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        const char *name = *folder ? path_join(run->arena, folder, names[i]) : names[i];
        struct stat about;
        bool is_folder = lstat(path_join(run->arena, layout->folder, name), &about) == 0 &&
                         S_ISDIR(about.st_mode);
        if (is_folder && verify_is_folder(name)) {
            if (!verify_names(run, layout, manifest, name, err))
                return false;
        } else if (is_folder || !verify_knows(manifest, name)) {
            report_find(run->report, report_rule(run->report, "package/unexpected-file"),
                        "'%s' does not belong to the package", name);
        }
    }
    return true;
}

static void verify_content(Run *run, const Layout *layout, const LayoutManifest *manifest)
{
    scoped_buf index = BUF_EMPTY;
    oci_write_index(&manifest->descriptor, manifest->tag, &index);
    verify_text(run, layout, "index.json", buf_text(&index));
    verify_text(run, layout, "oci-layout", OCI_LAYOUT_TEXT);
    verify_blob(run, layout, &manifest->manifest.config);
    for (size_t i = 0; i < manifest->manifest.layers.count; i++)
        verify_blob(run, layout, &manifest->manifest.layers.items[i]);
}

static void verify_gate(Run *run, const LayoutManifest *manifest)
{
    const PackageOptions *given = run->options;
    const char *gate = oci_annotation(manifest->manifest.annotations, PACKAGE_GATE_ANNOTATION);
    bool passed = text_equal(gate, "pass");
    if (!passed)
        report_find(run->report,
                    report_rule(run->report,
                                given->allow_ungated ? "package/ungated" : "package/gate-missing"),
                    "'%s' was packaged without a gate result", manifest->name);
    if (passed || !given->allow_ungated)
        report_add_check(run->report, (Check){.name = "the gate passed this model",
                                              .verdict = passed ? VERDICT_PASS : VERDICT_FAIL,
                                              .value = gate});
}

static void verify_digest(Run *run, const LayoutManifest *manifest)
{
    const PackageOptions *given = run->options;
    if (!given->digest)
        return;
    bool same = text_equal(given->digest, manifest->descriptor.digest);
    if (!same)
        report_find(run->report, report_rule(run->report, "package/other-digest"),
                    "the package is '%s', wanted '%s'", manifest->descriptor.digest, given->digest);
    report_add_check(run->report, (Check){.name = "the package is the one that was asked for",
                                          .verdict = same ? VERDICT_PASS : VERDICT_FAIL,
                                          .value = manifest->descriptor.digest,
                                          .threshold = given->digest});
}

static const struct {
    Verdict verdict;
    const char *value;
    const char *rule; // NULL for none
    const char *message;
} verify_states[] = {
    [SIGNATURE_VALID] = {VERDICT_PASS, "valid", NULL, NULL},
    [SIGNATURE_MISSING] = {VERDICT_FAIL, "missing", "package/unsigned",
                           "the package carries no signature"},
    [SIGNATURE_WRONG] = {VERDICT_FAIL, "wrong", "package/bad-signature",
                         "the signature was not made over this manifest with this key"},
};

static bool verify_signature(Run *run, const Layout *layout, const LayoutManifest *manifest,
                             Error *err)
{
    const PackageOptions *given = run->options;
    if (!given->public_key) {
        // Without a key, a digest that was asked for vouches for the package; else nobody does, and
        // who asks for just that must hear it.
        if (!given->digest && text_equal(run->verb->name, "verify"))
            report_add_check(run->report,
                             (Check){.name = "the signature is valid",
                                     .verdict = VERDICT_INCONCLUSIVE,
                                     .value = "not checked",
                                     .message = "give the key with --public-key, or the digest "
                                                "that you expect with --digest"});
        return true;
    }
    scoped_key key = NULL;
    SignatureState state = SIGNATURE_WRONG;
    if (!key_load_public(given->public_key, &key, err))
        return false;
    Error reason = ERROR_EMPTY;
    if (!signature_check(layout, manifest, key, &state, &reason))
        verify_changed(run, arena_text(run->arena, reason.message));
    if (verify_states[state].rule)
        report_find(run->report, report_rule(run->report, verify_states[state].rule), "%s",
                    verify_states[state].message);
    report_add_check(run->report, (Check){.name = "the signature is valid",
                                          .verdict = verify_states[state].verdict,
                                          .value = verify_states[state].value,
                                          .threshold = "valid"});
    return true;
}

static void verify_conclude(Run *run, size_t errors_before)
{
    bool whole = report_count(run->report, SEVERITY_ERROR) == errors_before;
    report_add_check(run->report, (Check){.name = "every byte is what the manifest says",
                                          .verdict = whole ? VERDICT_PASS : VERDICT_FAIL});
}

bool verify_open(Run *run, Layout **ret_layout, LayoutManifest *ret_manifest, bool *ret_valid,
                 Error *err)
{
    const char *path = NULL;
    if (!package_operand(run, &path, err))
        return false;
    scoped_layout layout = NULL;
    if (!layout_open(path, run->arena, &layout, err))
        return false;
    LayoutManifest manifest = {0};
    Error reason = ERROR_EMPTY;
    *ret_valid = false;
    if (!layout_read(layout, &manifest, &reason)) {
        verify_changed(run, arena_text(run->arena, reason.message));
        verify_conclude(run, SIZE_MAX);
        *ret_layout = take(layout);
        return true;
    }
    size_t before = report_count(run->report, SEVERITY_ERROR);
    verify_content(run, layout, &manifest);
    if (!verify_names(run, layout, &manifest, "", err))
        return false;
    verify_conclude(run, before);
    verify_digest(run, &manifest);
    verify_gate(run, &manifest);
    run_set_output(run, "digest", manifest.descriptor.digest);
    *ret_manifest = manifest;
    *ret_valid = true;
    if (!verify_signature(run, layout, &manifest, err))
        return false;
    *ret_layout = take(layout);
    return true;
}

bool package_verify(Run *run, Error *err)
{
    scoped_layout layout = NULL;
    LayoutManifest manifest;
    bool valid = false;
    return verify_open(run, &layout, &manifest, &valid, err);
}
