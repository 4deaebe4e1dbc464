/* Events get the rooms and the features wished for.
 *
 * Placement, for each of event, people, track and kind: weight · ([rooms named and r not among
 * them] + |features wished for \ features_r|). */
#include "rules/findings.h"
#include "rules/keys.h"
#include "rules/table.h"
#include "rules/terms.h"

static const struct rule_key keys[] = {KEYS_PREFERS};

static int64_t count_owner(const struct problem *problem, const struct wishes *wishes,
                           struct room_id room)
{
    bool met = wishes->n_rooms == 0;
    for (uint32_t i = 0; i < wishes->n_rooms; i++) {
        met = met || wishes->rooms[i].v == room.v;
    }
    int64_t count = !met;
    for (uint32_t i = 0; i < wishes->features.n; i++) {
        count += !terms_has_text(problem->rooms[room.v].features, wishes->features.v[i]);
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
        const struct value *prefers = attrs == NULL ? NULL : attrs_find(attrs, "prefers");
        if (prefers != NULL) {
            count += count_owner(problem, &prefers->as.wishes, placement.room);
        }
    }
    return count;
}

static void report(const struct audit *audit, struct event_id event,
                   const struct findings_owner *owner, struct src_span at, const char *wish)
{
    struct violation violation = findings_one(audit, event, 1);
    violation.at = at;
    if (owner->person.v != ID_NONE) {
        violation.people[violation.n_people++] = owner->person;
    }
    violation.message = arena_print(
        &audit->score->arena, "%s is in %s, but %s would prefer %s.", findings_title(audit, event),
        findings_room_name(audit, findings_room(audit, event)), findings_who(audit, owner), wish);
    rule_report(audit, audit->setting->strength, violation);
}

static void judge(const struct audit *audit, struct event_id event,
                  const struct findings_owner *owner)
{
    const struct value *prefers = attrs_find(owner->attrs, "prefers");
    struct room_id room = findings_room(audit, event);
    if (prefers == NULL) {
        return;
    }
    const struct wishes *wishes = &prefers->as.wishes;
    uint32_t others = 0;
    while (others < wishes->n_rooms && wishes->rooms[others].v != room.v) {
        others++;
    }
    if (wishes->n_rooms > 0 && others == wishes->n_rooms) {
        const char *name = findings_room_name(audit, wishes->rooms[0]);
        report(audit, event, owner, prefers->at, wishes->n_rooms == 1 ? name : "another room");
    }
    for (uint32_t i = 0; i < wishes->features.n; i++) {
        if (!findings_lists(audit->problem->rooms[room.v].features, wishes->features.v[i])) {
            report(audit, event, owner, prefers->at,
                   arena_print(&audit->score->arena, "a room with %s", wishes->features.v[i]));
        }
    }
}

static void audit_rule(const struct audit *audit)
{
    for (uint32_t i = 0; i < audit->problem->n_events; i++) {
        struct event_id event = {i};
        struct findings_owner owner;
        if (!findings_is_judged(audit, event) || findings_room(audit, event).v == ID_NONE) {
            continue;
        }
        for (uint32_t k = 0; findings_owner_at(audit, event, k, &owner); k++) {
            judge(audit, event, &owner);
        }
    }
}

const struct rule rule_preferred_room = {
    .id = "preferred-room",
    .family = RULE_PLACEMENT,
    .usual = {STRENGTH_SOFT, 20},
    .sentence = "Events take place in rooms that they, their speakers, track or kind wish for.",
    .formula =
        "for each event and each of itself, its people, its track and its kind: 1 if preferred "
        "rooms are named "
        "and it is in none of them, plus the number of preferred features that the room lacks",
    .unit = "wish that is not met",
    .example = "talks:\n"
               "  - title: Live Demo\n"
               "    prefers: {rooms: [main], features: [stage]}\n",
    .origin = "OptaPlanner, CoSPLib, IETF",
    .keys = keys,
    .n_keys = BASE_COUNT(keys),
    .count_at = count_at,
    .audit = audit_rule,
};
