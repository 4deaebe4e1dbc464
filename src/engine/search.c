#include "engine/search.h"

#include "engine/search_cells.h"
#include "engine/search_moves.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    LOOK_AT_CLOCK = 1024,
    FIRST_CYCLE = 300000,     /* moves; each is three times as long as the one before, … */
    LONGEST_CYCLE = 20000000, /* … until this, or this for each event */
    LONGEST_CYCLE_EVENT = 66000,
    GREEDY_TRIES = 4096, /* placements looked at for each event */
    LOG_TABLE = 4096,
    CONSTRUCT_PENALTY = 1024,
    SHARES = 64,
    CELL_SHARES = 12, /* one move in so many looks at no cells */
    CELL_NOISE = 30,  /* percent */
    SAMPLE = 1000,
    HOT_UNITS = 2000,
};

/* So that sums over all events and moments stay within 64 bits. */
#define SCALE_MOST INT64_C(1000000000000)

struct search {
    const struct search_index *index;
    struct search_state state;
    struct rng rng;
    uint32_t n_choices;
    uint32_t *movable; /* choices with placements */
    uint32_t n_movable;
    double minus_log[LOG_TABLE];

    /* Of 2 · SHARES draws, those below are swaps, chains, pushes; the last few, larger moves. */
    uint32_t share_swap, share_chain, share_push;
    struct desk desk; /* when the index has cells */
    bool constructed;
    uint64_t cycle_moves, cycle_done; /* of the present cooling */
    uint32_t n_cycles;
    double hot, cold, temperature, factor;
    int64_t scale;    /* weight of what must not be */
    int64_t *dearest; /* [levels]: the largest single cost at it; ≥ 1 */

    struct spot *best; /* [choices] */
    int64_t *best_cost;
    bool has_best;
    uint64_t version, moves;
};

/* ---- the best so far ------------------------------------------------------------------ */

static void keep_if_better(struct search *search)
{
    const struct search_state *state = &search->state;
    uint32_t n_levels = search->index->model->levels.n;
    bool better = !search->has_best;
    if (state->excess > 0) {
        return;
    }
    for (uint32_t k = 0; !better && k < n_levels; k++) {
        if (state->level_cost[k] != search->best_cost[k]) {
            better = state->level_cost[k] < search->best_cost[k];
            break;
        }
    }
    if (better) {
        search->has_best = true;
        search->version++;
        memcpy(search->best, state->at, search->n_choices * sizeof(*search->best));
        memcpy(search->best_cost, state->level_cost, n_levels * sizeof(*search->best_cost));
    }
}

static void go_to(struct search *search, const struct spot *spots)
{
    memcpy(search->state.at, spots, search->n_choices * sizeof(*spots));
    search_state_recount(&search->state);
}

/* ---- construction ------------------------------------------------------------------------ */

/* The placement that adds least energy, among all or a sample of them. */
static struct spot find_cheapest(struct search *search, uint32_t c, bool *clean)
{
    struct search_state *state = &search->state;
    const struct search_choice *choice = &search->index->choices[c];
    struct spot best = state->at[c];
    int64_t best_energy = INT64_MAX;
    *clean = false;
    uint32_t tries = choice->n < GREEDY_TRIES ? choice->n : GREEDY_TRIES / 16;
    uint32_t begin = choice->n == 0 ? 0 : rng_below(&search->rng, choice->n);
    for (uint32_t i = 0; i < tries; i++) {
        uint32_t number =
            choice->n < GREEDY_TRIES ? (begin + i) % choice->n : rng_below(&search->rng, choice->n);
        struct spot spot = search_index_spot(search->index, c, number);
        int64_t excess = state->excess, before = state->energy;
        int64_t energy;
        bool fits = true;
        if (choice->n_boxes == 0) {
            energy = search_state_delta(state, c, spot);
            fits = energy < CONSTRUCT_PENALTY / 4 * search->scale;
        } else {
            search_state_put(state, c, spot);
            energy = state->energy - before;
            fits = state->excess <= excess;
            search_state_undo(state);
        }
        if (energy < best_energy) {
            best_energy = energy;
            best = spot;
            *clean = fits;
        }
    }
    return best;
}

/* The first start, from a random room on, at which the choice breaks nothing; SPOT_OUT: none. */
static struct spot find_first_fit(struct search *search, uint32_t c)
{
    struct search_state *state = &search->state;
    const struct search_choice *choice = &search->index->choices[c];
    uint32_t begin = choice->n_runs == 0 ? 0 : rng_below(&search->rng, choice->n_runs);
    for (uint32_t k = 0; k < choice->n_runs; k++) {
        uint32_t r = choice->first_run + (begin + k) % choice->n_runs;
        const struct search_run *run = &search->index->runs[r];
        for (uint32_t i = 0; i < run->n; i++) {
            struct spot spot = {r, run->first + (int32_t)i * run->step};
            int64_t excess = state->excess;
            search_state_put(state, c, spot);
            if (state->excess <= excess) {
                search_state_keep(state);
                return spot;
            }
            search_state_undo(state);
        }
    }
    return SPOT_OUT;
}

/* Longest first, equals in random order. */
static void order_choices(struct search *search, uint32_t *order)
{
    const struct search_choice *choices = search->index->choices;
    for (uint32_t i = 0; i < search->n_choices; i++) {
        uint32_t k = rng_below(&search->rng, i + 1);
        order[i] = order[k];
        order[k] = i;
    }
    /* Shell's sort, as the comparison needs the index; equals may change places. */
    for (uint32_t gap = search->n_choices / 2; gap > 0; gap = gap == 2 ? 1 : gap * 5 / 11) {
        for (uint32_t i = gap; i < search->n_choices; i++) {
            uint32_t c = order[i], k = i;
            for (; k >= gap && choices[order[k - gap]].length < choices[c].length; k -= gap) {
                order[k] = order[k - gap];
            }
            order[k] = c;
        }
    }
}

static bool is_over(const struct search_limits *limits)
{
    if (limits->stop != NULL && *limits->stop != 0) {
        return true;
    }
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return limits->ends_s > 0 && (double)now.tv_sec + 1e-9 * (double)now.tv_nsec > limits->ends_s;
}

/* Each event where it costs least; what finds no free place there takes the first that fits. */
static void construct(struct search *search, const struct search_limits *limits)
{
    struct search_state *state = &search->state;
    for (uint32_t c = 0; c < search->n_choices; c++) {
        state->at[c] = SPOT_OUT;
    }
    /* Whatever else it saves: nothing may break. */
    for (uint32_t l = 0; l < search->index->n_lanes; l++) {
        state->penalties[l] = CONSTRUCT_PENALTY * search->scale;
    }
    search_state_recount(state);
    uint32_t *order = base_alloc_zero((size_t)search->n_choices + 1, sizeof(*order));
    order_choices(search, order);
    if (search->index->cells != NULL) {
        search_cells_construct(&search->desk, search->n_cycles == 0 ? 0 : CELL_NOISE);
        search_state_keep(state);
    }
    for (uint32_t i = 0; i < search->n_choices; i++) {
        uint32_t c = order[i];
        bool clean = false;
        if (state->at[c].run != ID_NONE) {
            continue;
        }
        struct spot spot = SPOT_OUT;
        if (!is_over(limits)) {
            spot = find_cheapest(search, c, &clean);
        }
        search->moves++;
        if (clean) {
            search_state_put(state, c, spot);
            search_state_keep(state);
        } else if (!is_over(limits)) {
            (void)find_first_fit(search, c);
        }
    }
    base_free(order);
    keep_if_better(search);
    search->constructed = true;
}

/* ---- weights and temperatures ---------------------------------------------------------------- */

/* Leaving out a mandatory event weighs as much as breaking a range; what counts at levels before
 * the last one, a little less. */
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

/* With cells: where a quarter of the moves that cost something are taken now and then. Weights may
 * lie far apart, and the largest of them would let everything go. */
static void calibrate_cells(struct search *search)
{
    struct search_state *state = &search->state;
    double changes[SAMPLE], most = HOT_UNITS * (double)search->index->unit;
    uint32_t n = 0;
    set_weights(search);
    for (uint32_t i = 0; i < SAMPLE; i++) {
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

/* ---- annealing
 * ----------------------------------------------------------------------------------- */

static bool is_accepted(struct search *search, int64_t worse)
{
    return worse <= 0 || (double)worse <= search->temperature *
                                              search->minus_log[rng_next(&search->rng) % LOG_TABLE];
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
    bool leave = rng_below(&search->rng, 64) == 0;
    struct spot to = leave ? SPOT_OUT : search_move_draw(state, &search->rng, c);
    if (to.run == state->at[c].run && to.tick == state->at[c].tick) {
        return;
    }
    if (choice->n_boxes == 0) {
        int64_t worse = search_state_delta(state, c, to);
        if (is_accepted(search, worse)) {
            search_state_put(state, c, to);
            search_state_keep(state);
            if (worse < 0) {
                keep_if_better(search);
            }
        }
        return;
    }
    int64_t before = state->energy;
    search_state_put(state, c, to);
    if (is_accepted(search, state->energy - before)) {
        search_state_keep(state);
        keep_if_better(search);
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
            keep_if_better(search);
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
            keep_if_better(search);
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
    if (!search_cells_move(&search->desk)) {
        return;
    }
    if (is_accepted(search, state->energy - before)) {
        search_state_keep(state);
        if (state->energy < before) {
            keep_if_better(search);
        }
    } else {
        search_state_undo(state);
    }
}

static void move(struct search *search)
{
    if (search->index->cells != NULL && rng_below(&search->rng, CELL_SHARES) > 0) {
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

/* Takes out what breaks something, then puts in what fits. */
static void repair(struct search *search)
{
    struct search_state *state = &search->state;
    for (uint32_t c = search->n_choices; c-- > 0 && state->excess > 0;) {
        int64_t before = state->excess;
        search_state_put(state, c, SPOT_OUT);
        if (state->excess >= before) {
            search_state_undo(state);
        }
        search_state_keep(state);
    }
    uint32_t n_out = (uint32_t)search_state_out(state)->n;
    for (uint32_t c = 0; c < search->n_choices && n_out > 0; c++) {
        if (state->at[c].run == ID_NONE) {
            n_out--;
            (void)find_first_fit(search, c);
        }
    }
    keep_if_better(search);
}

static void begin_cycle(struct search *search)
{
    search->n_cycles++;
    search->cycle_done = 0;
    search->temperature = search->hot;
    search->factor = exp(log(search->cold / search->hot) / (double)search->cycle_moves);
    set_weights(search);
}

/* Ranges that the cooling left broken were too cheap. Odd cycles begin anew, even ones warm the
 * best up a little. */
static void end_cycle(struct search *search)
{
    bool broken = search->state.excess > 0;
    repair(search);
    search->scale *= broken && search->scale < SCALE_MOST ? 2 : 1;
    uint64_t by_size = (uint64_t)search->n_choices * LONGEST_CYCLE_EVENT;
    if (search->cycle_moves < (by_size > LONGEST_CYCLE ? by_size : LONGEST_CYCLE)) {
        search->cycle_moves += (search->index->cells != NULL ? 1 : 4) * search->cycle_moves / 2;
    }
    bool fresh = search->n_cycles % 2 == 0 || !search->has_best;
    if (fresh && search->index->cells != NULL) {
        construct(search, &(struct search_limits){0});
    }
    begin_cycle(search);
    if (!fresh) {
        go_to(search, search->best);
        search->temperature = sqrt(search->hot * search->cold);
        if (search->index->cells != NULL) {
            double part = (double)rng_below(&search->rng, 1024) / 1024.0;
            search->temperature = search->cold * pow(search->hot / search->cold, part);
        }
        search->factor = exp(log(search->cold / search->temperature) / (double)search->cycle_moves);
    }
}

/* ---- the whole
 * ------------------------------------------------------------------------------------- */

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
    for (int i = 0; i < LOG_TABLE; i++) {
        search->minus_log[i] = -log(((double)i + 0.5) / LOG_TABLE);
    }
    search->cycle_moves = FIRST_CYCLE;
    search->scale = INT64_C(1) << 30;
    find_dearest(search);
    search_state_init(&search->state, index);
    if (index->cells != NULL) {
        search_desk_init(&search->desk, index->cells, &search->state, &search->rng);
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
        construct(search, limits);
        calibrate(search);
        if (search->index->cells != NULL) {
            calibrate_cells(search);
        }
        begin_cycle(search);
    }
    while (search->moves < end && search->n_movable > 0) {
        if (search->moves % LOOK_AT_CLOCK == 0 && is_over(limits)) {
            return;
        }
        search->moves++;
        move(search);
        search->temperature *= search->factor;
        if (++search->cycle_done >= search->cycle_moves) {
            end_cycle(search);
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
        go_to(search, offered);
        keep_if_better(search);
        go_to(search, now);
    }
    base_free(now);
    base_free(offered);
}
