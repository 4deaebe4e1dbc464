/* Nobody is needed in two places at once, with their pause and the walk between rooms in between.
 *
 * Per person and time t: Σ_e [e covers t when lengthened by the pause] ≤ 1; and where a walk takes longer than
 * the pause, per ordered pair (i, j), room a and time t:
 * [i in a covers t] + Σ_b [j in b covers t when lengthened in front by walk(a, b)] ≤ 1. */
#include "rules/findings.h"
#include "rules/keys.h"
#include "rules/table.h"
#include "rules/terms.h"

static const struct rule_param PARAMS[] = {KEYS_PER("pair")};
static const struct rule_key KEYS[] = {
    {"pause", RULE_ON_PERSON, VALUE_MINUTES, "minutes between two events of the person"},
};

VEC_DECLARE_PLACEHOLDER
