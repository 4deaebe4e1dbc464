/* What a group of events needs and finds: each of its events lies in one of the group's openings.
 * Of an opening of length L with changeover C events can use at most what whole events make up with
 * Σ (length + C) ≤ L + C; a slot takes one event. */
#include "explain/obvious_capacity.h"

#include <stdlib.h>
#include <string.h>

enum { SHORT_MOST = 4000 };

/* ---- classes ---------------------------------------------------------------------- */

static uint32_t number_room_set(struct obvious_capacity *cap, const uint64_t *bits)
{
    for (size_t i = 0; i < cap->room_sets.n; i++) {
        if (memcmp(cap->room_sets.v[i].bits, bits, cap->room_words * sizeof(*bits)) == 0) {
            return (uint32_t)i;
        }
    }
    if (cap->room_sets.n >= OBVIOUS_ROOM_SETS) {
        return ID_NONE;
    }
    struct obvious_room_set set = {
        arena_copy(&cap->x->scratch, bits, cap->room_words * sizeof(*bits)), 0,
        (uint32_t)cap->room_sets.n};
    vec_push(&cap->room_sets, set);
    return set.old;
}

/* Where the events of a list may be, in short. */
static void look_at_list(struct obvious_capacity *cap, struct obvious_class *class, uint64_t *bits)
{
    struct obvious_case *x = cap->x;
    const struct obvious_list *list = &x->lists.v[class->list];
    memset(bits, 0, cap->room_words * sizeof(*bits));
    class->day = ID_NONE;
    bool one_day = true;
    for (uint32_t i = 0; i < list->n; i++) {
        const struct obvious_opening *opening = &x->openings.v[x->uses.v[list->first + i].opening];
        bits[opening->room.v / 64] |= UINT64_C(1) << opening->room.v % 64;
        one_day = one_day && (i == 0 || class->day == opening->day.v);
        class->day = opening->day.v;
    }
    class->day = one_day ? class->day : ID_NONE;
    class->room_set = number_room_set(cap, bits);
}

struct keyed {
    uint32_t list, event;
    int32_t duration_min;
    uint32_t kind;
};

static int compare_keyed(const void *a, const void *b)
{
    const struct keyed *p = a, *q = b;
    if (p->list != q->list) {
        return p->list < q->list ? -1 : 1;
    }
    if (p->duration_min != q->duration_min) {
        return p->duration_min < q->duration_min ? -1 : 1;
    }
    if (p->kind != q->kind) {
        return p->kind < q->kind ? -1 : 1;
    }
    return (p->event > q->event) - (p->event < q->event);
}

void obvious_capacity_classify(struct obvious_capacity *cap)
{
    struct obvious_case *x = cap->x;
    VEC(struct keyed) events = {0};
    uint64_t *bits = base_alloc_zero(cap->room_words, sizeof(*bits));
    for (uint32_t e = 0; e < x->problem->n_events; e++) {
        const struct event *event = &x->problem->events[e];
        cap->class_of[e] = ID_NONE;
        if (x->list_of[e] != ID_NONE && !x->dropped[e]) {
            struct keyed keyed = {x->list_of[e], e, event->duration_min, event->kind.v};
            vec_push(&events, keyed);
        }
    }
    if (events.n > 1) {
        qsort(events.v, events.n, sizeof(*events.v), compare_keyed);
    }
    for (size_t i = 0; i < events.n; i++) {
        const struct keyed *one = &events.v[i], *last = i == 0 ? NULL : &events.v[i - 1];
        if (last == NULL || last->list != one->list || last->duration_min != one->duration_min ||
            last->kind != one->kind) {
            struct obvious_class class = {
                .list = one->list, .duration_min = one->duration_min, .kind = {one->kind}};
            look_at_list(cap, &class, bits);
            vec_push(&cap->classes, class);
        }
        struct obvious_class *class = &cap->classes.v[cap->classes.n - 1];
        class->n++;
        cap->class_of[one->event] = (uint32_t)cap->classes.n - 1;
        if (class->room_set != ID_NONE) {
            cap->room_sets.v[class->room_set].n_events++;
        }
    }
    base_free(bits);
    vec_free(&events);
}

/* ---- what a group needs and finds --------------------------------------------------- */

static const struct obvious_fill *fill_for(struct obvious_capacity *cap, int32_t pause_min,
                                           int32_t longest_min)
{
    for (uint32_t i = 0; i < cap->n_fills; i++) {
        if (cap->fills[i].pause_min == pause_min) {
            return &cap->fills[i];
        }
    }
    if (cap->n_fills == OBVIOUS_CHANGEOVERS) {
        return NULL;
    }
    struct obvious_fill *fill = &cap->fills[cap->n_fills++];
    obvious_fill_make(fill, cap->x->problem, cap->durations_min.v, (uint32_t)cap->durations_min.n,
                      pause_min, longest_min);
    return fill;
}

static void add_duration(struct obvious_capacity *cap, const struct obvious_class *class)
{
    for (size_t i = 0; i < cap->lengths.n; i++) {
        if (cap->lengths.v[i].duration_min == class->duration_min) {
            cap->lengths.v[i].n += class->n;
            return;
        }
    }
    struct obvious_length length = {class->duration_min, class->n};
    vec_push(&cap->lengths, length);
}

/* One for each event, but of each length no more than one opening can take. */
static void list_durations(struct obvious_capacity *cap, int32_t longest_min)
{
    vec_clear(&cap->durations_min);
    for (size_t i = 0; i < cap->lengths.n; i++) {
        int32_t most = longest_min / cap->lengths.v[i].duration_min + 1;
        for (uint32_t k = 0; k < cap->lengths.v[i].n && (int32_t)k < most; k++) {
            vec_push(&cap->durations_min, cap->lengths.v[i].duration_min);
        }
    }
}

static void use_opening(struct obvious_capacity *cap, const struct obvious_class *class,
                        const struct obvious_use *use)
{
    struct obvious_demand *demand = &cap->demands[use->opening];
    if (demand->stamp != cap->stamp) {
        *demand = (struct obvious_demand){.stamp = cap->stamp,
                                          .from_min = use->from_min,
                                          .to_min = use->to_min,
                                          .longest_min = class->duration_min,
                                          .shortest_min = class->duration_min};
        vec_push(&cap->touched, use->opening);
    }
    int32_t duration_min = class->duration_min;
    demand->from_min = use->from_min < demand->from_min ? use->from_min : demand->from_min;
    demand->to_min = use->to_min > demand->to_min ? use->to_min : demand->to_min;
    demand->longest_min = duration_min > demand->longest_min ? duration_min : demand->longest_min;
    demand->shortest_min =
        duration_min < demand->shortest_min ? duration_min : demand->shortest_min;
    demand->n += class->n;
    demand->minutes += (int64_t) class->n * duration_min;
}

/* The demands of cap->members on openings. */
static void collect_demand(struct obvious_capacity *cap, struct obvious_group *group)
{
    struct obvious_case *x = cap->x;
    cap->stamp++;
    vec_clear(&cap->touched);
    vec_clear(&cap->lengths);
    for (size_t i = 0; i < cap->members.n; i++) {
        const struct obvious_class *class = &cap->classes.v[cap->members.v[i]];
        const struct obvious_list *list = &x->lists.v[class->list];
        for (uint32_t k = 0; k < list->n; k++) {
            use_opening(cap, class, &x->uses.v[list->first + k]);
        }
        cap->work_left -= list->n + 1;
        add_duration(cap, class);
        group->n_events += class->n;
        group->demand_min += (int64_t) class->n * class->duration_min;
    }
}

static void add_supply(struct obvious_capacity *cap, struct obvious_group *group, uint32_t index,
                       int32_t longest_min)
{
    const struct obvious_opening *opening = &cap->x->openings.v[index];
    const struct obvious_demand *demand = &cap->demands[index];
    int32_t changeover_min = cap->x->problem->rooms[opening->room.v].changeover_min;
    int32_t length_min = demand->to_min - demand->from_min;
    int64_t most_min = demand->longest_min, places = 1;
    if (!opening->slot) {
        const struct obvious_fill *fill = fill_for(cap, changeover_min, longest_min);
        most_min = fill == NULL ? length_min : obvious_fill_most(fill, length_min);
        places = (length_min + changeover_min) / (demand->shortest_min + changeover_min);
    }
    group->open_min += length_min;
    group->supply_min += most_min < demand->minutes ? most_min : demand->minutes;
    group->places += places < demand->n ? places : demand->n;
    group->all_slots = group->all_slots && opening->slot;
    group->cut = group->cut || opening->cut;
}

static bool is_seen(struct obvious_capacity *cap, uint64_t hash)
{
    size_t mask = cap->seen.n - 1;
    for (size_t at = (size_t)hash & mask;; at = (at + 1) & mask) {
        if (cap->seen.v[at] == hash) {
            return true;
        }
        if (cap->seen.v[at] == 0) {
            cap->seen.v[at] = hash;
            return false;
        }
    }
}

static uint64_t hash_members(const struct obvious_capacity *cap)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < cap->members.n; i++) {
        hash = (hash ^ cap->members.v[i]) * UINT64_C(1099511628211);
        hash ^= hash >> 31;
    }
    return hash == 0 ? 1 : hash;
}

void obvious_capacity_try(struct obvious_capacity *cap)
{
    struct obvious_group group = {.all_slots = true, .hash = hash_members(cap)};
    int32_t longest_min = 0, shortest_min = INT32_MAX;
    if (cap->members.n == 0 || cap->work_left <= 0 || cap->found.n >= SHORT_MOST ||
        is_seen(cap, group.hash)) {
        return;
    }
    collect_demand(cap, &group);
    for (size_t i = 0; i < cap->touched.n; i++) {
        const struct obvious_demand *demand = &cap->demands[cap->touched.v[i]];
        int32_t length_min = demand->to_min - demand->from_min;
        longest_min = length_min > longest_min ? length_min : longest_min;
    }
    list_durations(cap, longest_min);
    for (size_t i = 0; i < cap->lengths.n; i++) {
        int32_t one_min = cap->lengths.v[i].duration_min;
        shortest_min = one_min < shortest_min ? one_min : shortest_min;
    }
    cap->n_fills = 0;
    for (size_t i = 0; i < cap->touched.n; i++) {
        add_supply(cap, &group, cap->touched.v[i], longest_min);
    }
    cap->work_left -= (int64_t)cap->touched.n;
    int64_t by_minutes = group.demand_min - group.supply_min;
    int64_t by_places = (group.n_events - group.places) * shortest_min;
    group.short_min = by_minutes > by_places ? by_minutes : by_places;
    if (group.short_min > 0) {
        group.classes = vec_to_arena(&cap->members, &cap->x->scratch);
        group.n_classes = (uint32_t)cap->members.n;
        vec_push(&cap->found, group);
    }
}
