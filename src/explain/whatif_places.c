#include "base/hash.h"
#include "core/rule.h"
#include "engine/candidates.h"
#include "explain/variant.h"
#include "explain/whatif_inside.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static int compare_places(const void *a, const void *b)
{
    const struct placement *p = a, *q = b;
    if (p->start_min != q->start_min) {
        return p->start_min < q->start_min ? -1 : 1;
    }
    return (p->room.v > q->room.v) - (p->room.v < q->room.v);
}

static void set_id(const struct problem *problem, struct event_id event, struct whatif_place *place)
{
    char minute[16];
    snprintf(minute, sizeof(minute), "%" PRId32, place->start_min);
    uint64_t hash = hash_text(HASH_START, problem->events[event.v].id);
    hash = hash_text(hash, place->room.v == ID_NONE ? "" : problem->rooms[place->room.v].id);
    hash = hash_text(hash, minute);
    snprintf(place->id, sizeof(place->id), "place-%08" PRIx32, hash_fold(hash));
}

/* Windows that no start of the event fits into: the audit will say so of their begin. */
static void add_short_windows(const struct problem *problem, struct event_id event,
                              struct placements *places)
{
    for (uint32_t w = 0; w < problem->n_windows; w++) {
        const struct window *window = &problem->windows[w];
        if (window->span.to_min - window->span.from_min < problem->events[event.v].duration_min) {
            struct placement place = {window->room, window->span.from_min};
            vec_push(places, place);
        }
    }
}

/* The starts in all windows: what there would be if no placement rule were hard. */
static void add_grid(const struct problem *problem, struct event_id event,
                     struct placements *places)
{
    struct arena arena = ARENA_EMPTY;
    struct problem variant = variant_create(&arena, problem);
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        if (rule_table_at(r)->family == RULE_PLACEMENT) {
            variant_turn_off(&arena, &variant, r);
        }
    }
    struct candidates candidates = {0};
    struct model model;
    model_init(&model, &variant);
    model_add_choice(&model, event, problem->events[event.v].duration_min);
    candidates_add(&candidates, &model, event);
    model_list_placements(&model, (struct choice_id){0}, places);
    candidates_free(&candidates);
    model_free(&model);
    arena_free(&arena);
}

void whatif_list_places(const struct problem *problem, const struct timetable *timetable,
                        struct whatif *whatif)
{
    struct placements places = {0};
    const struct assignment *now = &timetable->v[whatif->event.v];
    add_grid(problem, whatif->event, &places);
    add_short_windows(problem, whatif->event, &places);
    if (now->placed) {
        struct placement here = {now->room, now->start_min};
        vec_push(&places, here);
    }
    if (places.n > 0) {
        qsort(places.v, places.n, sizeof(*places.v), compare_places);
    }
    whatif->places = arena_array(&whatif->arena, places.n, sizeof(*whatif->places));
    for (size_t i = 0; i < places.n; i++) {
        if (i > 0 && compare_places(&places.v[i - 1], &places.v[i]) == 0) {
            continue;
        }
        struct whatif_place *place = &whatif->places[whatif->n_places++];
        place->room = places.v[i].room;
        place->start_min = places.v[i].start_min;
        set_id(problem, whatif->event, place);
    }
    vec_free(&places);
}
