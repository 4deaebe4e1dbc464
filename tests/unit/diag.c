#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "confab/diag.h"
#include "input/text.h"

#include <string.h>

static struct src_span span(uint32_t line, uint32_t col, uint32_t to_col)
{
    return (struct src_span){{0, line, col}, {0, line, to_col}};
}

struct fixture {
    struct source_set sources;
    struct diag_list diags;
};

static int set_up(void **state)
{
    static struct fixture fixture;
    fixture = (struct fixture){SOURCE_SET_EMPTY, DIAG_LIST_EMPTY};
    static const char text[] = "title: Žofín\nroom: Aula 9\n\tdone: \x1b[31m\n";
    source_add(&fixture.sources, "c.yaml", text, sizeof(text) - 1);
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    diag_free(&fixture->diags);
    source_free(&fixture->sources);
    return 0;
}

static void test_rendering(void **state)
{
    struct fixture *f = *state;
    assert_false(
        diag_error(&f->diags, DIAG_ROOM_UNKNOWN, span(2, 7, 13), "no room '%s'", "Aula 9"));
    diag_hint(&f->diags, "did you mean '%s'?", "aula-9");
    diag_note(&f->diags, span(1, 8, 13), "rooms begin here");
    assert_string_equal(diag_render(&f->diags, &f->sources),
                        "c.yaml:2:7: error: no room 'Aula 9' [room-unknown]\n"
                        "    2 | room: Aula 9\n"
                        "      |       ^~~~~~\n"
                        "  hint: did you mean 'aula-9'?\n"
                        "c.yaml:1:8: note: rooms begin here\n"
                        "    1 | title: Žofín\n"
                        "      |        ^~~~~\n"
                        "1 error\n");
}

static void test_order_is_by_position(void **state)
{
    struct fixture *f = *state;
    diag_error(&f->diags, DIAG_DATE, span(2, 1, 2), "third");
    assert_true(diag_report(&f->diags, DIAG_KEY_IDLE, span(1, 8, 9), "second"));
    diag_error(&f->diags, DIAG_FILE_UNREADABLE, SRC_NOWHERE, "first");
    const char *text = diag_render(&f->diags, &f->sources);
    assert_true(strstr(text, "first") < strstr(text, "second"));
    assert_true(strstr(text, "second") < strstr(text, "third"));
    assert_non_null(strstr(text, "confab: error: first [file-unreadable]"));
    assert_non_null(strstr(text, "2 errors, 1 warning\n"));
    assert_true(f->diags.environment);
}

static void test_cap(void **state)
{
    struct fixture *f = *state;
    for (uint32_t i = 0; i < DIAG_CAP + 50; i++) {
        diag_error(&f->diags, DIAG_DATE, span(1, i + 1, i + 2), "number %u", i);
        diag_hint(&f->diags, "hint %u", i);
        diag_note(&f->diags, span(1, 1, 2), "note %u", i);
    }
    assert_int_equal(f->diags.errors, DIAG_CAP + 50);
    assert_int_equal(f->diags.n, 2 * DIAG_CAP);
    /* What comes after the cap does not hang on to the last one before it. */
    assert_string_equal(f->diags.v[2 * DIAG_CAP - 2].hint, "hint 99");
    assert_non_null(strstr(diag_render(&f->diags, &f->sources), "150 errors (not all shown)"));
}

static void test_repeated_complaints_are_one(void **state)
{
    struct fixture *f = *state;
    diag_error(&f->diags, DIAG_DATE, span(1, 1, 2), "same");
    diag_error(&f->diags, DIAG_DATE, span(1, 1, 2), "same");
    assert_int_equal(f->diags.errors, 1);
    assert_int_equal(f->diags.n, 1);
}

static void test_terminals_are_safe(void **state)
{
    struct fixture *f = *state;
    diag_error(&f->diags, DIAG_DATE, span(3, 2, 6), "a %s title", "\x1b[2J");
    const char *text = diag_render(&f->diags, &f->sources);
    assert_null(strchr(text, '\x1b'));
    assert_null(strchr(text, '\t'));
}

static void test_every_code_has_words(void **state)
{
    (void)state;
    for (int code = 0; code < DIAG_CODES; code++) {
        assert_true(strlen(diag_slug((enum diag_code)code)) > 2);
        assert_true(strlen(diag_help((enum diag_code)code)) > 10);
        for (int other = 0; other < code; other++) {
            assert_string_not_equal(diag_slug((enum diag_code)code),
                                    diag_slug((enum diag_code)other));
        }
    }
}

static void test_suggestions(void **state)
{
    (void)state;
    const char *const names[] = {"moorfoot", "kilsyth", "talk"};
    assert_string_equal(text_nearest("kilsith", names, 3), "kilsyth");
    assert_string_equal(text_nearest("Kilsyth", names, 3), "kilsyth");
    assert_string_equal(text_nearest("tlak", names, 3), "talk");
    assert_null(text_nearest("tusk", names, 3));
    assert_null(text_nearest("ab", names, 3));
    assert_null(text_nearest("moorfoot hall", names, 3));
    assert_string_equal(text_suggestion("moorfoot hall", names, 3), "moorfoot");
    assert_string_equal(text_suggestion("kils", names, 3), "kilsyth");
    assert_null(text_suggestion("kil", names, 3));
    assert_int_equal(text_distance("", "abc", 5), 3);
    assert_int_equal(text_distance("abcdef", "badcfe", 5), 3);
    assert_int_equal(text_distance("abc", "xyz", 1), 2);
}

static void test_slugs(void **state)
{
    (void)state;
    struct arena arena = ARENA_EMPTY;
    assert_string_equal(text_slug(&arena, "Why C? An Élan's end", '-'), "why-c-an-elans-end");
    assert_string_equal(text_slug(&arena, "  Łódź – Žofín  ", '-'), "lodz-zofin");
    const char *other = text_slug(&arena, "会议", '-');
    assert_true(other[0] == 'x' && strlen(other) == 9);
    assert_string_equal(text_acronym(&arena, "C Meetup", 2026), "c_meetup");
    assert_string_equal(text_acronym(&arena, "GCC", 2026), "gcc2026");
    assert_true(text_is_acronym("xen2013"));
    assert_false(text_is_acronym("xen"));
    assert_false(text_is_acronym("xen-2013"));
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_rendering, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_order_is_by_position, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_cap, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_repeated_complaints_are_one, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_terminals_are_safe, set_up, tear_down),
        cmocka_unit_test(test_every_code_has_words),
        cmocka_unit_test(test_suggestions),
        cmocka_unit_test(test_slugs),
    };
    return cmocka_run_group_tests_name("diag", tests, NULL, NULL);
}
