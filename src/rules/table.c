#include "rules/table.h"

#include <string.h>

static const struct rule *const table[] = {
#define RULE(name) &rule_##name,
#include "rules/rules.def"
#undef RULE
};

uint32_t rule_table_count(void)
{
    return (uint32_t)BASE_COUNT(table);
}

const struct rule *rule_table_at(uint32_t index)
{
    BUG_UNLESS(index < BASE_COUNT(table));
    return table[index];
}

uint32_t rule_table_find(const char *id)
{
    for (uint32_t i = 0; i < BASE_COUNT(table); i++) {
        if (strcmp(table[i]->id, id) == 0) {
            return i;
        }
    }
    return ID_NONE;
}

bool rule_counts(const struct problem *problem, uint32_t r)
{
    const struct rule *rule = table[r];
    bool any = rule->concerns == NULL;
    if (problem->settings == NULL || problem->settings[r].strength.kind != STRENGTH_SOFT) {
        return false;
    }
    for (uint32_t e = 0; e < problem->n_events && !any; e++) {
        any = !problem->events[e].fixed && rule->concerns(problem, (struct event_id){e});
    }
    return any;
}

uint32_t rule_level_of(const struct levels *levels, uint32_t rule)
{
    uint32_t index = levels_find(levels, table[rule]->level);
    return index == ID_NONE ? levels->soft : index;
}

bool rule_is_strict(const struct problem *problem, const char *id)
{
    const struct rule_setting *setting = &problem->settings[rule_table_find(id)];
    return setting->strength.kind == STRENGTH_HARD && setting->spared == NULL &&
           setting->n_waivers == 0 && setting->spared_people == NULL &&
           setting->spared_rooms == NULL;
}

bool rule_about_pairs(const struct rule_setting *setting)
{
    (void)setting;
    return true;
}

bool rule_about_overlaps(const struct rule_setting *setting)
{
    const struct value *per = attrs_find(&setting->params, "per");
    return per == NULL || strcmp(per->as.text, "window") != 0;
}
