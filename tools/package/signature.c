#include "signature.h"

#include "base/text.h"
#include "crypto/base64.h"
#include "doc/json_writer.h"

#include <sys/stat.h>

#define SIGNATURE_FOLDER   "signature"
#define SIGNATURE_MANIFEST SIGNATURE_FOLDER "/manifest.sig"
#define SIGNATURE_PAYLOAD  SIGNATURE_FOLDER "/simplesigning.json"
#define SIGNATURE_SIMPLE   SIGNATURE_FOLDER "/simplesigning.sig"

#define SIGNATURE_LARGEST_FILE ((size_t)64 << 10)

const char *const signature_files[] = {SIGNATURE_MANIFEST, SIGNATURE_PAYLOAD, SIGNATURE_SIMPLE,
                                       NULL};

// Compact and in this order, as cosign writes it.
static void signature_payload(const LayoutManifest *manifest, Buf *out)
{
    JsonWriter json = json_writer_compact(out);
    json_open_map(&json);
    json_key(&json, "critical");
    json_open_map(&json);
    json_key(&json, "identity");
    json_open_map(&json);
    json_put_text(&json, "docker-reference", manifest->name);
    json_close_map(&json);
    json_key(&json, "image");
    json_open_map(&json);
    json_put_text(&json, "docker-manifest-digest", manifest->descriptor.digest);
    json_close_map(&json);
    json_put_text(&json, "type", "cosign container image signature");
    json_close_map(&json);
    json_key(&json, "optional");
    json_null(&json);
    json_close_map(&json);
}

static bool signature_put(const Layout *layout, const char *name, const Buf *content, Error *err)
{
    return file_write(path_join(layout->arena, layout->folder, name), content->data, content->size,
                      err);
}

// A package may come from a stranger: what it calls its folder must not lead elsewhere.
static bool signature_folder_is_own(const Layout *layout, Error *err)
{
    struct stat about;
    const char *folder = path_join(layout->arena, layout->folder, SIGNATURE_FOLDER);
    if (lstat(folder, &about) != 0 || S_ISDIR(about.st_mode))
        return true;
    return error_set(err, ERROR_INPUT,
                     "'%s' is no folder of the package itself: it is not signed, because the "
                     "signature would be written elsewhere",
                     folder);
}

bool signature_write(const Layout *layout, const LayoutManifest *manifest, const Key *key,
                     Error *err)
{
    scoped_buf plain = BUF_EMPTY;
    scoped_buf payload = BUF_EMPTY;
    scoped_buf simple = BUF_EMPTY;
    signature_payload(manifest, &payload);
    if (!signature_folder_is_own(layout, err) ||
        !key_sign(key, manifest->text, (size_t)manifest->descriptor.size, &plain, err) ||
        !key_sign(key, payload.data, payload.size, &simple, err))
        return false;
    scoped_buf encoded = BUF_EMPTY;
    base64_write(&encoded, simple.data, simple.size);
    // The one that says "there is a signature" comes last.
    return signature_put(layout, SIGNATURE_PAYLOAD, &payload, err) &&
           signature_put(layout, SIGNATURE_SIMPLE, &encoded, err) &&
           signature_put(layout, SIGNATURE_MANIFEST, &plain, err);
}

bool signature_exists(const Layout *layout)
{
    return file_exists(path_join(layout->arena, layout->folder, SIGNATURE_MANIFEST));
}

// The second signature stands beside the first or not at all.
static bool signature_check_simple(const Layout *layout, const LayoutManifest *manifest,
                                   const Key *key, bool *ret_valid, Error *err)
{
    scoped_buf wanted = BUF_EMPTY;
    scoped_buf payload = BUF_LIMITED(SIGNATURE_LARGEST_FILE);
    scoped_buf encoded = BUF_LIMITED(SIGNATURE_LARGEST_FILE);
    scoped_buf signature = BUF_EMPTY;
    signature_payload(manifest, &wanted);
    if (!layout_get(layout, "signature", SIGNATURE_PAYLOAD, &payload, err) ||
        !layout_get(layout, "signature", SIGNATURE_SIMPLE, &encoded, err))
        return false;
    *ret_valid = text_equal(buf_text(&payload), buf_text(&wanted)) && payload.size == wanted.size &&
                 base64_read(buf_text(&encoded), encoded.size, &signature) &&
                 key_verify(key, payload.data, payload.size, signature.data, signature.size);
    return true;
}

bool signature_check(const Layout *layout, const LayoutManifest *manifest, const Key *key,
                     SignatureState *ret_state, Error *err)
{
    if (!signature_exists(layout)) {
        *ret_state = SIGNATURE_MISSING;
        return true;
    }
    scoped_buf plain = BUF_LIMITED(SIGNATURE_LARGEST_FILE);
    if (!layout_get(layout, "signature", SIGNATURE_MANIFEST, &plain, err))
        return false;
    bool valid = key_verify(key, manifest->text, (size_t)manifest->descriptor.size,
                            buf_text(&plain), plain.size);
    if (valid && !signature_check_simple(layout, manifest, key, &valid, err))
        return false;
    *ret_state = valid ? SIGNATURE_VALID : SIGNATURE_WRONG;
    return true;
}
