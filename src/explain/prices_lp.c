/* One program in which everything that the candidates would allow is there but forbidden: columns
 * of such placements are fixed at 0. What the relaxation would gain by one of them is its reduced
 * cost; what it pays for a rule about several events are the duals of its rows.
 *
 * It is an estimate: a reduced cost holds for a small change, placements that two candidates would
 * have to allow together are left out, and the relaxation's bound may be far from the optimum. */
#include "explain/prices.h"

#include "core/rule.h"
#include "engine/compile.h"
#include "engine/expand.h"
#include "engine/ilp.h"
#include "engine/solver_glpk.h"
#include "explain/variant.h"

#include <stdlib.h>
#include <string.h>

/* Larger programs are not made: the simplex method would take minutes. */
enum { PLACEMENTS_MOST = 300000, ENTRIES_MOST = 3000000, ITERATIONS = 40000 };

struct relaxed {
    const struct problem *problem;
    const struct model *base;
    struct price *prices; /* [n] */
    uint32_t n;
    struct arena arena;
    struct problem wide;   /* with all rooms and hours, without the demands about placements */
    struct problem strict; /* with all rooms, and the rest as it is */
    struct model model;    /* of `wide` */
    struct expansion expansion;
    struct ilp ilp;
    uint32_t *price_of_room;  /* [wide.n_rooms]: of added rooms; ID_NONE */
    uint32_t *price_of_rule;  /* [rules] */
    uint32_t *price_of_event; /* [rules * n_events] */
    uint32_t *first_hour;     /* [n_people + 1]: the hours are a row of prices, by person */
    uint32_t *start_of;       /* [columns]: the y column that the placement is part of; ID_NONE */
    bool *is_new;             /* [n]: the price allows some placement, or binds events by rows */
    double *gain;             /* [n]: of the level at hand */
};

/* ---- what the candidates allow -------------------------------------------------- */

static uint32_t *none_of(struct relaxed *relaxed, size_t n)
{
    uint32_t *all = arena_array(&relaxed->arena, n, sizeof(*all));
    for (size_t i = 0; i < n; i++) {
        all[i] = ID_NONE;
    }
    return all;
}

static void index_prices(struct relaxed *relaxed)
{
    const struct problem *problem = relaxed->problem;
    uint32_t n_rules = rule_table_count();
    relaxed->price_of_room = none_of(relaxed, problem->n_rooms + relaxed->n);
    relaxed->price_of_rule = none_of(relaxed, n_rules);
    relaxed->price_of_event = none_of(relaxed, (size_t)n_rules * problem->n_events);
    relaxed->first_hour = arena_array(&relaxed->arena, problem->n_people + 1, sizeof(uint32_t));
    uint32_t n_rooms = problem->n_rooms, person = 0, n_hours = 0, first = 0;
    for (uint32_t i = 0; i < relaxed->n; i++) {
        const struct price *price = &relaxed->prices[i];
        if (price->kind == PRICE_ROOM) {
            relaxed->price_of_room[n_rooms++] = i;
        } else if (price->kind == PRICE_EVENT) {
            relaxed->price_of_event[price->rule * problem->n_events + price->events[0].v] = i;
        } else if (price->kind == PRICE_RULE) {
            relaxed->price_of_rule[price->rule] = i;
        } else if (price->kind == PRICE_HOUR) {
            first = n_hours++ == 0 ? i : first;
            for (; person <= price->person.v; person++) {
                relaxed->first_hour[person] = i;
            }
        }
    }
    for (; person <= problem->n_people; person++) {
        relaxed->first_hour[person] = first + n_hours;
    }
}

static bool are_hours_hard(const struct problem *problem)
{
    uint32_t rule = rule_table_find("speaker-available");
    return problem->settings[rule].strength.kind == STRENGTH_HARD;
}

static void widen(struct relaxed *relaxed)
{
    relaxed->strict = variant_create(&relaxed->arena, relaxed->problem);
    for (uint32_t i = 0; i < relaxed->n; i++) {
        if (relaxed->prices[i].kind == PRICE_ROOM) {
            relaxed->strict =
                prices_candidates_apply(&relaxed->arena, &relaxed->strict, &relaxed->prices[i]);
        }
    }
    relaxed->wide = variant_create(&relaxed->arena, &relaxed->strict);
    for (uint32_t i = 0; i < relaxed->n; i++) {
        const struct price *price = &relaxed->prices[i];
        if (price->kind == PRICE_HOUR && are_hours_hard(relaxed->problem)) {
            variant_free_person(&relaxed->arena, &relaxed->wide, price->person, price->span);
        } else if (price->kind == PRICE_RULE &&
                   rule_table_at(price->rule)->family == RULE_PLACEMENT) {
            variant_turn_off(&relaxed->arena, &relaxed->wide, price->rule);
        }
    }
}

/* ---- one placement ---------------------------------------------------------------- */

/* The only hard placement rule that forbids it; ID_NONE: none does; *several: more than one. */
static uint32_t find_culprit(const struct relaxed *relaxed, struct event_id event,
                             struct placement placement, bool *several, int64_t *count)
{
    const struct problem *strict = &relaxed->strict;
    uint32_t culprit = ID_NONE;
    *several = false;
    for (uint32_t r = 0; r < rule_table_count() && !*several; r++) {
        const struct rule *rule = rule_table_at(r);
        const struct rule_setting *setting = &strict->settings[r];
        if (rule->family != RULE_PLACEMENT || setting->strength.kind != STRENGTH_HARD ||
            problem_is_quiet(setting, event) ||
            (rule->concerns != NULL && !rule->concerns(strict, event))) {
            continue;
        }
        int64_t found = rule->count_at(strict, setting, event, placement);
        if (found > 0) {
            *several = culprit != ID_NONE;
            culprit = r;
            *count = found;
        }
    }
    return culprit;
}

static void note(struct relaxed *relaxed, uint32_t price, double reduced, double *best)
{
    if (price != ID_NONE) {
        relaxed->is_new[price] = true;
        best[price] = reduced < best[price] ? reduced : best[price];
    }
}

/* Whether [from, to) is free with the hour, and only with it. */
static bool completes(struct intervals free, struct interval hour, int32_t from_min, int32_t to_min)
{
    int32_t before_min = to_min < hour.from_min ? to_min : hour.from_min;
    int32_t after_min = from_min > hour.to_min ? from_min : hour.to_min;
    return (from_min >= before_min || intervals_contain(free, from_min, before_min)) &&
           (after_min >= to_min || intervals_contain(free, after_min, to_min));
}

/* Hours that would do alone: those of the one person who is not free. */
static void note_hours(struct relaxed *relaxed, const struct event *event,
                       struct placement placement, double reduced, double *best)
{
    int32_t from_min = placement.start_min, to_min = from_min + event->duration_min;
    uint32_t missing = ID_NONE, n_missing = 0;
    for (uint32_t i = 0; i < event->n_people; i++) {
        const struct person *person = &relaxed->problem->people[event->people[i].v];
        if (!person->always_free && !intervals_contain(person->free, from_min, to_min)) {
            missing = event->people[i].v;
            n_missing++;
        }
    }
    if (n_missing != 1) {
        return;
    }
    struct intervals free = relaxed->problem->people[missing].free;
    for (uint32_t i = relaxed->first_hour[missing]; i < relaxed->first_hour[missing + 1]; i++) {
        if (completes(free, relaxed->prices[i].span, from_min, to_min)) {
            note(relaxed, i, reduced, best);
        }
    }
}

/* ---- the columns ------------------------------------------------------------------- */

/* What an added room could take. */
struct taken {
    uint32_t room;
    struct event_id event;
    struct interval span;
    double reduced;
};

struct takings {
    struct taken *v;
    size_t n, cap;
};

static int compare_takings(const void *a, const void *b)
{
    const struct taken *x = a, *y = b;
    if (x->room != y->room) {
        return x->room < y->room ? -1 : 1;
    }
    if (x->reduced < y->reduced || x->reduced > y->reduced) {
        return x->reduced < y->reduced ? -1 : 1;
    }
    return x->event.v != y->event.v
               ? (x->event.v > y->event.v) - (x->event.v < y->event.v)
               : (x->span.from_min > y->span.from_min) - (x->span.from_min < y->span.from_min);
}

/* One event at a time, each once, the best first. */
static void gain_rooms(struct relaxed *relaxed, struct takings *takings)
{
    size_t kept = 0, begin = 0;
    if (takings->n > 0) {
        qsort(takings->v, takings->n, sizeof(*takings->v), compare_takings);
    }
    for (size_t i = 0; i < takings->n; i++) {
        struct taken taken = takings->v[i];
        begin = kept > begin && takings->v[begin].room != taken.room ? kept : begin;
        bool fits = true;
        for (size_t k = begin; k < kept && fits; k++) {
            const struct taken *other = &takings->v[k];
            fits = other->event.v != taken.event.v && (other->span.to_min <= taken.span.from_min ||
                                                       taken.span.to_min <= other->span.from_min);
        }
        if (fits) {
            relaxed->gain[relaxed->price_of_room[taken.room]] -= taken.reduced;
            takings->v[kept++] = taken;
        }
    }
}

static void note_column(struct relaxed *relaxed, struct choice_id choice, uint32_t column,
                        const double *reduced, double *best, struct takings *takings)
{
    struct event_id id = relaxed->model.choices.v[choice.v].event;
    const struct event *event = &relaxed->problem->events[id.v];
    struct placement placement = relaxed->ilp.placements.v[column];
    uint32_t start = relaxed->start_of[column];
    double d = reduced[column] + (start == ID_NONE ? 0 : reduced[start]);
    bool several;
    int64_t count = 0;
    uint32_t rule = find_culprit(relaxed, id, placement, &several, &count);
    bool is_added = placement.room.v != ID_NONE && placement.room.v >= relaxed->problem->n_rooms;
    if (several || (is_added && rule != ID_NONE) || (!is_added && rule == ID_NONE)) {
        return;
    }
    if (is_added) {
        relaxed->is_new[relaxed->price_of_room[placement.room.v]] = true;
        struct interval span = {placement.start_min, placement.start_min + event->duration_min};
        struct taken taken = {placement.room.v, id, span, d};
        if (d < 0) {
            vec_push(takings, taken);
        }
    } else if (rule == rule_table_find("speaker-available")) {
        note_hours(relaxed, event, placement, d, best);
    } else {
        uint32_t whole = relaxed->price_of_rule[rule];
        note(relaxed, relaxed->price_of_event[rule * relaxed->problem->n_events + id.v], d, best);
        note(relaxed, whole,
             whole == ID_NONE ? 0 : d + (double)(relaxed->prices[whole].weight * count), best);
    }
}

static bool is_allowed(const struct relaxed *relaxed, struct choice_id choice, uint32_t column)
{
    return model_has_placement(relaxed->base, choice, relaxed->ilp.placements.v[column]);
}

static void gain_columns(struct relaxed *relaxed, const double *reduced)
{
    struct takings takings = {0};
    double *best = base_alloc_zero(relaxed->n, sizeof(*best));
    for (uint32_t c = 0; c < relaxed->model.choices.n; c++) {
        struct choice_id choice = {c};
        for (uint32_t i = relaxed->ilp.first[c]; i < relaxed->ilp.first[c + 1]; i++) {
            if (!is_allowed(relaxed, choice, i)) {
                note_column(relaxed, choice, i, reduced, best, &takings);
            }
        }
        for (uint32_t i = 0; i < relaxed->n; i++) {
            relaxed->gain[i] -= best[i];
            best[i] = 0;
        }
    }
    gain_rooms(relaxed, &takings);
    vec_free(&takings);
    base_free(best);
}

/* ---- the rows ------------------------------------------------------------------------ */

static void mark_choices(const struct model *model, uint32_t term, bool *marks)
{
    const struct term *one = &model->terms.v[term];
    for (uint32_t i = 0; i < one->n; i++) {
        const struct term_child *child = &model->children.v[one->first + i];
        if (child->term.v != ID_NONE) {
            mark_choices(model, child->term.v, marks);
        } else {
            marks[child->literal.choice.v] = true;
        }
    }
}

/* The pairs among those that the row counts, the person that it is about, and the whole rule. */
static void gain_row(struct relaxed *relaxed, uint32_t term, double dual, bool *marks)
{
    const struct model *model = &relaxed->expansion.model;
    const struct term *one = &model->terms.v[term];
    memset(marks, 0, model->choices.n * sizeof(*marks));
    mark_choices(model, term, marks);
    for (uint32_t i = 0; i < relaxed->n; i++) {
        const struct price *price = &relaxed->prices[i];
        bool meant =
            price->rule == one->rule &&
            (price->kind == PRICE_RULE ||
             (price->kind == PRICE_PERSON && price->person.v == one->origin.person.v) ||
             (price->kind == PRICE_PAIR && marks[price->events[0].v] && marks[price->events[1].v]));
        if (meant) {
            relaxed->gain[i] += dual < 0 ? -dual : dual;
        }
    }
}

static void gain_rows(struct relaxed *relaxed, const double *duals)
{
    const struct model *model = &relaxed->expansion.model;
    bool *marks = base_alloc_zero(model->choices.n, sizeof(*marks));
    for (uint32_t r = 0; r < relaxed->ilp.rows.n; r++) {
        const struct ilp_row *row = &relaxed->ilp.rows.v[r];
        bool counts = duals[r] > 1e-7 || duals[r] < -1e-7;
        if (row->kind == ILP_ROW_TERM && counts && model->terms.v[row->of].kind == TERM_RANGE &&
            prices_candidates_is_demand(relaxed->problem, model->terms.v[row->of].rule)) {
            gain_row(relaxed, row->of, duals[r], marks);
        }
    }
    base_free(marks);
}

/* ---- the program ----------------------------------------------------------------------- */

/* Forbids what the problem does not allow, and finds the y column of each placement. */
static void fix_columns(struct relaxed *relaxed)
{
    struct ilp *ilp = &relaxed->ilp;
    relaxed->start_of = none_of(relaxed, ilp->placements.n);
    for (uint32_t c = 0; c < relaxed->model.choices.n; c++) {
        for (uint32_t i = ilp->first[c]; i < ilp->first[c + 1]; i++) {
            if (!is_allowed(relaxed, (struct choice_id){c}, i)) {
                ilp->columns.v[i].upper = 0;
            }
        }
    }
    for (size_t r = 0; r < ilp->rows.n; r++) {
        const struct ilp_row *row = &ilp->rows.v[r];
        uint32_t start = ID_NONE;
        for (uint32_t k = 0; row->kind == ILP_ROW_START && k < row->n; k++) {
            uint32_t column = ilp->entries.v[row->first + k].column;
            start = ilp->columns.v[column].kind == ILP_START ? column : start;
        }
        for (uint32_t k = 0; start != ID_NONE && k < row->n; k++) {
            uint32_t column = ilp->entries.v[row->first + k].column;
            if (column < ilp->placements.n) {
                relaxed->start_of[column] = start;
            }
        }
    }
}

static bool estimate_level(struct relaxed *relaxed, const struct solve_result *base, uint32_t level,
                           const struct prices_lp_effort *effort)
{
    int64_t *values = arena_array(&relaxed->arena, base->n_levels, sizeof(*values));
    for (uint32_t k = 0; k < base->n_levels; k++) {
        values[k] = base->levels[k].value;
    }
    ilp_build(&relaxed->ilp, &relaxed->expansion.model, level, values);
    fix_columns(relaxed);
    memset(relaxed->gain, 0, relaxed->n * sizeof(*relaxed->gain));
    struct solver_glpk *solver = solver_glpk_open(&relaxed->ilp);
    struct solver_effort work = {
        .iterations = ITERATIONS, .seconds = effort->seconds, .stop = effort->stop};
    struct solver_relaxed solved = solver_glpk_relax(solver, NULL, &work);
    bool known = solved.status == SOLVER_OPTIMAL;
    if (known) {
        gain_columns(relaxed, solved.reduced);
        gain_rows(relaxed, solved.duals);
    }
    solver_glpk_close(solver);
    ilp_free(&relaxed->ilp);
    return known;
}

/* Rules and persons are bound by rows, and an empty room may still change what rooms count. */
static bool may_idle(const struct price *price, const struct problem *problem)
{
    switch (price->kind) {
    case PRICE_EVENT:
        return true;
    case PRICE_HOUR:
        return are_hours_hard(problem);
    case PRICE_RULE:
        return rule_table_at(price->rule)->family == RULE_PLACEMENT;
    case PRICE_ROOM:
    case PRICE_PAIR:
    case PRICE_PERSON:
    case PRICE_KINDS:
        break;
    }
    return false;
}

static bool estimate(struct relaxed *relaxed, struct prices *prices,
                     const struct prices_lp_effort *effort)
{
    bool known = true;
    for (uint32_t g = 0; g < prices->n_levels && known; g++) {
        known = estimate_level(relaxed, &prices->base, prices->levels[g], effort);
        for (uint32_t i = 0; i < relaxed->n && known; i++) {
            relaxed->prices[i].duals[g] = relaxed->gain[i] > 1e-6 ? relaxed->gain[i] : 0;
        }
    }
    for (uint32_t i = 0; i < relaxed->n && known; i++) {
        if (!relaxed->is_new[i] && may_idle(&relaxed->prices[i], relaxed->problem)) {
            relaxed->prices[i].state = PRICE_IDLE;
        }
    }
    for (uint32_t i = 0; i < relaxed->n && !known; i++) {
        relaxed->prices[i].duals[0] = relaxed->prices[i].duals[1] = 0;
    }
    return known;
}

bool prices_lp_estimate(const struct problem *problem, const struct model *model,
                        const struct prices_lp_effort *effort, struct prices *prices)
{
    struct relaxed relaxed = {
        .problem = problem, .base = model, .prices = prices->v, .n = prices->n};
    if (model_count_placements(model) > PLACEMENTS_MOST) {
        return false;
    }
    index_prices(&relaxed);
    widen(&relaxed);
    compile_model(&relaxed.wide, &relaxed.model);
    relaxed.is_new = arena_array(&relaxed.arena, relaxed.n, sizeof(*relaxed.is_new));
    relaxed.gain = arena_array(&relaxed.arena, relaxed.n, sizeof(*relaxed.gain));
    bool known = model_count_placements(&relaxed.model) <= PLACEMENTS_MOST &&
                 expand_estimate(&relaxed.model) <= ENTRIES_MOST;
    if (known) {
        expand_model(&relaxed.model, NULL, NULL, &relaxed.expansion);
        known = estimate(&relaxed, prices, effort);
        expand_free(&relaxed.expansion);
    }
    model_free(&relaxed.model);
    arena_free(&relaxed.arena);
    return known;
}
