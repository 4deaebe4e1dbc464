#include "revise/curve.h"

#include "confab/audit.h"
#include "core/rule.h"
#include "explain/variant.h"
#include "revise/budget.h"
#include "revise/revise.h"

#include <string.h>

/* A timetable that is known, and what it has. */
struct candidate {
    const struct assignment *timetable;
    struct curve_changes changes;
    int64_t *value;
};

struct tracing {
    const struct problem *problem;
    struct problem still;    /* the problem, where nothing counts what changes; … */
    struct problem counting; /* … and where all of that is counted */
    struct budget budget;
    struct curve *curve;
    struct candidate *known;
    uint32_t n_known;
};

uint32_t curve_count_moved(const struct problem *problem, const struct timetable *timetable)
{
    uint32_t n = 0;
    for (uint32_t e = 0; e < problem->n_events; e++) {
        n += timetable_has_moved(problem, (struct event_id){e}, timetable->v[e]);
    }
    return n;
}

/* < 0, 0, > 0: as the first level that differs. */
static int compare_values(const struct curve *curve, const int64_t *a, const int64_t *b)
{
    for (uint32_t k = 0; k < curve->levels.n; k++) {
        if (a[k] != b[k]) {
            return a[k] < b[k] ? -1 : 1;
        }
    }
    return 0;
}

/* ---- what is known -------------------------------------------------------------------------- */

static int64_t count_of(const struct score *score, const char *rule)
{
    return score->rules[rule_table_find(rule)].count;
}

static struct curve_changes count_changes(const struct tracing *t,
                                          const struct timetable *timetable)
{
    struct score score = audit_timetable(&t->counting, timetable);
    struct curve_changes changes = {
        curve_count_moved(t->problem, timetable),
        count_of(&score, "people-told"),
        count_of(&score, "displacement"),
    };
    score_free(&score);
    return changes;
}

/* Keeps a timetable that breaks nothing hard, but for the limit of moves. */
static void remember(struct tracing *t, const struct timetable *timetable)
{
    struct arena *arena = &t->curve->arena;
    struct score score = audit_timetable(&t->still, timetable);
    if (score.n_hard == 0) {
        size_t bytes = timetable->n * sizeof(*timetable->v);
        t->known[t->n_known++] = (struct candidate){
            arena_copy(arena, timetable->v, bytes),
            count_changes(t, timetable),
            arena_copy(arena, score.level_cost, t->curve->levels.n * sizeof(int64_t)),
        };
    }
    score_free(&score);
}

/* The best that is known with so many moves; NULL: nothing. */
static const struct candidate *best_known(const struct tracing *t, uint32_t moves)
{
    const struct candidate *best = NULL;
    for (uint32_t i = 0; i < t->n_known; i++) {
        const struct candidate *one = &t->known[i];
        int order = best == NULL ? -1 : compare_values(t->curve, one->value, best->value);
        bool fewer = best != NULL && one->changes.moved < best->changes.moved;
        if (one->changes.moved <= moves && (order < 0 || (order == 0 && fewer))) {
            best = one;
        }
    }
    return best;
}

/* ---- a point -------------------------------------------------------------------------------- */

static struct curve_point unknown_point(struct curve *curve, uint32_t moves)
{
    struct curve_point point = {.moves = moves, .state = CURVE_UNKNOWN};
    point.value = arena_array(&curve->arena, curve->levels.n, sizeof(*point.value));
    point.bound = arena_array(&curve->arena, curve->levels.n, sizeof(*point.bound));
    return point;
}

static bool solve_point(struct tracing *t, const struct solve_options *options,
                        struct curve_point *point)
{
    struct arena arena = ARENA_EMPTY;
    struct problem variant = variant_create(&arena, &t->still);
    if (point->moves != UINT32_MAX) {
        revise_limit_moves(&arena, &variant, point->moves);
    }
    struct solve_result result = {0};
    bool ok = solve_problem(&variant, options, &result);
    if (!ok) {
        t->curve->failure = arena_print(&t->curve->arena, "%s", result.failure);
    } else if (result.mismatch == NULL) {
        if (result.has_timetable) {
            remember(t, &result.timetable);
        }
        point->state = result.status == SOLVE_INFEASIBLE ? CURVE_NONE : CURVE_UNKNOWN;
        for (uint32_t k = 0; k < result.n_levels; k++) {
            point->bound[k] = result.levels[k].bound;
        }
    }
    solve_free(&result);
    arena_free(&arena);
    return ok;
}

static void settle_point(const struct tracing *t, struct curve_point *point)
{
    const struct candidate *best = best_known(t, point->moves);
    if (best == NULL || point->state == CURVE_NONE) {
        return;
    }
    memcpy(point->value, best->value, t->curve->levels.n * sizeof(*point->value));
    point->timetable = best->timetable;
    point->changes = best->changes;
    point->state =
        compare_values(t->curve, point->bound, point->value) == 0 ? CURVE_OPTIMAL : CURVE_FOUND;
}

/* With fewer moves nothing is better: bounds go down the curve, and so does that there is none. */
static void settle(struct tracing *t)
{
    struct curve *curve = t->curve;
    const struct curve_point *above = curve->has_free ? &curve->free : NULL;
    if (curve->has_free) {
        settle_point(t, &curve->free);
    }
    for (uint32_t i = curve->n; i-- > 0;) {
        struct curve_point *point = &curve->v[i];
        if (above != NULL && compare_values(curve, above->bound, point->bound) > 0) {
            memcpy(point->bound, above->bound, curve->levels.n * sizeof(*point->bound));
        }
        if (above != NULL && above->state == CURVE_NONE) {
            point->state = CURVE_NONE;
        }
        settle_point(t, point);
        above = point;
    }
}

/* ---- the curve ------------------------------------------------------------------------------ */

/* Nothing can be gained by more moves than the last point's. */
static bool is_whole(const struct curve *curve)
{
    const struct curve_point *last = &curve->v[curve->n - 1];
    return curve->has_free && last->timetable != NULL && curve->free.timetable != NULL &&
           compare_values(curve, last->value, curve->free.value) <= 0;
}

static bool trace(struct tracing *t, uint32_t most)
{
    struct curve *curve = t->curve;
    struct solve_options options;
    uint32_t left = most + 1;
    if (curve->has_free) {
        curve->cut = !budget_share(&t->budget, left + 1, &options);
        if (!curve->cut && !solve_point(t, &options, &curve->free)) {
            return false;
        }
        settle(t);
    }
    bool hopeless = curve->has_free && curve->free.state == CURVE_NONE;
    while (left > 0 && !curve->cut && !curve->whole && !hopeless) {
        struct curve_point *point = &curve->v[curve->n];
        *point = unknown_point(curve, curve->n);
        curve->cut = !budget_share(&t->budget, left--, &options);
        if (curve->cut) {
            return true;
        }
        curve->n++;
        if (!solve_point(t, &options, point)) {
            return false;
        }
        settle(t);
        curve->whole = is_whole(curve);
    }
    return true;
}

bool curve_find(const struct problem *problem, const struct solve_options *options, int64_t most,
                const struct timetable *known, struct curve *curve)
{
    uint32_t points = most < 0 || most > problem->n_events ? problem->n_events : (uint32_t)most;
    *curve = (struct curve){.has_free = most < 0};
    points = most < 0 && points > CURVE_MOST ? CURVE_MOST : points;
    struct solve_options each = *options;
    each.complete_only = true;
    struct tracing t = {problem,
                        variant_create(&curve->arena, problem),
                        variant_create(&curve->arena, problem),
                        budget_begin(&each, points + 2),
                        curve,
                        NULL,
                        0};
    revise_ignore_changes(&t.still);
    revise_count_changes(&t.counting);
    t.known = arena_array(&curve->arena, points + 3, sizeof(*t.known));
    curve->levels = levels_of(&curve->arena, &t.still);
    curve->v = arena_array(&curve->arena, points + 1, sizeof(*curve->v));
    curve->free = unknown_point(curve, UINT32_MAX);
    curve->given = unknown_point(curve, UINT32_MAX);
    if (known != NULL) {
        remember(&t, known);
        settle_point(&t, &curve->given);
    }
    bool ok = trace(&t, points);
    settle(&t);
    return ok;
}

const struct curve_point *curve_better(const struct curve *curve)
{
    const struct curve_point *given = &curve->given;
    if (given->timetable == NULL || given->changes.moved >= curve->n) {
        return NULL;
    }
    const struct curve_point *point = &curve->v[given->changes.moved];
    bool better = point->timetable != NULL && compare_values(curve, point->value, given->value) < 0;
    return better ? point : NULL;
}

uint32_t curve_least_moves(const struct curve *curve)
{
    uint32_t least = 0;
    for (uint32_t i = 0; i < curve->n; i++) {
        least = curve->v[i].state == CURVE_NONE ? i + 1 : least;
    }
    return least;
}

void curve_free(struct curve *curve)
{
    arena_free(&curve->arena);
    *curve = (struct curve){0};
}
