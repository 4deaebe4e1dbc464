/* Two-level timetables: windows that hold events of one track each. A *cell* is a window, a session
 * in a room; a track's events fill some cells, packed from their starts. Moves of whole cells and
 * tracks reach what moves of single events do not, as each step between would cost too much.
 *
 * The cells are read-only and may be shared; a desk belongs to one search. */
#ifndef ENGINE_SEARCH_CELLS_H
#define ENGINE_SEARCH_CELLS_H

#include "base/rng.h"
#include "engine/search_state.h"

struct cell {
    struct room_id room;
    uint32_t session;
    int32_t from, to; /* ticks */
};

struct search_cells {
    struct arena arena;
    const struct search_index *index;
    uint32_t n_cells, n_sessions, n_rooms, n_tracks;
    bool two_level;     /* a cell takes one track; else its moves are only some among others */
    struct cell *cells; /* by session, then room */
    uint32_t *cell_at;  /* [sessions · rooms]; ID_NONE: the room has no such window */
    uint32_t *by_tick;  /* [rooms · horizon]: the cell at that time; ID_NONE */
    struct cell_track {
        uint32_t first, n;
        bool ordered;   /* some are numbered, … */
        bool counted;   /* … and what is out of order is counted here, not by terms: … */
        int64_t price;  /* … each event costs that */
    } * tracks;         /* those with events, … */
    uint32_t *members;  /* … their choices, … */
    uint32_t n_members; /* … all together … */
    uint32_t *track_of; /* … and [choices]: which it is; ID_NONE: none */
    uint32_t *number;   /* [choices]: the event's in its track, from 1; 0: none; … */
    bool by_position;   /* … it is its position in the track; else only who comes first matters */
    uint32_t order_rule, order_level; /* ID_NONE: there is no order */
    int64_t order_weight;             /* of one that is not in order */
    uint32_t *first_in; /* [choices · cells]: the choice's first run in the cell; ID_NONE */
    int32_t *busy;      /* [runs]: how long the choice keeps its room busy */
    /* What terms count and costs are wherever in a cell something is (search_cell_flat.c): */
    struct cell_flat {
        uint32_t first_mark, first_cost;
        uint16_t n_marks, n_costs; /* costs: of the index's level_costs */
    } * flat,                      /* [choices · cells]: beside … (NULL: not listed) */
        *shared;                   /* [tracks · cells]: … what its whole track has */
    struct mark *flat_marks;
};

/* NULL: the model has no such structure. */
struct search_cells *search_cells_find(const struct search_index *index);
/* Whether tracks in cells are what the problem is about. */
static inline bool search_cells_rule(const struct search_index *index)
{
    return index->cells != NULL && index->cells->two_level;
}
/* Whether `t` says that an event of `track` is out of order, which is counted without it. */
bool search_terms_is_of_order(const struct search_index *index, const struct term *term,
                              uint32_t *track);
/* Whether the choice, wherever it starts in the cell, ends in it, too, and is a member of the lane
 * all that time; true when it cannot be there. */
bool search_cells_is_member(const struct search_cells *cells, uint32_t lane, uint32_t choice,
                            uint32_t cell);
/* The hard timeline to which most of the track's events belong in the cell, and how many do, those
 * among them that cannot be there: rules have exceptions, so that not all need to. ID_NONE: no
 * limit is known. */
uint32_t search_cells_lane(const struct search_cells *cells, uint32_t track, uint32_t cell,
                           uint32_t *n_members);
/* When the index has its pieces: what moves of whole cells are judged by. */
void search_cells_flatten(struct search_cells *cells);
void search_cells_free(struct search_cells *cells);

/* The cell in which the choice is; ID_NONE: in none. */
uint32_t search_cells_of(const struct search_cells *cells, const struct search_state *state,
                         uint32_t choice);
/* The choice's first start in the cell that is not before `tick`; SPOT_OUT: there is none. */
struct spot search_cells_fit(const struct search_cells *cells, uint32_t choice, uint32_t cell,
                             int32_t tick);

/* ---- desk: the contents of some cells while they are rearranged -------------------------- */

enum {
    DESK_CELLS = 128,
    DESK_EVENTS = 64,
    DESK_SPILL = 512,
    DESK_TRACK = 32,
    DESK_KINDS = 14, /* of moves */
    DESK_DRAWS = 1 << 16,
};

struct desk_cell {
    uint32_t cell, n;
    uint32_t v[DESK_EVENTS]; /* choices, by time */
};

struct desk {
    const struct search_cells *cells;
    struct search_state *state;
    struct rng *rng;
    struct desk_cell *open; /* [DESK_CELLS] */
    uint32_t n_open;
    uint32_t *slot; /* [cells]: where it is open; ID_NONE */
    uint32_t spill[DESK_SPILL];
    uint32_t n_spill;
    uint32_t touched[DESK_TRACK]; /* ordered tracks that were rearranged */
    uint32_t n_touched;
    bool (*over)(const void *context); /* whether to stop constructing; NULL: never */
    const void *over_context;
    double heat;  /* how much more energy is accepted now and then, … */
    double limit; /* … and this time: both to be set */
    bool failed;  /* something was too large for it */
    /* Events looked at or put so far; by kind of move, and how often it was tried; a draw of
     * DESK_DRAWS below until[k] is of kind k or before. */
    uint64_t done, n_moves;
    uint64_t tries[DESK_KINDS], work[DESK_KINDS];
    uint32_t until[DESK_KINDS];
};

void search_desk_init(struct desk *desk, const struct search_cells *cells,
                      struct search_state *state, struct rng *rng);
void search_desk_free(struct desk *desk);
void search_desk_clear(struct desk *desk);
/* The cell as it is now, or as it was changed; never NULL, but see `failed`. */
struct desk_cell *search_desk_open(struct desk *desk, uint32_t cell);
/* Puts the choice there, if it is not there yet. */
void search_desk_put(struct desk *desk, uint32_t choice, struct spot to);
/* What is to find a place in other cells of its track, or stays out. */
void search_desk_spill(struct desk *desk, uint32_t choice);
/* Packs all open cells from their starts, places what is left over, mostly puts numbered events in
 * order, and clears the desk. False, with
 * everything undone, when it failed or changed nothing. */
bool search_desk_lay(struct desk *desk);
/* When the last of what is in the cell is over; its start when it is empty. */
int32_t search_desk_end(const struct desk *desk, uint32_t cell);
/* Whether what is on the desk would cost more than the limit for sure, but for what the order of
 * numbered events changes. */
bool search_desk_is_hopeless(struct desk *desk);
/* Puts a choice that is out behind the others in a cell of its track, or alone in an empty one
 * (where cells do not rule, behind whatever is in any). False: nowhere. */
bool search_desk_place(struct desk *desk, uint32_t choice);

/* The cells that hold events of the track, by session and room: at most DESK_TRACK of them. */
uint32_t search_desk_list_cells(const struct desk *desk, uint32_t track, uint32_t *found);
/* How many numbered events of the track are not at their position in it. */
int64_t search_cells_misplaced(const struct search_cells *cells, const struct search_state *state,
                               uint32_t track);
/* Gives the track's events, as they are, the order of their numbers: each cell keeps as many as it
 * has. */
void search_desk_reorder(struct desk *desk, uint32_t track);

/* ---- moves and construction --------------------------------------------------------------- */

/* Tries one move of cells, tracks or events within a track, or of blocks where cells hold several
 * tracks; false: nothing was changed. */
bool search_cells_move(struct desk *desk);
/* Rearranges blocks on the desk. */
void search_desk_move_block(struct desk *desk);
/* Places whatever track is out, largest first, each where it costs least; `noise` in percent of
 * each cost. */
void search_cells_construct(struct desk *desk, uint32_t noise);

#endif
