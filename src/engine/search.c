#include "engine/search_inside.h"

#include "engine/search_moves.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    LOOK_AT_CLOCK = 1024,
    FIRST_CYCLE = 300000,     /* moves; each is three times as long as the one before, … */
    LONGEST_CYCLE = 20000000, /* … until this, or this for each event */
    LONGEST_CYCLE_EVENT = 66000,
    SHARES = 64,
    CELL_SHARES = 12,  /* one move in so many looks at no cells; … */
    CELLS_EVERY = 128, /* … or only one does, where cells do not rule; … */
    BLOCKS_EVERY = 8,  /* … more, where tracks are placed as blocks */
    CELL_SAMPLE = 1000,
    CELL_HOT = 2000,   /* units of cost: no hotter, with cells */
    FRESH_COOLER = 8,  /* what is constructed by cells begins up to so much cooler */
    SERIES_EVERY = 16, /* moves, where there are parts of events */
};

/* So that sums over all events and moments stay within 64 bits. */
#define SCALE_MOST INT64_C(1000000000000)

void search_go_to(struct search *search, const struct spot *spots)
{
    memcpy(search->state.at, spots, search->n_choices * sizeof(*spots));
    search_state_recount(&search->state);
}

/* ---- weights and temperatures ---------------------------------------------------------------- */

/* Leaving out a mandatory event weighs as much as breaking a range; what counts at levels
 * before the last one, a little less. */
static void set_weights(struct search *search)
{
    struct search_state *state = &search->state;
    const struct levels *levels = &search->index->model->levels;
    state->range_weight = search->scale;
    for (uint32_t l = 0; l < search->index->n_lanes; l++) {
        state->penalties[l] = search->scale;
    }
    for (uint32_t k = 0; k < levels->n; k++) {
        /* The dearest optional event weighs as much as a unit that must not be. */
        int64_t between = search->scale / search->dearest[k];
        state->level_weight[k] = k == levels->soft   ? 1
                                 : levels->v[k].hard ? search->scale * (int64_t)(levels->n - k)
                                 : between > 1       ? between
                                                     : 1;
    }
    search_state_recount(state);
}

/* The soft cost that single shifts change: its mean over a sample, and the largest. */
static void calibrate(struct search *search)
{
    struct search_state *state = &search->state;
    double sum = 0.0;
    int64_t largest = 1;
    uint32_t n = 0;
    uint32_t soft = search->index->model->levels.soft;
    for (uint32_t i = 0; i < 2000 && search->n_movable > 0; i++) {
        uint32_t c = search->movable[rng_below(&search->rng, search->n_movable)];
        if (search->index->choices[c].n == 0) {
            continue;
        }
        int64_t before = state->level_cost[soft];
        search_state_put(state, c, search_move_draw(state, &search->rng, c));
        int64_t change = llabs(state->level_cost[soft] - before);
        search_state_undo(state);
        if (change > 0) {
            sum += (double)change;
            largest = change > largest ? change : largest;
            n++;
        }
    }
    double mean = n > 0 ? sum / n : 1.0;
    search->gain = largest;
    search->scale = largest < SCALE_MOST / 2 ? 2 * largest : SCALE_MOST;
    /* Where one cost unit more is taken now and then, down to where it is not (measured). */
    search->hot = 0.5 * mean;
    search->cold = 0.1 * (double)search->index->unit;
    if (search->hot < 2.0 * search->cold) {
        search->hot = 2.0 * search->cold;
    }
}

static int compare_changes(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* With cells: where a quarter of the moves that cost something are taken now and then. Weights
 * may lie far apart, and the largest of them would let everything go. */
static void calibrate_cells(struct search *search)
{
    struct search_state *state = &search->state;
    double changes[CELL_SAMPLE] = {0}, most = CELL_HOT * (double)search->index->unit;
    uint32_t n = 0;
    set_weights(search);
    search->desk.limit = DBL_MAX;
    for (uint32_t i = 0; i < CELL_SAMPLE; i++) {
        int64_t before = state->energy;
        if (search_cells_move(&search->desk)) {
            changes[n] = (double)(state->energy - before);
            n += changes[n] > 0.0;
            search_state_undo(state);
        }
    }
    qsort(changes, n, sizeof(*changes), compare_changes);
    search->hot = n > 0 ? changes[n / 4] : search->hot;
    search->hot = search->hot > most ? most : search->hot;
    search->hot = search->hot < 20.0 * search->cold ? 20.0 * search->cold : search->hot;
}

/* ---- annealing ----------------------------------------------------------------------------- */

/* The most that a change may cost this time. */
static double draw_limit(struct search *search)
{
    return search->temperature * search->minus_log[rng_next(&search->rng) % SEARCH_LOGS];
}

static bool is_accepted(struct search *search, int64_t worse)
{
    return worse <= 0 || (double)worse <= draw_limit(search);
}

/* Whether it costs nothing before the last level when the choice stays out. */
static bool is_optional(const struct search *search, const struct search_choice *choice)
{
    bool optional = true;
    for (uint32_t i = 0; i < choice->n_outs && optional; i++) {
        const struct out_cost *out = &search->index->outs[choice->first_out + i];
        optional = out->cost <= 0 || out->level >= search->index->model->levels.soft;
    }
    return optional;
}

static void shift(struct search *search)
{
    struct search_state *state = &search->state;
    uint32_t c = search->movable[rng_below(&search->rng, search->n_movable)];
    const struct room_list *out = search_state_out(state);
    if (out->n > 0 && rng_below(&search->rng, 4) == 0) {
        c = out->v[rng_below(&search->rng, (uint32_t)out->n)];
    }
    const struct search_choice *choice = &search->index->choices[c];
    if (choice->n == 0) {
        return;
    }
    bool leave = rng_below(&search->rng, is_optional(search, choice) ? 8 : 64) == 0;
    struct spot to = leave ? SPOT_OUT : search_move_draw(state, &search->rng, c);
    if (to.run == state->at[c].run && to.tick == state->at[c].tick) {
        return;
    }
    if (choice->plain) {
        double limit = draw_limit(search);
        bool is_out = state->at[c].run == ID_NONE; /* which may save any amount */
        int64_t enough = is_out ? INT64_MAX : search->gain + (int64_t)limit + 1;
        int64_t worse = search_state_delta(state, c, to, enough);
        if ((double)worse <= limit) {
            search_state_put(state, c, to);
            search_state_keep(state);
            if (worse < 0) {
                search_keep_if_better(search);
            }
        }
        return;
    }
    int64_t before = state->energy;
    search_state_put(state, c, to);
    if (is_accepted(search, state->energy - before)) {
        search_state_keep(state);
        search_keep_if_better(search);
    } else {
        search_state_undo(state);
    }
}

static void compound(struct search *search, enum search_move move)
{
    struct search_state *state = &search->state;
    int64_t before = state->energy;
    if (!search_move_try(state, &search->rng, move)) {
        return;
    }
    if (is_accepted(search, state->energy - before)) {
        search_state_keep(state);
        if (state->energy < before) {
            search_keep_if_better(search);
        }
    } else {
        search_state_undo(state);
    }
}

static void swap(struct search *search)
{
    struct search_state *state = &search->state;
    struct search_swap swap;
    int64_t worse;
    if (!search_move_draw_swap(state, &search->rng, &swap)) {
        return;
    }
    bool known = search_state_swap_delta(state, swap.c, swap.to_c, swap.d, swap.to_d, &worse);
    if (known && !is_accepted(search, worse)) {
        return;
    }
    int64_t before = state->energy;
    search_state_put(state, swap.c, swap.to_c);
    search_state_put(state, swap.d, swap.to_d);
    worse = state->energy - before;
    if (known || is_accepted(search, worse)) {
        search_state_keep(state);
        if (worse < 0) {
            search_keep_if_better(search);
        }
    } else {
        search_state_undo(state);
    }
}

/* A move of cells, tracks, or events within a track. */
static void move_cells(struct search *search)
{
    struct search_state *state = &search->state;
    int64_t before = state->energy;
    search->desk.heat = search->temperature;
    search->desk.limit = draw_limit(search);
    if (!search_cells_move(&search->desk)) {
        return;
    }
    if ((double)(state->energy - before) <= search->desk.limit) {
        search_state_keep(state);
        if (state->energy < before) {
            search_keep_if_better(search);
        }
    } else {
        search_state_undo(state);
    }
}

static void move(struct search *search)
{
    if (search->index->n_series > 0 && rng_below(&search->rng, SERIES_EVERY) == 0) {
        compound(search, SEARCH_SERIES);
        return;
    }
    uint32_t every = search->blocks ? BLOCKS_EVERY : CELLS_EVERY;
    bool cells = search->index->cells != NULL &&
                 (search->index->cells->two_level ? rng_below(&search->rng, CELL_SHARES) > 0
                                                  : rng_below(&search->rng, every) == 0);
    if (cells) {
        move_cells(search);
        return;
    }
    uint32_t draw = rng_below(&search->rng, 2 * SHARES);
    bool crowded = search_state_out(&search->state)->n > 0 && !search->index->start_together;
    /* Where something is left out, pushing aside is what makes room. */
    draw = crowded && draw < SHARES / 2 ? 1 : draw;
    if (draw >= search->share_swap) {
        shift(search);
    } else if (draw >= search->share_chain) {
        swap(search);
    } else if (draw >= search->share_push) {
        compound(search, SEARCH_CHAIN);
    } else if (draw >= 1) {
        compound(search, SEARCH_PUSH);
    } else {
        compound(search, (enum search_move)(SEARCH_ROOMS + rng_below(&search->rng, 3)));
    }
}

/* Cycles grow, to a length that lets others begin; where it is known how much time is left, on and
 * on as long as one more fits. */
static void grow_cycle(struct search *search, uint64_t left)
{
    uint64_t by_size = (uint64_t)search->n_choices * LONGEST_CYCLE_EVENT;
    uint64_t longest = by_size > LONGEST_CYCLE ? by_size : LONGEST_CYCLE;
    uint64_t longer =
        search->cycle_moves + (search_cells_rule(search->index) ? 1 : 4) * search->cycle_moves / 2;
    if (search->cycle_moves < longest || longer <= left) {
        search->cycle_moves = longer;
    }
}

/* The last one ends with the time: one that is cut off while it is hot is lost. */
static uint64_t fit_cycle(const struct search *search, uint64_t left)
{
    bool last = left > FIRST_CYCLE && left < search->cycle_moves + search->cycle_moves / 2;
    return last ? left - left / 32 : search->cycle_moves;
}

static void begin_cycle(struct search *search, uint64_t left)
{
    search->this_moves = fit_cycle(search, left);
    search->n_cycles++;
    search->cycle_done = 0;
    search->temperature = search->hot;
    search->factor = exp(log(search->cold / search->hot) / (double)search->this_moves);
    set_weights(search);
}

/* Ranges that the cooling left broken were too cheap. Odd cycles begin anew, even ones warm the
 * best up a little. */
static void end_cycle(struct search *search, const struct search_limits *limits)
{
    bool broken = search->state.excess > 0;
    search_repair(search);
    search->scale *= broken && search->scale < SCALE_MOST ? 2 : 1;
    grow_cycle(search, limits->left);
    bool fresh = search->n_cycles % 2 == 0 || !search->has_best;
    bool rule = search_cells_rule(search->index);
    if (fresh && rule) {
        search_construct(search, limits);
    }
    begin_cycle(search, limits->left);
    double part = rule ? (double)rng_below(&search->rng, 1024) / 1024.0 : 0.0;
    if (!fresh) {
        search_go_to(search, search->best);
        search->temperature = rule ? search->cold * pow(search->hot / search->cold, part)
                                   : sqrt(search->hot * search->cold);
    } else if (rule) {
        search->temperature = search->hot * pow(FRESH_COOLER, -part);
    }
    if (!fresh || rule) {
        search->factor = exp(log(search->cold / search->temperature) / (double)search->this_moves);
    }
}

/* ---- the whole ----------------------------------------------------------------------------- */

static void find_dearest(struct search *search)
{
    const struct model *model = search->index->model;
    search->dearest = base_alloc_zero(model->levels.n, sizeof(*search->dearest));
    for (uint32_t k = 0; k < model->levels.n; k++) {
        search->dearest[k] = 1;
    }
    for (size_t i = 0; i < model->unaries.n; i++) {
        const struct unary *unary = &model->unaries.v[i];
        int64_t *dearest = &search->dearest[unary->level];
        *dearest = unary->cost > *dearest ? unary->cost : *dearest;
    }
    for (size_t t = 0; t < model->terms.n; t++) {
        const struct term *term = &model->terms.v[t];
        for (int64_t n = term->least + 1; term->kind == TERM_COST && n <= term->most; n++) {
            int64_t step = llabs(model_cost_at(model, term, n) - model_cost_at(model, term, n - 1));
            int64_t *dearest = &search->dearest[term->level];
            *dearest = step > *dearest ? step : *dearest;
        }
    }
}

struct search *search_create(const struct search_index *index, uint64_t seed)
{
    struct search *search = base_alloc_zero(1, sizeof(*search));
    size_t n = index->model->choices.n;
    search->index = index;
    search->rng = rng_seeded(seed);
    search->n_choices = (uint32_t)n;
    search->movable = base_alloc_zero(n + 1, sizeof(uint32_t));
    search->best = base_alloc_zero(n + 1, sizeof(*search->best));
    search->best_cost = base_alloc_zero(index->model->levels.n, sizeof(int64_t));
    for (uint32_t c = 0; c < n; c++) {
        const struct search_choice *choice = &index->choices[c];
        if (choice->n > 0) {
            search->movable[search->n_movable++] = c;
        }
    }
    for (int i = 0; i < SEARCH_LOGS; i++) {
        search->minus_log[i] = -log(((double)i + 0.5) / SEARCH_LOGS);
    }
    search->cycle_moves = FIRST_CYCLE;
    search->scale = INT64_C(1) << 30;
    find_dearest(search);
    search_state_init(&search->state, index);
    if (index->cells != NULL) {
        search_desk_init(&search->desk, index->cells, &search->state, &search->rng);
    }
    if (index->grid != NULL) {
        search->grid = search_grid_create(search);
    }
    search->share_swap = SHARES;
    search->share_chain = index->start_together ? 4 : 12;
    search->share_push = index->start_together ? 1 : 6;
    return search;
}

void search_free(struct search *search)
{
    if (search != NULL) {
        if (search->index->cells != NULL) {
            search_desk_free(&search->desk);
        }
        search_grid_destroy(search->grid);
        search_state_free(&search->state);
        base_free(search->movable);
        base_free(search->best);
        base_free(search->best_cost);
        base_free(search->dearest);
        base_free(search);
    }
}

void search_go(struct search *search, const struct search_limits *limits)
{
    uint64_t end = search->moves + limits->moves;
    if (!search->constructed) {
        set_weights(search);
        search_construct(search, limits);
        calibrate(search);
        if (search_cells_rule(search->index) && search->grid == NULL) {
            calibrate_cells(search);
        }
        begin_cycle(search, 0);
    }
    if (search->grid != NULL) {
        search_grid_go(search, limits);
        return;
    }
    while (search->moves < end && search->n_movable > 0) {
        if (search->moves % LOOK_AT_CLOCK == 0 && search_is_over(limits)) {
            return;
        }
        search->moves++;
        move(search);
        search->temperature *= search->factor;
        if (++search->cycle_done >= search->this_moves) {
            end_cycle(search, limits);
        }
    }
}

bool search_best(const struct search *search, struct placement *chosen, int64_t *level_cost)
{
    for (uint32_t c = 0; search->has_best && c < search->n_choices; c++) {
        chosen[c] = search_index_placement(search->index, search->best[c]);
    }
    if (search->has_best) {
        memcpy(level_cost, search->best_cost, search->index->model->levels.n * sizeof(*level_cost));
    }
    return search->has_best;
}

uint64_t search_version(const struct search *search)
{
    return search->version;
}

uint64_t search_moves(const struct search *search)
{
    return search->moves;
}

void search_offer(struct search *search, const struct placement *chosen)
{
    struct spot *now = base_alloc_zero((size_t)search->n_choices + 1, sizeof(*now));
    struct spot *offered = base_alloc_zero((size_t)search->n_choices + 1, sizeof(*offered));
    memcpy(now, search->state.at, search->n_choices * sizeof(*now));
    bool fits = true;
    for (uint32_t c = 0; c < search->n_choices; c++) {
        offered[c] = search_index_from(search->index, c, chosen[c]);
        fits = fits && (offered[c].run != ID_NONE || placement_is_out(chosen[c]));
    }
    if (fits) {
        search_go_to(search, offered);
        search_keep_if_better(search);
        search_go_to(search, now);
    }
    base_free(now);
    base_free(offered);
}
