#include "revise/fragile.h"

#include "base/vec.h"
#include "confab/audit.h"
#include "core/rule.h"
#include "explain/variant.h"
#include "revise/budget.h"
#include "revise/curve.h"
#include "revise/revise.h"

#include <stdlib.h>
#include <string.h>

/* ---- cases ---------------------------------------------------------------------------------- */

struct listing {
    const struct problem *problem;
    const struct timetable *timetable;
    struct fragile *fragile;
    VEC(struct fragile_case) cases;
};

static bool is_movable(const struct listing *l, uint32_t event)
{
    return l->timetable->v[event].placed && !l->problem->events[event].fixed;
}

static bool has_person(const struct event *event, struct person_id person)
{
    for (uint32_t i = 0; i < event->n_people; i++) {
        if (event->people[i].v == person.v) {
            return true;
        }
    }
    return false;
}

/* The half of its day that the event starts in. */
static struct interval half_day(const struct problem *problem, int32_t start_min)
{
    struct day_id day = problem_day_at(problem, start_min);
    struct interval whole = problem_whole_day(problem, day);
    int32_t noon_min;
    (void)calendar_time(&problem->zone, problem->days[day.v].day_number, FRAGILE_NOON_MIN,
                        &noon_min);
    return start_min < noon_min ? (struct interval){whole.from_min, noon_min}
                                : (struct interval){noon_min, whole.to_min};
}

static bool is_of_case(const struct listing *l, const struct fragile_case *one, uint32_t event)
{
    if (!is_movable(l, event)) {
        return false;
    }
    struct interval span = timetable_span(l->problem, l->timetable, (struct event_id){event});
    bool then = span.from_min < one->span.to_min && one->span.from_min < span.to_min;
    return then && (one->person.v != ID_NONE ? has_person(&l->problem->events[event], one->person)
                                             : l->timetable->v[event].room.v == one->room.v);
}

/* Adds the case unless it is known already. */
static void add_case(struct listing *l, struct fragile_case one)
{
    for (size_t i = l->cases.n; i-- > 0;) {
        const struct fragile_case *known = &l->cases.v[i];
        if (known->person.v != one.person.v || known->room.v != one.room.v) {
            break;
        }
        if (known->span.from_min == one.span.from_min) {
            return;
        }
    }
    struct event_id *events =
        arena_array(&l->fragile->arena, l->problem->n_events, sizeof(*events));
    for (uint32_t e = 0; e < l->problem->n_events; e++) {
        if (is_of_case(l, &one, e)) {
            events[one.n_events++] = (struct event_id){e};
        }
    }
    one.events = arena_copy(&l->fragile->arena, events, one.n_events * sizeof(*events));
    vec_push(&l->cases, one);
}

static void list_person(struct listing *l, struct person_id person)
{
    for (uint32_t e = 0; e < l->problem->n_events; e++) {
        if (is_movable(l, e) && has_person(&l->problem->events[e], person)) {
            add_case(
                l, (struct fragile_case){.person = person,
                                         .room = {ID_NONE},
                                         .span = half_day(l->problem, l->timetable->v[e].start_min),
                                         .state = FRAGILE_NOT_LOOKED_AT});
        }
    }
}

static void list_room(struct listing *l, struct room_id room)
{
    for (uint32_t e = 0; e < l->problem->n_events; e++) {
        if (is_movable(l, e) && l->timetable->v[e].room.v == room.v) {
            struct day_id day = problem_day_at(l->problem, l->timetable->v[e].start_min);
            add_case(l, (struct fragile_case){.person = {ID_NONE},
                                              .room = room,
                                              .span = problem_whole_day(l->problem, day),
                                              .state = FRAGILE_NOT_LOOKED_AT});
        }
    }
}

void fragile_list(const struct problem *problem, const struct timetable *timetable, bool with_rooms,
                  struct fragile *fragile)
{
    *fragile = (struct fragile){0};
    struct listing l = {.problem = problem, .timetable = timetable, .fragile = fragile};
    for (uint32_t p = 0; p < problem->n_people; p++) {
        list_person(&l, (struct person_id){p});
    }
    for (uint32_t r = 0; r < problem->n_rooms && with_rooms; r++) {
        list_room(&l, (struct room_id){r});
    }
    fragile->v = vec_to_arena(&l.cases, &fragile->arena);
    fragile->n = (uint32_t)l.cases.n;
    vec_free(&l.cases);
    struct score score = audit_timetable(problem, timetable);
    fragile->conflicts = score.n_hard;
    score_free(&score);
}

/* ---- one case ------------------------------------------------------------------------------- */

/* Never there in that time, however strong the rule about it is otherwise. */
static void take_person(struct arena *arena, struct problem *variant, struct person_id person,
                        struct interval away)
{
    static const struct interval ever = {INT32_MIN / 2, INT32_MAX / 2};
    struct person *one = &variant->people[person.v];
    struct intervals free = one->always_free ? (struct intervals){&ever, 1} : one->free;
    struct interval *left = arena_array(arena, (size_t)free.n + 1, sizeof(*left));
    uint32_t n = 0;
    for (uint32_t i = 0; i < free.n; i++) {
        struct interval span = free.v[i];
        if (span.from_min < away.from_min) {
            int32_t to_min = span.to_min < away.from_min ? span.to_min : away.from_min;
            left[n++] = (struct interval){span.from_min, to_min};
        }
        if (span.to_min > away.to_min) {
            int32_t from_min = span.from_min > away.to_min ? span.from_min : away.to_min;
            left[n++] = (struct interval){from_min, span.to_min};
        }
    }
    one->always_free = false;
    one->free = (struct intervals){left, n};
    struct rule_setting *setting = &variant->settings[rule_table_find("speaker-available")];
    if (setting->strength.kind != STRENGTH_HARD) {
        bool *firm = arena_array(arena, variant->n_events, sizeof(*firm));
        for (uint32_t e = 0; e < variant->n_events; e++) {
            firm[e] = has_person(&variant->events[e], person);
        }
        setting->firm = firm;
    }
}

static void take_room(struct problem *variant, struct room_id room, struct interval lost)
{
    uint32_t n = 0;
    for (uint32_t w = 0; w < variant->n_windows; w++) {
        const struct window *window = &variant->windows[w];
        bool gone = window->room.v == room.v && window->span.from_min < lost.to_min &&
                    lost.from_min < window->span.to_min;
        if (!gone) {
            variant->windows[n++] = *window;
        }
    }
    variant->n_windows = n;
}

/* Only moves count, and optional events that are left out. */
static struct problem make_variant(struct arena *arena, const struct problem *problem,
                                   const struct timetable *timetable)
{
    struct problem variant = variant_create(arena, problem);
    variant_drop_wishes(arena, &variant);
    for (uint32_t e = 0; e < variant.n_events; e++) {
        variant.events[e].optional_cost = problem->events[e].optional_cost;
    }
    variant_turn_off(arena, &variant, rule_table_find("moves-limit"));
    variant.freeze = NULL;
    variant.drafts = NULL;
    revise_publish(arena, &variant, timetable);
    variant.settings[rule_table_find("events-moved")].strength =
        (struct strength){STRENGTH_SOFT, 1};
    return variant;
}

static uint32_t count_told(struct arena *arena, const struct problem *variant,
                           const struct timetable *timetable)
{
    struct problem telling = variant_create(arena, variant);
    uint32_t rule = rule_table_find("people-told");
    telling.settings[rule].strength = (struct strength){STRENGTH_SOFT, 1};
    struct score score = audit_timetable(&telling, timetable);
    uint32_t told = (uint32_t)score.rules[rule].count;
    score_free(&score);
    return told;
}

static bool has_moved(const struct timetable *from, const struct timetable *to,
                      struct event_id event)
{
    const struct assignment *was = &from->v[event.v], *is = &to->v[event.v];
    return was->placed && is->placed &&
           (was->start_min != is->start_min || was->room.v != is->room.v);
}

/* Of a partial timetable, which need not be the best one. */
static void take_homeless(struct fragile *fragile, const struct problem *variant,
                          const struct timetable *timetable, struct fragile_case *one)
{
    struct event_id *homeless = arena_array(&fragile->arena, timetable->n, sizeof(*homeless));
    for (uint32_t e = 0; e < timetable->n; e++) {
        if (!timetable->v[e].placed && !variant->events[e].optional) {
            homeless[one->n_homeless++] = (struct event_id){e};
        }
    }
    one->homeless = homeless;
}

static void take_result(struct arena *arena, const struct problem *variant,
                        const struct timetable *timetable, const struct solve_result *result,
                        struct fragile_case *one)
{
    bool found = result->status == SOLVE_OPTIMAL || result->status == SOLVE_FEASIBLE;
    one->state = result->status == SOLVE_INFEASIBLE ? FRAGILE_IMPOSSIBLE : FRAGILE_UNKNOWN;
    if (!found || result->mismatch != NULL) {
        return;
    }
    one->state = FRAGILE_MOVES;
    one->moves = curve_count_moved(variant, &result->timetable);
    one->others = one->moves;
    for (uint32_t i = 0; i < one->n_events; i++) {
        one->others -= has_moved(timetable, &result->timetable, one->events[i]);
    }
    for (uint32_t e = 0; e < timetable->n; e++) {
        one->left_out += timetable->v[e].placed && !result->timetable.v[e].placed;
    }
    uint32_t level = levels_find(&result->score.levels, LEVEL_MOVED);
    one->least = level == ID_NONE ? 0 : (uint32_t)result->levels[level].bound;
    one->told = count_told(arena, variant, &result->timetable);
}

bool fragile_look(const struct problem *problem, const struct timetable *timetable,
                  const struct solve_options *options, struct fragile *fragile, uint32_t which)
{
    struct arena arena = ARENA_EMPTY;
    struct fragile_case *one = &fragile->v[which];
    struct problem variant = make_variant(&arena, problem, timetable);
    if (one->person.v != ID_NONE) {
        take_person(&arena, &variant, one->person, one->span);
    } else {
        take_room(&variant, one->room, one->span);
    }
    struct solve_options quick = *options;
    quick.complete_only = true;
    struct solve_result result = {0};
    bool ok = solve_problem(&variant, &quick, &result);
    if (ok) {
        take_result(&arena, &variant, timetable, &result, one);
        if (one->state == FRAGILE_IMPOSSIBLE && result.has_timetable) {
            take_homeless(fragile, &variant, &result.timetable, one);
        }
        fragile->n_looked++;
    } else {
        fragile->failure = arena_print(&fragile->arena, "%s", result.failure);
    }
    solve_free(&result);
    arena_free(&arena);
    return ok;
}

/* ---- all cases ------------------------------------------------------------------------------ */

static int compare_counts(uint32_t a, uint32_t b)
{
    return (a < b) - (a > b);
}

/* What moves others most, then what is to be told to most; else as listed. */
static int compare_cases(const void *a, const void *b)
{
    const struct fragile_case *x = a, *y = b;
    if (x->state != y->state) {
        return x->state < y->state ? -1 : 1;
    }
    int order = compare_counts(x->others + x->left_out, y->others + y->left_out);
    order = order != 0 ? order : compare_counts(x->told, y->told);
    order = order != 0 ? order : compare_counts(x->moves, y->moves);
    order = order != 0 ? order : compare_counts(y->person.v, x->person.v);
    order = order != 0 ? order : compare_counts(y->room.v, x->room.v);
    return order != 0
               ? order
               : (x->span.from_min > y->span.from_min) - (x->span.from_min < y->span.from_min);
}

bool fragile_find(const struct problem *problem, const struct timetable *timetable,
                  const struct solve_options *options, struct fragile *fragile)
{
    fragile_list(problem, timetable, true, fragile);
    struct budget budget = budget_begin(options, fragile->n == 0 ? 1 : fragile->n);
    struct solve_options share;
    bool ok = true;
    for (uint32_t i = 0; i < fragile->n && ok && budget_share(&budget, fragile->n - i, &share);
         i++) {
        ok = fragile_look(problem, timetable, &share, fragile, i);
    }
    if (fragile->n > 0) {
        qsort(fragile->v, fragile->n, sizeof(*fragile->v), compare_cases);
    }
    return ok;
}

void fragile_free(struct fragile *fragile)
{
    arena_free(&fragile->arena);
    *fragile = (struct fragile){0};
}
