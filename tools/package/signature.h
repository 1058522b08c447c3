// signature: who vouches for a package: files in the folder `signature` of its layout.
//
//     manifest.sig          ECDSA over the manifest's bytes, DER: openssl dgst -sha256 -verify
//     simplesigning.json    the payload of cosign's "simple signing" about the same manifest
//     simplesigning.sig     ECDSA over that payload, DER in base64, as cosign attaches it
//
// Signatures of one manifest differ from time to time, its digest never does.

#ifndef PACKAGE_SIGNATURE_H
#define PACKAGE_SIGNATURE_H

#include "crypto/key.h"
#include "layout.h"

bool signature_write(const Layout *layout, const LayoutManifest *manifest, const Key *key,
                     Error *err) MUST_USE;

typedef enum SignatureState {
    SIGNATURE_VALID,
    SIGNATURE_MISSING,
    SIGNATURE_WRONG, // by another key, over other bytes, or damaged
} SignatureState;

bool signature_check(const Layout *layout, const LayoutManifest *manifest, const Key *key,
                     SignatureState *ret_state, Error *err) MUST_USE;

// The names of the files, for who looks for files that do not belong; closed by NULL.
extern const char *const signature_files[];

bool signature_exists(const Layout *layout);

#endif
