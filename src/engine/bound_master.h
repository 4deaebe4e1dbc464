/* The linear program over sets of bound_pairs.h, in its dual form, so that a set is a row:
 *
 *     greatest  Σ price[i] + Σ slots[c] · base[c] − Σ penalty[t]
 *     for every set S of a class c:  Σ_{i in S} price[i] + base[c] − Σ_{t: |S ∩ t| ≥ 2} penalty[t]
 *                                    ≤ cost(S)
 *
 * The dual values of the rows are the shares of the sets: a fractional timetable. Costs are in
 * units, see bound_pairs.c. */
#ifndef ENGINE_BOUND_MASTER_H
#define ENGINE_BOUND_MASTER_H

#include "base/vec.h"
#include "engine/pricing.h"
#include "engine/solver_glpk.h"

struct master_set {
    uint32_t first, n; /* items, in the pool */
    uint32_t class;
    double cost;
    double share; /* of the last solution */
};

struct bound_master {
    uint32_t n_items, n_classes;
    struct solver_glpk *solver;
    VEC(struct master_set) sets; /* row i of the program is set i */
    VEC(uint32_t) pool;
    size_t n_rows; /* sets that are in the program already */
    VEC(struct pricing_triple) triples;
    double *prices; /* [items] */
    double *bases;  /* [classes] */
    double value;
    VEC(bool) slack; /* [rows] of the last solution */
};

/* slots[c] is how many slots a class has. Prices are kept between -most and most. `tied`: all sets
 * have the sizes of their classes, so that prices can be shifted against bases: base 0 is 0 then.
 */
void bound_master_open(struct bound_master *master, struct arena *arena, uint32_t n_items,
                       uint32_t n_classes, const uint32_t *slots, double most, bool tied);
void bound_master_close(struct bound_master *master);

/* A set for the next solution. */
void bound_master_add(struct bound_master *master, uint32_t class, const uint32_t *items,
                      uint32_t n, double cost);
/* A triple; there is no such one yet. Its penalty is 0 until the next solution. */
void bound_master_add_triples(struct bound_master *master, const struct pricing_triple *triples,
                              uint32_t n);
/* What a set costs above its prices in the last solution: below 0, it would improve it. */
double bound_master_reduced(const struct bound_master *master, const struct master_set *set);
/* Forgets the worse half of the sets that are of no use in the last solution. */
void bound_master_drop(struct bound_master *master);

/* Prices, bases, penalties and shares anew. */
enum solver_status bound_master_solve(struct bound_master *master, const struct solver_hooks *hooks,
                                      const struct solver_effort *effort);

/* How many of the triple's items are among the `n` items. */
uint32_t bound_master_common(const struct pricing_triple *triple, const uint32_t *items,
                             uint32_t n);

#endif
