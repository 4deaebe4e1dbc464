#include "rules/table.h"

#include <string.h>

static const struct rule *const table[] = {
#define RULE(name) &rule_##name,
#include "rules/rules.def"
#undef RULE
};

static const struct later_rule later_rules[] = {
    {"comfortable-hours"}, {"published-time"}, {"published-room"}, {"speaker-day-limit"},
    {"speaker-same-day"},  {"speaker-span"},   {"multi-part"},     {"level-flow"},
    {"level-mix"},         {"language-mix"},   {"audience-mix"},   {"same-day"},
    {"popular-big-room"},  {"crowd-control"},  {"spread-repeats"}, {"no-gaps"},
};

static const struct rule_key later_keys[] = {
    {"level", RULE_ON_EVENT, VALUE_NUMBER, "1 beginner … 3 expert"},
    {"position", RULE_ON_EVENT, VALUE_TEXT, "first or last"},
    {"parts", RULE_ON_EVENT, VALUE_NUMBER, "pieces that follow each other in one room"},
    {"repeats", RULE_ON_EVENT, VALUE_NUMBER, "how often the event is held"},
    {"max_per_day", RULE_ON_PERSON, VALUE_NUMBER, "at most so many events on one day"},
    {"timezone", RULE_ON_PERSON, VALUE_TEXT, "the zone from which the person takes part"},
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
    enum rule_level level = table[rule]->level;
    uint32_t index = level == RULE_LEVEL_MOVED  ? levels->moved
                     : level == RULE_LEVEL_FAIR ? levels->fair
                                                : levels->soft;
    return index == ID_NONE ? levels->soft : index;
}

bool rule_table_is_later(const char *id)
{
    for (size_t i = 0; i < BASE_COUNT(later_rules); i++) {
        if (strcmp(later_rules[i].id, id) == 0) {
            return true;
        }
    }
    return false;
}

const struct rule_key *rule_table_later_keys(uint32_t *n)
{
    *n = (uint32_t)BASE_COUNT(later_keys);
    return later_keys;
}
