#include "engine/bound_pairs.h"

#include "engine/bound_case.h"
#include "engine/bound_master.h"
#include "engine/bound_triples.h"

#include <string.h>
#include <time.h>

enum {
    MOST_SETS = 64,     /* added in a round for a class */
    MOST_TRIPLES = 400, /* of all rounds … */
    TRIPLES = 40,       /* … and of one */
    KICKS = 2,
    SEED = 1,
    NODES = 2000000, /* of one exact search */
    EARLY_ROUNDS = 20,
    SETS_BEFORE_DROP = 12, /* for each item */
};

/* Of a set, so that it is worth adding. */
static const double LEAST_GAIN = 1e-6;

struct bounder {
    struct bound_case about;
    const struct bound_pairs_limits *limits;
    struct arena arena;
    struct bound_master master;
    struct pricing pricing;
    double *gains;     /* [items] of the class being priced */
    uint32_t *of_item; /* triples by item, as pricing.h wants them */
    uint32_t *list;
    struct rng rng;
    double ends_s;
    int64_t rounds, next_exact;
    size_t most_sets;
    int64_t bound;  /* in units, with the constant */
    int64_t target; /* a bound as good as any */
};

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static bool is_over(void *context)
{
    const struct bounder *bounder = context;
    const struct bound_pairs_limits *limits = bounder->limits;
    return (limits->stop != NULL && *limits->stop != 0) ||
           (bounder->ends_s > 0 && now_s() > bounder->ends_s);
}

static bool is_done(const struct bounder *bounder)
{
    return bounder->about.is_none || bounder->bound >= bounder->target;
}

/* `value` in units, without the constant; from doubles that are less than 1e-7 off. */
static void publish(struct bounder *bounder, double value)
{
    double safe = value - 1e-7 * (1.0 + fabs(value));
    if (safe > bounder->about.ceiling) {
        bounder->about.is_none = true;
        return;
    }
    int64_t bound = (int64_t)ceil(safe + bounder->about.constant);
    if (bound > bounder->bound) {
        bounder->bound = bound;
        if (bounder->limits->improved != NULL) {
            bounder->limits->improved(bounder->limits->context, bound * bounder->about.unit);
        }
    }
}

static void list_triples(struct bounder *bounder)
{
    const struct bound_master *master = &bounder->master;
    uint32_t n = bounder->about.n;
    memset(bounder->of_item, 0, ((size_t)n + 1) * sizeof(uint32_t));
    for (size_t t = 0; t < master->triples.n; t++) {
        for (int k = 0; k < 3 && master->triples.v[t].penalty > 0; k++) {
            bounder->of_item[master->triples.v[t].items[k] + 1]++;
        }
    }
    for (uint32_t i = 0; i < n; i++) {
        bounder->of_item[i + 1] += bounder->of_item[i];
    }
    for (uint32_t t = 0; t < master->triples.n; t++) {
        for (int k = 0; k < 3 && master->triples.v[t].penalty > 0; k++) {
            bounder->list[bounder->of_item[master->triples.v[t].items[k]]++] = t;
        }
    }
    memmove(bounder->of_item + 1, bounder->of_item, n * sizeof(uint32_t));
    bounder->of_item[0] = 0;
    bounder->pricing.triples = master->triples.v;
    bounder->pricing.n_triples = (uint32_t)master->triples.n;
}

/* Makes the class's sets those to look for. */
static void choose_class(struct bounder *bounder, uint32_t c)
{
    const struct bound_class *class = &bounder->about.classes[c];
    for (uint32_t i = 0; i < bounder->about.n; i++) {
        double cost = bound_case_cost(class, i);
        bounder->gains[i] = cost < 0 ? -HUGE_VAL : bounder->master.prices[i] - cost;
    }
    bounder->pricing.least = class->least;
    bounder->pricing.most = class->most;
    pricing_begin(&bounder->pricing, LEAST_GAIN - bounder->master.bases[c]);
}

/* Whether one of the first `n` items is in the crowd. */
static bool is_met(const struct pricing_crowd *crowd, const uint32_t *items, uint32_t n)
{
    for (uint32_t a = 0; a < n; a++) {
        for (uint32_t m = 0; m < crowd->n; m++) {
            if (crowd->items[m] == items[a]) {
                return true;
            }
        }
    }
    return false;
}

static double set_cost(const struct bounder *bounder, const struct bound_class *class,
                       const uint32_t *items, uint32_t n)
{
    double cost = 0;
    for (uint32_t a = 0; a < n; a++) {
        cost += bound_case_cost(class, items[a]);
        for (uint32_t b = 0; b < a; b++) {
            cost += bounder->about.weights[(size_t)items[a] * bounder->about.n + items[b]];
        }
        const struct bound_case *about = &bounder->about;
        for (uint32_t k = about->crowds_of[items[a]]; k < about->crowds_of[items[a] + 1]; k++) {
            const struct pricing_crowd *crowd = &about->crowds[about->crowd_list[k]];
            cost += is_met(crowd, items, a) ? crowd->weight : 0;
        }
    }
    return cost;
}

static uint32_t add_sets(struct bounder *bounder, uint32_t c)
{
    const struct pricing *pricing = &bounder->pricing;
    for (uint32_t s = 0; s < pricing->n_sets; s++) {
        const struct pricing_set *set = &pricing->sets[s];
        double cost = set_cost(bounder, &bounder->about.classes[c], set->items, set->n);
        bound_master_add(&bounder->master, c, set->items, set->n, cost);
    }
    return pricing->n_sets;
}

static uint32_t price_quickly(struct bounder *bounder)
{
    uint32_t added = 0;
    for (uint32_t c = 0; c < bounder->about.n_classes; c++) {
        choose_class(bounder, c);
        (void)pricing_guess(&bounder->pricing, KICKS, &bounder->rng);
        added += add_sets(bounder, c);
    }
    return added;
}

/* With the best set of every class the prices give a bound: Lagrange's. */
static uint32_t price_exactly(struct bounder *bounder)
{
    const struct bound_master *master = &bounder->master;
    double bound = 0;
    uint32_t added = 0;
    for (uint32_t i = 0; i < bounder->about.n; i++) {
        bound += master->prices[i];
    }
    for (size_t t = 0; t < master->triples.n; t++) {
        bound -= master->triples.v[t].penalty;
    }
    for (uint32_t c = 0; c < bounder->about.n_classes; c++) {
        choose_class(bounder, c);
        double floor = pricing_guess(&bounder->pricing, 0, &bounder->rng);
        double best = pricing_best(&bounder->pricing, floor, NODES);
        bound -= best * bounder->about.classes[c].n_slots;
        added += add_sets(bounder, c);
    }
    publish(bounder, bound);
    return added;
}

/* Rows that the last solution breaks. False: there are none. */
static bool sharpen(struct bounder *bounder)
{
    struct pricing_triple triples[TRIPLES];
    size_t left = MOST_TRIPLES - bounder->master.triples.n;
    uint32_t n = bound_triples_find(&bounder->master, triples,
                                    left < TRIPLES ? (uint32_t)left : (uint32_t)TRIPLES);
    bound_master_add_triples(&bounder->master, triples, n);
    return n > 0;
}

static bool solve_master(struct bounder *bounder)
{
    const struct bound_pairs_limits *limits = bounder->limits;
    double left = bounder->ends_s > 0 ? bounder->ends_s - now_s() : 0;
    if (is_over(bounder) || (limits->rounds > 0 && bounder->rounds >= limits->rounds)) {
        return false;
    }
    struct solver_effort effort = {.seconds = left, .stop = limits->stop};
    struct solver_hooks hooks = {.context = limits->context, .yield = limits->yield};
    if (bound_master_solve(&bounder->master, &hooks, &effort) != SOLVER_OPTIMAL) {
        return false;
    }
    bounder->rounds++;
    list_triples(bounder);
    if (limits->yield != NULL) {
        limits->yield(limits->context);
    }
    return true;
}

static void run_rounds(struct bounder *bounder)
{
    while (!is_done(bounder) && solve_master(bounder)) {
        uint32_t added = price_quickly(bounder);
        if (added == 0 || bounder->rounds >= bounder->next_exact) {
            bounder->next_exact = 2 * bounder->rounds;
            added += price_exactly(bounder);
        }
        if (added == 0 && !sharpen(bounder)) {
            return;
        }
        if (bounder->master.sets.n > bounder->most_sets) {
            bound_master_drop(&bounder->master);
            bounder->most_sets += bounder->most_sets / 8;
        }
    }
}

static void bounder_init(struct bounder *bounder, const struct bound_pairs *problem,
                         const struct bound_pairs_limits *limits)
{
    *bounder = (struct bounder){
        .limits = limits,
        .rng = rng_seeded(SEED),
        .ends_s = limits->seconds > 0 ? now_s() + limits->seconds : 0,
        .next_exact = EARLY_ROUNDS,
        .target = INT64_MAX,
    };
    bounder->about = bound_case_make(&bounder->arena, problem);
    if (limits->has_known) {
        int64_t unit = bounder->about.unit;
        bounder->target = limits->known / unit + (limits->known % unit > 0);
    }
}

static void open_master(struct bounder *bounder)
{
    const struct bound_case *about = &bounder->about;
    struct arena *arena = &bounder->arena;
    uint32_t *slots = arena_array(arena, about->n_classes, sizeof(*slots));
    uint32_t most = 0;
    for (uint32_t c = 0; c < about->n_classes; c++) {
        slots[c] = about->classes[c].n_slots;
        most = about->classes[c].most > most ? about->classes[c].most : most;
    }
    double most_price = 1.0 + about->ceiling;
    bound_master_open(&bounder->master, arena, about->n, about->n_classes, slots, most_price,
                      about->is_tied);
    pricing_init(&bounder->pricing, arena, about->n, most, MOST_SETS, MOST_TRIPLES,
                 about->n_crowds);
    bounder->gains = arena_array(arena, about->n, sizeof(double));
    bounder->of_item = arena_array(arena, (size_t)about->n + 1, sizeof(uint32_t));
    bounder->list = arena_array(arena, (size_t)MOST_TRIPLES * 3, sizeof(uint32_t));
    bounder->pricing.weights = about->weights;
    bounder->pricing.gains = bounder->gains;
    bounder->pricing.crowds = about->crowds;
    bounder->pricing.n_crowds = about->n_crowds;
    bounder->pricing.crowds_of = about->crowds_of;
    bounder->pricing.crowd_list = about->crowd_list;
    bounder->pricing.of_item = bounder->of_item;
    bounder->pricing.list = bounder->list;
    bounder->pricing.is_over = is_over;
    bounder->pricing.context = bounder;
    bounder->most_sets = (size_t)about->n * SETS_BEFORE_DROP + 200;
}

enum bound_status bound_pairs(const struct bound_pairs *problem,
                              const struct bound_pairs_limits *limits, int64_t *bound)
{
    struct bounder bounder;
    bounder_init(&bounder, problem, limits);
    if (!bounder.about.is_none && bounder.about.n > 0) {
        publish(&bounder, 0);
        open_master(&bounder);
        run_rounds(&bounder);
        bound_master_close(&bounder.master);
    } else if (!bounder.about.is_none) {
        publish(&bounder, 0);
    }
    *bound = bounder.bound * bounder.about.unit;
    enum bound_status status = bounder.about.is_none             ? BOUND_NONE
                               : bounder.bound >= bounder.target ? BOUND_OPTIMAL
                                                                 : BOUND_OPEN;
    arena_free(&bounder.arena);
    return status;
}
