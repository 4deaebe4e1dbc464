/* What the two halves of the search's state share: what is put (search_state.c) and what that would
 * cost (search_delta.c). Private to them. */
#ifndef ENGINE_SEARCH_LANES_H
#define ENGINE_SEARCH_LANES_H

#include "engine/search_state.h"

static inline bool box_holds(int32_t from, int32_t to, struct room_id room, int32_t tick,
                             struct room_id at)
{
    return from <= tick && tick < to && (room.v == ID_NONE || room.v == at.v);
}

/* What holds where a choice that has pieces is; NULL when it stays out. */
static inline const struct piece *search_piece_at(const struct search_index *index,
                                                  struct spot spot)
{
    if (spot.run == ID_NONE) {
        return NULL;
    }
    const struct search_run *run = &index->runs[spot.run];
    const struct piece *pieces = index->pieces + run->first_piece;
    uint32_t low = 0, high = run->n_pieces;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        bool after = pieces[middle].from > spot.tick;
        high = after ? middle : high;
        low = after ? low : middle;
    }
    return &pieces[low];
}

/* Members too many when one more runs at the moments [from, to), or what that costs: both before
 * the weight. */
static inline int64_t lane_more(const struct lane *lane, const int32_t *counts, uint32_t from,
                                uint32_t to)
{
    const int32_t *weights = lane->axis->weights;
    int64_t sum = 0;
    if (lane->over && weights == NULL) {
        for (uint32_t i = from; i < to; i++) {
            sum += counts[i] >= lane->most;
        }
    } else if (lane->over) {
        for (uint32_t i = from; i < to; i++) {
            sum += counts[i] >= lane->most ? weights[i] : 0;
        }
    } else if (weights == NULL) {
        for (uint32_t i = from; i < to; i++) {
            sum += counts[i];
        }
    } else {
        for (uint32_t i = from; i < to; i++) {
            sum += (int64_t)counts[i] * weights[i];
        }
    }
    return sum;
}

/* The same when one that runs there is taken away. */
static inline int64_t lane_less(const struct lane *lane, const int32_t *counts, uint32_t from,
                                uint32_t to)
{
    const int32_t *weights = lane->axis->weights;
    int64_t sum = 0;
    if (lane->over && weights == NULL) {
        for (uint32_t i = from; i < to; i++) {
            sum += counts[i] > lane->most;
        }
    } else if (lane->over) {
        for (uint32_t i = from; i < to; i++) {
            sum += counts[i] > lane->most ? weights[i] : 0;
        }
    } else if (weights == NULL) {
        for (uint32_t i = from; i < to; i++) {
            sum += counts[i] - 1;
        }
    } else {
        for (uint32_t i = from; i < to; i++) {
            sum += (int64_t)(counts[i] - 1) * weights[i];
        }
    }
    return sum;
}

#endif
