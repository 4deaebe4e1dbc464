#include "engine/objections_nested.h"

#include <stdlib.h>

/* A child through which the choice's place reaches a term. */
struct path {
    uint32_t term, child;
};

struct paths {
    VEC(struct path) v;
    bool *reached;  /* [terms] */
    int64_t *delta; /* [terms]: what a placement adds */
};

bool objections_nested_is(const struct model *model, const struct term *term)
{
    bool nested = false;
    for (uint32_t i = term->first; i < term->first + term->n && !nested; i++) {
        const struct term_child *child = &model->children.v[i];
        nested = child->term.v != ID_NONE || child->coef < 0;
    }
    return nested && term->kind == TERM_RANGE;
}

/* By term; those that a term reads come before it. */
static void find_paths(const struct model *model, struct choice_id choice, struct paths *paths)
{
    for (uint32_t t = 0; t < model->terms.n; t++) {
        const struct term *term = &model->terms.v[t];
        for (uint32_t i = term->first; i < term->first + term->n; i++) {
            const struct term_child *child = &model->children.v[i];
            if (child->term.v == ID_NONE ? child->literal.choice.v == choice.v
                                         : paths->reached[child->term.v]) {
                paths->reached[t] = true;
                vec_push(&paths->v, ((struct path){t, i}));
            }
        }
    }
}

static int64_t change_of(const struct paths *paths, const int64_t *counts,
                         const struct term_child *child, struct placement placement)
{
    if (child->term.v == ID_NONE) {
        return model_literal_holds(child->literal, placement) ? child->coef : 0;
    }
    int64_t was = counts[child->term.v], now = was + paths->delta[child->term.v];
    int64_t change = (now >= child->at_least) - (was >= child->at_least);
    return child->coef * change;
}

static void try_placement(const struct model *model, const int64_t *counts, struct paths *paths,
                          uint32_t run, int32_t start_min, struct objections_broken_list *found)
{
    struct placement placement = {model->runs.v[run].room, start_min};
    for (size_t i = 0; i < paths->v.n; i++) {
        struct path path = paths->v.v[i];
        int64_t *delta = &paths->delta[path.term];
        *delta = i == 0 || path.term != paths->v.v[i - 1].term ? 0 : *delta;
        *delta += change_of(paths, counts, &model->children.v[path.child], placement);
        bool last = i + 1 == paths->v.n || paths->v.v[i + 1].term != path.term;
        const struct term *term = &model->terms.v[path.term];
        if (last && objections_nested_is(model, term) && counts[path.term] + *delta > term->hi) {
            struct objections_broken broken = {term->rule, path.term, run, start_min};
            vec_push(found, broken);
        }
    }
}

static int compare_broken(const void *a, const void *b)
{
    const struct objections_broken *p = a, *q = b;
    if (p->rule != q->rule) {
        return p->rule < q->rule ? -1 : 1;
    }
    if (p->start_min != q->start_min) {
        return p->start_min < q->start_min ? -1 : 1;
    }
    if (p->run != q->run) {
        return p->run < q->run ? -1 : 1;
    }
    return (p->term > q->term) - (p->term < q->term);
}

void objections_nested_find(const struct model *model, const int64_t *counts,
                            struct choice_id choice, int64_t *work_left,
                            struct objections_broken_list *found)
{
    struct paths paths = {0};
    paths.reached = base_alloc_zero(model->terms.n + 1, sizeof(*paths.reached));
    paths.delta = base_alloc_zero(model->terms.n + 1, sizeof(*paths.delta));
    const struct choice *one = &model->choices.v[choice.v];
    vec_clear(found);
    *work_left -= (int64_t)model->children.n;
    find_paths(model, choice, &paths);
    bool any = false;
    for (size_t i = 0; i < paths.v.n && !any; i++) {
        any = objections_nested_is(model, &model->terms.v[paths.v.v[i].term]);
    }
    for (uint32_t k = one->first_run; any && k < one->first_run + one->n_runs; k++) {
        const struct run *run = &model->runs.v[k];
        for (uint32_t i = 0; i<run->n && * work_left> 0; i++) {
            *work_left -= (int64_t)paths.v.n;
            try_placement(model, counts, &paths, k, run->first_min + (int32_t)i * run->step_min,
                          found);
        }
    }
    if (found->n > 1) {
        qsort(found->v, found->n, sizeof(*found->v), compare_broken);
    }
    vec_free(&paths.v);
    base_free(paths.reached);
    base_free(paths.delta);
}

/* The timetable with one more. */
struct company {
    const struct model *model;
    const struct placement *chosen;
    struct choice_id choice;
    struct placement placement;
};

static bool child_counts(const struct company *company, const struct term_child *child)
{
    if (child->term.v == ID_NONE) {
        struct choice_id choice = child->literal.choice;
        return model_literal_holds(child->literal, choice.v == company->choice.v
                                                       ? company->placement
                                                       : company->chosen[choice.v]);
    }
    const struct term *term = &company->model->terms.v[child->term.v];
    int64_t n = 0;
    for (uint32_t i = term->first; i < term->first + term->n; i++) {
        const struct term_child *own = &company->model->children.v[i];
        n += child_counts(company, own) ? own->coef : 0;
    }
    return n >= child->at_least;
}

/* As many of the term's children as it takes to count `most`. */
static void name_some(const struct company *company, uint32_t t, int64_t most,
                      struct objections_names *names)
{
    const struct model *model = company->model;
    const struct term *term = &model->terms.v[t];
    int64_t named = 0;
    for (uint32_t i = term->first; i < term->first + term->n && named < most; i++) {
        const struct term_child *child = &model->children.v[i];
        if (child->coef <= 0 || !child_counts(company, child)) {
            continue;
        }
        named += child->coef;
        if (child->term.v != ID_NONE) {
            name_some(company, child->term.v, child->at_least, names);
        } else if (child->literal.choice.v != company->choice.v) {
            vec_push(names, model->choices.v[child->literal.choice.v].event);
        }
    }
}

void objections_nested_name(const struct model *model, const struct placement *chosen,
                            struct choice_id choice, const struct objections_broken *broken,
                            struct objections_names *names)
{
    struct company company = {
        model, chosen, choice, {model->runs.v[broken->run].room, broken->start_min}};
    vec_clear(names);
    name_some(&company, broken->term, INT64_MAX, names);
}
