#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/rng.h"
#include "engine/bound_pairs.h"

#include <stdio.h>
#include <string.h>

enum { MOST_ITEMS = 8, MOST_SLOTS = 4, MOST_CROWDS = 6, CASES = 600, INFEASIBLE = -1 };

struct tiny {
    struct bound_pairs problem;
    uint32_t capacity[MOST_SLOTS];
    struct pair_weight weights[MOST_ITEMS * MOST_ITEMS];
    bool never[MOST_ITEMS * MOST_ITEMS];
    struct bound_crowd crowds[MOST_CROWDS];
    uint32_t crowd_items[MOST_CROWDS][MOST_ITEMS];
    int64_t slot_costs[MOST_ITEMS * MOST_SLOTS];
};

static int64_t pair_cost(const struct tiny *tiny, uint32_t i, uint32_t j)
{
    for (size_t w = 0; w < tiny->problem.n_weights; w++) {
        if (tiny->weights[w].i == j && tiny->weights[w].j == i) {
            return tiny->weights[w].weight;
        }
    }
    return 0;
}

/* What the crowds of `item` cost beside the items before it in the slot. */
static int64_t crowd_cost(const struct tiny *tiny, uint32_t item, const uint32_t *slot_of,
                          uint32_t slot)
{
    int64_t cost = 0;
    for (uint32_t k = 0; k < tiny->problem.n_crowds; k++) {
        bool own = false, met = false;
        for (uint32_t m = 0; m < tiny->crowds[k].n; m++) {
            uint32_t other = tiny->crowd_items[k][m];
            own = own || other == item;
            met = met || (other < item && slot_of[other] == slot);
        }
        cost += own && met ? tiny->crowds[k].weight : 0;
    }
    return cost;
}

/* Puts item after item into every slot; the least cost of all ways, INFEASIBLE: there is none. */
static int64_t least_cost(const struct tiny *tiny, uint32_t item, uint32_t *slot_of, int64_t so_far)
{
    const struct bound_pairs *problem = &tiny->problem;
    if (item == problem->n_items) {
        return so_far;
    }
    int64_t best = INFEASIBLE;
    for (uint32_t s = 0; s < problem->n_slots; s++) {
        int64_t own =
            problem->slot_costs == NULL ? 0 : tiny->slot_costs[item * problem->n_slots + s];
        int64_t cost = so_far + own + crowd_cost(tiny, item, slot_of, s);
        uint32_t filled = 0;
        bool may = own >= 0;
        for (uint32_t j = 0; j < item && may; j++) {
            if (slot_of[j] == s) {
                filled++;
                cost += pair_cost(tiny, item, j);
                may = problem->never == NULL || !tiny->never[item * problem->n_items + j];
            }
        }
        if (may && filled < tiny->capacity[s]) {
            slot_of[item] = s;
            int64_t found = least_cost(tiny, item + 1, slot_of, cost);
            best = found >= 0 && (best < 0 || found < best) ? found : best;
        }
    }
    return best;
}

static void fill_pairs(struct tiny *tiny, struct rng *rng, int64_t unit)
{
    struct bound_pairs *problem = &tiny->problem;
    uint32_t n = problem->n_items;
    bool has_never = rng_below(rng, 2) == 0;
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t j = i + 1; j < n; j++) {
            if (has_never && rng_below(rng, 5) == 0) {
                tiny->never[i * n + j] = tiny->never[j * n + i] = true;
            }
            if (rng_below(rng, 3) > 0) {
                int64_t weight = unit * (int64_t)(1 + rng_below(rng, 9));
                tiny->weights[problem->n_weights++] = (struct pair_weight){i, j, weight};
            }
        }
    }
    problem->never = has_never ? tiny->never : NULL;
}

static void fill_crowds(struct tiny *tiny, struct rng *rng, int64_t unit)
{
    struct bound_pairs *problem = &tiny->problem;
    uint32_t wanted = rng_below(rng, 2) == 0 ? 0 : rng_below(rng, MOST_CROWDS + 1);
    problem->crowds = tiny->crowds;
    for (uint32_t k = 0; k < wanted; k++) {
        uint32_t n = 0;
        for (uint32_t i = 0; i < problem->n_items; i++) {
            if (rng_below(rng, 5) > 1) {
                tiny->crowd_items[problem->n_crowds][n++] = i;
            }
        }
        if (n > 1) {
            tiny->crowds[problem->n_crowds] = (struct bound_crowd){
                tiny->crowd_items[problem->n_crowds], n, unit * (int64_t)(1 + rng_below(rng, 9))};
            problem->n_crowds++;
        }
    }
    problem->n_weights = wanted > 0 && rng_below(rng, 2) == 0 ? 0 : problem->n_weights;
}

static void make_tiny(struct tiny *tiny, struct rng *rng)
{
    *tiny = (struct tiny){0};
    struct bound_pairs *problem = &tiny->problem;
    int64_t unit = 1 + (int64_t)rng_below(rng, 3);
    problem->n_items = rng_below(rng, MOST_ITEMS + 1);
    problem->n_slots = 1 + rng_below(rng, MOST_SLOTS);
    problem->capacity = tiny->capacity;
    problem->weights = tiny->weights;
    bool even = rng_below(rng, 2) == 0;
    uint32_t fair = (problem->n_items + problem->n_slots - 1) / problem->n_slots;
    for (uint32_t s = 0; s < problem->n_slots; s++) {
        tiny->capacity[s] = even ? fair : rng_below(rng, MOST_ITEMS);
    }
    fill_pairs(tiny, rng, unit);
    fill_crowds(tiny, rng, unit);
    if (rng_below(rng, 3) == 0) {
        problem->slot_costs = tiny->slot_costs;
        for (uint32_t c = 0; c < problem->n_items * problem->n_slots; c++) {
            tiny->slot_costs[c] = unit * ((int64_t)rng_below(rng, 6) - 1);
        }
    }
}

struct heard {
    int64_t bound; /* the last one */
    int64_t found; /* INFEASIBLE: none */
    const struct tiny *tiny;
};

static void hear_bound(void *context, int64_t bound)
{
    struct heard *heard = context;
    assert_true(bound > heard->bound || bound == 0);
    heard->bound = bound;
}

/* What is said to be found must be there and cost what is said. */
static void hear_found(void *context, int64_t cost, const uint32_t *slot_of)
{
    struct heard *heard = context;
    const struct tiny *tiny = heard->tiny;
    const struct bound_pairs *problem = &tiny->problem;
    uint32_t filled[MOST_SLOTS] = {0};
    int64_t sum = 0;
    for (uint32_t i = 0; i < problem->n_items; i++) {
        assert_true(slot_of[i] < problem->n_slots);
        sum += crowd_cost(tiny, i, slot_of, slot_of[i]);
        filled[slot_of[i]]++;
        if (problem->slot_costs != NULL) {
            int64_t own = problem->slot_costs[i * problem->n_slots + slot_of[i]];
            assert_true(own >= 0);
            sum += own;
        }
        for (uint32_t j = 0; j < i; j++) {
            if (slot_of[j] == slot_of[i]) {
                sum += pair_cost(tiny, i, j);
                assert_true(problem->never == NULL || !problem->never[i * problem->n_items + j]);
            }
        }
    }
    for (uint32_t s = 0; s < problem->n_slots; s++) {
        assert_true(filled[s] <= problem->capacity[s]);
    }
    assert_int_equal(sum, cost);
    heard->found = cost;
}

static enum bound_status run(const struct tiny *tiny, int64_t known, struct heard *heard,
                             int64_t *bound)
{
    *heard = (struct heard){.found = INFEASIBLE, .tiny = tiny};
    struct bound_pairs_limits limits = {
        .has_known = known >= 0,
        .known = known,
        .context = heard,
        .improved = hear_bound,
        .found = hear_found,
    };
    return bound_pairs(&tiny->problem, &limits, bound);
}

static void bound_is_below_the_optimum(void **state)
{
    (void)state;
    struct rng rng = rng_seeded(7);
    int64_t all_bounds = 0, all_optima = 0;
    for (int k = 0; k < CASES; k++) {
        struct tiny tiny;
        make_tiny(&tiny, &rng);
        uint32_t slot_of[MOST_ITEMS];
        int64_t optimum = least_cost(&tiny, 0, slot_of, 0), bound;
        struct heard heard;
        enum bound_status status = run(&tiny, -1, &heard, &bound);
        if (optimum < 0) {
            continue;
        }
        assert_int_not_equal(status, BOUND_NONE);
        assert_true(bound <= optimum);
        assert_int_equal(bound, heard.bound);
        all_bounds += bound;
        all_optima += optimum;
    }
    assert_true(all_bounds * 100 > all_optima * 97);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bound_is_below_the_optimum),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
