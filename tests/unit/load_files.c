/* Loading as files: overlays, votes, JSON, the template and the manual's examples. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "confab/load.h"
#include "core/rule.h"
#include "input/template.h"
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD    "title: Test Days\ntimezone: Europe/Zurich\n"
#define ONE_DAY HEAD "date: 2026-05-14\nhours: 9:00-17:00\n"

static struct support_problem load(const char *yaml)
{
    struct support_problem loaded;
    support_load(&loaded, yaml, true);
    return loaded;
}

static void test_votes_beside_the_problem(void **state)
{
    (void)state;
    char folder[] = "/tmp/confab-load-XXXXXX";
    char problem[64], votes[64];
    assert_non_null(mkdtemp(folder));
    snprintf(problem, sizeof(problem), "%s/p.yaml", folder);
    snprintf(votes, sizeof(votes), "%s/votes.csv", folder);
    FILE *file = fopen(problem, "w");
    fputs(ONE_DAY "talks: [{title: A}, {title: \"B, C\", id: b}]\nattendees: votes.csv\n", file);
    fclose(file);
    file = fopen(votes, "w");
    fputs("\xef\xbb\xbf"
          "event,attendee,interest\r\na,x,50\r\n\"B, C\",\"y \"\"q\"\"\",7\r\n\r\nb,x,0\na,x,60\n",
          file);
    fclose(file);
    struct support_problem l = {.loaded = false};
    const char *names[] = {problem};
    assert_true(load_problem(&l.sources, names, 1, &l.diags, &l.problem));
    assert_int_equal(l.problem.n_attendees, 2);
    assert_int_equal(l.problem.attendees[0].n_interests, 1);
    assert_int_equal(l.problem.attendees[0].interests[0].weight, 60);
    assert_string_equal(l.problem.attendees[1].id, "y \"q\"");
    assert_int_equal(l.problem.attendees[1].interests[0].event.v, 1);
    support_free(&l);
    remove(votes);
    l = (struct support_problem){.loaded = false};
    assert_false(load_problem(&l.sources, names, 1, &l.diags, &l.problem));
    assert_true(l.diags.environment);
    support_free(&l);
    remove(problem);
    remove(folder);
}

static void test_json(void **state)
{
    (void)state;
    struct support_problem l =
        load("{\"title\": \"Emoji \\ud83d\\ude00 Days\", \"timezone\": \"UTC\", "
             "\"date\": \"2026-05-14\", \"hours\": [\"9:00-17:00\"], "
             "\"talks\": [{\"title\": \"A\", \"duration\": 30, \"plenary\": "
             "true}]}\n");
    assert_string_equal(l.problem.title, "Emoji \xf0\x9f\x98\x80 Days");
    assert_true(l.problem.events[0].plenary);
    support_free(&l);
}

static void test_impossible_is_not_wrong(void **state)
{
    (void)state;
    struct support_problem l = load(ONE_DAY "speakers: [{id: s, available: []}]\n"
                                            "talks: [{title: A, duration: 1000, speakers: [s]}, "
                                            "{title: B, after: [c]}, {title: C, after: [b]}]\n");
    assert_int_equal(l.diags.errors, 0);
    assert_int_equal(l.diags.warnings, 1);
    assert_int_equal(l.diags.v[0].code, DIAG_AFTER_CIRCULAR);
    support_free(&l);
}

/* Both places of a key of the header are one. */
static void test_header_over_header(void **state)
{
    (void)state;
    const char *inside = "conference: {title: Inside, timezone: UTC, granularity: 20}\n"
                         "date: 2026-05-14\nhours: 9:00-17:00\ntalks: [{title: A}]\n";
    const char *texts[] = {inside, "title: Top\ngranularity: 10\n", "conference: {title: Last}\n"};
    struct support_problem l = support_load_over(texts, 2);
    assert_string_equal(l.problem.title, "Top");
    assert_string_equal(l.problem.zone.name, "UTC");
    assert_int_equal(l.problem.granularity_min, 10);
    support_free(&l);
    l = support_load_over(texts, 3);
    assert_string_equal(l.problem.title, "Last");
    assert_int_equal(l.problem.granularity_min, 10);
    support_free(&l);
}

/* An entry of a later file that resembles one of its own kind is warned of, numbered ones are
 * not. */
static void test_slips_over_files(void **state)
{
    (void)state;
    static const struct {
        const char *over;
        uint32_t warnings;
    } cases[] = {
        {"talks: [{title: Arenas at  work}]\n", 1},
        {"talks: [{title: Arena at work}]\n", 1},
        {"talks: [{title: Clinic 2}]\n", 0},
        {"talks: [{title: Arenas in work}]\n", 0},
        {"talks: [{title: Tabs}]\n", 0},
        {"bofs: [{title: Clinic, id: klinic-1}]\n", 0},
        {"rooms: [halle]\n", 1},
        {"rooms: [{id: halls, capacity: 3}]\n", 1},
        {"attendees: [{id: anne}]\n", 0},
    };
    const char *base = ONE_DAY "rooms: [hall, annex]\nattendees: [{id: anna}]\n"
                               "talks: [{title: Arenas at work}, {title: Clinic 1}]\n";
    for (size_t i = 0; i < BASE_COUNT(cases); i++) {
        const char *texts[] = {base, cases[i].over};
        struct support_problem l = {.loaded = false};
        uint32_t files[2];
        for (size_t j = 0; j < 2; j++) {
            files[j] = source_add(&l.sources, "t.yaml", texts[j], strlen(texts[j]));
        }
        l.loaded = load_added(&l.sources, files, 2, &l.diags, &l.problem);
        assert_int_equal(l.diags.warnings, cases[i].warnings);
        assert_true(l.diags.n == 0 || l.diags.v[0].code == DIAG_OVERLAY_NEW);
        support_free(&l);
    }
}

static void test_failure_leaves_nothing(void **state)
{
    (void)state;
    struct support_problem l;
    support_load(&l, ONE_DAY "talks: [{title: A, after: [b]}]\n", false);
    assert_false(l.loaded);
    assert_int_equal(l.problem.n_events, 0);
    assert_null(l.problem.arena.last);
    support_free(&l);
    l = (struct support_problem){.loaded = false};
    const char *names[] = {"/nonexistent/a.yaml", "/nonexistent/b.yaml"};
    assert_false(load_problem(&l.sources, names, 2, &l.diags, &l.problem));
    assert_int_equal(l.diags.errors, 2);
    assert_true(l.diags.environment);
    support_free(&l);
}

static void test_template(void **state)
{
    (void)state;
    struct support_problem l = load(template_text());
    assert_int_equal(l.diags.n, 0);
    assert_true(l.problem.n_events > 5);
    support_free(&l);
}

/* Every whole example of the manual (```yaml, from `title:` or `format:` on) loads without a
 * complaint. */
static void test_manual(void **state)
{
    (void)state;
    struct source_set sources = SOURCE_SET_EMPTY;
    uint32_t file, examples = 0;
    assert_int_equal(source_read(&sources, "docs/problem-format.md", 1 << 20, &file), SOURCE_READ);
    const char *at = sources.files[file].bytes;
    while ((at = strstr(at, "```yaml\n")) != NULL) {
        at += strlen("```yaml\n");
        const char *end = strstr(at, "```");
        assert_non_null(end);
        if (strncmp(at, "title:", 6) == 0 || strncmp(at, "format:", 7) == 0) {
            char *yaml = strndup(at, (size_t)(end - at));
            struct support_problem l = load(yaml);
            assert_int_equal(l.diags.n, 0);
            support_free(&l);
            free(yaml);
            examples++;
        }
        at = end + 3;
    }
    source_free(&sources);
    assert_true(examples >= 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_votes_beside_the_problem),
        cmocka_unit_test(test_json),
        cmocka_unit_test(test_impossible_is_not_wrong),
        cmocka_unit_test(test_header_over_header),
        cmocka_unit_test(test_slips_over_files),
        cmocka_unit_test(test_failure_leaves_nothing),
        cmocka_unit_test(test_template),
        cmocka_unit_test(test_manual),
    };
    return cmocka_run_group_tests_name("load_files", tests, NULL, NULL);
}
