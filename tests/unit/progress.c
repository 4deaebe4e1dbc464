/* The progress line: what it says, how often, and that it goes away. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cli/progress.h"

#include <float.h>
#include <stdlib.h>
#include <string.h>

static void test_text(void **state)
{
    (void)state;
    struct arena arena = ARENA_EMPTY;
    struct solve_progress progress = {
        .seconds = 12.3, .level = "soft", .bound = -DBL_MAX, .nodes = 7};
    assert_string_equal(progress_text(&arena, &progress),
                        "   12 s  soft: none found yet, at least 0, 7 nodes");
    progress.has_incumbent = true;
    progress.incumbent = 120;
    progress.bound = 90;
    assert_string_equal(progress_text(&arena, &progress),
                        "   12 s  soft: best 120, at least 90, gap 25.0%, 7 nodes");
    progress.incumbent = 0;
    progress.bound = 0;
    assert_string_equal(progress_text(&arena, &progress),
                        "   12 s  soft: best 0, at least 0, gap 0.0%, 7 nodes");
    arena_free(&arena);
}

static void test_line(void **state)
{
    (void)state;
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    struct progress line = {.out = out, .next_s = 0.5};
    struct solve_progress progress = {.seconds = 0.1, .level = "soft"};
    progress_show(&progress, &line);
    progress_clear(&line);
    fflush(out);
    assert_int_equal(size, 0);
    progress.seconds = 1.0;
    progress_show(&progress, &line);
    progress.seconds = 1.1;
    progress_show(&progress, &line);
    progress_clear(&line);
    fclose(out);
    assert_string_equal(text, "\r    1 s  soft: none found yet, at least 0, 0 nodes\x1b[K\r\x1b[K");
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_text), cmocka_unit_test(test_line)};
    return cmocka_run_group_tests_name("progress", tests, NULL, NULL);
}
