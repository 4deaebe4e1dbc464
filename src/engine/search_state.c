#include "engine/search_state.h"

#include <string.h>

static bool box_holds(int32_t from, int32_t to, struct room_id room, int32_t tick,
                      struct room_id at)
{
    return from <= tick && tick < to && (room.v == ID_NONE || room.v == at.v);
}

/* ---- lanes -------------------------------------------------------------------------- */

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

static inline void charge_lane(struct search_state *state, uint32_t l, int64_t more)
{
    const struct lane *lane = &state->index->lanes[l];
    if (lane->at_most) {
        state->excess += more;
    } else {
        state->level_cost[lane->level] += more * lane->weight;
    }
    state->energy += more * state->prices[l];
}

/* Puts the members of some refs at `tick`. */
static void enter(struct search_state *state, const struct ref *refs, uint32_t n, int32_t tick)
{
    for (uint32_t r = 0; r < n; r++) {
        const struct lane *lane = &state->index->lanes[refs[r].lane];
        uint32_t from = lane->axis->before[tick];
        uint32_t to = lane->axis->before[tick + refs[r].length];
        int32_t *counts = state->counts + lane->first;
        int64_t more = lane_more(lane, counts, from, to);
        for (uint32_t i = from; i < to; i++) {
            counts[i]++;
        }
        charge_lane(state, refs[r].lane, more);
    }
}

static void leave(struct search_state *state, const struct ref *refs, uint32_t n, int32_t tick)
{
    for (uint32_t r = 0; r < n; r++) {
        const struct lane *lane = &state->index->lanes[refs[r].lane];
        uint32_t from = lane->axis->before[tick];
        uint32_t to = lane->axis->before[tick + refs[r].length];
        int32_t *counts = state->counts + lane->first;
        /* What one more would cost there once this one is gone. */
        for (uint32_t i = from; i < to; i++) {
            counts[i]--;
        }
        charge_lane(state, refs[r].lane, -lane_more(lane, counts, from, to));
    }
}

/* ---- terms ----------------------------------------------------------------------------- */

static int64_t outside(const struct term *term, int64_t n)
{
    if (n < term->lo) {
        return term->lo - n;
    }
    return n > term->hi ? n - term->hi : 0;
}

static void charge(struct search_state *state, uint32_t level, int64_t cost)
{
    state->level_cost[level] += cost;
    state->energy += cost * state->level_weight[level];
}

/* A term's count changes, and with it its cost and the terms that read it. */
static void add_to_term(struct search_state *state, uint32_t t, int64_t by)
{
    const struct search_index *index = state->index;
    const struct term *term = &index->model->terms.v[t];
    int64_t old = state->terms[t], now = old + by;
    state->terms[t] = now;
    if (term->kind == TERM_RANGE) {
        int64_t more = outside(term, now) - outside(term, old);
        state->excess += more;
        state->energy += more * state->range_weight;
    } else if (term->kind == TERM_COST) {
        const int64_t *costs = index->model->costs.v + term->costs;
        charge(state, term->level, costs[now - term->least] - costs[old - term->least]);
    }
    for (uint32_t i = index->parent_first[t]; i < index->parent_first[t + 1]; i++) {
        const struct parent *parent = &index->parents[i];
        int change = (now >= parent->at_least) - (old >= parent->at_least);
        if (change != 0) {
            add_to_term(state, parent->term, (int64_t)change * parent->coef);
        }
    }
}

/* ---- a choice comes and goes ------------------------------------------------------------- */

static struct room_list *list_of(struct search_state *state, struct spot spot)
{
    const struct search_index *index = state->index;
    uint32_t room = spot.run == ID_NONE ? ID_NONE : index->runs[spot.run].room.v;
    return &state->rooms[room == ID_NONE ? index->n_rooms : room];
}

static void enlist(struct search_state *state, uint32_t c)
{
    struct room_list *list = list_of(state, state->at[c]);
    state->listed_at[c] = (uint32_t)list->n;
    vec_push(list, c);
}

static void unlist(struct search_state *state, uint32_t c)
{
    struct room_list *list = list_of(state, state->at[c]);
    uint32_t last = list->v[--list->n];
    list->v[state->listed_at[c]] = last;
    state->listed_at[last] = state->listed_at[c];
}

/* Unary costs and terms of a choice at its spot, added (sign 1) or taken away (−1). */
static void count_single(struct search_state *state, uint32_t c, int sign)
{
    const struct search_index *index = state->index;
    const struct search_choice *choice = &index->choices[c];
    struct spot spot = state->at[c];
    if (spot.run == ID_NONE) {
        for (uint32_t i = choice->first_out; i < choice->first_out + choice->n_outs; i++) {
            charge(state, index->outs[i].level, sign * index->outs[i].cost);
        }
        return;
    }
    struct room_id room = index->runs[spot.run].room;
    for (uint32_t i = choice->first_cost; i < choice->first_cost + choice->n_costs; i++) {
        const struct box_cost *cost = &index->costs[i];
        if (box_holds(cost->from, cost->to, cost->room, spot.tick, room)) {
            charge(state, cost->level, sign * cost->cost);
        }
    }
    for (uint32_t i = choice->first_box; i < choice->first_box + choice->n_boxes; i++) {
        const struct box *box = &index->boxes[i];
        if (box_holds(box->from, box->to, box->room, spot.tick, room)) {
            add_to_term(state, box->term, (int64_t)sign * box->coef);
        }
    }
}

static void come(struct search_state *state, uint32_t c)
{
    const struct search_index *index = state->index;
    const struct search_choice *choice = &index->choices[c];
    struct spot spot = state->at[c];
    enlist(state, c);
    if (spot.run != ID_NONE) {
        const struct search_run *run = &index->runs[spot.run];
        enter(state, index->refs + choice->first_ref, choice->n_refs, spot.tick);
        enter(state, index->refs + run->first_ref, run->n_refs, spot.tick);
    }
    count_single(state, c, 1);
}

static void go(struct search_state *state, uint32_t c)
{
    const struct search_index *index = state->index;
    const struct search_choice *choice = &index->choices[c];
    struct spot spot = state->at[c];
    unlist(state, c);
    if (spot.run != ID_NONE) {
        const struct search_run *run = &index->runs[spot.run];
        leave(state, index->refs + choice->first_ref, choice->n_refs, spot.tick);
        leave(state, index->refs + run->first_ref, run->n_refs, spot.tick);
    }
    count_single(state, c, -1);
}

static void set(struct search_state *state, uint32_t c, struct spot to)
{
    go(state, c);
    state->at[c] = to;
    come(state, c);
}

void search_state_put(struct search_state *state, uint32_t choice, struct spot to)
{
    struct change change = {choice, state->at[choice]};
    vec_push(&state->log, change);
    set(state, choice, to);
}

void search_state_undo(struct search_state *state)
{
    while (state->log.n > 0) {
        struct change change = state->log.v[--state->log.n];
        set(state, change.choice, change.was);
    }
}

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
    if (one->n_boxes > 0 || other->n_boxes > 0 ||
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
    *delta = energy;
    return true;
}

int64_t search_state_delta(const struct search_state *state, uint32_t c, struct spot to)
{
    const struct search_index *index = state->index;
    const struct search_choice *choice = &index->choices[c];
    const struct ref *refs = index->refs + choice->first_ref;
    struct spot from = state->at[c];
    int64_t energy = 0;
    if (choice->n_costs > 0 || from.run == ID_NONE || to.run == ID_NONE) {
        energy = single_energy(state, c, to) - single_energy(state, c, from);
    }
    if (from.run != ID_NONE && to.run != ID_NONE) {
        const struct search_run *run = &index->runs[from.run];
        const struct search_run *next = &index->runs[to.run];
        energy += shift_energy(state, refs, choice->n_refs, from.tick, to.tick);
        if (run->room.v == next->room.v) {
            /* Runs of one room are members of the same lanes. */
            return energy + shift_energy(state, index->refs + run->first_ref, run->n_refs,
                                         from.tick, to.tick);
        }
        energy += leave_energy(state, index->refs + run->first_ref, run->n_refs, from.tick);
        return energy + enter_energy(state, index->refs + next->first_ref, next->n_refs, to.tick);
    }
    if (from.run != ID_NONE) {
        const struct search_run *run = &index->runs[from.run];
        energy += leave_energy(state, refs, choice->n_refs, from.tick);
        energy += leave_energy(state, index->refs + run->first_ref, run->n_refs, from.tick);
    }
    if (to.run != ID_NONE) {
        const struct search_run *next = &index->runs[to.run];
        energy += enter_energy(state, refs, choice->n_refs, to.tick);
        energy += enter_energy(state, index->refs + next->first_ref, next->n_refs, to.tick);
    }
    return energy;
}

/* ---- the whole ------------------------------------------------------------------------------ */

void search_state_init(struct search_state *state, const struct search_index *index)
{
    const struct model *model = index->model;
    *state = (struct search_state){.index = index, .range_weight = 1};
    state->at = base_alloc_zero(model->choices.n + 1, sizeof(*state->at));
    state->counts = base_alloc_zero((size_t)index->n_counts + 1, sizeof(*state->counts));
    state->terms = base_alloc_zero(model->terms.n + 1, sizeof(*state->terms));
    state->penalties = base_alloc_zero((size_t)index->n_lanes + 1, sizeof(*state->penalties));
    state->prices = base_alloc_zero((size_t)index->n_lanes + 1, sizeof(*state->prices));
    state->level_weight = base_alloc_zero(model->levels.n, sizeof(*state->level_weight));
    state->level_cost = base_alloc_zero(model->levels.n, sizeof(*state->level_cost));
    state->rooms = base_alloc_zero((size_t)index->n_rooms + 1, sizeof(*state->rooms));
    state->listed_at = base_alloc_zero(model->choices.n + 1, sizeof(*state->listed_at));
    for (uint32_t l = 0; l < index->n_lanes; l++) {
        state->penalties[l] = 1;
    }
    for (uint32_t k = 0; k < model->levels.n; k++) {
        state->level_weight[k] = 1;
    }
    for (size_t c = 0; c < model->choices.n; c++) {
        state->at[c] = SPOT_OUT;
    }
    search_state_recount(state);
}

void search_state_free(struct search_state *state)
{
    base_free(state->at);
    base_free(state->counts);
    base_free(state->terms);
    base_free(state->penalties);
    base_free(state->prices);
    base_free(state->level_weight);
    base_free(state->level_cost);
    for (uint32_t r = 0; r <= state->index->n_rooms; r++) {
        vec_free(&state->rooms[r]);
    }
    base_free(state->rooms);
    base_free(state->listed_at);
    vec_free(&state->log);
    *state = (struct search_state){0};
}

/* With all counts 0: constants, and indicators that hold even so. */
static void count_constants(struct search_state *state)
{
    const struct model *model = state->index->model;
    memset(state->terms, 0, model->terms.n * sizeof(*state->terms));
    for (uint32_t t = 0; t < model->terms.n; t++) {
        const struct term *term = &model->terms.v[t];
        int64_t n = 0;
        for (uint32_t i = term->first; i < term->first + term->n; i++) {
            const struct term_child *child = &model->children.v[i];
            bool holds = child->term.v != ID_NONE && state->terms[child->term.v] >= child->at_least;
            n += holds ? child->coef : 0;
        }
        state->terms[t] = n;
        if (term->kind == TERM_RANGE) {
            state->excess += outside(term, n);
            state->energy += outside(term, n) * state->range_weight;
        } else if (term->kind == TERM_COST) {
            charge(state, term->level, model_cost_at(model, term, n));
        }
    }
}

void search_state_recount(struct search_state *state)
{
    const struct model *model = state->index->model;
    memset(state->counts, 0, (size_t)state->index->n_counts * sizeof(*state->counts));
    memset(state->level_cost, 0, model->levels.n * sizeof(*state->level_cost));
    state->excess = state->energy = 0;
    for (uint32_t r = 0; r <= state->index->n_rooms; r++) {
        vec_clear(&state->rooms[r]);
    }
    state->log.n = 0;
    for (uint32_t l = 0; l < state->index->n_lanes; l++) {
        const struct lane *lane = &state->index->lanes[l];
        state->prices[l] =
            lane->at_most ? state->penalties[l] : lane->weight * state->level_weight[lane->level];
    }
    count_constants(state);
    for (uint32_t c = 0; c < model->choices.n; c++) {
        come(state, c);
    }
}
