/* Nobody has more events on a day than is good for them.
 *
 * Per person and day: n = Σ_e [e on the day]; hard n ≤ most, soft w · max(0, n − most): convex, so
 * that the encoder gives its exact lower envelope, and summed over the days the bound knows how
 * many events do not fit. */
#include "rules/days.h"
#include "rules/findings_beside.h"
#include "rules/table.h"
#include "rules/terms.h"

static const struct rule_param params[] = {
    {"most", VALUE_NUMBER, NULL, "no limit",
     "events on one day for everybody who has no max_per_day"},
};
static const struct rule_key keys[] = {
    {"max_per_day", RULE_ON_PERSON, VALUE_NUMBER, "at most so many events on one day"},
};

/* ---- compile --------------------------------------------------------------- */

static const struct value *limit_of(const struct compile *compile, uint32_t person)
{
    const struct value *own = attrs_find(&compile->problem->people[person].attrs, "max_per_day");
    return own != NULL ? own : attrs_find(&compile->setting->params, "most");
}

/* An event of several parts counts once, by its first. */
static void keep_first_parts(const struct problem *problem, struct days_events *events)
{
    size_t n = 0;
    for (size_t i = 0; i < events->n; i++) {
        if (problem->events[events->v[i].v].part == 1) {
            events->v[n++] = events->v[i];
        }
    }
    events->n = n;
}

static void compile_day(const struct compile *compile, const struct days *days, size_t i,
                        const struct days_events *events, int64_t most, struct origin origin)
{
    origin.at_min = days->v[i].starts.from_min;
    model_term_begin(compile->model, compile->rule, origin);
    for (size_t e = 0; e < events->n; e++) {
        days_add(compile, days, i, days_next(days, i), events->v[e], 1);
    }
    terms_end_above(compile, most);
}

static void compile_rule(const struct compile *compile)
{
    const struct problem *problem = compile->problem;
    struct days days = days_list(compile);
    struct days_people people = days_list_people(compile->problem);
    struct days_events events = {0};
    for (uint32_t p = 0; p < problem->n_people; p++) {
        const struct value *limit = limit_of(compile, p);
        if (limit == NULL) {
            continue;
        }
        struct origin origin = ORIGIN_NONE;
        origin.person.v = p;
        vec_clear(&events);
        days_events_of(&people, origin.person, &events);
        keep_first_parts(problem, &events);
        for (size_t i = 0; i < days.n; i = days_next(&days, i)) {
            compile_day(compile, &days, i, &events, limit->as.number, origin);
        }
    }
    days_free_people(&people);
    vec_free(&events);
    vec_free(&days);
}

/* ---- audit ----------------------------------------------------------------- */

static void judge_day(const struct audit *audit, struct person_id person,
                      const struct event_id *events, uint32_t n, int32_t date,
                      const struct value *limit)
{
    struct arena *arena = &audit->score->arena;
    struct event_id *held = arena_array(arena, n, sizeof(*held));
    uint32_t n_held = 0;
    for (uint32_t i = 0; i < n; i++) {
        bool counts = audit->problem->events[events[i].v].part == 1;
        if (counts && findings_date(audit, events[i]) == date) {
            held[n_held++] = events[i];
        }
    }
    if ((int64_t)n_held <= limit->as.number) {
        return;
    }
    struct violation violation = findings_several(audit, held, n_held, n_held - limit->as.number);
    violation.people[violation.n_people++] = person;
    violation.at = limit->at;
    violation.message =
        arena_print(arena, "%s has %u event%s on %s, but should have no more than %d.",
                    audit->problem->people[person.v].name, (unsigned)n_held, n_held == 1 ? "" : "s",
                    findings_day_name(audit, date), (int)limit->as.number);
    rule_report(audit, audit->setting->strength, violation);
}

static void audit_rule(const struct audit *audit)
{
    const struct problem *problem = audit->problem;
    struct findings_people people = findings_people_of(audit);
    for (uint32_t p = 0; p < problem->n_people; p++) {
        const struct value *limit = attrs_find(&problem->people[p].attrs, "max_per_day");
        if (limit == NULL) {
            limit = attrs_find(&audit->setting->params, "most");
        }
        if (limit == NULL) {
            continue;
        }
        struct person_id person = {p};
        const struct event_id *events = people.v + people.first[p];
        uint32_t n = (uint32_t)(people.first[p + 1] - people.first[p]), n_dates;
        const int32_t *dates = findings_dates(audit, events, n, &n_dates);
        for (uint32_t d = 0; d < n_dates; d++) {
            judge_day(audit, person, events, n, dates[d], limit);
        }
    }
}

const struct rule rule_speaker_day_limit = {
    .id = "speaker-day-limit",
    .family = RULE_TOGETHER,
    .usual = {STRENGTH_OFF, 0},
    .about = RULE_ABOUT_PERSON,
    .sentence = "Nobody has more events on one day than their limit.",
    .formula = "for each speaker or host with a limit (max_per_day, else most) and each day: the "
               "events of theirs that start on it, fixed ones too, beyond the limit; an event of "
               "several parts counts once",
    .unit = "event too many",
    .example = "speakers: [{name: Jo Doe, max_per_day: 1}]\n"
               "rules: {speaker-day-limit: {strength: hard, most: 3}}\n",
    .origin = "CoSPLib, conference-scheduler",
    .params = params,
    .n_params = BASE_COUNT(params),
    .keys = keys,
    .n_keys = BASE_COUNT(keys),
    .compile = compile_rule,
    .audit = audit_rule,
};
