#include "rules/cells.h"

#include "rules/terms.h"

#include <string.h>

void cells_add_track(const struct problem *problem, struct track_id track,
                     struct cells_events *events)
{
    for (uint32_t i = 0; i < problem->n_events; i++) {
        if (problem->events[i].track.v == track.v) {
            vec_push(events, (struct event_id){i});
        }
    }
}

void cells_add_session(const struct problem *problem, struct session_id session,
                       struct cells_places *places)
{
    for (uint32_t w = 0; w < problem->n_windows; w++) {
        const struct window *window = &problem->windows[w];
        if (window->session.v == session.v) {
            struct cells_place place = {window->room, window->span, true};
            vec_push(places, place);
        }
    }
}

struct interval *cells_list_dates(const struct compile *compile, const struct cells_events *events,
                                  uint32_t *n)
{
    struct terms_times starts = {0};
    for (size_t i = 0; i < events->n; i++) {
        struct member member = {{events->v[i].v}, {ID_NONE}, 0};
        terms_add_starts(compile, member, &starts);
    }
    terms_sort_times(&starts);
    struct interval *dates = base_alloc_zero(starts.n + 1, sizeof(*dates));
    *n = 0;
    for (size_t i = 0; i < starts.n; i++) {
        int32_t t_min = starts.v[i];
        bool same = i > 0 && problem_date_at(compile->problem, starts.v[i - 1]) ==
                                 problem_date_at(compile->problem, t_min);
        if (!same) {
            dates[(*n)++].from_min = t_min;
        }
        dates[*n - 1].to_min = t_min + 1;
    }
    vec_free(&starts);
    return dates;
}

/* ---- counts -------------------------------------------------------------------- */

struct literal cells_in(const struct compile *compile, struct event_id event,
                        struct cells_place place)
{
    int32_t duration_min = compile->problem->events[event.v].duration_min;
    int32_t to_min = place.span.to_min - (place.whole ? duration_min - 1 : 0);
    return model_literal_between((struct choice_id){event.v}, place.span.from_min, to_min,
                                 place.room);
}

struct term_id cells_count(const struct compile *compile, const struct cells_events *events,
                           struct window_id id)
{
    const struct window *window = &compile->problem->windows[id.v];
    struct origin origin = ORIGIN_NONE;
    origin.room = window->room;
    origin.at_min = window->span.from_min;
    model_term_begin(compile->model, compile->rule, origin);
    for (size_t i = 0; i < events->n; i++) {
        model_term_add(compile->model, 1,
                       cells_in(compile, events->v[i],
                                (struct cells_place){window->room, window->span, true}));
    }
    return model_term_end_shared(compile->model);
}

uint32_t cells_add_within(const struct compile *compile, int32_t coef, struct event_id event,
                          const struct cells_place *places, size_t n)
{
    struct model *model = compile->model;
    uint32_t inside = 0;
    struct literal all = model_literal_between((struct choice_id){event.v}, INT32_MAX,
                                               CALENDAR_NO_TIME + 1, (struct room_id){ID_NONE});
    for (size_t i = 0; i < n; i++) {
        struct literal one = cells_in(compile, event, places[i]);
        uint32_t here = model_literal_count(model, one);
        if (here > 0) {
            all.from_min = one.from_min < all.from_min ? one.from_min : all.from_min;
            all.to_min = one.to_min > all.to_min ? one.to_min : all.to_min;
        }
        inside += here;
    }
    if (inside == 0) {
        return 0;
    }
    if (model_literal_count(model, all) == inside) {
        model_term_add(model, coef, all);
        return 1;
    }
    uint32_t added = 0;
    for (size_t i = 0; i < n; i++) {
        struct literal one = cells_in(compile, event, places[i]);
        if (model_literal_count(model, one) > 0) {
            model_term_add(model, coef, one);
            added++;
        }
    }
    return added;
}

static struct term_id count_within(const struct compile *compile, const struct cells_events *events,
                                   const struct cells_place *places, size_t n)
{
    struct origin origin = ORIGIN_NONE;
    origin.at_min = n == 0 ? CALENDAR_NO_TIME : places[0].span.from_min;
    model_term_begin(compile->model, compile->rule, origin);
    for (size_t i = 0; i < events->n; i++) {
        cells_add_within(compile, 1, events->v[i], places, n);
    }
    return model_term_end_shared(compile->model);
}

struct term_id cells_count_session(const struct compile *compile, const struct cells_events *events,
                                   struct session_id session)
{
    struct cells_places places = {0};
    cells_add_session(compile->problem, session, &places);
    struct term_id count = count_within(compile, events, places.v, places.n);
    vec_free(&places);
    return count;
}

struct term_id cells_count_room(const struct compile *compile, const struct cells_events *events,
                                struct room_id room, struct interval starts)
{
    struct cells_place place = {room, starts, false};
    return count_within(compile, events, &place, 1);
}

static int64_t cost_beyond_one(int64_t n, int64_t weight)
{
    return n > 1 ? weight * (n - 1) : 0;
}

void cells_end_one(const struct compile *compile)
{
    const struct strength *strength = &compile->setting->strength;
    if (strength->kind == STRENGTH_HARD) {
        model_term_end_range(compile->model, INT64_MIN, 1);
    } else {
        model_term_end_cost(compile->model, compile->level, cost_beyond_one, strength->weight);
    }
}

/* ---- pairs of events ----------------------------------------------------------- */

bool cells_never_share(const struct problem *problem, struct event_id a, struct event_id b)
{
    const struct event *one = &problem->events[a.v], *other = &problem->events[b.v];
    if (one->track.v == ID_NONE || other->track.v == ID_NONE || one->track.v == other->track.v ||
        (one->fixed && other->fixed)) {
        return false;
    }
    for (uint32_t i = 0; i < problem->n_waivers; i++) {
        if (strcmp(problem->waivers[i].rule, "window-one-track") == 0) {
            return false;
        }
    }
    uint32_t rule = rule_table_find("window-one-track");
    return problem->settings[rule].strength.kind == STRENGTH_HARD;
}

/* Appends the open term, of which 2 is too many, or forbids that. */
static void end_apart(const struct compile *compile, struct strength strength,
                      struct terms_ids *counts)
{
    if (strength.kind == STRENGTH_HARD) {
        model_term_end_range(compile->model, INT64_MIN, 1);
    } else {
        vec_push(counts, model_term_end_count(compile->model));
    }
}

/* Per room r that a may be in: [a in r] + [b within] − [b in r] is 2 when they are apart. */
static void add_by_room(const struct compile *compile, struct strength strength, struct event_id a,
                        struct event_id b, const struct cells_place *places, size_t n,
                        struct terms_ids *counts)
{
    struct model *model = compile->model;
    struct origin origin = ORIGIN_NONE;
    origin.events[0] = a;
    origin.events[1] = b;
    for (size_t i = 0; i < n; i++) {
        bool first = true;
        for (size_t k = 0; k < i; k++) {
            first = first && places[k].room.v != places[i].room.v;
        }
        if (!first) {
            continue;
        }
        origin.room = places[i].room;
        origin.at_min = places[i].span.from_min;
        model_term_begin(model, compile->rule, origin);
        uint32_t of_a = 0, of_b = 0;
        for (size_t k = i; k < n; k++) {
            if (places[k].room.v == origin.room.v) {
                of_a += cells_add_within(compile, 1, a, &places[k], 1);
            }
        }
        if (of_a > 0) {
            of_b = cells_add_within(compile, 1, b, places, n);
        }
        for (size_t k = i; k < n && of_b > 0; k++) {
            if (places[k].room.v == origin.room.v) {
                cells_add_within(compile, -1, b, &places[k], 1);
            }
        }
        if (of_b == 0) {
            model_term_drop(model);
        } else {
            end_apart(compile, strength, counts);
        }
    }
}

static void add_apart(const struct compile *compile, struct strength strength, struct event_id a,
                      struct event_id b, const struct cells_place *places, size_t n,
                      struct terms_ids *counts)
{
    if (!cells_never_share(compile->problem, a, b)) {
        add_by_room(compile, strength, a, b, places, n, counts);
        return;
    }
    struct origin origin = ORIGIN_NONE;
    origin.events[0] = a;
    origin.events[1] = b;
    origin.at_min = n == 0 ? CALENDAR_NO_TIME : places[0].span.from_min;
    model_term_begin(compile->model, compile->rule, origin);
    if (cells_add_within(compile, 1, a, places, n) > 0 &&
        cells_add_within(compile, 1, b, places, n) > 0) {
        end_apart(compile, strength, counts);
    } else {
        model_term_drop(compile->model);
    }
}

void cells_pair_within(const struct compile *compile, struct strength strength, struct event_id a,
                       struct event_id b, const struct cells_places *places, const size_t *ends,
                       size_t n_groups)
{
    struct terms_ids counts = {0};
    struct origin origin = ORIGIN_NONE;
    origin.events[0] = a;
    origin.events[1] = b;
    size_t from = 0;
    for (size_t g = 0; g < n_groups; g++) {
        add_apart(compile, strength, a, b, places->v + from, ends[g] - from, &counts);
        from = ends[g];
    }
    terms_charge_any(compile, counts.v, (uint32_t)counts.n, strength.weight, origin);
    vec_free(&counts);
}

void cells_pair(const struct compile *compile, struct strength strength, struct event_id a,
                struct event_id b)
{
    const struct problem *problem = compile->problem;
    struct cells_places places = {0};
    size_t *ends = base_alloc_zero((size_t)problem->n_sessions + 1, sizeof(*ends));
    for (uint32_t s = 0; s < problem->n_sessions; s++) {
        cells_add_session(problem, (struct session_id){s}, &places);
        ends[s] = places.n;
    }
    cells_pair_within(compile, strength, a, b, &places, ends, problem->n_sessions);
    base_free(ends);
    vec_free(&places);
}
