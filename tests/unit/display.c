/* Widths, wrapping and cells, and the small things that names are made of. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "output/display.h"

#include <string.h>

static size_t width(const char *text)
{
    return display_width(text, strlen(text));
}

static void test_width(void **state)
{
    (void)state;
    assert_int_equal(width(""), 0);
    assert_int_equal(width("abc"), 3);
    assert_int_equal(width("Zürich"), 6);
    assert_int_equal(width("u\xCC\x88"), 1); /* u and a combining diaeresis */
    assert_int_equal(width("日本"), 4);
    assert_int_equal(width("\xF0\x9F\x98\x80"), 2); /* an emoji */
    assert_int_equal(width("…─│"), 3);
}

static void test_clean(void **state)
{
    (void)state;
    struct arena arena = ARENA_EMPTY;
    assert_string_equal(display_clean(&arena, "  a \t b\n\nc  "), "a b c");
    assert_string_equal(display_clean(&arena, "red \x1b[31m"), "red [31m");
    assert_string_equal(display_clean(&arena, "a\xC2\x9Bz"), "a z"); /* a C1 control */
    assert_string_equal(display_clean(&arena, ""), "");
    arena_free(&arena);
}

static void assert_lines(const char *text, size_t columns, const char *const *lines)
{
    for (; *lines != NULL; lines++) {
        struct display_line line = display_break(text, columns, &text);
        assert_int_equal(line.bytes, strlen(*lines));
        assert_memory_equal(line.text, *lines, line.bytes);
    }
    assert_string_equal(text, "");
}

static void test_break(void **state)
{
    (void)state;
    assert_lines("one two three", 7, (const char *const[]){"one two", "three", NULL});
    assert_lines("one two three", 8, (const char *const[]){"one two", "three", NULL});
    assert_lines("abcdefgh ij", 4, (const char *const[]){"abcd", "efgh", "ij", NULL});
    assert_lines("日本語", 5, (const char *const[]){"日本", "語", NULL});
    assert_lines("日本", 1, (const char *const[]){"日", "本", NULL});
}

static const char *cell(struct arena *arena, const char *text, size_t columns)
{
    struct strbuf out = {0};
    display_add_cell(&out, text, columns);
    return strbuf_finish(&out, arena);
}

static void test_cell(void **state)
{
    (void)state;
    struct arena arena = ARENA_EMPTY;
    assert_string_equal(cell(&arena, "ab", 4), "ab  ");
    assert_string_equal(cell(&arena, "abcd", 4), "abcd");
    assert_string_equal(cell(&arena, "abcde", 4), "abc…");
    assert_string_equal(cell(&arena, "日本語", 4), "日… ");
    assert_string_equal(cell(&arena, "abc", 0), "");
    arena_free(&arena);
}

static void test_wrapped(void **state)
{
    (void)state;
    struct arena arena = ARENA_EMPTY;
    struct strbuf out = {0};
    display_add_wrapped(&out, "- ", "  ", "one two three", 9);
    assert_string_equal(strbuf_finish(&out, &arena), "- one two\n  three\n");
    display_add_wrapped(&out, "lead  ", "", "", 20);
    assert_string_equal(strbuf_finish(&out, &arena), "lead\n");
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_width), cmocka_unit_test(test_clean),   cmocka_unit_test(test_break),
        cmocka_unit_test(test_cell),  cmocka_unit_test(test_wrapped),
    };
    return cmocka_run_group_tests_name("display", tests, NULL, NULL);
}
