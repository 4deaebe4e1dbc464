#include "confab/problem.h"

#include "base/gcd.h"

#include <string.h>

const struct value *attrs_find(const struct attrs *attrs, const char *key)
{
    for (uint32_t i = 0; i < attrs->n; i++) {
        if (strcmp(attrs->v[i].key, key) == 0) {
            return &attrs->v[i].value;
        }
    }
    return NULL;
}

int32_t problem_walk_min(const struct problem *problem, struct room_id a, struct room_id b)
{
    if (a.v == ID_NONE || b.v == ID_NONE || a.v == b.v) {
        return 0;
    }
    return problem->walk_min[(size_t)a.v * problem->n_rooms + b.v];
}

/* The first window of `room` that ends after `time_min`, or the one past the room's last. */
static uint32_t first_window_after(const struct problem *problem, struct room_id room,
                                   int32_t time_min)
{
    uint32_t from = 0, to = problem->n_windows;
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        const struct window *window = &problem->windows[middle];
        bool before = window->room.v < room.v ||
                      (window->room.v == room.v && window->span.to_min <= time_min);
        if (before) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    return from;
}

struct window_id problem_window_at(const struct problem *problem, struct room_id room,
                                   int32_t start_min, int32_t duration_min)
{
    uint32_t i = first_window_after(problem, room, start_min);
    if (i < problem->n_windows) {
        const struct window *window = &problem->windows[i];
        if (window->room.v == room.v && window->span.from_min <= start_min &&
            start_min + duration_min <= window->span.to_min) {
            return (struct window_id){i};
        }
    }
    return (struct window_id){ID_NONE};
}

bool problem_window_is(const struct problem *problem, struct window_id id, const char *name)
{
    const struct window *window = &problem->windows[id.v];
    bool is =
        strcmp(window->name, name) == 0 || strcmp(problem->days[window->day.v].date, name) == 0;
    for (uint32_t i = 0; i < window->tags.n && !is; i++) {
        is = strcmp(window->tags.v[i], name) == 0;
    }
    return is;
}

int32_t problem_date_at(const struct problem *problem, int32_t time_min)
{
    for (uint32_t i = 0; i < problem->n_days; i++) {
        const struct interval *span = &problem->days[i].span;
        /* A day's late hours may reach into the next date: the earlier day that holds the time
         * wins. */
        if (span->from_min <= time_min && time_min < span->to_min) {
            return problem->days[i].day_number;
        }
    }
    struct local_time local = calendar_local(&problem->zone, time_min);
    int32_t day_number = 0;
    (void)calendar_day_number(local.year, local.month, local.day, &day_number);
    return day_number;
}

struct day_id problem_day_at(const struct problem *problem, int32_t time_min)
{
    int32_t date = problem_date_at(problem, time_min);
    uint32_t found = 0;
    for (uint32_t i = 0; i < problem->n_days && problem->days[i].day_number <= date; i++) {
        found = i;
    }
    return (struct day_id){found};
}

static bool names_event(const struct waiver *waiver, struct event_id event)
{
    for (uint32_t i = 0; i < waiver->n_events; i++) {
        if (waiver->events[i].v == event.v) {
            return true;
        }
    }
    return false;
}

const struct value *problem_published(const struct problem *problem, struct event_id event)
{
    const struct event *one = &problem->events[event.v];
    return one->fixed ? NULL : attrs_find(&one->attrs, "published");
}

void problem_fit_tick(struct problem *problem, int32_t start_min)
{
    int64_t off_min = start_min - problem->tick_origin_min;
    problem->tick_min = (int32_t)base_gcd(problem->tick_min, off_min);
}

struct event_id problem_find_event(const struct problem *problem, const char *id)
{
    for (uint32_t e = 0; e < problem->n_events; e++) {
        if (strcmp(problem->events[e].id, id) == 0) {
            return (struct event_id){e};
        }
    }
    return (struct event_id){ID_NONE};
}

const struct waiver *problem_find_waiver(const struct rule_setting *setting,
                                         const struct event_id *events, uint32_t n)
{
    for (uint32_t w = 0; w < setting->n_waivers && n > 0; w++) {
        bool all = true;
        for (uint32_t i = 0; i < n && all; i++) {
            all = names_event(setting->waivers[w], events[i]);
        }
        if (all) {
            return setting->waivers[w];
        }
    }
    return NULL;
}

struct interval problem_whole_day(const struct problem *problem, struct day_id day)
{
    const struct day *one = &problem->days[day.v];
    struct interval whole;
    (void)calendar_time(&problem->zone, one->day_number, 0, &whole.from_min);
    (void)calendar_time(&problem->zone, one->day_number + 1, 0, &whole.to_min);
    whole.to_min = whole.to_min > one->span.to_min ? whole.to_min : one->span.to_min;
    return whole;
}

bool problem_is_lifted(const struct problem *problem, struct room_id room, int32_t start_min,
                       int32_t duration_min)
{
    bool lifted = false;
    for (uint32_t i = 0; i < problem->n_lifted && !lifted; i++) {
        const struct lifted *one = &problem->lifted[i];
        lifted = one->room.v == room.v && one->span.from_min <= start_min &&
                 start_min + duration_min <= one->span.to_min;
    }
    return lifted;
}

bool problem_is_quiet(const struct rule_setting *setting, struct event_id event)
{
    return (setting->spared != NULL && setting->spared[event.v]) ||
           problem_find_waiver(setting, &event, 1) != NULL;
}

bool intervals_contain(struct intervals intervals, int32_t from_min, int32_t to_min)
{
    for (uint32_t i = 0; i < intervals.n; i++) {
        if (intervals.v[i].from_min <= from_min && to_min <= intervals.v[i].to_min) {
            return true;
        }
    }
    return false;
}

bool intervals_overlap(struct intervals intervals, int32_t from_min, int32_t to_min)
{
    for (uint32_t i = 0; i < intervals.n; i++) {
        if (intervals.v[i].from_min < to_min && from_min < intervals.v[i].to_min) {
            return true;
        }
    }
    return false;
}

void problem_free(struct problem *problem)
{
    arena_free(&problem->arena);
    *problem = (struct problem){0};
}
