/* Every event is scheduled; optional ones may be left out at their cost.
 *
 * Staying out costs 1 at the hard level of a mandatory event's priority (soft: the weight, at the
 * soft level), an optional event's own cost at the level for these. Fixed events are always
 * mandatory. */
#include "rules/findings.h"
#include "rules/table.h"

/* Held at a time: it must not be left out, whatever the rule says of others. */
static bool is_held(const struct problem *problem, uint32_t event)
{
    return problem->held != NULL && problem->held->event.v == event;
}

static void compile_rule(const struct compile *compile)
{
    const struct problem *problem = compile->problem;
    struct model *model = compile->model;
    struct strength strength = compile->setting->strength;
    for (uint32_t i = 0; i < problem->n_events; i++) {
        const struct event *event = &problem->events[i];
        struct choice_id out = {i};
        if (event->optional) {
            if (event->optional_cost > 0) {
                model_add_unary_out(model, compile->rule, model->levels.unscheduled, out, 1,
                                    event->optional_cost);
            }
        } else if (event->fixed || is_held(problem, i) || strength.kind == STRENGTH_HARD) {
            uint32_t level = levels_hard(&model->levels, problem, (struct event_id){i});
            model_add_unary_out(model, compile->rule, level, out, 1, 1);
        } else if (strength.kind == STRENGTH_SOFT && strength.weight > 0) {
            model_add_unary_out(model, compile->rule, model->levels.soft, out, 1, strength.weight);
        }
    }
}

static struct strength strength_for(const struct audit *audit, uint32_t index)
{
    const struct event *event = &audit->problem->events[index];
    if ((event->fixed && !event->optional) || is_held(audit->problem, index)) {
        return (struct strength){STRENGTH_HARD, 0};
    }
    if (event->optional) {
        return (struct strength){STRENGTH_SOFT, event->optional_cost};
    }
    return audit->setting->strength;
}

static void audit_rule(const struct audit *audit)
{
    const struct levels *levels = &audit->score->levels;
    for (uint32_t i = 0; i < audit->problem->n_events; i++) {
        const struct event *event = &audit->problem->events[i];
        if (findings_is_placed(audit, (struct event_id){i})) {
            continue;
        }
        struct strength strength = strength_for(audit, i);
        bool by_choice = event->optional;
        struct violation violation = {.count = 1, .left_out = true, .n_events = 1, .at = event->at};
        violation.events[0] = (struct event_id){i};
        violation.level = by_choice ? levels->unscheduled
                          : strength.kind == STRENGTH_HARD
                              ? levels_hard(levels, audit->problem, violation.events[0])
                              : levels->soft;
        violation.message = arena_print(&audit->score->arena, "%s is not in the timetable.",
                                        findings_title(audit, violation.events[0]));
        rule_report(audit, strength, violation);
    }
}

const struct rule rule_unscheduled = {
    .id = "unscheduled",
    .family = RULE_TOGETHER,
    .usual = {STRENGTH_HARD, 0},
    .sentence = "Every event is scheduled; optional ones may be left out at their cost.",
    .formula = "1 for each event that is left out. Hard: mandatory events count before everything "
               "else, the most "
               "important first. With a weight: each costs that weight instead. Optional events "
               "cost what their "
               "cost key says (else their votes or audience), before all soft rules. Fixed events "
               "are always "
               "mandatory",
    .unit = "event left out",
    .example = "talks:\n"
               "  - {title: Main Talk, priority: 2}\n"
               "  - {title: Filler, optional: true, cost: 5}\n",
    .origin = "the Xen Project's session scheduler, IETF",
    .all_events = true,
    .compile = compile_rule,
    .audit = audit_rule,
    .always = true,
};
