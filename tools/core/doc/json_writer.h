// json_writer: JSON as a stream of calls, two spaces an indent, the same bytes for the same calls.
//
// Characters that move a cursor or change how their neighbours are shown are written as escapes:
// the same value, harmless wherever the text is looked at. Small lists and maps may be kept on one
// line. Reals are written as the shortest text that reads
// back equal; what is not finite becomes null.

#ifndef DOC_JSON_WRITER_H
#define DOC_JSON_WRITER_H

#include "base/buf.h"
#include "doc/value.h"

typedef struct JsonWriter {
    Buf *out;
    bool compact; // no line breaks and blanks at all
    int depth;
    int flat_depth; // the depth from which everything stays on one line; 0 for none
    bool has_items; // the open list or map already has one
    bool after_key;
} JsonWriter;

JsonWriter json_writer(Buf *out);
JsonWriter json_writer_compact(Buf *out);

void json_open_map(JsonWriter *writer);
void json_close_map(JsonWriter *writer);
void json_open_list(JsonWriter *writer);
void json_close_list(JsonWriter *writer);
// A map or list whose contents stay on one line; closed as usual.
void json_open_flat_map(JsonWriter *writer);
void json_open_flat_list(JsonWriter *writer);

void json_key(JsonWriter *writer, const char *key);

void json_text(JsonWriter *writer, const char *text); // NULL is null; invalid UTF-8 is replaced
void json_text_sized(JsonWriter *writer, const char *bytes, size_t size);
void json_int(JsonWriter *writer, int64_t number);
void json_real(JsonWriter *writer, double number);
void json_bool(JsonWriter *writer, bool value);
void json_null(JsonWriter *writer);
void json_value(JsonWriter *writer, const Value *value);

// Key and value in one call.
void json_put_text(JsonWriter *writer, const char *key, const char *text);
void json_put_int(JsonWriter *writer, const char *key, int64_t number);
void json_put_real(JsonWriter *writer, const char *key, double number);
void json_put_bool(JsonWriter *writer, const char *key, bool value);

// Ends the document with a line feed.
void json_finish(JsonWriter *writer);

#endif
