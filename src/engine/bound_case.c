#include "engine/bound_case.h"

#include "base/gcd.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_ITEMS = 400,  /* the heaviest; a matrix of them must fit into memory and time */
    MOST_CLASSES = 40, /* otherwise all slots count as one class */
};

static int64_t slot_cost(const struct bound_pairs *problem, uint32_t item, uint32_t slot)
{
    return problem->slot_costs == NULL
               ? 0
               : problem->slot_costs[(size_t)item * problem->n_slots + slot];
}

static bool is_never(const struct bound_pairs *problem, uint32_t i, uint32_t j)
{
    return problem->never != NULL && problem->never[(size_t)i * problem->n_items + j];
}

static int64_t find_unit(const struct bound_pairs *problem)
{
    int64_t unit = 0;
    for (size_t w = 0; w < problem->n_weights; w++) {
        BUG_UNLESS(problem->weights[w].weight > 0);
        unit = base_gcd(problem->weights[w].weight, unit);
    }
    for (uint32_t k = 0; k < problem->n_crowds; k++) {
        unit = base_gcd(problem->crowds[k].weight, unit);
    }
    size_t n_costs = (size_t)problem->n_items * problem->n_slots;
    for (size_t c = 0; problem->slot_costs != NULL && c < n_costs; c++) {
        if (problem->slot_costs[c] > 0) {
            unit = base_gcd(problem->slot_costs[c], unit);
        }
    }
    return unit > 0 ? unit : 1;
}

struct load {
    uint32_t item;
    bool matters;
    double weight;
};

static int by_load(const void *a, const void *b)
{
    const struct load *x = a, *y = b;
    if (x->matters != y->matters) {
        return x->matters ? -1 : 1;
    }
    if (x->weight != y->weight) {
        return x->weight > y->weight ? -1 : 1;
    }
    return x->item < y->item ? -1 : 1;
}

static struct load *weigh_items(struct arena *arena, const struct bound_pairs *problem)
{
    uint32_t n = problem->n_items;
    struct load *loads = arena_array(arena, n, sizeof(*loads));
    for (uint32_t i = 0; i < n; i++) {
        loads[i].item = i;
        loads[i].matters = problem->slot_costs != NULL;
        for (uint32_t j = 0; j < n && !loads[i].matters; j++) {
            loads[i].matters = is_never(problem, i, j);
        }
    }
    for (size_t w = 0; w < problem->n_weights; w++) {
        const struct pair_weight *pair = &problem->weights[w];
        loads[pair->i].weight += (double)pair->weight;
        loads[pair->j].weight += (double)pair->weight;
        loads[pair->i].matters = loads[pair->j].matters = true;
    }
    for (uint32_t k = 0; k < problem->n_crowds; k++) {
        const struct bound_crowd *crowd = &problem->crowds[k];
        for (uint32_t m = 0; m < crowd->n; m++) {
            loads[crowd->items[m]].weight += (double)crowd->weight;
            loads[crowd->items[m]].matters = true;
        }
    }
    qsort(loads, n, sizeof(*loads), by_load);
    return loads;
}

/* An item that is left out still costs the least that any slot takes for it. */
static void leave_out(struct bound_case *made, uint32_t item)
{
    const struct bound_pairs *problem = made->problem;
    int64_t least = -1;
    for (uint32_t s = 0; s < problem->n_slots; s++) {
        int64_t cost = slot_cost(problem, item, s);
        bool open = cost >= 0 && problem->capacity[s] > 0;
        least = open && (least < 0 || cost < least) ? cost : least;
    }
    made->is_none = made->is_none || least < 0;
    made->constant += least > 0 ? (double)least / (double)made->unit : 0;
}

static void choose_items(struct bound_case *made, struct arena *arena)
{
    uint32_t n = made->problem->n_items;
    struct load *loads = weigh_items(arena, made->problem);
    made->items = arena_array(arena, n, sizeof(*made->items));
    made->is_whole = true;
    for (uint32_t k = 0; k < n; k++) {
        if (loads[k].matters && made->n < MOST_ITEMS) {
            made->items[made->n++] = loads[k].item;
        } else {
            made->is_whole = made->is_whole && !loads[k].matters;
            leave_out(made, loads[k].item);
        }
    }
}

static void fill_weights(struct bound_case *made, struct arena *arena)
{
    const struct bound_pairs *problem = made->problem;
    size_t n = made->n;
    made->weights = arena_array(arena, n * n, sizeof(double));
    uint32_t *place = arena_array(arena, problem->n_items, sizeof(*place));
    memset(place, 0xff, problem->n_items * sizeof(*place));
    for (uint32_t i = 0; i < n; i++) {
        place[made->items[i]] = i;
    }
    for (size_t w = 0; w < problem->n_weights; w++) {
        size_t i = place[problem->weights[w].i], j = place[problem->weights[w].j];
        if (i < n && j < n) {
            double weight = (double)problem->weights[w].weight / (double)made->unit;
            made->weights[i * n + j] += weight;
            made->weights[j * n + i] += weight;
            made->ceiling += weight;
        }
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) {
            if (i != j && is_never(problem, made->items[i], made->items[j])) {
                made->weights[i * n + j] = PRICING_NEVER;
            }
        }
    }
}

static void list_crowds(struct bound_case *made, struct arena *arena)
{
    made->crowds_of = arena_array(arena, (size_t)made->n + 2, sizeof(uint32_t));
    uint32_t *next = made->crowds_of + 1; /* where the next crowd of an item goes */
    for (uint32_t k = 0; k < made->n_crowds; k++) {
        for (uint32_t m = 0; m < made->crowds[k].n; m++) {
            made->crowds_of[made->crowds[k].items[m] + 2]++;
        }
    }
    for (uint32_t i = 2; i <= made->n + 1; i++) {
        made->crowds_of[i] += made->crowds_of[i - 1];
    }
    made->crowd_list = arena_array(arena, made->crowds_of[made->n + 1], sizeof(uint32_t));
    for (uint32_t k = 0; k < made->n_crowds; k++) {
        for (uint32_t m = 0; m < made->crowds[k].n; m++) {
            made->crowd_list[next[made->crowds[k].items[m]]++] = k;
        }
    }
}

/* Those of their items that are left. */
static void fill_crowds(struct bound_case *made, struct arena *arena)
{
    const struct bound_pairs *problem = made->problem;
    uint32_t *place = arena_array(arena, problem->n_items, sizeof(*place));
    memset(place, 0xff, problem->n_items * sizeof(*place));
    for (uint32_t i = 0; i < made->n; i++) {
        place[made->items[i]] = i;
    }
    made->crowds = arena_array(arena, problem->n_crowds, sizeof(*made->crowds));
    for (uint32_t k = 0; k < problem->n_crowds; k++) {
        const struct bound_crowd *crowd = &problem->crowds[k];
        uint32_t *items = arena_array(arena, crowd->n, sizeof(*items));
        uint32_t n = 0;
        for (uint32_t m = 0; m < crowd->n; m++) {
            if (place[crowd->items[m]] < made->n) {
                items[n++] = place[crowd->items[m]];
            }
        }
        if (n > 1) {
            double weight = (double)crowd->weight / (double)made->unit;
            made->crowds[made->n_crowds++] = (struct pricing_crowd){items, n, weight};
            made->ceiling += weight * (n - 1);
        }
    }
    list_crowds(made, arena);
}

double bound_case_cost(const struct bound_class *class, uint32_t item)
{
    return class->costs == NULL ? 0 : class->costs[item];
}

static void fill_costs(struct bound_case *made, struct arena *arena, struct bound_class *class,
                       uint32_t slot)
{
    if (made->problem->slot_costs == NULL) {
        return;
    }
    class->costs = arena_array(arena, made->n, sizeof(double));
    for (uint32_t i = 0; i < made->n; i++) {
        int64_t cost = slot_cost(made->problem, made->items[i], slot);
        class->costs[i] = cost < 0 ? -1 : (double)cost / (double)made->unit;
    }
}

static bool are_equal(const struct bound_case *made, const struct bound_class *a,
                      const struct bound_class *b)
{
    return a->least == b->least && a->most == b->most &&
           (a->costs == NULL || memcmp(a->costs, b->costs, made->n * sizeof(double)) == 0);
}

static void add_slot(struct bound_case *made, const struct bound_class *slot)
{
    for (uint32_t c = 0; c < made->n_classes; c++) {
        if (are_equal(made, &made->classes[c], slot)) {
            made->classes[c].n_slots++;
            return;
        }
    }
    made->classes[made->n_classes++] = *slot;
}

static void make_classes(struct bound_case *made, struct arena *arena)
{
    const struct bound_pairs *problem = made->problem;
    uint64_t room = 0;
    for (uint32_t s = 0; s < problem->n_slots; s++) {
        room += problem->capacity[s];
    }
    made->is_none = made->is_none || room < problem->n_items;
    made->is_tied = room == made->n;
    made->classes = arena_array(arena, problem->n_slots, sizeof(*made->classes));
    for (uint32_t s = 0; s < problem->n_slots; s++) {
        uint32_t capacity = problem->capacity[s];
        uint64_t others = room - capacity;
        struct bound_class class = {
            .n_slots = 1,
            .least = made->n > others ? (uint32_t)(made->n - others) : 0,
            .most = capacity < made->n ? capacity : made->n,
        };
        if (capacity > 0) {
            fill_costs(made, arena, &class, s);
            add_slot(made, &class);
        }
    }
}

/* All in one class that allows what any of them allows. */
static void join_classes(struct bound_case *made)
{
    struct bound_class *all = &made->classes[0];
    for (uint32_t c = 1; c < made->n_classes; c++) {
        const struct bound_class *class = &made->classes[c];
        all->n_slots += class->n_slots;
        all->least = class->least < all->least ? class->least : all->least;
        all->most = class->most > all->most ? class->most : all->most;
        for (uint32_t i = 0; all->costs != NULL && i < made->n; i++) {
            double cost = class->costs[i];
            bool cheaper = cost >= 0 && (all->costs[i] < 0 || cost < all->costs[i]);
            all->costs[i] = cheaper ? cost : all->costs[i];
        }
    }
    made->n_classes = 1;
    made->is_tied = made->is_tied && all->least == all->most;
    made->is_whole = false;
}

/* The dearest place of every item, for the ceiling; and whether it has any. */
static void raise_ceiling(struct bound_case *made)
{
    for (uint32_t i = 0; i < made->n; i++) {
        double most = -1;
        for (uint32_t c = 0; c < made->n_classes; c++) {
            most = fmax(most, bound_case_cost(&made->classes[c], i));
        }
        made->is_none = made->is_none || most < 0;
        made->ceiling += fmax(most, 0);
    }
}

struct bound_case bound_case_make(struct arena *arena, const struct bound_pairs *problem)
{
    struct bound_case made = {.problem = problem, .unit = find_unit(problem)};
    choose_items(&made, arena);
    fill_weights(&made, arena);
    fill_crowds(&made, arena);
    make_classes(&made, arena);
    if (made.n_classes > MOST_CLASSES) {
        join_classes(&made);
    }
    raise_ceiling(&made);
    return made;
}
