#include "engine/compile.h"

#include "core/rule.h"
#include "engine/candidates.h"

#include <stdlib.h>

/* ---- costs of single placements ------------------------------------------------ */

struct charging {
    struct model *model;
    uint32_t rule;
    struct choice_id choice;
};

static int64_t count_at(const struct charging *charging, struct placement placement)
{
    const struct problem *problem = charging->model->problem;
    return rule_table_at(charging->rule)
        ->count_at(problem, &problem->settings[charging->rule],
                   charging->model->choices.v[charging->choice.v].event, placement);
}

static void charge_between(const struct charging *charging, int32_t from_min, int32_t to_min,
                           struct room_id room, int64_t count)
{
    struct literal literal = model_literal_between(charging->choice, from_min, to_min, room);
    struct model *model = charging->model;
    if (count > 0 && model_literal_count(model, literal) > 0) {
        int64_t weight = model->problem->settings[charging->rule].strength.weight;
        uint32_t level = rule_level_of(&model->levels, charging->rule);
        model_add_unary(model, charging->rule, level, literal, count, weight * count);
    }
}

/* Starts of one room (ID_NONE: of any), ascending: neighbours that count alike together. */
static void charge_starts(const struct charging *charging, const int32_t *starts_min, size_t n,
                          struct room_id room)
{
    size_t from = 0;
    int64_t count = 0;
    for (size_t i = 0; i <= n; i++) {
        int64_t next = i < n ? count_at(charging, (struct placement){room, starts_min[i]}) : -1;
        if (i > 0 && next != count) {
            charge_between(charging, starts_min[from], starts_min[i - 1] + 1, room, count);
            from = i;
        }
        count = next;
    }
}

static int compare_starts(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

/* The distinct starts of the choice; rooms often have the same ones, and then their runs follow
 * each other. */
static size_t list_starts(const struct model *model, struct choice_id id, int32_t **starts_min)
{
    const struct choice *choice = &model->choices.v[id.v];
    const struct run *runs = model->runs.v + choice->first_run;
    VEC(int32_t) starts = {0};
    for (uint32_t k = 0; k < choice->n_runs; k++) {
        const struct run *run = &runs[k];
        uint32_t same = k;
        while (same > 0 && k - same < 16 &&
               !(runs[same - 1].first_min == run->first_min && runs[same - 1].n == run->n &&
                 runs[same - 1].step_min == run->step_min)) {
            same--;
        }
        bool seen = same > 0 && k - same < 16;
        for (uint32_t i = 0; !seen && i < run->n; i++) {
            vec_push(&starts, run->first_min + (int32_t)i * run->step_min);
        }
    }
    if (starts.n > 0) {
        qsort(starts.v, starts.n, sizeof(*starts.v), compare_starts);
    }
    size_t n = 0;
    for (size_t i = 0; i < starts.n; i++) {
        if (n == 0 || starts.v[i] != starts.v[n - 1]) {
            starts.v[n++] = starts.v[i];
        }
    }
    *starts_min = starts.v;
    return n;
}

static void charge_rooms(const struct charging *charging)
{
    const struct model *model = charging->model;
    const struct choice *choice = &model->choices.v[charging->choice.v];
    for (uint32_t k = 0; k < choice->n_runs; k++) {
        const struct run *run = &model->runs.v[choice->first_run + k];
        if (k == 0 || run[-1].room.v != run->room.v) {
            struct placement placement = {run->room, run->first_min};
            charge_between(charging, CALENDAR_NO_TIME + 1, INT32_MAX, run->room,
                           count_at(charging, placement));
        }
    }
}

static void charge_windows(const struct charging *charging)
{
    const struct model *model = charging->model;
    int32_t duration_min = model->choices.v[charging->choice.v].duration_min;
    for (uint32_t w = 0; w < model->problem->n_windows; w++) {
        const struct window *window = &model->problem->windows[w];
        int32_t to_min = window->span.to_min - duration_min + 1;
        if (window->span.from_min < to_min &&
            model_may_be_in(model, charging->choice, window->room)) {
            struct placement placement = {window->room, window->span.from_min};
            charge_between(charging, window->span.from_min, to_min, window->room,
                           count_at(charging, placement));
        }
    }
}

static void charge_singly(const struct charging *charging)
{
    const struct model *model = charging->model;
    const struct choice *choice = &model->choices.v[charging->choice.v];
    VEC(int32_t) starts = {0};
    for (uint32_t k = 0; k < choice->n_runs; k++) {
        struct run run = model->runs.v[choice->first_run + k];
        vec_clear(&starts);
        for (uint32_t i = 0; i < run.n; i++) {
            vec_push(&starts, run.first_min + (int32_t)i * run.step_min);
        }
        charge_starts(charging, starts.v, starts.n, run.room);
    }
    vec_free(&starts);
}

/* Weight × count for the placements that a soft placement rule dislikes. */
static void charge_placements(struct model *model, uint32_t r)
{
    const struct rule *rule = rule_table_at(r);
    const struct rule_setting *setting = &model->problem->settings[r];
    for (uint32_t c = 0; c < model->choices.n; c++) {
        struct event_id event = model->choices.v[c].event;
        struct charging charging = {model, r, {c}};
        if (model->problem->events[event.v].fixed || problem_is_quiet(setting, event) ||
            (rule->concerns != NULL && !rule->concerns(model->problem, event))) {
            continue;
        }
        if (rule->looks_at == RULE_LOOKS_AT_ROOM) {
            charge_rooms(&charging);
        } else if (rule->looks_at == RULE_LOOKS_AT_WINDOW) {
            charge_windows(&charging);
        } else if (rule->looks_at == RULE_LOOKS_AT_TIME) {
            int32_t *starts_min;
            size_t n = list_starts(model, charging.choice, &starts_min);
            charge_starts(&charging, starts_min, n, (struct room_id){ID_NONE});
            base_free(starts_min);
        } else {
            charge_singly(&charging);
        }
    }
}

/* ---- the whole ------------------------------------------------------------------ */

static void add_choices(struct model *model)
{
    const struct problem *problem = model->problem;
    struct candidates candidates = {0};
    for (uint32_t e = 0; e < problem->n_events; e++) {
        const struct event *event = &problem->events[e];
        model_add_choice(model, (struct event_id){e}, event->duration_min);
        if (problem->absent != NULL && problem->absent[e]) {
            continue;
        }
        if (event->fixed) {
            model_add_starts(model, event->fixed_room, &event->fixed_start_min, 1);
        } else {
            candidates_add(&candidates, model, (struct event_id){e});
        }
    }
    candidates_free(&candidates);
}

void compile_model(const struct problem *problem, struct model *model)
{
    model_init(model, problem);
    add_choices(model);
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        const struct rule *rule = rule_table_at(r);
        const struct rule_setting *setting = &problem->settings[r];
        if (rule->family == RULE_PLACEMENT) {
            if (setting->strength.kind == STRENGTH_SOFT) {
                charge_placements(model, r);
            }
        } else if (setting->strength.kind != STRENGTH_OFF || rule->always) {
            uint32_t level = rule_level_of(&model->levels, r);
            model_set_rule(model, r);
            rule->compile(&(struct compile){problem, setting, model, r, level});
            model_set_rule(model, ID_NONE);
        }
    }
}
