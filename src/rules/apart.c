/* Pairs that are apart, counted by groups: a term a class, however many pairs there are.
 *
 * Among n events of one weight, in classes 1 … k, the pairs apart are Σ_c x_c · y_c, where x_c is
 * how many are in class c, and y_c in those after it. Both are read off one count,
 * x_c + (n+1) · y_c, so that f(m) = weight · (m mod (n+1)) · ⌊m / (n+1)⌋. Between two groups y_c is
 * how many of the other group are in other classes than c. */
#include "rules/apart.h"

#include "rules/terms.h"

enum {
    GROUP_MOST = 48,  /* tables grow with its square; larger groups are cut */
    NOTED_MOST = 200, /* of larger groups no facts are noted */
};

struct group {
    const struct event_id *v;
    uint32_t n;
};

void apart_add_place(struct apart *apart, struct room_id room, struct interval starts)
{
    struct cells_place place = {room, starts, false};
    vec_push(&apart->places, place);
}

void apart_end_class(struct apart *apart)
{
    vec_push(&apart->ends, apart->places.n);
}

void apart_free(struct apart *apart)
{
    vec_free(&apart->places);
    vec_free(&apart->ends);
}

/* Adds coef · [the event is in one of the places from ≤ i < to] to the open term. */
static void add_places(const struct compile *compile, const struct apart *apart, size_t from,
                       size_t to, struct event_id event, int32_t coef)
{
    for (size_t i = from; i < to; i++) {
        const struct cells_place *place = &apart->places.v[i];
        struct choice_id choice = {event.v};
        model_term_add(
            compile->model, coef,
            model_literal_between(choice, place->span.from_min, place->span.to_min, place->room));
    }
}

/* Ends the open term m: weight · (m mod base) · ⌊m / base⌋. */
static void end_product(const struct compile *compile, int64_t base, int64_t weight)
{
    const struct term *term = &compile->model->terms.v[compile->model->terms.n - 1];
    VEC(int64_t) costs = {0};
    for (int64_t m = term->least; m <= term->most; m++) {
        int64_t cost = weight * (m % base) * (m / base);
        vec_push(&costs, cost);
    }
    model_term_end_table(compile->model, compile->level, costs.v);
    vec_free(&costs);
}

static void begin_class(const struct compile *compile, const struct apart *apart, size_t from)
{
    struct origin origin = ORIGIN_NONE;
    origin.at_min = apart->places.v[from].span.from_min;
    origin.room = apart->places.v[from].room;
    model_term_begin(compile->model, compile->rule, origin);
}

static void charge_within(const struct compile *compile, const struct apart *apart,
                          struct group group, int64_t weight)
{
    int32_t base = (int32_t)group.n + 1;
    size_t from = 0;
    for (size_t c = 0; c + 1 < apart->ends.n && group.n > 1; c++) {
        size_t to = apart->ends.v[c];
        begin_class(compile, apart, from);
        for (uint32_t i = 0; i < group.n; i++) {
            add_places(compile, apart, from, to, group.v[i], 1);
            add_places(compile, apart, to, apart->places.n, group.v[i], base);
        }
        end_product(compile, base, weight);
        from = to;
    }
}

static void charge_between(const struct compile *compile, const struct apart *apart,
                           struct group one, struct group other, int64_t weight)
{
    int32_t base = (int32_t)one.n + 1;
    size_t from = 0;
    for (size_t c = 0; c < apart->ends.n && one.n > 0 && other.n > 0; c++) {
        size_t to = apart->ends.v[c];
        begin_class(compile, apart, from);
        for (uint32_t i = 0; i < one.n; i++) {
            add_places(compile, apart, from, to, one.v[i], 1);
        }
        for (uint32_t i = 0; i < other.n; i++) {
            add_places(compile, apart, 0, from, other.v[i], base);
            add_places(compile, apart, to, apart->places.n, other.v[i], base);
        }
        end_product(compile, base, weight);
        from = to;
    }
}

/* Sorts the events by length, keeping their order otherwise. */
static void sort_lengths(const struct problem *problem, struct cells_events *events)
{
    for (size_t i = 1; i < events->n; i++) {
        struct event_id event = events->v[i];
        int32_t length_min = problem->events[event.v].duration_min;
        size_t at = i;
        for (; at > 0 && problem->events[events->v[at - 1].v].duration_min > length_min; at--) {
            events->v[at] = events->v[at - 1];
        }
        events->v[at] = event;
    }
}

/* The events from `from` on that weigh the same, at most GROUP_MOST of them. */
static struct group next_group(const struct problem *problem, const struct cells_events *events,
                               size_t from, bool ticks)
{
    struct group group = {events->v + from, 0};
    int32_t length_min = problem->events[events->v[from].v].duration_min;
    while (from + group.n < events->n && group.n < GROUP_MOST &&
           (!ticks || problem->events[events->v[from + group.n].v].duration_min == length_min)) {
        group.n++;
    }
    return group;
}

void apart_charge(const struct compile *compile, const struct apart *apart,
                  const struct cells_events *events, bool ticks)
{
    const struct problem *problem = compile->problem;
    int64_t weight = compile->setting->strength.weight;
    struct cells_events sorted = {0};
    for (size_t i = 0; i < events->n; i++) {
        vec_push(&sorted, events->v[i]);
    }
    sort_lengths(problem, &sorted);
    for (size_t i = 0; i < sorted.n;) {
        struct group one = next_group(problem, &sorted, i, ticks);
        int64_t own = ticks ? terms_event_ticks(problem, one.v[0]) : 1;
        charge_within(compile, apart, one, weight * own * (ticks ? 2 : 1));
        for (size_t k = i + one.n; k < sorted.n;) {
            struct group other = next_group(problem, &sorted, k, ticks);
            int64_t both = ticks ? own + terms_event_ticks(problem, other.v[0]) : 1;
            charge_between(compile, apart, one, other, weight * both);
            k += other.n;
        }
        i += one.n;
    }
    vec_free(&sorted);
}

void apart_note(const struct compile *compile, enum apart_fact fact,
                const struct cells_events *events, bool ticks)
{
    struct model *model = compile->model;
    for (size_t i = 0; i < events->n && events->n <= NOTED_MOST; i++) {
        for (size_t k = 0; k < i; k++) {
            struct event_id a = events->v[k], b = events->v[i];
            int64_t count = ticks ? terms_event_ticks(compile->problem, a) +
                                        terms_event_ticks(compile->problem, b)
                                  : 1;
            int64_t cost = compile->setting->strength.weight * count;
            struct bond bond = {{a.v < b.v ? a.v : b.v},
                                {a.v < b.v ? b.v : a.v},
                                fact == APART_DAYS ? cost : 0,
                                fact == APART_ROOMS ? cost : 0};
            if (!model_spares(model, bond.a) && !model_spares(model, bond.b) && cost > 0 &&
                compile->level == model->levels.soft) {
                vec_push(&model->bonds, bond);
            }
        }
    }
}
