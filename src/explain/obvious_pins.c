/* Pinned and fixed events that contradict each other, two by two. */
#include "core/phrase.h"
#include "explain/obvious_inside.h"

#include "core/rule.h"

#include <stdlib.h>
#include <string.h>

/* An event whose time is given. */
struct pinned {
    struct event_id event;
    struct interval span;
    struct room_id room; /* ID_NONE: not known, or off-site */
    struct src_span at;
};

struct pins {
    struct obvious_case *x;
    VEC(struct pinned) held; /* by start */
    uint32_t *held_of;       /* [n_events]: index in held; ID_NONE: none */
};

/* ---- who is held where ---------------------------------------------------------- */

static int compare_held(const void *a, const void *b)
{
    const struct pinned *p = a, *q = b;
    if (p->span.from_min != q->span.from_min) {
        return p->span.from_min < q->span.from_min ? -1 : 1;
    }
    return (p->event.v > q->event.v) - (p->event.v < q->event.v);
}

/* The only room of its placements; ID_NONE: there are several. */
static struct room_id only_room(const struct model *model, struct event_id event)
{
    const struct choice *choice = &model->choices.v[event.v];
    struct room_id room = {ID_NONE};
    for (uint32_t i = 0; i < choice->n_runs; i++) {
        struct room_id one = model->runs.v[choice->first_run + i].room;
        if (i > 0 && one.v != room.v) {
            return (struct room_id){ID_NONE};
        }
        room = one;
    }
    return room;
}

static void hold(struct pins *pins, struct event_id event)
{
    const struct problem *problem = pins->x->problem;
    const struct event *one = &problem->events[event.v];
    const struct rule_setting *pinned = obvious_hard_setting(problem, "pinned");
    const struct value *pin = attrs_find(&one->attrs, "pin");
    struct pinned held = {.event = event, .at = one->at};
    if (!obvious_is_mandatory(problem, event)) {
        return;
    }
    if (one->fixed) {
        held.span.from_min = one->fixed_start_min;
        held.room = one->fixed_room;
    } else if (pin != NULL && pin->as.pin.start_min != CALENDAR_NO_TIME && pinned != NULL &&
               !problem_is_quiet(pinned, event) && pins->x->model.choices.v[event.v].n > 0) {
        held.span.from_min = pin->as.pin.start_min;
        held.room = only_room(&pins->x->model, event);
        held.at = pin->at;
    } else {
        return;
    }
    held.span.to_min = held.span.from_min + one->duration_min;
    vec_push(&pins->held, held);
}

static void list_held(struct pins *pins)
{
    uint32_t n = pins->x->problem->n_events;
    for (uint32_t e = 0; e < n; e++) {
        hold(pins, (struct event_id){e});
    }
    if (pins->held.n > 1) {
        qsort(pins->held.v, pins->held.n, sizeof(*pins->held.v), compare_held);
    }
    pins->held_of = base_alloc_zero(n, sizeof(*pins->held_of));
    for (uint32_t e = 0; e < n; e++) {
        pins->held_of[e] = ID_NONE;
    }
    for (size_t i = 0; i < pins->held.n; i++) {
        pins->held_of[pins->held.v[i].event.v] = (uint32_t)i;
    }
}

/* ---- in words -------------------------------------------------------------------- */

/* "'Keynote' is pinned to Thu 24 Oct, 16:15 in Main Hall" */
static const char *say_held(struct pins *pins, const struct pinned *held)
{
    struct obvious_case *x = pins->x;
    const struct event *one = &x->problem->events[held->event.v];
    const char *where = "";
    if (held->room.v != ID_NONE) {
        where = arena_print(x->arena, " in %s", x->problem->rooms[held->room.v].name);
    }
    return arena_print(x->arena, "'%s' is %s %s%s", one->title,
                       one->fixed ? "fixed at" : "pinned to",
                       phrase_span(x->arena, x->problem, held->span), where);
}

/* Of pins, the later one is to be changed first; what is fixed stays. */
static const struct pinned *to_change(struct pins *pins, const struct pinned *a,
                                      const struct pinned *b)
{
    return pins->x->problem->events[b->event.v].fixed ? a : b;
}

static void report(struct pins *pins, const struct pinned *a, const struct pinned *b,
                   const char *because, struct person_id person)
{
    struct obvious_case *x = pins->x;
    struct event_id events[2] = {a->event, b->event};
    struct room_id rooms[2];
    struct obvious_about about = {.events = events, .n_events = 2, .rooms = rooms};
    const struct pinned *change = to_change(pins, a, b);
    about.people = &person;
    about.n_people = person.v != ID_NONE;
    about.at = change->at;
    if (a->room.v != ID_NONE) {
        rooms[about.n_rooms++] = a->room;
    }
    if (b->room.v != ID_NONE && b->room.v != a->room.v) {
        rooms[about.n_rooms++] = b->room;
    }
    obvious_add(
        x, "pins", about,
        arena_print(x->arena, "%s, and %s: %s.", say_held(pins, a), say_held(pins, b), because));
    x->dropped[change->event.v] = true;
}

/* ---- what they contradict -------------------------------------------------------- */

/* The rule's setting when it is hard for these two, else NULL. */
static const struct rule_setting *hard_for(const struct problem *problem, const char *rule,
                                           const struct pinned *a, const struct pinned *b)
{
    const struct rule_setting *setting = obvious_hard_setting(problem, rule);
    struct event_id both[2] = {a->event, b->event};
    if (setting == NULL || problem_find_waiver(setting, both, 2) != NULL ||
        (setting->spared != NULL && (setting->spared[a->event.v] || setting->spared[b->event.v]))) {
        return NULL;
    }
    return setting;
}

/* Between the end of a and the start of b, which is not earlier than a's start. */
static int32_t gap_between(const struct pinned *a, const struct pinned *b)
{
    return b->span.from_min - a->span.to_min;
}

static const char *clash_in_room(struct pins *pins, const struct pinned *a, const struct pinned *b)
{
    const struct problem *problem = pins->x->problem;
    if (a->room.v == ID_NONE || a->room.v != b->room.v) {
        return NULL;
    }
    const struct rule_setting *setting = hard_for(problem, "room-clash", a, b);
    int32_t changeover_min = problem->rooms[a->room.v].changeover_min;
    if (setting == NULL || gap_between(a, b) >= changeover_min ||
        (setting->spared_rooms != NULL && setting->spared_rooms[a->room.v])) {
        return NULL;
    }
    return gap_between(a, b) < 0 ? "a room has one event at a time"
                                 : arena_print(pins->x->arena, "changing over takes %s there",
                                               obvious_words_minutes(pins->x, changeover_min));
}

static int32_t pause_of(const struct problem *problem, struct person_id person)
{
    const struct value *pause = attrs_find(&problem->people[person.v].attrs, "pause");
    return pause == NULL ? 0 : (int32_t)pause->as.number;
}

static bool is_needed(const struct event *event, struct person_id person)
{
    for (uint32_t i = 0; i < event->n_people; i++) {
        if (event->people[i].v == person.v) {
            return true;
        }
    }
    return false;
}

static const char *clash_of_people(struct pins *pins, const struct pinned *a,
                                   const struct pinned *b, struct person_id *person)
{
    struct obvious_case *x = pins->x;
    const struct problem *problem = x->problem;
    const struct event *one = &problem->events[a->event.v], *other = &problem->events[b->event.v];
    const struct rule_setting *setting = hard_for(problem, "speaker-clash", a, b);
    int32_t walk_min = problem_walk_min(problem, a->room, b->room);
    for (uint32_t i = 0; setting != NULL && rule_about_overlaps(setting) && i < one->n_people;
         i++) {
        int32_t pause_min = pause_of(problem, one->people[i]);
        int32_t needed_min = walk_min > pause_min ? walk_min : pause_min;
        bool spared = setting->spared_people != NULL && setting->spared_people[one->people[i].v];
        if (spared || !is_needed(other, one->people[i]) || gap_between(a, b) >= needed_min) {
            continue;
        }
        *person = one->people[i];
        const char *name = problem->people[person->v].name;
        return gap_between(a, b) < 0
                   ? arena_print(x->arena, "%s is needed at both", name)
                   : arena_print(x->arena, "%s is needed at both and must have %s in between", name,
                                 obvious_words_minutes(x, needed_min));
    }
    return NULL;
}

static bool names_event(const struct value *events, struct event_id event)
{
    for (uint32_t i = 0; events != NULL && i < events->as.events.n; i++) {
        if (events->as.events.v[i].v == event.v) {
            return true;
        }
    }
    return false;
}

static const char *clash_in_time(struct pins *pins, const struct pinned *a, const struct pinned *b)
{
    const struct problem *problem = pins->x->problem;
    const struct event *one = &problem->events[a->event.v], *other = &problem->events[b->event.v];
    if (gap_between(a, b) >= 0) {
        return NULL;
    }
    const struct rule_setting *apart = hard_for(problem, "not-parallel", a, b);
    if (apart != NULL && rule_about_overlaps(apart) &&
        (names_event(attrs_find(&one->attrs, "not_with"), b->event) ||
         names_event(attrs_find(&other->attrs, "not_with"), a->event))) {
        return "the two must not be parallel";
    }
    if ((one->plenary || other->plenary) && hard_for(problem, "plenary", a, b) != NULL) {
        return arena_print(pins->x->arena, "nothing may run beside '%s', which is a plenary",
                           one->plenary ? one->title : other->title);
    }
    return NULL;
}

/* Whether b must wait for the end of a. */
static bool must_follow(const struct problem *problem, const struct pinned *a,
                        const struct pinned *b)
{
    const struct event *event = &problem->events[b->event.v];
    const struct value *daily = attrs_find(&event->attrs, "after_same_day");
    if (daily == NULL) {
        daily = attrs_find(&problem->kinds[event->kind.v].attrs, "after_same_day");
    }
    if (names_event(attrs_find(&event->attrs, "after"), a->event)) {
        return true;
    }
    return names_event(daily, a->event) &&
           problem_date_at(problem, a->span.from_min) == problem_date_at(problem, b->span.from_min);
}

/* b starts no earlier than a, but either may be the one that must wait. */
static const char *wrong_order(struct pins *pins, const struct pinned *a, const struct pinned *b)
{
    struct obvious_case *x = pins->x;
    const struct rule_setting *setting = hard_for(x->problem, "after", a, b);
    if (setting == NULL) {
        return NULL;
    }
    const struct value *given = attrs_find(&setting->params, "gap");
    int32_t gap_min = given == NULL ? 0 : (int32_t)given->as.number;
    bool forth = must_follow(x->problem, a, b) && gap_between(a, b) < gap_min;
    bool back = must_follow(x->problem, b, a) && a->span.from_min < b->span.to_min + gap_min;
    if (!forth && !back) {
        return NULL;
    }
    const struct pinned *then = forth ? b : a, *first = forth ? a : b;
    return arena_print(
        x->arena, "'%s' must wait for the end of '%s'%s", x->problem->events[then->event.v].title,
        x->problem->events[first->event.v].title,
        gap_min == 0 ? ""
                     : arena_print(x->arena, " and %s more", obvious_words_minutes(x, gap_min)));
}

static void check_pair(struct pins *pins, const struct pinned *a, const struct pinned *b)
{
    struct person_id person = {ID_NONE};
    const char *because = clash_in_room(pins, a, b);
    if (because == NULL) {
        because = clash_of_people(pins, a, b, &person);
    }
    if (because == NULL) {
        because = clash_in_time(pins, a, b);
    }
    if (because == NULL) {
        because = wrong_order(pins, a, b);
    }
    if (because != NULL) {
        report(pins, a, b, because, person);
    }
}

/* The longest time after its end for which an event can be in another's way. */
static int32_t longest_gap(const struct problem *problem)
{
    const struct value *gap =
        attrs_find(&problem->settings[rule_table_find("after")].params, "gap");
    int32_t longest_min = gap == NULL ? 0 : (int32_t)gap->as.number;
    for (uint32_t r = 0; r < problem->n_rooms; r++) {
        int32_t changeover_min = problem->rooms[r].changeover_min;
        longest_min = changeover_min > longest_min ? changeover_min : longest_min;
    }
    for (size_t i = 0; i < (size_t)problem->n_rooms * problem->n_rooms; i++) {
        longest_min = problem->walk_min[i] > longest_min ? problem->walk_min[i] : longest_min;
    }
    for (uint32_t p = 0; p < problem->n_people; p++) {
        int32_t pause_min = pause_of(problem, (struct person_id){p});
        longest_min = pause_min > longest_min ? pause_min : longest_min;
    }
    return longest_min;
}

/* Those named in `events`, but not in `done`, that are held far later: the sweep does not meet
 * them. */
static void check_far(struct pins *pins, const struct pinned *b, const struct value *events,
                      const struct value *done, int32_t near_min)
{
    for (uint32_t i = 0; events != NULL && i < events->as.events.n; i++) {
        uint32_t at = pins->held_of[events->as.events.v[i].v];
        const struct pinned *a = at == ID_NONE ? NULL : &pins->held.v[at];
        if (a != NULL && a->event.v != b->event.v && !names_event(done, a->event) &&
            a->span.from_min >= b->span.to_min + near_min) {
            check_pair(pins, b, a);
        }
    }
}

void obvious_pins_find(struct obvious_case *x)
{
    const struct problem *problem = x->problem;
    struct pins pins = {.x = x};
    list_held(&pins);
    int32_t near_min = longest_gap(problem);
    for (size_t i = 0; i < pins.held.n; i++) {
        const struct pinned *a = &pins.held.v[i];
        const struct event *event = &problem->events[a->event.v];
        for (size_t k = i + 1;
             k < pins.held.n && pins.held.v[k].span.from_min < a->span.to_min + near_min; k++) {
            check_pair(&pins, a, &pins.held.v[k]);
        }
        const struct value *always = attrs_find(&event->attrs, "after");
        const struct value *daily = attrs_find(&event->attrs, "after_same_day");
        if (daily == NULL) {
            daily = attrs_find(&problem->kinds[event->kind.v].attrs, "after_same_day");
        }
        check_far(&pins, a, always, NULL, near_min);
        check_far(&pins, a, daily, always, near_min);
    }
    vec_free(&pins.held);
    base_free(pins.held_of);
}
