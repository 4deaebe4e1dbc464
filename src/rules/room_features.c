/* The room has what the event, its people, track and kind require, and nothing that they prohibit.
 *
 * Placement, for each of these owners: |required \ features_r| + |prohibited ∩ features_r| = 0. */
#include "rules/findings.h"
#include "rules/keys.h"
#include "rules/table.h"
#include "rules/terms.h"

static const struct rule_key keys[] = {KEYS_REQUIRES, KEYS_PROHIBITS};

static int64_t count_owner(const struct attrs *attrs, const struct room *room)
{
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
    const struct event *one = &problem->events[event.v];
    int64_t count = 0;
    for (uint32_t i = 0; placement.room.v != ID_NONE && i < terms_owner_count(one); i++) {
        const struct attrs *attrs = terms_owner_attrs(problem, one, i);
        if (attrs != NULL) {
            count += count_owner(attrs, &problem->rooms[placement.room.v]);
        }
    }
    return count;
}

static void judge(const struct audit *audit, struct event_id event,
                  const struct findings_owner *owner, const char *key, bool wanted)
{
    struct room_id room = findings_room(audit, event);
    const struct value *value = attrs_find(owner->attrs, key);
    for (uint32_t i = 0; value != NULL && i < value->as.wishes.features.n; i++) {
        const char *feature = value->as.wishes.features.v[i];
        if (findings_lists(audit->problem->rooms[room.v].features, feature) == wanted) {
            continue;
        }
        struct violation violation = findings_one(audit, event, 1);
        violation.at = value->at;
        if (owner->person.v != ID_NONE) {
            violation.people[violation.n_people++] = owner->person;
        }
        violation.message = arena_print(
            &audit->score->arena, "%s is in %s, which has %s%s, but %s %s.",
            findings_title(audit, event), findings_room_name(audit, room), wanted ? "no " : "",
            feature, findings_who(audit, owner), wanted ? "needs it" : "rules it out");
        rule_report(audit, audit->setting->strength, violation);
    }
}

static void audit_rule(const struct audit *audit)
{
    for (uint32_t i = 0; i < audit->problem->n_events; i++) {
        struct event_id event = {i};
        if (!findings_is_judged(audit, event) || findings_room(audit, event).v == ID_NONE) {
            continue;
        }
        struct findings_owner owner;
        for (uint32_t k = 0; findings_owner_at(audit, event, k, &owner); k++) {
            judge(audit, event, &owner, "requires", true);
            judge(audit, event, &owner, "prohibits", false);
        }
    }
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
    .audit = audit_rule,
};
