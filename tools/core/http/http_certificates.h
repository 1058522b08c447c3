// http_certificates: where the certificates of authorities are, on any Linux.

#ifndef HTTP_HTTP_CERTIFICATES_H
#define HTTP_HTTP_CERTIFICATES_H

#include "base/error.h"

// The bundle named by $SSL_CERT_FILE, else the first one that is there: the paths that
// distributions use, then our own. If there is none the error says where it was looked for.
bool http_certificates_find(const char **ret_path, Error *err) MUST_USE;

#endif
