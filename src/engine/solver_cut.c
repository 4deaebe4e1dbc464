/* Rounds of cuts. */
#include "engine/solver_cut.h"

#include <stdlib.h>

enum {
    CANDIDATES = 1000, /* for cuts, in a round: those nearest to a half */
    KEPT = 100,        /* cuts of a round */
    ROUNDS = 60,
    PATIENCE = 5, /* rounds */
};

static const double least_depth = 1e-3;
static const double most_parallel = 0.9;    /* cosine of two cuts of a round */
static const double least_gain = 0.02;      /* of all that was gained, in so many rounds */
static const double least_fraction = 0.005; /* of a column's value */

struct cutting {
    struct solver_glpk *solver;
    const struct solver_hooks *hooks;
    const struct solver_effort *effort;
    struct arena arena; /* the entries of `rows` */
    struct arena round; /* of what is found in a round */
    uint32_t n_own;
    VEC(struct solver_row) rows; /* the cuts in the program, in their order */
    VEC(struct solver_cut) found;
    VEC(struct solver_row) chosen; /* of a round */
    double *dense;                 /* [columns] scratch */
};

/* ---- a round ------------------------------------------------------------------------------- */

struct candidate {
    uint32_t column;
    double far; /* from a half */
};

static int compare_candidates(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    int by_far = (x->far > y->far) - (x->far < y->far);
    return by_far != 0 ? by_far : (x->column > y->column) - (x->column < y->column);
}

static struct candidate *list_candidates(struct cutting *cutting, uint32_t *n)
{
    struct solver_glpk *solver = cutting->solver;
    struct candidate *list =
        arena_array(&cutting->round, (size_t)solver->n_columns + 1, sizeof(*list));
    *n = 0;
    for (uint32_t c = 0; c < solver->n_columns; c++) {
        double value = solver->columns.v[c], far = fabs(value - floor(value) - 0.5);
        if (solver->integer.v[c] && far < 0.5 - least_fraction &&
            glp_get_col_stat(solver->prob, (int)c + 1) == GLP_BS) {
            list[(*n)++] = (struct candidate){c, far};
        }
    }
    if (*n > 0) {
        qsort(list, *n, sizeof(*list), compare_candidates);
    }
    *n = *n < CANDIDATES ? *n : CANDIDATES;
    return list;
}

static void find_cuts(struct cutting *cutting)
{
    struct cutter cutter;
    uint32_t n;
    solver_cut_open(&cutter, cutting->solver, cutting->n_own, &cutting->round);
    struct candidate *list = list_candidates(cutting, &n);
    for (uint32_t k = 0; k < n && !lp_glpk_is_over(&cutting->solver->guard); k++) {
        struct solver_cut cut;
        if (solver_cut_make(&cutter, list[k].column, &cut) && cut.depth > least_depth) {
            vec_push(&cutting->found, cut);
        }
    }
}

static int compare_cuts(const void *a, const void *b)
{
    const struct solver_cut *x = a, *y = b;
    int by_depth = (x->depth < y->depth) - (x->depth > y->depth);
    return by_depth != 0 ? by_depth : (x->row.n > y->row.n) - (x->row.n < y->row.n);
}

static bool is_parallel(const struct cutting *cutting, const struct solver_row *row)
{
    bool parallel = false;
    for (uint32_t k = 0; k < row->n; k++) {
        cutting->dense[row->entries[k].column] = row->entries[k].coef;
    }
    for (size_t i = 0; i < cutting->chosen.n && !parallel; i++) {
        const struct solver_row *other = &cutting->chosen.v[i];
        double product = 0;
        for (uint32_t k = 0; k < other->n; k++) {
            product += other->entries[k].coef * cutting->dense[other->entries[k].column];
        }
        parallel = product > most_parallel;
    }
    for (uint32_t k = 0; k < row->n; k++) {
        cutting->dense[row->entries[k].column] = 0;
    }
    return parallel;
}

/* The deepest, but none beside one that says nearly the same. */
static void choose_cuts(struct cutting *cutting)
{
    if (cutting->found.n > 0) {
        qsort(cutting->found.v, cutting->found.n, sizeof(*cutting->found.v), compare_cuts);
    }
    for (size_t i = 0; i < cutting->found.n && cutting->chosen.n < KEPT; i++) {
        if (!is_parallel(cutting, &cutting->found.v[i].row)) {
            vec_push(&cutting->chosen, cutting->found.v[i].row);
        }
    }
}

/* ---- rounds -------------------------------------------------------------------------------- */

static void drop_slack(struct cutting *cutting)
{
    uint32_t *gone = base_alloc_zero(cutting->rows.n + 1, sizeof(*gone));
    uint32_t n = 0;
    size_t kept = 0;
    for (size_t i = 0; i < cutting->rows.n; i++) {
        if (cutting->solver->slack.v[cutting->n_own + i]) {
            gone[n++] = cutting->n_own + (uint32_t)i;
        } else {
            cutting->rows.v[kept++] = cutting->rows.v[i];
        }
    }
    cutting->rows.n = kept;
    solver_glpk_drop_rows(cutting->solver, gone, n);
    base_free(gone);
}

/* From the optimum's basis. */
static void find_within_guard(struct cutting *cutting)
{
    struct solver_glpk *solver = cutting->solver;
    if (!solver_handle_enter(solver, cutting->effort)) {
        return;
    }
    int why = setjmp(solver->guard.back);
    if (why != 0) {
        solver_handle_lose(solver, why);
        return;
    }
    if (glp_bf_exists(solver->prob) || glp_factorize(solver->prob) == 0) {
        find_cuts(cutting);
    }
    lp_glpk_leave();
}

/* New cuts come, and those of before that are slack now go. False: there is none. */
static bool go_round(struct cutting *cutting)
{
    vec_clear(&cutting->found);
    vec_clear(&cutting->chosen);
    find_within_guard(cutting);
    choose_cuts(cutting);
    if (cutting->chosen.n > 0) {
        drop_slack(cutting);
    }
    for (size_t i = 0; i < cutting->chosen.n; i++) {
        struct solver_row row = cutting->chosen.v[i];
        row.entries = arena_copy(&cutting->arena, row.entries, row.n * sizeof(*row.entries));
        vec_push(&cutting->rows, row);
    }
    solver_glpk_add_rows(cutting->solver, cutting->chosen.v, (uint32_t)cutting->chosen.n);
    arena_free(&cutting->round);
    return cutting->chosen.n > 0;
}

/* Whether the last rounds were worth their while. */
static bool gains(const double *bounds, uint32_t round)
{
    return round < PATIENCE ||
           bounds[round] - bounds[round - PATIENCE] > least_gain * (bounds[round] - bounds[0]);
}

static struct solver_relaxed cut_rounds(struct cutting *cutting)
{
    double bounds[ROUNDS + 1];
    struct solver_relaxed relaxed = solver_glpk_relax(cutting->solver, NULL, cutting->effort);
    for (uint32_t round = 0; relaxed.status == SOLVER_OPTIMAL && round < ROUNDS; round++) {
        const struct solver_hooks *hooks = cutting->hooks;
        bounds[round] = relaxed.value;
        if (hooks != NULL && hooks->bound != NULL) {
            hooks->bound(hooks->context, relaxed.bound);
        }
        if (hooks != NULL && hooks->yield != NULL) {
            hooks->yield(hooks->context);
        }
        if (!gains(bounds, round) || !go_round(cutting)) {
            break;
        }
        relaxed = solver_glpk_relax(cutting->solver, NULL, cutting->effort);
    }
    return relaxed;
}

struct solver_cuts solver_glpk_cut(const struct ilp *ilp, const struct solver_hooks *hooks,
                                   const struct solver_effort *effort, double *reduced)
{
    struct cutting cutting = {.solver = solver_glpk_open(ilp),
                              .hooks = hooks,
                              .effort = effort,
                              .n_own = (uint32_t)ilp->rows.n};
    cutting.dense = base_alloc_zero(ilp->columns.n + 1, sizeof(*cutting.dense));
    struct solver_relaxed relaxed = cut_rounds(&cutting);
    struct solver_cuts cuts = {
        .status = relaxed.status, .bound = relaxed.bound, .own_bound = relaxed.own_bound};
    for (size_t c = 0; c < ilp->columns.n && relaxed.status == SOLVER_OPTIMAL; c++) {
        reduced[c] = relaxed.reduced[c];
    }
    solver_glpk_close(cutting.solver);
    vec_free(&cutting.rows);
    vec_free(&cutting.found);
    vec_free(&cutting.chosen);
    base_free(cutting.dense);
    arena_free(&cutting.arena);
    return cuts;
}
