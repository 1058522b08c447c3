// Rows judged by what their texts look like to somebody who knows how data gets spoilt.

#include "schema/check_parts.h"

#include <string.h>

static void rows_keep(const CheckRows *rows, size_t row, bool kept)
{
    rows->outcomes[row] = kept ? ROW_KEPT : ROW_BROKEN;
}

static bool is_digit(char byte)
{
    return (unsigned char)(byte - '0') < 10;
}

static bool is_letter(char byte)
{
    return (unsigned char)((byte | 0x20) - 'a') < 26;
}

// The no-break space counts as one, and is the one that nobody sees.
static bool starts_with_space(const Cell *cell)
{
    return cell->size &&
           (*cell->bytes == ' ' || *cell->bytes == '\t' || *cell->bytes == '\n' ||
            *cell->bytes == '\r' || (cell->size > 1 && memcmp(cell->bytes, "\xc2\xa0", 2) == 0));
}

static bool ends_with_space(const Cell *cell)
{
    char last = cell->size ? cell->bytes[cell->size - 1] : 'x';
    return last == ' ' || last == '\t' || last == '\n' || last == '\r' ||
           (cell->size > 1 && memcmp(cell->bytes + cell->size - 2, "\xc2\xa0", 2) == 0);
}

void judge_outer_space(const CheckRows *rows)
{
    rows_each(rows, row)
    {
        const Cell *cell = &rows->cells[0][row];
        rows_keep(rows, row, !starts_with_space(cell) && !ends_with_space(cell));
    }
}

// Bytes beyond ASCII are taken for letters.
void judge_special(const CheckRows *rows)
{
    rows_each(rows, row)
    {
        const Cell *cell = &rows->cells[0][row];
        bool kept = cell->size == 0;
        for (size_t i = 0; i < cell->size && !kept; i++)
            kept = is_digit(cell->bytes[i]) || is_letter(cell->bytes[i]) || cell->bytes[i] < 0;
        rows_keep(rows, row, kept);
    }
}

// UTF-8 that was read as Latin-1 or Windows-1252 and written as UTF-8 once more: what was the lead
// byte C3 or C2 of two is now a letter of its own, and what was E2 80 are three characters. The
// replacement character is what is left where decoding failed.
void judge_mojibake(const CheckRows *rows)
{
    static const char *const marks[] = {
        "\xc3\x83\xc2", "\xc3\x82\xc2", "\xc3\xa2\xe2\x82\xac",     "\xc3\x83\xc5",
        "\xc3\x83\xe2", "\xef\xbf\xbd", "\xc3\xaf\xc2\xbb\xc2\xbf",
    };
    rows_each(rows, row)
    {
        const Cell *cell = &rows->cells[0][row];
        bool kept = true;
        for (size_t i = 0; i < array_count(marks) && cell->size && !rows->batch->ascii; i++)
            kept = kept && !memmem(cell->bytes, cell->size, marks[i], strlen(marks[i]));
        rows_keep(rows, row, kept);
    }
}

// A name, an @ and a domain with a point in it.
static bool is_address(const Cell *cell)
{
    const char *at = cell->size ? memchr(cell->bytes, '@', cell->size) : NULL;
    if (!at || at == cell->bytes || memchr(cell->bytes, ' ', cell->size))
        return false;
    size_t behind = cell->size - (size_t)(at - cell->bytes) - 1;
    const char *point = behind ? memchr(at + 1, '.', behind) : NULL;
    return point && point > at + 1 && point < cell->bytes + cell->size - 2;
}

// Digits with blanks or dashes among them; their number, 0 if there is anything else.
static size_t card_digits(const Cell *cell, char ret_digits[static 20])
{
    size_t count = 0;
    for (size_t i = 0; i < cell->size; i++) {
        if (cell->bytes[i] == ' ' || cell->bytes[i] == '-')
            continue;
        if (!is_digit(cell->bytes[i]) || count == 19)
            return 0;
        ret_digits[count++] = cell->bytes[i];
    }
    return count;
}

// How the numbers of the large issuers begin, and how long they are.
static const struct {
    int least; // of the first two digits
    int most;
    size_t lengths[3];
} card_issuers[] = {
    {30, 30, {14}}, {34, 34, {15}}, {35, 35, {16}},         {36, 36, {14}}, {37, 37, {15}},
    {38, 38, {14}}, {22, 27, {16}}, {40, 49, {13, 16, 19}}, {51, 55, {16}}, {60, 69, {16}},
};

static bool is_issued(const char *digits, size_t count)
{
    int start = (digits[0] - '0') * 10 + digits[1] - '0';
    for (size_t i = 0; i < array_count(card_issuers); i++) {
        for (size_t k = 0; k < array_count(card_issuers[i].lengths); k++) {
            if (start >= card_issuers[i].least && start <= card_issuers[i].most &&
                count == card_issuers[i].lengths[k])
                return true;
        }
    }
    return false;
}

// As long as its issuer's numbers are, and with a valid check digit (ISO/IEC 7812, Luhn).
static bool is_card(const Cell *cell)
{
    char digits[20];
    size_t count = card_digits(cell, digits);
    int sum = 0;
    if (count < 13 || !is_issued(digits, count))
        return false;
    for (size_t i = 0; i < count; i++) {
        int digit = digits[count - 1 - i] - '0';
        int twice = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
        sum += i % 2 ? twice : digit;
    }
    return sum % 10 == 0;
}

// An IBAN: country, check digits, and the rest modulo 97 (ISO 13616).
static bool is_account(const Cell *cell)
{
    char text[40];
    size_t count = 0;
    for (size_t i = 0; i < cell->size; i++) {
        if (cell->bytes[i] == ' ')
            continue;
        if (count == 34 || (!is_digit(cell->bytes[i]) && !is_letter(cell->bytes[i])))
            return false;
        text[count++] = (char)(is_letter(cell->bytes[i]) ? cell->bytes[i] & ~0x20 : cell->bytes[i]);
    }
    if (count < 15 || !is_letter(text[0]) || !is_letter(text[1]) || !is_digit(text[2]) ||
        !is_digit(text[3]))
        return false;
    int rest = 0;
    for (size_t i = 0; i < count; i++) {
        char byte = text[(i + 4) % count];
        rest = is_digit(byte) ? (rest * 10 + byte - '0') % 97 : (rest * 100 + byte - 'A' + 10) % 97;
    }
    return rest == 1;
}

// 123-45-6789, as numbers of the social security of the United States are written.
static bool is_security_number(const Cell *cell)
{
    static const char form[] = "ddd-dd-dddd";
    if (cell->size != strlen(form))
        return false;
    for (size_t i = 0; i < cell->size; i++) {
        if (form[i] == 'd' ? !is_digit(cell->bytes[i]) : cell->bytes[i] != form[i])
            return false;
    }
    return memcmp(cell->bytes, "000", 3) != 0 && memcmp(cell->bytes, "666", 3) != 0 &&
           cell->bytes[0] != '9';
}

void judge_personal(const CheckRows *rows)
{
    rows_each(rows, row)
    {
        const Cell *cell = &rows->cells[0][row];
        rows_keep(rows, row,
                  !is_address(cell) && !is_card(cell) && !is_account(cell) &&
                      !is_security_number(cell));
    }
}

void judge_card(const CheckRows *rows)
{
    rows_each(rows, row) rows_keep(rows, row, is_card(&rows->cells[0][row]));
}

void judge_account(const CheckRows *rows)
{
    rows_each(rows, row) rows_keep(rows, row, is_account(&rows->cells[0][row]));
}
