/* Two-level timetables in a compact form: each cell (search_cells.h) holds a list of events of one
 * track, packed from its start. What such a timetable costs is mostly of few shapes, which are
 * recognised in the model's terms; a move then changes some numbers in small tables instead of
 * hundreds of terms.
 *
 * The grid is read-only and may be shared; its state belongs to one search. Whatever is found with
 * it is counted anew by the terms before anybody hears of it. */
#ifndef ENGINE_SEARCH_GRID_H
#define ENGINE_SEARCH_GRID_H

#include "base/rng.h"
#include "engine/search_cells.h"

enum {
    GRID_NEVER = INT32_MAX, /* the event cannot be in the cell */
    GRID_EVENTS = 28,       /* in a cell */
    GRID_SESSIONS = 14,     /* so that there is a table over their subsets */
    GRID_CELLS = 256,
    GRID_WORDS = GRID_CELLS / 64,
    GRID_TRACK = 256, /* events in a track */
    GRID_TRACKS = 128,
    GRID_OPS = 4096,
    GRID_KINDS = 17, /* of moves */
    GRID_DEAREST = 100000000,
};

struct grid_set {
    uint64_t v[GRID_WORDS];
};

/* Two events that should not be in different cells of one session, … */
struct grid_pair {
    uint32_t other;
    int32_t cost;
};

/* … or at the same time. */
struct grid_meeting {
    uint32_t other;
    int32_t tick;  /* for each tick of both */
    int32_t start; /* when they start together */
};

struct grid {
    struct arena arena;
    const struct search_cells *cells;
    uint32_t n_events, n_cells, n_sessions, n_rooms, n_tracks;
    uint32_t *choice;  /* [events] */
    uint32_t *event;   /* [choices]; ID_NONE: it stays out anyway */
    uint16_t *track;   /* [events] */
    int32_t *length;   /* [events] */
    uint16_t *number;  /* [events]: in its track, from 1; 0: none */
    int64_t *out_cost; /* [events] */
    uint8_t *session;  /* [cells + 1]: the last is no cell, … */
    uint8_t *room;
    uint16_t *first_of; /* [sessions + 1]: the cells of a session follow each other */
    int32_t *capacity, *from;
    int32_t *event_cost;     /* [events · cells]; GRID_NEVER */
    int32_t *track_cost;     /* [tracks · cells] */
    int32_t *beside;         /* [(tracks + 1)²]: each pair of cells of one session */
    bool *has_beside;        /* [tracks] */
    int32_t *parallel;       /* [tracks · sessions · (rooms + 1)]: by cells of the session */
    int32_t *rooms;          /* [tracks · (rooms + 1)]: by rooms in use */
    int32_t **sessions_cost; /* [tracks][2^sessions]: by sessions in use */
    uint32_t *first_pair;    /* [events + 1] */
    struct grid_pair *pairs;
    uint32_t *first_meeting; /* [events + 1] */
    struct grid_meeting *meetings;
    uint32_t *meets;    /* [sessions]: those at the same time, as bits */
    bool *meets_others; /* [tracks]: not only its own events, in the same session */
    bool ticks;         /* there are meetings */
    bool overlap;       /* sessions do, some of them */
    int64_t penalty;    /* of what must not be */
    int64_t unit;       /* gcd of the costs */
};

/* NULL: the model has terms of other shapes. */
struct grid *search_grid_find(const struct search_index *index);
void search_grid_free(struct grid *grid);
/* Sorts the model's terms and timelines into the grid's tables; false: some do not fit. */
bool search_grid_sort_terms(struct grid *grid, const struct search_index *index);

/* ---- state ------------------------------------------------------------------------------- */

struct grid_cell {
    uint16_t n, track; /* track: of what it holds, or the number of tracks */
    int32_t used;
    uint16_t v[GRID_EVENTS];
};

struct grid_op {
    uint8_t kind, at;
    uint16_t event, a, b;
};

struct grid_state {
    const struct grid *grid;
    struct rng *rng;
    struct grid_cell *cells;
    uint16_t *cell_of;     /* [events]; the number of cells: out */
    int32_t *start;        /* [events]: when, with ticks */
    uint8_t *n_session;    /* [tracks · sessions]: its cells there */
    uint8_t *n_room;       /* [tracks · rooms] */
    uint8_t *n_rooms;      /* [tracks] */
    uint32_t *used;        /* [tracks]: its sessions, as bits */
    struct grid_set *held; /* [tracks]: its cells */
    int32_t *misplaced;    /* [tracks] */
    bool *is_touched;      /* [tracks]: its order is to be counted anew */
    uint16_t touched[GRID_TRACKS];
    uint32_t n_touched;
    struct {
        uint16_t track;
        int32_t was;
    } recounted[GRID_TRACKS];
    uint32_t n_recounted;
    uint16_t *out, *out_at; /* the events that are out */
    uint32_t n_out;
    uint16_t spill[GRID_TRACK];
    uint32_t n_spill;
    int64_t energy, was_energy;
    struct grid_op ops[GRID_OPS];
    uint32_t n_ops;
    bool failed;
    uint64_t done; /* operations so far */
};

void search_grid_init(struct grid_state *state, const struct grid *grid, struct rng *rng);
void search_grid_end(struct grid_state *state);
/* Everything out. */
void search_grid_clear(struct grid_state *state);
/* Logged: */
void search_grid_insert(struct grid_state *state, uint32_t event, uint32_t cell, uint32_t at);
void search_grid_remove(struct grid_state *state, uint32_t event);
void search_grid_exchange(struct grid_state *state, uint32_t a, uint32_t b);
/* Two events of one track change places. */
void search_grid_swap(struct grid_state *state, uint32_t u, uint32_t v);
/* What does not fit goes out and is to be placed elsewhere. */
void search_grid_trim(struct grid_state *state, uint32_t cell);
void search_grid_spill(struct grid_state *state, uint32_t event);
/* Places what was spilled, puts numbers in order when `order`, and counts what is not. */
void search_grid_settle(struct grid_state *state, bool order);
void search_grid_keep(struct grid_state *state);
void search_grid_undo(struct grid_state *state);
/* What the event, or the first event of a track, would cost more in the cell. */
int64_t search_grid_event_delta(const struct grid_state *state, uint32_t event, uint32_t cell);
int64_t search_grid_track_delta(const struct grid_state *state, uint32_t track, uint32_t cell);
/* Where the events are, packed; and back: false when that is no such timetable. */
void search_grid_export(const struct grid_state *state, struct spot *spots);
bool search_grid_import(struct grid_state *state, const struct spot *spots);

static inline uint32_t search_grid_position(const struct grid_state *state, uint32_t event)
{
    const struct grid_cell *cell = &state->cells[state->cell_of[event]];
    uint32_t at = 0;
    while (cell->v[at] != event) {
        at++;
    }
    return at;
}

/* The track's cells, by session and room. */
uint32_t search_grid_list(const struct grid_state *state, uint32_t track, uint16_t *found);
/* Places an event of a track that is out in a cell of its track, or an empty one; false: nowhere.
 */
bool search_grid_place(struct grid_state *state, uint32_t event);
/* Gives the track's events the order of their numbers, each cell as many as it has. */
void search_grid_reorder(struct grid_state *state, uint32_t track);
/* Places whatever is out, track by track, largest first; `noise` in percent. */
void search_grid_construct(struct grid_state *state, uint32_t noise);

/* ---- moves and cooling ------------------------------------------------------------------- */

struct grid_moves {
    uint64_t n, tries[GRID_KINDS], work[GRID_KINDS];
    uint32_t until[GRID_KINDS];
};

/* Numbered events at their positions, the others around them as they are. */
void search_grid_arrange(const struct grid *grid, const uint16_t *events, uint32_t n,
                         uint16_t *arranged);
/* Lays out some track with an order anew. */
void search_grid_spread(struct grid_state *state);
/* Makes one move of any kind and settles it. */
void search_grid_move(struct grid_state *state, struct grid_moves *moves, bool order);

struct search;
struct search_limits;
/* The part of a search that uses the grid; NULL: there is none. */
struct grid_search *search_grid_create(struct search *search);
void search_grid_destroy(struct grid_search *own);
void search_grid_go(struct search *search, const struct search_limits *limits);

#endif
