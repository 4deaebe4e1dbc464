#include "engine/search_lanes.h"
#include "engine/search_pairs.h"

/* ---- what a move would cost ---------------------------------------------------------------- */

static int64_t single_energy(const struct search_state *state, uint32_t c, struct spot spot)
{
    const struct search_index *index = state->index;
    const struct search_choice *choice = &index->choices[c];
    int64_t energy = 0;
    if (spot.run == ID_NONE) {
        for (uint32_t i = choice->first_out; i < choice->first_out + choice->n_outs; i++) {
            energy += index->outs[i].cost * state->level_weight[index->outs[i].level];
        }
        return energy;
    }
    if (choice->pieced) {
        const struct piece *piece = search_piece_at(index, spot);
        for (uint32_t i = 0; i < piece->n_costs; i++) {
            const struct level_cost *cost = &index->level_costs[piece->first_cost + i];
            energy += cost->cost * state->level_weight[cost->level];
        }
        return energy;
    }
    struct room_id room = index->runs[spot.run].room;
    for (uint32_t i = choice->first_cost; i < choice->first_cost + choice->n_costs; i++) {
        const struct box_cost *cost = &index->costs[i];
        if (box_holds(cost->from, cost->to, cost->room, spot.tick, room)) {
            energy += cost->cost * state->level_weight[cost->level];
        }
    }
    return energy;
}

static int64_t leave_energy(const struct search_state *state, const struct ref *refs, uint32_t n,
                            int32_t tick)
{
    int64_t energy = 0;
    for (uint32_t r = 0; r < n; r++) {
        const struct lane *lane = &state->index->lanes[refs[r].lane];
        int64_t less = lane_less(lane, state->counts + lane->first, lane->axis->before[tick],
                                 lane->axis->before[tick + refs[r].length]);
        energy -= less * state->prices[refs[r].lane];
    }
    return energy;
}

static int64_t enter_energy(const struct search_state *state, const struct ref *refs, uint32_t n,
                            int32_t tick)
{
    int64_t energy = 0;
    for (uint32_t r = 0; r < n; r++) {
        const struct lane *lane = &state->index->lanes[refs[r].lane];
        int64_t more = lane_more(lane, state->counts + lane->first, lane->axis->before[tick],
                                 lane->axis->before[tick + refs[r].length]);
        energy += more * state->prices[refs[r].lane];
    }
    return energy;
}

/* From one tick to another in the same lanes, each with one moment. */
static inline int64_t shift_single(const struct search_state *state, const struct ref *refs,
                                   uint32_t n, uint32_t from, uint32_t to)
{
    int64_t energy = 0;
    for (uint32_t r = 0; r < n; r++) {
        const struct lane *lane = &state->index->lanes[refs[r].lane];
        const int32_t *counts = state->counts + lane->first;
        int64_t more = lane->over ? (counts[to] >= lane->most) - (counts[from] > lane->most)
                                  : counts[to] - counts[from] + 1;
        energy += more * state->prices[refs[r].lane];
    }
    return energy;
}

/* From one tick to another in the same lanes: moments in both change nothing. */
static int64_t shift_energy(const struct search_state *state, const struct ref *refs, uint32_t n,
                            int32_t from, int32_t to)
{
    int64_t energy = 0;
    if (n > 0 && state->index->single) {
        const uint32_t *moment = state->index->lanes[0].axis->before;
        return from == to ? 0 : shift_single(state, refs, n, moment[from], moment[to]);
    }
    for (uint32_t r = 0; r < n; r++) {
        const struct lane *lane = &state->index->lanes[refs[r].lane];
        const uint32_t *before = lane->axis->before;
        const int32_t *counts = state->counts + lane->first;
        uint32_t a = before[from], b = before[from + refs[r].length];
        uint32_t c = before[to], d = before[to + refs[r].length];
        int64_t more;
        if (b <= c || d <= a) {
            more = lane_more(lane, counts, c, d) - lane_less(lane, counts, a, b);
        } else {
            /* What is only in the one or the other; empty where the first is not before the last.
             */
            more = lane_more(lane, counts, c, a) + lane_more(lane, counts, b, d) -
                   lane_less(lane, counts, a, c) - lane_less(lane, counts, d, b);
        }
        energy += more * state->prices[refs[r].lane];
    }
    return energy;
}

/* What the choice would cost in pairs at one spot more than at another, either of which may be out.
 */
static int64_t pairs_energy(const struct search_state *state, uint32_t c, struct spot from,
                            struct spot to)
{
    if (state->index->pairs == NULL) {
        return 0;
    }
    int64_t less = from.run == ID_NONE ? 0 : search_pairs_cost(state, c, from.tick);
    int64_t more = to.run == ID_NONE ? 0 : search_pairs_cost(state, c, to.tick);
    return (more - less) * state->level_weight[state->index->pairs->level];
}

/* Two that change places are not beside each other before or after, though each sees the other
 * where it goes. */
static int64_t pairs_swap_energy(const struct search_state *state, uint32_t c, struct spot to_c,
                                 uint32_t d, struct spot to_d)
{
    const struct search_pairs *pairs = state->index->pairs;
    if (pairs == NULL || pairs->moments[to_c.tick] == pairs->moments[to_d.tick]) {
        return 0;
    }
    int64_t both = pairs->costs[(size_t)c * pairs->stride + d];
    return pairs_energy(state, c, state->at[c], to_c) + pairs_energy(state, d, state->at[d], to_d) -
           2 * both * state->level_weight[pairs->level];
}

static bool refs_equal(const struct ref *a, uint32_t n_a, const struct ref *b, uint32_t n_b)
{
    bool equal = n_a == n_b;
    for (uint32_t i = 0; i < n_a && equal; i++) {
        equal = a[i].lane == b[i].lane && a[i].length == b[i].length;
    }
    return equal;
}

/* In a lane that both are in, one takes the other's moments: nothing changes. Refs are in the order
 * of their lanes. */
bool search_state_swap_delta(const struct search_state *state, uint32_t c, struct spot to_c,
                             uint32_t d, struct spot to_d, int64_t *delta)
{
    const struct search_index *index = state->index;
    const struct search_choice *one = &index->choices[c], *other = &index->choices[d];
    const struct search_run *c_from = &index->runs[state->at[c].run];
    const struct search_run *d_from = &index->runs[state->at[d].run];
    const struct search_run *c_to = &index->runs[to_c.run], *d_to = &index->runs[to_d.run];
    const struct ref *refs = index->refs;
    if (!one->plain || !other->plain ||
        !refs_equal(refs + c_from->first_ref, c_from->n_refs, refs + d_to->first_ref,
                    d_to->n_refs) ||
        !refs_equal(refs + d_from->first_ref, d_from->n_refs, refs + c_to->first_ref,
                    c_to->n_refs)) {
        return false;
    }
    int32_t s = state->at[c].tick, t = state->at[d].tick;
    const struct ref *i = refs + one->first_ref, *i_end = i + one->n_refs;
    const struct ref *k = refs + other->first_ref, *k_end = k + other->n_refs;
    int64_t energy = 0;
    if (index->single && index->n_lanes > 0) {
        const uint32_t *moment = index->lanes[0].axis->before;
        uint32_t from = moment[s], to = moment[t];
        while (s != t && (i < i_end || k < k_end)) {
            if (k == k_end || (i < i_end && i->lane < k->lane)) {
                energy += shift_single(state, i++, 1, from, to);
            } else if (i == i_end || k->lane < i->lane) {
                energy += shift_single(state, k++, 1, to, from);
            } else {
                i++;
                k++;
            }
        }
    }
    while (i < i_end || k < k_end) {
        if (k == k_end || (i < i_end && i->lane < k->lane)) {
            energy += shift_energy(state, i++, 1, s, t);
        } else if (i == i_end || k->lane < i->lane) {
            energy += shift_energy(state, k++, 1, t, s);
        } else if (i++->length != k++->length) {
            return false;
        }
    }
    if (one->n_costs > 0) {
        energy += single_energy(state, c, to_c) - single_energy(state, c, state->at[c]);
    }
    if (other->n_costs > 0) {
        energy += single_energy(state, d, to_d) - single_energy(state, d, state->at[d]);
    }
    *delta = energy + pairs_swap_energy(state, c, to_c, d, to_d);
    return true;
}

/* What timelines of rooms say. */
static int64_t room_energy(const struct search_state *state, struct spot from, struct spot to)
{
    const struct search_index *index = state->index;
    const struct search_run none = {.room = {ID_NONE}};
    const struct search_run *run = from.run == ID_NONE ? &none : &index->runs[from.run];
    const struct search_run *next = to.run == ID_NONE ? &none : &index->runs[to.run];
    if (from.run != ID_NONE && to.run != ID_NONE && run->room.v == next->room.v) {
        /* Runs of one room are members of the same lanes. */
        return shift_energy(state, index->refs + run->first_ref, run->n_refs, from.tick, to.tick);
    }
    return enter_energy(state, index->refs + next->first_ref, next->n_refs, to.tick) +
           leave_energy(state, index->refs + run->first_ref, run->n_refs, from.tick);
}

int64_t search_state_delta(const struct search_state *state, uint32_t c, struct spot to,
                           int64_t enough)
{
    const struct search_index *index = state->index;
    const struct search_choice *choice = &index->choices[c];
    const struct ref *refs = index->refs + choice->first_ref;
    struct spot from = state->at[c];
    int64_t energy = room_energy(state, from, to);
    if (energy >= enough) {
        return energy;
    }
    energy += pairs_energy(state, c, from, to);
    if (choice->n_costs > 0 || from.run == ID_NONE || to.run == ID_NONE) {
        energy += single_energy(state, c, to) - single_energy(state, c, from);
    }
    if (from.run != ID_NONE && to.run != ID_NONE) {
        energy += shift_energy(state, refs, choice->n_refs, from.tick, to.tick);
    } else if (from.run != ID_NONE) {
        energy += leave_energy(state, refs, choice->n_refs, from.tick);
    } else if (to.run != ID_NONE) {
        energy += enter_energy(state, refs, choice->n_refs, to.tick);
    }
    return energy;
}
