/* The model: the one description of the optimisation problem, read by every engine.
 *
 * A *choice* is one event with its candidate placements, kept as runs of equally spaced starts in a
 * room and never listed, for there may be hundreds of millions; it may also stay out. A *literal*
 * is a statement about one choice: its start lies in an interval, in one room or in any. A *term*
 * counts, n = Σ coefficient · child, each child a literal or the indicator [m ≥ k] of another term;
 * it has a hard range lo ≤ n ≤ hi, or a cost table f(n) at one level, or neither (then only other
 * terms read it). A *timeline* is a term for every moment at once: how many of its members run
 * then. A *unary cost* is what some placements of a choice, or staying out, cost. All costs are
 * integers ≥ 0; levels are those of confab/score.h. */
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

/* Staying out, where a placement is asked for. */
#define PLACEMENT_OUT ((struct placement){{ID_NONE}, CALENDAR_NO_TIME})

static inline bool placement_is_out(struct placement placement)
{
    return placement.start_min == CALENDAR_NO_TIME;
}

/* For vec.h: a list of placements. */
struct placements {
    struct placement *v;
    size_t n, cap;
};

/* Starts first_min, first_min + step_min, … */
struct run {
    struct room_id room;
    int32_t first_min, step_min;
    uint32_t n; /* ≥ 1 */
};

struct choice {
    struct event_id event;
    int32_t duration_min;
    uint32_t first_run, n_runs; /* by room, then start; runs of one room follow each other */
    uint32_t n;                 /* placements in all of them */
};

/* The choice's placements with from_min ≤ start < to_min, in `room` (ID_NONE: in any). */
struct literal {
    struct choice_id choice;
    int32_t from_min, to_min;
    struct room_id room;
};

struct unary {
    struct literal literal;
    bool out; /* staying out costs, not a placement */
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
    int64_t least, most; /* what the count can be: Σ negative, Σ positive coefficients, of which
                            only the largest where a choice's literals follow each other in
                            ascending rooms, or times of a room */
    int64_t lo, hi;      /* TERM_RANGE */
    uint32_t costs;      /* TERM_COST: costs[costs + n - least], least ≤ n ≤ most */
    struct origin origin;
};

/* An event as it counts in a timeline: lengthened at its end, or only where it is in one room. */
struct member {
    struct choice_id choice;
    struct room_id room; /* ID_NONE: wherever it is */
    int32_t after_min;
};

enum timeline_kind {
    TIMELINE_AT_MOST, /* at every moment at most `most` members run */
    TIMELINE_TICKS,   /* each tick in which n members run costs weight · shape(n) */
    TIMELINE_STARTS,  /* members overlap only when they start together: each time at which n do
                         costs weight · shape(n) */
};

/* What n members that run together count; both are convex. */
enum timeline_shape {
    TIMELINE_PAIRS,  /* n(n−1)/2: every two of them */
    TIMELINE_EXCESS, /* max(0, n−1): all but one */
};

struct timeline {
    enum timeline_kind kind;
    uint32_t rule, level; /* level ID_NONE: TIMELINE_AT_MOST */
    uint32_t first, n;    /* members, ≥ 2 */
    uint32_t n_heads;     /* TIMELINE_AT_MOST 1: overlaps count only with one of the first n_heads;
                             the others are known not to overlap each other */
    enum timeline_shape shape; /* of costs */
    int64_t most, weight;
    struct origin origin;
};

/* What terms say of two choices, said again for bounds: at the last level it costs at least `days`
 * when they start on different dates (problem_date_at()), at least `rooms` when they start on one
 * date in different rooms. Several such facts of two choices add up. */
struct bond {
    struct choice_id a, b; /* a < b */
    int64_t days, rooms;
};

/* The same of rooms' sizes: at the last level it costs at least half of both shares when the one of
 * the larger `wanted` is in a room of smaller capacity than the other. Each choice once, or not. */
struct standing {
    struct choice_id choice;
    int64_t wanted, share;
};

struct model {
    struct arena arena;
    const struct problem *problem;
    struct levels levels;
    int32_t tick_min, tick_origin_min; /* all starts, lengths and lengthenings are whole ticks */
    VEC(struct choice) choices;
    VEC(struct run) runs;
    VEC(struct unary) unaries;
    VEC(struct term_child) children;
    VEC(struct term) terms;
    VEC(struct member) members;
    VEC(struct timeline) timelines;
    VEC(int64_t) costs;
    VEC(struct bond) bonds;
    VEC(struct standing) standings;
    const struct rule_setting *setting; /* of the rule that is compiled now; NULL: of none */
    uint32_t *shared; /* hash table of counts that are shared: term + 1, 0: free */
    size_t n_shared, shared_cap;
};

/* Built from the start: choices in order, each with all its placements; then costs and terms. One
 * term at a time is open between model_term_begin() and model_term_end_…(). */
void model_init(struct model *model, const struct problem *problem);
void model_free(struct model *model);
struct choice *model_add_choice(struct model *model, struct event_id event, int32_t duration_min);
/* Placements of the last choice, n starts in one room, ascending and distinct; rooms ascending,
 * each room once. */
void model_add_starts(struct model *model, struct room_id room, const int32_t *starts_min,
                      uint32_t n);

/* What follows is added for this rule (ID_NONE: for none): its setting's exceptions are left out,
 * as though those events stayed out, and so are the pairs that are waived: of members of timelines,
 * and terms whose origin names two events. */
void model_set_rule(struct model *model, uint32_t rule);
bool model_spares(const struct model *model, struct choice_id choice);
bool model_waives(const struct model *model, struct origin origin);

/* Whether it is one of the choice's placements. */
bool model_has_placement(const struct model *model, struct choice_id choice,
                         struct placement placement);
/* The placement number i < choice.n, in the order of the runs. */
struct placement model_placement_at(const struct model *model, struct choice_id choice, uint32_t i);
/* Appends the choice's placements, by start, then room. */
void model_list_placements(const struct model *model, struct choice_id choice,
                           struct placements *placements);
bool model_may_be_in(const struct model *model, struct choice_id choice, struct room_id room);
int64_t model_count_placements(const struct model *model); /* over all choices */

struct literal model_literal_between(struct choice_id choice, int32_t from_min, int32_t to_min,
                                     struct room_id room);
/* How many placements it holds for. */
uint32_t model_literal_count(const struct model *model, struct literal literal);
static inline bool model_literal_holds(struct literal literal, struct placement placement)
{
    return literal.from_min <= placement.start_min && placement.start_min < literal.to_min &&
           !placement_is_out(placement) &&
           (literal.room.v == ID_NONE || literal.room.v == placement.room.v);
}

void model_add_unary(struct model *model, uint32_t rule, uint32_t level, struct literal literal,
                     int64_t count, int64_t cost);
void model_add_unary_out(struct model *model, uint32_t rule, uint32_t level,
                         struct choice_id choice, int64_t count, int64_t cost);
static inline bool model_unary_holds(const struct unary *unary, struct placement placement)
{
    return unary->out ? placement_is_out(placement)
                      : model_literal_holds(unary->literal, placement);
}

void model_term_begin(struct model *model, uint32_t rule, struct origin origin);
/* Nothing when the literal holds for no placement. */
void model_term_add(struct model *model, int32_t coef, struct literal literal);
void model_term_add_at_least(struct model *model, int32_t coef, struct term_id term,
                             int32_t at_least);
struct term_id model_term_end_count(struct model *model);
/* The same, but an equal count that was ended so before stands for it; ID_NONE when it has no
 * children. */
struct term_id model_term_end_shared(struct model *model);
/* lo ≤ n ≤ hi; dropped (ID_NONE) when the count cannot leave the range. INT64_MIN / INT64_MAX:
 * open. */
struct term_id model_term_end_range(struct model *model, int64_t lo, int64_t hi);
/* cost(n, weight) is asked for every n from least to most; dropped when it is 0 for all. */
struct term_id model_term_end_cost(struct model *model, uint32_t level,
                                   int64_t (*cost)(int64_t n, int64_t weight), int64_t weight);
/* The same from a table: costs[n − least]. */
struct term_id model_term_end_table(struct model *model, uint32_t level, const int64_t *costs);
/* Forgets the open term. */
void model_term_drop(struct model *model);

/* The usual costs: weight · n(n−1)/2 (pairs among n), weight · max(0, n−1) (all but one), weight ·
 * n, weight · [n ≥ 1]. */
int64_t model_cost_pairs(int64_t n, int64_t weight);
int64_t model_cost_excess(int64_t n, int64_t weight);
int64_t model_cost_linear(int64_t n, int64_t weight);
int64_t model_cost_any(int64_t n, int64_t weight);

/* f(n) of a TERM_COST, least ≤ n ≤ most. */
int64_t model_cost_at(const struct model *model, const struct term *term, int64_t n);

/* What n members that run together count in a timeline of this shape, before its weight. */
int64_t model_shape_count(enum timeline_shape shape, int64_t n);
/* Adds a timeline over copies of the members; nothing when fewer than two of them can be placed. */
void model_add_timeline(struct model *model, struct timeline timeline, const struct member *members,
                        uint32_t n);
/* Whether the member runs in its timeline wherever it is. */
bool model_member_always_runs(const struct model *model, struct member member);
static inline int32_t model_member_length(const struct model *model, struct member member)
{
    return model->choices.v[member.choice.v].duration_min + member.after_min;
}
/* "The member runs at time t." */
struct literal model_member_covers(const struct model *model, struct member member, int32_t t_min);
static inline bool model_member_is_at(struct member member, struct placement placement)
{
    return !placement_is_out(placement) &&
           (member.room.v == ID_NONE || member.room.v == placement.room.v);
}

/* What every term counts for a selection: counts[terms]. */
void model_count_terms(const struct model *model, const struct placement *chosen, int64_t *counts);

/* What a complete selection costs; chosen[c]: choice c's placement, or PLACEMENT_OUT. */
struct model_score {
    int64_t *level_cost;   /* [levels.n] */
    int64_t *rule_cost;    /* [rule count given] */
    uint32_t *rule_broken; /* [rule count]: moments and ranges broken, by rule */
};
struct model_score model_evaluate(struct arena *arena, const struct model *model, uint32_t n_rules,
                                  const struct placement *chosen);

#endif
