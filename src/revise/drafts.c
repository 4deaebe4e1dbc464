#include "revise/drafts.h"

#include "engine/candidates.h"
#include "revise/budget.h"

#include <string.h>

static bool has_choice(const struct model *model, struct choice_id choice)
{
    uint32_t n = model->choices.v[choice.v].n;
    int32_t first_min = n == 0 ? 0 : model_placement_at(model, choice, 0).start_min;
    for (uint32_t i = 1; i < n; i++) {
        if (model_placement_at(model, choice, i).start_min != first_min) {
            return true;
        }
    }
    return false;
}

const bool *drafts_list_movable(struct arena *arena, const struct problem *problem, uint32_t *n)
{
    bool *movable = arena_array(arena, problem->n_events, sizeof(*movable));
    struct candidates candidates = {0};
    struct model model;
    *n = 0;
    model_init(&model, problem);
    for (uint32_t e = 0; e < problem->n_events; e++) {
        const struct event *event = &problem->events[e];
        model_add_choice(&model, (struct event_id){e}, event->duration_min);
        if (!event->fixed && (problem->absent == NULL || !problem->absent[e])) {
            candidates_add(&candidates, &model, (struct event_id){e});
            movable[e] = has_choice(&model, (struct choice_id){e});
        }
        *n += movable[e];
    }
    candidates_free(&candidates);
    model_free(&model);
    return movable;
}

const int32_t *drafts_copy_starts(struct arena *arena, const struct timetable *timetable)
{
    int32_t *starts_min = arena_array(arena, timetable->n, sizeof(*starts_min));
    for (uint32_t e = 0; e < timetable->n; e++) {
        const struct assignment *is = &timetable->v[e];
        starts_min[e] = is->placed ? is->start_min : CALENDAR_NO_TIME;
    }
    return starts_min;
}

static uint32_t least_of(uint32_t n_counted, uint32_t percent)
{
    uint64_t least = ((uint64_t)n_counted * percent + 99) / 100;
    return least == 0 ? 1 : (uint32_t)least;
}

/* Whether there was one more. */
static bool add_draft(const struct problem *problem, const struct solve_options *options,
                      struct drafts_list *list)
{
    struct solve_result *result = &list->v[list->n];
    bool ok = solve_problem(problem, options, result);
    bool found = ok && (result->status == SOLVE_OPTIMAL || result->status == SOLVE_FEASIBLE) &&
                 result->mismatch == NULL;
    if (!ok) {
        list->failure = arena_print(&list->arena, "%s", result->failure);
    }
    if (!found) {
        list->end = !ok                                  ? DRAFTS_FAILED
                    : result->status == SOLVE_INFEASIBLE ? DRAFTS_NO_MORE
                                                         : DRAFTS_LIMIT;
        solve_free(result);
        return false;
    }
    list->n++;
    return true;
}

void drafts_find(const struct problem *problem, const struct solve_options *options,
                 const struct timetable *first, uint32_t more, uint32_t percent,
                 struct drafts_list *list)
{
    *list = (struct drafts_list){.end = DRAFTS_ALL};
    struct drafts drafts = {0};
    drafts.counted = drafts_list_movable(&list->arena, problem, &list->n_counted);
    list->least = least_of(list->n_counted, percent);
    drafts.most_alike = (int64_t)list->n_counted - list->least;
    const int32_t **starts_min = arena_array(&list->arena, more + 1, sizeof(*starts_min));
    starts_min[0] = drafts_copy_starts(&list->arena, first);
    drafts.start_min = starts_min;
    list->v = arena_array(&list->arena, more, sizeof(*list->v));
    struct solve_options each = *options, share;
    each.complete_only = true;
    struct budget budget = budget_begin(&each, more == 0 ? 1 : more);
    struct problem other = *problem;
    other.drafts = &drafts;
    if (drafts.most_alike < 0 && more > 0) {
        list->end = DRAFTS_NO_MORE;
        return;
    }
    while (list->n < more) {
        drafts.n = list->n + 1;
        if (!budget_share(&budget, more - list->n, &share)) {
            list->end = DRAFTS_LIMIT;
            return;
        }
        if (!add_draft(&other, &share, list)) {
            return;
        }
        starts_min[list->n] = drafts_copy_starts(&list->arena, &list->v[list->n - 1].timetable);
    }
}

void drafts_free(struct drafts_list *list)
{
    for (uint32_t i = 0; i < list->n; i++) {
        solve_free(&list->v[i]);
    }
    arena_free(&list->arena);
    *list = (struct drafts_list){0};
}
