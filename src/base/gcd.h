#ifndef BASE_GCD_H
#define BASE_GCD_H

#include <stdint.h>

/* The greatest common divisor, not negative; 0 is a multiple of everything. */
static inline int64_t base_gcd(int64_t a, int64_t b)
{
    while (b != 0) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a < 0 ? -a : a;
}

#endif
