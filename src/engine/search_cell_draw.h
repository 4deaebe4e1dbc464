/* Drawing events and cells, for the moves of cells (search_cell_moves.c) and of blocks
 * (search_cell_blocks.c). Private to them. */
#ifndef ENGINE_SEARCH_CELL_DRAW_H
#define ENGINE_SEARCH_CELL_DRAW_H

#include "engine/search_cells.h"

static inline uint32_t draw(struct desk *desk, uint32_t below)
{
    return rng_below(desk->rng, below);
}

static inline uint32_t draw_member(struct desk *desk)
{
    return desk->cells->members[draw(desk, desk->cells->n_members)];
}

/* One of the same track, or itself. */
static inline uint32_t draw_sister(struct desk *desk, uint32_t choice)
{
    const struct cell_track *track = &desk->cells->tracks[desk->cells->track_of[choice]];
    return desk->cells->members[track->first + draw(desk, track->n)];
}

static inline uint32_t cell_of(const struct desk *desk, uint32_t choice)
{
    return search_cells_of(desk->cells, desk->state, choice);
}

/* The cell of some event, so that full cells are drawn more often; ID_NONE. */
static inline uint32_t draw_full_cell(struct desk *desk)
{
    return cell_of(desk, draw_member(desk));
}

static inline uint32_t position_of(const struct desk_cell *open, uint32_t choice)
{
    uint32_t at = 0;
    while (at < open->n && open->v[at] != choice) {
        at++;
    }
    return at;
}

#endif
