/* Gomory's mixed-integer cuts. The basis says only which multiples of the rows are added up; the
 * sum is made from the rows themselves, and each variable is counted from one of its bounds, so
 * that a cut is valid whatever rounding there is in the basis (see Cook, Dash, Fukasawa, Goycoolea
 * 2009, INFORMS Journal on Computing 21). A row of whole numbers has a whole slack, and rounds
 * better. */
#include "engine/solver_cut.h"

#include <float.h>

static const double least_share = 0.01; /* of one: how far the sum is from a whole number */
static const double cut_slack = 1e-9;   /* of a cut's side, for each unit of its coefficients */
static const double cut_dust = 1e-9;    /* of the largest coefficient: what is nothing */
static const double cut_size = 1e6;     /* of the largest to the smallest: no cuts beyond */
static const double multiplier_dust = 1e-11;
static const double multiplier_most = 1e6;

enum { ENTRIES_MOST = 1000 };

/* ---- what is whole ------------------------------------------------------------------------- */

static bool is_whole_row(const struct cutter *cutter, int i)
{
    const struct solver_glpk *solver = cutter->solver;
    int n = glp_get_mat_row(solver->prob, i, cutter->index, cutter->coef);
    bool whole = true;
    for (int k = 1; k <= n; k++) {
        whole = whole && solver->integer.v[cutter->index[k] - 1] &&
                cutter->coef[k] == nearbyint(cutter->coef[k]);
    }
    return whole;
}

void solver_cut_open(struct cutter *cutter, struct solver_glpk *solver, uint32_t n_own,
                     struct arena *arena)
{
    size_t n = (size_t)solver->n_columns + 1;
    *cutter = (struct cutter){.solver = solver, .arena = arena, .n_own = n_own};
    cutter->whole = arena_array(arena, (size_t)n_own + 1, sizeof(*cutter->whole));
    cutter->multipliers =
        arena_array(arena, (size_t)solver->n_rows + 1, sizeof(*cutter->multipliers));
    cutter->sums = arena_array(arena, n, sizeof(*cutter->sums));
    cutter->touched = arena_array(arena, n, sizeof(*cutter->touched));
    cutter->is_touched = arena_array(arena, n, sizeof(*cutter->is_touched));
    cutter->index = arena_array(arena, n, sizeof(*cutter->index));
    cutter->coef = arena_array(arena, n, sizeof(*cutter->coef));
    for (uint32_t r = 0; r < n_own; r++) {
        cutter->whole[r] = is_whole_row(cutter, (int)r + 1);
    }
}

/* ---- sums of columns ----------------------------------------------------------------------- */

static void add(struct cutter *cutter, int column, double coef)
{
    if (!cutter->is_touched[column]) {
        cutter->is_touched[column] = true;
        cutter->touched[cutter->n_touched++] = column;
        cutter->sums[column] = 0;
    }
    cutter->sums[column] += coef;
}

static void add_row(struct cutter *cutter, int i, double times)
{
    int n = glp_get_mat_row(cutter->solver->prob, i, cutter->index, cutter->coef);
    for (int k = 1; k <= n; k++) {
        add(cutter, cutter->index[k], times * cutter->coef[k]);
    }
}

static void clear(struct cutter *cutter)
{
    for (uint32_t k = 0; k < cutter->n_touched; k++) {
        cutter->is_touched[cutter->touched[k]] = false;
    }
    cutter->n_touched = 0;
}

/* ---- the sum that is rounded --------------------------------------------------------------- */

/* A variable, and the bound that it is counted from: value = at + way · counted. */
struct variable {
    double at;
    double way; /* 1: its lower bound, −1: its upper, 0: it has none */
    bool whole; /* and so is what is counted */
};

static struct variable count_from(double lower, double upper, double value, bool whole)
{
    bool has_lower = lower > -DBL_MAX, has_upper = upper < DBL_MAX;
    struct variable variable = {lower, has_lower ? 1 : 0, false};
    if (has_upper && (!has_lower || upper - value < value - lower)) {
        variable = (struct variable){upper, -1, false};
    }
    variable.whole = whole && variable.at == nearbyint(variable.at);
    return variable;
}

static struct variable row_variable(const struct cutter *cutter, int i)
{
    glp_prob *prob = cutter->solver->prob;
    bool whole = (uint32_t)i <= cutter->n_own && cutter->whole[i - 1];
    return count_from(glp_get_row_lb(prob, i), glp_get_row_ub(prob, i), glp_get_row_prim(prob, i),
                      whole);
}

static struct variable column_variable(const struct cutter *cutter, int j)
{
    glp_prob *prob = cutter->solver->prob;
    return count_from(glp_get_col_lb(prob, j), glp_get_col_ub(prob, j), glp_get_col_prim(prob, j),
                      cutter->solver->integer.v[j - 1]);
}

/* Σ multiplier · (row − its entries) = 0, where the column's coefficient is one, or nearly. */
static bool combine(struct cutter *cutter, int column)
{
    glp_prob *prob = cutter->solver->prob;
    int m = glp_get_num_rows(prob);
    double most = 0;
    for (int i = 1; i <= m; i++) {
        cutter->multipliers[i] = 0;
    }
    cutter->multipliers[glp_get_col_bind(prob, column)] = 1;
    glp_btran(prob, cutter->multipliers);
    for (int i = 1; i <= m; i++) {
        most = fmax(most, fabs(cutter->multipliers[i]));
    }
    if (!(most > 0 && most < multiplier_most)) {
        return false;
    }
    for (int i = 1; i <= m; i++) {
        if (fabs(cutter->multipliers[i]) < multiplier_dust * most) {
            cutter->multipliers[i] = 0;
        } else {
            add_row(cutter, i, -cutter->multipliers[i]);
        }
    }
    return true;
}

/* Less what the variables' bounds say; false: a variable has no bound. */
static bool find_side(const struct cutter *cutter, double *side)
{
    int m = glp_get_num_rows(cutter->solver->prob);
    *side = 0;
    for (int i = 1; i <= m; i++) {
        if (cutter->multipliers[i] != 0) {
            struct variable variable = row_variable(cutter, i);
            *side -= cutter->multipliers[i] * variable.at;
            if (variable.way == 0) {
                return false;
            }
        }
    }
    for (uint32_t k = 0; k < cutter->n_touched; k++) {
        int j = cutter->touched[k];
        struct variable variable = column_variable(cutter, j);
        *side -= cutter->sums[j] == 0 ? 0 : cutter->sums[j] * variable.at;
        if (variable.way == 0 && cutter->sums[j] != 0) {
            return false;
        }
    }
    return true;
}

/* Of Σ coef · counted = side with a share of `share` beyond a whole number: Σ round · counted ≥ 1.
 */
static double round_up(double coef, bool whole, double share)
{
    if (!whole) {
        return coef > 0 ? coef / share : -coef / (1 - share);
    }
    double its = coef - floor(coef);
    return its <= share ? its / share : (1 - its) / (1 - share);
}

/* Replaces the sum by the cut, in terms of columns. */
static void make_rounded(struct cutter *cutter, double share, double *lower)
{
    int m = glp_get_num_rows(cutter->solver->prob);
    *lower = 1;
    for (uint32_t k = 0; k < cutter->n_touched; k++) {
        int j = cutter->touched[k];
        if (cutter->sums[j] != 0) {
            struct variable variable = column_variable(cutter, j);
            double coef =
                variable.way * round_up(variable.way * cutter->sums[j], variable.whole, share);
            *lower += coef * variable.at;
            cutter->sums[j] = coef;
        }
    }
    for (int i = 1; i <= m; i++) {
        if (cutter->multipliers[i] != 0) {
            struct variable variable = row_variable(cutter, i);
            double coef = variable.way *
                          round_up(variable.way * cutter->multipliers[i], variable.whole, share);
            *lower += coef * variable.at;
            add_row(cutter, i, coef);
        }
    }
}

/* ---- the cut ------------------------------------------------------------------------------- */

/* Takes out what is nothing but rounding, at what it can be at most, and makes the side a little
 * slacker. False: it cannot be trusted. */
static bool clean(struct cutter *cutter, double *lower)
{
    glp_prob *prob = cutter->solver->prob;
    double most = 0, least = DBL_MAX, sum = fabs(*lower);
    uint32_t n = 0;
    for (uint32_t k = 0; k < cutter->n_touched; k++) {
        most = fmax(most, fabs(cutter->sums[cutter->touched[k]]));
    }
    for (uint32_t k = 0; k < cutter->n_touched; k++) {
        int j = cutter->touched[k];
        double coef = cutter->sums[j], size = fabs(coef);
        double bound = coef > 0 ? glp_get_col_ub(prob, j) : glp_get_col_lb(prob, j);
        if (coef != 0 && size < cut_dust * most) {
            *lower -= coef * bound;
            cutter->sums[j] = 0;
        } else if (coef != 0) {
            least = fmin(least, size);
            sum += fmax(size, fabs(coef * glp_get_col_prim(prob, j)));
            n++;
        }
    }
    *lower -= cut_slack * (1 + sum);
    return n > 0 && n <= ENTRIES_MOST && most <= cut_size * least && fabs(*lower) < cut_size * most;
}

static void take(struct cutter *cutter, double lower, struct solver_cut *cut)
{
    glp_prob *prob = cutter->solver->prob;
    struct ilp_entry *entries =
        arena_array(cutter->arena, (size_t)cutter->n_touched + 1, sizeof(*entries));
    double squares = 0, value = 0;
    uint32_t n = 0;
    for (uint32_t k = 0; k < cutter->n_touched; k++) {
        double coef = cutter->sums[cutter->touched[k]];
        squares += coef * coef;
        value += coef * glp_get_col_prim(prob, cutter->touched[k]);
    }
    double norm = sqrt(squares);
    for (uint32_t k = 0; k < cutter->n_touched; k++) {
        int j = cutter->touched[k];
        if (cutter->sums[j] != 0) {
            entries[n++] = (struct ilp_entry){(uint32_t)j - 1, cutter->sums[j] / norm};
        }
    }
    cut->row = (struct solver_row){lower / norm, ILP_OPEN, n, entries};
    cut->depth = (lower - value) / norm;
}

bool solver_cut_make(struct cutter *cutter, uint32_t column, struct solver_cut *cut)
{
    double side = 0, lower = 0;
    bool made = combine(cutter, (int)column + 1) && find_side(cutter, &side) &&
                fabs(side) < multiplier_most;
    double share = side - floor(side);
    made = made && share >= least_share && share <= 1 - least_share;
    if (made) {
        make_rounded(cutter, share, &lower);
        made = clean(cutter, &lower);
    }
    if (made) {
        take(cutter, lower, cut);
    }
    clear(cutter);
    return made;
}
