// http_url: what a URL says, read by the same parser that will follow it.

#ifndef HTTP_HTTP_URL_H
#define HTTP_HTTP_URL_H

#include "base/arena.h"
#include "base/error.h"

#define HTTP_URL_LONGEST ((size_t)8192)

// http or https, with a host, without user, password, blanks and control characters. The message
// names `what` ("webhook URL") and never the URL, which may be a secret.
bool http_url_check(const char *what, const char *url, Error *err) MUST_USE;

// For messages: `https://host:port/path?***`; with `secret` only `https://host:port/***`; `***` for
// what is no URL.
const char *http_url_masked(Arena *arena, const char *url, bool secret);

// Same scheme, host and port.
bool http_url_same_origin(const char *a, const char *b);

bool http_url_is_https(const char *url);

// This machine: `localhost`, 127.0.0.0/8 or ::1. What is sent there passes no wire.
bool http_url_is_loopback(const char *url);

// `base` and `path` with exactly one slash between them; `base` loses its query and fragment.
char *http_url_join(Arena *arena, const char *base, const char *path);

#endif
