#include "engine/anneal.h"

#include "base/rng.h"

#include <math.h>
#include <string.h>
#include <time.h>

enum { LOOK_AT_CLOCK = 1024, FIRST_CYCLE = 100000 };

/* A placement counts in a term; a term's indicator counts in another. */
struct touch {
    uint32_t term;
    int32_t coef;
};

struct parent {
    uint32_t term;
    int32_t coef, at_least;
};

struct anneal {
    const struct model *model;
    struct arena arena;
    uint32_t *touch_first; /* [n_placements + 1] */
    struct touch *touches;
    uint32_t *parent_first; /* [n_terms + 1] */
    struct parent *parents;
    uint32_t *unary_first; /* [n_placements + n_choices + 1] */
    uint32_t *unaries;     /* indices into model->unaries */
    int64_t *level_weight; /* [levels] */
    int64_t range_weight;  /* for each unit outside a range */

    uint32_t *chosen;    /* [n_choices] */
    int64_t *counts;     /* [n_terms] */
    int64_t *level_cost; /* [levels] */
    int64_t excess;      /* units outside ranges, over all terms */
    int64_t energy;

    uint32_t *best;     /* [n_choices]; valid when has_best */
    int64_t *best_cost; /* [levels] */
    bool has_best;

    struct rng rng;
    double ends_s; /* 0: never */
    uint64_t moves_left;
    const volatile int *stop;
};

static double clock_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* ---- who touches what ------------------------------------------------------ */

/* Turns counts per item into the first index of each; first[n] is their sum. */
static void sum_up(uint32_t *first, size_t n)
{
    uint32_t sum = 0;
    for (size_t i = 0; i <= n; i++) {
        uint32_t count = first[i];
        first[i] = sum;
        sum += count;
    }
}

static void index_children(struct anneal *a)
{
    const struct model *model = a->model;
    size_t n_placements = model->placements.n, n_terms = model->terms.n;
    a->touch_first = arena_array(&a->arena, n_placements + 1, sizeof(uint32_t));
    a->parent_first = arena_array(&a->arena, n_terms + 1, sizeof(uint32_t));
    for (size_t i = 0; i < model->children.n; i++) {
        const struct term_child *child = &model->children.v[i];
        for (uint32_t k = 0; child->term.v == ID_NONE && k < child->literal.n; k++) {
            a->touch_first[model->pool.v[child->literal.first + k]]++;
        }
        a->parent_first[child->term.v == ID_NONE ? n_terms : child->term.v]++;
    }
    a->parent_first[n_terms] = 0;
    sum_up(a->touch_first, n_placements);
    sum_up(a->parent_first, n_terms);
    a->touches = arena_array(&a->arena, a->touch_first[n_placements], sizeof(struct touch));
    a->parents = arena_array(&a->arena, a->parent_first[n_terms], sizeof(struct parent));
}

static void fill_children(struct anneal *a)
{
    const struct model *model = a->model;
    uint32_t *touch_at =
        arena_copy(&a->arena, a->touch_first, (model->placements.n + 1) * sizeof(uint32_t));
    uint32_t *parent_at =
        arena_copy(&a->arena, a->parent_first, (model->terms.n + 1) * sizeof(uint32_t));
    for (uint32_t t = 0; t < model->terms.n; t++) {
        const struct term *term = &model->terms.v[t];
        for (uint32_t i = term->first; i < term->first + term->n; i++) {
            const struct term_child *child = &model->children.v[i];
            if (child->term.v != ID_NONE) {
                a->parents[parent_at[child->term.v]++] =
                    (struct parent){t, child->coef, child->at_least};
                continue;
            }
            for (uint32_t k = 0; k < child->literal.n; k++) {
                uint32_t placement = model->pool.v[child->literal.first + k];
                a->touches[touch_at[placement]++] = (struct touch){t, child->coef};
            }
        }
    }
}

static void index_unaries(struct anneal *a)
{
    const struct model *model = a->model;
    size_t n = model->placements.n + model->choices.n;
    a->unary_first = arena_array(&a->arena, n + 1, sizeof(uint32_t));
    a->unaries = arena_array(&a->arena, model->unaries.n, sizeof(uint32_t));
    for (size_t i = 0; i < model->unaries.n; i++) {
        a->unary_first[model->unaries.v[i].placement]++;
    }
    sum_up(a->unary_first, n);
    uint32_t *at = arena_copy(&a->arena, a->unary_first, (n + 1) * sizeof(uint32_t));
    for (uint32_t i = 0; i < model->unaries.n; i++) {
        a->unaries[at[model->unaries.v[i].placement]++] = i;
    }
}

/* ---- state ----------------------------------------------------------------- */

static int64_t outside(const struct term *term, int64_t n)
{
    if (n < term->lo) {
        return term->lo - n;
    }
    return n > term->hi ? n - term->hi : 0;
}

static void charge(struct anneal *a, uint32_t level, int64_t cost)
{
    a->level_cost[level] += cost;
    a->energy += cost * a->level_weight[level];
}

/* A term's count changes, and with it its cost and the terms that read it. */
static void add_to_term(struct anneal *a, uint32_t t, int64_t by)
{
    const struct term *term = &a->model->terms.v[t];
    int64_t old = a->counts[t], now = old + by;
    a->counts[t] = now;
    if (term->kind == TERM_RANGE) {
        int64_t more = outside(term, now) - outside(term, old);
        a->excess += more;
        a->energy += more * a->range_weight;
    } else if (term->kind == TERM_COST) {
        const int64_t *costs = a->model->costs.v + term->costs;
        charge(a, term->level, costs[now - term->least] - costs[old - term->least]);
    }
    for (uint32_t i = a->parent_first[t]; i < a->parent_first[t + 1]; i++) {
        const struct parent *parent = &a->parents[i];
        int change = (now >= parent->at_least) - (old >= parent->at_least);
        if (change != 0) {
            add_to_term(a, parent->term, (int64_t)change * parent->coef);
        }
    }
}

/* Adds (sign 1) or takes away (−1) all that a placement, or staying out, counts and costs. */
static void count_placement(struct anneal *a, uint32_t placement, int sign)
{
    for (uint32_t i = a->unary_first[placement]; i < a->unary_first[placement + 1]; i++) {
        const struct unary *unary = &a->model->unaries.v[a->unaries[i]];
        charge(a, unary->level, sign * unary->cost);
    }
    if (placement < a->model->placements.n) {
        for (uint32_t i = a->touch_first[placement]; i < a->touch_first[placement + 1]; i++) {
            add_to_term(a, a->touches[i].term, (int64_t)sign * a->touches[i].coef);
        }
    }
}

static void set_choice(struct anneal *a, uint32_t c, uint32_t placement)
{
    count_placement(a, a->chosen[c], -1);
    a->chosen[c] = placement;
    count_placement(a, placement, 1);
}

/* Counts and costs of a selection from nothing. */
static void recount(struct anneal *a)
{
    const struct model *model = a->model;
    memset(a->level_cost, 0, model->levels.n * sizeof(*a->level_cost));
    a->excess = 0;
    a->energy = 0;
    /* With all counts 0: constants, and indicators that hold even so. */
    memset(a->counts, 0, model->terms.n * sizeof(*a->counts));
    for (uint32_t t = 0; t < model->terms.n; t++) {
        const struct term *term = &model->terms.v[t];
        int64_t n = 0;
        for (uint32_t i = term->first; i < term->first + term->n; i++) {
            const struct term_child *child = &model->children.v[i];
            bool holds = child->term.v != ID_NONE && a->counts[child->term.v] >= child->at_least;
            n += holds ? child->coef : 0;
        }
        a->counts[t] = n;
        if (term->kind == TERM_RANGE) {
            a->excess += outside(term, n);
            a->energy += outside(term, n) * a->range_weight;
        } else if (term->kind == TERM_COST) {
            charge(a, term->level, model_cost_at(model, term, n));
        }
    }
    for (uint32_t c = 0; c < model->choices.n; c++) {
        count_placement(a, a->chosen[c], 1);
    }
}

static void keep_if_better(struct anneal *a)
{
    if (a->excess > 0) {
        return;
    }
    bool better = !a->has_best;
    for (uint32_t k = 0; !better && k < a->model->levels.n; k++) {
        if (a->level_cost[k] != a->best_cost[k]) {
            better = a->level_cost[k] < a->best_cost[k];
            break;
        }
    }
    if (better) {
        a->has_best = true;
        memcpy(a->best, a->chosen, a->model->choices.n * sizeof(*a->best));
        memcpy(a->best_cost, a->level_cost, a->model->levels.n * sizeof(*a->best_cost));
    }
}

/* ---- moves ----------------------------------------------------------------- */

/* A move sets at most two choices; this is what they were. */
struct undo {
    uint32_t choices[2], were[2];
    uint32_t n;
};

static void set_logged(struct anneal *a, struct undo *undo, uint32_t c, uint32_t placement)
{
    undo->choices[undo->n] = c;
    undo->were[undo->n++] = a->chosen[c];
    set_choice(a, c, placement);
}

static void move_one(struct anneal *a, struct undo *undo)
{
    const struct model *model = a->model;
    uint32_t c = rng_below(&a->rng, (uint32_t)model->choices.n);
    const struct choice *choice = &model->choices.v[c];
    uint32_t to = choice->n == 0 || rng_below(&a->rng, choice->n + 1) == choice->n
                      ? model_out(model, (struct choice_id){c})
                      : choice->first + rng_below(&a->rng, choice->n);
    if (to != a->chosen[c]) {
        set_logged(a, undo, c, to);
    }
}

/* The index of `wanted` among the placements of a choice (sorted by start, room); ID_NONE. */
static uint32_t find_placement(const struct model *model, uint32_t c, struct placement wanted)
{
    uint32_t low = model->choices.v[c].first, high = low + model->choices.v[c].n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const struct placement *it = &model->placements.v[middle];
        if (it->start_min == wanted.start_min && it->room.v == wanted.room.v) {
            return middle;
        }
        bool before = it->start_min != wanted.start_min ? it->start_min < wanted.start_min
                                                        : it->room.v < wanted.room.v;
        low = before ? middle + 1 : low;
        high = before ? high : middle;
    }
    return ID_NONE;
}

static void swap_two(struct anneal *a, struct undo *undo)
{
    const struct model *model = a->model;
    uint32_t n = (uint32_t)model->choices.n;
    uint32_t c = rng_below(&a->rng, n), d = rng_below(&a->rng, n);
    uint32_t at_c = a->chosen[c], at_d = a->chosen[d];
    if (at_c >= model->placements.n || at_d >= model->placements.n || c == d) {
        return;
    }
    uint32_t to_c = find_placement(model, c, model->placements.v[at_d]);
    uint32_t to_d = find_placement(model, d, model->placements.v[at_c]);
    if (to_c != ID_NONE && to_d != ID_NONE && to_c != at_c) {
        set_logged(a, undo, c, to_c);
        set_logged(a, undo, d, to_d);
    }
}

/* Nothing costs less than nothing. */
static bool is_perfect(const struct anneal *a)
{
    int64_t sum = 0;
    for (uint32_t k = 0; k < a->model->levels.n; k++) {
        sum += a->best_cost[k];
    }
    return a->has_best && sum == 0;
}

static bool is_accepted(struct anneal *a, int64_t worse, double temperature)
{
    if (worse <= 0) {
        return true;
    }
    double uniform = (double)(rng_next(&a->rng) >> 11) * 0x1p-53;
    return uniform < exp(-(double)worse / temperature);
}

static bool is_over(struct anneal *a)
{
    if (a->moves_left == 0) {
        return true;
    }
    a->moves_left--;
    if (a->moves_left % LOOK_AT_CLOCK == 0) {
        bool stopped = a->stop != NULL && *a->stop != 0;
        if (stopped || (a->ends_s > 0 && clock_s() > a->ends_s)) {
            a->moves_left = 0;
        }
    }
    return false;
}

/* One cooling, geometric from `hot` to `cold`. */
static void cool(struct anneal *a, uint64_t moves, double hot, double cold)
{
    double temperature = hot;
    double factor = exp(log(cold / hot) / (double)moves);
    for (uint64_t i = 0; i < moves && !is_over(a) && !is_perfect(a); i++) {
        struct undo undo = {.n = 0};
        int64_t before = a->energy;
        if (rng_below(&a->rng, 3) == 0) {
            swap_two(a, &undo);
        } else {
            move_one(a, &undo);
        }
        if (is_accepted(a, a->energy - before, temperature)) {
            keep_if_better(a);
        } else {
            while (undo.n > 0) {
                undo.n--;
                set_choice(a, undo.choices[undo.n], undo.were[undo.n]);
            }
        }
        temperature *= factor;
    }
}

/* Takes out events until no range is broken; what then fits is put back. */
static void repair(struct anneal *a)
{
    const struct model *model = a->model;
    for (uint32_t c = (uint32_t)model->choices.n; c-- > 0 && a->excess > 0;) {
        int64_t before = a->excess;
        uint32_t was = a->chosen[c];
        set_choice(a, c, model_out(model, (struct choice_id){c}));
        if (a->excess >= before) {
            set_choice(a, c, was);
        }
    }
    for (uint32_t c = 0; c < model->choices.n; c++) {
        const struct choice *choice = &model->choices.v[c];
        uint32_t out = model_out(model, (struct choice_id){c});
        for (uint32_t i = 0; i < choice->n && a->chosen[c] == out; i++) {
            int64_t before = a->excess;
            set_choice(a, c, choice->first + i);
            if (a->excess > before) {
                set_choice(a, c, out);
            }
        }
    }
    keep_if_better(a);
}

/* ---- the whole ------------------------------------------------------------- */

/* Leaving out a mandatory event weighs as much as breaking a range; optional ones a little less. */
static void set_weights(struct anneal *a, int64_t scale)
{
    const struct levels *levels = &a->model->levels;
    a->range_weight = scale;
    for (uint32_t k = 0; k < levels->n; k++) {
        a->level_weight[k] = k == levels->soft   ? 1
                             : levels->v[k].hard ? scale * (int64_t)(levels->n - k)
                                                 : 1 + scale / 8;
    }
}

static void start_somewhere(struct anneal *a)
{
    for (uint32_t c = 0; c < a->model->choices.n; c++) {
        const struct choice *choice = &a->model->choices.v[c];
        a->chosen[c] = choice->n == 0 ? model_out(a->model, (struct choice_id){c})
                                      : choice->first + rng_below(&a->rng, choice->n);
    }
}

/* The soft cost that one event has in a random timetable. */
static int64_t usual_cost(struct anneal *a)
{
    set_weights(a, 1);
    recount(a);
    return 1 + a->level_cost[a->model->levels.soft] / (int64_t)(a->model->choices.n + 1);
}

static void set_up(struct anneal *a)
{
    const struct model *model = a->model;
    index_children(a);
    fill_children(a);
    index_unaries(a);
    a->level_weight = arena_array(&a->arena, model->levels.n, sizeof(int64_t));
    a->level_cost = arena_array(&a->arena, model->levels.n, sizeof(int64_t));
    a->best_cost = arena_array(&a->arena, model->levels.n, sizeof(int64_t));
    a->counts = arena_array(&a->arena, model->terms.n, sizeof(int64_t));
    a->chosen = arena_array(&a->arena, model->choices.n, sizeof(uint32_t));
    a->best = arena_array(&a->arena, model->choices.n, sizeof(uint32_t));
}

bool anneal_model(const struct model *model, const struct anneal_limits *limits, uint32_t *chosen)
{
    struct anneal a = {
        .model = model,
        .rng = rng_seeded(limits->seed),
        .moves_left = limits->moves,
        .ends_s = limits->seconds > 0 ? clock_s() + limits->seconds : 0,
        .stop = limits->stop,
    };
    if (model->choices.n == 0) {
        return true;
    }
    set_up(&a);
    start_somewhere(&a);
    int64_t scale = 2 * usual_cost(&a);
    set_weights(&a, scale);
    recount(&a);
    for (uint64_t moves = FIRST_CYCLE; a.moves_left > 0; moves *= 2) {
        cool(&a, moves, (double)scale, 0.25);
        bool broken = a.excess > 0;
        repair(&a);
        if (is_perfect(&a) || is_over(&a)) {
            break;
        }
        /* Ranges that the cooling left broken were too cheap. */
        scale *= broken ? 2 : 1;
        set_weights(&a, scale);
        recount(&a);
    }
    memcpy(chosen, a.best, model->choices.n * sizeof(*chosen));
    arena_free(&a.arena);
    return a.has_best;
}
