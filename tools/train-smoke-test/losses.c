#include "losses.h"

#include "base/text.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

// A longer word is no name.
#define LOSSES_NAME_SIZE 64

static const char *const main_names[] = {"loss", "train_loss", "train/loss", "training_loss"};

static bool losses_is_word(char byte)
{
    return isalnum((unsigned char)byte) || byte == '_' || byte == '-' || byte == '/' ||
           byte == '.' || byte == '@';
}

static bool losses_is_name(const char *name)
{
    for (; *name; name++) {
        if (strncasecmp(name, "loss", strlen("loss")) == 0)
            return true;
    }
    return false;
}

// Skips what stands between a name and its number: quotes, a colon or an equals sign, `tensor(`.
static const char *losses_skip(const char *at)
{
    at += strspn(at, "'\"])");
    at += strspn(at, " \t");
    if (*at == ':' || *at == '=')
        at++;
    at += strspn(at, " \t");
    static const char *const wrappers[] = {"tensor(", "np.float32(", "np.float64(", "array("};
    for (size_t i = 0; i < array_count(wrappers); i++) {
        if (text_starts(at, wrappers[i]))
            return at + strlen(wrappers[i]);
    }
    return at;
}

// A number, `nan`, `inf`; what follows must not go on with it.
static bool losses_number(const char *at, double *ret_value)
{
    char text[LOSSES_NAME_SIZE];
    size_t length = strspn(at, "+-.0123456789eEnNaAiIfFtTyY");
    if (length == 0 || length >= sizeof text)
        return false;
    memcpy(text, at, length);
    text[length] = '\0';
    if (text[length - 1] == '.') // the end of a sentence, or `tensor(2.)`
        text[length - 1] = '\0';
    if (at[length] == '_' || (isalpha((unsigned char)at[length]) && at[length] != 's'))
        return false;
    const char *digits = text + (*text == '-' || *text == '+');
    if (text_equal_any_case(digits, "nan")) {
        *ret_value = NAN;
        return true;
    }
    if (text_equal_any_case(digits, "inf") || text_equal_any_case(digits, "infinity")) {
        *ret_value = *text == '-' ? -INFINITY : INFINITY;
        return true;
    }
    return text_to_real(text, ret_value);
}

static void losses_add(Losses *losses, const char *name, double value)
{
    LossSeries *series = NULL;
    for (size_t i = 0; !series && i < losses->count; i++) {
        if (text_equal(losses->series[i].name, name))
            series = &losses->series[i];
    }
    if (!series) {
        if (losses->count == LOSSES_MOST_SERIES)
            return;
        series = &losses->series[losses->count++];
        series->name = arena_text(losses->arena, name);
    }
    if (series->values.count < LOSSES_MOST_VALUES)
        *list_push(losses->arena, &series->values) = value;
}

void losses_read_line(Losses *losses, const char *line)
{
    for (const char *at = line; *at;) {
        char name[LOSSES_NAME_SIZE];
        size_t length = 0;
        while (losses_is_word(at[length]))
            length++;
        if (length == 0) {
            at++;
            continue;
        }
        const char *behind = at + length;
        double value = 0;
        if (length < sizeof name) {
            memcpy(name, at, length);
            name[length] = '\0';
            if (losses_is_name(name) && losses_number(losses_skip(behind), &value))
                losses_add(losses, name, value);
        }
        at = behind;
    }
}

const LossSeries *losses_main(const Losses *losses)
{
    for (size_t i = 0; i < array_count(main_names); i++) {
        for (size_t k = 0; k < losses->count; k++) {
            if (text_equal_any_case(losses->series[k].name, main_names[i]))
                return &losses->series[k];
        }
    }
    return losses->count ? &losses->series[0] : NULL;
}

size_t losses_first_bad(const LossSeries *series)
{
    for (size_t i = 0; i < series->values.count; i++) {
        if (!isfinite(series->values.items[i]))
            return i + 1;
    }
    return 0;
}
