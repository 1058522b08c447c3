// Whatever bytes are taken for gzip or zstd: pieces of any size give the same text and the same
// end, good or bad.

#include "base/buf.h"
#include "fuzz.h"
#include "table/table_unpack.h"

#include <string.h>

// Of a bomb no more is looked at.
#define MOST ((size_t)1 << 14)

typedef struct Source {
    const uint8_t *bytes;
    size_t size;
    size_t at;
    size_t piece;
} Source;

static bool read_source(void *context, char *bytes, size_t size, size_t *ret_size, Error *err)
{
    (void)err;
    Source *source = context;
    size = MIN(MIN(size, source->piece), source->size - source->at);
    memcpy(bytes, source->bytes + source->at, size);
    source->at += size;
    *ret_size = size;
    return true;
}

// What is unpacked in pieces of `piece` bytes, and the message that ends it.
static void unpack_all(const uint8_t *data, size_t size, size_t piece, Buf *out, Buf *message)
{
    char bytes[1000];
    Source source = {data, size, 0, piece};
    const char *name = table_unpack_name((const char *)data, size);
    fuzz_demand(name);
    TableUnpack *unpack = table_unpack_open(name, &(UnpackPlan){"data", read_source, &source});
    bool ended = false;
    while (!ended && out->size < MOST) {
        Error err = ERROR_EMPTY;
        size_t got = 0;
        size_t wanted = MIN(piece, sizeof bytes);
        if (!table_unpack_read(unpack, bytes, wanted, &got, &ended, &err)) {
            fuzz_demand(err.kind == ERROR_INPUT);
            buf_add(message, err.message);
            break;
        }
        fuzz_demand(got <= wanted && (got == wanted || ended));
        buf_append(out, bytes, got);
    }
    buf_cut(out, MIN(out->size, MOST));
    table_unpack_close(unpack);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const size_t pieces[] = {1, 13, 1000};
    if (!table_unpack_name((const char *)data, size))
        return 0;
    scoped_buf whole = BUF_EMPTY;
    scoped_buf whole_message = BUF_EMPTY;
    unpack_all(data, size, 1 << 20, &whole, &whole_message);
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        scoped_buf part = BUF_EMPTY;
        scoped_buf message = BUF_EMPTY;
        unpack_all(data, size, pieces[i], &part, &message);
        // A fault may be seen before or behind the last bytes in front of it.
        size_t same = MIN(part.size, whole.size);
        fuzz_demand(memcmp(buf_text(&part), buf_text(&whole), same) == 0);
        // What comes behind the most that is looked at may be seen by one and not by the other.
        bool cut = MAX(part.size, whole.size) == MOST;
        fuzz_demand(cut || (message.size > 0) == (whole_message.size > 0));
        fuzz_demand(message.size > 0 || whole_message.size > 0 || part.size == whole.size);
    }
    return 0;
}
