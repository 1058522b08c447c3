#include "cli/known_option.h"

#include "base/clean.h"
#include "base/file.h"
#include "base/time.h"

#include <string.h>

static const char *known_option_today(Arena *arena)
{
    return arena_text_sized(arena, time_text(arena, time_now()), strlen("2027-01-31"));
}

static bool known_option_check(const Run *run, const CommonOptions *common, Error *err)
{
    const char *until = common->known_until;
    if (common->write_known && !common->known)
        return error_set(err, ERROR_USAGE,
                         "'--write-known' needs '--known FILE', the file to write");
    if (until && !common->write_known)
        return error_set(err, ERROR_USAGE, "'--known-until' goes with '--write-known'");
    if (until && !known_is_day(until))
        return error_set(err, ERROR_USAGE,
                         "'--known-until' must be a day such as 2027-01-31, got '%s'",
                         clean_text_short(run->arena, until, 40));
    if (until && strcmp(until, known_option_today(run->arena)) < 0)
        return error_set(err, ERROR_USAGE, "'--known-until %s' is over already", until);
    return true;
}

static const char *known_option_name(const Run *run, const CommonOptions *common)
{
    return path_relative(run->arena, run->root, common->known);
}

bool known_option_load(const Run *run, const CommonOptions *common, KnownFile **ret_file,
                       Error *err)
{
    if (!known_option_check(run, common, err))
        return false;
    if (!common->known)
        return true;
    const char *name = known_option_name(run, common);
    if (!common->write_known || file_exists(common->known))
        return known_load(common->known, name, run->report, run->arena, ret_file, err);
    *ret_file = arena_new(run->arena, KnownFile);
    (*ret_file)->name = name;
    return true;
}

// What is written is what is read the next time: a file that could not be is not written.
static bool known_option_write(const Run *run, const CommonOptions *common, KnownFile **file,
                               Error *err)
{
    scoped_buf text = BUF_EMPTY;
    const KnownWriting writing = {known_option_today(run->arena), common->known_until};
    known_write(*file, run->report, &writing, &text);
    return known_parse((*file)->name, text.data, text.size, run->report, run->arena, file, err) &&
           file_write(common->known, text.data, text.size, err);
}

bool known_option_apply(const Run *run, const CommonOptions *common, KnownFile *file, Error *err)
{
    if (!file)
        return true;
    if (common->write_known && !run->report->error_exit_code &&
        !known_option_write(run, common, &file, err))
        return false;
    known_apply(file, run->report, known_option_today(run->arena));
    return true;
}
