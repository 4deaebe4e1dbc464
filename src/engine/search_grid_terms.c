/* Sorting a model's terms into the tables of a grid. A term that reads only whether tracks are in
 * cells, sessions or rooms is tried out on tracks; one that reads one or two events, on those. */
#include "engine/search_grid_sort.h"

enum { EVENTS_MOST = 2048 };

/* A leaf that costs by itself: once, however many of the events there are. */
static bool is_once(const struct sorter *x, const struct term *term)
{
    bool once = term->kind == TERM_COST || (term->lo <= 0 && term->hi <= 0);
    for (int64_t n = 2; n <= term->most && term->kind == TERM_COST; n++) {
        once = once && search_grid_cost_of(x, term, n) == search_grid_cost_of(x, term, 1);
    }
    return once;
}

static bool sort_term(struct sorter *x, uint32_t t)
{
    const struct term *term = &x->model->terms.v[t];
    uint32_t track;
    bool order =
        x->grid->cells->order_rule != ID_NONE && search_terms_is_of_order(x->index, term, &track);
    if (term->kind == TERM_COUNT || order) {
        return true;
    }
    if (term->kind == TERM_COST && term->level != x->model->levels.soft) {
        return false;
    }
    vec_clear(&x->reads);
    x->united = (struct grid_set){{0}};
    if (search_grid_list_tracks(x, t) &&
        (search_grid_leaf(x, t)->state == LEAF_NONE || is_once(x, term))) {
        return search_grid_sort_tracks(x, t);
    }
    vec_clear(&x->reads);
    return search_grid_sort_events(x, t);
}

/* ---- the whole --------------------------------------------------------------------------- */

static void begin(struct sorter *x)
{
    struct grid *grid = x->grid;
    size_t tracks = grid->n_tracks, cells = grid->n_cells, events = grid->n_events;
    size_t sessions = grid->n_sessions, rooms = grid->n_rooms + 1;
    grid->track_cost = arena_array(&grid->arena, tracks * cells, sizeof(int32_t));
    grid->beside = arena_array(&grid->arena, (tracks + 1) * (tracks + 1), sizeof(int32_t));
    grid->has_beside = arena_array(&grid->arena, tracks, 1);
    grid->parallel = arena_array(&grid->arena, tracks * sessions * rooms + 1, sizeof(int32_t));
    grid->rooms = arena_array(&grid->arena, tracks * rooms + 1, sizeof(int32_t));
    grid->sessions_cost = arena_array(&grid->arena, tracks, sizeof(int32_t *));
    grid->meets_others = arena_array(&grid->arena, tracks, 1);
    x->at = base_alloc_zero(events * cells, sizeof(*x->at));
    x->allowed = base_alloc_zero(events, sizeof(*x->allowed));
    x->may = base_alloc_zero(tracks, sizeof(*x->may));
    x->in_leaf = base_alloc_zero(events, sizeof(*x->in_leaf));
    x->leaves = base_alloc_zero(x->model->terms.n + 1, sizeof(*x->leaves));
    x->now = base_alloc_zero(tracks, sizeof(*x->now));
    x->now_in = base_alloc_zero(events, sizeof(*x->now_in));
    x->beside = base_alloc_zero(sessions * tracks * tracks, sizeof(*x->beside));
    x->pair_at = base_alloc_zero(events * events, sizeof(*x->pair_at));
    for (uint32_t t = 0; t < tracks; t++) {
        grid->sessions_cost[t] = arena_array(&grid->arena, (size_t)1 << sessions, sizeof(int32_t));
    }
    for (uint32_t u = 0; u < events; u++) {
        x->now_in[u] = ID_NONE;
        for (uint32_t c = 0; c < cells; c++) {
            struct spot spot = search_cells_fit(grid->cells, grid->choice[u], c, grid->from[c]);
            x->at[u * cells + c] = search_index_placement(x->index, spot);
            if (grid->event_cost[u * cells + c] != GRID_NEVER) {
                set_add(&x->allowed[u], c);
                set_add(&x->may[grid->track[u]], c);
            }
        }
    }
}

static void end(struct sorter *x)
{
    base_free(x->at);
    base_free(x->allowed);
    base_free(x->may);
    base_free(x->in_leaf);
    base_free(x->leaves);
    base_free(x->now);
    base_free(x->now_in);
    base_free(x->beside);
    base_free(x->pair_at);
    vec_free(&x->parts);
    vec_free(&x->reads);
    vec_free(&x->pairs);
}

bool search_grid_sort_terms(struct grid *grid, const struct search_index *index)
{
    struct sorter x = {.grid = grid, .index = index, .model = index->model};
    if (grid->n_events > EVENTS_MOST) {
        return false;
    }
    begin(&x);
    bool sorted = true;
    for (uint32_t t = 0; t < x.model->terms.n && sorted; t++) {
        sorted = sort_term(&x, t);
    }
    for (size_t i = 0; i < x.model->timelines.n && sorted; i++) {
        sorted = search_grid_sort_timeline(&x, &x.model->timelines.v[i]);
    }
    sorted = sorted && search_grid_finish_tracks(&x) && search_grid_finish_events(&x);
    end(&x);
    return sorted;
}
