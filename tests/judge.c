#include "judge.h"

#include "base/rng.h"
#include "base/vec.h"
#include "confab/audit.h"
#include "core/rule.h"
#include "explain/variant.h"

#include <stdio.h>
#include <string.h>

/* ---- what is demanded ------------------------------------------------------------------------ */

void judge_list_pieces(const struct problem *problem, uint32_t rule, struct demands *pieces)
{
    bool *all = base_alloc(problem->n_events + 1);
    memset(all, true, problem->n_events + 1);
    demand_split(problem, rule, all, pieces);
    base_free(all);
}

static bool is_event(const struct explain_demand *demand)
{
    return demand->rule == rule_table_find("unscheduled");
}

static bool is_same(const struct explain_demand *a, const struct demand *b)
{
    bool same = a->rule == b->rule && a->n_events == b->n_events && a->person.v == b->person.v &&
                a->room.v == b->room.v && a->day.v == b->day.v;
    for (uint32_t i = 0; i < a->n_events && same; i++) {
        same = a->events[i].v == b->events[i].v;
    }
    return same;
}

/* The demand's place in the conflict; ID_NONE: it is not in it. */
static uint32_t find_demand(const struct explain_conflict *conflict, const struct demand *demand)
{
    for (uint32_t i = 0; i < conflict->n_demands; i++) {
        if (is_same(&conflict->demands[i], demand)) {
            return i;
        }
    }
    return ID_NONE;
}

static bool has_piece_of(const struct explain_conflict *conflict, uint32_t rule)
{
    for (uint32_t i = 0; i < conflict->n_demands; i++) {
        if (conflict->demands[i].rule == rule) {
            return true;
        }
    }
    return false;
}

bool *judge_held(struct arena *arena, const struct problem *hard,
                 const struct explain_conflict *conflict, uint32_t without)
{
    bool *held = arena_array(arena, hard->n_events, sizeof(*held));
    for (uint32_t i = 0; i < conflict->n_demands; i++) {
        if (i != without && is_event(&conflict->demands[i])) {
            held[conflict->demands[i].events[0].v] = true;
        }
    }
    return held;
}

static void lift_rule(struct arena *arena, struct problem *variant, const struct problem *hard,
                      const struct explain_conflict *conflict, uint32_t without,
                      const struct demand *whole)
{
    uint32_t at = find_demand(conflict, whole);
    if (at != ID_NONE || !has_piece_of(conflict, whole->rule)) {
        if (at == ID_NONE || at == without) {
            demand_lift(arena, variant, whole);
        }
        return;
    }
    struct demands pieces = {0};
    judge_list_pieces(hard, whole->rule, &pieces);
    for (size_t i = 0; i < pieces.n; i++) {
        at = find_demand(conflict, &pieces.v[i]);
        if (at == ID_NONE || at == without) {
            demand_lift(arena, variant, &pieces.v[i]);
        }
    }
    vec_free(&pieces);
}

struct problem judge_variant(struct arena *arena, const struct problem *hard,
                             const struct explain_conflict *conflict, uint32_t without)
{
    struct problem variant = variant_create(arena, hard);
    struct demands rules = {0};
    const bool *held = judge_held(arena, hard, conflict, without);
    demand_list_rules(hard, &rules);
    for (size_t i = 0; i < rules.n; i++) {
        lift_rule(arena, &variant, hard, conflict, without, &rules.v[i]);
    }
    for (uint32_t e = 0; e < hard->n_events; e++) {
        if (!held[e]) {
            variant_make_optional(&variant, (struct event_id){e});
        }
    }
    vec_free(&rules);
    return variant;
}

/* ---- where an event may be ----------------------------------------------------------------------
 */

struct spots {
    struct placement *v;
    size_t n, cap;
};

/* Hard violations by rules of the family, events left out not among them. */
static uint32_t count_hard(const struct score *score, bool placement_only)
{
    uint32_t n = 0;
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        bool asked = !placement_only || rule_table_at(r)->family == RULE_PLACEMENT;
        n += asked ? score->rules[r].hard : 0;
    }
    return n;
}

/* On the grid, at a slot's begin, or where the event is pinned. */
static bool is_start(const struct problem *problem, uint32_t event, struct placement place)
{
    const struct value *pin = attrs_find(&problem->events[event].attrs, "pin");
    struct local_time local = calendar_local(&problem->zone, place.start_min);
    bool start = (local.hour * 60 + local.minute) % problem->granularity_min == 0 ||
                 (pin != NULL && pin->as.pin.start_min == place.start_min);
    for (uint32_t w = 0; w < problem->n_windows && !start; w++) {
        const struct window *window = &problem->windows[w];
        start = window->slot && window->room.v == place.room.v &&
                window->span.from_min == place.start_min;
    }
    return start;
}

static struct interval whole_day(const struct problem *problem, uint32_t day)
{
    struct interval span;
    (void)calendar_time(&problem->zone, problem->days[day].day_number, 0, &span.from_min);
    (void)calendar_time(&problem->zone, problem->days[day].day_number + 1, 0, &span.to_min);
    return span;
}

/* All places at which no rule about places speaks against the event. */
static void list_spots(const struct problem *problem, uint32_t event, struct spots *spots)
{
    struct arena arena = ARENA_EMPTY;
    struct timetable timetable = timetable_create(&arena, problem);
    const struct event *one = &problem->events[event];
    for (uint32_t e = 0; e < problem->n_events; e++) {
        timetable.v[e].placed = e == event;
    }
    if (one->fixed) {
        struct placement given = {one->fixed_room, one->fixed_start_min};
        vec_push(spots, given);
    }
    for (uint32_t d = 0; d < problem->n_days && !one->fixed; d++) {
        struct interval day = whole_day(problem, d);
        for (uint32_t r = 0; r < problem->n_rooms; r++) {
            for (int32_t t = day.from_min; t + one->duration_min <= day.to_min; t += 5) {
                struct placement place = {{r}, t};
                timetable.v[event] = (struct assignment){true, place.room, t};
                if (is_start(problem, event, place)) {
                    struct score score = audit_timetable(problem, &timetable);
                    if (count_hard(&score, true) == 0) {
                        vec_push(spots, place);
                    }
                    score_free(&score);
                }
            }
        }
    }
    arena_free(&arena);
}

/* ---- all timetables ---------------------------------------------------------------------------
 */

struct trying {
    const struct problem *problem;
    const bool *held;
    struct spots *spots; /* [n_events] */
    struct timetable timetable;
    uint32_t order[64];
    bool others; /* events that need not be held are tried as well */
    uint32_t left, looked;
};

/* What such a rule finds about two events stays, whatever else is placed. */
static bool stays(uint32_t rule)
{
    static const char *const ids[] = {"room-clash", "speaker-clash", "not-parallel", "plenary",
                                      "after"};
    for (size_t i = 0; i < BASE_COUNT(ids); i++) {
        if (rule == rule_table_find(ids[i])) {
            return true;
        }
    }
    return false;
}

/* Whether it is in vain to place more. */
static bool is_lost(const struct score *score)
{
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        if (score->rules[r].hard > 0 && stays(r)) {
            return true;
        }
    }
    return false;
}

/* Whether one will do. */
static bool try_from(struct trying *x, uint32_t k)
{
    const struct problem *problem = x->problem;
    if (x->left == 0) {
        return false;
    }
    x->left--;
    x->looked++;
    struct score score = audit_timetable(problem, &x->timetable);
    bool lost = is_lost(&score), well = count_hard(&score, false) == 0;
    score_free(&score);
    if (k == problem->n_events || lost) {
        return !lost && well;
    }
    uint32_t event = x->order[k];
    struct assignment *assignment = &x->timetable.v[event];
    bool found = !x->held[event] && try_from(x, k + 1);
    for (size_t i = 0; i < x->spots[event].n && !found && (x->held[event] || x->others); i++) {
        *assignment =
            (struct assignment){true, x->spots[event].v[i].room, x->spots[event].v[i].start_min};
        found = try_from(x, k + 1);
    }
    assignment->placed = found && assignment->placed;
    return found;
}

static enum judged try_with(struct trying *x, bool others, uint32_t most)
{
    for (uint32_t e = 0; e < x->problem->n_events; e++) {
        x->timetable.v[e].placed = false;
    }
    x->others = others;
    x->left = most;
    bool found = try_from(x, 0);
    return found ? JUDGED_SOME : x->left > 0 ? JUDGED_NONE : JUDGED_TOO_MANY;
}

enum judged judge_try_all(const struct problem *variant, const bool *held, uint32_t most,
                          uint32_t *looked)
{
    struct arena arena = ARENA_EMPTY;
    struct trying x = {.problem = variant, .held = held};
    uint32_t n = 0;
    BUG_UNLESS(variant->n_events <= BASE_COUNT(x.order));
    x.timetable = timetable_create(&arena, variant);
    x.spots = arena_array(&arena, variant->n_events, sizeof(*x.spots));
    for (uint32_t e = 0; e < variant->n_events; e++) {
        list_spots(variant, e, &x.spots[e]);
    }
    for (int turn = 0; turn < 2; turn++) {
        for (uint32_t e = 0; e < variant->n_events; e++) {
            if (held[e] == (turn == 0)) {
                x.order[n++] = e;
            }
        }
    }
    enum judged judged = try_with(&x, true, most);
    if (judged == JUDGED_TOO_MANY) {
        judged = try_with(&x, false, most);
        judged = judged == JUDGED_NONE ? JUDGED_NONE_HELD : judged;
    }
    *looked += x.looked;
    for (uint32_t e = 0; e < variant->n_events; e++) {
        vec_free(&x.spots[e]);
    }
    arena_free(&arena);
    return judged;
}

bool judge_accepts(const struct problem *variant, const struct timetable *timetable)
{
    bool on_grid = true;
    for (uint32_t e = 0; e < variant->n_events; e++) {
        const struct event *event = &variant->events[e];
        const struct assignment *at = &timetable->v[e];
        struct placement place = {at->room, at->start_min};
        if (at->placed && event->fixed) {
            on_grid = on_grid && place.start_min == event->fixed_start_min &&
                      place.room.v == event->fixed_room.v;
        } else if (at->placed) {
            on_grid = on_grid && is_start(variant, e, place);
        }
    }
    struct score score = audit_timetable(variant, timetable);
    bool well = score.n_hard == 0;
    score_free(&score);
    return on_grid && well;
}

/* ---- lifting
 * ------------------------------------------------------------------------------------- */

static bool names_only(const struct violation *violation, const struct demand *demand)
{
    for (uint32_t i = 0; i < violation->n_events; i++) {
        bool named = false;
        for (uint32_t k = 0; k < demand->n_events; k++) {
            named = named || violation->events[i].v == demand->events[k].v;
        }
        if (!named) {
            return false;
        }
    }
    return violation->n_events > 0;
}

static bool belongs(const struct problem *problem, const struct timetable *timetable,
                    const struct violation *violation, const struct demand *demand)
{
    if (violation->rule != demand->rule) {
        return false;
    }
    if (rule_table_at(demand->rule)->about == RULE_ABOUT_HOURS) {
        const struct assignment *at = &timetable->v[violation->events[0].v];
        struct local_time local = calendar_local(&problem->zone, at->start_min);
        int32_t date = 0;
        (void)calendar_day_number(local.year, local.month, local.day, &date);
        return (demand->room.v == ID_NONE || demand->room.v == at->room.v) &&
               (demand->day.v == ID_NONE || problem->days[demand->day.v].day_number == date);
    }
    if (demand->person.v != ID_NONE) {
        return violation->n_people == 1 && violation->people[0].v == demand->person.v;
    }
    if (demand->room.v != ID_NONE) {
        return violation->n_rooms > 0 && violation->rooms[0].v == demand->room.v;
    }
    return demand->n_events == 0 || names_only(violation, demand);
}

static bool has_violation(const struct score *score, const struct violation *violation)
{
    for (uint32_t i = 0; i < score->n_violations; i++) {
        const struct violation *one = &score->violations[i];
        if (one->hard && !one->left_out && one->rule == violation->rule &&
            one->span.from_min == violation->span.from_min &&
            strcmp(one->message, violation->message) == 0) {
            return true;
        }
    }
    return false;
}

static bool compare_scores(const struct problem *hard, const struct timetable *timetable,
                           const struct demand *demand, const struct score *all,
                           const struct score *lifted)
{
    const struct violation *wrong = NULL;
    const char *what = "";
    for (uint32_t i = 0; i < all->n_violations && wrong == NULL; i++) {
        const struct violation *one = &all->violations[i];
        bool gone = belongs(hard, timetable, one, demand);
        if (one->hard && !one->left_out && has_violation(lifted, one) == gone) {
            wrong = one;
            what = gone ? "is still found" : "is no longer found";
        }
    }
    for (uint32_t i = 0; i < lifted->n_violations && wrong == NULL; i++) {
        const struct violation *one = &lifted->violations[i];
        if (one->hard && !one->left_out && !has_violation(all, one)) {
            wrong = one;
            what = "is found only then";
        }
    }
    if (wrong != NULL) {
        fprintf(stderr, "lifting of %s (events %d %d, person %d, room %d, day %d): '%s' %s\n",
                rule_table_at(demand->rule)->id, (int)demand->events[0].v, (int)demand->events[1].v,
                (int)demand->person.v, (int)demand->room.v, (int)demand->day.v, wrong->message,
                what);
    }
    return wrong == NULL;
}

bool judge_lift(const struct problem *hard, const struct demand *demand, struct rng *rng,
                uint32_t rounds)
{
    struct arena arena = ARENA_EMPTY;
    struct problem variant = variant_create(&arena, hard);
    struct timetable timetable = timetable_create(&arena, hard);
    demand_lift(&arena, &variant, demand);
    bool well = true;
    for (uint32_t round = 0; round < rounds && well; round++) {
        for (uint32_t e = 0; e < hard->n_events; e++) {
            const struct event *event = &hard->events[e];
            struct interval day = whole_day(hard, rng_below(rng, hard->n_days));
            int32_t early_min = rng_below(rng, 2) == 0 ? 9 * 60 : 0;
            int32_t steps = early_min > 0 ? 120 / 15 : (1440 - event->duration_min) / 15;
            timetable.v[e].placed = rng_below(rng, 5) > 0;
            if (!event->fixed) {
                timetable.v[e].room.v = rng_below(rng, hard->n_rooms);
                timetable.v[e].start_min =
                    day.from_min + early_min + 15 * (int32_t)rng_below(rng, (uint32_t)steps + 1);
            }
        }
        struct score all = audit_timetable(hard, &timetable);
        struct score lifted = audit_timetable(&variant, &timetable);
        well = compare_scores(hard, &timetable, demand, &all, &lifted);
        score_free(&all);
        score_free(&lifted);
    }
    arena_free(&arena);
    return well;
}
