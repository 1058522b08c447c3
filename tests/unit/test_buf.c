// Buffers and arenas.

#include "base/buf.h"
#include "unit.h"

#include <string.h>

static void test_grow(void **state)
{
    (void)state;
    scoped_buf buf = BUF_EMPTY;
    assert_string_equal(buf_text(&buf), "");
    buf_add(&buf, "a");
    buf_add_char(&buf, 'b');
    buf_append(&buf, "c\0d", 3);
    buf_format(&buf, "%d%s", 12, "x");
    assert_int_equal(buf.size, 8);
    assert_memory_equal(buf_text(&buf), "abc\0d12x", 9);
}

static void test_ceiling(void **state)
{
    (void)state;
    scoped_buf buf = BUF_LIMITED(4);
    buf_add(&buf, "abcd");
    assert_false(buf.full);
    buf_add_char(&buf, 'e');
    assert_true(buf.full);
    buf_add(&buf, "");
    assert_string_equal(buf_text(&buf), "abcd");
    buf_clear(&buf);
    assert_false(buf.full);
    buf_format(&buf, "%s", "12345");
    assert_true(buf.full);
    assert_string_equal(buf_text(&buf), "");
}

static void test_cut(void **state)
{
    (void)state;
    scoped_buf buf = BUF_EMPTY;
    buf_cut(&buf, 0);
    buf_add(&buf, "abc");
    buf_cut(&buf, 5);
    assert_string_equal(buf_text(&buf), "abc");
    buf_cut(&buf, 1);
    buf_add(&buf, "z");
    assert_string_equal(buf_text(&buf), "az");
    buf_release(&buf);
    assert_string_equal(buf_text(&buf), "");
    buf_add(&buf, "again");
    assert_string_equal(buf_text(&buf), "again");
}

static void test_keep(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    const char *kept = NULL;
    {
        scoped_buf buf = BUF_EMPTY;
        buf_append(&buf, "a\0b", 3);
        kept = buf_keep(&buf, arena);
    }
    assert_memory_equal(kept, "a\0b", 4);
    scoped_buf empty = BUF_EMPTY;
    assert_string_equal(buf_keep(&empty, arena), "");
}

static void test_alloc(void **state)
{
    (void)state;
    static const char zeros[100000];
    scoped_arena arena = arena_open();
    for (size_t size = 0; size < 5000; size += 7) {
        char *memory = arena_alloc(arena, size);
        assert_int_equal((uintptr_t)memory % _Alignof(max_align_t), 0);
        assert_memory_equal(memory, zeros, size);
        memset(memory, 0xaa, size);
    }
    char *large = arena_alloc(arena, sizeof zeros);
    assert_memory_equal(large, zeros, sizeof zeros);
}

static void test_texts(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    assert_null(arena_text(arena, NULL));
    assert_string_equal(arena_text(arena, "abc"), "abc");
    assert_string_equal(arena_text_sized(arena, "abcdef", 3), "abc");
    assert_string_equal(arena_text_sized(arena, NULL, 0), "");
    assert_string_equal(arena_format(arena, "%s-%d", "a", 7), "a-7");
}

static void test_list(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    LIST(size_t) list = {0};
    for (size_t i = 0; i < 1000; i++)
        *list_push(arena, &list) = i;
    assert_int_equal(list.count, 1000);
    for (size_t i = 0; i < list.count; i++)
        assert_int_equal(list.items[i], i);
}

static void test_take(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    scoped_arena owner = take(arena);
    assert_null(arena);
    assert_string_equal(arena_text(owner, "kept"), "kept");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"a buffer is always closed by a zero byte", test_grow, NULL, NULL, NULL},
        {"a buffer drops what passes its ceiling whole", test_ceiling, NULL, NULL, NULL},
        {"a buffer that was cut or released goes on", test_cut, NULL, NULL, NULL},
        {"what is kept survives its buffer", test_keep, NULL, NULL, NULL},
        {"an arena's memory is aligned and zeroed", test_alloc, NULL, NULL, NULL},
        {"an arena copies texts", test_texts, NULL, NULL, NULL},
        {"a list keeps its items while it grows", test_list, NULL, NULL, NULL},
        {"a handle that was taken is not closed twice", test_take, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("buf", tests, NULL, NULL);
}
