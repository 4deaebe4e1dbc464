#include "explain/change.h"

#include "core/phrase.h"
#include "core/rule.h"
#include "explain/variant.h"

#include <stdlib.h>
#include <string.h>

/* What changes cost: a person who is asked, a room that is paid for, an announcement broken. */
enum {
    COST_HOUR = 20, /* of a person's time, the first hour; half for each further one */
    COST_SLOT = 30, /* outside a room's hours, likewise */
    COST_ROOM = 50, /* another room, likewise; all day twice that */
    COST_DAY = 60,  /* all rooms, likewise */
    COST_UNPIN = 25,
    COST_SHORTEN = 15,    /* and 1 for each minute */
    COST_WAIVE = 25,      /* a demand about one event; */
    COST_WAIVE_PAIR = 30, /* about two; */
    COST_RULE = 60,       /* about all */
    COST_DROP = 100,      /* times its priority; half when it may be left out anyhow */
    HOUR_MIN = 60,
};

struct interval change_missing(struct intervals free, struct interval span)
{
    for (uint32_t i = 0; i < free.n; i++) {
        struct interval one = free.v[i];
        if (one.from_min <= span.from_min && span.from_min < one.to_min) {
            span.from_min = one.to_min;
        }
        if (one.from_min < span.to_min && span.to_min <= one.to_min) {
            span.to_min = one.from_min;
        }
    }
    return span;
}

const char *change_kind_word(enum change_kind kind)
{
    static const char *const words[CHANGE_KINDS] = {
        [CHANGE_AVAILABILITY] = "availability",
        [CHANGE_SLOT] = "slot",
        [CHANGE_DAY] = "day",
        [CHANGE_ROOM] = "room",
        [CHANGE_UNPIN] = "unpin",
        [CHANGE_SHORTEN] = "shorten",
        [CHANGE_WAIVE] = "waive",
        [CHANGE_RULE] = "rule",
        [CHANGE_DROP] = "drop",
    };
    return words[kind];
}

static int64_t by_hours(int64_t first, struct interval span)
{
    int64_t hours = (span.to_min - span.from_min + HOUR_MIN - 1) / HOUR_MIN;
    return first + (hours - 1) * first / 2;
}

/* The first event that it is about; any one when it is about none. */
static const struct event *event_of(const struct problem *problem, const struct change *change)
{
    return &problem->events[change->n_events > 0 ? change->events[0].v : 0];
}

/* An entry of the file stands for all its parts and repeats. */
static int64_t parts_of(const struct event *event)
{
    return (int64_t)event->n_parts * event->n_repeats;
}

/* Who is disappointed: one for every ten, up to half of what leaving the event out costs anyhow. */
static int64_t listeners_of(const struct event *event)
{
    int64_t listeners = event->audience / 10;
    return listeners < 0 ? 0 : listeners > COST_DROP / 2 ? COST_DROP / 2 : listeners;
}

int64_t change_cost(const struct problem *problem, const struct change *change)
{
    const struct event *event = event_of(problem, change);
    switch (change->kind) {
    case CHANGE_AVAILABILITY:
        return by_hours(COST_HOUR, change->span);
    case CHANGE_SLOT:
        return by_hours(COST_SLOT, change->span);
    case CHANGE_ROOM:
        return change->span.from_min < change->span.to_min ? by_hours(COST_ROOM, change->span)
                                                           : (int64_t)2 * COST_ROOM;
    case CHANGE_DAY:
        return by_hours(change->room.v == ID_NONE ? COST_DAY : COST_SLOT, change->span);
    case CHANGE_UNPIN:
        return COST_UNPIN;
    case CHANGE_SHORTEN:
        return (COST_SHORTEN + event->duration_min - change->duration_min) * parts_of(event);
    case CHANGE_WAIVE:
        return change->n_events > 1 ? COST_WAIVE_PAIR : COST_WAIVE;
    case CHANGE_RULE:
        return COST_RULE;
    case CHANGE_DROP:
        return (COST_DROP * event->priority + listeners_of(event)) * parts_of(event);
    case CHANGE_KINDS:
        break;
    }
    BUG("change of kind %d", (int)change->kind);
}

int64_t change_weight(uint32_t rule)
{
    const struct rule *one = rule_table_at(rule);
    if (one->about == RULE_ABOUT_HOURS) {
        return COST_SLOT;
    }
    if (strcmp(one->id, "unscheduled") == 0) {
        return COST_DROP;
    }
    if (strcmp(one->id, "speaker-available") == 0) {
        return COST_HOUR;
    }
    /* Counted by the seat: a few are soon accepted. */
    if (strcmp(one->id, "room-capacity") == 0) {
        return 1;
    }
    return one->family == RULE_PLACEMENT ? COST_WAIVE : COST_WAIVE_PAIR;
}

/* ---- text ---------------------------------------------------------------------------- */

/* What the waiver of a rule allows the event, or the two, or (`several`) some of them. */
static const char *permission(struct arena *arena, const struct change *change, bool several)
{
    static const char *const permissions[][3] = {
        {"room-capacity", "may be in a room with fewer seats than it needs",
         "may be in rooms with fewer seats than they need"},
        {"room-features", "may be in a room without what it requires",
         "may be in rooms without what they require"},
        {"kind-window", "may be at times that are kept for others", NULL},
        {"window-tags", "may be at times that are not marked as it requires",
         "may be at times that are not marked as they require"},
        {"not-parallel", "may run at the same time", NULL},
        {"bof-clash", "may run at the same time", NULL},
        {"plenary", "may run at the same time", NULL},
        {"frozen", "may be changed although it is frozen",
         "may be changed although they are frozen"},
        {"after", "may be in either order", NULL}};
    const char *rule = rule_table_at(change->rule)->id;
    for (size_t i = 0; i < BASE_COUNT(permissions); i++) {
        if (strcmp(permissions[i][0], rule) == 0) {
            return several && permissions[i][2] != NULL ? permissions[i][2] : permissions[i][1];
        }
    }
    return arena_print(arena, "need not keep to '%s'", rule);
}

static const char *waiver_text(struct arena *arena, const struct problem *problem,
                               const struct change *change)
{
    const char *first = phrase_title(arena, problem, change->events[0]);
    const char *who = change->n_events < 2
                          ? first
                          : arena_print(arena, "%s and %s", first,
                                        phrase_title(arena, problem, change->events[1]));
    return arena_print(arena, "%s %s", who, permission(arena, change, false));
}

const char *change_text(struct arena *arena, const struct problem *problem,
                        const struct change *change)
{
    const char *title = change->n_events > 0 ? phrase_title(arena, problem, change->events[0]) : "";
    const struct event *event = event_of(problem, change);
    bool many = change->n_events > 0 && parts_of(event) > 1;
    const char *entry = many ? arena_print(arena, "%s and its other %s", title,
                                           event->n_parts > 1 ? "parts" : "repeats")
                             : title;
    const char *span = change->span.from_min < change->span.to_min
                           ? phrase_span(arena, problem, change->span)
                           : "";
    switch (change->kind) {
    case CHANGE_AVAILABILITY:
        return arena_print(arena, "%s is free on %s too", problem->people[change->person.v].name,
                           span);
    case CHANGE_SLOT:
        return arena_print(arena, "%s is open on %s too", problem->rooms[change->room.v].name,
                           span);
    case CHANGE_ROOM:
        return span[0] == '\0' ? arena_print(arena, "there is one more room%s",
                                             change->number > 1 ? " yet" : "")
                               : arena_print(arena, "there is one more room on %s", span);
    case CHANGE_DAY:
        return change->room.v == ID_NONE
                   ? arena_print(arena, "the rooms that are open that day are open on %s too", span)
                   : arena_print(arena, "%s is open on %s too", problem->rooms[change->room.v].name,
                                 span);
    case CHANGE_UNPIN:
        return arena_print(arena, "%s need not be where it is pinned", title);
    case CHANGE_SHORTEN:
        return arena_print(arena, "%s%s %d minutes instead of %d", entry, many ? " take" : " takes",
                           (int)change->duration_min, (int)event->duration_min);
    case CHANGE_WAIVE:
        return waiver_text(arena, problem, change);
    case CHANGE_RULE:
        return arena_print(arena, "the rule '%s' is a wish, no longer a must",
                           rule_table_at(change->rule)->id);
    case CHANGE_DROP:
        return arena_print(arena, event->fixed ? "%s is taken out" : "%s may be left out", entry);
    case CHANGE_KINDS:
        break;
    }
    BUG("change of kind %d", (int)change->kind);
}

/* All events for which one rule is waived, in one sentence; NULL: it has been said. */
static const char *waivers_text(struct arena *arena, const struct problem *problem,
                                const struct changes *changes, size_t number)
{
    const struct change *one = &changes->v[number];
    const char **titles = arena_array(arena, changes->n, sizeof(*titles));
    size_t n = 0;
    for (size_t i = 0; i < changes->n; i++) {
        const struct change *other = &changes->v[i];
        bool same = other->kind == CHANGE_WAIVE && other->rule == one->rule && other->n_events == 1;
        if (same && i < number) {
            return NULL;
        }
        if (same) {
            titles[n++] = phrase_title(arena, problem, other->events[0]);
        }
    }
    return n == 1 ? change_text(arena, problem, one)
                  : arena_print(arena, "%s %s", phrase_join(arena, titles, n),
                                permission(arena, one, true));
}

const char *change_about(struct arena *arena, const struct problem *problem,
                         const struct change *change)
{
    bool waives = change->kind == CHANGE_WAIVE || change->kind == CHANGE_RULE;
    bool events = change->kind != CHANGE_SLOT && change->kind != CHANGE_ROOM && !waives;
    const char *about =
        arena_print(arena, "%s %s %s", change_kind_word(change->kind),
                    change->person.v != ID_NONE ? problem->people[change->person.v].id : "",
                    waives ? rule_table_at(change->rule)->id : "");
    for (uint32_t i = 0; i < change->n_events && events; i++) {
        about = arena_print(arena, "%s %s", about, problem->events[change->events[i].v].id);
    }
    return about;
}

const char *change_text_of_all(struct arena *arena, const struct problem *problem,
                               const struct changes *changes, size_t number)
{
    const struct change *one = &changes->v[number];
    if (one->kind == CHANGE_WAIVE && one->n_events == 1) {
        return waivers_text(arena, problem, changes, number);
    }
    if (one->kind != CHANGE_SLOT) {
        return change_text(arena, problem, one);
    }
    const char **rooms = arena_array(arena, changes->n, sizeof(*rooms));
    size_t n = 0;
    for (size_t i = 0; i < changes->n; i++) {
        const struct change *other = &changes->v[i];
        bool same = other->kind == CHANGE_SLOT && other->span.from_min == one->span.from_min &&
                    other->span.to_min == one->span.to_min;
        if (same && i < number) {
            return NULL;
        }
        if (same) {
            rooms[n++] = problem->rooms[other->room.v].name;
        }
    }
    return arena_print(arena, "%s %s open on %s too", phrase_join(arena, rooms, n),
                       n == 1 ? "is" : "are", phrase_span(arena, problem, one->span));
}

/* ---- in a variant -------------------------------------------------------------------- */

/* An entry of the file stands for all its parts and repeats. */
static void shorten(struct problem *variant, struct event_id event, int32_t duration_min)
{
    uint32_t series = variant->events[event.v].series.v;
    for (uint32_t e = 0; e < variant->n_events; e++) {
        if (variant->events[e].series.v == series) {
            variant->events[e].duration_min = duration_min;
        }
    }
    variant->tick_min = 1;
}

bool change_opens_room(const struct problem *problem, const struct change *change,
                       struct room_id room)
{
    uint32_t day = problem_day_at(problem, change->span.from_min).v;
    bool opens = change->room.v == room.v;
    for (uint32_t w = 0; w < problem->n_windows; w++) {
        const struct window *window = &problem->windows[w];
        bool meets = window->span.from_min < change->span.to_min &&
                     change->span.from_min < window->span.to_min;
        if (window->room.v == room.v && meets) {
            return false;
        }
        opens = opens ||
                (change->room.v == ID_NONE && window->room.v == room.v && window->day.v == day);
    }
    return opens;
}

void change_apply(struct arena *arena, struct problem *variant, const struct change *change)
{
    struct room_id room = change->room;
    switch (change->kind) {
    case CHANGE_AVAILABILITY:
        variant_free_person(arena, variant, change->person, change->span);
        break;
    case CHANGE_ROOM:
        room = variant_add_room(arena, variant, "another room", NULL, 0);
        variant_lift_span(arena, variant, room, change->span);
        break;
    case CHANGE_SLOT:
        variant_lift_span(arena, variant, room, change->span);
        break;
    case CHANGE_DAY:
        for (uint32_t r = 0; r < variant->n_rooms; r++) {
            if (change_opens_room(variant, change, (struct room_id){r})) {
                variant_lift_span(arena, variant, (struct room_id){r}, change->span);
            }
        }
        break;
    case CHANGE_UNPIN:
        variant_waive(arena, variant, rule_table_find("pinned"), change->events, 1);
        break;
    case CHANGE_SHORTEN:
        shorten(variant, change->events[0], change->duration_min);
        break;
    case CHANGE_WAIVE:
        variant_waive(arena, variant, change->rule, change->events, change->n_events);
        break;
    case CHANGE_RULE:
        variant_turn_off(arena, variant, change->rule);
        break;
    case CHANGE_DROP: {
        bool *gone = arena_array(arena, variant->n_events, sizeof(*gone));
        for (uint32_t e = 0; e < variant->n_events; e++) {
            gone[e] = variant->events[e].series.v == variant->events[change->events[0].v].series.v;
        }
        variant_remove_events(arena, variant, gone);
        break;
    }
    case CHANGE_KINDS:
        BUG("no change");
    }
}

/* ---- merging ----------------------------------------------------------------------------- */

static int compare_changes(const void *a, const void *b)
{
    const struct change *x = a, *y = b;
    const uint32_t xs[] = {(uint32_t)x->kind, x->rule, x->person.v, x->room.v, x->number};
    const uint32_t ys[] = {(uint32_t)y->kind, y->rule, y->person.v, y->room.v, y->number};
    for (size_t i = 0; i < BASE_COUNT(xs); i++) {
        if (xs[i] != ys[i]) {
            return xs[i] < ys[i] ? -1 : 1;
        }
    }
    if (x->span.from_min != y->span.from_min) {
        return x->span.from_min < y->span.from_min ? -1 : 1;
    }
    for (size_t i = 0; i < 2; i++) {
        if (x->events[i].v != y->events[i].v) {
            return x->events[i].v < y->events[i].v ? -1 : 1;
        }
    }
    return 0;
}

/* Whether the later one is told by the earlier one, perhaps made longer. */
static bool absorbs(struct change *earlier, const struct change *later)
{
    if (earlier->kind == CHANGE_AVAILABILITY && later->kind == CHANGE_AVAILABILITY &&
        earlier->person.v == later->person.v && later->span.from_min <= earlier->span.to_min) {
        int32_t to_min = later->span.to_min;
        earlier->span.to_min = to_min > earlier->span.to_min ? to_min : earlier->span.to_min;
        return true;
    }
    return compare_changes(earlier, later) == 0;
}

void change_merge(struct changes *changes)
{
    size_t n = 0;
    if (changes->n > 0) {
        qsort(changes->v, changes->n, sizeof(*changes->v), compare_changes);
    }
    for (size_t i = 0; i < changes->n; i++) {
        if (n == 0 || !absorbs(&changes->v[n - 1], &changes->v[i])) {
            changes->v[n++] = changes->v[i];
        }
    }
    changes->n = n;
}
