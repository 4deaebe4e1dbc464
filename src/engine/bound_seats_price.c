/* The sets of bound_seats.h: branch and bound over the items of a cell. */
#include "engine/bound_seats_case.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Sets worth adding cost less than their prices by at least so much, and by a share of what the
 * best one does. */
static const double least_gain = 1e-6, share_of_best = 0.6;

static int compare_saved(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x < y) - (x > y);
}

void bound_seats_pricing_init(struct seats_pricing *pricing, struct arena *arena,
                              const struct seats_case *about)
{
    uint32_t n = about->n, cell = about->cell_most;
    *pricing = (struct seats_pricing){.about = about};
    pricing->top = arena_array(arena, (size_t)n * cell, sizeof(*pricing->top));
    pricing->options = arena_array(arena, ((size_t)cell + 1) * n, sizeof(*pricing->options));
    double *saved = arena_array(arena, n, sizeof(*saved));
    for (uint32_t i = 0; i < n; i++) {
        memcpy(saved, about->saved + (size_t)i * n, n * sizeof(*saved));
        qsort(saved, n, sizeof(*saved), compare_saved);
        for (uint32_t k = 1; k < cell && k <= n; k++) {
            pricing->top[(size_t)i * cell + k] =
                pricing->top[(size_t)i * cell + k - 1] + saved[k - 1];
        }
    }
}

static int compare_items(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static double price_in(const struct seats_pricing *pricing, uint32_t item, uint32_t seat)
{
    const struct seats_room *room = pricing->room;
    const struct seats_case *about = pricing->about;
    return room->costs[(size_t)item * room->n_of + seat] -
           pricing->prices[about->n + room->first_seat + seat];
}

/* The cheapest seats for the set's items, in ascending order of both: who is wanted less has the
 * lower number. */
static double find_seats(const struct seats_pricing *pricing, struct seats_set *set)
{
    uint32_t n = pricing->room->cell, n_of = pricing->room->n_of;
    double best[SEATS_CELL_MOST + 1][64] = {{0}};
    uint8_t takes[SEATS_CELL_MOST + 1][64] = {{0}};
    for (uint32_t p = 0; p <= n_of; p++) {
        best[0][p] = 0;
    }
    for (uint32_t k = 1; k <= n; k++) {
        best[k][k - 1] = HUGE_VAL;
        for (uint32_t p = k; p <= n_of; p++) {
            double here = best[k - 1][p - 1] + price_in(pricing, set->items[k - 1], p - 1);
            takes[k][p] = here < best[k][p - 1];
            best[k][p] = takes[k][p] ? here : best[k][p - 1];
        }
    }
    uint32_t p = n_of;
    for (uint32_t k = n; k > 0 && best[n][n_of] < HUGE_VAL; k--) {
        while (!takes[k][p]) {
            p--;
        }
        set->seats[k - 1] = --p;
    }
    return best[n][n_of];
}

static double sum_saved(const struct seats_case *about, const uint32_t *items, uint32_t n)
{
    double saved = 0;
    for (uint32_t a = 0; a < n; a++) {
        for (uint32_t b = 0; b < a; b++) {
            saved += about->saved[(size_t)items[a] * about->n + items[b]];
        }
    }
    return saved;
}

static void keep_set(struct seats_pricing *pricing, const struct seats_set *set)
{
    uint32_t at = pricing->n_sets;
    if (at == SEATS_SETS) {
        at = 0;
        for (uint32_t s = 1; s < SEATS_SETS; s++) {
            at = pricing->sets[s].reduced > pricing->sets[at].reduced ? s : at;
        }
        if (pricing->sets[at].reduced <= set->reduced) {
            return;
        }
    } else {
        pricing->n_sets++;
    }
    pricing->sets[at] = *set;
    pricing->best = set->reduced < pricing->best ? set->reduced : pricing->best;
}

static void try_set(struct seats_pricing *pricing)
{
    uint32_t n = pricing->room->cell;
    struct seats_set set;
    memcpy(set.items, pricing->chosen, n * sizeof(*set.items));
    qsort(set.items, n, sizeof(*set.items), compare_items);
    set.reduced = find_seats(pricing, &set) - sum_saved(pricing->about, set.items, n);
    for (uint32_t k = 0; k < n; k++) {
        set.reduced -= pricing->prices[set.items[k]];
    }
    if (set.reduced < -least_gain) {
        keep_set(pricing, &set);
    }
}

static int compare_options(const void *a, const void *b)
{
    const struct seats_option *x = a, *y = b;
    return x->least != y->least ? (x->least > y->least) - (x->least < y->least)
                                : (x->item > y->item) - (x->item < y->item);
}

/* What a set must stay below to be of interest. */
static double find_limit(const struct seats_pricing *pricing)
{
    double limit = pricing->best * share_of_best;
    return limit < -least_gain ? limit : -least_gain;
}

/* `depth` items are chosen, and come to `value`; the next are of the n options at that depth, each
 * of which costs `value`, and `least` when it saves all that it can with those that follow. */
static bool extend(struct seats_pricing *pricing, uint32_t depth, double value, uint32_t n)
{
    const struct seats_case *about = pricing->about;
    uint32_t need = pricing->room->cell - depth;
    struct seats_option *here = pricing->options + (size_t)depth * about->n;
    struct seats_option *next = here + about->n;
    if (need == 0) {
        try_set(pricing);
        return true;
    }
    qsort(here, n, sizeof(*here), compare_options);
    for (uint32_t a = 0; a + need <= n; a++) {
        double least = value;
        for (uint32_t k = a; k < a + need; k++) {
            least += here[k].least;
        }
        if (least >= find_limit(pricing)) {
            return true;
        }
        if (pricing->nodes-- <= 0) {
            return false;
        }
        const double *saved = about->saved + (size_t)here[a].item * about->n;
        const double *top = pricing->top + (need > 1 ? need - 2 : 0);
        for (uint32_t k = a + 1; k < n; k++) {
            uint32_t item = here[k].item;
            double own = here[k].value - saved[item];
            next[k - a - 1] =
                (struct seats_option){item, own, own - 0.5 * top[(size_t)item * about->cell_most]};
        }
        pricing->chosen[depth] = here[a].item;
        if (!extend(pricing, depth + 1, value + here[a].value, n - a - 1)) {
            return false;
        }
    }
    return true;
}

bool bound_seats_price(struct seats_pricing *pricing, const struct seats_room *room,
                       const double *prices, int64_t nodes)
{
    const struct seats_case *about = pricing->about;
    pricing->room = room;
    pricing->prices = prices;
    pricing->nodes = nodes;
    pricing->n_sets = 0;
    pricing->best = 0;
    uint32_t n = 0;
    for (uint32_t i = 0; i < about->n; i++) {
        double value = HUGE_VAL;
        for (uint32_t p = 0; p < room->n_of; p++) {
            double here = price_in(pricing, i, p);
            value = here < value ? here : value;
        }
        if (value < HUGE_VAL) {
            value -= prices[i];
            double top = pricing->top[(size_t)i * about->cell_most + room->cell - 1];
            pricing->options[n++] = (struct seats_option){i, value, value - 0.5 * top};
        }
    }
    return extend(pricing, 0, 0, n);
}

double bound_seats_set_cost(const struct seats_case *about, const struct seats_room *room,
                            const struct seats_set *set)
{
    double cost = -sum_saved(about, set->items, room->cell);
    for (uint32_t k = 0; k < room->cell; k++) {
        cost += room->costs[(size_t)set->items[k] * room->n_of + set->seats[k]];
    }
    return cost;
}
