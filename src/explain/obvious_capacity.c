/* Groups of events that need more than the openings in which alone they can be held: of one kind,
 * of one day, of certain rooms, and those that may be only where others may too. */
#include "explain/obvious_capacity.h"

#include "core/rule.h"

#include <stdlib.h>
#include <string.h>

enum {
    WORK_MOST = 100000000, /* uses looked at */
    LISTS_MOST = 200,      /* whose openings bound a group of their own */
};

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
static void try_natural(struct obvious_capacity *cap, uint32_t kind, uint32_t day,
                        const uint64_t *rooms)
{
    vec_clear(&cap->members);
    bool fits[OBVIOUS_ROOM_SETS] = {false};
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
    obvious_capacity_try(cap);
}

static void try_kinds_and_days(struct obvious_capacity *cap, const uint64_t *rooms)
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
    const struct obvious_room_set *p = a, *q = b;
    if (p->n_events != q->n_events) {
        return p->n_events > q->n_events ? -1 : 1;
    }
    return (p->old > q->old) - (p->old < q->old);
}

static void try_all_natural(struct obvious_capacity *cap)
{
    size_t n = cap->room_sets.n;
    struct obvious_room_set *sets =
        arena_copy(&cap->x->scratch, cap->room_sets.v, n * sizeof(*sets));
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
static void try_inside(struct obvious_capacity *cap, const uint64_t *bits, uint32_t outer)
{
    size_t words = cap->opening_words;
    vec_clear(&cap->members);
    for (uint32_t c = 0; c < cap->classes.n; c++) {
        if (is_subset(bits + cap->classes.v[c].list * words, bits + outer * words, words)) {
            vec_push(&cap->members, c);
        }
    }
    cap->work_left -= (int64_t)cap->classes.n;
    obvious_capacity_try(cap);
}

/* The events of a list, with their own times in the openings. */
static void try_alike(struct obvious_capacity *cap, uint32_t list)
{
    vec_clear(&cap->members);
    for (uint32_t c = 0; c < cap->classes.n; c++) {
        if (cap->classes.v[c].list == list) {
            vec_push(&cap->members, c);
        }
    }
    obvious_capacity_try(cap);
}

static void try_lists(struct obvious_capacity *cap)
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
static void try_blocked(struct obvious_capacity *cap)
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
static void report_found(struct obvious_capacity *cap)
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

static void make_seen(struct obvious_capacity *cap)
{
    const struct problem *problem = cap->x->problem;
    size_t most = (size_t)(problem->n_kinds + 1) * (problem->n_days + 1) * (OBVIOUS_ROOM_SETS + 1) +
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
    struct obvious_capacity cap = {.x = x, .work_left = WORK_MOST};
    cap.room_words = (size_t)x->problem->n_rooms / 64 + 1;
    cap.opening_words = x->openings.n / 64 + 1;
    cap.class_of = base_alloc_zero(x->problem->n_events, sizeof(*cap.class_of));
    cap.demands = base_alloc_zero(x->openings.n, sizeof(*cap.demands));
    obvious_capacity_classify(&cap);
    make_seen(&cap);
    try_blocked(&cap);
    try_lists(&cap);
    try_all_natural(&cap);
    report_found(&cap);
    for (size_t i = 0; i < OBVIOUS_CHANGEOVERS; i++) {
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
