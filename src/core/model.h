/* The model: the one description of the optimisation problem, read by every engine.
 *
 * A *choice* is one event with its candidate placements; it may also stay out. A *literal* is a
 * statement about one choice: a set of its placements. A *term* counts, n = Σ coefficient · child,
 * each child a literal or the indicator [m ≥ k] of another term; it has a hard range lo ≤ n ≤ hi,
 * or a cost table f(n) at one level, or neither (then only other terms read it). A *unary cost* is
 * what a single placement, or staying out, costs. All costs are integers ≥ 0; levels are those of
 * confab/score.h. */
#ifndef CORE_MODEL_H
#define CORE_MODEL_H

#include "base/vec.h"
#include "confab/score.h"

struct choice_id {
    uint32_t v;
};
struct term_id {
    uint32_t v;
}; /* ID_NONE: no term (it would have been trivial) */

struct placement {
    struct room_id room; /* ID_NONE: off-site */
    int32_t start_min;
};

/* Placements that a rule forbids: how many, how many of them no other rule does, and the first. */
struct exclusion {
    uint32_t count, alone;
    struct placement example;
};

struct choice {
    struct event_id event; /* choice i is event i */
    int32_t duration_min;
    uint32_t first, n; /* placements, by start, then room */
    bool may_stay_out;
    struct exclusion *excluded; /* [rule_table_count()]: what each hard placement rule forbids */
    uint32_t n_considered;      /* placements there were before */
};

/* Placements of one choice: `n` indices into model.placements from model.pool[first] on, ascending.
 */
struct literal {
    struct choice_id choice;
    uint32_t first, n;
};

/* What a placement (or, index n_placements + choice, staying out) costs. */
struct unary {
    uint32_t placement;
    uint32_t rule, level;
    int64_t count, cost;
};

struct term_child {
    int32_t coef;
    struct literal literal; /* when term.v is ID_NONE */
    struct term_id term;    /* else [term ≥ at_least] */
    int32_t at_least;
};

/* Where a term comes from: what a report or an LP comment says of it. */
struct origin {
    struct event_id events[2]; /* ID_NONE: none */
    struct person_id person;
    struct room_id room;
    int32_t at_min; /* CALENDAR_NO_TIME: none */
};

#define ORIGIN_NONE                                                                                \
    ((struct origin){{{ID_NONE}, {ID_NONE}}, {ID_NONE}, {ID_NONE}, CALENDAR_NO_TIME})

enum term_kind { TERM_COUNT, TERM_RANGE, TERM_COST };

struct term {
    enum term_kind kind;
    uint32_t rule, level;
    uint32_t first, n;   /* children */
    int64_t least, most; /* what the count can be: Σ negative, Σ positive coefficients */
    int64_t lo, hi;      /* TERM_RANGE */
    uint32_t costs;      /* TERM_COST: costs[costs + n - least], least ≤ n ≤ most */
    struct origin origin;
};

struct model {
    struct arena arena;
    const struct problem *problem;
    struct levels levels;
    VEC(struct choice) choices;
    VEC(struct placement) placements;
    VEC(uint32_t) pool; /* of the literals */
    VEC(struct unary) unaries;
    VEC(struct term_child) children;
    VEC(struct term) terms;
    VEC(int64_t) costs;
};

/* Built from the start: choices in order, each with all its placements (sorted by start, room);
 * then costs and terms. One term at a time is open between model_term_begin() and
 * model_term_end_…(). */
void model_init(struct model *model, const struct problem *problem);
void model_free(struct model *model);
struct choice *model_add_choice(struct model *model, struct event_id event, int32_t duration_min);
void model_add_placement(struct model *model, struct placement placement);

/* The placements of `choice` for which holds() is true; n 0 when there are none. */
struct literal model_literal(struct model *model, struct choice_id choice,
                             bool (*holds)(const struct placement *placement, const void *context),
                             const void *context);
/* The placements of `choice` that start at from_min ≤ start < to_min, in `room` (ID_NONE: in any).
 * Much quicker than asking each placement. */
struct literal model_literal_between(struct model *model, struct choice_id choice, int32_t from_min,
                                     int32_t to_min, struct room_id room);
bool model_literals_equal(const struct model *model, struct literal a, struct literal b);

void model_add_unary(struct model *model, uint32_t rule, uint32_t level, uint32_t placement,
                     int64_t count, int64_t cost);
/* The index under which staying out is charged. */
uint32_t model_out(const struct model *model, struct choice_id choice);

void model_term_begin(struct model *model, uint32_t rule, struct origin origin);
void model_term_add(struct model *model, int32_t coef, struct literal literal);
void model_term_add_at_least(struct model *model, int32_t coef, struct term_id term,
                             int32_t at_least);
struct term_id model_term_end_count(struct model *model);
/* lo ≤ n ≤ hi; dropped (ID_NONE) when the count cannot leave the range. INT64_MIN / INT64_MAX:
 * open. */
struct term_id model_term_end_range(struct model *model, int64_t lo, int64_t hi);
/* cost(n, weight) is asked for every n from least to most; dropped when it is 0 for all. */
struct term_id model_term_end_cost(struct model *model, uint32_t level,
                                   int64_t (*cost)(int64_t n, int64_t weight), int64_t weight);
/* Forgets the open term. */
void model_term_drop(struct model *model);

/* The usual costs: weight · n(n−1)/2 (pairs among n), weight · n, weight · [n ≥ 1]. */
int64_t model_cost_pairs(int64_t n, int64_t weight);
int64_t model_cost_linear(int64_t n, int64_t weight);
int64_t model_cost_any(int64_t n, int64_t weight);

/* f(n) of a TERM_COST, least ≤ n ≤ most. */
int64_t model_cost_at(const struct model *model, const struct term *term, int64_t n);

/* What a complete selection costs. chosen[c]: index of choice c's placement, or model_out(c). */
struct model_score {
    int64_t *level_cost;   /* [levels.n] */
    int64_t *rule_cost;    /* [rule count given] */
    uint32_t *rule_broken; /* [rule count]: ranges broken, by rule */
};
struct model_score model_evaluate(struct arena *arena, const struct model *model, uint32_t n_rules,
                                  const uint32_t *chosen);

#endif
