/* Everybody whom an event needs is free for all of it.
 *
 * Placement: for each person p of e: some merged interval of free_p contains [s, s + len_e). */
#include "rules/findings.h"
#include "rules/table.h"

static int64_t count_at(const struct problem *problem, const struct rule_setting *setting,
                        struct event_id event, struct placement placement)
{
    const struct event *one = &problem->events[event.v];
    int64_t missing = 0;
    for (uint32_t i = 0; i < one->n_people; i++) {
        const struct person *person = &problem->people[one->people[i].v];
        bool spared = setting->spared_people != NULL && setting->spared_people[one->people[i].v];
        if (!spared && !person->always_free &&
            !intervals_contain(person->free, placement.start_min,
                               placement.start_min + one->duration_min)) {
            missing++;
        }
    }
    return missing;
}

static bool is_free(const struct person *person, struct interval span)
{
    if (person->always_free) {
        return true;
    }
    for (uint32_t i = 0; i < person->free.n; i++) {
        if (person->free.v[i].from_min <= span.from_min &&
            span.to_min <= person->free.v[i].to_min) {
            return true;
        }
    }
    return false;
}

static void audit_rule(const struct audit *audit)
{
    const struct problem *problem = audit->problem;
    for (uint32_t i = 0; i < problem->n_events; i++) {
        struct event_id event = {i};
        for (uint32_t k = 0; findings_is_judged(audit, event) && k < problem->events[i].n_people;
             k++) {
            struct person_id person = problem->events[i].people[k];
            if (is_free(&problem->people[person.v], findings_span(audit, event))) {
                continue;
            }
            struct violation violation = findings_one(audit, event, 1);
            violation.people[0] = person;
            violation.n_people = 1;
            violation.at = problem->people[person.v].at;
            violation.message =
                arena_print(&audit->score->arena, "%s is not free for %s at %s.",
                            problem->people[person.v].name, findings_title(audit, event),
                            findings_when(audit, violation.span.from_min));
            rule_report(audit, audit->setting->strength, violation);
        }
    }
}

const struct rule rule_speaker_available = {
    .id = "speaker-available",
    .family = RULE_PLACEMENT,
    .usual = {STRENGTH_HARD, 0},
    .about = RULE_ABOUT_PERSON,
    .sentence = "Every speaker and host is free for the whole of their events.",
    .formula = "for each event: the number of its speakers and hosts who are not free from its "
               "start to its end "
               "(someone without available or unavailable times is always free)",
    .unit = "person who is not free",
    .example = "speakers:\n"
               "  - name: Jo Doe\n"
               "    unavailable: [2026-05-15, 2026-05-14 12:00-18:00]\n",
    .origin = "every scheduler",
    .count_at = count_at,
    .looks_at = RULE_LOOKS_AT_TIME,
    .audit = audit_rule,
};
