/* Rooms that nothing tells apart become one. */
#include "engine/presolve.h"

#include <stdlib.h>

/* All that the model says of a room, hashed twice so that two rooms do not look alike by chance. */
struct portrait {
    uint64_t hash[2];
    bool odd; /* something names the room that merging would not keep */
    int32_t after_min;
    bool has_capacity;
};

struct merger {
    struct presolve *presolve;
    struct model *model;
    uint32_t n_rooms;
    struct portrait *portraits; /* [rooms] */
    uint32_t *class_of;         /* [rooms]: the room that stands for it */
    uint32_t *class_size;       /* [rooms] */
};

static void mix(struct portrait *portrait, uint64_t value)
{
    portrait->hash[0] = (portrait->hash[0] ^ value) * UINT64_C(1099511628211);
    portrait->hash[1] = (portrait->hash[1] + value + 1) * UINT64_C(0x9e3779b97f4a7c15);
    portrait->hash[1] ^= portrait->hash[1] >> 29;
}

static void draw_runs(struct merger *merger)
{
    const struct model *model = merger->model;
    for (uint32_t c = 0; c < model->choices.n; c++) {
        const struct choice *choice = &model->choices.v[c];
        for (uint32_t k = 0; k < choice->n_runs && !merger->presolve->settled[c]; k++) {
            const struct run *run = &model->runs.v[choice->first_run + k];
            if (run->room.v != ID_NONE) {
                struct portrait *portrait = &merger->portraits[run->room.v];
                mix(portrait, c);
                mix(portrait, (uint64_t)(uint32_t)run->first_min << 32 | run->n);
                mix(portrait, (uint32_t)run->step_min);
            }
        }
    }
}

static void draw_singles(struct merger *merger)
{
    const struct model *model = merger->model;
    for (size_t i = 0; i < model->unaries.n; i++) {
        const struct unary *unary = &model->unaries.v[i];
        struct literal literal = unary->literal;
        if (literal.room.v == ID_NONE || merger->presolve->settled[literal.choice.v]) {
            continue;
        }
        struct portrait *portrait = &merger->portraits[literal.room.v];
        mix(portrait, (uint64_t)literal.choice.v << 32 | unary->rule);
        mix(portrait, (uint64_t)(uint32_t)literal.from_min << 32 | (uint32_t)literal.to_min);
        mix(portrait, (uint64_t)unary->cost);
        mix(portrait, unary->level);
    }
    for (size_t i = 0; i < model->children.n; i++) {
        const struct term_child *child = &model->children.v[i];
        if (child->term.v == ID_NONE && child->literal.room.v != ID_NONE) {
            merger->portraits[child->literal.room.v].odd = true;
        }
    }
}

/* A room's events beside heads that are anywhere (plenaries). */
static struct room_id beside_room(const struct model *model, const struct timeline *timeline)
{
    struct room_id room = model->members.v[timeline->first + timeline->n - 1].room;
    bool is = timeline->kind == TIMELINE_AT_MOST && timeline->most == 1 &&
              timeline->n_heads < timeline->n;
    for (uint32_t i = 0; i < timeline->n && is; i++) {
        uint32_t its = model->members.v[timeline->first + i].room.v;
        is = its == (i < timeline->n_heads ? ID_NONE : room.v);
    }
    return is ? room : (struct room_id){ID_NONE};
}

static void draw_timeline(struct merger *merger, const struct timeline *timeline)
{
    const struct model *model = merger->model;
    const struct member *members = model->members.v + timeline->first;
    struct room_id capacity = presolve_capacity_room(model, timeline);
    struct room_id room = capacity.v != ID_NONE ? capacity : beside_room(model, timeline);
    if (room.v == ID_NONE) {
        for (uint32_t i = 0; i < timeline->n; i++) {
            if (members[i].room.v != ID_NONE) {
                merger->portraits[members[i].room.v].odd = true;
            }
        }
        return;
    }
    struct portrait *portrait = &merger->portraits[room.v];
    mix(portrait, (uint64_t)timeline->rule << 32 | timeline->n_heads);
    for (uint32_t i = 0; i < timeline->n; i++) {
        mix(portrait, (uint64_t)members[i].choice.v << 32 | (uint32_t)members[i].after_min);
    }
    if (capacity.v != ID_NONE) {
        for (uint32_t i = 0; i < timeline->n; i++) {
            bool first = i == 0 && !portrait->has_capacity;
            portrait->odd = portrait->odd || timeline->most != 1 ||
                            (!first && members[i].after_min != portrait->after_min);
            portrait->after_min = members[i].after_min;
            portrait->has_capacity = true;
        }
    }
}

static int compare_portraits(const void *a, const void *b)
{
    const struct portrait *x = *(struct portrait *const *)a, *y = *(struct portrait *const *)b;
    for (int i = 0; i < 2; i++) {
        if (x->hash[i] != y->hash[i]) {
            return x->hash[i] < y->hash[i] ? -1 : 1;
        }
    }
    return (x > y) - (x < y);
}

static void form_classes(struct merger *merger)
{
    struct presolve *presolve = merger->presolve;
    struct arena *arena = &presolve->model.arena;
    struct portrait **order =
        base_alloc_zero((size_t)merger->n_rooms + 1, sizeof(struct portrait *));
    uint32_t n = 0;
    for (uint32_t r = 0; r < merger->n_rooms; r++) {
        merger->class_of[r] = r;
        merger->class_size[r] = 1;
        if (!merger->portraits[r].odd) {
            order[n++] = &merger->portraits[r];
        }
    }
    if (n > 1) {
        qsort(order, n, sizeof(*order), compare_portraits);
    }
    presolve->classes = arena_array(arena, merger->n_rooms, sizeof(*presolve->classes));
    for (uint32_t i = 0, next = 0; i < n; i = next) {
        struct room_id *rooms = arena_array(arena, n - i, sizeof(*rooms));
        for (next = i; next < n && order[next]->hash[0] == order[i]->hash[0] &&
                       order[next]->hash[1] == order[i]->hash[1];
             next++) {
            rooms[next - i] = (struct room_id){(uint32_t)(order[next] - merger->portraits)};
            merger->class_of[rooms[next - i].v] = rooms[0].v;
        }
        merger->class_size[rooms[0].v] = next - i;
        if (next - i > 1) {
            presolve->classes[presolve->n_classes++] = (struct room_class){
                rooms[0], rooms, next - i, order[i]->has_capacity, order[i]->after_min};
        }
    }
    base_free(order);
}

/* ---- applying them --------------------------------------------------------------------- */

static bool stays(const struct merger *merger, struct room_id room)
{
    return room.v == ID_NONE || merger->class_of[room.v] == room.v;
}

static void merge_runs(struct merger *merger)
{
    struct model *model = merger->model;
    struct run_list runs = {0};
    for (uint32_t c = 0; c < model->choices.n; c++) {
        const struct choice *choice = &model->choices.v[c];
        size_t first = runs.n;
        for (uint32_t k = 0; k < choice->n_runs; k++) {
            struct run run = model->runs.v[choice->first_run + k];
            if (merger->presolve->settled[c] || stays(merger, run.room)) {
                vec_push(&runs, run);
            }
        }
        presolve_end_choice(model, (struct choice_id){c}, &runs, first);
    }
    presolve_end_choices(model, &runs);
}

static void merge_unaries(struct merger *merger)
{
    struct model *model = merger->model;
    size_t n = 0;
    for (size_t i = 0; i < model->unaries.n; i++) {
        struct literal literal = model->unaries.v[i].literal;
        if (merger->presolve->settled[literal.choice.v] || stays(merger, literal.room)) {
            model->unaries.v[n++] = model->unaries.v[i];
        }
    }
    model->unaries.n = n;
}

/* Beside the heads at most one event a room becomes: beside the heads no event; one timeline each.
 */
static void split_beside(struct merger *merger, struct timeline timeline)
{
    struct model *model = merger->model;
    VEC(struct member) members = {0};
    for (uint32_t i = timeline.n_heads; i < timeline.n; i++) {
        vec_clear(&members);
        for (uint32_t h = 0; h < timeline.n_heads; h++) {
            vec_push(&members, model->members.v[timeline.first + h]);
        }
        vec_push(&members, model->members.v[timeline.first + i]);
        model_add_timeline(model, timeline, members.v, (uint32_t)members.n);
    }
    vec_free(&members);
}

static void merge_timelines(struct merger *merger)
{
    struct model *model = merger->model;
    size_t n = model->timelines.n;
    VEC(bool) keep = {0};
    for (size_t t = 0; t < n; t++) {
        struct timeline timeline = model->timelines.v[t];
        struct room_id capacity = presolve_capacity_room(model, &timeline);
        struct room_id beside = beside_room(model, &timeline);
        struct room_id room = capacity.v != ID_NONE ? capacity : beside;
        uint32_t size = room.v == ID_NONE ? 1 : merger->class_size[room.v];
        bool keeps = stays(merger, room);
        if (keeps && capacity.v != ID_NONE) {
            model->timelines.v[t].most = size > 1 ? size : timeline.most;
            keeps = timeline.n > model->timelines.v[t].most;
        } else if (keeps && size > 1) {
            split_beside(merger, timeline);
            keeps = false;
        }
        vec_push(&keep, keeps);
    }
    while (keep.n < model->timelines.n) {
        vec_push(&keep, true);
    }
    presolve_keep_timelines(model, keep.v);
    vec_free(&keep);
}

void presolve_merge_rooms(struct presolve *presolve)
{
    struct merger merger = {.presolve = presolve, .model = &presolve->model};
    merger.n_rooms = presolve->model.problem->n_rooms;
    merger.portraits = base_alloc_zero((size_t)merger.n_rooms + 1, sizeof(*merger.portraits));
    merger.class_of = base_alloc_zero((size_t)merger.n_rooms + 1, sizeof(uint32_t));
    merger.class_size = base_alloc_zero((size_t)merger.n_rooms + 1, sizeof(uint32_t));
    draw_runs(&merger);
    draw_singles(&merger);
    for (size_t t = 0; t < merger.model->timelines.n; t++) {
        draw_timeline(&merger, &merger.model->timelines.v[t]);
    }
    form_classes(&merger);
    if (presolve->n_classes > 0) {
        merge_runs(&merger);
        merge_unaries(&merger);
        merge_timelines(&merger);
    }
    base_free(merger.portraits);
    base_free(merger.class_of);
    base_free(merger.class_size);
}

/* ---- and back --------------------------------------------------------------------------- */

struct stay {
    uint32_t choice;
    int32_t from_min, to_min;
};

static int compare_stays(const void *a, const void *b)
{
    const struct stay *x = a, *y = b;
    if (x->from_min != y->from_min) {
        return x->from_min < y->from_min ? -1 : 1;
    }
    return (x->choice > y->choice) - (x->choice < y->choice);
}

/* Each event, by start, takes the room that has been free longest: with at most n_rooms at a time
 * there is one. Without a rule about it, any room will do. */
static void lift_class(const struct presolve *presolve, const struct room_class *class,
                       struct placement *chosen)
{
    const struct model *model = &presolve->model;
    VEC(struct stay) stays = {0};
    for (uint32_t c = 0; c < model->choices.n; c++) {
        if (!presolve->settled[c] && !placement_is_out(chosen[c]) &&
            chosen[c].room.v == class->room.v) {
            int32_t length_min = model->choices.v[c].duration_min + class->after_min;
            struct stay stay = {c, chosen[c].start_min, chosen[c].start_min + length_min};
            vec_push(&stays, stay);
        }
    }
    if (stays.n > 0) {
        qsort(stays.v, stays.n, sizeof(*stays.v), compare_stays);
    }
    int32_t *free_min = base_alloc_zero(class->n_rooms, sizeof(*free_min));
    for (uint32_t r = 0; r < class->n_rooms; r++) {
        free_min[r] = INT32_MIN;
    }
    for (size_t i = 0; i < stays.n; i++) {
        uint32_t best = 0;
        for (uint32_t r = 1; r < class->n_rooms; r++) {
            best = free_min[r] < free_min[best] ? r : best;
        }
        chosen[stays.v[i].choice].room = class->rooms[best];
        free_min[best] = stays.v[i].to_min;
    }
    base_free(free_min);
    vec_free(&stays);
}

void presolve_lift_rooms(const struct presolve *presolve, struct placement *chosen)
{
    for (uint32_t i = 0; i < presolve->n_classes; i++) {
        lift_class(presolve, &presolve->classes[i], chosen);
    }
}
