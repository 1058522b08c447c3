#include "http/http_url.h"

#include "base/text.h"

#include <curl/curl.h>
#include <string.h>

// A part of a URL as libcurl spells it; freed by its scope.
static void url_part_free(char **part)
{
    curl_free(*part);
}
#define scoped_part CLEANUP(url_part_free) char *

static void url_free(CURLU **url)
{
    curl_url_cleanup(*url);
}
#define scoped_url CLEANUP(url_free) CURLU *

// NULL if it is no URL that we speak.
static CURLU *url_parse(const char *text)
{
    scoped_url url = curl_url();
    scoped_part scheme = NULL;
    if (!url || curl_url_set(url, CURLUPART_URL, text, CURLU_DISALLOW_USER) != CURLUE_OK ||
        curl_url_get(url, CURLUPART_SCHEME, &scheme, 0) != CURLUE_OK)
        return NULL;
    if (!text_equal(scheme, "http") && !text_equal(scheme, "https"))
        return NULL;
    return take(url);
}

static bool url_has_user(const char *text)
{
    scoped_url url = curl_url();
    scoped_part user = NULL;
    return url && curl_url_set(url, CURLUPART_URL, text, 0) == CURLUE_OK &&
           curl_url_get(url, CURLUPART_USER, &user, 0) == CURLUE_OK;
}

static bool url_is_printable(const char *text)
{
    for (; *text; text++) {
        if ((unsigned char)*text <= ' ' || *text == 0x7f)
            return false;
    }
    return true;
}

bool http_url_check(const char *what, const char *url, Error *err)
{
    if (text_empty(url))
        return error_set(err, ERROR_CONFIG, "the %s is empty, wanted https://HOST/PATH", what);
    if (strlen(url) > HTTP_URL_LONGEST)
        return error_set(err, ERROR_CONFIG, "the %s has %zu bytes, at most %zu are accepted", what,
                         strlen(url), HTTP_URL_LONGEST);
    if (!url_is_printable(url))
        return error_set(err, ERROR_CONFIG,
                         "the %s contains a blank or control character: write it as %%20", what);
    if (!text_starts(url, "http://") && !text_starts(url, "https://"))
        return error_set(err, ERROR_CONFIG, "the %s must start with 'https://' or 'http://'", what);
    if (url_has_user(url))
        return error_set(err, ERROR_CONFIG,
                         "the %s contains a user or password, which would end in logs: "
                         "give them in a header from a secret",
                         what);
    // libcurl would take the first word of `https:///path` for the host.
    scoped_url parsed = strstr(url, ":///") ? NULL : url_parse(url);
    if (!parsed)
        return error_set(err, ERROR_CONFIG, "the %s is no URL: wanted https://HOST:PORT/PATH",
                         what);
    return true;
}

const char *http_url_masked(Arena *arena, const char *url, bool secret)
{
    scoped_url parsed = url ? url_parse(url) : NULL;
    scoped_part scheme = NULL;
    scoped_part host = NULL;
    scoped_part port = NULL;
    scoped_part path = NULL;
    scoped_part query = NULL;
    if (!parsed || curl_url_get(parsed, CURLUPART_SCHEME, &scheme, 0) != CURLUE_OK ||
        curl_url_get(parsed, CURLUPART_HOST, &host, 0) != CURLUE_OK ||
        curl_url_get(parsed, CURLUPART_PATH, &path, 0) != CURLUE_OK)
        return "***";
    bool has_port = curl_url_get(parsed, CURLUPART_PORT, &port, 0) == CURLUE_OK;
    bool has_query = curl_url_get(parsed, CURLUPART_QUERY, &query, 0) == CURLUE_OK;
    return arena_format(arena, "%s://%s%s%s%s%s", scheme, host, has_port ? ":" : "",
                        has_port ? port : "", secret ? "/***" : path,
                        has_query && !secret ? "?***" : "");
}

// One part of both URLs is there and the same.
static bool url_part_equal(CURLU *a, CURLU *b, CURLUPart what)
{
    scoped_part left = NULL;
    scoped_part right = NULL;
    return curl_url_get(a, what, &left, CURLU_DEFAULT_PORT) == CURLUE_OK &&
           curl_url_get(b, what, &right, CURLU_DEFAULT_PORT) == CURLUE_OK &&
           text_equal_any_case(left, right);
}

bool http_url_same_origin(const char *a, const char *b)
{
    scoped_url left = url_parse(a);
    scoped_url right = url_parse(b);
    return left && right && url_part_equal(left, right, CURLUPART_SCHEME) &&
           url_part_equal(left, right, CURLUPART_HOST) &&
           url_part_equal(left, right, CURLUPART_PORT);
}

bool http_url_is_https(const char *url)
{
    return text_starts(url, "https://");
}

bool http_url_is_loopback(const char *url)
{
    scoped_url parsed = url_parse(url);
    scoped_part host = NULL;
    if (!parsed || curl_url_get(parsed, CURLUPART_HOST, &host, 0) != CURLUE_OK)
        return false;
    // libcurl writes 127.1 and 0x7f000001 as 127.0.0.1; names such as 127.example.com stay names.
    bool is_number = strspn(host, "0123456789.") == strlen(host);
    return text_equal_any_case(host, "localhost") || text_equal(host, "[::1]") ||
           (is_number && text_starts(host, "127."));
}

char *http_url_join(Arena *arena, const char *base, const char *path)
{
    size_t length = strcspn(base, "?#");
    while (length && base[length - 1] == '/')
        length--;
    while (*path == '/')
        path++;
    return arena_format(arena, "%.*s/%s", (int)length, base, path);
}
