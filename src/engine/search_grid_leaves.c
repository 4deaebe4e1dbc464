/* Leaves of terms, and what terms count while they are tried out. */
#include "engine/search_grid_sort.h"

#include <string.h>

/* ---- leaves ------------------------------------------------------------------------------- */

static bool holds(const struct sorter *x, struct literal literal, uint32_t u, uint32_t cell)
{
    return model_literal_holds(literal, x->at[(size_t)u * x->grid->n_cells + cell]);
}

/* Which cells of which events the leaf counts; false: not each once. */
static bool gather_leaf(struct sorter *x, const struct term *term)
{
    const struct grid *grid = x->grid;
    for (uint32_t i = term->first; i < term->first + term->n; i++) {
        const struct term_child *child = &x->model->children.v[i];
        uint32_t u = child->term.v != ID_NONE ? ID_NONE : grid->event[child->literal.choice.v];
        if (child->term.v != ID_NONE || child->coef != 1) {
            return false;
        }
        if (u == ID_NONE) {
            continue;
        }
        vec_push(&x->reads, u);
        for (uint32_t c = 0; c < grid->n_cells; c++) {
            if (set_has(&x->allowed[u], c) && holds(x, child->literal, u, c)) {
                set_add(&x->in_leaf[u], c);
            }
        }
    }
    return true;
}

/* Whether the leaf counts each track's events alike. */
static bool split_leaf(struct sorter *x, struct leaf *leaf)
{
    for (size_t i = 0; i < x->reads.n; i++) {
        uint32_t t = x->grid->track[x->reads.v[i]], k = leaf->first;
        while (k < leaf->first + leaf->n && x->parts.v[k].track != t) {
            k++;
        }
        if (k == leaf->first + leaf->n) {
            struct leaf_part part = {.track = t};
            vec_push(&x->parts, part);
            leaf->n++;
        }
        set_unite(&x->parts.v[k].cells, &x->in_leaf[x->reads.v[i]]);
    }
    for (uint32_t k = leaf->first; k < leaf->first + leaf->n; k++) {
        const struct cell_track *track = &x->grid->cells->tracks[x->parts.v[k].track];
        for (uint32_t u = track->first; u < track->first + track->n; u++) {
            if (!set_is(&x->in_leaf[u], &x->parts.v[k].cells, &x->allowed[u])) {
                return false;
            }
        }
    }
    return true;
}

const struct leaf *search_grid_leaf(struct sorter *x, uint32_t t)
{
    const struct term *term = &x->model->terms.v[t];
    struct leaf *leaf = &x->leaves[t];
    if (leaf->state != LEAF_UNKNOWN) {
        return leaf;
    }
    const struct term_child *child = &x->model->children.v[term->first];
    bool literals = term->n > 0 && child->term.v == ID_NONE;
    *leaf = (struct leaf){LEAF_NONE, (uint32_t)x->parts.n, 0};
    if (!literals) {
        return leaf;
    }
    VEC(uint32_t) reads = {x->reads.v, x->reads.n, x->reads.cap};
    memset(&x->reads, 0, sizeof(x->reads));
    if (gather_leaf(x, term) && split_leaf(x, leaf)) {
        leaf->state = LEAF_TRACKS;
    } else {
        x->parts.n = leaf->first;
        leaf->n = 0;
    }
    for (size_t i = 0; i < x->reads.n; i++) {
        x->in_leaf[x->reads.v[i]] = (struct grid_set){{0}};
    }
    vec_free(&x->reads);
    x->reads.v = reads.v;
    x->reads.n = reads.n;
    x->reads.cap = reads.cap;
    return leaf;
}

/* ---- what a term counts and costs ------------------------------------------------------------ */

static int64_t count_tracks(struct sorter *x, uint32_t t)
{
    const struct leaf *leaf = search_grid_leaf(x, t);
    if (leaf->state == LEAF_TRACKS) {
        bool any = false;
        for (uint32_t k = leaf->first; k < leaf->first + leaf->n && !any; k++) {
            any = set_meets(&x->parts.v[k].cells, &x->now[x->parts.v[k].track]);
        }
        return any;
    }
    const struct term *term = &x->model->terms.v[t];
    int64_t n = 0;
    for (uint32_t i = term->first; i < term->first + term->n; i++) {
        const struct term_child *child = &x->model->children.v[i];
        n += count_tracks(x, child->term.v) >= child->at_least ? child->coef : 0;
    }
    return n;
}

static int64_t count_events(const struct sorter *x, uint32_t t)
{
    const struct term *term = &x->model->terms.v[t];
    int64_t n = 0;
    for (uint32_t i = term->first; i < term->first + term->n; i++) {
        const struct term_child *child = &x->model->children.v[i];
        if (child->term.v != ID_NONE) {
            n += count_events(x, child->term.v) >= child->at_least ? child->coef : 0;
            continue;
        }
        uint32_t u = x->grid->event[child->literal.choice.v];
        bool in = u != ID_NONE && x->now_in[u] != ID_NONE;
        n += in && holds(x, child->literal, u, x->now_in[u]) ? child->coef : 0;
    }
    return n;
}

int64_t search_grid_cost_of(const struct sorter *x, const struct term *term, int64_t n)
{
    if (term->kind == TERM_RANGE) {
        bool outside = n < term->lo || n > term->hi;
        return outside ? (n < term->lo ? term->lo - n : n - term->hi) * x->grid->penalty : 0;
    }
    n = n < term->least ? term->least : n;
    n = n > term->most ? term->most : n;
    return model_cost_at(x->model, term, n);
}

int64_t search_grid_cost_tracks(struct sorter *x, uint32_t t)
{
    return search_grid_cost_of(x, &x->model->terms.v[t], count_tracks(x, t));
}

int64_t search_grid_cost_events(const struct sorter *x, uint32_t t)
{
    return search_grid_cost_of(x, &x->model->terms.v[t], count_events(x, t));
}

void search_grid_read(struct sorter *x, uint32_t id)
{
    for (size_t i = 0; i < x->reads.n; i++) {
        if (x->reads.v[i] == id) {
            return;
        }
    }
    vec_push(&x->reads, id);
}
