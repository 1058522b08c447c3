// The verbs keygen and sign, and the key of other verbs.

#include "base/file.h"
#include "package.h"
#include "signature.h"

#include <string.h>
#include <unistd.h>

bool package_operand(const Run *run, const char **ret_path, Error *err)
{
    const PackageOptions *given = run->options;
    if (given->model.count != 1)
        return error_set(err, ERROR_USAGE, "%zu packages were given, wanted one",
                         given->model.count);
    *ret_path = given->model.items[0];
    return true;
}

bool package_load_key(Run *run, Key **ret_key, Error *err)
{
    const PackageOptions *given = run->options;
    if (!given->signing_key)
        return error_set(err, ERROR_USAGE,
                         "no key was given: wanted --signing-key-file FILE or "
                         "$SLUICE_SIGNING_KEY");
    return key_parse_private("signing-key", given->signing_key, strlen(given->signing_key),
                             given->signing_passphrase, ret_key, err);
}

bool package_keygen(Run *run, Error *err)
{
    const PackageOptions *given = run->options;
    const char *path = run->output ? run->output : "sluice.key";
    const char *public_path =
        given->public_key ? given->public_key : arena_format(run->arena, "%s.pub", path);
    if (text_equal(path_absolute(run->arena, path), path_absolute(run->arena, public_path)))
        return error_set(err, ERROR_USAGE, "both halves of the key cannot be in one file, '%s'",
                         path);
    if (file_exists(public_path))
        return error_set(err, ERROR_OUTPUT, "'%s' exists already and a key is never overwritten",
                         public_path);
    scoped_key key = NULL;
    scoped_buf public_half = BUF_EMPTY;
    const char *fingerprint = NULL;
    if (!key_generate(&key, err) || !key_write_public(key, &public_half, err) ||
        !key_fingerprint(key, run->arena, &fingerprint, err) ||
        !file_write(public_path, public_half.data, public_half.size, err))
        return false;
    if (!key_save_private(key, path, given->signing_passphrase, err)) {
        unlink(public_path); // a public half alone would be taken for the key of somebody
        return false;
    }
    Section *table = report_add_section(run->report, SECTION_TABLE, "Keys");
    *list_push(run->arena, &table->columns) = "file";
    *list_push(run->arena, &table->columns) = "what it is";
    section_add_cells(table, run->arena, path, "private key: keep it as a secret", NULL);
    section_add_cells(table, run->arena, public_path, "public key: commit it", NULL);
    report_add_check(run->report, (Check){.name = "a key pair was made",
                                          .verdict = VERDICT_PASS,
                                          .value = public_path,
                                          .message = fingerprint});
    return true;
}

bool package_sign(Run *run, Error *err)
{
    const char *path = NULL;
    scoped_key key = NULL;
    scoped_layout layout = NULL;
    LayoutManifest manifest;
    if (!package_operand(run, &path, err) || !package_load_key(run, &key, err) ||
        !layout_open(path, run->arena, &layout, err) || !layout_read(layout, &manifest, err) ||
        !signature_write(layout, &manifest, key, err))
        return false;
    // A tar was unpacked to be signed; a folder is signed in its place.
    if (layout->temporary && !layout_save(layout, err))
        return false;
    report_add_check(run->report, (Check){.name = "the package is signed",
                                          .verdict = VERDICT_PASS,
                                          .value = manifest.descriptor.digest});
    run_set_output(run, "digest", manifest.descriptor.digest);
    return true;
}
