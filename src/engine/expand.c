#include "engine/expand.h"

#include "base/distinct.h"

struct times {
    int32_t *v;
    size_t n, cap;
};

struct expander {
    const struct model *from;
    const struct placement *held;
    struct model *to;
    uint32_t *now;     /* [choices of from]: its number in the expansion; ID_NONE: it is held */
    bool *is_read;     /* [terms of from]: by another term */
    uint32_t *term;    /* [terms of from]: its number in the expansion; ID_NONE: a constant */
    int64_t *constant; /* [terms of from]: what the held choices count */
    struct times starts, ends;
};

static bool is_free(const struct expander *x, struct choice_id choice)
{
    return x->now[choice.v] != ID_NONE;
}

static struct literal renumber(const struct expander *x, struct literal literal)
{
    literal.choice.v = x->now[literal.choice.v];
    return literal;
}

/* ---- choices, unary costs ------------------------------------------------------- */

static void copy_choices(struct expander *x, const bool *free, struct expansion *expansion)
{
    for (uint32_t c = 0; c < x->from->choices.n; c++) {
        const struct choice *choice = &x->from->choices.v[c];
        x->now[c] = ID_NONE;
        if (free != NULL && !free[c]) {
            continue;
        }
        x->now[c] = (uint32_t)x->to->choices.n;
        expansion->choice_of[x->now[c]] = c;
        struct choice *copy = model_add_choice(x->to, choice->event, choice->duration_min);
        copy->n_runs = choice->n_runs;
        copy->n = choice->n;
        for (uint32_t k = 0; k < choice->n_runs; k++) {
            vec_push(&x->to->runs, x->from->runs.v[choice->first_run + k]);
        }
    }
}

static void copy_unaries(struct expander *x)
{
    for (size_t i = 0; i < x->from->unaries.n; i++) {
        struct unary unary = x->from->unaries.v[i];
        if (is_free(x, unary.literal.choice)) {
            unary.literal = renumber(x, unary.literal);
            vec_push(&x->to->unaries, unary);
        }
    }
}

/* ---- terms ----------------------------------------------------------------------- */

/* What a child counts when it is a constant. */
static int64_t constant_of(const struct expander *x, const struct term_child *child)
{
    if (child->term.v != ID_NONE) {
        return x->constant[child->term.v] >= child->at_least ? child->coef : 0;
    }
    return model_literal_holds(child->literal, x->held[child->literal.choice.v]) ? child->coef : 0;
}

static bool is_constant(const struct expander *x, const struct term_child *child)
{
    return child->term.v != ID_NONE ? x->term[child->term.v] == ID_NONE
                                    : !is_free(x, child->literal.choice);
}

static void add_children(struct expander *x, uint32_t t)
{
    const struct term *term = &x->from->terms.v[t];
    for (uint32_t i = term->first; i < term->first + term->n; i++) {
        const struct term_child *child = &x->from->children.v[i];
        if (is_constant(x, child)) {
            continue;
        }
        if (child->term.v == ID_NONE) {
            model_term_add(x->to, child->coef, renumber(x, child->literal));
            continue;
        }
        /* The child's own constant is not in its count any more. */
        struct term_id id = {x->term[child->term.v]};
        int64_t at_least = child->at_least - x->constant[child->term.v];
        model_term_add_at_least(x->to, child->coef, id, (int32_t)at_least);
    }
}

static int64_t shift(int64_t limit, int64_t by)
{
    return limit == INT64_MIN || limit == INT64_MAX ? limit : limit - by;
}

static void end_term(struct expander *x, uint32_t t)
{
    const struct term *term = &x->from->terms.v[t];
    if (term->kind == TERM_RANGE) {
        model_term_end_range(x->to, shift(term->lo, x->constant[t]),
                             shift(term->hi, x->constant[t]));
        return;
    }
    const struct term *open = &x->to->terms.v[x->to->terms.n - 1];
    const int64_t *costs = x->from->costs.v + term->costs - term->least + x->constant[t];
    model_term_end_table(x->to, term->level, costs + open->least);
}

static void copy_term(struct expander *x, uint32_t t)
{
    const struct term *term = &x->from->terms.v[t];
    bool varies = false;
    x->term[t] = ID_NONE;
    for (uint32_t i = term->first; i < term->first + term->n; i++) {
        const struct term_child *child = &x->from->children.v[i];
        bool constant = is_constant(x, child);
        x->constant[t] += constant ? constant_of(x, child) : 0;
        varies = varies || !constant;
    }
    if (!varies) {
        return;
    }
    if (x->is_read[t] || term->kind == TERM_COUNT) {
        model_term_begin(x->to, term->rule, term->origin);
        add_children(x, t);
        x->term[t] = model_term_end_count(x->to).v;
    }
    if (term->kind != TERM_COUNT) {
        model_term_begin(x->to, term->rule, term->origin);
        add_children(x, t);
        end_term(x, t);
    }
}

static void copy_terms(struct expander *x)
{
    for (size_t i = 0; i < x->from->children.n; i++) {
        if (x->from->children.v[i].term.v != ID_NONE) {
            x->is_read[x->from->children.v[i].term.v] = true;
        }
    }
    for (uint32_t t = 0; t < x->from->terms.n; t++) {
        copy_term(x, t);
    }
}

/* ---- timelines -------------------------------------------------------------------- */

static void add_member_times(struct expander *x, struct member member)
{
    const struct model *model = x->from;
    int32_t length_min = model_member_length(model, member);
    if (!is_free(x, member.choice)) {
        struct placement held = x->held[member.choice.v];
        if (model_member_is_at(member, held)) {
            vec_push(&x->starts, held.start_min);
            vec_push(&x->ends, held.start_min + length_min);
        }
        return;
    }
    const struct choice *choice = &model->choices.v[member.choice.v];
    for (uint32_t k = 0; k < choice->n_runs; k++) {
        const struct run *run = &model->runs.v[choice->first_run + k];
        bool here = member.room.v == ID_NONE || run->room.v == member.room.v;
        for (uint32_t i = 0; here && i < run->n; i++) {
            int32_t start_min = run->first_min + (int32_t)i * run->step_min;
            vec_push(&x->starts, start_min);
            vec_push(&x->ends, start_min + length_min);
        }
    }
}

static void sort_times(struct times *times)
{
    times->n = times->v == NULL ? 0 : distinct_sort(times->v, times->n);
}

/* Keeps those starts at which as many members run as can: overlapping intervals share the latest
 * start among them (Helly's property), and nothing need end before the next start. */
static void thin_starts(struct expander *x)
{
    size_t kept = 0, end = 0;
    for (size_t i = 0; i < x->starts.n; i++) {
        while (end < x->ends.n && x->ends.v[end] <= x->starts.v[i]) {
            end++;
        }
        if (i + 1 == x->starts.n || (end < x->ends.n && x->ends.v[end] <= x->starts.v[i + 1])) {
            x->starts.v[kept++] = x->starts.v[i];
        }
    }
    x->starts.n = kept;
}

/* A term of the members that may run at t, open in x->to; `base`: how many held ones do. */
struct moment {
    int64_t base;
    bool any_head;
    uint32_t n;
};

static struct moment begin_moment(struct expander *x, const struct timeline *timeline,
                                  int32_t t_min)
{
    struct moment moment = {0};
    struct origin origin = timeline->origin;
    origin.at_min = t_min;
    model_term_begin(x->to, timeline->rule, origin);
    for (uint32_t i = 0; i < timeline->n; i++) {
        struct member member = x->from->members.v[timeline->first + i];
        struct literal covers = model_member_covers(x->from, member, t_min);
        bool may;
        if (is_free(x, member.choice)) {
            may = model_literal_count(x->from, covers) > 0;
            if (may) {
                model_term_add(x->to, 1, renumber(x, covers));
                moment.n++;
            }
        } else {
            may = model_literal_holds(covers, x->held[member.choice.v]);
            moment.base += may;
        }
        moment.any_head = moment.any_head || (may && i < timeline->n_heads);
    }
    return moment;
}

/* weight · (what base + n count, less what base alone does) */
static void end_cost(struct expander *x, const struct timeline *timeline, struct moment moment,
                     int64_t weight)
{
    VEC(int64_t) costs = {0};
    for (int64_t n = 0; n <= moment.n; n++) {
        int64_t more = model_shape_count(timeline->shape, moment.base + n) -
                       model_shape_count(timeline->shape, moment.base);
        vec_push(&costs, more * weight);
    }
    model_term_end_table(x->to, timeline->level, costs.v);
    vec_free(&costs);
}

/* Every elementary time: between two neighbouring starts or ends nothing changes. */
static void expand_ticks(struct expander *x, const struct timeline *timeline)
{
    for (size_t i = 0; i < x->ends.n; i++) {
        vec_push(&x->starts, x->ends.v[i]);
    }
    sort_times(&x->starts);
    for (size_t i = 0; i + 1 < x->starts.n; i++) {
        int64_t ticks = (x->starts.v[i + 1] - x->starts.v[i]) / x->from->tick_min;
        struct moment moment = begin_moment(x, timeline, x->starts.v[i]);
        if (moment.n + moment.base < 2 || moment.n == 0) {
            model_term_drop(x->to);
        } else {
            end_cost(x, timeline, moment, timeline->weight * ticks);
        }
    }
}

static void expand_meetings(struct expander *x, const struct timeline *timeline)
{
    sort_times(&x->starts);
    sort_times(&x->ends);
    thin_starts(x);
    for (size_t i = 0; i < x->starts.n; i++) {
        struct moment moment = begin_moment(x, timeline, x->starts.v[i]);
        if (moment.n + moment.base < 2 || moment.n == 0 || !moment.any_head) {
            model_term_drop(x->to);
        } else if (timeline->kind == TIMELINE_AT_MOST) {
            model_term_end_range(x->to, INT64_MIN, timeline->most - moment.base);
        } else {
            end_cost(x, timeline, moment, timeline->weight);
        }
    }
}

static void expand_timelines(struct expander *x)
{
    for (size_t t = 0; t < x->from->timelines.n; t++) {
        const struct timeline *timeline = &x->from->timelines.v[t];
        bool any_free = false;
        for (uint32_t i = 0; i < timeline->n && !any_free; i++) {
            any_free = is_free(x, x->from->members.v[timeline->first + i].choice);
        }
        if (!any_free) {
            continue;
        }
        vec_clear(&x->starts);
        vec_clear(&x->ends);
        for (uint32_t i = 0; i < timeline->n; i++) {
            add_member_times(x, x->from->members.v[timeline->first + i]);
        }
        if (timeline->kind == TIMELINE_TICKS) {
            expand_ticks(x, timeline);
        } else {
            expand_meetings(x, timeline);
        }
    }
}

void expand_model(const struct model *model, const struct placement *held, const bool *free,
                  struct expansion *expansion)
{
    *expansion = (struct expansion){0};
    struct expander x = {.from = model, .held = held, .to = &expansion->model};
    *x.to = (struct model){.problem = model->problem,
                           .tick_min = model->tick_min,
                           .tick_origin_min = model->tick_origin_min};
    /* Levels belong to the model that is expanded, which must live longer. */
    x.to->levels = model->levels;
    expansion->choice_of = arena_array(&x.to->arena, model->choices.n, sizeof(uint32_t));
    struct arena arena = ARENA_EMPTY;
    x.now = arena_array(&arena, model->choices.n, sizeof(uint32_t));
    x.is_read = arena_array(&arena, model->terms.n, sizeof(bool));
    x.term = arena_array(&arena, model->terms.n, sizeof(uint32_t));
    x.constant = arena_array(&arena, model->terms.n, sizeof(int64_t));
    copy_choices(&x, free, expansion);
    copy_unaries(&x);
    copy_terms(&x);
    expand_timelines(&x);
    vec_free(&x.starts);
    vec_free(&x.ends);
    arena_free(&arena);
}

void expand_free(struct expansion *expansion)
{
    model_free(&expansion->model);
    *expansion = (struct expansion){0};
}

/* ---- how large ---------------------------------------------------------------------- */

/* Starts of the member, each counted as often as it is covered at a start of its run. */
static int64_t estimate_member(const struct model *model, struct member member)
{
    const struct choice *choice = &model->choices.v[member.choice.v];
    int64_t entries = 0, rooms = 0;
    for (uint32_t k = 0; k < choice->n_runs; k++) {
        const struct run *run = &model->runs.v[choice->first_run + k];
        if (member.room.v == ID_NONE || run->room.v == member.room.v) {
            int64_t covered = model_member_length(model, member) / run->step_min;
            covered = covered > run->n ? run->n : covered;
            entries += (int64_t)run->n * (covered < 1 ? 1 : covered);
        }
        rooms += k == 0 || run[-1].room.v != run->room.v;
    }
    /* "In any room" is one column a start. */
    return member.room.v == ID_NONE && rooms > 1 ? entries / rooms : entries;
}

/* Entries of the binaries of a cost that is not convex: a chain of them. */
static int64_t estimate_steps(const struct model *model, const struct term *term)
{
    bool convex = true;
    for (int64_t n = term->least + 2; n <= term->most && convex; n++) {
        convex = model_cost_at(model, term, n) - model_cost_at(model, term, n - 1) >=
                 model_cost_at(model, term, n - 1) - model_cost_at(model, term, n - 2);
    }
    return convex ? 0 : 3 * (term->most - term->least);
}

int64_t expand_estimate(const struct model *model)
{
    int64_t entries = 2 * model_count_placements(model);
    for (size_t t = 0; t < model->timelines.n; t++) {
        const struct timeline *timeline = &model->timelines.v[t];
        for (uint32_t i = 0; i < timeline->n; i++) {
            entries += estimate_member(model, model->members.v[timeline->first + i]);
        }
    }
    for (size_t i = 0; i < model->children.n; i++) {
        const struct term_child *child = &model->children.v[i];
        entries += child->term.v == ID_NONE ? model_literal_count(model, child->literal) : 1;
    }
    for (size_t t = 0; t < model->terms.n; t++) {
        if (model->terms.v[t].kind == TERM_COST) {
            entries += estimate_steps(model, &model->terms.v[t]);
        }
    }
    return entries;
}
