// Which rule a failed training belongs to.

#include "diagnosis.h"
#include "unit.h"

#include <signal.h>
#include <string.h>

// An exception at line 4 of the user's train.py, raised there.
#define RAISED(text)                                                                               \
    "Traceback (most recent call last):\n  File \"/app/train.py\", line 4, in fit\n    x\n" text   \
    "\n"

// The same, raised in a library below.
#define RAISED_IN(library, text)                                                                   \
    "Traceback (most recent call last):\n  File \"/app/train.py\", line 4, in fit\n    x\n"        \
    "  File \"/usr/lib/python3/dist-packages/" library "\", line 9, in call\n" text "\n"

// clang-format off

static const struct {
    const char *name;
    int exit_code;
    const char *errors;
    const char *rule; // NULL: healthy
    int64_t line;     // 0: no frame of the user's own
} endings[] = {
    {"a matrix product of other sizes is a shape mismatch", 1, RAISED("RuntimeError: mat1 and mat2 shapes cannot be multiplied (8x6 and 5x2)"), "smoke/shape-mismatch", 4},
    {"a sum of other sizes is a shape mismatch", 1, RAISED("ValueError: operands could not be broadcast together with shapes (3,2) (4,) "), "smoke/shape-mismatch", 4},
    {"another number of features is a shape mismatch", 1, RAISED("ValueError: X has 3 features, but Ridge is expecting 4 features as input."), "smoke/shape-mismatch", 4},
    {"channels that do not fit are a shape mismatch", 1, RAISED("RuntimeError: Given groups=1, weight of size [8, 3, 3, 3], expected input[1, 1, 9, 9] to have 3 channels, but got 1 channels instead"), "smoke/shape-mismatch", 4},
    {"float64 for a float32 layer is a dtype mismatch", 1, RAISED("RuntimeError: expected scalar type Float but found Double"), "smoke/dtype-mismatch", 4},
    {"int32 labels are a dtype mismatch", 1, RAISED("RuntimeError: \"nll_loss_forward_reduce_cuda_kernel_2d_index\" not implemented for 'Int'"), "smoke/dtype-mismatch", 4},
    {"a label beyond the classes is an index error", 1, RAISED("IndexError: Target 7 is out of bounds."), "smoke/index-error", 4},
    {"a GPU that runs out of memory is out of memory whatever the type", 1, RAISED("RuntimeError: CUDA out of memory. Tried to allocate 20.00 MiB"), "smoke/out-of-memory", 4},
    {"an array that cannot be had is out of memory", 1, RAISED("numpy.core._exceptions._ArrayMemoryError: Unable to allocate 7 TiB for an array with shape (9, 9)"), "smoke/out-of-memory", 4},
    {"data and model on two devices are a device error", 1, RAISED("RuntimeError: Expected all tensors to be on the same device, but found at least two devices, cpu and cuda:0!"), "smoke/device-error", 4},
    {"no GPU is a device error", 1, RAISED("RuntimeError: Found no NVIDIA driver on your system."), "smoke/device-error", 4},
    {"weights of another model are a checkpoint mismatch", 1, RAISED("RuntimeError: Error(s) in loading state_dict for Net:\n\tsize mismatch for w: copying a param with shape [2]"), "smoke/checkpoint-mismatch", 4},
    {"an assertion about a NaN loss is a NaN loss", 1, RAISED("AssertionError: loss became nan at step 3"), "smoke/nan-loss", 4},
    {"a NaN in the features is a NaN input", 1, RAISED("ValueError: Input X contains NaN.\nRidge does not accept missing values"), "smoke/nan-input", 4},
    {"a missing key of a table is a missing column", 1, RAISED_IN("pandas/core/frame.py", "KeyError: 'age'"), "smoke/missing-column", 4},
    {"a missing key of a dictionary is a key error", 1, RAISED("KeyError: 'age'"), "smoke/key-error", 4},
    {"a single member of a class is a matter of the sample", 1, RAISED("ValueError: The least populated class in y has only 1 member, which is too few."), "smoke/smoke-size", 4},
    {"several single members are a matter of the sample", 1, RAISED("ValueError: The least populated classes in y have only 1 member, which is too few."), "smoke/smoke-size", 4},
    {"a single class is a matter of the sample", 1, RAISED("ValueError: y contains 1 class after sample_weight trimmed classes with zero weights"), "smoke/smoke-size", 4},
    {"a batch of one is a matter of the sample", 1, RAISED("ValueError: Expected more than 1 value per channel when training, got input size torch.Size([1, 4])"), "smoke/smoke-size", 4},
    {"a text among numbers is not numeric", 1, RAISED("ValueError: could not convert string to float: 'NA'"), "smoke/not-numeric", 4},
    {"a file that is not there is a missing file", 1, RAISED("FileNotFoundError: [Errno 2] No such file or directory: 'x.csv'"), "smoke/missing-file", 4},
    {"a full disk is a full disk", 1, RAISED("OSError: [Errno 28] No space left on device"), "smoke/disk-full", 4},
    {"a package that is not installed is an import error", 1, RAISED("ModuleNotFoundError: No module named 'lightgbm'"), "smoke/import-error", 4},
    {"any other ValueError is a value error", 1, RAISED("ValueError: no"), "smoke/value-error", 4},
    {"an exception nobody knows is told as it is", 1, RAISED("acme.OddError: no"), "smoke/nonzero-exit", 4},
    {"a worker's bus error outdoes the exception it causes", 1, "ERROR: Unexpected bus error encountered in worker. This might be caused by insufficient shared memory (shm).\n" RAISED("RuntimeError: DataLoader worker (pid(s) 9) exited unexpectedly"), "smoke/shared-memory", 4},
    {"a killed worker is a failed worker", 1, RAISED("RuntimeError: DataLoader worker (pid 21) is killed by signal: Killed. "), "smoke/worker-failed", 4},
    {"arguments that are refused are a configuration error", 2, "usage: train.py [-h]\ntrain.py: error: unrecognized arguments: --epochs 2\n", "smoke/config-error", 0},
    {"a script that is not there is a missing file", 2, "python3: can't open file '/app/trian.py': [Errno 2] No such file or directory\n", "smoke/missing-file", 0},
    {"a failure without a word is a failure", 3, "", "smoke/nonzero-exit", 0},
    {"a crash without a word is a crash", 128 + SIGSEGV, "", "smoke/segfault", 0},
    {"a crash with a dump is told at its line", 128 + SIGSEGV, "Fatal Python error: Segmentation fault\n\nCurrent thread 0x7f (most recent call first):\n  File \"/app/train.py\", line 4 in fit\n", "smoke/segfault", 4},
    {"an abort for want of memory is out of memory", 128 + SIGABRT, "terminate called after throwing an instance of 'std::bad_alloc'\n", "smoke/out-of-memory", 0},
    {"a kill from outside is told as such", 128 + SIGKILL, "Killed\n", "smoke/killed", 0},
    {"exit code 0 and a dead thread is a silent failure", 0, "Exception in thread Thread-1:\n" RAISED("ValueError: no"), "smoke/silent-failure", 4},
    {"exit code 0 and talk is healthy", 0, "epoch 1\nNo such file, made it\n", NULL, 0},
};

// clang-format on

static bool owns(const void *what, const char *file)
{
    (void)what;
    return text_starts(file, "/app/");
}

static ProcessText said(const char *text)
{
    return (ProcessText){.bytes = text, .size = strlen(text), .total = (int64_t)strlen(text)};
}

static void check_ending(void **state)
{
    const typeof(endings[0]) *row = *state;
    scoped_arena arena = arena_open();
    const ProcessResult result = {
        .exit_code = row->exit_code,
        .errors = said(row->errors),
        .output = said(""),
    };
    const Diagnosis diagnosis = diagnosis_make(&result, &(TracebackPlan){.owns = owns}, arena);
    assert_int_equal(diagnosis.rule != NULL, row->rule != NULL);
    if (!row->rule)
        return;
    assert_string_equal(diagnosis.rule, row->rule);
    assert_int_equal(diagnosis.frame ? diagnosis.frame->line : 0, row->line);
}

static const struct {
    const char *name;
    ProcessResult result;
    const char *rule;
    const char *message;
} stopped[] = {
    {"out of time, it says where it was",
     {.ending = PROCESS_TIMED_OUT, .exit_code = 134, .timeout_ms = 2500},
     "smoke/timeout",
     "the command was stopped after 2.5 s, its time limit; it was in fit"},
    {"above its memory, it says where it was",
     {.ending = PROCESS_OVER_MEMORY,
      .exit_code = 134,
      .memory_peak = 3 << 20,
      .memory_most = 2 << 20},
     "smoke/memory-limit",
     "the command was stopped at 3.0 MB of memory; its limit is 2.0 MB; it was in fit"},
    {"killed while the kernel wanted memory, it was out of memory",
     {.ending = PROCESS_SIGNALLED, .exit_code = 137, .signal = SIGKILL, .oom_kills = 1},
     "smoke/out-of-memory",
     "the command was ended by SIGKILL (killed from outside): the kernel killed 1 of its processes "
     "for want of memory"},
};

static void check_stopped(void **state)
{
    const typeof(stopped[0]) *row = *state;
    scoped_arena arena = arena_open();
    ProcessResult result = row->result;
    result.errors = said("Fatal Python error: Aborted\n\nCurrent thread 0x7f (most recent call "
                         "first):\n  File \"/app/train.py\", line 4 in fit\n");
    result.output = said("");
    const Diagnosis diagnosis = diagnosis_make(&result, &(TracebackPlan){.owns = owns}, arena);
    assert_string_equal(diagnosis.rule, row->rule);
    assert_string_equal(diagnosis.message, row->message);
    assert_int_equal(diagnosis.frame->line, 4);
}

static void quotes_the_exception_and_its_function(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    const ProcessResult result = {
        .exit_code = 1,
        .errors = said(RAISED("ValueError: Input X contains NaN.\nmore lines")),
        .output = said(""),
    };
    const Diagnosis diagnosis = diagnosis_make(&result, &(TracebackPlan){.owns = owns}, arena);
    assert_string_equal(diagnosis.message, "ValueError: Input X contains NaN (in fit)");
    assert_string_equal(diagnosis.exception, "ValueError");
}

int main(void)
{
    const struct CMUnitTest messages[] = {
        cmocka_unit_test(quotes_the_exception_and_its_function),
    };
    return unit_run_table("ending", endings, check_ending) +
           unit_run_table("stopped", stopped, check_stopped) +
           cmocka_run_group_tests_name("message", messages, NULL, NULL);
}
