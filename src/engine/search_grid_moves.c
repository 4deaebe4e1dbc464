/* Moves in a grid: of events within a track, of cells, of rooms and sessions, of tracks. */
#include "engine/search_grid.h"

enum { RUIN_MOST = 3, RUIN_NOISE = 30, SHARE_EVERY = 4096, FORGET_TRIES = 100000, DRAWS = 1 << 16 };

static uint32_t draw(struct grid_state *state, uint32_t below)
{
    return rng_below(state->rng, below);
}

static uint32_t draw_event(struct grid_state *state)
{
    return draw(state, state->grid->n_events);
}

static uint32_t draw_sister(struct grid_state *state, uint32_t event)
{
    const struct grid *grid = state->grid;
    const struct cell_track *track = &grid->cells->tracks[grid->track[event]];
    return track->first + draw(state, track->n);
}

/* The cell of some event, so that full cells are drawn more often; ID_NONE. */
static uint32_t draw_full(struct grid_state *state)
{
    uint32_t cell = state->cell_of[draw_event(state)];
    return cell == state->grid->n_cells ? ID_NONE : cell;
}

static uint32_t cell_at(const struct grid *grid, uint32_t session, uint32_t room)
{
    return grid->cells->cell_at[session * grid->n_rooms + room];
}

/* Another cell: one in use, of the same session or room, or any. */
static uint32_t draw_other(struct grid_state *state, uint32_t cell)
{
    const struct grid *grid = state->grid;
    uint32_t first = grid->first_of[grid->session[cell]];
    switch (draw(state, 4)) {
    case 0:
        return first + draw(state, grid->first_of[grid->session[cell] + 1] - first);
    case 1:
        return cell_at(grid, draw(state, grid->n_sessions), grid->room[cell]);
    case 2:
        return draw_full(state);
    default:
        return draw(state, grid->n_cells);
    }
}

/* ---- events of a track ----------------------------------------------------------------------- */

static bool draw_two(struct grid_state *state, uint32_t *u, uint32_t *v)
{
    uint32_t out = state->grid->n_cells;
    *u = draw_event(state);
    *v = draw_sister(state, *u);
    return *u != *v && state->cell_of[*u] != out && state->cell_of[*v] != out;
}

static void swap_events(struct grid_state *state)
{
    uint32_t u, v;
    if (!draw_two(state, &u, &v)) {
        return;
    }
    uint32_t a = state->cell_of[u], b = state->cell_of[v];
    if (a == b && !state->grid->ticks) {
        return;
    }
    search_grid_swap(state, u, v);
    search_grid_trim(state, a);
    search_grid_trim(state, b);
}

static void rotate_events(struct grid_state *state)
{
    uint32_t u, v;
    if (!draw_two(state, &u, &v)) {
        return;
    }
    uint32_t w = draw_sister(state, u), c = state->cell_of[w];
    if (w == u || w == v || c == state->grid->n_cells) {
        return;
    }
    uint32_t a = state->cell_of[u], b = state->cell_of[v];
    search_grid_swap(state, u, v);
    search_grid_swap(state, u, w);
    search_grid_trim(state, a);
    search_grid_trim(state, b);
    search_grid_trim(state, c);
}

/* To another cell of its track. */
static void move_event(struct grid_state *state)
{
    uint32_t u, v;
    if (!draw_two(state, &u, &v)) {
        return;
    }
    uint32_t to = state->cell_of[v];
    if (to == state->cell_of[u] && !state->grid->ticks) {
        return;
    }
    search_grid_remove(state, u);
    search_grid_insert(state, u, to, draw(state, state->cells[to].n + 1U));
    while (state->cells[to].used > state->grid->capacity[to] && !state->failed) {
        uint32_t other = state->cells[to].v[draw(state, state->cells[to].n)];
        search_grid_spill(state, other == u ? state->cells[to].v[0] : other);
    }
}

/* Something that is out, or a piece of a cell, finds a place; the former mostly somebody else's. */
static void place_event(struct grid_state *state)
{
    uint32_t u = state->n_out > 0 ? state->out[draw(state, state->n_out)] : draw_event(state);
    uint32_t cell = draw(state, state->grid->n_cells);
    struct grid_cell *in = &state->cells[cell];
    if (cell == state->cell_of[u]) {
        return;
    }
    if (state->n_out > 0 && draw(state, 2) == 0) {
        (void)search_grid_place(state, u);
        return;
    }
    search_grid_remove(state, u);
    while (in->n > 0 && in->track != state->grid->track[u] && !state->failed) {
        search_grid_spill(state, in->v[in->n - 1]);
    }
    search_grid_insert(state, u, cell, draw(state, in->n + 1U));
    search_grid_trim(state, cell);
}

/* ---- cells ------------------------------------------------------------------------------- */

static void swap_cells(struct grid_state *state)
{
    uint32_t a = draw_full(state), b = a == ID_NONE ? ID_NONE : draw_other(state, a);
    if (b != ID_NONE) {
        search_grid_exchange(state, a, b);
    }
}

static void rotate_cells(struct grid_state *state)
{
    uint32_t a = draw_full(state), b = a == ID_NONE ? ID_NONE : draw_other(state, a);
    uint32_t c = b == ID_NONE ? ID_NONE : draw_other(state, b);
    if (c != ID_NONE && a != b && b != c && a != c) {
        search_grid_exchange(state, a, b);
        search_grid_exchange(state, a, c);
    }
}

static void empty(struct grid_state *state, uint32_t cell)
{
    while (state->cells[cell].n > 0 && !state->failed) {
        search_grid_spill(state, state->cells[cell].v[state->cells[cell].n - 1]);
    }
}

/* The events of one cell, or some of them, take another; whoever was there goes elsewhere. */
static void steal_cell(struct grid_state *state)
{
    uint32_t a = draw_full(state), b = a == ID_NONE ? ID_NONE : draw_other(state, a);
    if (b == ID_NONE || a == b) {
        return;
    }
    uint32_t kept = draw(state, 3) == 0 ? draw(state, state->cells[a].n) : 0;
    empty(state, b);
    if (kept == 0) {
        search_grid_exchange(state, a, b);
        return;
    }
    while (state->cells[a].n > kept && !state->failed) {
        uint32_t u = state->cells[a].v[kept];
        search_grid_remove(state, u);
        search_grid_insert(state, u, b, state->cells[b].n);
    }
    search_grid_trim(state, b);
}

static void merge_cell(struct grid_state *state)
{
    uint32_t a = draw_full(state);
    if (a != ID_NONE) {
        empty(state, a);
    }
}

static void reverse_cell(struct grid_state *state)
{
    uint32_t a = draw_full(state);
    if (a == ID_NONE || state->cells[a].n < 2) {
        return;
    }
    uint32_t from = draw(state, state->cells[a].n), to = draw(state, state->cells[a].n);
    for (; from < to; from++, to--) {
        search_grid_swap(state, state->cells[a].v[from], state->cells[a].v[to]);
    }
}

/* ---- rooms and sessions -------------------------------------------------------------------- */

/* Two rooms exchange what they hold in some sessions in a row, or in all. */
static void swap_rooms(struct grid_state *state)
{
    const struct grid *grid = state->grid;
    uint32_t a = draw_full(state), room = draw(state, grid->n_rooms);
    if (a == ID_NONE || grid->room[a] == room) {
        return;
    }
    uint32_t first = grid->session[a], last = first;
    if (draw(state, 3) == 0) {
        first = 0;
        last = grid->n_sessions - 1;
    } else {
        last += draw(state, grid->n_sessions - first);
    }
    for (uint32_t s = first; s <= last; s++) {
        uint32_t one = cell_at(grid, s, grid->room[a]), other = cell_at(grid, s, room);
        if (one != ID_NONE && other != ID_NONE) {
            search_grid_exchange(state, one, other);
        }
    }
}

static void swap_sessions(struct grid_state *state)
{
    const struct grid *grid = state->grid;
    uint32_t s = draw(state, grid->n_sessions), t = draw(state, grid->n_sessions);
    for (uint32_t r = 0; r < grid->n_rooms && s != t; r++) {
        uint32_t one = cell_at(grid, s, r), other = cell_at(grid, t, r);
        if (one != ID_NONE && other != ID_NONE) {
            search_grid_exchange(state, one, other);
        }
    }
}

/* A track goes to another room, in all its sessions, in those that it has in one room, or in some
 * in a row. */
static void move_track_room(struct grid_state *state)
{
    const struct grid *grid = state->grid;
    uint16_t found[GRID_CELLS];
    uint32_t u = draw_event(state), room = draw(state, grid->n_rooms), here = state->cell_of[u];
    uint32_t n = search_grid_list(state, grid->track[u], found), how = draw(state, 3);
    if (here == grid->n_cells) {
        return;
    }
    uint32_t last = grid->session[here] + draw(state, grid->n_sessions - grid->session[here]);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t session = grid->session[found[i]], other = cell_at(grid, session, room);
        bool is = how == 0 || grid->room[found[i]] == grid->room[here];
        is = is && (how < 2 || (session >= grid->session[here] && session <= last));
        if (other != ID_NONE && is) {
            search_grid_exchange(state, found[i], other);
        }
    }
}

/* A track's sessions all go by some sessions, earlier or later. */
static void move_track_time(struct grid_state *state)
{
    const struct grid *grid = state->grid;
    uint16_t found[GRID_CELLS];
    uint32_t n = search_grid_list(state, grid->track[draw_event(state)], found);
    if (n == 0) {
        return;
    }
    uint32_t lead = grid->session[found[draw(state, n)]], to = draw(state, grid->n_sessions);
    for (uint32_t k = 0; k < n && lead != to; k++) {
        /* In the order in which none is overrun by the one before. */
        uint32_t cell = found[to > lead ? n - 1 - k : k];
        uint32_t session = grid->session[cell] + to - lead;
        uint32_t there =
            session < grid->n_sessions ? cell_at(grid, session, grid->room[cell]) : ID_NONE;
        if (there != ID_NONE) {
            search_grid_exchange(state, cell, there);
        }
    }
}

/* ---- tracks ------------------------------------------------------------------------------ */

/* Cell by cell; what one has more goes along or is poured into what is left of the others. */
static void swap_tracks(struct grid_state *state)
{
    const struct grid *grid = state->grid;
    uint16_t mine[GRID_CELLS], others[GRID_CELLS];
    uint32_t a = grid->track[draw_event(state)], b = grid->track[draw_event(state)];
    if (a == b) {
        return;
    }
    uint32_t n = search_grid_list(state, a, mine), m = search_grid_list(state, b, others);
    for (uint32_t i = 0; i < n && i < m; i++) {
        search_grid_exchange(state, mine[i], others[i]);
    }
    for (uint32_t i = n < m ? n : m; i < (n < m ? m : n); i++) {
        empty(state, n < m ? others[i] : mine[i]);
    }
}

/* The events of a track change places, a stretch of them reversed. */
static void reverse_track(struct grid_state *state)
{
    const struct grid *grid = state->grid;
    uint16_t found[GRID_CELLS], events[GRID_TRACK];
    uint32_t n = search_grid_list(state, grid->track[draw_event(state)], found), n_events = 0;
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t k = 0; k < state->cells[found[i]].n; k++) {
            events[n_events++] = state->cells[found[i]].v[k];
        }
    }
    if (n_events < 2) {
        return;
    }
    uint32_t from = draw(state, n_events), to = draw(state, n_events);
    for (; from < to; from++, to--) {
        search_grid_swap(state, events[from], events[to]);
    }
    for (uint32_t i = 0; i < n; i++) {
        search_grid_trim(state, found[i]);
    }
}

/* Some tracks go out and are placed anew. */
static void ruin(struct grid_state *state)
{
    const struct grid *grid = state->grid;
    for (uint32_t n = 1 + draw(state, RUIN_MOST); n > 0; n--) {
        const struct cell_track *track = &grid->cells->tracks[grid->track[draw_event(state)]];
        for (uint32_t i = 0; i < track->n; i++) {
            search_grid_remove(state, track->first + i);
        }
    }
    search_grid_construct(state, RUIN_NOISE);
}

/* ---- the whole --------------------------------------------------------------------------- */

/* Each kind has its share of the work, in percent. */
static const struct move_kind {
    void (*move)(struct grid_state *state);
    uint32_t share;
} kinds[] = {
    {swap_events, 18},       {rotate_events, 5}, {move_event, 10},   {place_event, 1},
    {swap_cells, 22},        {rotate_cells, 4},  {steal_cell, 9},    {merge_cell, 5},
    {swap_rooms, 7},         {swap_sessions, 1}, {ruin, 3},          {move_track_room, 8},
    {move_track_time, 4},    {swap_tracks, 2},   {reverse_track, 1}, {reverse_cell, 1},
    {search_grid_spread, 5},
};

_Static_assert(BASE_COUNT(kinds) == GRID_KINDS, "each kind's work is counted");

/* How often each kind is drawn, from what it was found to take. */
static void share_out(struct grid_moves *moves)
{
    double sum = 0.0, until = 0.0;
    for (uint32_t k = 0; k < GRID_KINDS; k++) {
        double tries = (double)(moves->tries[k] + 1), work = (double)(moves->work[k] + 4);
        sum += kinds[k].share * tries / work;
    }
    for (uint32_t k = 0; k < GRID_KINDS; k++) {
        double tries = (double)(moves->tries[k] + 1), work = (double)(moves->work[k] + 4);
        until += kinds[k].share * tries / work;
        moves->until[k] = (uint32_t)(until / sum * DRAWS);
        if (moves->tries[k] > FORGET_TRIES) {
            moves->tries[k] /= 2;
            moves->work[k] /= 2;
        }
    }
    moves->until[GRID_KINDS - 1] = DRAWS;
}

void search_grid_move(struct grid_state *state, struct grid_moves *moves, bool order)
{
    if (moves->n++ % SHARE_EVERY == 0) {
        share_out(moves);
    }
    uint32_t number = draw(state, DRAWS), kind = 0;
    while (number >= moves->until[kind]) {
        kind++;
    }
    uint64_t before = state->done;
    kinds[kind].move(state);
    search_grid_settle(state, order);
    moves->tries[kind]++;
    moves->work[kind] += 1 + state->done - before;
}
