#include "explain/elastic.h"

#include "base/vec.h"
#include "core/rule.h"
#include "explain/variant.h"

#include <string.h>

enum {
    SPARE_ROOMS = 3,
    EARLIER_MIN = 60, /* so long before all rooms open on a day, … */
    LATER_MIN = 120,  /* … and after they close, a room may be used */
};

static bool allows(unsigned kinds, enum change_kind kind)
{
    return (kinds >> kind & 1) != 0;
}

/* ---- rules --------------------------------------------------------------------------- */

/* The kind of change that gives way to the rule; CHANGE_KINDS: none, it is about what rooms and
 * people are. */
static enum change_kind kind_of(const struct problem *problem, uint32_t rule)
{
    const struct rule *one = rule_table_at(rule);
    const struct rule_setting *setting = &problem->settings[rule];
    if (strcmp(one->id, "room-clash") == 0 || strcmp(one->id, "speaker-clash") == 0) {
        return CHANGE_KINDS;
    }
    if (strcmp(one->id, "unscheduled") == 0) {
        return CHANGE_DROP;
    }
    if (one->about == RULE_ABOUT_HOURS) {
        return CHANGE_SLOT;
    }
    if (strcmp(one->id, "speaker-available") == 0) {
        return CHANGE_AVAILABILITY;
    }
    if (strcmp(one->id, "pinned") == 0) {
        return CHANGE_UNPIN;
    }
    bool waivable =
        one->family == RULE_PLACEMENT ||
        (one->is_about_pairs != NULL && one->is_about_pairs(setting) && !one->by_tag_group);
    return waivable ? CHANGE_WAIVE : CHANGE_RULE;
}

static void soften_rules(struct problem *variant, unsigned kinds, const bool *firm)
{
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        struct rule_setting *setting = &variant->settings[r];
        enum change_kind kind = kind_of(variant, r);
        struct strength soft = {STRENGTH_SOFT, change_weight(r)};
        bool wanted = kind != CHANGE_KINDS && allows(kinds, kind);
        wanted = wanted || (kind == CHANGE_SLOT && allows(kinds, CHANGE_ROOM));
        if (wanted && setting->strength.kind == STRENGTH_HARD) {
            setting->strength = soft;
            setting->firm = firm;
        }
        for (uint32_t g = 0; setting->by_tag_group != NULL && wanted && g < variant->n_tag_groups;
             g++) {
            struct strength *group = &setting->by_tag_group[g];
            *group = group->kind == STRENGTH_HARD ? soft : *group;
        }
    }
}

/* Fixed events that collide: one may go. */
static void spare_fixed(struct problem *variant)
{
    for (uint32_t e = 0; e < variant->n_events; e++) {
        if (variant->events[e].fixed) {
            variant->events[e].optional = true;
            variant->events[e].optional_cost = change_weight(rule_table_find("unscheduled"));
        }
    }
}

/* ---- hours and rooms --------------------------------------------------------------------- */

/* What is left of the span, from its begin on, without what lies in `cut`. */
static void lift_without(struct arena *arena, struct problem *variant, struct room_id room,
                         struct interval span, const struct interval *cuts, size_t n_cuts)
{
    int32_t at_min = span.from_min;
    while (at_min < span.to_min) {
        struct interval next = {span.to_min, span.to_min};
        for (size_t i = 0; i < n_cuts; i++) {
            bool ahead = cuts[i].to_min > at_min && cuts[i].from_min < next.from_min;
            next = ahead ? cuts[i] : next;
        }
        if (next.from_min > at_min) {
            variant_lift_span(arena, variant, room, (struct interval){at_min, next.from_min});
        }
        at_min = next.to_min > at_min ? next.to_min : span.to_min;
    }
}

/* From the first opening to the last closing of any room on the day; none: from ≥ to. */
static struct interval opening_of(const struct problem *problem, uint32_t day)
{
    struct interval open = {INT32_MAX, INT32_MIN};
    for (uint32_t w = 0; w < problem->n_windows; w++) {
        const struct window *window = &problem->windows[w];
        if (window->day.v == day) {
            open.from_min =
                window->span.from_min < open.from_min ? window->span.from_min : open.from_min;
            open.to_min = window->span.to_min > open.to_min ? window->span.to_min : open.to_min;
        }
    }
    return open;
}

/* Breaks that keep the room free, and its slots: another slot must not overlap them. */
static void lift_room(struct arena *arena, struct problem *variant, struct room_id room,
                      struct interval span)
{
    VEC(struct interval) cuts = {0};
    for (uint32_t b = 0; b < variant->n_breaks; b++) {
        const struct break_time *pause = &variant->breaks[b];
        for (uint32_t i = 0; i < pause->n_blocks; i++) {
            if (pause->blocks[i].v == room.v) {
                vec_push(&cuts, pause->span);
            }
        }
    }
    for (uint32_t w = 0; w < variant->n_windows; w++) {
        const struct window *window = &variant->windows[w];
        if (window->room.v == room.v && window->slot) {
            vec_push(&cuts, window->span);
        }
    }
    lift_without(arena, variant, room, span, cuts.v, cuts.n);
    vec_free(&cuts);
}

static void lift_hours(struct arena *arena, struct problem *variant, uint32_t n_rooms)
{
    for (uint32_t d = 0; d < variant->n_days; d++) {
        struct interval open = opening_of(variant, d);
        int32_t grid = variant->granularity_min;
        open.from_min -= EARLIER_MIN - EARLIER_MIN % grid;
        open.to_min += LATER_MIN;
        for (uint32_t r = 0; r < n_rooms && open.from_min < open.to_min; r++) {
            lift_room(arena, variant, (struct room_id){r}, open);
        }
    }
}

/* The room that is open longest on the day. */
static uint32_t fullest_room(const struct problem *problem, uint32_t day)
{
    int64_t most_min = -1;
    uint32_t best = 0;
    for (uint32_t r = 0; r < problem->n_rooms; r++) {
        int64_t open_min = 0;
        for (uint32_t w = 0; w < problem->n_windows; w++) {
            const struct window *window = &problem->windows[w];
            bool here = window->room.v == r && window->day.v == day;
            open_min += here ? window->span.to_min - window->span.from_min : 0;
        }
        best = open_min > most_min ? r : best;
        most_min = open_min > most_min ? open_min : most_min;
    }
    return best;
}

/* Rooms with no hours of their own: who is in one pays for it. */
static void add_rooms(struct arena *arena, struct problem *variant)
{
    uint32_t n_rooms = variant->n_rooms;
    for (uint32_t i = 0; i < SPARE_ROOMS && n_rooms > 0; i++) {
        struct room_id room = variant_add_room(arena, variant, "another room", NULL, 0);
        for (uint32_t d = 0; d < variant->n_days; d++) {
            uint32_t like = fullest_room(variant, d);
            for (uint32_t w = 0; w < variant->n_windows; w++) {
                const struct window *window = &variant->windows[w];
                if (window->room.v == like && window->day.v == d) {
                    variant_lift_span(arena, variant, room, window->span);
                }
            }
        }
    }
}

/* ---- what it shows ----------------------------------------------------------------------------
 */

/* Outside a room's hours; in one that there is not. */
static void set_place(const struct problem *hard, const struct violation *violation,
                      struct change *change)
{
    change->span = violation->span;
    change->room = violation->rooms[0];
    if (change->room.v >= hard->n_rooms) {
        change->kind = CHANGE_ROOM;
        change->number = change->room.v - hard->n_rooms + 1;
        change->room.v = ID_NONE;
    }
}

static struct change change_for(const struct problem *hard, const struct violation *violation)
{
    struct change change = {.kind = kind_of(hard, violation->rule),
                            .rule = violation->rule,
                            .n_events = violation->n_events < 2 ? violation->n_events : 2,
                            .events = {violation->events[0], {ID_NONE}},
                            .person = {ID_NONE},
                            .room = {ID_NONE}};
    bool pair = rule_table_at(change.rule)->family != RULE_PLACEMENT;
    if (change.kind == CHANGE_WAIVE && pair && violation->n_events != 2) {
        change.kind = CHANGE_RULE;
    }
    if (change.kind == CHANGE_AVAILABILITY) {
        change.person = violation->people[0];
        change.span = change_missing(hard->people[change.person.v].free, violation->span);
    } else if (change.kind == CHANGE_SLOT) {
        set_place(hard, violation, &change);
    } else if (change.kind == CHANGE_DROP) {
        change.events[0] = hard->events[change.events[0].v].series;
    } else if (change.kind == CHANGE_WAIVE && change.n_events == 2) {
        change.events[1] = violation->events[1];
    } else if (change.kind == CHANGE_RULE) {
        change.n_events = 0;
        change.events[0].v = ID_NONE;
    }
    return change;
}

static bool was_hard(const struct problem *hard, uint32_t rule)
{
    const struct rule_setting *setting = &hard->settings[rule];
    bool any = setting->strength.kind == STRENGTH_HARD;
    for (uint32_t g = 0; setting->by_tag_group != NULL && g < hard->n_tag_groups; g++) {
        any = any || setting->by_tag_group[g].kind == STRENGTH_HARD;
    }
    return any;
}

static void read_changes(const struct problem *hard, const struct score *score,
                         struct changes *changes)
{
    for (uint32_t i = 0; i < score->n_violations; i++) {
        const struct violation *violation = &score->violations[i];
        if (violation->waiver == NULL && violation->cost > 0 && was_hard(hard, violation->rule)) {
            vec_push(changes, change_for(hard, violation));
        }
    }
    change_merge(changes);
}

bool elastic_find(struct arena *arena, const struct problem *hard, unsigned kinds, const bool *firm,
                  const struct solve_options *options, struct changes *changes)
{
    struct problem variant = variant_create(arena, hard);
    soften_rules(&variant, kinds, firm);
    if (allows(kinds, CHANGE_DROP)) {
        spare_fixed(&variant);
    }
    if (allows(kinds, CHANGE_SLOT)) {
        lift_hours(arena, &variant, hard->n_rooms);
    }
    if (allows(kinds, CHANGE_ROOM)) {
        add_rooms(arena, &variant);
    }
    struct solve_result result = {0};
    bool solved = solve_problem(&variant, options, &result) && result.has_timetable &&
                  result.score.n_hard == 0;
    if (solved) {
        read_changes(hard, &result.score, changes);
    }
    solve_free(&result);
    return solved && changes->n > 0;
}
