// infer: a Table Schema that the data it was inferred from satisfies.

#ifndef DATA_VALIDATE_INFER_H
#define DATA_VALIDATE_INFER_H

#include "base/buf.h"
#include "profile/profile.h"

// Types are those that all values have. A column without a missing value is required, one with few
// different texts has an enum, one whose values are all different is unique; numbers get no bounds,
// which the next batch may rightly pass. `missing` are the texts that stand for nothing.
void infer_schema(const Profile *profile, const TextList *missing, char decimal, Buf *out);

#endif
