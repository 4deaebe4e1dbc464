/* The expected audience fits the room.
 *
 * Placement: costs weight · max(0, audience_e − capacity_r); hard: audience_e ≤ capacity_r. */
#include "rules/findings.h"
#include "rules/table.h"

static int64_t count_at(const struct problem *problem, const struct rule_setting *setting,
                        struct event_id event, struct placement placement)
{
    (void)setting;
    int64_t audience = problem->events[event.v].audience;
    int64_t capacity = placement.room.v == ID_NONE ? -1 : problem->rooms[placement.room.v].capacity;
    return audience >= 0 && capacity >= 0 && audience > capacity ? audience - capacity : 0;
}

static void audit_rule(const struct audit *audit)
{
    const struct problem *problem = audit->problem;
    for (uint32_t i = 0; i < problem->n_events; i++) {
        struct event_id event = {i};
        if (!findings_is_judged(audit, event) || findings_room(audit, event).v == ID_NONE) {
            continue;
        }
        const struct room *room = &problem->rooms[findings_room(audit, event).v];
        int64_t standing = problem->events[i].audience - room->capacity;
        if (problem->events[i].audience < 0 || room->capacity < 0 || standing <= 0) {
            continue;
        }
        struct violation violation = findings_one(audit, event, standing);
        violation.message =
            arena_print(&audit->score->arena,
                        "%s expects %lld people, but %s seats %lld: %lld seats are missing.",
                        findings_title(audit, event), (long long)problem->events[i].audience,
                        room->name, (long long)room->capacity, (long long)standing);
        rule_report(audit, audit->setting->strength, violation);
    }
}

const struct rule rule_room_capacity = {
    .id = "room-capacity",
    .family = RULE_PLACEMENT,
    .usual = {STRENGTH_SOFT, 1},
    .sentence = "The expected audience of an event finds seats in its room.",
    .formula =
        "for each event: audience − capacity of its room, if that is above 0 and both are given",
    .unit = "missing seat",
    .example = "rooms: [{id: attic, capacity: 40}]\n"
               "talks:\n"
               "  - {title: Famous Speaker, audience: 120}\n",
    .origin = "PyCon UK, EMF, pretalx",
    .count_at = count_at,
    .looks_at = RULE_LOOKS_AT_ROOM,
    .audit = audit_rule,
};
