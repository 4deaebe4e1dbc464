/* What inputs are worth: what is said to be saved is what is saved when the file is changed so, and
 * what two solves of random problems differ by. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/rule.h"
#include "draft.h"
#include "engine/compile.h"
#include "explain/prices.h"
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PROBLEMS = 2, TEXT_BYTES = 40000 };

static const struct explain_options one_thread = {.seed = 1, .threads = 1};

/* ---- changes whose price is known ----------------------------------------------------- */

/* A problem, a change to it in words and in the file, and what the change saves. */
struct known {
    const char *name, *yaml, *changed;
    enum price_kind kind;
    const char *text;
    const char *level;
    int64_t saving;
};

#define TWO_ROOMS                                                                                  \
    "title: Tiny\ntimezone: UTC\ndate: 2026-05-14\n"                                               \
    "rooms: [{id: main, name: Main, features: [video]}, {id: attic, name: Attic}]\n"               \
    "hours: 09:00-12:00\n"
#define ONE_ROOM "title: Tiny\ntimezone: UTC\ndate: 2026-05-14\nhours: 09:00-12:00\n"
#define AT_TEN   "prefers: {times: [\"10:00-11:00\"]}"

#define HOUR(free)                                                                                 \
    ONE_ROOM "speakers: [{id: mira, name: Mira Vogt, available: [" free "]}]\n"                    \
             "talks: [{id: a, title: Arenas, duration: 60, speakers: [mira],"                      \
             " prefers: {times: [\"11:00-12:00\"]}}]\n"

#define FULL(rooms)                                                                                \
    "title: Tiny\ntimezone: UTC\ndate: 2026-05-14\n" rooms                                         \
    "slots: [{date: 2026-05-14, times: [\"09:00-10:00\", \"10:00-11:00\"]}]\n"                     \
    "talks: [{id: a, title: Arenas, duration: 60, " AT_TEN "},"                                    \
    " {id: b, title: Bits, duration: 60, " AT_TEN "}]\n"
#define CROWDED(rooms)                                                                             \
    "title: Tiny\ntimezone: UTC\ndate: 2026-05-14\n" rooms                                         \
    "slots: [{date: 2026-05-14, times: [\"09:00-10:00\"]}]\n"                                      \
    "talks: [{id: a, title: Arenas, duration: 60}, {id: b, title: Bits, duration: 60}]\n"
#define ROOM_A  "rooms: [{id: main, name: Main}]\n"
#define ROOM_AB "rooms: [{id: main, name: Main}, {id: attic, name: Attic}]\n"

#define FEATURE(more)                                                                              \
    TWO_ROOMS "talks: [{id: a, title: Arenas, duration: 60, " AT_TEN                               \
              ", requires: {features: [video]}},"                                                  \
              " {id: b, title: Bits, duration: 60, pin: {start: \"10:00\", room: main}}]\n" more
#define PAIR(more)                                                                                 \
    TWO_ROOMS "talks: [{id: a, title: Arenas, duration: 60, " AT_TEN ", not_with: [b]},"           \
              " {id: b, title: Bits, duration: 60, " AT_TEN "}]\n" more
#define AFTER(more)                                                                                \
    ONE_ROOM "talks: [{id: a, title: Arenas, duration: 60, after: [b],"                            \
             " prefers: {times: [\"09:00-10:00\"]}}, {id: b, title: Bits, duration: 60}]\n" more

static const struct known known[] = {
    {"an hour", HOUR("09:00-11:00"), HOUR("09:00-12:00"), PRICE_HOUR,
     "Mira Vogt free Thu 14 May, 11:00-12:00 as well", "soft", 20},
    {"an hour between", HOUR("09:00-11:00, 11:30-12:00"), HOUR("09:00-12:00"), PRICE_HOUR,
     "Mira Vogt free Thu 14 May, 11:00-11:30 as well", "soft", 20},
    {"an hour that is of no use", HOUR("10:00-11:00"), HOUR("09:00-11:00"), PRICE_HOUR,
     "Mira Vogt free Thu 14 May, 09:00-10:00 as well", "soft", 0},
    {"a room for a wish", FULL(ROOM_A), FULL(ROOM_AB), PRICE_ROOM,
     "one more room Thu 14 May, 10:00-11:00", "soft", 20},
    {"a room for what has none", CROWDED(ROOM_A), CROWDED(ROOM_AB), PRICE_ROOM,
     "one more room Thu 14 May, 09:00-10:00", "hard", 1},
    {"a feature", FEATURE(""), FEATURE("waive: [{rule: room-features, events: [a]}]\n"),
     PRICE_EVENT, "'Arenas' without the required feature 'video'", "soft", 20},
    {"a pin", FEATURE(""), FEATURE("waive: [{rule: pinned, events: [b]}]\n"), PRICE_EVENT,
     "'Bits' not pinned", "soft", 20},
    {"a rule as a wish that costs as much", FEATURE(""), FEATURE("rules: {room-features: 20}\n"),
     PRICE_RULE, "the rule 'room-features' only a wish (weight 20)", "soft", 0},
    {"a pair", PAIR(""), PAIR("waive: [{rule: not-parallel, events: [a, b]}]\n"), PRICE_PAIR,
     "'Arenas' and 'Bits' at the same time", "soft", 20},
    {"an order", AFTER(""), AFTER("waive: [{rule: after, events: [a, b]}]\n"), PRICE_PAIR,
     "'Arenas' and 'Bits' in any order", "soft", 20},
};

static int64_t value_of(const struct solve_result *result, const char *level)
{
    for (uint32_t k = 0; k < result->n_levels; k++) {
        if (strcmp(result->levels[k].name, level) == 0) {
            assert_int_equal(result->levels[k].bound, result->levels[k].value);
            return result->levels[k].value;
        }
    }
    return 0;
}

static int64_t optimum_of(const char *yaml, const char *level)
{
    struct support_problem loaded;
    struct solve_options options = {.engine = SOLVE_ENGINE_EXACT, .threads = 1};
    struct solve_result result;
    support_load(&loaded, yaml, true);
    assert_true(solve_problem(&loaded.problem, &options, &result));
    int64_t value = value_of(&result, level);
    solve_free(&result);
    support_free(&loaded);
    return value;
}

/* Of a price that was tried, or is known to allow nothing new. */
static int64_t saving_of(const struct price *price, const char *level)
{
    assert_true(price->state == PRICE_IDLE || (price->state == PRICE_TRIED && price->exact));
    for (uint32_t k = 0; k < price->n_saving; k++) {
        assert_int_equal(price->saving[k].least, price->saving[k].most);
        if (strcmp(price->saving[k].name, level) == 0) {
            return price->saving[k].least;
        }
    }
    return 0;
}

static const struct price *find_price(const struct prices *prices, enum price_kind kind,
                                      const char *text)
{
    for (uint32_t i = 0; i < prices->n; i++) {
        if (prices->v[i].kind == kind && strcmp(prices->v[i].text, text) == 0) {
            return &prices->v[i];
        }
    }
    for (uint32_t i = 0; i < prices->n; i++) {
        print_message("there is: %s\n", prices->v[i].text);
    }
    fail_msg("no price '%s'", text);
    return NULL;
}

static void test_known(void **state)
{
    const struct known *one = *state;
    int64_t difference = optimum_of(one->yaml, one->level) - optimum_of(one->changed, one->level);
    assert_int_equal(difference, one->saving);
    struct support_problem loaded;
    struct prices prices;
    support_load(&loaded, one->yaml, true);
    assert_true(prices_find(&loaded.problem, &one_thread, &prices));
    assert_true(prices.by_duals);
    const struct price *price = find_price(&prices, one->kind, one->text);
    assert_int_equal(saving_of(price, one->level), one->saving);
    assert_int_equal(price - prices.v<prices.n_saving, one->saving> 0);
    prices_free(&prices);
    support_free(&loaded);
}

static void test_nothing_to_save(void **state)
{
    (void)state;
    struct support_problem loaded;
    struct prices prices;
    support_load(&loaded, CROWDED(ROOM_AB), true);
    assert_true(prices_find(&loaded.problem, &one_thread, &prices));
    assert_int_equal(prices.n_levels, 0);
    assert_int_equal(prices.n_saving, 0);
    prices_free(&prices);
    support_free(&loaded);
}

/* ---- which ones are tried ---------------------------------------------------------------- */

enum { CROWD = 50, WANTED = 37 };

/* Many speakers whose free time ends at 15:00, each with a talk whose wish no hour can grant, save
 * one's. */
static void write_crowd(char *text, bool changed)
{
    int n = snprintf(text, TEXT_BYTES,
                     "title: Crowd\ntimezone: UTC\ngranularity: 5\n"
                     "rooms: [{id: a, name: A}, {id: b, name: B}, {id: c, name: C}]\n"
                     "days: [{date: 2026-05-14, hours: 09:00-18:00},"
                     " {date: 2026-05-15, hours: 09:00-18:00}]\nspeakers:\n");
    for (int i = 0; i < CROWD; i++) {
        n += snprintf(text + n, TEXT_BYTES - (size_t)n,
                      "  - {id: p%d, name: Person %d, available: [2026-05-14 09:00-%s]}\n", i, i,
                      changed && i == WANTED ? "16:00" : "15:00");
    }
    n += snprintf(text + n, TEXT_BYTES - (size_t)n, "talks:\n");
    for (int i = 0; i < CROWD; i++) {
        n += snprintf(text + n, TEXT_BYTES - (size_t)n,
                      "  - {id: t%d, title: Talk %d, duration: 10, speakers: [p%d], "
                      "prefers: {times: [%s]}}\n",
                      i, i, i, i == WANTED ? "2026-05-14 15:00-15:30" : "2026-05-15");
    }
    assert_true(n < TEXT_BYTES);
}

/* Both estimates tell nothing apart by chance: the costs are the same for all. */
static void test_choice(void **state)
{
    (void)state;
    char *text = base_alloc(TEXT_BYTES);
    struct support_problem loaded;
    struct prices prices;
    write_crowd(text, true);
    int64_t changed = optimum_of(text, "soft");
    write_crowd(text, false);
    assert_int_equal(optimum_of(text, "soft") - changed, 20);
    support_load(&loaded, text, true);
    assert_true(prices_find(&loaded.problem, &one_thread, &prices));
    const struct price *wanted =
        find_price(&prices, PRICE_HOUR, "Person 37 free Thu 14 May, 15:00-16:00 as well");
    assert_int_equal(saving_of(wanted, "soft"), 20);
    assert_true(wanted->duals[0] > 19.9);
    uint32_t n_hours = 0;
    for (uint32_t i = 0; i < prices.n; i++) {
        const struct price *price = &prices.v[i];
        n_hours += price->kind == PRICE_HOUR;
        if (price->kind == PRICE_HOUR && price != wanted) {
            assert_int_equal(price->costs[0], wanted->costs[0]);
            assert_true(price->duals[0] < 1);
        }
    }
    assert_true(n_hours >= CROWD);
    prices_free(&prices);
    support_free(&loaded);
    base_free(text);
}

/* ---- bounds -------------------------------------------------------------------------------- */

static struct price compare_levels(struct solve_level *before, uint32_t n_before,
                                   struct solve_level *after, uint32_t n_after, bool only_more,
                                   struct prices *prices)
{
    struct price price = {.kind = PRICE_HOUR};
    struct solve_result result = {.levels = after, .n_levels = n_after};
    *prices = (struct prices){.base = {.levels = before, .n_levels = n_before}};
    prices_saving_compare(prices, only_more, &price, &result);
    return price;
}

static void test_bounds(void **state)
{
    (void)state;
    struct prices prices;
    struct solve_level before[] = {{"hard", 0, 0}, {"soft", 100, 80}};
    struct solve_level after[] = {{"hard", 0, 0}, {"soft", 70, 60}};
    struct price price = compare_levels(before, 2, after, 2, true, &prices);
    assert_false(price.exact);
    assert_int_equal(price.n_saving, 2);
    assert_int_equal(price.saving[1].least, 10);
    assert_int_equal(price.saving[1].most, 40);
    assert_true(prices_saving_is_known(&price));
    arena_free(&prices.arena);
    /* What was found later may be worse: then nothing is sure but that it cannot cost more. */
    struct solve_level worse[] = {{"hard", 0, 0}, {"soft", 110, 60}};
    price = compare_levels(before, 2, worse, 2, true, &prices);
    assert_int_equal(price.saving[1].least, 0);
    assert_int_equal(price.saving[1].most, 40);
    assert_int_equal(price.saving[1].found, -10);
    assert_false(prices_saving_is_known(&price));
    arena_free(&prices.arena);
    /* What was found may be better all the same. */
    struct solve_level better[] = {{"hard", 0, 0}, {"soft", 90, 60}};
    price = compare_levels(before, 2, better, 2, true, &prices);
    assert_int_equal(price.saving[1].least, 0);
    assert_int_equal(price.saving[1].found, 10);
    assert_true(prices_saving_is_known(&price));
    arena_free(&prices.arena);
    price = compare_levels(before, 2, worse, 2, false, &prices);
    assert_int_equal(price.saving[1].least, -30);
    arena_free(&prices.arena);
}

/* What follows a level that is not exact is not told; levels that one side lacks are 0. */
static void test_levels(void **state)
{
    (void)state;
    struct prices prices;
    struct solve_level before[] = {{"hard", 2, 2}, {"soft", 5, 5}};
    struct solve_level open[] = {{"hard", 1, 0}, {"soft", 3, 0}};
    struct price price = compare_levels(before, 2, open, 2, true, &prices);
    assert_int_equal(price.n_saving, 1);
    assert_int_equal(price.saving[0].least, 1);
    assert_int_equal(price.saving[0].most, 2);
    arena_free(&prices.arena);
    struct solve_level more[] = {{"hard", 1, 1}, {"moved", 4, 4}, {"soft", 9, 9}};
    price = compare_levels(before, 2, more, 3, true, &prices);
    assert_true(price.exact);
    assert_int_equal(price.n_saving, 3);
    assert_int_equal(saving_of(&price, "hard"), 1);
    assert_int_equal(saving_of(&price, "moved"), -4);
    assert_int_equal(saving_of(&price, "soft"), -4);
    assert_true(prices_saving_is_known(&price));
    assert_false(prices_saving_is_none(&price));
    arena_free(&prices.arena);
    price = compare_levels(before, 2, before, 2, true, &prices);
    assert_true(prices_saving_is_none(&price));
    assert_false(prices_saving_is_known(&price));
    arena_free(&prices.arena);
}

/* A timetable of the base may do for the variant, and the other way round. */
static void test_timetables(void **state)
{
    (void)state;
    struct support_problem loaded;
    support_load(&loaded, FULL(ROOM_AB), true);
    struct solve_level before[] = {{"hard", 0, 0}, {"soft", 20, 0}};
    struct solve_level after[] = {{"hard", 0, 0}, {"soft", 0, 0}};
    struct solve_result good = {
        .has_timetable = true,
        .levels = after,
        .n_levels = 2,
        .timetable = support_place(&loaded.problem, "a=main@10:00 b=attic@10:00"),
    };
    struct prices prices = {
        .base = {.status = SOLVE_FEASIBLE,
                 .levels = before,
                 .n_levels = 2,
                 .timetable = support_place(&loaded.problem, "a=main@09:00 b=main@10:00")}};
    /* In a room that the base lacks. */
    good.timetable.v[1].room.v = 2;
    prices_saving_improve_base(&prices, &loaded.problem, &good);
    assert_int_equal(before[1].value, 20);
    good.timetable.v[1].room.v = 0; /* where the other one is */
    prices_saving_improve_base(&prices, &loaded.problem, &good);
    assert_int_equal(before[1].value, 20);
    good.timetable.v[1].room.v = 1;
    prices_saving_improve_base(&prices, &loaded.problem, &good);
    assert_int_equal(before[1].value, 0);
    assert_int_equal(prices.base.status, SOLVE_OPTIMAL);
    assert_int_equal(prices.base.timetable.v[0].start_min, good.timetable.v[0].start_min);
    after[1].value = 7;
    assert_true(prices_saving_take_base(&prices, &loaded.problem, &good));
    assert_int_equal(after[1].value, 0);
    struct solve_result none = {.levels = after, .n_levels = 2};
    prices.base.timetable = support_place(&loaded.problem, "a=main@10:00 b=main@10:00");
    assert_false(prices_saving_take_base(&prices, &loaded.problem, &none));
    support_free(&loaded);
}

/* ---- random problems ------------------------------------------------------------------------- */

struct totals {
    uint32_t n, n_saving, n_idle;
    uint32_t by_kind[PRICE_KINDS]; /* that save something */
};

static void check_price(const struct problem *problem, const struct prices *prices,
                        const struct price *price, struct totals *totals)
{
    struct arena arena = ARENA_EMPTY;
    struct problem variant = prices_candidates_apply(&arena, problem, price);
    struct solve_options options = {.engine = SOLVE_ENGINE_EXACT, .threads = 1};
    struct solve_result result;
    assert_true(solve_problem(&variant, &options, &result));
    bool saves = false;
    for (uint32_t k = 0; k < result.n_levels; k++) {
        const char *level = result.levels[k].name;
        int64_t difference = value_of(&prices->base, level) - value_of(&result, level);
        if (saving_of(price, level) != difference) {
            print_error("%s, level %s: %d, not %d\n", price->text, level,
                        (int)saving_of(price, level), (int)difference);
            fail();
        }
        saves = saves || difference != 0;
    }
    totals->n++;
    totals->n_saving += saves;
    totals->n_idle += price->state == PRICE_IDLE;
    totals->by_kind[price->kind] += saves;
    solve_free(&result);
    arena_free(&arena);
}

static void check_problem(const struct problem *problem, struct totals *totals)
{
    struct prices prices;
    assert_true(prices_find(problem, &one_thread, &prices));
    assert_true(prices.base.has_timetable);
    for (uint32_t i = 0; i < prices.n && prices.n_levels > 0; i++) {
        check_price(problem, &prices, &prices.v[i], totals);
        for (uint32_t k = 0; k < i; k++) {
            assert_string_not_equal(prices.v[i].id, prices.v[k].id);
        }
        if (i > 0 && i < prices.n_saving) {
            assert_true(prices_saving_order(&prices.v[i - 1], &prices.v[i]) <= 0);
        }
    }
    prices_free(&prices);
}

static void test_random(void **state)
{
    (void)state;
    const char *given = getenv("CONFAB_ORACLE");
    uint64_t n = given != NULL && atoi(given) > 0 ? strtoull(given, NULL, 10) : PROBLEMS;
    struct totals totals = {0};
    struct draft *draft = base_alloc(sizeof(*draft));
    for (uint32_t i = 0; i < rule_table_count(); i++) {
        for (uint64_t seed = 1; seed <= n; seed++) {
            struct support_problem loaded;
            draft_problem(draft, rule_table_at(i)->id, "hard", 9000 + seed);
            support_load(&loaded, draft_render(draft), true);
            check_problem(&loaded.problem, &totals);
            support_free(&loaded);
        }
    }
    base_free(draft);
    assert_true(totals.n > 10 * n * rule_table_count());
    assert_true(totals.n_saving > n * rule_table_count() / 2);
    assert_true(totals.n_idle > 0);
    for (int kind = 0; kind < PRICE_KINDS; kind++) {
        assert_true(totals.by_kind[kind] > 0);
    }
}

int main(void)
{
    static struct CMUnitTest tests[BASE_COUNT(known) + 8];
    size_t n = 0;
    for (; n < BASE_COUNT(known); n++) {
        struct known *one = base_alloc(sizeof(*one));
        *one = known[n];
        tests[n] = (struct CMUnitTest){known[n].name, test_known, NULL, NULL, one};
    }
    tests[n++] = (struct CMUnitTest)cmocka_unit_test(test_nothing_to_save);
    tests[n++] = (struct CMUnitTest)cmocka_unit_test(test_choice);
    tests[n++] = (struct CMUnitTest)cmocka_unit_test(test_bounds);
    tests[n++] = (struct CMUnitTest)cmocka_unit_test(test_levels);
    tests[n++] = (struct CMUnitTest)cmocka_unit_test(test_timetables);
    tests[n++] = (struct CMUnitTest)cmocka_unit_test(test_random);
    int failed = _cmocka_run_group_tests("prices", tests, n, NULL, NULL);
    for (size_t i = 0; i < BASE_COUNT(known); i++) {
        base_free(tests[i].initial_state);
    }
    return failed;
}
