#include "table/table_unpack.h"

#include "base/fatal.h"
#include "base/text.h"

#include <isa-l/igzip_lib.h>
#include <stdlib.h>
#include <string.h>
#include <zstd.h>
#include <zstd_errors.h>

#define UNPACK_BUFFER ((size_t)256 << 10)
#define UNPACK_START  ((size_t)4) // bytes that tell a format

// What one step has done with its bytes.
typedef enum UnpackState {
    UNPACK_GOES_ON,
    UNPACK_MEMBER_ENDS, // between two members, or behind the last one
    UNPACK_BROKEN,
} UnpackState;

typedef struct UnpackFormat {
    const char *name;
    bool (*starts)(const char *bytes, size_t size);
    void (*open)(TableUnpack *unpack);
    UnpackState (*step)(TableUnpack *unpack, char *bytes, size_t size, size_t *ret_size);
} UnpackFormat;

struct TableUnpack {
    const UnpackFormat *format;
    UnpackPlan plan;
    char buffer[UNPACK_BUFFER]; // compressed bytes
    size_t at;
    size_t filled;
    bool source_ended;
    bool between;      // members: the text may end here
    const char *fault; // why it is broken, where more is known than that it is
    struct inflate_state inflate;
    struct isal_gzip_header header;
    bool in_header; // of a gzip member
    ZSTD_DStream *zstd;
};

static bool gzip_starts(const char *bytes, size_t size)
{
    return size >= 2 && memcmp(bytes, "\x1f\x8b", 2) == 0;
}

// A frame, or one to be skipped, which tools of many threads put in front.
static bool zstd_starts(const char *bytes, size_t size)
{
    return size >= 4 && (memcmp(bytes, "\x28\xb5\x2f\xfd", 4) == 0 ||
                         ((*bytes & 0xf0) == 0x50 && memcmp(bytes + 1, "\x2a\x4d\x18", 3) == 0));
}

// The header is read apart: where it is cut, as by a pipe, isal_inflate() forgets what it has seen.
static void gzip_begin(TableUnpack *unpack)
{
    isal_gzip_header_init(&unpack->header);
    unpack->inflate.crc_flag = ISAL_GZIP_NO_HDR_VER;
    unpack->in_header = true;
}

static void gzip_open(TableUnpack *unpack)
{
    isal_inflate_init(&unpack->inflate);
    gzip_begin(unpack);
}

static UnpackState gzip_step(TableUnpack *unpack, char *bytes, size_t size, size_t *ret_size)
{
    struct inflate_state *state = &unpack->inflate;
    if (unpack->between) {
        isal_inflate_reset(state);
        gzip_begin(unpack);
    }
    state->next_in = (uint8_t *)unpack->buffer + unpack->at;
    state->avail_in = (uint32_t)(unpack->filled - unpack->at);
    state->next_out = (uint8_t *)bytes;
    state->avail_out = (uint32_t)size;
    int result =
        unpack->in_header ? isal_read_gzip_header(state, &unpack->header) : isal_inflate(state);
    unpack->at = unpack->filled - state->avail_in;
    *ret_size = size - state->avail_out;
    if (result != ISAL_DECOMP_OK && result != ISAL_END_INPUT)
        return UNPACK_BROKEN;
    if (unpack->in_header) {
        unpack->in_header = result != ISAL_DECOMP_OK;
        return UNPACK_GOES_ON;
    }
    return state->block_state == ISAL_BLOCK_FINISH ? UNPACK_MEMBER_ENDS : UNPACK_GOES_ON;
}

static void zstd_open(TableUnpack *unpack)
{
    unpack->zstd = ZSTD_createDStream();
    if (!unpack->zstd)
        fatal_out_of_memory();
}

static UnpackState zstd_step(TableUnpack *unpack, char *bytes, size_t size, size_t *ret_size)
{
    ZSTD_inBuffer in = {unpack->buffer, unpack->filled, unpack->at};
    ZSTD_outBuffer out = {bytes, size, 0};
    size_t result = ZSTD_decompressStream(unpack->zstd, &out, &in);
    unpack->at = in.pos;
    *ret_size = out.pos;
    if (ZSTD_getErrorCode(result) == ZSTD_error_frameParameter_windowTooLarge)
        unpack->fault = "needs a window of more than 128 MiB: pack it without --long";
    if (ZSTD_isError(result))
        return UNPACK_BROKEN;
    return result == 0 ? UNPACK_MEMBER_ENDS : UNPACK_GOES_ON;
}

static const UnpackFormat formats[] = {
    {"gzip", gzip_starts, gzip_open, gzip_step},
    {"zstd", zstd_starts, zstd_open, zstd_step},
};

const char *table_unpack_name(const char *bytes, size_t size)
{
    for (size_t i = 0; i < array_count(formats); i++) {
        if (formats[i].starts(bytes, size))
            return formats[i].name;
    }
    return NULL;
}

TableUnpack *table_unpack_open(const char *name, const UnpackPlan *plan)
{
    TableUnpack *unpack = calloc(1, sizeof *unpack);
    if (!unpack)
        fatal_out_of_memory();
    unpack->plan = *plan;
    for (size_t i = 0; i < array_count(formats); i++) {
        if (text_equal(formats[i].name, name))
            unpack->format = &formats[i];
    }
    unpack->format->open(unpack);
    return unpack;
}

// Further compressed bytes, if all were used.
static bool unpack_fill(TableUnpack *unpack, Error *err)
{
    if (unpack->at < unpack->filled || unpack->source_ended)
        return true;
    unpack->at = 0;
    unpack->filled = 0;
    if (!unpack->plan.source(unpack->plan.context, unpack->buffer, UNPACK_BUFFER, &unpack->filled,
                             err))
        return false;
    unpack->source_ended = unpack->filled == 0;
    return true;
}

bool table_unpack_read(TableUnpack *unpack, char *bytes, size_t size, size_t *ret_size,
                       bool *ret_ended, Error *err)
{
    const char *name = unpack->format->name;
    size_t filled = 0;
    bool ended = false;
    while (filled < size && !ended) {
        size_t got = 0;
        if (!unpack_fill(unpack, err))
            return false;
        if (unpack->source_ended && unpack->between) {
            ended = true;
            continue;
        }
        const char *next = unpack->buffer + unpack->at;
        const size_t left = unpack->filled - unpack->at;
        if (unpack->between && left >= UNPACK_START && !unpack->format->starts(next, left))
            return error_set(err, ERROR_INPUT, "'%s' has something behind its %s data that is none",
                             unpack->plan.path, name);
        size_t before = unpack->at;
        UnpackState state = unpack->format->step(unpack, bytes + filled, size - filled, &got);
        if (state == UNPACK_BROKEN && unpack->fault)
            return error_set(err, ERROR_INPUT, "'%s' %s", unpack->plan.path, unpack->fault);
        if (state == UNPACK_BROKEN)
            return error_set(err, ERROR_INPUT, "'%s' is damaged: its %s data cannot be unpacked",
                             unpack->plan.path, name);
        unpack->between = state == UNPACK_MEMBER_ENDS;
        filled += got;
        if (unpack->source_ended && got == 0 && unpack->at == before && !unpack->between)
            return error_set(err, ERROR_INPUT, "'%s' ends in the midst of its %s data",
                             unpack->plan.path, name);
    }
    *ret_size = filled;
    *ret_ended = ended;
    return true;
}

void table_unpack_close(TableUnpack *unpack)
{
    if (!unpack)
        return;
    ZSTD_freeDStream(unpack->zstd);
    free(unpack);
}
