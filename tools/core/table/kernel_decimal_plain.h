// kernel_decimal_plain: short decimal numbers, one digit after the other. For kernels without a
// shuffle of bytes.

static void kernel_decimals(const Cell *cells, size_t count, Decimals ret_decimals)
{
    static const double powers[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    for (size_t i = 0; i < count; i++) {
        const char *at = cells[i].bytes;
        const char *end = at + cells[i].size;
        bool negative = at < end && *at == '-';
        const char *start = at += negative;
        uint64_t number = 0;
        unsigned read = 0;
        unsigned points = 0;
        unsigned behind = 0;
        ret_decimals.forms[i] = 0;
        for (; at < end && read <= DECIMAL_DIGITS && points < 2; at++) {
            unsigned digit = (unsigned char)*at - (unsigned)'0';
            if (digit > 9 && *at != '.')
                break;
            points += digit > 9;
            read += digit <= 9;
            behind += digit <= 9 && points;
            number = digit <= 9 ? number * 10 + digit : number;
        }
        if (at < end || read == 0 || read > DECIMAL_DIGITS || points > 1)
            continue;
        bool zero = end - start > 1 && start[0] == '0' && start[1] != '.';
        double real = (double)number / powers[behind];
        ret_decimals.integers[i] = negative ? -(int64_t)number : (int64_t)number;
        ret_decimals.reals[i] = negative ? -real : real;
        ret_decimals.forms[i] =
            (uint8_t)(DECIMAL_READ | points * DECIMAL_POINT | zero * DECIMAL_ZERO);
    }
}
