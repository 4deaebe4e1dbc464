#include "engine/component.h"

/* ---- finding ---------------------------------------------------------------------------- */

static uint32_t find_root(uint32_t *parent, uint32_t c)
{
    while (parent[c] != c) {
        parent[c] = parent[parent[c]];
        c = parent[c];
    }
    return c;
}

/* The smaller number stays the root, so that components are in the order of their first choices. */
static void join(uint32_t *parent, uint32_t a, uint32_t b)
{
    a = find_root(parent, a);
    b = find_root(parent, b);
    if (a != b) {
        parent[a > b ? a : b] = a > b ? b : a;
    }
}

/* Terms bind their choices and the terms that they read: one more node for each term. */
static void join_terms(const struct model *model, uint32_t *parent)
{
    uint32_t n_choices = (uint32_t)model->choices.n;
    for (uint32_t t = 0; t < model->terms.n; t++) {
        const struct term *term = &model->terms.v[t];
        for (uint32_t i = term->first; i < term->first + term->n; i++) {
            const struct term_child *child = &model->children.v[i];
            join(parent, n_choices + t,
                 child->term.v == ID_NONE ? child->literal.choice.v : n_choices + child->term.v);
        }
    }
}

uint32_t component_find(const struct model *model, uint32_t *component_of)
{
    size_t n_nodes = model->choices.n + model->terms.n;
    uint32_t *parent = base_alloc_zero(n_nodes + 1, sizeof(*parent));
    for (uint32_t i = 0; i < n_nodes; i++) {
        parent[i] = i;
    }
    for (size_t t = 0; t < model->timelines.n; t++) {
        const struct timeline *timeline = &model->timelines.v[t];
        for (uint32_t i = 1; i < timeline->n; i++) {
            join(parent, model->members.v[timeline->first].choice.v,
                 model->members.v[timeline->first + i].choice.v);
        }
    }
    join_terms(model, parent);
    uint32_t n = 0;
    for (uint32_t c = 0; c < model->choices.n; c++) {
        uint32_t root = find_root(parent, c);
        component_of[c] = root == c ? n++ : component_of[root];
    }
    base_free(parent);
    return n;
}

/* ---- extracting ---------------------------------------------------------------------------- */

struct extractor {
    const struct model *from;
    struct model *to;
    uint32_t *now;  /* [choices]: its number in the part; ID_NONE */
    uint32_t *term; /* [terms]: likewise */
};

static void extract_choices(struct extractor *x, uint32_t *choice_of)
{
    for (uint32_t c = 0; c < x->from->choices.n; c++) {
        if (x->now[c] == ID_NONE) {
            continue;
        }
        const struct choice *choice = &x->from->choices.v[c];
        x->now[c] = (uint32_t)x->to->choices.n;
        choice_of[x->now[c]] = c;
        struct choice copy = *choice;
        copy.first_run = (uint32_t)x->to->runs.n;
        for (uint32_t k = 0; k < choice->n_runs; k++) {
            vec_push(&x->to->runs, x->from->runs.v[choice->first_run + k]);
        }
        vec_push(&x->to->choices, copy);
    }
    for (size_t i = 0; i < x->from->unaries.n; i++) {
        struct unary unary = x->from->unaries.v[i];
        unary.literal.choice.v = x->now[unary.literal.choice.v];
        if (unary.literal.choice.v != ID_NONE) {
            vec_push(&x->to->unaries, unary);
        }
    }
}

/* Whether the term is in the part: its first child is. Terms without children are in none. */
static bool has_term(const struct extractor *x, const struct term *term)
{
    if (term->n == 0) {
        return false;
    }
    const struct term_child *child = &x->from->children.v[term->first];
    return (child->term.v == ID_NONE ? x->now[child->literal.choice.v] : x->term[child->term.v]) !=
           ID_NONE;
}

static void extract_terms(struct extractor *x)
{
    for (uint32_t t = 0; t < x->from->terms.n; t++) {
        struct term term = x->from->terms.v[t];
        uint32_t first = term.first;
        x->term[t] = ID_NONE;
        if (!has_term(x, &term)) {
            continue;
        }
        x->term[t] = (uint32_t)x->to->terms.n;
        term.first = (uint32_t)x->to->children.n;
        for (uint32_t i = first; i < first + term.n; i++) {
            struct term_child child = x->from->children.v[i];
            if (child.term.v == ID_NONE) {
                child.literal.choice.v = x->now[child.literal.choice.v];
            } else {
                child.term.v = x->term[child.term.v];
            }
            vec_push(&x->to->children, child);
        }
        if (term.kind == TERM_COST) {
            const int64_t *costs = x->from->costs.v + term.costs;
            term.costs = (uint32_t)x->to->costs.n;
            for (int64_t n = term.least; n <= term.most; n++) {
                vec_push(&x->to->costs, costs[n - term.least]);
            }
        }
        vec_push(&x->to->terms, term);
    }
}

static void extract_timelines(struct extractor *x)
{
    for (size_t t = 0; t < x->from->timelines.n; t++) {
        struct timeline timeline = x->from->timelines.v[t];
        const struct member *members = x->from->members.v + timeline.first;
        if (x->now[members[0].choice.v] == ID_NONE) {
            continue;
        }
        timeline.first = (uint32_t)x->to->members.n;
        for (uint32_t i = 0; i < timeline.n; i++) {
            struct member member = members[i];
            member.choice.v = x->now[member.choice.v];
            vec_push(&x->to->members, member);
        }
        vec_push(&x->to->timelines, timeline);
    }
}

/* Who ranks elsewhere costs nothing here: the terms that say so would have joined them. */
static void extract_facts(struct extractor *x)
{
    for (size_t i = 0; i < x->from->bonds.n; i++) {
        struct bond bond = x->from->bonds.v[i];
        bond.a.v = x->now[bond.a.v];
        bond.b.v = x->now[bond.b.v];
        if (bond.a.v != ID_NONE && bond.b.v != ID_NONE) {
            vec_push(&x->to->bonds, bond);
        }
    }
    for (size_t i = 0; i < x->from->standings.n; i++) {
        struct standing standing = x->from->standings.v[i];
        standing.choice.v = x->now[standing.choice.v];
        if (standing.choice.v != ID_NONE) {
            vec_push(&x->to->standings, standing);
        }
    }
}

void component_extract(const struct model *model, const uint32_t *component_of, uint32_t component,
                       struct model *part, uint32_t *choice_of)
{
    *part = (struct model){
        .problem = model->problem,
        .levels = model->levels,
        .tick_min = model->tick_min,
        .tick_origin_min = model->tick_origin_min,
    };
    struct extractor x = {.from = model, .to = part};
    x.now = base_alloc_zero(model->choices.n + 1, sizeof(*x.now));
    x.term = base_alloc_zero(model->terms.n + 1, sizeof(*x.term));
    for (size_t c = 0; c < model->choices.n; c++) {
        x.now[c] = component_of[c] == component ? 0 : ID_NONE;
    }
    extract_choices(&x, choice_of);
    extract_terms(&x);
    extract_timelines(&x);
    extract_facts(&x);
    base_free(x.now);
    base_free(x.term);
}
