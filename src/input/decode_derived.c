#include "input/decode.h"

#include <string.h>

enum { DAY_MIN = 1440 };

static int32_t gcd(int32_t a, int32_t b)
{
    a = a < 0 ? -a : a;
    b = b < 0 ? -b : b;
    while (b != 0) {
        int32_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

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

/* The grid that everything given lies on: windows, lengths, breaks, pins, changeovers. */
static int32_t usual_granularity(const struct problem *problem)
{
    int32_t grid = DAY_MIN;
    for (uint32_t i = 0; i < problem->n_windows; i++) {
        grid = gcd(grid, clock_of(problem, problem->windows[i].span.from_min));
        grid = gcd(grid, clock_of(problem, problem->windows[i].span.to_min));
    }
    for (uint32_t i = 0; i < problem->n_breaks; i++) {
        grid = gcd(grid, clock_of(problem, problem->breaks[i].span.from_min));
        grid = gcd(grid, clock_of(problem, problem->breaks[i].span.to_min));
    }
    for (uint32_t i = 0; i < problem->n_rooms; i++) {
        grid = gcd(grid, problem->rooms[i].changeover_min);
    }
    for (uint32_t i = 0; i < problem->n_events; i++) {
        const struct event *event = &problem->events[i];
        if (event->fixed && event->fixed_room.v == ID_NONE) {
            continue;
        }
        grid = gcd(grid, event->duration_min);
        const struct pin *pin = pin_of(event);
        grid = event->fixed ? gcd(grid, clock_of(problem, event->fixed_start_min)) : grid;
        grid = pin != NULL ? gcd(grid, clock_of(problem, pin->start_min)) : grid;
    }
    return grid;
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
    int32_t tick = problem->granularity_min;
    for (uint32_t i = 0; i < problem->n_windows; i++) {
        tick = gcd(tick, first_start(problem, &problem->windows[i]) - origin);
    }
    for (uint32_t i = 0; i < problem->n_rooms; i++) {
        tick = gcd(tick, problem->rooms[i].changeover_min);
    }
    for (uint32_t i = 0; i < problem->n_people; i++) {
        const struct value *pause = attrs_find(&problem->people[i].attrs, "pause");
        tick = gcd(tick, pause != NULL ? (int32_t)pause->as.number : 0);
    }
    for (uint32_t i = 0; i < problem->n_events; i++) {
        const struct event *event = &problem->events[i];
        const struct pin *pin = pin_of(event);
        tick = gcd(tick, event->duration_min);
        tick = event->fixed ? gcd(tick, event->fixed_start_min - origin) : tick;
        tick = pin != NULL ? gcd(tick, pin->start_min - origin) : tick;
    }
    return tick;
}

static bool overlap(struct interval a, struct interval b)
{
    return a.from_min < b.to_min && b.from_min < a.to_min;
}

static struct interval fixed_span(const struct event *event)
{
    struct interval span = {event->fixed_start_min, event->fixed_start_min + event->duration_min};
    return span;
}

static bool starts_with(struct interval a, struct interval b)
{
    return !overlap(a, b) || a.from_min == b.from_min;
}

static bool fixed_is_aligned(const struct problem *problem, const struct event *event)
{
    struct interval span = fixed_span(event);
    for (uint32_t i = 0; i < problem->n_windows; i++) {
        if (!starts_with(span, problem->windows[i].span)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < problem->n_events; i++) {
        if (problem->events[i].fixed && !starts_with(span, fixed_span(&problem->events[i]))) {
            return false;
        }
    }
    return true;
}

static bool is_aligned(const struct problem *problem)
{
    for (uint32_t i = 0; i < problem->n_windows; i++) {
        if (!problem->windows[i].slot) {
            return false;
        }
        for (uint32_t j = 0; j < i; j++) {
            if (!starts_with(problem->windows[i].span, problem->windows[j].span)) {
                return false;
            }
        }
    }
    for (uint32_t i = 0; i < problem->n_events; i++) {
        if (problem->events[i].fixed && !fixed_is_aligned(problem, &problem->events[i])) {
            return false;
        }
    }
    return true;
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

void decode_derived_finish(struct decode *decode)
{
    struct problem *problem = decode->problem;
    finish_bofs(decode);
    if (problem->granularity_min == 0) {
        problem->granularity_min = usual_granularity(problem);
    }
    problem->tick_origin_min = tick_origin(problem);
    problem->tick_min = tick_length(problem);
    problem->aligned = is_aligned(problem);
}
