/* Tracks in a grid: where an event finds a place, the order of numbered events, construction. */
#include "engine/search_grid.h"

#include <float.h>

enum { EMPTY_TRIES = 12 };

uint32_t search_grid_list(const struct grid_state *state, uint32_t track, uint16_t *found)
{
    uint32_t n = 0;
    for (uint32_t w = 0; w < GRID_WORDS; w++) {
        for (uint64_t bits = state->held[track].v[w]; bits != 0; bits &= bits - 1) {
            found[n++] = (uint16_t)(w * 64 + (uint32_t)__builtin_ctzll(bits));
        }
    }
    return n;
}

/* ---- a place for one event ------------------------------------------------------------------- */

static bool fits(const struct grid_state *state, uint32_t event, uint32_t cell)
{
    const struct grid *grid = state->grid;
    const struct grid_cell *in = &state->cells[cell];
    return in->n < GRID_EVENTS && in->used + grid->length[event] <= grid->capacity[cell] &&
           grid->event_cost[(size_t)event * grid->n_cells + cell] != GRID_NEVER;
}

bool search_grid_place(struct grid_state *state, uint32_t event)
{
    const struct grid *grid = state->grid;
    uint32_t track = grid->track[event], best = ID_NONE, n_fit = 0;
    uint16_t found[GRID_CELLS];
    uint32_t n = search_grid_list(state, track, found);
    for (uint32_t i = 0; i < n; i++) {
        if (fits(state, event, found[i]) && rng_below(state->rng, ++n_fit) == 0) {
            best = found[i];
        }
    }
    int64_t least = INT64_MAX;
    for (uint32_t i = 0; i < EMPTY_TRIES && n_fit == 0; i++) {
        uint32_t c = rng_below(state->rng, grid->n_cells);
        if (state->cells[c].n > 0 || !fits(state, event, c)) {
            continue;
        }
        int64_t cost =
            search_grid_event_delta(state, event, c) + search_grid_track_delta(state, track, c);
        best = cost < least ? c : best;
        least = cost < least ? cost : least;
    }
    if (best != ID_NONE) {
        search_grid_insert(state, event, best, rng_below(state->rng, state->cells[best].n + 1U));
    }
    return best != ID_NONE;
}

/* ---- order ----------------------------------------------------------------------------- */

static int32_t count_misplaced(const struct grid_state *state, uint32_t track)
{
    uint16_t found[GRID_CELLS];
    uint32_t n = search_grid_list(state, track, found), position = 0;
    int32_t misplaced = 0;
    for (uint32_t i = 0; i < n; i++) {
        const struct grid_cell *in = &state->cells[found[i]];
        for (uint32_t k = 0; k < in->n; k++) {
            uint16_t number = state->grid->number[in->v[k]];
            position++;
            misplaced += number != 0 && number != position;
        }
    }
    return misplaced;
}

void search_grid_arrange(const struct grid *grid, const uint16_t *events, uint32_t n,
                         uint16_t *arranged)
{
    uint16_t numbered[GRID_TRACK] = {0};
    uint32_t n_numbered = 0, next = 0;
    for (uint32_t i = 0; i < n; i++) {
        arranged[i] = UINT16_MAX;
        if (grid->number[events[i]] > 0) {
            uint32_t k = n_numbered++;
            for (; k > 0 && grid->number[numbered[k - 1]] > grid->number[events[i]]; k--) {
                numbered[k] = numbered[k - 1];
            }
            numbered[k] = events[i];
        }
    }
    for (uint32_t i = 0; i < n_numbered; i++) {
        uint32_t at = grid->number[numbered[i]] - 1U;
        at = at < n ? at : n - 1;
        while (arranged[at] != UINT16_MAX) {
            at = at + 1 < n ? at + 1 : 0;
        }
        arranged[at] = numbered[i];
    }
    for (uint32_t i = 0; i < n; i++) {
        if (grid->number[events[i]] == 0) {
            while (arranged[next] != UINT16_MAX) {
                next++;
            }
            arranged[next] = events[i];
        }
    }
}

void search_grid_reorder(struct grid_state *state, uint32_t track)
{
    uint16_t found[GRID_CELLS], events[GRID_TRACK] = {0}, arranged[GRID_TRACK] = {0};
    uint32_t n_cells = search_grid_list(state, track, found), n = 0;
    for (uint32_t i = 0; i < n_cells; i++) {
        const struct grid_cell *in = &state->cells[found[i]];
        for (uint32_t k = 0; k < in->n; k++) {
            events[n++] = in->v[k];
        }
    }
    search_grid_arrange(state->grid, events, n, arranged);
    uint32_t i = 0, first = state->n_ops;
    for (uint32_t k = 0; k < n_cells && !state->failed; k++) {
        const struct grid_cell *in = &state->cells[found[k]];
        for (uint32_t at = 0; at < in->n && !state->failed; at++, i++) {
            if (in->v[at] != arranged[i]) {
                search_grid_swap(state, in->v[at], arranged[i]);
            }
        }
    }
    for (uint32_t k = 0; k < n_cells && state->n_ops > first; k++) {
        search_grid_trim(state, found[k]);
    }
}

static void recount(struct grid_state *state, uint32_t track)
{
    int32_t now = count_misplaced(state, track), was = state->misplaced[track];
    if (now != was) {
        state->recounted[state->n_recounted].track = (uint16_t)track;
        state->recounted[state->n_recounted++].was = was;
        state->misplaced[track] = now;
        state->energy += (now - was) * state->grid->cells->tracks[track].price;
    }
}

static void place_spilled(struct grid_state *state)
{
    for (uint32_t i = 0; i < state->n_spill && !state->failed; i++) {
        (void)search_grid_place(state, state->spill[i]);
    }
    state->n_spill = 0;
}

void search_grid_settle(struct grid_state *state, bool order)
{
    place_spilled(state);
    for (uint32_t i = 0; i < state->n_touched && order && !state->failed; i++) {
        search_grid_reorder(state, state->touched[i]);
    }
    if (state->n_spill > 0) {
        place_spilled(state);
    }
    for (uint32_t i = 0; i < state->n_touched && !state->failed; i++) {
        recount(state, state->touched[i]);
    }
}

/* ---- construction ------------------------------------------------------------------------ */

struct build {
    struct grid_state *state;
    uint16_t events[GRID_TRACK]; /* of the present track, that are out */
    uint32_t n, noise;
};

/* What an event costs in the cell when as many as fit are put there; DBL_MAX: none fits. */
static double judge(const struct build *build, uint32_t track, uint32_t cell)
{
    const struct grid_state *state = build->state;
    const struct grid *grid = state->grid;
    int32_t room = grid->capacity[cell];
    uint32_t n = 0;
    int64_t cost = 0;
    for (uint32_t i = 0; i < build->n; i++) {
        uint32_t u = build->events[i];
        if (grid->length[u] <= room && n < GRID_EVENTS &&
            grid->event_cost[(size_t)u * grid->n_cells + cell] != GRID_NEVER) {
            cost += search_grid_event_delta(state, u, cell);
            room -= grid->length[u];
            n++;
        }
    }
    if (n == 0) {
        return DBL_MAX;
    }
    cost += search_grid_track_delta(state, track, cell);
    double more = (double)rng_below(state->rng, 1024) / 1024.0;
    double unused = room > 0 ? (double)room / (double)grid->capacity[cell] : 0.0;
    double unit = (double)grid->unit;
    return ((double)cost * (1.0 + more * build->noise / 100.0) + unit * (more + unused)) / n;
}

static void fill(struct build *build, uint32_t cell)
{
    struct grid_state *state = build->state;
    uint32_t left = 0;
    for (uint32_t i = 0; i < build->n; i++) {
        if (fits(state, build->events[i], cell) && !state->failed) {
            search_grid_insert(state, build->events[i], cell, state->cells[cell].n);
        } else {
            build->events[left++] = build->events[i];
        }
    }
    build->n = left;
}

static void place_track(struct build *build, uint32_t track)
{
    struct grid_state *state = build->state;
    build->n = 0;
    for (uint32_t i = 0; i < state->n_out && build->n < GRID_TRACK; i++) {
        if (state->grid->track[state->out[i]] == track) {
            uint32_t k = rng_below(state->rng, build->n + 1);
            build->events[build->n++] = build->events[k];
            build->events[k] = state->out[i];
        }
    }
    while (build->n > 0 && !state->failed) {
        uint32_t best = ID_NONE;
        double best_cost = DBL_MAX;
        for (uint32_t c = 0; c < state->grid->n_cells; c++) {
            double cost = state->cells[c].n > 0 ? DBL_MAX : judge(build, track, c);
            best = cost < best_cost ? c : best;
            best_cost = cost < best_cost ? cost : best_cost;
        }
        state->done += state->grid->n_cells;
        if (best == ID_NONE) {
            break;
        }
        fill(build, best);
    }
    for (uint32_t i = 0; i < build->n && !state->failed; i++) {
        (void)search_grid_place(state, build->events[i]);
    }
}

void search_grid_construct(struct grid_state *state, uint32_t noise)
{
    const struct grid *grid = state->grid;
    struct build build = {.state = state, .noise = noise};
    int64_t sizes[GRID_TRACKS] = {0};
    for (uint32_t i = 0; i < state->n_out; i++) {
        sizes[grid->track[state->out[i]]] += grid->length[state->out[i]];
    }
    for (uint32_t t = 0; t < grid->n_tracks; t++) {
        sizes[t] = sizes[t] * (100 + rng_below(state->rng, noise + 1));
    }
    for (;;) {
        uint32_t largest = 0;
        for (uint32_t t = 1; t < grid->n_tracks; t++) {
            largest = sizes[t] > sizes[largest] ? t : largest;
        }
        if (sizes[largest] == 0 || state->failed) {
            break;
        }
        sizes[largest] = 0;
        place_track(&build, largest);
    }
}
