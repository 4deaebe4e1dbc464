#include "input/decode.h"

#include "base/gcd.h"
#include "revise/revise.h"

#include <stdlib.h>
#include <string.h>

enum { DAY_MIN = 1440, FINE_MIN = 5 };

static const struct pin *pin_of(const struct event *event)
{
    const struct value *value = attrs_find(&event->attrs, "pin");
    return value != NULL && value->type == VALUE_PIN && value->as.pin.start_min != CALENDAR_NO_TIME
               ? &value->as.pin
               : NULL;
}

static int32_t clock_of(const struct problem *problem, int32_t time_min)
{
    return calendar_minute_of_day(&problem->zone, time_min);
}

/* The grid that all lengths and times given lie on, and what first is no multiple of five minutes:
 * without that the grid would not be finer. */
struct grid {
    int32_t min;
    const char *what, *name; /* "the length of", "Arenas"; NULL: all is a multiple */
    int32_t odd_min;
    bool clock; /* odd_min is a time of day */
    struct src_span at;
};

static void add_to_grid(struct grid *grid, int32_t value, bool clock, const char *what,
                        const char *name, struct src_span at)
{
    grid->min = (int32_t)base_gcd(grid->min, value);
    if (grid->what == NULL && value % FINE_MIN != 0) {
        *grid = (struct grid){grid->min, what, name, value, clock, at};
    }
}

static void add_span_to_grid(const struct problem *problem, struct grid *grid, struct interval span,
                             const char *what, const char *name, struct src_span at)
{
    add_to_grid(grid, clock_of(problem, span.from_min), true, what, name, at);
    add_to_grid(grid, clock_of(problem, span.to_min), true, what, name, at);
}

static void add_event_to_grid(const struct decode *decode, struct grid *grid, uint32_t index)
{
    const struct problem *problem = decode->problem;
    const struct event *event = &problem->events[index];
    if (event->fixed && event->fixed_room.v == ID_NONE) {
        return;
    }
    const struct yaml_node *node = yaml_tree_get(decode->events.v[index].node, "duration");
    add_to_grid(grid, event->duration_min, false, "the length of", event->title,
                node != NULL ? node->at : event->at);
    if (event->fixed) {
        add_to_grid(grid, clock_of(problem, event->fixed_start_min), true, "the fixed event",
                    event->title, event->at);
    }
    const struct value *value = attrs_find(&event->attrs, "pin");
    const struct pin *pin = pin_of(event);
    if (value != NULL && pin != NULL) {
        add_to_grid(grid, clock_of(problem, pin->start_min), true, "the pin of", event->title,
                    value->at);
    }
}

static void warn_of_fine_grid(struct decode *decode, const struct grid *grid)
{
    const struct problem *problem = decode->problem;
    bool free = false; /* slots have starts of their own */
    for (uint32_t i = 0; i < problem->n_windows; i++) {
        free = free || !problem->windows[i].slot;
    }
    if (!free || grid->min >= FINE_MIN || grid->what == NULL) {
        return;
    }
    const char *value = grid->clock ? arena_print(decode->arena, "%02d:%02d", grid->odd_min / 60,
                                                  grid->odd_min % 60)
                                    : arena_print(decode->arena, "%d minute%s", grid->odd_min,
                                                  grid->odd_min == 1 ? "" : "s");
    diag_warn(decode->diags, DIAG_GRANULARITY_FINE, grid->at,
              "%s '%s' (%s) makes a grid of %d minute%s, on which solving is slow", grid->what,
              grid->name, value, grid->min, grid->min == 1 ? "" : "s");
    diag_hint(decode->diags, "set `granularity: 5`, or 15, for the conference: what is scheduled "
                             "then starts on that grid");
}

static int32_t usual_granularity(struct decode *decode)
{
    const struct problem *problem = decode->problem;
    struct grid grid = {.min = DAY_MIN};
    for (uint32_t i = 0; i < problem->n_windows; i++) {
        const struct window *window = &problem->windows[i];
        add_span_to_grid(problem, &grid, window->span, window->slot ? "the slot" : "the window",
                         window->name, window->at);
    }
    for (uint32_t i = 0; i < problem->n_breaks; i++) {
        const struct break_time *pause = &problem->breaks[i];
        add_span_to_grid(problem, &grid, pause->span, "the break", pause->title, pause->at);
    }
    for (uint32_t i = 0; i < problem->n_rooms; i++) {
        add_to_grid(&grid, problem->rooms[i].changeover_min, false, "the changeover of room",
                    problem->rooms[i].name, problem->rooms[i].at);
    }
    for (uint32_t i = 0; i < problem->n_events; i++) {
        add_event_to_grid(decode, &grid, i);
    }
    warn_of_fine_grid(decode, &grid);
    return grid.min;
}

/* The first start that a window allows: its own for a slot, else the first on the grid. */
static int32_t first_start(const struct problem *problem, const struct window *window)
{
    int32_t past = window->start_of_day_min % problem->granularity_min;
    return window->span.from_min +
           (window->slot || past == 0 ? 0 : problem->granularity_min - past);
}

static int32_t tick_origin(const struct problem *problem)
{
    if (problem->n_windows > 0) {
        return first_start(problem, &problem->windows[0]);
    }
    for (uint32_t i = 0; i < problem->n_events; i++) {
        if (problem->events[i].fixed) {
            return problem->events[i].fixed_start_min;
        }
    }
    return 0;
}

/* What divides all starts, counted from the first, and all lengths. */
static int32_t tick_length(const struct problem *problem)
{
    int32_t origin = problem->tick_origin_min;
    int64_t tick = problem->granularity_min;
    for (uint32_t i = 0; i < problem->n_windows; i++) {
        tick = base_gcd(tick, first_start(problem, &problem->windows[i]) - origin);
    }
    for (uint32_t i = 0; i < problem->n_rooms; i++) {
        tick = base_gcd(tick, problem->rooms[i].changeover_min);
    }
    for (uint32_t i = 0; i < problem->n_people; i++) {
        const struct value *pause = attrs_find(&problem->people[i].attrs, "pause");
        tick = base_gcd(tick, pause != NULL ? (int32_t)pause->as.number : 0);
    }
    for (uint32_t i = 0; i < problem->n_events; i++) {
        const struct event *event = &problem->events[i];
        const struct pin *pin = pin_of(event);
        tick = base_gcd(tick, event->duration_min);
        tick = event->fixed ? base_gcd(tick, event->fixed_start_min - origin) : tick;
        tick = pin != NULL ? base_gcd(tick, pin->start_min - origin) : tick;
    }
    return (int32_t)tick;
}

static int compare_spans(const void *left, const void *right)
{
    const struct interval *a = left, *b = right;
    return a->from_min < b->from_min ? -1 : a->from_min > b->from_min ? 1 : 0;
}

/* Nothing starts while something that started earlier goes on. */
static bool start_together(struct interval *spans, size_t n)
{
    if (n > 0) {
        qsort(spans, n, sizeof(*spans), compare_spans);
    }
    int32_t earlier_end = INT32_MIN, end = INT32_MIN;
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && spans[i].from_min > spans[i - 1].from_min) {
            earlier_end = end;
        }
        if (spans[i].from_min < earlier_end) {
            return false;
        }
        end = spans[i].to_min > end ? spans[i].to_min : end;
    }
    return true;
}

/* Slots only; slots and fixed events that overlap start together. */
static bool is_aligned(const struct problem *problem)
{
    VEC(struct interval) spans = {0};
    bool slots = true;
    for (uint32_t i = 0; i < problem->n_windows; i++) {
        slots = slots && problem->windows[i].slot;
        vec_push(&spans, problem->windows[i].span);
    }
    for (uint32_t i = 0; i < problem->n_events; i++) {
        const struct event *event = &problem->events[i];
        if (event->fixed) {
            struct interval span = {event->fixed_start_min,
                                    event->fixed_start_min + event->duration_min};
            vec_push(&spans, span);
        }
    }
    bool aligned = slots && start_together(spans.v, spans.n);
    vec_free(&spans);
    return aligned;
}

/* Where there are slots that take BoFs, BoFs take no other time unless the kind says so. */
static void finish_bofs(struct decode *decode)
{
    struct problem *problem = decode->problem;
    uint32_t index = strmap_find(&decode->kind_ids, "bof");
    const struct yaml_node *node = decode->kind_nodes[index];
    if (node != NULL && yaml_tree_get(node, "slots_only") != NULL) {
        return;
    }
    for (uint32_t i = 0; i < problem->n_windows; i++) {
        const struct window *window = &problem->windows[i];
        bool admits = window->n_kinds == 0;
        for (uint32_t j = 0; j < window->n_kinds && !admits; j++) {
            admits = window->kinds[j].v == index;
        }
        if (window->slot && admits) {
            problem->kinds[index].slots_only = true;
        }
    }
}

static void find_zones(struct decode *decode)
{
    struct problem *problem = decode->problem;
    const struct zone *zones = vec_to_arena(&decode->zone_list, decode->arena);
    for (uint32_t i = 0; i < problem->n_people; i++) {
        struct person *person = &problem->people[i];
        const struct value *name = attrs_find(&person->attrs, "timezone");
        person->zone = name == NULL ? NULL : &zones[strmap_find(&decode->zones, name->as.text)];
    }
}

void decode_derived_finish(struct decode *decode)
{
    struct problem *problem = decode->problem;
    finish_bofs(decode);
    if (problem->granularity_min == 0) {
        problem->granularity_min = usual_granularity(decode);
    }
    problem->tick_origin_min = tick_origin(problem);
    problem->tick_min = tick_length(problem);
    revise_fit_tick(problem);
    problem->aligned = is_aligned(problem);
    find_zones(decode);
}
