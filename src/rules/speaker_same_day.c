/* All events of a person are on one day.
 *
 * Per person: N = Σ_d [Σ_e [e on d] ≥ 1], the days used; hard N ≤ 1, soft w · max(0, N − 1). The
 * indicator of a day is bounded by each event of its own ([e on d] ≤ z_d), tighter than by their
 * sum; the cost is convex. */
#include "rules/days.h"
#include "rules/findings_beside.h"
#include "rules/table.h"

static void compile_rule(const struct compile *compile)
{
    struct days days = days_list(compile);
    struct days_people people = days_list_people(compile->problem);
    struct days_events events = {0};
    for (uint32_t p = 0; p < compile->problem->n_people; p++) {
        struct origin origin = ORIGIN_NONE;
        origin.person.v = p;
        vec_clear(&events);
        days_events_of(&people, origin.person, &events);
        days_gather(compile, &days, events.v, (uint32_t)events.n, origin);
    }
    days_free_people(&people);
    vec_free(&events);
    vec_free(&days);
}

static void audit_rule(const struct audit *audit)
{
    struct findings_people people = findings_people_of(audit);
    for (uint32_t p = 0; p < audit->problem->n_people; p++) {
        struct person_id person = {p};
        const struct event_id *events = people.v + people.first[p];
        uint32_t n = (uint32_t)(people.first[p + 1] - people.first[p]), n_dates;
        const int32_t *dates = findings_dates(audit, events, n, &n_dates);
        if (n_dates < 2) {
            continue;
        }
        struct violation violation = findings_several(audit, events, n, n_dates - 1);
        violation.people[violation.n_people++] = person;
        violation.at = audit->setting->at;
        violation.message =
            arena_print(&audit->score->arena, "%s has events on %s, not on one day only.",
                        audit->problem->people[p].name, findings_day_names(audit, dates, n_dates));
        rule_report(audit, audit->setting->strength, violation);
    }
}

const struct rule rule_speaker_same_day = {
    .id = "speaker-same-day",
    .family = RULE_TOGETHER,
    .usual = {STRENGTH_OFF, 0},
    .about = RULE_ABOUT_PERSON,
    .sentence = "All events of a person are on one day.",
    .formula = "for each speaker or host: the days on which events of theirs start, fixed ones "
               "too, beyond the first",
    .unit = "day more",
    .example = "rules: {speaker-same-day: 5}\n",
    .origin = "CoSPLib",
    .compile = compile_rule,
    .audit = audit_rule,
};
