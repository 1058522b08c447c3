#include "judge/comparison.h"

#include "base/text.h"

#include <ctype.h>
#include <float.h>
#include <math.h>
#include <string.h>
#include <strings.h>

// What the rounding of a difference and of a product may amount to, as a share of the operands.
#define COMPARISON_ROUNDING (4 * DBL_EPSILON)

static const char *const direction_names[] = {"unknown", "higher", "lower"};

const char *direction_name(Direction direction)
{
    return direction_names[direction];
}

bool direction_from_name(const char *name, Direction *ret_direction)
{
    for (size_t i = DIRECTION_HIGHER; i < array_count(direction_names); i++) {
        if (text_equal(direction_names[i], name)) {
            *ret_direction = (Direction)i;
            return true;
        }
    }
    return false;
}

// A word of a metric's name that settles its direction. The first row that is found counts: `error`
// decides `accuracy_error`, and scikit-learn's `neg_mean_squared_error` is better higher.
static const struct {
    const char *word;
    Direction direction;
} direction_words[] = {
    {"neg", DIRECTION_HIGHER},         {"rmse", DIRECTION_LOWER},
    {"mse", DIRECTION_LOWER},          {"mae", DIRECTION_LOWER},
    {"mape", DIRECTION_LOWER},         {"smape", DIRECTION_LOWER},
    {"rmsle", DIRECTION_LOWER},        {"loss", DIRECTION_LOWER},
    {"logloss", DIRECTION_LOWER},      {"error", DIRECTION_LOWER},
    {"errors", DIRECTION_LOWER},       {"perplexity", DIRECTION_LOWER},
    {"brier", DIRECTION_LOWER},        {"ece", DIRECTION_LOWER},
    {"wer", DIRECTION_LOWER},          {"cer", DIRECTION_LOWER},
    {"fid", DIRECTION_LOWER},          {"latency", DIRECTION_LOWER},
    {"ms", DIRECTION_LOWER},           {"duration", DIRECTION_LOWER},
    {"deviance", DIRECTION_LOWER},     {"fpr", DIRECTION_LOWER},
    {"fnr", DIRECTION_LOWER},          {"accuracy", DIRECTION_HIGHER},
    {"acc", DIRECTION_HIGHER},         {"f1", DIRECTION_HIGHER},
    {"auc", DIRECTION_HIGHER},         {"auroc", DIRECTION_HIGHER},
    {"auprc", DIRECTION_HIGHER},       {"precision", DIRECTION_HIGHER},
    {"recall", DIRECTION_HIGHER},      {"r2", DIRECTION_HIGHER},
    {"bleu", DIRECTION_HIGHER},        {"rouge", DIRECTION_HIGHER},
    {"map", DIRECTION_HIGHER},         {"map50", DIRECTION_HIGHER},
    {"ndcg", DIRECTION_HIGHER},        {"mrr", DIRECTION_HIGHER},
    {"iou", DIRECTION_HIGHER},         {"dice", DIRECTION_HIGHER},
    {"mcc", DIRECTION_HIGHER},         {"kappa", DIRECTION_HIGHER},
    {"tpr", DIRECTION_HIGHER},         {"throughput", DIRECTION_HIGHER},
    {"specificity", DIRECTION_HIGHER}, {"sensitivity", DIRECTION_HIGHER},
};

// Whether `name` has `word` as a whole word, capitals aside; words end where letters and digits do.
static bool direction_has_word(const char *name, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = name; *at;) {
        size_t size = 0;
        while (isalnum((unsigned char)at[size]))
            size++;
        if (size == length && strncasecmp(at, word, length) == 0)
            return true;
        at += size + (at[size] != '\0');
    }
    return false;
}

Direction direction_of_metric(const char *name)
{
    for (size_t i = 0; i < array_count(direction_words); i++) {
        if (direction_has_word(name, direction_words[i].word))
            return direction_words[i].direction;
    }
    return DIRECTION_UNKNOWN;
}

Outcome compare_with_bounds(double value, double low, double high)
{
    if (!isfinite(value))
        return OUTCOME_UNKNOWN;
    bool below = !isnan(low) && value < low;
    bool above = !isnan(high) && value > high;
    return below || above ? OUTCOME_BAD : OUTCOME_GOOD;
}

Outcome compare_with_baseline(double candidate, double baseline, Direction direction,
                              Tolerance tolerance, double *ret_gain)
{
    *ret_gain = NAN;
    if (!isfinite(candidate) || !isfinite(baseline) || direction == DIRECTION_UNKNOWN)
        return OUTCOME_UNKNOWN;
    double gain = direction == DIRECTION_HIGHER ? candidate - baseline : baseline - candidate;
    if (!isfinite(gain))
        return OUTCOME_UNKNOWN;
    *ret_gain = gain;
    if (gain >= 0)
        return OUTCOME_GOOD;
    // A share of nothing allows nothing, and says nothing either.
    if (baseline == 0 && tolerance.relative > 0 && tolerance.absolute == 0)
        return OUTCOME_UNKNOWN;
    double allowed = fmax(tolerance.absolute, tolerance.relative * fabs(baseline));
    // 0.55 - 0.5 is a little above 0.05: an allowance that is used up exactly is not passed.
    double rounding = allowed > 0 ? COMPARISON_ROUNDING * fmax(fabs(candidate), fabs(baseline)) : 0;
    return -gain <= allowed + rounding ? OUTCOME_GOOD : OUTCOME_BAD;
}
