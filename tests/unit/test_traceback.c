// Which exception, and which line of the user's program, a program's output tells about.

#include "base/buf.h"
#include "base/text.h"
#include "traceback.h"
#include "unit.h"

#include <string.h>

// clang-format off

static const struct {
    const char *name;
    const char *text;
    const char *type; // NULL: there is no exception
    const char *message;
    const char *file; // NULL: no frame of the user's own
    int64_t line;
} outputs[] = {
    {"finds the deepest line of the user's own program",
     "Traceback (most recent call last):\n"
     "  File \"/app/train.py\", line 40, in <module>\n"
     "    main()\n"
     "    ^^^^^^\n"
     "  File \"/app/net.py\", line 7, in forward\n"
     "    return self.layer(x)\n"
     "  File \"/usr/lib/python3/dist-packages/torch/nn/linear.py\", line 114, in forward\n"
     "    return F.linear(x)\n"
     "RuntimeError: mat1 and mat2 shapes\n",
     "RuntimeError", "mat1 and mat2 shapes", "/app/net.py", 7},
    {"reads an exception without a message",
     "Traceback (most recent call last):\n  File \"/app/a.py\", line 1, in <module>\nMemoryError\n",
     "MemoryError", "", "/app/a.py", 1},
    {"keeps the module of a type",
     "Traceback (most recent call last):\n  File \"/app/a.py\", line 1, in <module>\npandas.errors.EmptyDataError: No columns\n",
     "pandas.errors.EmptyDataError", "No columns", "/app/a.py", 1},
    {"reads a message of several lines, even one that looks like a frame",
     "Traceback (most recent call last):\n  File \"/app/a.py\", line 1, in <module>\n"
     "ValueError: one\n  File \"/app/fake.py\", line 9, in no_frame\nthree\n\nepilogue\n",
     "ValueError", "one\n  File \"/app/fake.py\", line 9, in no_frame\nthree", "/app/a.py", 1},
    {"takes the cause of a chain, which comes first",
     "Traceback (most recent call last):\n  File \"/app/conf.py\", line 3, in load\nKeyError: 'lr'\n\n"
     "The above exception was the direct cause of the following exception:\n\n"
     "Traceback (most recent call last):\n  File \"/app/a.py\", line 9, in <module>\nRuntimeError: bad config\n",
     "KeyError", "'lr'", "/app/conf.py", 3},
    {"takes the effect if the cause is in a library only",
     "Traceback (most recent call last):\n  File \"/usr/lib/x.py\", line 3, in get\nKeyError: 'y'\n\n"
     "The above exception was the direct cause of the following exception:\n\n"
     "Traceback (most recent call last):\n  File \"/app/a.py\", line 9, in <module>\nKeyError: 'yy'\n",
     "KeyError", "'yy'", "/app/a.py", 9},
    {"takes what failed in the handler beside the try",
     "Traceback (most recent call last):\n  File \"/app/a.py\", line 2, in load\nZeroDivisionError: division by zero\n\n"
     "During handling of the above exception, another exception occurred:\n\n"
     "Traceback (most recent call last):\n  File \"/app/a.py\", line 4, in load\nFileNotFoundError: gone\n",
     "FileNotFoundError", "gone", "/app/a.py", 4},
    {"does not blame the clean-up of somebody further out",
     "Traceback (most recent call last):\n  File \"/app/net.py\", line 2, in step\nRuntimeError: shape\n\n"
     "During handling of the above exception, another exception occurred:\n\n"
     "Traceback (most recent call last):\n  File \"/app/a.py\", line 4, in <module>\n"
     "  File \"/usr/lib/trainer.py\", line 8, in teardown\nOSError: busy\n",
     "RuntimeError", "shape", "/app/net.py", 2},
    {"looks into the message of a data loader's worker",
     "Traceback (most recent call last):\n  File \"/app/a.py\", line 8, in <module>\n"
     "  File \"/usr/lib/_utils.py\", line 543, in reraise\n"
     "ValueError: Caught ValueError in DataLoader worker process 1.\n"
     "Original Traceback (most recent call last):\n"
     "  File \"/usr/lib/fetch.py\", line 58, in fetch\n"
     "  File \"/app/data.py\", line 6, in __getitem__\n    raise\nValueError: could not convert\n\n",
     "ValueError", "could not convert", "/app/data.py", 6},
    {"reads the quoted traceback of a pool's worker",
     "multiprocessing.pool.RemoteTraceback: \n\"\"\"\n"
     "Traceback (most recent call last):\n  File \"/app/w.py\", line 3, in w\nValueError: bad item\n\"\"\"\n\n"
     "The above exception was the direct cause of the following exception:\n\n"
     "Traceback (most recent call last):\n  File \"/app/a.py\", line 6, in <module>\nValueError: bad item\n",
     "ValueError", "bad item", "/app/w.py", 3},
    {"takes the first member of a group",
     "  + Exception Group Traceback (most recent call last):\n"
     "  |   File \"/app/a.py\", line 6, in <module>\n"
     "  |     raise ExceptionGroup('failed', es)\n"
     "  | ExceptionGroup: failed (2 sub-exceptions)\n"
     "  +-+---------------- 1 ----------------\n"
     "    | Traceback (most recent call last):\n"
     "    |   File \"/app/w.py\", line 1, in w\n"
     "    | ValueError: worker 0\n"
     "    +---------------- 2 ----------------\n"
     "    | Traceback (most recent call last):\n"
     "    |   File \"/app/w.py\", line 2, in w\n"
     "    | ValueError: worker 1\n"
     "    +------------------------------------\n",
     "ValueError", "worker 0", "/app/w.py", 1},
    {"reads a SyntaxError, which has no header",
     "  File \"/app/a.py\", line 3\n    def f(:\n          ^\nSyntaxError: invalid syntax\n",
     "SyntaxError", "invalid syntax", "/app/a.py", 3},
    {"reads a SyntaxError of an imported file",
     "Traceback (most recent call last):\n  File \"/app/a.py\", line 1, in <module>\n    import b\n"
     "  File \"/app/b.py\", line 5\n    x = = 1\n        ^\nSyntaxError: invalid syntax\n",
     "SyntaxError", "invalid syntax", "/app/b.py", 5},
    {"reads a fault dump, whose innermost frame comes first",
     "Fatal Python error: Segmentation fault\n\nCurrent thread 0x00007f (most recent call first):\n"
     "  File \"/usr/lib/ctypes/__init__.py\", line 519 in string_at\n"
     "  File \"/app/inner.py\", line 2 in f\n  File \"/app/a.py\", line 9 in <module>\n\n"
     "Extension modules: numpy (total: 1)\n",
     "Segmentation fault", "", "/app/inner.py", 2},
    {"takes the thread at fault among the others of a dump",
     "Fatal Python error: Aborted\n\nThread 0x00007e (most recent call first):\n"
     "  File \"/app/other.py\", line 1 in wait\n\nCurrent thread 0x00007f (most recent call first):\n"
     "  File \"/app/a.py\", line 9 in <module>\n",
     "Aborted", "", "/app/a.py", 9},
    {"takes away what a launcher puts in front",
     "[rank0]: Traceback (most recent call last):\n[rank0]:   File \"/app/a.py\", line 4, in <module>\n"
     "[rank0]:     f()\n[rank0]: ValueError: no\n",
     "ValueError", "no", "/app/a.py", 4},
    {"sees through colours and progress bars",
     " 50%|#####     |\r100%|##########|\rTraceback (most recent call last):\n"
     "  File \x1b[35m\"/app/a.py\"\x1b[0m, line \x1b[35m4\x1b[0m, in \x1b[35mf\x1b[0m\n"
     "\x1b[1;31mValueError\x1b[0m: \x1b[35mno\x1b[0m\n",
     "ValueError", "no", "/app/a.py", 4},
    {"reads line ends of Windows",
     "Traceback (most recent call last):\r\n  File \"/app/a.py\", line 4, in f\r\nValueError: no\r\n",
     "ValueError", "no", "/app/a.py", 4},
    {"prefers what ended the program to a destructor's complaint",
     "Traceback (most recent call last):\n  File \"/app/a.py\", line 4, in <module>\nValueError: no\n"
     "Exception ignored in: <function Pool.__del__ at 0x7f>\n"
     "Traceback (most recent call last):\n  File \"/app/pool.py\", line 1, in __del__\nOSError: closed\n",
     "ValueError", "no", "/app/a.py", 4},
    {"takes the last of two errors that have nothing to do with each other",
     "Traceback (most recent call last):\n  File \"/app/a.py\", line 4, in f\nValueError: handled\n"
     "Traceback (most recent call last):\n  File \"/app/a.py\", line 8, in g\nOSError: not handled\n",
     "OSError", "not handled", "/app/a.py", 8},
    {"reads a traceback that is cut off",
     "Traceback (most recent call last):\n  File \"/app/a.py\", line 4, in f\n",
     "", "", "/app/a.py", 4},
    {"does not take a line number that is none",
     "Traceback (most recent call last):\n  File \"/app/a.py\", line 99999999999999999999, in f\nValueError: no\n",
     "ValueError", "no", NULL, 0},
    {"finds nothing in plain talk", "loading\n  File \"x\"\ndone: ok\n", NULL, NULL, NULL, 0},
    {"finds nothing in nothing", "", NULL, NULL, NULL, 0},
};

// clang-format on

static bool owns(const void *what, const char *file)
{
    (void)what;
    return text_starts(file, "/app/");
}

static void check_output(void **state)
{
    const typeof(outputs[0]) *row = *state;
    scoped_arena arena = arena_open();
    const TracebackPlan plan = {.owns = owns};
    const Traceback *traceback = traceback_read(row->text, strlen(row->text), &plan, arena);
    const TracebackException *root = traceback_root(traceback);
    assert_int_equal(root != NULL, row->type != NULL);
    if (!root)
        return;
    assert_string_equal(root->type, row->type);
    assert_string_equal(root->message, row->message);
    const TracebackFrame *frame = traceback_own_frame(root);
    assert_int_equal(frame != NULL, row->file != NULL);
    if (!frame)
        return;
    assert_string_equal(frame->file, row->file);
    assert_int_equal(frame->line, row->line);
}

static void a_flood_of_tracebacks_is_bounded(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    scoped_buf text = BUF_EMPTY;
    buf_add(&text, "Traceback (most recent call last):\n");
    for (int i = 0; i < 3 * TRACEBACK_MOST_FRAMES; i++)
        buf_add(&text, "  File \"/app/a.py\", line 4, in f\n");
    for (int i = 0; i < 2 * TRACEBACK_MOST_EXCEPTIONS; i++)
        buf_add(&text, "ValueError: no\nTraceback (most recent call last):\n");
    const TracebackPlan plan = {.owns = owns};
    const Traceback *traceback = traceback_read(text.data, text.size, &plan, arena);
    assert_int_equal(traceback->exceptions.count, TRACEBACK_MOST_EXCEPTIONS);
    assert_int_equal(traceback->exceptions.items[0].frames.count, TRACEBACK_MOST_FRAMES);
}

int main(void)
{
    const struct CMUnitTest bounds[] = {
        cmocka_unit_test(a_flood_of_tracebacks_is_bounded),
    };
    return unit_run_table("output", outputs, check_output) +
           cmocka_run_group_tests_name("bounds", bounds, NULL, NULL);
}
