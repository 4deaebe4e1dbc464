#include "engine/solver_handle.h"

#include <string.h>

/* What a search knows; the callback's context. */
struct branching {
    struct solver_glpk *solver;
    const struct solver_hooks *hooks;
    const struct solver_effort *effort;
    glp_iocp *parameters;
    double bound;
    double own;    /* value of solver->solution, GLPK's incumbent; ILP_OPEN: none */
    double cutoff; /* the best value known anywhere */
    int64_t nodes, first_iteration;
};

/* Of a value, what rounding may have spoiled. */
static double tolerance(double value)
{
    return 1e-6 * (1.0 + fabs(value));
}

/* All values are multiples of the gcd, so that nothing better than the cutoff lies above this. */
static double hopeless_from(const struct branching *branching)
{
    if (branching->cutoff == ILP_OPEN) {
        return ILP_OPEN;
    }
    return branching->cutoff - (double)branching->solver->gcd + tolerance(branching->cutoff);
}

/* GLPK drops a node whose bound is within tol_obj (relative) of its incumbent; so it can be told of
 * the gcd. */
static void sharpen_pruning(struct branching *branching)
{
    double least = (double)branching->solver->gcd - tolerance(branching->own);
    double relative = least / (1.0 + fabs(branching->own));
    branching->parameters->tol_obj = relative < 1e-7 ? 1e-7 : relative > 0.99 ? 0.99 : relative;
}

static void ask_cutoff(struct branching *branching)
{
    const struct solver_hooks *hooks = branching->hooks;
    if (hooks != NULL && hooks->cutoff != NULL) {
        double cutoff = hooks->cutoff(hooks->context);
        branching->cutoff = cutoff < branching->cutoff ? cutoff : branching->cutoff;
    }
}

/* What GLPK has found, in whatever way, is told at the next opportunity. */
static void notice_solution(struct branching *branching, glp_prob *prob)
{
    struct solver_glpk *solver = branching->solver;
    const struct solver_hooks *hooks = branching->hooks;
    if (glp_mip_status(prob) != GLP_FEAS && glp_mip_status(prob) != GLP_OPT) {
        return;
    }
    double value = glp_mip_obj_val(prob);
    if (value >= branching->own) {
        return;
    }
    for (uint32_t c = 0; c < solver->n_columns; c++) {
        solver->solution.v[c] = glp_mip_col_val(prob, (int)c + 1);
    }
    branching->own = value;
    branching->cutoff = value < branching->cutoff ? value : branching->cutoff;
    sharpen_pruning(branching);
    if (hooks != NULL && hooks->found != NULL) {
        hooks->found(hooks->context, value, solver->solution.v);
    }
}

static void notice_bound(struct branching *branching, glp_tree *tree)
{
    const struct solver_hooks *hooks = branching->hooks;
    int best = glp_ios_best_node(tree);
    double bound = best == 0 ? -ILP_OPEN : glp_ios_node_bound(tree, best);
    bound = bound < branching->cutoff ? bound : branching->cutoff;
    if (bound > branching->bound) {
        branching->bound = bound;
        if (hooks != NULL && hooks->bound != NULL) {
            hooks->bound(hooks->context, bound);
        }
    }
}

static bool is_over(const struct branching *branching, glp_prob *prob)
{
    const struct solver_effort *effort = branching->effort;
    double value = branching->cutoff;
    bool near = effort->gap > 0 && value < ILP_OPEN &&
                value - branching->bound <= effort->gap * fabs(value);
    int64_t iterations = glp_get_it_cnt(prob) - branching->first_iteration;
    return near || branching->bound > hopeless_from(branching) ||
           lp_glpk_is_over(&branching->solver->guard) ||
           (effort->nodes > 0 && branching->nodes >= effort->nodes) ||
           (effort->iterations > 0 && iterations >= effort->iterations);
}

/* GLPK believes any integer solution it is given. */
static bool is_feasible(const struct solver_glpk *solver, glp_prob *prob, const double *columns)
{
    for (uint32_t c = 0; c < solver->n_columns; c++) {
        double slack = tolerance(columns[c]);
        if (!(columns[c] >= solver->lower.v[c] - slack) ||
            !(columns[c] <= solver->upper.v[c] + slack)) {
            return false;
        }
    }
    for (uint32_t r = 0; r < solver->n_rows; r++) {
        int i = (int)r + 1;
        int n = glp_get_mat_row(prob, i, solver->index.v, solver->coef.v);
        double sum = 0, size = 1;
        for (int k = 1; k <= n; k++) {
            double part = solver->coef.v[k] * columns[solver->index.v[k] - 1];
            sum += part;
            size += fabs(part);
        }
        /* GLPK's own "no bound" is ±DBL_MAX. */
        if (sum < glp_get_row_lb(prob, i) - 1e-6 * size ||
            sum > glp_get_row_ub(prob, i) + 1e-6 * size) {
            return false;
        }
    }
    return true;
}

static void take_better(struct branching *branching, glp_tree *tree, glp_prob *prob)
{
    struct solver_glpk *solver = branching->solver;
    const struct solver_hooks *hooks = branching->hooks;
    /* solver->columns: the relaxation's values are not needed any more. Element 0 is GLPK's. */
    double *columns = solver->columns.v;
    if (hooks == NULL || hooks->better == NULL ||
        !hooks->better(hooks->context, branching->own, columns + 1) ||
        !is_feasible(solver, prob, columns + 1) || glp_ios_heur_sol(tree, columns) != 0) {
        return;
    }
    memcpy(solver->solution.v, columns + 1, solver->n_columns * sizeof(*columns));
    branching->own = glp_mip_obj_val(prob);
    branching->cutoff = fmin(branching->own, branching->cutoff);
    sharpen_pruning(branching);
}

/* The node's relaxation is solved: a cutoff from outside ends it where GLPK's incumbent would not.
 * A row that nothing meets is how GLPK can be told. */
static void cut_node_off(const struct branching *branching, glp_prob *prob)
{
    if (branching->cutoff < branching->own && glp_get_obj_val(prob) > hopeless_from(branching)) {
        int i = glp_add_rows(prob, 1);
        glp_set_row_bnds(prob, i, GLP_UP, 0, -1);
    }
}

static void watch_tree(glp_tree *tree, void *info)
{
    struct branching *branching = info;
    const struct solver_hooks *hooks = branching->hooks;
    glp_prob *prob = glp_ios_get_prob(tree);
    int reason = glp_ios_reason(tree), nodes;
    glp_ios_tree_size(tree, NULL, NULL, &nodes);
    branching->nodes = nodes;
    notice_solution(branching, prob);
    if (reason == GLP_IPREPRO) {
        notice_bound(branching, tree);
        if (hooks != NULL && hooks->yield != NULL) {
            lp_glpk_pause();
            hooks->yield(hooks->context);
            lp_glpk_resume(&branching->solver->guard);
        }
        ask_cutoff(branching);
        if (is_over(branching, prob)) {
            glp_ios_terminate(tree);
        }
    } else if (reason == GLP_IROWGEN) {
        cut_node_off(branching, prob);
    } else if (reason == GLP_IHEUR) {
        take_better(branching, tree, prob);
    }
}

/* Integer columns at a bound that no solution better than the cutoff leaves: bound + |reduced cost|
 * is at the cutoff already. */
static void fix_by_reduced_costs(struct branching *branching)
{
    struct solver_glpk *solver = branching->solver;
    double bound = solver_handle_safe_bound(solver, solver->reduced.v);
    double slack = hopeless_from(branching) - bound;
    for (uint32_t c = 0; branching->cutoff < ILP_OPEN && c < solver->n_columns; c++) {
        double d = solver->reduced.v[c];
        if (solver->integer.v[c] && fabs(d) > slack) {
            double at = d > 0 ? solver->lower.v[c] : solver->upper.v[c];
            glp_set_col_bnds(solver->prob, (int)c + 1, GLP_FX, at, at);
        }
    }
}

static void free_columns(struct solver_glpk *solver)
{
    for (uint32_t c = 0; c < solver->n_columns; c++) {
        double lower = solver->lower.v[c], upper = solver->upper.v[c];
        glp_set_col_bnds(solver->prob, (int)c + 1, lp_glpk_bounds_kind(lower, upper), lower, upper);
    }
}

static void set_parameters(struct branching *branching, glp_iocp *parameters)
{
    glp_init_iocp(parameters);
    parameters->msg_lev = GLP_MSG_ALL; /* kept, not shown: see lp_glpk.h */
    parameters->out_frq = 200;
    parameters->out_dly = 0;
    parameters->cb_func = watch_tree;
    parameters->cb_info = branching;
    if (branching->effort->cuts) {
        parameters->gmi_cuts = GLP_ON;
        parameters->mir_cuts = GLP_ON;
        parameters->cov_cuts = GLP_ON;
        parameters->clq_cuts = GLP_ON;
    }
    branching->parameters = parameters;
}

static int search(struct branching *branching)
{
    struct solver_glpk *solver = branching->solver;
    glp_iocp parameters;
    set_parameters(branching, &parameters);
    ask_cutoff(branching);
    fix_by_reduced_costs(branching);
    branching->first_iteration = glp_get_it_cnt(solver->prob);
    glp_smcp simplex;
    glp_init_smcp(&simplex);
    simplex.msg_lev = GLP_MSG_ALL;
    int code = glp_simplex(solver->prob, &simplex);
    int status = code == 0 ? glp_get_status(solver->prob) : GLP_UNDEF;
    if (status == GLP_OPT) {
        code = glp_intopt(solver->prob, &parameters);
        notice_solution(branching, solver->prob);
    } else if (status != GLP_NOFEAS || !solver_handle_is_infeasible(solver)) {
        code = GLP_EFAIL;
    }
    solver->iterations += glp_get_it_cnt(solver->prob) - branching->first_iteration;
    free_columns(solver);
    branching->parameters = NULL;
    return code;
}

static void read_outcome(struct solver_result *result, const struct branching *branching, int code)
{
    const struct solver_glpk *solver = branching->solver;
    bool proven = branching->bound > hopeless_from(branching);
    result->nodes = branching->nodes;
    result->bound = branching->bound;
    result->value = branching->own;
    result->columns = branching->own < ILP_OPEN ? solver->solution.v : NULL;
    if (code == 0 || proven) {
        bool known = branching->cutoff < ILP_OPEN;
        result->status = known ? SOLVER_OPTIMAL : SOLVER_INFEASIBLE;
        result->bound = branching->cutoff;
    } else if (code == GLP_ESTOP) {
        result->status = result->columns != NULL ? SOLVER_FEASIBLE : SOLVER_LIMIT;
    } else {
        result->status = SOLVER_FAILED;
        result->message = "branching met numerical trouble";
    }
}

static struct solver_result no_search(const struct branching *branching, enum solver_status status)
{
    const struct solver_glpk *solver = branching->solver;
    struct solver_result result = {
        .status = status,
        .value = branching->own,
        .bound = branching->bound,
        .nodes = branching->nodes,
        .message = solver->problem,
    };
    if (branching->own < ILP_OPEN) {
        result.columns = branching->solver->solution.v;
        result.status = status == SOLVER_LIMIT ? SOLVER_FEASIBLE : status;
    }
    return result;
}

struct solver_result solver_glpk_branch(struct solver_glpk *solver,
                                        const struct solver_hooks *hooks,
                                        const struct solver_effort *effort)
{
    struct branching branching = {
        .solver = solver,
        .hooks = hooks,
        .effort = effort,
        .bound = solver->bound,
        .own = ILP_OPEN,
        .cutoff = ILP_OPEN,
    };
    vec_reserve(&solver->columns, (size_t)solver->n_columns + 1);
    vec_reserve(&solver->index, (size_t)solver->n_columns + 1);
    vec_reserve(&solver->coef, (size_t)solver->n_columns + 1);
    enum solver_status stopped = solver->problem == NULL ? SOLVER_LIMIT : SOLVER_FAILED;
    if (!solver_handle_enter(solver, effort)) {
        return no_search(&branching, stopped);
    }
    int why = setjmp(solver->guard.back);
    if (why != 0) {
        solver_handle_lose(solver, why);
        return no_search(&branching, why == LP_BACK_OVER ? SOLVER_LIMIT : SOLVER_FAILED);
    }
    enum solver_status status = solver_handle_simplex(solver, hooks, effort);
    struct solver_result result = no_search(&branching, status);
    if (status == SOLVER_OPTIMAL) {
        int code = search(&branching);
        read_outcome(&result, &branching, code);
    }
    lp_glpk_leave();
    return result;
}
