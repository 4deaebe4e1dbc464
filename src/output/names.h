/* Who is who in the output: guids, numbers, slugs and addresses of everything on the agenda. */
#ifndef OUTPUT_NAMES_H
#define OUTPUT_NAMES_H

#include "output/agenda.h"

/* One agenda item in one room, as exchange formats list it. */
struct names_entry {
    const struct agenda_item *item;
    const char *guid, *slug, *url;
    uint32_t number;     /* positive, unique in the file, from the guid */
    struct room_id room; /* ID_NONE: elsewhere */
    const char *room_name;
};

struct names {
    struct names_entry *v; /* in the agenda's order, rooms ascending */
    uint32_t n;
    struct text_list
        elsewhere; /* places that are no rooms of the problem, in order of appearance */
};

/* In `arena`; depends on the problem's ids and, for open slots, on their times, not on who else is
 * there. */
struct names names_create(struct arena *arena, const struct problem *problem,
                          const struct agenda *agenda);
const char *names_event_guid(struct arena *arena, const struct problem *problem,
                             struct event_id event);
const char *names_room_guid(struct arena *arena, const struct problem *problem,
                            struct room_id room);
/* Of a place that is no room of the problem. */
const char *names_place_guid(struct arena *arena, const struct problem *problem, const char *place);
const char *names_person_guid(struct arena *arena, const struct problem *problem,
                              struct person_id person);

/* The names of the event's speakers and hosts: "Mira Vogt; Jon Arlen". */
const char *names_people_text(struct arena *arena, const struct problem *problem,
                              const struct event *event);

#endif
