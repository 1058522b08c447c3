// place: where in a file something stands.
//
// Lines, columns and rows count from 1, and 0 means unknown. Texts are borrowed: they live in the
// run's arena.

#ifndef BASE_PLACE_H
#define BASE_PLACE_H

#include "base/base.h"

typedef enum PlaceKind {
    PLACE_DATA,   // a cell or a line of a data file
    PLACE_SCHEMA, // a rule: a line of a schema, policy, suite or sluice.yml
    PLACE_SOURCE, // a line of a program
} PlaceKind;

typedef struct Place {
    PlaceKind kind;
    const char *file;
    int64_t line;
    int64_t column;    // counted in bytes
    int64_t character; // the same counted in UTF-16 units, as platforms do
    bool has_byte;
    int64_t byte;      // offset from the start of the file, from 0; of a packed file, as unpacked
    const char *field; // the column's name
    int64_t row;       // the data row, without headers
    int64_t row_group;
    const char *value; // the offending text, as it stands in the file
    bool elsewhere;    // the repository has no such line: nobody can open it there
} Place;

#endif
