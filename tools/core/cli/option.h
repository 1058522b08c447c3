// option: one row an option. Parsing, help, INPUT_*, SLUICE_*, sluice.yml, action.yml, the GitLab
// template, the editor's schema and the README tables all come from it.
//
// The row writes its value into a field of the tool's own struct: OPTION(Struct, field, TYPE, …)
// checks at compile time that the field's type belongs to the row's.

#ifndef CLI_OPTION_H
#define CLI_OPTION_H

#include "base/text.h"

typedef enum OptionType {
    OPTION_FLAG,     // bool
    OPTION_INT,      // int64_t
    OPTION_REAL,     // double
    OPTION_SIZE,     // int64_t, bytes: 512M, 4G
    OPTION_DURATION, // int64_t, milliseconds: 250ms, 10m
    OPTION_TEXT,     // const char *
    OPTION_CHOICE,   // const char *, one of `choices`
    OPTION_PATH,     // const char *; a path in a file is relative to that file
    OPTION_TEXTS,    // TextList: repeatable; one a line in an input; a list in a file
    OPTION_PATHS,    // TextList of paths
    OPTION_COMMAND,  // TextList: a text runs by `sh -c`, a YAML list by exec; argv: what follows --
    OPTION_SECRET,   // const char *: never on argv; `--x-file FILE` names a file that holds it
} OptionType;

typedef enum OptionFlags {
    OPTION_NEEDED = 1,  // must be given
    OPTION_OPERAND = 2, // also takes the words without a dash (a PATHS or PATH)
    OPTION_LOCAL = 4,   // for a shell only: not an input of the action or template
} OptionFlags;

typedef struct Option {
    const char *name; // "fail-on"
    OptionType type;
    size_t offset;
    const char *value_name;     // "FILE" in `--schema FILE`; NULL for flags
    const char *fallback;       // the default, written as on argv; NULL for none
    const char *const *choices; // closed by NULL; OPTION_CHOICE
    const char *help;           // one line, lower case start, no full stop
    unsigned flags;
    const char *verbs; // "check infer": the verbs that take it; NULL for all
    // The default of the action's input, an expression for what only GitHub knows; NULL for none.
    // It goes before SLUICE_* and sluice.yml, so it is for what nobody writes there.
    const char *github_default;
} Option;

// Compile-time check of the field's type against what the row's type stores.
#define OPTION_STORES_FLAG     bool
#define OPTION_STORES_INT      int64_t
#define OPTION_STORES_REAL     double
#define OPTION_STORES_SIZE     int64_t
#define OPTION_STORES_DURATION int64_t
#define OPTION_STORES_TEXT     const char *
#define OPTION_STORES_CHOICE   const char *
#define OPTION_STORES_PATH     const char *
#define OPTION_STORES_TEXTS    TextList
#define OPTION_STORES_PATHS    TextList
#define OPTION_STORES_COMMAND  TextList
#define OPTION_STORES_SECRET   const char *

#define OPTION(kind, Struct, field)                                                                \
    .type = OPTION_##kind,                                                                         \
    .offset = offsetof(Struct, field) +                                                            \
              0 * sizeof(struct {                                                                  \
                  _Static_assert(__builtin_types_compatible_p(typeof(((Struct *)0)->field),        \
                                                              OPTION_STORES_##kind),               \
                                 "the field's type does not belong to the option's");              \
                  char unused_;                                                                    \
              })

#endif
