/* The progress line: what it says, how often, and that it goes away. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cli/progress.h"

#include <stdlib.h>
#include <string.h>

static void test_text(void **state)
{
    (void)state;
    struct arena arena = ARENA_EMPTY;
    struct solve_level levels[] = {{"hard", 0, 0}, {"soft", 120, 90}};
    struct solve_progress progress = {
        .seconds = 12.5, .levels = levels, .n_levels = 2, .moves = 50000000};
    assert_string_equal(progress_text(&arena, &progress),
                        "   12 s  none found yet, at least 90, 4.0 M moves/s");
    progress.has_incumbent = true;
    progress.nodes = 7;
    progress.moves = 0;
    assert_string_equal(progress_text(&arena, &progress),
                        "   12 s  soft 120, at least 90, gap 25.0%, 7 nodes");
    levels[0].value = 2;
    levels[1] = (struct solve_level){"soft", 0, 0};
    progress.moves = 12500;
    progress.nodes = 0;
    assert_string_equal(progress_text(&arena, &progress),
                        "   12 s  hard 2, soft 0, at least 0, 1 k moves/s");
    levels[0].bound = 2;
    assert_string_equal(progress_text(&arena, &progress),
                        "   12 s  hard 2, soft 0, at least 0, gap 0.0%, 1 k moves/s");
    levels[1].value = 7;
    assert_string_equal(progress_text(&arena, &progress),
                        "   12 s  hard 2, soft 7, at least 0, 1 k moves/s");
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
    struct solve_level levels[] = {{"soft", 0, 0}};
    struct solve_progress progress = {.seconds = 0.1, .levels = levels, .n_levels = 1};
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
    assert_string_equal(text, "\r    1 s  none found yet, at least 0\x1b[K\r\x1b[K");
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_text), cmocka_unit_test(test_line)};
    return cmocka_run_group_tests_name("progress", tests, NULL, NULL);
}
