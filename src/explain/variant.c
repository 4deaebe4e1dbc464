#include "explain/variant.h"

#include "core/rule.h"

#include <stdlib.h>
#include <string.h>

struct problem variant_create(struct arena *arena, const struct problem *problem)
{
    struct problem variant = *problem;
    size_t n_rooms = problem->n_rooms;
    variant.arena = ARENA_EMPTY;
    variant.rooms = arena_copy(arena, problem->rooms, n_rooms * sizeof(*variant.rooms));
    variant.walk_min =
        arena_copy(arena, problem->walk_min, n_rooms * n_rooms * sizeof(*variant.walk_min));
    variant.windows =
        arena_copy(arena, problem->windows, problem->n_windows * sizeof(*variant.windows));
    variant.people =
        arena_copy(arena, problem->people, problem->n_people * sizeof(*variant.people));
    variant.events =
        arena_copy(arena, problem->events, problem->n_events * sizeof(*variant.events));
    variant.settings =
        arena_copy(arena, problem->settings, rule_table_count() * sizeof(*variant.settings));
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        struct rule_setting *setting = &variant.settings[r];
        if (setting->by_tag_group != NULL) {
            setting->by_tag_group =
                arena_copy(arena, setting->by_tag_group,
                           problem->n_tag_groups * sizeof(*setting->by_tag_group));
        }
    }
    return variant;
}

/* ---- rules ------------------------------------------------------------------ */

/* Strengths in parameters (rule.always) go too. */
static void drop_strengths(struct arena *arena, struct problem *variant, uint32_t rule,
                           bool hard_ones)
{
    struct rule_setting *setting = &variant->settings[rule];
    struct strength off = {STRENGTH_OFF, 0};
    struct attr *params = arena_copy(arena, setting->params.v, setting->params.n * sizeof(*params));
    for (uint32_t i = 0; i < setting->params.n; i++) {
        if (params[i].value.type == VALUE_STRENGTH &&
            (hard_ones || params[i].value.as.strength.kind != STRENGTH_HARD)) {
            params[i].value.as.strength = off;
        }
    }
    setting->params.v = params;
    for (uint32_t g = 0; setting->by_tag_group != NULL && g < variant->n_tag_groups; g++) {
        if (hard_ones || setting->by_tag_group[g].kind != STRENGTH_HARD) {
            setting->by_tag_group[g] = off;
        }
    }
    if (hard_ones || setting->strength.kind != STRENGTH_HARD) {
        setting->strength = off;
    }
}

void variant_drop_wishes(struct arena *arena, struct problem *variant)
{
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        drop_strengths(arena, variant, r, false);
    }
    for (uint32_t e = 0; e < variant->n_events; e++) {
        variant->events[e].optional_cost = 0;
    }
}

void variant_turn_off(struct arena *arena, struct problem *variant, uint32_t rule)
{
    drop_strengths(arena, variant, rule, true);
}

void variant_waive(struct arena *arena, struct problem *variant, uint32_t rule,
                   const struct event_id *events, uint32_t n)
{
    struct rule_setting *setting = &variant->settings[rule];
    struct waiver waiver = {.rule = rule, .n_events = n, .at = SRC_NOWHERE};
    waiver.events = arena_copy(arena, events, n * sizeof(*events));
    const struct waiver **waivers =
        arena_array(arena, setting->n_waivers + 1, sizeof(const struct waiver *));
    for (uint32_t w = 0; w < setting->n_waivers; w++) {
        waivers[w] = setting->waivers[w];
    }
    waivers[setting->n_waivers++] = arena_copy(arena, &waiver, sizeof(waiver));
    setting->waivers = waivers;
}

/* `flags`[n], or NULL for none, with one more. */
static const bool *with_flag(struct arena *arena, const bool *flags, size_t n, size_t index)
{
    bool *more = arena_array(arena, n, sizeof(*more));
    if (flags != NULL) {
        memcpy(more, flags, n * sizeof(*more));
    }
    more[index] = true;
    return more;
}

void variant_spare_person(struct arena *arena, struct problem *variant, uint32_t rule,
                          struct person_id person)
{
    struct rule_setting *setting = &variant->settings[rule];
    setting->spared_people = with_flag(arena, setting->spared_people, variant->n_people, person.v);
}

void variant_spare_room(struct arena *arena, struct problem *variant, uint32_t rule,
                        struct room_id room)
{
    struct rule_setting *setting = &variant->settings[rule];
    setting->spared_rooms = with_flag(arena, setting->spared_rooms, variant->n_rooms, room.v);
}

/* ---- events and people ---------------------------------------------------------- */

void variant_make_optional(struct problem *variant, struct event_id event)
{
    variant->events[event.v].optional = true;
    variant->events[event.v].optional_cost = 0;
}

void variant_remove_events(struct arena *arena, struct problem *variant, const bool *gone)
{
    bool *absent = arena_array(arena, variant->n_events, sizeof(*absent));
    for (uint32_t e = 0; e < variant->n_events; e++) {
        absent[e] = gone[e] || (variant->absent != NULL && variant->absent[e]);
        if (gone[e]) {
            variant_make_optional(variant, (struct event_id){e});
        }
    }
    variant->absent = absent;
}

static int compare_intervals(const void *a, const void *b)
{
    const struct interval *x = a, *y = b;
    return (x->from_min > y->from_min) - (x->from_min < y->from_min);
}

void variant_free_person(struct arena *arena, struct problem *variant, struct person_id person,
                         struct interval span)
{
    struct person *one = &variant->people[person.v];
    struct interval *all = arena_array(arena, one->free.n + 1, sizeof(*all));
    uint32_t n = 0;
    for (uint32_t i = 0; i < one->free.n; i++) {
        all[i] = one->free.v[i];
    }
    all[one->free.n] = span;
    qsort(all, one->free.n + 1, sizeof(*all), compare_intervals);
    for (uint32_t i = 0; i < one->free.n + 1; i++) {
        if (n > 0 && all[i].from_min <= all[n - 1].to_min) {
            all[n - 1].to_min =
                all[i].to_min > all[n - 1].to_min ? all[i].to_min : all[n - 1].to_min;
        } else {
            all[n++] = all[i];
        }
    }
    one->free = (struct intervals){all, n};
}

/* The whole of the conference, for who was free always. */
static struct intervals always(struct arena *arena, const struct problem *variant)
{
    struct interval *whole = arena_array(arena, 1, sizeof(*whole));
    for (uint32_t d = 0; d < variant->n_days; d++) {
        struct interval day = problem_whole_day(variant, (struct day_id){d});
        whole->from_min = d == 0 || day.from_min < whole->from_min ? day.from_min : whole->from_min;
        whole->to_min = d == 0 || day.to_min > whole->to_min ? day.to_min : whole->to_min;
    }
    return (struct intervals){whole, variant->n_days > 0 ? 1 : 0};
}

void variant_occupy_person(struct arena *arena, struct problem *variant, struct person_id person,
                           struct interval span)
{
    struct person *one = &variant->people[person.v];
    struct intervals was = one->always_free ? always(arena, variant) : one->free;
    struct interval *left = arena_array(arena, 2 * (size_t)was.n, sizeof(*left));
    uint32_t n = 0;
    for (uint32_t i = 0; i < was.n; i++) {
        struct interval before = was.v[i], after = was.v[i];
        before.to_min = before.to_min < span.from_min ? before.to_min : span.from_min;
        after.from_min = after.from_min > span.to_min ? after.from_min : span.to_min;
        if (before.from_min < before.to_min) {
            left[n++] = before;
        }
        if (after.from_min < after.to_min) {
            left[n++] = after;
        }
    }
    one->always_free = false;
    one->free = (struct intervals){left, n};
}

void variant_pin_event(struct arena *arena, struct problem *variant, struct event_id event,
                       struct pin pin)
{
    struct event *one = &variant->events[event.v];
    BUG_UNLESS(!one->fixed);
    struct attr *attrs = arena_array(arena, one->attrs.n + 1, sizeof(*attrs));
    uint32_t n = 0;
    for (uint32_t i = 0; i < one->attrs.n; i++) {
        if (strcmp(one->attrs.v[i].key, "pin") != 0) {
            attrs[n++] = one->attrs.v[i];
        }
    }
    attrs[n++] = (struct attr){"pin", {.type = VALUE_PIN, .at = one->at, .as.pin = pin}};
    one->attrs = (struct attrs){attrs, n};
    if (pin.start_min != CALENDAR_NO_TIME) {
        problem_fit_tick(variant, pin.start_min);
    }
    struct rule_setting *setting = &variant->settings[rule_table_find("pinned")];
    setting->strength = (struct strength){STRENGTH_HARD, 0};
}

/* ---- rooms and hours ----------------------------------------------------------------- */

void variant_lift_span(struct arena *arena, struct problem *variant, struct room_id room,
                       struct interval span)
{
    struct lifted *lifted = arena_array(arena, variant->n_lifted + 1, sizeof(*lifted));
    for (uint32_t i = 0; i < variant->n_lifted; i++) {
        lifted[i] = variant->lifted[i];
    }
    lifted[variant->n_lifted++] = (struct lifted){room, span};
    variant->lifted = lifted;
    /* Such times may lie between the ticks. */
    int32_t off_min = span.from_min - variant->tick_origin_min;
    variant->tick_min = off_min % variant->tick_min == 0 ? variant->tick_min : 1;
    variant->aligned = false;
}

void variant_lift_hours(struct arena *arena, struct problem *variant, struct room_id room,
                        struct day_id day)
{
    variant_lift_span(arena, variant, room, problem_whole_day(variant, day));
}

/* The flags by room, with one room more. */
static const bool *widened(struct arena *arena, const bool *flags, size_t n)
{
    if (flags == NULL) {
        return NULL;
    }
    bool *more = arena_array(arena, n + 1, sizeof(*more));
    memcpy(more, flags, n * sizeof(*more));
    return more;
}

static void widen_walks(struct arena *arena, struct problem *variant)
{
    size_t n = variant->n_rooms;
    int32_t *walk_min = arena_array(arena, (n + 1) * (n + 1), sizeof(*walk_min));
    for (size_t a = 0; a <= n && n > 0; a++) {
        for (size_t b = 0; b <= n; b++) {
            size_t from = a == n ? 0 : a, to = b == n ? 0 : b;
            walk_min[a * (n + 1) + b] = variant->walk_min[from * n + to];
        }
    }
    variant->walk_min = walk_min;
}

static void widen_rules(struct arena *arena, struct problem *variant)
{
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        struct rule_setting *setting = &variant->settings[r];
        setting->spared_rooms = widened(arena, setting->spared_rooms, variant->n_rooms);
    }
}

static struct text_list all_features(struct arena *arena, const struct problem *problem)
{
    size_t n = 0;
    for (uint32_t r = 0; r < problem->n_rooms; r++) {
        n += problem->rooms[r].features.n;
    }
    const char **all = arena_array(arena, n, sizeof(*all));
    uint32_t kept = 0;
    for (uint32_t r = 0; r < problem->n_rooms; r++) {
        for (uint32_t f = 0; f < problem->rooms[r].features.n; f++) {
            const char *feature = problem->rooms[r].features.v[f];
            bool known = false;
            for (uint32_t i = 0; i < kept && !known; i++) {
                known = strcmp(all[i], feature) == 0;
            }
            if (!known) {
                all[kept++] = feature;
            }
        }
    }
    return (struct text_list){all, kept};
}

struct room_id variant_add_room(struct arena *arena, struct problem *variant, const char *name,
                                const struct window *windows, uint32_t n_windows)
{
    struct room_id id = {variant->n_rooms};
    struct room *rooms = arena_array(arena, id.v + 1, sizeof(*rooms));
    for (uint32_t r = 0; r < id.v; r++) {
        rooms[r] = variant->rooms[r];
    }
    rooms[id.v] = (struct room){.id = name,
                                .name = name,
                                .capacity = -1,
                                .features = all_features(arena, variant),
                                .at = SRC_NOWHERE};
    widen_walks(arena, variant);
    widen_rules(arena, variant);
    variant->rooms = rooms;
    variant->n_rooms++;
    for (uint32_t w = 0; w < n_windows; w++) {
        struct window window = windows[w];
        window.room = id;
        variant_add_window(arena, variant, window);
    }
    return id;
}

void variant_add_window(struct arena *arena, struct problem *variant, struct window window)
{
    struct window *windows = arena_array(arena, variant->n_windows + 1, sizeof(*windows));
    uint32_t n = 0;
    bool added = false;
    for (uint32_t w = 0; w <= variant->n_windows; w++) {
        const struct window *next = w < variant->n_windows ? &variant->windows[w] : NULL;
        bool here = !added &&
                    (next == NULL || next->room.v > window.room.v ||
                     (next->room.v == window.room.v && next->span.from_min > window.span.from_min));
        if (here) {
            windows[n++] = window;
            added = true;
        }
        if (next != NULL) {
            windows[n++] = *next;
        }
    }
    variant->windows = windows;
    variant->n_windows = n;
    if ((window.span.from_min - variant->tick_origin_min) % variant->tick_min != 0) {
        variant->tick_min = 1;
    }
    variant->aligned = variant->aligned && window.slot;
}
