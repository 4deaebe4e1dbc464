#include "engine/solver_glpk.h"

#include <glpk.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { BACK_ERROR = 1, BACK_OVER };

/* GLPK ends in its error hook when it is misused or out of memory; we come back from there. While
 * it solves a large linear program it asks nobody whether to go on, but prints now and then: an
 * interrupt or the end of the time takes us back from there too. */
struct guard {
    jmp_buf back;
    const volatile int *stop; /* NULL: do not look */
    double ends_s;            /* 0: never */
    bool has_solution;        /* GLPK's own: then only the callback, which keeps it, may end */
    char text[200];
    size_t length;
    struct arena arena; /* of solver_glpk_write() */
};

static double clock_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void leave_if_over(struct guard *guard)
{
    bool stopped = guard->stop != NULL && *guard->stop != 0;
    bool late = guard->ends_s > 0 && clock_s() > guard->ends_s;
    if ((stopped || late) && !guard->has_solution) {
        longjmp(guard->back, BACK_OVER);
    }
}

static int keep_output(void *info, const char *text)
{
    struct guard *guard = info;
    leave_if_over(guard);
    size_t room = sizeof(guard->text) - 1 - guard->length;
    size_t length = strlen(text);
    if (length > room) {
        guard->length = 0;
        room = sizeof(guard->text) - 1;
        length = length > room ? room : length;
    }
    memcpy(guard->text + guard->length, text, length);
    guard->length += length;
    guard->text[guard->length] = '\0';
    return 1;
}

static void on_error(void *info)
{
    struct guard *guard = info;
    longjmp(guard->back, BACK_ERROR);
}

/* After an error GLPK's memory cannot be trusted: all of it is dropped. */
static void forget_glpk(void)
{
    glp_error_hook(NULL, NULL);
    glp_free_env();
}

static int bounds_kind(double lower, double upper)
{
    if (lower == -ILP_OPEN) {
        return upper == ILP_OPEN ? GLP_FR : GLP_UP;
    }
    if (upper == ILP_OPEN) {
        return GLP_LO;
    }
    return lower == upper ? GLP_FX : GLP_DB;
}

static void name_column(glp_prob *prob, int j, const struct ilp_column *column)
{
    static const char letters[] = {'x', 'o', 'y', 'u', 'z'};
    char name[40];
    snprintf(name, sizeof(name), column->kind == ILP_OUT ? "%c%u" : "%c%u_%u",
             letters[column->kind], (unsigned)column->a, (unsigned)column->b);
    glp_set_col_name(prob, j, name);
}

static void name_row(glp_prob *prob, int i, const struct ilp_row *row)
{
    static const char *const words[] = {"one", "start", "term", "level"};
    char name[40];
    snprintf(name, sizeof(name), "%s%u_%d", words[row->kind], (unsigned)row->of, i);
    glp_set_row_name(prob, i, name);
}

static void load_columns(glp_prob *prob, const struct ilp *ilp, bool named)
{
    if (ilp->columns.n > 0) {
        glp_add_cols(prob, (int)ilp->columns.n);
    }
    for (size_t c = 0; c < ilp->columns.n; c++) {
        const struct ilp_column *column = &ilp->columns.v[c];
        int j = (int)c + 1;
        /* Before the bounds: GLP_BV would set its own. */
        glp_set_col_kind(prob, j, column->integer ? GLP_IV : GLP_CV);
        glp_set_col_bnds(prob, j, bounds_kind(column->lower, column->upper), column->lower,
                         column->upper);
        glp_set_obj_coef(prob, j, column->objective);
        if (named) {
            name_column(prob, j, column);
        }
    }
}

static void load_rows(glp_prob *prob, const struct ilp *ilp, bool named)
{
    if (ilp->rows.n > 0) {
        glp_add_rows(prob, (int)ilp->rows.n);
    }
    for (size_t r = 0; r < ilp->rows.n; r++) {
        const struct ilp_row *row = &ilp->rows.v[r];
        int i = (int)r + 1;
        glp_set_row_bnds(prob, i, bounds_kind(row->lower, row->upper), row->lower, row->upper);
        if (named) {
            name_row(prob, i, row);
        }
    }
}

/* GLPK's arrays count from 1. */
static void load_matrix(glp_prob *prob, struct arena *arena, const struct ilp *ilp)
{
    size_t n = ilp->entries.n + 1;
    int *rows = arena_array(arena, n, sizeof(*rows));
    int *columns = arena_array(arena, n, sizeof(*columns));
    double *coefs = arena_array(arena, n, sizeof(*coefs));
    int at = 0;
    for (size_t r = 0; r < ilp->rows.n; r++) {
        const struct ilp_row *row = &ilp->rows.v[r];
        for (uint32_t e = row->first; e < row->first + row->n; e++) {
            at++;
            rows[at] = (int)r + 1;
            columns[at] = (int)ilp->entries.v[e].column + 1;
            coefs[at] = ilp->entries.v[e].coef;
        }
    }
    glp_load_matrix(prob, at, rows, columns, coefs);
}

static glp_prob *load(struct arena *arena, const struct ilp *ilp, bool named)
{
    glp_prob *prob = glp_create_prob();
    glp_set_obj_dir(prob, GLP_MIN);
    load_columns(prob, ilp, named);
    load_rows(prob, ilp, named);
    load_matrix(prob, arena, ilp);
    return prob;
}

struct watch {
    const struct solver_limits *limits;
    struct guard *guard;
    double bound;
    double incumbent; /* the best value, GLPK's or the known one; ILP_OPEN: none */
    int64_t nodes;
    int64_t gcd;
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
    watch->guard->has_solution = glp_mip_status(prob) == GLP_FEAS;
    if (watch->guard->has_solution && glp_mip_obj_val(prob) < watch->incumbent) {
        watch->incumbent = glp_mip_obj_val(prob);
    }
    if (watch->limits->progress != NULL) {
        watch->limits->progress(watch->incumbent < ILP_OPEN, watch->incumbent, watch->bound,
                                watch->nodes, watch->limits->progress_context);
    }
    bool stopped = watch->limits->stop != NULL && *watch->limits->stop != 0;
    double gap = watch->limits->gap;
    bool near = gap > 0 && watch->incumbent < ILP_OPEN &&
                watch->incumbent - watch->bound <= gap * fabs(watch->incumbent);
    if (stopped || near || is_proven(watch)) {
        glp_ios_terminate(tree);
    }
}

static void set_parameters(glp_iocp *parameters, struct watch *watch)
{
    const struct solver_limits *limits = watch->limits;
    glp_init_iocp(parameters);
    parameters->msg_lev = GLP_MSG_ALL; /* kept, not shown: see leave_if_over() */
    parameters->out_frq = 200;
    parameters->out_dly = 0;
    parameters->presolve = GLP_ON;
    parameters->cb_func = watch_tree;
    parameters->cb_info = watch;
    parameters->mip_gap = limits->gap;
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
static struct solver_result give_up(struct arena *arena, const struct guard *guard,
                                    const struct watch *watch, int why)
{
    struct solver_result result = {
        .status = why == BACK_OVER ? SOLVER_LIMIT : SOLVER_FAILED,
        .value = watch->incumbent,
        .bound = watch->bound,
        .nodes = watch->nodes,
    };
    if (why == BACK_ERROR) {
        result.message = arena_print(arena, "GLPK: %s", guard->text);
    }
    forget_glpk();
    return result;
}

struct solver_result solver_glpk_solve(struct arena *arena, const struct ilp *ilp,
                                       const struct solver_limits *limits)
{
    struct guard guard = {
        .stop = limits->stop,
        .ends_s = limits->seconds > 0 ? clock_s() + limits->seconds : 0,
    };
    struct watch watch = {
        .limits = limits,
        .guard = &guard,
        .bound = -ILP_OPEN,
        .incumbent = limits->has_known ? limits->known : ILP_OPEN,
        .gcd = ilp->gcd,
    };
    glp_term_hook(keep_output, &guard);
    int why = setjmp(guard.back);
    if (why != 0) {
        return give_up(arena, &guard, &watch, why);
    }
    glp_error_hook(on_error, &guard);
    glp_prob *prob = load(arena, ilp, false);
    glp_iocp parameters;
    set_parameters(&parameters, &watch);
    int code = glp_intopt(prob, &parameters);
    struct solver_result result = {.status = SOLVER_FAILED, .bound = -ILP_OPEN};
    read_outcome(&result, arena, prob, ilp, &watch, code);
    glp_delete_prob(prob);
    glp_error_hook(NULL, NULL);
    glp_free_env();
    return result;
}

bool solver_glpk_write(const struct ilp *ilp, bool as_mps, const char *path)
{
    struct guard guard = {.length = 0};
    glp_term_hook(keep_output, &guard);
    if (setjmp(guard.back) != 0) {
        forget_glpk();
        arena_free(&guard.arena);
        return false;
    }
    glp_error_hook(on_error, &guard);
    glp_prob *prob = load(&guard.arena, ilp, true);
    int failed =
        as_mps ? glp_write_mps(prob, GLP_MPS_FILE, NULL, path) : glp_write_lp(prob, NULL, path);
    glp_delete_prob(prob);
    glp_error_hook(NULL, NULL);
    glp_free_env();
    arena_free(&guard.arena);
    return failed == 0;
}
