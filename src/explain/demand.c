#include "explain/demand.h"

#include "base/hash.h"
#include "core/rule.h"
#include "explain/variant.h"

#include <inttypes.h>
#include <string.h>

/* Of more events than this the pairs are not taken one by one. */
enum { PAIRS_EVENTS = 24 };

static const struct demand no_demand = {
    .person = {ID_NONE}, .room = {ID_NONE}, .day = {ID_NONE}, .events = {{ID_NONE}, {ID_NONE}}};

static struct demand about_rule(uint32_t rule)
{
    struct demand demand = no_demand;
    demand.rule = rule;
    return demand;
}

static struct demand about_event(uint32_t rule, uint32_t event)
{
    struct demand demand = about_rule(rule);
    demand.events[0].v = event;
    demand.n_events = 1;
    return demand;
}

void demand_list_events(const struct problem *problem, struct demands *demands)
{
    uint32_t rule = rule_table_find("unscheduled");
    bool hard = problem->settings[rule].strength.kind == STRENGTH_HARD;
    for (uint32_t e = 0; e < problem->n_events; e++) {
        const struct event *event = &problem->events[e];
        if (event->fixed || (hard && !event->optional)) {
            vec_push(demands, about_event(rule, e));
        }
    }
}

static bool is_hard(const struct problem *problem, uint32_t rule)
{
    const struct rule_setting *setting = &problem->settings[rule];
    bool hard = setting->strength.kind == STRENGTH_HARD;
    for (uint32_t g = 0; setting->by_tag_group != NULL && g < problem->n_tag_groups; g++) {
        hard = hard || setting->by_tag_group[g].kind == STRENGTH_HARD;
    }
    for (uint32_t i = 0; i < setting->params.n; i++) {
        const struct value *value = &setting->params.v[i].value;
        hard = hard || (value->type == VALUE_STRENGTH && value->as.strength.kind == STRENGTH_HARD);
    }
    return hard;
}

void demand_list_rules(const struct problem *problem, struct demands *demands)
{
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        if (is_hard(problem, r) && r != rule_table_find("unscheduled")) {
            vec_push(demands, about_rule(r));
        }
    }
}

/* ---- pieces ------------------------------------------------------------------- */

static bool is_chair(const struct problem *problem, const bool *held, uint32_t person)
{
    for (uint32_t e = 0; e < problem->n_events; e++) {
        uint32_t t = problem->events[e].track.v;
        for (uint32_t i = 0; held[e] && t != ID_NONE && i < problem->tracks[t].n_chairs; i++) {
            if (problem->tracks[t].chairs[i].v == person) {
                return true;
            }
        }
    }
    return false;
}

static bool speaks(const struct problem *problem, const bool *held, uint32_t person)
{
    for (uint32_t e = 0; e < problem->n_events; e++) {
        for (uint32_t i = 0; held[e] && i < problem->events[e].n_people; i++) {
            if (problem->events[e].people[i].v == person) {
                return true;
            }
        }
    }
    return false;
}

static void split_by_person(const struct problem *problem, uint32_t rule, const bool *held,
                            struct demands *demands)
{
    bool times = rule == rule_table_find("speaker-available");
    for (uint32_t p = 0; p < problem->n_people; p++) {
        bool asked = times ? !problem->people[p].always_free : is_chair(problem, held, p);
        if (times ? asked && speaks(problem, held, p) : asked || speaks(problem, held, p)) {
            struct demand demand = about_rule(rule);
            demand.person.v = p;
            vec_push(demands, demand);
        }
    }
}

static void split_by_room(const struct problem *problem, uint32_t rule, bool days,
                          struct demands *demands)
{
    for (uint32_t r = 0; r < problem->n_rooms; r++) {
        for (uint32_t d = 0; d < (days ? problem->n_days : 1); d++) {
            struct demand demand = about_rule(rule);
            demand.room.v = r;
            demand.day.v = days ? d : ID_NONE;
            vec_push(demands, demand);
        }
    }
}

static void split_by_event(const struct problem *problem, uint32_t rule, const bool *held,
                           struct demands *demands)
{
    const struct rule *one = rule_table_at(rule);
    for (uint32_t e = 0; e < problem->n_events; e++) {
        bool concerns = one->concerns == NULL || one->concerns(problem, (struct event_id){e});
        if (held[e] && concerns && !problem->events[e].fixed) {
            vec_push(demands, about_event(rule, e));
        }
    }
}

static void split_by_pair(const struct problem *problem, uint32_t rule, const bool *held,
                          struct demands *demands)
{
    for (uint32_t a = 0; a < problem->n_events; a++) {
        for (uint32_t b = a + 1; held[a] && b < problem->n_events; b++) {
            if (held[b]) {
                struct demand demand = about_event(rule, a);
                demand.events[demand.n_events++].v = b;
                vec_push(demands, demand);
            }
        }
    }
}

void demand_split(const struct problem *problem, uint32_t rule, const bool *held,
                  struct demands *demands)
{
    const struct rule *one = rule_table_at(rule);
    const struct rule_setting *setting = &problem->settings[rule];
    uint32_t n_held = 0;
    for (uint32_t e = 0; e < problem->n_events; e++) {
        n_held += held[e];
    }
    if (one->about == RULE_ABOUT_HOURS) {
        split_by_room(problem, rule, true, demands);
    } else if (one->about == RULE_ABOUT_ROOM) {
        split_by_room(problem, rule, false, demands);
    } else if (one->about == RULE_ABOUT_PERSON) {
        split_by_person(problem, rule, held, demands);
    } else if (one->family == RULE_PLACEMENT) {
        split_by_event(problem, rule, held, demands);
    } else if (one->is_about_pairs != NULL && one->is_about_pairs(setting) &&
               n_held <= PAIRS_EVENTS) {
        split_by_pair(problem, rule, held, demands);
    } else {
        vec_push(demands, about_rule(rule));
    }
}

/* ---- taking away ------------------------------------------------------------------ */

static void lift_hours(struct arena *arena, struct problem *variant, struct room_id room,
                       struct day_id day)
{
    for (uint32_t r = 0; r < variant->n_rooms; r++) {
        for (uint32_t d = 0; d < variant->n_days; d++) {
            if ((room.v == ID_NONE || room.v == r) && (day.v == ID_NONE || day.v == d)) {
                variant_lift_hours(arena, variant, (struct room_id){r}, (struct day_id){d});
            }
        }
    }
}

void demand_lift(struct arena *arena, struct problem *variant, const struct demand *demand)
{
    const struct rule *rule = rule_table_at(demand->rule);
    if (rule->about == RULE_ABOUT_HOURS) {
        lift_hours(arena, variant, demand->room, demand->day);
    } else if (demand->rule == rule_table_find("unscheduled")) {
        variant_make_optional(variant, demand->events[0]);
    } else if (demand->person.v != ID_NONE) {
        variant_spare_person(arena, variant, demand->rule, demand->person);
    } else if (demand->room.v != ID_NONE) {
        variant_spare_room(arena, variant, demand->rule, demand->room);
    } else if (demand->n_events > 0) {
        variant_waive(arena, variant, demand->rule, demand->events, demand->n_events);
    } else {
        variant_turn_off(arena, variant, demand->rule);
    }
}

/* ---- who and where -------------------------------------------------------------------- */

const char *demand_id(struct arena *arena, const struct problem *problem,
                      const struct demand *demand)
{
    uint64_t hash = HASH_START;
    const char *first = demand->n_events > 0 ? problem->events[demand->events[0].v].id : "";
    const char *second = demand->n_events > 1 ? problem->events[demand->events[1].v].id : "";
    /* In whatever order the problem lists them. */
    bool turned = strcmp(first, second) > 0;
    hash = hash_text(hash_text(hash, turned ? second : first), turned ? first : second);
    hash = hash_text(hash, "/");
    hash = hash_text(hash, demand->person.v != ID_NONE ? problem->people[demand->person.v].id : "");
    hash = hash_text(hash, demand->room.v != ID_NONE ? problem->rooms[demand->room.v].id : "");
    hash = hash_text(hash, demand->day.v != ID_NONE ? problem->days[demand->day.v].date : "");
    return arena_print(arena, "%s-%08" PRIx32, rule_table_at(demand->rule)->id, hash_fold(hash));
}

static struct src_span window_position(const struct problem *problem, const struct demand *demand)
{
    for (uint32_t w = 0; w < problem->n_windows; w++) {
        const struct window *window = &problem->windows[w];
        if (window->room.v == demand->room.v && window->day.v == demand->day.v) {
            return window->at;
        }
    }
    /* It is closed: where the others' hours are. */
    for (uint32_t w = 0; w < problem->n_windows; w++) {
        if (problem->windows[w].day.v == demand->day.v) {
            return problem->windows[w].at;
        }
    }
    return problem->rooms[demand->room.v].at;
}

static bool names(const struct value *value, struct event_id event)
{
    for (uint32_t i = 0; i < value->as.events.n; i++) {
        if (value->as.events.v[i].v == event.v) {
            return true;
        }
    }
    return false;
}

/* The key of the event that the rule reads, else the event's own line. */
static struct src_span event_position(const struct problem *problem, const struct demand *demand)
{
    const struct rule *rule = rule_table_at(demand->rule);
    for (uint32_t i = 0; i < demand->n_events; i++) {
        const struct event *event = &problem->events[demand->events[i].v];
        for (uint32_t k = 0; k < rule->n_keys; k++) {
            const struct value *value = attrs_find(&event->attrs, rule->keys[k].name);
            struct event_id other = demand->events[demand->n_events - 1 - i];
            bool lists =
                value != NULL && (value->type == VALUE_EVENTS || value->type == VALUE_AFTER);
            if (value != NULL && (demand->n_events == 1 || (lists && names(value, other)))) {
                return value->at;
            }
        }
    }
    return problem->events[demand->events[0].v].at;
}

struct src_span demand_position(const struct problem *problem, const struct demand *demand)
{
    if (rule_table_at(demand->rule)->about == RULE_ABOUT_HOURS && demand->room.v != ID_NONE) {
        return window_position(problem, demand);
    }
    if (demand->person.v != ID_NONE) {
        const struct person *person = &problem->people[demand->person.v];
        bool times = demand->rule == rule_table_find("speaker-available");
        return times && !person->always_free ? person->free_at : person->at;
    }
    if (demand->room.v != ID_NONE) {
        return problem->rooms[demand->room.v].at;
    }
    return demand->n_events > 0 ? event_position(problem, demand)
                                : problem->settings[demand->rule].at;
}
