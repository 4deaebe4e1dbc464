/* Rooms go altogether where an event may as well be in any of those that it may have. */
#include "engine/presolve.h"

#include <stdlib.h>
#include <string.h>

enum { ROOMS_MOST = 64, UNIONS_MOST = 256 };

struct builder {
    struct presolve *presolve;
    struct model *model;
    uint32_t n_all;      /* rooms of the problem */
    uint32_t *users;     /* [n_all]: choices that may be there */
    bool *barred;        /* [n_all]: the room matters by itself */
    int64_t *places_of;  /* [n_all]: 0: nothing is said of how many it takes */
    uint32_t *number_of; /* [n_all]: among those that go; ID_NONE */
    struct room_id rooms[ROOMS_MOST];
    int64_t places[ROOMS_MOST];
    uint32_t n_rooms;
    uint64_t *allowed; /* [choices] */
    int32_t after_min; /* the longest of any capacity */
    uint64_t unions[UNIONS_MOST];
    uint32_t n_unions;
};

static void bar_rooms(struct builder *b)
{
    const struct model *model = b->model;
    for (size_t i = 0; i < model->unaries.n; i++) {
        struct literal literal = model->unaries.v[i].literal;
        if (literal.room.v != ID_NONE && !b->presolve->settled[literal.choice.v]) {
            b->barred[literal.room.v] = true;
        }
    }
    for (size_t i = 0; i < model->children.n; i++) {
        const struct term_child *child = &model->children.v[i];
        if (child->term.v == ID_NONE && child->literal.room.v != ID_NONE) {
            b->barred[child->literal.room.v] = true;
        }
    }
    for (size_t t = 0; t < model->timelines.n; t++) {
        const struct timeline *timeline = &model->timelines.v[t];
        struct room_id room = presolve_capacity_room(model, timeline);
        if (room.v != ID_NONE) {
            int64_t *places = &b->places_of[room.v];
            *places = *places == 0 || timeline->most < *places ? timeline->most : *places;
        }
        for (uint32_t i = 0; i < timeline->n; i++) {
            struct member member = model->members.v[timeline->first + i];
            if (member.room.v == ID_NONE) {
                continue;
            }
            b->barred[member.room.v] = b->barred[member.room.v] || room.v == ID_NONE;
            b->after_min = member.after_min > b->after_min ? member.after_min : b->after_min;
        }
    }
}

/* A room with one user needs no rule; of one with several and no rule nothing is known. */
static bool choose_rooms(struct builder *b)
{
    const struct model *model = b->model;
    for (uint32_t c = 0; c < model->choices.n; c++) {
        const struct choice *choice = &model->choices.v[c];
        for (uint32_t k = 0; k < choice->n_runs && !b->presolve->settled[c]; k++) {
            const struct run *run = &model->runs.v[choice->first_run + k];
            if (run->room.v != ID_NONE && (k == 0 || run[-1].room.v != run->room.v)) {
                b->users[run->room.v]++;
            }
        }
    }
    for (uint32_t r = 0; r < b->n_all; r++) {
        int64_t places = b->places_of[r];
        for (uint32_t i = 0; i < b->presolve->n_classes; i++) {
            /* A class whose places nobody can exceed has no timeline any more. */
            const struct room_class *class = &b->presolve->classes[i];
            bool known = class->room.v == r && class->has_capacity && places == 0;
            places = known ? class->n_rooms : places;
        }
        places = places == 0 && b->users[r] == 1 ? 1 : places;
        b->number_of[r] = ID_NONE;
        if (b->users[r] == 0 || b->barred[r] || places == 0) {
            continue;
        }
        if (b->n_rooms == ROOMS_MOST) {
            return false;
        }
        b->number_of[r] = b->n_rooms;
        b->rooms[b->n_rooms] = (struct room_id){r};
        b->places[b->n_rooms++] = places;
    }
    return b->n_rooms > 1;
}

static bool runs_equal(const struct run *a, const struct run *b)
{
    return a->first_min == b->first_min && a->step_min == b->step_min && a->n == b->n;
}

/* Whether the choice has the same starts in all of the rooms that go; fills in which. */
static bool is_uniform(struct builder *b, uint32_t c)
{
    const struct choice *choice = &b->model->choices.v[c];
    const struct run *runs = b->model->runs.v + choice->first_run;
    uint32_t first = 0, n_first = 0;
    for (uint32_t k = 0, next = 0; k < choice->n_runs; k = next) {
        for (next = k + 1; next < choice->n_runs && runs[next].room.v == runs[k].room.v;) {
            next++;
        }
        uint32_t number = runs[k].room.v == ID_NONE ? ID_NONE : b->number_of[runs[k].room.v];
        if (number == ID_NONE) {
            continue;
        }
        if (b->allowed[c] == 0) {
            first = k;
            n_first = next - k;
        }
        b->allowed[c] |= UINT64_C(1) << number;
        bool same = next - k == n_first;
        for (uint32_t i = 0; i < n_first && same; i++) {
            same = runs_equal(&runs[first + i], &runs[k + i]);
        }
        if (!same) {
            return false;
        }
    }
    return true;
}

static int compare_starts(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

/* Whether whatever overlaps in these rooms starts together. */
static bool start_together(const struct builder *b)
{
    const struct model *model = b->model;
    VEC(int32_t) starts = {0};
    int32_t longest_min = 0;
    for (uint32_t c = 0; c < model->choices.n; c++) {
        const struct choice *choice = &model->choices.v[c];
        uint32_t room = ID_NONE; /* the first that goes: the others have the same starts */
        for (uint32_t k = 0; k < choice->n_runs && b->allowed[c] != 0; k++) {
            const struct run *run = &model->runs.v[choice->first_run + k];
            bool goes = run->room.v != ID_NONE && b->number_of[run->room.v] != ID_NONE;
            room = goes && room == ID_NONE ? run->room.v : room;
            for (uint32_t i = 0; run->room.v == room && i < run->n && goes; i++) {
                vec_push(&starts, run->first_min + (int32_t)i * run->step_min);
            }
        }
        int32_t length_min = b->allowed[c] == 0 ? 0 : choice->duration_min + b->after_min;
        longest_min = length_min > longest_min ? length_min : longest_min;
    }
    bool together = true;
    if (starts.n > 0) {
        qsort(starts.v, starts.n, sizeof(*starts.v), compare_starts);
    }
    for (size_t i = 1; i < starts.n && together; i++) {
        int32_t apart_min = starts.v[i] - starts.v[i - 1];
        together = apart_min == 0 || apart_min >= longest_min;
    }
    vec_free(&starts);
    return together;
}

/* The sets of rooms that some events are bound to, and all unions of them. */
static bool find_unions(struct builder *b)
{
    for (size_t c = 0; c < b->model->choices.n; c++) {
        uint64_t set = b->allowed[c];
        bool known = set == 0;
        for (uint32_t i = 0; i < b->n_unions && !known; i++) {
            known = b->unions[i] == set;
        }
        for (uint32_t i = 0, n = b->n_unions; i <= n && !known; i++) {
            uint64_t with = i < n ? b->unions[i] | set : set;
            bool there = false;
            for (uint32_t k = 0; k < b->n_unions && !there; k++) {
                there = b->unions[k] == with;
            }
            if (!there && b->n_unions == UNIONS_MOST) {
                return false;
            }
            if (!there) {
                b->unions[b->n_unions++] = with;
            }
        }
    }
    return b->n_unions > 0;
}

static void add_unions(struct builder *b, struct timeline like)
{
    struct model *model = b->model;
    VEC(struct member) members = {0};
    for (uint32_t u = 0; u < b->n_unions; u++) {
        like.most = 0;
        for (uint32_t r = 0; r < b->n_rooms; r++) {
            like.most += (b->unions[u] >> r & 1) ? b->places[r] : 0;
        }
        vec_clear(&members);
        for (uint32_t c = 0; c < model->choices.n; c++) {
            if (b->allowed[c] != 0 && (b->allowed[c] & ~b->unions[u]) == 0) {
                struct member member = {{c}, b->rooms[0], 0};
                vec_push(&members, member);
            }
        }
        like.n_heads = (uint32_t)members.n;
        model_add_timeline(model, like, members.v, (uint32_t)members.n);
    }
    vec_free(&members);
}

static int compare_runs(const void *a, const void *b)
{
    const struct run *x = a, *y = b;
    if (x->room.v != y->room.v) {
        return x->room.v < y->room.v ? -1 : 1;
    }
    return (x->first_min > y->first_min) - (x->first_min < y->first_min);
}

/* One room for all that go. */
static void replace_runs(struct builder *b)
{
    struct model *model = b->model;
    struct run_list runs = {0};
    for (uint32_t c = 0; c < model->choices.n; c++) {
        const struct choice *choice = &model->choices.v[c];
        size_t first = runs.n;
        struct room_id taken = {ID_NONE};
        for (uint32_t k = 0; k < choice->n_runs; k++) {
            struct run run = model->runs.v[choice->first_run + k];
            bool goes = !b->presolve->settled[c] && run.room.v != ID_NONE &&
                        b->number_of[run.room.v] != ID_NONE;
            if (goes && taken.v != ID_NONE && taken.v != run.room.v) {
                continue;
            }
            if (goes) {
                taken = run.room;
                run.room = b->rooms[0];
            }
            vec_push(&runs, run);
        }
        if (runs.n > first + 1) {
            qsort(runs.v + first, runs.n - first, sizeof(*runs.v), compare_runs);
        }
        presolve_end_choice(model, (struct choice_id){c}, &runs, first);
    }
    presolve_end_choices(model, &runs);
}

static void replace_timelines(struct builder *b)
{
    struct model *model = b->model;
    VEC(bool) keep = {0};
    struct timeline like = {.kind = TIMELINE_AT_MOST, .level = ID_NONE, .origin = ORIGIN_NONE};
    for (size_t t = 0; t < model->timelines.n; t++) {
        struct room_id room = presolve_capacity_room(model, &model->timelines.v[t]);
        bool goes = room.v != ID_NONE && b->number_of[room.v] != ID_NONE;
        like.rule = goes ? model->timelines.v[t].rule : like.rule;
        vec_push(&keep, !goes);
    }
    presolve_keep_timelines(model, keep.v);
    vec_free(&keep);
    add_unions(b, like);
}

static void remember(struct builder *b)
{
    struct arena *arena = &b->presolve->model.arena;
    struct hall *hall = arena_alloc(arena, sizeof(*hall));
    hall->room = b->rooms[0];
    hall->rooms = arena_copy(arena, b->rooms, b->n_rooms * sizeof(*b->rooms));
    hall->places = arena_copy(arena, b->places, b->n_rooms * sizeof(*b->places));
    hall->n_rooms = b->n_rooms;
    hall->allowed = arena_copy(arena, b->allowed, b->model->choices.n * sizeof(*b->allowed));
    b->presolve->hall = hall;
}

void presolve_apply_hall(struct presolve *presolve)
{
    struct builder b = {.presolve = presolve, .model = &presolve->model};
    struct arena arena = ARENA_EMPTY;
    b.n_all = presolve->model.problem->n_rooms;
    b.users = arena_array(&arena, b.n_all, sizeof(uint32_t));
    b.barred = arena_array(&arena, b.n_all, sizeof(bool));
    b.places_of = arena_array(&arena, b.n_all, sizeof(int64_t));
    b.number_of = arena_array(&arena, b.n_all, sizeof(uint32_t));
    b.allowed = arena_array(&arena, presolve->model.choices.n, sizeof(uint64_t));
    bar_rooms(&b);
    bool fits = choose_rooms(&b);
    for (uint32_t c = 0; c < presolve->model.choices.n && fits; c++) {
        fits = presolve->settled[c] || is_uniform(&b, c);
    }
    if (fits && start_together(&b) && find_unions(&b)) {
        remember(&b);
        replace_runs(&b);
        replace_timelines(&b);
    }
    arena_free(&arena);
}

/* ---- and back ------------------------------------------------------------------------------- */

struct matching {
    const struct hall *hall;
    const uint32_t *events; /* choices that start at the time … */
    uint32_t n_events;
    uint32_t *room_of; /* … and the number of their room; ID_NONE */
    uint64_t tried;
};

/* Finds a room for the event, moving others on (Kuhn's augmenting paths). */
static bool augment(struct matching *matching, uint32_t event)
{
    const struct hall *hall = matching->hall;
    uint64_t allowed = hall->allowed[matching->events[event]];
    for (uint32_t r = 0; r < hall->n_rooms; r++) {
        uint64_t bit = UINT64_C(1) << r;
        if ((allowed & bit) == 0 || (matching->tried & bit) != 0) {
            continue;
        }
        matching->tried |= bit;
        int64_t used = 0;
        for (uint32_t i = 0; i < matching->n_events; i++) {
            used += matching->room_of[i] == r;
        }
        bool found = used < hall->places[r];
        for (uint32_t i = 0; i < matching->n_events && !found; i++) {
            found = matching->room_of[i] == r && augment(matching, i);
        }
        if (found) {
            matching->room_of[event] = r;
            return true;
        }
    }
    return false;
}

static int compare_stays(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

void presolve_lift_hall(const struct presolve *presolve, struct placement *chosen)
{
    const struct hall *hall = presolve->hall;
    size_t n_choices = presolve->model.choices.n;
    if (hall == NULL) {
        return;
    }
    VEC(int64_t) stays = {0}; /* start and choice in one number, so that it sorts by both */
    for (uint32_t c = 0; c < n_choices; c++) {
        if (hall->allowed[c] != 0 && !placement_is_out(chosen[c]) &&
            chosen[c].room.v == hall->room.v) {
            vec_push(&stays, (int64_t)chosen[c].start_min * INT64_C(4294967296) + c);
        }
    }
    if (stays.n > 0) {
        qsort(stays.v, stays.n, sizeof(*stays.v), compare_stays);
    }
    uint32_t *events = base_alloc_zero(n_choices + 1, sizeof(*events));
    uint32_t *room_of = base_alloc_zero(n_choices + 1, sizeof(*room_of));
    for (size_t i = 0, next = 0; i < stays.n; i = next) {
        struct matching matching = {.hall = hall, .events = events, .room_of = room_of};
        int32_t start_min = chosen[(uint32_t)stays.v[i]].start_min;
        for (next = i; next < stays.n && chosen[(uint32_t)stays.v[next]].start_min == start_min;
             next++) {
            events[matching.n_events] = (uint32_t)stays.v[next];
            room_of[matching.n_events++] = ID_NONE;
        }
        for (uint32_t k = 0; k < matching.n_events; k++) {
            matching.tried = 0;
            bool found = augment(&matching, k);
            BUG_UNLESS(found);
        }
        for (uint32_t k = 0; k < matching.n_events; k++) {
            chosen[events[k]].room = hall->rooms[room_of[k]];
        }
    }
    base_free(events);
    base_free(room_of);
    vec_free(&stays);
}
