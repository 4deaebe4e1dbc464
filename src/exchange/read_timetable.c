#include "confab/read_timetable.h"

#include "exchange/match_schedule.h"
#include "exchange/read_schedule_file.h"

#include <string.h>

enum { NAMED = 3, TOLD = 3 };

/* A room that the problem does not have, and who was there. */
struct gone_room {
    uint32_t entry; /* the first one */
    const char *title;
    uint32_t n;
};

struct reader {
    const struct problem *problem;
    const struct schedule *schedule;
    struct match match;
    struct diag_list *diags;
    struct timetable *timetable;
    uint32_t *entry; /* [n_events]: where an event was placed */
    struct arena arena;
    /* Of a previous timetable. */
    struct strmap gone; /* rooms that are no more: their numbers in … */
    VEC(struct gone_room) gone_rooms;
    uint32_t n_unknown, n_twice; /* events */
};

static struct src_span place_or(struct src_span place, const struct schedule_entry *entry)
{
    return place.from.line > 0 ? place : entry->at;
}

static bool complain_event(struct reader *reader, const struct schedule_entry *entry, bool several)
{
    const struct problem *problem = reader->problem;
    struct src_span at = place_or(entry->places.title, entry);
    if (several) {
        diag_error(reader->diags, DIAG_TIMETABLE_EVENT_UNKNOWN, at,
                   "several events of the problem are titled '%s'", entry->title);
        diag_hint(reader->diags, "`solution: {events: {<guid>: <id>}}` can say which one is meant");
        return false;
    }
    const char **titles = arena_array(&reader->arena, problem->n_events, sizeof(*titles));
    for (uint32_t e = 0; e < problem->n_events; e++) {
        titles[e] = problem->events[e].title;
    }
    bool titled = entry->title[0] != '\0';
    diag_error(reader->diags, DIAG_TIMETABLE_EVENT_UNKNOWN, at, "the problem has no event '%s'",
               titled ? entry->title : "(without a title)");
    if (titled) {
        diag_suggest(reader->diags, entry->title, titles, problem->n_events);
    }
    return false;
}

static void check_duration(const struct reader *reader, const struct schedule_entry *entry,
                           const struct event *event)
{
    int32_t minutes = entry->span.to_min - entry->span.from_min;
    if (entry->timed && minutes != event->duration_min) {
        diag_warn(reader->diags, DIAG_TIMETABLE_DURATION, place_or(entry->places.duration, entry),
                  "'%s' takes %d minutes here, but %d in the problem", event->title, (int)minutes,
                  (int)event->duration_min);
        diag_note(reader->diags, event->at, "the event is given here");
    }
}

/* A fixed event is where the problem has it; other tools may list a plenary in each of its rooms.
 */
static void check_fixed(struct reader *reader, const struct schedule_entry *entry,
                        const struct event *event)
{
    uint32_t room = match_room(&reader->match, entry->room).v;
    if (entry->span.from_min != event->fixed_start_min) {
        const struct zone *zone = &reader->problem->zone;
        diag_warn(reader->diags, DIAG_TIMETABLE_FIXED_MOVED, place_or(entry->places.date, entry),
                  "'%s' starts at %s here, but is fixed at %s", event->title,
                  calendar_print_iso(&reader->arena, zone, entry->span.from_min),
                  calendar_print_iso(&reader->arena, zone, event->fixed_start_min));
    } else if (!event->plenary && room != ID_NONE && room != event->fixed_room.v) {
        diag_warn(reader->diags, DIAG_TIMETABLE_FIXED_MOVED, place_or(entry->places.room, entry),
                  "'%s' is in '%s' here, but is fixed elsewhere", event->title, entry->room);
    } else {
        return;
    }
    diag_note(reader->diags, event->at, "the event is given here");
}

/* The list that an event stands in counts, not its `room`; its short name is no other room. */
static void check_room(const struct reader *reader, const struct schedule_entry *entry)
{
    const char *said = entry->said, *listed = entry->room;
    if (said == NULL || strcmp(said, listed) == 0) {
        return;
    }
    uint32_t room = match_room(&reader->match, said).v;
    bool same = room != ID_NONE ? room == match_room(&reader->match, listed).v
                                : strstr(said, listed) != NULL || strstr(listed, said) != NULL;
    if (!same) {
        diag_warn(reader->diags, DIAG_TIMETABLE_ROOM_DIFFERS, place_or(entry->places.said, entry),
                  "the event has `room` '%s' but is listed under '%s'", said, listed);
        diag_hint(reader->diags, "the list counts: move the event to the list of its room");
    }
}

static void complain_room(struct reader *reader, const struct schedule_entry *entry)
{
    const struct problem *problem = reader->problem;
    const char **names = arena_array(&reader->arena, problem->n_rooms, sizeof(*names));
    for (uint32_t r = 0; r < problem->n_rooms; r++) {
        names[r] = problem->rooms[r].name;
    }
    diag_error(reader->diags, DIAG_TIMETABLE_ROOM_UNKNOWN, place_or(entry->places.room, entry),
               "the problem has no room '%s'", entry->room);
    diag_suggest(reader->diags, entry->room, names, problem->n_rooms);
}

static void read_entry(struct reader *reader, uint32_t index)
{
    const struct schedule_entry *entry = &reader->schedule->entries[index];
    struct event_id e;
    enum match_result found = match_event(&reader->match, entry, &e);
    if (found != MATCH_ONE) {
        (void)complain_event(reader, entry, found == MATCH_SEVERAL);
        return;
    }
    const struct event *event = &reader->problem->events[e.v];
    check_duration(reader, entry, event);
    check_room(reader, entry);
    if (event->fixed) {
        check_fixed(reader, entry, event);
        return;
    }
    if (reader->entry[e.v] != ID_NONE) {
        diag_error(reader->diags, DIAG_TIMETABLE_EVENT_TWICE, entry->at,
                   "'%s' is in the timetable twice", event->title);
        diag_note(reader->diags, reader->schedule->entries[reader->entry[e.v]].at,
                  "the first time is here");
        return;
    }
    reader->entry[e.v] = index;
    struct room_id room = match_room(&reader->match, entry->room);
    if (room.v == ID_NONE) {
        complain_room(reader, entry);
        return;
    }
    reader->timetable->v[e.v] = (struct assignment){true, room, entry->span.from_min};
}

static void note_gone(struct reader *reader, uint32_t index, const char *title)
{
    const char *room = reader->schedule->entries[index].room;
    if (strmap_add(&reader->gone, room, (uint32_t)reader->gone_rooms.n)) {
        struct gone_room gone = {index, title, 0};
        vec_push(&reader->gone_rooms, gone);
    }
    reader->gone_rooms.v[strmap_find(&reader->gone, room)].n++;
}

static void tell_more(struct reader *reader, enum diag_code code, uint32_t n, const char *what)
{
    if (n > TOLD) {
        diag_warn(reader->diags, code, SRC_NOWHERE, "%u more %s%s", (unsigned)(n - TOLD), what,
                  n - TOLD == 1 ? "" : "s");
    }
}

/* A line for each room. */
static void tell_gone(struct reader *reader)
{
    for (size_t i = 0; i < reader->gone_rooms.n && i < TOLD; i++) {
        const struct gone_room *gone = &reader->gone_rooms.v[i];
        const struct schedule_entry *entry = &reader->schedule->entries[gone->entry];
        const char *more =
            gone->n > 1 ? arena_print(&reader->arena, " and %u more were", (unsigned)gone->n - 1)
                        : " was";
        diag_warn(reader->diags, DIAG_PREVIOUS_ROOM_UNKNOWN, place_or(entry->places.room, entry),
                  entry->room[0] == '\0' ? "'%s'%s in no room%s"
                                         : "'%s'%s in '%s', which the problem does not have",
                  gone->title, more, entry->room);
    }
    tell_more(reader, DIAG_PREVIOUS_ROOM_UNKNOWN, (uint32_t)reader->gone_rooms.n, "unknown room");
    strmap_free(&reader->gone);
    vec_free(&reader->gone_rooms);
}

static void read_previous_entry(struct reader *reader, uint32_t index)
{
    const struct schedule_entry *entry = &reader->schedule->entries[index];
    struct event_id e;
    enum match_result found = match_event(&reader->match, entry, &e);
    if (found != MATCH_ONE && reader->n_unknown++ >= TOLD) {
        return;
    }
    if (found != MATCH_ONE) {
        diag_warn(reader->diags, DIAG_PREVIOUS_EVENT_UNKNOWN, place_or(entry->places.title, entry),
                  found == MATCH_SEVERAL ? "several events of the problem are titled '%s'"
                                         : "the problem has no event '%s' any more",
                  entry->title);
        return;
    }
    const struct event *event = &reader->problem->events[e.v];
    if (event->fixed) {
        return;
    }
    if (reader->entry[e.v] != ID_NONE) {
        if (reader->n_twice++ < TOLD) {
            diag_warn(reader->diags, DIAG_PREVIOUS_EVENT_TWICE, entry->at,
                      "'%s' is there twice; the first time counts", event->title);
        }
        return;
    }
    reader->entry[e.v] = index;
    struct room_id room = match_room(&reader->match, entry->room);
    if (room.v == ID_NONE) {
        note_gone(reader, index, event->title);
    }
    reader->timetable->v[e.v] = (struct assignment){true, room, entry->span.from_min};
}

/* One line for all that had no place. */
static void tell_new(struct reader *reader, const char *name)
{
    const struct problem *problem = reader->problem;
    const char *names = "";
    uint32_t n = 0;
    for (uint32_t e = 0; e < problem->n_events; e++) {
        if (problem->events[e].fixed || reader->entry[e] != ID_NONE) {
            continue;
        }
        if (n < NAMED) {
            names = arena_print(&reader->arena, "%s%s'%s'", names, n > 0 ? ", " : "",
                                problem->events[e].title);
        }
        n++;
    }
    if (n > NAMED) {
        names = arena_print(&reader->arena, "%s and %u more", names, n - NAMED);
    }
    if (n > 0) {
        diag_warn(reader->diags, DIAG_PREVIOUS_EVENT_NEW, SRC_NOWHERE, "%u event%s not in '%s': %s",
                  n, n == 1 ? " is" : "s are", name, names);
    }
}

/* Schedules of other tools have guids and an acronym of their own: whose events are known by
 * `solution` is Confab's. */
static bool is_of_confab(const struct schedule *schedule)
{
    for (uint32_t e = 0; e < schedule->n_entries; e++) {
        if (schedule->entries[e].event != NULL) {
            return true;
        }
    }
    return false;
}

static void check_acronym(struct reader *reader)
{
    const char *was = reader->schedule->acronym, *is = reader->problem->acronym;
    if (was == NULL || strcmp(was, is) == 0 || !is_of_confab(reader->schedule)) {
        return;
    }
    diag_warn(reader->diags, DIAG_PREVIOUS_ACRONYM_DIFFERS, SRC_NOWHERE,
              "the acronym was '%s' and is '%s' now: all guids change, and calendars will not know "
              "events again",
              was, is);
    diag_hint(reader->diags, "set `conference: {acronym: %s}` before announcing", was);
}

static void read_entries(struct reader *reader, struct arena *arena,
                         void (*read)(struct reader *, uint32_t))
{
    *reader->timetable = timetable_create(arena, reader->problem);
    reader->match = match_schedule(reader->problem, reader->schedule);
    reader->entry = arena_array(arena, reader->problem->n_events, sizeof(*reader->entry));
    for (uint32_t e = 0; e < reader->problem->n_events; e++) {
        reader->entry[e] = ID_NONE;
    }
    for (uint32_t i = 0; i < reader->schedule->n_entries; i++) {
        if (!reader->schedule->entries[i].filler) {
            read(reader, i);
        }
    }
    match_free(&reader->match);
}

bool read_timetable(struct arena *arena, struct source_set *sources, const char *name,
                    const struct problem *problem, struct diag_list *diags,
                    struct timetable *timetable)
{
    struct schedule schedule;
    struct faults faults = {0};
    uint32_t before = diags->errors;
    bool ok = read_schedule_file(sources, name, &problem->zone, diags, &faults, &schedule);
    faults_report_strictly(&faults, diags);
    if (ok) {
        struct reader reader = {
            .problem = problem, .schedule = &schedule, .diags = diags, .timetable = timetable};
        read_entries(&reader, arena, read_entry);
        arena_free(&reader.arena);
        schedule_free(&schedule);
    }
    faults_free(&faults);
    return ok && diags->errors == before;
}

/* Perhaps it is another conference's. */
static void tell_none(struct reader *reader, const char *name)
{
    bool any = false;
    for (uint32_t e = 0; e < reader->problem->n_events; e++) {
        any = any || reader->problem->events[e].fixed || reader->entry[e] != ID_NONE;
    }
    if (!any && reader->n_unknown > 0) {
        diag_warn(reader->diags, DIAG_PREVIOUS_EVENT_UNKNOWN, SRC_NOWHERE,
                  "no event of '%s' is one of the problem's: is it the same conference?", name);
    }
}

bool read_previous(struct arena *arena, struct source_set *sources, const char *name,
                   const struct problem *problem, struct diag_list *diags,
                   struct previous *previous)
{
    if (!read_schedule(sources, name, &problem->zone, diags, &previous->schedule)) {
        return false;
    }
    struct reader reader = {.problem = problem,
                            .schedule = &previous->schedule,
                            .diags = diags,
                            .timetable = &previous->timetable};
    check_acronym(&reader);
    read_entries(&reader, arena, read_previous_entry);
    tell_more(&reader, DIAG_PREVIOUS_EVENT_UNKNOWN, reader.n_unknown, "unknown event");
    tell_none(&reader, name);
    tell_more(&reader, DIAG_PREVIOUS_EVENT_TWICE, reader.n_twice, "repeated event");
    tell_gone(&reader);
    tell_new(&reader, name);
    previous->entry = reader.entry;
    arena_free(&reader.arena);
    return true;
}
