/* Synthetic conferences: the same bytes for the same options, of the size asked for, and always
 * with a timetable. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cli/options.h"
#include "confab/generate.h"
#include "confab/solve.h"
#include "generate/words.h"
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ARGS_MAX = 32 };

/* What "confab generate" makes of the words of `line`: a text, or a complaint. */
struct made {
    struct arena arena;
    struct diag_list diags;
    struct options options;
    const char *text;
};

static void make(struct made *made, const char *line)
{
    *made = (struct made){.diags = DIAG_LIST_EMPTY};
    char *argv[ARGS_MAX + 1] = {arena_text(&made->arena, "confab", 6),
                                arena_text(&made->arena, "generate", 8)};
    int argc = 2;
    while (*line != '\0') {
        size_t n = strcspn(line, " ");
        assert_in_range(argc, 0, ARGS_MAX - 1);
        argv[argc++] = arena_text(&made->arena, line, n);
        line += n + (line[n] == ' ' ? 1 : 0);
    }
    if (options_parse(argc, argv, &made->diags, &made->options)) {
        made->options.generate.seed = made->options.seed;
        made->text = generate_problem(&made->arena, &made->options.generate, &made->diags);
    }
    assert_int_equal(made->text == NULL, made->diags.errors > 0);
}

static void made_free(struct made *made)
{
    diag_free(&made->diags);
    arena_free(&made->arena);
}

/* Makes and loads it; nothing is complained of, not even by a warning. */
static void make_and_load(struct made *made, struct support_problem *loaded, const char *line)
{
    make(made, line);
    if (made->text == NULL) {
        fail_msg("'%s': %s", line, made->diags.v[0].text);
    }
    support_load(loaded, made->text, true);
    if (loaded->diags.n > 0) {
        fail_msg("'%s': %s", line, loaded->diags.v[0].text);
    }
}

static void test_same_options_same_bytes(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "--talks 20 --rooms 4 --tags co:9:100,se:4:10:0-2 --unavailable 30 --attendees 9",
        "--hours 4 --rooms 3 --days 2 --rooms-differ --tracks 3 --fill 90 --unavailable 50"};
    for (size_t i = 0; i < BASE_COUNT(lines); i++) {
        struct made one, other, again;
        make(&one, lines[i]);
        make(&again, lines[i]);
        char line[256];
        (void)snprintf(line, sizeof(line), "%s --seed 2", lines[i]);
        make(&other, line);
        assert_string_equal(one.text, again.text);
        assert_string_not_equal(one.text, other.text);
        made_free(&one);
        made_free(&other);
        made_free(&again);
    }
}

/* The first line holds a command that makes the same problem. */
static void test_first_line_repeats_it(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "",
        "--slots 7 --fill 70 --durations 15-45 --rooms-differ",
        "--hours 3",
        "--fill 55",
        "--hours 5 --talks 40 --tags co:9:100,se:4:10:0-2 --seed 18446744073709551615",
        "--talks 3 --rooms 3 --unavailable 100 --tracks 2 --attendees 7 --granularity 1"};
    static const char before[] = "# confab generate ";
    for (size_t i = 0; i < BASE_COUNT(lines); i++) {
        struct made one, again;
        make(&one, lines[i]);
        assert_int_equal(strncmp(one.text, before, strlen(before)), 0);
        const char *command = one.text + strlen(before);
        make(&again, arena_text(&one.arena, command, strcspn(command, "\n")));
        assert_non_null(again.text);
        assert_string_equal(one.text, again.text);
        made_free(&one);
        made_free(&again);
    }
}

/* What one wants to know of a problem with one more option is what it was, but for that. */
static void test_one_choice_leaves_the_others(void **state)
{
    (void)state;
    struct made plain, more;
    struct support_problem a, b;
    make_and_load(&plain, &a, "--hours 4 --rooms 3 --unavailable 40");
    make_and_load(&more, &b,
                  "--hours 4 --rooms 3 --unavailable 40 --tags co:9:100 --rooms-differ --tracks 3 "
                  "--attendees 10");
    assert_int_equal(a.problem.n_events, b.problem.n_events);
    for (uint32_t e = 0; e < a.problem.n_events; e++) {
        assert_string_equal(a.problem.events[e].title, b.problem.events[e].title);
        assert_int_equal(a.problem.events[e].duration_min, b.problem.events[e].duration_min);
        assert_int_equal(a.problem.events[e].n_people, b.problem.events[e].n_people);
    }
    for (uint32_t p = 0; p < a.problem.n_people; p++) {
        assert_string_equal(a.problem.people[p].name, b.problem.people[p].name);
        assert_int_equal(a.problem.people[p].free.n, b.problem.people[p].free.n);
    }
    support_free(&a);
    support_free(&b);
    made_free(&plain);
    made_free(&more);
}

static void test_sizes(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        uint32_t talks, rooms, days, windows, speakers, attendees;
    } cases[] = {
        {"", 60, 6, 1, 60, 54, 0},
        {"--talks 60 --slots 10 --rooms 6 --attendees 150 --wishes 6", 60, 6, 1, 60, 54, 150},
        {"--talks 108 --slots 18 --rooms 6 --attendees 400 --wishes 8", 108, 6, 2, 108, 98, 400},
        {"--talks 72 --slots 12 --rooms 10", 72, 10, 2, 120, 65, 0},
        {"--slots 12 --rooms 10 --fill 60 --speakers 40 --days 4", 72, 10, 4, 120, 40, 0},
        {"--talks 7 --rooms 2 --fill 50", 7, 2, 1, 14, 7, 0},
        {"--slots 3 --rooms 2 --durations 700", 6, 2, 3, 6, 6, 0},
        {"--slots 27 --rooms 1 --durations 40 --days 1", 27, 1, 1, 27, 25, 0},
        {"--hours 10 --rooms 3 --durations 50 --fill 100 --granularity 10", 36, 3, 1, 3, 33, 0},
        {"--hours 8 --talks 100 --rooms 2 --durations 30", 100, 2, 4, 8, 90, 0},
        {"--hours 24 --talks 4 --rooms 1 --speakers 8", 4, 1, 1, 1, 8, 0},
        {"--talks 20000 --rooms 100 --hours 12", 20000, 100, 13, 1300, 18000, 0},
    };
    for (size_t i = 0; i < BASE_COUNT(cases); i++) {
        struct made made;
        struct support_problem loaded;
        make_and_load(&made, &loaded, cases[i].line);
        const struct problem *problem = &loaded.problem;
        assert_int_equal(problem->n_events, cases[i].talks);
        assert_int_equal(problem->n_rooms, cases[i].rooms);
        assert_int_equal(problem->n_days, cases[i].days);
        assert_int_equal(problem->n_windows, cases[i].windows);
        assert_int_equal(problem->n_people, cases[i].speakers);
        assert_int_equal(problem->n_attendees, cases[i].attendees);
        support_free(&loaded);
        made_free(&made);
    }
}

static int64_t minutes_of(const struct problem *problem, int32_t *shortest, int32_t *longest)
{
    int64_t sum = 0;
    *shortest = INT32_MAX;
    *longest = 0;
    for (uint32_t e = 0; e < problem->n_events; e++) {
        int32_t minutes = problem->events[e].duration_min;
        sum += minutes;
        *shortest = minutes < *shortest ? minutes : *shortest;
        *longest = minutes > *longest ? minutes : *longest;
        assert_int_equal(minutes % 5, 0);
    }
    return sum;
}

static void test_lengths_fill_the_rooms(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        int32_t shortest, longest;
        int64_t minutes;
    } cases[] = {
        /* Both met: lengths are shorter or longer than they would be. */
        {"--talks 100 --rooms 5 --hours 10 --days 1 --durations 5-60 --fill 85", 5, 60, 2550},
        {"--talks 60 --rooms 5 --hours 10 --days 1 --durations 5-60 --fill 100", 5, 60, 3000},
        {"--talks 1000 --rooms 30 --hours 10 --days 2 --durations 5-60 --fill 85", 5, 60, 30600},
        /* As near as can be. */
        {"--talks 20 --rooms 5 --hours 10 --days 1 --durations 20-40 --fill 85", 40, 40, 800},
        {"--talks 60 --rooms 5 --hours 10 --days 1 --durations 30-50 --fill 10", 30, 30, 1800},
        /* Nothing asked for: the middle, or what can be filled. */
        {"--talks 10 --rooms 5 --hours 10 --days 1 --durations 20-40", 20, 40, 300},
        {"--talks 80 --rooms 2 --hours 10 --days 1 --durations 5-60", 5, 60, 1020},
        /* Off the grid. */
        {"--talks 10 --rooms 5 --hours 1 --days 1 --durations 7-100 --fill 100", 10, 60, 300},
    };
    for (size_t i = 0; i < BASE_COUNT(cases); i++) {
        struct made made;
        struct support_problem loaded;
        int32_t shortest, longest;
        make_and_load(&made, &loaded, cases[i].line);
        assert_int_equal(minutes_of(&loaded.problem, &shortest, &longest), cases[i].minutes);
        assert_in_range(shortest, cases[i].shortest, cases[i].longest);
        assert_in_range(longest, cases[i].shortest, cases[i].longest);
        support_free(&loaded);
        made_free(&made);
    }
}

/* Solved with what is soft left aside, nothing is left out: the hidden timetable is there to be
 * found, with every seat that talks ask for. */
static void test_small_ones_can_be_solved(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "--slots 4 --rooms 3 --unavailable 100 --rooms-differ --tags co:5:100 --speakers 5",
        "--slots 5 --rooms 2 --unavailable 50 --durations 15-45 --speakers 2 --tracks 2",
        "--slots 3 --rooms 3 --days 3 --rooms-differ --unavailable 100 --speakers 3",
        "--slots 2 --rooms 6 --rooms-differ --attendees 5 --wishes 3",
        "--hours 2 --rooms 2 --fill 100 --unavailable 100 --granularity 15 --rooms-differ",
        "--hours 3 --rooms 2 --fill 90 --unavailable 100 --speakers 3 --granularity 10",
        "--hours 2 --rooms 3 --days 2 --fill 70 --rooms-differ --unavailable 60 --granularity 15",
        "--hours 1 --rooms 1 --talks 12 --durations 5",
        "--hours 2 --rooms 2 --talks 5 --durations 30-90 --fill 100 --granularity 15"};
    static const char rules[] = "rules: {room-capacity: hard, track-parallel: off, tag-parallel: "
                                "off, attendee-clash: off}\n";
    for (size_t i = 0; i < 3 * BASE_COUNT(lines); i++) {
        struct made made;
        char line[256];
        (void)snprintf(line, sizeof(line), "%s --seed %zu", lines[i / 3], i % 3);
        make(&made, line);
        assert_non_null(made.text);
        const char *const texts[] = {made.text, rules};
        struct support_problem loaded = support_load_over(texts, 2);
        struct solve_result result;
        struct solve_options options = {.seed = 1};
        assert_true(solve_problem(&loaded.problem, &options, &result));
        if (result.status != SOLVE_OPTIMAL || result.n_left_out > 0) {
            fail_msg("'%s': %u left out", line, (unsigned)result.n_left_out);
        }
        solve_free(&result);
        support_free(&loaded);
        made_free(&made);
    }
}

static void test_words_are_distinct(void **state)
{
    (void)state;
    struct arena arena = ARENA_EMPTY;
    assert_string_equal(words_title(&arena, 0), "Lazy schedulers for libraries");
    assert_string_equal(words_person(&arena, WORDS_MOST_NAMES - 1), "Yuri Zormurik");
    assert_in_range(GENERATE_MOST_TALKS, 1, WORDS_MOST_TITLES);
    assert_in_range(GENERATE_MOST_SPEAKERS, 1, WORDS_MOST_NAMES);
    arena_free(&arena);
    /* That loading finds no two people or titles alike is for the sizes to show. */
    struct made made;
    struct support_problem loaded;
    make_and_load(&made, &loaded, "--talks 500 --rooms 50");
    for (uint32_t e = 1; e < loaded.problem.n_events; e++) {
        for (uint32_t k = 0; k < e; k++) {
            assert_string_not_equal(loaded.problem.events[e].title, loaded.problem.events[k].title);
        }
    }
    support_free(&loaded);
    made_free(&made);
}

static void test_tags(void **state)
{
    (void)state;
    struct made made;
    struct support_problem loaded;
    make_and_load(&made, &loaded,
                  "--talks 200 --rooms 20 --tags theme:12:10:1-2,content:99:100,se:1:0:0-1");
    const struct problem *problem = &loaded.problem;
    assert_int_equal(problem->n_tag_groups, 3);
    for (uint32_t e = 0; e < problem->n_events; e++) {
        uint32_t n[3] = {0};
        for (uint32_t i = 0; i < problem->events[e].n_tags; i++) {
            const struct tag *tag = &problem->tags[problem->events[e].tags[i].v];
            const char *group = problem->tag_groups[tag->group.v].name;
            n[group[0] == 't' ? 0 : group[0] == 'c' ? 1 : 2]++;
            assert_int_equal(strncmp(tag->name, group, 2), 0);
        }
        assert_in_range(n[0], 1, 2);
        assert_in_range(n[1], 1, 3);
        assert_in_range(n[2], 0, 1);
    }
    assert_non_null(strstr(made.text, "rules: {tag-parallel: {theme: 10, content: 100, se: 0}}"));
    support_free(&loaded);
    made_free(&made);
    /* Nobody has a tag: there is no group to give a weight to. */
    make_and_load(&made, &loaded, "--talks 5 --tags co:3:10:0");
    assert_null(strstr(made.text, "rules"));
    support_free(&loaded);
    made_free(&made);
}

static void assert_refused(const char *line, const char *says)
{
    struct made made;
    make(&made, line);
    if (made.text != NULL || strstr(made.diags.v[0].text, says) == NULL) {
        fail_msg("'%s': %s", line, made.text != NULL ? "accepted" : made.diags.v[0].text);
    }
    assert_int_equal(made.diags.v[0].code, DIAG_USAGE);
    made_free(&made);
}

static void test_options_that_are_refused(void **state)
{
    (void)state;
    static const char *const numbers[] = {"--talks 0",
                                          "--talks 20001",
                                          "--talks x",
                                          "--talks 5x",
                                          "--talks -1",
                                          "--rooms 1001",
                                          "--days 101",
                                          "--slots 1001",
                                          "--hours 25",
                                          "--fill 101",
                                          "--fill 0",
                                          "--tracks 0",
                                          "--unavailable 101",
                                          "--granularity 61",
                                          "--wishes 0",
                                          "--talks=",
                                          "--speakers 99999999999999999999"};
    for (size_t i = 0; i < BASE_COUNT(numbers); i++) {
        assert_refused(numbers[i], "not a whole number from");
    }
    static const char *const durations[] = {"", "0", "60-5", "5-", "-5", "5-1441", "5-60-70", "5 "};
    for (size_t i = 0; i < BASE_COUNT(durations); i++) {
        char line[64];
        (void)snprintf(line, sizeof(line), "--durations=%s", durations[i]);
        line[strcspn(line, " ")] = durations[i][0] == '5' && durations[i][1] == ' ' ? 'x' : '\0';
        assert_refused(line, "--durations: not minutes");
    }
    static const char *const tags[] = {"",
                                       "co",
                                       "co:5",
                                       "co:5:",
                                       "co:0:5",
                                       "co:100:5",
                                       "co:5:5:",
                                       "co:5:5:2-1",
                                       "co:5:5:1-6",
                                       "co:5:5:1-",
                                       "co:5:5,",
                                       "co:5:5;se:5:5",
                                       "Co:5:5",
                                       "co:5:1000001",
                                       "per:5:5",
                                       "strength:5:5",
                                       "co:5:5,co:5:5",
                                       "c0:5:5",
                                       ":5:5",
                                       "abcdefghijklmnopqrst:5:5"};
    for (size_t i = 0; i < BASE_COUNT(tags); i++) {
        char line[64];
        (void)snprintf(line, sizeof(line), "--tags=%s", tags[i]);
        assert_refused(line, "--tags: not groups");
    }
    assert_refused("--tags a:1:1,b:1:1,c:1:1,d:1:1,e:1:1,f:1:1,g:1:1,h:1:1,i:1:1,j:1:1,k:1:1,l:1:1,"
                   "m:1:1,n:1:1,o:1:1,p:1:1,q:1:1",
                   "--tags: not groups");
    assert_refused("--rooms-differ=yes", "takes no argument");
    assert_refused("more", "too many arguments");
}

static void test_what_does_not_go_together(void **state)
{
    (void)state;
    static const struct {
        const char *line, *says;
    } cases[] = {
        {"--slots 5 --hours 5", "either slots or hours"},
        {"--granularity 7", "does not divide an hour"},
        {"--slots 5 --talks 5 --fill 50", "either the talks or how full"},
        {"--slots 5 --rooms 2 --talks 11", "11 talks do not fit into 5 slots in each of 2 rooms"},
        {"--slots 5 --days 6", "more days (6) than slots (5)"},
        {"--slots 500 --durations 600", "take more than 100 days"},
        {"--slots 1000 --rooms 1000", "are too many"},
        {"--talks 20000 --rooms 1", "are too many"},
        {"--slots 30 --days 1", "30 slots of 50 minutes do not fit into a day"},
        {"--hours 1 --durations 61-70", "talks of 61 minutes do not fit into a day of 60"},
        {"--hours 2 --durations 16-19", "no multiple of 5 minutes is a length from 16 to 19"},
        {"--hours 2 --days 1 --rooms 1 --durations 50 --talks 3", "3 talks do not fit"},
        {"--hours 1 --rooms 1 --talks 20000", "are too many"},
        {"--hours 24 --rooms 1000 --days 100", "are too many"},
        {"--talks 6 --speakers 13", "too many speakers (13) for the talks (6)"},
        {"--talks 6 --speakers 5", "too few speakers (5) for talks that run at once (6)"},
        {"--wishes 3", "nobody has these wishes"},
        {"--talks 3 --attendees 5 --wishes 4", "more wishes (4) than talks (3)"},
        {"--talks 20000 --rooms 40 --slots 500 --unavailable 100 --speakers 40000",
         "larger than a problem file may be"},
        {"--attendees 101000", "larger than a problem file may be"},
    };
    for (size_t i = 0; i < BASE_COUNT(cases); i++) {
        assert_refused(cases[i].line, cases[i].says);
    }
}

/* The largest problem that is made is one that is read. */
static void test_limit_is_that_of_the_reader(void **state)
{
    (void)state;
    struct made made;
    struct support_problem loaded;
    /* 18 keys and values each. */
    assert_refused("--attendees 55509 --wishes 13", "larger than a problem file may be");
    make_and_load(&made, &loaded, "--attendees 55508 --wishes 13");
    support_free(&loaded);
    /* The reader takes no attendee more. */
    const char *rules = "attendees:\n";
    struct support_problem larger;
    const char *text = strstr(made.text, rules) + strlen(rules);
    const char *more = arena_print(&made.arena,
                                   "%.*s  - {id: b, interest: [t1, t2, t3, t4, t5, t6, t7, "
                                   "t8, t9, t10, t11, t12, t13]}\n%s",
                                   (int)(text - made.text), made.text, text);
    support_load(&larger, more, false);
    assert_false(larger.loaded);
    support_free(&larger);
    made_free(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_options_same_bytes),
        cmocka_unit_test(test_first_line_repeats_it),
        cmocka_unit_test(test_one_choice_leaves_the_others),
        cmocka_unit_test(test_sizes),
        cmocka_unit_test(test_lengths_fill_the_rooms),
        cmocka_unit_test(test_small_ones_can_be_solved),
        cmocka_unit_test(test_words_are_distinct),
        cmocka_unit_test(test_tags),
        cmocka_unit_test(test_options_that_are_refused),
        cmocka_unit_test(test_what_does_not_go_together),
        cmocka_unit_test(test_limit_is_that_of_the_reader),
    };
    return cmocka_run_group_tests_name("generate", tests, NULL, NULL);
}
