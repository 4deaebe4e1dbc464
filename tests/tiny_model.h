/* Random tiny models, built directly, with every shape of run, timeline and term, and all their
 * selections. */
#ifndef TESTS_TINY_MODEL_H
#define TESTS_TINY_MODEL_H

#include "base/rng.h"
#include "core/model.h"

enum { TINY_CHOICES = 4, TINY_RULES = 3, TINY_TICK = 15, TINY_ROOMS = 2 };

/* What all of them are models of. */
const struct problem *tiny_model_problem(void);

/* Fills in *model, which the caller frees: at most TINY_CHOICES choices, whose starts are between
 * TINY_TICK and 20 · TINY_TICK, in rooms 0 … TINY_ROOMS - 1 or off-site. */
void tiny_model_build(struct model *model, struct rng *rng);

/* How many selections there are, and the one of a number, chosen[choices]. */
uint32_t tiny_model_count(const struct model *model);
void tiny_model_select(const struct model *model, uint32_t number, struct placement *chosen);

/* The sum of rule_broken. */
uint32_t tiny_model_broken(const struct model_score *score);
/* Whether a costs less than b, level by level: 1; more: -1; the same: 0. */
int tiny_model_compare(const struct model *model, const int64_t *a, const int64_t *b);
/* The least level costs, least[levels], of all selections that break nothing; false: there is none.
 */
bool tiny_model_best(const struct model *model, int64_t *least);

#endif
