/* An announced event that moves goes no further than it must.
 *
 * Placement: |s − published_e.start| in minutes, where that is given. The costs count at the level
 * "minutes". */
#include "rules/findings.h"
#include "rules/keys.h"
#include "rules/table.h"

#include <stdlib.h>

static const struct rule_key keys[] = {KEYS_PUBLISHED};

static bool concerns(const struct problem *problem, struct event_id event)
{
    const struct value *published = problem_published(problem, event);
    return published != NULL && published->as.pin.start_min != CALENDAR_NO_TIME;
}

static int64_t count_at(const struct problem *problem, const struct rule_setting *setting,
                        struct event_id event, struct placement placement)
{
    (void)setting;
    const struct value *published = problem_published(problem, event);
    return concerns(problem, event) ? labs((long)placement.start_min - published->as.pin.start_min)
                                    : 0;
}

static void audit_rule(const struct audit *audit)
{
    for (uint32_t i = 0; i < audit->problem->n_events; i++) {
        struct event_id event = {i};
        const struct value *published = problem_published(audit->problem, event);
        if (!findings_is_judged(audit, event) || published == NULL ||
            published->as.pin.start_min == CALENDAR_NO_TIME) {
            continue;
        }
        int32_t late_min = findings_span(audit, event).from_min - published->as.pin.start_min;
        int32_t apart_min = late_min < 0 ? -late_min : late_min;
        if (apart_min == 0) {
            continue;
        }
        struct violation violation = findings_one(audit, event, apart_min);
        violation.at = published->at;
        violation.message =
            arena_print(&audit->score->arena, "%s starts %d minute%s %s than announced.",
                        findings_title(audit, event), (int)apart_min, apart_min == 1 ? "" : "s",
                        late_min < 0 ? "earlier" : "later");
        rule_report(audit, audit->setting->strength, violation);
    }
}

const struct rule rule_displacement = {
    .id = "displacement",
    .family = RULE_PLACEMENT,
    .usual = {STRENGTH_SOFT, 1},
    .level = LEVEL_MINUTES,
    .sentence = "Announced events that move go no further than they must.",
    .formula = "for each event with a published start: the minutes from there to its start; soft, "
               "this counts at the level 'minutes', after how many people are told and how many "
               "events move (`--stability minutes`: before that). Hard: like published-time",
    .unit = "minute",
    .example = "rules: {displacement: 1}\n",
    .origin = "minimal perturbation in timetabling (Barták, Müller, Rudová 2004)",
    .keys = keys,
    .n_keys = BASE_COUNT(keys),
    .count_at = count_at,
    .looks_at = RULE_LOOKS_AT_TIME,
    .concerns = concerns,
    .audit = audit_rule,
};
