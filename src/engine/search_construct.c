#include "engine/search_inside.h"

#include "engine/search_series.h"

#include <string.h>
#include <time.h>

enum {
    GREEDY_TRIES = 4096, /* placements looked at for each event */
    CONSTRUCT_PENALTY = 1024,
    FORCE_TRIES = 16,
    CELL_NOISE = 30, /* percent */
};

/* ---- the best so far ------------------------------------------------------------------ */

void search_keep_if_better(struct search *search)
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
        if (choice->plain) {
            energy = search_state_delta(state, c, spot, INT64_MAX);
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

/* The first level at which leaving the choice out costs something. */
static uint32_t level_of(const struct search *search, uint32_t c)
{
    const struct search_choice *choice = &search->index->choices[c];
    uint32_t level = UINT32_MAX;
    for (uint32_t i = choice->first_out; i < choice->first_out + choice->n_outs; i++) {
        level = search->index->outs[i].level < level ? search->index->outs[i].level : level;
    }
    return level;
}

static bool comes_before(const struct search *search, uint32_t a, uint32_t b)
{
    uint32_t level_a = level_of(search, a), level_b = level_of(search, b);
    if (level_a != level_b) {
        return level_a < level_b;
    }
    return search->index->choices[a].length > search->index->choices[b].length;
}

/* The most important first, of these the longest; equals in random order. */
static void order_choices(struct search *search, uint32_t *order)
{
    for (uint32_t i = 0; i < search->n_choices; i++) {
        uint32_t k = rng_below(&search->rng, i + 1);
        order[i] = order[k];
        order[k] = i;
    }
    /* Shell's sort, as the comparison needs the index; equals may change places. */
    for (uint32_t gap = search->n_choices / 2; gap > 0; gap = gap == 2 ? 1 : gap * 5 / 11) {
        for (uint32_t i = gap; i < search->n_choices; i++) {
            uint32_t c = order[i], k = i;
            for (; k >= gap && comes_before(search, c, order[k - gap]); k -= gap) {
                order[k] = order[k - gap];
            }
            order[k] = c;
        }
    }
}

bool search_is_over(const struct search_limits *limits)
{
    if (limits->stop != NULL && *limits->stop != 0) {
        return true;
    }
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return limits->ends_s > 0 && (double)now.tv_sec + 1e-9 * (double)now.tv_nsec > limits->ends_s;
}

static bool is_over(const void *context)
{
    return search_is_over(context);
}

/* The first place at which the parts of an event break nothing, from a random one on. */
static void construct_series(struct search *search, uint32_t s)
{
    struct search_state *state = &search->state;
    uint32_t first = search->index->parts[search->index->series[s].first];
    uint32_t n = search->index->choices[first].n;
    uint32_t begin = n == 0 ? 0 : rng_below(&search->rng, n);
    for (uint32_t i = 0; i < n; i++) {
        struct spot spot = search_index_spot(search->index, first, (begin + i) % n);
        int64_t excess = state->excess;
        if (!search_series_put(state, s, spot)) {
            continue;
        }
        if (state->excess <= excess) {
            search_state_keep(state);
            return;
        }
        search_state_undo(state);
    }
}

/* `by_tracks`: cells first, as far as they go. */
static void construct(struct search *search, const struct search_limits *limits, bool by_tracks)
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
    if (by_tracks) {
        search->desk.over = is_over;
        search->desk.over_context = limits;
        search_cells_construct(&search->desk, search->n_cycles == 0 ? 0 : CELL_NOISE);
        search->desk.over = NULL;
        search_state_keep(state);
    }
    for (uint32_t s = 0; s < search->index->n_series && !search_is_over(limits); s++) {
        construct_series(search, s);
    }
    for (uint32_t i = 0; i < search->n_choices; i++) {
        uint32_t c = order[i];
        bool clean = false;
        if (state->at[c].run != ID_NONE) {
            continue;
        }
        struct spot spot = SPOT_OUT;
        if (!search_is_over(limits)) {
            spot = find_cheapest(search, c, &clean);
        }
        search->moves++;
        if (clean) {
            search_state_put(state, c, spot);
            search_state_keep(state);
        } else if (!search_is_over(limits)) {
            (void)find_first_fit(search, c);
        }
    }
    base_free(order);
    if (state->excess > 0) {
        search_repair(search);
    }
    search_keep_if_better(search);
    search->constructed = true;
}

/* Whether the state costs less than another one did. */
static bool is_cheaper(const struct search_state *state, const int64_t *level_cost)
{
    uint32_t n_levels = state->index->model->levels.n, k = 0;
    while (k < n_levels && state->level_cost[k] == level_cost[k]) {
        k++;
    }
    return k < n_levels && state->level_cost[k] < level_cost[k];
}

/* Whether tracks are placed as blocks is up to what that saves. */
void search_construct(struct search *search, const struct search_limits *limits)
{
    struct search_state *state = &search->state;
    construct(search, limits, search_cells_rule(search->index) || search->blocks);
    if (search->index->cells == NULL || search->n_cycles > 0 || search_is_over(limits) ||
        search_cells_rule(search->index)) {
        return;
    }
    size_t n_levels = search->index->model->levels.n;
    struct spot *spots = base_alloc_zero((size_t)search->n_choices + 1, sizeof(*spots));
    int64_t *level_cost = base_alloc_zero(n_levels, sizeof(*level_cost));
    memcpy(spots, state->at, search->n_choices * sizeof(*spots));
    memcpy(level_cost, state->level_cost, n_levels * sizeof(*level_cost));
    construct(search, limits, true);
    search->blocks = is_cheaper(state, level_cost);
    if (!search->blocks) {
        memcpy(state->at, spots, search->n_choices * sizeof(*spots));
        search_state_recount(state);
    }
    base_free(spots);
    base_free(level_cost);
}

/* Puts the choice to some place that it may have, and takes out what that breaks, when that is
 * worth it: what is left out counts less. */
static void force_in(struct search *search, uint32_t c)
{
    struct search_state *state = &search->state;
    uint32_t n = search->index->choices[c].n;
    uint32_t begin = n == 0 ? 0 : rng_below(&search->rng, n);
    for (uint32_t i = 0; i < n && i < FORCE_TRIES; i++) {
        int64_t excess = state->excess, energy = state->energy;
        search_state_put(state, c, search_index_spot(search->index, c, (begin + i) % n));
        for (uint32_t d = 0; d < search->n_choices && state->excess > excess; d++) {
            struct spot was = state->at[d];
            int64_t before = state->excess;
            if (d != c && was.run != ID_NONE) {
                search_state_put(state, d, SPOT_OUT);
                if (state->excess >= before) {
                    search_state_put(state, d, was);
                }
            }
        }
        if (state->excess <= excess && state->energy < energy) {
            search_state_keep(state);
            return;
        }
        search_state_undo(state);
    }
}

void search_repair(struct search *search)
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
    /* Where only several together are in the way, one alone changes nothing. */
    for (uint32_t c = search->n_choices; c-- > 0 && state->excess > 0;) {
        search_state_put(state, c, SPOT_OUT);
        search_state_keep(state);
    }
    uint32_t n_out = (uint32_t)search_state_out(state)->n;
    uint32_t least = 0; /* the level of what is in and counts least */
    for (uint32_t c = 0; c < search->n_choices && n_out > 0; c++) {
        uint32_t level = level_of(search, c);
        bool less = state->at[c].run != ID_NONE && level < UINT32_MAX && level > least;
        least = less ? level : least;
    }
    for (uint32_t c = 0; c < search->n_choices && n_out > 0; c++) {
        if (state->at[c].run == ID_NONE) {
            n_out--;
            if (find_first_fit(search, c).run == ID_NONE && level_of(search, c) < least) {
                force_in(search, c);
            }
        }
    }
    search_keep_if_better(search);
}
