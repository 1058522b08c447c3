// kernel_json: the masks of JSON, the same loop in all kernels. The including file defines before:
//
//   kernel_json_mask(at)   the masks of 64 bytes

#include <string.h>

static void kernel_json(const char *bytes, size_t size, JsonMask *ret_masks)
{
    size_t at = 0;
    for (; at + 64 <= size; at += 64)
        ret_masks[at / 64] = kernel_json_mask(bytes + at);
    // Behind the last byte there are line ends.
    char rest[64];
    memset(rest, '\n', sizeof rest);
    memcpy(rest, bytes + at, size - at);
    ret_masks[at / 64] = kernel_json_mask(rest);
    ret_masks[at / 64 + 1] = (JsonMask){~(uint64_t)0, ~(uint64_t)0, 0};
}
