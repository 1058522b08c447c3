// Compressed files: read like what they unpack to, in pieces of any size; damaged and cut ones are
// refused.

#include "base/buf.h"
#include "stats/random.h"
#include "table/table_unpack.h"
#include "unit.h"

#include <isa-l/igzip_lib.h>
#include <string.h>
#include <zstd.h>

static void pack_gzip(const Buf *text, Buf *out)
{
    static char packed[2 << 20];
    struct isal_zstream stream;
    isal_deflate_init(&stream);
    stream.end_of_stream = 1;
    stream.gzip_flag = IGZIP_GZIP;
    stream.next_in = (uint8_t *)text->data;
    stream.avail_in = (uint32_t)text->size;
    stream.next_out = (uint8_t *)packed;
    stream.avail_out = sizeof packed;
    assert_int_equal(isal_deflate(&stream), COMP_OK);
    buf_append(out, packed, stream.total_out);
}

static void pack_zstd(const Buf *text, Buf *out)
{
    static char packed[2 << 20];
    ZSTD_CCtx *context = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
    size_t size = ZSTD_compress2(context, packed, sizeof packed, buf_text(text), text->size);
    assert_false(ZSTD_isError(size));
    buf_append(out, packed, size);
    ZSTD_freeCCtx(context);
}

// Behind a frame that is skipped, as pzstd writes it.
static void pack_skipped(const Buf *text, Buf *out)
{
    buf_append(out, "\x50\x2a\x4d\x18\x03\0\0\0abc", 11);
    pack_zstd(text, out);
}

static const struct {
    const char *name;
    void (*pack)(const Buf *text, Buf *out);
    size_t size;
    int members;
} packings[] = {
    {"gzip", pack_gzip, 100000, 1},
    {"gzip in many members", pack_gzip, 3000, 40},
    {"gzip of nothing", pack_gzip, 0, 1},
    {"gzip of one byte", pack_gzip, 1, 3},
    {"gzip of a megabyte", pack_gzip, 1 << 20, 2},
    {"zstd", pack_zstd, 100000, 1},
    {"zstd in many frames", pack_zstd, 3000, 40},
    {"zstd behind frames that are skipped", pack_skipped, 3000, 3},
    {"zstd of nothing", pack_zstd, 0, 1},
    {"zstd of a megabyte", pack_zstd, 1 << 20, 2},
};

typedef struct Source {
    const Buf *bytes;
    size_t at;
    size_t piece; // at most so many at a time
} Source;

static bool read_source(void *context, char *bytes, size_t size, size_t *ret_size, Error *err)
{
    (void)err;
    Source *source = context;
    size = MIN(MIN(size, source->piece), source->bytes->size - source->at);
    memcpy(bytes, buf_text(source->bytes) + source->at, size);
    source->at += size;
    *ret_size = size;
    return true;
}

// Unpacks everything, `piece` bytes in and out at a time.
static bool unpack_all(const Buf *packed, size_t piece, Buf *out, Error *err)
{
    char bytes[4096];
    Source source = {packed, 0, piece};
    const char *name = table_unpack_name(buf_text(packed), packed->size);
    assert_non_null(name);
    TableUnpack *unpack = table_unpack_open(name, &(UnpackPlan){"data", read_source, &source});
    bool ended = false;
    bool read = true;
    while (read && !ended) {
        size_t got = 0;
        read = table_unpack_read(unpack, bytes, MIN(piece, sizeof bytes), &got, &ended, err);
        if (read)
            buf_append(out, bytes, got);
    }
    table_unpack_close(unpack);
    return read;
}

static void make_packed(const typeof(packings[0]) *row, Buf *text, Buf *packed)
{
    for (int member = 0; member < row->members; member++) {
        scoped_buf part = BUF_EMPTY;
        for (uint64_t i = 0; part.size < row->size; i++)
            buf_format(&part, "%d,%d\n", (int)i, (int)(random_at((uint64_t)member, i) % 1000));
        buf_cut(&part, MIN(part.size, row->size));
        row->pack(&part, packed);
        buf_append(text, buf_text(&part), part.size);
    }
}

static void check_whole(void **state)
{
    scoped_buf text = BUF_EMPTY;
    scoped_buf packed = BUF_EMPTY;
    make_packed(*state, &text, &packed);
    static const size_t pieces[] = {1, 7, 1000, 1 << 20};
    for (size_t i = text.size > 200000; i < array_count(pieces); i++) {
        scoped_buf got = BUF_EMPTY;
        Error err = ERROR_EMPTY;
        assert_true(unpack_all(&packed, pieces[i], &got, &err));
        assert_int_equal(got.size, text.size);
        assert_memory_equal(buf_text(&got), buf_text(&text), text.size);
    }
}

static void check_broken(void **state)
{
    scoped_buf text = BUF_EMPTY;
    scoped_buf packed = BUF_EMPTY;
    make_packed(*state, &text, &packed);
    scoped_buf got = BUF_EMPTY;
    Error err = ERROR_EMPTY;
    for (size_t cut = 1; cut < 12 && cut + 4 <= packed.size; cut++) {
        scoped_buf part = BUF_EMPTY;
        buf_append(&part, buf_text(&packed), packed.size - cut);
        buf_clear(&got);
        assert_false(unpack_all(&part, 1 << 20, &got, &err));
        assert_non_null(strstr(err.message, "in the midst of its"));
    }
    // A bit that flipped in the last check sum.
    packed.data[packed.size - (packed.data[0] == 0x1f ? 6 : 2)] ^= 4;
    buf_clear(&got);
    assert_false(unpack_all(&packed, 1 << 20, &got, &err));
    assert_non_null(strstr(err.message, "is damaged"));
    packed.data[packed.size - (packed.data[0] == 0x1f ? 6 : 2)] ^= 4;
    buf_add(&packed, "what is this?");
    buf_clear(&got);
    assert_false(unpack_all(&packed, 1 << 20, &got, &err));
    assert_non_null(strstr(err.message, "has something behind"));
}

int main(void)
{
    return unit_run_table("whole", packings, check_whole) +
           unit_run_table("broken", packings, check_broken);
}
