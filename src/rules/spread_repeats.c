/* The repeats of an event are on different days.
 *
 * Per event that is repeated and day: n = Σ_i [repeat i on the day]; hard n ≤ 1, soft
 * w · max(0, n − 1): convex, so that the encoder gives its exact lower envelope, and summed over
 * the days the bound knows when there are fewer days than repeats. */
#include "rules/days.h"
#include "rules/findings.h"
#include "rules/table.h"
#include "rules/terms.h"

static void compile_rule(const struct compile *compile)
{
    const struct problem *problem = compile->problem;
    struct days days = days_list(compile);
    for (uint32_t e = 0; e < problem->n_events; e++) {
        const struct event *event = &problem->events[e];
        for (size_t i = 0; i < days.n && event->n_repeats > 1 && event->series.v == e;
             i = days_next(&days, i)) {
            struct origin origin = ORIGIN_NONE;
            origin.events[0].v = e;
            origin.at_min = days.v[i].starts.from_min;
            model_term_begin(compile->model, compile->rule, origin);
            for (uint32_t k = 0; k < event->n_repeats; k++) {
                days_add(compile, &days, i, days_next(&days, i), (struct event_id){e + k}, 1);
            }
            terms_end_above(compile, 1);
        }
    }
    vec_free(&days);
}

/* The placed repeats of `first` on the date. */
static uint32_t held_on(const struct audit *audit, uint32_t first, int32_t date,
                        struct event_id *held)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < audit->problem->n_events; i++) {
        struct event_id event = {i};
        if (audit->problem->events[i].series.v == first && findings_is_placed(audit, event) &&
            findings_date(audit, event) == date) {
            held[n++] = event;
        }
    }
    return n;
}

static void judge(const struct audit *audit, struct event_id first)
{
    const struct problem *problem = audit->problem;
    struct arena *arena = &audit->score->arena;
    uint32_t n_repeats = problem->events[first.v].n_repeats;
    struct event_id *held = arena_array(arena, n_repeats, sizeof(*held));
    struct event_id *all = arena_array(arena, n_repeats, sizeof(*all));
    for (uint32_t i = 0; i < n_repeats; i++) {
        all[i].v = first.v + i;
    }
    uint32_t n_dates;
    const int32_t *dates = findings_dates(audit, all, n_repeats, &n_dates);
    for (uint32_t d = 0; d < n_dates; d++) {
        uint32_t n = held_on(audit, first.v, dates[d], held);
        if (n < 2) {
            continue;
        }
        struct violation violation = findings_several(audit, held, n, n - 1);
        violation.message =
            arena_print(arena, "%s is held %u times on %s.", findings_title(audit, first),
                        (unsigned)n, findings_day_name(audit, dates[d]));
        rule_report(audit, audit->setting->strength, violation);
    }
}

static void audit_rule(const struct audit *audit)
{
    for (uint32_t i = 0; i < audit->problem->n_events; i++) {
        const struct event *event = &audit->problem->events[i];
        if (event->series.v == i && event->n_repeats > 1) {
            judge(audit, (struct event_id){i});
        }
    }
}

const struct rule rule_spread_repeats = {
    .id = "spread-repeats",
    .family = RULE_TOGETHER,
    .usual = {STRENGTH_OFF, 0},
    .sentence = "The repeats of an event are on different days.",
    .formula = "for each event with repeats and each day: how often it starts on that day, beyond "
               "the first time",
    .unit = "repeat on the same day",
    .example = "talks: [{title: First Aid, repeats: 2}]\n"
               "rules: {spread-repeats: 20}\n",
    .origin = "OptaPlanner (exam and course repeats), pretalx",
    .compile = compile_rule,
    .audit = audit_rule,
};
