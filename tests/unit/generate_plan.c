/* What synthetic conferences are made of: hidden timetables that hold, demands that their rooms
 * meet, uneven wishes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "generate/cast.h"
#include "generate/rooms.h"
#include "generate/taste.h"

#include <string.h>

static uint32_t end_of(const struct plan_talk *talk)
{
    return talk->start_min + talk->duration_min;
}

static bool overlap(const struct plan_talk *a, const struct plan_talk *b)
{
    return a->start_min < end_of(b) && b->start_min < end_of(a);
}

static void assert_plan_holds(const struct plan *plan, const struct cast *cast, uint32_t rooms)
{
    for (uint32_t i = 0; i < plan->n_talks; i++) {
        const struct plan_talk *talk = &plan->talks[i];
        const struct cast_talk *people = &cast->talks[i];
        assert_in_range(talk->room, 0, rooms - 1);
        assert_in_range(people->n, 1, CAST_MOST);
        assert_true(people->n < 2 || people->speakers[0] != people->speakers[1]);
        for (uint32_t j = 0; j < i; j++) {
            const struct cast_talk *others = &cast->talks[j];
            bool shared = talk->room == plan->talks[j].room;
            for (uint32_t k = 0; k < people->n * others->n; k++) {
                shared =
                    shared || people->speakers[k % people->n] == others->speakers[k / people->n];
            }
            assert_false(shared && overlap(talk, &plan->talks[j]));
        }
    }
}

/* Inside one window: the cells of its day, or its slot. */
static void assert_talks_in_windows(const struct plan *plan, bool slots)
{
    for (uint32_t i = 0; i < plan->n_talks; i++) {
        const struct plan_talk *talk = &plan->talks[i];
        uint32_t first = 0;
        while (plan->cells[first].to_min <= talk->start_min) {
            first++;
        }
        uint32_t last = first;
        while (plan->cells[last].to_min < end_of(talk)) {
            last++;
            assert_int_equal(plan->cells[last].from_min, plan->cells[last - 1].to_min);
        }
        assert_true(plan->cells[first].from_min <= talk->start_min);
        assert_true(!slots || (first == last && plan->cells[first].from_min == talk->start_min));
    }
}

/* Gives how many cells people are away for, in all. */
static uint32_t count_away(struct arena *arena, const struct plan *plan, const struct cast *cast)
{
    uint32_t *order = arena_array(arena, plan->n_cells, sizeof(*order));
    bool *away = arena_array(arena, plan->n_cells, sizeof(*away));
    struct rng rng = rng_seeded(3);
    uint32_t marked = 0;
    for (uint32_t speaker = 0; speaker < cast->n_speakers; speaker++) {
        cast_mark_away(cast, plan, speaker, 1 + speaker % 3, &rng, order, away);
        for (uint32_t c = 0; c < plan->n_cells; c++) {
            struct plan_talk cell = {.start_min = plan->cells[c].from_min,
                                     .duration_min =
                                         plan->cells[c].to_min - plan->cells[c].from_min};
            marked += away[c] ? 1 : 0;
            for (uint32_t t = 0; t < plan->n_talks && away[c]; t++) {
                const struct cast_talk *people = &cast->talks[t];
                bool theirs = people->speakers[0] == speaker ||
                              (people->n > 1 && people->speakers[1] == speaker);
                assert_false(theirs && overlap(&cell, &plan->talks[t]));
            }
        }
    }
    return marked;
}

static void test_hidden_timetables_hold(void **state)
{
    (void)state;
    static const struct {
        struct generate_options options;
        uint32_t speakers; /* 0: as many as are needed */
    } cases[] = {
        {{.hours = 10,
          .days = 2,
          .rooms = 30,
          .talks = 1000,
          .shortest_min = 5,
          .longest_min = 60,
          .fill_percent = 85},
         0},
        {{.hours = 6,
          .days = 3,
          .rooms = 4,
          .shortest_min = 5,
          .longest_min = 20,
          .fill_percent = 100},
         250},
        {{.hours = 1, .days = 1, .rooms = 9, .shortest_min = 60, .longest_min = 60}, 9},
        {{.slots = 18, .rooms = 20, .talks = 216}, 195},
        {{.slots = 18, .rooms = 6, .shortest_min = 15, .longest_min = 45}, 0},
        {{.slots = 5, .rooms = 1}, 1},
    };
    for (size_t i = 0; i < BASE_COUNT(cases); i++) {
        struct arena arena = ARENA_EMPTY;
        struct diag_list diags = DIAG_LIST_EMPTY;
        struct generate_options settled;
        struct rng rng = rng_seeded(i);
        assert_true(settle_options(&cases[i].options, &diags, &settled));
        struct plan plan = plan_make(&arena, &settled, &rng);
        uint32_t needed = plan_most_at_once(&plan);
        struct cast cast =
            cast_make(&arena, &plan, cases[i].speakers > 0 ? cases[i].speakers : needed, 50, &rng);
        assert_true(needed <= settled.rooms);
        assert_plan_holds(&plan, &cast, settled.rooms);
        assert_talks_in_windows(&plan, settled.slots > 0);
        /* A third of the time, where there are people enough. */
        uint32_t away = count_away(&arena, &plan, &cast);
        uint32_t third = cast.n_speakers * (plan.n_cells / 3);
        assert_in_range(away, cases[i].speakers > 100 ? third : 0,
                        third > 0 ? third : cast.n_speakers);
        for (uint32_t speaker = 0; speaker < cast.n_speakers; speaker++) {
            assert_int_not_equal(cast.first[speaker], UINT32_MAX); /* has a talk */
        }
        arena_free(&arena);
    }
}

static void test_demands_suit_the_room(void **state)
{
    (void)state;
    struct rng rng = rng_seeded(1);
    struct arena arena = ARENA_EMPTY;
    enum { ROOMS = 12, TALKS = 1000 };
    const struct rooms_room *rooms = rooms_make(&arena, ROOMS, &rng);
    uint32_t n_needy[ROOMS] = {0};
    for (uint32_t i = 0; i < ROOMS * TALKS; i++) {
        const struct rooms_room *room = &rooms[i % ROOMS];
        struct rooms_demand demand = rooms_demand_of(room->class, &rng);
        bool has = demand.feature == NULL;
        for (int c = 0; c <= (int)room->class && !has; c++) {
            has = strcmp(rooms_feature((enum rooms_class)c), demand.feature) == 0;
        }
        assert_true(has);
        assert_in_range(demand.audience, 1, room->capacity);
        assert_true(room->class == ROOMS_SMALL || rooms[ROOMS - 1].capacity < room->capacity);
        n_needy[i % ROOMS] +=
            room->class > ROOMS_SMALL && demand.audience > rooms[ROOMS - 1].capacity;
    }
    /* Large rooms are not wanted by all that are in them. */
    for (uint32_t r = 0; r < ROOMS; r++) {
        assert_in_range(n_needy[r], 0, TALKS * 4 / 5);
    }
    assert_int_equal(rooms[1].class, ROOMS_LARGE);
    assert_int_equal(rooms[2].class, ROOMS_MEDIUM);
    assert_int_equal(rooms[6].class, ROOMS_SMALL);
    arena_free(&arena);
}

static void test_wishes(void **state)
{
    (void)state;
    enum { TALKS = 100, WISHES = 8, ATTENDEES = 400 };
    struct arena arena = ARENA_EMPTY;
    struct rng rng = rng_seeded(1);
    struct taste taste = taste_make(&arena, TALKS, &rng);
    uint32_t talks[TALKS], wanted[TALKS] = {0}, most = 0;
    for (uint32_t a = 1; a <= ATTENDEES; a++) {
        uint32_t n = a == 7 ? TALKS : WISHES;
        taste_choose(&taste, a, &rng, talks, n);
        for (uint32_t i = 0; i < n; i++) {
            assert_in_range(talks[i], i > 0 ? talks[i - 1] + 1 : 0, TALKS - 1);
            wanted[talks[i]]++;
            most = wanted[talks[i]] > most ? wanted[talks[i]] : most;
        }
    }
    /* Even wishes would give each talk 32. */
    assert_in_range(most, 120, 280);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hidden_timetables_hold),
        cmocka_unit_test(test_demands_suit_the_room),
        cmocka_unit_test(test_wishes),
    };
    return cmocka_run_group_tests_name("generate_plan", tests, NULL, NULL);
}
