/* Why an event is where it is: verdicts and prices of a small problem, worked out by hand; random
 * tiny problems, whose prices must be the audit's and whose verdicts the model's; and for each time
 * the best timetable must be the best of all that there are. CONFAB_ORACLE=n: that many problems
 * per rule. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "confab/audit.h"
#include "confab/whatif.h"
#include "core/rule.h"
#include "draft.h"
#include "engine/compile.h"
#include "support.h"

#include <stdlib.h>
#include <string.h>

enum { PROBLEMS = 4, BRUTE_MAX = 1500 };

static const struct explain_options options = {.seed = 1, .threads = 1};

/* ---- by hand -------------------------------------------------------------------------------- */

static const char small[] =
    "title: Small\n"
    "timezone: UTC\n"
    "rooms: [{id: hall, name: Hall, capacity: 100}, {id: lab, name: Lab, capacity: 10}]\n"
    "slots: [{date: 2026-05-14, times: [10:00-10:30, 11:00-11:30, 12:00-12:30]}]\n"
    "speakers: [{id: mira, name: Mira Vogt, available: [2026-05-14 11:00-13:00]}]\n"
    "talks:\n"
    "  - {id: x, title: X, duration: 30, speakers: [mira], audience: 13}\n"
    "  - {id: b, title: B, duration: 30, speakers: [Ben Sample], audience: 30}\n"
    "  - {id: c, title: C, duration: 30, speakers: [mira], audience: 5}\n"
    "fixed: [{id: talk, title: Opening, date: 2026-05-14, time: 9:00-9:30, where: hall}]\n"
    "rules: {room-capacity: 2}\n";

static const struct whatif_place *
place_at(const struct whatif *whatif, const struct problem *problem, const char *room, int32_t hour)
{
    for (uint32_t i = 0; i < whatif->n_places; i++) {
        const struct whatif_place *place = &whatif->places[i];
        if (strcmp(problem->rooms[place->room.v].id, room) == 0 &&
            calendar_minute_of_day(&problem->zone, place->start_min) == hour * 60) {
            return place;
        }
    }
    fail_msg("no place in %s at %d", room, (int)hour);
    return NULL;
}

static struct whatif explain(struct support_problem *loaded, const char *placements,
                             const char *event, bool exact)
{
    struct timetable timetable = support_place(&loaded->problem, placements);
    struct whatif whatif;
    struct event_id id = {support_event(&loaded->problem, event)};
    assert_true(whatif_explain(&loaded->problem, &timetable, id, &options, exact, &whatif));
    return whatif;
}

static void test_verdicts(void **state)
{
    (void)state;
    struct support_problem loaded;
    support_load(&loaded, small, true);
    struct problem *problem = &loaded.problem;
    struct whatif whatif = explain(&loaded, "x=hall@11:00 b=hall@10:00 c=lab@12:00", "x", false);
    assert_int_equal(whatif.n_places, 6);
    assert_int_equal(whatif.n_costs, 0);
    assert_int_equal(place_at(&whatif, problem, "hall", 11)->verdict, WHATIF_HERE);

    const struct whatif_place *away = place_at(&whatif, problem, "lab", 10);
    assert_int_equal(away->verdict, WHATIF_FORBIDDEN);
    assert_int_equal(away->n_reasons, 1);
    assert_string_equal(rule_table_at(away->reasons[0].rule)->id, "speaker-available");
    assert_string_equal(away->reasons[0].brief, "Mira Vogt is not free for it then.");
    assert_false(away->has_extra);

    /* Three seats are missing in the lab. */
    const struct whatif_place *lab = place_at(&whatif, problem, "lab", 11);
    assert_int_equal(lab->verdict, WHATIF_ALLOWED);
    assert_int_equal(lab->extra[whatif.score.levels.soft], 6);
    assert_int_equal(lab->n_changes, 1);
    assert_string_equal(rule_table_at(lab->changes[0].rule)->id, "room-capacity");
    whatif_free(&whatif);
    support_free(&loaded);
}

static void test_making_room(void **state)
{
    (void)state;
    struct support_problem loaded;
    support_load(&loaded, small, true);
    struct problem *problem = &loaded.problem;
    struct whatif whatif = explain(&loaded, "x=hall@11:00 b=hall@12:00 c=lab@12:00", "x", false);
    /* At 12:00 both B and C are in the way, C as it has the same speaker: C takes the lab at 11:00
     * or X's place, and B the hall at 10:00 or 11:00. */
    const struct whatif_place *taken = place_at(&whatif, problem, "hall", 12);
    assert_int_equal(taken->verdict, WHATIF_TAKEN);
    assert_int_equal(taken->n_reasons, 2);
    assert_int_equal(taken->n_moves, 2);
    assert_true(taken->has_extra);
    assert_int_equal(taken->extra[whatif.score.levels.soft], 0);
    /* In the lab only C is in the way: they change places, and three seats are missing. */
    const struct whatif_place *lab = place_at(&whatif, problem, "lab", 12);
    assert_int_equal(lab->verdict, WHATIF_TAKEN);
    assert_int_equal(lab->n_moves, 1);
    assert_int_equal(lab->moves[0].to.room.v, whatif.now.room.v);
    assert_int_equal(lab->moves[0].to.start_min, whatif.now.start_min);
    assert_int_equal(lab->extra[whatif.score.levels.soft], 6);
    whatif_free(&whatif);
    support_free(&loaded);
}

/* A conflict of the event's own is not forgiven anywhere. */
static void test_conflicts(void **state)
{
    (void)state;
    struct support_problem loaded;
    support_load(&loaded, small, true);
    struct problem *problem = &loaded.problem;
    struct whatif whatif = explain(&loaded, "x=hall@12:00 b=hall@10:00 c=lab@12:00", "x", true);
    assert_int_equal(whatif.n_costs, 1);
    const struct whatif_place *lab = place_at(&whatif, problem, "lab", 12);
    assert_int_equal(lab->verdict, WHATIF_TAKEN);
    assert_int_equal(lab->n_reasons, 2);
    assert_int_equal(lab->conflicts, -1);
    const struct whatif_place *early = place_at(&whatif, problem, "hall", 11);
    assert_int_equal(early->verdict, WHATIF_ALLOWED);
    assert_int_equal(early->conflicts, -1);
    assert_int_equal(whatif.exact[0].conflicts, -1);
    whatif_free(&whatif);
    support_free(&loaded);
}

static void test_left_out_and_fixed(void **state)
{
    (void)state;
    struct support_problem loaded;
    support_load(&loaded, small, true);
    struct problem *problem = &loaded.problem;
    struct whatif whatif = explain(&loaded, "b=hall@10:00 c=lab@12:00", "x", true);
    assert_false(whatif.now.placed);
    assert_int_equal(whatif.n_costs, 1);
    const struct whatif_place *hall = place_at(&whatif, problem, "hall", 11);
    assert_int_equal(hall->verdict, WHATIF_ALLOWED);
    uint32_t hard = levels_hard(&whatif.score.levels, problem, whatif.event);
    assert_int_equal(hall->extra[hard], -1);
    assert_int_equal(hall->extra[whatif.score.levels.soft], 0);
    assert_int_equal(whatif.n_exact, 2);
    assert_int_equal(whatif.exact[0].known, WHATIF_PROVEN);
    assert_int_equal(whatif.exact[0].value[hard], 0);
    whatif_free(&whatif);

    whatif = explain(&loaded, "b=hall@10:00", "talk", true);
    assert_int_equal(whatif.n_places, 0);
    assert_false(whatif.has_exact);
    whatif_free(&whatif);
    support_free(&loaded);
}

/* The event's own pin is a demand of its own, and that `pinned` is soft or off for others is not
 * changed. */
static void test_pins(void **state)
{
    (void)state;
    static const char *const yaml =
        "title: Pins\n"
        "timezone: UTC\n"
        "rooms: [{id: hall}]\n"
        "slots: [{date: 2026-05-14, times: [10:00-10:30, 11:00-11:30]}]\n"
        "talks:\n"
        "  - {id: x, title: X, duration: 30, pin: {start: 10:00}}\n"
        "  - {id: y, title: Y, duration: 30, pin: {start: 11:00}}\n"
        "rules: {pinned: 7}\n";
    struct support_problem loaded;
    support_load(&loaded, yaml, true);
    struct whatif whatif = explain(&loaded, "x=hall@10:00 y=hall@11:00", "x", true);
    uint32_t soft = whatif.score.levels.soft;
    const struct whatif_place *late = place_at(&whatif, &loaded.problem, "hall", 11);
    assert_int_equal(late->verdict, WHATIF_TAKEN);
    assert_int_equal(late->n_moves, 1);
    assert_int_equal(late->extra[soft], 14);
    assert_int_equal(whatif.n_exact, 2);
    assert_int_equal(whatif.exact[1].known, WHATIF_PROVEN);
    assert_int_equal(whatif.exact[1].value[soft], 14);
    assert_int_equal(whatif.best.value[soft], 0);
    whatif_free(&whatif);
    support_free(&loaded);
}

/* ---- random problems ------------------------------------------------------------------------ */

static uint32_t count_hard(const struct score *score)
{
    uint32_t n = 0;
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        n += score->rules[r].hard;
    }
    return n;
}

static int compare_costs(const int64_t *a, const int64_t *b, uint32_t n)
{
    for (uint32_t k = 0; k < n; k++) {
        if (a[k] != b[k]) {
            return a[k] < b[k] ? -1 : 1;
        }
    }
    return 0;
}

/* The audit of the timetable that the place stands for; costs of the rules and levels must be what
 * was said. */
static void check_price(const struct problem *problem, const struct whatif *whatif,
                        const struct timetable *trial, const struct whatif_place *place)
{
    struct score score = audit_timetable(problem, trial);
    uint32_t n_changes = 0;
    assert_int_equal(count_hard(&score) - count_hard(&whatif->score), place->conflicts);
    for (uint32_t k = 0; k < score.levels.n; k++) {
        assert_int_equal(score.level_cost[k] - whatif->score.level_cost[k], place->extra[k]);
    }
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        n_changes += score.rules[r].cost != whatif->score.rules[r].cost;
    }
    assert_int_equal(n_changes, place->n_changes);
    score_free(&score);
}

/* With one event in the way: no other place of it is better, or there is none. */
static void check_move(const struct problem *problem, const struct whatif *whatif,
                       const struct model *model, struct timetable *trial,
                       const struct whatif_place *place)
{
    struct event_id other = place->moves[0].event;
    struct placements placements = {0};
    model_list_placements(model, (struct choice_id){other.v}, &placements);
    for (size_t i = 0; i < placements.n; i++) {
        struct placement at = placements.v[i];
        trial->v[other.v] = (struct assignment){true, at.room, at.start_min};
        struct score score = audit_timetable(problem, trial);
        int64_t more[16];
        for (uint32_t k = 0; k < score.levels.n; k++) {
            more[k] = score.level_cost[k] - whatif->score.level_cost[k];
        }
        assert_true(count_hard(&score) > count_hard(&whatif->score) ||
                    compare_costs(place->extra, more, score.levels.n) <= 0);
        score_free(&score);
    }
    vec_free(&placements);
}

/* Where two events are in each other's way by pairs alone: */
static bool is_about_pairs(const struct problem *problem, const struct whatif_place *place)
{
    for (uint32_t i = 0; i < place->n_reasons; i++) {
        uint32_t r = place->reasons[i].rule;
        const struct rule *rule = rule_table_at(r);
        if (rule->is_about_pairs == NULL || !rule->is_about_pairs(&problem->settings[r])) {
            return false;
        }
    }
    return true;
}

/* … then no other event can make room alone, if no way was found. */
static void check_no_move(const struct problem *problem, const struct model *model,
                          struct timetable *trial, struct event_id event)
{
    for (uint32_t e = 0; e < problem->n_events; e++) {
        struct assignment was = trial->v[e];
        struct placements placements = {0};
        model_list_placements(model, (struct choice_id){e}, &placements);
        for (size_t i = 0; i < placements.n && was.placed && e != event.v; i++) {
            struct placement at = placements.v[i];
            trial->v[e] = (struct assignment){true, at.room, at.start_min};
            struct score score = audit_timetable(problem, trial);
            assert_true(count_hard(&score) > 0);
            score_free(&score);
        }
        trial->v[e] = was;
        vec_free(&placements);
    }
}

static void check_place(const struct problem *problem, const struct whatif *whatif,
                        const struct model *model, const struct timetable *given,
                        const struct whatif_place *place)
{
    struct arena arena = ARENA_EMPTY;
    struct timetable trial = {arena_copy(&arena, given->v, given->n * sizeof(*given->v)), given->n};
    struct placement at = {place->room, place->start_min};
    bool candidate = model_has_placement(model, (struct choice_id){whatif->event.v}, at);
    trial.v[whatif->event.v] = (struct assignment){true, place->room, place->start_min};
    assert_true(place->verdict == WHATIF_HERE || candidate == (place->verdict != WHATIF_FORBIDDEN));
    assert_int_equal(place->verdict == WHATIF_TAKEN || place->verdict == WHATIF_FORBIDDEN,
                     place->n_reasons > 0);
    if (place->verdict == WHATIF_TAKEN) {
        struct score score = audit_timetable(problem, &trial);
        assert_true(count_hard(&score) > 0);
        score_free(&score);
    }
    for (uint32_t i = 0; i < place->n_moves; i++) {
        trial.v[place->moves[i].event.v] = place->moves[i].to;
    }
    if (place->has_extra) {
        assert_true(place->conflicts <= 0);
        check_price(problem, whatif, &trial, place);
    }
    if (place->verdict == WHATIF_TAKEN && !place->has_extra && is_about_pairs(problem, place)) {
        check_no_move(problem, model, &trial, whatif->event);
    }
    if (place->n_moves == 1) {
        check_move(problem, whatif, model, &trial, place);
    }
    arena_free(&arena);
}

/* Everything is tried: the best of all timetables with the event at that time. */
struct brute {
    const struct problem *problem;
    struct event_id event;
    const struct placements *spots; /* [n_events] */
    struct timetable timetable;
    int32_t start_min;
    int64_t best[18];
    bool any;
};

static void judge_leaf(struct brute *brute)
{
    struct score score = audit_timetable(brute->problem, &brute->timetable);
    /* Fixed events come first, then that the event is in, then all the rest. */
    int64_t costs[18] = {score.levels.v[0].priority == INT64_MAX ? score.level_cost[0] : 0,
                         !brute->timetable.v[brute->event.v].placed};
    assert_true(score.levels.n <= 16);
    memcpy(&costs[2], score.level_cost, score.levels.n * sizeof(*costs));
    if (count_hard(&score) == 0 &&
        (!brute->any || compare_costs(costs, brute->best, score.levels.n + 2) < 0)) {
        memcpy(brute->best, costs, sizeof(costs));
        brute->any = true;
    }
    score_free(&score);
}

static void try_all(struct brute *brute, uint32_t event)
{
    if (event == brute->problem->n_events) {
        judge_leaf(brute);
        return;
    }
    struct assignment *assignment = &brute->timetable.v[event];
    bool held = event == brute->event.v;
    for (size_t i = 0; i < brute->spots[event].n; i++) {
        struct placement at = brute->spots[event].v[i];
        if (!held || at.start_min == brute->start_min) {
            *assignment = (struct assignment){true, at.room, at.start_min};
            try_all(brute, event + 1);
        }
    }
    assignment->placed = false;
    try_all(brute, event + 1);
}

static uint32_t check_exact(const struct problem *problem, const struct whatif *whatif,
                            const struct placements *spots)
{
    struct arena arena = ARENA_EMPTY;
    struct brute brute = {.problem = problem, .event = whatif->event, .spots = spots};
    for (uint32_t i = 0; i < whatif->n_exact; i++) {
        const struct whatif_exact *exact = &whatif->exact[i];
        brute.start_min = exact->start_min;
        brute.any = false;
        brute.timetable = timetable_create(&arena, problem);
        try_all(&brute, 0);
        assert_true(brute.any);
        assert_int_equal(exact->known, brute.best[1] == 0 ? WHATIF_PROVEN : WHATIF_IMPOSSIBLE);
        if (exact->known == WHATIF_PROVEN) {
            assert_int_equal(compare_costs(exact->value, &brute.best[2], whatif->score.levels.n),
                             0);
            assert_true(exact->at.placed && exact->at.start_min == exact->start_min);
        }
    }
    arena_free(&arena);
    return whatif->n_exact;
}

struct counts {
    uint32_t allowed, taken, mended, forbidden, exact;
};

static void count_places(const struct whatif *whatif, struct counts *counts)
{
    for (uint32_t i = 0; i < whatif->n_places; i++) {
        const struct whatif_place *place = &whatif->places[i];
        counts->allowed += place->verdict == WHATIF_ALLOWED;
        counts->taken += place->verdict == WHATIF_TAKEN;
        counts->mended += place->n_moves > 0;
        counts->forbidden += place->verdict == WHATIF_FORBIDDEN;
    }
}

static void check_event(struct support_problem *loaded, const struct model *model,
                        const struct timetable *timetable, struct event_id event,
                        struct counts *counts)
{
    const struct problem *problem = &loaded->problem;
    struct arena arena = ARENA_EMPTY;
    struct placements *spots = arena_array(&arena, problem->n_events, sizeof(*spots));
    uint64_t n = 1;
    for (uint32_t e = 0; e < problem->n_events; e++) {
        model_list_placements(model, (struct choice_id){e}, &spots[e]);
        n = n * (spots[e].n + 1);
        n = n > BRUTE_MAX ? BRUTE_MAX + 1 : n;
    }
    struct whatif whatif;
    bool exact = n <= BRUTE_MAX;
    assert_true(whatif_explain(problem, timetable, event, &options, exact, &whatif));
    for (uint32_t i = 0; i < whatif.n_places; i++) {
        check_place(problem, &whatif, model, timetable, &whatif.places[i]);
    }
    count_places(&whatif, counts);
    if (exact) {
        counts->exact += check_exact(problem, &whatif, spots);
    }
    whatif_free(&whatif);
    for (uint32_t e = 0; e < problem->n_events; e++) {
        vec_free(&spots[e]);
    }
    arena_free(&arena);
}

static void check_problem(struct support_problem *loaded, struct counts *counts)
{
    struct solve_result result = {0};
    struct solve_options solve = {.seed = 3, .threads = 1, .work_limit = 5};
    struct model model;
    assert_true(solve_problem(&loaded->problem, &solve, &result));
    compile_model(&loaded->problem, &model);
    for (uint32_t e = 0; e < loaded->problem.n_events && result.has_timetable; e++) {
        if (!loaded->problem.events[e].fixed && count_hard(&result.score) == 0) {
            check_event(loaded, &model, &result.timetable, (struct event_id){e}, counts);
        }
    }
    model_free(&model);
    solve_free(&result);
}

static void test_problems(void **state)
{
    (void)state;
    const char *given = getenv("CONFAB_ORACLE");
    uint64_t n = given != NULL && atoi(given) > 0 ? strtoull(given, NULL, 10) : PROBLEMS;
    struct counts counts = {0};
    struct draft *draft = base_alloc(sizeof(*draft));
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        for (uint64_t seed = 1; seed <= n; seed++) {
            struct support_problem loaded;
            draft_problem(draft, rule_table_at(r)->id,
                          seed % 2 == 0 || rule_table_at(r)->structural ? "hard" : "10",
                          900 + seed);
            support_load(&loaded, draft_render(draft), true);
            check_problem(&loaded, &counts);
            support_free(&loaded);
        }
    }
    base_free(draft);
    print_message("%u allowed, %u taken, %u of them mended, %u forbidden, %u solved anew\n",
                  counts.allowed, counts.taken, counts.mended, counts.forbidden, counts.exact);
    assert_true(counts.allowed > 100 && counts.mended > 100 && counts.forbidden > 100);
    assert_true(counts.taken > counts.mended && counts.exact > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_verdicts),  cmocka_unit_test(test_making_room),
        cmocka_unit_test(test_conflicts), cmocka_unit_test(test_left_out_and_fixed),
        cmocka_unit_test(test_pins),      cmocka_unit_test(test_problems),
    };
    return cmocka_run_group_tests_name("whatif", tests, NULL, NULL);
}
