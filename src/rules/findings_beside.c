#include "rules/findings_beside.h"

#include <stdlib.h>

static int compare_events(const void *left, const void *right)
{
    const struct event_id *a = left, *b = right;
    return (a->v > b->v) - (a->v < b->v);
}

void findings_list_sort(struct findings_list *list)
{
    size_t n = 0;
    if (list->n > 1) {
        qsort(list->v, list->n, sizeof(*list->v), compare_events);
    }
    for (size_t i = 0; i < list->n; i++) {
        if (n == 0 || list->v[n - 1].v != list->v[i].v) {
            list->v[n++] = list->v[i];
        }
    }
    list->n = n;
}

/* ---- what runs beside ------------------------------------------------------- */

static int compare_stays(const void *left, const void *right)
{
    const struct findings_stay *a = left, *b = right;
    if (a->class != b->class) {
        return a->class < b->class ? -1 : 1;
    }
    if (a->span.from_min != b->span.from_min) {
        return a->span.from_min < b->span.from_min ? -1 : 1;
    }
    return (a->event.v > b->event.v) - (a->event.v < b->event.v);
}

static void add_stay(struct findings_crowd *crowd, const struct audit *audit, struct event_id event)
{
    struct findings_stay stay = {.event = event};
    if (!findings_is_placed(audit, event)) {
        return;
    }
    stay.span = findings_span(audit, event);
    int32_t length_min = stay.span.to_min - stay.span.from_min;
    if (length_min <= 0) {
        return;
    }
    while (length_min >> stay.class > 1) {
        stay.class ++;
    }
    vec_push(crowd, stay);
}

static void order_stays(struct findings_crowd *crowd)
{
    if (crowd->n > 1) {
        qsort(crowd->v, crowd->n, sizeof(*crowd->v), compare_stays);
    }
    for (size_t i = 0; i < crowd->n; i++) {
        crowd->first[crowd->v[i].class + 1] = i + 1;
    }
    for (uint32_t c = 1; c < BASE_COUNT(crowd->first); c++) {
        if (crowd->first[c] < crowd->first[c - 1]) {
            crowd->first[c] = crowd->first[c - 1];
        }
    }
}

struct findings_crowd findings_crowd_of(const struct audit *audit, const struct event_id *events,
                                        size_t n)
{
    struct findings_crowd crowd = {0};
    for (size_t i = 0; i < n; i++) {
        add_stay(&crowd, audit, events[i]);
    }
    order_stays(&crowd);
    return crowd;
}

struct findings_crowd findings_crowd_among(const struct audit *audit, const bool *among)
{
    struct findings_crowd crowd = {0};
    for (uint32_t e = 0; e < audit->problem->n_events; e++) {
        if (among == NULL || among[e]) {
            add_stay(&crowd, audit, (struct event_id){e});
        }
    }
    order_stays(&crowd);
    return crowd;
}

void findings_crowd_free(struct findings_crowd *crowd)
{
    vec_free(&crowd->found);
    vec_free(crowd);
}

/* The first of the class that does not start before `from_min`. */
static size_t find_start(const struct findings_crowd *crowd, uint32_t class, int64_t from_min)
{
    size_t low = crowd->first[class], high = crowd->first[class + 1];
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (crowd->v[middle].span.from_min < from_min) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

const struct findings_list *findings_beside(struct findings_crowd *crowd, const struct audit *audit,
                                            struct event_id event, uint32_t from)
{
    struct interval span = findings_span(audit, event);
    vec_clear(&crowd->found);
    for (uint32_t class = 0; class + 1 < BASE_COUNT(crowd->first); class ++) {
        /* None of the class is as long as this, so what starts earlier has ended. */
        int64_t longest_min = INT64_C(2) << class;
        for (size_t i = find_start(crowd, class, span.from_min - longest_min);
             i < crowd->first[class + 1] && crowd->v[i].span.from_min < span.to_min; i++) {
            const struct findings_stay *stay = &crowd->v[i];
            if (stay->span.to_min > span.from_min && stay->event.v >= from &&
                stay->event.v != event.v) {
                vec_push(&crowd->found, stay->event);
            }
        }
    }
    findings_list_sort(&crowd->found);
    return &crowd->found;
}

/* ---- people ------------------------------------------------------------------ */

/* Calls for each place of a person at a placed event, once per event: counts into `next`, or puts
 * the event there. */
static void go_through(const struct audit *audit, size_t *next, struct event_id *events,
                       uint32_t *latest)
{
    const struct problem *problem = audit->problem;
    for (uint32_t p = 0; p < problem->n_people; p++) {
        latest[p] = ID_NONE;
    }
    for (uint32_t e = 0; e < problem->n_events; e++) {
        const struct event *event = &problem->events[e];
        for (uint32_t i = 0; i < event->n_people && audit->timetable->v[e].placed; i++) {
            uint32_t person = event->people[i].v;
            if (latest[person] == e) {
                continue;
            }
            latest[person] = e;
            if (events != NULL) {
                events[next[person]].v = e;
            }
            next[person]++;
        }
    }
}

struct findings_people findings_people_of(const struct audit *audit)
{
    uint32_t n_people = audit->problem->n_people;
    struct arena *arena = &audit->score->arena;
    uint32_t *latest = base_alloc_zero(n_people, sizeof(*latest));
    size_t *next = base_alloc_zero((size_t)n_people + 1, sizeof(*next));
    size_t *first = arena_array(arena, (size_t)n_people + 1, sizeof(*first));
    go_through(audit, next, NULL, latest);
    for (uint32_t p = 0; p < n_people; p++) {
        first[p + 1] = first[p] + next[p];
        next[p] = first[p];
    }
    struct event_id *events = arena_array(arena, first[n_people], sizeof(*events));
    go_through(audit, next, events, latest);
    base_free(next);
    base_free(latest);
    return (struct findings_people){events, first};
}
