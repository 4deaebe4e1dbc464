/* A person's events are on days close together.
 *
 * Per person and two days d < d' that follow each other: B = Σ_e [e on d or before], A = Σ_e [e on
 * d' or after]; d' − d once when [B ≥ 1] + [A ≥ 1] = 2. Summed over the gaps that is the last day
 * minus the first. Each indicator is bounded by each event of its own, which is as tight as a row
 * for each two events, with a row for each event. */
#include "rules/days.h"
#include "rules/findings_beside.h"
#include "rules/table.h"

/* ---- compile --------------------------------------------------------------- */

/* Whether some event starts on one of the entries from ≤ i < to; ID_NONE: never. */
static struct term_id count_between(const struct compile *compile, const struct days *days,
                                    size_t from, size_t to, const struct days_events *events,
                                    struct origin origin)
{
    struct model *model = compile->model;
    model_term_begin(model, compile->rule, origin);
    for (size_t e = 0; e < events->n; e++) {
        days_add(compile, days, from, to, events->v[e], 1);
    }
    if (model->terms.v[model->terms.n - 1].n == 0) {
        model_term_drop(model);
        return (struct term_id){ID_NONE};
    }
    return model_term_end_count(model);
}

/* The gap in front of the entry at `to`. */
static void compile_gap(const struct compile *compile, const struct days *days, size_t to,
                        const struct days_events *events, struct origin origin)
{
    struct model *model = compile->model;
    int64_t gap = days->v[to].day_number - days->v[to - 1].day_number;
    origin.at_min = days->v[to].starts.from_min;
    struct term_id before = count_between(compile, days, 0, to, events, origin);
    struct term_id after = count_between(compile, days, to, days->n, events, origin);
    if (before.v == ID_NONE || after.v == ID_NONE) {
        return;
    }
    model_term_begin(model, compile->rule, origin);
    model_term_add_at_least(model, 1, before, 1);
    model_term_add_at_least(model, 1, after, 1);
    if (compile->setting->strength.kind == STRENGTH_HARD) {
        model_term_end_range(model, INT64_MIN, 1);
        return;
    }
    const int64_t costs[] = {0, 0, compile->setting->strength.weight * gap};
    model_term_end_table(model, compile->level, costs);
}

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
        for (size_t i = 0; i < days.n && events.n > 1; i = days_next(&days, i)) {
            if (i > 0) {
                compile_gap(compile, &days, i, &events, origin);
            }
        }
    }
    days_free_people(&people);
    vec_free(&events);
    vec_free(&days);
}

/* ---- audit ----------------------------------------------------------------- */

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
        int32_t days = dates[n_dates - 1] - dates[0];
        struct violation violation = findings_several(audit, events, n, days);
        violation.people[violation.n_people++] = person;
        violation.at = audit->setting->at;
        violation.message = arena_print(
            &audit->score->arena,
            "From %s's first event, on %s, to the last, on %s, it is %d day%s.",
            audit->problem->people[p].name, findings_day_name(audit, dates[0]),
            findings_day_name(audit, dates[n_dates - 1]), (int)days, days == 1 ? "" : "s");
        rule_report(audit, audit->setting->strength, violation);
    }
}

const struct rule rule_speaker_span = {
    .id = "speaker-span",
    .family = RULE_TOGETHER,
    .usual = {STRENGTH_OFF, 0},
    .about = RULE_ABOUT_PERSON,
    .sentence = "A person's events are on days close together.",
    .formula = "for each speaker or host: the days from the first to the last of their events, "
               "fixed ones too: 0 when all are on one day, 2 when they are on a Monday and the "
               "Wednesday after. Hard: all are on one day",
    .unit = "day",
    .example = "rules: {speaker-span: 5}\n",
    .origin = "Timefold (speaker makespan)",
    .compile = compile_rule,
    .audit = audit_rule,
};
