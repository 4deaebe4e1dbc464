/* The state of a local search: where each choice is, how many members of each timeline run at each
 * moment, what every term counts, and what that costs. A move costs only what it touches.
 *
 * Times are ticks from the first start of any choice. The index is read-only and may be shared by
 * the states of several threads. */
#ifndef ENGINE_SEARCH_STATE_H
#define ENGINE_SEARCH_STATE_H

#include "core/model.h"

/* Where a choice is. */
struct spot {
    uint32_t run; /* of the index; ID_NONE: the choice stays out */
    int32_t tick; /* 0 when it stays out */
};

#define SPOT_OUT ((struct spot){ID_NONE, 0})

struct search_run {
    struct room_id room;
    int32_t first, step; /* ticks */
    uint32_t n;
    uint32_t first_ref, n_refs;     /* memberships that count only in this room */
    uint32_t first_piece, n_pieces; /* when the choice is pieced */
};

/* From this tick of a run on, until the next piece, the same terms count its choice and the same
 * costs apply. */
struct piece {
    int32_t from;
    uint32_t first_mark, n_marks;
    uint32_t first_cost, n_costs;
};

/* A term counts the choice; in a piece, by term. */
struct mark {
    uint32_t term;
    int32_t coef;
};

struct level_cost {
    uint32_t level, unused;
    int64_t cost;
};

/* The moments at which timelines are counted. */
struct axis {
    uint32_t n;
    uint32_t *before; /* [horizon + 1]: how many moments are before this tick */
    int32_t *weights; /* [n]; NULL: all 1 */
    int32_t *ticks;   /* [n]: when */
};

struct lane {
    bool at_most; /* hard; else it costs */
    bool over; /* counts members beyond `most`: all of those at most so many, and costs of the shape
                  TIMELINE_EXCESS (most 1); else pairs */
    uint32_t level;
    uint32_t first; /* of its counts */
    const struct axis *axis;
    int64_t most, weight;
};

/* A choice is a member of a lane; it then runs for `length` ticks. */
struct ref {
    uint32_t lane;
    int32_t length;
};

struct search_choice {
    uint32_t first_run, n_runs;
    uint32_t n; /* placements */
    int32_t length;
    uint32_t first_ref, n_refs;   /* memberships that count in every room */
    uint32_t first_box, n_boxes;  /* literals of terms */
    uint32_t first_cost, n_costs; /* unary costs of placements */
    uint32_t first_out, n_outs;   /* unary costs of staying out */
    bool plain;                   /* nothing but timelines and unary costs looks at it */
    bool pieced;                  /* its runs have pieces: its boxes and costs need no look */
};

/* Ticks [from, to) in a room or in any, as a literal. */
struct box {
    int32_t from, to;
    struct room_id room;
    uint32_t term;
    int32_t coef;
};

struct box_cost {
    int32_t from, to;
    struct room_id room;
    uint32_t level;
    int64_t cost;
};

/* A term: what each state counts of it, and what that changes. All that a change of its count looks
 * at is together, as most changes are of another term than the one before. */
struct tally {
    int32_t n, held;              /* of a state; held: what is not yet added; … */
    int32_t reach_from, reach_to; /* a count that stays below the one, or not below the other,
                                     changes no parent */
    uint32_t first_parent;
    uint16_t level; /* TERM_COST: where … */
    uint8_t kind;   /* of term_kind */
    bool is_held;   /* … which is listed */
    union {
        const int64_t *costs; /* … costs[n] counts; equal tables are kept once */
        struct {
            int32_t lo, hi; /* TERM_RANGE */
        };
    };
};

struct search_index {
    const struct model *model;
    struct arena arena;
    int32_t base_min, tick_min, horizon; /* the horizon in ticks */
    struct search_choice *choices;
    struct search_run *runs; /* those of the model, by the same indices */
    struct lane *lanes;
    uint32_t n_lanes, n_counts;
    struct ref *refs;
    struct box *boxes;
    struct box_cost *costs;
    struct out_cost {
        uint32_t level;
        int64_t cost;
    } * outs;
    struct piece *pieces;
    struct mark *marks;
    struct level_cost *level_costs;
    struct tally *tallies; /* [terms] */
    /* Those that read a term, by at_least; behind them one that nothing reaches. */
    struct parent {
        uint32_t term;
        int32_t coef, at_least;
    } * parents;
    /* The choices by length; those as long as choice c are by_length[alike[c].first …]. */
    uint32_t *by_length;
    struct alike {
        uint32_t first, n;
    } * alike;
    /* Choices that are parts of one event: series s is parts[series[s].first …], in their order. */
    uint32_t *parts;
    struct series {
        uint32_t first, n; /* n ≥ 2 */
    } * series;
    uint32_t n_series;
    uint32_t n_rooms;
    bool start_together; /* whatever overlaps starts at the same time, … */
    bool single;         /* … and every member counts at exactly one moment of one common axis */
    struct search_pairs *pairs; /* lanes as a matrix (search_pairs.h); NULL: none */
    struct search_cells *cells; /* of two-level timetables (search_cells.h); NULL: none */
    struct grid *grid;          /* a compact form of them (search_grid.h); NULL: none */
    int64_t unit;               /* gcd of all costs at the last level; ≥ 1 */
};

struct search_index *search_index_create(const struct model *model);
/* The parts of that: boxes, costs and tallies (search_terms.c); and … */
void search_terms_add(struct search_index *index, const struct model *model);
/* … what holds at each placement of the choices for which that pays (search_pieces.c). */
void search_pieces_add(struct search_index *index, uint32_t n_choices);
void search_index_free(struct search_index *index);

/* One entry for each change since search_state_mark(). */
struct change {
    uint32_t choice;
    struct spot was;
};

struct term_change {
    uint32_t term;
    int32_t was;
};

struct search_state {
    const struct search_index *index;
    struct spot *at;       /* [choices] */
    int32_t *counts;       /* of all lanes */
    int32_t *beside;       /* with pairs, [moments · stride]: what a choice would cost there */
    struct tally *terms;   /* [terms]: what they count; then, by track, events out of order */
    int64_t *penalties;    /* [lanes]: of each member too many at a moment */
    int64_t *prices;       /* [lanes]: that, or the weight; follows from the weights at a recount */
    int64_t range_weight;  /* of each unit outside a term's range */
    int64_t *level_weight; /* [levels] */
    int64_t *level_cost;   /* [levels] */
    int64_t excess;        /* members too many and units outside, all together; 0: feasible */
    int64_t energy;        /* weighted sum of all that; … */
    int64_t lane_energy;   /* … and what of it is timelines' */
    VEC(struct change) log;
    /* What undoing the whole log brings back: terms one by one, and the sums. */
    VEC(struct term_change) term_log;
    int64_t was_energy, was_excess, was_lane_energy, *was_level_cost;
    /* Between hold and release: changes of terms by literals, summed up. */
    bool holds;
    VEC(uint32_t) list;     /* terms of which something is held */
    VEC(uint32_t) shuffled; /* tracks whose order is to be counted anew */
    /* The choices that are in each room, and last those that stay out or are in no room. */
    struct room_list {
        uint32_t *v;
        size_t n, cap;
    } * rooms;           /* [index->n_rooms + 1] */
    uint32_t *listed_at; /* [choices]: where in that list */
};

/* Everything stays out; weights are 1. */
void search_state_init(struct search_state *state, const struct search_index *index);
void search_state_free(struct search_state *state);
/* Counts everything anew, after weights or penalties were changed. */
void search_state_recount(struct search_state *state);

/* What the energy would be more if the choice went there. Does not look at terms: only for plain
 * choices. Where the room alone makes it `enough` or more, that is returned, and nothing else was
 * looked at: in a full timetable most places are taken. */
int64_t search_state_delta(const struct search_state *state, uint32_t choice, struct spot to,
                           int64_t enough);
/* The same for two choices that change places: `to_c` is d's place, `to_d` c's. False: it cannot be
 * told without trying (terms, or timelines in which the two have different lengths). */
bool search_state_swap_delta(const struct search_state *state, uint32_t c, struct spot to_c,
                             uint32_t d, struct spot to_d, int64_t *delta);
/* Puts the choice there and logs where it was. */
void search_state_put(struct search_state *state, uint32_t choice, struct spot to);
/* Between the two what terms count, and with it the energy, is not up to date: choices that take
 * each other's places then change nothing that only counts them. Nothing may be undone meanwhile.
 */
void search_state_hold(struct search_state *state);
void search_state_release(struct search_state *state);
/* Takes back what was logged, last first: all of it, or down to the first n entries; or forgets the
 * log. */
void search_state_undo(struct search_state *state);
void search_state_undo_to(struct search_state *state, size_t n);
static inline void search_state_keep(struct search_state *state)
{
    state->log.n = 0;
}

/* Where the choices that stay out are listed. */
static inline const struct room_list *search_state_out(const struct search_state *state)
{
    return &state->rooms[state->index->n_rooms];
}

/* Placement number i < choice.n of the choice. */
struct spot search_index_spot(const struct search_index *index, uint32_t choice, uint32_t i);
/* Its spot at (room, tick); SPOT_OUT when it has none there. */
struct spot search_index_find(const struct search_index *index, uint32_t choice,
                              struct room_id room, int32_t tick);
struct placement search_index_placement(const struct search_index *index, struct spot spot);
struct spot search_index_from(const struct search_index *index, uint32_t choice,
                              struct placement placement);

#endif
