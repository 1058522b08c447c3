// table_dialect: by which marks a file is cut into cells, where nobody has said it.

#ifndef TABLE_TABLE_DIALECT_H
#define TABLE_TABLE_DIALECT_H

#include "table/table.h"
#include "table/table_block.h"

// What the dialect says, and for the rest what the file's name does.
CsvMarks dialect_marks(const TableDialect *dialect, const char *path);

// Looks at the rows with which the block's part begins. If its delimiter is not in the header, and
// another one cuts the header and most of the rows into equally many cells, that one is taken, and
// told as an issue.
void dialect_find_delimiter(TableBlock *block, TablePart *part);

#endif
