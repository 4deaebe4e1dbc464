/* The bound of seats is never above the optimum: random conferences with rooms of several sizes,
 * themes and contents, all of whose timetables are tried; where it is of use it is above what it
 * begins with. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/rng.h"
#include "core/rule.h"
#include "engine/bound_seats.h"
#include "engine/bound_spread.h"
#include "engine/compile.h"
#include "engine/presolve.h"
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PROBLEMS = 100, TALKS_MOST = 6 };

/* Rooms with slots of one kind; how many places there are. */
static uint32_t add_rooms(struct support_text *text, struct rng *rng, uint32_t *n_labs)
{
    uint32_t n_rooms = 2 + rng_below(rng, 2), n_days = 1 + rng_below(rng, 2), n = 0;
    uint32_t n_slots = n_days == 2 ? 1 + rng_below(rng, 2) : 2 + rng_below(rng, 2);
    support_add(text, "conference: {title: Tiny, timezone: UTC, granularity: 15}\nrooms:\n");
    for (uint32_t r = 0; r < n_rooms; r++) {
        support_add(text, "  - {id: r%u%s", r,
                    support_chance(rng, 30) ? ", features: [stage]" : "");
        if (support_chance(rng, 90)) {
            support_add(text, ", capacity: %u", 10 * (1 + rng_below(rng, 3)));
        }
        support_add(text, "}\n");
    }
    bool lab = support_chance(rng, 40);
    *n_labs = 0;
    support_add(text, "slots:\n");
    for (uint32_t d = 0; d < n_days; d++) {
        for (uint32_t s = 0; s < n_slots; s++) {
            for (uint32_t r = lab ? 1 : 0; r < n_rooms; r++) {
                support_add(
                    text,
                    "  - {date: 2026-05-%u, times: %02u:00-%02u:30, rooms: [r%u], kinds: [talk]}\n",
                    14 + d, 9 + s, 9 + s, r);
                n++;
            }
        }
        if (lab) {
            support_add(
                text,
                "  - {date: 2026-05-%u, times: 09:00-10:30, rooms: [r0], kinds: [workshop]}\n",
                14 + d);
            ++*n_labs;
        }
    }
    return n;
}

static void add_talk(struct support_text *text, struct rng *rng, uint32_t i, bool is_lab)
{
    support_add(text, "  - {id: e%u, title: Event %u, kind: %s, votes: %u", i, i,
                is_lab ? "workshop" : "talk", rng_below(rng, 6));
    support_add(text, ", tags: {theme: [t%u%s], content: [c%u]}", rng_below(rng, 2),
                support_chance(rng, 30) ? ", t2" : "", rng_below(rng, 2));
    if (support_chance(rng, 15)) {
        support_add(text, ", speakers: [Person %u]", rng_below(rng, 2));
    }
    if (support_chance(rng, 20)) {
        support_add(text, ", prefers: {rooms: [r%u]}", rng_below(rng, 2));
    }
    if (support_chance(rng, 10)) {
        support_add(text, ", pin: {room: r%u}", rng_below(rng, 2));
    } else if (support_chance(rng, 10)) {
        support_add(text, ", requires: {features: [stage]}");
    }
    if (support_chance(rng, 5)) {
        support_add(text, ", optional: true");
    }
    support_add(text, "}\n");
}

static void add_rules(struct support_text *text, struct rng *rng)
{
    static const char *const per[] = {"pair", "tick"};
    support_add(text, "kinds: {talk: {duration: 30}, workshop: {duration: 90}}\nrules:\n"
                      "  preferred-room: 3\n  room-capacity: off\n");
    support_add(text, "  tag-parallel: {strength: off, theme: %u, content: %u, per: tick}\n",
                rng_below(rng, 3), rng_below(rng, 8));
    support_add(text, "  popular-big-room: {strength: %u, among: all, per: %s%s}\n",
                rng_below(rng, 6), per[rng_below(rng, 2)],
                support_chance(rng, 10) ? ", except: [e1]" : "");
    support_add(text, "  track-one-room: {strength: %u, of: tags, group: theme, per: %s%s}\n",
                rng_below(rng, 6), per[rng_below(rng, 2)],
                support_chance(rng, 10) ? ", except: [e0]" : "");
    support_add(text, "  same-day: {strength: %u, of: tags, groups: [theme%s], per: %s}\n",
                rng_below(rng, 6), support_chance(rng, 50) ? ", content" : "",
                per[rng_below(rng, 2)]);
    if (support_chance(rng, 10)) {
        support_add(text, "waive: [{rule: popular-big-room, events: [e0, e1]}]\n");
    }
}

static void invent(struct support_text *text, struct rng *rng)
{
    uint32_t n_labs, n = add_rooms(text, rng, &n_labs), i = 0;
    add_rules(text, rng);
    if (support_chance(rng, 40)) {
        n -= n > 2 && support_chance(rng, 70);
        n_labs -= n_labs > 0 && support_chance(rng, 30);
    }
    n = n + n_labs > TALKS_MOST ? TALKS_MOST - n_labs : n;
    support_add(text, "talks:\n");
    for (; i < n + n_labs; i++) {
        add_talk(text, rng, i, i >= n);
    }
}

/* ---- all timetables ------------------------------------------------------------------------ */

struct trial {
    const struct model *model;
    struct placement chosen[TALKS_MOST + 1];
    int64_t least; /* at the last level, with nothing before; -1: none */
};

static void judge(struct trial *trial)
{
    struct arena arena = ARENA_EMPTY;
    const struct model *model = trial->model;
    struct model_score score = model_evaluate(&arena, model, rule_table_count(), trial->chosen);
    bool good = true;
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        good = good && score.rule_broken[r] == 0;
    }
    for (uint32_t k = 0; k < model->levels.soft; k++) {
        good = good && score.level_cost[k] == 0;
    }
    int64_t cost = score.level_cost[model->levels.soft];
    if (good && (trial->least < 0 || cost < trial->least)) {
        trial->least = cost;
    }
    arena_free(&arena);
}

/* Every choice from c on goes everywhere where the room is free. */
static void try_all(struct trial *trial, uint32_t c)
{
    const struct model *model = trial->model;
    if (c == model->choices.n) {
        judge(trial);
        return;
    }
    for (uint32_t i = 0; i < model->choices.v[c].n; i++) {
        struct placement here = model_placement_at(model, (struct choice_id){c}, i);
        bool is_free = true;
        for (uint32_t b = 0; b < c && is_free; b++) {
            struct placement there = trial->chosen[b];
            is_free = there.room.v != here.room.v ||
                      there.start_min + model->choices.v[b].duration_min <= here.start_min ||
                      here.start_min + model->choices.v[c].duration_min <= there.start_min;
        }
        trial->chosen[c] = here;
        if (is_free) {
            try_all(trial, c + 1);
        }
    }
}

static int64_t find_bound(const struct model *model)
{
    struct board board;
    struct bound_options options = {.seconds = 0};
    board_init(&board, model, rule_table_count());
    (void)bound_seats(&board, &options);
    int64_t bound = board_bound(&board, model->levels.soft);
    board_free(&board);
    return bound;
}

static void test_bounds(void **state)
{
    (void)state;
    const char *given = getenv("CONFAB_ORACLE");
    uint64_t n = given != NULL && atoi(given) > 0 ? (uint64_t)atoi(given) : PROBLEMS;
    uint32_t n_tried = 0, n_tight = 0, n_better = 0;
    for (uint64_t seed = 1; seed <= n; seed++) {
        struct rng rng = rng_seeded(seed);
        struct support_text text = {.n = 0};
        invent(&text, &rng);
        struct support_problem loaded;
        support_load(&loaded, text.v, true);
        struct model model;
        compile_model(&loaded.problem, &model);
        struct trial trial = {.model = &model, .least = -1};
        try_all(&trial, 0);
        struct presolve presolve;
        presolve_model(&presolve, &model, PRESOLVE_ALL);
        int64_t bound = find_bound(&model), again = find_bound(&presolve.model);
        if (trial.least >= 0 && (bound > trial.least || again > trial.least)) {
            print_message("seed %d: bounds %d, %d above %d\n%s", (int)seed, (int)bound, (int)again,
                          (int)trial.least, text.v);
            fail();
        }
        n_tried += trial.least >= 0;
        n_tight += trial.least > 0 && bound == trial.least;
        n_better += trial.least >= 0 && bound > bound_spread(&model);
        presolve_free(&presolve);
        model_free(&model);
        support_free(&loaded);
    }
    print_message("%u tried: tight %u, better than its parts %u\n", n_tried, n_tight, n_better);
    assert_true(2 * n_tried > n);
    assert_true(8 * n_tight > n_tried);
    assert_true(2 * n_better > n_tried);
}

/* More events of a theme than can be tried: all on one of two days, ten at each time. */
static void test_many_of_a_theme(void **state)
{
    (void)state;
    struct support_text text = {.n = 0};
    support_add(&text, "conference: {title: Large, timezone: UTC, granularity: 15}\nrooms:\n");
    for (uint32_t r = 0; r < 10; r++) {
        support_add(&text, "  - {id: r%u}\n", r);
    }
    support_add(&text, "slots:\n");
    for (uint32_t s = 0; s < 12; s++) {
        support_add(&text, "  - {date: 2026-05-%u, times: %02u:00-%02u:30, kinds: [talk]}\n",
                    14 + s / 6, 9 + s % 6, 9 + s % 6);
    }
    support_add(&text, "kinds: {talk: {duration: 30}}\nrules:\n"
                       "  tag-parallel: {strength: off, theme: 1, per: tick}\n"
                       "  same-day: {strength: 100, of: tags, groups: [theme], per: pair}\n"
                       "talks:\n");
    for (uint32_t i = 0; i < 60; i++) {
        support_add(&text, "  - {id: e%u, title: Event %u, kind: talk, tags: {theme: [t]}}\n", i,
                    i);
    }
    struct support_problem loaded;
    support_load(&loaded, text.v, true);
    struct model model;
    compile_model(&loaded.problem, &model);
    assert_int_equal(find_bound(&model), 6 * (10 * 9 / 2) * (30 / 15));
    model_free(&model);
    support_free(&loaded);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bounds),
        cmocka_unit_test(test_many_of_a_theme),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
