#include "output/lanes.h"

#include "base/vec.h"

#include <string.h>

struct building {
    struct arena *arena;
    const struct problem *problem;
    const struct agenda *agenda;
    struct day_id day;
    struct {
        struct lane *v;
        size_t n, cap;
    } lanes;
    struct {
        struct lane_item *v;
        size_t n, cap;
    } items;
};

static bool meet(const struct agenda_item *a, const struct agenda_item *b)
{
    return a->span.from_min < b->span.to_min && b->span.from_min < a->span.to_min;
}

static bool goes_across(const struct building *b, const struct agenda_item *item)
{
    if (!item->for_all && item->n_rooms > 0) {
        return false;
    }
    for (uint32_t i = 0; i < b->agenda->n; i++) {
        const struct agenda_item *other = &b->agenda->v[i];
        if (other != item && other->day.v == b->day.v && meet(item, other)) {
            return false;
        }
    }
    return true;
}

static bool lane_is_free(const struct building *b, size_t lane, const struct agenda_item *item)
{
    for (size_t i = 0; i < b->items.n; i++) {
        const struct lane_item *other = &b->items.v[i];
        if (other->lane == lane && other->item->what != AGENDA_BREAK && meet(other->item, item)) {
            return false;
        }
    }
    return true;
}

/* The lane of that name, or a further one of that name where an event would cover another. */
static uint32_t find_lane(struct building *b, struct room_id room, const char *name,
                          const struct agenda_item *item)
{
    for (size_t l = 0; l < b->lanes.n; l++) {
        const struct lane *lane = &b->lanes.v[l];
        if (lane->room.v == room.v && strcmp(lane->name, name) == 0 &&
            (item->what == AGENDA_BREAK || lane_is_free(b, l, item))) {
            return (uint32_t)l;
        }
    }
    struct lane lane = {name, room};
    vec_push(&b->lanes, lane);
    return (uint32_t)(b->lanes.n - 1);
}

static void add_item(struct building *b, const struct agenda_item *item)
{
    if (goes_across(b, item)) {
        struct lane_item across = {item, ID_NONE};
        vec_push(&b->items, across);
        return;
    }
    for (uint32_t r = 0; r < item->n_rooms; r++) {
        struct room_id room = item->rooms[r];
        struct lane_item in_room = {item, find_lane(b, room, b->problem->rooms[room.v].name, item)};
        vec_push(&b->items, in_room);
    }
    if (item->n_rooms == 0) {
        const char *place = item->place != NULL ? item->place : "Elsewhere";
        struct lane_item elsewhere = {item, find_lane(b, (struct room_id){ID_NONE}, place, item)};
        vec_push(&b->items, elsewhere);
    }
}

/* Rooms in their order, lanes of one room in the order of their making, places last. */
static void sort_lanes(struct building *b)
{
    uint32_t *now_at = arena_array(b->arena, b->lanes.n, sizeof(*now_at));
    struct lane *sorted = arena_array(b->arena, b->lanes.n, sizeof(*sorted));
    for (size_t l = 0; l < b->lanes.n; l++) {
        uint32_t before = 0;
        for (size_t k = 0; k < b->lanes.n; k++) {
            uint32_t mine = b->lanes.v[l].room.v, other = b->lanes.v[k].room.v;
            before += other < mine || (other == mine && k < l) ? 1 : 0;
        }
        now_at[l] = before;
        sorted[before] = b->lanes.v[l];
    }
    memcpy(b->lanes.v, sorted, b->lanes.n * sizeof(*sorted));
    for (size_t i = 0; i < b->items.n; i++) {
        if (b->items.v[i].lane != ID_NONE) {
            b->items.v[i].lane = now_at[b->items.v[i].lane];
        }
    }
}

struct lanes lanes_create(struct arena *arena, const struct problem *problem,
                          const struct agenda *agenda, struct day_id day)
{
    struct building b = {.arena = arena, .problem = problem, .agenda = agenda, .day = day};
    /* Breaks first: an event within a break is drawn over it. */
    for (int events = 0; events < 2; events++) {
        for (uint32_t i = 0; i < agenda->n; i++) {
            const struct agenda_item *item = &agenda->v[i];
            if (item->day.v == day.v && (item->what != AGENDA_BREAK) == (events == 1)) {
                add_item(&b, item);
            }
        }
    }
    if (b.lanes.n == 0) {
        struct lane lane = {problem->n_rooms == 1 ? problem->rooms[0].name : "", {ID_NONE}};
        vec_push(&b.lanes, lane);
    }
    sort_lanes(&b);
    struct lanes lanes = {
        .v = vec_to_arena(&b.lanes, arena),
        .n = (uint32_t)b.lanes.n,
        .items = vec_to_arena(&b.items, arena),
        .n_items = (uint32_t)b.items.n,
    };
    vec_free(&b.lanes);
    vec_free(&b.items);
    return lanes;
}
