// Losses in what training programs print, and the warnings beside them.

#include "base/text.h"
#include "losses.h"
#include "unit.h"
#include "warnings.h"

#include <math.h>
#include <string.h>

static const struct {
    const char *name;
    const char *line;
    const char *series; // NULL: no loss
    double value;
} lines[] = {
    {"reads a blank between name and number", "epoch 1/2 loss 0.693147", "loss", 0.693147},
    {"reads a colon", "Loss: 1.5e-3", "Loss", 0.0015},
    {"reads an equals sign", "Iteration 1, loss = 0.7", "loss", 0.7},
    {"reads a Python dictionary", "{'loss': 0.25, 'lr': 1}", "loss", 0.25},
    {"reads JSON", "{\"train_loss\":2}", "train_loss", 2},
    {"reads a progress bar", "5/5 [====] - 0s 3ms/step - loss: 0.69 - acc: 0.5", "loss", 0.69},
    {"reads a tensor", "loss tensor(2.)", "loss", 2},
    {"reads a boosted tree's log", "[0]\tvalidation_0-logloss:0.61", "validation_0-logloss", 0.61},
    {"reads what is not a number", "loss: nan", "loss", NAN},
    {"reads infinity below zero", "loss=-inf", "loss", -INFINITY},
    {"reads a number at the end of a sentence", "The loss is now: loss 3.", "loss", 3},
    {"takes no word without a number", "loss function: mse", NULL, 0},
    {"takes no version for a number", "loss v2", NULL, 0},
    {"takes no other measure", "accuracy: 0.9", NULL, 0},
    {"takes nothing from nothing", "", NULL, 0},
};

static void check_line(void **state)
{
    const typeof(lines[0]) *row = *state;
    scoped_arena arena = arena_open();
    Losses losses = {.arena = arena};
    losses_read_line(&losses, row->line);
    assert_int_equal(losses.count, row->series ? 1 : 0);
    if (!row->series)
        return;
    assert_string_equal(losses.series[0].name, row->series);
    double value = losses.series[0].values.items[0];
    assert_true(isnan(row->value) ? isnan(value) : value == row->value);
    assert_int_equal(losses_first_bad(&losses.series[0]), isfinite(row->value) ? 0 : 1);
}

static void follows_several_losses_at_once(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    Losses losses = {.arena = arena};
    losses_read_line(&losses, "val_loss=2 loss=1");
    losses_read_line(&losses, "val_loss=1 loss=inf");
    assert_int_equal(losses.count, 2);
    assert_string_equal(losses_main(&losses)->name, "loss");
    assert_int_equal(losses_first_bad(losses_main(&losses)), 2);
    assert_true(losses.series[0].values.items[1] == 1);
}

static void more_names_than_fit_are_left_out(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    Losses losses = {.arena = arena};
    for (int i = 0; i < 2 * LOSSES_MOST_SERIES; i++)
        losses_read_line(&losses, arena_format(arena, "loss%d: 1", i));
    assert_int_equal(losses.count, LOSSES_MOST_SERIES);
}

static bool owns(const void *what, const char *file)
{
    (void)what;
    return text_starts(file, "/app/");
}

static void warnings_about_numbers_are_counted_by_their_line(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    const char *text = "/app/a.py:2: RuntimeWarning: overflow encountered in exp\n  x = exp(y)\n"
                       "/app/a.py:2: RuntimeWarning: overflow encountered in exp\n  x = exp(y)\n"
                       "/usr/lib/b.py:45: ConvergenceWarning: did not converge\n"
                       "/app/a.py:9: DeprecationWarning: old\n"
                       "RuntimeWarning: overflow without a place\n";
    const Warnings *warnings =
        warnings_read(text, strlen(text), &(TracebackPlan){.owns = owns}, arena);
    assert_int_equal(warnings->count, 2);
    assert_int_equal(warnings->items[0].count, 2);
    assert_int_equal(warnings->items[0].line, 2);
    assert_true(warnings->items[0].ours);
    assert_string_equal(warnings->items[0].text, "RuntimeWarning: overflow encountered in exp");
    assert_false(warnings->items[1].ours);
}

int main(void)
{
    const struct CMUnitTest series[] = {
        cmocka_unit_test(follows_several_losses_at_once),
        cmocka_unit_test(more_names_than_fit_are_left_out),
        cmocka_unit_test(warnings_about_numbers_are_counted_by_their_line),
    };
    return unit_run_table("line", lines, check_line) +
           cmocka_run_group_tests_name("series", series, NULL, NULL);
}
