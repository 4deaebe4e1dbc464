/* Two-level timetables: moves of cells and tracks keep the state right and can be undone, whatever
 * they do; the bound that counts events in cells is never above the optimum; and the search finds
 * the optimum of small ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/rule.h"
#include "engine/bound_cells.h"
#include "engine/compile.h"
#include "engine/exact.h"
#include "engine/search.h"
#include "engine/search_grid.h"
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PROBLEMS = 120, STEPS = 200 };

static void add_tracks(struct support_text *text, struct rng *rng, uint32_t n_tracks,
                       uint32_t n_rooms, uint32_t n_sessions)
{
    support_add(text, "tracks:\n");
    for (uint32_t k = 0; k < n_tracks; k++) {
        support_add(text, "  - {id: t%u, name: Track %u", k, k);
        if (support_chance(rng, 40)) {
            support_add(text, ", chairs: [Person %u]", rng_below(rng, 3));
        }
        if (support_chance(rng, 50)) {
            support_add(text, ", room_cost: {r%u: %u}", rng_below(rng, n_rooms),
                        1 + rng_below(rng, 4));
        }
        if (support_chance(rng, 50)) {
            support_add(text, ", window_cost: {s%u: %u}", rng_below(rng, n_sessions),
                        1 + rng_below(rng, 4));
        }
        if (k > 0 && support_chance(rng, 60)) {
            support_add(text, ", similar_to: {t%u: %u}", rng_below(rng, k), 1 + rng_below(rng, 3));
        }
        support_add(text, "}\n");
    }
}

static const char *draw_strength(struct rng *rng, bool coarse, bool hard)
{
    static const char *const strengths[][5] = {{"1", "2", "5", "off", "hard"},
                                               {"5", "10", "15", "off", "hard"}};
    return strengths[coarse][rng_below(rng, hard ? 5 : 4)];
}

/* Some talks, if any, share a room with whatever else is there, or with one other. */
static void add_exceptions(struct support_text *text, struct rng *rng, uint32_t n_talks)
{
    uint32_t n = support_chance(rng, 30) ? 1 + rng_below(rng, 3) : 0;
    bool waived = support_chance(rng, 30);
    support_add(text, n == 0 ? "" : waived ? "waive:\n" : "  room-clash: {except: [");
    for (uint32_t i = 0; i < n; i++) {
        uint32_t a = rng_below(rng, n_talks - 1), b = a + 1 + rng_below(rng, n_talks - a - 1);
        if (waived) {
            support_add(text, "  - {rule: room-clash, events: [u%u, u%u]}\n", a, b);
        } else {
            support_add(text, "%su%u", i > 0 ? ", " : "", a);
        }
    }
    support_add(text, n == 0 || waived ? "" : "]}\n");
}

static void add_rules(struct support_text *text, struct rng *rng, bool ordered)
{
    /* What the bound looks at costs fives, and something else ones. */
    bool coarse = support_chance(rng, 40);
    support_add(text, "rules:\n  window-one-track: %s\n", support_chance(rng, 80) ? "hard" : "3");
    support_add(text, "  track-one-room: %s\n", draw_strength(rng, coarse, true));
    support_add(text, "  track-parallel: {strength: %s, per: window}\n",
                draw_strength(rng, coarse, true));
    support_add(text, "  track-contiguous: {strength: %s, count: %s, across_days: %s}\n",
                draw_strength(rng, coarse, false), support_chance(rng, 50) ? "tracks" : "gaps",
                support_chance(rng, 50) ? "true" : "false");
    support_add(text, "  similar-tracks: {strength: %s, per: window}\n",
                draw_strength(rng, coarse, false));
    support_add(text, "  cell-cost: %d\n", coarse ? 5 : 1);
    support_add(text, "  level-mix: %s\n", coarse ? "1" : "off");
    support_add(text, "  chair-clash: {strength: %s, per: window}\n",
                draw_strength(rng, coarse, false));
    const char *order = draw_strength(rng, coarse, true);
    support_add(text, "  order-in-track: {strength: %s, by: %s}\n",
                ordered && support_chance(rng, 60) ? "1000" : order,
                support_chance(rng, 70) ? "positions" : "pairs");
    support_add(text, "  speaker-clash: {strength: %s, per: window}\n",
                support_chance(rng, 50) ? "hard" : "10");
    support_add(text, "  speaker-day-limit: {strength: %s, most: 1}\n",
                draw_strength(rng, coarse, true));
    support_add(text, "  speaker-same-day: %s\n", draw_strength(rng, coarse, true));
}

/* An academic conference of a few talks; `ordered`: some are numbered, which makes the exact
 * program large. */
static void draw_problem(struct support_text *text, uint64_t seed, bool ordered)
{
    struct rng rng = rng_seeded(seed);
    uint32_t n_rooms = 2 + rng_below(&rng, 2), n_sessions = 2 + rng_below(&rng, 2);
    uint32_t n_tracks = 2 + rng_below(&rng, 3), n_talks = 5 + rng_below(&rng, 4);
    bool optional = support_chance(&rng, 50);
    text->n = 0;
    support_add(text, "conference: {title: Small, timezone: UTC, granularity: 10}\nrooms:\n");
    for (uint32_t r = 0; r < n_rooms; r++) {
        support_add(text, "  - {id: r%u, name: Room %u%s}\n", r, r,
                    support_chance(&rng, 20) ? ", window_cost: {s0: 2}" : "");
    }
    support_add(text, "windows:\n");
    for (uint32_t s = 0; s < n_sessions; s++) {
        support_add(text, "  - {id: s%u, date: 2026-05-%02u, time: %02u:00-%02u:%u0}\n", s,
                    11 + s / 2, 9 + 2 * (s % 2), 9 + 2 * (s % 2), 2 + rng_below(&rng, 4));
    }
    add_tracks(text, &rng, n_tracks, n_rooms, n_sessions);
    support_add(text, "talks:\n");
    for (uint32_t i = 0; i < n_talks; i++) {
        support_add(text, "  - {id: u%u, title: Talk %u, duration: %u, track: t%u", i, i,
                    10 + 10 * rng_below(&rng, support_chance(&rng, 50) ? 1 : 2),
                    rng_below(&rng, n_tracks));
        support_add(text, ", level: %u", 1 + rng_below(&rng, 2));
        if (support_chance(&rng, 40)) {
            support_add(text, ", speakers: [Person %u]", rng_below(&rng, 5));
        }
        if (optional && support_chance(&rng, 25)) {
            support_add(text, ", optional: true, cost: %u", rng_below(&rng, 3));
        }
        if (ordered && support_chance(&rng, 50)) {
            support_add(text, ", order: %u", 1 + rng_below(&rng, 4));
        }
        if (support_chance(&rng, 30)) {
            support_add(text, ", window_cost: {s%u: %u}", rng_below(&rng, n_sessions),
                        1 + rng_below(&rng, 3));
        }
        support_add(text, "}\n");
    }
    add_rules(text, &rng, ordered);
    add_exceptions(text, &rng, n_talks);
}

struct trial {
    struct support_problem loaded;
    struct model model;
    struct search_index *index;
};

static void prepare(struct trial *trial, const char *text)
{
    support_load(&trial->loaded, text, true);
    compile_model(&trial->loaded.problem, &trial->model);
    trial->index = search_index_create(&trial->model);
}

/* False: it is none with two levels. */
static bool begin(struct trial *trial, uint64_t seed, bool ordered)
{
    struct support_text text;
    draw_problem(&text, seed, ordered);
    prepare(trial, text.v);
    return trial->index->cells != NULL;
}

static void end(struct trial *trial)
{
    search_index_free(trial->index);
    model_free(&trial->model);
    support_free(&trial->loaded);
}

/* ---- moves -------------------------------------------------------------------------------- */

static void check_state(const struct trial *trial, const struct search_state *state)
{
    const struct model *model = &trial->model;
    struct arena arena = ARENA_EMPTY;
    struct placement *chosen = arena_array(&arena, model->choices.n, sizeof(*chosen));
    for (uint32_t c = 0; c < model->choices.n; c++) {
        chosen[c] = search_index_placement(trial->index, state->at[c]);
        assert_true(placement_is_out(chosen[c]) ||
                    model_has_placement(model, (struct choice_id){c}, chosen[c]));
    }
    struct model_score score = model_evaluate(&arena, model, rule_table_count(), chosen);
    for (uint32_t k = 0; k < model->levels.n; k++) {
        assert_int_equal(state->level_cost[k], score.level_cost[k]);
    }
    arena_free(&arena);
}

static void check_moves(struct trial *trial, uint64_t seed)
{
    struct search_state state;
    struct desk desk;
    struct rng rng = rng_seeded(seed);
    search_state_init(&state, trial->index);
    search_desk_init(&desk, trial->index->cells, &state, &rng);
    search_cells_construct(&desk, 20);
    search_state_keep(&state);
    check_state(trial, &state);
    for (uint32_t i = 0; i < STEPS; i++) {
        int64_t before = state.energy, excess = state.excess;
        if (!search_cells_move(&desk)) {
            assert_int_equal(state.log.n, 0);
            assert_int_equal(state.energy, before);
            continue;
        }
        check_state(trial, &state);
        if (rng_below(&rng, 2) == 0) {
            search_state_undo(&state);
            assert_int_equal(state.energy, before);
            assert_int_equal(state.excess, excess);
            check_state(trial, &state);
        }
        search_state_keep(&state);
        int64_t energy = state.energy;
        search_state_recount(&state);
        assert_int_equal(state.energy, energy);
    }
    search_desk_free(&desk);
    search_state_free(&state);
}

static void test_moves(void **state)
{
    (void)state;
    uint32_t n = 0;
    for (uint64_t seed = 1; seed <= PROBLEMS; seed++) {
        struct trial trial;
        if (begin(&trial, seed, seed % 3 != 0)) {
            check_moves(&trial, seed);
            n++;
        }
        end(&trial);
    }
    assert_true(n > PROBLEMS / 2);
}

/* ---- grids --------------------------------------------------------------------------------- */

struct grid_trial {
    struct grid_state *state;
    struct search_state terms;
    struct grid_moves moves;
    int64_t empty; /* what costs at the last level when everything is out */
};

/* What the terms say of it: the same, where nothing is broken. Returns whether that is so. */
static bool check_grid_cost(struct grid_trial *one)
{
    const struct grid *grid = one->state->grid;
    uint32_t soft = one->terms.index->model->levels.soft;
    int64_t own = one->state->energy;
    for (uint32_t i = 0; i < one->state->n_out; i++) {
        own -= grid->out_cost[one->state->out[i]];
    }
    search_grid_export(one->state, one->terms.at);
    search_state_recount(&one->terms);
    int64_t counted = one->terms.level_cost[soft] - one->empty;
    if (one->terms.excess > 0) {
        assert_true(own >= counted + grid->penalty);
    } else {
        assert_int_equal(own, counted);
    }
    return one->terms.excess == 0;
}

/* Returns how often nothing was broken. */
static uint32_t check_grid(const struct search_index *index, uint64_t seed)
{
    struct rng rng = rng_seeded(seed);
    struct grid_trial one = {.state = base_alloc_zero(1, sizeof(*one.state))};
    uint32_t n_sound = 0;
    search_grid_init(one.state, index->grid, &rng);
    search_state_init(&one.terms, index);
    one.empty = one.terms.level_cost[index->model->levels.soft];
    search_grid_construct(one.state, 20);
    search_grid_settle(one.state, true);
    search_grid_keep(one.state);
    for (uint32_t i = 0; i < STEPS; i++) {
        int64_t before = one.state->energy;
        search_grid_move(one.state, &one.moves, i % 2 == 0);
        if (!one.state->failed) {
            n_sound += check_grid_cost(&one);
        }
        if (one.state->failed || rng_below(&rng, 2) == 0) {
            search_grid_undo(one.state);
            assert_int_equal(one.state->energy, before);
            (void)check_grid_cost(&one);
        }
        search_grid_keep(one.state);
        search_grid_export(one.state, one.terms.at);
        int64_t energy = one.state->energy;
        assert_true(search_grid_import(one.state, one.terms.at));
        assert_int_equal(one.state->energy, energy);
    }
    search_state_free(&one.terms);
    search_grid_end(one.state);
    base_free(one.state);
    return n_sound;
}

static void test_grids(void **state)
{
    (void)state;
    uint32_t n = 0, n_sound = 0;
    for (uint64_t seed = 1; seed <= 3 * PROBLEMS; seed++) {
        struct trial trial;
        if (begin(&trial, seed, seed % 3 != 0) && trial.index->grid != NULL) {
            n_sound += check_grid(trial.index, seed);
            n++;
        }
        end(&trial);
    }
    print_message("%u grids\n", n);
    assert_true(n > PROBLEMS / 8);
    assert_true(n_sound > n * STEPS / 8);
}

/* ---- bounds -------------------------------------------------------------------------------- */

struct outcome {
    uint32_t solved, tight, found, above_none;
};

/* The bound on a board of its own, which knows of `chosen`, or of nothing. */
static int64_t find_bound(const struct trial *trial, const struct placement *chosen)
{
    struct board board;
    struct bound_options options = {.seconds = 0};
    board_init(&board, &trial->model, rule_table_count());
    if (chosen != NULL) {
        assert_true(board_offer(&board, chosen, "test"));
    }
    (void)bound_cells(&board, trial->index, &options);
    int64_t bound = board_bound(&board, trial->model.levels.soft);
    board_free(&board);
    return bound;
}

static void check_search(const struct trial *trial, struct outcome *outcome, int64_t optimum,
                         uint64_t seed)
{
    struct search *search = search_create(trial->index, seed);
    struct search_limits limits = {.moves = 20000};
    struct placement chosen[16];
    int64_t cost[8];
    search_go(search, &limits);
    assert_true(search_best(search, chosen, cost));
    bool nothing_before = true;
    for (uint32_t k = 0; k < trial->model.levels.soft; k++) {
        nothing_before = nothing_before && cost[k] == 0;
    }
    if (nothing_before) {
        assert_true(cost[trial->model.levels.soft] >= optimum);
        outcome->found += cost[trial->model.levels.soft] == optimum;
        /* The bound with an incumbent that need not be the best. */
        assert_true(find_bound(trial, chosen) <= optimum);
    }
    search_free(search);
}

static void check_bound(struct trial *trial, struct outcome *outcome, uint64_t seed)
{
    struct board board;
    struct exact_options options = {.plain = true};
    struct exact_size size = {0};
    struct arena arena = ARENA_EMPTY;
    const char *failure = NULL;
    uint32_t soft = trial->model.levels.soft;
    board_init(&board, &trial->model, rule_table_count());
    enum exact_status status = exact_solve(&board, &options, &size, &failure, &arena);
    assert_int_equal(status, EXACT_DONE);
    bool nothing_before = true;
    for (uint32_t k = 0; k < soft; k++) {
        nothing_before = nothing_before && board.values[k] == 0;
    }
    if (nothing_before) {
        int64_t bound = find_bound(trial, NULL), again = find_bound(trial, board.chosen);
        if (bound > board.values[soft] || again > board.values[soft]) {
            print_message("seed %d: bounds %d, %d above %d\n", (int)seed, (int)bound, (int)again,
                          (int)board.values[soft]);
        }
        assert_true(bound <= board.values[soft]);
        assert_true(again <= board.values[soft]);
        outcome->solved++;
        outcome->tight += again == board.values[soft];
        outcome->above_none += again > 0;
        check_search(trial, outcome, board.values[soft], seed);
    }
    board_free(&board);
    arena_free(&arena);
}

static void test_bounds(void **state)
{
    (void)state;
    struct outcome outcome = {0};
    const char *given = getenv("CONFAB_ORACLE");
    uint64_t first = 1000, n = given != NULL && atoi(given) > 0 ? (uint64_t)atoi(given) : PROBLEMS;
    for (uint64_t seed = first; seed < first + n; seed++) {
        struct trial trial;
        if (begin(&trial, seed, false)) {
            check_bound(&trial, &outcome, seed);
        }
        end(&trial);
    }
    print_message("%u solved: bound tight %u, above 0 %u; found by search %u\n", outcome.solved,
                  outcome.tight, outcome.above_none, outcome.found);
    assert_true(3 * outcome.solved > n);
    assert_true(3 * outcome.above_none > outcome.solved);
    assert_true(3 * outcome.tight > outcome.solved);
    assert_true(10 * outcome.found > 9 * outcome.solved);
}

/* What once made the bound too high. */
static const struct {
    const char *text;
    int64_t optimum;
} known[] = {
    {/* exceptions that share the room with all others */
     "title: T\ntimezone: UTC\ngranularity: 30\nrooms: [R1, R2]\n"
     "windows: [{id: w1, date: 2026-05-14, time: 09:00-10:00},\n"
     "  {id: w2, date: 2026-05-14, time: 11:00-12:00}]\n"
     "tracks: [{id: ta, name: TA, window_cost: {w1: 50, w2: 70}}, {id: tb, name: TB}]\n"
     "talks: [{id: a, title: A, duration: 30, track: ta, speakers: [Jo Doe]},\n"
     "  {id: b, title: B, duration: 30, track: ta},\n"
     "  {id: c, title: C, duration: 30, track: ta},\n"
     "  {id: c2, title: C2, duration: 30, track: ta},\n"
     "  {id: d, title: D, duration: 30, track: tb, speakers: [Jo Doe]},\n"
     "  {id: e, title: E, duration: 30, track: tb}]\n"
     "rules: {window-one-track: hard, room-clash: {except: [b, c, c2]}, track-one-room: 1,\n"
     "  track-parallel: off}\n",
     50},
    {/* one event of two that are alike may be left out */
     "title: T\ntimezone: UTC\ngranularity: 10\nrooms: [R]\n"
     "windows: [{id: s0, date: 2026-05-11, time: 09:00-09:20},\n"
     "  {id: s1, date: 2026-05-11, time: 11:00-11:20},\n"
     "  {id: s2, date: 2026-05-12, time: 09:00-09:20}]\n"
     "tracks: [{id: ta, name: TA, window_cost: {s0: 30, s1: 40, s2: 50}},\n"
     "  {id: tb, name: TB, window_cost: {s0: 5, s1: 5, s2: 5}}]\n"
     "talks: [{id: a, title: A, duration: 10, track: ta},\n"
     "  {id: b, title: B, duration: 10, track: ta},\n"
     "  {id: c, title: C, duration: 10, track: ta, optional: true, cost: 0},\n"
     "  {id: d, title: D, duration: 10, track: tb}]\n"
     "rules: {window-one-track: hard}\n",
     35},
    {/* so may a numbered event */
     "title: T\ntimezone: UTC\ngranularity: 30\nrooms: [R1, R2]\n"
     "windows: [{id: w1, date: 2026-05-14, time: 09:00-10:00},\n"
     "  {id: w2, date: 2026-05-14, time: 11:00-12:30}]\n"
     "tracks: [{id: ta, name: TA}, {id: tb, name: TB, window_cost: {w1: 20, w2: 20}}]\n"
     "talks: [{id: a, title: A, duration: 30, track: ta, order: 1, optional: true, cost: 0,\n"
     "    window_cost: {w1: 40, w2: 30}},\n"
     "  {id: b, title: B, duration: 30, track: ta, window_cost: {w2: 60}},\n"
     "  {id: c, title: C, duration: 30, track: ta},\n"
     "  {id: d, title: D, duration: 30, track: tb},\n"
     "  {id: e, title: E, duration: 30, track: tb}]\n"
     "rules: {window-one-track: hard, track-one-room: 1,\n"
     "  track-parallel: {strength: 1, per: window},\n"
     "  order-in-track: {strength: 1000, by: positions}}\n",
     20},
};

static void test_known(void **state)
{
    (void)state;
    for (size_t i = 0; i < BASE_COUNT(known); i++) {
        struct trial trial;
        struct placement best[16];
        int64_t cost[8];
        struct search_limits limits = {.moves = 20000};
        prepare(&trial, known[i].text);
        struct search *search = search_create(trial.index, 1);
        search_go(search, &limits);
        assert_true(search_best(search, best, cost));
        assert_true(cost[trial.model.levels.soft] >= known[i].optimum);
        assert_true(find_bound(&trial, NULL) <= known[i].optimum);
        assert_true(find_bound(&trial, best) <= known[i].optimum);
        search_free(search);
        end(&trial);
    }
}

/* Numbered events, for which the exact program is large: no bound is above what a search finds,
 * also when a better one was known than the one it is for. */
static void test_ordered(void **state)
{
    (void)state;
    uint32_t n = 0, above_none = 0;
    for (uint64_t seed = 5000; seed < 5000 + PROBLEMS; seed++) {
        struct trial trial;
        if (begin(&trial, seed, true)) {
            struct placement first[16], best[16];
            int64_t cost[8], least[8];
            struct search_limits few = {.moves = 400}, many = {.moves = 40000};
            struct search *search = search_create(trial.index, seed);
            search_go(search, &few);
            assert_true(search_best(search, first, cost));
            search_go(search, &many);
            assert_true(search_best(search, best, least));
            uint32_t soft = trial.model.levels.soft;
            bool nothing_before = true;
            for (uint32_t k = 0; k < soft; k++) {
                nothing_before = nothing_before && cost[k] == 0 && least[k] == 0;
            }
            if (nothing_before) {
                int64_t bound = find_bound(&trial, first), again = find_bound(&trial, best);
                assert_true(bound <= least[soft]);
                assert_true(again <= least[soft]);
                above_none += again > 0;
                n++;
            }
            search_free(search);
        }
        end(&trial);
    }
    print_message("%u ordered: bound above 0 %u\n", n, above_none);
    assert_true(n > PROBLEMS / 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_moves),   cmocka_unit_test(test_grids), cmocka_unit_test(test_bounds),
        cmocka_unit_test(test_ordered), cmocka_unit_test(test_known),
    };
    return cmocka_run_group_tests_name("cells", tests, NULL, NULL);
}
