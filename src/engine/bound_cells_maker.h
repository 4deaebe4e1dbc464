/* The inside of bound_cells_model.h: what of the model is looked at (bound_cells_sight.c), and
 * which rows limit what a cell holds (bound_cells_rows.c), and which keep numbered events in their
 * order (bound_cells_order.c). */
#ifndef ENGINE_BOUND_CELLS_MAKER_H
#define ENGINE_BOUND_CELLS_MAKER_H

#include "engine/bound_cells_model.h"

/* What a term counts, as far as cells and sessions tell it. */
enum sight {
    SIGHT_NONE,
    SIGHT_TRACKS, /* all events of some tracks in some cells: only whether there are any */
    SIGHT_EVENTS, /* events in whole sessions: exactly */
    SIGHT_TERMS,  /* other terms */
};

struct reach {
    int32_t first_min, last_min; /* of the starts of a choice in a cell; first > last: none */
};

struct maker {
    struct cells_model *derived;
    const struct search_cells *cells;
    const struct model *model;
    struct arena arena;
    int64_t most;
    struct reach *reach;   /* [choices · cells] */
    uint32_t *may;         /* [tracks · cells]: how many of its events may be there */
    uint32_t *covered;     /* [tracks · cells]: scratch */
    uint8_t *sight;        /* [terms] */
    bool *deep;            /* [terms]: looks at single events */
    bool few;              /* there are only some that are deep and cost something */
    bool *wanted;          /* [terms] */
    struct term_id *made;  /* [terms] in the derived model; ID_NONE: not yet, or nothing */
    bool *done;            /* [terms] */
    bool *single;          /* [choices]: told apart from all others */
    bool *placed;          /* [choices]: must be in some cell, or levels before the last cost */
    bool *outside;         /* [choices]: may be in no cell: not counted */
    uint32_t *class_of;    /* [choices]; ID_NONE */
    struct choice_id *use; /* [tracks · cells]: the track uses the cell; ID_NONE: cannot */
    int64_t *price;        /* [choices · sessions]: least unary cost; −1: cannot be there */
    int64_t *out_price;    /* [choices · levels]: of staying out */
    uint32_t *lane;        /* [tracks · cells]: what limits the cell for the track; ID_NONE */
    bool *free; /* [choices · sessions]: may be in a cell whose lane does not count it */
};

static inline struct reach *reach_of(const struct maker *maker, uint32_t choice, uint32_t cell)
{
    return &maker->reach[(size_t)choice * maker->cells->n_cells + cell];
}

static inline bool is_reached(const struct reach *reach)
{
    return reach->first_min <= reach->last_min;
}

/* When a session is, in the derived model. */
static inline int32_t time_of(uint32_t session)
{
    return (int32_t)session + 1;
}

enum cover { COVER_NONE, COVER_PART, COVER_ALL };

/* Where the literal holds in the cell: nowhere, for some starts, for all that its choice has there.
 */
enum cover bound_cells_cover(const struct maker *maker, const struct literal *literal,
                             uint32_t cell);
/* Fills in reach, may and outside. */
void bound_cells_find_reach(struct maker *maker);
/* Fills in sight, deep and wanted; and single, for events in terms that are wanted. */
void bound_cells_look(struct maker *maker);
/* Whether all literals speak of whole cells, and of all events that may be there; leaves in
 * `covered` how many do. */
bool bound_cells_sees_tracks(struct maker *maker, const struct term *term);
/* Whether the literal holds in the whole session (1), nowhere in it (0), or in parts (−1). */
int bound_cells_holds_in(const struct maker *maker, const struct literal *literal,
                         uint32_t session);
/* Fills in lane and free. */
void bound_cells_find_lanes(struct maker *maker);
/* What cells hold, and how many a track needs. */
void bound_cells_limit(struct maker *maker);
/* Numbered events that must be in order: tells them apart; says in which order they come. */
void bound_cells_look_at_order(struct maker *maker);
void bound_cells_keep_order(struct maker *maker);

#endif
