#include "engine/pricing_work.h"

#include <math.h>
#include <string.h>

enum { POLL_NODES = 1024 };

void pricing_init(struct pricing *pricing, struct arena *arena, uint32_t n, uint32_t most,
                  uint32_t most_sets, uint32_t most_triples, uint32_t most_crowds)
{
    *pricing = (struct pricing){.n = n, .most = most};
    struct pricing_work *work = arena_alloc(arena, sizeof(*work));
    pricing->work = work;
    pricing->sets = arena_array(arena, most_sets, sizeof(*pricing->sets));
    work->most_sets = most_sets;
    work->most_items = most;
    work->memory = arena_array(arena, (size_t)most_sets * most, sizeof(*work->memory));
    work->levels = arena_array(arena, (size_t)most + 1, sizeof(*work->levels));
    for (uint32_t k = 0; k <= most; k++) {
        work->levels[k].items = arena_array(arena, n, sizeof(uint32_t));
        work->levels[k].values = arena_array(arena, n, sizeof(double));
        work->levels[k].change = arena_array(arena, n, sizeof(double));
    }
    work->chosen = arena_array(arena, most, sizeof(*work->chosen));
    work->sorted = arena_array(arena, most, sizeof(*work->sorted));
    work->counts = arena_array(arena, most_triples, sizeof(*work->counts));
    work->crowd_counts = arena_array(arena, most_crowds, sizeof(*work->crowd_counts));
    work->marginal = arena_array(arena, n, sizeof(*work->marginal));
    work->inside = arena_array(arena, n, sizeof(*work->inside));
}

void pricing_begin(struct pricing *pricing, double keep)
{
    pricing->n_sets = 0;
    pricing->work->keep = keep;
    pricing->work->overfull = false;
}

static void sort_items(uint32_t *items, uint32_t n)
{
    for (uint32_t a = 1; a < n; a++) {
        uint32_t item = items[a], b = a;
        for (; b > 0 && items[b - 1] > item; b--) {
            items[b] = items[b - 1];
        }
        items[b] = item;
    }
}

static uint32_t find_place(struct pricing *pricing, double value)
{
    if (pricing->n_sets < pricing->work->most_sets) {
        return pricing->n_sets++;
    }
    pricing->work->overfull = true;
    uint32_t worst = 0;
    for (uint32_t s = 1; s < pricing->n_sets; s++) {
        worst = pricing->sets[s].value < pricing->sets[worst].value ? s : worst;
    }
    return pricing->sets[worst].value < value ? worst : UINT32_MAX;
}

void pricing_keep(struct pricing *pricing, double value, bool repeats)
{
    struct pricing_work *work = pricing->work;
    uint32_t n = work->n_chosen;
    if (value <= work->keep) {
        return;
    }
    memcpy(work->sorted, work->chosen, n * sizeof(*work->sorted));
    sort_items(work->sorted, n);
    for (uint32_t s = 0; repeats && s < pricing->n_sets; s++) {
        if (pricing->sets[s].n == n &&
            memcmp(pricing->sets[s].items, work->sorted, n * sizeof(*work->sorted)) == 0) {
            return;
        }
    }
    uint32_t place = find_place(pricing, value);
    if (place != UINT32_MAX) {
        uint32_t *items = work->memory + (size_t)place * work->most_items;
        memcpy(items, work->sorted, n * sizeof(*items));
        pricing->sets[place] = (struct pricing_set){items, n, value};
    }
}

/* The most that up to `room` and at least `need` of the values, greatest first, add up to. */
static double greatest_sum(const double *values, uint32_t n, uint32_t room, uint32_t need)
{
    double sum = 0;
    for (uint32_t i = 0; i < n && i < room && (i < need || values[i] > 0); i++) {
        sum += values[i];
    }
    return sum;
}

/* Choosing item i: what its triples do to the others. Two items of a triple cost the penalty, the
 * third nothing more. So that this is a bound in any order, the second and the third are charged
 * one half each while only the first is chosen; with the second the other half is due, and the
 * third is free. What is due at once is returned. */
static double charge_triples(const struct pricing *pricing, uint32_t i, double *change)
{
    double due = 0;
    for (uint32_t t = pricing->of_item[i]; t < pricing->of_item[i + 1]; t++) {
        const struct pricing_triple *triple = &pricing->triples[pricing->list[t]];
        uint32_t count = pricing->work->counts[pricing->list[t]];
        if (count >= 2) {
            continue;
        }
        double half = triple->penalty / 2;
        due += count == 1 ? half : 0;
        for (uint32_t k = 0; k < 3; k++) {
            change[triple->items[k]] += count == 1 ? half : -half;
        }
    }
    return due;
}

/* Once one item of a crowd is in, each of the others costs; another one changes nothing more. */
static void charge_crowds(const struct pricing *pricing, uint32_t i, double *change)
{
    for (uint32_t k = pricing->crowds_of[i]; k < pricing->crowds_of[i + 1]; k++) {
        const struct pricing_crowd *crowd = &pricing->crowds[pricing->crowd_list[k]];
        if (pricing->work->crowd_counts[pricing->crowd_list[k]] > 0) {
            continue;
        }
        for (uint32_t m = 0; m < crowd->n; m++) {
            change[crowd->items[m]] -= crowd->weight;
        }
    }
}

static void count_crowds(struct pricing *pricing, uint32_t i, uint32_t by)
{
    for (uint32_t k = pricing->crowds_of[i]; k < pricing->crowds_of[i + 1]; k++) {
        pricing->work->crowd_counts[pricing->crowd_list[k]] += by;
    }
}

static void count_triples(struct pricing *pricing, uint32_t i, uint32_t by)
{
    for (uint32_t t = pricing->of_item[i]; t < pricing->of_item[i + 1]; t++) {
        pricing->work->counts[pricing->list[t]] += by;
    }
}

/* The candidates after the a-th of `from`, as they are once that one is chosen, sorted again. What
 * the choice itself costs at once is returned. */
static double fill_level(const struct pricing *pricing, const struct pricing_level *from,
                         uint32_t a, struct pricing_level *level)
{
    uint32_t i = from->items[a];
    bool triples = pricing->of_item[i] < pricing->of_item[i + 1];
    bool crowds = pricing->n_crowds > 0;
    double due = 0;
    if (triples || crowds) {
        memset(level->change, 0, pricing->n * sizeof(*level->change));
    }
    if (triples) {
        due = charge_triples(pricing, i, level->change);
    }
    if (crowds) {
        charge_crowds(pricing, i, level->change);
    }
    const double *weights = &pricing->weights[(size_t)i * pricing->n];
    level->n = 0;
    for (uint32_t b = a + 1; b < from->n; b++) {
        uint32_t item = from->items[b];
        if (weights[item] >= PRICING_NEVER) {
            continue;
        }
        double change = triples || crowds ? level->change[item] : 0;
        double value = from->values[b] - weights[item] + change;
        uint32_t at = level->n++;
        for (; at > 0 && level->values[at - 1] < value; at--) {
            level->values[at] = level->values[at - 1];
            level->items[at] = level->items[at - 1];
        }
        level->values[at] = value;
        level->items[at] = item;
    }
    return due;
}

/* Candidates that are in no set better than the threshold, not even with the best others. */
static void trim_level(struct pricing_level *level, double value, double threshold, uint32_t room,
                       uint32_t need)
{
    if (room == 0) {
        level->n = 0;
        return;
    }
    double with = value + greatest_sum(level->values, level->n, room - 1, need > 0 ? need - 1 : 0);
    while (level->n > 0 && with + level->values[level->n - 1] <= threshold) {
        level->n--;
    }
}

static void offer_set(struct pricing *pricing, double value)
{
    struct pricing_work *work = pricing->work;
    work->best = value > work->best ? value : work->best;
    if (work->raises && value > work->threshold) {
        work->threshold = value;
    }
    pricing_keep(pricing, value, false);
}

static bool gives_up(struct pricing *pricing)
{
    struct pricing_work *work = pricing->work;
    pricing->nodes++;
    bool over = pricing->nodes % POLL_NODES == 0 && pricing->is_over != NULL &&
                pricing->is_over(pricing->context);
    work->aborted = work->aborted || over || pricing->nodes > work->most_nodes;
    return work->aborted;
}

/* Sets that hold the chosen items and some of the level's candidates. The value of a set is
 * submodular, so that there is an order of its items in which the first of those to come is worth
 * at least its share of what is missing: candidates are branched on from the greatest value on,
 * and the others are done with as soon as their greatest values do not add up to it. */
static void search(struct pricing *pricing, uint32_t depth, double value)
{
    struct pricing_work *work = pricing->work;
    const struct pricing_level *level = &work->levels[depth];
    uint32_t room = pricing->most - depth;
    uint32_t need = pricing->least > depth ? pricing->least - depth : 0;
    if (need == 0 && depth > 0) {
        offer_set(pricing, value);
    }
    uint32_t least = need > 1 ? need : 1;
    for (uint32_t a = 0; room > 0 && a + least <= level->n; a++) {
        double above = value + greatest_sum(level->values + a, level->n - a, room, least);
        if (above <= work->threshold) {
            return;
        }
        if (gives_up(pricing)) {
            work->above = above > work->above ? above : work->above;
            return;
        }
        struct pricing_level *next = &work->levels[depth + 1];
        double due = fill_level(pricing, level, a, next);
        double with = value + level->values[a] - due;
        trim_level(next, with, work->threshold, room - 1, need > 1 ? need - 1 : 0);
        work->chosen[depth] = level->items[a];
        work->n_chosen = depth + 1;
        count_triples(pricing, level->items[a], 1);
        count_crowds(pricing, level->items[a], 1);
        search(pricing, depth + 1, with);
        count_triples(pricing, level->items[a], UINT32_MAX);
        count_crowds(pricing, level->items[a], UINT32_MAX);
    }
}

static void start_search(struct pricing *pricing, double threshold, bool raises, int64_t most_nodes)
{
    struct pricing_work *work = pricing->work;
    work->threshold = threshold;
    work->raises = raises;
    work->most_nodes = most_nodes;
    work->best = work->above = -HUGE_VAL;
    work->aborted = false;
    pricing->nodes = 0;
    memset(work->counts, 0, pricing->n_triples * sizeof(*work->counts));
    memset(work->crowd_counts, 0, pricing->n_crowds * sizeof(*work->crowd_counts));
    struct pricing_level *level = &work->levels[0];
    level->n = 0;
    for (uint32_t i = 0; i < pricing->n; i++) {
        double value = pricing->gains[i];
        if (value == -HUGE_VAL) {
            continue;
        }
        uint32_t at = level->n++;
        for (; at > 0 && level->values[at - 1] < value; at--) {
            level->values[at] = level->values[at - 1];
            level->items[at] = level->items[at - 1];
        }
        level->values[at] = value;
        level->items[at] = i;
    }
    search(pricing, 0, 0);
    if (pricing->least == 0) {
        work->n_chosen = 0;
        offer_set(pricing, 0);
    }
}

double pricing_best(struct pricing *pricing, double floor, int64_t most_nodes)
{
    start_search(pricing, floor, true, most_nodes);
    const struct pricing_work *work = pricing->work;
    double best = work->best > floor ? work->best : floor;
    return work->aborted && work->above > best ? work->above : best;
}

bool pricing_all(struct pricing *pricing, double above, int64_t most_nodes)
{
    start_search(pricing, above, false, most_nodes);
    return !pricing->work->aborted && !pricing->work->overfull;
}
