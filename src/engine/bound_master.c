#include "engine/bound_master.h"

#include <stdlib.h>
#include <string.h>

void bound_master_open(struct bound_master *master, struct arena *arena, uint32_t n_items,
                       uint32_t n_classes, const uint32_t *slots, double most, bool tied)
{
    *master = (struct bound_master){.n_items = n_items, .n_classes = n_classes};
    master->prices = arena_array(arena, n_items, sizeof(*master->prices));
    master->bases = arena_array(arena, n_classes, sizeof(*master->bases));
    struct ilp ilp = {.gcd = 1};
    for (uint32_t i = 0; i < n_items; i++) {
        struct ilp_column price = {ILP_UNIT, i, 0, false, -most, most, -1.0};
        vec_push(&ilp.columns, price);
    }
    for (uint32_t c = 0; c < n_classes; c++) {
        double wide = tied && c == 0 ? 0 : most * n_items;
        struct ilp_column base = {ILP_UNIT, n_items, c, false, -wide, wide, -(double)slots[c]};
        vec_push(&ilp.columns, base);
    }
    master->solver = solver_glpk_open(&ilp);
    vec_free(&ilp.columns);
}

void bound_master_close(struct bound_master *master)
{
    solver_glpk_close(master->solver);
    vec_free(&master->sets);
    vec_free(&master->pool);
    vec_free(&master->triples);
    vec_free(&master->slack);
}

void bound_master_add(struct bound_master *master, uint32_t class, const uint32_t *items,
                      uint32_t n, double cost)
{
    struct master_set set = {(uint32_t)master->pool.n, n, class, cost, 0};
    for (uint32_t k = 0; k < n; k++) {
        vec_push(&master->pool, items[k]);
    }
    vec_push(&master->sets, set);
}

uint32_t bound_master_common(const struct pricing_triple *triple, const uint32_t *items, uint32_t n)
{
    uint32_t common = 0;
    for (uint32_t k = 0; k < n; k++) {
        common += items[k] == triple->items[0] || items[k] == triple->items[1] ||
                  items[k] == triple->items[2];
    }
    return common;
}

/* Rows of the sets that are not in the program yet. */
static void add_rows(struct bound_master *master)
{
    VEC(struct ilp_entry) entries = {0};
    for (; master->n_rows < master->sets.n; master->n_rows++) {
        const struct master_set *set = &master->sets.v[master->n_rows];
        const uint32_t *items = master->pool.v + set->first;
        vec_clear(&entries);
        for (uint32_t k = 0; k < set->n; k++) {
            struct ilp_entry entry = {items[k], 1.0};
            vec_push(&entries, entry);
        }
        struct ilp_entry base = {master->n_items + set->class, 1.0};
        vec_push(&entries, base);
        for (uint32_t t = 0; t < master->triples.n; t++) {
            if (bound_master_common(&master->triples.v[t], items, set->n) >= 2) {
                struct ilp_entry penalty = {master->n_items + master->n_classes + t, -1.0};
                vec_push(&entries, penalty);
            }
        }
        struct solver_row row = {-ILP_OPEN, set->cost, (uint32_t)entries.n, entries.v};
        solver_glpk_add_rows(master->solver, &row, 1);
    }
    vec_free(&entries);
}

void bound_master_add_triples(struct bound_master *master, const struct pricing_triple *triples,
                              uint32_t n)
{
    VEC(uint32_t) rows = {0};
    VEC(double) coefs = {0};
    add_rows(master);
    for (uint32_t t = 0; t < n; t++) {
        vec_clear(&rows);
        for (uint32_t s = 0; s < master->sets.n; s++) {
            const struct master_set *set = &master->sets.v[s];
            if (bound_master_common(&triples[t], master->pool.v + set->first, set->n) >= 2) {
                vec_push(&rows, s);
            }
        }
        vec_clear(&coefs);
        for (size_t k = 0; k < rows.n; k++) {
            vec_push(&coefs, -1.0);
        }
        struct solver_column column = {0, ILP_OPEN, 1.0, false, (uint32_t)rows.n, rows.v, coefs.v};
        solver_glpk_add_columns(master->solver, &column, 1);
        vec_push(&master->triples, triples[t]);
        master->triples.v[master->triples.n - 1].penalty = 0;
    }
    vec_free(&rows);
    vec_free(&coefs);
}

double bound_master_reduced(const struct bound_master *master, const struct master_set *set)
{
    const uint32_t *items = master->pool.v + set->first;
    double reduced = set->cost - master->bases[set->class];
    for (uint32_t k = 0; k < set->n; k++) {
        reduced -= master->prices[items[k]];
    }
    for (size_t t = 0; t < master->triples.n; t++) {
        const struct pricing_triple *triple = &master->triples.v[t];
        if (triple->penalty > 0 && bound_master_common(triple, items, set->n) >= 2) {
            reduced += triple->penalty;
        }
    }
    return reduced;
}

static int by_size(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* Above this lies the worse half of the slack sets. */
static double middle_reduced(const struct bound_master *master)
{
    VEC(double) reduced = {0};
    for (size_t s = 0; s < master->n_rows; s++) {
        if (master->slack.v[s]) {
            vec_push(&reduced, bound_master_reduced(master, &master->sets.v[s]));
        }
    }
    double middle = 0;
    if (reduced.n > 0) {
        qsort(reduced.v, reduced.n, sizeof(*reduced.v), by_size);
        middle = reduced.v[reduced.n / 2];
    }
    vec_free(&reduced);
    return middle;
}

void bound_master_drop(struct bound_master *master)
{
    BUG_UNLESS(master->slack.n == master->n_rows);
    double middle = middle_reduced(master);
    VEC(uint32_t) rows = {0};
    uint32_t kept = 0;
    size_t n_pool = 0;
    for (uint32_t s = 0; s < master->sets.n; s++) {
        struct master_set set = master->sets.v[s];
        if (s < master->n_rows && master->slack.v[s] &&
            bound_master_reduced(master, &set) > middle) {
            vec_push(&rows, s);
            continue;
        }
        memmove(master->pool.v + n_pool, master->pool.v + set.first, set.n * sizeof(uint32_t));
        set.first = (uint32_t)n_pool;
        n_pool += set.n;
        master->sets.v[kept++] = set;
    }
    solver_glpk_drop_rows(master->solver, rows.v, (uint32_t)rows.n);
    master->sets.n = kept;
    master->pool.n = n_pool;
    master->n_rows -= rows.n;
    vec_clear(&master->slack);
    vec_free(&rows);
}

static void take_solution(struct bound_master *master, const struct solver_relaxed *relaxed)
{
    const double *columns = relaxed->columns;
    memcpy(master->prices, columns, master->n_items * sizeof(*columns));
    memcpy(master->bases, columns + master->n_items, master->n_classes * sizeof(*columns));
    for (size_t t = 0; t < master->triples.n; t++) {
        double penalty = columns[master->n_items + master->n_classes + t];
        master->triples.v[t].penalty = penalty > 1e-9 ? penalty : 0;
    }
    vec_clear(&master->slack);
    for (size_t s = 0; s < master->n_rows; s++) {
        double share = -relaxed->duals[s];
        master->sets.v[s].share = share > 1e-9 ? share : 0;
        vec_push(&master->slack, relaxed->slack[s]);
    }
    master->value = -relaxed->value;
}

enum solver_status bound_master_solve(struct bound_master *master, const struct solver_hooks *hooks,
                                      const struct solver_effort *effort)
{
    add_rows(master);
    struct solver_relaxed relaxed = solver_glpk_relax(master->solver, hooks, effort);
    if (relaxed.status == SOLVER_OPTIMAL) {
        take_solution(master, &relaxed);
    }
    return relaxed.status;
}
