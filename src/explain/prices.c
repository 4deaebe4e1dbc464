/* The problem is solved, candidates are estimated (prices_lp.c, and what their events cost now),
 * and the most promising ones are solved anew with the change made: that is what is reported. */
#include "explain/prices.h"

#include "core/rule.h"
#include "engine/compile.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* So many are tried in any case, of small problems more: as many as have so many placements
 * together; then only until so many are known to save something. */
enum {
    TRIED_LEAST = 10,
    TRIED_MOST = 200,
    TRIED_PLACEMENTS = 40000,
    SAVING_MOST = 10,
    TOGETHER_LEAST = 3
};

/* What a solve found and proved, kept until the base is known for good. */
struct tried {
    struct solve_level *levels; /* in the prices' arena; NULL: not solved */
    uint32_t n;
};

struct pricing {
    const struct problem *problem;
    const struct explain_options *options;
    struct prices *prices;
    struct model model;
    double started_s;
    struct tried *tried; /* [n + PRICE_KINDS]: each price, then all of each kind */
};

static double clock_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* ---- time ---------------------------------------------------------------------- */

/* A share of what is left of the limit; 0: there is none. */
static double share_s(const struct pricing *pricing, double share)
{
    double limit_s = pricing->options->time_limit_s;
    double left_s = pricing->started_s + limit_s - clock_s();
    /* A limit of 0 would mean none. */
    return limit_s <= 0 ? 0 : left_s * share > 1e-3 ? left_s * share : 1e-3;
}

static bool is_over(const struct pricing *pricing)
{
    const struct explain_options *options = pricing->options;
    bool told = options->stop != NULL && atomic_load(options->stop) != 0;
    bool late =
        options->time_limit_s > 0 && clock_s() > pricing->started_s + options->time_limit_s - 1e-2;
    return told || late;
}

static bool solve(const struct pricing *pricing, const struct problem *problem, double seconds,
                  struct solve_result *result)
{
    struct solve_options options = {
        .time_limit_s = seconds,
        .seed = pricing->options->seed,
        .engine = SOLVE_ENGINE_AUTO,
        .threads = pricing->options->threads,
        .stop = pricing->options->stop,
    };
    return solve_problem(problem, &options, result);
}

/* ---- what costs now --------------------------------------------------------------- */

static bool has_event(const struct violation *violation, struct event_id event)
{
    bool has = false;
    for (uint32_t i = 0; i < violation->n_events && !has; i++) {
        has = violation->events[i].v == event.v;
    }
    return has;
}

static bool has_person(const struct problem *problem, const struct violation *violation,
                       struct person_id person)
{
    bool has = false;
    for (uint32_t i = 0; i < violation->n_people && !has; i++) {
        has = violation->people[i].v == person.v;
    }
    for (uint32_t i = 0; i < violation->n_events && !has; i++) {
        const struct event *event = &problem->events[violation->events[i].v];
        for (uint32_t k = 0; k < event->n_people && !has; k++) {
            has = event->people[k].v == person.v;
        }
    }
    return has;
}

/* Whether the change has to do with what was found. */
static bool touches(const struct problem *problem, const struct price *price,
                    const struct violation *violation)
{
    switch (price->kind) {
    case PRICE_ROOM:
        return violation->left_out || (violation->span.from_min < price->span.to_min &&
                                       price->span.from_min < violation->span.to_min);
    case PRICE_HOUR:
    case PRICE_PERSON:
        return has_person(problem, violation, price->person);
    case PRICE_EVENT:
        return has_event(violation, price->events[0]);
    case PRICE_PAIR:
        return has_event(violation, price->events[0]) || has_event(violation, price->events[1]);
    case PRICE_RULE:
    case PRICE_KINDS:
        break;
    }
    return true;
}

static void add_costs(struct prices *prices, const struct problem *problem)
{
    const struct score *score = &prices->base.score;
    for (uint32_t i = 0; i < prices->n; i++) {
        struct price *price = &prices->v[i];
        for (uint32_t k = 0; k < score->n_violations; k++) {
            const struct violation *violation = &score->violations[k];
            for (uint32_t g = 0; g < prices->n_levels; g++) {
                if (violation->level == prices->levels[g] && touches(problem, price, violation)) {
                    price->costs[g] += violation->cost;
                }
            }
        }
    }
}

/* ---- which ones to try -------------------------------------------------------------- */

struct ranked {
    uint32_t price;
    double estimate;
};

static int compare_estimates(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    if (x->estimate < y->estimate || x->estimate > y->estimate) {
        return x->estimate > y->estimate ? -1 : 1;
    }
    return (x->price > y->price) - (x->price < y->price);
}

/* Those with such an estimate above 0, the highest first; how many. */
static uint32_t rank(const struct prices *prices, uint32_t level, bool by_duals,
                     struct ranked *ranked)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < prices->n; i++) {
        const struct price *price = &prices->v[i];
        double estimate = by_duals ? price->duals[level] : (double)price->costs[level];
        if (price->state == PRICE_OPEN && estimate > 0) {
            ranked[n++] = (struct ranked){i, estimate};
        }
    }
    if (n > 0) {
        qsort(ranked, n, sizeof(*ranked), compare_estimates);
    }
    return n;
}

/* Takes turns among the rankings; then the rest in its order. How many there are in `order`. */
static uint32_t order_prices(struct arena *arena, const struct prices *prices, uint32_t *order)
{
    enum { RANKINGS = 2 * PRICE_ESTIMATES };
    struct ranked *ranked[RANKINGS];
    uint32_t n_ranked[RANKINGS], next[RANKINGS] = {0}, n = 0;
    bool *taken = arena_array(arena, prices->n, sizeof(*taken));
    uint32_t n_rankings = 2 * prices->n_levels;
    for (uint32_t k = 0; k < n_rankings; k++) {
        ranked[k] = arena_array(arena, prices->n, sizeof(*ranked[k]));
        n_ranked[k] = rank(prices, k / 2, k % 2 == 0, ranked[k]);
    }
    for (bool any = true; any;) {
        any = false;
        for (uint32_t k = 0; k < n_rankings; k++) {
            while (next[k] < n_ranked[k] && taken[ranked[k][next[k]].price]) {
                next[k]++;
            }
            if (next[k] < n_ranked[k]) {
                order[n] = ranked[k][next[k]].price;
                taken[order[n++]] = true;
                any = true;
            }
        }
    }
    for (uint32_t i = 0; i < prices->n; i++) {
        if (!taken[i] && prices->v[i].state == PRICE_OPEN) {
            order[n++] = i;
        }
    }
    return n;
}

static uint32_t count_to_try(const struct pricing *pricing)
{
    int64_t placements = model_count_placements(&pricing->model) + 1;
    int64_t n = TRIED_PLACEMENTS / placements;
    return n < TRIED_LEAST ? TRIED_LEAST : n > TRIED_MOST ? TRIED_MOST : (uint32_t)n;
}

/* ---- trying ------------------------------------------------------------ */

static void tell_saving(const struct pricing *pricing, const struct tried *tried,
                        struct price *price)
{
    struct solve_result result = {.levels = tried->levels, .n_levels = tried->n};
    bool only_more = prices_saving_only_allows_more(pricing->problem, price->kind);
    prices_saving_compare(pricing->prices, only_more, price, &result);
}

static void try_variant(const struct pricing *pricing, const struct problem *variant,
                        double seconds, struct price *price, struct tried *tried)
{
    struct prices *prices = pricing->prices;
    struct solve_result result;
    bool solved = solve(pricing, variant, seconds, &result);
    if (solved && result.mismatch == NULL) {
        if (result.has_timetable) {
            prices_saving_improve_base(prices, pricing->problem, &result);
        }
        if (prices_saving_take_base(prices, variant, &result)) {
            tried->n = result.n_levels;
            tried->levels =
                arena_copy(&prices->arena, result.levels, result.n_levels * sizeof(*result.levels));
            for (uint32_t k = 0; k < tried->n; k++) {
                const char *name = result.levels[k].name;
                tried->levels[k].name = arena_text(&prices->arena, name, strlen(name));
            }
            tell_saving(pricing, tried, price);
        }
    }
    solve_free(&result);
}

/* The base may have become better since: then it saves less. */
static void tell_again(const struct pricing *pricing)
{
    struct prices *prices = pricing->prices;
    for (uint32_t i = 0; i < prices->n; i++) {
        if (pricing->tried[i].levels != NULL) {
            tell_saving(pricing, &pricing->tried[i], &prices->v[i]);
        }
    }
    for (int kind = 0; kind < PRICE_KINDS; kind++) {
        struct price all = {.kind = (enum price_kind)kind};
        if (pricing->tried[prices->n + (uint32_t)kind].levels != NULL) {
            tell_saving(pricing, &pricing->tried[prices->n + (uint32_t)kind], &all);
            prices->limits[kind] = prices_saving_limit(&all);
        }
    }
}

static void try_price(const struct pricing *pricing, struct price *price, uint32_t left)
{
    struct arena arena = ARENA_EMPTY;
    struct problem variant = prices_candidates_apply(&arena, pricing->problem, price);
    try_variant(pricing, &variant, share_s(pricing, 1.0 / (double)left), price,
                &pricing->tried[price - pricing->prices->v]);
    arena_free(&arena);
}

/* All candidates of a kind at once: none of them saves more than that, for each only allows more.
 */
static void try_kind(const struct pricing *pricing, enum price_kind kind)
{
    struct prices *prices = pricing->prices;
    struct arena arena = ARENA_EMPTY;
    struct problem variant = *pricing->problem;
    struct price all = {.kind = kind};
    uint32_t n = 0;
    for (uint32_t i = 0; i < prices->n; i++) {
        if (prices->v[i].kind == kind && prices->v[i].state == PRICE_OPEN) {
            variant = prices_candidates_apply(&arena, &variant, &prices->v[i]);
            n++;
        }
    }
    if (n >= TOGETHER_LEAST && prices_saving_only_allows_more(pricing->problem, kind)) {
        try_variant(pricing, &variant, share_s(pricing, 0.1), &all,
                    &pricing->tried[prices->n + (uint32_t)kind]);
    }
    for (uint32_t i = 0; i < prices->n && prices_saving_is_none(&all); i++) {
        struct price *price = &prices->v[i];
        if (price->kind == kind && price->state == PRICE_OPEN) {
            price->saving = all.saving;
            price->n_saving = all.n_saving;
            price->exact = true;
            price->state = PRICE_TRIED;
            prices->n_tried++;
        }
    }
    arena_free(&arena);
}

/* Until there are enough that save something, all have been tried, or the time is over. Each gets
 * its share of what is left for a few. */
static void try_prices(const struct pricing *pricing)
{
    struct prices *prices = pricing->prices;
    struct arena arena = ARENA_EMPTY;
    uint32_t *order = arena_array(&arena, prices->n, sizeof(*order));
    for (int kind = 0; kind < PRICE_KINDS && !is_over(pricing); kind++) {
        try_kind(pricing, (enum price_kind)kind);
    }
    uint32_t n = order_prices(&arena, prices, order), n_saving = 0;
    uint32_t least = count_to_try(pricing);
    for (uint32_t i = 0; i < n && !is_over(pricing) && (i < least || n_saving < SAVING_MOST); i++) {
        struct price *price = &prices->v[order[i]];
        uint32_t left = n - i, few = TRIED_LEAST - i % TRIED_LEAST;
        try_price(pricing, price, left < few ? left : few);
        prices->n_tried += price->state == PRICE_TRIED;
        n_saving += prices_saving_is_known(price);
    }
    arena_free(&arena);
}

/* ---- the result ---------------------------------------------------------------------- */

static int compare_prices(const void *a, const void *b)
{
    const struct price *x = a, *y = b;
    bool x_saves = prices_saving_is_known(x), y_saves = prices_saving_is_known(y);
    if (x_saves != y_saves) {
        return x_saves ? -1 : 1;
    }
    if (x->state != y->state) {
        return x->state > y->state ? -1 : 1;
    }
    int by_saving = prices_saving_order(x, y);
    if (by_saving != 0) {
        return by_saving;
    }
    if (x->kind != y->kind) {
        return x->kind < y->kind ? -1 : 1;
    }
    if (x->span.from_min != y->span.from_min) {
        return x->span.from_min < y->span.from_min ? -1 : 1;
    }
    int by_text = strcmp(x->text, y->text);
    return by_text != 0 ? by_text : strcmp(x->id, y->id);
}

static void sort_prices(struct prices *prices)
{
    if (prices->n > 0) {
        qsort(prices->v, prices->n, sizeof(*prices->v), compare_prices);
    }
    while (prices->n_saving < prices->n && prices_saving_is_known(&prices->v[prices->n_saving])) {
        prices->n_saving++;
    }
}

/* The levels that cost something: the first of them, and the last level of all. */
static void choose_levels(struct prices *prices)
{
    const struct solve_result *base = &prices->base;
    for (uint32_t k = 0; k < base->n_levels; k++) {
        bool last = k + 1 == base->n_levels;
        if (base->levels[k].value > 0 && (prices->n_levels == 0 || last)) {
            prices->levels[prices->n_levels++] = k;
        }
    }
}

bool prices_find(const struct problem *problem, const struct explain_options *options,
                 struct prices *prices)
{
    struct pricing pricing = {
        .problem = problem, .options = options, .prices = prices, .started_s = clock_s()};
    *prices = (struct prices){.arena = ARENA_EMPTY};
    if (!solve(&pricing, problem, share_s(&pricing, 0.25), &prices->base)) {
        return false;
    }
    if (!prices->base.has_timetable) {
        return true;
    }
    struct price_list list = {0};
    compile_model(problem, &pricing.model);
    prices_candidates_list(&prices->arena, problem, &pricing.model, &list);
    prices->v = vec_to_arena(&list, &prices->arena);
    prices->n = (uint32_t)list.n;
    vec_free(&list);
    choose_levels(prices);
    if (prices->n_levels > 0 && prices->n > 0) {
        struct prices_lp_effort effort = {share_s(&pricing, 0.2), options->stop};
        prices->by_duals = prices_lp_estimate(problem, &pricing.model, &effort, prices);
        add_costs(prices, problem);
        pricing.tried =
            arena_array(&prices->arena, prices->n + PRICE_KINDS, sizeof(*pricing.tried));
        try_prices(&pricing);
        tell_again(&pricing);
    }
    sort_prices(prices);
    model_free(&pricing.model);
    return true;
}

void prices_free(struct prices *prices)
{
    solve_free(&prices->base);
    arena_free(&prices->arena);
}
