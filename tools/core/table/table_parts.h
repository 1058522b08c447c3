// table_parts: what the files of table/ know of each other: the table from inside.

#ifndef TABLE_TABLE_PARTS_H
#define TABLE_TABLE_PARTS_H

#include "table/csv.h"
#include "table/table.h"
#include "table/table_input.h"

struct Table {
    Arena *arena;
    TablePlan plan;
    size_t part; // of plan.paths
    TableInput input;
    Csv csv;
    size_t texts_room;
    const char *file; // of the part, for places
    CsvLineEnd line_end;
    int64_t line; // on which the next record starts
    int64_t rows;
    int64_t bytes; // of the parts before
    TextList names;
    const Place *name_places;
    Cell header;
    Cell *cells;
    Record *records;
    Batch batch;
    TableIssue issues[TABLE_ISSUE_KINDS];
    Error failure;
    bool failed;
    bool ended;
};

// Counts an issue; keeps the place if there is room.
void table_issue(Table *table, TableIssueKind kind, Place place);

// What a record's quotes and its line end say about the file's form.
void table_judge_record(Table *table, const CsvRecord *record);

// Where the record at the window's start stands.
Place table_record_place(const Table *table);

// Zero bytes and broken characters in the batch's rows.
void table_judge_bytes(Table *table);

// Opens the part table->part and reads its header.
bool table_open_part(Table *table, Error *err) MUST_USE;

#endif
