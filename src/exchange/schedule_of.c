#include "exchange/schedule_of.h"

#include "output/names.h"

#include <string.h>

struct builder {
    struct arena *arena; /* the schedule's */
    const struct problem *problem;
};

static const char *keep(const struct builder *b, const char *text)
{
    return text == NULL ? NULL : arena_text(b->arena, text, strlen(text));
}

static struct schedule_person person_of(const struct builder *b, struct person_id person)
{
    return (struct schedule_person){keep(b, b->problem->people[person.v].name),
                                    names_person_guid(b->arena, b->problem, person), NULL};
}

/* Speakers, then the authors who are none. */
static void add_people(const struct builder *b, const struct event *event,
                       struct schedule_entry *entry)
{
    struct schedule_person *people =
        arena_array(b->arena, (size_t)event->n_people + event->n_authors, sizeof(*people));
    for (uint32_t i = 0; i < event->n_people; i++) {
        people[entry->n_people++] = person_of(b, event->people[i]);
    }
    for (uint32_t i = 0; i < event->n_authors; i++) {
        bool known = false;
        for (uint32_t j = 0; j < event->n_people; j++) {
            known = known || event->people[j].v == event->authors[i].v;
        }
        if (!known) {
            people[entry->n_people++] = person_of(b, event->authors[i]);
        }
    }
    entry->people = people;
}

static struct schedule_entry entry_of(const struct builder *b, const struct names_entry *name)
{
    const struct problem *problem = b->problem;
    const struct event *event = &problem->events[name->item->index];
    struct schedule_entry entry = {
        .guid = keep(b, name->guid),
        .code = keep(b, event->code),
        .id = arena_print(b->arena, "%u", name->number),
        .event = keep(b, event->id),
        .title = keep(b, event->title),
        .subtitle = keep(b, event->subtitle),
        .track = event->track.v != ID_NONE ? keep(b, problem->tracks[event->track.v].name) : NULL,
        .type = keep(b, problem->kinds[event->kind.v].id),
        .url = keep(b, name->url),
        .slug = keep(b, name->slug),
        .language = keep(b, event->language),
        .abstract = keep(b, event->abstract),
        .room = keep(b, name->room_name),
        .said = keep(b, name->room_name),
        .span = name->item->span,
        .timed = true,
    };
    add_people(b, event, &entry);
    return entry;
}

static void add_rooms(const struct builder *b, const struct names *names, struct schedule *schedule)
{
    const struct problem *problem = b->problem;
    struct schedule_room *rooms =
        arena_array(b->arena, (size_t)problem->n_rooms + names->elsewhere.n, sizeof(*rooms));
    uint32_t n = 0;
    for (uint32_t r = 0; r < problem->n_rooms; r++) {
        rooms[n++] =
            (struct schedule_room){keep(b, problem->rooms[r].name),
                                   names_room_guid(b->arena, problem, (struct room_id){r}), NULL};
    }
    for (uint32_t i = 0; i < names->elsewhere.n; i++) {
        const char *place = names->elsewhere.v[i];
        rooms[n++] = (struct schedule_room){keep(b, place),
                                            names_place_guid(b->arena, problem, place), NULL};
    }
    schedule->rooms = rooms;
    schedule->n_rooms = n;
}

struct schedule schedule_of_timetable(const struct problem *problem,
                                      const struct timetable *timetable)
{
    struct schedule schedule = SCHEDULE_EMPTY;
    struct builder b = {&schedule.arena, problem};
    struct arena work = ARENA_EMPTY;
    struct agenda agenda = agenda_create(&work, problem, timetable);
    struct names names = names_create(&work, problem, &agenda);
    schedule.title = keep(&b, problem->title);
    schedule.acronym = keep(&b, problem->acronym);
    schedule.url = keep(&b, problem->url);
    schedule.zone =
        (struct zone){keep(&b, problem->zone.name),
                      arena_copy(b.arena, problem->zone.shifts,
                                 problem->zone.n_shifts * sizeof(*problem->zone.shifts)),
                      problem->zone.n_shifts};
    schedule.zone_known = true;
    struct schedule_entry *entries = arena_array(b.arena, names.n, sizeof(*entries));
    for (uint32_t i = 0; i < names.n; i++) {
        if (names.v[i].item->what == AGENDA_EVENT) {
            entries[schedule.n_entries++] = entry_of(&b, &names.v[i]);
        }
    }
    schedule.entries = entries;
    add_rooms(&b, &names, &schedule);
    arena_free(&work);
    return schedule;
}
