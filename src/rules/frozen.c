/* What is frozen stays where it was announced, and nothing else comes into the past.
 *
 * Placement: frozen e: s = published_e.start, r = published_e.room, where these are given; others:
 * s ≥ the time up to which the timetable is frozen. */
#include "rules/findings.h"
#include "rules/table.h"

static bool concerns(const struct problem *problem, struct event_id event)
{
    const struct freeze *freeze = problem->freeze;
    return freeze != NULL && (freeze->before_min != CALENDAR_NO_TIME || freeze->frozen[event.v]);
}

static int64_t count_at(const struct problem *problem, const struct rule_setting *setting,
                        struct event_id event, struct placement placement)
{
    (void)setting;
    const struct freeze *freeze = problem->freeze;
    const struct value *published = problem_published(problem, event);
    if (freeze == NULL) {
        return 0;
    }
    if (!freeze->frozen[event.v] || published == NULL) {
        return freeze->before_min != CALENDAR_NO_TIME && placement.start_min < freeze->before_min;
    }
    struct pin pin = published->as.pin;
    return (pin.start_min != CALENDAR_NO_TIME && pin.start_min != placement.start_min) ||
           (pin.room.v != ID_NONE && pin.room.v != placement.room.v);
}

static void report(const struct audit *audit, struct event_id event, struct src_span at,
                   const char *message)
{
    struct violation violation = findings_one(audit, event, 1);
    violation.at = at;
    violation.message = message;
    rule_report(audit, audit->setting->strength, violation);
}

static void judge(const struct audit *audit, struct event_id event)
{
    const struct event *one = &audit->problem->events[event.v];
    const struct freeze *freeze = audit->problem->freeze;
    const struct value *published = problem_published(audit->problem, event);
    struct arena *arena = &audit->score->arena;
    int32_t start_min = findings_span(audit, event).from_min;
    if (freeze->frozen[event.v] && published != NULL) {
        struct pin then = published->as.pin;
        bool here = then.room.v == ID_NONE || findings_room(audit, event).v == then.room.v;
        if ((then.start_min != CALENDAR_NO_TIME && start_min != then.start_min) || !here) {
            report(audit, event, published->at,
                   arena_print(arena, "%s is frozen where it was announced, but is elsewhere.",
                               findings_title(audit, event)));
        }
    } else if (start_min < freeze->before_min) {
        report(audit, event, one->at,
               arena_print(arena, "%s starts at %s, but until %s nothing can be changed any more.",
                           findings_title(audit, event), findings_when(audit, start_min),
                           findings_when(audit, freeze->before_min)));
    }
}

static void audit_rule(const struct audit *audit)
{
    for (uint32_t e = 0; audit->problem->freeze != NULL && e < audit->problem->n_events; e++) {
        if (findings_is_judged(audit, (struct event_id){e})) {
            judge(audit, (struct event_id){e});
        }
    }
}

const struct rule rule_frozen = {
    .id = "frozen",
    .family = RULE_PLACEMENT,
    .usual = {STRENGTH_HARD, 0},
    .sentence =
        "What is frozen stays where it was announced, and nothing else comes into the past.",
    .formula =
        "for each event that is frozen (`--freeze`, `--freeze-before`): 1 if it is not at its "
        "published time and in its published room; for each other one: 1 if it starts before "
        "the time of `--freeze-before`",
    .unit = "event changed that must not be",
    .example =
        "talks: # and confab solve --previous old.json --freeze-before \"2026-05-14 12:00\"\n"
        "  - {title: Fuzzing, published: {start: 2026-05-14 11:00, room: main}}\n",
    .origin = "conferences that are running",
    .count_at = count_at,
    .looks_at = RULE_LOOKS_AT_PLACEMENT,
    .concerns = concerns,
    .audit = audit_rule,
};
