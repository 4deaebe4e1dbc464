/* Placements that are never better than another one of the same choice at the same time: those in
 * shared rooms where the choice has a room to itself that costs no more. */
#include "engine/presolve.h"

/* What is known of a room, or of a choice. */
struct dominance {
    const struct model *model;
    uint32_t n_rooms;
    uint32_t *users, *user; /* [rooms]: how many choices may be there, and the last of them */
    bool *odd_room;         /* [rooms]: something but its own capacity names it */
    bool *odd_choice;       /* [choices]: rooms matter to it by more than their capacity */
};

static void count_users(struct dominance *d, const bool *settled)
{
    const struct model *model = d->model;
    for (uint32_t c = 0; c < model->choices.n; c++) {
        const struct choice *choice = &model->choices.v[c];
        d->odd_choice[c] = settled[c];
        for (uint32_t k = 0; k < choice->n_runs; k++) {
            const struct run *run = &model->runs.v[choice->first_run + k];
            if (run->room.v == ID_NONE) {
                d->odd_choice[c] = true;
            } else if (k == 0 || run[-1].room.v != run->room.v) {
                d->users[run->room.v]++;
                d->user[run->room.v] = c;
            }
        }
    }
}

static void find_odd(struct dominance *d)
{
    const struct model *model = d->model;
    for (size_t i = 0; i < model->unaries.n; i++) {
        const struct literal *literal = &model->unaries.v[i].literal;
        if (literal->room.v != ID_NONE) {
            d->odd_choice[literal->choice.v] = true;
        }
    }
    for (size_t i = 0; i < model->children.n; i++) {
        const struct term_child *child = &model->children.v[i];
        if (child->term.v == ID_NONE && child->literal.room.v != ID_NONE) {
            d->odd_choice[child->literal.choice.v] = true;
        }
    }
    for (size_t t = 0; t < model->timelines.n; t++) {
        const struct timeline *timeline = &model->timelines.v[t];
        bool capacity = presolve_capacity_room(model, timeline).v != ID_NONE;
        for (uint32_t i = 0; i < timeline->n && !capacity; i++) {
            struct member member = model->members.v[timeline->first + i];
            if (member.room.v != ID_NONE) {
                d->odd_choice[member.choice.v] = true;
                d->odd_room[member.room.v] = true;
            }
        }
    }
}

/* Keeps the starts of a run that the choice does not have in its own room. */
static void keep_others(const struct model *model, struct choice_id choice, struct room_id own,
                        struct run run, struct run_list *runs)
{
    struct run open = {0};
    for (uint32_t i = 0; i < run.n; i++) {
        struct placement there = {own, run.first_min + (int32_t)i * run.step_min};
        if (model_has_placement(model, choice, there)) {
            continue;
        }
        if (open.n > 0 && there.start_min == open.first_min + (int32_t)open.n * run.step_min) {
            open.n++;
            continue;
        }
        if (open.n > 0) {
            vec_push(runs, open);
        }
        open = (struct run){run.room, there.start_min, run.step_min, 1};
    }
    if (open.n > 0) {
        vec_push(runs, open);
    }
}

void presolve_drop_dominated(struct presolve *presolve)
{
    struct model *model = &presolve->model;
    struct arena arena = ARENA_EMPTY;
    struct dominance d = {.model = model, .n_rooms = model->problem->n_rooms};
    d.users = arena_array(&arena, d.n_rooms, sizeof(uint32_t));
    d.user = arena_array(&arena, d.n_rooms, sizeof(uint32_t));
    d.odd_room = arena_array(&arena, d.n_rooms, sizeof(bool));
    d.odd_choice = arena_array(&arena, model->choices.n, sizeof(bool));
    uint32_t *own = arena_array(&arena, model->choices.n, sizeof(uint32_t));
    count_users(&d, presolve->settled);
    find_odd(&d);
    bool any = false;
    for (size_t c = 0; c < model->choices.n; c++) {
        own[c] = ID_NONE;
    }
    for (uint32_t r = 0; r < d.n_rooms; r++) {
        if (d.users[r] == 1 && !d.odd_room[r] && !d.odd_choice[d.user[r]]) {
            own[d.user[r]] = r;
            any = true;
        }
    }
    struct run_list runs = {0};
    for (uint32_t c = 0; c < model->choices.n && any; c++) {
        const struct choice *choice = &model->choices.v[c];
        struct run_list kept = {0};
        for (uint32_t k = 0; k < choice->n_runs; k++) {
            struct run run = model->runs.v[choice->first_run + k];
            if (own[c] == ID_NONE || run.room.v == own[c]) {
                vec_push(&kept, run);
            } else {
                keep_others(model, (struct choice_id){c}, (struct room_id){own[c]}, run, &kept);
            }
        }
        size_t first = runs.n;
        for (size_t k = 0; k < kept.n; k++) {
            vec_push(&runs, kept.v[k]);
        }
        vec_free(&kept);
        presolve_end_choice(model, (struct choice_id){c}, &runs, first);
    }
    if (any) {
        presolve_end_choices(model, &runs);
    }
    arena_free(&arena);
}
