/* Moves of blocks, where a cell holds events of several tracks: a *block* is what a cell holds of a
 * track. Blocks go whole to other cells, and what they push out goes where they were. */
#include "engine/search_cell_draw.h"

/* ---- blocks on the desk -------------------------------------------------------------------- */

struct desk_block {
    uint32_t n, at; /* where in the cell its first event was */
    uint32_t v[DESK_EVENTS];
};

static void take_block(const struct desk *desk, struct desk_cell *open, uint32_t track,
                       struct desk_block *block)
{
    uint32_t kept = 0;
    block->n = 0;
    block->at = open->n;
    for (uint32_t i = 0; i < open->n; i++) {
        uint32_t c = open->v[i];
        if (desk->cells->track_of[c] == track) {
            block->at = block->n == 0 ? kept : block->at;
            block->v[block->n++] = c;
        } else {
            open->v[kept++] = c;
        }
    }
    open->n = kept;
}

static void put_block(struct desk *desk, struct desk_cell *open, uint32_t at,
                      const struct desk_block *block)
{
    at = at < open->n ? at : open->n;
    if (open->n + block->n > DESK_EVENTS) {
        desk->failed = true;
        return;
    }
    for (uint32_t i = open->n; i-- > at;) {
        open->v[i + block->n] = open->v[i];
    }
    for (uint32_t i = 0; i < block->n; i++) {
        open->v[at + i] = block->v[i];
    }
    open->n += block->n;
}

/* Between two blocks, at either end, or behind the track's own events if there are any. */
static uint32_t draw_border(struct desk *desk, const struct desk_cell *open, uint32_t track)
{
    const uint32_t *track_of = desk->cells->track_of;
    uint32_t border = 0, n = 0, own = 0;
    for (uint32_t i = 0; i <= open->n; i++) {
        bool here = i == 0 || i == open->n || track_of[open->v[i - 1]] != track_of[open->v[i]];
        if (here && draw(desk, ++n) == 0) {
            border = i;
        }
        own = i > 0 && track_of[open->v[i - 1]] == track ? i : own;
    }
    return own > 0 ? own : border;
}

/* How long what the cell is to hold keeps its room busy. */
static int32_t load_of(const struct desk *desk, const struct desk_cell *open)
{
    const struct search_cells *cells = desk->cells;
    int32_t load = 0;
    for (uint32_t i = 0; i < open->n; i++) {
        uint32_t run = cells->first_in[(size_t)open->v[i] * cells->n_cells + open->cell];
        load += run == ID_NONE ? 0 : cells->busy[run];
    }
    return load;
}

/* Some other track's block; ID_NONE: there is none. */
static uint32_t draw_other_track(struct desk *desk, const struct desk_cell *open, uint32_t track)
{
    uint32_t found = ID_NONE, n = 0;
    for (uint32_t i = 0; i < open->n; i++) {
        uint32_t other = desk->cells->track_of[open->v[i]];
        if (other != track && draw(desk, ++n) == 0) {
            found = other;
        }
    }
    return found;
}

/* ---- the moves --------------------------------------------------------------------------------
 */

/* Where the track has events already, where others are, or anywhere. */
static uint32_t draw_target(struct desk *desk, uint32_t choice)
{
    switch (draw(desk, 4)) {
    case 0:
    case 1:
        return cell_of(desk, draw_sister(desk, choice));
    case 2:
        return draw_full_cell(desk);
    default:
        return draw(desk, desk->cells->n_cells);
    }
}

/* A block goes to another cell; blocks that have no room there any more go where it was. */
static void move_block(struct desk *desk)
{
    struct desk_block block, other;
    uint32_t c = draw_member(desk), a = cell_of(desk, c), b = draw_target(desk, c);
    uint32_t track = desk->cells->track_of[c];
    if (a == ID_NONE || b == ID_NONE || a == b) {
        return;
    }
    struct desk_cell *from = search_desk_open(desk, a), *to = search_desk_open(desk, b);
    const struct cell *in = &desk->cells->cells[b];
    if (desk->failed) {
        return;
    }
    take_block(desk, from, track, &block);
    put_block(desk, to, draw_border(desk, to, track), &block);
    bool more = draw(desk, 2) == 0; /* one goes in any case */
    while (!desk->failed && (more || load_of(desk, to) > in->to - in->from)) {
        uint32_t out = draw_other_track(desk, to, track);
        if (out == ID_NONE) {
            break;
        }
        take_block(desk, to, out, &other);
        put_block(desk, from, block.at, &other);
        more = false;
    }
}

/* All that two cells hold changes places. */
static void swap_contents(struct desk *desk)
{
    uint32_t a = draw_full_cell(desk);
    uint32_t b = draw(desk, 2) == 0 ? draw_full_cell(desk) : draw(desk, desk->cells->n_cells);
    if (a == ID_NONE || b == ID_NONE || a == b) {
        return;
    }
    struct desk_cell *one = search_desk_open(desk, a), *other = search_desk_open(desk, b);
    uint32_t n = one->n > other->n ? one->n : other->n;
    for (uint32_t i = 0; i < n && !desk->failed; i++) {
        uint32_t c = one->v[i];
        one->v[i] = other->v[i];
        other->v[i] = c;
    }
    n = one->n;
    one->n = other->n;
    other->n = n;
}

/* A block goes to another place in its cell. */
static void shift_block(struct desk *desk)
{
    struct desk_block block;
    uint32_t c = draw_member(desk), a = cell_of(desk, c);
    if (a == ID_NONE) {
        return;
    }
    struct desk_cell *open = search_desk_open(desk, a);
    take_block(desk, open, desk->cells->track_of[c], &block);
    put_block(desk, open, draw_border(desk, open, desk->cells->track_of[c]), &block);
}

/* An event goes behind another of its track, to whatever cell that is in. */
static void join_event(struct desk *desk)
{
    uint32_t c = draw_member(desk), d = draw_sister(desk, c);
    uint32_t from = cell_of(desk, c), to = cell_of(desk, d);
    if (c == d || to == ID_NONE) {
        return;
    }
    struct desk_block block = {.n = 1, .v = {c}};
    if (from != ID_NONE) {
        struct desk_cell *open = search_desk_open(desk, from);
        uint32_t at = position_of(open, c);
        for (open->n--; at < open->n; at++) {
            open->v[at] = open->v[at + 1];
        }
    }
    struct desk_cell *open = search_desk_open(desk, to);
    if (!desk->failed) {
        put_block(desk, open, position_of(open, d) + draw(desk, 2), &block);
    }
}

/* Two events change places, mostly two of one cell. */
static void swap_two(struct desk *desk)
{
    uint32_t c = draw_member(desk), a = cell_of(desk, c);
    uint32_t d = draw(desk, 4) == 0 ? draw_member(desk) : draw_sister(desk, c);
    uint32_t b = cell_of(desk, d);
    if (c == d || a == ID_NONE || b == ID_NONE) {
        return;
    }
    struct desk_cell *one = search_desk_open(desk, a), *other = search_desk_open(desk, b);
    if (!desk->failed) {
        uint32_t i = position_of(one, c), k = position_of(other, d);
        one->v[i] = d;
        other->v[k] = c;
    }
}

void search_desk_move_block(struct desk *desk)
{
    uint32_t number = draw(desk, 16);
    if (number < 6) {
        move_block(desk);
    } else if (number < 8) {
        swap_contents(desk);
    } else if (number < 10) {
        shift_block(desk);
    } else if (number < 13) {
        join_event(desk);
    } else {
        swap_two(desk);
    }
}
