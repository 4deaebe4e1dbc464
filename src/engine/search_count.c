/* What terms count, and costs of single placements: the part of the search's state that looks at no
 * timeline. */
#include "engine/search_lanes.h"

#include <string.h>

/* A term's count changes, and with it its cost and the terms that read it. */
static void add_to_term(struct search_state *state, uint32_t t, int32_t by)
{
    struct tally *term = &state->terms[t];
    int32_t old = term->n, now = old + by;
    struct term_change change = {t, old};
    vec_push(&state->term_log, change);
    term->n = now;
    if (term->kind == TERM_RANGE) {
        int64_t more =
            search_outside(term->lo, term->hi, now) - search_outside(term->lo, term->hi, old);
        state->excess += more;
        state->energy += more * state->range_weight;
    } else if (term->kind == TERM_COST) {
        search_charge(state, term->level, term->costs[now] - term->costs[old]);
    }
    int32_t low = now < old ? now : old, high = now < old ? old : now;
    if (high < term->reach_from || low >= term->reach_to) {
        return;
    }
    int32_t sign = now > old ? 1 : -1;
    const struct parent *parent = &state->index->parents[term->first_parent];
    for (; parent->at_least <= high; parent++) {
        if (parent->at_least > low) {
            add_to_term(state, parent->term, sign * parent->coef);
        }
    }
}

/* A literal begins or ceases to hold. */
static inline void count_literal(struct search_state *state, uint32_t t, int32_t by)
{
    if (!state->holds) {
        add_to_term(state, t, by);
        return;
    }
    struct tally *term = &state->terms[t];
    if (!term->is_held) {
        term->is_held = true;
        vec_push(&state->list, t);
    }
    term->held += by;
}

/* Counts what was held back. */
void search_count_release(struct search_state *state)
{
    state->holds = false;
    for (size_t i = 0; i < state->list.n; i++) {
        uint32_t t = state->list.v[i];
        int32_t by = state->terms[t].held;
        state->terms[t].held = 0;
        state->terms[t].is_held = false;
        if (by != 0) {
            add_to_term(state, t, by);
        }
    }
    vec_clear(&state->list);
}

/* The costs and terms of a choice that has pieces, when it goes from one spot to another: what
 * counts it at both is not touched. */
static void change_pieces(struct search_state *state, struct spot from, struct spot to)
{
    const struct search_index *index = state->index;
    const struct piece none = {0};
    const struct piece *old = search_piece_at(index, from), *now = search_piece_at(index, to);
    old = old == NULL ? &none : old;
    now = now == NULL ? &none : now;
    for (uint32_t i = 0; i < old->n_costs; i++) {
        const struct level_cost *cost = &index->level_costs[old->first_cost + i];
        search_charge(state, cost->level, -cost->cost);
    }
    for (uint32_t i = 0; i < now->n_costs; i++) {
        const struct level_cost *cost = &index->level_costs[now->first_cost + i];
        search_charge(state, cost->level, cost->cost);
    }
    const struct mark *a = index->marks + old->first_mark, *a_end = a + old->n_marks;
    const struct mark *b = index->marks + now->first_mark, *b_end = b + now->n_marks;
    if (a == b && a_end == b_end) {
        return;
    }
    while (a < a_end || b < b_end) {
        if (b == b_end || (a < a_end && a->term < b->term)) {
            count_literal(state, a->term, -a->coef);
            a++;
        } else if (a == a_end || b->term < a->term) {
            count_literal(state, b->term, b->coef);
            b++;
        } else {
            if (a->coef != b->coef) {
                count_literal(state, a->term, b->coef - a->coef);
            }
            a++;
            b++;
        }
    }
}

/* The same, one way, for a choice that has none. */
static void count_single(struct search_state *state, uint32_t c, struct spot spot, int sign)
{
    const struct search_index *index = state->index;
    const struct search_choice *choice = &index->choices[c];
    if (spot.run == ID_NONE) {
        return;
    }
    struct room_id room = index->runs[spot.run].room;
    for (uint32_t i = choice->first_cost; i < choice->first_cost + choice->n_costs; i++) {
        const struct box_cost *cost = &index->costs[i];
        if (box_holds(cost->from, cost->to, cost->room, spot.tick, room)) {
            search_charge(state, cost->level, sign * cost->cost);
        }
    }
    for (uint32_t i = choice->first_box; i < choice->first_box + choice->n_boxes; i++) {
        const struct box *box = &index->boxes[i];
        if (box_holds(box->from, box->to, box->room, spot.tick, room)) {
            count_literal(state, box->term, sign * box->coef);
        }
    }
}

/* Costs of single placements, and terms. */
void search_count_place(struct search_state *state, uint32_t c, struct spot from, struct spot to)
{
    const struct search_choice *choice = &state->index->choices[c];
    if (choice->pieced) {
        change_pieces(state, from, to);
    } else if (choice->n_costs > 0 || choice->n_boxes > 0) {
        count_single(state, c, from, -1);
        count_single(state, c, to, 1);
    }
}

/* ---- without a move ------------------------------------------------------------------------ */

void search_count_marks(struct search_state *state, const struct mark *marks, uint32_t n,
                        int32_t by)
{
    for (uint32_t i = 0; i < n; i++) {
        count_literal(state, marks[i].term, marks[i].coef * by);
    }
}

void search_count_costs(struct search_state *state, const struct level_cost *costs, uint32_t n,
                        int32_t by)
{
    for (uint32_t i = 0; i < n; i++) {
        search_charge(state, costs[i].level, costs[i].cost * by);
    }
}

void search_count_forget(struct search_state *state)
{
    while (state->term_log.n > 0) {
        struct term_change change = state->term_log.v[--state->term_log.n];
        state->terms[change.term].n = change.was;
    }
    state->energy = state->was_energy;
    state->excess = state->was_excess;
    state->lane_energy = state->was_lane_energy;
    memcpy(state->level_cost, state->was_level_cost,
           state->index->model->levels.n * sizeof(int64_t));
}
