/* Events stay clear of times that are better avoided.
 *
 * Placement: weight for each of event, people, track and kind that avoids times T when [s, s +
 * len_e) meets T. */
#include "rules/findings.h"
#include "rules/keys.h"
#include "rules/table.h"
#include "rules/terms.h"

static const struct rule_key keys[] = {KEYS_AVOIDS};

static int64_t count_at(const struct problem *problem, const struct rule_setting *setting,
                        struct event_id event, struct placement placement)
{
    (void)setting;
    const struct event *one = &problem->events[event.v];
    int32_t end_min = placement.start_min + one->duration_min;
    int64_t count = 0;
    for (uint32_t i = 0; i < terms_owner_count(one); i++) {
        const struct attrs *attrs = terms_owner_attrs(problem, one, i);
        const struct value *avoids = attrs == NULL ? NULL : attrs_find(attrs, "avoids");
        if (avoids != NULL) {
            count += intervals_overlap(avoids->as.wishes.times, placement.start_min, end_min);
        }
    }
    return count;
}

static bool meets(const struct intervals *times, struct interval span)
{
    for (uint32_t i = 0; i < times->n; i++) {
        if (times->v[i].from_min < span.to_min && span.from_min < times->v[i].to_min) {
            return true;
        }
    }
    return false;
}

static void judge(const struct audit *audit, struct event_id event,
                  const struct findings_owner *owner)
{
    const struct value *avoids = attrs_find(owner->attrs, "avoids");
    if (avoids == NULL || !meets(&avoids->as.wishes.times, findings_span(audit, event))) {
        return;
    }
    struct violation violation = findings_one(audit, event, 1);
    violation.at = avoids->at;
    if (owner->person.v != ID_NONE) {
        violation.people[violation.n_people++] = owner->person;
    }
    violation.message =
        arena_print(&audit->score->arena, "%s is at %s, a time that %s would rather avoid.",
                    findings_title(audit, event), findings_when(audit, violation.span.from_min),
                    findings_who(audit, owner));
    rule_report(audit, audit->setting->strength, violation);
}

static void audit_rule(const struct audit *audit)
{
    for (uint32_t i = 0; i < audit->problem->n_events; i++) {
        struct event_id event = {i};
        struct findings_owner owner;
        for (uint32_t k = 0;
             findings_is_judged(audit, event) && findings_owner_at(audit, event, k, &owner); k++) {
            judge(audit, event, &owner);
        }
    }
}

const struct rule rule_avoided_time = {
    .id = "avoided-time",
    .family = RULE_PLACEMENT,
    .usual = {STRENGTH_SOFT, 20},
    .sentence = "Events stay clear of the times that they, their speakers, track or kind would "
                "rather avoid.",
    .formula = "for each event: 1 for each of itself, its people, its track and its kind whose "
               "avoided times overlap "
               "the event, however briefly",
    .unit = "wish that is not met",
    .example = "speakers:\n"
               "  - name: Jo Doe\n"
               "    avoids: {times: [2026-05-15 17:00-19:00]}\n",
    .origin = "OptaPlanner, CoSPLib, IETF",
    .keys = keys,
    .n_keys = BASE_COUNT(keys),
    .count_at = count_at,
    .audit = audit_rule,
};
