/* Fixed events take their times from the others. */
#include "engine/presolve.h"

#include <stdlib.h>
#include <string.h>

static bool is_fixed(const struct model *model, const bool *stays, struct choice_id choice)
{
    const struct choice *one = &model->choices.v[choice.v];
    const struct event *event = &model->problem->events[one->event.v];
    bool fixed = (event->fixed && !event->optional) || (stays != NULL && stays[choice.v]);
    return fixed && one->n == 1;
}

/* Whether all fixed events can be in the timetable together: then they are, for nothing counts more
 * (they have the first level to themselves). */
static bool fixed_agree(const struct model *model, const bool *stays)
{
    struct placement *chosen = base_alloc_zero(model->choices.n + 1, sizeof(*chosen));
    uint32_t n_fixed = 0;
    for (uint32_t c = 0; c < model->choices.n; c++) {
        bool fixed = is_fixed(model, stays, (struct choice_id){c});
        chosen[c] = fixed ? model_placement_at(model, (struct choice_id){c}, 0) : PLACEMENT_OUT;
        n_fixed += fixed;
    }
    struct arena arena = ARENA_EMPTY;
    uint32_t n_rules = 1;
    for (size_t i = 0; i < model->timelines.n; i++) {
        n_rules = model->timelines.v[i].rule >= n_rules ? model->timelines.v[i].rule + 1 : n_rules;
    }
    for (size_t i = 0; i < model->terms.n; i++) {
        n_rules = model->terms.v[i].rule >= n_rules ? model->terms.v[i].rule + 1 : n_rules;
    }
    for (size_t i = 0; i < model->unaries.n; i++) {
        n_rules = model->unaries.v[i].rule >= n_rules ? model->unaries.v[i].rule + 1 : n_rules;
    }
    struct model_score score = model_evaluate(&arena, model, n_rules, chosen);
    bool agree = n_fixed > 0;
    for (uint32_t r = 0; r < n_rules; r++) {
        agree = agree && score.rule_broken[r] == 0;
    }
    arena_free(&arena);
    base_free(chosen);
    return agree;
}

/* Starts that a fixed event takes from a choice. */
struct taken {
    uint32_t choice;
    struct room_id room; /* ID_NONE: in any */
    int32_t from_min, to_min;
};

struct taken_list {
    struct taken *v;
    size_t n, cap;
};

static void take(const struct model *model, const bool *stays, const struct timeline *timeline,
                 uint32_t fixed, struct taken_list *taken)
{
    struct member by = model->members.v[timeline->first + fixed];
    struct placement at = model_placement_at(model, by.choice, 0);
    if (!model_member_is_at(by, at)) {
        return;
    }
    int32_t end_min = at.start_min + model_member_length(model, by);
    for (uint32_t i = 0; i < timeline->n; i++) {
        struct member member = model->members.v[timeline->first + i];
        bool counts = fixed < timeline->n_heads || i < timeline->n_heads;
        if (counts && !is_fixed(model, stays, member.choice)) {
            struct taken one = {member.choice.v, member.room,
                                at.start_min - model_member_length(model, member) + 1, end_min};
            vec_push(taken, one);
        }
    }
}

static int compare_taken(const void *a, const void *b)
{
    const struct taken *x = a, *y = b;
    return (x->choice > y->choice) - (x->choice < y->choice);
}

/* Appends what is left of a run when the starts in [from, to) go, to `left`. */
static void cut_run(struct run run, struct taken taken, struct run *left, uint32_t *n_left)
{
    uint32_t before = 0, after = 0;
    for (uint32_t i = 0; i < run.n; i++) {
        int32_t start_min = run.first_min + (int32_t)i * run.step_min;
        before += start_min < taken.from_min;
        after += start_min >= taken.to_min;
    }
    struct run first = run, second = run;
    first.n = before;
    second.n = after;
    second.first_min += (int32_t)(run.n - after) * run.step_min;
    if (before > 0) {
        left[(*n_left)++] = first;
    }
    if (after > 0) {
        left[(*n_left)++] = second;
    }
}

/* The choice's runs without what is taken, appended to `runs`. */
static void cut_choice(const struct model *model, const struct choice *choice,
                       const struct taken *taken, size_t n_taken, struct run_list *runs)
{
    struct run_list stack = {0};
    for (uint32_t k = choice->n_runs; k-- > 0;) {
        vec_push(&stack, model->runs.v[choice->first_run + k]);
    }
    while (stack.n > 0) {
        struct run run = stack.v[--stack.n];
        int32_t last_min = run.first_min + (int32_t)(run.n - 1) * run.step_min;
        bool whole = true;
        for (size_t i = 0; i < n_taken && whole; i++) {
            bool here = taken[i].room.v == ID_NONE || taken[i].room.v == run.room.v;
            if (!here || taken[i].to_min <= run.first_min || last_min < taken[i].from_min) {
                continue;
            }
            struct run left[2];
            uint32_t n_left = 0;
            cut_run(run, taken[i], left, &n_left);
            whole = n_left == 1 && left[0].n == run.n;
            for (uint32_t k = n_left; !whole && k-- > 0;) {
                vec_push(&stack, left[k]);
            }
        }
        if (whole) {
            vec_push(runs, run);
        }
    }
    vec_free(&stack);
}

static void cut_choices(struct model *model, const struct taken_list *taken)
{
    struct run_list runs = {0};
    size_t at = 0;
    for (uint32_t c = 0; c < model->choices.n; c++) {
        size_t first = at;
        while (at < taken->n && taken->v[at].choice == c) {
            at++;
        }
        size_t first_run = runs.n;
        cut_choice(model, &model->choices.v[c], taken->v + first, at - first, &runs);
        presolve_end_choice(model, (struct choice_id){c}, &runs, first_run);
    }
    presolve_end_choices(model, &runs);
}

/* Fixed members, and those without a placement, need not be counted any more. */
static void drop_members(struct model *model, const bool *stays)
{
    bool *keep = base_alloc_zero(model->timelines.n + 1, sizeof(*keep));
    for (size_t t = 0; t < model->timelines.n; t++) {
        struct timeline *timeline = &model->timelines.v[t];
        uint32_t n = 0, n_heads = 0;
        bool hard = timeline->kind == TIMELINE_AT_MOST && timeline->most == 1;
        for (uint32_t i = 0; i < timeline->n; i++) {
            struct member member = model->members.v[timeline->first + i];
            bool drop = model->choices.v[member.choice.v].n == 0 ||
                        (hard && is_fixed(model, stays, member.choice));
            if (!drop) {
                model->members.v[timeline->first + n++] = member;
                n_heads += i < timeline->n_heads;
            }
        }
        timeline->n = n;
        timeline->n_heads = n_heads;
        keep[t] = n > 1 && n_heads > 0;
    }
    presolve_keep_timelines(model, keep);
    base_free(keep);
}

void presolve_fix_events(struct model *model, const bool *stays)
{
    if (!fixed_agree(model, stays)) {
        return;
    }
    struct taken_list taken = {0};
    for (size_t t = 0; t < model->timelines.n; t++) {
        const struct timeline *timeline = &model->timelines.v[t];
        for (uint32_t i = 0;
             timeline->kind == TIMELINE_AT_MOST && timeline->most == 1 && i < timeline->n; i++) {
            if (is_fixed(model, stays, model->members.v[timeline->first + i].choice)) {
                take(model, stays, timeline, i, &taken);
            }
        }
    }
    if (taken.n > 0) {
        qsort(taken.v, taken.n, sizeof(*taken.v), compare_taken);
    }
    cut_choices(model, &taken);
    drop_members(model, stays);
    vec_free(&taken);
}

void presolve_restrict(struct model *to, const struct model *from, const bool *stays,
                       const struct placement *at)
{
    struct run_list runs = {0};
    presolve_copy_model(to, from);
    for (uint32_t c = 0; c < to->choices.n; c++) {
        const struct choice *choice = &to->choices.v[c];
        size_t first = runs.n;
        struct run only = {at[c].room, at[c].start_min, 1, 1};
        for (uint32_t k = 0; k < choice->n_runs; k++) {
            vec_push(&runs, stays[c] ? only : to->runs.v[choice->first_run + k]);
            if (stays[c]) {
                break;
            }
        }
        presolve_end_choice(to, (struct choice_id){c}, &runs, first);
    }
    presolve_end_choices(to, &runs);
    presolve_fix_events(to, stays);
}
