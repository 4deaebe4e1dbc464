#include "engine/pricing_work.h"

#include <math.h>
#include <string.h>

enum {
    MOST_STEPS = 100, /* of a climb */
    MOST_TRIES = 50,  /* to find an item at random */
};

/* Of an exchange worth making. */
static const double LEAST_GAIN = 1e-5;

/* `marginal` of an item outside is what adding it is worth; of one inside, what
 * the set would lose without it. */

static void shift_marginals(struct pricing *pricing, uint32_t item, double sign)
{
    double *marginal = pricing->work->marginal;
    const double *weights = &pricing->weights[(size_t)item * pricing->n];
    for (uint32_t i = 0; i < pricing->n; i++) {
        marginal[i] -= sign * weights[i];
    }
}

static void shift_triples(struct pricing *pricing, uint32_t item, double sign)
{
    struct pricing_work *work = pricing->work;
    for (uint32_t t = pricing->of_item[item]; t < pricing->of_item[item + 1]; t++) {
        const struct pricing_triple *triple = &pricing->triples[pricing->list[t]];
        uint32_t *count = &work->counts[pricing->list[t]];
        /* Of the others, how many are inside. */
        uint32_t before = sign > 0 ? (*count)++ : --(*count);
        double penalty = sign * triple->penalty;
        for (uint32_t k = 0; k < 3; k++) {
            uint32_t other = triple->items[k];
            if (other == item) {
                continue;
            }
            bool pays = before == 0 || (before == 1 && work->inside[other]);
            work->marginal[other] += pays ? -penalty : penalty;
        }
    }
}

static void shift_crowds(struct pricing *pricing, uint32_t item, double sign)
{
    struct pricing_work *work = pricing->work;
    for (uint32_t k = pricing->crowds_of[item]; k < pricing->crowds_of[item + 1]; k++) {
        const struct pricing_crowd *crowd = &pricing->crowds[pricing->crowd_list[k]];
        uint32_t *count = &work->crowd_counts[pricing->crowd_list[k]];
        /* Of the others, how many are inside: the first makes those outside cost, the second the
         * first. */
        uint32_t before = sign > 0 ? (*count)++ : --(*count);
        for (uint32_t m = 0; before < 2 && m < crowd->n; m++) {
            uint32_t other = crowd->items[m];
            if (other != item && (before == 0 || work->inside[other])) {
                work->marginal[other] -= sign * crowd->weight;
            }
        }
    }
}

static double add_item(struct pricing *pricing, uint32_t item)
{
    struct pricing_work *work = pricing->work;
    double gain = work->marginal[item];
    shift_triples(pricing, item, 1);
    shift_crowds(pricing, item, 1);
    shift_marginals(pricing, item, 1);
    work->chosen[work->n_chosen++] = item;
    work->inside[item] = true;
    return gain;
}

/* Removes the item at place `at` of the chosen ones. */
static double remove_item(struct pricing *pricing, uint32_t at)
{
    struct pricing_work *work = pricing->work;
    uint32_t item = work->chosen[at];
    work->chosen[at] = work->chosen[--work->n_chosen];
    work->inside[item] = false;
    shift_triples(pricing, item, -1);
    shift_crowds(pricing, item, -1);
    shift_marginals(pricing, item, -1);
    return -work->marginal[item];
}

/* An exchange: the item at place `out` of the chosen ones leaves, `in` comes. UINT32_MAX: none. */
struct exchange {
    uint32_t out, in;
    double gain; /* but for triples that hold both */
};

static void weigh(struct exchange *best, uint32_t out, uint32_t in, double gain)
{
    if (gain > best->gain) {
        *best = (struct exchange){out, in, gain};
    }
}

/* What items outside are worth more once this one, the only one of a crowd, has left. */
static void free_crowds(const struct pricing *pricing, uint32_t item, double *more)
{
    if (pricing->n_crowds == 0) {
        return;
    }
    memset(more, 0, pricing->n * sizeof(*more));
    for (uint32_t k = pricing->crowds_of[item]; k < pricing->crowds_of[item + 1]; k++) {
        const struct pricing_crowd *crowd = &pricing->crowds[pricing->crowd_list[k]];
        bool only = pricing->work->crowd_counts[pricing->crowd_list[k]] == 1;
        for (uint32_t m = 0; only && m < crowd->n; m++) {
            more[crowd->items[m]] += crowd->weight;
        }
    }
}

static struct exchange find_exchange(const struct pricing *pricing)
{
    const struct pricing_work *work = pricing->work;
    double *more = work->levels[0].change;
    struct exchange best = {UINT32_MAX, UINT32_MAX, LEAST_GAIN};
    for (uint32_t at = 0; at < work->n_chosen; at++) {
        uint32_t item = work->chosen[at];
        const double *weights = &pricing->weights[(size_t)item * pricing->n];
        double loss = work->marginal[item];
        free_crowds(pricing, item, more);
        if (work->n_chosen > pricing->least && work->n_chosen > 1) {
            weigh(&best, at, UINT32_MAX, -loss);
        }
        for (uint32_t in = 0; in < pricing->n; in++) {
            if (!work->inside[in]) {
                double freed = weights[in] + (pricing->n_crowds > 0 ? more[in] : 0);
                weigh(&best, at, in, work->marginal[in] + freed - loss);
            }
        }
    }
    for (uint32_t in = 0; work->n_chosen < pricing->most && in < pricing->n; in++) {
        if (!work->inside[in]) {
            weigh(&best, UINT32_MAX, in, work->marginal[in]);
        }
    }
    return best;
}

/* What the exchange gains. */
static double make_exchange(struct pricing *pricing, struct exchange exchange)
{
    double gain = 0;
    if (exchange.out != UINT32_MAX) {
        gain += remove_item(pricing, exchange.out);
    }
    if (exchange.in != UINT32_MAX) {
        gain += add_item(pricing, exchange.in);
    }
    return gain;
}

static void climb(struct pricing *pricing)
{
    for (int step = 0; step < MOST_STEPS; step++) {
        struct exchange exchange = find_exchange(pricing);
        if (exchange.gain <= LEAST_GAIN || make_exchange(pricing, exchange) <= LEAST_GAIN) {
            return;
        }
    }
}

/* Adds the best items until the set is large enough, and further while that gains. */
static void fill_set(struct pricing *pricing)
{
    struct pricing_work *work = pricing->work;
    while (work->n_chosen < pricing->most) {
        uint32_t best = UINT32_MAX;
        for (uint32_t i = 0; i < pricing->n; i++) {
            bool better = best == UINT32_MAX || work->marginal[i] > work->marginal[best];
            if (!work->inside[i] && pricing->gains[i] > -HUGE_VAL && better) {
                best = i;
            }
        }
        bool enough = work->n_chosen >= pricing->least && work->n_chosen > 0;
        if (best == UINT32_MAX || (enough && work->marginal[best] <= 0)) {
            return;
        }
        add_item(pricing, best);
    }
}

/* Some leave at random, and any others come. */
static void disturb(struct pricing *pricing, struct rng *rng)
{
    struct pricing_work *work = pricing->work;
    uint32_t size = work->n_chosen;
    for (uint32_t k = 1 + rng_below(rng, 2); k > 0 && work->n_chosen > 0; k--) {
        remove_item(pricing, rng_below(rng, work->n_chosen));
    }
    for (int tries = 0; work->n_chosen < size && tries < MOST_TRIES; tries++) {
        uint32_t item = rng_below(rng, pricing->n);
        if (!work->inside[item] && pricing->gains[item] > -HUGE_VAL) {
            add_item(pricing, item);
        }
    }
}

static void clear_set(struct pricing *pricing)
{
    struct pricing_work *work = pricing->work;
    work->n_chosen = 0;
    memset(work->counts, 0, pricing->n_triples * sizeof(*work->counts));
    memset(work->crowd_counts, 0, pricing->n_crowds * sizeof(*work->crowd_counts));
    memset(work->inside, 0, pricing->n * sizeof(*work->inside));
    memcpy(work->marginal, pricing->gains, pricing->n * sizeof(*work->marginal));
}

/* Without triples. */
static double pairs_value(const struct pricing *pricing, const uint32_t *items, uint32_t n)
{
    double value = 0;
    for (uint32_t a = 0; a < n; a++) {
        value += pricing->gains[items[a]];
        for (uint32_t b = 0; b < a; b++) {
            double weight = pricing->weights[(size_t)items[a] * pricing->n + items[b]];
            value -= weight >= PRICING_NEVER ? HUGE_VAL : weight;
        }
    }
    return value;
}

/* Anew, free of rounding. Counts are those that are there. */
static double set_value(const struct pricing *pricing)
{
    const struct pricing_work *work = pricing->work;
    double value = pairs_value(pricing, work->chosen, work->n_chosen);
    for (uint32_t a = 0; a < work->n_chosen; a++) {
        uint32_t i = work->chosen[a];
        for (uint32_t t = pricing->of_item[i]; t < pricing->of_item[i + 1]; t++) {
            uint32_t triple = pricing->list[t], count = work->counts[triple];
            value -= count >= 2 ? pricing->triples[triple].penalty / count : 0;
        }
        for (uint32_t k = pricing->crowds_of[i]; k < pricing->crowds_of[i + 1]; k++) {
            double count = work->crowd_counts[pricing->crowd_list[k]];
            value -= pricing->crowds[pricing->crowd_list[k]].weight * (count - 1) / count;
        }
    }
    return value;
}

double pricing_guess(struct pricing *pricing, uint32_t kicks, struct rng *rng)
{
    struct pricing_work *work = pricing->work;
    double best = pricing->least == 0 ? 0 : -HUGE_VAL;
    for (uint32_t item = 0; item < pricing->n; item++) {
        if (pricing->gains[item] == -HUGE_VAL) {
            continue;
        }
        clear_set(pricing);
        add_item(pricing, item);
        for (uint32_t kick = 0; kick <= kicks; kick++) {
            if (kick > 0) {
                disturb(pricing, rng);
            }
            fill_set(pricing);
            climb(pricing);
            if (work->n_chosen < pricing->least) {
                continue;
            }
            double value = set_value(pricing);
            best = value > best ? value : best;
            pricing_keep(pricing, value, true);
        }
    }
    return best;
}
