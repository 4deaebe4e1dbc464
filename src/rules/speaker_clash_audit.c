#include "rules/findings_beside.h"
#include "rules/findings_cells.h"
#include "rules/speaker_clash.h"

#include <string.h>

static const char *say(const struct audit *audit, struct person_id person,
                       const struct violation *violation, int32_t needed_min)
{
    struct arena *arena = &audit->score->arena;
    const char *name = audit->problem->people[person.v].name;
    const char *a = findings_title(audit, violation->events[0]);
    const char *b = findings_title(audit, violation->events[1]);
    const char *when = findings_when(audit, violation->span.from_min);
    if (findings_shared_min(audit, violation->events[0], violation->events[1]) > 0) {
        return arena_print(arena, "%s is needed in both %s and %s at %s.", name, a, b, when);
    }
    return arena_print(arena, "%s has %d minutes between %s and %s at %s, but needs %d.", name,
                       (int)(violation->span.to_min - violation->span.from_min), a, b, when,
                       (int)needed_min);
}

static int32_t needed_between(const struct audit *audit, struct person_id person, struct event_id a,
                              struct event_id b)
{
    const struct value *pause = attrs_find(&audit->problem->people[person.v].attrs, "pause");
    struct room_id room_a = findings_room(audit, a);
    struct room_id room_b = findings_room(audit, b);
    int32_t needed_min = pause == NULL ? 0 : (int32_t)pause->as.number;
    if (room_a.v != ID_NONE && room_b.v != ID_NONE && room_a.v != room_b.v) {
        int32_t walk_min = problem_walk_min(audit->problem, room_a, room_b);
        needed_min = walk_min > needed_min ? walk_min : needed_min;
    }
    return needed_min;
}

static void judge(const struct audit *audit, struct person_id person, struct event_id a,
                  struct event_id b)
{
    int32_t needed_min = needed_between(audit, person, a, b);
    int32_t overlap_min = timetable_overlap_min(findings_span(audit, a), needed_min,
                                                findings_span(audit, b), needed_min);
    if (overlap_min == 0) {
        return;
    }
    const char *per = findings_text_param(audit->setting, "per", "pair");
    struct violation violation =
        findings_two(audit, a, b, findings_overlap_count(audit->problem, per, overlap_min));
    violation.people[0] = person;
    violation.n_people = 1;
    violation.message = say(audit, person, &violation, needed_min);
    rule_report(audit, audit->setting->strength, violation);
}

static void judge_apart(const struct audit *audit, struct person_id person, struct event_id a,
                        struct event_id b)
{
    if (!findings_are_apart(audit, a, b)) {
        return;
    }
    struct violation violation = findings_two(audit, a, b, 1);
    violation.people[0] = person;
    violation.n_people = 1;
    violation.message =
        arena_print(&audit->score->arena, "%s is needed in both %s, in %s, and %s, in %s.",
                    audit->problem->people[person.v].name, findings_title(audit, a),
                    findings_cell_name(audit, findings_window(audit, a)), findings_title(audit, b),
                    findings_cell_name(audit, findings_window(audit, b)));
    rule_report(audit, audit->setting->strength, violation);
}

/* Whether the person is needed at both: as a speaker, or at one as the chair of another track. */
static bool is_needed(const struct audit *audit, struct person_id person, struct event_id a,
                      struct event_id b)
{
    const struct value *chairs = attrs_find(&audit->setting->params, "chairs");
    bool speaks[2] = {false, false}, presides[2] = {false, false};
    const struct event_id both[2] = {a, b};
    for (int side = 0; side < 2; side++) {
        const struct event *event = &audit->problem->events[both[side].v];
        for (uint32_t i = 0; i < event->n_people; i++) {
            speaks[side] = speaks[side] || event->people[i].v == person.v;
        }
        const struct track *track =
            event->track.v == ID_NONE ? NULL : &audit->problem->tracks[event->track.v];
        for (uint32_t i = 0; track != NULL && i < track->n_chairs; i++) {
            presides[side] = presides[side] || track->chairs[i].v == person.v;
        }
    }
    bool tracks_differ = audit->problem->events[a.v].track.v != audit->problem->events[b.v].track.v;
    return (speaks[0] && speaks[1]) || (chairs != NULL && chairs->as.flag && tracks_differ &&
                                        ((speaks[0] && presides[1]) || (presides[0] && speaks[1])));
}

/* Others of the same pair count all the same. */
static bool is_spared(const struct audit *audit, struct person_id person)
{
    return audit->setting->spared_people != NULL && audit->setting->spared_people[person.v];
}

static bool is_known(const struct event *event, struct person_id person)
{
    for (uint32_t i = 0; i < event->n_people; i++) {
        if (event->people[i].v == person.v) {
            return true;
        }
    }
    return false;
}

static void judge_pair(const struct audit *audit, struct event_id a, struct event_id b)
{
    const struct event *one = &audit->problem->events[a.v], *other = &audit->problem->events[b.v];
    bool once = strcmp(findings_text_param(audit->setting, "count", "people"), "pairs") == 0;
    bool windows = findings_is_per_window(audit->setting);
    struct person_id slowest = {ID_NONE};
    for (uint32_t i = 0; i < one->n_people + other->n_people; i++) {
        bool first = i < one->n_people;
        struct person_id person = first ? one->people[i] : other->people[i - one->n_people];
        if ((!first && is_known(one, person)) || !is_needed(audit, person, a, b) ||
            is_spared(audit, person)) {
            continue;
        }
        if (!once && windows) {
            judge_apart(audit, person, a, b);
        } else if (!once) {
            judge(audit, person, a, b);
        } else if (slowest.v == ID_NONE ||
                   needed_between(audit, person, a, b) > needed_between(audit, slowest, a, b)) {
            slowest = person;
        }
    }
    if (slowest.v != ID_NONE && windows) {
        judge_apart(audit, slowest, a, b);
    } else if (slowest.v != ID_NONE) {
        judge(audit, slowest, a, b);
    }
}

/* Appends the events of the person that come after `event`. */
static void add_later(const struct findings_people *people, struct person_id person,
                      struct event_id event, struct findings_list *later)
{
    for (size_t i = people->first[person.v]; i < people->first[person.v + 1]; i++) {
        if (people->v[i].v > event.v) {
            vec_push(later, people->v[i]);
        }
    }
}

/* Appends the placed events after `event` of the tracks that its people chair. */
static void add_chaired(const struct audit *audit, const struct findings_list *of_track,
                        struct event_id event, struct findings_list *later)
{
    const struct problem *problem = audit->problem;
    for (uint32_t t = 0; t < problem->n_tracks; t++) {
        const struct track *track = &problem->tracks[t];
        bool chaired = false;
        for (uint32_t i = 0; i < track->n_chairs && !chaired; i++) {
            chaired = is_known(&problem->events[event.v], track->chairs[i]);
        }
        for (size_t i = 0; chaired && i < of_track[t].n; i++) {
            if (of_track[t].v[i].v > event.v) {
                vec_push(later, of_track[t].v[i]);
            }
        }
    }
}

/* The placed events of each track. */
static struct findings_list *list_tracks(const struct audit *audit)
{
    const struct problem *problem = audit->problem;
    struct findings_list *of_track = base_alloc_zero((size_t)problem->n_tracks, sizeof(*of_track));
    for (uint32_t e = 0; e < problem->n_events; e++) {
        if (problem->events[e].track.v != ID_NONE && audit->timetable->v[e].placed) {
            vec_push(&of_track[problem->events[e].track.v], (struct event_id){e});
        }
    }
    return of_track;
}

/* Judges the event with those after it that may need one of its people, or one of its chairs. */
static void judge_event(const struct audit *audit, const struct findings_people *people,
                        const struct findings_list *of_track, struct event_id a,
                        struct findings_list *later)
{
    const struct problem *problem = audit->problem;
    const struct event *event = &problem->events[a.v];
    vec_clear(later);
    for (uint32_t i = 0; i < event->n_people; i++) {
        add_later(people, event->people[i], a, later);
    }
    if (of_track != NULL) {
        add_chaired(audit, of_track, a, later);
        for (uint32_t i = 0;
             event->track.v != ID_NONE && i < problem->tracks[event->track.v].n_chairs; i++) {
            add_later(people, problem->tracks[event->track.v].chairs[i], a, later);
        }
    }
    findings_list_sort(later);
    for (size_t k = 0; k < later->n; k++) {
        judge_pair(audit, a, later->v[k]);
    }
}

void speaker_clash_audit(const struct audit *audit)
{
    const struct problem *problem = audit->problem;
    const struct value *chairs = attrs_find(&audit->setting->params, "chairs");
    struct findings_people people = findings_people_of(audit);
    struct findings_list *of_track = chairs != NULL && chairs->as.flag ? list_tracks(audit) : NULL;
    struct findings_list later = {0};
    for (uint32_t i = 0; i < problem->n_events; i++) {
        if (findings_is_placed(audit, (struct event_id){i})) {
            judge_event(audit, &people, of_track, (struct event_id){i}, &later);
        }
    }
    for (uint32_t t = 0; of_track != NULL && t < problem->n_tracks; t++) {
        vec_free(&of_track[t]);
    }
    base_free(of_track);
    vec_free(&later);
}
