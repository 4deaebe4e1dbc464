#include "exchange/match_schedule.h"

#include "input/text.h"
#include "output/names.h"

#include <string.h>

static const uint32_t several = STRMAP_NONE - 1;

/* Without capitals and blanks. */
static const char *fold(struct arena *arena, const char *title)
{
    static const char capitals[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
                      small[] = "abcdefghijklmnopqrstuvwxyz";
    char *folded = arena_text(arena, title, strlen(title));
    size_t n = 0;
    for (const char *at = title; *at != '\0'; at++) {
        const char *capital = strchr(capitals, *at);
        if (strchr(" \t\r\n", *at) == NULL) {
            folded[n] = *at;
            if (capital != NULL) {
                folded[n] = small[capital - capitals];
            }
            n++;
        }
    }
    folded[n] = '\0';
    return folded;
}

/* Titles that several events have are marked so. */
static void index_titles(struct match *match, struct arena *arena)
{
    const struct problem *problem = match->problem;
    struct strmap seen = {0}, seen_folded = {0};
    bool *again = arena_array(arena, problem->n_events, sizeof(*again));
    bool *again_folded = arena_array(arena, problem->n_events, sizeof(*again_folded));
    for (uint32_t e = 0; e < problem->n_events; e++) {
        const char *title = problem->events[e].title, *folded = fold(arena, title);
        if (!strmap_add(&seen, title, e)) {
            again[strmap_find(&seen, title)] = true;
        }
        if (!strmap_add(&seen_folded, folded, e)) {
            again_folded[strmap_find(&seen_folded, folded)] = true;
        }
    }
    for (uint32_t e = 0; e < problem->n_events; e++) {
        const char *title = problem->events[e].title, *folded = fold(arena, title);
        bool is_again = again[strmap_find(&seen, title)];
        bool is_again_folded = again_folded[strmap_find(&seen_folded, folded)];
        (void)strmap_add(&match->titles, title, is_again ? several : e);
        (void)strmap_add(&match->folded, folded, is_again_folded ? several : e);
    }
    strmap_free(&seen);
    strmap_free(&seen_folded);
}

static void index_rooms(struct match *match, struct arena *arena)
{
    const struct problem *problem = match->problem;
    for (uint32_t r = 0; r < problem->n_rooms; r++) {
        (void)strmap_add(&match->rooms, problem->rooms[r].name, r);
        (void)strmap_add(&match->room_guids, names_room_guid(arena, problem, (struct room_id){r}),
                         r);
    }
    for (uint32_t r = 0; r < problem->n_rooms; r++) {
        (void)strmap_add(&match->rooms, problem->rooms[r].id, r);
        (void)strmap_add(&match->room_slugs, text_slug(arena, problem->rooms[r].name, '-'), r);
        (void)strmap_add(&match->room_slugs, text_slug(arena, problem->rooms[r].id, '-'), r);
    }
}

struct match match_schedule(const struct problem *problem, const struct schedule *schedule)
{
    struct match match = {.problem = problem, .schedule = schedule};
    struct arena arena = ARENA_EMPTY;
    for (uint32_t e = 0; e < problem->n_events; e++) {
        const struct event *event = &problem->events[e];
        (void)strmap_add(&match.ids, event->id, e);
        (void)strmap_add(&match.guids, names_event_guid(&arena, problem, (struct event_id){e}), e);
        if (event->code != NULL) {
            (void)strmap_add(&match.codes, event->code, e);
        }
    }
    index_titles(&match, &arena);
    index_rooms(&match, &arena);
    arena_free(&arena);
    return match;
}

static uint32_t find(const struct strmap *map, const char *key)
{
    return key != NULL ? strmap_find(map, key) : STRMAP_NONE;
}

static uint32_t find_title(const struct match *match, const char *title)
{
    if (title[0] == '\0') {
        return STRMAP_NONE;
    }
    uint32_t found = strmap_find(&match->titles, title);
    if (found == STRMAP_NONE) {
        struct arena arena = ARENA_EMPTY;
        found = strmap_find(&match->folded, fold(&arena, title));
        arena_free(&arena);
    }
    return found;
}

static uint32_t find_event(const struct match *match, const struct schedule_entry *entry)
{
    uint32_t found = find(&match->ids, entry->event);
    found = found != STRMAP_NONE ? found : find(&match->guids, entry->guid);
    found = found != STRMAP_NONE ? found : find(&match->codes, entry->code);
    found = found != STRMAP_NONE ? found : find(&match->ids, entry->code);
    if (found != STRMAP_NONE) {
        return found;
    }
    uint32_t by_id = find(&match->ids, entry->id), by_title = find_title(match, entry->title);
    bool title_is_known = by_title != STRMAP_NONE && by_title != several;
    return title_is_known || by_id == STRMAP_NONE ? by_title : by_id;
}

enum match_result match_event(const struct match *match, const struct schedule_entry *entry,
                              struct event_id *event)
{
    event->v = find_event(match, entry);
    if (event->v == several) {
        event->v = ID_NONE;
        return MATCH_SEVERAL;
    }
    return event->v == STRMAP_NONE ? MATCH_NONE : MATCH_ONE;
}

struct room_id match_room(const struct match *match, const char *name)
{
    uint32_t found = strmap_find(&match->rooms, name);
    const struct schedule_room *room =
        found == STRMAP_NONE ? schedule_find_room(match->schedule, name) : NULL;
    if (room != NULL) {
        found = find(&match->room_guids, room->guid);
        found = found != STRMAP_NONE ? found : find(&match->room_slugs, room->slug);
    }
    return (struct room_id){found};
}

void match_free(struct match *match)
{
    struct strmap *maps[] = {&match->ids,    &match->guids, &match->codes,      &match->titles,
                             &match->folded, &match->rooms, &match->room_guids, &match->room_slugs};
    for (size_t i = 0; i < BASE_COUNT(maps); i++) {
        strmap_free(maps[i]);
    }
}
