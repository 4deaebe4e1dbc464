/* The event lies inside one window of its room; a slot starts with its event.
 *
 * Placement: e at (r, s) needs a window w of r with from_w ≤ s and s + len_e ≤ to_w (slots: s =
 * from_w). */
#include "rules/findings.h"
#include "rules/table.h"

static int64_t count_at(const struct problem *problem, const struct rule_setting *setting,
                        struct event_id event, struct placement placement)
{
    int32_t duration_min = problem->events[event.v].duration_min;
    if (placement.room.v == ID_NONE) {
        return 1;
    }
    if (setting->strength.kind == STRENGTH_HARD &&
        problem_is_lifted(problem, placement.room, placement.start_min, duration_min)) {
        return 0;
    }
    struct window_id window =
        problem_window_at(problem, placement.room, placement.start_min, duration_min);
    if (window.v == ID_NONE) {
        return 1;
    }
    return problem->windows[window.v].slot &&
           problem->windows[window.v].span.from_min != placement.start_min;
}

static bool is_open(const struct problem *problem, struct room_id room, struct interval span)
{
    for (uint32_t i = 0; i < problem->n_windows; i++) {
        const struct window *window = &problem->windows[i];
        bool inside = window->span.from_min <= span.from_min && span.to_min <= window->span.to_min;
        if (window->room.v == room.v && inside) {
            return !window->slot || window->span.from_min == span.from_min;
        }
    }
    return false;
}

/* Where hours are lifted, only a rule that is hard no longer counts. */
static bool is_lifted(const struct audit *audit, struct room_id room, struct interval span)
{
    return audit->setting->strength.kind == STRENGTH_HARD &&
           problem_is_lifted(audit->problem, room, span.from_min, span.to_min - span.from_min);
}

static void audit_rule(const struct audit *audit)
{
    for (uint32_t i = 0; i < audit->problem->n_events; i++) {
        struct event_id event = {i};
        if (!findings_is_judged(audit, event)) {
            continue;
        }
        struct room_id room = findings_room(audit, event);
        struct interval span = findings_span(audit, event);
        if (is_open(audit->problem, room, span) || is_lifted(audit, room, span)) {
            continue;
        }
        struct violation violation = findings_one(audit, event, 1);
        violation.message = arena_print(
            &audit->score->arena,
            "%s does not lie in the opening hours or a slot of %s at %s (%d minutes).",
            findings_title(audit, event), findings_room_name(audit, room),
            findings_when(audit, span.from_min), (int)audit->problem->events[i].duration_min);
        rule_report(audit, audit->setting->strength, violation);
    }
}

const struct rule rule_room_open = {
    .id = "room-open",
    .family = RULE_PLACEMENT,
    .usual = {STRENGTH_HARD, 0},
    .about = RULE_ABOUT_HOURS,
    .structural = true,
    .sentence = "Every event lies inside the opening hours or a slot of its room.",
    .formula = "1 for an event that no single window of its room contains whole, or that is in a "
               "slot without "
               "starting with it",
    .unit = "event outside the opening hours",
    .example = "days:\n"
               "  - date: 2026-05-14\n"
               "    hours: {main: [09:00-12:00, 13:30-17:00]}\n",
    .origin = "every scheduler",
    .count_at = count_at,
    .looks_at = RULE_LOOKS_AT_PLACEMENT,
    .audit = audit_rule,
};
