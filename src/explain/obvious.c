#include "explain/obvious.h"

#include "base/hash.h"
#include "core/rule.h"
#include "explain/obvious_inside.h"

#include <inttypes.h>
#include <string.h>

static const char *print_id(struct obvious_case *x, const char *kind,
                            const struct obvious_about *about)
{
    /* A sum: in whatever order the problem lists them. */
    uint64_t hash = 0;
    for (uint32_t i = 0; i < about->n_events; i++) {
        hash += hash_text(HASH_START, x->problem->events[about->events[i].v].id);
    }
    hash = hash_text(hash, "/");
    for (uint32_t i = 0; i < about->n_people; i++) {
        hash = hash_text(hash, x->problem->people[about->people[i].v].id);
    }
    hash = hash_text(hash, "/");
    for (uint32_t i = 0; i < about->n_rooms; i++) {
        hash = hash_text(hash, x->problem->rooms[about->rooms[i].v].id);
    }
    const char *id = arena_print(x->arena, "%s-%08" PRIx32, kind, hash_fold(hash));
    uint32_t same = 1;
    for (size_t i = 0; i < x->causes.n; i++) {
        same += strncmp(x->causes.v[i].id, id, strlen(id)) == 0;
    }
    return same == 1 ? id : arena_print(x->arena, "%s-%" PRIu32, id, same);
}

void obvious_add(struct obvious_case *x, const char *kind, struct obvious_about about,
                 const char *text)
{
    struct explain_cause cause = {
        .id = print_id(x, kind, &about),
        .kind = kind,
        .text = text,
        .events = arena_copy(x->arena, about.events, about.n_events * sizeof(*about.events)),
        .n_events = about.n_events,
        .people = arena_copy(x->arena, about.people, about.n_people * sizeof(*about.people)),
        .n_people = about.n_people,
        .rooms = arena_copy(x->arena, about.rooms, about.n_rooms * sizeof(*about.rooms)),
        .n_rooms = about.n_rooms,
        .at = about.at,
    };
    vec_push(&x->causes, cause);
}

const struct rule_setting *obvious_hard_setting(const struct problem *problem, const char *rule)
{
    const struct rule_setting *setting = &problem->settings[rule_table_find(rule)];
    return setting->strength.kind == STRENGTH_HARD ? setting : NULL;
}

bool obvious_is_mandatory(const struct problem *problem, struct event_id event)
{
    const struct event *one = &problem->events[event.v];
    if (problem->absent != NULL && problem->absent[event.v]) {
        return false;
    }
    return !one->optional && (one->fixed || obvious_hard_setting(problem, "unscheduled") != NULL);
}

void obvious_find(struct arena *arena, const struct problem *problem, struct explain_causes *causes)
{
    struct obvious_case x = {.arena = arena, .scratch = ARENA_EMPTY, .problem = problem};
    obvious_index_build(&x);
    obvious_places_find(&x);
    obvious_pins_find(&x);
    obvious_people_find(&x);
    obvious_capacity_find(&x);
    *causes = (struct explain_causes){vec_to_arena(&x.causes, arena), (uint32_t)x.causes.n};
    vec_free(&x.causes);
    obvious_index_free(&x);
}
