#include "output/agenda.h"

#include "base/vec.h"

#include <stdlib.h>
#include <string.h>

struct items {
    struct agenda_item *v;
    size_t n, cap;
};

static const struct room_id *one_room(struct arena *arena, struct room_id room)
{
    return arena_copy(arena, &room, sizeof(room));
}

static void add_events(struct arena *arena, const struct problem *problem,
                       const struct timetable *timetable, struct items *items)
{
    for (uint32_t e = 0; e < timetable->n; e++) {
        const struct assignment *at = &timetable->v[e];
        if (!at->placed) {
            continue;
        }
        bool housed = at->room.v != ID_NONE;
        struct agenda_item item = {
            .what = AGENDA_EVENT,
            .index = e,
            .day = problem_day_at(problem, at->start_min),
            .span = timetable_span(problem, timetable, (struct event_id){e}),
            .rooms = housed ? one_room(arena, at->room) : NULL,
            .n_rooms = housed ? 1 : 0,
            .place = housed ? NULL : problem->events[e].where,
            .for_all = problem->events[e].plenary,
        };
        vec_push(items, item);
    }
}

static int by_room(const void *a, const void *b)
{
    uint32_t x = ((const struct room_id *)a)->v, y = ((const struct room_id *)b)->v;
    return (x > y) - (x < y);
}

static void add_breaks(struct arena *arena, const struct problem *problem, struct items *items)
{
    for (uint32_t b = 0; b < problem->n_breaks; b++) {
        const struct break_time *pause = &problem->breaks[b];
        struct room_id *rooms = arena_copy(arena, pause->blocks, pause->n_blocks * sizeof(*rooms));
        if (pause->n_blocks > 1) {
            qsort(rooms, pause->n_blocks, sizeof(*rooms), by_room);
        }
        bool there = pause->n_blocks == 1 && pause->where != NULL &&
                     strcmp(pause->where, problem->rooms[rooms[0].v].name) == 0;
        struct agenda_item item = {
            .what = AGENDA_BREAK,
            .index = b,
            .day = pause->day,
            .span = pause->span,
            .rooms = rooms,
            .n_rooms = pause->n_blocks,
            .place = there ? NULL : pause->where,
            .for_all = pause->n_blocks == problem->n_rooms,
        };
        vec_push(items, item);
    }
}

static bool is_open(const struct problem *problem, const struct timetable *timetable,
                    const struct window *window)
{
    for (uint32_t e = 0; e < timetable->n; e++) {
        const struct assignment *at = &timetable->v[e];
        if (at->placed && at->room.v == window->room.v && at->start_min < window->span.to_min &&
            at->start_min + problem->events[e].duration_min > window->span.from_min) {
            return false;
        }
    }
    return true;
}

static void add_open(struct arena *arena, const struct problem *problem,
                     const struct timetable *timetable, struct items *items)
{
    for (uint32_t w = 0; w < problem->n_windows; w++) {
        const struct window *window = &problem->windows[w];
        if (!window->slot || !is_open(problem, timetable, window)) {
            continue;
        }
        struct agenda_item item = {
            .what = AGENDA_OPEN,
            .index = w,
            .day = window->day,
            .span = window->span,
            .rooms = one_room(arena, window->room),
            .n_rooms = 1,
        };
        vec_push(items, item);
    }
}

static int compare(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

static int by_time(const void *a, const void *b)
{
    const struct agenda_item *x = a, *y = b;
    if (x->span.from_min != y->span.from_min) {
        return x->span.from_min < y->span.from_min ? -1 : 1;
    }
    int order =
        compare(x->n_rooms > 0 ? x->rooms[0].v : ID_NONE, y->n_rooms > 0 ? y->rooms[0].v : ID_NONE);
    order = order != 0 ? order : compare(x->what, y->what);
    return order != 0 ? order : compare(x->index, y->index);
}

struct agenda agenda_create(struct arena *arena, const struct problem *problem,
                            const struct timetable *timetable)
{
    struct items items = {0};
    add_events(arena, problem, timetable, &items);
    add_breaks(arena, problem, &items);
    add_open(arena, problem, timetable, &items);
    if (items.n > 1) {
        qsort(items.v, items.n, sizeof(*items.v), by_time);
    }
    struct agenda agenda = {vec_to_arena(&items, arena), (uint32_t)items.n};
    vec_free(&items);
    return agenda;
}

const char *agenda_title(struct arena *arena, const struct problem *problem,
                         const struct agenda_item *item)
{
    if (item->what == AGENDA_EVENT) {
        return problem->events[item->index].title;
    }
    if (item->what == AGENDA_BREAK) {
        return problem->breaks[item->index].title;
    }
    const struct window *window = &problem->windows[item->index];
    if (window->n_kinds == 1) {
        return arena_print(arena, "Open %s slot", problem->kinds[window->kinds[0].v].id);
    }
    return "Open slot";
}
