#include "engine/objections.h"

#include "core/rule.h"
#include "engine/objections_nested.h"

#include <stdlib.h>
#include <string.h>

enum {
    /* Runs and placements looked at: seconds at most. */
    WORK_MOST = 300000000,
    AGAINST_MANY = -1,
};

/* Where a choice that is left out is a member of a timeline, or a literal of a term's range. */
struct use {
    uint32_t choice, rule, order;
    bool in_timeline;
    uint32_t of, at; /* timeline and member, or term and child */
};

struct edge {
    int32_t t_min;
    bool begins;
    uint32_t member; /* of the timeline */
};

/* The edges of a timeline's chosen members, sorted, once they are known. */
struct edges {
    bool known;
    uint32_t first, n;
};

struct objections {
    struct arena arena;
    const struct model *model;
    const struct placement *chosen;
    int64_t work_left;
    int64_t *counts; /* [terms] */
    VEC(struct use) uses;
    VEC(struct edge) edges;
    struct edges *edges_of; /* [timelines] */
    VEC(uint32_t) running;  /* members at the moment looked at, ascending */
    /* Of the event at hand, its placements by run: */
    struct objection *by_rule;
    VEC(uint32_t) first_of_run;
    VEC(int32_t) against; /* the rule against it, plus one; AGAINST_MANY: several */
    /* [placements + 1]: the first from here on that the rule at hand has not excluded, or a step
     * towards it (union-find). */
    VEC(uint32_t) fresh;
    struct objections_broken_list broken; /* of nested terms, by rule */
    struct objections_names names;
};

/* ---- what the chosen selection counts ------------------------------------------- */

static bool child_holds(const struct objections *x, const struct term_child *child)
{
    return child->term.v == ID_NONE
               ? model_literal_holds(child->literal, x->chosen[child->literal.choice.v])
               : x->counts[child->term.v] >= child->at_least;
}

static void count_terms(struct objections *x)
{
    const struct model *model = x->model;
    for (uint32_t t = 0; t < model->terms.n; t++) {
        const struct term *term = &model->terms.v[t];
        for (uint32_t i = term->first; i < term->first + term->n; i++) {
            const struct term_child *child = &model->children.v[i];
            x->counts[t] += child_holds(x, child) ? child->coef : 0;
        }
    }
}

static void add_use(struct objections *x, struct use use)
{
    if (placement_is_out(x->chosen[use.choice])) {
        use.order = (uint32_t)x->uses.n;
        vec_push(&x->uses, use);
    }
}

static int compare_uses(const void *a, const void *b)
{
    const struct use *p = a, *q = b;
    if (p->choice != q->choice) {
        return p->choice < q->choice ? -1 : 1;
    }
    if (p->rule != q->rule) {
        return p->rule < q->rule ? -1 : 1;
    }
    return (p->order > q->order) - (p->order < q->order);
}

/* By choice, then rule. */
static void list_uses(struct objections *x)
{
    const struct model *model = x->model;
    for (uint32_t t = 0; t < model->timelines.n; t++) {
        const struct timeline *timeline = &model->timelines.v[t];
        for (uint32_t i = 0; timeline->kind == TIMELINE_AT_MOST && i < timeline->n; i++) {
            uint32_t choice = model->members.v[timeline->first + i].choice.v;
            add_use(x, (struct use){choice, timeline->rule, 0, true, t, i});
        }
    }
    for (uint32_t t = 0; t < model->terms.n; t++) {
        const struct term *term = &model->terms.v[t];
        bool sum = term->kind == TERM_RANGE && !objections_nested_is(model, term);
        for (uint32_t i = term->first; sum && i < term->first + term->n; i++) {
            const struct term_child *child = &model->children.v[i];
            add_use(x, (struct use){child->literal.choice.v, term->rule, 0, false, t, i});
        }
    }
    if (x->uses.n > 0) {
        qsort(x->uses.v, x->uses.n, sizeof(*x->uses.v), compare_uses);
    }
}

/* ---- placements of the event that is being explained ------------------------------ */

static void begin_event(struct objections *x, const struct choice *choice)
{
    memset(x->by_rule, 0, rule_table_count() * sizeof(*x->by_rule));
    vec_clear(&x->first_of_run);
    uint32_t n = 0;
    for (uint32_t k = 0; k < choice->n_runs; k++) {
        vec_push(&x->first_of_run, n);
        n += x->model->runs.v[choice->first_run + k].n;
    }
    vec_clear(&x->against);
    vec_clear(&x->fresh);
    for (uint32_t i = 0; i < n; i++) {
        vec_push(&x->against, 0);
    }
}

static void begin_rule(struct objections *x)
{
    vec_clear(&x->fresh);
    for (uint32_t i = 0; i <= x->against.n; i++) {
        vec_push(&x->fresh, i);
    }
    x->work_left -= (int64_t)x->fresh.n;
}

static uint32_t find_fresh(struct objections *x, uint32_t i)
{
    uint32_t *fresh = x->fresh.v;
    while (fresh[i] != i) {
        fresh[i] = fresh[fresh[i]];
        i = fresh[i];
    }
    return i;
}

/* How many starts of the run are before t. */
static uint32_t starts_before(const struct run *run, int32_t t_min)
{
    if (t_min <= run->first_min) {
        return 0;
    }
    int64_t n = ((int64_t)t_min - run->first_min + run->step_min - 1) / run->step_min;
    return n < run->n ? (uint32_t)n : run->n;
}

/* ---- objections ------------------------------------------------------------------ */

static void name_event(struct objection *objection, struct event_id event)
{
    for (uint32_t i = 0; i < objection->n_events; i++) {
        if (objection->events[i] == event.v) {
            return;
        }
    }
    if (objection->n_events < OBJECTION_NAMES) {
        objection->events[objection->n_events++] = event.v;
    } else {
        objection->any_more = true;
    }
}

/* The rule forbids the placement number i. */
static void exclude_at(struct objections *x, uint32_t i, uint32_t rule)
{
    int32_t *against = &x->against.v[i];
    *against = *against == 0 ? (int32_t)rule + 1 : AGAINST_MANY;
    x->by_rule[rule].exclusion.count++;
    x->fresh.v[i] = i + 1;
}

/* The first run of the choice in the room; ID_NONE: in any. */
static uint32_t first_run_in(const struct objections *x, const struct choice *choice,
                             struct room_id room)
{
    uint32_t low = 0, high = room.v == ID_NONE ? 0 : choice->n_runs;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        bool before = x->model->runs.v[choice->first_run + middle].room.v < room.v;
        low = before ? middle + 1 : low;
        high = before ? high : middle;
    }
    return low;
}

/* The rule forbids the literal's placements, for all else that holds; false: it did already. The
 * example is the earliest, in the first room. */
static bool object(struct objections *x, const struct choice *choice, uint32_t rule,
                   struct literal literal)
{
    struct exclusion *exclusion = &x->by_rule[rule].exclusion;
    bool first = exclusion->count == 0, any = false;
    for (uint32_t k = first_run_in(x, choice, literal.room); k < choice->n_runs; k++) {
        const struct run *run = &x->model->runs.v[choice->first_run + k];
        if (literal.room.v != ID_NONE && literal.room.v != run->room.v) {
            break;
        }
        x->work_left--;
        uint32_t base = x->first_of_run.v[k];
        uint32_t from = base + starts_before(run, literal.from_min);
        uint32_t to = base + starts_before(run, literal.to_min);
        for (uint32_t i = find_fresh(x, from); i < to; i = find_fresh(x, i + 1)) {
            int32_t start_min = run->first_min + (int32_t)(i - base) * run->step_min;
            if (first && (!any || start_min < exclusion->example.start_min)) {
                exclusion->example = (struct placement){run->room, start_min};
            }
            exclude_at(x, i, rule);
            x->work_left--;
            any = true;
        }
    }
    return any;
}

static int compare_edges(const void *a, const void *b)
{
    const struct edge *p = a, *q = b;
    if (p->t_min != q->t_min) {
        return p->t_min < q->t_min ? -1 : 1;
    }
    return (p->member > q->member) - (p->member < q->member);
}

static struct edges find_edges(struct objections *x, uint32_t t)
{
    struct edges *edges = &x->edges_of[t];
    if (edges->known) {
        return *edges;
    }
    const struct timeline *timeline = &x->model->timelines.v[t];
    *edges = (struct edges){true, (uint32_t)x->edges.n, 0};
    for (uint32_t i = 0; i < timeline->n; i++) {
        struct member member = x->model->members.v[timeline->first + i];
        struct placement placement = x->chosen[member.choice.v];
        if (model_member_is_at(member, placement)) {
            int32_t end_min = placement.start_min + model_member_length(x->model, member);
            struct edge begin = {placement.start_min, true, i}, end = {end_min, false, i};
            vec_push(&x->edges, begin);
            vec_push(&x->edges, end);
            edges->n += 2;
        }
    }
    if (edges->n > 0) {
        qsort(x->edges.v + edges->first, edges->n, sizeof(struct edge), compare_edges);
    }
    return *edges;
}

/* Begins or ends a member's run. */
static void pass_edge(struct objections *x, const struct edge *edge)
{
    size_t at = 0;
    while (at < x->running.n && x->running.v[at] < edge->member) {
        at++;
    }
    size_t after = x->running.n - at;
    uint32_t *v = x->running.v;
    if (!edge->begins) {
        memmove(v + at, v + at + 1, (after - 1) * sizeof(*v));
        x->running.n--;
        return;
    }
    vec_push(&x->running, edge->member);
    v = x->running.v;
    memmove(v + at + 1, v + at, after * sizeof(*v));
    v[at] = edge->member;
}

/* Whether another member would be one too many beside those that run. */
static bool is_full(const struct objections *x, const struct timeline *timeline, bool head)
{
    /* The first that runs is a head if any is. */
    return x->running.n > 0 && (int64_t)x->running.n >= timeline->most &&
           (head || x->running.v[0] < timeline->n_heads);
}

/* Between two edges the same members run: where they are as many as can be, the event is not. */
static void object_timeline(struct objections *x, const struct choice *choice,
                            const struct use *use)
{
    const struct model *model = x->model;
    const struct timeline *timeline = &model->timelines.v[use->of];
    struct member own = model->members.v[timeline->first + use->at];
    int32_t length_min = model_member_length(model, own);
    struct edges edges = find_edges(x, use->of);
    vec_clear(&x->running);
    for (uint32_t i = 0; i < edges.n; i++) {
        const struct edge *edge = &x->edges.v[edges.first + i];
        pass_edge(x, edge);
        x->work_left--;
        if (i + 1 == edges.n || edge[1].t_min == edge->t_min ||
            !is_full(x, timeline, use->at < timeline->n_heads)) {
            continue;
        }
        struct literal literal = model_literal_between(own.choice, edge->t_min - length_min + 1,
                                                       edge[1].t_min, own.room);
        if (object(x, choice, use->rule, literal)) {
            for (size_t k = 0; k < x->running.n; k++) {
                struct member member = model->members.v[timeline->first + x->running.v[k]];
                name_event(&x->by_rule[use->rule], model->choices.v[member.choice.v].event);
            }
        }
    }
}

static void object_range(struct objections *x, const struct choice *choice, const struct use *use)
{
    const struct model *model = x->model;
    const struct term *term = &model->terms.v[use->of];
    const struct term_child *own = &model->children.v[use->at];
    if (x->counts[use->of] + own->coef <= term->hi || !object(x, choice, use->rule, own->literal)) {
        return;
    }
    for (uint32_t i = term->first; i < term->first + term->n; i++) {
        const struct term_child *child = &model->children.v[i];
        if (child_holds(x, child)) {
            struct choice_id id = child->literal.choice;
            name_event(&x->by_rule[use->rule], model->choices.v[id.v].event);
        }
    }
}

/* The first use of the choice. */
static size_t find_uses(const struct objections *x, struct choice_id id)
{
    size_t low = 0, high = x->uses.n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        bool before = x->uses.v[middle].choice < id.v;
        low = before ? middle + 1 : low;
        high = before ? high : middle;
    }
    return low;
}

static void object_nested(struct objections *x, struct choice_id id,
                          const struct objections_broken *broken)
{
    const struct model *model = x->model;
    struct literal literal = model_literal_between(id, broken->start_min, broken->start_min + 1,
                                                   model->runs.v[broken->run].room);
    if (!object(x, &model->choices.v[id.v], broken->rule, literal)) {
        return;
    }
    objections_nested_name(model, x->chosen, id, broken, &x->names);
    for (size_t i = 0; i < x->names.n; i++) {
        name_event(&x->by_rule[broken->rule], x->names.v[i]);
    }
}

struct objection *objections_collect(struct objections *x, struct choice_id id)
{
    const struct choice *choice = &x->model->choices.v[id.v];
    begin_event(x, choice);
    if (x->work_left <= 0) {
        return x->by_rule;
    }
    objections_nested_find(x->model, x->counts, id, &x->work_left, &x->broken);
    size_t use = find_uses(x, id), broken = 0;
    for (uint32_t rule = 0; rule < rule_table_count(); rule++) {
        bool begun = false;
        for (; use < x->uses.n && x->uses.v[use].choice == id.v && x->uses.v[use].rule == rule;
             use++) {
            if (!begun) {
                begin_rule(x);
                begun = true;
            }
            if (x->uses.v[use].in_timeline) {
                object_timeline(x, choice, &x->uses.v[use]);
            } else {
                object_range(x, choice, &x->uses.v[use]);
            }
        }
        for (; broken < x->broken.n && x->broken.v[broken].rule == rule; broken++) {
            if (!begun) {
                begin_rule(x);
                begun = true;
            }
            object_nested(x, id, &x->broken.v[broken]);
        }
    }
    for (size_t i = 0; i < x->against.n; i++) {
        int32_t against = x->against.v[i];
        if (against > 0) {
            x->by_rule[against - 1].exclusion.alone++;
        }
    }
    return x->by_rule;
}

/* ---- the whole -------------------------------------------------------------------- */

struct objections *objections_create(const struct model *model, const struct placement *chosen)
{
    struct objections *x = base_alloc_zero(1, sizeof(*x));
    x->model = model;
    x->chosen = chosen;
    x->work_left = WORK_MOST;
    x->counts = arena_array(&x->arena, model->terms.n, sizeof(*x->counts));
    x->edges_of = arena_array(&x->arena, model->timelines.n, sizeof(*x->edges_of));
    x->by_rule = arena_array(&x->arena, rule_table_count(), sizeof(*x->by_rule));
    count_terms(x);
    list_uses(x);
    return x;
}

void objections_free(struct objections *x)
{
    vec_free(&x->uses);
    vec_free(&x->edges);
    vec_free(&x->running);
    vec_free(&x->first_of_run);
    vec_free(&x->against);
    vec_free(&x->fresh);
    vec_free(&x->broken);
    vec_free(&x->names);
    arena_free(&x->arena);
    base_free(x);
}
