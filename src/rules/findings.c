#include "rules/findings.h"

#include "core/phrase.h"
#include "rules/findings_beside.h"

#include <stdlib.h>
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

int64_t findings_event_ticks(const struct audit *audit, struct event_id event)
{
    struct interval span = findings_span(audit, event);
    int32_t tick_min = audit->problem->tick_min;
    return (span.to_min - span.from_min + tick_min - 1) / tick_min;
}

int64_t findings_count_both(const struct audit *audit, struct event_id a, struct event_id b)
{
    return strcmp(findings_text_param(audit->setting, "per", "pair"), "tick") == 0
               ? findings_event_ticks(audit, a) + findings_event_ticks(audit, b)
               : 1;
}

int32_t findings_shared_min(const struct audit *audit, struct event_id a, struct event_id b)
{
    return timetable_overlap_min(findings_span(audit, a), 0, findings_span(audit, b), 0);
}

const char *findings_day_name(const struct audit *audit, int32_t day_number)
{
    return phrase_date(&audit->score->arena, day_number);
}

const char *findings_when(const struct audit *audit, int32_t time_min)
{
    return phrase_when(&audit->score->arena, audit->problem, time_min);
}

int32_t findings_date(const struct audit *audit, struct event_id event)
{
    return problem_date_at(audit->problem, findings_span(audit, event).from_min);
}

static int compare_dates(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

const int32_t *findings_dates(const struct audit *audit, const struct event_id *events, uint32_t n,
                              uint32_t *n_dates)
{
    int32_t *dates = arena_array(&audit->score->arena, n, sizeof(*dates));
    size_t n_all = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (findings_is_placed(audit, events[i])) {
            dates[n_all++] = findings_date(audit, events[i]);
        }
    }
    qsort(dates, n_all, sizeof(*dates), compare_dates);
    *n_dates = 0;
    for (size_t i = 0; i < n_all; i++) {
        if (*n_dates == 0 || dates[*n_dates - 1] != dates[i]) {
            dates[(*n_dates)++] = dates[i];
        }
    }
    return dates;
}

const char *findings_day_names(const struct audit *audit, const int32_t *dates, uint32_t n)
{
    const char *names = findings_day_name(audit, dates[0]);
    for (uint32_t i = 1; i < n; i++) {
        names = arena_print(&audit->score->arena, "%s%s%s", names, i + 1 < n ? ", " : " and ",
                            findings_day_name(audit, dates[i]));
    }
    return names;
}

const char *findings_title(const struct audit *audit, struct event_id event)
{
    return arena_print(&audit->score->arena, "'%s'", audit->problem->events[event.v].title);
}

const char *findings_room_name(const struct audit *audit, struct room_id room)
{
    return room.v == ID_NONE     ? "its place"
           : room.v == ROOM_GONE ? "a room that is no more"
                                 : audit->problem->rooms[room.v].name;
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

struct violation findings_several(const struct audit *audit, const struct event_id *events,
                                  uint32_t n, int64_t count)
{
    struct violation violation = {.count = count};
    for (uint32_t i = 0; i < n; i++) {
        if (!findings_is_placed(audit, events[i])) {
            continue;
        }
        struct interval span = findings_span(audit, events[i]);
        bool first = violation.n_events == 0;
        if (violation.n_events < VIOLATION_EVENTS) {
            violation.events[violation.n_events++] = events[i];
        }
        if (first || span.from_min < violation.span.from_min) {
            violation.span.from_min = span.from_min;
        }
        if (first || span.to_min > violation.span.to_min) {
            violation.span.to_min = span.to_min;
        }
    }
    return violation;
}

void findings_parallel(const struct audit *audit, struct strength strength, const char *per,
                       const struct event_id *events, uint32_t n, const char *both,
                       const char *name)
{
    struct findings_crowd crowd = findings_crowd_of(audit, events, n);
    for (uint32_t i = 0; i < n; i++) {
        const struct findings_list *beside = NULL;
        if (findings_is_placed(audit, events[i])) {
            beside = findings_beside(&crowd, audit, events[i], events[i].v + 1);
        }
        for (size_t k = 0; beside != NULL && k < beside->n; k++) {
            int32_t shared_min = findings_shared_min(audit, events[i], beside->v[k]);
            int64_t count = findings_overlap_count(audit->problem, per, shared_min);
            struct violation violation = findings_two(audit, events[i], beside->v[k], count);
            violation.message = arena_print(
                &audit->score->arena, "%s and %s run at the same time (%s), and both are %s '%s'.",
                findings_title(audit, events[i]), findings_title(audit, beside->v[k]),
                findings_when(audit, violation.span.from_min), both, name);
            rule_report(audit, strength, violation);
        }
    }
    findings_crowd_free(&crowd);
}

static bool has_tag(const struct tag_id *tags, uint32_t n, struct tag_id tag)
{
    for (uint32_t i = 0; i < n; i++) {
        if (tags[i].v == tag.v) {
            return true;
        }
    }
    return false;
}

const char *findings_shared_tag(const struct audit *audit, struct event_id a, struct event_id b,
                                const char *group, uint32_t i)
{
    const struct problem *problem = audit->problem;
    const struct event *first = &problem->events[a.v];
    const struct event *second = &problem->events[b.v];
    for (uint32_t k = 0; k < first->n_tags; k++) {
        const struct tag *tag = &problem->tags[first->tags[k].v];
        bool shared = !has_tag(first->tags, k, first->tags[k]) &&
                      has_tag(second->tags, second->n_tags, first->tags[k]) &&
                      strcmp(problem->tag_groups[tag->group.v].name, group) == 0;
        if (shared && i-- == 0) {
            return tag->name;
        }
    }
    return NULL;
}

static void report_common(const struct audit *audit, struct event_id a, struct event_id b,
                          int32_t shared_min, const char *what)
{
    const char *per = findings_text_param(audit->setting, "per", "auto");
    struct violation violation =
        findings_two(audit, a, b, findings_overlap_count(audit->problem, per, shared_min));
    violation.message =
        arena_print(&audit->score->arena, "%s and %s run at the same time (%s), and both %s.",
                    findings_title(audit, a), findings_title(audit, b),
                    findings_when(audit, violation.span.from_min), what);
    rule_report(audit, audit->setting->strength, violation);
}

static bool is_same_span(const struct audit *audit, struct event_id a, struct event_id b)
{
    struct interval one = findings_span(audit, a), other = findings_span(audit, b);
    return one.from_min == other.from_min && one.to_min == other.to_min;
}

void findings_apart(const struct audit *audit,
                    const char *(*common)(const struct audit *audit, struct event_id a,
                                          struct event_id b, uint32_t i))
{
    bool together = strcmp(findings_text_param(audit->setting, "beside", "overlap"), "start") == 0;
    struct findings_crowd crowd = findings_crowd_among(audit, NULL);
    for (uint32_t i = 0; i < audit->problem->n_events; i++) {
        struct event_id a = {i};
        if (!findings_is_placed(audit, a)) {
            continue;
        }
        const struct findings_list *beside = findings_beside(&crowd, audit, a, i + 1);
        for (size_t k = 0; k < beside->n; k++) {
            int32_t shared_min = findings_shared_min(audit, a, beside->v[k]);
            const char *what = NULL;
            if (together && !is_same_span(audit, a, beside->v[k])) {
                continue;
            }
            for (uint32_t n = 0; (what = common(audit, a, beside->v[k], n)) != NULL; n++) {
                report_common(audit, a, beside->v[k], shared_min, what);
            }
        }
    }
    findings_crowd_free(&crowd);
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
    bool ticks = strcmp(findings_text_param(audit->setting, "per", "event"), "tick") == 0;
    struct violation violation =
        findings_one(audit, event, ticks ? findings_event_ticks(audit, event) : 1);
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
