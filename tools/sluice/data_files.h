// data_files: which files of a project are the data that it learns from.
//
// Names, folders, sizes and what the training script mentions are weighed; see the tables in
// data_files.c. Files side by side with the same header are parts of one table.

#ifndef SLUICE_DATA_FILES_H
#define SLUICE_DATA_FILES_H

#include "base/text.h"
#include "survey.h"

// Tables that get a stage; a project with more knows better than we which of them matter.
#define DATA_MOST_TABLES 4

// Parts that one table may have.
#define DATA_MOST_PARTS 50

// How many bytes the first line of a table may have.
#define DATA_LONGEST_HEADER ((size_t)64 << 10)

typedef struct DataTable {
    const char *name;   // letters, digits, `-` and `_`; no two tables have the same
    const char *header; // the first line, which all its files have; NULL for a format without one
    TextList paths;     // the best first
    char delimiter;     // as its header has it; 0 without one
    const char *pull;   // the program that fetches it ("dvc pull"); NULL if it is in the repository
} DataTable;

typedef struct DataFiles {
    LIST(DataTable) tables; // the best first
    size_t more;            // tables beyond DATA_MOST_TABLES
    TextList unread;        // data in formats that are not read yet
    TextList pointers;      // of Git LFS: the data itself is not here
} DataFiles;

// `script` is the text of the training script; NULL for none.
void data_files_find(const Survey *survey, const char *script, DataFiles *ret_data);

// How likely the file is what the project learns from; below 0: it is not. `mentioned`: the
// training script has its name.
int data_file_weight(const char *path, int64_t size, bool mentioned);

// The byte between the cells of a header line: a comma, a semicolon, a tab or a bar.
char data_delimiter(const char *header, const char *path);

#endif
