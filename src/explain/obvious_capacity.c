/* Groups of events that need more than the openings in which alone they can be held: of one kind,
 * of one day, of certain rooms, and those that may be only where others may too.
 *
 * Each event of a group lies in one of the group's openings. Of an opening of length L with
 * changeover C events can use at most what whole events make up with Σ (length + C) ≤ L + C; a
 * slot takes one event. */
#include "explain/obvious_capacity.h"

#include "core/rule.h"

#include <stdlib.h>
#include <string.h>

enum {
    WORK_MOST = 100000000, /* uses looked at */
    ROOM_SETS_MOST = 64,
    LISTS_MOST = 200, /* whose openings bound a group of their own */
    SHORT_MOST = 4000,
    CHANGEOVERS_MOST = 8,
};

/* What the group at hand can do with an opening. */
struct demand {
    uint32_t stamp;
    int32_t from_min, to_min, longest_min, shortest_min;
    int64_t n, minutes;
};

struct room_set {
    const uint64_t *bits;
    uint32_t n_events, old;
};

struct length {
    int32_t duration_min;
    uint32_t n;
};

struct capacity {
    struct obvious_case *x;
    VEC(struct obvious_class) classes;
    uint32_t *class_of;
    VEC(struct room_set) room_sets;
    size_t room_words, opening_words;
    struct demand *demands; /* [openings] */
    uint32_t stamp;
    VEC(uint32_t) touched;      /* openings */
    VEC(uint32_t) members;      /* classes of the group at hand */
    VEC(struct length) lengths; /* of its events */
    VEC(int32_t) durations_min;
    struct obvious_fill fills[CHANGEOVERS_MOST];
    uint32_t n_fills;
    VEC(uint64_t) seen; /* hash table of groups */
    VEC(struct obvious_group) found;
    int64_t work_left;
};

/* ---- classes ---------------------------------------------------------------------- */

static uint32_t number_room_set(struct capacity *cap, const uint64_t *bits)
{
    for (size_t i = 0; i < cap->room_sets.n; i++) {
        if (memcmp(cap->room_sets.v[i].bits, bits, cap->room_words * sizeof(*bits)) == 0) {
            return (uint32_t)i;
        }
    }
    if (cap->room_sets.n >= ROOM_SETS_MOST) {
        return ID_NONE;
    }
    struct room_set set = {arena_copy(&cap->x->scratch, bits, cap->room_words * sizeof(*bits)), 0,
                           (uint32_t)cap->room_sets.n};
    vec_push(&cap->room_sets, set);
    return set.old;
}

/* Where the events of a list may be, in short. */
static void look_at_list(struct capacity *cap, struct obvious_class *class, uint64_t *bits)
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

static void list_classes(struct capacity *cap)
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

static const struct obvious_fill *fill_for(struct capacity *cap, int32_t pause_min,
                                           int32_t longest_min)
{
    for (uint32_t i = 0; i < cap->n_fills; i++) {
        if (cap->fills[i].pause_min == pause_min) {
            return &cap->fills[i];
        }
    }
    if (cap->n_fills == CHANGEOVERS_MOST) {
        return NULL;
    }
    struct obvious_fill *fill = &cap->fills[cap->n_fills++];
    obvious_fill_make(fill, cap->x->problem, cap->durations_min.v, (uint32_t)cap->durations_min.n,
                      pause_min, longest_min);
    return fill;
}

static void add_duration(struct capacity *cap, const struct obvious_class *class)
{
    for (size_t i = 0; i < cap->lengths.n; i++) {
        if (cap->lengths.v[i].duration_min == class->duration_min) {
            cap->lengths.v[i].n += class->n;
            return;
        }
    }
    struct length length = {class->duration_min, class->n};
    vec_push(&cap->lengths, length);
}

/* One for each event, but of each length no more than one opening can take. */
static void list_durations(struct capacity *cap, int32_t longest_min)
{
    vec_clear(&cap->durations_min);
    for (size_t i = 0; i < cap->lengths.n; i++) {
        int32_t most = longest_min / cap->lengths.v[i].duration_min + 1;
        for (uint32_t k = 0; k < cap->lengths.v[i].n && (int32_t)k < most; k++) {
            vec_push(&cap->durations_min, cap->lengths.v[i].duration_min);
        }
    }
}

static void use_opening(struct capacity *cap, const struct obvious_class *class,
                        const struct obvious_use *use)
{
    struct demand *demand = &cap->demands[use->opening];
    if (demand->stamp != cap->stamp) {
        *demand = (struct demand){.stamp = cap->stamp,
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
static void collect_demand(struct capacity *cap, struct obvious_group *group)
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

static void add_supply(struct capacity *cap, struct obvious_group *group, uint32_t index,
                       int32_t longest_min)
{
    const struct obvious_opening *opening = &cap->x->openings.v[index];
    const struct demand *demand = &cap->demands[index];
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

static bool is_seen(struct capacity *cap, uint64_t hash)
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

static uint64_t hash_members(const struct capacity *cap)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < cap->members.n; i++) {
        hash = (hash ^ cap->members.v[i]) * UINT64_C(1099511628211);
        hash ^= hash >> 31;
    }
    return hash == 0 ? 1 : hash;
}

/* Keeps the group of cap->members when it is short. */
static void try_group(struct capacity *cap)
{
    struct obvious_group group = {.all_slots = true, .hash = hash_members(cap)};
    int32_t longest_min = 0, shortest_min = INT32_MAX;
    if (cap->members.n == 0 || cap->work_left <= 0 || cap->found.n >= SHORT_MOST ||
        is_seen(cap, group.hash)) {
        return;
    }
    collect_demand(cap, &group);
    for (size_t i = 0; i < cap->touched.n; i++) {
        const struct demand *demand = &cap->demands[cap->touched.v[i]];
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

/* ---- which groups -------------------------------------------------------------------- */

static bool is_subset(const uint64_t *inner, const uint64_t *outer, size_t words)
{
    for (size_t i = 0; i < words; i++) {
        if ((inner[i] & ~outer[i]) != 0) {
            return false;
        }
    }
    return true;
}

/* Those of a kind (ID_NONE: of any), of a day, and in rooms of the set alone. */
static void try_natural(struct capacity *cap, uint32_t kind, uint32_t day, const uint64_t *rooms)
{
    vec_clear(&cap->members);
    bool fits[ROOM_SETS_MOST];
    for (size_t i = 0; i < cap->room_sets.n; i++) {
        fits[i] = rooms == NULL || is_subset(cap->room_sets.v[i].bits, rooms, cap->room_words);
    }
    for (uint32_t c = 0; c < cap->classes.n; c++) {
        const struct obvious_class *class = &cap->classes.v[c];
        if ((kind == ID_NONE || class->kind.v == kind) && (day == ID_NONE || class->day == day) &&
            (rooms == NULL || (class->room_set != ID_NONE && fits[class->room_set]))) {
            vec_push(&cap->members, c);
        }
    }
    cap->work_left -= (int64_t)cap->classes.n / 4;
    try_group(cap);
}

static void try_kinds_and_days(struct capacity *cap, const uint64_t *rooms)
{
    const struct problem *problem = cap->x->problem;
    for (uint32_t k = 0; k <= problem->n_kinds && cap->work_left > 0; k++) {
        for (uint32_t d = 0; d <= problem->n_days; d++) {
            try_natural(cap, k == problem->n_kinds ? ID_NONE : k,
                        d == problem->n_days ? ID_NONE : d, rooms);
        }
    }
}

static int compare_room_sets(const void *a, const void *b)
{
    const struct room_set *p = a, *q = b;
    if (p->n_events != q->n_events) {
        return p->n_events > q->n_events ? -1 : 1;
    }
    return (p->old > q->old) - (p->old < q->old);
}

static void try_all_natural(struct capacity *cap)
{
    size_t n = cap->room_sets.n;
    struct room_set *sets = arena_copy(&cap->x->scratch, cap->room_sets.v, n * sizeof(*sets));
    if (n > 1) {
        qsort(sets, n, sizeof(*sets), compare_room_sets);
    }
    try_kinds_and_days(cap, NULL);
    for (size_t i = 0; i < n; i++) {
        try_kinds_and_days(cap, sets[i].bits);
    }
}

struct counted {
    uint32_t list, n;
};

static int compare_counted(const void *a, const void *b)
{
    const struct counted *p = a, *q = b;
    if (p->n != q->n) {
        return p->n > q->n ? -1 : 1;
    }
    return (p->list > q->list) - (p->list < q->list);
}

/* All that may only be where the events of one list may. */
static void try_inside(struct capacity *cap, const uint64_t *bits, uint32_t outer)
{
    size_t words = cap->opening_words;
    vec_clear(&cap->members);
    for (uint32_t c = 0; c < cap->classes.n; c++) {
        if (is_subset(bits + cap->classes.v[c].list * words, bits + outer * words, words)) {
            vec_push(&cap->members, c);
        }
    }
    cap->work_left -= (int64_t)cap->classes.n;
    try_group(cap);
}

/* The events of a list, with their own times in the openings. */
static void try_alike(struct capacity *cap, uint32_t list)
{
    vec_clear(&cap->members);
    for (uint32_t c = 0; c < cap->classes.n; c++) {
        if (cap->classes.v[c].list == list) {
            vec_push(&cap->members, c);
        }
    }
    try_group(cap);
}

static void try_lists(struct capacity *cap)
{
    struct obvious_case *x = cap->x;
    size_t words = cap->opening_words;
    uint64_t *bits = base_alloc_zero(x->lists.n * words, sizeof(*bits));
    struct counted *counts = base_alloc_zero(x->lists.n, sizeof(*counts));
    for (uint32_t l = 0; l < x->lists.n; l++) {
        counts[l].list = l;
        for (uint32_t i = 0; i < x->lists.v[l].n; i++) {
            uint32_t opening = x->uses.v[x->lists.v[l].first + i].opening;
            bits[l * words + opening / 64] |= UINT64_C(1) << opening % 64;
        }
    }
    for (size_t c = 0; c < cap->classes.n; c++) {
        counts[cap->classes.v[c].list].n += cap->classes.v[c].n;
    }
    if (x->lists.n > 1) {
        qsort(counts, x->lists.n, sizeof(*counts), compare_counted);
    }
    for (size_t i = 0; i < x->lists.n && i < LISTS_MOST && cap->work_left > 0; i++) {
        try_alike(cap, counts[i].list);
        try_inside(cap, bits, counts[i].list);
    }
    base_free(counts);
    base_free(bits);
}

/* What fixed events leave nothing at all. */
static void try_blocked(struct capacity *cap)
{
    for (uint32_t l = 0; l < cap->x->lists.n; l++) {
        if (cap->x->lists.v[l].n == 0) {
            try_alike(cap, l);
        }
    }
}

/* ---- what is reported ------------------------------------------------------------------ */

static int compare_groups(const void *a, const void *b)
{
    const struct obvious_group *p = a, *q = b;
    if (p->n_events != q->n_events) {
        return p->n_events < q->n_events ? -1 : 1;
    }
    if (p->short_min != q->short_min) {
        return p->short_min > q->short_min ? -1 : 1;
    }
    return (p->hash > q->hash) - (p->hash < q->hash);
}

static bool share_class(const struct obvious_group *a, const struct obvious_group *b)
{
    for (uint32_t i = 0, k = 0; i < a->n_classes && k < b->n_classes;) {
        if (a->classes[i] == b->classes[k]) {
            return true;
        }
        if (a->classes[i] < b->classes[k]) {
            i++;
        } else {
            k++;
        }
    }
    return false;
}

/* The smallest first; others only where they are short by more than those that they share events
 * with. */
static void report_found(struct capacity *cap)
{
    if (cap->found.n > 1) {
        qsort(cap->found.v, cap->found.n, sizeof(*cap->found.v), compare_groups);
    }
    size_t kept = 0;
    for (size_t i = 0; i < cap->found.n; i++) {
        struct obvious_group group = cap->found.v[i];
        int64_t known_min = 0;
        for (size_t k = 0; k < kept && known_min < group.short_min; k++) {
            bool shared = share_class(&group, &cap->found.v[k]);
            known_min += shared ? cap->found.v[k].short_min : 0;
        }
        if (group.short_min > known_min) {
            obvious_capacity_report(cap->x, cap->classes.v, cap->class_of, &group);
            cap->found.v[kept++] = group;
        }
    }
}

static void make_seen(struct capacity *cap)
{
    const struct problem *problem = cap->x->problem;
    size_t most = (size_t)(problem->n_kinds + 1) * (problem->n_days + 1) * (ROOM_SETS_MOST + 1) +
                  (size_t)LISTS_MOST * 2 + cap->x->lists.n;
    size_t n = 1024;
    while (n < most * 2) {
        n *= 2;
    }
    vec_reserve(&cap->seen, n);
    cap->seen.n = n;
    memset(cap->seen.v, 0, n * sizeof(*cap->seen.v));
}

void obvious_capacity_find(struct obvious_case *x)
{
    if (!rule_is_strict(x->problem, "room-clash")) {
        return;
    }
    struct capacity cap = {.x = x, .work_left = WORK_MOST};
    cap.room_words = (size_t)x->problem->n_rooms / 64 + 1;
    cap.opening_words = x->openings.n / 64 + 1;
    cap.class_of = base_alloc_zero(x->problem->n_events, sizeof(*cap.class_of));
    cap.demands = base_alloc_zero(x->openings.n, sizeof(*cap.demands));
    list_classes(&cap);
    make_seen(&cap);
    try_blocked(&cap);
    try_lists(&cap);
    try_all_natural(&cap);
    report_found(&cap);
    for (size_t i = 0; i < CHANGEOVERS_MOST; i++) {
        vec_free(&cap.fills[i].most_min);
    }
    base_free(cap.class_of);
    base_free(cap.demands);
    vec_free(&cap.classes);
    vec_free(&cap.room_sets);
    vec_free(&cap.touched);
    vec_free(&cap.members);
    vec_free(&cap.lengths);
    vec_free(&cap.durations_min);
    vec_free(&cap.seen);
    vec_free(&cap.found);
}
