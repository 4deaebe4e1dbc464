/* A track whose events have an order, laid out anew: in each session it may have one cell, and how
 * many of its events each takes is the best there is for these cells (by dynamic programming, over
 * cells and events). Where an event is wanted in few sessions, all before it decide that. */
#include "engine/search_grid.h"

#include <string.h>

enum { FEE_BITS = 17 };

struct layout {
    struct grid_state *state;
    uint32_t track, n, n_cells;
    uint16_t events[GRID_TRACK]; /* in their order */
    uint16_t cells[GRID_SESSIONS];
    int64_t fees[GRID_SESSIONS]; /* for the use of a cell */
    uint16_t own[GRID_CELLS];    /* the cells that it has now */
    uint32_t n_own;
};

static uint32_t draw(struct grid_state *state, uint32_t below)
{
    return rng_below(state->rng, below);
}

/* One of its own, one of the room of one of its own, or any. */
static uint32_t draw_cell(struct layout *layout, uint32_t session)
{
    struct grid_state *state = layout->state;
    const struct grid *grid = state->grid;
    uint32_t first = grid->first_of[session], n = grid->first_of[session + 1] - first, n_here = 0;
    uint32_t cell = ID_NONE;
    for (uint32_t i = 0; i < layout->n_own; i++) {
        if (grid->session[layout->own[i]] == session && draw(state, ++n_here) == 0) {
            cell = layout->own[i];
        }
    }
    uint32_t how = draw(state, 4);
    if (cell == ID_NONE && how < 2 && layout->n_own > 0) {
        uint32_t room = grid->room[layout->own[draw(state, layout->n_own)]];
        cell = grid->cells->cell_at[session * grid->n_rooms + room];
    } else if ((cell == ID_NONE || how == 0) && n > 0) {
        cell = first + draw(state, n);
    }
    return cell;
}

/* Others' cells cost a fee, now more and now less. */
static void draw_cells(struct layout *layout)
{
    struct grid_state *state = layout->state;
    const struct grid *grid = state->grid;
    layout->n_cells = 0;
    for (uint32_t s = 0; s < grid->n_sessions; s++) {
        uint32_t cell = draw_cell(layout, s);
        if (cell == ID_NONE) {
            continue;
        }
        bool free = state->cells[cell].n == 0 || state->cells[cell].track == layout->track;
        int64_t fee = free ? 0 : grid->unit * draw(state, 1U << draw(state, FEE_BITS));
        layout->fees[layout->n_cells] = fee;
        layout->cells[layout->n_cells++] = (uint16_t)cell;
    }
}

static void list_events(struct layout *layout)
{
    const struct grid *grid = layout->state->grid;
    uint16_t listed[GRID_TRACK];
    uint32_t first = grid->cells->tracks[layout->track].first;
    for (uint32_t i = 0; i < layout->n; i++) {
        uint32_t k = draw(layout->state, i + 1);
        listed[i] = listed[k];
        listed[k] = (uint16_t)(first + i);
    }
    search_grid_arrange(grid, listed, layout->n, layout->events);
}

/* taken[cell][n]: how many of the first n events the cell takes. False: they do not fit. */
static bool share_out(const struct layout *layout, uint8_t taken[GRID_SESSIONS][GRID_TRACK + 1])
{
    const struct grid *grid = layout->state->grid;
    int64_t before[GRID_TRACK + 1], least[GRID_TRACK + 1];
    for (uint32_t k = 0; k <= layout->n; k++) {
        least[k] = k == 0 ? 0 : INT64_MAX;
    }
    for (uint32_t j = 0; j < layout->n_cells; j++) {
        uint32_t cell = layout->cells[j];
        int64_t use = grid->track_cost[(size_t)layout->track * grid->n_cells + cell];
        use += layout->fees[j];
        memcpy(before, least, sizeof(before));
        memset(taken[j], 0, sizeof(taken[j]));
        for (uint32_t k = 0; k < layout->n; k++) {
            int64_t cost = before[k] == INT64_MAX ? INT64_MAX : before[k] + use;
            int32_t length = 0;
            for (uint32_t i = k; i < layout->n && i < k + GRID_EVENTS && cost < INT64_MAX; i++) {
                uint32_t event = layout->events[i];
                int32_t own = grid->event_cost[(size_t)event * grid->n_cells + cell];
                length += grid->length[event];
                if (own == GRID_NEVER || length > grid->capacity[cell]) {
                    break;
                }
                cost += own;
                if (cost < least[i + 1]) {
                    least[i + 1] = cost;
                    taken[j][i + 1] = (uint8_t)(i + 1 - k);
                }
            }
        }
    }
    return least[layout->n] < INT64_MAX;
}

/* Whoever is there goes to a cell that is left, else elsewhere. */
static void clear_cell(struct layout *layout, uint32_t cell)
{
    struct grid_state *state = layout->state;
    while (state->cells[cell].n > 0 && layout->n_own > 0) {
        uint32_t i = draw(state, layout->n_own), own = layout->own[i];
        layout->own[i] = layout->own[--layout->n_own];
        if (state->cells[own].n == 0 && own != cell) {
            search_grid_exchange(state, cell, own);
        }
    }
    while (state->cells[cell].n > 0 && !state->failed) {
        search_grid_spill(state, state->cells[cell].v[state->cells[cell].n - 1]);
    }
}

static void lay_out(struct layout *layout, uint8_t taken[GRID_SESSIONS][GRID_TRACK + 1])
{
    struct grid_state *state = layout->state;
    uint32_t first = state->grid->cells->tracks[layout->track].first, left = layout->n;
    for (uint32_t i = 0; i < layout->n; i++) {
        search_grid_remove(state, first + i);
    }
    for (uint32_t j = layout->n_cells; j-- > 0;) {
        uint32_t n = taken[j][left];
        for (uint32_t i = 0; i < layout->n_own && n > 0; i++) {
            if (layout->own[i] == layout->cells[j]) {
                layout->own[i] = layout->own[--layout->n_own];
            }
        }
        left -= n;
    }
    left = layout->n;
    for (uint32_t j = layout->n_cells; j-- > 0 && !state->failed;) {
        uint32_t n = taken[j][left];
        left -= n;
        if (n > 0) {
            clear_cell(layout, layout->cells[j]);
        }
        for (uint32_t i = 0; i < n && !state->failed; i++) {
            search_grid_insert(state, layout->events[left + i], layout->cells[j], i);
        }
    }
}

void search_grid_spread(struct grid_state *state)
{
    const struct grid *grid = state->grid;
    uint8_t taken[GRID_SESSIONS][GRID_TRACK + 1];
    struct layout layout = {.state = state, .track = grid->track[draw(state, grid->n_events)]};
    const struct cell_track *track = &grid->cells->tracks[layout.track];
    layout.n = track->n;
    if (!track->ordered || !grid->cells->by_position) {
        return;
    }
    layout.n_own = search_grid_list(state, layout.track, layout.own);
    list_events(&layout);
    draw_cells(&layout);
    state->done += (uint64_t)layout.n * (layout.n_cells / 2);
    if (share_out(&layout, taken)) {
        lay_out(&layout, taken);
    }
}
