// fingerprint: the stable name of one place of a finding. Private to the folder.

#ifndef REPORT_FINGERPRINT_H
#define REPORT_FINGERPRINT_H

#include "report/report.h"

// sha256 over tool, rule, and file, field and value of the place (NULL: the message), 32
// hexadecimal digits. The line is no part of it.
const char *fingerprint_of_place(const Report *report, const Finding *finding, const Place *place,
                                 Arena *arena);

#endif
