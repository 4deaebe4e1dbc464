/* What the parts of the search's state share: what is put (search_state.c), what terms count of it
 * (search_count.c) and what it would cost (search_delta.c). Private to them, and to those who count
 * without a move (search_cell_flat.c). */
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

/* ---- terms and costs (search_count.c) ------------------------------------------------------ */

static inline int64_t search_outside(int64_t lo, int64_t hi, int64_t n)
{
    if (n < lo) {
        return lo - n;
    }
    return n > hi ? n - hi : 0;
}

static inline void search_charge(struct search_state *state, uint32_t level, int64_t cost)
{
    state->level_cost[level] += cost;
    state->energy += cost * state->level_weight[level];
}

/* The costs and terms of a choice that goes from one spot to another. */
void search_count_place(struct search_state *state, uint32_t choice, struct spot from,
                        struct spot to);
/* Counts what was held back since search_state_hold(). */
void search_count_release(struct search_state *state);

/* What a move would change, counted without making it: begin, hold, marks and costs `by` times, and
 * release; then forget all that. */
void search_state_begin(struct search_state *state);
void search_count_marks(struct search_state *state, const struct mark *marks, uint32_t n,
                        int32_t by);
void search_count_costs(struct search_state *state, const struct level_cost *costs, uint32_t n,
                        int32_t by);
void search_count_forget(struct search_state *state);

#endif
