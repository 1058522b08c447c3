// entropy: random bytes that nobody can guess: nonces, temporary names, identifiers.

#ifndef CRYPTO_ENTROPY_H
#define CRYPTO_ENTROPY_H

#include "base/error.h"

bool entropy_fill(void *ret_bytes, size_t size, Error *err) MUST_USE;

#endif
