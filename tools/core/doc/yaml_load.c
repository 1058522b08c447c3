#include "doc/yaml.h"

#include "base/clean.h"
#include "base/fatal.h"
#include "base/file.h"
#include "base/text.h"
#include "base/utf8.h"
#include "doc/document_bytes.h"
#include "doc/json.h"
#include "doc/value_tree.h"
#include "doc/yaml_scalar.h"

#include <string.h>
#include <yaml.h>

// More anchors than this are not looked up.
#define YAML_MOST_ANCHORS ((size_t)1000)

// How much of the document a message quotes, in characters.
#define YAML_QUOTED ((size_t)80)

// libyaml counts characters, places count bytes: this cursor knows both for one spot of the text.
typedef struct YamlCursor {
    size_t character;
    size_t byte;
    int64_t line;
    size_t line_start;
} YamlCursor;

typedef struct YamlAnchor {
    const char *name;
    Value value;
    bool complete; // false while its value is being read
    size_t nodes;  // how many values an alias of it adds
    int depth;     // how many levels they have
} YamlAnchor;

typedef struct YamlReader {
    const char *name;
    const char *bytes; // behind the byte order mark
    size_t size;
    size_t skipped; // size of the byte order mark
    YamlCursor cursor;
    yaml_parser_t parser;
    ValueTree tree;
    LIST(YamlAnchor) anchors;
    size_t nodes;
    int depth;
    int deepest; // that was reached since an anchor began
} YamlReader;

static void reader_release(YamlReader *reader)
{
    yaml_parser_delete(&reader->parser);
}

static void reader_release_event(yaml_event_t *event)
{
    yaml_event_delete(event);
}
#define scoped_event CLEANUP(reader_release_event) yaml_event_t

static bool reader_is_inside(const YamlReader *reader, size_t byte)
{
    return ((unsigned char)reader->bytes[byte] & 0xc0) == 0x80;
}

// Moves the cursor to a character; events come nearly in order, so that it never goes far.
static void reader_seek(YamlReader *reader, size_t character)
{
    YamlCursor *cursor = &reader->cursor;
    while (cursor->character < character && cursor->byte < reader->size) {
        if (reader->bytes[cursor->byte] == '\n') {
            cursor->line++;
            cursor->line_start = cursor->byte + 1;
        }
        do
            cursor->byte++;
        while (cursor->byte < reader->size && reader_is_inside(reader, cursor->byte));
        cursor->character++;
    }
    while (cursor->character > character) {
        do
            cursor->byte--;
        while (reader_is_inside(reader, cursor->byte));
        cursor->character--;
        if (reader->bytes[cursor->byte] != '\n')
            continue;
        const char *before = memrchr(reader->bytes, '\n', cursor->byte);
        cursor->line--;
        cursor->line_start = before ? (size_t)(before - reader->bytes) + 1 : 0;
    }
}

// A value that stands where the cursor is.
static Value reader_value_here(const YamlReader *reader)
{
    const YamlCursor *cursor = &reader->cursor;
    return (Value){
        .line = cursor->line,
        .column = (int64_t)(cursor->byte - cursor->line_start) + 1,
        .byte = (int64_t)(cursor->byte + reader->skipped),
        .file = reader->name,
    };
}

static Place reader_place(YamlReader *reader, size_t character)
{
    reader_seek(reader, character);
    const Value here = reader_value_here(reader);
    return value_place(&here, PLACE_SCHEMA);
}

static Place reader_place_of_byte(YamlReader *reader, size_t byte)
{
    reader->size = MIN(reader->size, byte); // nothing behind it is read any more
    return reader_place(reader, SIZE_MAX);
}

// What libyaml found wrong, at its place.
static bool reader_refuse_syntax(YamlReader *reader, Error *err)
{
    const yaml_parser_t *parser = &reader->parser;
    if (parser->error == YAML_MEMORY_ERROR)
        fatal_out_of_memory();
    const char *problem = parser->problem ? parser->problem : "cannot be read";
    if (parser->error == YAML_READER_ERROR)
        return error_at(err, ERROR_CONFIG, reader_place_of_byte(reader, parser->problem_offset),
                        "not valid YAML: %s", problem);
    const Place place = reader_place(reader, parser->problem_mark.index);
    const char *at = reader->bytes + reader->cursor.byte;
    if (reader->cursor.byte < reader->size && *at == '\t')
        return error_at(err, ERROR_CONFIG, place,
                        "not valid YAML: a tab stands where blanks are wanted for the indent");
    if (!parser->context)
        return error_at(err, ERROR_CONFIG, place, "not valid YAML: %s", problem);
    return error_at(err, ERROR_CONFIG, place, "not valid YAML: %s %s from line %zu", problem,
                    parser->context, parser->context_mark.line + 1);
}

static bool reader_next(YamlReader *reader, yaml_event_t *event, Error *err)
{
    return yaml_parser_parse(&reader->parser, event) || reader_refuse_syntax(reader, err);
}

static bool reader_refuse_tag(Error *err, const Value *value, const char *tag)
{
    scoped_arena arena = arena_open();
    return error_at(err, ERROR_CONFIG, value_place(value, PLACE_SCHEMA),
                    "tag '%s' does not fit here: wanted no tag, or one of the YAML core schema "
                    "that names the kind of this value",
                    clean_text_short(arena, tag, YAML_QUOTED));
}

// Whether the tag of a list or map is its own or none.
static bool reader_check_tag(const Value *value, const yaml_char_t *tag, const char *own,
                             Error *err)
{
    return !tag || text_equal((const char *)tag, own) ||
           reader_refuse_tag(err, value, (const char *)tag);
}

// Whether the scalar is what its tag says; an integer is also a `!!float`.
static bool reader_apply_tag(Value *value, const char *tag, Error *err)
{
    static const struct {
        const char *tag;
        ValueKind kind;
    } tags[] = {
        {YAML_NULL_TAG, VALUE_NULL},
        {YAML_BOOL_TAG, VALUE_BOOL},
        {YAML_INT_TAG, VALUE_INT},
        {YAML_FLOAT_TAG, VALUE_REAL},
    };
    for (size_t i = 0; i < array_count(tags); i++) {
        if (!text_equal(tag, tags[i].tag))
            continue;
        if (tags[i].kind == VALUE_REAL && value->kind == VALUE_INT)
            *value = (Value){.kind = VALUE_REAL,
                             .line = value->line,
                             .column = value->column,
                             .byte = value->byte,
                             .file = value->file,
                             .real = (double)value->integer,
                             .raw = value->raw};
        return value->kind == tags[i].kind || reader_refuse_tag(err, value, tag);
    }
    return reader_refuse_tag(err, value, tag);
}

static bool reader_scalar(YamlReader *reader, const yaml_event_t *event, Value *value, Error *err)
{
    const char *tag = (const char *)event->data.scalar.tag;
    size_t size = event->data.scalar.length;
    bool plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    const char *text =
        arena_text_sized(reader->tree.arena, (const char *)event->data.scalar.value, size);
    if (text_equal(tag, YAML_STR_TAG) || (!tag && !plain)) {
        value->kind = VALUE_TEXT;
        value->text = text;
        value->size = size;
        value->raw = plain ? text : NULL;
        return true;
    }
    if (!scalar_type_plain(value, text, size)) {
        scoped_arena arena = arena_open();
        return error_at(err, ERROR_CONFIG, value_place(value, PLACE_SCHEMA),
                        "number '%s' is too large, wanted at most about 1.8e308; a text goes "
                        "in quotes",
                        clean_text_short(arena, text, YAML_QUOTED));
    }
    return !tag || reader_apply_tag(value, tag, err);
}

static bool reader_value(YamlReader *reader, const yaml_event_t *event, Value *ret_value,
                         Error *err) MUST_USE;

static bool reader_list(YamlReader *reader, Value *list, Error *err)
{
    const ValueMark mark = value_tree_mark(&reader->tree);
    for (;;) {
        scoped_event event = {0};
        Value item;
        if (!reader_next(reader, &event, err))
            return false;
        if (event.type == YAML_SEQUENCE_END_EVENT)
            break;
        if (!reader_value(reader, &event, &item, err))
            return false;
        value_tree_add(&reader->tree, item);
    }
    value_tree_end_list(&reader->tree, mark, list);
    return true;
}

static bool reader_key(YamlReader *reader, const yaml_event_t *event, Error *err)
{
    Value key;
    if (!reader_value(reader, event, &key, err))
        return false;
    if (key.kind == VALUE_TEXT && text_equal(key.raw, "<<"))
        return error_at(err, ERROR_CONFIG, value_place(&key, PLACE_SCHEMA),
                        "the merge key '<<' is not part of YAML 1.2: write the keys out");
    if (key.kind == VALUE_TEXT) {
        value_tree_add_key(&reader->tree, key);
        return true;
    }
    return value_refuse(err, &key, "a key", key.raw ? "a text: put it in quotes" : "a text");
}

static bool reader_map(YamlReader *reader, Value *map, Error *err)
{
    const ValueMark mark = value_tree_mark(&reader->tree);
    for (;;) {
        scoped_event key = {0};
        scoped_event item = {0};
        Value value;
        if (!reader_next(reader, &key, err))
            return false;
        if (key.type == YAML_MAPPING_END_EVENT)
            break;
        if (!reader_key(reader, &key, err) || !reader_next(reader, &item, err) ||
            !reader_value(reader, &item, &value, err))
            return false;
        value_tree_add(&reader->tree, value);
    }
    return value_tree_end_map(&reader->tree, mark, map, err);
}

static bool reader_check_size(const YamlReader *reader, const Value *value, int depth, Error *err)
{
    if (reader->nodes > YAML_MOST_NODES)
        return error_at(err, ERROR_CONFIG, value_place(value, PLACE_SCHEMA),
                        "the document has more than %zu values, aliases counted as what they "
                        "stand for",
                        YAML_MOST_NODES);
    if (depth > YAML_DEEPEST)
        return error_at(err, ERROR_CONFIG, value_place(value, PLACE_SCHEMA),
                        "lists and maps are nested deeper than %d levels", YAML_DEEPEST);
    return true;
}

static bool reader_collection(YamlReader *reader, const yaml_event_t *event, Value *value,
                              Error *err)
{
    bool is_map = event->type == YAML_MAPPING_START_EVENT;
    const yaml_char_t *tag =
        is_map ? event->data.mapping_start.tag : event->data.sequence_start.tag;
    reader->depth++;
    reader->deepest = MAX(reader->deepest, reader->depth);
    bool read = reader_check_size(reader, value, reader->depth, err) &&
                reader_check_tag(value, tag, is_map ? YAML_MAP_TAG : YAML_SEQ_TAG, err) &&
                (is_map ? reader_map(reader, value, err) : reader_list(reader, value, err));
    reader->depth--;
    return read;
}

// What the alias stands for, as a value that stands where the alias does.
static bool reader_alias(YamlReader *reader, const char *name, Value *value, Error *err)
{
    const YamlAnchor *anchor = NULL;
    for (size_t i = reader->anchors.count; i-- > 0 && !anchor;) {
        if (text_equal(reader->anchors.items[i].name, name))
            anchor = &reader->anchors.items[i];
    }
    scoped_arena arena = arena_open();
    if (!anchor || !anchor->complete)
        return error_at(err, ERROR_CONFIG, value_place(value, PLACE_SCHEMA),
                        anchor ? "alias '%s' stands inside of what it stands for"
                               : "alias '%s' has no anchor before it",
                        clean_text_short(arena, name, YAML_QUOTED));
    const Value here = *value;
    *value = anchor->value;
    value->line = here.line;
    value->column = here.column;
    value->byte = here.byte;
    reader->nodes += anchor->nodes - 1;
    reader->deepest = MAX(reader->deepest, reader->depth + anchor->depth);
    return reader_check_size(reader, value, reader->depth + anchor->depth, err);
}

static const char *reader_anchor_name(const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        return (const char *)event->data.scalar.anchor;
    case YAML_SEQUENCE_START_EVENT:
        return (const char *)event->data.sequence_start.anchor;
    default:
        return (const char *)event->data.mapping_start.anchor;
    }
}

static bool reader_content(YamlReader *reader, const yaml_event_t *event, Value *value, Error *err)
{
    if (event->type == YAML_SCALAR_EVENT)
        return reader_scalar(reader, event, value, err);
    return reader_collection(reader, event, value, err);
}

// A value with an anchor: its name is known from here on, its value when it is complete.
static bool reader_anchored(YamlReader *reader, const yaml_event_t *event, Value *value, Error *err)
{
    size_t at = reader->anchors.count;
    if (at == YAML_MOST_ANCHORS)
        return error_at(err, ERROR_CONFIG, value_place(value, PLACE_SCHEMA),
                        "the document has more than %zu anchors", YAML_MOST_ANCHORS);
    *list_push(reader->tree.scratch, &reader->anchors) = (YamlAnchor){
        .name = arena_text(reader->tree.scratch, reader_anchor_name(event)),
    };
    size_t nodes = reader->nodes;
    int deepest = reader->deepest;
    reader->deepest = reader->depth;
    if (!reader_content(reader, event, value, err))
        return false;
    YamlAnchor *anchor = &reader->anchors.items[at];
    anchor->value = *value;
    anchor->complete = true;
    anchor->nodes = reader->nodes - nodes + 1;
    anchor->depth = reader->deepest - reader->depth;
    reader->deepest = MAX(reader->deepest, deepest);
    return true;
}

static bool reader_value(YamlReader *reader, const yaml_event_t *event, Value *ret_value,
                         Error *err)
{
    reader_seek(reader, event->start_mark.index);
    *ret_value = reader_value_here(reader);
    reader->nodes++;
    if (!reader_check_size(reader, ret_value, reader->depth, err))
        return false;
    if (event->type == YAML_ALIAS_EVENT)
        return reader_alias(reader, (const char *)event->data.alias.anchor, ret_value, err);
    if (reader_anchor_name(event))
        return reader_anchored(reader, event, ret_value, err);
    return reader_content(reader, event, ret_value, err);
}

// The one document of the stream; `value` stays null if there is none.
static bool reader_stream(YamlReader *reader, Value *value, Error *err)
{
    size_t documents = 0;
    for (;;) {
        scoped_event event = {0};
        if (!reader_next(reader, &event, err))
            return false;
        if (event.type == YAML_STREAM_END_EVENT)
            return true;
        if (event.type == YAML_DOCUMENT_START_EVENT && documents++ > 0)
            return error_at(err, ERROR_CONFIG, reader_place(reader, event.start_mark.index),
                            "a second document begins here, wanted one in the file");
        bool structure = event.type == YAML_STREAM_START_EVENT ||
                         event.type == YAML_DOCUMENT_START_EVENT ||
                         event.type == YAML_DOCUMENT_END_EVENT;
        if (!structure && !reader_value(reader, &event, value, err))
            return false;
    }
}

static bool reader_check_utf8(YamlReader *reader, Error *err)
{
    size_t valid = utf8_valid_prefix(reader->bytes, reader->size);
    if (valid == reader->size)
        return true;
    unsigned byte = (unsigned char)reader->bytes[valid];
    return error_at(err, ERROR_CONFIG, reader_place_of_byte(reader, valid),
                    "wanted a text in UTF-8, got byte 0x%02x", byte);
}

bool yaml_parse(const char *name, const char *bytes, size_t size, Arena *arena,
                const Value **ret_value, Error *err)
{
    bool marked = size >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0;
    size_t skipped = marked ? 3 : 0;
    scoped_arena scratch = arena_open();
    CLEANUP(reader_release)
    YamlReader reader = {
        .name = name,
        .bytes = bytes + skipped,
        .size = size - skipped,
        .skipped = skipped,
        .cursor.line = 1,
        .tree = {.arena = arena, .scratch = scratch},
    };
    if (!yaml_parser_initialize(&reader.parser))
        fatal_out_of_memory();
    Value *value = arena_new(arena, Value);
    *value = reader_value_here(&reader);
    if (!reader_check_utf8(&reader, err))
        return false;
    yaml_parser_set_input_string(&reader.parser, (const unsigned char *)reader.bytes, reader.size);
    if (!reader_stream(&reader, value, err))
        return false;
    *ret_value = value;
    return true;
}

bool yaml_load(const char *what, const char *path, Arena *arena, const Value **ret_value,
               Error *err)
{
    scoped_buf bytes = BUF_LIMITED(FILE_LARGEST);
    if (!document_read_bytes(what, path, &bytes, err))
        return false;
    return yaml_parse(path, buf_text(&bytes), bytes.size, arena, ret_value, err);
}

bool document_load(const char *what, const char *path, Arena *arena, const Value **ret_value,
                   Error *err)
{
    if (text_ends(path, ".json"))
        return json_load(what, path, (JsonOptions){0}, arena, ret_value, err);
    return yaml_load(what, path, arena, ret_value, err);
}
