/* Events without any place, each with what leaves it none. */
#include "core/phrase.h"
#include "explain/obvious_inside.h"

#include "core/rule.h"
#include "engine/candidates.h"

#include <stdlib.h>
#include <string.h>

struct spans {
    struct interval *v;
    size_t n, cap;
};

struct place {
    struct obvious_case *x;
    struct event_id event;
    const struct event *one;
    struct exclusion *excluded; /* [rule_table_count()] */
    uint32_t of;                /* places there were to begin with */
    bool any_whole;             /* some rule excludes all of them */
    bool *rooms;                /* [n_rooms]: what the clauses leave */
    bool *windows;              /* [n_windows]: likewise */
    struct spans free;          /* likewise, of time */
    bool timed;                 /* `free` says something */
    bool enough;                /* a clause needs nothing said of what is left */
    const char *text;           /* the clauses so far */
    struct src_span at;
    VEC(struct person_id) people;
    VEC(struct room_id) about_rooms;
};

static void say(struct place *place, const char *clause)
{
    const char *between = place->text[0] == '\0' ? "" : "; ";
    place->text = arena_print(place->x->arena, "%s%s%s", place->text, between, clause);
}

/* Whether the rule is to be named: all that exclude everything, or else all. */
static bool speaks(const struct place *place, uint32_t rule)
{
    uint32_t count = place->excluded[rule].count;
    return place->any_whole ? count == place->of : count > 0;
}

static bool is_named(const struct place *place, const char *rule)
{
    return speaks(place, rule_table_find(rule));
}

static bool objects(const struct place *place, const char *id, struct placement placement)
{
    uint32_t rule = rule_table_find(id);
    return rule_table_at(rule)->count_at(place->x->problem, &place->x->problem->settings[rule],
                                         place->event, placement) > 0;
}

/* ---- times ----------------------------------------------------------------------- */

/* What is in both; both are sorted and disjoint. */
static void keep_common(struct spans *spans, struct intervals other)
{
    struct spans common = {0};
    for (size_t i = 0, k = 0; i < spans->n && k < other.n;) {
        struct interval a = spans->v[i], b = other.v[k];
        struct interval both = {a.from_min > b.from_min ? a.from_min : b.from_min,
                                a.to_min < b.to_min ? a.to_min : b.to_min};
        if (both.from_min < both.to_min) {
            vec_push(&common, both);
        }
        if (a.to_min < b.to_min) {
            i++;
        } else {
            k++;
        }
    }
    vec_free(spans);
    *spans = common;
}

/* The days of the conference, from the first to the last thing on each. */
static void add_days(const struct problem *problem, struct spans *spans)
{
    for (uint32_t d = 0; d < problem->n_days; d++) {
        struct interval span = problem->days[d].span;
        if (spans->n > 0 && span.from_min <= spans->v[spans->n - 1].to_min) {
            struct interval *last = &spans->v[spans->n - 1];
            last->to_min = span.to_min > last->to_min ? span.to_min : last->to_min;
        } else {
            vec_push(spans, span);
        }
    }
}

static void say_person(struct place *place, struct person_id id)
{
    struct obvious_case *x = place->x;
    const struct person *person = &x->problem->people[id.v];
    struct spans days = {0};
    add_days(x->problem, &days);
    keep_common(&days, person->free);
    keep_common(&place->free, person->free);
    struct intervals free = {days.v, (uint32_t)days.n};
    const char *when = obvious_words_spans(x, free);
    say(place, free.n == 0 ? arena_print(x->arena, "%s is not free at any time of the conference",
                                         person->name)
                           : arena_print(x->arena, "%s is only free on %s", person->name, when));
    vec_push(&place->people, id);
    vec_free(&days);
}

static void say_people(struct place *place)
{
    const struct problem *problem = place->x->problem;
    const struct rule_setting *setting = &problem->settings[rule_table_find("speaker-available")];
    if (!is_named(place, "speaker-available")) {
        return;
    }
    place->timed = true;
    for (uint32_t i = 0; i < place->one->n_people; i++) {
        struct person_id person = place->one->people[i];
        bool spared = setting->spared_people != NULL && setting->spared_people[person.v];
        bool always = problem->people[person.v].always_free;
        struct intervals free = problem->people[person.v].free;
        struct interval all = {INT32_MAX, INT32_MIN};
        for (uint32_t d = 0; d < problem->n_days; d++) {
            struct interval span = problem->days[d].span;
            all.from_min = span.from_min < all.from_min ? span.from_min : all.from_min;
            all.to_min = span.to_min > all.to_min ? span.to_min : all.to_min;
        }
        if (!spared && !always && !intervals_contain(free, all.from_min, all.to_min)) {
            say_person(place, person);
        }
    }
}

/* ---- rooms ----------------------------------------------------------------------- */

/* Strikes the rooms that the rule excludes; the names of those that it leaves, "" for none. */
static const char *strike_rooms(struct place *place, const char *rule)
{
    const struct problem *problem = place->x->problem;
    VEC(struct room_id) left = {0};
    for (uint32_t r = 0; r < problem->n_rooms; r++) {
        struct room_id room = {r};
        if (objects(place, rule, (struct placement){room, 0})) {
            place->rooms[r] = false;
        } else {
            vec_push(&left, room);
        }
    }
    const char *names = obvious_words_rooms(place->x, left.v, (uint32_t)left.n);
    vec_free(&left);
    return names;
}

/* "video, no stairs": what the event, its people, its track and its kind ask of rooms (features)
 * or of windows (tags). */
static const char *demands_text(struct place *place, bool features)
{
    struct obvious_case *x = place->x;
    const struct problem *problem = x->problem;
    const struct event *one = place->one;
    const char *text = "";
    for (uint32_t i = 0; i < one->n_people + 3; i++) {
        const struct attrs *attrs = i == 0 ? &one->attrs : &problem->kinds[one->kind.v].attrs;
        if (i == 1 && one->track.v != ID_NONE) {
            attrs = &problem->tracks[one->track.v].attrs;
        } else if (i == 1) {
            continue;
        } else if (i > 2) {
            attrs = &problem->people[one->people[i - 3].v].attrs;
        }
        for (int prohibits = 0; prohibits < 2; prohibits++) {
            const struct value *value = attrs_find(attrs, prohibits ? "prohibits" : "requires");
            struct text_list list = {0};
            if (value != NULL) {
                list = features ? value->as.wishes.features : value->as.wishes.tags;
            }
            for (uint32_t k = 0; k < list.n; k++) {
                text = arena_print(x->arena, "%s%s%s'%s'", text, text[0] == '\0' ? "" : ", ",
                                   prohibits ? "no " : "", list.v[k]);
            }
        }
    }
    return text;
}

static void say_features(struct place *place)
{
    struct arena *arena = place->x->arena;
    if (!is_named(place, "room-features")) {
        return;
    }
    const char *asked = demands_text(place, true);
    const char *left = strike_rooms(place, "room-features");
    say(place, left[0] == '\0' ? arena_print(arena, "no room has what it needs (%s)", asked)
                               : arena_print(arena, "only %s has what it needs (%s)", left, asked));
}

static void say_capacity(struct place *place)
{
    const struct problem *problem = place->x->problem;
    struct arena *arena = place->x->arena;
    if (!is_named(place, "room-capacity")) {
        return;
    }
    const char *left = strike_rooms(place, "room-capacity");
    const struct room *largest = &problem->rooms[0];
    for (uint32_t r = 1; r < problem->n_rooms; r++) {
        largest = problem->rooms[r].capacity > largest->capacity ? &problem->rooms[r] : largest;
    }
    long long audience = (long long)place->one->audience;
    say(place,
        left[0] == '\0'
            ? arena_print(arena, "it expects %lld people, but %s, the largest room, seats %lld",
                          audience, largest->name, (long long)largest->capacity)
            : arena_print(arena, "it expects %lld people, for whom there is only %s", audience,
                          left));
}

/* ---- pins and windows -------------------------------------------------------------- */

/* Whether some room's window, of that room if one is given, holds the event then. */
static bool is_open(const struct place *place, struct pin pin)
{
    const struct problem *problem = place->x->problem;
    for (uint32_t r = 0; r < problem->n_rooms; r++) {
        if ((pin.room.v == ID_NONE || pin.room.v == r) &&
            problem_window_at(problem, (struct room_id){r}, pin.start_min, place->one->duration_min)
                    .v != ID_NONE) {
            return true;
        }
    }
    return false;
}

static void keep_room(struct place *place, struct room_id room)
{
    for (uint32_t r = 0; r < place->x->problem->n_rooms && room.v != ID_NONE; r++) {
        place->rooms[r] = place->rooms[r] && r == room.v;
    }
    if (room.v != ID_NONE) {
        vec_push(&place->about_rooms, room);
    }
}

static void say_pin(struct place *place, const struct value *value)
{
    struct obvious_case *x = place->x;
    struct pin pin = value->as.pin;
    const char *room = pin.room.v == ID_NONE ? "" : x->problem->rooms[pin.room.v].name;
    bool timed = pin.start_min != CALENDAR_NO_TIME;
    const char *where = room[0] == '\0' ? "" : arena_print(x->arena, timed ? " in %s" : "%s", room);
    struct interval span = {pin.start_min, pin.start_min + place->one->duration_min};
    const char *when = timed ? phrase_span(x->arena, x->problem, span) : "";
    const char *outside = "";
    if (timed && !is_open(place, pin)) {
        outside = arena_print(x->arena, ", which is outside the opening hours%s%s",
                              room[0] == '\0' ? "" : " of ", room);
    }
    say(place, arena_print(x->arena, "it is pinned to %s%s%s", when, where, outside));
    place->at = value->at;
    place->enough = place->enough || timed;
    keep_room(place, pin.room);
}

static void say_track(struct place *place, const struct track *track)
{
    struct obvious_case *x = place->x;
    const char *where = "", *when = "";
    if (track->room.v != ID_NONE) {
        where = arena_print(x->arena, " in %s", x->problem->rooms[track->room.v].name);
        keep_room(place, track->room);
    }
    if (track->time.n > 0) {
        when = arena_print(x->arena, " on %s", obvious_words_spans(x, track->time));
        keep_common(&place->free, track->time);
        place->timed = true;
    }
    say(place, arena_print(x->arena, "its track '%s' is%s%s", track->name, where, when));
}

static void say_pins(struct place *place)
{
    const struct value *pin = attrs_find(&place->one->attrs, "pin");
    if (!is_named(place, "pinned")) {
        return;
    }
    if (pin != NULL) {
        say_pin(place, pin);
    }
    if (place->one->track.v != ID_NONE) {
        const struct track *track = &place->x->problem->tracks[place->one->track.v];
        if (track->room.v != ID_NONE || track->time.n > 0) {
            say_track(place, track);
        }
    }
}

/* Strikes the windows that the rule excludes; how many it leaves, and the first of them in words.
 */
static uint32_t strike_windows(struct place *place, const char *rule, const char **text)
{
    enum { SHOWN = 3 };
    struct obvious_case *x = place->x;
    const struct problem *problem = x->problem;
    const char *names[SHOWN + 1] = {NULL};
    uint32_t n = 0;
    for (uint32_t w = 0; w < problem->n_windows; w++) {
        const struct window *window = &problem->windows[w];
        /* The window is what holds a very short event that starts with it. */
        struct placement inside = {window->room, window->span.from_min};
        bool fits = window->span.to_min - window->span.from_min >= place->one->duration_min;
        if (!fits || objects(place, rule, inside)) {
            place->windows[w] = false;
        } else {
            if (n < SHOWN + 1) {
                names[n] = arena_print(x->arena, "%s on %s", problem->rooms[window->room.v].name,
                                       phrase_span(x->arena, x->problem, window->span));
            }
            n++;
        }
    }
    *text = obvious_words_list(x, names, n, SHOWN);
    return n;
}

static void say_windows(struct place *place, const char *rule, const char *what)
{
    const char *left;
    if (is_named(place, rule)) {
        bool any = strike_windows(place, rule, &left) > 0;
        place->timed = true;
        place->enough = place->enough || !any;
        say(place, any ? arena_print(place->x->arena, "opening hours %s are only %s", what, left)
                       : arena_print(place->x->arena, "no opening hours %s are as long as it takes",
                                     what));
    }
}

/* ---- the rest -------------------------------------------------------------------- */

static bool is_dealt_with(const char *rule)
{
    static const char *const rules[] = {"speaker-available", "room-features", "room-capacity",
                                        "kind-window",       "window-tags",   "pinned",
                                        "room-open"};
    for (size_t i = 0; i < BASE_COUNT(rules); i++) {
        if (strcmp(rule, rules[i]) == 0) {
            return true;
        }
    }
    return false;
}

static void say_others(struct place *place)
{
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        const struct rule *rule = rule_table_at(r);
        if (!speaks(place, r) || is_dealt_with(rule->id)) {
            continue;
        }
        size_t length = strlen(rule->sentence);
        length -= length > 0 && rule->sentence[length - 1] == '.' ? 1 : 0;
        place->enough = true;
        say(place, arena_print(place->x->arena, "the rule '%s' (%.*s) excludes %u of %u places",
                               rule->id, (int)length, rule->sentence,
                               (unsigned)place->excluded[r].count, (unsigned)place->of));
    }
}

/* The longest stretch that the clauses leave open; its length is 0 when there is none. */
static struct interval longest_left(struct place *place, struct room_id *room)
{
    const struct problem *problem = place->x->problem;
    struct interval longest = {0, 0};
    for (uint32_t w = 0; w < problem->n_windows; w++) {
        const struct window *window = &problem->windows[w];
        for (size_t i = 0; place->rooms[window->room.v] && place->windows[w] && i < place->free.n;
             i++) {
            struct interval a = window->span, b = place->free.v[i];
            struct interval both = {a.from_min > b.from_min ? a.from_min : b.from_min,
                                    a.to_min < b.to_min ? a.to_min : b.to_min};
            if (both.to_min - both.from_min > longest.to_min - longest.from_min) {
                longest = both;
                *room = window->room;
            }
        }
    }
    return longest;
}

static void say_left(struct place *place)
{
    struct obvious_case *x = place->x;
    struct room_id room = {ID_NONE};
    bool any_room = false;
    for (uint32_t r = 0; r < x->problem->n_rooms; r++) {
        any_room = any_room || place->rooms[r];
    }
    bool said = place->text[0] != '\0';
    if (place->enough || (said && (!any_room || (place->any_whole && !place->timed &&
                                                 !is_named(place, "room-open"))))) {
        return;
    }
    struct interval left = longest_left(place, &room);
    int32_t length_min = left.to_min - left.from_min;
    const char *where = length_min == 0
                            ? ""
                            : arena_print(x->arena, "%s, %s", x->problem->rooms[room.v].name,
                                          phrase_span(x->arena, x->problem, left));
    if (length_min == 0) {
        say(place, said ? "no opening hours are left for it" : "no room is open at any time");
    } else if (length_min < place->one->duration_min) {
        say(place,
            arena_print(x->arena, "the longest opening%s is %s (%s)", said ? " left for it" : "",
                        obvious_words_minutes(x, length_min), where));
    } else {
        say(place, arena_print(x->arena,
                               "no start on the grid of %s is left for it, the longest opening "
                               "being %s",
                               obvious_words_minutes(x, x->problem->granularity_min), where));
    }
}

static void say_all(struct place *place)
{
    const char *kind = place->x->problem->kinds[place->one->kind.v].id;
    say_pins(place);
    say_features(place);
    say_capacity(place);
    say_windows(
        place, "kind-window",
        arena_print(place->x->arena, "for it (kind '%s'%s)", kind,
                    place->one->track.v == ID_NONE
                        ? ""
                        : arena_print(place->x->arena, ", track '%s'",
                                      place->x->problem->tracks[place->one->track.v].name)));
    if (is_named(place, "window-tags")) {
        say_windows(place, "window-tags",
                    arena_print(place->x->arena, "with the tags that it needs (%s)",
                                demands_text(place, false)));
    }
    say_people(place);
    say_others(place);
    say_left(place);
}

static void explain(struct obvious_case *x, struct event_id event)
{
    const struct problem *problem = x->problem;
    struct place place = {.x = x, .event = event, .one = &problem->events[event.v], .text = ""};
    place.at = place.one->at;
    place.excluded = base_alloc_zero(rule_table_count(), sizeof(*place.excluded));
    place.rooms = base_alloc_zero(problem->n_rooms, sizeof(*place.rooms));
    place.windows = base_alloc_zero(problem->n_windows, sizeof(*place.windows));
    memset(place.rooms, true, problem->n_rooms * sizeof(*place.rooms));
    memset(place.windows, true, problem->n_windows * sizeof(*place.windows));
    vec_push(&place.free, ((struct interval){INT32_MIN, INT32_MAX}));
    place.of = candidates_explain(problem, event, place.excluded);
    for (uint32_t r = 0; r < rule_table_count(); r++) {
        place.any_whole = place.any_whole || (place.of > 0 && place.excluded[r].count == place.of);
    }
    say_all(&place);
    struct obvious_about about = {&event,
                                  1,
                                  place.people.v,
                                  (uint32_t)place.people.n,
                                  place.about_rooms.v,
                                  (uint32_t)place.about_rooms.n,
                                  place.at};
    obvious_add(x, "no-place", about,
                arena_print(x->arena, "There is no place for '%s' (%s): %s.", place.one->title,
                            obvious_words_minutes(x, place.one->duration_min), place.text));
    base_free(place.excluded);
    base_free(place.rooms);
    base_free(place.windows);
    vec_free(&place.free);
    vec_free(&place.people);
    vec_free(&place.about_rooms);
}

void obvious_places_find(struct obvious_case *x)
{
    for (uint32_t e = 0; e < x->problem->n_events; e++) {
        struct event_id event = {e};
        if (obvious_is_mandatory(x->problem, event) && !x->problem->events[e].fixed &&
            x->model.choices.v[e].n == 0) {
            explain(x, event);
        }
    }
}
