/* Presolve: a smaller model with the same optimum, and the way back.
 *
 * The steps, in this order:
 * - fix: placements that would clash with a fixed event go, and fixed events with them from the
 *   timelines;
 * - cliques: timelines of events that exclude each other grow by what all of them exclude; those
 *   within another one go;
 * - dominated: placements in shared rooms go where the event has a room to itself;
 * - rooms: rooms that nothing tells apart become one that takes several events at a time; interval
 *   partitioning gives them back (overlaps of at most k intervals need k rooms);
 * - hall: where events overlap only when they start together and a room is as good as another among
 *   those that an event may have, rooms go altogether: by Hall's theorem it is enough that no set
 *   of rooms is asked for by more events than it has places (P. Hall, J. London Math. Soc. 10,
 *   1935). A matching gives them back. */
#ifndef ENGINE_PRESOLVE_H
#define ENGINE_PRESOLVE_H

#include "core/model.h"

enum presolve_step {
    PRESOLVE_FIX = 1,
    PRESOLVE_CLIQUES = 2,
    PRESOLVE_ROOMS = 4,
    PRESOLVE_HALL = 8,
    PRESOLVE_DOMINATED = 32,
    PRESOLVE_ALL = 47,
};

/* Rooms that became one: `room` stands for all of them. */
struct room_class {
    struct room_id room;
    const struct room_id *rooms; /* itself among them */
    uint32_t n_rooms;
    bool has_capacity; /* each takes one event at a time; else, any number */
    int32_t after_min; /* an event keeps its room busy for so long after its end */
};

/* Rooms that went altogether: `room` stands for all of them. */
struct hall {
    struct room_id room;
    const struct room_id *rooms; /* of the model with merged rooms */
    const int64_t *places;       /* [n_rooms]: how many events each takes at a time */
    uint32_t n_rooms;            /* at most 64 */
    const uint64_t *allowed;     /* [choices]: a bit for each room */
};

struct presolve {
    struct model model; /* the reduced one; its choices are those of the original */
    bool *settled;      /* [choices]: fixed events that no rule about rooms looks at any more */
    struct room_class *classes;
    uint32_t n_classes;
    struct hall *hall; /* NULL: rooms are still there */
};

/* Reduces `model`, which must outlive *presolve, by the steps of a set of presolve_step. */
void presolve_model(struct presolve *presolve, const struct model *model, unsigned steps);
void presolve_free(struct presolve *presolve);
/* The same selection in the original model: chosen[choices], changed in place. It must break
 * nothing in the reduced one. */
void presolve_lift(const struct presolve *presolve, const struct model *model,
                   struct placement *chosen);

void presolve_copy_model(struct model *to, const struct model *from);
/* A model with the same choices, of which those that stay have only the placement at[c]; what
 * clashes with these goes. Free with model_free(). */
void presolve_restrict(struct model *to, const struct model *from, const bool *stays,
                       const struct placement *at);

/* ---- the steps, for presolve.c only */
/* `stays`: choices of one placement that are as good as fixed; NULL: none. */
void presolve_fix_events(struct model *model, const bool *stays);
void presolve_merge_cliques(struct model *model);
void presolve_drop_dominated(struct presolve *presolve);
void presolve_merge_rooms(struct presolve *presolve);
void presolve_apply_hall(struct presolve *presolve);
void presolve_lift_rooms(const struct presolve *presolve, struct placement *chosen);
void presolve_lift_hall(const struct presolve *presolve, struct placement *chosen);
/* Keeps the timelines marked, and their members. */
void presolve_keep_timelines(struct model *model, const bool *keep);
/* A choice's runs are replaced; all choices in order between begin and end. */
struct run_list {
    struct run *v;
    size_t n, cap;
};
void presolve_end_choice(struct model *model, struct choice_id choice, struct run_list *runs,
                         size_t first);
void presolve_end_choices(struct model *model, struct run_list *runs);
/* Whether all members count in one room, in which case that is it; ID_NONE. */
struct room_id presolve_capacity_room(const struct model *model, const struct timeline *timeline);

#endif
