/* Costs as given, for each window that a track, or anything, uses, and for events by their place.
 *
 * Per track and window: weight · cost · [Σ_e [e in the window] ≥ 1], so bound that each event pays
 * at most once for all; per room and window the same over all events; events: a cost of the
 * placement. Hard: what costs anything is forbidden. */
#include "rules/cells.h"
#include "rules/findings_cells.h"
#include "rules/table.h"

static const struct rule_key keys[] = {
    {"room_cost", RULE_ON_EVENT | RULE_ON_TRACK, VALUE_ROOM_COSTS,
     "{room: cost}: what it costs to be there; a track pays for each window that it uses"},
    {"window_cost", RULE_ON_EVENT | RULE_ON_TRACK | RULE_ON_ROOM, VALUE_TIME_COSTS,
     "{window, window tag or date: cost}: what it costs to be in such a window; a track, or a "
     "room, pays for each window that is used; what matches adds up"},
};

/* ---- compile --------------------------------------------------------------- */

static int64_t cost_in_room(const struct attrs *attrs, uint32_t room)
{
    const struct value *costs = attrs_find(attrs, "room_cost");
    int64_t sum = 0;
    for (uint32_t i = 0; costs != NULL && i < costs->as.weights.n; i++) {
        sum += costs->as.weights.v[i].index == room ? costs->as.weights.v[i].weight : 0;
    }
    return sum;
}

static int64_t cost_in_window(const struct problem *problem, const struct attrs *attrs, uint32_t w)
{
    const struct value *costs = attrs_find(attrs, "window_cost");
    int64_t sum = 0;
    for (uint32_t i = 0; costs != NULL && i < costs->as.weights.n; i++) {
        bool is = problem_window_is(problem, (struct window_id){w}, costs->as.weights.v[i].name);
        sum += is ? costs->as.weights.v[i].weight : 0;
    }
    return sum;
}

static void charge_use(const struct compile *compile, const struct cells_events *events, uint32_t w,
                       int64_t cost)
{
    const struct window *window = &compile->problem->windows[w];
    const struct strength *strength = &compile->setting->strength;
    struct model *model = compile->model;
    struct origin origin = ORIGIN_NONE;
    if (cost == 0) {
        return;
    }
    origin.room = window->room;
    origin.at_min = window->span.from_min;
    model_term_begin(model, compile->rule, origin);
    for (size_t i = 0; i < events->n; i++) {
        struct cells_place place = {window->room, window->span, true};
        model_term_add(model, 1, cells_in(compile, events->v[i], place));
    }
    if (strength->kind == STRENGTH_HARD) {
        model_term_end_range(model, INT64_MIN, 0);
    } else {
        model_term_end_cost(model, compile->level, model_cost_any, strength->weight * cost);
    }
}

static void charge_literal(const struct compile *compile, struct literal literal, int64_t cost)
{
    const struct strength *strength = &compile->setting->strength;
    if (cost == 0 || model_literal_count(compile->model, literal) == 0) {
        return;
    }
    if (strength->kind == STRENGTH_SOFT) {
        model_add_unary(compile->model, compile->rule, compile->level, literal, cost,
                        strength->weight * cost);
        return;
    }
    struct origin origin = ORIGIN_NONE;
    origin.events[0] = compile->model->choices.v[literal.choice.v].event;
    model_term_begin(compile->model, compile->rule, origin);
    model_term_add(compile->model, 1, literal);
    model_term_end_range(compile->model, INT64_MIN, 0);
}

static void compile_event(const struct compile *compile, struct event_id event)
{
    const struct problem *problem = compile->problem;
    const struct attrs *attrs = &problem->events[event.v].attrs;
    struct interval always = {CALENDAR_NO_TIME + 1, INT32_MAX};
    bool rooms = attrs_find(attrs, "room_cost") != NULL;
    bool windows = attrs_find(attrs, "window_cost") != NULL;
    for (uint32_t r = 0; r < problem->n_rooms && rooms; r++) {
        struct cells_place place = {{r}, always, false};
        charge_literal(compile, cells_in(compile, event, place), cost_in_room(attrs, r));
    }
    for (uint32_t w = 0; w < problem->n_windows && windows; w++) {
        struct cells_place place = {problem->windows[w].room, problem->windows[w].span, true};
        charge_literal(compile, cells_in(compile, event, place), cost_in_window(problem, attrs, w));
    }
}

static void compile_rule(const struct compile *compile)
{
    const struct problem *problem = compile->problem;
    struct cells_events events = {0};
    for (uint32_t k = 0; k < problem->n_tracks; k++) {
        const struct attrs *attrs = &problem->tracks[k].attrs;
        vec_clear(&events);
        cells_add_track(problem, (struct track_id){k}, &events);
        for (uint32_t w = 0; w < problem->n_windows; w++) {
            charge_use(compile, &events, w,
                       cost_in_room(attrs, problem->windows[w].room.v) +
                           cost_in_window(problem, attrs, w));
        }
    }
    vec_clear(&events);
    for (uint32_t e = 0; e < problem->n_events; e++) {
        vec_push(&events, (struct event_id){e});
        compile_event(compile, (struct event_id){e});
    }
    for (uint32_t w = 0; w < problem->n_windows; w++) {
        const struct attrs *attrs = &problem->rooms[problem->windows[w].room.v].attrs;
        charge_use(compile, &events, w, cost_in_window(problem, attrs, w));
    }
    vec_free(&events);
}

/* ---- audit ----------------------------------------------------------------- */

/* What all entries that match add up to; `window` may be ID_NONE. */
static int64_t price(const struct audit *audit, const struct attrs *attrs, struct room_id room,
                     struct window_id window)
{
    const struct value *by_room = attrs_find(attrs, "room_cost");
    const struct value *by_window = attrs_find(attrs, "window_cost");
    int64_t price = 0;
    for (uint32_t i = 0; by_room != NULL && i < by_room->as.weights.n; i++) {
        if (room.v != ID_NONE && by_room->as.weights.v[i].index == room.v) {
            price += by_room->as.weights.v[i].weight;
        }
    }
    for (uint32_t i = 0; by_window != NULL && i < by_window->as.weights.n; i++) {
        if (window.v != ID_NONE &&
            problem_window_is(audit->problem, window, by_window->as.weights.v[i].name)) {
            price += by_window->as.weights.v[i].weight;
        }
    }
    return price;
}

static void report(const struct audit *audit, struct event_id event, int64_t count,
                   const char *message)
{
    struct violation violation = findings_one(audit, event, count);
    violation.message = message;
    rule_report(audit, audit->setting->strength, violation);
}

static void judge_event(const struct audit *audit, struct event_id event)
{
    struct room_id room = findings_room(audit, event);
    int64_t count =
        price(audit, &audit->problem->events[event.v].attrs, room, findings_window(audit, event));
    if (count > 0) {
        report(audit, event, count,
               arena_print(&audit->score->arena, "%s is in %s at %s, which costs %lld.",
                           findings_title(audit, event), findings_room_name(audit, room),
                           findings_when(audit, findings_span(audit, event).from_min),
                           (long long)count));
    }
}

/* `track`: ID_NONE: what the room costs. */
static const char *say_used(const struct audit *audit, struct window_id window, uint32_t track,
                            int64_t count)
{
    struct arena *arena = &audit->score->arena;
    const char *cell = findings_cell_name(audit, window);
    return track == ID_NONE
               ? arena_print(arena, "%s is used, which costs %lld.", cell, (long long)count)
               : arena_print(arena, "Track '%s' is in %s, which costs %lld.",
                             audit->problem->tracks[track].name, cell, (long long)count);
}

static void judge_cells(const struct audit *audit, const struct event_id *events, uint32_t n,
                        uint32_t track)
{
    const struct problem *problem = audit->problem;
    struct event_id *first = findings_first_in_cells(audit, events, n);
    for (uint32_t w = 0; w < problem->n_windows; w++) {
        if (first[w].v == ID_NONE) {
            continue;
        }
        struct room_id room = problem->windows[w].room;
        const struct attrs *attrs =
            track == ID_NONE ? &problem->rooms[room.v].attrs : &problem->tracks[track].attrs;
        int64_t count = price(audit, attrs, room, (struct window_id){w});
        if (count > 0) {
            report(audit, first[w], count, say_used(audit, (struct window_id){w}, track, count));
        }
    }
    base_free(first);
}

static void audit_rule(const struct audit *audit)
{
    const struct problem *problem = audit->problem;
    struct event_id *all = base_alloc_zero((size_t)problem->n_events + 1, sizeof(*all));
    uint32_t n_all = 0;
    for (uint32_t k = 0; k < problem->n_tracks; k++) {
        uint32_t n;
        struct event_id *events = findings_list_track(audit, (struct track_id){k}, &n);
        judge_cells(audit, events, n, k);
        base_free(events);
    }
    for (uint32_t e = 0; e < problem->n_events; e++) {
        if (audit->timetable->v[e].placed) {
            all[n_all++].v = e;
            judge_event(audit, (struct event_id){e});
        }
    }
    judge_cells(audit, all, n_all, ID_NONE);
    base_free(all);
}

const struct rule rule_cell_cost = {
    .id = "cell-cost",
    .family = RULE_TOGETHER,
    .usual = {STRENGTH_SOFT, 1},
    .sentence = "Tracks, rooms and events cost what room_cost and window_cost say of the windows "
                "that they use.",
    .formula = "for each track and each window of a room that holds an event of it: the track's "
               "room_cost of the room and window_cost of the window; for each window that holds "
               "any event: the room's window_cost; for each event: its own room_cost of its room, "
               "and window_cost of its window. What lies in no window pays for its room alone; "
               "fixed events count",
    .unit = "unit of cost",
    .example = "rooms: [{id: hall, window_cost: {2026-05-14: 3}}]\n"
               "tracks: [{id: core, name: Core, room_cost: {hall: 5}}]\n"
               "talks: [{title: Internals, track: core, window_cost: {2026-05-14: 1}}]\n",
    .origin = "CoSPLib (penalties)",
    .keys = keys,
    .n_keys = BASE_COUNT(keys),
    .compile = compile_rule,
    .audit = audit_rule,
};
