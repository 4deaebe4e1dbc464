/* What is broken in a state, and which choices could mend it by going elsewhere; for nearest.c. */
#ifndef ENGINE_NEAREST_BROKEN_H
#define ENGINE_NEAREST_BROKEN_H

#include "engine/search_state.h"

struct nearest_broken {
    const struct search_state *state;
    struct arena arena;
    /* The ranges that each choice counts in: ranges[first[c] … first[c + 1]). */
    uint32_t *first, *ranges;
    /* By range, its choices, and what each can count there; nested: not known. */
    struct broken_range {
        struct broken_member {
            uint32_t choice;
            int64_t least, most;
        } * v;
        uint32_t n; /* 0: not looked at yet */
        bool nested;
    } * members_of; /* [terms] */
    /* Broken at the root. */
    VEC(uint32_t) lanes;
    VEC(uint32_t) terms;
    VEC(uint32_t) members; /* the answer */
    VEC(uint32_t) some;
    int64_t *counts; /* [choices]: 0 between looks at ranges */
};

/* `state` is the root's: what may be broken elsewhere is that, and what concerns the choices that
 * were decided after it. */
void nearest_broken_init(struct nearest_broken *broken, const struct search_state *state);
void nearest_broken_free(struct nearest_broken *broken);
/* Fills broken->members with choices, not decided[choices], one of which must go elsewhere for the
 * state to break nothing; few of them. None: it cannot be mended. With `lanes_only` ranges are not
 * looked at. False: nothing is broken. */
bool nearest_broken_find(struct nearest_broken *broken, const bool *decided, bool lanes_only);

#endif
