/* The parts of the prices: candidates, their words, estimates by linear programming. */
#ifndef EXPLAIN_PRICES_H
#define EXPLAIN_PRICES_H

#include "base/vec.h"
#include "confab/prices.h"
#include "core/model.h"

/* For vec.h. Candidates by kind; hours by person. */
struct price_list {
    struct price *v;
    size_t n, cap;
};

/* ---- candidates ---- */

/* Every change that is looked at, unjudged; texts and ids are filled in. `model` is the problem's.
 */
void prices_candidates_list(struct arena *arena, const struct problem *problem,
                            const struct model *model, struct price_list *list);
/* The problem with the change made; never problem_free() it. */
struct problem prices_candidates_apply(struct arena *arena, const struct problem *problem,
                                       const struct price *price);
/* Whether the rule is a demand that somebody made and may take back: hard, but not what nobody can
 * change. */
bool prices_candidates_is_demand(const struct problem *problem, uint32_t rule);
/* Takes every hard strength of the rule: a wish of that weight now. */
void prices_candidates_soften(struct problem *variant, uint32_t rule, int64_t weight);

/* ---- words ---- */

/* Fills in price->text and price->id. */
void prices_words_fill(struct arena *arena, const struct problem *problem, struct price *price);

/* ---- estimates ---- */

struct prices_lp_effort {
    double seconds; /* for each program; ≤ 0: any */
    const atomic_int *stop;
};

/* Estimates `duals` of the candidates, for each of the prices' levels: what the linear relaxation
 * of the base says that they gain. Candidates that allow no new placement, and bind nothing else,
 * become idle. False: the programs are too large, or were not solved; then all estimates are 0. */
bool prices_lp_estimate(const struct problem *problem, const struct model *model,
                        const struct prices_lp_effort *effort, struct prices *prices);

#endif
