#include "engine/search_cell_draw.h"

enum { CYCLE = 3, NUMBERED = 8, RUIN_MOST = 3, RUIN_ONE_IN = 2000, RUIN_NOISE = 30 };

/* Another cell: one in use, of the same session or room, or any. */
static uint32_t draw_other_cell(struct desk *desk, uint32_t cell)
{
    const struct search_cells *cells = desk->cells;
    const struct cell *in = &cells->cells[cell];
    switch (draw(desk, 4)) {
    case 0:
        return cells->cell_at[in->session * cells->n_rooms + draw(desk, cells->n_rooms)];
    case 1:
        return cells->cell_at[draw(desk, cells->n_sessions) * cells->n_rooms + in->room.v];
    case 2:
        return draw_full_cell(desk);
    default:
        return draw(desk, cells->n_cells);
    }
}

static void exchange(struct desk *desk, uint32_t a, uint32_t b)
{
    struct desk_cell *one = search_desk_open(desk, a), *other = search_desk_open(desk, b);
    if (desk->failed) {
        return;
    }
    uint32_t slot = desk->slot[one->cell];
    desk->slot[one->cell] = desk->slot[other->cell];
    desk->slot[other->cell] = slot;
    uint32_t cell = one->cell;
    one->cell = other->cell;
    other->cell = cell;
}

/* ---- cells ------------------------------------------------------------------------------ */

static void swap_cells(struct desk *desk)
{
    uint32_t a = draw_full_cell(desk);
    uint32_t b = a == ID_NONE ? ID_NONE : draw_other_cell(desk, a);
    if (b != ID_NONE && a != b) {
        exchange(desk, a, b);
    }
}

static void rotate_cells(struct desk *desk)
{
    uint32_t a = draw_full_cell(desk);
    uint32_t b = a == ID_NONE ? ID_NONE : draw_other_cell(desk, a);
    uint32_t c = b == ID_NONE ? ID_NONE : draw_other_cell(desk, b);
    if (c != ID_NONE && a != b && b != c && a != c) {
        exchange(desk, a, b);
        exchange(desk, a, c);
    }
}

/* The events of one cell take another; whoever was there goes to other cells of its track. */
static void steal_cell(struct desk *desk)
{
    uint32_t a = draw_full_cell(desk);
    uint32_t b = a == ID_NONE ? ID_NONE : draw_other_cell(desk, a);
    if (b == ID_NONE || a == b) {
        return;
    }
    struct desk_cell *from = search_desk_open(desk, a), *to = search_desk_open(desk, b);
    if (desk->failed) {
        return;
    }
    for (uint32_t i = 0; i < to->n; i++) {
        search_desk_spill(desk, to->v[i]);
    }
    uint32_t kept = draw(desk, 3) == 0 ? draw(desk, from->n) : 0;
    to->n = 0;
    for (uint32_t i = kept; i < from->n; i++) {
        to->v[to->n++] = from->v[i];
    }
    from->n = kept;
}

static void merge_cell(struct desk *desk)
{
    uint32_t a = draw_full_cell(desk);
    struct desk_cell *open = a == ID_NONE ? NULL : search_desk_open(desk, a);
    for (uint32_t i = 0; open != NULL && i < open->n; i++) {
        search_desk_spill(desk, open->v[i]);
    }
    if (open != NULL) {
        open->n = 0;
    }
}

static void reverse_cell(struct desk *desk)
{
    uint32_t a = draw_full_cell(desk);
    if (a == ID_NONE) {
        return;
    }
    struct desk_cell *open = search_desk_open(desk, a);
    uint32_t from = draw(desk, open->n), to = draw(desk, open->n);
    for (; from < to; from++, to--) {
        uint32_t c = open->v[from];
        open->v[from] = open->v[to];
        open->v[to] = c;
    }
}

/* ---- rooms and sessions -------------------------------------------------------------------- */

/* Two rooms exchange what they hold in a session, in some sessions in a row, or in all. */
static void swap_rooms(struct desk *desk)
{
    const struct search_cells *cells = desk->cells;
    uint32_t a = draw_full_cell(desk), r = draw(desk, cells->n_rooms);
    if (a == ID_NONE || cells->cells[a].room.v == r) {
        return;
    }
    uint32_t first = cells->cells[a].session, last = first;
    switch (draw(desk, 3)) {
    case 0:
        first = 0;
        last = cells->n_sessions - 1;
        break;
    case 1:
        last += draw(desk, cells->n_sessions - first);
        break;
    default:
        break;
    }
    for (uint32_t s = first; s <= last && !desk->failed; s++) {
        uint32_t one = cells->cell_at[s * cells->n_rooms + cells->cells[a].room.v];
        uint32_t other = cells->cell_at[s * cells->n_rooms + r];
        if (one != ID_NONE && other != ID_NONE) {
            exchange(desk, one, other);
        }
    }
}

static void swap_sessions(struct desk *desk)
{
    const struct search_cells *cells = desk->cells;
    uint32_t s = draw(desk, cells->n_sessions), t = draw(desk, cells->n_sessions);
    for (uint32_t r = 0; r < cells->n_rooms && s != t && !desk->failed; r++) {
        uint32_t one = cells->cell_at[s * cells->n_rooms + r];
        uint32_t other = cells->cell_at[t * cells->n_rooms + r];
        if (one != ID_NONE && other != ID_NONE) {
            exchange(desk, one, other);
        }
    }
}

/* A track goes to another room in all its sessions, or in those that it has in one room. */
static void move_track_room(struct desk *desk)
{
    const struct search_cells *cells = desk->cells;
    uint32_t found[DESK_TRACK], c = draw_member(desk), room = draw(desk, cells->n_rooms);
    uint32_t n = search_desk_list_cells(desk, cells->track_of[c], found), here = cell_of(desk, c);
    bool all = draw(desk, 2) == 0;
    for (uint32_t i = 0; i < n && here != ID_NONE && !desk->failed; i++) {
        const struct cell *in = &cells->cells[found[i]];
        uint32_t other = cells->cell_at[in->session * cells->n_rooms + room];
        if (other != ID_NONE && other != found[i] &&
            (all || in->room.v == cells->cells[here].room.v)) {
            exchange(desk, found[i], other);
        }
    }
}

/* A track's sessions all go by some sessions, earlier or later. */
static void move_track_time(struct desk *desk)
{
    const struct search_cells *cells = desk->cells;
    uint32_t found[DESK_TRACK], c = draw_member(desk);
    uint32_t n = search_desk_list_cells(desk, cells->track_of[c], found);
    if (n == 0) {
        return;
    }
    uint32_t lead = cells->cells[found[draw(desk, n)]].session;
    uint32_t to = draw(desk, cells->n_sessions);
    for (uint32_t k = 0; k < n && lead != to && !desk->failed; k++) {
        /* In the order in which none is overrun by the one before. */
        const struct cell *in = &cells->cells[found[to > lead ? n - 1 - k : k]];
        uint32_t session = in->session + to - lead;
        if (session < cells->n_sessions) {
            uint32_t here = cells->cell_at[in->session * cells->n_rooms + in->room.v];
            uint32_t there = cells->cell_at[session * cells->n_rooms + in->room.v];
            if (there != ID_NONE) {
                exchange(desk, here, there);
            }
        }
    }
}

/* ---- tracks ------------------------------------------------------------------------------- */

/* Fills the cells with the events, each as long as they fit; the rest spills. */
static void pour(struct desk *desk, const uint32_t *found, uint32_t n, const uint32_t *events,
                 uint32_t n_events)
{
    const struct search_index *index = desk->cells->index;
    uint32_t next = 0;
    for (uint32_t i = 0; i < n; i++) {
        struct desk_cell *open = search_desk_open(desk, found[i]);
        const struct cell *in = &desk->cells->cells[found[i]];
        int32_t room = in->to - in->from;
        open->n = 0;
        while (next < n_events && index->choices[events[next]].length <= room &&
               open->n < DESK_EVENTS) {
            room -= index->choices[events[next]].length;
            open->v[open->n++] = events[next++];
        }
    }
    for (; next < n_events; next++) {
        search_desk_spill(desk, events[next]);
    }
}

/* What the cells hold, in their order. */
static uint32_t collect(struct desk *desk, const uint32_t *found, uint32_t n, uint32_t *events)
{
    uint32_t n_events = 0;
    for (uint32_t i = 0; i < n; i++) {
        const struct desk_cell *open = search_desk_open(desk, found[i]);
        for (uint32_t k = 0; k < open->n; k++) {
            if (n_events == DESK_SPILL) {
                desk->failed = true;
                return n_events;
            }
            events[n_events++] = open->v[k];
        }
    }
    return n_events;
}

static void swap_tracks(struct desk *desk)
{
    uint32_t mine[DESK_TRACK], other[DESK_TRACK];
    uint32_t my_events[DESK_SPILL], other_events[DESK_SPILL];
    uint32_t a = desk->cells->track_of[draw_member(desk)];
    uint32_t b = desk->cells->track_of[draw_member(desk)];
    if (a == b) {
        return;
    }
    uint32_t n = search_desk_list_cells(desk, a, mine), m = search_desk_list_cells(desk, b, other);
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t k = 0; k < m; k++) {
            if (mine[i] == other[k]) {
                return;
            }
        }
    }
    uint32_t n_events = collect(desk, mine, n, my_events);
    uint32_t m_events = collect(desk, other, m, other_events);
    if (!desk->failed) {
        pour(desk, mine, n, other_events, m_events);
        pour(desk, other, m, my_events, n_events);
    }
}

/* The track's events are poured into its cells anew, a stretch of them reversed. */
static void pour_track(struct desk *desk)
{
    uint32_t found[DESK_TRACK], events[DESK_SPILL];
    uint32_t n = search_desk_list_cells(desk, desk->cells->track_of[draw_member(desk)], found);
    uint32_t n_events = collect(desk, found, n, events);
    if (desk->failed || n_events < 2) {
        return;
    }
    uint32_t from = draw(desk, n_events), to = draw(desk, n_events);
    for (; from < to; from++, to--) {
        uint32_t c = events[from];
        events[from] = events[to];
        events[to] = c;
    }
    pour(desk, found, n, events, n_events);
}

/* ---- events of a track ---------------------------------------------------------------------- */

/* Two events of a track of equal length change places: nothing else need move. */
static void swap_two(struct desk *desk, uint32_t c, uint32_t d)
{
    struct search_state *state = desk->state;
    const struct search_index *index = state->index;
    struct spot at_c = state->at[c], at_d = state->at[d];
    struct spot to_c = search_index_find(index, c, index->runs[at_d.run].room, at_d.tick);
    struct spot to_d = search_index_find(index, d, index->runs[at_c.run].room, at_c.tick);
    if (to_c.run != ID_NONE && to_d.run != ID_NONE) {
        search_state_hold(state);
        search_state_put(state, c, to_c);
        search_state_put(state, d, to_d);
        search_state_release(state);
    }
}

/* Two or three events of a track change places. */
static void swap_events(struct desk *desk)
{
    uint32_t events[CYCLE], n = draw(desk, 4) == 0 ? 3 : 2;
    struct desk_cell *open[CYCLE];
    uint32_t at[CYCLE], cells[CYCLE];
    events[0] = draw_member(desk);
    for (uint32_t i = 0; i < n; i++) {
        events[i] = i == 0 ? events[0] : draw_sister(desk, events[0]);
        uint32_t cell = cell_of(desk, events[i]);
        if (cell == ID_NONE || (i > 0 && events[i] == events[i - 1]) ||
            (i == 2 && events[2] == events[0])) {
            return;
        }
        cells[i] = cell;
    }
    const struct search_choice *choices = desk->cells->index->choices;
    const uint32_t *number = desk->cells->number;
    if (number[events[0]] > 0 && number[events[1]] > 0 && draw(desk, NUMBERED) > 0) {
        return; /* nothing but their order would change */
    }
    if (n == 2 && choices[events[0]].length == choices[events[1]].length) {
        swap_two(desk, events[0], events[1]);
        return;
    }
    for (uint32_t i = 0; i < n; i++) {
        open[i] = search_desk_open(desk, cells[i]);
        at[i] = position_of(open[i], events[i]);
    }
    for (uint32_t i = 0; i < n && !desk->failed; i++) {
        open[i]->v[at[i]] = events[(i + 1) % n];
    }
}

/* An event goes to another cell of its track, or to another place in its own. */
static void move_event(struct desk *desk)
{
    uint32_t c = draw_member(desk), d = draw_sister(desk, c);
    uint32_t from = cell_of(desk, c), to = cell_of(desk, d);
    if (c == d || to == ID_NONE) {
        return;
    }
    if (from != ID_NONE) {
        struct desk_cell *open = search_desk_open(desk, from);
        uint32_t at = position_of(open, c);
        for (open->n--; at < open->n; at++) {
            open->v[at] = open->v[at + 1];
        }
    }
    struct desk_cell *open = search_desk_open(desk, to);
    if (desk->failed || open->n == DESK_EVENTS) {
        desk->failed = true;
        return;
    }
    uint32_t at = draw(desk, open->n + 1);
    for (uint32_t i = open->n++; i > at; i--) {
        open->v[i] = open->v[i - 1];
    }
    open->v[at] = c;
}

/* ---- the whole --------------------------------------------------------------------------- */

static void (*const kinds[])(struct desk *desk) = {
    swap_events, move_event,   swap_cells,    steal_cell,      merge_cell,
    swap_rooms,  rotate_cells, swap_sessions, move_track_room, move_track_time,
    swap_tracks, pour_track,   reverse_cell,
};

/* Of 100 draws. */
static const uint32_t shares[] = {30, 12, 18, 10, 2, 9, 3, 1, 6, 3, 3, 1, 2};

/* Some tracks go out and are placed anew. */
static void ruin(struct desk *desk)
{
    const struct search_cells *cells = desk->cells;
    search_state_hold(desk->state);
    for (uint32_t n = 1 + draw(desk, RUIN_MOST); n > 0; n--) {
        const struct cell_track *track = &cells->tracks[cells->track_of[draw_member(desk)]];
        for (uint32_t i = 0; i < track->n; i++) {
            search_desk_put(desk, cells->members[track->first + i], SPOT_OUT);
        }
    }
    search_state_release(desk->state);
    search_cells_construct(desk, RUIN_NOISE);
}

bool search_cells_move(struct desk *desk)
{
    if (!desk->cells->two_level) {
        search_desk_move_block(desk);
        return search_desk_lay(desk);
    }
    if (draw(desk, RUIN_ONE_IN) == 0) {
        ruin(desk);
        return desk->state->log.n > 0;
    }
    uint32_t number = draw(desk, 100), kind = 0;
    while (number >= shares[kind]) {
        number -= shares[kind++];
    }
    kinds[kind](desk);
    return search_desk_lay(desk);
}
