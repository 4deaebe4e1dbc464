#include "engine/solver_glpk.h"

#include "engine/lp_glpk.h"

struct watch {
    const struct solver_limits *limits;
    struct lp_guard *guard;
    double bound;
    double incumbent; /* the best value, GLPK's or the known one; ILP_OPEN: none */
    int64_t nodes;
    int64_t gcd;
    bool enough; /* as far as who watches is concerned */
};

/* Once the bound is so near that no multiple of the costs' gcd lies between, the incumbent is
 * optimal. */
static bool is_proven(const struct watch *watch)
{
    return watch->incumbent < ILP_OPEN &&
           watch->incumbent - watch->bound < (double)watch->gcd - 1e-6 * (1.0 + watch->bound);
}

static void watch_tree(glp_tree *tree, void *info)
{
    struct watch *watch = info;
    glp_prob *prob = glp_ios_get_prob(tree);
    int best = glp_ios_best_node(tree);
    if (best != 0) {
        double bound = glp_ios_node_bound(tree, best);
        watch->bound = bound > watch->bound ? bound : watch->bound;
    }
    int in_tree;
    glp_ios_tree_size(tree, NULL, NULL, &in_tree);
    watch->nodes = in_tree;
    watch->guard->stays = glp_mip_status(prob) == GLP_FEAS;
    if (watch->guard->stays && glp_mip_obj_val(prob) < watch->incumbent) {
        watch->incumbent = glp_mip_obj_val(prob);
    }
    if (watch->limits->progress != NULL && glp_ios_reason(tree) == GLP_IPREPRO) {
        lp_glpk_pause();
        watch->enough =
            !watch->limits->progress(watch->incumbent < ILP_OPEN, watch->incumbent, watch->bound,
                                     watch->nodes, watch->limits->progress_context);
        lp_glpk_resume(watch->guard);
    }
    bool stopped = watch->limits->stop != NULL && *watch->limits->stop != 0;
    double gap = watch->limits->gap;
    bool near = gap > 0 && watch->incumbent < ILP_OPEN &&
                watch->incumbent - watch->bound <= gap * fabs(watch->incumbent);
    bool worked = watch->limits->nodes > 0 && watch->nodes > watch->limits->nodes;
    if (stopped || near || worked || watch->enough || is_proven(watch)) {
        glp_ios_terminate(tree);
    }
}

static void set_parameters(glp_iocp *parameters, struct watch *watch)
{
    const struct solver_limits *limits = watch->limits;
    glp_init_iocp(parameters);
    parameters->msg_lev = GLP_MSG_ALL; /* kept, not shown: see lp_glpk.h */
    parameters->out_frq = 200;
    parameters->out_dly = 0;
    parameters->presolve = GLP_ON;
    parameters->cb_func = watch_tree;
    parameters->cb_info = watch;
    parameters->mip_gap = limits->gap;
    parameters->br_tech = limits->pseudocosts ? GLP_BR_PCH : GLP_BR_DTH;
    if (limits->seconds > 0) {
        double ms = limits->seconds * 1000.0;
        parameters->tm_lim = ms < 1.0 ? 1 : ms > 2e9 ? 2000000000 : (int)ms;
    }
}

static void take_solution(struct solver_result *result, struct arena *arena, glp_prob *prob,
                          const struct ilp *ilp)
{
    result->value = glp_mip_obj_val(prob);
    result->columns = arena_array(arena, ilp->columns.n, sizeof(double));
    for (size_t c = 0; c < ilp->columns.n; c++) {
        result->columns[c] = glp_mip_col_val(prob, (int)c + 1);
    }
}

/* GLPK says "infeasible" in several ways (measured on 5.0): return codes 10 and 11 under the
 * presolver, 12 or an undefined status without it. */
static void read_outcome(struct solver_result *result, struct arena *arena, glp_prob *prob,
                         const struct ilp *ilp, const struct watch *watch, int code)
{
    int status = glp_mip_status(prob);
    result->nodes = watch->nodes;
    result->bound = watch->bound;
    result->value = watch->incumbent;
    bool solved = status == GLP_OPT || status == GLP_FEAS;
    if (solved) {
        take_solution(result, arena, prob, ilp);
    }
    if ((status == GLP_OPT && code == 0) || is_proven(watch)) {
        result->status = SOLVER_OPTIMAL;
    } else if (solved) {
        result->status = SOLVER_FEASIBLE;
    } else if (code == GLP_ENOPFS || (code == 0 && status == GLP_NOFEAS)) {
        result->status = SOLVER_INFEASIBLE;
    } else if (code == GLP_ETMLIM || code == GLP_ESTOP) {
        result->status = SOLVER_LIMIT;
    } else {
        result->status = SOLVER_FAILED;
        result->message = arena_print(arena, "GLPK stopped with code %d, status %d", code, status);
    }
}

/* Where longjmp() brings us: nothing is left of GLPK's work but the bound. */
static struct solver_result give_up(struct arena *arena, const struct lp_guard *guard,
                                    const struct watch *watch, int why)
{
    struct solver_result result = {
        .status = why == LP_BACK_OVER ? SOLVER_LIMIT : SOLVER_FAILED,
        .value = watch->incumbent,
        .bound = watch->bound,
        .nodes = watch->nodes,
    };
    if (why == LP_BACK_ERROR) {
        result.message = arena_print(arena, "GLPK: %s", guard->text);
    }
    lp_glpk_forget();
    return result;
}

struct solver_result solver_glpk_solve(struct arena *arena, const struct ilp *ilp,
                                       const struct solver_limits *limits)
{
    struct lp_guard guard = {
        .stop = limits->stop,
        .ends_s = limits->seconds > 0 ? lp_glpk_clock_s() + limits->seconds : 0,
    };
    struct watch watch = {
        .limits = limits,
        .guard = &guard,
        .bound = -ILP_OPEN,
        .incumbent = limits->has_known ? limits->known : ILP_OPEN,
        .gcd = ilp->gcd,
    };
    lp_glpk_enter(&guard);
    int why = setjmp(guard.back);
    if (why != 0) {
        return give_up(arena, &guard, &watch, why);
    }
    glp_prob *prob = lp_glpk_load(ilp, false);
    glp_iocp parameters;
    set_parameters(&parameters, &watch);
    int code = glp_intopt(prob, &parameters);
    struct solver_result result = {.status = SOLVER_FAILED, .bound = -ILP_OPEN};
    read_outcome(&result, arena, prob, ilp, &watch, code);
    lp_glpk_drop(prob);
    lp_glpk_leave();
    return result;
}

bool solver_glpk_write(const struct ilp *ilp, bool as_mps, const char *path)
{
    struct lp_guard guard = {.stays = true};
    lp_glpk_enter(&guard);
    if (setjmp(guard.back) != 0) {
        lp_glpk_forget();
        return false;
    }
    glp_prob *prob = lp_glpk_load(ilp, true);
    int failed =
        as_mps ? glp_write_mps(prob, GLP_MPS_FILE, NULL, path) : glp_write_lp(prob, NULL, path);
    lp_glpk_drop(prob);
    lp_glpk_leave();
    return failed == 0;
}
