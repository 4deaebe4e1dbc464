/* The literals, unary costs and terms of a model, as the search counts them. */
#include "engine/search_cells.h"

#include <stdlib.h>
#include <string.h>

enum { TABLES = 4096 };

/* The first tick that is not before t; clipped to the horizon. */
static int32_t tick_from(const struct search_index *index, int32_t t_min)
{
    if (t_min <= index->base_min) {
        return 0;
    }
    int64_t ticks = ((int64_t)t_min - index->base_min + index->tick_min - 1) / index->tick_min;
    return ticks > index->horizon ? index->horizon : (int32_t)ticks;
}

/* ---- terms that are counted in another way ------------------------------------------------- */

/* What is out of order in a track is counted by going through its events (search_cell_order.c):
 * the terms that say it are many, and each move would change most of them. True: `t` is such a
 * term, of an event of `track`. */
bool search_terms_is_of_order(const struct search_index *index, const struct term *term,
                              uint32_t *track)
{
    const struct search_cells *cells = index->cells;
    const struct model *model = index->model;
    if (term->kind != TERM_COST || term->rule != cells->order_rule ||
        term->origin.events[0].v == ID_NONE) {
        return false;
    }
    for (uint32_t i = 0; i < cells->n_members; i++) {
        uint32_t c = cells->members[i];
        if (model->choices.v[c].event.v == term->origin.events[0].v) {
            *track = cells->track_of[c];
            return cells->tracks[*track].counted;
        }
    }
    return false;
}

/* Only tracks of which each numbered event has its term. */
static void check_counted(struct search_index *index)
{
    struct search_cells *cells = index->cells;
    const struct model *model = index->model;
    uint32_t *n = base_alloc_zero((size_t)cells->n_tracks + 1, sizeof(*n)), track = 0;
    for (size_t t = 0; t < model->terms.n; t++) {
        const struct term *term = &model->terms.v[t];
        if (search_terms_is_of_order(index, term, &track)) {
            n[track]++;
            cells->tracks[track].price = model_cost_at(model, term, 1);
            cells->order_level = term->level;
        }
    }
    for (uint32_t i = 0; i < cells->n_members; i++) {
        uint32_t c = cells->members[i];
        n[cells->track_of[c]] -= cells->number[c] > 0;
    }
    for (uint32_t k = 0; k < cells->n_tracks; k++) {
        cells->tracks[k].counted = cells->tracks[k].counted && n[k] == 0;
    }
    base_free(n);
}

/* The terms that then need no count: those, and what only they read. */
static bool *find_muted(struct search_index *index)
{
    const struct model *model = index->model;
    bool *muted = base_alloc_zero(model->terms.n + 1, sizeof(*muted));
    if (index->cells == NULL || index->cells->order_rule == ID_NONE) {
        return muted;
    }
    check_counted(index);
    bool *is_read = base_alloc_zero(model->terms.n + 1, sizeof(*is_read));
    for (size_t t = model->terms.n; t-- > 0;) {
        const struct term *term = &model->terms.v[t];
        uint32_t track;
        muted[t] =
            term->kind == TERM_COUNT ? !is_read[t] : search_terms_is_of_order(index, term, &track);
        for (uint32_t i = term->first; i < term->first + term->n && !muted[t]; i++) {
            const struct term_child *child = &model->children.v[i];
            if (child->term.v != ID_NONE) {
                is_read[child->term.v] = true;
            }
        }
    }
    base_free(is_read);
    return muted;
}

/* ---- boxes and tallies ------------------------------------------------------------------------
 */

static void count_children(struct search_index *index, const struct model *model, const bool *muted,
                           uint32_t *n_parents)
{
    for (size_t t = 0; t < model->terms.n; t++) {
        const struct term *term = &model->terms.v[t];
        for (uint32_t i = term->first; i < term->first + term->n && !muted[t]; i++) {
            const struct term_child *child = &model->children.v[i];
            if (child->term.v == ID_NONE) {
                index->choices[child->literal.choice.v].n_boxes++;
            } else {
                n_parents[child->term.v]++;
            }
        }
    }
}

static void count_boxes(struct search_index *index, const struct model *model, const bool *muted,
                        uint32_t *n_parents)
{
    index->tallies = arena_array(&index->arena, model->terms.n, sizeof(*index->tallies));
    count_children(index, model, muted, n_parents);
    uint32_t n = 0, parents = 0;
    for (size_t t = 0; t < model->terms.n; t++) {
        index->tallies[t].first_parent = parents;
        parents += n_parents[t] + 1;
        n_parents[t] = 0;
    }
    for (size_t c = 0; c < model->choices.n; c++) {
        index->choices[c].first_box = n;
        n += index->choices[c].n_boxes;
        index->choices[c].n_boxes = 0;
    }
    index->boxes = arena_array(&index->arena, n, sizeof(*index->boxes));
    index->parents = arena_array(&index->arena, parents, sizeof(*index->parents));
}

static int compare_parents(const void *a, const void *b)
{
    const struct parent *x = a, *y = b;
    return x->at_least != y->at_least ? (x->at_least > y->at_least) - (x->at_least < y->at_least)
                                      : (x->term > y->term) - (x->term < y->term);
}

/* An equal cost table seen before, or this one: few tables are in use at a time. */
static const int64_t *find_table(const int64_t **seen, const struct model *model,
                                 const struct term *term)
{
    const int64_t *costs = model->costs.v + term->costs;
    size_t n = (size_t)(term->most - term->least) + 1;
    uint64_t hash = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < n; i++) {
        hash = (hash ^ (uint64_t)costs[i]) * UINT64_C(1099511628211);
    }
    const int64_t **bucket = &seen[(hash ^ hash >> 31) % TABLES];
    const int64_t *end = model->costs.v + model->costs.n;
    if (*bucket == NULL || *bucket + n > end || memcmp(*bucket, costs, n * sizeof(*costs)) != 0) {
        *bucket = costs;
    }
    return *bucket;
}

static int32_t narrow(int64_t bound)
{
    bound = bound > INT32_MIN ? bound : INT32_MIN;
    return (int32_t)(bound < INT32_MAX ? bound : INT32_MAX);
}

static void finish_tally(struct search_index *index, const struct model *model, uint32_t t,
                         uint32_t n_parents, const int64_t **seen)
{
    const struct term *term = &model->terms.v[t];
    struct tally *tally = &index->tallies[t];
    struct parent *parents = index->parents + tally->first_parent;
    BUG_UNLESS(term->level <= UINT16_MAX || term->kind != TERM_COST);
    tally->kind = (uint8_t)term->kind;
    tally->level = (uint16_t)term->level;
    if (term->kind == TERM_COST) {
        tally->costs = find_table(seen, model, term) - term->least;
    } else if (term->kind == TERM_RANGE) {
        tally->lo = narrow(term->lo);
        tally->hi = narrow(term->hi);
    }
    if (n_parents > 1) {
        qsort(parents, n_parents, sizeof(*parents), compare_parents);
    }
    parents[n_parents] = (struct parent){ID_NONE, 0, INT32_MAX};
    tally->reach_from = parents[0].at_least;
    tally->reach_to = n_parents > 0 ? parents[n_parents - 1].at_least : INT32_MIN;
}

static void add_boxes(struct search_index *index, const struct model *model, const bool *muted)
{
    uint32_t *n_parents = base_alloc_zero(model->terms.n + 1, sizeof(*n_parents));
    count_boxes(index, model, muted, n_parents);
    for (uint32_t t = 0; t < model->terms.n; t++) {
        const struct term *term = &model->terms.v[t];
        for (uint32_t i = term->first; i < term->first + term->n && !muted[t]; i++) {
            const struct term_child *child = &model->children.v[i];
            if (child->term.v != ID_NONE) {
                uint32_t first = index->tallies[child->term.v].first_parent;
                index->parents[first + n_parents[child->term.v]++] =
                    (struct parent){t, child->coef, child->at_least};
                continue;
            }
            struct search_choice *choice = &index->choices[child->literal.choice.v];
            index->boxes[choice->first_box + choice->n_boxes++] = (struct box){
                tick_from(index, child->literal.from_min), tick_from(index, child->literal.to_min),
                child->literal.room, t, child->coef};
        }
    }
    const int64_t **seen = base_alloc_zero(TABLES, sizeof(*seen));
    for (uint32_t t = 0; t < model->terms.n; t++) {
        finish_tally(index, model, t, n_parents[t], seen);
    }
    base_free(n_parents);
    base_free(seen);
}

static void add_unaries(struct search_index *index, const struct model *model)
{
    index->costs = arena_array(&index->arena, model->unaries.n, sizeof(*index->costs));
    index->outs = arena_array(&index->arena, model->unaries.n, sizeof(*index->outs));
    for (size_t i = 0; i < model->unaries.n; i++) {
        const struct unary *unary = &model->unaries.v[i];
        struct search_choice *choice = &index->choices[unary->literal.choice.v];
        *(unary->out ? &choice->n_outs : &choice->n_costs) += 1;
    }
    uint32_t costs = 0, outs = 0;
    for (size_t c = 0; c < model->choices.n; c++) {
        struct search_choice *choice = &index->choices[c];
        choice->first_cost = costs;
        choice->first_out = outs;
        costs += choice->n_costs;
        outs += choice->n_outs;
        choice->n_costs = choice->n_outs = 0;
    }
    for (size_t i = 0; i < model->unaries.n; i++) {
        const struct unary *unary = &model->unaries.v[i];
        struct search_choice *choice = &index->choices[unary->literal.choice.v];
        if (unary->out) {
            index->outs[choice->first_out + choice->n_outs++] =
                (struct out_cost){unary->level, unary->cost};
        } else {
            index->costs[choice->first_cost + choice->n_costs++] = (struct box_cost){
                tick_from(index, unary->literal.from_min), tick_from(index, unary->literal.to_min),
                unary->literal.room, unary->level, unary->cost};
        }
    }
}

void search_terms_add(struct search_index *index, const struct model *model)
{
    bool *muted = find_muted(index);
    add_boxes(index, model, muted);
    base_free(muted);
    for (uint32_t c = 0; c < model->choices.n; c++) {
        uint32_t track = index->cells == NULL ? ID_NONE : index->cells->track_of[c];
        bool counted = track != ID_NONE && index->cells->tracks[track].counted;
        index->choices[c].plain = index->choices[c].n_boxes == 0 && !counted;
    }
    add_unaries(index, model);
}
