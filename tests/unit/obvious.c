/* Obvious causes: what is said of hand-made problems, word for word; and none is ever found where
 * there is a timetable. CONFAB_ORACLE=n: that many random problems per rule; CONFAB_ORACLE_FIRST=n:
 * seeds from n on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "confab/solve.h"
#include "core/rule.h"
#include "draft.h"
#include "explain/obvious.h"
#include "explain/variant.h"
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KINDS = 4, PROBLEMS = 40, SOLVED_OF = 8 };

static const char *const kinds[KINDS] = {"no-place", "pins", "person", "capacity"};

static uint32_t kind_index(const char *kind)
{
    uint32_t i = 0;
    while (i < KINDS && strcmp(kinds[i], kind) != 0) {
        i++;
    }
    assert_true(i < KINDS);
    return i;
}

/* ---- hand-made problems ---------------------------------------------------------- */

#define TOP                                                                                        \
    "conference: {title: Tiny, timezone: UTC, granularity: 15}\n"                                  \
    "rooms:\n"                                                                                     \
    "  - {id: main, name: Main Hall, capacity: 100}\n"                                             \
    "  - {id: attic, name: Attic, capacity: 20, features: [video], changeover: 15}\n"
#define DAY                   "days: [{date: 2026-05-14, hours: [09:00-12:00, 13:00-17:00]}]\n"
#define TALK(id, title, more) "  - {id: " id ", title: " title ", duration: 45" more "}\n"
#define AT(time)              ", pin: {start: 2026-05-14 " time "}"
#define IN(time, room)        ", pin: {start: 2026-05-14 " time ", room: " room "}"

enum { CAUSES_MOST = 5 };

static const struct obvious_example {
    const char *name, *yaml, *texts[CAUSES_MOST];
} examples[] = {
    {"all is well", TOP DAY "talks:\n" TALK("a", "Arenas", ""), {NULL}},
    {"no seats",
     TOP DAY "talks:\n" TALK("a", "Arenas", ", audience: 200") "rules: {room-capacity: hard}\n",
     {"There is no place for 'Arenas' (45 minutes): it expects 200 people, but Main Hall, the "
      "largest room, seats 100."}},
    {"seats are a wish",
     TOP DAY "talks:\n" TALK("a", "Arenas", ", audience: 200") "rules: {room-capacity: 5}\n",
     {NULL}},
    {"an optional one",
     TOP DAY "talks:\n" TALK("a", "Arenas",
                             ", audience: 200, optional: true") "rules: {room-capacity: hard}\n",
     {NULL}},
    {"no such features",
     TOP DAY "talks:\n" TALK("a", "Arenas", ", requires: {features: [stage]}"),
     {"There is no place for 'Arenas' (45 minutes): no room has what it needs ('stage')."}},
    {"one room has too few seats, the other no video",
     TOP DAY "talks:\n" TALK(
         "a", "Arenas",
         ", audience: 50, requires: {features: [video]}") "rules: {room-capacity: hard}\n",
     {"There is no place for 'Arenas' (45 minutes): only Attic has what it needs ('video'); it "
      "expects 50 people, for whom there is only Main Hall."}},
    {"free when the rooms are shut",
     TOP DAY "speakers: [{id: p, name: Pat Poe, available: [2026-05-14 11:30-13:30]},"
             " {id: q, name: Quin Ray, unavailable: [2026-05-14 12:00-18:00]}]\n"
             "talks:\n" TALK("a", "Arenas", ", speakers: [p, q]")
                 TALK("b", "Bits", ", speakers: [p]"),
     {"There is no place for 'Arenas' (45 minutes): Pat Poe is only free on Thu 14 May, "
      "11:30-13:30; Quin Ray is only free on Thu 14 May, 09:00-12:00; the longest opening left "
      "for it is 30 minutes (Main Hall, Thu 14 May, 11:30-12:00).",
      "There is no place for 'Bits' (45 minutes): Pat Poe is only free on Thu 14 May, "
      "11:30-13:30; the longest opening left for it is 30 minutes (Main Hall, Thu 14 May, "
      "11:30-12:00)."}},
    {"never there",
     TOP DAY "speakers: [{id: p, name: Pat Poe, available: [2026-05-15]}]\n"
             "talks:\n" TALK("a", "Arenas", ", speakers: [p]"),
     {"There is no place for 'Arenas' (45 minutes): Pat Poe is not free at any time of the "
      "conference; no opening hours are left for it."}},
    {"too long",
     TOP DAY "talks: [{id: a, title: Arenas, duration: 300}]\n",
     {"There is no place for 'Arenas' (300 minutes): the longest opening is 240 minutes (Main "
      "Hall, Thu 14 May, 13:00-17:00)."}},
    {"pinned to the lunch break",
     TOP DAY "talks:\n" TALK("a", "Arenas", IN("12:00", "main")),
     {"There is no place for 'Arenas' (45 minutes): it is pinned to Thu 14 May, 12:00-12:45 in "
      "Main Hall, which is outside the opening hours of Main Hall."}},
    {"pinned to a small room",
     TOP DAY "talks:\n" TALK("a", "Arenas",
                             ", audience: 50, pin: {room: attic}") "rules: {room-capacity: hard}\n",
     {"There is no place for 'Arenas' (45 minutes): it is pinned to Attic; it expects 50 people, "
      "for whom there is only Main Hall."}},
    {"windows for other kinds, and for other tags",
     TOP "windows:\n"
         "  - {id: w, date: 2026-05-14, time: 09:00-10:00, kinds: [bof]}\n"
         "  - {id: v, date: 2026-05-14, time: 10:00-10:30, rooms: [main], tags: [late]}\n"
         "kinds: {bof: {duration: 30}}\n"
         "talks:\n" TALK("a", "Arenas",
                         "") "  - {id: b, title: Bits, duration: 30, prohibits: {tags: [late]}}\n",
     {"There is no place for 'Arenas' (45 minutes): no opening hours for it (kind 'talk') are as "
      "long as it takes.",
      "There is no place for 'Bits' (30 minutes): opening hours for it (kind 'talk') are only Main "
      "Hall on Thu 14 May, 10:00-10:30; opening hours with the tags that it needs (no 'late') are "
      "only Main Hall on Thu 14 May, 09:00-10:00 and Attic on Thu 14 May, 09:00-10:00; no opening "
      "hours are left for it."}},

    {"pins",
     TOP DAY "speakers: [{id: p, name: Pat Poe, pause: 15}]\n"
             "talks:\n" TALK("a", "Arenas", ", speakers: [p]" IN("09:00", "main")) TALK(
                 "b", "Bits", IN("09:30", "main")) TALK("c", "Cores", ", speakers: [p]" AT("09:45"))
                 TALK("d", "Dots", ", after: [e]" IN("13:00", "attic"))
                     TALK("e", "Ends", IN("15:00", "main")),
     {"'Arenas' is pinned to Thu 14 May, 09:00-09:45 in Main Hall, and 'Bits' is pinned to Thu 14 "
      "May, 09:30-10:15 in Main Hall: a room has one event at a time.",
      "'Arenas' is pinned to Thu 14 May, 09:00-09:45 in Main Hall, and 'Cores' is pinned to Thu 14 "
      "May, 09:45-10:30: Pat Poe is needed at both and must have 15 minutes in between.",
      "'Dots' is pinned to Thu 14 May, 13:00-13:45 in Attic, and 'Ends' is pinned to Thu 14 May, "
      "15:00-15:45 in Main Hall: 'Dots' must wait for the end of 'Ends'."}},
    {"pins side by side",
     TOP DAY "talks:\n" TALK("a", "Arenas", ", not_with: [b]" IN("09:00", "main"))
         TALK("b", "Bits", IN("09:00", "attic")) TALK(
             "c", "Cores",
             IN("09:45",
                "attic")) "fixed: [{title: Opening, date: 2026-05-14, time: 15:00-16:00, where: "
                          "main,"
                          " plenary: true},"
                          " {title: Show, date: 2026-05-14, time: 15:30-15:45, where: Yard}]\n",
     {"'Arenas' is pinned to Thu 14 May, 09:00-09:45 in Main Hall, and 'Bits' is pinned to Thu 14 "
      "May, 09:00-09:45 in Attic: the two must not be parallel.",
      "'Bits' is pinned to Thu 14 May, 09:00-09:45 in Attic, and 'Cores' is pinned to Thu 14 May, "
      "09:45-10:30 in Attic: changing over takes 15 minutes there.",
      "'Opening' is fixed at Thu 14 May, 15:00-16:00 in Main Hall, and 'Show' is fixed at Thu 14 "
      "May, 15:30-15:45: nothing may run beside 'Opening', which is a plenary."}},
    {"pins are wishes",
     TOP DAY "talks:\n" TALK("a", "Arenas", IN("09:00", "main"))
         TALK("b", "Bits", IN("09:00", "main")) "rules: {pinned: 4}\n",
     {NULL}},
    {"a waiver and an exception",
     TOP DAY "talks:\n" TALK("a", "Arenas", IN("09:00", "main")) TALK(
         "b", "Bits", IN("09:00", "main")) TALK("c", "Cores", ", not_with: [d]" IN("14:00", "main"))
         TALK("d", "Dots", IN("14:00", "attic"))
             TALK("e", "Ends",
                  ", requires: {features: [stage]}") "waive: [{rule: room-clash, events: [a, b]},"
                                                     " {rule: room-features, events: [e]}]\n"
                                                     "rules: {not-parallel: {except: [Dots]}}\n",
     {NULL}},

    {"somebody's pauses",
     TOP DAY "speakers: [{id: p, name: Pat Poe, pause: 15, available: [2026-05-14 11:00-13:45]}]\n"
             "talks:\n" TALK("a", "Arenas", ", speakers: [p]") TALK("b", "Bits", ", speakers: [p]")
                 TALK("c", "Cores", ", hosts: [p]"),
     {"Pat Poe is needed at 'Arenas', 'Bits' and 'Cores', which take 135 minutes in all and 15 "
      "minutes between any two, but can only be held on Thu 14 May, 11:00-12:00 and 13:00-13:45 "
      "(105 minutes). Pat Poe is free on Thu 14 May, 11:00-13:45."}},
    {"clashes are allowed",
     TOP DAY "speakers: [{id: p, name: Pat Poe, pause: 15, available: [2026-05-14 11:00-12:00]}]\n"
             "talks:\n" TALK("a", "Arenas", ", speakers: [p]")
                 TALK("b", "Bits", ", speakers: [p]") "rules: {speaker-clash: 4}\n",
     {NULL}},
    {"a clash is waived, another person excepted",
     TOP DAY
     "speakers: [{id: p, name: Pat Poe, available: [2026-05-14 11:00-12:00]},"
     " {id: q, name: Quin Ray, available: [2026-05-14 11:00-12:00]}]\n"
     "talks:\n" TALK("a", "Arenas", ", speakers: [p]") TALK("b", "Bits", ", speakers: [p]")
         TALK("c", "Cores", ", speakers: [q]")
             TALK("d", "Dots", ", speakers: [q]") "waive: [{rule: speaker-clash, events: [a, b]},"
                                                  " {rule: room-clash, events: [a, c]}]\n"
                                                  "rules: {speaker-clash: {except: [Dots]}}\n",
     {NULL}},
    {"one a day",
     TOP "days: [{date: 2026-05-14, hours: [09:00-12:00]}, {date: 2026-05-15, hours: "
         "[09:00-12:00]}]\n"
         "speakers: [{id: p, name: Pat Poe, max_per_day: 1}]\n"
         "talks:\n" TALK("a", "Arenas", ", speakers: [p]") TALK("b", "Bits", ", speakers: [p]")
             TALK("c", "Cores", ", speakers: [p]") "rules: {speaker-day-limit: hard}\n",
     {"Pat Poe should have no more than 1 event a day, but is needed at 3 ('Arenas', 'Bits' and "
      "'Cores') that can only be on Thu 14 May and Fri 15 May."}},

    {"the large room is too small",
     TOP "windows: [{id: w, date: 2026-05-14, time: 09:00-11:00}]\n"
         "talks:\n" TALK("a", "Arenas", ", audience: 50") TALK("b", "Bits", ", audience: 60")
             TALK("c", "Cores", ", audience: 70") "rules: {room-capacity: hard}\n",
     {"'Arenas', 'Bits' and 'Cores' need 135 minutes, but can only be held on Thu 14 May in rooms "
      "with at least 50 seats (Main Hall), where 120 minutes are open to them."}},
    {"too few slots",
     TOP "slots: [{date: 2026-05-14, times: [09:00-09:45, 09:45-10:30]}]\n"
         "bofs:\n" TALK("a", "Arenas", "") TALK("b", "Bits", "") TALK("c", "Cores", "")
             TALK("d", "Dots", "") TALK("e", "Ends", ""),
     {"The 5 BoFs need a slot each, but can only be held on Thu 14 May, where 4 slots are open to "
      "them."}},
    {"lengths that do not go together",
     TOP "windows: [{id: w, date: 2026-05-14, time: 09:00-10:30, rooms: [main]},"
         " {id: v, date: 2026-05-14, time: 11:00-12:30, rooms: [main]}]\n"
         "talks: [{id: a, title: Arenas, duration: 60}, {id: b, title: Bits, duration: 60},"
         " {id: c, title: Cores, duration: 45}]\n",
     {"'Arenas', 'Bits' and 'Cores' need 165 minutes, but can only be held on Thu 14 May in Main "
      "Hall, where events of such lengths can use only 120 of the 180 minutes open to them."}},
    {"changeovers",
     TOP "windows: [{id: w, date: 2026-05-14, time: 09:00-11:15, rooms: [attic]}]\n"
         "talks:\n" TALK("a", "Arenas", "") TALK("b", "Bits", "") TALK("c", "Cores", ""),
     {"'Arenas', 'Bits' and 'Cores' need 135 minutes, but can only be held on Thu 14 May in Attic, "
      "where the opening hours have room for only 2 of them."}},
    {"a fixed event in the way",
     TOP "windows: [{id: w, date: 2026-05-14, time: 09:00-10:30, rooms: [main]}]\n"
         "talks: [{id: a, title: Arenas, duration: 45}, {id: b, title: Bits, duration: 30}]\n"
         "fixed: [{title: Opening, date: 2026-05-14, time: 09:30-10:00, where: main}]\n",
     {"'Arenas' needs 45 minutes, but wherever and whenever it could be held, fixed events leave "
      "too little time."}},
    {"a fixed event in the way, with its changeovers",
     TOP "windows: [{id: w, date: 2026-05-14, time: 09:00-10:30, rooms: [attic]}]\n"
         "talks:\n" TALK(
             "a", "Arenas",
             "") "fixed: [{title: Opening, date: 2026-05-14, time: 09:45-10:00, where: attic}]\n",
     {"'Arenas' needs 45 minutes, but wherever and whenever it could be held, fixed events leave "
      "too little time."}},
    {"rooms may be shared",
     TOP "windows: [{id: w, date: 2026-05-14, time: 09:00-10:00, rooms: [main]}]\n"
         "talks:\n" TALK("a", "Arenas", "") TALK("b", "Bits", "") "rules: {room-clash: 3}\n",
     {NULL}},

    {"all at once",
     TOP DAY "speakers: [{id: p, name: Pat Poe, available: [2026-05-14 09:00-10:00]}]\n"
             "talks:\n" TALK("a", "Arenas", ", requires: {features: [stage]}")
                 TALK("b", "Bits", IN("16:00", "main")) TALK("c", "Cores", IN("16:15", "main"))
                     TALK("d", "Dots", ", speakers: [p]") TALK(
                         "e", "Ends", ", speakers: [p]") "  - {id: f, title: Films, duration: 240, "
                                                         "requires: {features: [video]}}\n"
                                                         "  - {id: g, title: Games, duration: 240, "
                                                         "requires: {features: [video]}}\n",
     {"There is no place for 'Arenas' (45 minutes): no room has what it needs ('stage').",
      "'Bits' is pinned to Thu 14 May, 16:00-16:45 in Main Hall, and 'Cores' is pinned to Thu 14 "
      "May, 16:15-17:00 in Main Hall: a room has one event at a time.",
      "Pat Poe is needed at 'Dots' and 'Ends', which take 90 minutes in all, but can only be held "
      "on Thu 14 May, 09:00-10:00 (60 minutes). Pat Poe is free on Thu 14 May, 09:00-10:00.",
      "'Films' and 'Games' need 480 minutes, but can only be held on Thu 14 May in Attic, where "
      "240 minutes are open to them."}},
};

static void test_examples(void **state)
{
    (void)state;
    for (size_t i = 0; i < BASE_COUNT(examples); i++) {
        struct support_problem loaded;
        struct arena arena = ARENA_EMPTY;
        struct explain_causes causes;
        uint32_t n = 0;
        support_load(&loaded, examples[i].yaml, true);
        obvious_find(&arena, &loaded.problem, &causes);
        while (n < CAUSES_MOST && examples[i].texts[n] != NULL) {
            n++;
        }
        bool same = causes.n == n;
        for (uint32_t k = 0; k < causes.n && k < n; k++) {
            same = same && strcmp(causes.v[k].text, examples[i].texts[k]) == 0;
        }
        for (uint32_t k = 0; k < causes.n && !same; k++) {
            fprintf(stderr, "%s: %s\n", examples[i].name, causes.v[k].text);
        }
        if (!same) {
            fail_msg("%s: %u causes", examples[i].name, (unsigned)causes.n);
        }
        arena_free(&arena);
        support_free(&loaded);
    }
}

/* Whom a cause is about, where it is, and an id that says so. */
static void test_about(void **state)
{
    (void)state;
    struct support_problem loaded;
    struct arena arena = ARENA_EMPTY;
    struct explain_causes causes, again;
    support_load(&loaded, examples[BASE_COUNT(examples) - 1].yaml, true);
    obvious_find(&arena, &loaded.problem, &causes);
    obvious_find(&arena, &loaded.problem, &again);
    assert_int_equal(causes.n, 4);
    for (uint32_t i = 0; i < causes.n; i++) {
        assert_string_equal(causes.v[i].kind, kinds[i]);
        assert_memory_equal(causes.v[i].id, kinds[i], strlen(kinds[i]));
        assert_string_equal(causes.v[i].id, again.v[i].id);
        assert_true(causes.v[i].at.from.line > 0);
    }
    assert_int_equal(causes.v[1].n_events, 2);
    assert_int_equal(causes.v[1].events[1].v, support_event(&loaded.problem, "c"));
    assert_int_equal(causes.v[1].n_rooms, 1);
    assert_int_equal(causes.v[2].n_people, 1);
    assert_int_equal(causes.v[3].n_events, 2);
    assert_int_equal(causes.v[3].rooms[0].v, 1);
    arena_free(&arena);
    support_free(&loaded);
}

/* ---- random problems ------------------------------------------------------------- */

/* Tighter than drafts are: many have no timetable then. */
static void tighten(struct problem *problem, struct rng *rng)
{
    static const char *const rules[] = {"speaker-clash", "speaker-available", "room-capacity",
                                        "pinned",        "not-parallel",      "after",
                                        "plenary",       "speaker-day-limit", "room-features"};
    bool all = rng_below(rng, 3) > 0;
    for (uint32_t e = 0; e < problem->n_events; e++) {
        problem->events[e].optional = problem->events[e].optional && !all;
    }
    for (size_t i = 0; i < BASE_COUNT(rules); i++) {
        struct rule_setting *setting = &problem->settings[rule_table_find(rules[i])];
        if (rng_below(rng, 2) > 0) {
            setting->strength = (struct strength){STRENGTH_HARD, 0};
        }
    }
    for (uint32_t r = 0; r < problem->n_rooms && rng_below(rng, 4) == 0; r++) {
        problem->rooms[r].changeover_min = problem->tick_min * (int32_t)rng_below(rng, 3);
    }
}

/* Something is taken away, or given, as explaining does it. */
static void vary(struct arena *arena, struct problem *problem, struct rng *rng)
{
    uint32_t clash =
        rule_table_find(rng_below(rng, 2) == 0 ? "speaker-clash" : "speaker-available");
    struct event_id event = {rng_below(rng, problem->n_events)};
    struct room_id room = {rng_below(rng, problem->n_rooms)};
    bool *gone = arena_array(arena, problem->n_events, sizeof(*gone));
    gone[event.v] = true;
    *problem = variant_create(arena, problem);
    switch (rng_below(rng, 5)) {
    case 0:
        variant_lift_hours(arena, problem, room, (struct day_id){rng_below(rng, problem->n_days)});
        break;
    case 1:
        variant_remove_events(arena, problem, gone);
        break;
    case 2:
        variant_spare_room(arena, problem, rule_table_find("room-clash"), room);
        break;
    case 3:
        if (problem->n_people > 0) {
            variant_spare_person(arena, problem, clash,
                                 (struct person_id){rng_below(rng, problem->n_people)});
        }
        break;
    default:
        variant_waive(arena, problem, rule_table_find("room-clash"),
                      (struct event_id[]){event, {0}}, 2);
        break;
    }
}

/* Whether the solver places all that is not optional. */
static bool has_timetable(const struct problem *problem)
{
    struct solve_options options = {.seed = 1, .threads = 1};
    struct solve_result result;
    assert_true(solve_problem(problem, &options, &result));
    assert_true(result.status == SOLVE_OPTIMAL || result.status == SOLVE_INFEASIBLE);
    bool has = result.status == SOLVE_OPTIMAL;
    solve_free(&result);
    return has;
}

struct tally {
    uint32_t infeasible, explained; /* of those that are all solved */
    uint32_t found[KINDS];
};

static void check_draft(struct draft *draft, uint64_t seed, struct tally *tally)
{
    struct support_problem loaded;
    struct arena arena = ARENA_EMPTY;
    struct rng rng = rng_seeded(seed);
    struct explain_causes causes;
    support_load(&loaded, draft_render(draft), true);
    struct problem problem = loaded.problem;
    tighten(&problem, &rng);
    if (problem.n_events > 0 && rng_below(&rng, 4) == 0) {
        vary(&arena, &problem, &rng);
    }
    obvious_find(&arena, &problem, &causes);
    bool sampled = rng_below(&rng, SOLVED_OF) == 0;
    if (causes.n > 0 || sampled) {
        bool has = has_timetable(&problem);
        if (has && causes.n > 0) {
            fprintf(stderr, "%s, seed %llu: there is a timetable, but %s\n%s", draft->rule,
                    (unsigned long long)seed, causes.v[0].text, draft_render(draft));
        }
        assert_false(has && causes.n > 0);
        tally->infeasible += sampled && !has;
        tally->explained += sampled && causes.n > 0;
    }
    for (uint32_t i = 0; i < causes.n; i++) {
        uint32_t kind = kind_index(causes.v[i].kind);
        tally->found[kind]++;
        assert_true(i == 0 || kind_index(causes.v[i - 1].kind) <= kind);
        assert_true(causes.v[i].n_events > 0);
        for (uint32_t k = 0; k < i; k++) {
            assert_string_not_equal(causes.v[k].text, causes.v[i].text);
        }
    }
    arena_free(&arena);
    support_free(&loaded);
}

static uint64_t number_of(const char *variable, uint64_t usual)
{
    const char *given = getenv(variable);
    return given != NULL && atoi(given) > 0 ? strtoull(given, NULL, 10) : usual;
}

static void test_problems(void **state)
{
    (void)state;
    uint64_t n = number_of("CONFAB_ORACLE", PROBLEMS);
    uint64_t first = number_of("CONFAB_ORACLE_FIRST", 1);
    struct draft *draft = base_alloc(sizeof(*draft));
    struct tally tally = {0};
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        for (uint64_t seed = first; seed < first + n; seed++) {
            draft_problem(draft, rule_table_at(r)->id, seed % 2 == 0 ? "3" : "hard", 9000 + seed);
            check_draft(draft, seed, &tally);
        }
    }
    base_free(draft);
    for (uint32_t k = 0; k < KINDS; k++) {
        assert_true(tally.found[k] > 0);
    }
    assert_true(tally.explained > tally.infeasible / 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_examples),
        cmocka_unit_test(test_about),
        cmocka_unit_test(test_problems),
    };
    return cmocka_run_group_tests_name("obvious", tests, NULL, NULL);
}
