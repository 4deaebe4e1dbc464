#include "engine/bound_triples.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_OF_ITEM = 5 };

/* Worth a cut. */
static const double LEAST_EXCESS = 0.02;

struct broken {
    uint32_t items[3];
    double excess; /* Σ shares of the sets that hold two or more, less 1 */
};

struct finder {
    const struct bound_master *master;
    uint32_t n;
    double *together; /* [n·n] Σ shares of the sets that hold both */
    uint32_t *active; /* sets with a share … */
    uint32_t n_active;
    bool *holds; /* [active · n] … and what they hold */
    VEC(struct broken) broken;
};

static void find_together(struct finder *finder)
{
    for (uint32_t a = 0; a < finder->n_active; a++) {
        const struct master_set *set = &finder->master->sets.v[finder->active[a]];
        const uint32_t *items = finder->master->pool.v + set->first;
        for (uint32_t k = 0; k < set->n; k++) {
            finder->holds[(size_t)a * finder->n + items[k]] = true;
            for (uint32_t l = 0; l < set->n; l++) {
                finder->together[(size_t)items[k] * finder->n + items[l]] += set->share;
            }
        }
    }
}

static double share_of_all(const struct finder *finder, uint32_t i, uint32_t j, uint32_t k)
{
    double share = 0;
    for (uint32_t a = 0; a < finder->n_active; a++) {
        const bool *holds = finder->holds + (size_t)a * finder->n;
        if (holds[i] && holds[j] && holds[k]) {
            share += finder->master->sets.v[finder->active[a]].share;
        }
    }
    return share;
}

static bool is_known(const struct bound_master *master, const uint32_t *items)
{
    for (size_t t = 0; t < master->triples.n; t++) {
        if (bound_master_common(&master->triples.v[t], items, 3) == 3) {
            return true;
        }
    }
    return false;
}

static void check_triple(struct finder *finder, uint32_t i, uint32_t j, uint32_t k, double pairs)
{
    double excess = pairs - 2 * share_of_all(finder, i, j, k) - 1;
    struct broken broken = {{i, j, k}, excess};
    if (excess > LEAST_EXCESS && !is_known(finder->master, broken.items)) {
        vec_push(&finder->broken, broken);
    }
}

static void check_all(struct finder *finder)
{
    uint32_t n = finder->n;
    for (uint32_t i = 0; i < n; i++) {
        const double *of_i = finder->together + (size_t)i * n;
        for (uint32_t j = i + 1; j < n; j++) {
            const double *of_j = finder->together + (size_t)j * n;
            for (uint32_t k = j + 1; k < n; k++) {
                double pairs = of_i[j] + of_i[k] + of_j[k];
                if (pairs > 1 + LEAST_EXCESS) {
                    check_triple(finder, i, j, k, pairs);
                }
            }
        }
    }
}

static int by_excess(const void *a, const void *b)
{
    const struct broken *x = a, *y = b;
    if (x->excess != y->excess) {
        return x->excess > y->excess ? -1 : 1;
    }
    return memcmp(x->items, y->items, sizeof(x->items));
}

static uint32_t choose(const struct finder *finder, uint32_t *uses, struct pricing_triple *triples,
                       uint32_t most)
{
    uint32_t n = 0;
    for (size_t b = 0; b < finder->broken.n && n < most; b++) {
        const uint32_t *items = finder->broken.v[b].items;
        bool used = false;
        for (int k = 0; k < 3; k++) {
            used = used || uses[items[k]] >= MOST_OF_ITEM;
        }
        if (used) {
            continue;
        }
        for (int k = 0; k < 3; k++) {
            uses[items[k]]++;
            triples[n].items[k] = items[k];
        }
        triples[n++].penalty = 0;
    }
    return n;
}

uint32_t bound_triples_find(const struct bound_master *master, struct pricing_triple *triples,
                            uint32_t most)
{
    struct arena arena = ARENA_EMPTY;
    uint32_t n = master->n_items;
    struct finder finder = {.master = master, .n = n};
    finder.active = arena_array(&arena, master->sets.n, sizeof(uint32_t));
    for (uint32_t s = 0; s < master->sets.n; s++) {
        if (master->sets.v[s].share > 0) {
            finder.active[finder.n_active++] = s;
        }
    }
    finder.together = arena_array(&arena, (size_t)n * n, sizeof(double));
    finder.holds = arena_array(&arena, (size_t)finder.n_active * n, sizeof(bool));
    find_together(&finder);
    check_all(&finder);
    if (finder.broken.n > 0) {
        qsort(finder.broken.v, finder.broken.n, sizeof(*finder.broken.v), by_excess);
    }
    uint32_t *uses = arena_array(&arena, n, sizeof(*uses));
    uint32_t found = choose(&finder, uses, triples, most);
    vec_free(&finder.broken);
    arena_free(&arena);
    return found;
}
