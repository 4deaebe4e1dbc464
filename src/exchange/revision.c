#include "confab/revision.h"

#include "core/rule.h"
#include "exchange/schedule_of.h"
#include "output/names.h"
#include "revise/cause.h"

#include <string.h>

/* What every function here needs. */
struct reviser {
    struct arena *arena;
    const struct problem *problem;
    const struct previous *previous;
    const struct timetable *timetable;
    struct revision *revision;
};

/* As announced, but events and rooms that are the problem's are called as it calls them: then
 * nobody takes a new way of writing a name for a change. */
static struct schedule rename_known(const struct reviser *r)
{
    struct schedule was = r->previous->schedule;
    struct schedule_entry *entries =
        arena_copy(r->arena, was.entries, was.n_entries * sizeof(*entries));
    for (uint32_t e = 0; e < r->problem->n_events; e++) {
        uint32_t i = r->previous->entry[e];
        if (i == ID_NONE) {
            continue;
        }
        struct room_id room = r->previous->timetable.v[e].room;
        entries[i].event = r->problem->events[e].id;
        if (!entries[i].timed) {
            entries[i].span.to_min = entries[i].span.from_min + r->problem->events[e].duration_min;
        }
        if (room.v < r->problem->n_rooms &&
            schedule_find_room(&was, r->problem->rooms[room.v].name) == NULL) {
            entries[i].room = r->problem->rooms[room.v].name;
        }
    }
    was.entries = entries;
    was.arena = ARENA_EMPTY;
    return was;
}

/* The problem's event that the change is about; ID_NONE: it is not in the problem any more. */
static struct event_id event_of(const struct reviser *r, const struct change *change)
{
    const struct schedule_entry *entry =
        change->new_entry != NULL ? change->new_entry : change->old_entry;
    struct event_id none = {ID_NONE};
    return entry->event == NULL ? none : problem_find_event(r->problem, entry->event);
}

/* ---- causes --------------------------------------------------------------------------------- */

/* Whom the rule is about: people, else rooms, since a violation names the event's room whatever the
 * rule; and events. */
static void name_parties(const struct reviser *r, const struct cause *cause, struct change *change)
{
    const struct problem *problem = r->problem;
    size_t most = (size_t)cause->n_people + cause->n_rooms + cause->n_events;
    uint32_t n_rooms = cause->n_people > 0 ? 0 : cause->n_rooms;
    struct change_party *parties = arena_array(r->arena, most, sizeof(*parties));
    uint32_t n = 0;
    for (uint32_t i = 0; i < cause->n_people; i++) {
        parties[n++] = (struct change_party){"person", problem->people[cause->people[i].v].name};
    }
    for (uint32_t i = 0; i < n_rooms; i++) {
        parties[n++] = (struct change_party){"room", problem->rooms[cause->rooms[i].v].name};
    }
    for (uint32_t i = 0; i < cause->n_events; i++) {
        parties[n++] = (struct change_party){"event", problem->events[cause->events[i].v].title};
    }
    change->because_of = parties;
    change->n_because_of = n;
}

static void name_cause(const struct reviser *r, const struct causes *causes, struct change *change)
{
    struct event_id event = event_of(r, change);
    if ((change->what & CHANGE_ADDED) != 0) {
        return;
    }
    if (event.v == ID_NONE || (r->problem->absent != NULL && r->problem->absent[event.v])) {
        change->because = "it is not to be held any more";
        return;
    }
    change->left_out = (change->what & CHANGE_WITHDRAWN) != 0;
    const struct cause *cause = causes_of(causes, event);
    if (cause != NULL) {
        change->because = cause->message;
        if (cause->rule != ID_NONE) {
            change->rule = rule_table_at(cause->rule)->id;
            name_parties(r, cause, change);
        }
        if (r->previous->entry[event.v] != ID_NONE &&
            r->previous->timetable.v[event.v].room.v == ROOM_GONE) {
            change->because =
                arena_print(r->arena, "there is no '%s' any more", change->old_entry->room);
        }
    }
}

/* ---- whom to tell --------------------------------------------------------------------------- */

static bool tells(const struct change *change, uint32_t person)
{
    for (uint32_t i = 0; i < change->n_notify; i++) {
        if (change->notify[i] == person) {
            return true;
        }
    }
    return false;
}

static const uint32_t *with_one_more(struct arena *arena, const uint32_t *list, uint32_t n,
                                     uint32_t one)
{
    uint32_t *more = arena_array(arena, (size_t)n + 1, sizeof(*more));
    if (n > 0) {
        memcpy(more, list, n * sizeof(*more));
    }
    more[n] = one;
    return more;
}

/* `people` has room for everybody. */
static uint32_t find_person(const struct reviser *r, struct changes_person *people,
                            struct person_id person)
{
    struct changes *changes = &r->revision->changes;
    const char *guid = names_person_guid(r->arena, r->problem, person);
    const char *name = r->problem->people[person.v].name;
    for (uint32_t i = 0; i < changes->n_people; i++) {
        const struct schedule_person *known = &people[i].person;
        if (known->guid != NULL ? strcmp(known->guid, guid) == 0 : strcmp(known->name, name) == 0) {
            return i;
        }
    }
    people[changes->n_people] = (struct changes_person){{name, guid, NULL}, NULL, 0};
    return changes->n_people++;
}

static void tell_chair(const struct reviser *r, struct changes_person *people, uint32_t index,
                       struct person_id chair)
{
    struct change *change = &r->revision->changes.v[index];
    uint32_t who = chair.v == ID_NONE ? ID_NONE : find_person(r, people, chair);
    if (who == ID_NONE || tells(change, who)) {
        return;
    }
    change->notify = with_one_more(r->arena, change->notify, change->n_notify++, who);
    people[who].changes =
        with_one_more(r->arena, people[who].changes, people[who].n_changes++, index);
}

/* Those who chair its track, or its block. */
static void tell_chairs(const struct reviser *r, struct changes_person *people, uint32_t index)
{
    const struct problem *problem = r->problem;
    struct event_id event = event_of(r, &r->revision->changes.v[index]);
    if (event.v == ID_NONE) {
        return;
    }
    struct track_id track = problem->events[event.v].track;
    for (uint32_t i = 0; track.v != ID_NONE && i < problem->tracks[track.v].n_chairs; i++) {
        tell_chair(r, people, index, problem->tracks[track.v].chairs[i]);
    }
    for (uint32_t b = 0; b < problem->n_blocks; b++) {
        for (uint32_t i = 0; i < problem->blocks[b].n_talks; i++) {
            if (problem->blocks[b].talks[i].v == event.v) {
                tell_chair(r, people, index, problem->blocks[b].chair);
            }
        }
    }
}

static void tell_all_chairs(const struct reviser *r)
{
    struct changes *changes = &r->revision->changes;
    size_t most = (size_t)changes->n_people + r->problem->n_people;
    struct changes_person *people = arena_array(r->arena, most, sizeof(*people));
    if (changes->n_people > 0) {
        memcpy(people, changes->people, changes->n_people * sizeof(*people));
    }
    for (uint32_t c = 0; c < changes->n; c++) {
        tell_chairs(r, people, c);
    }
    changes->people = people;
}

static uint32_t count_attendees(const struct reviser *r)
{
    uint32_t n = 0;
    for (uint32_t a = 0; a < r->problem->n_attendees; a++) {
        const struct attendee *attendee = &r->problem->attendees[a];
        bool told = false;
        for (uint32_t i = 0; i < attendee->n_interests && !told; i++) {
            told = cause_has_moved(r->problem, r->timetable, attendee->interests[i].event);
        }
        n += told;
    }
    return n;
}

void revision_create(struct arena *arena, const struct problem *problem,
                     const struct previous *previous, const struct timetable *timetable,
                     struct revision *revision)
{
    struct reviser r = {arena, problem, previous, timetable, revision};
    *revision = (struct revision){.was = rename_known(&r)};
    revision->now = schedule_of_timetable(problem, timetable);
    revision->changes = changes_find(arena, &revision->was, &revision->now);
    struct causes causes = causes_find(arena, problem, timetable);
    for (uint32_t c = 0; c < revision->changes.n; c++) {
        name_cause(&r, &causes, &revision->changes.v[c]);
    }
    tell_all_chairs(&r);
    revision->n_attendees = count_attendees(&r);
}

void revision_free(struct revision *revision)
{
    schedule_free(&revision->now);
}
