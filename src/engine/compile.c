#include "engine/compile.h"

#include "core/rule.h"

#include <stdlib.h>

struct candidates {
    const struct problem *problem;
    VEC(struct placement) v;
    uint32_t *excluded; /* [rule_table_count()] */
    uint32_t n_considered;
    uint32_t room_open; /* the rule that stands for "it does not fit the window" */
};

static int compare_placements(const void *a, const void *b)
{
    const struct placement *x = a, *y = b;
    int by_start = (x->start_min > y->start_min) - (x->start_min < y->start_min);
    return by_start != 0 ? by_start : (x->room.v > y->room.v) - (x->room.v < y->room.v);
}

/* Keeps the placement unless a hard placement rule forbids it; every rule that does is counted. */
static void consider(struct candidates *candidates, struct event_id event,
                     struct placement placement)
{
    const struct problem *problem = candidates->problem;
    bool kept = true;
    candidates->n_considered++;
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        const struct rule *rule = rule_table_at(r);
        const struct rule_setting *setting = &problem->settings[r];
        if (rule->family == RULE_PLACEMENT && setting->strength.kind == STRENGTH_HARD &&
            rule->count_at(problem, setting, event, placement) > 0) {
            candidates->excluded[r]++;
            kept = false;
        }
    }
    if (kept) {
        vec_push(&candidates->v, placement);
    }
}

/* The first time in the window, not before `from_min`, that lies on the grid. */
static int32_t first_on_grid(const struct problem *problem, const struct window *window)
{
    int32_t behind = window->start_of_day_min % problem->granularity_min;
    return window->span.from_min + (behind == 0 ? 0 : problem->granularity_min - behind);
}

static void consider_pin(struct candidates *candidates, struct event_id id,
                         const struct window *window)
{
    const struct problem *problem = candidates->problem;
    const struct event *event = &problem->events[id.v];
    const struct value *pin = attrs_find(&event->attrs, "pin");
    if (pin == NULL || pin->as.pin.start_min == CALENDAR_NO_TIME) {
        return;
    }
    int32_t start = pin->as.pin.start_min;
    bool on_grid = (start - first_on_grid(problem, window)) % problem->granularity_min == 0;
    if (!on_grid && start >= window->span.from_min &&
        start + event->duration_min <= window->span.to_min) {
        consider(candidates, id, (struct placement){window->room, start});
    }
}

static void consider_window(struct candidates *candidates, struct event_id id,
                            const struct window *window)
{
    const struct problem *problem = candidates->problem;
    int32_t last = window->span.to_min - problem->events[id.v].duration_min;
    if (last < window->span.from_min) {
        candidates->n_considered++;
        candidates->excluded[candidates->room_open]++;
        return;
    }
    if (window->slot) {
        consider(candidates, id, (struct placement){window->room, window->span.from_min});
        return;
    }
    int32_t start = first_on_grid(problem, window);
    for (; start <= last; start += problem->granularity_min) {
        consider(candidates, id, (struct placement){window->room, start});
    }
    consider_pin(candidates, id, window);
}

static void add_choice(struct model *model, struct event_id id)
{
    const struct problem *problem = model->problem;
    const struct event *event = &problem->events[id.v];
    struct choice *choice = model_add_choice(model, id, event->duration_min);
    struct candidates candidates = {
        .problem = problem,
        .excluded = arena_array(&model->arena, rule_table_count(), sizeof(uint32_t)),
        .room_open = rule_table_find("room-open"),
    };
    if (event->fixed) {
        struct placement given = {event->fixed_room, event->fixed_start_min};
        candidates.n_considered = 1;
        vec_push(&candidates.v, given);
    } else {
        for (uint32_t w = 0; w < problem->n_windows; w++) {
            consider_window(&candidates, id, &problem->windows[w]);
        }
        if (candidates.v.n > 0) {
            qsort(candidates.v.v, candidates.v.n, sizeof(*candidates.v.v), compare_placements);
        }
    }
    choice->excluded = candidates.excluded;
    choice->n_considered = candidates.n_considered;
    for (size_t i = 0; i < candidates.v.n; i++) {
        model_add_placement(model, candidates.v.v[i]);
    }
    vec_free(&candidates.v);
}

/* Weight × count for each placement that a soft placement rule dislikes. */
static void charge_placements(struct model *model, uint32_t r)
{
    const struct problem *problem = model->problem;
    const struct rule_setting *setting = &problem->settings[r];
    for (size_t c = 0; c < model->choices.n; c++) {
        const struct choice *choice = &model->choices.v[c];
        if (problem->events[choice->event.v].fixed) {
            continue;
        }
        for (uint32_t i = choice->first; i < choice->first + choice->n; i++) {
            int64_t count =
                rule_table_at(r)->count_at(problem, setting, choice->event, model->placements.v[i]);
            if (count > 0) {
                model_add_unary(model, r, model->levels.soft, i, count,
                                setting->strength.weight * count);
            }
        }
    }
}

void compile_model(const struct problem *problem, struct model *model)
{
    model_init(model, problem);
    for (uint32_t e = 0; e < problem->n_events; e++) {
        add_choice(model, (struct event_id){e});
    }
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        const struct rule *rule = rule_table_at(r);
        const struct rule_setting *setting = &problem->settings[r];
        if (rule->family == RULE_PLACEMENT) {
            if (setting->strength.kind == STRENGTH_SOFT) {
                charge_placements(model, r);
            }
        } else if (setting->strength.kind != STRENGTH_OFF || rule->always) {
            rule->compile(&(struct compile){problem, setting, model, r});
        }
    }
}
