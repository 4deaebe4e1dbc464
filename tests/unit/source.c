#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "confab/source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void assert_line(const struct source_set *set, uint32_t line, const char *expected)
{
    size_t length;
    const char *text = source_line(set, 0, line, &length);
    assert_int_equal(length, strlen(expected));
    assert_memory_equal(text, expected, length);
}

static void test_lines_end_as_yaml_says(void **state)
{
    (void)state;
    struct source_set set = SOURCE_SET_EMPTY;
    const char *text = "\xef\xbb\xbfone\r\ntwo\rthree\nfour\xc2\x85"
                       "five\xe2\x80\xa8six\n\nlast";
    source_add(&set, "t", text, strlen(text));
    const char *lines[] = {"one", "two", "three", "four", "five", "six", "", "last"};
    for (uint32_t i = 0; i < BASE_COUNT(lines); i++) {
        assert_line(&set, i + 1, lines[i]);
    }
    assert_line(&set, 9, "");
    assert_line(&set, 0, "");
    source_free(&set);
}

static void test_bytes_are_copied(void **state)
{
    (void)state;
    struct source_set set = SOURCE_SET_EMPTY;
    char text[] = "a\0b";
    for (uint32_t i = 0; i < 10; i++) {
        assert_int_equal(source_add(&set, "t", text, 3), i);
    }
    text[0] = 'x';
    assert_int_equal(set.files[3].size, 3);
    assert_memory_equal(set.files[3].bytes, "a\0b", 4);
    source_free(&set);
    assert_int_equal(set.n, 0);
}

static void test_reading(void **state)
{
    (void)state;
    char path[] = "/tmp/confab-source-XXXXXX";
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    FILE *file = fdopen(descriptor, "w");
    for (int i = 0; i < 100000; i++) {
        fputs("0123456789\n", file);
    }
    fclose(file);
    struct source_set set = SOURCE_SET_EMPTY;
    uint32_t index = 77;
    assert_int_equal(source_read(&set, path, 1099999, &index), SOURCE_TOO_LARGE);
    assert_int_equal(set.n, 0);
    assert_int_equal(index, 77);
    assert_int_equal(source_read(&set, path, 1100000, &index), SOURCE_READ);
    assert_int_equal(set.files[index].size, 1100000);
    assert_string_equal(set.files[index].name, path);
    assert_int_equal(source_read(&set, "/nonexistent/file", 10, &index), SOURCE_UNREADABLE);
    assert_int_equal(source_read(&set, "/tmp", 10, &index), SOURCE_UNREADABLE);
    source_free(&set);
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines_end_as_yaml_says),
        cmocka_unit_test(test_bytes_are_copied),
        cmocka_unit_test(test_reading),
    };
    return cmocka_run_group_tests_name("source", tests, NULL, NULL);
}
