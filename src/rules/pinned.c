/* A pinned event stays at its pinned time and room; a track with a room or a time of its own (a
 * devroom) has all its events there and then.
 *
 * Placement: s = pin_e.start, r = pin_e.room, r = room of the track, [s, s + len_e) inside the
 * track's time, each where it is given. */
#include "rules/findings.h"
#include "rules/table.h"

static const struct rule_key keys[] = {
    {"pin", RULE_ON_EVENT, VALUE_PIN, "{start: 2026-05-14 16:15, room: main}: either or both"},
};

static bool concerns(const struct problem *problem, struct event_id event)
{
    const struct event *one = &problem->events[event.v];
    const struct track *track = one->track.v == ID_NONE ? NULL : &problem->tracks[one->track.v];
    return attrs_find(&one->attrs, "pin") != NULL ||
           (track != NULL && (track->room.v != ID_NONE || track->time.n > 0));
}

static int64_t count_at(const struct problem *problem, const struct rule_setting *setting,
                        struct event_id event, struct placement placement)
{
    (void)setting;
    const struct event *one = &problem->events[event.v];
    const struct value *pin = attrs_find(&one->attrs, "pin");
    int64_t broken = 0;
    if (pin != NULL) {
        struct pin to = pin->as.pin;
        broken += to.start_min != CALENDAR_NO_TIME && to.start_min != placement.start_min;
        broken += to.room.v != ID_NONE && to.room.v != placement.room.v;
    }
    if (one->track.v != ID_NONE) {
        const struct track *track = &problem->tracks[one->track.v];
        broken += track->room.v != ID_NONE && track->room.v != placement.room.v;
        broken += track->time.n > 0 && !intervals_contain(track->time, placement.start_min,
                                                          placement.start_min + one->duration_min);
    }
    return broken;
}

static void report(const struct audit *audit, struct event_id event, struct src_span at,
                   const char *where_to)
{
    struct violation violation = findings_one(audit, event, 1);
    violation.at = at;
    violation.message = arena_print(&audit->score->arena, "%s is in %s at %s, but %s.",
                                    findings_title(audit, event),
                                    findings_room_name(audit, findings_room(audit, event)),
                                    findings_when(audit, violation.span.from_min), where_to);
    rule_report(audit, audit->setting->strength, violation);
}

static void judge_pin(const struct audit *audit, struct event_id event, const struct value *value)
{
    struct arena *arena = &audit->score->arena;
    const struct pin *pin = &value->as.pin;
    if (pin->start_min != CALENDAR_NO_TIME &&
        findings_span(audit, event).from_min != pin->start_min) {
        report(audit, event, value->at,
               arena_print(arena, "is pinned to %s", findings_when(audit, pin->start_min)));
    }
    if (pin->room.v != ID_NONE && findings_room(audit, event).v != pin->room.v) {
        report(audit, event, value->at,
               arena_print(arena, "is pinned to %s", findings_room_name(audit, pin->room)));
    }
}

static bool lies_in(const struct intervals *times, struct interval span)
{
    for (uint32_t i = 0; i < times->n; i++) {
        if (times->v[i].from_min <= span.from_min && span.to_min <= times->v[i].to_min) {
            return true;
        }
    }
    return false;
}

static void judge_track(const struct audit *audit, struct event_id event, const struct track *track)
{
    struct arena *arena = &audit->score->arena;
    if (track->room.v != ID_NONE && findings_room(audit, event).v != track->room.v) {
        report(audit, event, track->at,
               arena_print(arena, "track '%s' is in %s", track->name,
                           findings_room_name(audit, track->room)));
    }
    if (track->time.n > 0 && !lies_in(&track->time, findings_span(audit, event))) {
        report(audit, event, track->at,
               arena_print(arena, "that is outside the time of track '%s'", track->name));
    }
}

static void audit_rule(const struct audit *audit)
{
    for (uint32_t i = 0; i < audit->problem->n_events; i++) {
        const struct event *event = &audit->problem->events[i];
        const struct value *pin = attrs_find(&event->attrs, "pin");
        if (!findings_is_judged(audit, (struct event_id){i})) {
            continue;
        }
        if (pin != NULL) {
            judge_pin(audit, (struct event_id){i}, pin);
        }
        if (event->track.v != ID_NONE) {
            judge_track(audit, (struct event_id){i}, &audit->problem->tracks[event->track.v]);
        }
    }
}

const struct rule rule_pinned = {
    .id = "pinned",
    .family = RULE_PLACEMENT,
    .usual = {STRENGTH_HARD, 0},
    .sentence = "Pinned events stay at their time and in their room, and so do the events of a "
                "track that has its own.",
    .formula = "for each event: 1 if it does not start at its pinned time, plus 1 if it is not in "
               "its pinned room, "
               "plus 1 if it is not in its track's room, plus 1 if it is not inside its track's "
               "time, each where "
               "such a thing is given",
    .unit = "pin that does not hold",
    .example = "talks:\n"
               "  - {title: Welcome, pin: {start: 2026-05-14 09:00, room: main}}\n"
               "tracks: [{id: virt, room: ud2120, time: 2026-05-14 09:00-13:00}]\n",
    .origin = "OptaPlanner, EMF, IETF",
    .keys = keys,
    .n_keys = BASE_COUNT(keys),
    .count_at = count_at,
    .looks_at = RULE_LOOKS_AT_PLACEMENT,
    .concerns = concerns,
    .audit = audit_rule,
};
