#include "crypto/entropy.h"

#include <limits.h>
#include <openssl/rand.h>

bool entropy_fill(void *ret_bytes, size_t size, Error *err)
{
    if (size > INT_MAX || RAND_bytes(ret_bytes, (int)size) != 1)
        return error_set(err, ERROR_SYSTEM, "cannot get %zu random bytes from OpenSSL", size);
    return true;
}
