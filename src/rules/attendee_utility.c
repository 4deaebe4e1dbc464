/* attendee-clash as utility: at each moment an attendee is at what he wants most of what runs, and
 * loses his interest in the rest.
 *
 * Lost at time t: Σ w − max w over the wanted events that cover t = Σ_k (θ_k − θ_{k−1}) · max(0,
 * n_k − 1), n_k = Σ_{e of interest ≥ θ_k} [e covers t]: convex in the counts, so that the linear
 * relaxation is its lower envelope, as with pairs. Where whatever overlaps starts together, that is
 * once a start. Elsewhere, counted once an event: weight · w · [some event wanted more overlaps e],
 * the indicator over the pair's times, shared by all who want e and the same others more.
 *
 * Seats: let A_θ = Σ [a attends e] over the attendees of interest ≥ θ in e. Those who want it most
 * get the seats, so that Σ_k (θ_k − θ_{k−1}) · max(0, A_θk − capacity) is lost; with n = A_θ − Σ_r
 * capacity_r · [e in r] that is linear above 0. [a attends e] = Σ_t [[e at t] − Σ_{f wanted more}
 * [f starts where it overlaps] ≥ 1] ≥ [e at t] − Σ_f …, which is all that the linear relaxation
 * needs. Hard: no two of what an attendee wants overlap, and no event is in a room with too few
 * seats. */
#include "rules/attendee_clash.h"

#include "rules/terms.h"

struct members {
    struct member *v;
    size_t n, cap;
};

/* ---- what else runs -------------------------------------------------------------- */

static void add_members(const struct attendance_wants *wants, struct members *members)
{
    vec_clear(members);
    for (uint32_t i = 0; i < wants->n; i++) {
        vec_push(members, attendance_member(wants->v[i].event));
    }
}

static void compile_wants(const struct compile *compile, const struct attendance_wants *wants,
                          enum timeline_kind kind, const struct members *members)
{
    struct timeline timeline = {
        .kind = kind,
        .rule = compile->rule,
        .level = compile->level,
        .shape = TIMELINE_EXCESS,
        .origin = ORIGIN_NONE,
    };
    int64_t below = 0;
    for (uint32_t i = 0; i < wants->n; i++) {
        int64_t step = wants->v[i].weight - below;
        timeline.n_heads = wants->n - i;
        timeline.weight = compile->setting->strength.weight * step * wants->attendees;
        if (step > 0) {
            model_add_timeline(compile->model, timeline, members->v + i, wants->n - i);
        }
        below = wants->v[i].weight;
    }
}

/* Each event once, for all who want the same others more. */
static void compile_missing(const struct compile *compile, struct attendance *attendance)
{
    struct attendance_terms terms = {0};
    for (uint32_t g = 0, next = 0; g < attendance->n_groups; g = next) {
        const struct attendance_group *group = &attendance->groups[g];
        int64_t lost = 0;
        for (next = g;
             next < attendance->n_groups && attendance_is_alike(group, &attendance->groups[next]);
             next++) {
            lost += attendance->groups[next].interest * attendance->groups[next].attendees;
        }
        struct origin origin = ORIGIN_NONE;
        origin.events[0] = group->event;
        vec_clear(&terms);
        attendance_add_missing(attendance, group, &terms);
        terms_charge_any(compile, terms.v, (uint32_t)terms.n,
                         lost * compile->setting->strength.weight, origin);
    }
    vec_free(&terms);
}

/* ---- seats ------------------------------------------------------------------------- */

/* The seats that so many can take up. */
static int64_t seats_in(const struct problem *problem, struct room_id room, int64_t people)
{
    int64_t capacity = room.v == ID_NONE ? -1 : problem->rooms[room.v].capacity;
    return capacity < 0 || capacity > people ? people : capacity;
}

/* Where the event may be; ID_NONE: off-site. */
struct places {
    VEC(struct room_id) rooms;
    int64_t least; /* seats */
};

static void find_places(const struct compile *compile, struct event_id event, int64_t people,
                        struct places *places)
{
    const struct model *model = compile->model;
    const struct choice *choice = &model->choices.v[event.v];
    vec_clear(&places->rooms);
    places->least = people;
    for (uint32_t k = choice->first_run; k < choice->first_run + choice->n_runs; k++) {
        struct room_id room = model->runs.v[k].room;
        if (places->rooms.n == 0 || places->rooms.v[places->rooms.n - 1].v != room.v) {
            int64_t seats = seats_in(compile->problem, room, people);
            vec_push(&places->rooms, room);
            places->least = seats < places->least ? seats : places->least;
        }
    }
}

static struct literal in_room(struct event_id event, struct room_id room)
{
    return model_literal_between((struct choice_id){event.v}, INT32_MIN + 1, INT32_MAX, room);
}

static void forbid_small_rooms(const struct compile *compile, struct event_id event, int64_t people,
                               const struct places *places)
{
    struct origin origin = ORIGIN_NONE;
    origin.events[0] = event;
    model_term_begin(compile->model, compile->rule, origin);
    for (size_t i = 0; i < places->rooms.n; i++) {
        if (seats_in(compile->problem, places->rooms.v[i], people) < people) {
            model_term_add(compile->model, 1, in_room(event, places->rooms.v[i]));
        }
    }
    model_term_end_range(compile->model, 0, 0);
}

/* Who attends, one entry a set of alike groups; `first`: its first group. */
struct crowd {
    uint32_t first;
    struct attendance_presence presence;
};

struct crowds {
    struct crowd *v;
    size_t n, cap;
};

/* Adds the groups of one set that want the event at least so much. */
static void add_crowd(const struct compile *compile, const struct attendance *attendance,
                      const struct crowd *crowd, int64_t interest)
{
    const struct attendance_group *first = &attendance->groups[crowd->first];
    const struct attendance_group *end = attendance->groups + attendance->n_groups;
    int64_t people = 0;
    for (const struct attendance_group *group = first;
         group < end && attendance_is_alike(first, group); group++) {
        people += group->interest >= interest ? group->attendees : 0;
    }
    for (size_t i = 0; i < crowd->presence.literals.n && people > 0; i++) {
        model_term_add(compile->model, (int32_t)people, crowd->presence.literals.v[i]);
    }
    for (size_t i = 0; i < crowd->presence.terms.n && people > 0; i++) {
        model_term_add_at_least(compile->model, (int32_t)people, crowd->presence.terms.v[i], 1);
    }
}

/* weight · max(0, those of that interest or more who attend − seats) */
static void charge_seats(const struct compile *compile, const struct attendance *attendance,
                         struct event_id event, const struct crowds *crowds,
                         const struct places *places, int64_t interest, int64_t people,
                         int64_t weight)
{
    struct origin origin = ORIGIN_NONE;
    origin.events[0] = event;
    model_term_begin(compile->model, compile->rule, origin);
    for (size_t i = 0; i < crowds->n; i++) {
        add_crowd(compile, attendance, &crowds->v[i], interest);
    }
    for (size_t i = 0; i < places->rooms.n; i++) {
        int64_t seats = seats_in(compile->problem, places->rooms.v[i], people);
        if (seats > 0) {
            model_term_add(compile->model, -(int32_t)seats, in_room(event, places->rooms.v[i]));
        }
    }
    model_term_end_cost(compile->model, compile->level, model_cost_linear, weight);
}

static int64_t people_above(const struct attendance_group *groups, uint32_t n, int64_t interest)
{
    int64_t people = 0;
    for (uint32_t i = 0; i < n; i++) {
        people += groups[i].interest >= interest ? groups[i].attendees : 0;
    }
    return people;
}

/* The least interest above `interest` that a group has; INT64_MAX: none. */
static int64_t interest_after(const struct attendance_group *groups, uint32_t n, int64_t interest)
{
    int64_t next = INT64_MAX;
    for (uint32_t i = 0; i < n; i++) {
        if (groups[i].interest > interest && groups[i].interest < next) {
            next = groups[i].interest;
        }
    }
    return next;
}

/* `weight`: of one point of interest. Groups first … first + n want the event. */
static void compile_event_seats(const struct compile *compile, struct attendance *attendance,
                                uint32_t first, uint32_t n, int64_t weight,
                                const struct places *places)
{
    const struct attendance_group *groups = attendance->groups + first;
    struct crowds crowds = {0};
    for (uint32_t i = 0; i < n; i++) {
        if (i == 0 || !attendance_is_alike(&groups[i - 1], &groups[i])) {
            struct crowd crowd = {.first = first + i};
            attendance_add_presence(attendance, &groups[i], &crowd.presence);
            vec_push(&crowds, crowd);
        }
    }
    int64_t below = 0;
    for (int64_t interest = interest_after(groups, n, 0); interest < INT64_MAX;
         interest = interest_after(groups, n, interest)) {
        int64_t people = people_above(groups, n, interest);
        if (people > places->least) {
            charge_seats(compile, attendance, groups->event, &crowds, places, interest, people,
                         weight * (interest - below));
        }
        below = interest;
    }
    for (size_t i = 0; i < crowds.n; i++) {
        vec_free(&crowds.v[i].presence.literals);
        vec_free(&crowds.v[i].presence.terms);
    }
    vec_free(&crowds);
}

/* Counted in ticks, a seat is missed as long as the event runs. */
static void compile_seats(const struct compile *compile, struct attendance *attendance, bool ticks)
{
    struct places places = {0};
    const struct attendance_group *groups = attendance->groups;
    for (uint32_t g = 0, next = 0; g < attendance->n_groups; g = next) {
        struct event_id event = groups[g].event;
        for (next = g; next < attendance->n_groups && groups[next].event.v == event.v;) {
            next++;
        }
        int64_t people = people_above(groups + g, next - g, 0);
        find_places(compile, event, people, &places);
        int32_t length_min = compile->model->choices.v[event.v].duration_min;
        int64_t units =
            ticks ? (length_min + compile->model->tick_min - 1) / compile->model->tick_min : 1;
        if (people <= places.least) {
            continue;
        }
        if (compile->setting->strength.kind == STRENGTH_HARD) {
            forbid_small_rooms(compile, event, people, &places);
        } else {
            compile_event_seats(compile, attendance, g, next - g,
                                compile->setting->strength.weight * units, &places);
        }
    }
    vec_free(&places.rooms);
}

void attendee_utility_compile(const struct compile *compile, bool seats)
{
    struct attendance attendance;
    enum terms_per per = terms_per_of(compile->setting, TERMS_AUTO);
    bool ticks = per == TERMS_TICK || (per == TERMS_AUTO && !compile->problem->aligned);
    attendance_init(&attendance, compile);
    bool hard = compile->setting->strength.kind == STRENGTH_HARD;
    bool moments = ticks || attendance_starts_together(&attendance);
    struct members members = {0};
    for (uint32_t i = 0; (hard || moments) && i < attendance.n_wants; i++) {
        add_members(&attendance.wants[i], &members);
        if (hard) {
            terms_forbid_overlap(compile, members.v, (uint32_t)members.n, ORIGIN_NONE);
        } else {
            compile_wants(compile, &attendance.wants[i], ticks ? TIMELINE_TICKS : TIMELINE_STARTS,
                          &members);
        }
    }
    if (!hard && !moments) {
        compile_missing(compile, &attendance);
    }
    if (seats) {
        compile_seats(compile, &attendance, ticks);
    }
    vec_free(&members);
    attendance_free(&attendance);
}
