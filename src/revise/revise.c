#include "revise/revise.h"

#include "core/rule.h"

#include <string.h>

static const char published_key[] = "published";

static struct rule_setting *setting_of(struct problem *problem, const char *rule)
{
    uint32_t index = rule_table_find(rule);
    BUG_UNLESS(index != ID_NONE);
    return &problem->settings[index];
}

/* The attributes with `value` for the key, in place of another one or as one more. */
static struct attrs with_attr(struct arena *arena, struct attrs attrs, const char *key,
                              struct value value)
{
    struct attr *v = arena_array(arena, attrs.n + 1, sizeof(*v));
    uint32_t n = 0;
    for (uint32_t i = 0; i < attrs.n; i++) {
        if (strcmp(attrs.v[i].key, key) != 0) {
            v[n++] = attrs.v[i];
        }
    }
    v[n++] = (struct attr){key, value};
    return (struct attrs){v, n};
}

void revise_publish(struct arena *arena, struct problem *problem, const struct timetable *previous)
{
    for (uint32_t e = 0; e < problem->n_events; e++) {
        struct event *event = &problem->events[e];
        const struct assignment *then = &previous->v[e];
        if (then->placed && !event->fixed) {
            struct value value = {.type = VALUE_PIN, .at = event->at};
            value.as.pin = (struct pin){then->start_min, then->room};
            event->attrs = with_attr(arena, event->attrs, published_key, value);
        }
    }
}

static void set_unless_said(struct problem *problem, const char *rule, struct strength strength)
{
    struct rule_setting *setting = setting_of(problem, rule);
    if (setting->at.from.line == 0) {
        setting->strength = strength;
    }
}

void revise_set_stability(struct problem *problem, enum stability stability)
{
    const struct strength off = {STRENGTH_OFF, 0}, on = {STRENGTH_SOFT, 1};
    problem->stability = stability;
    set_unless_said(problem, "people-told", stability == STABILITY_PEOPLE ? on : off);
    set_unless_said(problem, "events-moved", stability == STABILITY_EVENTS ? on : off);
}

void revise_ignore_changes(struct problem *problem)
{
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        enum level_kind kind = rule_table_at(r)->level;
        struct rule_setting *setting = &problem->settings[r];
        bool counts = kind == LEVEL_TOLD || kind == LEVEL_MOVED || kind == LEVEL_TIMES ||
                      kind == LEVEL_ROOMS || kind == LEVEL_MINUTES;
        if (counts && setting->strength.kind == STRENGTH_SOFT) {
            setting->strength = (struct strength){STRENGTH_OFF, 0};
        }
    }
}

void revise_limit_moves(struct arena *arena, struct problem *problem, int64_t at_most)
{
    struct rule_setting *setting = setting_of(problem, "moves-limit");
    struct value value = {.type = VALUE_NUMBER, .at = setting->at};
    value.as.number = at_most;
    setting->params = with_attr(arena, setting->params, "at_most", value);
    setting->strength = (struct strength){STRENGTH_HARD, 0};
}

void revise_freeze(struct arena *arena, struct problem *problem, const bool *frozen,
                   int32_t before_min)
{
    struct freeze *freeze = arena_array(arena, 1, sizeof(*freeze));
    *freeze = (struct freeze){
        arena_copy(arena, frozen, problem->n_events * sizeof(*frozen)),
        before_min,
    };
    problem->freeze = freeze;
}

const struct pin *revise_published(const struct problem *problem, struct event_id event)
{
    const struct value *value = attrs_find(&problem->events[event.v].attrs, published_key);
    return value == NULL || problem->events[event.v].fixed ? NULL : &value->as.pin;
}
