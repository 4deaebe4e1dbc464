#include "rules/terms.h"

#include <string.h>

enum terms_per terms_per_of(const struct rule_setting *setting, enum terms_per usual)
{
    const struct value *per = attrs_find(&setting->params, "per");
    if (per == NULL) {
        return usual;
    }
    if (strcmp(per->as.text, "pair") == 0) {
        return TERMS_PAIR;
    }
    return strcmp(per->as.text, "tick") == 0 ? TERMS_TICK : TERMS_AUTO;
}

static bool is_word(const struct rule_setting *setting, const char *name, const char *word)
{
    const struct value *value = attrs_find(&setting->params, name);
    return value != NULL && strcmp(value->as.text, word) == 0;
}

bool terms_is_per_tick(const struct rule_setting *setting)
{
    return is_word(setting, "per", "tick");
}

bool terms_is_beside_start(const struct rule_setting *setting)
{
    return is_word(setting, "beside", "start");
}

int64_t terms_event_ticks(const struct problem *problem, struct event_id event)
{
    return problem->events[event.v].duration_min / problem->tick_min;
}

int64_t terms_count_event(const struct problem *problem, const struct rule_setting *setting,
                          struct event_id event, int64_t count)
{
    return terms_is_per_tick(setting) ? count * terms_event_ticks(problem, event) : count;
}

bool terms_is_per_window(const struct rule_setting *setting)
{
    return is_word(setting, "per", "window");
}

struct tag_group_id terms_tag_group(const struct compile *compile, const char *usual)
{
    const struct problem *problem = compile->problem;
    const struct value *given = attrs_find(&compile->setting->params, "group");
    const char *name = given == NULL ? usual : given->as.text;
    for (uint32_t g = 0; g < problem->n_tag_groups; g++) {
        if (strcmp(problem->tag_groups[g].name, name) == 0) {
            return (struct tag_group_id){g};
        }
    }
    return (struct tag_group_id){ID_NONE};
}

/* ---- ends of terms ---------------------------------------------------------- */

void terms_charge_any(const struct compile *compile, const struct term_id *terms, uint32_t n,
                      int64_t weight, struct origin origin)
{
    if (n == 0) {
        return;
    }
    model_term_begin(compile->model, compile->rule, origin);
    for (uint32_t i = 0; i < n; i++) {
        model_term_add_at_least(compile->model, 1, terms[i], 2);
    }
    model_term_end_cost(compile->model, compile->level, model_cost_any, weight);
}

void terms_end_above(const struct compile *compile, int64_t most)
{
    struct model *model = compile->model;
    if (compile->setting->strength.kind == STRENGTH_HARD) {
        model_term_end_range(model, INT64_MIN, most);
        return;
    }
    const struct term *term = &model->terms.v[model->terms.n - 1];
    VEC(int64_t) costs = {0};
    for (int64_t n = term->least; n <= term->most; n++) {
        int64_t cost = n > most ? compile->setting->strength.weight * (n - most) : 0;
        vec_push(&costs, cost);
    }
    model_term_end_table(model, compile->level, costs.v);
    vec_free(&costs);
}

/* ---- who has a say --------------------------------------------------------- */

uint32_t terms_owner_count(const struct event *event)
{
    return 1 + event->n_people + 2;
}

const struct attrs *terms_owner_attrs(const struct problem *problem, const struct event *event,
                                      uint32_t index)
{
    if (index == 0) {
        return &event->attrs;
    }
    if (index <= event->n_people) {
        return &problem->people[event->people[index - 1].v].attrs;
    }
    if (index == event->n_people + 1) {
        return event->track.v == ID_NONE ? NULL : &problem->tracks[event->track.v].attrs;
    }
    return index == event->n_people + 2 ? &problem->kinds[event->kind.v].attrs : NULL;
}

int64_t terms_count_owners(const struct problem *problem, struct event_id id,
                           int64_t (*count)(const struct attrs *attrs, const void *context),
                           const void *context)
{
    const struct event *event = &problem->events[id.v];
    int64_t sum = 0;
    for (uint32_t i = 0; i < terms_owner_count(event); i++) {
        const struct attrs *attrs = terms_owner_attrs(problem, event, i);
        sum += attrs == NULL ? 0 : count(attrs, context);
    }
    return sum;
}

bool terms_has_text(struct text_list list, const char *text)
{
    for (uint32_t i = 0; i < list.n; i++) {
        if (strcmp(list.v[i], text) == 0) {
            return true;
        }
    }
    return false;
}

struct literal terms_home(const struct compile *compile, struct event_id event)
{
    struct pin pin = problem_published(compile->problem, event)->as.pin;
    struct choice_id choice = {event.v};
    return pin.start_min == CALENDAR_NO_TIME
               ? model_literal_between(choice, CALENDAR_NO_TIME + 1, INT32_MAX, pin.room)
               : model_literal_between(choice, pin.start_min, pin.start_min + 1, pin.room);
}
