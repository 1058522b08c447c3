#include "http/http_certificates.h"

#include "base/base.h"
#include "base/text.h"

#include <stdlib.h>
#include <unistd.h>

static const char *const bundles[] = {
    "/etc/ssl/certs/ca-certificates.crt",                // Debian, Ubuntu, Alpine, Arch
    "/etc/pki/tls/certs/ca-bundle.crt",                  // Fedora, Red Hat
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", // Red Hat
    "/etc/ssl/ca-bundle.pem",                            // SUSE
    "/etc/ssl/cert.pem",                                 // Alpine
    "/usr/share/sluice/ca-certificates.crt",             // our own
    "/usr/local/share/sluice/ca-certificates.crt",
};

bool http_certificates_find(const char **ret_path, Error *err)
{
    const char *wanted = getenv("SSL_CERT_FILE");
    if (!text_empty(wanted)) {
        if (access(wanted, R_OK) != 0)
            return error_set(err, ERROR_CONFIG,
                             "cannot read '%s', the CA bundle that SSL_CERT_FILE names", wanted);
        *ret_path = wanted;
        return true;
    }
    for (size_t i = 0; i < array_count(bundles); i++) {
        if (access(bundles[i], R_OK) == 0) {
            *ret_path = bundles[i];
            return true;
        }
    }
    return error_set(err, ERROR_SYSTEM,
                     "no CA bundle was found (looked for '%s' and others): install "
                     "ca-certificates or set SSL_CERT_FILE",
                     bundles[0]);
}
