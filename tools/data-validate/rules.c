#include "rules.h"

const Rule data_validate_rules[] = {
    {
        .name = "csv/ragged-row",
        .severity = SEVERITY_ERROR,
        .summary = "a row has another number of cells than the header",
        .explanation =
            "Where a cell is missing or one too many, all cells behind it stand in the "
            "wrong column. Such rows are counted and take no part in the other checks. A "
            "decimal comma or an unquoted comma in a text is the usual reason.",
        .remedy = "correct the row, or quote the cell that contains the delimiter",
    },
    {
        .name = "csv/unclosed-quote",
        .severity = SEVERITY_ERROR,
        .summary = "a quote is open at the end of the file",
        .explanation = "A quote that starts a cell and is never closed swallows everything behind "
                       "it: rows are lost without a trace in readers that accept it.",
        .remedy = "close the quote, or double it if it belongs to the text",
    },
    {
        .name = "csv/quote-in-cell",
        .severity = SEVERITY_WARNING,
        .summary = "a quote stands inside of a cell that does not start with one",
        .explanation =
            "Readers differ in what they make of it; some lose the rest of the row. Here "
            "it is taken literally.",
        .remedy = "put the whole cell in quotes and double the quotes in it",
    },
    {
        .name = "csv/text-after-quote",
        .severity = SEVERITY_WARNING,
        .summary = "text follows a closing quote",
        .explanation =
            "Readers drop it, append it or fail. Here it is appended, as spreadsheets do.",
        .remedy = "double quotes inside of a quoted cell, and leave no blanks around it",
    },
    {
        .name = "csv/blank-line",
        .severity = SEVERITY_WARNING,
        .summary = "a line between rows is blank",
        .explanation = "Some readers make a row of missing values of it. Here it is passed over.",
        .remedy = "remove the line",
    },
    {
        .name = "csv/mixed-line-ends",
        .severity = SEVERITY_WARNING,
        .summary = "lines end in different ways",
        .explanation =
            "Files that were put together from several sources end their lines in several"
            " ways; some readers then leave a carriage return in the last cell.",
        .remedy = "convert the file to one kind of line end",
    },
    {
        .name = "csv/lone-carriage-return",
        .severity = SEVERITY_WARNING,
        .summary = "a carriage return alone ends a line",
        .explanation = "Only very old programs write such lines; some readers take the whole file "
                       "for its header.",
        .remedy = "convert the file to line feeds",
    },
    {
        .name = "csv/zero-byte",
        .severity = SEVERITY_ERROR,
        .summary = "a cell contains a zero byte",
        .explanation =
            "Zero bytes come from broken exports and from UTF-16; programs that end texts"
            " at them lose the rest of the cell.",
        .remedy = "export the data again as UTF-8",
    },
    {
        .name = "csv/invalid-utf8",
        .severity = SEVERITY_ERROR,
        .summary = "a cell is not valid UTF-8",
        .explanation = "The file is in another encoding, or was cut or patched in the middle of a "
                       "character. The same text in two encodings is two categories to a model.",
        .remedy = "convert the file to UTF-8",
    },
    {
        .name = "csv/encoding",
        .severity = SEVERITY_ERROR,
        .summary = "the file is encoded in UTF-16 or UTF-32",
        .explanation = "Spreadsheets save such files as \"Unicode text\". Most training code takes "
                       "them for damaged, and so nothing of it was read here.",
        .remedy = "save the file as UTF-8, or run `iconv -f UTF-16 -t UTF-8`",
    },
    {
        .name = "csv/huge-row",
        .severity = SEVERITY_ERROR,
        .summary = "a row is longer than what is read at most",
        .explanation =
            "A row of more than 16 MiB is most often the rest of the file behind a quote "
            "that nobody closed, or a file that is no table. The ceiling is what keeps "
            "memory bounded whatever the file; what follows it was not read.",
        .remedy = "close the quote at the place named, or keep such texts in files of their own",
    },
    {
        .name = "csv/byte-order-mark",
        .severity = SEVERITY_NOTICE,
        .summary = "the file starts with a byte order mark",
        .explanation = "Readers that do not know it take it for a part of the first column's name. "
                       "Here it is passed over.",
        .remedy = "save the file as UTF-8 without a byte order mark",
    },
    {
        .name = "csv/cut-line",
        .severity = SEVERITY_WARNING,
        .summary = "the last line of a pipe has no line end",
        .explanation =
            "A pipe ends alike whether its writer was done or died. Most programs end the last "
            "line, so what has no end may be half a row, and rows behind it may be lost. Packed "
            "data (gzip, zstd) knows where it ends.",
        .remedy = "look at the exit code of the writer (`set -o pipefail`), or pack what it writes",
    },
    {
        .name = "csv/delimiter",
        .severity = SEVERITY_NOTICE,
        .summary = "the file is cut into cells by another character than its name says",
        .explanation = "The header has no comma (no tab in a .tsv), and a semicolon, tab, bar or "
                       "comma cuts it and most rows into as many cells. It was read so; readers "
                       "that are not told see a single column.",
        .remedy =
            "say `--delimiter`, here and where the data is read, or write the file with commas",
    },
    {
        .name = "csv/duplicate-header",
        .severity = SEVERITY_ERROR,
        .summary = "two columns have the same name",
        .explanation =
            "Programs that find columns by name read one of them, and which one differs.",
        .remedy = "rename or remove one of the columns",
    },
    {
        .name = "csv/blank-header",
        .severity = SEVERITY_ERROR,
        .summary = "a column has no name",
        .explanation = "It cannot be described, checked or asked for by name. An index that was "
                       "written along with the data is the usual reason.",
        .remedy = "name the column or leave it out when writing",
    },
    {
        .name = "jsonl/no-object",
        .severity = SEVERITY_ERROR,
        .summary = "a line is not a JSON object",
        .explanation = "JSON Lines has an object on each line. A list, a bare value or a text is "
                       "no row; such lines are counted and take no part in the other checks.",
        .remedy = "write one object a line; a JSON document with a list of objects becomes one by "
                  "`jq -c '.[]'`",
    },
    {
        .name = "jsonl/broken-line",
        .severity = SEVERITY_ERROR,
        .summary = "a line ends before its object does",
        .explanation = "An object must not go over several lines. Indented JSON looks like this, "
                       "and a text into which a line end was written unescaped.",
        .remedy = "write each object on one line, line ends in texts as `\\n`",
    },
    {
        .name = "jsonl/cut-line",
        .severity = SEVERITY_ERROR,
        .summary = "the last line ends in the midst of its object",
        .explanation = "The file was not written or not transferred to its end: rows are missing, "
                       "how many nobody knows.",
        .remedy = "write or fetch the file again",
    },
    {
        .name = "jsonl/syntax",
        .severity = SEVERITY_ERROR,
        .summary = "a line is not valid JSON",
        .explanation = "Lenient readers guess what is meant, strict ones stop. Here such lines are "
                       "counted and take no part in the other checks.",
        .remedy = "write the file by a JSON library, one object a line",
    },
    {
        .name = "jsonl/duplicate-key",
        .severity = SEVERITY_ERROR,
        .summary = "an object has a key twice",
        .explanation = "Most readers take the last value, some the first, some fail. Here such "
                       "lines are counted and take no part in the other checks.",
        .remedy = "remove one of the two",
    },
    {
        .name = "jsonl/bad-number",
        .severity = SEVERITY_ERROR,
        .summary = "a number is not written as JSON has it",
        .explanation = "NaN and Infinity, leading zeros, a plus sign and a point without digits on "
                       "both sides are no JSON, though some programs write them.",
        .remedy = "write `null` for NaN, and numbers as a JSON library does",
    },
    {
        .name = "jsonl/bad-escape",
        .severity = SEVERITY_ERROR,
        .summary = "a backslash in a text starts no escape",
        .explanation = "JSON knows `\\n` and seven others, and `\\u` with four digits. Paths of "
                       "Windows that were not escaped are the usual reason.",
        .remedy = "double the backslash",
    },
    {
        .name = "jsonl/lone-surrogate",
        .severity = SEVERITY_ERROR,
        .summary = "a text has half of a surrogate pair",
        .explanation =
            "Characters beyond U+FFFF are two escapes. One of them alone is no character: the text "
            "was cut in the middle of one, and cannot be written as UTF-8.",
        .remedy = "cut texts between characters",
    },
    {
        .name = "jsonl/control-character",
        .severity = SEVERITY_ERROR,
        .summary = "a text has a control character that is not escaped",
        .explanation = "Tabs and line ends in texts are written as `\\t` and `\\n`.",
        .remedy = "write the file by a JSON library",
    },
    {
        .name = "jsonl/trailing-comma",
        .severity = SEVERITY_ERROR,
        .summary = "a comma stands behind the last member",
        .explanation = "JavaScript allows it, JSON does not.",
        .remedy = "remove the comma",
    },
    {
        .name = "jsonl/too-deep",
        .severity = SEVERITY_ERROR,
        .summary = "objects and lists are nested too deep",
        .explanation =
            "More than 128 levels are not read; no data is like that, but attacks on readers are.",
        .remedy = "look at where the line comes from",
    },
    {
        .name = "jsonl/huge-line",
        .severity = SEVERITY_ERROR,
        .summary = "a line is longer than is read",
        .explanation = "Memory is bounded, whatever the file: a line of more than 16 MiB is not "
                       "read. Often the line ends were lost.",
        .remedy = "write each object on a line of its own",
    },
    {
        .name = "jsonl/zero-byte",
        .severity = SEVERITY_ERROR,
        .summary = "a text or line has a zero byte",
        .explanation = "Programs that end texts at zero bytes lose the rest of the value. As an "
                       "escape (`\\u0000`) it is valid JSON, which databases refuse nevertheless.",
        .remedy = "remove the byte where the text comes from",
    },
    {
        .name = "jsonl/invalid-utf8",
        .severity = SEVERITY_ERROR,
        .summary = "a line is not valid UTF-8",
        .explanation = "JSON is UTF-8. The file is in another encoding, or was cut or patched in "
                       "the middle of a character; such lines take no part in the other checks.",
        .remedy = "convert the file to UTF-8",
    },
    {
        .name = "jsonl/ambiguous-path",
        .severity = SEVERITY_ERROR,
        .summary = "two columns have the same path",
        .explanation = "A key with a dot in it and an object with a key in it have the same name: "
                       "`{\"a.b\": 1}` and `{\"a\": {\"b\": 1}}`.",
        .remedy = "rename one of the keys",
    },
    {
        .name = "jsonl/blank-key",
        .severity = SEVERITY_ERROR,
        .summary = "a key is empty",
        .explanation = "It cannot be described, checked or asked for by name.",
        .remedy = "name the key",
    },
    {
        .name = "jsonl/late-key",
        .severity = SEVERITY_WARNING,
        .summary = "a value has a key that the first lines do not have",
        .explanation = "Columns are the paths in the first 256 KiB of the file, and those of the "
                       "schema. Other values are neither checked nor profiled.",
        .remedy = "add a field of that name to the schema, or correct the key",
    },
    {
        .name = "jsonl/blank-line",
        .severity = SEVERITY_WARNING,
        .summary = "a line is blank",
        .explanation = "Some readers fail on it. Here it is passed over.",
        .remedy = "remove the line",
    },
    {
        .name = "jsonl/byte-order-mark",
        .severity = SEVERITY_NOTICE,
        .summary = "the file starts with a byte order mark",
        .explanation = "JSON must not have one; some readers fail on it. Here it is passed over.",
        .remedy = "save the file as UTF-8 without a byte order mark",
    },
    {
        .name = "data/changed",
        .severity = SEVERITY_ERROR,
        .summary = "the data changed while it was read",
        .explanation = "The file got shorter, was written to, or gave its name to another file "
                       "between the first byte that was read and the last. What was read is no "
                       "table that anybody had, so it is not judged.",
        .remedy = "let the step that writes the data end before this one begins, or write to "
                  "another name and rename",
    },
    {
        .name = "data/no-rows",
        .severity = SEVERITY_ERROR,
        .summary = "the data has no row",
        .explanation = "A header alone is what a failed export or an empty query leaves behind; "
                       "nothing can be trained on it. An empty file of JSON Lines is a table of no "
                       "rows with the schema's columns; without a schema nobody knows its columns, "
                       "and it is not read.",
        .remedy = "look at the step that wrote the file",
    },
    {
        .name = "data/too-wide",
        .severity = SEVERITY_ERROR,
        .summary = "the statistics of so many columns take more memory than they may",
        .explanation =
            "A column with more than a thousand different values takes up to a megabyte for "
            "each copy of its statistics, and each thread has a copy. Where they might take more "
            "than `--memory`, fewer threads read the table; where the process grows by more with "
            "one thread, nothing is judged.",
        .remedy = "raise `--memory`, or split the table by its columns",
    },
    {
        .name = "version/not-on-record",
        .severity = SEVERITY_ERROR,
        .summary = "the data is not the version that DVC has on record",
        .explanation =
            "`FILE.dvc` or `dvc.lock` names the data of this commit by its MD5. Other data lies "
            "there: a job that did not pull it, or somebody who changed it and did not commit. "
            "What is judged and trained on would not be what the commit says.",
        .remedy = "run `dvc pull` for the version on record, or `dvc commit` to record this one",
    },
    {
        .name = "version/unknown",
        .severity = SEVERITY_NOTICE,
        .summary = "which version the data is cannot be told",
        .explanation =
            "The digest of a folder is made of its files, and a `.dvcignore` leaves some of them "
            "out by rules that only DVC knows.",
        .remedy = "compare with `dvc status`",
    },
    {
        .name = "schema/missing-column",
        .severity = SEVERITY_ERROR,
        .summary = "a column of the schema is not in the data",
        .explanation = "Code that reads the column will fail, or go on without it.",
        .remedy = "correct the name in the data, or remove the field from the schema",
    },
    {
        .name = "schema/extra-column",
        .severity = SEVERITY_WARNING,
        .summary = "a column of the data is not in the schema",
        .explanation =
            "Nobody has said what it should look like, so nothing in it is checked. It is"
            " an error where the schema has `fieldsMatch`.",
        .remedy = "add a field to the schema, or leave the column out",
    },
    {
        .name = "schema/column-order",
        .severity = SEVERITY_ERROR,
        .summary = "columns stand in another order than in the schema",
        .explanation =
            "The schema says `fieldsMatch: exact`; code that reads by position takes one "
            "column for another.",
        .remedy = "write the columns in the schema's order, or use `fieldsMatch: equal`",
    },
    {
        .name = "schema/type",
        .severity = SEVERITY_ERROR,
        .summary = "a value is not of its column's type",
        .explanation = "One text in a column of numbers turns the whole column into texts in most "
                       "readers, or the value into a missing one.",
        .remedy = "correct the value; if it stands for nothing, add it to `missingValues`",
    },
    {
        .name = "schema/required",
        .severity = SEVERITY_ERROR,
        .summary = "a required value is missing",
        .explanation = "The schema says that the column has a value in every row.",
        .remedy = "fill the value in, drop the row, or remove `required` from the field",
    },
    {
        .name = "schema/unique",
        .severity = SEVERITY_ERROR,
        .summary = "a value that must be unique is there more than once",
        .explanation = "Repeated keys mean repeated rows: they leak from training into evaluation "
                       "and count twice.",
        .remedy = "remove the repeated rows, or remove `unique` from the field",
    },
    {
        .name = "schema/key",
        .severity = SEVERITY_ERROR,
        .summary = "two rows have the same key, or a row has none",
        .explanation = "The fields of a `primaryKey` or one of `uniqueKeys` tell rows apart.",
        .remedy = "remove the repeated rows, or correct the key in the schema",
    },
    {
        .name = "schema/foreign-key",
        .severity = SEVERITY_ERROR,
        .summary = "a value refers to a row that is not there",
        .explanation = "One of `foreignKeys` says that the value is a key of another table, or of "
                       "this one; a join loses such rows, or fills them with missing values.",
        .remedy = "add the row to the other table, or correct the value",
    },
    {
        .name = "schema/enum",
        .severity = SEVERITY_ERROR,
        .summary = "a value is not among those the schema allows",
        .explanation =
            "A misspelt category is a new category to a model, which has seen it once or "
            "never.",
        .remedy = "correct the value, or add it to `enum` if it is a new category indeed",
    },
    {
        .name = "schema/range",
        .severity = SEVERITY_ERROR,
        .summary = "a value is out of its bounds",
        .explanation = "Units that were mixed up, codes for 'unknown' such as -999, and typing "
                       "errors show up as impossible values. NaN is within no bounds.",
        .remedy = "correct the value; add codes to `missingValues`; move the bound if the value"
                  " is real",
    },
    {
        .name = "schema/length",
        .severity = SEVERITY_ERROR,
        .summary = "a text is shorter or longer than it should be",
        .explanation = "Texts that were cut, or put together, have another length.",
        .remedy = "correct the text, or change `minLength` or `maxLength`",
    },
    {
        .name = "schema/pattern",
        .severity = SEVERITY_ERROR,
        .summary = "a text does not match its pattern",
        .explanation = "The pattern must match the whole text, as Table Schema says. Texts which "
                       "take too many steps to match count as breaches.",
        .remedy = "correct the text, or the pattern",
    },
    {
        .name = "schema/json-schema",
        .severity = SEVERITY_ERROR,
        .summary = "JSON in a cell does not keep its JSON Schema",
        .explanation =
            "In front of each value stands where in it the first keyword is broken, as a "
            "JSON pointer, and the keyword's line. Values which take too many steps to "
            "judge count as breaches.",
        .remedy = "correct the value, or the schema under `jsonSchema`",
    },
#include "check_rules.h"
#include "drift_rules.h"
    {.name = NULL},
};
