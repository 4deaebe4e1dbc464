/* The model of tracks and cells that bound_cells.c solves. Times in it are sessions: a tick for
 * each. */
#ifndef ENGINE_BOUND_CELLS_MODEL_H
#define ENGINE_BOUND_CELLS_MODEL_H

#include "engine/ilp.h"
#include "engine/search_cells.h"

/* Events of one track that nothing tells apart. */
struct cells_class {
    uint32_t track, first; /* the first choice of them */
    uint32_t n;
    struct choice_id choice; /* of the derived model: in which session; counts up to n there */
};

/* A count of all the cells that a track may use in a session. */
struct cells_whole {
    struct term_id term; /* of the derived model */
    uint32_t track, session;
};

struct cells_model {
    struct model model; /* choices: first a track in a cell, or not, then the classes */
    VEC(struct cells_class) classes;
    VEC(struct cells_whole) whole;
    uint32_t n_tracks, n_sessions;
    VEC(uint32_t) tags; /* of each choice: track · sessions + session; beyond these, its class */
    uint32_t n_terms;   /* of the original that are kept */
};

/* `most`: the value of the best solution known, or INT64_MAX; pairs of events that would cost as
 * much are kept. Free with bound_cells_model_free(). */
void bound_cells_model_make(struct cells_model *derived, const struct search_index *index,
                            int64_t most);
/* Rows that make the relaxation of the model's program closer (bound_cells_links.c). */
void bound_cells_tie(const struct cells_model *derived, struct ilp *ilp);
void bound_cells_model_free(struct cells_model *derived);

#endif
