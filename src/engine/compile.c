#include "engine/compile.h"

#include "core/rule.h"

#include <stdlib.h>

struct candidates {
    const struct problem *problem;
    VEC(struct placement) v;
    struct exclusion *excluded; /* [rule_table_count()] */
    uint32_t n_considered;
    uint32_t room_open; /* the rule that stands for "it does not fit the window" */
};

static int compare_placements(const void *a, const void *b)
{
    const struct placement *x = a, *y = b;
    int by_start = (x->start_min > y->start_min) - (x->start_min < y->start_min);
    return by_start != 0 ? by_start : (x->room.v > y->room.v) - (x->room.v < y->room.v);
}

static void exclude(struct candidates *candidates, uint32_t rule, struct placement placement)
{
    struct exclusion *exclusion = &candidates->excluded[rule];
    if (exclusion->count++ == 0) {
        exclusion->example = placement;
    }
}

/* Keeps the placement unless a hard placement rule forbids it; every rule that does is counted. */
static void consider(struct candidates *candidates, struct event_id event,
                     struct placement placement)
{
    const struct problem *problem = candidates->problem;
    uint32_t n_against = 0, last_against = 0;
    candidates->n_considered++;
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        const struct rule *rule = rule_table_at(r);
        const struct rule_setting *setting = &problem->settings[r];
        if (rule->family == RULE_PLACEMENT && setting->strength.kind == STRENGTH_HARD &&
            rule->count_at(problem, setting, event, placement) > 0) {
            exclude(candidates, r, placement);
            n_against++;
            last_against = r;
        }
    }
    if (n_against == 0) {
        vec_push(&candidates->v, placement);
    } else if (n_against == 1) {
        candidates->excluded[last_against].alone++;
    }
}

/* The first time in the window, not before `from_min`, that lies on the grid. */
static int32_t first_on_grid(const struct problem *problem, const struct window *window)
{
    int32_t behind = window->start_of_day_min % problem->granularity_min;
    return window->span.from_min + (behind == 0 ? 0 : problem->granularity_min - behind);
}

/* A window that no start on the grid fits into. */
static void consider_unfit(struct candidates *candidates, const struct window *window)
{
    struct placement placement = {window->room, window->span.from_min};
    candidates->n_considered++;
    exclude(candidates, candidates->room_open, placement);
    candidates->excluded[candidates->room_open].alone++;
}

static void consider_window(struct candidates *candidates, struct event_id id,
                            const struct window *window)
{
    const struct problem *problem = candidates->problem;
    int32_t last = window->span.to_min - problem->events[id.v].duration_min;
    int32_t start = window->slot ? window->span.from_min : first_on_grid(problem, window);
    if (last < start) {
        consider_unfit(candidates, window);
        return;
    }
    for (; start <= last; start += problem->granularity_min) {
        consider(candidates, id, (struct placement){window->room, start});
        if (window->slot) {
            return;
        }
    }
}

static bool is_considered(const struct candidates *candidates, struct event_id id,
                          struct placement placement)
{
    const struct problem *problem = candidates->problem;
    struct window_id at = problem_window_at(problem, placement.room, placement.start_min,
                                            problem->events[id.v].duration_min);
    if (at.v == ID_NONE) {
        return false;
    }
    const struct window *window = &problem->windows[at.v];
    return window->slot ? placement.start_min == window->span.from_min
                        : (placement.start_min - first_on_grid(problem, window)) %
                                  problem->granularity_min ==
                              0;
}

/* Where it is pinned, off the grid or even outside the windows: then at least the reason is known.
 */
static void consider_pin(struct candidates *candidates, struct event_id id)
{
    const struct problem *problem = candidates->problem;
    const struct value *value = attrs_find(&problem->events[id.v].attrs, "pin");
    if (value == NULL || value->as.pin.start_min == CALENDAR_NO_TIME) {
        return;
    }
    for (uint32_t r = 0; r < problem->n_rooms; r++) {
        struct placement placement = {{r}, value->as.pin.start_min};
        bool here = value->as.pin.room.v == ID_NONE || value->as.pin.room.v == r;
        if (here && !is_considered(candidates, id, placement)) {
            consider(candidates, id, placement);
        }
    }
}

static void add_choice(struct model *model, struct event_id id)
{
    const struct problem *problem = model->problem;
    const struct event *event = &problem->events[id.v];
    struct choice *choice = model_add_choice(model, id, event->duration_min);
    struct candidates candidates = {
        .problem = problem,
        .excluded = arena_array(&model->arena, rule_table_count(), sizeof(struct exclusion)),
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
        consider_pin(&candidates, id);
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
