#include "engine/search_cells.h"
#include "engine/search_lanes.h"
#include "engine/search_pairs.h"

#include <string.h>

/* ---- lanes -------------------------------------------------------------------------- */

static inline void charge_lane(struct search_state *state, uint32_t l, int64_t more)
{
    const struct lane *lane = &state->index->lanes[l];
    if (lane->at_most) {
        state->excess += more;
    } else {
        state->level_cost[lane->level] += more * lane->weight;
    }
    state->energy += more * state->prices[l];
    state->lane_energy += more * state->prices[l];
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

static void charge_outs(struct search_state *state, const struct search_choice *choice, int sign)
{
    const struct search_index *index = state->index;
    for (uint32_t i = choice->first_out; i < choice->first_out + choice->n_outs; i++) {
        search_charge(state, index->outs[i].level, sign * index->outs[i].cost);
    }
}

static void count_order(struct search_state *state, uint32_t track)
{
    const struct search_cells *cells = state->index->cells;
    uint32_t t = (uint32_t)state->index->model->terms.n + track;
    int32_t now = (int32_t)search_cells_misplaced(cells, state, track), old = state->terms[t].n;
    if (now != old) {
        struct term_change change = {t, old};
        vec_push(&state->term_log, change);
        state->terms[t].n = now;
        search_charge(state, cells->order_level, (now - old) * cells->tracks[track].price);
    }
}

/* An event of a track went somewhere else. */
static void shuffle(struct search_state *state, uint32_t c)
{
    const struct search_cells *cells = state->index->cells;
    uint32_t track = cells == NULL ? ID_NONE : cells->track_of[c];
    if (track == ID_NONE || !cells->tracks[track].counted) {
        return;
    }
    for (size_t i = 0; i < state->shuffled.n; i++) {
        if (state->shuffled.v[i] == track) {
            return;
        }
    }
    vec_push(&state->shuffled, track);
}

static void settle(struct search_state *state)
{
    for (size_t i = 0; i < state->shuffled.n; i++) {
        count_order(state, state->shuffled.v[i]);
    }
    vec_clear(&state->shuffled);
}

void search_state_hold(struct search_state *state)
{
    state->holds = true;
}

void search_state_release(struct search_state *state)
{
    search_count_release(state);
    settle(state);
}

static void enter_lanes(struct search_state *state, uint32_t c, struct spot spot)
{
    const struct search_index *index = state->index;
    const struct search_choice *choice = &index->choices[c];
    if (spot.run != ID_NONE) {
        const struct search_run *run = &index->runs[spot.run];
        enter(state, index->refs + choice->first_ref, choice->n_refs, spot.tick);
        enter(state, index->refs + run->first_ref, run->n_refs, spot.tick);
        if (index->pairs != NULL) {
            search_charge(state, index->pairs->level, search_pairs_cost(state, c, spot.tick));
            search_pairs_count(state, c, spot.tick, 1);
        }
    }
}

static void leave_lanes(struct search_state *state, uint32_t c, struct spot spot)
{
    const struct search_index *index = state->index;
    const struct search_choice *choice = &index->choices[c];
    if (spot.run != ID_NONE) {
        const struct search_run *run = &index->runs[spot.run];
        leave(state, index->refs + choice->first_ref, choice->n_refs, spot.tick);
        leave(state, index->refs + run->first_ref, run->n_refs, spot.tick);
        if (index->pairs != NULL) {
            search_charge(state, index->pairs->level, -search_pairs_cost(state, c, spot.tick));
            search_pairs_count(state, c, spot.tick, -1);
        }
    }
}

static void set(struct search_state *state, uint32_t c, struct spot to)
{
    struct spot from = state->at[c];
    unlist(state, c);
    leave_lanes(state, c, from);
    state->at[c] = to;
    enlist(state, c);
    enter_lanes(state, c, to);
    if ((from.run == ID_NONE) != (to.run == ID_NONE)) {
        charge_outs(state, &state->index->choices[c], to.run == ID_NONE ? 1 : -1);
    }
    search_count_place(state, c, from, to);
    shuffle(state, c);
    if (!state->holds) {
        settle(state);
    }
}

void search_state_begin(struct search_state *state)
{
    vec_clear(&state->term_log);
    state->was_energy = state->energy;
    state->was_excess = state->excess;
    state->was_lane_energy = state->lane_energy;
    memcpy(state->was_level_cost, state->level_cost,
           state->index->model->levels.n * sizeof(int64_t));
}

void search_state_put(struct search_state *state, uint32_t choice, struct spot to)
{
    struct change change = {choice, state->at[choice]};
    if (state->log.n == 0) {
        search_state_begin(state);
    }
    vec_push(&state->log, change);
    set(state, choice, to);
}

/* Counts of a choice's lanes alone: what they cost is brought back as a sum. */
static void count_lanes(struct search_state *state, const struct ref *refs, uint32_t n,
                        int32_t tick, int32_t by)
{
    for (uint32_t r = 0; r < n; r++) {
        const struct lane *lane = &state->index->lanes[refs[r].lane];
        uint32_t from = lane->axis->before[tick];
        uint32_t to = lane->axis->before[tick + refs[r].length];
        int32_t *counts = state->counts + lane->first;
        for (uint32_t i = from; i < to; i++) {
            counts[i] += by;
        }
    }
}

static void count_spot(struct search_state *state, uint32_t c, struct spot spot, int32_t by)
{
    const struct search_index *index = state->index;
    const struct search_choice *choice = &index->choices[c];
    if (spot.run != ID_NONE) {
        const struct search_run *run = &index->runs[spot.run];
        count_lanes(state, index->refs + choice->first_ref, choice->n_refs, spot.tick, by);
        count_lanes(state, index->refs + run->first_ref, run->n_refs, spot.tick, by);
        if (index->pairs != NULL) {
            search_pairs_count(state, c, spot.tick, by);
        }
    }
}

void search_state_undo(struct search_state *state)
{
    BUG_UNLESS(!state->holds);
    if (state->log.n == 0) {
        return;
    }
    while (state->log.n > 0) {
        struct change change = state->log.v[--state->log.n];
        unlist(state, change.choice);
        count_spot(state, change.choice, state->at[change.choice], -1);
        state->at[change.choice] = change.was;
        enlist(state, change.choice);
        count_spot(state, change.choice, change.was, 1);
    }
    search_count_forget(state);
}

void search_state_undo_to(struct search_state *state, size_t n)
{
    while (state->log.n > n) {
        struct change change = state->log.v[--state->log.n];
        set(state, change.choice, change.was);
    }
}

/* ---- the whole ------------------------------------------------------------------------------ */

void search_state_init(struct search_state *state, const struct search_index *index)
{
    const struct model *model = index->model;
    *state = (struct search_state){.index = index, .range_weight = 1};
    state->at = base_alloc_zero(model->choices.n + 1, sizeof(*state->at));
    state->counts = base_alloc_zero((size_t)index->n_counts + 1, sizeof(*state->counts));
    const struct search_pairs *pairs = index->pairs;
    size_t n_beside = pairs == NULL ? 0 : (size_t)pairs->n_moments * pairs->stride;
    state->beside = base_alloc_zero(n_beside + 1, sizeof(*state->beside));
    uint32_t n_tracks = index->cells == NULL ? 0 : index->cells->n_tracks;
    state->terms = base_alloc_zero(model->terms.n + n_tracks + 1, sizeof(*state->terms));
    state->penalties = base_alloc_zero((size_t)index->n_lanes + 1, sizeof(*state->penalties));
    state->prices = base_alloc_zero((size_t)index->n_lanes + 1, sizeof(*state->prices));
    state->level_weight = base_alloc_zero(model->levels.n, sizeof(*state->level_weight));
    state->level_cost = base_alloc_zero(model->levels.n, sizeof(*state->level_cost));
    state->was_level_cost = base_alloc_zero(model->levels.n, sizeof(*state->was_level_cost));
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
    base_free(state->beside);
    base_free(state->terms);
    base_free(state->penalties);
    base_free(state->prices);
    base_free(state->level_weight);
    base_free(state->level_cost);
    base_free(state->was_level_cost);
    for (uint32_t r = 0; r <= state->index->n_rooms; r++) {
        vec_free(&state->rooms[r]);
    }
    base_free(state->rooms);
    base_free(state->listed_at);
    vec_free(&state->log);
    vec_free(&state->term_log);
    vec_free(&state->list);
    vec_free(&state->shuffled);
    *state = (struct search_state){0};
}

/* With all counts 0: constants, and indicators that hold even so. */
static void count_constants(struct search_state *state)
{
    const struct model *model = state->index->model;
    for (uint32_t t = 0; t < model->terms.n; t++) {
        const struct term *term = &model->terms.v[t];
        state->terms[t] = state->index->tallies[t];
        int64_t n = 0;
        for (uint32_t i = term->first; i < term->first + term->n; i++) {
            const struct term_child *child = &model->children.v[i];
            bool holds =
                child->term.v != ID_NONE && state->terms[child->term.v].n >= child->at_least;
            n += holds ? child->coef : 0;
        }
        state->terms[t].n = (int32_t)n;
        if (term->kind == TERM_RANGE) {
            state->excess += search_outside(term->lo, term->hi, n);
            state->energy += search_outside(term->lo, term->hi, n) * state->range_weight;
        } else if (term->kind == TERM_COST) {
            search_charge(state, term->level, model_cost_at(model, term, n));
        }
    }
}

void search_state_recount(struct search_state *state)
{
    const struct model *model = state->index->model;
    memset(state->counts, 0, (size_t)state->index->n_counts * sizeof(*state->counts));
    memset(state->level_cost, 0, model->levels.n * sizeof(*state->level_cost));
    const struct search_pairs *pairs = state->index->pairs;
    if (pairs != NULL) {
        memset(state->beside, 0, (size_t)pairs->n_moments * pairs->stride * sizeof(*state->beside));
    }
    state->excess = state->energy = state->lane_energy = 0;
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
        struct spot spot = state->at[c];
        enlist(state, c);
        enter_lanes(state, c, spot);
        if (spot.run == ID_NONE) {
            charge_outs(state, &state->index->choices[c], 1);
        } else {
            search_count_place(state, c, SPOT_OUT, spot);
        }
    }
    const struct search_cells *cells = state->index->cells;
    for (uint32_t k = 0; cells != NULL && k < cells->n_tracks; k++) {
        state->terms[model->terms.n + k].n = 0;
        if (cells->tracks[k].counted) {
            count_order(state, k);
        }
    }
    vec_clear(&state->term_log);
}
