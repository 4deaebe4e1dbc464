#include "engine/verify.h"

#include "core/rule.h"

#include <inttypes.h>

const char *verify_agreement(struct arena *arena, const struct model *model,
                             const struct model_score *believed, const struct score *found)
{
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        const char *id = rule_table_at(r)->id;
        if (believed->rule_cost[r] != found->rules[r].cost) {
            return arena_print(
                arena, "rule '%s' costs %" PRId64 " in the model and %" PRId64 " in the audit", id,
                believed->rule_cost[r], found->rules[r].cost);
        }
        if ((believed->rule_broken[r] > 0) != (found->rules[r].hard > 0)) {
            return arena_print(arena, "rule '%s' is broken only in the %s", id,
                               believed->rule_broken[r] > 0 ? "model" : "audit");
        }
    }
    for (uint32_t k = 0; k < model->levels.n; k++) {
        if (believed->level_cost[k] != found->level_cost[k]) {
            return arena_print(
                arena, "level '%s' costs %" PRId64 " in the model and %" PRId64 " in the audit",
                model->levels.v[k].name, believed->level_cost[k], found->level_cost[k]);
        }
    }
    return NULL;
}
