/* A room is filled from the start of its window; free time lies at the end.
 *
 * Per room r and start t inside a window: n = Σ_e [e starts at t in r] − Σ_f [f runs in r in some
 * of the time before], cost weight · max(0, n); hard: n ≤ 0. The time before is the step of the
 * grid that ends at t, events being lengthened by the room's changeover; for a slot, the slot
 * before it. In a room without clashes both sums are 0 or 1, so one row a start and room says it
 * exactly, with no indicator, and the row's linear relaxation has the costs' lower envelope. */
#include "rules/findings.h"
#include "rules/table.h"
#include "rules/terms.h"

#include <stdlib.h>

/* ---- compile --------------------------------------------------------------- */

/* What must not be free before something starts in the window, and how long a room stays taken
 * after an event; from = to: nothing. */
struct before {
    struct interval span;
    int32_t after_min;
};

static struct before time_before(const struct problem *problem, uint32_t w, int32_t t_min)
{
    const struct window *window = &problem->windows[w];
    struct before before = {{t_min, t_min}, 0};
    if (window->slot) {
        /* Windows stand in the order of their rooms, then of time. */
        const struct window *earlier = w == 0 ? window : window - 1;
        while (earlier > problem->windows && earlier->room.v == window->room.v && !earlier->slot) {
            earlier--;
        }
        if (earlier != window && earlier->slot && earlier->room.v == window->room.v &&
            earlier->day.v == window->day.v) {
            before.span = earlier->span;
        }
        return before;
    }
    if (t_min - problem->granularity_min >= window->span.from_min) {
        before.span.from_min = t_min - problem->granularity_min;
        before.after_min = problem->rooms[window->room.v].changeover_min;
    }
    return before;
}

static void compile_start(const struct compile *compile, uint32_t w, int32_t t_min)
{
    struct model *model = compile->model;
    const struct window *window = &compile->problem->windows[w];
    struct before before = time_before(compile->problem, w, t_min);
    struct origin origin = ORIGIN_NONE;
    origin.room = window->room;
    origin.at_min = t_min;
    if (before.span.from_min == before.span.to_min) {
        return;
    }
    model_term_begin(model, compile->rule, origin);
    for (uint32_t e = 0; e < compile->problem->n_events; e++) {
        const struct event *event = &compile->problem->events[e];
        if (!event->fixed && t_min + event->duration_min <= window->span.to_min) {
            model_term_add(
                model, 1,
                model_literal_between((struct choice_id){e}, t_min, t_min + 1, window->room));
        }
        int32_t length_min = event->duration_min + before.after_min;
        model_term_add(model, -1,
                       model_literal_between((struct choice_id){e},
                                             before.span.from_min - length_min + 1,
                                             before.span.to_min, window->room));
    }
    if (compile->setting->strength.kind == STRENGTH_HARD) {
        model_term_end_range(model, INT64_MIN, 0);
    } else {
        model_term_end_cost(model, compile->level, model_cost_linear,
                            compile->setting->strength.weight);
    }
}

static void compile_rule(const struct compile *compile)
{
    const struct problem *problem = compile->problem;
    struct terms_times starts = {0};
    size_t next = 0;
    for (uint32_t w = 0; w < problem->n_windows; w++) {
        const struct window *window = &problem->windows[w];
        if (w == 0 || window[-1].room.v != window->room.v) {
            vec_clear(&starts);
            for (uint32_t e = 0; e < problem->n_events; e++) {
                terms_add_starts(compile, (struct member){{e}, window->room, 0}, &starts);
            }
            terms_sort_times(&starts);
            next = 0;
        }
        for (; next < starts.n && starts.v[next] < window->span.to_min; next++) {
            if (starts.v[next] >= window->span.from_min) {
                compile_start(compile, w, starts.v[next]);
            }
        }
    }
    vec_free(&starts);
}

/* ---- audit ----------------------------------------------------------------- */

static struct window_id window_of(const struct audit *audit, struct event_id event)
{
    struct room_id room = findings_room(audit, event);
    struct window_id window = {ID_NONE};
    if (room.v != ID_NONE) {
        window = problem_window_at(audit->problem, room, findings_span(audit, event).from_min,
                                   audit->problem->events[event.v].duration_min);
    }
    return window;
}

/* The last slot of the room and day before this one; ID_NONE: there is none. */
static struct window_id slot_before(const struct audit *audit, const struct window *slot)
{
    struct window_id best = {ID_NONE};
    for (uint32_t w = 0; w < audit->problem->n_windows; w++) {
        const struct window *one = &audit->problem->windows[w];
        bool fits = one->slot && one->room.v == slot->room.v && one->day.v == slot->day.v &&
                    one->span.to_min <= slot->span.from_min;
        if (fits && (best.v == ID_NONE ||
                     audit->problem->windows[best.v].span.from_min < one->span.from_min)) {
            best.v = w;
        }
    }
    return best;
}

/* What is placed in rooms, by room, then by start, then by number. */
struct stays {
    struct stay {
        uint32_t room;
        struct interval span;
        struct event_id event;
    } * v;
    size_t n, cap;
    int32_t longest_min;
};

static int compare_stays(const void *left, const void *right)
{
    const struct stay *a = left, *b = right;
    if (a->room != b->room) {
        return a->room < b->room ? -1 : 1;
    }
    if (a->span.from_min != b->span.from_min) {
        return a->span.from_min < b->span.from_min ? -1 : 1;
    }
    return (a->event.v > b->event.v) - (a->event.v < b->event.v);
}

static struct stays list_stays(const struct audit *audit)
{
    struct stays stays = {0};
    for (uint32_t i = 0; i < audit->problem->n_events; i++) {
        struct event_id event = {i};
        int32_t duration_min = audit->problem->events[i].duration_min;
        if (findings_is_placed(audit, event) && findings_room(audit, event).v != ID_NONE) {
            struct stay stay = {findings_room(audit, event).v, findings_span(audit, event), event};
            vec_push(&stays, stay);
            stays.longest_min = duration_min > stays.longest_min ? duration_min : stays.longest_min;
        }
    }
    if (stays.n > 1) {
        qsort(stays.v, stays.n, sizeof(*stays.v), compare_stays);
    }
    return stays;
}

/* The first in the room that starts at `from_min` or later. */
static const struct stay *find_stay(const struct stays *stays, uint32_t room, int32_t from_min)
{
    const struct stay key = {room, {from_min, from_min}, {0}};
    size_t low = 0, high = stays->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_stays(&stays->v[middle], &key) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return stays->v + low;
}

/* How many events run in the room in some of the span; each takes the room `after_min` longer. */
static uint32_t count_running(const struct stays *stays, uint32_t room, struct interval span,
                              int32_t after_min)
{
    uint32_t n = 0;
    int32_t earliest_min = span.from_min - stays->longest_min - after_min;
    for (const struct stay *stay = find_stay(stays, room, earliest_min);
         stay < stays->v + stays->n && stay->room == room && stay->span.from_min < span.to_min;
         stay++) {
        n += stay->span.to_min + after_min > span.from_min;
    }
    return n;
}

/* How many events with a smaller number start with this one, in its room and window. */
static uint32_t count_rank(const struct audit *audit, const struct stays *stays,
                           struct event_id event, struct window_id window)
{
    uint32_t n = 0;
    uint32_t room = findings_room(audit, event).v;
    int32_t start_min = findings_span(audit, event).from_min;
    for (const struct stay *stay = find_stay(stays, room, start_min);
         stay < stays->v + stays->n && stay->room == room && stay->span.from_min == start_min &&
         stay->event.v < event.v;
         stay++) {
        n += findings_is_judged(audit, stay->event) && window_of(audit, stay->event).v == window.v;
    }
    return n;
}

static void report(const struct audit *audit, struct event_id event, const char *why)
{
    struct violation violation = findings_one(audit, event, 1);
    violation.message =
        arena_print(&audit->score->arena, "%s starts at %s in %s, but %s.",
                    findings_title(audit, event), findings_when(audit, violation.span.from_min),
                    findings_room_name(audit, findings_room(audit, event)), why);
    rule_report(audit, audit->setting->strength, violation);
}

static void judge_slot(const struct audit *audit, const struct stays *stays, struct event_id event,
                       struct window_id at)
{
    const struct window *slot = &audit->problem->windows[at.v];
    struct window_id earlier = slot_before(audit, slot);
    if (earlier.v == ID_NONE) {
        return;
    }
    struct interval span = audit->problem->windows[earlier.v].span;
    if (count_rank(audit, stays, event, at) >= count_running(stays, slot->room.v, span, 0)) {
        report(audit, event,
               arena_print(&audit->score->arena, "the slot before it, at %s, is empty",
                           findings_when(audit, span.from_min)));
    }
}

static void judge_open(const struct audit *audit, const struct stays *stays, struct event_id event,
                       struct window_id at)
{
    const struct window *window = &audit->problem->windows[at.v];
    int32_t start_min = findings_span(audit, event).from_min;
    struct interval step = {start_min - audit->problem->granularity_min, start_min};
    if (step.from_min >= window->span.from_min &&
        count_rank(audit, stays, event, at) >=
            count_running(stays, window->room.v, step,
                          audit->problem->rooms[window->room.v].changeover_min)) {
        report(audit, event, "the room is free right before it");
    }
}

static void audit_rule(const struct audit *audit)
{
    struct stays stays = list_stays(audit);
    for (uint32_t i = 0; i < audit->problem->n_events; i++) {
        struct event_id event = {i};
        if (!findings_is_judged(audit, event)) {
            continue;
        }
        struct window_id at = window_of(audit, event);
        if (at.v != ID_NONE && audit->problem->windows[at.v].slot) {
            judge_slot(audit, &stays, event, at);
        } else if (at.v != ID_NONE) {
            judge_open(audit, &stays, event, at);
        }
    }
    vec_free(&stays);
}

const struct rule rule_no_gaps = {
    .id = "no-gaps",
    .family = RULE_TOGETHER,
    .usual = {STRENGTH_OFF, 0},
    .sentence = "A room is filled from the start of its opening hours; free time lies at the end.",
    .formula =
        "for each event that is not fixed: 1 if its room is free, changeover counted in, in the "
        "whole step of the grid before it, and that step lies in the same window; in a slot: 1 if "
        "there is an earlier slot of that room and day, and in the last one no event runs",
    .unit = "gap",
    .example = "rules: {no-gaps: 3}\n",
    .origin = "Conference Scheduler (contiguous sessions), OptaPlanner",
    .compile = compile_rule,
    .audit = audit_rule,
};
