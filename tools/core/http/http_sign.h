// http_sign: requests that their receiver can check.
//
// X-Sluice-Timestamp holds seconds since 1970, X-Sluice-Delivery an identifier that stays the same
// over retries, X-Sluice-Signature `sha256=` and the HMAC-SHA256 (hexadecimal) over
// `<timestamp>.<body>` with the shared secret as key. A receiver compares the signature in constant
// time and refuses old timestamps and deliveries it has seen.

#ifndef HTTP_HTTP_SIGN_H
#define HTTP_HTTP_SIGN_H

#include "http/http.h"

#define HTTP_SIGN_HEADERS 3

typedef struct HttpSigned {
    const char *secret;   // the key; NULL leaves out the signature
    int64_t timestamp;    // seconds since 1970
    const char *delivery; // of this message
    const void *body;
    size_t body_size;
} HttpSigned;

// How many of the headers were written: HTTP_SIGN_HEADERS, or one less without a secret.
size_t http_sign(const HttpSigned *message, Arena *arena,
                 HttpHeader ret_headers[static HTTP_SIGN_HEADERS]);

#endif
