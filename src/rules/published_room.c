/* An event whose room has been announced keeps it.
 *
 * Placement: 1 when r ≠ published_e.room, where that is given. The costs count at the level
 * "rooms", after those at another time. */
#include "rules/findings.h"
#include "rules/keys.h"
#include "rules/table.h"

static const struct rule_key keys[] = {KEYS_PUBLISHED};

static bool concerns(const struct problem *problem, struct event_id event)
{
    const struct value *published = problem_published(problem, event);
    return published != NULL && published->as.pin.room.v != ID_NONE;
}

static int64_t count_at(const struct problem *problem, const struct rule_setting *setting,
                        struct event_id event, struct placement placement)
{
    (void)setting;
    const struct value *published = problem_published(problem, event);
    return published != NULL && published->as.pin.room.v != ID_NONE &&
           published->as.pin.room.v != placement.room.v;
}

static void audit_rule(const struct audit *audit)
{
    for (uint32_t i = 0; i < audit->problem->n_events; i++) {
        struct event_id event = {i};
        const struct value *published = problem_published(audit->problem, event);
        if (!findings_is_judged(audit, event) || published == NULL) {
            continue;
        }
        struct room_id room = published->as.pin.room;
        struct room_id now = findings_room(audit, event);
        if (room.v == ID_NONE || room.v == now.v) {
            continue;
        }
        struct violation violation = findings_one(audit, event, 1);
        violation.at = published->at;
        violation.message =
            arena_print(&audit->score->arena, "%s was announced for %s, but is in %s.",
                        findings_title(audit, event), findings_room_name(audit, room),
                        findings_room_name(audit, now));
        rule_report(audit, audit->setting->strength, violation);
    }
}

const struct rule rule_published_room = {
    .id = "published-room",
    .family = RULE_PLACEMENT,
    .usual = {STRENGTH_SOFT, 1},
    .level = LEVEL_ROOMS,
    .sentence = "Events whose room has been announced keep it.",
    .formula = "for each event with a published room: 1 if it is in another room; soft, this "
               "counts at the level "
               "'rooms', before all other wishes",
    .unit = "event moved to another room",
    .example = "talks:\n"
               "  - {title: Fuzzing, published: {start: 2026-05-14 14:00, room: main}}\n",
    .origin = "OptaPlanner (published room), IETF",
    .keys = keys,
    .n_keys = BASE_COUNT(keys),
    .count_at = count_at,
    .looks_at = RULE_LOOKS_AT_ROOM,
    .concerns = concerns,
    .audit = audit_rule,
};
