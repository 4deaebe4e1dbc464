/* What is proven whatever GLPK's arithmetic did to its numbers. Neumaier, A., Shcherbina, O.: Safe
 * bounds in linear and mixed-integer linear programming. Math. Programming 99 (2004), 283–296. */
#include "engine/solver_handle.h"

#include <float.h>
#include <string.h>

static const double least_violation = 1e-7; /* of a bound, as GLPK scales it */

/* min (d ± error) · x over lower ≤ x ≤ upper. */
static double least_product(double d, double error, double lower, double upper)
{
    double low = d - error, high = d + error;
    double at_lower = lower < 0 ? high * lower : low * lower;
    double at_upper = upper < 0 ? high * upper : low * upper;
    bool lower_open = lower == -ILP_OPEN, upper_open = upper == ILP_OPEN;
    if ((lower_open && high > 0) || (upper_open && low < 0)) {
        return -ILP_OPEN;
    }
    at_lower = lower_open ? (high < 0 ? ILP_OPEN : 0) : at_lower;
    at_upper = upper_open ? (low > 0 ? ILP_OPEN : 0) : at_upper;
    return at_lower < at_upper ? at_lower : at_upper;
}

/* A dual of the sign that no bound of the row answers counts as 0. */
static double usable_dual(double dual, double lower, double upper)
{
    bool useless =
        !isfinite(dual) || (dual > 0 && lower == -ILP_OPEN) || (dual < 0 && upper == ILP_OPEN);
    return useless ? 0 : dual;
}

/* GLPK's own "no bound" is ±DBL_MAX. */
static double side(double bound)
{
    return bound == -DBL_MAX ? -ILP_OPEN : bound == DBL_MAX ? ILP_OPEN : bound;
}

/* What the objective (or 0) is at least, by the sum of the rows times their duals: in doubles, less
 * what rounding may have spoiled. Duals of a useless sign become 0. */
static double safe_sum(struct solver_glpk *solver, double *duals, bool with_objective,
                       double *reduced)
{
    glp_prob *prob = solver->prob;
    double sum = 0, size = 0;
    for (uint32_t r = 0; r < solver->n_rows; r++) {
        int i = (int)r + 1;
        double lower = side(glp_get_row_lb(prob, i)), upper = side(glp_get_row_ub(prob, i));
        duals[r] = usable_dual(duals[r], lower, upper);
        double part = duals[r] == 0 ? 0 : duals[r] * (duals[r] > 0 ? lower : upper);
        sum += part;
        size += fabs(part);
    }
    vec_reserve(&solver->index, (size_t)solver->n_rows + 1);
    vec_reserve(&solver->coef, (size_t)solver->n_rows + 1);
    for (uint32_t c = 0; c < solver->n_columns; c++) {
        int j = (int)c + 1, n = glp_get_mat_col(prob, j, solver->index.v, solver->coef.v);
        double lower = side(glp_get_col_lb(prob, j)), upper = side(glp_get_col_ub(prob, j));
        double d = with_objective ? glp_get_obj_coef(prob, j) : 0, magnitude = fabs(d);
        for (int k = 1; k <= n; k++) {
            double part = solver->coef.v[k] * duals[solver->index.v[k] - 1];
            d -= part;
            magnitude += fabs(part);
        }
        double error = (n + 2) * DBL_EPSILON * magnitude;
        double part = least_product(d, error, lower, upper);
        reduced[c] = d;
        sum += part;
        size += fabs(part);
    }
    double error = (double)(solver->n_rows + solver->n_columns + 2) * DBL_EPSILON * size;
    return isfinite(sum) ? sum - error : -ILP_OPEN;
}

double solver_handle_safe_bound(struct solver_glpk *solver, double *reduced)
{
    vec_reserve(&solver->duals, (size_t)solver->n_rows + 1);
    for (uint32_t r = 0; r < solver->n_rows; r++) {
        solver->duals.v[r] = glp_get_row_dual(solver->prob, (int)r + 1);
    }
    return safe_sum(solver, solver->duals.v, true, reduced);
}

/* ---- no solution --------------------------------------------------------------------------- */

/* How far a basic variable is out of its bounds: ±1, in the measure that GLPK's first phase adds
 * up; 0: it is not. */
static double violation(glp_prob *prob, int i)
{
    int k = glp_get_bhead(prob, i), rows = glp_get_num_rows(prob);
    bool is_row = k <= rows;
    int j = k - rows;
    double scale = is_row ? glp_get_rii(prob, k) : 1 / glp_get_sjj(prob, j);
    double value = is_row ? glp_get_row_prim(prob, k) : glp_get_col_prim(prob, j);
    double lower = is_row ? glp_get_row_lb(prob, k) : glp_get_col_lb(prob, j);
    double upper = is_row ? glp_get_row_ub(prob, k) : glp_get_col_ub(prob, j);
    bool below = (lower - value) * scale > least_violation * (1 + fabs(lower) * scale);
    bool above = (value - upper) * scale > least_violation * (1 + fabs(upper) * scale);
    return below ? -scale : above ? scale : 0;
}

/* Whether the rows, added up so that only the given basic variables and nonbasic ones are left,
 * cannot meet the bounds (Farkas' lemma). `weights` [1 + rows] is overwritten. */
static bool refutes(struct solver_glpk *solver, double *weights)
{
    glp_btran(solver->prob, weights);
    for (uint32_t r = 0; r < solver->n_rows; r++) {
        weights[r] = -weights[r + 1];
    }
    return safe_sum(solver, weights, false, solver->reduced.v) > 0;
}

bool solver_handle_is_infeasible(struct solver_glpk *solver)
{
    glp_prob *prob = solver->prob;
    if (!glp_bf_exists(prob) && glp_factorize(prob) != 0) {
        return false;
    }
    vec_reserve(&solver->duals, (size_t)solver->n_rows + 1);
    double *weights = solver->duals.v;
    int ray = glp_get_unbnd_ray(prob), basic = 0;
    for (int i = 1; i <= (int)solver->n_rows; i++) {
        weights[i] = violation(prob, i);
        basic = ray > 0 && glp_get_bhead(prob, i) == ray ? i : basic;
    }
    if (basic > 0) { /* the dual method's: one row refutes all */
        double weight = weights[basic];
        memset(weights, 0, (size_t)(solver->n_rows + 1) * sizeof(*weights));
        weights[basic] = weight;
    }
    return refutes(solver, weights);
}
