#include "engine/solver_handle.h"

#include <limits.h>
#include <string.h>

enum {
    SLICE_ITERATIONS = 1000, /* between yields; shorter ones forget too much of the pricing */
    SLICE_LEAST = 50,
    SLICE_ROWS =
        3000,    /* up to here the whole slice: the cost of an iteration grows with the rows */
    RETRIES = 3, /* from a fresh basis, after numerical trouble */
};

static void copy_program(struct solver_glpk *solver, const struct ilp *ilp)
{
    solver->n_columns = (uint32_t)ilp->columns.n;
    solver->n_rows = (uint32_t)ilp->rows.n;
    solver->gcd = ilp->gcd;
    vec_reserve(&solver->lower, ilp->columns.n + 1);
    vec_reserve(&solver->upper, ilp->columns.n + 1);
    vec_reserve(&solver->integer, ilp->columns.n + 1);
    for (size_t c = 0; c < ilp->columns.n; c++) {
        vec_push(&solver->lower, ilp->columns.v[c].lower);
        vec_push(&solver->upper, ilp->columns.v[c].upper);
        vec_push(&solver->integer, ilp->columns.v[c].integer);
    }
    vec_reserve(&solver->columns, ilp->columns.n + 1);
    vec_reserve(&solver->reduced, ilp->columns.n + 1);
    vec_reserve(&solver->solution, ilp->columns.n + 1);
}

struct solver_glpk *solver_glpk_open(const struct ilp *ilp)
{
    struct solver_glpk *solver = base_alloc(sizeof(*solver));
    *solver = (struct solver_glpk){.generation = lp_glpk_generation(), .bound = -ILP_OPEN};
    copy_program(solver, ilp);
    solver->guard.stays = true;
    lp_glpk_enter(&solver->guard);
    int why = setjmp(solver->guard.back);
    if (why != 0) {
        solver_handle_lose(solver, why);
        return solver;
    }
    solver->prob = lp_glpk_load(ilp, false);
    glp_scale_prob(solver->prob, GLP_SF_AUTO);
    glp_adv_basis(solver->prob, 0);
    lp_glpk_leave();
    return solver;
}

/* What another handle of this thread lost was this one's, too. */
static bool is_lost(struct solver_glpk *solver)
{
    if (!solver->lost && solver->generation != lp_glpk_generation()) {
        solver->lost = true;
        solver->problem = "GLPK's memory was dropped with another program's";
    }
    return solver->lost;
}

void solver_glpk_close(struct solver_glpk *solver)
{
    if (!is_lost(solver)) {
        solver->guard.stays = true;
        lp_glpk_enter(&solver->guard);
        if (setjmp(solver->guard.back) == 0) {
            lp_glpk_drop(solver->prob);
            lp_glpk_leave();
        } else {
            lp_glpk_forget();
        }
    }
    vec_free(&solver->lower);
    vec_free(&solver->upper);
    vec_free(&solver->integer);
    vec_free(&solver->columns);
    vec_free(&solver->reduced);
    vec_free(&solver->duals);
    vec_free(&solver->slack);
    vec_free(&solver->solution);
    vec_free(&solver->index);
    vec_free(&solver->coef);
    base_free(solver);
}

bool solver_handle_enter(struct solver_glpk *solver, const struct solver_effort *effort)
{
    if (is_lost(solver)) {
        return false;
    }
    solver->guard.stop = effort == NULL ? NULL : effort->stop;
    bool timed = effort != NULL && effort->seconds > 0;
    solver->guard.ends_s = timed ? lp_glpk_clock_s() + effort->seconds : 0;
    solver->guard.stays = effort == NULL;
    lp_glpk_enter(&solver->guard);
    return true;
}

void solver_handle_lose(struct solver_glpk *solver, int why)
{
    lp_glpk_forget();
    solver->lost = true;
    solver->prob = NULL;
    solver->problem = why == LP_BACK_OVER ? NULL : solver->guard.text;
}

static double raise_bound(struct solver_glpk *solver, const struct solver_hooks *hooks)
{
    double bound = solver_handle_safe_bound(solver, solver->reduced.v);
    if (bound > solver->bound) {
        solver->bound = bound;
        if (hooks != NULL && hooks->bound != NULL) {
            hooks->bound(hooks->context, bound);
        }
    }
    return bound;
}

/* The same in every run: it depends on the program's size alone. Where nobody wants a turn, all at
 * once: each slice forgets the pricing of the one before. */
static int slice_iterations(const struct solver_glpk *solver, const struct solver_hooks *hooks)
{
    int64_t slice = SLICE_ITERATIONS;
    if (hooks == NULL) {
        return INT_MAX;
    }
    if (solver->n_rows > SLICE_ROWS) {
        slice = slice * SLICE_ROWS / solver->n_rows;
    }
    return slice < SLICE_LEAST ? SLICE_LEAST : (int)slice;
}

static int solve_slice(struct solver_glpk *solver, int iterations)
{
    glp_smcp parameters;
    glp_init_smcp(&parameters);
    parameters.msg_lev = GLP_MSG_ALL; /* kept, not shown: see lp_glpk.h */
    parameters.out_frq = 200;
    parameters.meth = solver->was_optimal ? GLP_DUALP : GLP_PRIMAL;
    parameters.it_lim = iterations;
    int before = glp_get_it_cnt(solver->prob);
    int code = glp_simplex(solver->prob, &parameters);
    solver->iterations += glp_get_it_cnt(solver->prob) - before;
    return code;
}

/* A basis that cannot be used is made anew, in another way each time. */
static bool mend_basis(struct solver_glpk *solver, int *retries)
{
    if (*retries >= RETRIES) {
        return false;
    }
    switch ((*retries)++) {
    case 0:
        glp_adv_basis(solver->prob, 0);
        break;
    case 1:
        glp_scale_prob(solver->prob, GLP_SF_AUTO);
        glp_std_basis(solver->prob);
        break;
    default:
        glp_cpx_basis(solver->prob);
        break;
    }
    solver->was_optimal = false;
    return true;
}

static enum solver_status simplex_outcome(struct solver_glpk *solver)
{
    switch (glp_get_status(solver->prob)) {
    case GLP_OPT:
        solver->was_optimal = true;
        return SOLVER_OPTIMAL;
    case GLP_NOFEAS:
        return solver_handle_is_infeasible(solver) ? SOLVER_INFEASIBLE : SOLVER_LIMIT;
    case GLP_UNBND:
        solver->problem = "the program has no lower bound";
        return SOLVER_FAILED;
    default:
        return SOLVER_LIMIT; /* of the iterations, with a basis that may go on */
    }
}

enum solver_status solver_handle_simplex(struct solver_glpk *solver,
                                         const struct solver_hooks *hooks,
                                         const struct solver_effort *effort)
{
    int slice = slice_iterations(solver, hooks), retries = 0;
    int64_t ends = effort->iterations > 0 ? solver->iterations + effort->iterations : INT64_MAX;
    for (;;) {
        int64_t left = ends - solver->iterations;
        if (left <= 0 || lp_glpk_is_over(&solver->guard)) {
            return SOLVER_LIMIT;
        }
        int code = solve_slice(solver, left < slice ? (int)left : slice);
        enum solver_status status = simplex_outcome(solver);
        if (code == 0 && status != SOLVER_LIMIT) {
            return status;
        }
        if (code != GLP_EITLIM && !mend_basis(solver, &retries)) {
            solver->problem = "the simplex method met numerical trouble";
            return SOLVER_FAILED;
        }
        (void)raise_bound(solver, hooks);
        if (hooks != NULL && hooks->yield != NULL) {
            lp_glpk_pause();
            hooks->yield(hooks->context);
            lp_glpk_resume(&solver->guard);
        }
    }
}

static void take_columns(struct solver_glpk *solver)
{
    for (uint32_t c = 0; c < solver->n_columns; c++) {
        solver->columns.v[c] = glp_get_col_prim(solver->prob, (int)c + 1);
    }
    vec_reserve(&solver->slack, (size_t)solver->n_rows + 1);
    for (uint32_t r = 0; r < solver->n_rows; r++) {
        solver->slack.v[r] = glp_get_row_stat(solver->prob, (int)r + 1) == GLP_BS;
    }
}

static struct solver_relaxed no_relaxation(const struct solver_glpk *solver)
{
    return (struct solver_relaxed){
        .status = solver->problem == NULL ? SOLVER_LIMIT : SOLVER_FAILED,
        .bound = solver->bound,
        .iterations = solver->iterations,
        .message = solver->problem,
    };
}

struct solver_relaxed solver_glpk_relax(struct solver_glpk *solver,
                                        const struct solver_hooks *hooks,
                                        const struct solver_effort *effort)
{
    if (!solver_handle_enter(solver, effort)) {
        return no_relaxation(solver);
    }
    int why = setjmp(solver->guard.back);
    if (why != 0) {
        solver_handle_lose(solver, why);
        return no_relaxation(solver);
    }
    struct solver_relaxed relaxed = {.status = solver_handle_simplex(solver, hooks, effort)};
    if (relaxed.status == SOLVER_OPTIMAL) {
        relaxed.own_bound = raise_bound(solver, hooks);
        take_columns(solver);
        relaxed.value = glp_get_obj_val(solver->prob);
        relaxed.columns = solver->columns.v;
        relaxed.reduced = solver->reduced.v;
        relaxed.duals = solver->duals.v;
        relaxed.slack = solver->slack.v;
    }
    relaxed.bound = solver->bound;
    relaxed.iterations = solver->iterations;
    relaxed.message = solver->problem;
    lp_glpk_leave();
    return relaxed;
}

static void set_row(struct solver_glpk *solver, int i, const struct solver_row *row)
{
    vec_reserve(&solver->index, (size_t)row->n + 1);
    vec_reserve(&solver->coef, (size_t)row->n + 1);
    for (uint32_t k = 0; k < row->n; k++) {
        solver->index.v[k + 1] = (int)row->entries[k].column + 1;
        solver->coef.v[k + 1] = row->entries[k].coef;
    }
    glp_set_mat_row(solver->prob, i, (int)row->n, solver->index.v, solver->coef.v);
    glp_set_row_bnds(solver->prob, i, lp_glpk_bounds_kind(row->lower, row->upper), row->lower,
                     row->upper);
}

void solver_glpk_add_rows(struct solver_glpk *solver, const struct solver_row *rows, uint32_t n)
{
    if (n == 0 || !solver_handle_enter(solver, NULL)) {
        return;
    }
    int why = setjmp(solver->guard.back);
    if (why != 0) {
        solver_handle_lose(solver, why);
        return;
    }
    int first = glp_add_rows(solver->prob, (int)n);
    for (uint32_t r = 0; r < n; r++) {
        set_row(solver, first + (int)r, &rows[r]);
    }
    solver->n_rows += n;
    lp_glpk_leave();
}

static void append_column(struct solver_glpk *solver, int j, const struct solver_column *column)
{
    vec_push(&solver->lower, column->lower);
    vec_push(&solver->upper, column->upper);
    vec_push(&solver->integer, column->integer);
    vec_reserve(&solver->index, (size_t)column->n + 1);
    vec_reserve(&solver->coef, (size_t)column->n + 1);
    for (uint32_t k = 0; k < column->n; k++) {
        solver->index.v[k + 1] = (int)column->rows[k] + 1;
        solver->coef.v[k + 1] = column->coefs[k];
    }
    glp_set_col_kind(solver->prob, j, column->integer ? GLP_IV : GLP_CV);
    glp_set_col_bnds(solver->prob, j, lp_glpk_bounds_kind(column->lower, column->upper),
                     column->lower, column->upper);
    glp_set_obj_coef(solver->prob, j, column->objective);
    glp_set_mat_col(solver->prob, j, (int)column->n, solver->index.v, solver->coef.v);
}

void solver_glpk_add_columns(struct solver_glpk *solver, const struct solver_column *columns,
                             uint32_t n)
{
    if (n == 0 || !solver_handle_enter(solver, NULL)) {
        return;
    }
    int why = setjmp(solver->guard.back);
    if (why != 0) {
        solver_handle_lose(solver, why);
        return;
    }
    int first = glp_add_cols(solver->prob, (int)n);
    for (uint32_t c = 0; c < n; c++) {
        append_column(solver, first + (int)c, &columns[c]);
    }
    solver->n_columns += n;
    vec_reserve(&solver->columns, (size_t)solver->n_columns + 1);
    vec_reserve(&solver->reduced, (size_t)solver->n_columns + 1);
    vec_reserve(&solver->solution, (size_t)solver->n_columns + 1);
    solver->bound = -ILP_OPEN;
    solver->was_optimal = false; /* the basis is still primal feasible, not dual */
    lp_glpk_leave();
}

void solver_glpk_drop_rows(struct solver_glpk *solver, const uint32_t *rows, uint32_t n)
{
    if (n == 0 || !solver_handle_enter(solver, NULL)) {
        return;
    }
    int why = setjmp(solver->guard.back);
    if (why != 0) {
        solver_handle_lose(solver, why);
        return;
    }
    vec_reserve(&solver->index, (size_t)n + 1);
    for (uint32_t r = 0; r < n; r++) {
        BUG_UNLESS(rows[r] < solver->n_rows);
        solver->index.v[r + 1] = (int)rows[r] + 1;
    }
    glp_del_rows(solver->prob, (int)n, solver->index.v);
    solver->n_rows -= n;
    lp_glpk_leave();
}

void solver_glpk_bound_column(struct solver_glpk *solver, uint32_t column, double lower,
                              double upper)
{
    BUG_UNLESS(column < solver->n_columns);
    if (!solver_handle_enter(solver, NULL)) {
        return;
    }
    int why = setjmp(solver->guard.back);
    if (why != 0) {
        solver_handle_lose(solver, why);
        return;
    }
    solver->lower.v[column] = lower;
    solver->upper.v[column] = upper;
    solver->bound = -ILP_OPEN;
    glp_set_col_bnds(solver->prob, (int)column + 1, lp_glpk_bounds_kind(lower, upper), lower,
                     upper);
    lp_glpk_leave();
}
