/* A group of events for which there is too little room, in the words of an organiser. */
#include "explain/obvious_capacity.h"

#include "core/phrase.h"
#include "core/rule.h"

#include <string.h>

enum { NAMED_MOST = 3 };

struct shortage {
    struct obvious_case *x;
    const struct obvious_group *group;
    struct event_id *events;
    uint32_t n;
    struct kind_id kind; /* of all of them; ID_NONE: of several */
    uint32_t n_like;     /* all events of the kind, or of any */
    struct room_id *rooms;
    uint32_t n_rooms, n_open_rooms; /* of the group's openings; of any */
    bool *days;                     /* [n_days] */
    uint32_t n_days;
    int64_t least_audience; /* -1: one of them has none */
};

/* ---- who and where ------------------------------------------------------------------ */

static bool is_in_group(const struct obvious_group *group, uint32_t class)
{
    uint32_t from = 0, to = group->n_classes;
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        if (group->classes[middle] < class) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    return from < group->n_classes && group->classes[from] == class;
}

static void list_group(struct shortage *shortage, const uint32_t *class_of)
{
    struct obvious_case *x = shortage->x;
    const struct problem *problem = x->problem;
    shortage->events = arena_array(&x->scratch, problem->n_events, sizeof(*shortage->events));
    shortage->least_audience = INT64_MAX;
    for (uint32_t e = 0; e < problem->n_events; e++) {
        const struct event *event = &problem->events[e];
        if (class_of[e] == ID_NONE || !is_in_group(shortage->group, class_of[e])) {
            continue;
        }
        bool same = shortage->n == 0 || shortage->kind.v == event->kind.v;
        shortage->kind = same ? event->kind : (struct kind_id){ID_NONE};
        shortage->events[shortage->n++].v = e;
        if (event->audience < shortage->least_audience) {
            shortage->least_audience = event->audience;
        }
    }
    for (uint32_t e = 0; e < problem->n_events; e++) {
        bool like = shortage->kind.v == ID_NONE || problem->events[e].kind.v == shortage->kind.v;
        shortage->n_like += like && class_of[e] != ID_NONE;
    }
}

static void list_where(struct shortage *shortage, const struct obvious_class *classes)
{
    struct obvious_case *x = shortage->x;
    const struct problem *problem = x->problem;
    bool *rooms = arena_array(&x->scratch, problem->n_rooms, sizeof(*rooms));
    shortage->days = arena_array(&x->scratch, problem->n_days, sizeof(*shortage->days));
    for (uint32_t i = 0; i < shortage->group->n_classes; i++) {
        const struct obvious_list *list = &x->lists.v[classes[shortage->group->classes[i]].list];
        for (uint32_t k = 0; k < list->n; k++) {
            const struct obvious_opening *opening =
                &x->openings.v[x->uses.v[list->first + k].opening];
            rooms[opening->room.v] = true;
            shortage->days[opening->day.v] = true;
        }
    }
    shortage->rooms = arena_array(&x->scratch, problem->n_rooms, sizeof(*shortage->rooms));
    for (uint32_t r = 0; r < problem->n_rooms; r++) {
        if (rooms[r]) {
            shortage->rooms[shortage->n_rooms++].v = r;
        }
        shortage->n_open_rooms += x->first_opening[r + 1] > x->first_opening[r];
    }
    for (uint32_t d = 0; d < problem->n_days; d++) {
        shortage->n_days += shortage->days[d];
    }
}

/* ---- in words ------------------------------------------------------------------------ */

static const char *plural_of(struct shortage *shortage)
{
    const struct problem *problem = shortage->x->problem;
    const char *kind = shortage->kind.v == ID_NONE ? "" : problem->kinds[shortage->kind.v].id;
    if (kind[0] == '\0') {
        return "events";
    }
    if (strcmp(kind, "talk") == 0) {
        return "talks";
    }
    return strcmp(kind, "bof") == 0
               ? "BoFs"
               : arena_print(shortage->x->arena, "events of the kind '%s'", kind);
}

/* "'A' and 'B'", "The 14 talks", "14 of the 20 talks ('A', 'B', 'C', 'D' and 10 more)" */
static const char *say_who(struct shortage *shortage)
{
    struct obvious_case *x = shortage->x;
    const char *names = obvious_words_events(x, shortage->events, shortage->n);
    if (shortage->n <= NAMED_MOST) {
        return names;
    }
    if (shortage->n == shortage->n_like) {
        return arena_print(x->arena, "The %u %s", (unsigned)shortage->n, plural_of(shortage));
    }
    return arena_print(x->arena, "%u of the %u %s (%s)", (unsigned)shortage->n,
                       (unsigned)shortage->n_like, plural_of(shortage), names);
}

/* Whether the seats are why they cannot be in the other rooms. */
static bool is_by_seats(const struct shortage *shortage, int64_t *seats)
{
    const struct problem *problem = shortage->x->problem;
    int64_t largest = -1;
    *seats = INT64_MAX;
    for (uint32_t r = 0, i = 0; r < problem->n_rooms; r++) {
        int64_t capacity = problem->rooms[r].capacity;
        if (i < shortage->n_rooms && shortage->rooms[i].v == r) {
            i++;
            *seats = capacity >= 0 && capacity < *seats ? capacity : *seats;
        } else if (capacity < 0 || shortage->least_audience <= capacity) {
            return false;
        } else {
            largest = capacity > largest ? capacity : largest;
        }
    }
    *seats = shortage->least_audience;
    return largest >= 0 && obvious_hard_setting(problem, "room-capacity") != NULL;
}

static const char *say_rooms(struct shortage *shortage)
{
    struct obvious_case *x = shortage->x;
    int64_t seats;
    if (shortage->n_rooms == shortage->n_open_rooms && shortage->n_rooms > 1) {
        return "";
    }
    const char *names = obvious_words_rooms(x, shortage->rooms, shortage->n_rooms);
    if (is_by_seats(shortage, &seats)) {
        return arena_print(x->arena, " in rooms with at least %lld seats (%s)", (long long)seats,
                           names);
    }
    return shortage->n_rooms <= NAMED_MOST
               ? arena_print(x->arena, " in %s", names)
               : arena_print(x->arena, " in %u of the %u rooms (%s)", (unsigned)shortage->n_rooms,
                             (unsigned)shortage->n_open_rooms, names);
}

static const char *say_days(struct shortage *shortage)
{
    struct obvious_case *x = shortage->x;
    const struct problem *problem = x->problem;
    const char **names = arena_array(&x->scratch, problem->n_days, sizeof(*names));
    uint32_t n = 0;
    if (shortage->n_days == problem->n_days && problem->n_days > 1) {
        return "";
    }
    for (uint32_t d = 0; d < problem->n_days; d++) {
        if (shortage->days[d]) {
            names[n++] = phrase_date(x->arena, problem->days[d].day_number);
        }
    }
    return arena_print(x->arena, " on %s", obvious_words_list(x, names, n, 4));
}

/* Whether slots are what there are too few of. */
static bool lacks_slots(const struct shortage *shortage)
{
    return shortage->n_rooms > 0 && shortage->group->all_slots &&
           shortage->group->places < shortage->n;
}

/* "420 minutes", "a slot each" */
static const char *say_needed(struct shortage *shortage)
{
    if (lacks_slots(shortage)) {
        return shortage->n == 1 ? "a slot" : "a slot each";
    }
    return obvious_words_minutes(shortage->x, (int32_t)shortage->group->demand_min);
}

/* "where 390 minutes are open to them" */
static const char *say_supply(struct shortage *shortage)
{
    struct obvious_case *x = shortage->x;
    const struct obvious_group *group = shortage->group;
    const char *them = shortage->n == 1 ? "it" : "them";
    const char *cut = group->cut ? " besides the fixed events" : "";
    if (lacks_slots(shortage)) {
        return arena_print(x->arena, "%lld slot%s %s open to %s%s", (long long)group->places,
                           group->places == 1 ? "" : "s", group->places == 1 ? "is" : "are", them,
                           cut);
    }
    if (group->open_min < group->demand_min) {
        return arena_print(x->arena, "%s are open to %s%s",
                           obvious_words_minutes(x, (int32_t)group->open_min), them, cut);
    }
    if (group->places < shortage->n) {
        return arena_print(x->arena, "the opening hours%s have room for only %lld of %s", cut,
                           (long long)group->places, them);
    }
    bool any_changeover = false;
    for (uint32_t i = 0; i < shortage->n_rooms; i++) {
        any_changeover =
            any_changeover || x->problem->rooms[shortage->rooms[i].v].changeover_min > 0;
    }
    return arena_print(x->arena,
                       "events of such lengths%s can use only %d of the %d minutes open to %s%s",
                       any_changeover ? ", with the changeover in between," : "",
                       (int)group->supply_min, (int)group->open_min, them, cut);
}

static const char *say_all(struct shortage *shortage)
{
    struct obvious_case *x = shortage->x;
    const char *who = say_who(shortage), *s = shortage->n == 1 ? "s" : "";
    if (shortage->n_rooms == 0) {
        return arena_print(x->arena,
                           "%s need%s %s, but wherever and whenever %s could be held, fixed events "
                           "leave too little time.",
                           who, s, say_needed(shortage), shortage->n == 1 ? "it" : "they");
    }
    const char *days = say_days(shortage), *rooms = say_rooms(shortage);
    const char *supply = say_supply(shortage);
    if (days[0] == '\0' && rooms[0] == '\0') {
        return arena_print(x->arena, "%s need%s %s, but in all rooms together %s.", who, s,
                           say_needed(shortage), supply);
    }
    return arena_print(x->arena, "%s need%s %s, but can only be held%s%s, where %s.", who, s,
                       say_needed(shortage), days, rooms, supply);
}

void obvious_capacity_report(struct obvious_case *x, const struct obvious_class *classes,
                             const uint32_t *class_of, const struct obvious_group *group)
{
    struct shortage shortage = {.x = x, .group = group};
    list_group(&shortage, class_of);
    list_where(&shortage, classes);
    struct obvious_about about = {
        .events = shortage.events,
        .n_events = shortage.n,
        .rooms = shortage.rooms,
        .n_rooms = shortage.n_rooms,
        .at = x->problem->events[shortage.events[0].v].at,
    };
    obvious_add(x, "capacity", about, say_all(&shortage));
}
