#include "engine/candidates.h"

#include "core/rule.h"

#include <stdlib.h>
#include <string.h>

enum { TIME_UNKNOWN, TIME_FITS, TIME_FORBIDDEN };

static bool is_hard_placement_rule(const struct problem *problem, uint32_t r, struct event_id event)
{
    const struct rule_setting *setting = &problem->settings[r];
    return rule_table_at(r)->family == RULE_PLACEMENT &&
           (setting->strength.kind == STRENGTH_HARD ||
            (setting->firm != NULL && setting->firm[event.v]));
}

static bool concerns(const struct problem *problem, uint32_t r, struct event_id event)
{
    const struct rule *rule = rule_table_at(r);
    if (problem_is_quiet(&problem->settings[r], event)) {
        return false;
    }
    return rule->concerns == NULL || rule->concerns(problem, event);
}

/* The hard placement rules that concern the event, as sets of bits by what they look at. */
static void list_rules(const struct problem *problem, struct event_id event,
                       uint64_t rules[CANDIDATES_LOOKS])
{
    for (int look = 0; look < CANDIDATES_LOOKS; look++) {
        rules[look] = 0;
    }
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        BUG_UNLESS(r < 64);
        if (is_hard_placement_rule(problem, r, event) && concerns(problem, r, event)) {
            rules[rule_table_at(r)->looks_at] |= UINT64_C(1) << r;
        }
    }
}

/* Whether none of the rules speaks against the placement. */
static bool is_allowed(const struct problem *problem, struct event_id event,
                       struct placement placement, uint64_t rules)
{
    for (uint32_t r = 0; rules >> r != 0; r++) {
        if ((rules >> r & 1) != 0 &&
            rule_table_at(r)->count_at(problem, &problem->settings[r], event, placement) > 0) {
            return false;
        }
    }
    return true;
}

/* ---- the grid ------------------------------------------------------------------------------- */

/* The first time in the window, not before its begin, that lies on the grid. */
static int32_t first_on_grid(const struct problem *problem, const struct window *window)
{
    int32_t behind = window->start_of_day_min % problem->granularity_min;
    return window->span.from_min + (behind == 0 ? 0 : problem->granularity_min - behind);
}

/* The starts of a window as from_min, from_min + granularity, … ≤ to_min; none:
 * to < from. */
static struct interval window_starts(const struct problem *problem, const struct window *window,
                                     struct event_id event)
{
    int32_t last = window->span.to_min - problem->events[event.v].duration_min;
    int32_t start = window->slot ? window->span.from_min : first_on_grid(problem, window);
    return (struct interval){start, window->slot && start < last ? start : last};
}

/* Whether the event may start there on the grid of the window, or with it if it is a slot. */
static bool is_on_grid(const struct problem *problem, struct event_id event,
                       struct window_id window, int32_t start_min)
{
    if (window.v == ID_NONE) {
        return false;
    }
    struct interval starts = window_starts(problem, &problem->windows[window.v], event);
    return starts.from_min <= start_min && start_min <= starts.to_min &&
           (start_min - starts.from_min) % problem->granularity_min == 0;
}

/* The places of a pin that are off the grid; `inside`: of a window that is no slot. */
static void list_pin(const struct problem *problem, struct event_id event, const char *key,
                     bool inside, struct placements *pins)
{
    const struct value *value = attrs_find(&problem->events[event.v].attrs, key);
    if (value == NULL || value->as.pin.start_min == CALENDAR_NO_TIME) {
        return;
    }
    for (uint32_t r = 0; r < problem->n_rooms; r++) {
        struct placement placement = {{r}, value->as.pin.start_min};
        struct window_id at = problem_window_at(problem, placement.room, placement.start_min,
                                                problem->events[event.v].duration_min);
        bool meant = value->as.pin.room.v == ID_NONE || value->as.pin.room.v == r;
        bool fits = !inside || (at.v != ID_NONE && !problem->windows[at.v].slot);
        if (meant && fits && !is_on_grid(problem, event, at, placement.start_min)) {
            vec_push(pins, placement);
        }
    }
}

/* Where it is pinned, off the grid or even outside the windows: then at least the reason is known.
 * And where it was announced, on whatever grid that was. */
static void list_pins(const struct problem *problem, struct event_id event, struct placements *pins)
{
    vec_clear(pins);
    list_pin(problem, event, "pin", false, pins);
    list_pin(problem, event, "published", true, pins);
}

/* ---- candidates ----------------------------------------------------------------------------- */

static void reset_times(struct candidates *candidates, const struct problem *problem)
{
    int32_t from_min = INT32_MAX, to_min = INT32_MIN;
    for (uint32_t i = 0; i < problem->n_lifted; i++) {
        const struct interval *span = &problem->lifted[i].span;
        from_min = span->from_min < from_min ? span->from_min : from_min;
        to_min = span->to_min > to_min ? span->to_min : to_min;
    }
    for (uint32_t w = 0; w < problem->n_windows; w++) {
        const struct interval *span = &problem->windows[w].span;
        from_min = span->from_min < from_min ? span->from_min : from_min;
        to_min = span->to_min > to_min ? span->to_min : to_min;
    }
    if (from_min > to_min) {
        return;
    }
    size_t n = (size_t)(to_min - from_min) + 1;
    vec_reserve(&candidates->times, n);
    candidates->times.n = n;
    candidates->from_min = from_min;
    memset(candidates->times.v, TIME_UNKNOWN, n);
}

static bool is_time_allowed(struct candidates *candidates, const struct problem *problem,
                            struct event_id event, struct placement placement)
{
    uint8_t *known = &candidates->times.v[placement.start_min - candidates->from_min];
    if (*known == TIME_UNKNOWN) {
        *known = is_allowed(problem, event, placement, candidates->rules[RULE_LOOKS_AT_TIME])
                     ? TIME_FITS
                     : TIME_FORBIDDEN;
    }
    return *known == TIME_FITS;
}

static void add_window(struct candidates *candidates, const struct problem *problem,
                       const struct window *window, struct event_id event, uint64_t singular)
{
    struct interval starts = window_starts(problem, window, event);
    struct placement placement = {window->room, starts.from_min};
    if (starts.to_min < starts.from_min ||
        !is_allowed(problem, event, placement, candidates->rules[RULE_LOOKS_AT_WINDOW])) {
        return;
    }
    for (; placement.start_min <= starts.to_min; placement.start_min += problem->granularity_min) {
        if (is_time_allowed(candidates, problem, event, placement) &&
            is_allowed(problem, event, placement, singular)) {
            vec_push(&candidates->starts, placement.start_min);
        }
    }
}

static int compare_starts(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

static bool is_fit(const struct candidates *candidates, const struct problem *problem,
                   struct event_id event, struct placement placement)
{
    bool fit = true;
    for (int look = RULE_LOOKS_AT_PLACEMENT; fit && look <= RULE_LOOKS_AT_WINDOW; look++) {
        fit = is_allowed(problem, event, placement, candidates->rules[look]);
    }
    return fit;
}

/* Where the room's hours are lifted: all times on the grid, from the span's begin on. */
static void add_lifted(struct candidates *candidates, const struct problem *problem,
                       struct event_id event, struct room_id room)
{
    for (uint32_t i = 0; i < problem->n_lifted; i++) {
        struct interval span = problem->lifted[i].span;
        struct placement place = {room, span.from_min};
        int32_t last_min = span.to_min - problem->events[event.v].duration_min;
        for (; problem->lifted[i].room.v == room.v && place.start_min <= last_min;
             place.start_min += problem->granularity_min) {
            if (is_time_allowed(candidates, problem, event, place) &&
                is_fit(candidates, problem, event, place)) {
                vec_push(&candidates->starts, place.start_min);
            }
        }
    }
}

/* The pins that lie in this room. */
static void add_pins(struct candidates *candidates, const struct problem *problem,
                     struct event_id event, struct room_id room)
{
    for (size_t i = 0; i < candidates->pins.n; i++) {
        struct placement pin = candidates->pins.v[i];
        if (pin.room.v == room.v && is_fit(candidates, problem, event, pin)) {
            vec_push(&candidates->starts, pin.start_min);
        }
    }
}

/* Ascending, each once. */
static void sort_starts(struct candidates *candidates)
{
    size_t n = 0;
    if (candidates->starts.n > 0) {
        qsort(candidates->starts.v, candidates->starts.n, sizeof(int32_t), compare_starts);
    }
    for (size_t i = 0; i < candidates->starts.n; i++) {
        if (n == 0 || candidates->starts.v[i] != candidates->starts.v[n - 1]) {
            candidates->starts.v[n++] = candidates->starts.v[i];
        }
    }
    candidates->starts.n = n;
}

/* Of an event that is held at a time, no other start is left. */
static void keep_held(struct candidates *candidates, const struct problem *problem,
                      struct event_id event)
{
    size_t n = 0;
    if (problem->held == NULL || problem->held->event.v != event.v) {
        return;
    }
    for (size_t i = 0; i < candidates->starts.n; i++) {
        if (candidates->starts.v[i] == problem->held->start_min) {
            candidates->starts.v[n++] = candidates->starts.v[i];
        }
    }
    candidates->starts.n = n;
}

void candidates_add(struct candidates *candidates, struct model *model, struct event_id event)
{
    const struct problem *problem = model->problem;
    list_rules(problem, event, candidates->rules);
    /* Windows satisfy room-open by themselves. */
    uint64_t singular =
        candidates->rules[RULE_LOOKS_AT_PLACEMENT] & ~(UINT64_C(1) << rule_table_find("room-open"));
    reset_times(candidates, problem);
    list_pins(problem, event, &candidates->pins);
    for (uint32_t r = 0, w = 0; r < problem->n_rooms; r++) {
        vec_clear(&candidates->starts);
        /* Only the room is looked at: any time will do. */
        bool open = is_allowed(problem, event, (struct placement){{r}, candidates->from_min},
                               candidates->rules[RULE_LOOKS_AT_ROOM]);
        for (; w < problem->n_windows && problem->windows[w].room.v == r; w++) {
            if (open) {
                add_window(candidates, problem, &problem->windows[w], event, singular);
            }
        }
        size_t n = candidates->starts.n;
        add_lifted(candidates, problem, event, (struct room_id){r});
        add_pins(candidates, problem, event, (struct room_id){r});
        if (candidates->starts.n > n) {
            sort_starts(candidates);
        }
        keep_held(candidates, problem, event);
        model_add_starts(model, (struct room_id){r}, candidates->starts.v,
                         (uint32_t)candidates->starts.n);
    }
}

void candidates_free(struct candidates *candidates)
{
    vec_free(&candidates->starts);
    vec_free(&candidates->times);
    vec_free(&candidates->pins);
}

/* ---- what is excluded ----------------------------------------------------------------------- */

struct explaining {
    const struct problem *problem;
    struct event_id event;
    struct exclusion *excluded;
    uint64_t rules[CANDIDATES_LOOKS]; /* the hard rules that concern the event, as sets of bits */
    /* By minute from the first window on: the rules of times against it, and
     * whether that is known. */
    uint64_t *against_time;
    bool *is_known;
    int32_t from_min;
};

/* Which of the rules speak against the placement. */
static uint64_t find_against(const struct explaining *x, uint64_t rules, struct placement placement)
{
    uint64_t against = 0;
    for (uint32_t r = 0; rules >> r != 0 && r < rule_table_count(); r++) {
        if ((rules >> r & 1) != 0 &&
            rule_table_at(r)->count_at(x->problem, &x->problem->settings[r], x->event, placement) >
                0) {
            against |= UINT64_C(1) << r;
        }
    }
    return against;
}

static uint64_t find_against_time(struct explaining *x, struct placement placement)
{
    int32_t at = placement.start_min - x->from_min;
    if (!x->is_known[at]) {
        x->is_known[at] = true;
        x->against_time[at] = find_against(x, x->rules[RULE_LOOKS_AT_TIME], placement);
    }
    return x->against_time[at];
}

static void exclude(struct explaining *x, uint64_t against, struct placement placement)
{
    bool alone = (against & (against - 1)) == 0;
    for (uint32_t r = 0; against >> r != 0; r++) {
        if ((against >> r & 1) == 0) {
            continue;
        }
        struct exclusion *exclusion = &x->excluded[r];
        if (exclusion->count++ == 0) {
            exclusion->example = placement;
        }
        exclusion->alone += alone;
    }
}

static uint32_t explain_window(struct explaining *x, const struct window *window,
                               uint64_t against_room)
{
    struct interval starts = window_starts(x->problem, window, x->event);
    struct placement placement = {window->room, starts.from_min};
    /* Windows satisfy room-open by themselves, or no start fits into them. */
    uint64_t room_open = UINT64_C(1) << rule_table_find("room-open");
    if (starts.to_min < starts.from_min) {
        placement.start_min = window->span.from_min;
        exclude(x, room_open, placement);
        return 1;
    }
    uint64_t against = against_room | find_against(x, x->rules[RULE_LOOKS_AT_WINDOW], placement);
    uint64_t singular = x->rules[RULE_LOOKS_AT_PLACEMENT] & ~room_open;
    uint32_t n = 0;
    for (; placement.start_min <= starts.to_min; n++) {
        exclude(x, against | find_against_time(x, placement) | find_against(x, singular, placement),
                placement);
        placement.start_min += x->problem->granularity_min;
    }
    return n;
}

static uint32_t explain_pins(struct explaining *x)
{
    struct placements pins = {0};
    list_pins(x->problem, x->event, &pins);
    uint32_t n = (uint32_t)pins.n;
    for (uint32_t i = 0; i < n; i++) {
        uint64_t against = 0;
        for (int look = 0; look < CANDIDATES_LOOKS; look++) {
            against |= find_against(x, x->rules[look], pins.v[i]);
        }
        exclude(x, against, pins.v[i]);
    }
    vec_free(&pins);
    return n;
}

uint32_t candidates_explain(const struct problem *problem, struct event_id event,
                            struct exclusion *excluded)
{
    struct explaining x = {.problem = problem, .event = event, .excluded = excluded};
    int32_t to_min = INT32_MIN;
    x.from_min = INT32_MAX;
    for (uint32_t w = 0; w < problem->n_windows; w++) {
        const struct interval *span = &problem->windows[w].span;
        x.from_min = span->from_min < x.from_min ? span->from_min : x.from_min;
        to_min = span->to_min > to_min ? span->to_min : to_min;
    }
    size_t n_minutes = problem->n_windows == 0 ? 0 : (size_t)(to_min - x.from_min) + 1;
    x.against_time = base_alloc_zero(n_minutes, sizeof(*x.against_time));
    x.is_known = base_alloc_zero(n_minutes, sizeof(*x.is_known));
    list_rules(problem, event, x.rules);
    uint32_t n = 0;
    uint64_t against_room = 0;
    for (uint32_t w = 0; w < problem->n_windows; w++) {
        const struct window *window = &problem->windows[w];
        if (w == 0 || window[-1].room.v != window->room.v) {
            struct placement placement = {window->room, window->span.from_min};
            against_room = find_against(&x, x.rules[RULE_LOOKS_AT_ROOM], placement);
        }
        n += explain_window(&x, window, against_room);
    }
    n += explain_pins(&x);
    base_free(x.against_time);
    base_free(x.is_known);
    return n;
}
