/* Annealing in a grid: cycles that grow, each length for two fresh ones and two that warm the best
 * up a little. */
#include "engine/search_inside.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    LOOK_AT_CLOCK = 1024,
    FIRST_CYCLE_EVENT = 1500, /* moves for each event, */
    LONGEST_CYCLE_EVENT = 200000,
    SAMPLE = 2000,
    HOT = 2000, /* units: no hotter */
    FRESH_COOLER = 8,
    NOISE = 40, /* percent */
};

static const double cold_units = 0.12;

struct grid_search {
    struct grid_state state;
    struct grid_moves moves;
    struct grid_cell *best; /* the cells */
    int64_t best_energy;
    bool has_best, is_new; /* new: not yet told */
    uint64_t version;      /* of the search's best that is known here */
    double hot, cold, temperature, factor;
    uint64_t cycle_moves, left; /* left: of the present cycle */
    uint32_t n_cycles;
    bool begun;
};

struct grid_search *search_grid_create(struct search *search)
{
    struct grid_search *own = base_alloc_zero(1, sizeof(*own));
    const struct grid *grid = search->index->grid;
    search_grid_init(&own->state, grid, &search->rng);
    own->best = base_alloc_zero((size_t)grid->n_cells + 1, sizeof(*own->best));
    own->cold = cold_units * (double)grid->unit;
    own->cycle_moves = (uint64_t)FIRST_CYCLE_EVENT * (grid->n_events + 32);
    return own;
}

void search_grid_destroy(struct grid_search *own)
{
    if (own != NULL) {
        search_grid_end(&own->state);
        base_free(own->best);
        base_free(own);
    }
}

/* ---- the best ----------------------------------------------------------------------------- */

static void note_best(struct grid_search *own)
{
    if (!own->has_best || own->state.energy < own->best_energy) {
        own->has_best = own->is_new = true;
        own->best_energy = own->state.energy;
        memcpy(own->best, own->state.cells, own->state.grid->n_cells * sizeof(*own->best));
    }
}

static void restore(struct grid_state *state, const struct grid_cell *cells)
{
    search_grid_clear(state);
    for (uint32_t c = 0; c < state->grid->n_cells; c++) {
        for (uint32_t i = 0; i < cells[c].n; i++) {
            search_grid_insert(state, cells[c].v[i], c, i);
        }
    }
    search_grid_settle(state, false);
    search_grid_keep(state);
}

/* Counted by the terms, it becomes the search's best. */
static void tell(struct search *search)
{
    struct grid_search *own = search->grid;
    if (!own->is_new) {
        return;
    }
    own->is_new = false;
    struct grid_cell *now = base_alloc_zero((size_t)own->state.grid->n_cells + 1, sizeof(*now));
    struct spot *spots = base_alloc_zero((size_t)search->n_choices + 1, sizeof(*spots));
    memcpy(now, own->state.cells, own->state.grid->n_cells * sizeof(*now));
    for (uint32_t c = 0; c < search->n_choices; c++) {
        spots[c] = SPOT_OUT;
    }
    restore(&own->state, own->best);
    BUG_UNLESS(own->state.energy == own->best_energy);
    search_grid_export(&own->state, spots);
    search_go_to(search, spots);
    search_keep_if_better(search);
    own->version = search->version;
    restore(&own->state, now);
    base_free(now);
    base_free(spots);
}

/* What others found. */
static void hear(struct search *search)
{
    struct grid_search *own = search->grid;
    if (search->has_best && search->version != own->version) {
        own->version = search->version;
        if (search_grid_import(&own->state, search->best)) {
            note_best(own);
        }
    }
}

/* ---- cycles ------------------------------------------------------------------------------- */

static int compare_changes(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* Where a quarter of the moves that cost something are taken now and then. */
static void calibrate(struct grid_search *own)
{
    int64_t changes[SAMPLE] = {0};
    uint32_t n = 0;
    double unit = (double)own->state.grid->unit;
    for (uint32_t i = 0; i < SAMPLE; i++) {
        search_grid_move(&own->state, &own->moves, true);
        if (own->state.n_ops > 0 && !own->state.failed) {
            changes[n] = own->state.energy - own->state.was_energy;
            n += changes[n] > 0;
        }
        search_grid_undo(&own->state);
    }
    qsort(changes, n, sizeof(*changes), compare_changes);
    own->hot = n > 0 ? (double)changes[n >> 2] : 20.0 * unit;
    own->hot = own->hot > HOT * unit ? HOT * unit : own->hot;
    own->hot = own->hot < 20.0 * unit ? 20.0 * unit : own->hot;
}

static void construct(struct grid_search *own)
{
    search_grid_clear(&own->state);
    search_grid_construct(&own->state, NOISE);
    search_grid_settle(&own->state, true);
    if (own->state.failed) {
        search_grid_undo(&own->state);
    }
    search_grid_keep(&own->state);
}

/* Odd cycles begin anew, even ones warm the best up, shorter the less. */
static void begin_cycle(struct search *search, const struct search_limits *limits)
{
    struct grid_search *own = search->grid;
    double part = (double)rng_below(&search->rng, 1024) / 1024.0;
    bool fresh = own->n_cycles % 2 == 0;
    own->left = own->cycle_moves;
    if (fresh) {
        construct(own);
        own->temperature = own->n_cycles == 0 ? own->hot : own->hot * pow(FRESH_COOLER, -part);
    } else {
        restore(&own->state, own->best);
        part = 0.2 + 0.8 * part;
        own->temperature = own->cold * pow(own->hot / own->cold, part);
        own->left = (uint64_t)(part * (double)own->left) + 1;
    }
    if (limits->left > 0 && limits->left < own->left + own->left / 2) {
        own->left = limits->left - limits->left / 32 + 1;
    }
    own->factor = exp(log(own->cold / own->temperature) / (double)own->left);
    own->n_cycles++;
}

static void end_cycle(struct search *search)
{
    struct grid_search *own = search->grid;
    uint64_t longest = (uint64_t)LONGEST_CYCLE_EVENT * own->state.grid->n_events;
    if (own->n_cycles % 4 == 0 && own->cycle_moves < longest) {
        own->cycle_moves *= 2;
    }
    tell(search);
    hear(search);
}

/* ---- the whole --------------------------------------------------------------------------- */

static void step(struct search *search)
{
    struct grid_search *own = search->grid;
    struct grid_state *state = &own->state;
    double price = (double)state->grid->cells->order_weight;
    bool order = price > 4.0 * own->temperature || rng_below(&search->rng, 2) == 0;
    double limit = own->temperature * search->minus_log[rng_next(&search->rng) % SEARCH_LOGS];
    search_grid_move(state, &own->moves, order);
    if (state->failed ||
        (state->n_ops > 0 && (double)(state->energy - state->was_energy) > limit)) {
        search_grid_undo(state);
        return;
    }
    search_grid_keep(state);
    if (state->energy < own->best_energy) {
        note_best(own);
    }
}

void search_grid_go(struct search *search, const struct search_limits *limits)
{
    struct grid_search *own = search->grid;
    uint64_t end = search->moves + limits->moves;
    if (!own->begun) {
        own->begun = true;
        construct(own);
        note_best(own);
        calibrate(own);
        hear(search);
        begin_cycle(search, limits);
    }
    while (search->moves < end) {
        if (search->moves % LOOK_AT_CLOCK == 0 && search_is_over(limits)) {
            break;
        }
        search->moves++;
        step(search);
        own->temperature *= own->factor;
        if (--own->left == 0) {
            end_cycle(search);
            begin_cycle(search, limits);
        }
    }
    tell(search);
}
