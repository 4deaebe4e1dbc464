/* A grid's state as a whole: empty, from a timetable, and back. */
#include "engine/search_grid.h"

#include <string.h>

void search_grid_init(struct grid_state *state, const struct grid *grid, struct rng *rng)
{
    size_t tracks = grid->n_tracks, events = grid->n_events;
    *state = (struct grid_state){.grid = grid, .rng = rng};
    state->cells = base_alloc_zero((size_t)grid->n_cells + 1, sizeof(*state->cells));
    state->cell_of = base_alloc_zero(events + 1, sizeof(*state->cell_of));
    state->start = base_alloc_zero(events + 1, sizeof(*state->start));
    state->n_session = base_alloc_zero(tracks * grid->n_sessions, 1);
    state->n_room = base_alloc_zero(tracks * grid->n_rooms, 1);
    state->n_rooms = base_alloc_zero(tracks, 1);
    state->used = base_alloc_zero(tracks, sizeof(*state->used));
    state->held = base_alloc_zero(tracks, sizeof(*state->held));
    state->misplaced = base_alloc_zero(tracks, sizeof(*state->misplaced));
    state->is_touched = base_alloc_zero(tracks, sizeof(*state->is_touched));
    state->out = base_alloc_zero(events + 1, sizeof(*state->out));
    state->out_at = base_alloc_zero(events + 1, sizeof(*state->out_at));
    search_grid_clear(state);
}

void search_grid_end(struct grid_state *state)
{
    base_free(state->cells);
    base_free(state->cell_of);
    base_free(state->start);
    base_free(state->n_session);
    base_free(state->n_room);
    base_free(state->n_rooms);
    base_free(state->used);
    base_free(state->held);
    base_free(state->misplaced);
    base_free(state->is_touched);
    base_free(state->out);
    base_free(state->out_at);
}

void search_grid_clear(struct grid_state *state)
{
    const struct grid *grid = state->grid;
    search_grid_keep(state);
    memset(state->n_session, 0, (size_t)grid->n_tracks * grid->n_sessions);
    memset(state->n_room, 0, (size_t)grid->n_tracks * grid->n_rooms);
    memset(state->n_rooms, 0, grid->n_tracks);
    memset(state->used, 0, grid->n_tracks * sizeof(*state->used));
    memset(state->held, 0, grid->n_tracks * sizeof(*state->held));
    memset(state->misplaced, 0, grid->n_tracks * sizeof(*state->misplaced));
    for (uint32_t c = 0; c <= grid->n_cells; c++) {
        state->cells[c] = (struct grid_cell){.track = (uint16_t)grid->n_tracks};
    }
    state->energy = 0;
    state->n_out = grid->n_events;
    for (uint32_t u = 0; u < grid->n_events; u++) {
        state->cell_of[u] = (uint16_t)grid->n_cells;
        state->out[u] = state->out_at[u] = (uint16_t)u;
        state->energy += grid->out_cost[u];
    }
}

void search_grid_export(const struct grid_state *state, struct spot *spots)
{
    const struct grid *grid = state->grid;
    for (uint32_t i = 0; i < state->n_out; i++) {
        spots[grid->choice[state->out[i]]] = SPOT_OUT;
    }
    for (uint32_t c = 0; c < grid->n_cells; c++) {
        int32_t tick = grid->from[c];
        for (uint32_t i = 0; i < state->cells[c].n; i++) {
            uint32_t u = state->cells[c].v[i];
            spots[grid->choice[u]] = search_cells_fit(grid->cells, grid->choice[u], c, tick);
            tick += grid->length[u];
        }
    }
}

bool search_grid_import(struct grid_state *state, const struct spot *spots)
{
    const struct grid *grid = state->grid;
    const struct search_cells *cells = grid->cells;
    bool fits = true;
    search_grid_clear(state);
    for (uint32_t u = 0; u < grid->n_events && fits; u++) {
        struct spot spot = spots[grid->choice[u]];
        if (spot.run == ID_NONE) {
            continue;
        }
        uint32_t room = cells->index->runs[spot.run].room.v, at = 0;
        size_t row = room == ID_NONE ? 0 : room * (size_t)cells->index->horizon;
        uint32_t cell = room == ID_NONE ? ID_NONE : cells->by_tick[row + (size_t)spot.tick];
        fits = cell != ID_NONE;
        while (fits && at < state->cells[cell].n &&
               spots[grid->choice[state->cells[cell].v[at]]].tick < spot.tick) {
            at++;
        }
        if (fits) {
            search_grid_insert(state, u, cell, at);
            fits = !state->failed && state->cells[cell].used <= grid->capacity[cell];
        }
    }
    search_grid_settle(state, false);
    fits = fits && !state->failed;
    search_grid_keep(state);
    return fits;
}
