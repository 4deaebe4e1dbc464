/* Moves of the local search: each changes the state through search_state_put() and leaves its
 * changes in the log, to be kept or undone. */
#ifndef ENGINE_SEARCH_MOVES_H
#define ENGINE_SEARCH_MOVES_H

#include "base/rng.h"
#include "engine/search_state.h"

enum search_move {
    SEARCH_SHIFT,  /* an event to anywhere: not here, for it needs no log (search.c) */
    SEARCH_SWAP,   /* two events, each to where the other was: not here either */
    SEARCH_CHAIN,  /* an event takes another's place, which takes a third one's … */
    SEARCH_PUSH,   /* into a packed room: what follows makes way */
    SEARCH_ROOMS,  /* two rooms exchange what they hold over some time */
    SEARCH_TIMES,  /* what starts at two times changes places */
    SEARCH_GROUP,  /* the events of a timeline go to another room or by some time */
    SEARCH_SERIES, /* the parts of an event go elsewhere together (search_series.h) */
    SEARCH_MOVES
};

/* Tries one move of the kind; false, with nothing logged, when the draw allows none. */
bool search_move_try(struct search_state *state, struct rng *rng, enum search_move move);

/* Two choices that may change places, and their spots after that; false: the draw found none. */
struct search_swap {
    uint32_t c, d;
    struct spot to_c, to_d;
};
bool search_move_draw_swap(const struct search_state *state, struct rng *rng,
                           struct search_swap *swap);
/* A random placement of the choice; half of the time near to where it is. */
struct spot search_move_draw(const struct search_state *state, struct rng *rng, uint32_t choice);
/* The choice's first start in the room that is not before the tick; SPOT_OUT: none. */
struct spot search_move_first_from(const struct search_state *state, uint32_t choice,
                                   struct room_id room, int32_t tick);
/* Whether the room of the spot holds one event at a time. */
bool search_move_takes_one(const struct search_state *state, struct spot spot);

#endif
