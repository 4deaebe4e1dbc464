#include "engine/objections_nested.h"

#include <stdlib.h>

/* Where a term, or a choice, is a child. */
struct parent {
    uint32_t of, term, child; /* `of`: the term or choice */
};

struct parents {
    struct parent *v;
    size_t n, cap;
    size_t *first; /* [of + 1] */
};

struct nested {
    const struct model *model;
    const struct placement *chosen;
    const int64_t *counts;
    bool *looked_at;         /* [terms]: such a range, or part of one */
    uint32_t *depth;         /* [terms]: above all children */
    struct parents by_term;  /* indicators */
    struct parents by_event; /* literals */
    int64_t *delta;          /* [terms]: what the placement changes */
    VEC(uint32_t) touched;   /* terms with a delta, or that had one */
    bool *is_touched;        /* [terms] */
};

bool objections_nested_is_range(const struct model *model, uint32_t t)
{
    const struct term *term = &model->terms.v[t];
    bool nested = false;
    for (uint32_t i = term->first; i < term->first + term->n && !nested; i++) {
        const struct term_child *child = &model->children.v[i];
        nested = child->term.v != ID_NONE || child->coef < 0;
    }
    return nested && term->kind == TERM_RANGE;
}

/* ---- what is part of what --------------------------------------------------------- */

/* Parts come before what they are parts of. */
static void mark_parts(struct nested *x)
{
    const struct model *model = x->model;
    for (size_t t = model->terms.n; t-- > 0;) {
        const struct term *term = &model->terms.v[t];
        x->looked_at[t] = x->looked_at[t] || objections_nested_is_range(model, (uint32_t)t);
        for (uint32_t i = term->first; i < term->first + term->n && x->looked_at[t]; i++) {
            const struct term_child *child = &model->children.v[i];
            if (child->term.v != ID_NONE) {
                x->looked_at[child->term.v] = true;
            }
        }
    }
    for (size_t t = 0; t < model->terms.n; t++) {
        const struct term *term = &model->terms.v[t];
        for (uint32_t i = term->first; i < term->first + term->n; i++) {
            const struct term_child *child = &model->children.v[i];
            if (child->term.v != ID_NONE && x->depth[child->term.v] >= x->depth[t]) {
                x->depth[t] = x->depth[child->term.v] + 1;
            }
        }
    }
}

static int compare_parents(const void *a, const void *b)
{
    const struct parent *p = a, *q = b;
    if (p->of != q->of) {
        return p->of < q->of ? -1 : 1;
    }
    return (p->child > q->child) - (p->child < q->child);
}

static void sort_parents(struct parents *parents, size_t n)
{
    if (parents->n > 0) {
        qsort(parents->v, parents->n, sizeof(*parents->v), compare_parents);
    }
    parents->first = base_alloc_zero(n + 1, sizeof(*parents->first));
    size_t at = 0;
    for (size_t of = 0; of <= n; of++) {
        while (at < parents->n && parents->v[at].of < of) {
            at++;
        }
        parents->first[of] = at;
    }
}

static void list_parents(struct nested *x)
{
    const struct model *model = x->model;
    for (uint32_t t = 0; t < model->terms.n; t++) {
        const struct term *term = &model->terms.v[t];
        for (uint32_t i = term->first; i < term->first + term->n && x->looked_at[t]; i++) {
            const struct term_child *child = &model->children.v[i];
            struct parent parent = {child->term.v, t, i};
            if (child->term.v != ID_NONE) {
                vec_push(&x->by_term, parent);
            } else if (placement_is_out(x->chosen[child->literal.choice.v])) {
                parent.of = child->literal.choice.v;
                vec_push(&x->by_event, parent);
            }
        }
    }
    sort_parents(&x->by_term, model->terms.n);
    sort_parents(&x->by_event, model->choices.n);
}

struct nested *objections_nested_create(const struct model *model, const struct placement *chosen,
                                        const int64_t *counts)
{
    size_t n = model->terms.n + 1;
    struct nested *x = base_alloc_zero(1, sizeof(*x));
    x->model = model;
    x->chosen = chosen;
    x->counts = counts;
    x->looked_at = base_alloc_zero(n, sizeof(*x->looked_at));
    x->depth = base_alloc_zero(n, sizeof(*x->depth));
    x->delta = base_alloc_zero(n, sizeof(*x->delta));
    x->is_touched = base_alloc_zero(n, sizeof(*x->is_touched));
    mark_parts(x);
    list_parents(x);
    return x;
}

void objections_nested_free(struct nested *x)
{
    base_free(x->looked_at);
    base_free(x->depth);
    base_free(x->delta);
    base_free(x->is_touched);
    base_free(x->by_term.first);
    base_free(x->by_event.first);
    vec_free(&x->by_term);
    vec_free(&x->by_event);
    vec_free(&x->touched);
    base_free(x);
}

/* ---- trying a placement ----------------------------------------------------------- */

static void change(struct nested *x, uint32_t t, int64_t by)
{
    x->delta[t] += by;
    if (!x->is_touched[t]) {
        x->is_touched[t] = true;
        vec_push(&x->touched, t);
    }
}

/* What indicators of the term change in others. */
static void pass_on(struct nested *x, uint32_t t)
{
    for (size_t i = x->by_term.first[t]; i < x->by_term.first[t + 1]; i++) {
        const struct parent *parent = &x->by_term.v[i];
        const struct term_child *child = &x->model->children.v[parent->child];
        bool was = x->counts[t] >= child->at_least;
        bool is = x->counts[t] + x->delta[t] >= child->at_least;
        if (was != is) {
            change(x, parent->term, is ? child->coef : -child->coef);
        }
    }
}

static bool is_left(const struct term *term, int64_t count)
{
    return count < term->lo || count > term->hi;
}

static void find_left(const struct nested *x, struct placement placement,
                      struct nested_finds *finds)
{
    size_t first = finds->n;
    for (size_t i = 0; i < x->touched.n; i++) {
        uint32_t t = x->touched.v[i];
        const struct term *term = &x->model->terms.v[t];
        bool known = term->kind != TERM_RANGE || is_left(term, x->counts[t]) ||
                     !is_left(term, x->counts[t] + x->delta[t]);
        for (size_t k = first; k < finds->n && !known; k++) {
            known = finds->v[k].rule == term->rule;
        }
        if (!known) {
            struct nested_find find = {term->rule, (uint32_t)finds->n, t, placement};
            vec_push(finds, find);
        }
    }
}

static int64_t try_placement(struct nested *x, struct choice_id id, struct placement placement,
                             struct nested_finds *finds)
{
    uint32_t deepest = 0;
    int64_t work = 1;
    vec_clear(&x->touched);
    for (size_t i = x->by_event.first[id.v]; i < x->by_event.first[id.v + 1]; i++) {
        const struct parent *parent = &x->by_event.v[i];
        const struct term_child *child = &x->model->children.v[parent->child];
        work++;
        if (model_literal_holds(child->literal, placement)) {
            change(x, parent->term, child->coef);
        }
    }
    for (uint32_t depth = 0; depth <= deepest; depth++) {
        for (size_t i = 0; i < x->touched.n; i++) {
            uint32_t t = x->touched.v[i];
            deepest = x->depth[t] > deepest ? x->depth[t] : deepest;
            work++;
            if (x->depth[t] == depth) {
                pass_on(x, t);
            }
        }
    }
    find_left(x, placement, finds);
    for (size_t i = 0; i < x->touched.n; i++) {
        x->delta[x->touched.v[i]] = 0;
        x->is_touched[x->touched.v[i]] = false;
    }
    return work;
}

static int compare_finds(const void *a, const void *b)
{
    const struct nested_find *p = a, *q = b;
    if (p->rule != q->rule) {
        return p->rule < q->rule ? -1 : 1;
    }
    return (p->order > q->order) - (p->order < q->order);
}

int64_t objections_nested_collect(struct nested *x, struct choice_id id, struct nested_finds *finds)
{
    int64_t work = 1;
    struct placements placements = {0};
    vec_clear(finds);
    if (x->by_event.first[id.v] == x->by_event.first[id.v + 1]) {
        return work;
    }
    model_list_placements(x->model, id, &placements);
    for (size_t i = 0; i < placements.n; i++) {
        work += try_placement(x, id, placements.v[i], finds);
    }
    if (finds->n > 0) {
        qsort(finds->v, finds->n, sizeof(*finds->v), compare_finds);
    }
    vec_free(&placements);
    return work;
}

/* ---- who is in the way ------------------------------------------------------------ */

/* The range's count when `there`[choices] alone are where they are chosen, and the event at the
 * placement. */
struct trial {
    const struct nested *x;
    struct choice_id id;
    struct placement placement;
    bool *there;
};

static int64_t count_term(const struct trial *trial, uint32_t t)
{
    const struct model *model = trial->x->model;
    const struct term *term = &model->terms.v[t];
    int64_t count = 0;
    for (uint32_t i = term->first; i < term->first + term->n; i++) {
        const struct term_child *child = &model->children.v[i];
        uint32_t choice = child->literal.choice.v;
        bool is;
        if (child->term.v != ID_NONE) {
            is = count_term(trial, child->term.v) >= child->at_least;
        } else if (choice == trial->id.v) {
            is = model_literal_holds(child->literal, trial->placement);
        } else {
            is = trial->there[choice] &&
                 model_literal_holds(child->literal, trial->x->chosen[choice]);
        }
        count += is ? child->coef : 0;
    }
    return count;
}

static void mark_choices(const struct trial *trial, uint32_t t)
{
    const struct model *model = trial->x->model;
    const struct term *term = &model->terms.v[t];
    for (uint32_t i = term->first; i < term->first + term->n; i++) {
        const struct term_child *child = &model->children.v[i];
        if (child->term.v != ID_NONE) {
            mark_choices(trial, child->term.v);
        } else if (!placement_is_out(trial->x->chosen[child->literal.choice.v])) {
            trial->there[child->literal.choice.v] = true;
        }
    }
}

uint32_t *objections_nested_list_cause(const struct nested *x, struct choice_id id,
                                       const struct nested_find *find, uint32_t *n)
{
    const struct term *term = &x->model->terms.v[find->term];
    size_t n_choices = x->model->choices.n;
    struct trial trial = {x, id, find->placement, base_alloc_zero(n_choices + 1, sizeof(bool))};
    uint32_t *events = base_alloc_zero(n_choices + 1, sizeof(*events));
    mark_choices(&trial, find->term);
    for (size_t c = n_choices; c-- > 0;) {
        if (trial.there[c]) {
            trial.there[c] = false;
            trial.there[c] = !is_left(term, count_term(&trial, find->term));
        }
    }
    *n = 0;
    for (uint32_t c = 0; c < n_choices; c++) {
        if (trial.there[c]) {
            events[(*n)++] = x->model->choices.v[c].event.v;
        }
    }
    base_free(trial.there);
    return events;
}
