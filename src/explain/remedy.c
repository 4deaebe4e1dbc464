#include "explain/remedy.h"

#include "base/vec.h"
#include "core/rule.h"
#include "engine/compile.h"
#include "explain/ask.h"
#include "explain/variant.h"

#include <stdlib.h>
#include <string.h>

enum {
    STARTS_MOST = 24,   /* times tried for one event */
    TRIES_MOST = 150,   /* changes for one conflict */
    EVENTS_MOST = 8,    /* of a conflict: of larger ones, only the first are looked at */
    OF_KIND_MOST = 3,   /* remedies of one kind */
    SHORTER_TRIES = 4,  /* durations for one event */
    OF_PERSON_MOST = 2, /* times for one person and event, … */
    APART_MIN = 120,    /* … so far apart */
    OF_ROOM_MOST = 2,   /* other hours of one room */
    SHORTEST_MIN = 10,
};

struct seeking {
    struct arena *arena;
    const struct problem *hard;
    const bool *held;  /* [n_events] */
    const bool *alone; /* [n_events]: only the conflict's */
    const struct subset *conflict;
    const struct feasibility_options *options;
    struct changes *remedies;
    uint32_t room_number; /* of another room */
    uint32_t tries;
    size_t first; /* of this conflict's remedies */
    struct event_id events[EVENTS_MOST];
    uint32_t n_events;
};

static struct change new_change(enum change_kind kind)
{
    return (struct change){
        .kind = kind, .events = {{ID_NONE}, {ID_NONE}}, .person = {ID_NONE}, .room = {ID_NONE}};
}

static struct change change_event(const struct seeking *x, enum change_kind kind,
                                  struct event_id event)
{
    struct change change = new_change(kind);
    bool whole = kind == CHANGE_SHORTEN || kind == CHANGE_DROP;
    change.events[0] = whole ? x->hard->events[event.v].series : event;
    change.n_events = 1;
    return change;
}

/* ---- trying ------------------------------------------------------------------------------- */

/* With the change, whether all of held[n_events] can be held; `at`: where its event has to be then
 * (NULL: anywhere). */
static enum feasibility decide(const struct seeking *x, const bool *held,
                               const struct change *change, const struct pin *at)
{
    struct arena arena = ARENA_EMPTY;
    struct problem variant = variant_create(&arena, x->hard);
    bool *gone = arena_array(&arena, variant.n_events, sizeof(*gone));
    for (uint32_t e = 0; e < variant.n_events; e++) {
        gone[e] = !held[e];
    }
    variant_remove_events(&arena, &variant, gone);
    change_apply(&arena, &variant, change);
    if (at != NULL) {
        variant_pin_event(&arena, &variant, change->events[0], *at);
    }
    struct feasibility_options options = *x->options;
    options.rounds = 1;
    options.quick = true;
    enum feasibility known =
        feasibility_is_over(x->options) ? FEASIBILITY_UNKNOWN : ask_feasible(&variant, &options);
    arena_free(&arena);
    return known;
}

/* What does not help the conflict alone, which is known soon, does not help the whole. */
static bool works(const struct seeking *x, const struct change *change, const struct pin *at)
{
    return decide(x, x->alone, change, at) != FEASIBILITY_NO &&
           decide(x, x->held, change, at) == FEASIBILITY_YES;
}

static uint32_t count_kind(const struct seeking *x, enum change_kind kind)
{
    uint32_t n = 0;
    for (size_t i = x->first; i < x->remedies->n; i++) {
        n += x->remedies->v[i].kind == kind;
    }
    return n;
}

static bool try_change(struct seeking *x, const struct change *change, const struct pin *at)
{
    if (x->tries++ >= TRIES_MOST) {
        return false;
    }
    bool helps = count_kind(x, change->kind) < OF_KIND_MOST && works(x, change, at);
    if (helps) {
        vec_push(x->remedies, *change);
    }
    return helps;
}

/* ---- times ------------------------------------------------------------------------------------
 */

struct spot {
    struct pin pin;
    struct interval missing; /* what would have to be added */
    uint32_t rank;           /* of those that need as much: less is better */
};

struct spots {
    struct spot *v;
    size_t n, cap;
};

static int compare_spots(const void *a, const void *b)
{
    const struct spot *x = a, *y = b;
    int32_t one = x->missing.to_min - x->missing.from_min;
    int32_t other = y->missing.to_min - y->missing.from_min;
    if (one != other) {
        return one < other ? -1 : 1;
    }
    if (x->rank != y->rank) {
        return x->rank < y->rank ? -1 : 1;
    }
    if (x->pin.start_min != y->pin.start_min) {
        return x->pin.start_min < y->pin.start_min ? -1 : 1;
    }
    return (x->pin.room.v > y->pin.room.v) - (x->pin.room.v < y->pin.room.v);
}

/* Those that need least first, each time once unless `rooms`. */
static void sort_spots(struct spots *spots)
{
    if (spots->n > 0) {
        qsort(spots->v, spots->n, sizeof(*spots->v), compare_spots);
    }
}

/* The places that the event has in the variant. */
static void list_places(const struct problem *variant, struct event_id event,
                        struct placements *places)
{
    struct model model;
    compile_model(variant, &model);
    model_list_placements(&model, (struct choice_id){event.v}, places);
    model_free(&model);
}

static struct problem with_only(struct arena *arena, const struct problem *hard,
                                struct event_id event)
{
    struct problem variant = variant_create(arena, hard);
    bool *gone = arena_array(arena, hard->n_events, sizeof(*gone));
    for (uint32_t e = 0; e < hard->n_events; e++) {
        gone[e] = e != event.v;
    }
    variant_remove_events(arena, &variant, gone);
    return variant;
}

static bool speaks_at(const struct problem *problem, struct event_id event, struct person_id person)
{
    for (uint32_t i = 0; i < problem->events[event.v].n_people; i++) {
        if (problem->events[event.v].people[i].v == person.v) {
            return true;
        }
    }
    return false;
}

/* The person comes for one of their events at a time at which all else would let it be. */
static void try_person(struct seeking *x, struct person_id person, struct event_id event)
{
    struct arena arena = ARENA_EMPTY;
    struct placements places = {0};
    struct spots spots = {0};
    struct problem variant = with_only(&arena, x->hard, event);
    variant_spare_person(&arena, &variant, rule_table_find("speaker-available"), person);
    list_places(&variant, event, &places);
    int32_t duration_min = x->hard->events[event.v].duration_min;
    for (size_t i = 0; i < places.n; i++) {
        struct interval span = {places.v[i].start_min, places.v[i].start_min + duration_min};
        struct interval missing = change_missing(x->hard->people[person.v].free, span);
        bool again = i > 0 && places.v[i - 1].start_min == span.from_min;
        if (!again && missing.from_min < missing.to_min) {
            struct spot spot = {{span.from_min, {ID_NONE}}, missing, 0};
            vec_push(&spots, spot);
        }
    }
    sort_spots(&spots);
    int32_t found_min = CALENDAR_NO_TIME;
    uint32_t found = 0;
    for (size_t i = 0; i < spots.n && i < STARTS_MOST && found < OF_PERSON_MOST &&
                       !feasibility_is_over(x->options);
         i++) {
        struct change change = change_event(x, CHANGE_AVAILABILITY, event);
        change.person = person;
        change.span = spots.v[i].missing;
        bool near = found > 0 && abs(spots.v[i].pin.start_min - found_min) < APART_MIN;
        if (!near && try_change(x, &change, &spots.v[i].pin)) {
            found++;
            found_min = spots.v[i].pin.start_min;
        }
    }
    vec_free(&spots);
    vec_free(&places);
    arena_free(&arena);
}

/* ---- rooms
 * ---------------------------------------------------------------------------------------- */

static bool is_blocked(const struct problem *problem, struct room_id room, struct interval span)
{
    bool blocked = false;
    for (uint32_t b = 0; b < problem->n_breaks; b++) {
        const struct break_time *pause = &problem->breaks[b];
        bool meets = pause->span.from_min < span.to_min && span.from_min < pause->span.to_min;
        for (uint32_t i = 0; i < pause->n_blocks && meets; i++) {
            blocked = blocked || pause->blocks[i].v == room.v;
        }
    }
    return blocked;
}

static bool meets_window(const struct problem *problem, struct room_id room, struct interval span)
{
    for (uint32_t w = 0; w < problem->n_windows; w++) {
        const struct window *window = &problem->windows[w];
        if (window->room.v == room.v && window->span.from_min < span.to_min &&
            span.from_min < window->span.to_min) {
            return true;
        }
    }
    return false;
}

static void add_opening(const struct problem *problem, struct event_id event, struct room_id room,
                        int32_t start_min, uint32_t rank, struct spots *spots)
{
    struct interval span = {start_min, start_min + problem->events[event.v].duration_min};
    if (!meets_window(problem, room, span) && !is_blocked(problem, room, span)) {
        struct spot spot = {{start_min, room}, span, rank};
        vec_push(spots, spot);
    }
}

/* Where the event is pinned; right behind the room's windows or before them; and while others are
 * open. */
static void list_openings(const struct problem *problem, struct event_id event, struct room_id room,
                          uint32_t day, struct spots *spots)
{
    int32_t duration_min = problem->events[event.v].duration_min;
    const struct value *pin = attrs_find(&problem->events[event.v].attrs, "pin");
    if (pin != NULL && pin->as.pin.start_min != CALENDAR_NO_TIME &&
        problem_day_at(problem, pin->as.pin.start_min).v == day) {
        add_opening(problem, event, room, pin->as.pin.start_min, 0, spots);
        return;
    }
    for (uint32_t w = 0; w < problem->n_windows; w++) {
        const struct window *window = &problem->windows[w];
        if (window->day.v == day && window->room.v == room.v) {
            add_opening(problem, event, room, window->span.to_min, 0, spots);
            add_opening(problem, event, room, window->span.from_min - duration_min, 2, spots);
        } else if (window->day.v == day) {
            add_opening(problem, event, room, window->span.from_min, 1, spots);
        }
    }
    /* Beside hours that another change has given. */
    for (uint32_t i = 0; i < problem->n_lifted; i++) {
        struct interval span = problem->lifted[i].span;
        if (problem->lifted[i].room.v == room.v &&
            problem_day_at(problem, span.from_min).v == day) {
            add_opening(problem, event, room, span.to_min, 0, spots);
            add_opening(problem, event, room, span.from_min - duration_min, 2, spots);
        }
    }
}

/* The room is open a little longer, for that event. */
static void try_hours(struct seeking *x, struct room_id room, uint32_t day, struct event_id event)
{
    struct spots spots = {0};
    list_openings(x->hard, event, room, day, &spots);
    sort_spots(&spots);
    uint32_t found = 0;
    for (size_t i = 0;
         i < spots.n && i < STARTS_MOST && found < OF_ROOM_MOST && !feasibility_is_over(x->options);
         i++) {
        if (i > 0 && compare_spots(&spots.v[i - 1], &spots.v[i]) == 0) {
            continue;
        }
        struct change change = change_event(x, CHANGE_SLOT, event);
        change.room = room;
        change.span = spots.v[i].missing;
        found += try_change(x, &change, NULL);
    }
    vec_free(&spots);
}

/* A room that is closed that day is open while others are. */
static void try_day(struct seeking *x, struct room_id room, uint32_t day)
{
    struct change change = new_change(CHANGE_DAY);
    bool slots = true;
    change.room = room;
    change.span = (struct interval){INT32_MAX, INT32_MIN};
    for (uint32_t w = 0; w < x->hard->n_windows; w++) {
        const struct window *window = &x->hard->windows[w];
        slots = slots && window->slot;
        if (window->day.v != day) {
            continue;
        }
        if (window->room.v == room.v) {
            return;
        }
        struct interval *span = &change.span;
        span->from_min =
            window->span.from_min < span->from_min ? window->span.from_min : span->from_min;
        span->to_min = window->span.to_min > span->to_min ? window->span.to_min : span->to_min;
    }
    if (!slots && change.span.from_min < change.span.to_min) {
        (void)try_change(x, &change, NULL);
    }
}

/* Another room, while one that there is is open. */
static void try_room(struct seeking *x, struct event_id event)
{
    struct spots spots = {0};
    int32_t duration_min = x->hard->events[event.v].duration_min;
    const struct value *value = attrs_find(&x->hard->events[event.v].attrs, "pin");
    int32_t pin_min = value == NULL ? CALENDAR_NO_TIME : value->as.pin.start_min;
    for (uint32_t w = 0; w < x->hard->n_windows; w++) {
        const struct window *window = &x->hard->windows[w];
        bool pinned = window->span.from_min <= pin_min && pin_min < window->span.to_min;
        int32_t start_min = pinned ? pin_min : window->span.from_min;
        struct interval span = {start_min, start_min + duration_min};
        if (span.to_min <= window->span.to_min && (pinned || pin_min == CALENDAR_NO_TIME)) {
            struct spot spot = {{span.from_min, {ID_NONE}}, span, 0};
            vec_push(&spots, spot);
        }
    }
    sort_spots(&spots);
    bool found = false;
    uint32_t tries = 0;
    for (size_t i = 0;
         i < spots.n && tries < STARTS_MOST && !found && !feasibility_is_over(x->options); i++) {
        if (i > 0 && compare_spots(&spots.v[i - 1], &spots.v[i]) == 0) {
            continue;
        }
        tries++;
        struct change change = change_event(x, CHANGE_ROOM, event);
        change.number = x->room_number;
        change.span = spots.v[i].missing;
        found = try_change(x, &change, NULL);
    }
    vec_free(&spots);
}

/* ---- events and rules
 * ------------------------------------------------------------------------------- */

static int32_t next_duration(const struct problem *problem, int32_t below_min)
{
    int32_t best_min = 0;
    for (uint32_t e = 0; e < problem->n_events; e++) {
        int32_t duration_min = problem->events[e].duration_min;
        bool fits = duration_min < below_min && duration_min >= SHORTEST_MIN;
        best_min = fits && duration_min > best_min ? duration_min : best_min;
    }
    return best_min;
}

/* As long as others are. */
static void try_shorter(struct seeking *x, struct event_id event)
{
    struct change change = change_event(x, CHANGE_SHORTEN, event);
    change.duration_min = x->hard->events[event.v].duration_min;
    bool found = x->hard->events[event.v].fixed;
    for (uint32_t i = 0; i < SHORTER_TRIES && !found && !feasibility_is_over(x->options); i++) {
        change.duration_min = next_duration(x->hard, change.duration_min);
        found = change.duration_min == 0 || try_change(x, &change, NULL);
    }
}

static void try_demand(struct seeking *x, const struct demand *demand)
{
    const struct rule *rule = rule_table_at(demand->rule);
    bool pins = strcmp(rule->id, "pinned") == 0;
    if (demand->n_events > 0) {
        struct change change = new_change(pins ? CHANGE_UNPIN : CHANGE_WAIVE);
        change.rule = demand->rule;
        change.n_events = demand->n_events;
        change.events[0] = demand->events[0];
        change.events[1] = demand->events[1];
        (void)try_change(x, &change, NULL);
    } else if (rule->about == RULE_ABOUT_PERSON ? strcmp(rule->id, "speaker-clash") != 0
                                                : demand->room.v == ID_NONE) {
        struct change change = new_change(CHANGE_RULE);
        change.rule = demand->rule;
        (void)try_change(x, &change, NULL);
    }
}

static void list_events(struct seeking *x)
{
    uint32_t held = rule_table_find("unscheduled");
    for (uint32_t i = 0; i < x->conflict->n && x->n_events < EVENTS_MOST; i++) {
        if (x->conflict->demands[i].rule == held) {
            x->events[x->n_events++] = x->conflict->demands[i].events[0];
        }
    }
}

static const bool *list_alone(struct arena *arena, const struct problem *hard,
                              const struct subset *conflict)
{
    bool *alone = arena_array(arena, hard->n_events, sizeof(*alone));
    for (uint32_t i = 0; i < conflict->n; i++) {
        for (uint32_t e = 0; e < conflict->demands[i].n_events; e++) {
            alone[conflict->demands[i].events[e].v] = true;
        }
    }
    return alone;
}

static void try_all(struct seeking *x)
{
    uint32_t held = rule_table_find("unscheduled");
    bool rooms = false;
    for (uint32_t i = 0; i < x->conflict->n && !feasibility_is_over(x->options); i++) {
        const struct demand *demand = &x->conflict->demands[i];
        const struct rule *rule = rule_table_at(demand->rule);
        /* Rooms that another change has added are not there yet. */
        uint32_t n_rooms = x->hard->n_rooms - (x->room_number - 1);
        bool hours = rule->about == RULE_ABOUT_HOURS && demand->room.v < n_rooms;
        bool available = strcmp(rule->id, "speaker-available") == 0 && demand->person.v != ID_NONE;
        if (hours) {
            try_day(x, demand->room, demand->day.v);
        }
        rooms = rooms || hours || rule->about == RULE_ABOUT_ROOM;
        for (uint32_t e = 0; e < x->n_events; e++) {
            bool fixed = x->hard->events[x->events[e].v].fixed;
            if (available && !fixed && speaks_at(x->hard, x->events[e], demand->person)) {
                try_person(x, demand->person, x->events[e]);
            }
            if (hours && !fixed) {
                try_hours(x, demand->room, demand->day.v, x->events[e]);
            }
        }
        if (demand->rule != held && !available && !hours) {
            try_demand(x, demand);
        }
    }
    for (uint32_t e = 0; e < x->n_events && !feasibility_is_over(x->options); e++) {
        struct change drop = change_event(x, CHANGE_DROP, x->events[e]);
        if (rooms && !x->hard->events[x->events[e].v].fixed) {
            try_room(x, x->events[e]);
        }
        try_shorter(x, x->events[e]);
        (void)try_change(x, &drop, NULL);
    }
}

void remedy_find(struct arena *arena, const struct problem *hard, const bool *held,
                 const struct subset *conflict, uint32_t room_number,
                 const struct feasibility_options *options, struct changes *remedies)
{
    struct seeking x = {.arena = arena,
                        .hard = hard,
                        .held = held,
                        .conflict = conflict,
                        .options = options,
                        .remedies = remedies,
                        .room_number = room_number,
                        .first = remedies->n};
    x.alone = list_alone(arena, hard, conflict);
    list_events(&x);
    try_all(&x);
    /* By cost; equal ones as they were found. */
    for (size_t i = x.first + 1; i < remedies->n; i++) {
        struct change change = remedies->v[i];
        int64_t cost = change_cost(hard, &change);
        size_t k = i;
        for (; k > x.first && change_cost(hard, &remedies->v[k - 1]) > cost; k--) {
            remedies->v[k] = remedies->v[k - 1];
        }
        remedies->v[k] = change;
    }
}
