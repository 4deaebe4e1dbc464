/* The state of a grid: its operations, with what they cost and how they are undone. */
#include "engine/search_grid.h"

enum { OP_INSERT, OP_REMOVE, OP_EXCHANGE, OP_SWAP };

/* ---- what things cost ---------------------------------------------------------------------- */

/* Events in other cells of the cell's session that the event should not be beside. */
static int64_t conflicts(const struct grid_state *state, uint32_t event, uint32_t cell)
{
    const struct grid *grid = state->grid;
    uint8_t session = grid->session[cell];
    int64_t sum = 0;
    for (uint32_t i = grid->first_pair[event]; i < grid->first_pair[event + 1]; i++) {
        uint32_t other = state->cell_of[grid->pairs[i].other];
        sum += grid->session[other] == session && other != cell ? grid->pairs[i].cost : 0;
    }
    return sum;
}

int64_t search_grid_event_delta(const struct grid_state *state, uint32_t event, uint32_t cell)
{
    return state->grid->event_cost[(size_t)event * state->grid->n_cells + cell] +
           conflicts(state, event, cell);
}

int64_t search_grid_track_delta(const struct grid_state *state, uint32_t track, uint32_t cell)
{
    const struct grid *grid = state->grid;
    uint32_t session = grid->session[cell], room = grid->room[cell];
    uint32_t n_rooms = grid->n_rooms + 1, here = track * grid->n_sessions + session;
    int64_t sum = grid->track_cost[(size_t)track * grid->n_cells + cell];
    const int32_t *parallel = grid->parallel + (size_t)here * n_rooms + state->n_session[here];
    sum += parallel[1] - parallel[0];
    if (grid->has_beside[track]) {
        const int32_t *beside = grid->beside + (size_t)track * (grid->n_tracks + 1);
        for (uint32_t c = grid->first_of[session]; c < grid->first_of[session + 1]; c++) {
            sum += c == cell ? 0 : beside[state->cells[c].track];
        }
    }
    if (state->n_room[track * grid->n_rooms + room] == 0) {
        const int32_t *rooms = grid->rooms + (size_t)track * n_rooms + state->n_rooms[track];
        sum += rooms[1] - rooms[0];
    }
    if (state->n_session[here] == 0) {
        const int32_t *costs = grid->sessions_cost[track];
        sum += costs[state->used[track] | 1U << session] - costs[state->used[track]];
    }
    return sum;
}

static int64_t meet(const struct grid_state *state, uint32_t event, uint32_t cell, uint32_t but)
{
    const struct grid *grid = state->grid;
    uint32_t sessions = grid->meets[grid->session[cell]];
    int32_t from = state->start[event], to = from + grid->length[event];
    int64_t sum = 0;
    for (uint32_t i = grid->first_meeting[event]; i < grid->first_meeting[event + 1]; i++) {
        const struct grid_meeting *meeting = &grid->meetings[i];
        uint32_t other = state->cell_of[meeting->other];
        if ((sessions >> (grid->session[other] & 31) & 1) == 0 || other == cell || other == but) {
            continue;
        }
        int32_t begin = state->start[meeting->other];
        int32_t end = begin + grid->length[meeting->other];
        int32_t both = (to < end ? to : end) - (from > begin ? from : begin);
        sum +=
            (both > 0 ? (int64_t)both * meeting->tick : 0) + (from == begin ? meeting->start : 0);
    }
    return sum;
}

/* What the events from `at` on cost by time, but for those of the cell `but`. */
static int64_t meetings(const struct grid_state *state, uint32_t cell, uint32_t at, uint32_t but)
{
    const struct grid *grid = state->grid;
    const struct grid_cell *in = &state->cells[cell];
    if (in->n == 0 || (!grid->meets_others[in->track] &&
                       state->n_session[in->track * grid->n_sessions + grid->session[cell]] < 2)) {
        return 0;
    }
    int64_t sum = 0;
    for (; at < in->n; at++) {
        sum += meet(state, in->v[at], cell, but);
    }
    return sum;
}

static void set_starts(struct grid_state *state, uint32_t cell, uint32_t at)
{
    const struct grid_cell *in = &state->cells[cell];
    int32_t tick = state->grid->from[cell];
    for (uint32_t i = 0; i < in->n; i++) {
        if (i >= at) {
            state->start[in->v[i]] = tick;
        }
        tick += state->grid->length[in->v[i]];
    }
}

/* ---- changes without costs ------------------------------------------------------------------- */

static void occupy(struct grid_state *state, uint32_t track, uint32_t cell)
{
    const struct grid *grid = state->grid;
    uint32_t session = grid->session[cell], room = grid->room[cell];
    state->n_session[track * grid->n_sessions + session]++;
    if (state->n_room[track * grid->n_rooms + room]++ == 0) {
        state->n_rooms[track]++;
    }
    state->used[track] |= 1U << session;
    state->held[track].v[cell / 64] |= UINT64_C(1) << (cell % 64);
    state->cells[cell].track = (uint16_t)track;
}

static void vacate(struct grid_state *state, uint32_t track, uint32_t cell)
{
    const struct grid *grid = state->grid;
    uint32_t session = grid->session[cell], room = grid->room[cell];
    if (--state->n_session[track * grid->n_sessions + session] == 0) {
        state->used[track] &= ~(1U << session);
    }
    if (--state->n_room[track * grid->n_rooms + room] == 0) {
        state->n_rooms[track]--;
    }
    state->held[track].v[cell / 64] &= ~(UINT64_C(1) << (cell % 64));
    state->cells[cell].track = (uint16_t)grid->n_tracks;
}

static void put_in(struct grid_state *state, uint32_t event, uint32_t cell, uint32_t at)
{
    struct grid_cell *in = &state->cells[cell];
    for (uint32_t i = in->n++; i > at; i--) {
        in->v[i] = in->v[i - 1];
    }
    in->v[at] = (uint16_t)event;
    in->used += state->grid->length[event];
    state->cell_of[event] = (uint16_t)cell;
    uint16_t last = state->out[--state->n_out];
    state->out[state->out_at[event]] = last;
    state->out_at[last] = state->out_at[event];
}

static void take_out(struct grid_state *state, uint32_t event, uint32_t cell, uint32_t at)
{
    struct grid_cell *in = &state->cells[cell];
    in->n--;
    for (uint32_t i = at; i < in->n; i++) {
        in->v[i] = in->v[i + 1];
    }
    in->used -= state->grid->length[event];
    state->cell_of[event] = (uint16_t)state->grid->n_cells;
    state->out_at[event] = (uint16_t)state->n_out;
    state->out[state->n_out++] = (uint16_t)event;
}

static void exchange_contents(struct grid_state *state, uint32_t a, uint32_t b)
{
    struct grid_cell was = state->cells[a];
    state->cells[a] = state->cells[b];
    state->cells[b] = was;
    for (uint32_t i = 0; i < state->cells[a].n; i++) {
        state->cell_of[state->cells[a].v[i]] = (uint16_t)a;
    }
    for (uint32_t i = 0; i < state->cells[b].n; i++) {
        state->cell_of[state->cells[b].v[i]] = (uint16_t)b;
    }
    if (state->grid->ticks) {
        set_starts(state, a, 0);
        set_starts(state, b, 0);
    }
}

static void swap_events(struct grid_state *state, uint32_t u, uint32_t v)
{
    const struct grid *grid = state->grid;
    uint16_t a = state->cell_of[u], b = state->cell_of[v];
    uint32_t at = search_grid_position(state, u), to = search_grid_position(state, v);
    int32_t longer = grid->length[v] - grid->length[u];
    state->cells[a].v[at] = (uint16_t)v;
    state->cells[b].v[to] = (uint16_t)u;
    state->cells[a].used += longer;
    state->cells[b].used -= longer;
    state->cell_of[u] = b;
    state->cell_of[v] = a;
    if (grid->ticks) {
        set_starts(state, a, 0);
        set_starts(state, b, 0);
    }
}

/* ---- operations ------------------------------------------------------------------------------ */

static void note(struct grid_state *state, struct grid_op op)
{
    state->done++;
    if (state->n_ops == GRID_OPS) {
        BUG("a move of too many operations");
    }
    if (state->n_ops == 0) {
        state->was_energy = state->energy;
    }
    state->ops[state->n_ops++] = op;
    state->failed = state->failed || state->n_ops > GRID_OPS / 2;
}

static void touch(struct grid_state *state, uint32_t track)
{
    if (track == state->grid->n_tracks || !state->grid->cells->tracks[track].counted ||
        state->is_touched[track]) {
        return;
    }
    if (state->n_touched == BASE_COUNT(state->touched)) {
        state->failed = true;
        return;
    }
    state->is_touched[track] = true;
    state->touched[state->n_touched++] = (uint16_t)track;
}

void search_grid_insert(struct grid_state *state, uint32_t event, uint32_t cell, uint32_t at)
{
    const struct grid *grid = state->grid;
    struct grid_cell *in = &state->cells[cell];
    uint32_t track = grid->track[event];
    bool may = grid->event_cost[(size_t)event * grid->n_cells + cell] != GRID_NEVER;
    if (!may || in->n == GRID_EVENTS || (in->n > 0 && in->track != track) || state->failed) {
        state->failed = true;
        return;
    }
    note(state, (struct grid_op){OP_INSERT, (uint8_t)at, (uint16_t)event, (uint16_t)cell, 0});
    touch(state, track);
    state->energy += search_grid_event_delta(state, event, cell) - grid->out_cost[event];
    state->energy -= grid->ticks ? meetings(state, cell, at, ID_NONE) : 0;
    if (in->n == 0) {
        state->energy += search_grid_track_delta(state, track, cell);
        occupy(state, track, cell);
    }
    put_in(state, event, cell, at);
    if (grid->ticks) {
        set_starts(state, cell, at);
        state->energy += meetings(state, cell, at, ID_NONE);
    }
}

void search_grid_remove(struct grid_state *state, uint32_t event)
{
    const struct grid *grid = state->grid;
    uint32_t cell = state->cell_of[event], track = grid->track[event];
    if (cell == grid->n_cells || state->failed) {
        return;
    }
    uint32_t at = search_grid_position(state, event);
    note(state, (struct grid_op){OP_REMOVE, (uint8_t)at, (uint16_t)event, (uint16_t)cell, 0});
    touch(state, track);
    state->energy -= grid->ticks ? meetings(state, cell, at, ID_NONE) : 0;
    take_out(state, event, cell, at);
    state->energy -= search_grid_event_delta(state, event, cell) - grid->out_cost[event];
    if (state->cells[cell].n == 0) {
        vacate(state, track, cell);
        state->energy -= search_grid_track_delta(state, track, cell);
    }
    if (grid->ticks) {
        set_starts(state, cell, at);
        state->energy += meetings(state, cell, at, ID_NONE);
    }
}

/* What the events of the cell cost there by themselves and, when `beside`, for others beside. */
static int64_t contents_cost(struct grid_state *state, uint32_t cell, bool beside)
{
    const struct grid *grid = state->grid;
    const struct grid_cell *in = &state->cells[cell];
    int64_t sum = 0;
    for (uint32_t i = 0; i < in->n; i++) {
        int32_t cost = grid->event_cost[(size_t)in->v[i] * grid->n_cells + cell];
        state->failed = state->failed || cost == GRID_NEVER;
        sum += cost + (beside ? conflicts(state, in->v[i], cell) : 0);
    }
    return sum;
}

static int64_t leave(struct grid_state *state, uint32_t cell)
{
    uint32_t track = state->cells[cell].track;
    if (track == state->grid->n_tracks) {
        return 0;
    }
    vacate(state, track, cell);
    return search_grid_track_delta(state, track, cell);
}

static int64_t enter(struct grid_state *state, uint32_t track, uint32_t cell)
{
    if (track == state->grid->n_tracks) {
        return 0;
    }
    int64_t more = search_grid_track_delta(state, track, cell);
    occupy(state, track, cell);
    return more;
}

void search_grid_exchange(struct grid_state *state, uint32_t a, uint32_t b)
{
    const struct grid *grid = state->grid;
    uint16_t one = state->cells[a].track, other = state->cells[b].track;
    bool beside = grid->session[a] != grid->session[b];
    if (a == b || (one == grid->n_tracks && other == one) || state->failed) {
        return;
    }
    note(state, (struct grid_op){OP_EXCHANGE, 0, 0, (uint16_t)a, (uint16_t)b});
    touch(state, one);
    touch(state, other);
    state->done += state->cells[a].n + state->cells[b].n;
    int64_t less = contents_cost(state, a, beside) + contents_cost(state, b, beside);
    less += grid->ticks ? meetings(state, a, 0, ID_NONE) + meetings(state, b, 0, a) : 0;
    if (one != other) {
        less += leave(state, a);
        less += leave(state, b);
    }
    exchange_contents(state, a, b);
    int64_t more = 0;
    if (one != other) {
        state->cells[a].track = state->cells[b].track = (uint16_t)grid->n_tracks;
        more += enter(state, other, a);
        more += enter(state, one, b);
    }
    more += contents_cost(state, a, beside) + contents_cost(state, b, beside);
    more += grid->ticks ? meetings(state, a, 0, ID_NONE) + meetings(state, b, 0, a) : 0;
    state->energy += more - less;
    search_grid_trim(state, a);
    search_grid_trim(state, b);
}

void search_grid_swap(struct grid_state *state, uint32_t u, uint32_t v)
{
    const struct grid *grid = state->grid;
    uint32_t a = state->cell_of[u], b = state->cell_of[v];
    const int32_t *cost = grid->event_cost;
    size_t n = grid->n_cells;
    if (a == n || b == n || cost[u * n + b] == GRID_NEVER || cost[v * n + a] == GRID_NEVER ||
        state->failed) {
        state->failed = true;
        return;
    }
    note(state, (struct grid_op){OP_SWAP, 0, 0, (uint16_t)u, (uint16_t)v});
    touch(state, grid->track[u]);
    int64_t less =
        a == b ? 0 : search_grid_event_delta(state, u, a) + search_grid_event_delta(state, v, b);
    less += grid->ticks ? meetings(state, a, 0, ID_NONE) : 0;
    less += grid->ticks && a != b ? meetings(state, b, 0, a) : 0;
    swap_events(state, u, v);
    int64_t more =
        a == b ? 0 : search_grid_event_delta(state, u, b) + search_grid_event_delta(state, v, a);
    more += grid->ticks ? meetings(state, a, 0, ID_NONE) : 0;
    more += grid->ticks && a != b ? meetings(state, b, 0, a) : 0;
    state->energy += more - less;
}

void search_grid_spill(struct grid_state *state, uint32_t event)
{
    search_grid_remove(state, event);
    if (state->n_spill == GRID_TRACK) {
        state->failed = true;
    } else {
        state->spill[state->n_spill++] = (uint16_t)event;
    }
}

void search_grid_trim(struct grid_state *state, uint32_t cell)
{
    const struct grid_cell *in = &state->cells[cell];
    while (in->used > state->grid->capacity[cell] && !state->failed) {
        search_grid_spill(state, in->v[in->n - 1]);
    }
}

/* ---- keeping and undoing --------------------------------------------------------------------- */

void search_grid_keep(struct grid_state *state)
{
    for (uint32_t i = 0; i < state->n_touched; i++) {
        state->is_touched[state->touched[i]] = false;
    }
    state->n_touched = state->n_recounted = state->n_ops = state->n_spill = 0;
    state->failed = false;
}

static void undo_one(struct grid_state *state, struct grid_op op)
{
    const struct grid *grid = state->grid;
    if (op.kind == OP_INSERT) {
        take_out(state, op.event, op.a, op.at);
        if (state->cells[op.a].n == 0) {
            vacate(state, grid->track[op.event], op.a);
        }
    } else if (op.kind == OP_REMOVE) {
        if (state->cells[op.a].n == 0) {
            occupy(state, grid->track[op.event], op.a);
        }
        put_in(state, op.event, op.a, op.at);
    } else if (op.kind == OP_SWAP) {
        swap_events(state, op.a, op.b);
        return;
    } else {
        uint16_t one = state->cells[op.a].track, other = state->cells[op.b].track;
        if (one != grid->n_tracks) {
            vacate(state, one, op.a);
        }
        if (other != grid->n_tracks) {
            vacate(state, other, op.b);
        }
        exchange_contents(state, op.a, op.b);
        if (one != grid->n_tracks) {
            occupy(state, one, op.b);
        }
        if (other != grid->n_tracks) {
            occupy(state, other, op.a);
        }
        return;
    }
    if (grid->ticks) {
        set_starts(state, op.a, 0);
    }
}

void search_grid_undo(struct grid_state *state)
{
    if (state->n_ops > 0) {
        state->energy = state->was_energy;
    }
    while (state->n_ops > 0) {
        undo_one(state, state->ops[--state->n_ops]);
    }
    for (uint32_t i = state->n_recounted; i-- > 0;) {
        state->misplaced[state->recounted[i].track] = state->recounted[i].was;
    }
    search_grid_keep(state);
}
