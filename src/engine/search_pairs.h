/* What events that run at the same time cost in pairs, as a matrix: where whatever overlaps starts
 * together, the timelines that cost by pairs come to one number for each two choices. Beside it the
 * search keeps what each choice would cost at each moment, so that a move is judged by two
 * look-ups, however many attendees or tags there are; only a move that is made costs a row (the
 * gains of Kernighan and Lin, An efficient heuristic procedure for partitioning graphs, 1970, kept
 * for every part of the partition). */
#ifndef ENGINE_SEARCH_PAIRS_H
#define ENGINE_SEARCH_PAIRS_H

#include "engine/search_state.h"

/* So many numbers are added at once; compilers make as many instructions of it as the processor
 * needs. */
enum { SEARCH_PAIRS_GRAIN = 16 };
typedef int32_t search_pairs_grain __attribute__((vector_size(SEARCH_PAIRS_GRAIN * sizeof(int32_t)),
                                                  aligned(sizeof(int32_t)), may_alias));

struct search_pairs {
    uint32_t n;              /* choices */
    uint32_t stride;         /* of a row, in numbers; ≥ n, whole grains */
    uint32_t n_moments;      /* ≥ 1 */
    const uint32_t *moments; /* [ticks]: the moment at which a choice that starts then is counted */
    uint32_t level;          /* where all that costs */
    int32_t *costs; /* [n · stride]: of two choices at one moment; symmetric, 0 on the diagonal */
    bool *taken;    /* [lanes]: those that the matrix stands for */
};

/* To be called when the index has its lanes, and before it has refs. NULL: there is nothing to
 * gain, or it would be too large. The arena owns what is returned. */
struct search_pairs *search_pairs_find(const struct search_index *index, struct arena *arena);

/* What the choice would cost at the moment of `tick`, with those that are there. */
static inline int64_t search_pairs_cost(const struct search_state *state, uint32_t choice,
                                        int32_t tick)
{
    const struct search_pairs *pairs = state->index->pairs;
    return state->beside[(size_t)pairs->moments[tick] * pairs->stride + choice];
}

/* That choice comes (by 1) or goes (by -1) there: what all others would cost. */
static inline void search_pairs_count(struct search_state *state, uint32_t choice, int32_t tick,
                                      int32_t by)
{
    const struct search_pairs *pairs = state->index->pairs;
    int32_t *beside = state->beside + (size_t)pairs->moments[tick] * pairs->stride;
    const int32_t *costs = pairs->costs + (size_t)choice * pairs->stride;
    for (uint32_t i = 0; i < pairs->stride; i += SEARCH_PAIRS_GRAIN) {
        search_pairs_grain *sum = (search_pairs_grain *)(beside + i);
        const search_pairs_grain *own = (const search_pairs_grain *)(costs + i);
        *sum = by > 0 ? *sum + *own : *sum - *own;
    }
}

#endif
