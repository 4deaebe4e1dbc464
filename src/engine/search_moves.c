#include "engine/search_moves.h"

#include "engine/search_series.h"

#include <stdlib.h>

enum { CHAIN_MOST = 4, PUSH_MOST = 12, GROUP_MOST = 64, NEAR = 8 };

static uint32_t draw_choice(const struct search_state *state, struct rng *rng)
{
    return rng_below(rng, (uint32_t)state->index->model->choices.n);
}

static struct room_id room_of(const struct search_state *state, struct spot spot)
{
    if (spot.run == ID_NONE) {
        return (struct room_id){ID_NONE};
    }
    return state->index->runs[spot.run].room;
}

/* A start near the present one, in the same run. */
static struct spot draw_near(const struct search_state *state, struct rng *rng, uint32_t c)
{
    struct spot spot = state->at[c];
    const struct search_run *run = &state->index->runs[spot.run];
    int32_t steps = 1 + (int32_t)rng_below(rng, NEAR);
    spot.tick += (rng_below(rng, 2) == 0 ? steps : -steps) * run->step;
    bool inside =
        spot.tick >= run->first && spot.tick <= run->first + (int32_t)(run->n - 1) * run->step;
    return inside ? spot : state->at[c];
}

struct spot search_move_draw(const struct search_state *state, struct rng *rng, uint32_t c)
{
    const struct search_choice *choice = &state->index->choices[c];
    struct spot at = state->at[c];
    if (at.run != ID_NONE && state->index->runs[at.run].n > 2 * NEAR && rng_below(rng, 4) == 0) {
        return draw_near(state, rng, c);
    }
    return search_index_spot(state->index, c, rng_below(rng, choice->n));
}

/* ---- swap and chain --------------------------------------------------------------------- */

bool search_move_draw_swap(const struct search_state *state, struct rng *rng,
                           struct search_swap *swap)
{
    const struct search_index *index = state->index;
    uint32_t c = draw_choice(state, rng), d;
    if (rng_below(rng, 8) == 0) {
        d = draw_choice(state, rng);
    } else {
        d = index->by_length[index->alike[c].first + rng_below(rng, index->alike[c].n)];
    }
    struct spot at_c = state->at[c], at_d = state->at[d];
    if (c == d || at_c.run == ID_NONE || at_d.run == ID_NONE ||
        (at_c.tick == at_d.tick && room_of(state, at_c).v == room_of(state, at_d).v)) {
        return false;
    }
    swap->c = c;
    swap->d = d;
    swap->to_c = search_index_find(index, c, room_of(state, at_d), at_d.tick);
    if (swap->to_c.run == ID_NONE) {
        return false;
    }
    swap->to_d = search_index_find(index, d, room_of(state, at_c), at_c.tick);
    return swap->to_d.run != ID_NONE;
}

/* c goes where d is, d where e is, …; the last goes anywhere, or to where c was. */
static bool chain(struct search_state *state, struct rng *rng)
{
    uint32_t c = draw_choice(state, rng);
    struct spot start = state->at[c];
    struct room_id start_room = room_of(state, start);
    uint32_t length = 2 + rng_below(rng, CHAIN_MOST - 1);
    for (uint32_t i = 1; i < length; i++) {
        uint32_t d = draw_choice(state, rng);
        struct spot at = state->at[d];
        struct spot to = at.run == ID_NONE || d == c
                             ? SPOT_OUT
                             : search_index_find(state->index, c, room_of(state, at), at.tick);
        if (to.run == ID_NONE) {
            break;
        }
        search_state_put(state, c, to);
        c = d;
    }
    if (state->log.n == 0 || state->index->choices[c].n == 0) {
        search_state_undo(state);
        return false;
    }
    struct spot last = SPOT_OUT;
    if (start.run != ID_NONE && rng_below(rng, 2) == 0) {
        last = search_index_find(state->index, c, start_room, start.tick);
    }
    search_state_put(state, c, last.run != ID_NONE ? last : search_move_draw(state, rng, c));
    return true;
}

/* ---- push --------------------------------------------------------------------------------- */

/* How long the choice keeps its room busy. */
static int32_t busy(const struct search_state *state, uint32_t c, struct spot spot)
{
    const struct search_run *run = &state->index->runs[spot.run];
    int32_t length = state->index->choices[c].length;
    for (uint32_t i = run->first_ref; i < run->first_ref + run->n_refs; i++) {
        length = state->index->refs[i].length > length ? state->index->refs[i].length : length;
    }
    return length;
}

bool search_move_takes_one(const struct search_state *state, struct spot spot)
{
    const struct search_run *run = &state->index->runs[spot.run];
    bool one = false;
    for (uint32_t i = run->first_ref; i < run->first_ref + run->n_refs; i++) {
        const struct lane *lane = &state->index->lanes[state->index->refs[i].lane];
        one = one || (lane->at_most && lane->most == 1);
    }
    return one;
}

/* Another choice in the room that runs in [from, to); ID_NONE. The first of them to start. */
static uint32_t find_in_way(const struct search_state *state, struct room_id room, uint32_t besides,
                            int32_t from, int32_t to)
{
    const struct room_list *list = &state->rooms[room.v];
    uint32_t found = ID_NONE;
    for (size_t i = 0; i < list->n; i++) {
        uint32_t c = list->v[i];
        struct spot spot = state->at[c];
        if (c != besides && spot.tick < to && from < spot.tick + busy(state, c, spot) &&
            (found == ID_NONE || spot.tick < state->at[found].tick)) {
            found = c;
        }
    }
    return found;
}

struct spot search_move_first_from(const struct search_state *state, uint32_t c,
                                   struct room_id room, int32_t tick)
{
    const struct search_choice *choice = &state->index->choices[c];
    struct spot best = SPOT_OUT;
    for (uint32_t k = choice->first_run; k < choice->first_run + choice->n_runs; k++) {
        const struct search_run *run = &state->index->runs[k];
        int32_t last = run->first + (int32_t)(run->n - 1) * run->step;
        if (run->room.v != room.v || last < tick) {
            continue;
        }
        int32_t steps = tick <= run->first ? 0 : (tick - run->first + run->step - 1) / run->step;
        int32_t at = run->first + steps * run->step;
        if (best.run == ID_NONE || at < best.tick) {
            best = (struct spot){k, at};
        }
    }
    return best;
}

/* c goes to a random place, whoever runs there moves behind it, and so on; who finds no room behind
 * goes anywhere, or where c was. */
static bool push(struct search_state *state, struct rng *rng)
{
    const struct room_list *out = search_state_out(state);
    bool from_out = out->n > 0 && rng_below(rng, 2) == 0;
    uint32_t c = from_out ? out->v[rng_below(rng, (uint32_t)out->n)] : draw_choice(state, rng);
    const struct search_choice *choice = &state->index->choices[c];
    struct spot old = state->at[c];
    if (choice->n == 0) {
        return false;
    }
    struct spot to = search_index_spot(state->index, c, rng_below(rng, choice->n));
    struct room_id room = room_of(state, to);
    if (room.v == ID_NONE || (to.run == old.run && to.tick == old.tick) ||
        !search_move_takes_one(state, to)) {
        return false;
    }
    search_state_put(state, c, to);
    for (uint32_t i = 0; i < PUSH_MOST; i++) {
        int32_t end = state->at[c].tick + busy(state, c, state->at[c]);
        uint32_t d = find_in_way(state, room, c, state->at[c].tick, end);
        if (d == ID_NONE) {
            return true;
        }
        struct spot next = search_move_first_from(state, d, room, end);
        if (next.run == ID_NONE || next.tick - end > state->index->choices[d].length) {
            next = old.run == ID_NONE
                       ? SPOT_OUT
                       : search_move_first_from(state, d, room_of(state, old), old.tick);
            search_state_put(state, d,
                             next.run != ID_NONE ? next : search_move_draw(state, rng, d));
            return true;
        }
        search_state_put(state, d, next);
        c = d;
    }
    return true;
}

/* ---- rooms, times and groups ----------------------------------------------------------------- */

/* The choices of a room that start in [from, to), at most GROUP_MOST. */
static uint32_t list_between(const struct search_state *state, uint32_t room, int32_t from,
                             int32_t to, uint32_t *found)
{
    uint32_t n = 0;
    const struct room_list *list = &state->rooms[room];
    for (size_t i = 0; i < list->n && n < GROUP_MOST; i++) {
        int32_t tick = state->at[list->v[i]].tick;
        if (from <= tick && tick < to) {
            found[n++] = list->v[i];
        }
    }
    return n;
}

/* Puts each choice `by` ticks later in the room; false when one of them may not be there. */
static bool put_all(struct search_state *state, const uint32_t *choices, uint32_t n,
                    struct room_id room, int32_t by)
{
    for (uint32_t i = 0; i < n; i++) {
        int32_t tick = state->at[choices[i]].tick + by;
        struct spot to =
            tick < 0 ? SPOT_OUT : search_index_find(state->index, choices[i], room, tick);
        if (to.run == ID_NONE) {
            search_state_undo(state);
            return false;
        }
        search_state_put(state, choices[i], to);
    }
    return n > 0;
}

static bool rooms(struct search_state *state, struct rng *rng)
{
    uint32_t mine[GROUP_MOST], other[GROUP_MOST];
    uint32_t c = draw_choice(state, rng), d = draw_choice(state, rng);
    struct room_id a = room_of(state, state->at[c]), b = room_of(state, state->at[d]);
    if (a.v == ID_NONE || b.v == ID_NONE || a.v == b.v) {
        return false;
    }
    int32_t from = state->at[c].tick;
    int32_t span = 1 + (int32_t)rng_below(rng, (uint32_t)(8 * state->index->choices[c].length));
    uint32_t n_mine = list_between(state, a.v, from, from + span, mine);
    uint32_t n_other = list_between(state, b.v, from, from + span, other);
    return put_all(state, mine, n_mine, b, 0) &&
           (n_other == 0 || put_all(state, other, n_other, a, 0));
}

/* What starts at the times of two choices changes places, room by room. */
static bool times(struct search_state *state, struct rng *rng)
{
    uint32_t found[GROUP_MOST];
    uint32_t c = draw_choice(state, rng), d = draw_choice(state, rng);
    int32_t s = state->at[c].tick, t = state->at[d].tick;
    if (state->at[c].run == ID_NONE || state->at[d].run == ID_NONE || s == t) {
        return false;
    }
    for (uint32_t r = 0; r < state->index->n_rooms; r++) {
        uint32_t n = list_between(state, r, s, s + 1, found);
        uint32_t both = n;
        const struct room_list *list = &state->rooms[r];
        for (size_t i = 0; i < list->n && both < GROUP_MOST; i++) {
            if (state->at[list->v[i]].tick == t) {
                found[both++] = list->v[i];
            }
        }
        if ((n > 0 && !put_all(state, found, n, (struct room_id){r}, t - s)) ||
            (both > n && !put_all(state, found + n, both - n, (struct room_id){r}, s - t))) {
            return false;
        }
    }
    return true;
}

/* The members of a timeline that are in one room: all to another room, or all by some time. */
static bool group(struct search_state *state, struct rng *rng)
{
    uint32_t found[GROUP_MOST], n = 0;
    const struct model *model = state->index->model;
    if (model->timelines.n == 0) {
        return false;
    }
    const struct timeline *timeline =
        &model->timelines.v[rng_below(rng, (uint32_t)model->timelines.n)];
    uint32_t lead = model->members.v[timeline->first + rng_below(rng, timeline->n)].choice.v;
    struct room_id room = room_of(state, state->at[lead]);
    if (timeline->kind == TIMELINE_AT_MOST || room.v == ID_NONE) {
        return false;
    }
    for (uint32_t i = 0; i < timeline->n && n < GROUP_MOST; i++) {
        uint32_t c = model->members.v[timeline->first + i].choice.v;
        if (room_of(state, state->at[c]).v == room.v) {
            found[n++] = c;
        }
    }
    struct spot to =
        search_index_spot(state->index, lead, rng_below(rng, state->index->choices[lead].n));
    int32_t by = rng_below(rng, 2) == 0 ? 0 : to.tick - state->at[lead].tick;
    struct room_id there = room_of(state, to);
    return there.v != ID_NONE && (there.v != room.v || by != 0) &&
           put_all(state, found, n, there, by);
}

bool search_move_try(struct search_state *state, struct rng *rng, enum search_move move)
{
    switch (move) {
    case SEARCH_CHAIN:
        return chain(state, rng);
    case SEARCH_PUSH:
        return push(state, rng);
    case SEARCH_ROOMS:
        return rooms(state, rng);
    case SEARCH_TIMES:
        return times(state, rng);
    case SEARCH_GROUP:
        return group(state, rng);
    case SEARCH_SERIES:
        return search_series_move(state, rng);
    case SEARCH_SHIFT:
    case SEARCH_SWAP:
    case SEARCH_MOVES:
        break;
    }
    return false;
}
