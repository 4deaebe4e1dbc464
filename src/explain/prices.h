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

/* ---- savings ---- */

/* The base's timetable may do for the variant too, and be better than what was found for it in the
 * time: then its figures stand in the result's levels. Bounds stay: at the first level with a lower
 * value nothing was proven, nor behind it. False: there is no timetable at all. */
bool prices_saving_take_base(const struct prices *prices, const struct problem *variant,
                             struct solve_result *result);
/* A timetable of a variant may do for the base too, and be better than the base's: then it is the
 * base's, with its figures. */
void prices_saving_improve_base(struct prices *prices, const struct problem *problem,
                                const struct solve_result *result);
/* Whether the change leaves every timetable one that costs no more. Not where rooms are ranked by
 * their seats: another room may change the others' ranks. */
bool prices_saving_only_allows_more(const struct problem *problem, enum price_kind kind);
/* Fills in the price's saving, from the prices' base and the result with the change made; levels
 * that only one of them has are 0 in the other. `only_more`: the optimum cannot rise. */
void prices_saving_compare(struct prices *prices, bool only_more, struct price *price,
                           const struct solve_result *result);
/* Tried, and proven to save nothing at any level. */
bool prices_saving_is_none(const struct price *price);
/* Whether something is sure to be saved, or was in what was found: at the first level that is not
 * proven to stay. */
bool prices_saving_is_known(const struct price *price);
/* The first level that is not proven to stay; name NULL: there is none, or it was not tried. */
struct price_level prices_saving_limit(const struct price *price);
/* Ascending by what they save, most first: < 0, 0, > 0. */
int prices_saving_order(const struct price *x, const struct price *y);

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
