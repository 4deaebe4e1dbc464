#include "engine/lp_glpk.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* GLPK's environment is this thread's, so its users are counted by thread, too. */
static _Thread_local struct {
    uint32_t users;
    uint64_t generation;
    uint32_t paused; /* how many calls of GLPK are on the stack while others are made */
} environment;

double lp_glpk_clock_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

bool lp_glpk_is_over(const struct lp_guard *guard)
{
    bool stopped = guard->stop != NULL && *guard->stop != 0;
    return stopped || (guard->ends_s > 0 && lp_glpk_clock_s() > guard->ends_s);
}

static int keep_output(void *info, const char *text)
{
    struct lp_guard *guard = info;
    if (!guard->stays && environment.paused == 0 && lp_glpk_is_over(guard)) {
        longjmp(guard->back, LP_BACK_OVER);
    }
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
    struct lp_guard *guard = info;
    longjmp(guard->back, LP_BACK_ERROR);
}

void lp_glpk_enter(struct lp_guard *guard)
{
    guard->length = 0;
    guard->text[0] = '\0';
    guard->generation = environment.generation;
    glp_term_hook(keep_output, guard);
    glp_error_hook(on_error, guard);
    glp_term_out(GLP_ON); /* which leaving one guard while another's problem stands turned off */
}

void lp_glpk_leave(void)
{
    if (environment.users == 0) {
        glp_free_env();
        return;
    }
    glp_error_hook(NULL, NULL);
    glp_term_hook(NULL, NULL);
    glp_term_out(GLP_OFF);
}

void lp_glpk_forget(void)
{
    glp_error_hook(NULL, NULL);
    glp_free_env();
    environment.users = 0;
    environment.generation++;
}

void lp_glpk_pause(void)
{
    environment.paused++;
}

void lp_glpk_resume(struct lp_guard *guard)
{
    environment.paused--;
    bool lost = guard->generation != environment.generation;
    lp_glpk_enter(guard);
    if (lost) {
        (void)snprintf(guard->text, sizeof(guard->text), "memory dropped with another program's");
        longjmp(guard->back, LP_BACK_ERROR);
    }
}

uint64_t lp_glpk_generation(void)
{
    return environment.generation;
}

int lp_glpk_bounds_kind(double lower, double upper)
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
        glp_set_col_bnds(prob, j, lp_glpk_bounds_kind(column->lower, column->upper), column->lower,
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
        glp_set_row_bnds(prob, i, lp_glpk_bounds_kind(row->lower, row->upper), row->lower,
                         row->upper);
        if (named) {
            name_row(prob, i, row);
        }
    }
}

/* GLPK's arrays count from 1. */
static void load_matrix(glp_prob *prob, const struct ilp *ilp)
{
    size_t n = ilp->entries.n + 1;
    if (n > INT_MAX) {
        base_out_of_memory();
    }
    /* In GLPK's own memory, so that a jump to the guard loses nothing. */
    int *rows = glp_alloc((int)n, sizeof(*rows));
    int *columns = glp_alloc((int)n, sizeof(*columns));
    double *coefs = glp_alloc((int)n, sizeof(*coefs));
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
    glp_free(rows);
    glp_free(columns);
    glp_free(coefs);
}

glp_prob *lp_glpk_load(const struct ilp *ilp, bool named)
{
    glp_prob *prob = glp_create_prob();
    environment.users++;
    glp_set_obj_dir(prob, GLP_MIN);
    load_columns(prob, ilp, named);
    load_rows(prob, ilp, named);
    load_matrix(prob, ilp);
    return prob;
}

void lp_glpk_drop(glp_prob *prob)
{
    glp_delete_prob(prob);
    environment.users--;
}
