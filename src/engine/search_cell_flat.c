/* Judging moves of cells before they are made.
 *
 * What terms count of an event is mostly the same wherever in a cell it is, and most of that is the
 * same for all events of its track: the track's part is listed once for each cell, what is an
 * event's own beside it. So what a move of whole cells would cost, but for timelines and for order
 * within tracks, is summed without moving anything, and most moves end there. */
#include "engine/search_cells.h"
#include "engine/search_lanes.h"

enum { FLAT_MOST = 1 << 21, NOT_FLAT = UINT16_MAX };

/* ---- what is flat ------------------------------------------------------------------------- */

/* The one piece that holds wherever in the cell the choice is; NULL: there are several, or it
 * cannot be there. */
static const struct piece *find_piece(const struct search_cells *cells, uint32_t c, uint32_t cell)
{
    const struct search_index *index = cells->index;
    const struct search_choice *choice = &index->choices[c];
    const struct cell *in = &cells->cells[cell];
    struct spot spot = search_cells_fit(cells, c, cell, in->from);
    if (spot.run == ID_NONE || !choice->pieced) {
        return NULL;
    }
    const struct search_run *run = &index->runs[spot.run];
    int32_t last = run->first + (int32_t)(run->n - 1) * run->step;
    if (spot.run + 1 < choice->first_run + choice->n_runs && run[1].room.v == run->room.v &&
        run[1].first < in->to) {
        return NULL;
    }
    last = last < in->to ? last : in->to - 1;
    const struct piece *piece = search_piece_at(index, spot);
    return piece == search_piece_at(index, (struct spot){spot.run, last}) ? piece : NULL;
}

struct flattener {
    struct search_cells *cells;
    VEC(struct mark) marks;
    VEC(struct mark) common;
};

static void keep_common(struct flattener *x, const struct mark *marks, uint32_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < x->common.n; i++) {
        bool found = false;
        for (uint32_t k = 0; k < n && !found; k++) {
            found = marks[k].term == x->common.v[i].term && marks[k].coef == x->common.v[i].coef;
        }
        if (found) {
            x->common.v[kept++] = x->common.v[i];
        }
    }
    x->common.n = kept;
}

static bool is_common(const struct flattener *x, struct mark mark)
{
    bool found = false;
    for (size_t i = 0; i < x->common.n && !found; i++) {
        found = x->common.v[i].term == mark.term;
    }
    return found;
}

/* What the track's events have in common in the cell. */
static void flatten_track(struct flattener *x, uint32_t track, uint32_t cell)
{
    struct search_cells *cells = x->cells;
    const struct search_index *index = cells->index;
    const struct cell_track *one = &cells->tracks[track];
    bool any = false;
    vec_clear(&x->common);
    for (uint32_t i = one->first; i < one->first + one->n; i++) {
        const struct piece *piece = find_piece(cells, cells->members[i], cell);
        if (piece == NULL) {
            continue;
        }
        for (uint32_t k = 0; k < piece->n_marks && !any; k++) {
            vec_push(&x->common, index->marks[piece->first_mark + k]);
        }
        keep_common(x, index->marks + piece->first_mark, piece->n_marks);
        any = true;
    }
    struct cell_flat *flat = &cells->shared[(size_t)track * cells->n_cells + cell];
    *flat = (struct cell_flat){.first_mark = (uint32_t)x->marks.n};
    for (size_t i = 0; i < x->common.n; i++, flat->n_marks++) {
        vec_push(&x->marks, x->common.v[i]);
    }
}

/* What is the event's own in the cell. */
static void flatten_event(struct flattener *x, uint32_t c, uint32_t cell)
{
    const struct search_index *index = x->cells->index;
    const struct piece *piece = find_piece(x->cells, c, cell);
    struct cell_flat *flat = &x->cells->flat[(size_t)c * x->cells->n_cells + cell];
    *flat = (struct cell_flat){.n_marks = NOT_FLAT};
    if (piece == NULL || piece->n_marks >= NOT_FLAT || piece->n_costs >= NOT_FLAT) {
        return;
    }
    *flat = (struct cell_flat){.first_mark = (uint32_t)x->marks.n,
                               .first_cost = piece->first_cost,
                               .n_costs = (uint16_t)piece->n_costs};
    for (uint32_t k = 0; k < piece->n_marks; k++) {
        struct mark mark = index->marks[piece->first_mark + k];
        if (!is_common(x, mark)) {
            vec_push(&x->marks, mark);
            flat->n_marks++;
        }
    }
}

void search_cells_flatten(struct search_cells *cells)
{
    size_t n = cells->index->model->choices.n * (size_t)cells->n_cells;
    if (!cells->two_level || n > FLAT_MOST) {
        return;
    }
    struct flattener x = {.cells = cells};
    cells->flat = arena_array(&cells->arena, n, sizeof(*cells->flat));
    for (size_t i = 0; i < n; i++) {
        cells->flat[i].n_marks = NOT_FLAT;
    }
    n = (size_t)cells->n_tracks * cells->n_cells;
    cells->shared = arena_array(&cells->arena, n, sizeof(*cells->shared));
    for (uint32_t k = 0; k < cells->n_tracks; k++) {
        const struct cell_track *track = &cells->tracks[k];
        for (uint32_t cell = 0; cell < cells->n_cells; cell++) {
            flatten_track(&x, k, cell);
            for (uint32_t i = track->first; i < track->first + track->n; i++) {
                flatten_event(&x, cells->members[i], cell);
            }
        }
    }
    cells->flat_marks = vec_to_arena(&x.marks, &cells->arena);
    vec_free(&x.marks);
    vec_free(&x.common);
}

/* ---- what a rearrangement would cost --------------------------------------------------------- */

/* So many events of a track go from one cell to another. */
struct batch {
    uint32_t track, from, to;
    int32_t n;
};

static void count_batch(const struct desk *desk, const struct batch *batch)
{
    const struct search_cells *cells = desk->cells;
    if (batch->n > 0) {
        const struct cell_flat *row = cells->shared + (size_t)batch->track * cells->n_cells;
        const struct cell_flat *from = &row[batch->from], *to = &row[batch->to];
        search_count_marks(desk->state, cells->flat_marks + from->first_mark, from->n_marks,
                           -batch->n);
        search_count_marks(desk->state, cells->flat_marks + to->first_mark, to->n_marks, batch->n);
    }
}

static void count_own(const struct desk *desk, const struct cell_flat *flat, int32_t by)
{
    const struct search_cells *cells = desk->cells;
    search_count_marks(desk->state, cells->flat_marks + flat->first_mark, flat->n_marks, by);
    search_count_costs(desk->state, cells->index->level_costs + flat->first_cost, flat->n_costs,
                       by);
}

/* What is in order now may save nothing more. */
static int64_t order_energy(const struct desk *desk, uint32_t track)
{
    const struct search_cells *cells = desk->cells;
    const struct search_state *state = desk->state;
    if (!cells->tracks[track].counted) {
        return 0;
    }
    int64_t misplaced = state->terms[state->index->model->terms.n + track].n;
    return misplaced * cells->tracks[track].price * state->level_weight[cells->order_level];
}

/* Counts what is on the desk; false: it cannot be told. `*saves`: what order may save at most. */
static bool count_desk(const struct desk *desk, int64_t *saves)
{
    const struct search_cells *cells = desk->cells;
    struct batch batch = {.n = 0};
    for (uint32_t i = 0; i < desk->n_open; i++) {
        const struct desk_cell *open = &desk->open[i];
        for (uint32_t k = 0; k < open->n; k++) {
            uint32_t c = open->v[k], from = search_cells_of(cells, desk->state, c);
            const struct cell_flat *row = cells->flat + (size_t)c * cells->n_cells;
            if (from == open->cell) {
                continue;
            }
            if (from == ID_NONE || row[from].n_marks == NOT_FLAT ||
                row[open->cell].n_marks == NOT_FLAT) {
                return false;
            }
            count_own(desk, &row[from], -1);
            count_own(desk, &row[open->cell], 1);
            uint32_t track = cells->track_of[c];
            if (batch.n == 0 || batch.track != track || batch.from != from ||
                batch.to != open->cell) {
                count_batch(desk, &batch);
                batch = (struct batch){track, from, open->cell, 0};
                *saves += order_energy(desk, track);
            }
            batch.n++;
        }
    }
    count_batch(desk, &batch);
    return true;
}

/* Whether each cell has room for what it is to hold. */
static bool all_fit(const struct desk *desk)
{
    const struct search_cells *cells = desk->cells;
    bool fit = true;
    for (uint32_t i = 0; i < desk->n_open && fit; i++) {
        const struct desk_cell *open = &desk->open[i];
        const struct cell *in = &cells->cells[open->cell];
        int32_t room = in->to - in->from;
        for (uint32_t k = 0; k < open->n; k++) {
            uint32_t run = cells->first_in[(size_t)open->v[k] * cells->n_cells + open->cell];
            room -= run == ID_NONE ? room + 1 : cells->busy[run];
        }
        fit = room >= 0;
    }
    return fit;
}

bool search_desk_is_hopeless(struct desk *desk)
{
    struct search_state *state = desk->state;
    if (desk->cells->flat == NULL || desk->failed || desk->n_spill > 0 || state->log.n > 0 ||
        search_state_out(state)->n > 0 || !all_fit(desk)) {
        return false;
    }
    int64_t saves = state->lane_energy;
    search_state_begin(state);
    search_state_hold(state);
    bool known = count_desk(desk, &saves);
    search_count_release(state);
    double more = (double)(state->energy - state->was_energy - saves);
    search_count_forget(state);
    return known && more > desk->limit;
}
