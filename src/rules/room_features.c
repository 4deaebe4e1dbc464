/* The room has what the event, its people, track and kind require, and nothing that they prohibit.
 *
 * Placement, for each of these owners: |required \ features_r| + |prohibited ∩ features_r| = 0. */
#include "rules/findings.h"
#include "rules/keys.h"
#include "rules/table.h"
#include "rules/terms.h"

static const struct rule_key keys[] = {KEYS_REQUIRES, KEYS_PROHIBITS};

static int64_t count_owner(const struct attrs *attrs, const void *context)
{
    const struct room *room = context;
    const struct value *requires = attrs_find(attrs, "requires");
    const struct value *prohibits = attrs_find(attrs, "prohibits");
    int64_t count = 0;
    for (uint32_t i = 0; requires != NULL && i < requires->as.wishes.features.n; i++) {
        count += !terms_has_text(room->features, requires->as.wishes.features.v[i]);
    }
    for (uint32_t i = 0; prohibits != NULL && i < prohibits->as.wishes.features.n; i++) {
        count += terms_has_text(room->features, prohibits->as.wishes.features.v[i]);
    }
    return count;
}

static int64_t count_at(const struct problem *problem, const struct rule_setting *setting,
                        struct event_id event, struct placement placement)
{
    (void)setting;
    if (placement.room.v == ID_NONE) {
        return 0;
    }
    return terms_count_owners(problem, event, count_owner, &problem->rooms[placement.room.v]);
}

static void judge_key(const struct audit *audit, struct event_id event,
                      const struct findings_owner *owner, const char *key, bool wanted)
{
    struct room_id room = findings_room(audit, event);
    const struct value *value = attrs_find(owner->attrs, key);
    for (uint32_t i = 0; value != NULL && i < value->as.wishes.features.n; i++) {
        const char *feature = value->as.wishes.features.v[i];
        if (findings_lists(audit->problem->rooms[room.v].features, feature) == wanted) {
            continue;
        }
        const char *message = arena_print(
            &audit->score->arena, "%s is in %s, which has %s%s, but %s %s.",
            findings_title(audit, event), findings_room_name(audit, room), wanted ? "no " : "",
            feature, findings_who(audit, owner), wanted ? "needs it" : "rules it out");
        findings_report_owner(audit, event, owner, value->at, message);
    }
}

static void judge(const struct audit *audit, struct event_id event,
                  const struct findings_owner *owner)
{
    if (findings_room(audit, event).v != ID_NONE) {
        judge_key(audit, event, owner, "requires", true);
        judge_key(audit, event, owner, "prohibits", false);
    }
}

static void audit_rule(const struct audit *audit)
{
    findings_judge_owners(audit, judge);
}

const struct rule rule_room_features = {
    .id = "room-features",
    .family = RULE_PLACEMENT,
    .usual = {STRENGTH_HARD, 0},
    .sentence = "A room has all that its events and their speakers require, and nothing that they "
                "prohibit.",
    .formula = "for each event: required features that its room lacks, plus prohibited ones that "
               "it has; what the "
               "event, each of its people, its track and its kind ask for is counted separately",
    .unit = "feature missing or unwanted",
    .example = "rooms: [{id: main, features: [projector, video]}]\n"
               "talks:\n"
               "  - {title: Live Demo, requires: {features: [video]}}\n",
    .origin = "OptaPlanner (room tags), EMF",
    .keys = keys,
    .n_keys = BASE_COUNT(keys),
    .count_at = count_at,
    .looks_at = RULE_LOOKS_AT_ROOM,
    .audit = audit_rule,
};
