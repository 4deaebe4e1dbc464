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

/* Whether it may start there off the grid: in a window that is no slot. */
static bool is_open(const struct problem *problem, const struct event *event, struct pin pin)
{
    for (uint32_t r = 0; r < problem->n_rooms; r++) {
        struct window_id at =
            problem_window_at(problem, (struct room_id){r}, pin.start_min, event->duration_min);
        bool meant = pin.room.v == ID_NONE || pin.room.v == r;
        if (meant && at.v != ID_NONE && !problem->windows[at.v].slot) {
            return true;
        }
    }
    return false;
}

void revise_fit_tick(struct problem *problem)
{
    for (uint32_t e = 0; e < problem->n_events; e++) {
        const struct value *published = problem_published(problem, (struct event_id){e});
        if (published != NULL && published->as.pin.start_min != CALENDAR_NO_TIME &&
            is_open(problem, &problem->events[e], published->as.pin)) {
            problem_fit_tick(problem, published->as.pin.start_min);
        }
    }
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
    revise_fit_tick(problem);
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

void revise_count_changes(struct problem *problem)
{
    static const char *const rules[] = {"people-told", "displacement"};
    for (size_t i = 0; i < BASE_COUNT(rules); i++) {
        setting_of(problem, rules[i])->strength = (struct strength){STRENGTH_SOFT, 1};
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

/* ---- the same for a problem that has been loaded anew ------------------------------------------
 */

/* The room of the same id; what is no room stays as it is. */
static struct room_id find_room(const struct problem *to, const struct problem *from,
                                struct room_id room)
{
    if (room.v == ID_NONE || room.v == ROOM_GONE) {
        return room;
    }
    for (uint32_t r = 0; r < to->n_rooms; r++) {
        if (strcmp(to->rooms[r].id, from->rooms[room.v].id) == 0) {
            return (struct room_id){r};
        }
    }
    return (struct room_id){ROOM_GONE};
}

static void carry_pin(struct arena *arena, struct problem *to, struct event *event,
                      const struct problem *from, const char *key, const struct value *value)
{
    struct value carried = *value;
    carried.as.pin.room = find_room(to, from, value->as.pin.room);
    event->attrs = with_attr(arena, event->attrs, key, carried);
}

static void carry_event(struct arena *arena, struct problem *to, uint32_t e,
                        const struct problem *from, uint32_t old, uint32_t n_files)
{
    const struct attrs *attrs = &from->events[old].attrs;
    const struct value *published = attrs_find(attrs, published_key),
                       *pin = attrs_find(attrs, "pin");
    if (published != NULL) {
        carry_pin(arena, to, &to->events[e], from, published_key, published);
    }
    /* Of the problem's own pins the problem knows. */
    if (pin != NULL && pin->at.from.file >= n_files) {
        carry_pin(arena, to, &to->events[e], from, "pin", pin);
    }
}

void revise_carry(struct arena *arena, struct problem *to, const struct problem *from,
                  uint32_t n_files)
{
    bool *frozen = arena_array(arena, to->n_events, sizeof(*frozen));
    for (uint32_t e = 0; e < to->n_events; e++) {
        uint32_t old = problem_find_event(from, to->events[e].id).v;
        if (old != ID_NONE && !to->events[e].fixed) {
            carry_event(arena, to, e, from, old, n_files);
            frozen[e] = from->freeze != NULL && from->freeze->frozen[old];
        }
    }
    if (from->freeze != NULL) {
        revise_freeze(arena, to, frozen, from->freeze->before_min);
    }
    uint32_t limit = rule_table_find("moves-limit");
    const struct value *most = attrs_find(&from->settings[limit].params, "at_most");
    if (from->settings[limit].at.from.line == 0 && most != NULL) {
        revise_limit_moves(arena, to, most->as.number);
    }
    problem_fit_tick(to, to->tick_origin_min + from->tick_min);
}
