/* Events get the times wished for.
 *
 * Placement: weight for each of event, people, track and kind that wishes for times T when no
 * interval of T contains [s, s + len_e). */
#include "rules/findings.h"
#include "rules/keys.h"
#include "rules/table.h"
#include "rules/terms.h"

static const struct rule_key keys[] = {KEYS_PREFERS};

static int64_t count_at(const struct problem *problem, const struct rule_setting *setting,
                        struct event_id event, struct placement placement)
{
    (void)setting;
    const struct event *one = &problem->events[event.v];
    int32_t end_min = placement.start_min + one->duration_min;
    int64_t count = 0;
    for (uint32_t i = 0; i < terms_owner_count(one); i++) {
        const struct attrs *attrs = terms_owner_attrs(problem, one, i);
        const struct value *prefers = attrs == NULL ? NULL : attrs_find(attrs, "prefers");
        if (prefers != NULL && prefers->as.wishes.times.n > 0) {
            count += !intervals_contain(prefers->as.wishes.times, placement.start_min, end_min);
        }
    }
    return count;
}

static bool contains(const struct intervals *times, struct interval span)
{
    for (uint32_t i = 0; i < times->n; i++) {
        if (times->v[i].from_min <= span.from_min && span.to_min <= times->v[i].to_min) {
            return true;
        }
    }
    return false;
}

static void judge(const struct audit *audit, struct event_id event,
                  const struct findings_owner *owner)
{
    const struct value *prefers = attrs_find(owner->attrs, "prefers");
    if (prefers == NULL || prefers->as.wishes.times.n == 0 ||
        contains(&prefers->as.wishes.times, findings_span(audit, event))) {
        return;
    }
    struct violation violation = findings_one(audit, event, 1);
    violation.at = prefers->at;
    if (owner->person.v != ID_NONE) {
        violation.people[violation.n_people++] = owner->person;
    }
    violation.message =
        arena_print(&audit->score->arena, "%s is at %s, outside the times wished for by %s.",
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

const struct rule rule_preferred_time = {
    .id = "preferred-time",
    .family = RULE_PLACEMENT,
    .usual = {STRENGTH_SOFT, 20},
    .sentence = "Events take place at the times that they, their speakers, track or kind wish for.",
    .formula = "for each event: 1 for each of itself, its people, its track and its kind whose "
               "preferred times do "
               "not contain the whole event",
    .unit = "wish that is not met",
    .example = "speakers:\n"
               "  - name: Jo Doe\n"
               "    prefers: {times: [2026-05-14, morning]}\n",
    .origin = "OptaPlanner, CoSPLib, IETF",
    .keys = keys,
    .n_keys = BASE_COUNT(keys),
    .count_at = count_at,
    .audit = audit_rule,
};
