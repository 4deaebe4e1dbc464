#include "revise/robust.h"

#include "revise/budget.h"
#include "revise/drafts.h"
#include "revise/fragile.h"

/* The part of the events that an alternative must have at another time; when there is none, half as
 * many, down to one. */
enum { FIRST_PERCENT = 20 };

struct improving {
    const struct problem *problem;
    struct budget budget;
    struct robust *robust;
    struct drafts drafts;
    const int32_t **starts_min; /* of all timetables looked at */
};

int robust_compare(struct robust_measure a, struct robust_measure b)
{
    if (a.n_stuck != b.n_stuck) {
        return a.n_stuck < b.n_stuck ? -1 : 1;
    }
    if (a.worst != b.worst) {
        return a.worst < b.worst ? -1 : 1;
    }
    return (a.sum > b.sum) - (a.sum < b.sum);
}

/* ---- judging -------------------------------------------------------------------------------- */

static void add_case(struct robust_measure *measure, const struct fragile_case *one)
{
    if (one->state != FRAGILE_MOVES) {
        measure->n_stuck++;
        return;
    }
    measure->worst = one->moves > measure->worst ? one->moves : measure->worst;
    measure->sum += one->moves;
}

/* False: the limit came before all absences were looked at, or (robust->failure) the engine failed.
 */
static bool judge(struct improving *x, const struct timetable *timetable,
                  struct robust_measure *measure)
{
    struct fragile fragile;
    struct solve_options share;
    bool ok = true;
    *measure = (struct robust_measure){0};
    fragile_list(x->problem, timetable, false, &fragile);
    for (uint32_t i = 0; i < fragile.n && ok; i++) {
        ok = budget_share(&x->budget, fragile.n - i, &share) &&
             fragile_look(x->problem, timetable, &share, &fragile, i);
        if (ok) {
            add_case(measure, &fragile.v[i]);
        }
    }
    if (fragile.failure != NULL) {
        x->robust->failure = arena_print(&x->robust->arena, "%s", fragile.failure);
    }
    fragile_free(&fragile);
    return ok;
}

/* ---- alternatives --------------------------------------------------------------------------- */

/* ≤ 0: no worse than the result at any level, lexicographically. */
static int compare_costs(const struct solve_result *a, const struct solve_result *b)
{
    for (uint32_t k = 0; k < a->n_levels; k++) {
        if (a->levels[k].value != b->levels[k].value) {
            return a->levels[k].value < b->levels[k].value ? -1 : 1;
        }
    }
    return 0;
}

/* The next timetable that differs enough from all before; false: there is none that costs no more,
 * as far as is known, or the limit has come. */
static bool find_other(struct improving *x, const struct solve_result *best,
                       struct solve_result *other)
{
    struct problem differing = *x->problem;
    struct solve_options share;
    differing.drafts = &x->drafts;
    if (!budget_share(&x->budget, ROBUST_ALTERNATIVES, &share)) {
        x->robust->cut = true;
        return false;
    }
    share.complete_only = true;
    *other = (struct solve_result){0};
    if (!solve_problem(&differing, &share, other)) {
        x->robust->failure = arena_print(&x->robust->arena, "%s", other->failure);
        solve_free(other);
        return false;
    }
    bool found = (other->status == SOLVE_OPTIMAL || other->status == SOLVE_FEASIBLE) &&
                 other->mismatch == NULL && compare_costs(other, best) <= 0;
    if (!found) {
        x->robust->only = other->status == SOLVE_INFEASIBLE ||
                          (other->status == SOLVE_OPTIMAL && other->mismatch == NULL);
        solve_free(other);
    }
    return found;
}

/* What was proven of the old one holds for the new one, as far as both cost the same. */
static void replace(struct solve_result *result, struct solve_result *other)
{
    bool same = true;
    for (uint32_t k = 0; k < result->n_levels; k++) {
        struct solve_level *level = &other->levels[k];
        const struct solve_level *was = &result->levels[k];
        level->bound = same ? was->bound : 0;
        level->bound = level->bound < level->value ? level->bound : level->value;
        same = same && was->value == level->value;
    }
    other->status = result->status;
    other->end = result->end;
    other->engine = result->engine;
    other->columns = result->columns;
    other->rows = result->rows;
    other->nodes = result->nodes;
    other->moves = result->moves;
    solve_free(result);
    *result = *other;
}

static void try_others(struct improving *x, struct solve_result *result, uint32_t n_counted)
{
    struct robust *robust = x->robust;
    uint32_t least = (n_counted * FIRST_PERCENT + 99) / 100;
    while (robust->n_looked < ROBUST_ALTERNATIVES && least > 0 && robust->failure == NULL) {
        struct solve_result other;
        struct robust_measure measure;
        x->drafts.most_alike = (int64_t)n_counted - least;
        if (!find_other(x, result, &other)) {
            least = robust->cut ? 0 : least / 2;
            continue;
        }
        x->starts_min[x->drafts.n++] = drafts_copy_starts(&robust->arena, &other.timetable);
        robust->cut = !judge(x, &other.timetable, &measure);
        if (robust->cut) {
            solve_free(&other);
            return;
        }
        robust->n_looked++;
        if (compare_costs(&other, result) < 0 || robust_compare(measure, robust->after) < 0) {
            robust->after = measure;
            replace(result, &other);
        } else {
            solve_free(&other);
        }
    }
}

/* How many solves the work is for: they are not known beforehand, but about as many as this. */
static uint32_t count_parts(const struct problem *problem)
{
    uint32_t cases = problem->n_people > 0 ? problem->n_people : 1;
    return (ROBUST_ALTERNATIVES + 1) * (cases + 1);
}

bool robust_improve(const struct problem *problem, const struct solve_options *options,
                    struct solve_result *result, struct robust *robust)
{
    *robust = (struct robust){.only = true};
    struct improving x = {.problem = problem,
                          .budget = budget_begin(options, count_parts(problem)),
                          .robust = robust};
    uint32_t n_counted = 0;
    robust->judged = judge(&x, &result->timetable, &robust->before);
    robust->after = robust->before;
    robust->cut = !robust->judged;
    if (robust->judged && robust->before.n_stuck + robust->before.sum > 0) {
        x.drafts.counted = drafts_list_movable(&robust->arena, problem, &n_counted);
        x.starts_min = arena_array(&robust->arena, ROBUST_ALTERNATIVES + 1, sizeof(*x.starts_min));
        x.starts_min[0] = drafts_copy_starts(&robust->arena, &result->timetable);
        x.drafts.start_min = x.starts_min;
        x.drafts.n = 1;
        try_others(&x, result, n_counted);
    }
    return robust->failure == NULL;
}

void robust_free(struct robust *robust)
{
    arena_free(&robust->arena);
    *robust = (struct robust){0};
}
