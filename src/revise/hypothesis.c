#include "confab/hypothesis.h"

#include "base/strmap.h"
#include "base/vec.h"
#include "confab/audit.h"
#include "confab/explain.h"
#include "explain/variant.h"

/* Explaining why it cannot be gets what solving has left, but as much as this. */
static const double LEAST_S = 5;

/* ---- the demands ---------------------------------------------------------------------------- */

/* Whoever drops an event drops its parts and repeats, too. */
static bool is_dropped(const struct problem *problem, const struct hypothesis_demand *demand,
                       uint32_t event)
{
    return demand->kind == HYPOTHESIS_DROP &&
           (event == demand->event.v || problem->events[event].series.v == demand->event.v);
}

/* Levels are made of what is mandatory and what not: they must be the same in all scores. */
static struct problem make_base(struct arena *arena, const struct problem *problem,
                                const struct hypothesis_demand *demands, uint32_t n)
{
    struct problem base = variant_create(arena, problem);
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t e = 0; e < base.n_events; e++) {
            if (is_dropped(problem, &demands[i], e)) {
                variant_make_optional(&base, (struct event_id){e});
            }
        }
    }
    return base;
}

static struct problem *make_variant(struct arena *arena, const struct problem *base,
                                    const struct hypothesis_demand *demands, uint32_t n)
{
    struct problem *variant = arena_array(arena, 1, sizeof(*variant));
    bool *gone = arena_array(arena, base->n_events, sizeof(*gone));
    bool any = false;
    *variant = variant_create(arena, base);
    for (uint32_t i = 0; i < n; i++) {
        const struct hypothesis_demand *demand = &demands[i];
        switch (demand->kind) {
        case HYPOTHESIS_MOVE:
            variant_pin_event(arena, variant, demand->event, demand->to);
            break;
        case HYPOTHESIS_DROP:
            for (uint32_t e = 0; e < base->n_events; e++) {
                gone[e] = gone[e] || is_dropped(base, demand, e);
            }
            any = true;
            break;
        case HYPOTHESIS_ABSENCE:
            variant_occupy_person(arena, variant, demand->person, demand->span);
            break;
        }
    }
    if (any) {
        variant_remove_events(arena, variant, gone);
    }
    return variant;
}

static void meet(struct assignment *at, const struct hypothesis_demand *demand)
{
    bool timed = demand->to.start_min != CALENDAR_NO_TIME;
    bool roomed = demand->to.room.v != ID_NONE;
    at->start_min = timed ? demand->to.start_min : at->start_min;
    at->room = roomed ? demand->to.room : at->room;
    at->placed = at->placed || (timed && roomed);
}

/* ---- as it stands --------------------------------------------------------------------------- */

static void judge_alone(struct hypothesis *hypothesis, const struct timetable *timetable,
                        const struct hypothesis_demand *demands, uint32_t n)
{
    struct arena *arena = &hypothesis->arena;
    struct timetable *alone = &hypothesis->alone;
    struct strmap known = {0};
    VEC(uint32_t) conflicts = {0};
    alone->n = timetable->n;
    alone->v = arena_copy(arena, timetable->v, timetable->n * sizeof(*timetable->v));
    for (uint32_t i = 0; i < n; i++) {
        if (demands[i].kind == HYPOTHESIS_MOVE) {
            meet(&alone->v[demands[i].event.v], &demands[i]);
        }
        for (uint32_t e = 0; e < alone->n; e++) {
            alone->v[e].placed =
                alone->v[e].placed && !is_dropped(hypothesis->variant, &demands[i], e);
        }
    }
    hypothesis->alone_score = audit_timetable(hypothesis->variant, alone);
    for (uint32_t i = 0; i < hypothesis->before.n_violations; i++) {
        if (hypothesis->before.violations[i].hard) {
            (void)strmap_add(&known, hypothesis->before.violations[i].id, i);
        }
    }
    for (uint32_t i = 0; i < hypothesis->alone_score.n_violations; i++) {
        const struct violation *violation = &hypothesis->alone_score.violations[i];
        if (violation->hard && strmap_find(&known, violation->id) == STRMAP_NONE) {
            vec_push(&conflicts, i);
        }
    }
    hypothesis->conflicts = vec_to_arena(&conflicts, arena);
    hypothesis->n_conflicts = (uint32_t)conflicts.n;
    vec_free(&conflicts);
    strmap_free(&known);
}

/* ---- solved anew ---------------------------------------------------------------------------- */

/* The first hard level at which more is left out than was decides. */
static enum hypothesis_answer answer_of(const struct hypothesis *hypothesis)
{
    const struct solve_result *result = &hypothesis->result;
    const struct score *before = &hypothesis->before;
    if (result->status == SOLVE_OPTIMAL || result->status == SOLVE_FEASIBLE) {
        return HYPOTHESIS_POSSIBLE;
    }
    bool was_whole = true, is_proven = result->status == SOLVE_INFEASIBLE;
    for (uint32_t k = 0; k < before->levels.n; k++) {
        was_whole = was_whole && (!before->levels.v[k].hard || before->level_cost[k] == 0);
    }
    if (was_whole) {
        return is_proven ? HYPOTHESIS_IMPOSSIBLE : HYPOTHESIS_UNKNOWN;
    }
    for (uint32_t k = 0; k < before->levels.n && before->levels.v[k].hard; k++) {
        if (k < result->n_levels && result->levels[k].bound > before->level_cost[k]) {
            return HYPOTHESIS_IMPOSSIBLE;
        }
        if (!result->has_timetable || result->levels[k].value > before->level_cost[k]) {
            return HYPOTHESIS_UNKNOWN;
        }
        if (result->levels[k].value < before->level_cost[k]) {
            break;
        }
    }
    return HYPOTHESIS_POSSIBLE;
}

/* What counting shows, else the sets of demands that cannot all be met. */
static void find_reasons(struct hypothesis *hypothesis, const struct solve_options *options)
{
    double left_s = options->time_limit_s - hypothesis->result.seconds;
    struct explain_options explain_options = {
        .time_limit_s = options->time_limit_s <= 0 ? 0
                        : left_s > LEAST_S         ? left_s
                                                   : LEAST_S,
        .seed = options->seed,
        .threads = options->threads,
        .stop = options->stop,
    };
    struct explanation explanation;
    explain_problem(hypothesis->variant, NULL, 0, &explain_options, &explanation);
    uint32_t n = explanation.causes.n > 0 ? explanation.causes.n : explanation.n_conflicts;
    const char **reasons = arena_array(&hypothesis->arena, n, sizeof(*reasons));
    for (uint32_t i = 0; i < n; i++) {
        reasons[i] = arena_print(&hypothesis->arena, "%s",
                                 explanation.causes.n > 0 ? explanation.causes.v[i].text
                                                          : explanation.conflicts[i].text);
    }
    hypothesis->reasons = reasons;
    hypothesis->n_reasons = n;
    explain_free(&explanation);
}

bool hypothesis_test(const struct problem *problem, const struct timetable *timetable,
                     const struct hypothesis_demand *demands, uint32_t n_demands,
                     const struct solve_options *options, struct hypothesis *hypothesis)
{
    *hypothesis = (struct hypothesis){.answer = HYPOTHESIS_UNKNOWN};
    struct problem base = make_base(&hypothesis->arena, problem, demands, n_demands);
    hypothesis->variant = make_variant(&hypothesis->arena, &base, demands, n_demands);
    hypothesis->before = audit_timetable(&base, timetable);
    judge_alone(hypothesis, timetable, demands, n_demands);
    if (!solve_problem(hypothesis->variant, options, &hypothesis->result)) {
        return false;
    }
    hypothesis->answer = answer_of(hypothesis);
    if (hypothesis->answer == HYPOTHESIS_IMPOSSIBLE) {
        find_reasons(hypothesis, options);
    }
    return true;
}

void hypothesis_free(struct hypothesis *hypothesis)
{
    score_free(&hypothesis->before);
    score_free(&hypothesis->alone_score);
    solve_free(&hypothesis->result);
    arena_free(&hypothesis->arena);
}
