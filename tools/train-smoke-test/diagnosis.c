#include "diagnosis.h"

#include "base/clean.h"
#include "signatures.h"

#include <signal.h>
#include <string.h>

// How much of an exception's message a finding repeats, in characters.
#define DIAGNOSIS_QUOTE 400

// Without a traceback only the end of the output is asked for signatures.
#define DIAGNOSIS_TAIL ((size_t)4 << 10)

// Deaths by signal, as an exit code or as a status.
static const struct {
    int number;
    const char *rule;
} deaths[] = {
    {SIGSEGV, "smoke/segfault"},      {SIGILL, "smoke/segfault"},      {SIGABRT, "smoke/abort"},
    {SIGFPE, "smoke/floating-point"}, {SIGBUS, "smoke/shared-memory"}, {SIGKILL, "smoke/killed"},
    {SIGTERM, "smoke/killed"},
};

typedef struct Patient {
    const ProcessResult *result;
    const Traceback *traceback;
    const TracebackException *root; // NULL if nothing was printed
    Arena *arena;
} Patient;

static bool diagnosis_has_frame(const void *what, const char *part)
{
    const TracebackException *exception = what;
    for (size_t i = 0; i < exception->frames.count; i++) {
        if (strstr(exception->frames.items[i].file, part))
            return true;
    }
    return false;
}

static const Signature *diagnosis_signature(const TracebackException *exception)
{
    return signature_of_exception(&(SignatureQuery){.type = traceback_short_type(exception),
                                                    .message = exception->message,
                                                    .has_frame = diagnosis_has_frame,
                                                    .what = exception});
}

// The root's signature; if nobody knows the root, that of the youngest exception that is known.
static const Signature *diagnosis_of_exceptions(const Patient *patient)
{
    const Signature *signature = diagnosis_signature(patient->root);
    for (size_t i = patient->traceback->exceptions.count; !signature && i-- > 0;)
        signature = diagnosis_signature(&patient->traceback->exceptions.items[i]);
    return signature;
}

// `Type: first line of the message (in function)`
static const char *diagnosis_quote(const Patient *patient)
{
    const TracebackException *root = patient->root;
    size_t length = strcspn(root->message, "\n");
    while (length && strchr(". :", root->message[length - 1]))
        length--;
    const char *first = arena_text_sized(patient->arena, root->message, length);
    const TracebackFrame *frame = traceback_own_frame(root);
    bool inside = frame && frame->function && frame->function[0] != '<';
    return arena_format(
        patient->arena, "%s%s%s%s%s%s",
        clean_text_short(patient->arena, traceback_short_type(root), 100), *first ? ": " : "",
        clean_text_short(patient->arena, first, DIAGNOSIS_QUOTE), inside ? " (in " : "",
        inside ? clean_text_short(patient->arena, frame->function, 100) : "", inside ? ")" : "");
}

static const char *diagnosis_with_hint(const Patient *patient, const char *message,
                                       const Signature *signature)
{
    if (!signature || !signature->hint)
        return message;
    return arena_format(patient->arena, "%s; %s", message, signature->hint);
}

static Diagnosis diagnosis_at_root(const Patient *patient, const char *rule, const char *message)
{
    Diagnosis diagnosis = {.rule = rule, .message = message};
    if (patient->root) {
        diagnosis.frame = traceback_own_frame(patient->root);
        diagnosis.exception =
            patient->root->fault || !*patient->root->type ? NULL : patient->root->type;
    }
    return diagnosis;
}

const char *diagnosis_last_line(const ProcessText *text, Arena *arena)
{
    size_t end = text->size;
    while (end && strchr(" \t\r\n", text->bytes[end - 1]))
        end--;
    size_t begin = end;
    while (begin && text->bytes[begin - 1] != '\n' && text->bytes[begin - 1] != '\r')
        begin--;
    return clean_text_short(arena, arena_text_sized(arena, text->bytes + begin, end - begin),
                            DIAGNOSIS_QUOTE);
}

// Nobody printed an exception: the end of the output and the exit code must do.
static Diagnosis diagnosis_without_exception(const Patient *patient)
{
    const ProcessResult *result = patient->result;
    const ProcessText *said = result->errors.size ? &result->errors : &result->output;
    const char *tail = said->bytes + said->size - MIN(said->size, DIAGNOSIS_TAIL);
    const Signature *signature = signature_of_output(tail);
    const char *last = diagnosis_last_line(said, patient->arena);
    const char *message = arena_format(patient->arena, "the command %s%s%s%s",
                                       process_describe(result, patient->arena),
                                       *last ? "; its last line: '" : "", last, *last ? "'" : "");
    return (Diagnosis){
        .rule = signature ? signature->rule : "smoke/nonzero-exit",
        .message = diagnosis_with_hint(patient, message, signature),
    };
}

static Diagnosis diagnosis_of_death(const Patient *patient, const char *rule)
{
    const ProcessResult *result = patient->result;
    const char *how = process_describe(result, patient->arena);
    if (result->exit_code == 128 + SIGKILL && result->oom_kills > 0)
        return diagnosis_at_root(
            patient, "smoke/out-of-memory",
            arena_format(patient->arena,
                         "the command %s: the kernel killed %lld of its processes "
                         "for want of memory",
                         how, (long long)result->oom_kills));
    bool dumped = patient->root && patient->root->fault;
    const Patient blank = {.result = result, .arena = patient->arena};
    if (!dumped) {
        Diagnosis output = diagnosis_without_exception(&blank);
        if (!text_equal(output.rule, "smoke/nonzero-exit"))
            return output;
    }
    const char *message = arena_format(patient->arena, "the command %s", how);
    if (dumped)
        message = arena_format(patient->arena, "%s: %s", message, diagnosis_quote(patient));
    return diagnosis_at_root(dumped ? patient : &blank, rule, message);
}

static const char *diagnosis_death_rule(const ProcessResult *result)
{
    for (size_t i = 0; i < array_count(deaths); i++) {
        if (result->exit_code == 128 + deaths[i].number)
            return deaths[i].rule;
    }
    return NULL;
}

// We ended it ourselves; asked where it was, Python printed its stack.
static Diagnosis diagnosis_of_limit(const Patient *patient, const char *rule)
{
    const char *message = arena_format(patient->arena, "the command %s",
                                       process_describe(patient->result, patient->arena));
    const Patient blank = {.result = patient->result, .arena = patient->arena};
    bool dumped = patient->root && patient->root->fault;
    const TracebackFrame *frame = dumped ? traceback_own_frame(patient->root) : NULL;
    if (frame && frame->function && frame->function[0] != '<')
        message = arena_format(patient->arena, "%s; it was in %s", message,
                               clean_text_short(patient->arena, frame->function, 100));
    return diagnosis_at_root(dumped ? patient : &blank, rule, message);
}

static Diagnosis diagnosis_of_failure(const Patient *patient)
{
    const char *death = diagnosis_death_rule(patient->result);
    if (death && (!patient->root || patient->root->fault))
        return diagnosis_of_death(patient, death);
    if (!patient->root)
        return diagnosis_without_exception(patient);
    const Signature *signature = signature_of_disaster(patient->result->errors.bytes);
    if (!signature)
        signature = diagnosis_of_exceptions(patient);
    return diagnosis_at_root(patient, signature ? signature->rule : "smoke/nonzero-exit",
                             diagnosis_with_hint(patient, diagnosis_quote(patient), signature));
}

// Exit code 0 is not yet health.
static Diagnosis diagnosis_of_success(const Patient *patient)
{
    if (!patient->root)
        return (Diagnosis){.rule = NULL};
    return diagnosis_at_root(patient, "smoke/silent-failure",
                             arena_format(patient->arena,
                                          "the command ended with exit code 0 although this "
                                          "happened: %s",
                                          diagnosis_quote(patient)));
}

Diagnosis diagnosis_make(const ProcessResult *result, const TracebackPlan *plan, Arena *arena)
{
    Patient patient = {.result = result, .arena = arena};
    const ProcessText *texts[] = {&result->errors, &result->output};
    for (size_t i = 0; i < array_count(texts) && !patient.root; i++) {
        patient.traceback = traceback_read(texts[i]->bytes, texts[i]->size, plan, arena);
        patient.root = traceback_root(patient.traceback);
    }
    if (result->ending == PROCESS_TIMED_OUT)
        return diagnosis_of_limit(&patient, "smoke/timeout");
    if (result->ending == PROCESS_OVER_MEMORY)
        return diagnosis_of_limit(&patient, "smoke/memory-limit");
    return process_succeeded(result) ? diagnosis_of_success(&patient)
                                     : diagnosis_of_failure(&patient);
}
