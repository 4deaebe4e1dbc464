#include "core/rule.h"

/* Hard: no cost, save for events left out, which cost 1 each at a level of their own (set by the
 * rule). Soft: weight × count, at the soft level unless the rule has set another for an event left
 * out. */
/* Whether all that it is about are spared; false when it names none. */
static bool is_spared(const struct rule_setting *setting, const struct violation *violation)
{
    bool people = setting->spared_people != NULL && violation->n_people > 0;
    for (uint32_t i = 0; i < violation->n_people && people; i++) {
        people = setting->spared_people[violation->people[i].v];
    }
    return people || (setting->spared_rooms != NULL && violation->n_rooms > 0 &&
                      setting->spared_rooms[violation->rooms[0].v]);
}

void rule_report(const struct audit *audit, struct strength strength, struct violation violation)
{
    if (strength.kind == STRENGTH_OFF || is_spared(audit->setting, &violation)) {
        return;
    }
    BUG_UNLESS(violation.count > 0);
    violation.rule = audit->rule;
    if (!violation.left_out) {
        violation.waiver =
            problem_find_waiver(audit->setting, violation.events, violation.n_events);
    }
    violation.hard = strength.kind == STRENGTH_HARD && violation.waiver == NULL;
    if (violation.waiver != NULL) {
        violation.cost = 0;
    } else if (violation.hard) {
        violation.cost = violation.left_out ? violation.count : 0;
    } else {
        violation.cost = strength.weight * violation.count;
    }
    if (!violation.left_out) {
        violation.level = violation.hard ? ID_NONE : audit->level;
    }
    if (violation.at.from.line == 0 && violation.n_events > 0) {
        violation.at = audit->problem->events[violation.events[0].v].at;
    }
    score_add(audit->score, audit->problem, audit->rule_id, violation);
}
