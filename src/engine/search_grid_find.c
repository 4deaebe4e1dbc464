/* Recognising a grid: what is where is read from the cells, what it costs from the model's terms
 * (search_grid_terms.c); whether that is all is tried out. */
#include "engine/search_grid.h"

#include "core/rule.h"
#include "engine/search_lanes.h"

#include <string.h>

enum { PROOFS = 24, PROOF_SEED = 7, OUT_MOST = 1 << 20 };

/* ---- shape --------------------------------------------------------------------------------- */

static bool is_small(const struct search_cells *cells)
{
    bool small = cells->n_cells <= GRID_CELLS && cells->n_sessions <= GRID_SESSIONS &&
                 cells->n_tracks <= GRID_TRACKS && cells->n_rooms <= UINT8_MAX &&
                 cells->n_members < UINT16_MAX;
    for (uint32_t k = 0; k < cells->n_tracks && small; k++) {
        small = cells->tracks[k].n <= GRID_TRACK;
    }
    return small;
}

/* Whether two events of a track may be in one cell at the same time. */
static bool is_crowded(const struct search_cells *cells)
{
    bool crowded = false;
    for (uint32_t k = 0; k < cells->n_tracks && !crowded; k++) {
        for (uint32_t w = 0; w < cells->n_cells && !crowded; w++) {
            uint32_t n, lane = search_cells_lane(cells, k, w, &n);
            crowded =
                lane != ID_NONE && (n < cells->tracks[k].n || cells->index->lanes[lane].most > 1);
        }
    }
    return crowded;
}

/* All that can be anywhere is of a track. */
static bool find_events(struct grid *grid)
{
    const struct search_cells *cells = grid->cells;
    const struct search_index *index = cells->index;
    size_t n_choices = index->model->choices.n;
    grid->choice = arena_array(&grid->arena, grid->n_events, sizeof(uint32_t));
    grid->event = arena_array(&grid->arena, n_choices, sizeof(uint32_t));
    grid->track = arena_array(&grid->arena, grid->n_events, sizeof(uint16_t));
    grid->length = arena_array(&grid->arena, grid->n_events, sizeof(int32_t));
    grid->number = arena_array(&grid->arena, grid->n_events, sizeof(uint16_t));
    grid->out_cost = arena_array(&grid->arena, grid->n_events, sizeof(int64_t));
    for (size_t c = 0; c < n_choices; c++) {
        grid->event[c] = ID_NONE;
        if (cells->track_of[c] == ID_NONE && index->choices[c].n > 0) {
            return false;
        }
    }
    for (uint32_t u = 0; u < grid->n_events; u++) {
        uint32_t c = cells->members[u], number = cells->number[c];
        grid->choice[u] = c;
        grid->event[c] = u;
        grid->track[u] = (uint16_t)cells->track_of[c];
        grid->length[u] = index->choices[c].length;
        grid->number[u] = (uint16_t)(number < UINT16_MAX ? number : UINT16_MAX);
    }
    return true;
}

/* Cells are sorted by session. */
static void find_places(struct grid *grid)
{
    const struct search_cells *cells = grid->cells;
    grid->session = arena_array(&grid->arena, grid->n_cells + 1, 1);
    grid->room = arena_array(&grid->arena, grid->n_cells + 1, 1);
    grid->first_of = arena_array(&grid->arena, grid->n_sessions + 1, sizeof(uint16_t));
    grid->capacity = arena_array(&grid->arena, grid->n_cells, sizeof(int32_t));
    grid->from = arena_array(&grid->arena, grid->n_cells, sizeof(int32_t));
    for (uint32_t c = 0; c < grid->n_cells; c++) {
        const struct cell *cell = &cells->cells[c];
        grid->session[c] = (uint8_t)cell->session;
        grid->room[c] = (uint8_t)cell->room.v;
        grid->from[c] = cell->from;
        grid->capacity[c] = cell->to - cell->from;
    }
    grid->session[grid->n_cells] = grid->room[grid->n_cells] = UINT8_MAX;
    uint32_t c = 0;
    for (uint32_t s = 0; s <= grid->n_sessions; s++) {
        while (c < grid->n_cells && grid->session[c] < s) {
            c++;
        }
        grid->first_of[s] = (uint16_t)c;
    }
}

/* Sessions that overlap: mostly each but itself. */
static void find_meeting_sessions(struct grid *grid)
{
    grid->meets = arena_array(&grid->arena, grid->n_sessions, sizeof(uint32_t));
    for (uint32_t a = 0; a < grid->n_cells; a++) {
        for (uint32_t b = 0; b < grid->n_cells; b++) {
            bool both = grid->from[a] < grid->from[b] + grid->capacity[b] &&
                        grid->from[b] < grid->from[a] + grid->capacity[a];
            grid->meets[grid->session[a]] |= both ? 1U << grid->session[b] : 0;
            grid->overlap = grid->overlap || (both && grid->session[a] != grid->session[b]);
        }
    }
}

/* ---- where events may be, and what that costs them ------------------------------------------- */

/* What all lengths, and so all starts from a cell's start, are multiples of. */
static int32_t find_step(const struct grid *grid)
{
    int32_t step = 0;
    for (uint32_t u = 0; u < grid->n_events; u++) {
        int32_t a = step, b = grid->length[u];
        while (b != 0) {
            int32_t rest = a % b;
            a = b;
            b = rest;
        }
        step = a;
    }
    return step;
}

static bool are_alike(const struct search_index *index, const struct piece *a,
                      const struct piece *b)
{
    bool same = a == b || (a->n_marks == b->n_marks && a->n_costs == b->n_costs);
    for (uint32_t i = 0; a != b && same && i < a->n_marks; i++) {
        const struct mark *x = &index->marks[a->first_mark + i];
        const struct mark *y = &index->marks[b->first_mark + i];
        same = x->term == y->term && x->coef == y->coef;
    }
    for (uint32_t i = 0; a != b && same && i < a->n_costs; i++) {
        const struct level_cost *x = &index->level_costs[a->first_cost + i];
        const struct level_cost *y = &index->level_costs[b->first_cost + i];
        same = x->level == y->level && x->cost == y->cost;
    }
    return same;
}

/* The event may begin wherever others can end, and all its starts in the cell are alike: what holds
 * there; else NULL. */
static const struct piece *find_piece(const struct grid *grid, uint32_t event, uint32_t cell,
                                      int32_t step)
{
    const struct search_cells *cells = grid->cells;
    const struct search_index *index = cells->index;
    uint32_t c = grid->choice[event];
    const struct piece *first = NULL;
    for (int32_t at = 0; at + grid->length[event] <= grid->capacity[cell]; at += step) {
        struct spot spot = search_cells_fit(cells, c, cell, grid->from[cell] + at);
        if (!index->choices[c].pieced || spot.run == ID_NONE ||
            spot.tick != grid->from[cell] + at || cells->busy[spot.run] != grid->length[event]) {
            return NULL;
        }
        const struct piece *piece = search_piece_at(index, spot);
        first = first == NULL ? piece : first;
        if (!are_alike(index, first, piece)) {
            return NULL;
        }
    }
    return first;
}

static bool find_event_costs(struct grid *grid)
{
    const struct search_cells *cells = grid->cells;
    const struct search_index *index = cells->index;
    uint32_t soft = index->model->levels.soft;
    int32_t step = find_step(grid);
    size_t n = (size_t)grid->n_events * grid->n_cells;
    grid->event_cost = arena_array(&grid->arena, n, sizeof(int32_t));
    for (size_t i = 0; i < n; i++) {
        uint32_t u = (uint32_t)(i / grid->n_cells), cell = (uint32_t)(i % grid->n_cells);
        size_t at = (size_t)grid->choice[u] * grid->n_cells + cell;
        grid->event_cost[i] = GRID_NEVER;
        if (cells->first_in[at] == ID_NONE || grid->length[u] > grid->capacity[cell]) {
            continue;
        }
        const struct piece *piece = find_piece(grid, u, cell, step);
        int64_t sum = 0;
        for (uint32_t k = 0; piece != NULL && k < piece->n_costs; k++) {
            const struct level_cost *cost = &index->level_costs[piece->first_cost + k];
            sum += cost->level == soft ? cost->cost : 2 * (int64_t)GRID_DEAREST;
        }
        if (piece == NULL || sum > GRID_DEAREST) {
            return false;
        }
        grid->event_cost[i] = (int32_t)sum;
    }
    return true;
}

/* What must not be costs more than any one thing that may be. */
static void set_penalty(struct grid *grid)
{
    const struct search_index *index = grid->cells->index;
    const struct model *model = index->model;
    int64_t dearest = 1000 * grid->unit;
    for (size_t i = 0; i < model->unaries.n; i++) {
        const struct unary *unary = &model->unaries.v[i];
        bool counts = unary->level == model->levels.soft && unary->cost > dearest;
        dearest = counts ? unary->cost : dearest;
    }
    for (size_t t = 0; t < model->terms.n; t++) {
        const struct term *term = &model->terms.v[t];
        if (term->kind == TERM_COST && term->least <= 1 && term->most >= 1) {
            int64_t cost = model_cost_at(model, term, 1);
            dearest = cost > dearest ? cost : dearest;
        }
    }
    grid->penalty = dearest < GRID_DEAREST / 4 ? 4 * dearest : GRID_DEAREST;
    for (uint32_t u = 0; u < grid->n_events; u++) {
        const struct search_choice *choice = &index->choices[grid->choice[u]];
        for (uint32_t i = choice->first_out; i < choice->first_out + choice->n_outs; i++) {
            const struct out_cost *out = &index->outs[i];
            int64_t cost = out->cost < OUT_MOST ? out->cost : OUT_MOST;
            bool mandatory = model->levels.v[out->level].hard;
            grid->out_cost[u] += out->level == model->levels.soft ? cost
                                 : mandatory ? grid->penalty + cost * grid->unit
                                             : cost * grid->unit;
        }
    }
}

/* ---- proof -------------------------------------------------------------------------------- */

/* What the timetable costs by terms: hard ones, and at the last level. */
static void count_by_terms(struct search_state *terms, const struct grid_state *state)
{
    search_grid_export(state, terms->at);
    search_state_recount(terms);
}

static bool agrees(struct search_state *terms, const struct grid_state *state, int64_t empty)
{
    const struct grid *grid = state->grid;
    uint32_t soft = terms->index->model->levels.soft;
    int64_t outs = 0;
    count_by_terms(terms, state);
    for (uint32_t i = 0; i < state->n_out; i++) {
        outs += grid->out_cost[state->out[i]];
    }
    int64_t counted = terms->level_cost[soft] - empty, own = state->energy - outs;
    /* Each thing that must not be costs a penalty at least, perhaps several. */
    return terms->excess > 0 ? own >= counted + grid->penalty : own == counted;
}

/* Random timetables, changed by random moves. */
static bool try_out(const struct grid *grid)
{
    struct rng rng = rng_seeded(PROOF_SEED);
    struct grid_state *state = base_alloc_zero(1, sizeof(*state));
    struct search_state terms;
    struct grid_moves moves = {0};
    search_grid_init(state, grid, &rng);
    search_state_init(&terms, grid->cells->index);
    count_by_terms(&terms, state);
    int64_t empty = terms.level_cost[terms.index->model->levels.soft];
    bool same = true;
    for (uint32_t i = 0; i < PROOFS && same; i++) {
        if (i % 4 == 0) {
            search_grid_clear(state);
            search_grid_construct(state, 1000);
            search_grid_settle(state, false);
            search_grid_keep(state);
        }
        same = agrees(&terms, state, empty);
        for (uint32_t k = 0; k < 64; k++) {
            search_grid_move(state, &moves, k % 2 == 0);
            if (state->failed || k % 8 == 7) {
                search_grid_undo(state);
            }
            search_grid_keep(state);
        }
    }
    search_state_free(&terms);
    search_grid_end(state);
    base_free(state);
    return same;
}

struct grid *search_grid_find(const struct search_index *index)
{
    const struct search_cells *cells = index->cells;
    if (cells == NULL || !cells->two_level || index->n_series > 0 ||
        !rule_is_strict(index->model->problem, "window-one-track") || !is_small(cells) ||
        is_crowded(cells)) {
        return NULL;
    }
    struct grid *grid = base_alloc_zero(1, sizeof(*grid));
    grid->cells = cells;
    grid->n_events = cells->n_members;
    grid->n_cells = cells->n_cells;
    grid->n_sessions = cells->n_sessions;
    grid->n_rooms = cells->n_rooms;
    grid->n_tracks = cells->n_tracks;
    grid->unit = index->unit;
    bool found = find_events(grid);
    if (found) {
        find_places(grid);
        set_penalty(grid);
        find_meeting_sessions(grid);
        found = find_event_costs(grid) && search_grid_sort_terms(grid, index) && try_out(grid);
    }
    if (!found) {
        search_grid_free(grid);
        return NULL;
    }
    return grid;
}

void search_grid_free(struct grid *grid)
{
    if (grid != NULL) {
        arena_free(&grid->arena);
        base_free(grid);
    }
}
