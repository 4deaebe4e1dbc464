/* Whether two things go together more often than chance alone would have it. A plain fact of
 * counts: both halves of a rule may ask. */
#ifndef CORE_SIGNIFICANCE_H
#define CORE_SIGNIFICANCE_H

#include "confab/base.h"

/* Of n people, a want one thing, b another, and both are wanted by c; a, b ≤ n, c ≤ a, b. Were the
 * two independent, c would follow the hypergeometric distribution. True: c or more would then turn
 * up with a probability of at most 1 − percent/100 (Fisher's exact test, one-sided). percent 0:
 * always; 100 and more: never. */
bool significance_holds(uint32_t n, uint32_t a, uint32_t b, uint32_t c, int64_t percent);

#endif
