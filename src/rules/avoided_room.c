/* Events stay out of rooms, and rooms with features, that are better avoided.
 *
 * Placement, for each of event, people, track and kind: weight · ([r among the rooms named] +
 * |features to avoid ∩ features_r|). */
#include "rules/findings.h"
#include "rules/keys.h"
#include "rules/table.h"
#include "rules/terms.h"

static const struct rule_param params[] = {KEYS_PER_EVENT};
static const struct rule_key keys[] = {KEYS_AVOIDS};

struct place {
    const struct problem *problem;
    struct room_id room;
};

static int64_t count_owner(const struct attrs *attrs, const void *context)
{
    const struct place *place = context;
    const struct room *room = &place->problem->rooms[place->room.v];
    const struct value *avoids = attrs_find(attrs, "avoids");
    if (avoids == NULL) {
        return 0;
    }
    const struct wishes *wishes = &avoids->as.wishes;
    bool named = false;
    for (uint32_t i = 0; i < wishes->n_rooms; i++) {
        named = named || wishes->rooms[i].v == place->room.v;
    }
    int64_t count = named;
    for (uint32_t i = 0; i < wishes->features.n; i++) {
        count += terms_has_text(room->features, wishes->features.v[i]);
    }
    return count;
}

static int64_t count_at(const struct problem *problem, const struct rule_setting *setting,
                        struct event_id event, struct placement placement)
{
    struct place place = {problem, placement.room};
    int64_t count =
        placement.room.v == ID_NONE ? 0 : terms_count_owners(problem, event, count_owner, &place);
    return terms_count_event(problem, setting, event, count);
}

static void report(const struct audit *audit, struct event_id event,
                   const struct findings_owner *owner, struct src_span at, const char *wish)
{
    const char *message = arena_print(
        &audit->score->arena, "%s is in %s, but %s would rather avoid %s.",
        findings_title(audit, event), findings_room_name(audit, findings_room(audit, event)),
        findings_who(audit, owner), wish);
    findings_report_owner(audit, event, owner, at, message);
}

static void judge(const struct audit *audit, struct event_id event,
                  const struct findings_owner *owner)
{
    const struct value *avoids = attrs_find(owner->attrs, "avoids");
    struct room_id room = findings_room(audit, event);
    if (avoids == NULL || room.v == ID_NONE) {
        return;
    }
    const struct wishes *wishes = &avoids->as.wishes;
    for (uint32_t i = 0; i < wishes->n_rooms; i++) {
        if (wishes->rooms[i].v == room.v) {
            report(audit, event, owner, avoids->at, "it");
            break;
        }
    }
    for (uint32_t i = 0; i < wishes->features.n; i++) {
        if (findings_lists(audit->problem->rooms[room.v].features, wishes->features.v[i])) {
            report(audit, event, owner, avoids->at,
                   arena_print(&audit->score->arena, "rooms with %s", wishes->features.v[i]));
        }
    }
}

static void audit_rule(const struct audit *audit)
{
    findings_judge_owners(audit, judge);
}

const struct rule rule_avoided_room = {
    .id = "avoided-room",
    .family = RULE_PLACEMENT,
    .usual = {STRENGTH_SOFT, 20},
    .sentence =
        "Events stay out of the rooms that they, their speakers, track or kind would rather avoid.",
    .formula = "for each event and each of itself, its people, its track and its kind: 1 if it is "
               "in one of the rooms "
               "to avoid, plus the number of features to avoid that the room has; per: tick: the "
               "ticks of the event for each of these",
    .unit = "wish that is not met, or wish and tick",
    .example = "kinds:\n"
               "  workshop:\n"
               "    avoids: {features: [fixed-seats]}\n",
    .origin = "OptaPlanner, CoSPLib, IETF",
    .params = params,
    .n_params = BASE_COUNT(params),
    .keys = keys,
    .n_keys = BASE_COUNT(keys),
    .count_at = count_at,
    .looks_at = RULE_LOOKS_AT_ROOM,
    .audit = audit_rule,
};
