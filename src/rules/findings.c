#include "rules/findings.h"

#include <string.h>

const char *findings_text_param(const struct rule_setting *setting, const char *name,
                                const char *usual)
{
    const struct value *value = attrs_find(&setting->params, name);
    return value == NULL ? usual : value->as.text;
}

bool findings_is_per_window(const struct rule_setting *setting)
{
    return strcmp(findings_text_param(setting, "per", ""), "window") == 0;
}

int64_t findings_overlap_count(const struct problem *problem, const char *per, int32_t overlap_min)
{
    bool pairs = strcmp(per, "pair") == 0 || (strcmp(per, "tick") != 0 && problem->aligned);
    return pairs ? 1 : (overlap_min + problem->tick_min - 1) / problem->tick_min;
}

bool findings_is_placed(const struct audit *audit, struct event_id event)
{
    return audit->timetable->v[event.v].placed;
}

bool findings_is_judged(const struct audit *audit, struct event_id event)
{
    return audit->timetable->v[event.v].placed && !audit->problem->events[event.v].fixed;
}

struct interval findings_span(const struct audit *audit, struct event_id event)
{
    return timetable_span(audit->problem, audit->timetable, event);
}

struct room_id findings_room(const struct audit *audit, struct event_id event)
{
    return audit->timetable->v[event.v].room;
}

int32_t findings_shared_min(const struct audit *audit, struct event_id a, struct event_id b)
{
    return timetable_overlap_min(findings_span(audit, a), 0, findings_span(audit, b), 0);
}

const char *findings_when(const struct audit *audit, int32_t time_min)
{
    static const char weekdays[7][4] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char months[12][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    struct local_time local = calendar_local(&audit->problem->zone, time_min);
    int32_t day_number = 0;
    BUG_UNLESS(calendar_day_number(local.year, local.month, local.day, &day_number));
    return arena_print(&audit->score->arena, "%s %d %s, %02d:%02d",
                       weekdays[calendar_weekday(day_number)], (int)local.day,
                       months[local.month - 1], (int)local.hour, (int)local.minute);
}

const char *findings_title(const struct audit *audit, struct event_id event)
{
    return arena_print(&audit->score->arena, "'%s'", audit->problem->events[event.v].title);
}

const char *findings_room_name(const struct audit *audit, struct room_id room)
{
    return room.v == ID_NONE ? "its place" : audit->problem->rooms[room.v].name;
}

static void add_room(struct violation *violation, struct room_id room)
{
    bool known = violation->n_rooms > 0 && violation->rooms[0].v == room.v;
    if (room.v != ID_NONE && !known) {
        violation->rooms[violation->n_rooms++] = room;
    }
}

struct violation findings_one(const struct audit *audit, struct event_id event, int64_t count)
{
    struct violation violation = {.count = count, .n_events = 1};
    violation.events[0] = event;
    violation.at = audit->problem->events[event.v].at;
    violation.span = findings_span(audit, event);
    add_room(&violation, findings_room(audit, event));
    return violation;
}

struct violation findings_two(const struct audit *audit, struct event_id a, struct event_id b,
                              int64_t count)
{
    struct interval span_a = findings_span(audit, a);
    struct interval span_b = findings_span(audit, b);
    int32_t later_start = span_a.from_min > span_b.from_min ? span_a.from_min : span_b.from_min;
    int32_t earlier_end = span_a.to_min < span_b.to_min ? span_a.to_min : span_b.to_min;
    struct violation violation = {.count = count, .n_events = 2};
    violation.events[0] = a;
    violation.events[1] = b;
    violation.at = audit->problem->events[a.v].at;
    violation.span = later_start < earlier_end ? (struct interval){later_start, earlier_end}
                                               : (struct interval){earlier_end, later_start};
    add_room(&violation, findings_room(audit, a));
    add_room(&violation, findings_room(audit, b));
    return violation;
}

void findings_parallel(const struct audit *audit, struct strength strength, const char *per,
                       const struct event_id *events, uint32_t n, const char *both,
                       const char *name)
{
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t k = i + 1; k < n; k++) {
            if (!findings_is_placed(audit, events[i]) || !findings_is_placed(audit, events[k])) {
                continue;
            }
            int32_t shared_min = findings_shared_min(audit, events[i], events[k]);
            if (shared_min == 0) {
                continue;
            }
            int64_t count = findings_overlap_count(audit->problem, per, shared_min);
            struct violation violation = findings_two(audit, events[i], events[k], count);
            violation.message = arena_print(
                &audit->score->arena, "%s and %s run at the same time (%s), and both are %s '%s'.",
                findings_title(audit, events[i]), findings_title(audit, events[k]),
                findings_when(audit, violation.span.from_min), both, name);
            rule_report(audit, strength, violation);
        }
    }
}

bool findings_owner_at(const struct audit *audit, struct event_id event, uint32_t index,
                       struct findings_owner *owner)
{
    const struct problem *problem = audit->problem;
    const struct event *asked = &problem->events[event.v];
    uint32_t n_tracks = asked->track.v == ID_NONE ? 0 : 1;
    *owner = (struct findings_owner){NULL, {ID_NONE}, {ID_NONE}, {ID_NONE}};
    if (index == 0) {
        owner->attrs = &asked->attrs;
    } else if (index <= asked->n_people) {
        owner->person = asked->people[index - 1];
        owner->attrs = &problem->people[owner->person.v].attrs;
    } else if (index <= asked->n_people + n_tracks) {
        owner->track = asked->track;
        owner->attrs = &problem->tracks[owner->track.v].attrs;
    } else if (index == asked->n_people + n_tracks + 1) {
        owner->kind = asked->kind;
        owner->attrs = &problem->kinds[owner->kind.v].attrs;
    }
    return owner->attrs != NULL;
}

const char *findings_who(const struct audit *audit, const struct findings_owner *owner)
{
    const struct problem *problem = audit->problem;
    struct arena *arena = &audit->score->arena;
    if (owner->person.v != ID_NONE) {
        return problem->people[owner->person.v].name;
    }
    if (owner->track.v != ID_NONE) {
        return arena_print(arena, "track '%s'", problem->tracks[owner->track.v].name);
    }
    if (owner->kind.v != ID_NONE) {
        return arena_print(arena, "every %s", problem->kinds[owner->kind.v].id);
    }
    return "the event itself";
}

void findings_judge_owners(const struct audit *audit,
                           void (*judge)(const struct audit *audit, struct event_id event,
                                         const struct findings_owner *owner))
{
    for (uint32_t i = 0; i < audit->problem->n_events; i++) {
        struct event_id event = {i};
        struct findings_owner owner;
        if (!findings_is_judged(audit, event)) {
            continue;
        }
        for (uint32_t k = 0; findings_owner_at(audit, event, k, &owner); k++) {
            judge(audit, event, &owner);
        }
    }
}

void findings_report_owner(const struct audit *audit, struct event_id event,
                           const struct findings_owner *owner, struct src_span at,
                           const char *message)
{
    struct violation violation = findings_one(audit, event, 1);
    violation.at = at;
    if (owner->person.v != ID_NONE) {
        violation.people[violation.n_people++] = owner->person;
    }
    violation.message = message;
    rule_report(audit, audit->setting->strength, violation);
}

bool findings_names(const struct value *events, struct event_id event)
{
    for (uint32_t i = 0; events != NULL && i < events->as.events.n; i++) {
        if (events->as.events.v[i].v == event.v) {
            return true;
        }
    }
    return false;
}

bool findings_lists(struct text_list list, const char *text)
{
    for (const char *const *one = list.v; one < list.v + list.n; one++) {
        if (strcmp(*one, text) == 0) {
            return true;
        }
    }
    return false;
}
