// The JSON writer: layout, escapes, numbers.

#include "doc/json_writer.h"
#include "unit.h"

#include <math.h>
#include <string.h>

static void write_number(JsonWriter *writer)
{
    json_open_map(writer);
    json_put_int(writer, "least", INT64_MIN);
    json_put_real(writer, "tenth", 0.1);
    json_put_real(writer, "nan", NAN);
    json_put_real(writer, "infinite", -INFINITY);
    json_put_real(writer, "nothing", -0.0);
    json_close_map(writer);
}

static void write_texts(JsonWriter *writer)
{
    json_open_list(writer);
    json_text(writer, NULL);
    json_text(writer, "a\"b\\c/\n\x01");
    json_text(writer, "h\xc3\xa9\xff");
    json_text_sized(writer, "a\0b", 3);
    json_close_list(writer);
}

static void write_hidden(JsonWriter *writer)
{
    json_text(writer, "\x7f\xc2\x85\xe2\x80\xae\xf3\xa0\x80\x81\xf0\x9f\x98\x80");
}

static void write_empty(JsonWriter *writer)
{
    json_open_map(writer);
    json_key(writer, "map");
    json_open_map(writer);
    json_close_map(writer);
    json_key(writer, "list");
    json_open_list(writer);
    json_close_list(writer);
    json_key(writer, "flat");
    json_open_flat_list(writer);
    json_close_list(writer);
    json_put_bool(writer, "last", true);
    json_close_map(writer);
}

static void write_flat(JsonWriter *writer)
{
    json_open_list(writer);
    json_open_flat_map(writer);
    json_put_int(writer, "a", 1);
    json_key(writer, "b");
    json_open_list(writer);
    json_int(writer, 1);
    json_int(writer, 2);
    json_close_list(writer);
    json_put_text(writer, "c", "x");
    json_close_map(writer);
    json_null(writer);
    json_close_list(writer);
}

typedef void WriteDocument(JsonWriter *writer);

static const struct {
    const char *name;
    WriteDocument *write;
    const char *pretty;
    const char *compact;
} documents[] = {
    {"writes numbers that read back equal", write_number,
     "{\n  \"least\": -9223372036854775808,\n  \"tenth\": 0.1,\n  \"nan\": null,\n"
     "  \"infinite\": null,\n  \"nothing\": -0.0\n}\n",
     "{\"least\":-9223372036854775808,\"tenth\":0.1,\"nan\":null,\"infinite\":null,"
     "\"nothing\":-0.0}\n"},
    {"hides no character: what is not seen is an escape", write_hidden,
     "\"\\u007f\\u0085\\u202e\\udb40\\udc01\xf0\x9f\x98\x80\"\n",
     "\"\\u007f\\u0085\\u202e\\udb40\\udc01\xf0\x9f\x98\x80\"\n"},
    {"escapes what must be and repairs UTF-8", write_texts,
     "[\n  null,\n  \"a\\\"b\\\\c/\\n\\u0001\",\n  \"h\xc3\xa9\xef\xbf\xbd\",\n  "
     "\"a\\u0000b\"\n]\n",
     "[null,\"a\\\"b\\\\c/\\n\\u0001\",\"h\xc3\xa9\xef\xbf\xbd\",\"a\\u0000b\"]\n"},
    {"keeps what is empty on its line", write_empty,
     "{\n  \"map\": {},\n  \"list\": [],\n  \"flat\": [],\n  \"last\": true\n}\n",
     "{\"map\":{},\"list\":[],\"flat\":[],\"last\":true}\n"},
    {"keeps what is flat on one line", write_flat,
     "[\n  {\"a\": 1, \"b\": [1, 2], \"c\": \"x\"},\n  null\n]\n",
     "[{\"a\":1,\"b\":[1,2],\"c\":\"x\"},null]\n"},
};

static void check_document(void **state)
{
    const typeof(documents[0]) *row = *state;
    scoped_buf pretty = BUF_EMPTY;
    JsonWriter writer = json_writer(&pretty);
    row->write(&writer);
    json_finish(&writer);
    assert_string_equal(buf_text(&pretty), row->pretty);

    scoped_buf compact = BUF_EMPTY;
    writer = json_writer_compact(&compact);
    row->write(&writer);
    json_finish(&writer);
    assert_string_equal(buf_text(&compact), row->compact);
}

int main(void)
{
    return unit_run_table("document", documents, check_document);
}
