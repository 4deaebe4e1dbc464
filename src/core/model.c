#include "core/model.h"

#include <stdlib.h>
#include <string.h>

void model_init(struct model *model, const struct problem *problem)
{
    *model = (struct model){.problem = problem,
                            .tick_min = problem->tick_min,
                            .tick_origin_min = problem->tick_origin_min};
    model->levels = levels_of(&model->arena, problem);
}

void model_free(struct model *model)
{
    arena_free(&model->arena);
    vec_free(&model->choices);
    vec_free(&model->runs);
    vec_free(&model->unaries);
    vec_free(&model->children);
    vec_free(&model->terms);
    vec_free(&model->members);
    vec_free(&model->timelines);
    vec_free(&model->costs);
    vec_free(&model->bonds);
    vec_free(&model->standings);
    base_free(model->shared);
}

/* ---- choices ---------------------------------------------------------------- */

struct choice *model_add_choice(struct model *model, struct event_id event, int32_t duration_min)
{
    struct choice choice = {
        .event = event,
        .duration_min = duration_min,
        .first_run = (uint32_t)model->runs.n,
    };
    vec_push(&model->choices, choice);
    return &model->choices.v[model->choices.n - 1];
}

void model_add_starts(struct model *model, struct room_id room, const int32_t *starts_min,
                      uint32_t n)
{
    struct choice *choice = &model->choices.v[model->choices.n - 1];
    for (uint32_t i = 0; i < n;) {
        struct run run = {room, starts_min[i], 1, 1};
        if (i + 1 < n) {
            run.step_min = starts_min[i + 1] - starts_min[i];
            BUG_UNLESS(run.step_min > 0);
        }
        while (i + run.n < n &&
               starts_min[i + run.n] == run.first_min + (int32_t)run.n * run.step_min) {
            run.n++;
        }
        i += run.n;
        vec_push(&model->runs, run);
        choice->n_runs++;
        choice->n += run.n;
    }
}

static int32_t run_last(const struct run *run)
{
    return run->first_min + (int32_t)(run->n - 1) * run->step_min;
}

/* The first of the choice's runs that does not end before (room, start). */
static uint32_t find_run(const struct model *model, const struct choice *choice,
                         struct placement placement)
{
    uint32_t low = choice->first_run, high = low + choice->n_runs;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const struct run *run = &model->runs.v[middle];
        bool before = run->room.v != placement.room.v ? run->room.v < placement.room.v
                                                      : run_last(run) < placement.start_min;
        low = before ? middle + 1 : low;
        high = before ? high : middle;
    }
    return low;
}

bool model_has_placement(const struct model *model, struct choice_id id, struct placement placement)
{
    const struct choice *choice = &model->choices.v[id.v];
    uint32_t at = find_run(model, choice, placement);
    if (at == choice->first_run + choice->n_runs) {
        return false;
    }
    const struct run *run = &model->runs.v[at];
    return run->room.v == placement.room.v && run->first_min <= placement.start_min &&
           (placement.start_min - run->first_min) % run->step_min == 0;
}

struct placement model_placement_at(const struct model *model, struct choice_id id, uint32_t i)
{
    const struct run *run = &model->runs.v[model->choices.v[id.v].first_run];
    while (i >= run->n) {
        i -= run->n;
        run++;
    }
    return (struct placement){run->room, run->first_min + (int32_t)i * run->step_min};
}

static int compare_placements(const void *a, const void *b)
{
    const struct placement *x = a, *y = b;
    int by_start = (x->start_min > y->start_min) - (x->start_min < y->start_min);
    return by_start != 0 ? by_start : (x->room.v > y->room.v) - (x->room.v < y->room.v);
}

void model_list_placements(const struct model *model, struct choice_id id,
                           struct placements *placements)
{
    const struct choice *choice = &model->choices.v[id.v];
    size_t first = placements->n;
    for (uint32_t k = 0; k < choice->n_runs; k++) {
        const struct run *run = &model->runs.v[choice->first_run + k];
        for (uint32_t i = 0; i < run->n; i++) {
            struct placement placement = {run->room, run->first_min + (int32_t)i * run->step_min};
            vec_push(placements, placement);
        }
    }
    if (choice->n_runs > 1) {
        qsort(placements->v + first, placements->n - first, sizeof(struct placement),
              compare_placements);
    }
}

bool model_may_be_in(const struct model *model, struct choice_id id, struct room_id room)
{
    const struct choice *choice = &model->choices.v[id.v];
    uint32_t at = find_run(model, choice, (struct placement){room, CALENDAR_NO_TIME});
    return at < choice->first_run + choice->n_runs && model->runs.v[at].room.v == room.v;
}

int64_t model_count_placements(const struct model *model)
{
    int64_t n = 0;
    for (size_t c = 0; c < model->choices.n; c++) {
        n += model->choices.v[c].n;
    }
    return n;
}

/* ---- literals and unary costs ----------------------------------------------- */

struct literal model_literal_between(struct choice_id choice, int32_t from_min, int32_t to_min,
                                     struct room_id room)
{
    return (struct literal){choice, from_min, to_min, room};
}

/* How many starts of the run are before t. */
static uint32_t run_before(const struct run *run, int32_t t_min)
{
    if (t_min <= run->first_min) {
        return 0;
    }
    int64_t n = ((int64_t)t_min - run->first_min + run->step_min - 1) / run->step_min;
    return n < run->n ? (uint32_t)n : run->n;
}

uint32_t model_literal_count(const struct model *model, struct literal literal)
{
    const struct choice *choice = &model->choices.v[literal.choice.v];
    uint32_t end = choice->first_run + choice->n_runs;
    uint32_t at = literal.room.v == ID_NONE
                      ? choice->first_run
                      : find_run(model, choice, (struct placement){literal.room, literal.from_min});
    uint32_t n = 0;
    for (; at < end && literal.from_min < literal.to_min; at++) {
        const struct run *run = &model->runs.v[at];
        if (literal.room.v != ID_NONE && run->room.v != literal.room.v) {
            break;
        }
        n += run_before(run, literal.to_min) - run_before(run, literal.from_min);
    }
    return n;
}

static void add_unary(struct model *model, struct unary unary)
{
    BUG_UNLESS(unary.count >= 0 && unary.cost >= 0 && unary.level < model->levels.n);
    vec_push(&model->unaries, unary);
}

void model_add_unary(struct model *model, uint32_t rule, uint32_t level, struct literal literal,
                     int64_t count, int64_t cost)
{
    if (!model_spares(model, literal.choice)) {
        add_unary(model, (struct unary){literal, false, rule, level, count, cost});
    }
}

void model_add_unary_out(struct model *model, uint32_t rule, uint32_t level,
                         struct choice_id choice, int64_t count, int64_t cost)
{
    struct literal literal = {choice, CALENDAR_NO_TIME, CALENDAR_NO_TIME, {ID_NONE}};
    add_unary(model, (struct unary){literal, true, rule, level, count, cost});
}

/* ---- terms ------------------------------------------------------------------ */

void model_term_begin(struct model *model, uint32_t rule, struct origin origin)
{
    struct term term = {
        .kind = TERM_COUNT,
        .rule = rule,
        .level = ID_NONE,
        .first = (uint32_t)model->children.n,
        .origin = origin,
    };
    vec_push(&model->terms, term);
}

static struct term *open_term(struct model *model)
{
    BUG_UNLESS(model->terms.n > 0);
    return &model->terms.v[model->terms.n - 1];
}

/* Literals of one choice that exclude each other whatever stands between them in that order: in a
 * later room, or in the same one (or any) at a later time. */
static bool is_later(const struct literal *earlier, const struct literal *literal)
{
    bool rooms = literal->room.v != ID_NONE && earlier->room.v < literal->room.v;
    bool times = literal->room.v == earlier->room.v && earlier->to_min <= literal->from_min;
    return earlier->choice.v == literal->choice.v && (rooms || times);
}

/* The largest coefficient among the children right before, as far as they are of the same choice
 * and in ascending rooms and times up to this child's: of all these, one holds at most. */
static int32_t largest_beside(const struct model *model, const struct term *term,
                              const struct term_child *child)
{
    int32_t largest = 0;
    const struct literal *literal = child->term.v == ID_NONE ? &child->literal : NULL;
    for (size_t i = model->children.n; i-- > term->first && literal != NULL;) {
        const struct term_child *earlier = &model->children.v[i];
        bool beside = earlier->term.v == ID_NONE && is_later(&earlier->literal, literal);
        literal = beside ? &earlier->literal : NULL;
        largest = beside && earlier->coef > largest ? earlier->coef : largest;
    }
    return largest;
}

static void add_child(struct model *model, struct term_child child)
{
    struct term *term = open_term(model);
    BUG_UNLESS(child.coef != 0);
    int32_t beside = largest_beside(model, term, &child);
    vec_push(&model->children, child);
    term->n++;
    term->least += child.coef < 0 ? child.coef : 0;
    term->most += child.coef > beside ? child.coef - beside : 0;
}

void model_term_add(struct model *model, int32_t coef, struct literal literal)
{
    if (!model_spares(model, literal.choice) && model_literal_count(model, literal) > 0) {
        add_child(model, (struct term_child){coef, literal, {ID_NONE}, 0});
    }
}

void model_term_add_at_least(struct model *model, int32_t coef, struct term_id term,
                             int32_t at_least)
{
    if (term.v == ID_NONE || model->terms.v[term.v].most < at_least) {
        return;
    }
    add_child(model, (struct term_child){coef, {{ID_NONE}, 0, 0, {ID_NONE}}, term, at_least});
}

static struct term_id close_term(struct model *model)
{
    return (struct term_id){(uint32_t)model->terms.n - 1};
}

void model_term_drop(struct model *model)
{
    model->children.n = open_term(model)->first;
    model->terms.n--;
}

struct term_id model_term_end_count(struct model *model)
{
    open_term(model)->kind = TERM_COUNT;
    return close_term(model);
}

struct term_id model_term_end_range(struct model *model, int64_t lo, int64_t hi)
{
    struct term *term = open_term(model);
    if ((term->least >= lo && term->most <= hi) || model_waives(model, term->origin)) {
        model_term_drop(model);
        return (struct term_id){ID_NONE};
    }
    term->kind = TERM_RANGE;
    term->lo = lo;
    term->hi = hi;
    return close_term(model);
}

/* Closes the open term, whose costs begin at `costs`. */
static struct term_id close_cost(struct model *model, uint32_t level, uint32_t costs)
{
    struct term *term = open_term(model);
    BUG_UNLESS(level < model->levels.n);
    bool any = false;
    for (size_t i = costs; i < model->costs.n; i++) {
        BUG_UNLESS(model->costs.v[i] >= 0);
        any = any || model->costs.v[i] > 0;
    }
    any = any && !model_waives(model, term->origin);
    if (!any) {
        model->costs.n = costs;
        model_term_drop(model);
        return (struct term_id){ID_NONE};
    }
    term->kind = TERM_COST;
    term->level = level;
    term->costs = costs;
    return close_term(model);
}

struct term_id model_term_end_cost(struct model *model, uint32_t level,
                                   int64_t (*cost)(int64_t n, int64_t weight), int64_t weight)
{
    const struct term *term = open_term(model);
    uint32_t first = (uint32_t)model->costs.n;
    for (int64_t n = term->least; n <= term->most; n++) {
        vec_push(&model->costs, cost(n, weight));
    }
    return close_cost(model, level, first);
}

struct term_id model_term_end_table(struct model *model, uint32_t level, const int64_t *costs)
{
    const struct term *term = open_term(model);
    uint32_t first = (uint32_t)model->costs.n;
    for (int64_t n = term->least; n <= term->most; n++) {
        vec_push(&model->costs, costs[n - term->least]);
    }
    return close_cost(model, level, first);
}

int64_t model_cost_pairs(int64_t n, int64_t weight)
{
    return n > 1 ? weight * (n * (n - 1) / 2) : 0;
}

int64_t model_cost_excess(int64_t n, int64_t weight)
{
    return n > 1 ? weight * (n - 1) : 0;
}

int64_t model_cost_linear(int64_t n, int64_t weight)
{
    return n > 0 ? weight * n : 0;
}

int64_t model_cost_any(int64_t n, int64_t weight)
{
    return n >= 1 ? weight : 0;
}

int64_t model_cost_at(const struct model *model, const struct term *term, int64_t n)
{
    BUG_UNLESS(term->kind == TERM_COST && n >= term->least && n <= term->most);
    return model->costs.v[term->costs + (size_t)(n - term->least)];
}

/* ---- timelines -------------------------------------------------------------- */

int64_t model_shape_count(enum timeline_shape shape, int64_t n)
{
    return shape == TIMELINE_PAIRS ? model_cost_pairs(n, 1) : model_cost_excess(n, 1);
}

bool model_member_always_runs(const struct model *model, struct member member)
{
    const struct choice *choice = &model->choices.v[member.choice.v];
    bool runs = choice->n_runs > 0;
    for (uint32_t k = 0; k < choice->n_runs && runs && member.room.v != ID_NONE; k++) {
        runs = model->runs.v[choice->first_run + k].room.v == member.room.v;
    }
    return runs;
}

struct literal model_member_covers(const struct model *model, struct member member, int32_t t_min)
{
    return model_literal_between(member.choice, t_min - model_member_length(model, member) + 1,
                                 t_min + 1, member.room);
}

/* ---- what a selection costs -------------------------------------------------- */

struct edge {
    int32_t t_min;
    bool begins, head;
};

/* Ends before beginnings at the same time: intervals are half-open. */
static int compare_edges(const void *a, const void *b)
{
    const struct edge *x = a, *y = b;
    return x->t_min != y->t_min ? (x->t_min > y->t_min) - (x->t_min < y->t_min)
                                : (int)x->begins - (int)y->begins;
}

static size_t list_edges(const struct model *model, const struct timeline *timeline,
                         const struct placement *chosen, struct edge *edges)
{
    size_t n = 0;
    for (uint32_t i = 0; i < timeline->n; i++) {
        struct member member = model->members.v[timeline->first + i];
        struct placement placement = chosen[member.choice.v];
        if (model_member_is_at(member, placement)) {
            int32_t end_min = placement.start_min + model_member_length(model, member);
            bool head = i < timeline->n_heads;
            edges[n++] = (struct edge){placement.start_min, true, head};
            edges[n++] = (struct edge){end_min, false, head};
        }
    }
    if (n > 0) {
        qsort(edges, n, sizeof(*edges), compare_edges);
    }
    return n;
}

/* Sweeps over time: `edges` has room for two per member. */
static void evaluate_timeline(struct model_score *score, const struct model *model,
                              const struct timeline *timeline, const struct placement *chosen,
                              struct edge *edges)
{
    size_t n = list_edges(model, timeline, chosen, edges);
    int64_t running = 0, heads = 0, cost = 0;
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && timeline->kind == TIMELINE_TICKS) {
            int64_t ticks = (edges[i].t_min - edges[i - 1].t_min) / model->tick_min;
            cost += ticks * model_shape_count(timeline->shape, running) * timeline->weight;
        }
        if (edges[i].begins && timeline->kind == TIMELINE_STARTS) {
            bool pairs = timeline->shape == TIMELINE_PAIRS;
            cost += (pairs ? running : running > 0) * timeline->weight;
        }
        running += edges[i].begins ? 1 : -1;
        heads += edges[i].head ? (edges[i].begins ? 1 : -1) : 0;
        if (timeline->kind == TIMELINE_AT_MOST && edges[i].begins && running > timeline->most &&
            heads > 0) {
            score->rule_broken[timeline->rule]++;
        }
    }
    if (cost > 0) {
        score->level_cost[timeline->level] += cost;
        score->rule_cost[timeline->rule] += cost;
    }
}

static int64_t count_term(const struct model *model, const struct term *term, const int64_t *counts,
                          const struct placement *chosen)
{
    int64_t count = 0;
    for (uint32_t i = term->first; i < term->first + term->n; i++) {
        const struct term_child *child = &model->children.v[i];
        bool is = child->term.v == ID_NONE
                      ? model_literal_holds(child->literal, chosen[child->literal.choice.v])
                      : counts[child->term.v] >= child->at_least;
        count += is ? child->coef : 0;
    }
    return count;
}

void model_count_terms(const struct model *model, const struct placement *chosen, int64_t *counts)
{
    for (size_t t = 0; t < model->terms.n; t++) {
        counts[t] = count_term(model, &model->terms.v[t], counts, chosen);
    }
}

static void evaluate_terms(struct model_score *score, const struct model *model,
                           const struct placement *chosen)
{
    int64_t *counts = base_alloc_zero(model->terms.n + 1, sizeof(*counts));
    model_count_terms(model, chosen, counts);
    for (size_t t = 0; t < model->terms.n; t++) {
        const struct term *term = &model->terms.v[t];
        if (term->kind == TERM_RANGE && (counts[t] < term->lo || counts[t] > term->hi)) {
            score->rule_broken[term->rule]++;
        } else if (term->kind == TERM_COST) {
            int64_t cost = model_cost_at(model, term, counts[t]);
            score->level_cost[term->level] += cost;
            score->rule_cost[term->rule] += cost;
        }
    }
    base_free(counts);
}

struct model_score model_evaluate(struct arena *arena, const struct model *model, uint32_t n_rules,
                                  const struct placement *chosen)
{
    struct model_score score = {
        arena_array(arena, model->levels.n, sizeof(int64_t)),
        arena_array(arena, n_rules, sizeof(int64_t)),
        arena_array(arena, n_rules, sizeof(uint32_t)),
    };
    for (size_t i = 0; i < model->unaries.n; i++) {
        const struct unary *unary = &model->unaries.v[i];
        if (model_unary_holds(unary, chosen[unary->literal.choice.v])) {
            score.level_cost[unary->level] += unary->cost;
            score.rule_cost[unary->rule] += unary->cost;
        }
    }
    struct edge *edges = base_alloc_zero(2 * model->choices.n + 1, sizeof(*edges));
    for (size_t t = 0; t < model->timelines.n; t++) {
        const struct timeline *timeline = &model->timelines.v[t];
        BUG_UNLESS(timeline->n <= model->choices.n);
        evaluate_timeline(&score, model, timeline, chosen, edges);
    }
    base_free(edges);
    evaluate_terms(&score, model, chosen);
    return score;
}
