#include "core/model.h"

#include <stdlib.h>
#include <string.h>

void model_init(struct model *model, const struct problem *problem)
{
    *model = (struct model){.problem = problem};
    model->levels = levels_of(&model->arena, problem);
}

void model_free(struct model *model)
{
    arena_free(&model->arena);
    vec_free(&model->choices);
    vec_free(&model->placements);
    vec_free(&model->pool);
    vec_free(&model->unaries);
    vec_free(&model->children);
    vec_free(&model->terms);
    vec_free(&model->costs);
}

struct choice *model_add_choice(struct model *model, struct event_id event, int32_t duration_min)
{
    BUG_UNLESS(event.v == model->choices.n);
    struct choice choice = {
        .event = event,
        .duration_min = duration_min,
        .first = (uint32_t)model->placements.n,
        .may_stay_out = true,
    };
    vec_push(&model->choices, choice);
    return &model->choices.v[model->choices.n - 1];
}

void model_add_placement(struct model *model, struct placement placement)
{
    vec_push(&model->placements, placement);
    model->choices.v[model->choices.n - 1].n++;
}

struct literal model_literal(struct model *model, struct choice_id id,
                             bool (*holds)(const struct placement *placement, const void *context),
                             const void *context)
{
    const struct choice *choice = &model->choices.v[id.v];
    struct literal literal = {id, (uint32_t)model->pool.n, 0};
    for (uint32_t i = choice->first; i < choice->first + choice->n; i++) {
        if (holds(&model->placements.v[i], context)) {
            vec_push(&model->pool, i);
            literal.n++;
        }
    }
    return literal;
}

struct literal model_literal_between(struct model *model, struct choice_id id, int32_t from_min,
                                     int32_t to_min, struct room_id room)
{
    const struct choice *choice = &model->choices.v[id.v];
    const struct placement *placements = model->placements.v;
    struct literal literal = {id, (uint32_t)model->pool.n, 0};
    uint32_t low = choice->first, end = choice->first + choice->n;
    for (uint32_t high = end; low < high;) {
        uint32_t middle = low + (high - low) / 2;
        bool before = placements[middle].start_min < from_min;
        low = before ? middle + 1 : low;
        high = before ? high : middle;
    }
    for (uint32_t i = low; i < end && placements[i].start_min < to_min; i++) {
        if (room.v == ID_NONE || placements[i].room.v == room.v) {
            vec_push(&model->pool, i);
            literal.n++;
        }
    }
    return literal;
}

bool model_literals_equal(const struct model *model, struct literal a, struct literal b)
{
    return a.choice.v == b.choice.v && a.n == b.n &&
           (a.n == 0 || memcmp(&model->pool.v[a.first], &model->pool.v[b.first],
                               a.n * sizeof(*model->pool.v)) == 0);
}

void model_add_unary(struct model *model, uint32_t rule, uint32_t level, uint32_t placement,
                     int64_t count, int64_t cost)
{
    BUG_UNLESS(count >= 0 && cost >= 0 && level < model->levels.n);
    struct unary unary = {placement, rule, level, count, cost};
    vec_push(&model->unaries, unary);
}

uint32_t model_out(const struct model *model, struct choice_id choice)
{
    return (uint32_t)model->placements.n + choice.v;
}

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

static void add_child(struct model *model, struct term_child child)
{
    struct term *term = open_term(model);
    BUG_UNLESS(child.coef != 0);
    vec_push(&model->children, child);
    term->n++;
    term->least += child.coef < 0 ? child.coef : 0;
    term->most += child.coef > 0 ? child.coef : 0;
}

void model_term_add(struct model *model, int32_t coef, struct literal literal)
{
    if (literal.n > 0) {
        add_child(model, (struct term_child){coef, literal, {ID_NONE}, 0});
    }
}

void model_term_add_at_least(struct model *model, int32_t coef, struct term_id term,
                             int32_t at_least)
{
    if (term.v == ID_NONE || model->terms.v[term.v].most < at_least) {
        return;
    }
    add_child(model, (struct term_child){coef, {{ID_NONE}, 0, 0}, term, at_least});
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
    if (term->least >= lo && term->most <= hi) {
        model_term_drop(model);
        return (struct term_id){ID_NONE};
    }
    term->kind = TERM_RANGE;
    term->lo = lo;
    term->hi = hi;
    return close_term(model);
}

struct term_id model_term_end_cost(struct model *model, uint32_t level,
                                   int64_t (*cost)(int64_t n, int64_t weight), int64_t weight)
{
    struct term *term = open_term(model);
    BUG_UNLESS(level < model->levels.n);
    term->kind = TERM_COST;
    term->level = level;
    term->costs = (uint32_t)model->costs.n;
    bool any = false;
    for (int64_t n = term->least; n <= term->most; n++) {
        int64_t costs = cost(n, weight);
        BUG_UNLESS(costs >= 0);
        vec_push(&model->costs, costs);
        any = any || costs > 0;
    }
    if (!any) {
        model->costs.n = term->costs;
        model_term_drop(model);
        return (struct term_id){ID_NONE};
    }
    return close_term(model);
}

int64_t model_cost_pairs(int64_t n, int64_t weight)
{
    return n > 1 ? weight * (n * (n - 1) / 2) : 0;
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

static bool literal_holds(const struct model *model, struct literal literal, const bool *holds)
{
    for (uint32_t i = 0; i < literal.n; i++) {
        if (holds[model->pool.v[literal.first + i]]) {
            return true;
        }
    }
    return false;
}

static int64_t count_term(const struct model *model, const struct term *term, const int64_t *counts,
                          const bool *holds)
{
    int64_t count = 0;
    for (uint32_t i = term->first; i < term->first + term->n; i++) {
        const struct term_child *child = &model->children.v[i];
        bool is = child->term.v == ID_NONE ? literal_holds(model, child->literal, holds)
                                           : counts[child->term.v] >= child->at_least;
        count += is ? child->coef : 0;
    }
    return count;
}

static void evaluate_terms(struct model_score *score, struct arena *arena,
                           const struct model *model, const bool *holds)
{
    int64_t *counts = arena_array(arena, model->terms.n, sizeof(*counts));
    for (size_t t = 0; t < model->terms.n; t++) {
        const struct term *term = &model->terms.v[t];
        counts[t] = count_term(model, term, counts, holds);
        if (term->kind == TERM_RANGE && (counts[t] < term->lo || counts[t] > term->hi)) {
            score->rule_broken[term->rule]++;
        } else if (term->kind == TERM_COST) {
            int64_t cost = model_cost_at(model, term, counts[t]);
            score->level_cost[term->level] += cost;
            score->rule_cost[term->rule] += cost;
        }
    }
}

struct model_score model_evaluate(struct arena *arena, const struct model *model, uint32_t n_rules,
                                  const uint32_t *chosen)
{
    struct model_score score = {
        arena_array(arena, model->levels.n, sizeof(int64_t)),
        arena_array(arena, n_rules, sizeof(int64_t)),
        arena_array(arena, n_rules, sizeof(uint32_t)),
    };
    /* Staying out has the indices behind the placements. */
    bool *holds = arena_array(arena, model->placements.n + model->choices.n, sizeof(*holds));
    for (size_t c = 0; c < model->choices.n; c++) {
        holds[chosen[c]] = true;
    }
    for (size_t i = 0; i < model->unaries.n; i++) {
        const struct unary *unary = &model->unaries.v[i];
        if (holds[unary->placement]) {
            score.level_cost[unary->level] += unary->cost;
            score.rule_cost[unary->rule] += unary->cost;
        }
    }
    evaluate_terms(&score, arena, model, holds);
    return score;
}
