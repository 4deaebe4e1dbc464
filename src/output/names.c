#include "output/names.h"

#include "base/strmap.h"
#include "base/vec.h"
#include "output/slug.h"
#include "output/strbuf.h"
#include "output/uuid5.h"

#include <stdlib.h>
#include <string.h>

/* Of fixed events that say neither room nor place. */
static const char *const nowhere = "Elsewhere";

const char *names_event_guid(struct arena *arena, const struct problem *problem,
                             struct event_id event)
{
    const struct event *e = &problem->events[event.v];
    return e->guid != NULL
               ? e->guid
               : uuid5_make(arena, arena_print(arena, "%s/%s", problem->acronym, e->id));
}

/* The doubled slash keeps these apart from the events'. */
static const char *guid_of(struct arena *arena, const struct problem *problem, const char *what,
                           const char *id)
{
    return uuid5_make(arena, arena_print(arena, "%s//%s/%s", problem->acronym, what, id));
}

const char *names_room_guid(struct arena *arena, const struct problem *problem, struct room_id room)
{
    const struct room *r = &problem->rooms[room.v];
    return r->guid != NULL ? r->guid : guid_of(arena, problem, "room", r->id);
}

const char *names_place_guid(struct arena *arena, const struct problem *problem, const char *place)
{
    return guid_of(arena, problem, "place", place);
}

const char *names_person_guid(struct arena *arena, const struct problem *problem,
                              struct person_id person)
{
    return guid_of(arena, problem, "person", problem->people[person.v].id);
}

/* What stays the same about an item that has no id: its room, start and title. */
static const char *own_id(struct arena *arena, const struct problem *problem,
                          const struct names_entry *entry)
{
    const struct agenda_item *item = entry->item;
    struct local_time t = calendar_local(&problem->zone, item->span.from_min);
    const char *room =
        entry->room.v != ID_NONE ? problem->rooms[entry->room.v].id : entry->room_name;
    return arena_print(arena, "%s-%04d-%02d-%02d-%02d%02d", room, (int)t.year, (int)t.month,
                       (int)t.day, (int)t.hour, (int)t.minute);
}

static void name_entry(struct arena *arena, const struct problem *problem,
                       struct names_entry *entry)
{
    const struct agenda_item *item = entry->item;
    const char *title = agenda_title(arena, problem, item);
    const char *id;
    if (item->what == AGENDA_EVENT) {
        id = problem->events[item->index].id;
        entry->guid = names_event_guid(arena, problem, (struct event_id){item->index});
    } else {
        bool is_break = item->what == AGENDA_BREAK;
        id = own_id(arena, problem, entry);
        entry->guid = guid_of(arena, problem, is_break ? "break" : "open",
                              is_break ? arena_print(arena, "%s/%s", id, title) : id);
    }
    entry->slug = slug_make(arena, problem->acronym, id, title);
    entry->number = uuid5_number(entry->guid);
}

/* `id` with everything escaped that an address may not hold. */
static const char *fragment(struct arena *arena, const char *id)
{
    struct strbuf out = {0};
    for (const char *at = id; *at != '\0'; at++) {
        unsigned char c = (unsigned char)*at;
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     strchr("-._~", c) != NULL;
        if (plain) {
            strbuf_add_bytes(&out, at, 1);
        } else {
            strbuf_print(&out, "%%%02X", (unsigned)c);
        }
    }
    return strbuf_finish(&out, arena);
}

static const char *url_of(struct arena *arena, const struct problem *problem,
                          const struct names_entry *entry)
{
    const struct event *event =
        entry->item->what == AGENDA_EVENT ? &problem->events[entry->item->index] : NULL;
    if (event != NULL && event->url != NULL) {
        return event->url;
    }
    if (problem->url == NULL) {
        return arena_print(arena, "urn:uuid:%s", entry->guid);
    }
    const char *id = event != NULL ? event->id : entry->slug;
    return arena_print(arena, "%s#%s", problem->url, fragment(arena, id));
}

struct ordered {
    struct names_entry *entry;
};

static int by_guid(const void *a, const void *b)
{
    const struct ordered *x = a, *y = b;
    return strcmp(x->entry->guid, y->entry->guid);
}

static bool text_taken(struct strmap *taken, const char *text)
{
    return !strmap_add(taken, text, 0);
}

/* Numbers and slugs that collide give way in the order of the guids, whatever the order on the
 * agenda. */
static void make_unique(struct arena *arena, struct names *names)
{
    struct ordered *order = arena_array(arena, names->n, sizeof(*order));
    for (uint32_t i = 0; i < names->n; i++) {
        order[i].entry = &names->v[i];
    }
    if (names->n > 1) {
        qsort(order, names->n, sizeof(*order), by_guid);
    }
    struct strmap numbers = {0}, slugs = {0};
    for (uint32_t i = 0; i < names->n; i++) {
        struct names_entry *entry = order[i].entry;
        while (text_taken(&numbers, arena_print(arena, "%u", entry->number))) {
            entry->number = entry->number < INT32_MAX ? entry->number + 1 : 1;
        }
        if (text_taken(&slugs, entry->slug)) {
            entry->slug = arena_print(arena, "%s-%.8s", entry->slug, entry->guid);
            (void)text_taken(&slugs, entry->slug);
        }
    }
    strmap_free(&numbers);
    strmap_free(&slugs);
}

struct entries {
    struct names_entry *v;
    size_t n, cap;
};

static void add_item(const struct problem *problem, const struct agenda_item *item,
                     struct entries *entries)
{
    for (uint32_t r = 0; r < item->n_rooms; r++) {
        struct names_entry entry = {.item = item,
                                    .room = item->rooms[r],
                                    .room_name = problem->rooms[item->rooms[r].v].name};
        vec_push(entries, entry);
    }
    if (item->n_rooms == 0) {
        struct names_entry entry = {.item = item,
                                    .room = {ID_NONE},
                                    .room_name = item->place != NULL ? item->place : nowhere};
        vec_push(entries, entry);
    }
}

/* A place may bear the name of a room; then it is listed there. */
static struct text_list places_of(struct arena *arena, const struct problem *problem,
                                  const struct entries *entries)
{
    struct {
        const char **v;
        size_t n, cap;
    } places = {0};
    struct strmap known = {0};
    for (uint32_t r = 0; r < problem->n_rooms; r++) {
        (void)strmap_add(&known, problem->rooms[r].name, 0);
    }
    for (size_t i = 0; i < entries->n; i++) {
        if (strmap_add(&known, entries->v[i].room_name, 0)) {
            vec_push(&places, entries->v[i].room_name);
        }
    }
    struct text_list list = {vec_to_arena(&places, arena), (uint32_t)places.n};
    vec_free(&places);
    strmap_free(&known);
    return list;
}

struct names names_create(struct arena *arena, const struct problem *problem,
                          const struct agenda *agenda)
{
    struct entries entries = {0};
    for (uint32_t i = 0; i < agenda->n; i++) {
        add_item(problem, &agenda->v[i], &entries);
    }
    struct names names = {
        .v = vec_to_arena(&entries, arena),
        .n = (uint32_t)entries.n,
        .elsewhere = places_of(arena, problem, &entries),
    };
    vec_free(&entries);
    for (uint32_t i = 0; i < names.n; i++) {
        name_entry(arena, problem, &names.v[i]);
    }
    make_unique(arena, &names);
    for (uint32_t i = 0; i < names.n; i++) {
        names.v[i].url = url_of(arena, problem, &names.v[i]);
    }
    return names;
}

const char *names_people_text(struct arena *arena, const struct problem *problem,
                              const struct event *event)
{
    const char *text = "";
    for (uint32_t i = 0; i < event->n_people; i++) {
        text = arena_print(arena, "%s%s%s", text, i > 0 ? "; " : "",
                           problem->people[event->people[i].v].name);
    }
    return text;
}
