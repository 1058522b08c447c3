#include "http/http_sign.h"

#include "base/buf.h"
#include "crypto/hashing.h"

#include <string.h>

static const char *signature_of(const HttpSigned *message, const char *timestamp, Arena *arena)
{
    scoped_buf text = BUF_EMPTY;
    buf_format(&text, "%s.", timestamp);
    buf_append(&text, message->body, message->body_size);
    uint8_t mac[HASH_SHA256_SIZE];
    crypto_hmac_sha256(message->secret, strlen(message->secret), buf_text(&text), text.size, mac);
    return arena_format(arena, "sha256=%s", crypto_hex(arena, mac, sizeof mac));
}

size_t http_sign(const HttpSigned *message, Arena *arena,
                 HttpHeader ret_headers[static HTTP_SIGN_HEADERS])
{
    const char *timestamp = arena_format(arena, "%lld", (long long)message->timestamp);
    ret_headers[0] = (HttpHeader){.name = "X-Sluice-Timestamp", .value = timestamp};
    ret_headers[1] = (HttpHeader){.name = "X-Sluice-Delivery", .value = message->delivery};
    if (!message->secret)
        return HTTP_SIGN_HEADERS - 1;
    ret_headers[2] = (HttpHeader){.name = "X-Sluice-Signature",
                                  .value = signature_of(message, timestamp, arena)};
    return HTTP_SIGN_HEADERS;
}
