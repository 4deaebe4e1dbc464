/* Cuts of GLPK's, as rows of the program. */
#include "engine/solver_glpk.h"

#include "engine/lp_glpk.h"

static const double cut_slack = 1e-9; /* of a cut's side, for each unit of its coefficients */
static const double cut_dust = 1e-10; /* of the largest coefficient: what is nothing */
static const double cut_size = 1e7; /* of the largest coefficient to the smallest: no cuts beyond */

struct cutting {
    struct ilp *ilp;
    struct solver_cuts cuts;
    int *index;
    double *coef;
};

/* Coefficients that are nothing but rounding are taken out, and the sides are a little slacker than
 * they were found. */
static void take_row(struct cutting *cutting, glp_prob *prob, int i)
{
    struct ilp *ilp = cutting->ilp;
    int n = glp_get_mat_row(prob, i, cutting->index, cutting->coef);
    struct ilp_row row = {.kind = ILP_ROW_TERM, .of = 0, .first = (uint32_t)ilp->entries.n};
    double sum = 0, dust = 0, least = ILP_OPEN, most = 0;
    for (int k = 1; k <= n; k++) {
        most = fmax(most, fabs(cutting->coef[k]));
    }
    for (int k = 1; k <= n; k++) {
        const struct ilp_column *column = &ilp->columns.v[cutting->index[k] - 1];
        double size = fabs(cutting->coef[k]);
        double part = size * fmax(fabs(column->lower), fabs(column->upper));
        if (size < cut_dust * most) {
            dust += part;
            continue;
        }
        sum += fmax(size, part);
        least = fmin(least, size);
        struct ilp_entry entry = {(uint32_t)cutting->index[k] - 1, cutting->coef[k]};
        vec_push(&ilp->entries, entry);
    }
    row.n = (uint32_t)ilp->entries.n - row.first;
    if (row.n == 0 || most > cut_size * least || !(sum + dust < ILP_OPEN)) {
        ilp->entries.n = row.first;
        return;
    }
    int kind = glp_get_row_type(prob, i);
    double slack = dust + cut_slack * (1.0 + sum);
    row.lower = kind == GLP_LO || kind == GLP_FX ? glp_get_row_lb(prob, i) - slack : -ILP_OPEN;
    row.upper = kind == GLP_UP || kind == GLP_FX ? glp_get_row_ub(prob, i) + slack : ILP_OPEN;
    vec_push(&ilp->rows, row);
    cutting->cuts.n++;
}

/* The root's relaxation with all its cuts is there when it is asked what to branch upon. */
static void watch_root(glp_tree *tree, void *info)
{
    struct cutting *cutting = info;
    if (glp_ios_reason(tree) != GLP_IBRANCH) {
        return;
    }
    glp_prob *prob = glp_ios_get_prob(tree);
    cutting->cuts.bound = glp_get_obj_val(prob);
    for (int i = 1; i <= glp_get_num_rows(prob); i++) {
        glp_attr attr;
        glp_ios_row_attr(tree, i, &attr);
        if (attr.origin == GLP_RF_CUT && glp_get_row_stat(prob, i) != GLP_BS) {
            take_row(cutting, prob, i);
        }
    }
    glp_ios_terminate(tree);
}

static int solve_root(struct cutting *cutting, glp_prob *prob)
{
    glp_smcp simplex;
    glp_init_smcp(&simplex);
    simplex.msg_lev = GLP_MSG_ALL;
    glp_iocp parameters;
    glp_init_iocp(&parameters);
    parameters.msg_lev = GLP_MSG_ALL; /* kept, not shown: see lp_glpk.h */
    parameters.gmi_cuts = parameters.mir_cuts = GLP_ON;
    parameters.cov_cuts = parameters.clq_cuts = GLP_ON;
    parameters.cb_func = watch_root;
    parameters.cb_info = cutting;
    glp_adv_basis(prob, 0);
    int code = glp_simplex(prob, &simplex);
    if (code != 0) {
        return code;
    }
    int status = glp_get_status(prob);
    if (status == GLP_NOFEAS || status == GLP_INFEAS) {
        cutting->cuts.status = status == GLP_NOFEAS ? SOLVER_INFEASIBLE : SOLVER_FAILED;
        return 0;
    }
    code = glp_intopt(prob, &parameters);
    status = glp_mip_status(prob);
    if (code == 0 && status == GLP_OPT) {
        cutting->cuts.status = SOLVER_OPTIMAL;
        cutting->cuts.bound = glp_mip_obj_val(prob);
    } else if (code == 0 && (status == GLP_NOFEAS || status == GLP_UNDEF)) {
        cutting->cuts.status = SOLVER_INFEASIBLE;
    } else if (code == GLP_ESTOP) {
        cutting->cuts.status = SOLVER_LIMIT;
        return 0;
    }
    return code;
}

struct solver_cuts solver_glpk_cut(struct ilp *ilp, const atomic_int *stop)
{
    struct cutting cutting = {.ilp = ilp, .cuts = {.status = SOLVER_FAILED, .bound = -ILP_OPEN}};
    struct lp_guard guard = {.stop = stop};
    lp_glpk_enter(&guard);
    int why = setjmp(guard.back);
    if (why != 0) {
        lp_glpk_forget();
        cutting.cuts.status = SOLVER_FAILED;
        return cutting.cuts;
    }
    glp_prob *prob = lp_glpk_load(ilp, false);
    size_t n = ilp->columns.n + 1;
    cutting.index = glp_alloc((int)n, sizeof(*cutting.index));
    cutting.coef = glp_alloc((int)n, sizeof(*cutting.coef));
    (void)solve_root(&cutting, prob);
    glp_free(cutting.index);
    glp_free(cutting.coef);
    lp_glpk_drop(prob);
    lp_glpk_leave();
    return cutting.cuts;
}
