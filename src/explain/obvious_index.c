/* Where each event may be: the openings that fixed events leave of the windows, and what of them
 * the event's candidate placements cover. */
#include "explain/obvious_inside.h"

#include "core/rule.h"
#include "engine/candidates.h"

#include <stdlib.h>
#include <string.h>

/* Beyond these, events are left out of all counting. */
enum { USES_MOST = 20000000 };

/* ---- openings ------------------------------------------------------------------ */

struct blockers {
    struct interval *v;
    size_t n, cap;
};

static int compare_intervals(const void *a, const void *b)
{
    const struct interval *x = a, *y = b;
    if (x->from_min != y->from_min) {
        return x->from_min < y->from_min ? -1 : 1;
    }
    return (x->to_min > y->to_min) - (x->to_min < y->to_min);
}

/* Times at which no event that is not fixed can be in the room. */
static void list_blockers(const struct problem *problem, struct room_id room,
                          struct blockers *blockers)
{
    bool rooms_strict = rule_is_strict(problem, "room-clash");
    bool plenaries_strict = rule_is_strict(problem, "plenary");
    vec_clear(blockers);
    for (uint32_t i = 0; i < problem->n_events; i++) {
        const struct event *event = &problem->events[i];
        bool here = rooms_strict && event->fixed_room.v == room.v;
        if (!event->fixed || !obvious_is_mandatory(problem, (struct event_id){i}) ||
            !(here || (plenaries_strict && event->plenary))) {
            continue;
        }
        int32_t pause_min = here ? problem->rooms[room.v].changeover_min : 0;
        struct interval taken = {event->fixed_start_min - pause_min,
                                 event->fixed_start_min + event->duration_min + pause_min};
        vec_push(blockers, taken);
    }
    if (blockers->n > 1) {
        qsort(blockers->v, blockers->n, sizeof(*blockers->v), compare_intervals);
    }
}

static void add_opening(struct obvious_case *x, const struct window *window, int32_t from_min,
                        int32_t to_min)
{
    bool late = window->slot && from_min != window->span.from_min;
    if (from_min >= to_min || late) {
        return;
    }
    struct obvious_opening opening = {
        .room = window->room,
        .day = window->day,
        .span = {from_min, to_min},
        .slot = window->slot,
        .cut = from_min != window->span.from_min || to_min != window->span.to_min,
    };
    vec_push(&x->openings, opening);
}

static void add_window(struct obvious_case *x, const struct window *window,
                       const struct blockers *blockers)
{
    int32_t at_min = window->span.from_min;
    for (size_t i = 0; i < blockers->n && at_min < window->span.to_min; i++) {
        int32_t to_min = blockers->v[i].from_min;
        add_opening(x, window, at_min, to_min < window->span.to_min ? to_min : window->span.to_min);
        at_min = blockers->v[i].to_min > at_min ? blockers->v[i].to_min : at_min;
    }
    add_opening(x, window, at_min, window->span.to_min);
}

static void list_openings(struct obvious_case *x)
{
    const struct problem *problem = x->problem;
    struct blockers blockers = {0};
    x->first_opening = base_alloc_zero(problem->n_rooms + (size_t)1, sizeof(*x->first_opening));
    x->is_cut = base_alloc_zero(problem->n_rooms, sizeof(*x->is_cut));
    for (uint32_t r = 0, w = 0; r < problem->n_rooms; r++) {
        list_blockers(problem, (struct room_id){r}, &blockers);
        x->is_cut[r] = blockers.n > 0;
        for (; w < problem->n_windows && problem->windows[w].room.v == r; w++) {
            add_window(x, &problem->windows[w], &blockers);
        }
        x->first_opening[r + 1] = (uint32_t)x->openings.n;
    }
    vec_free(&blockers);
}

/* ---- uses ---------------------------------------------------------------------- */

/* The starts of the run that lie in from ≤ start ≤ to: how many, the first and the last. */
static uint32_t starts_between(const struct run *run, int32_t from_min, int32_t to_min,
                               struct interval *ends)
{
    int32_t step_min = run->step_min > 0 ? run->step_min : 1;
    int32_t last_min = run->first_min + (int32_t)(run->n - 1) * step_min;
    int32_t first_min = run->first_min;
    if (first_min < from_min) {
        first_min += (from_min - first_min + step_min - 1) / step_min * step_min;
    }
    if (last_min > to_min) {
        last_min -= (last_min - to_min + step_min - 1) / step_min * step_min;
    }
    *ends = (struct interval){first_min, last_min};
    return first_min > last_min ? 0 : (uint32_t)((last_min - first_min) / step_min) + 1;
}

/* The runs of one room, ascending; those before `next` end before all that is still asked for. */
struct room_runs {
    const struct run *v;
    uint32_t n, next;
    int32_t duration_min;
};

static int32_t last_of(const struct run *run)
{
    return run->first_min + (int32_t)(run->n - 1) * run->step_min;
}

/* How many starts lie in that stretch of the room, which is not before what was asked for last; a
 * slot starts with its event. */
static uint32_t starts_in(struct room_runs *runs, struct interval span, bool slot,
                          struct obvious_use *use)
{
    uint32_t n = 0;
    int32_t last_min = span.to_min - runs->duration_min;
    last_min = slot && last_min > span.from_min ? span.from_min : last_min;
    while (runs->next < runs->n && last_of(&runs->v[runs->next]) < span.from_min) {
        runs->next++;
    }
    for (uint32_t i = runs->next; i < runs->n && runs->v[i].first_min <= last_min; i++) {
        struct interval ends;
        uint32_t more = starts_between(&runs->v[i], span.from_min, last_min, &ends);
        if (more > 0) {
            use->from_min = n == 0 ? ends.from_min : use->from_min;
            use->to_min = ends.to_min + runs->duration_min;
            n += more;
        }
    }
    return n;
}

static uint32_t first_window_of(const struct problem *problem, struct room_id room)
{
    uint32_t from = 0, to = problem->n_windows;
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        if (problem->windows[middle].room.v < room.v) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    return from;
}

/* How many starts lie in windows of the room. */
static uint32_t count_in_windows(const struct problem *problem, struct room_runs runs)
{
    struct room_id room = runs.v[0].room;
    uint32_t n = 0;
    for (uint32_t w = first_window_of(problem, room);
         w < problem->n_windows && problem->windows[w].room.v == room.v; w++) {
        struct obvious_use use;
        n += starts_in(&runs, problem->windows[w].span, problem->windows[w].slot, &use);
    }
    return n;
}

/* Adds the uses of one room; returns how many of the starts lie in windows. */
static uint32_t use_room(struct obvious_case *x, struct room_runs runs)
{
    struct room_id room = runs.v[0].room;
    struct room_runs all = runs;
    uint32_t n = 0;
    for (uint32_t o = x->first_opening[room.v]; o < x->first_opening[room.v + 1]; o++) {
        struct obvious_use use = {.opening = o};
        const struct obvious_opening *opening = &x->openings.v[o];
        uint32_t more = starts_in(&runs, opening->span, opening->slot, &use);
        if (more > 0) {
            vec_push(&x->uses, use);
        }
        n += more;
    }
    return x->is_cut[room.v] ? count_in_windows(x->problem, all) : n;
}

/* Whether all placements of the event lie in windows; its uses are added. */
static bool use_all(struct obvious_case *x, const struct choice *choice)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < choice->n_runs;) {
        const struct run *runs = &x->model.runs.v[choice->first_run + i];
        uint32_t n_runs = 1;
        while (i + n_runs < choice->n_runs && runs[n_runs].room.v == runs[0].room.v) {
            n_runs++;
        }
        n += runs[0].room.v == ID_NONE
                 ? 0
                 : use_room(x, (struct room_runs){runs, n_runs, 0, choice->duration_min});
        i += n_runs;
    }
    return n == choice->n;
}

/* ---- lists --------------------------------------------------------------------- */

struct list_table {
    uint32_t *slots; /* list + 1; 0: free */
    size_t cap;
};

static uint64_t hash_uses(const struct obvious_use *uses, size_t n)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < n; i++) {
        hash = (hash ^ uses[i].opening) * UINT64_C(1099511628211);
        hash = (hash ^ (uint32_t)uses[i].from_min) * UINT64_C(1099511628211);
        hash = (hash ^ (uint32_t)uses[i].to_min) * UINT64_C(1099511628211);
    }
    return hash ^ (hash >> 29);
}

static bool is_same(const struct obvious_case *x, const struct obvious_list *a,
                    const struct obvious_list *b)
{
    const struct obvious_use *u = x->uses.v + a->first, *w = x->uses.v + b->first;
    bool same = a->hash == b->hash && a->n == b->n;
    for (uint32_t i = 0; same && i < a->n; i++) {
        same = u[i].opening == w[i].opening && u[i].from_min == w[i].from_min &&
               u[i].to_min == w[i].to_min;
    }
    return same;
}

/* The uses from `first` on become a list, or are dropped for one that is the same. */
static uint32_t number_list(struct obvious_case *x, struct list_table *table, uint32_t first)
{
    struct obvious_list list = {first, (uint32_t)x->uses.n - first, 0};
    list.hash = list.n == 0 ? 0 : hash_uses(x->uses.v + first, list.n);
    size_t at = (size_t)list.hash & (table->cap - 1);
    for (; table->slots[at] != 0; at = (at + 1) & (table->cap - 1)) {
        if (is_same(x, &x->lists.v[table->slots[at] - 1], &list)) {
            x->uses.n = first;
            return table->slots[at] - 1;
        }
    }
    vec_push(&x->lists, list);
    table->slots[at] = (uint32_t)x->lists.n;
    return (uint32_t)x->lists.n - 1;
}

static void add_event(struct obvious_case *x, struct candidates *candidates,
                      struct list_table *table, struct event_id event)
{
    const struct problem *problem = x->problem;
    const struct event *one = &problem->events[event.v];
    model_add_choice(&x->model, event, one->duration_min);
    if (!obvious_is_mandatory(problem, event)) {
        return;
    }
    if (one->fixed) {
        model_add_starts(&x->model, one->fixed_room, &one->fixed_start_min, 1);
        return;
    }
    candidates_add(candidates, &x->model, event);
    const struct choice *choice = &x->model.choices.v[event.v];
    uint32_t first = (uint32_t)x->uses.n;
    if (choice->n > 0 && first <= USES_MOST && use_all(x, choice)) {
        x->list_of[event.v] = number_list(x, table, first);
    } else {
        x->uses.n = first;
    }
}

void obvious_index_build(struct obvious_case *x)
{
    const struct problem *problem = x->problem;
    struct candidates candidates = {0};
    struct list_table table = {.cap = 16};
    while (table.cap < (size_t)problem->n_events * 2) {
        table.cap *= 2;
    }
    table.slots = base_alloc_zero(table.cap, sizeof(*table.slots));
    model_init(&x->model, problem);
    x->list_of = base_alloc_zero(problem->n_events, sizeof(*x->list_of));
    x->dropped = base_alloc_zero(problem->n_events, sizeof(*x->dropped));
    list_openings(x);
    for (uint32_t e = 0; e < problem->n_events; e++) {
        x->list_of[e] = ID_NONE;
        add_event(x, &candidates, &table, (struct event_id){e});
    }
    candidates_free(&candidates);
    base_free(table.slots);
}

void obvious_index_free(struct obvious_case *x)
{
    vec_free(&x->openings);
    vec_free(&x->uses);
    vec_free(&x->lists);
    base_free(x->first_opening);
    base_free(x->is_cut);
    base_free(x->list_of);
    base_free(x->dropped);
    model_free(&x->model);
    arena_free(&x->scratch);
}

/* ---- how much fits -------------------------------------------------------------- */

void obvious_fill_make(struct obvious_fill *fill, const struct problem *problem,
                       const int32_t *durations_min, uint32_t n, int32_t pause_min,
                       int32_t longest_min)
{
    /* A length that is not whole ticks is rounded down, as whole events do not fill the rest. */
    fill->tick_min = problem->tick_min > 0 ? problem->tick_min : 1;
    for (uint32_t i = 0; i < n; i++) {
        if ((durations_min[i] + pause_min) % fill->tick_min != 0) {
            fill->tick_min = 1;
        }
    }
    fill->pause_min = pause_min;
    size_t ticks = (size_t)((longest_min + pause_min) / fill->tick_min) + 1;
    vec_reserve(&fill->most_min, ticks);
    fill->most_min.n = ticks;
    memset(fill->most_min.v, 0, ticks * sizeof(*fill->most_min.v));
    for (uint32_t i = 0; i < n; i++) {
        size_t takes = (size_t)((durations_min[i] + pause_min) / fill->tick_min);
        for (size_t t = ticks; t-- > takes;) {
            int32_t with_min = fill->most_min.v[t - takes] + durations_min[i];
            fill->most_min.v[t] = with_min > fill->most_min.v[t] ? with_min : fill->most_min.v[t];
        }
    }
}

int32_t obvious_fill_most(const struct obvious_fill *fill, int32_t length_min)
{
    return fill->most_min.v[(length_min + fill->pause_min) / fill->tick_min];
}
