/* Terms that read only whether tracks are in cells, rooms or sessions, as tables. */
#include "engine/search_grid_sort.h"

/* ---- terms of tracks --------------------------------------------------------------------- */

/* Lists the tracks that the term reads; false: it reads something else. */
bool search_grid_list_tracks(struct sorter *x, uint32_t t)
{
    const struct term *term = &x->model->terms.v[t];
    const struct leaf *leaf = search_grid_leaf(x, t);
    for (uint32_t k = leaf->first; k < leaf->first + leaf->n; k++) {
        search_grid_read(x, x->parts.v[k].track);
        set_unite(&x->united, &x->parts.v[k].cells);
    }
    if (leaf->state == LEAF_TRACKS) {
        return true;
    }
    for (uint32_t i = term->first; i < term->first + term->n; i++) {
        const struct term_child *child = &x->model->children.v[i];
        if (child->term.v == ID_NONE || !search_grid_list_tracks(x, child->term.v) ||
            (search_grid_leaf(x, child->term.v)->state == LEAF_TRACKS && child->at_least != 1)) {
            return false;
        }
    }
    return true;
}

static bool sort_by_cell(struct sorter *x, uint32_t t, uint32_t cell)
{
    int64_t off = search_grid_cost_tracks(x, t);
    bool fits = true;
    for (size_t i = 0; i < x->reads.n; i++) {
        uint32_t track = x->reads.v[i];
        set_add(&x->now[track], cell);
        int64_t more = search_grid_cost_tracks(x, t) - off;
        x->now[track] = (struct grid_set){{0}};
        fits = fits &&
               search_grid_add(&x->grid->track_cost[(size_t)track * x->grid->n_cells + cell], more);
    }
    return fits;
}

/* The session of which each child is another cell; ID_NONE: there is none. Or the same of rooms. */
static uint32_t common_session(struct sorter *x, const struct term *term)
{
    uint32_t session = ID_NONE;
    for (uint32_t i = term->first; i < term->first + term->n; i++) {
        const struct term_child *child = &x->model->children.v[i];
        const struct leaf *leaf =
            child->term.v == ID_NONE ? NULL : search_grid_leaf(x, child->term.v);
        bool one = leaf != NULL && leaf->state == LEAF_TRACKS && leaf->n == 1 && child->coef == 1;
        uint32_t cell = one ? set_only(&x->parts.v[leaf->first].cells) : ID_NONE;
        if (cell == ID_NONE || (session != ID_NONE && x->grid->session[cell] != session)) {
            return ID_NONE;
        }
        session = x->grid->session[cell];
    }
    return session;
}

static bool are_rooms(struct sorter *x, const struct term *term)
{
    const struct grid *grid = x->grid;
    for (uint32_t i = term->first; i < term->first + term->n; i++) {
        const struct term_child *child = &x->model->children.v[i];
        const struct leaf *leaf =
            child->term.v == ID_NONE ? NULL : search_grid_leaf(x, child->term.v);
        if (leaf == NULL || leaf->state != LEAF_TRACKS || leaf->n != 1 || child->coef != 1) {
            return false;
        }
        const struct leaf_part *part = &x->parts.v[leaf->first];
        uint32_t first = set_first(&part->cells, 0, grid->n_cells, ID_NONE);
        struct grid_set room = {{0}};
        for (uint32_t c = 0; c < grid->n_cells && first != ID_NONE; c++) {
            if (grid->room[c] == grid->room[first]) {
                set_add(&room, c);
            }
        }
        if (!set_is(&part->cells, &room, &x->may[part->track])) {
            return false;
        }
    }
    return true;
}

/* By how many of the children there are. */
static bool add_counts(struct sorter *x, const struct term *term, int32_t *table)
{
    bool fits = true;
    for (uint32_t n = 0; n <= x->grid->n_rooms; n++) {
        uint32_t count = n < term->n ? n : term->n;
        fits = fits && search_grid_add(&table[n], search_grid_cost_of(x, term, count) -
                                                      search_grid_cost_of(x, term, 0));
    }
    return fits;
}

/* The track reads only in which sessions it is. */
static bool are_sessions(struct sorter *x, uint32_t t)
{
    const struct grid *grid = x->grid;
    const struct term *term = &x->model->terms.v[t];
    const struct leaf *leaf = search_grid_leaf(x, t);
    for (uint32_t k = leaf->first; k < leaf->first + leaf->n; k++) {
        const struct leaf_part *part = &x->parts.v[k];
        struct grid_set whole = {{0}};
        for (uint32_t c = 0; c < grid->n_cells; c++) {
            uint32_t s = grid->session[c];
            if (set_first(&part->cells, grid->first_of[s], grid->first_of[s + 1], ID_NONE) !=
                ID_NONE) {
                set_add(&whole, c);
            }
        }
        if (!set_is(&part->cells, &whole, &x->may[part->track])) {
            return false;
        }
    }
    for (uint32_t i = term->first; i < term->first + term->n && leaf->state == LEAF_NONE; i++) {
        if (!are_sessions(x, x->model->children.v[i].term.v)) {
            return false;
        }
    }
    return true;
}

static bool sort_by_sessions(struct sorter *x, uint32_t t, uint32_t track)
{
    struct grid *grid = x->grid;
    int32_t *costs = grid->sessions_cost[track];
    int64_t off = search_grid_cost_tracks(x, t);
    bool fits = true;
    for (uint32_t bits = 0; bits < 1U << grid->n_sessions; bits++) {
        x->now[track] = (struct grid_set){{0}};
        for (uint32_t c = 0; c < grid->n_cells; c++) {
            if ((bits >> grid->session[c] & 1) != 0) {
                set_add(&x->now[track], c);
            }
        }
        fits = fits && search_grid_add(&costs[bits], search_grid_cost_tracks(x, t) - off);
    }
    x->now[track] = (struct grid_set){{0}};
    return fits;
}

static bool sort_two_tracks(struct sorter *x, uint32_t t)
{
    const struct grid *grid = x->grid;
    uint32_t a = x->reads.v[0], b = x->reads.v[1], n = grid->n_tracks;
    int64_t off = search_grid_cost_tracks(x, t);
    for (uint32_t s = 0; s < grid->n_sessions; s++) {
        uint32_t from = grid->first_of[s], to = grid->first_of[s + 1];
        uint32_t one = set_first(&x->may[a], from, to, ID_NONE);
        uint32_t other = set_first(&x->may[b], from, to, one);
        if (one == ID_NONE || other == ID_NONE) {
            continue;
        }
        set_add(&x->now[a], one);
        int64_t alone = search_grid_cost_tracks(x, t) - off;
        set_add(&x->now[b], other);
        int64_t both = search_grid_cost_tracks(x, t) - off;
        x->now[a] = x->now[b] = (struct grid_set){{0}};
        if (alone != 0) {
            return false;
        }
        x->beside[((size_t)s * n + a) * n + b] += both;
        x->beside[((size_t)s * n + b) * n + a] += both;
    }
    return true;
}

bool search_grid_sort_tracks(struct sorter *x, uint32_t t)
{
    struct grid *grid = x->grid;
    const struct term *term = &x->model->terms.v[t];
    uint32_t cell = set_only(&x->united), n_rooms = grid->n_rooms + 1;
    bool leaf = search_grid_leaf(x, t)->state == LEAF_TRACKS;
    if (x->reads.n == 0) {
        return true;
    }
    if (cell != ID_NONE) {
        return sort_by_cell(x, t, cell);
    }
    uint32_t track = x->reads.v[0];
    if (x->reads.n == 1 && !leaf) {
        uint32_t session = common_session(x, term);
        if (session != ID_NONE) {
            return add_counts(
                x, term, grid->parallel + ((size_t)track * grid->n_sessions + session) * n_rooms);
        }
        if (are_rooms(x, term)) {
            return add_counts(x, term, grid->rooms + (size_t)track * n_rooms);
        }
    }
    if (x->reads.n == 1) {
        return are_sessions(x, t) && sort_by_sessions(x, t, track);
    }
    return x->reads.n == 2 && sort_two_tracks(x, t);
}

/* ---- at the end ---------------------------------------------------------------------------- */

/* The cost of two tracks beside each other is the same in each session in which they can be. */
bool search_grid_finish_tracks(struct sorter *x)
{
    struct grid *grid = x->grid;
    uint32_t n = grid->n_tracks;
    for (uint32_t a = 0; a < n; a++) {
        for (uint32_t b = 0; b < n; b++) {
            int64_t cost = INT64_MIN;
            for (uint32_t s = 0; s < grid->n_sessions; s++) {
                uint32_t from = grid->first_of[s], to = grid->first_of[s + 1];
                uint32_t one = set_first(&x->may[a], from, to, ID_NONE);
                uint32_t other = set_first(&x->may[b], from, to, one);
                int64_t here = x->beside[((size_t)s * n + a) * n + b];
                bool can = one != ID_NONE && other != ID_NONE;
                if (can && cost != INT64_MIN && cost != here) {
                    return false;
                }
                cost = can ? here : cost;
            }
            int32_t *entry = &grid->beside[(size_t)a * (n + 1) + b];
            if (!search_grid_add(entry, cost == INT64_MIN ? 0 : cost)) {
                return false;
            }
            grid->has_beside[a] = grid->has_beside[a] || *entry != 0;
        }
    }
    return true;
}
