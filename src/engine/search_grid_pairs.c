/* Terms that read one or two events, and timelines of which each two members count, as tables. */
#include "engine/search_grid_sort.h"

/* ---- terms of one or two events ---------------------------------------------------------- */

static bool list_events(struct sorter *x, uint32_t t)
{
    const struct term *term = &x->model->terms.v[t];
    for (uint32_t i = term->first; i < term->first + term->n; i++) {
        const struct term_child *child = &x->model->children.v[i];
        if (child->term.v != ID_NONE) {
            if (!list_events(x, child->term.v)) {
                return false;
            }
        } else if (x->grid->event[child->literal.choice.v] != ID_NONE) {
            search_grid_read(x, x->grid->event[child->literal.choice.v]);
        }
    }
    return x->reads.n <= 2;
}

static struct sorted_pair *pair_of(struct sorter *x, uint32_t u, uint32_t v)
{
    size_t at = (size_t)(u < v ? u : v) * x->grid->n_events + (u < v ? v : u);
    if (x->pair_at[at] == 0) {
        struct sorted_pair pair = {.u = u < v ? u : v, .v = u < v ? v : u};
        vec_push(&x->pairs, pair);
        x->pair_at[at] = (uint32_t)x->pairs.n;
    }
    return &x->pairs.v[x->pair_at[at] - 1];
}

static bool sort_one(struct sorter *x, uint32_t t, uint32_t u)
{
    const struct grid *grid = x->grid;
    int64_t off = search_grid_cost_events(x, t);
    bool fits = true;
    for (uint32_t c = 0; c < grid->n_cells; c++) {
        if (set_has(&x->allowed[u], c)) {
            x->now_in[u] = c;
            fits = fits && search_grid_add(&grid->event_cost[(size_t)u * grid->n_cells + c],
                                           search_grid_cost_events(x, t) - off);
        }
    }
    x->now_in[u] = ID_NONE;
    return fits;
}

static bool sort_two(struct sorter *x, uint32_t t)
{
    const struct grid *grid = x->grid;
    uint32_t u = x->reads.v[0], v = x->reads.v[1];
    struct sorted_pair *pair = pair_of(x, u, v);
    int64_t off = search_grid_cost_events(x, t);
    bool none = true;
    for (uint32_t s = 0; s < grid->n_sessions; s++) {
        uint32_t from = grid->first_of[s], to = grid->first_of[s + 1];
        uint32_t one = set_first(&x->allowed[u], from, to, ID_NONE);
        uint32_t other = set_first(&x->allowed[v], from, to, one);
        if (one == ID_NONE || other == ID_NONE) {
            continue;
        }
        x->now_in[u] = one;
        none = none && search_grid_cost_events(x, t) == off;
        x->now_in[v] = other;
        pair->apart[s] += search_grid_cost_events(x, t) - off;
        x->now_in[u] = x->now_in[v] = ID_NONE;
    }
    return none;
}

bool search_grid_sort_events(struct sorter *x, uint32_t t)
{
    if (!list_events(x, t)) {
        return false;
    }
    return x->reads.n == 2 ? sort_two(x, t) : x->reads.n == 0 || sort_one(x, t, x->reads.v[0]);
}

/* ---- timelines ------------------------------------------------------------------------------ */

/* What overlaps in a room does not happen; elsewhere each two members cost something. Where they
 * must not overlap it may take gaps between events, which are not for a grid. */
bool search_grid_sort_timeline(struct sorter *x, const struct timeline *timeline)
{
    const struct member *members = x->model->members.v + timeline->first;
    bool pairs = timeline->level == x->model->levels.soft &&
                 (timeline->shape == TIMELINE_PAIRS || timeline->n == 2);
    for (uint32_t i = 0; i < timeline->n; i++) {
        if (timeline->kind == TIMELINE_AT_MOST
                ? members[i].room.v == ID_NONE
                : members[i].room.v != ID_NONE || !pairs || members[i].after_min != 0) {
            return false;
        }
    }
    for (uint32_t i = 0; i < timeline->n && timeline->kind != TIMELINE_AT_MOST; i++) {
        for (uint32_t k = i + 1; k < timeline->n; k++) {
            uint32_t u = x->grid->event[members[i].choice.v];
            uint32_t v = x->grid->event[members[k].choice.v];
            if (u == v) {
                return false;
            }
            if (u != ID_NONE && v != ID_NONE) {
                struct sorted_pair *pair = pair_of(x, u, v);
                pair->tick += timeline->kind == TIMELINE_TICKS ? timeline->weight : 0;
                pair->start += timeline->kind == TIMELINE_STARTS ? timeline->weight : 0;
            }
        }
    }
    return true;
}

/* ---- at the end ---------------------------------------------------------------------------- */

static bool finish_pair(const struct sorter *x, const struct sorted_pair *pair, int32_t *apart)
{
    const struct grid *grid = x->grid;
    int64_t cost = INT64_MIN;
    for (uint32_t s = 0; s < grid->n_sessions; s++) {
        uint32_t from = grid->first_of[s], to = grid->first_of[s + 1];
        uint32_t one = set_first(&x->allowed[pair->u], from, to, ID_NONE);
        uint32_t other = set_first(&x->allowed[pair->v], from, to, one);
        bool can = one != ID_NONE && other != ID_NONE;
        if (can && cost != INT64_MIN && cost != pair->apart[s]) {
            return false;
        }
        cost = can ? pair->apart[s] : cost;
    }
    *apart = 0;
    return cost == INT64_MIN || search_grid_add(apart, cost);
}

/* Where the entries of each event begin, from how many there are; used up while they are filled. */
static uint32_t *add_up(struct grid *grid, uint32_t *first)
{
    for (uint32_t u = 0; u < grid->n_events; u++) {
        first[u + 2] += first[u + 1];
    }
    return first + 1;
}

/* By event, each pair twice. */
bool search_grid_finish_events(struct sorter *x)
{
    struct grid *grid = x->grid;
    size_t n = (size_t)grid->n_events + 2;
    grid->first_pair = arena_array(&grid->arena, n, sizeof(uint32_t));
    grid->first_meeting = arena_array(&grid->arena, n, sizeof(uint32_t));
    grid->pairs = arena_array(&grid->arena, 2 * x->pairs.n + 1, sizeof(*grid->pairs));
    grid->meetings = arena_array(&grid->arena, 2 * x->pairs.n + 1, sizeof(*grid->meetings));
    int32_t *costs = base_alloc_zero(x->pairs.n + 1, sizeof(*costs));
    bool small = true;
    for (size_t i = 0; i < x->pairs.n && small; i++) {
        const struct sorted_pair *pair = &x->pairs.v[i];
        int32_t most = 0;
        small = finish_pair(x, pair, &costs[i]) && search_grid_add(&most, pair->tick + pair->start);
        bool meets = pair->tick != 0 || pair->start != 0;
        grid->ticks = grid->ticks || meets;
        for (uint32_t k = 0; k < 2; k++) {
            uint32_t u = k == 0 ? pair->u : pair->v, v = k == 0 ? pair->v : pair->u;
            grid->first_pair[u + 2] += costs[i] != 0;
            grid->first_meeting[u + 2] += meets;
            grid->meets_others[grid->track[u]] =
                grid->meets_others[grid->track[u]] ||
                (meets && (grid->overlap || grid->track[u] != grid->track[v]));
        }
    }
    uint32_t *pairs = add_up(grid, grid->first_pair);
    uint32_t *meetings = add_up(grid, grid->first_meeting);
    for (size_t i = 0; i < x->pairs.n && small; i++) {
        const struct sorted_pair *pair = &x->pairs.v[i];
        bool meets = pair->tick != 0 || pair->start != 0;
        for (uint32_t k = 0; k < 2; k++) {
            uint32_t u = k == 0 ? pair->u : pair->v, v = k == 0 ? pair->v : pair->u;
            if (costs[i] != 0) {
                grid->pairs[pairs[u]++] = (struct grid_pair){v, costs[i]};
            }
            if (meets) {
                grid->meetings[meetings[u]++] =
                    (struct grid_meeting){v, (int32_t)pair->tick, (int32_t)pair->start};
            }
        }
    }
    base_free(costs);
    return small;
}
