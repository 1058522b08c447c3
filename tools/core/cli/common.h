// common: the options that every tool takes.

#ifndef CLI_COMMON_H
#define CLI_COMMON_H

#include "cli/option.h"

typedef struct CommonOptions {
    TextList reports; // FORMAT or FORMAT=FILE
    const char *fail_on;
    const char *output;
    const char *config;
    const char *stage;
    const char *root;
    const char *known;
    const char *known_until;
    bool write_known;
    const char *color;
    const char *describe;
    bool live;
    bool quiet;
    bool verbose;
    bool version;
    bool help;
} CommonOptions;

extern const Option common_options[];
extern const size_t common_option_count;

#endif
