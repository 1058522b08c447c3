// case_judge: whether a reply is what its case expects, and if not, what is wrong with it.

#ifndef INFERENCE_TEST_CASE_JUDGE_H
#define INFERENCE_TEST_CASE_JUDGE_H

#include "case_file.h"

// A case tells of this many faults; the rest follows from the first ones.
#define CASE_MOST_FAULTS 10

typedef struct CaseFault {
    const char *rule;
    const char *message; // "predictions[0] is 7100, wanted 5200 to 6000"
    const Value *at;     // what of the case was not met
} CaseFault;

typedef struct CaseFaults {
    LIST(CaseFault) items;
} CaseFaults;

// The faults, living in the arena; none if the reply is right.
CaseFaults case_judge(const Case *item, const HttpReply *reply, Arena *arena);

#endif
