#include "core/significance.h"

#include <math.h>

/* log of n over k */
static double log_choose(uint32_t n, uint32_t k)
{
    return lgamma((double)n + 1.0) - lgamma((double)k + 1.0) - lgamma((double)(n - k) + 1.0);
}

/* P(X ≥ c) = Σ_x C(a, x) · C(n−a, b−x) / C(n, b): the first summand by its logarithm, the others by
 * the ratio to the one before. */
static double upper_tail(uint32_t n, uint32_t a, uint32_t b, uint32_t c)
{
    uint32_t least = a + b > n ? a + b - n : 0;
    uint32_t most = a < b ? a : b;
    if (c <= least) {
        return 1.0;
    }
    double summand = exp(log_choose(a, c) + log_choose(n - a, b - c) - log_choose(n, b));
    double sum = 0.0;
    for (uint32_t x = c; x <= most; x++) {
        sum += summand;
        summand *= (double)(a - x) / (double)(x + 1);
        summand *= (double)(b - x) / ((double)n - a - b + x + 1.0);
    }
    return sum;
}

bool significance_holds(uint32_t n, uint32_t a, uint32_t b, uint32_t c, int64_t percent)
{
    BUG_UNLESS(a <= n && b <= n && c <= a && c <= b);
    if (percent <= 0 || percent >= 100) {
        return percent <= 0;
    }
    return upper_tail(n, a, b, c) <= (double)(100 - percent) / 100.0;
}
