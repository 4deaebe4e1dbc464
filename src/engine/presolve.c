#include "engine/presolve.h"

#include <string.h>

#define COPY_VEC(to, from)                                                                         \
    do {                                                                                           \
        vec_reserve((to), (from)->n);                                                              \
        (to)->n = (from)->n;                                                                       \
        if ((from)->n > 0) {                                                                       \
            memcpy((to)->v, (from)->v, (from)->n * sizeof(*(from)->v));                            \
        }                                                                                          \
    } while (0)

void presolve_copy_model(struct model *to, const struct model *from)
{
    *to = (struct model){
        .problem = from->problem,
        .levels = from->levels,
        .tick_min = from->tick_min,
        .tick_origin_min = from->tick_origin_min,
    };
    COPY_VEC(&to->choices, &from->choices);
    COPY_VEC(&to->runs, &from->runs);
    COPY_VEC(&to->unaries, &from->unaries);
    COPY_VEC(&to->children, &from->children);
    COPY_VEC(&to->terms, &from->terms);
    COPY_VEC(&to->members, &from->members);
    COPY_VEC(&to->timelines, &from->timelines);
    COPY_VEC(&to->costs, &from->costs);
    COPY_VEC(&to->bonds, &from->bonds);
    COPY_VEC(&to->standings, &from->standings);
}

void presolve_keep_timelines(struct model *model, const bool *keep)
{
    size_t n_members = 0, n_timelines = 0;
    for (size_t t = 0; t < model->timelines.n; t++) {
        struct timeline timeline = model->timelines.v[t];
        if (!keep[t]) {
            continue;
        }
        memmove(&model->members.v[n_members], &model->members.v[timeline.first],
                timeline.n * sizeof(struct member));
        timeline.first = (uint32_t)n_members;
        n_members += timeline.n;
        model->timelines.v[n_timelines++] = timeline;
    }
    model->members.n = n_members;
    model->timelines.n = n_timelines;
}

void presolve_end_choice(struct model *model, struct choice_id id, struct run_list *runs,
                         size_t first)
{
    struct choice *choice = &model->choices.v[id.v];
    choice->first_run = (uint32_t)first;
    choice->n_runs = (uint32_t)(runs->n - first);
    choice->n = 0;
    for (size_t k = first; k < runs->n; k++) {
        choice->n += runs->v[k].n;
    }
}

void presolve_end_choices(struct model *model, struct run_list *runs)
{
    vec_free(&model->runs);
    model->runs.v = runs->v;
    model->runs.n = runs->n;
    model->runs.cap = runs->cap;
}

struct room_id presolve_capacity_room(const struct model *model, const struct timeline *timeline)
{
    struct room_id room = model->members.v[timeline->first].room;
    bool same = timeline->kind == TIMELINE_AT_MOST && timeline->n_heads == timeline->n;
    for (uint32_t i = 0; i < timeline->n && same; i++) {
        same = model->members.v[timeline->first + i].room.v == room.v;
    }
    return same ? room : (struct room_id){ID_NONE};
}

/* Fixed events in no timeline and no term that tells rooms apart. */
static void settle(struct presolve *presolve)
{
    const struct model *model = &presolve->model;
    bool *settled = arena_array(&presolve->model.arena, model->choices.n, sizeof(bool));
    for (size_t c = 0; c < model->choices.n; c++) {
        const struct choice *choice = &model->choices.v[c];
        const struct event *event = &model->problem->events[choice->event.v];
        settled[c] = choice->n == 1 && event->fixed && !event->optional;
    }
    for (size_t i = 0; i < model->members.n; i++) {
        const struct member *member = &model->members.v[i];
        settled[member->choice.v] = settled[member->choice.v] && member->room.v == ID_NONE;
    }
    for (size_t i = 0; i < model->children.n; i++) {
        const struct literal *literal = &model->children.v[i].literal;
        if (model->children.v[i].term.v == ID_NONE && literal->room.v != ID_NONE) {
            settled[literal->choice.v] = false;
        }
    }
    presolve->settled = settled;
}

void presolve_model(struct presolve *presolve, const struct model *model, unsigned steps)
{
    *presolve = (struct presolve){0};
    presolve_copy_model(&presolve->model, model);
    if (steps & PRESOLVE_FIX) {
        presolve_fix_events(&presolve->model, NULL);
    }
    if (steps & PRESOLVE_CLIQUES) {
        presolve_merge_cliques(&presolve->model);
    }
    settle(presolve);
    if (steps & PRESOLVE_DOMINATED) {
        presolve_drop_dominated(presolve);
    }
    if (steps & PRESOLVE_ROOMS) {
        presolve_merge_rooms(presolve);
    }
    if (steps & PRESOLVE_HALL) {
        presolve_apply_hall(presolve);
    }
}

void presolve_free(struct presolve *presolve)
{
    model_free(&presolve->model);
    *presolve = (struct presolve){0};
}

void presolve_lift(const struct presolve *presolve, const struct model *model,
                   struct placement *chosen)
{
    presolve_lift_hall(presolve, chosen);
    presolve_lift_rooms(presolve, chosen);
    for (uint32_t c = 0; c < model->choices.n; c++) {
        BUG_UNLESS(placement_is_out(chosen[c]) ||
                   model_has_placement(model, (struct choice_id){c}, chosen[c]));
    }
}
