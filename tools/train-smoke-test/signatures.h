// signatures: how known failures of training programs look, and the rule each belongs to.

#ifndef TRAIN_SMOKE_TEST_SIGNATURES_H
#define TRAIN_SMOKE_TEST_SIGNATURES_H

#include "base/base.h"

// A row matches if all that it names does. `*` in a text stands for anything; letters match
// whatever their case.
typedef struct Signature {
    const char *rule;
    const char *type;  // of the exception, without its module; NULL for any
    const char *text;  // somewhere in the message; NULL for any
    const char *frame; // somewhere in the file of one of its frames; NULL for any
    const char *hint;  // what this very failure means; NULL if the rule says enough
} Signature;

// What a program said at its end.
typedef struct SignatureQuery {
    const char *type;
    const char *message;
    bool (*has_frame)(const void *what, const char *part);
    const void *what;
} SignatureQuery;

// The first row that fits an exception; NULL if none does.
const Signature *signature_of_exception(const SignatureQuery *query);

// The first row that fits output without a traceback; NULL if none does.
const Signature *signature_of_output(const char *text);

// What outdoes every exception wherever it stands, for the exception is only its echo; NULL if it
// is not there.
const Signature *signature_of_disaster(const char *text);

// Whether `pattern`, with `*` for anything and without regard to case, stands in `text`.
bool signature_matches(const char *pattern, const char *text);

#endif
