/* An announced event keeps its time and its room.
 *
 * Placement: 1 when s ≠ published_e.start or r ≠ published_e.room, where these are given. The costs
 * count at the level "moved", before time and room alone. */
#include "rules/findings.h"
#include "rules/keys.h"
#include "rules/table.h"

static const struct rule_key keys[] = {KEYS_PUBLISHED};

static bool concerns(const struct problem *problem, struct event_id event)
{
    return problem_published(problem, event) != NULL;
}

static int64_t count_at(const struct problem *problem, const struct rule_setting *setting,
                        struct event_id event, struct placement placement)
{
    (void)setting;
    const struct value *published = problem_published(problem, event);
    if (published == NULL) {
        return 0;
    }
    struct pin pin = published->as.pin;
    bool keeps_time = pin.start_min == CALENDAR_NO_TIME || pin.start_min == placement.start_min;
    bool keeps_room = pin.room.v == ID_NONE || pin.room.v == placement.room.v;
    return keeps_time && keeps_room ? 0 : 1;
}

static void audit_rule(const struct audit *audit)
{
    for (uint32_t i = 0; i < audit->problem->n_events; i++) {
        struct event_id event = {i};
        if (!timetable_has_moved(audit->problem, event, audit->timetable->v[i])) {
            continue;
        }
        struct violation violation = findings_one(audit, event, 1);
        violation.at = problem_published(audit->problem, event)->at;
        violation.message =
            arena_print(&audit->score->arena, "%s is not where it was announced, but %s, %s.",
                        findings_title(audit, event), findings_when(audit, violation.span.from_min),
                        findings_room_name(audit, findings_room(audit, event)));
        rule_report(audit, audit->setting->strength, violation);
    }
}

const struct rule rule_events_moved = {
    .id = "events-moved",
    .family = RULE_PLACEMENT,
    .usual = {STRENGTH_OFF, 0},
    .level = LEVEL_MOVED,
    .sentence = "As few announced events as possible move.",
    .formula = "for each event with a published time or room: 1 if it is at another time or in "
               "another room; soft, this counts at the level 'moved', before all other wishes. "
               "`--stability events` turns it on in the place of people-told",
    .unit = "event moved",
    .example = "rules: {events-moved: 1, people-told: off}\n",
    .origin = "minimal perturbation in timetabling (Barták, Müller, Rudová 2004)",
    .keys = keys,
    .n_keys = BASE_COUNT(keys),
    .count_at = count_at,
    .looks_at = RULE_LOOKS_AT_PLACEMENT,
    .concerns = concerns,
    .audit = audit_rule,
};
