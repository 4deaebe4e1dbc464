#include "engine/search_cells.h"

uint32_t search_desk_list_cells(const struct desk *desk, uint32_t track, uint32_t *found)
{
    const struct cell_track *one = &desk->cells->tracks[track];
    uint32_t n = 0;
    for (uint32_t i = 0; i < one->n; i++) {
        uint32_t cell = search_cells_of(desk->cells, desk->state,
                                        desk->cells->members[one->first + i]),
                 at = n;
        if (cell == ID_NONE) {
            continue;
        }
        while (at > 0 && found[at - 1] > cell) {
            at--;
        }
        if ((at > 0 && found[at - 1] == cell) || n == DESK_TRACK) {
            continue;
        }
        for (uint32_t k = n++; k > at; k--) {
            found[k] = found[k - 1];
        }
        found[at] = cell;
    }
    return n;
}

int64_t search_cells_misplaced(const struct search_cells *cells, const struct search_state *state,
                               uint32_t track)
{
    const uint32_t *members = cells->members + cells->tracks[track].first;
    uint32_t n = cells->tracks[track].n;
    int64_t misplaced = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t cell = search_cells_of(cells, state, members[i]), before = 0;
        if (cells->number[members[i]] == 0 || cell == ID_NONE) {
            continue;
        }
        for (uint32_t k = 0; k < n; k++) {
            uint32_t other = search_cells_of(cells, state, members[k]);
            before += other < cell ||
                      (other == cell && state->at[members[k]].tick < state->at[members[i]].tick);
        }
        misplaced += cells->number[members[i]] != before + 1;
    }
    return misplaced;
}

/* The numbered events in the order of their numbers; those of equal numbers as they are. */
static void sort_numbered(const struct search_cells *cells, uint32_t *events, uint32_t n)
{
    for (uint32_t i = 1; i < n; i++) {
        uint32_t c = events[i], k = i;
        for (; k > 0 && cells->number[events[k - 1]] > cells->number[c]; k--) {
            events[k] = events[k - 1];
        }
        events[k] = c;
    }
}

/* The events in the order that they should have: numbered ones at their positions, or where
 * numbered ones are now, the others around them as they are. */
static void arrange(const struct search_cells *cells, const uint32_t *events, uint32_t n,
                    uint32_t *arranged)
{
    uint32_t numbered[DESK_SPILL] = {0}, n_numbered = 0, next = 0;
    for (uint32_t i = 0; i < n; i++) {
        arranged[i] = ID_NONE;
        if (cells->number[events[i]] > 0) {
            numbered[n_numbered++] = events[i];
        }
    }
    sort_numbered(cells, numbered, n_numbered);
    for (uint32_t i = 0; i < n && !cells->by_position; i++) {
        arranged[i] = cells->number[events[i]] > 0 ? numbered[next++] : events[i];
    }
    if (!cells->by_position) {
        return;
    }
    for (uint32_t i = 0; i < n_numbered; i++) {
        uint32_t at = cells->number[numbered[i]] - 1;
        at = at < n ? at : n - 1;
        while (arranged[at] != ID_NONE) {
            at = at + 1 < n ? at + 1 : 0;
        }
        arranged[at] = numbered[i];
    }
    for (uint32_t i = 0; i < n; i++) {
        if (cells->number[events[i]] == 0) {
            while (arranged[next] != ID_NONE) {
                next++;
            }
            arranged[next] = events[i];
        }
    }
}

/* Puts the events into the cells, as many as each has; what does not fit goes out. */
static void put_back(struct desk *desk, const uint32_t *arranged)
{
    const struct search_cells *cells = desk->cells;
    uint32_t next = 0, n_out = 0;
    uint32_t out[DESK_SPILL] = {0};
    for (uint32_t i = 0; i < desk->n_open; i++) {
        int32_t tick = 0;
        for (uint32_t k = 0; k < desk->open[i].n; k++) {
            uint32_t c = arranged[next++];
            struct spot spot = search_cells_fit(cells, c, desk->open[i].cell, tick);
            if (spot.run == ID_NONE) {
                out[n_out++] = c;
                continue;
            }
            search_desk_put(desk, c, spot);
            tick = spot.tick + cells->busy[spot.run];
        }
    }
    for (uint32_t i = 0; i < n_out; i++) {
        search_desk_put(desk, out[i], SPOT_OUT);
    }
    for (uint32_t i = 0; i < n_out; i++) {
        (void)search_desk_place(desk, out[i]);
    }
}

void search_desk_reorder(struct desk *desk, uint32_t track)
{
    uint32_t found[DESK_TRACK], events[DESK_SPILL], arranged[DESK_SPILL] = {0};
    uint32_t n_cells = search_desk_list_cells(desk, track, found), n = 0;
    bool same = true;
    search_desk_clear(desk);
    for (uint32_t i = 0; i < n_cells; i++) {
        const struct desk_cell *open = search_desk_open(desk, found[i]);
        for (uint32_t k = 0; k < open->n && n < DESK_SPILL && !desk->failed; k++) {
            events[n++] = open->v[k];
            desk->failed = desk->cells->track_of[open->v[k]] != track;
        }
    }
    if (!desk->failed && n > 0 && n < DESK_SPILL) {
        arrange(desk->cells, events, n, arranged);
        for (uint32_t i = 0; i < n && same; i++) {
            same = events[i] == arranged[i];
        }
        if (!same) {
            put_back(desk, arranged);
        }
    }
    search_desk_clear(desk);
}
