/* An event whose time has been announced keeps it.
 *
 * Placement: 1 when s ≠ published_e.start, where that is given. The costs count at the level
 * "times", before rooms and all other wishes. */
#include "rules/findings.h"
#include "rules/keys.h"
#include "rules/table.h"

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
    return published != NULL && published->as.pin.start_min != CALENDAR_NO_TIME &&
           published->as.pin.start_min != placement.start_min;
}

static void audit_rule(const struct audit *audit)
{
    for (uint32_t i = 0; i < audit->problem->n_events; i++) {
        struct event_id event = {i};
        const struct value *published = problem_published(audit->problem, event);
        if (!findings_is_judged(audit, event) || published == NULL) {
            continue;
        }
        int32_t start_min = published->as.pin.start_min;
        int32_t now_min = findings_span(audit, event).from_min;
        if (start_min == CALENDAR_NO_TIME || now_min == start_min) {
            continue;
        }
        struct violation violation = findings_one(audit, event, 1);
        violation.at = published->at;
        violation.message =
            arena_print(&audit->score->arena, "%s was announced for %s, but starts at %s.",
                        findings_title(audit, event), findings_when(audit, start_min),
                        findings_when(audit, now_min));
        rule_report(audit, audit->setting->strength, violation);
    }
}

const struct rule rule_published_time = {
    .id = "published-time",
    .family = RULE_PLACEMENT,
    .usual = {STRENGTH_SOFT, 1},
    .level = LEVEL_TIMES,
    .sentence = "Events whose time has been announced keep it.",
    .formula = "for each event with a published start: 1 if it starts at another time; soft, this "
               "counts at the "
               "level 'times', before rooms and all other wishes",
    .unit = "event moved to another time",
    .example = "talks:\n"
               "  - {title: Fuzzing, published: {start: 2026-05-14 14:00, room: main}}\n",
    .origin = "OptaPlanner (published timeslot), IETF",
    .keys = keys,
    .n_keys = BASE_COUNT(keys),
    .count_at = count_at,
    .looks_at = RULE_LOOKS_AT_TIME,
    .concerns = concerns,
    .audit = audit_rule,
};
