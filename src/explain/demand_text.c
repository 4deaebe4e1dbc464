/* Demands in words (demand.h). */
#include "core/phrase.h"
#include "core/rule.h"
#include "explain/demand.h"

#include <string.h>

/* Times and names beyond so many are only counted. */
enum { NAMED_MOST = 6 };

struct list {
    const char *v[NAMED_MOST + 1];
    size_t n, more;
};

static void list_add(struct list *list, const char *text)
{
    for (size_t i = 0; i < list->n; i++) {
        if (strcmp(list->v[i], text) == 0) {
            return;
        }
    }
    if (list->n < NAMED_MOST) {
        list->v[list->n++] = text;
    } else {
        list->more++;
    }
}

static const char *list_text(struct arena *arena, struct list *list, const char *none)
{
    if (list->n == 0) {
        return none;
    }
    if (list->more > 0) {
        list->v[list->n++] = arena_print(arena, "%zu more", list->more);
        list->more = 0;
    }
    return phrase_join(arena, list->v, list->n);
}

/* "'same-day' (Events with the same tag are on one day)". */
static const char *tell_rule(struct arena *arena, uint32_t index)
{
    const struct rule *rule = rule_table_at(index);
    return arena_print(arena, "'%s' (%.*s)", rule->id, (int)strcspn(rule->sentence, "."),
                       rule->sentence);
}

/* ---- hours and people --------------------------------------------------------------- */

static struct demand_words tell_hours(struct arena *arena, const struct problem *problem,
                                      const struct demand *demand)
{
    struct list hours = {0};
    for (uint32_t w = 0; w < problem->n_windows; w++) {
        const struct window *window = &problem->windows[w];
        if (window->room.v == demand->room.v && window->day.v == demand->day.v) {
            list_add(&hours, phrase_hours(arena, problem, window->span));
        }
    }
    const char *day = phrase_day(arena, problem, problem->days[demand->day.v].span.from_min);
    struct demand_words words = {
        .subject = problem->rooms[demand->room.v].name, .verb_one = "is", .verb_many = "are"};
    words.rest = hours.n == 0 ? arena_print(arena, "closed on %s", day)
                              : arena_print(arena, "open on %s only at %s", day,
                                            list_text(arena, &hours, ""));
    return words;
}

/* The person's free times on days of the conference, or (`busy`) those in between. */
static struct list list_times(struct arena *arena, const struct problem *problem,
                              const struct person *person, bool busy)
{
    struct list times = {0};
    for (uint32_t d = 0; d < problem->n_days; d++) {
        struct interval day = problem_whole_day(problem, (struct day_id){d});
        int32_t at_min = day.from_min;
        for (uint32_t i = 0; i <= person->free.n && at_min < day.to_min; i++) {
            struct interval free =
                i < person->free.n ? person->free.v[i] : (struct interval){day.to_min, day.to_min};
            int32_t from_min = free.from_min > at_min ? free.from_min : at_min;
            from_min = from_min < day.to_min ? from_min : day.to_min;
            int32_t to_min = free.to_min < day.to_min ? free.to_min : day.to_min;
            struct interval part =
                busy ? (struct interval){at_min, from_min} : (struct interval){from_min, to_min};
            bool whole = part.from_min == day.from_min && part.to_min == day.to_min;
            if (part.from_min < part.to_min) {
                list_add(&times, whole ? phrase_date(arena, problem->days[d].day_number)
                                       : phrase_span(arena, problem, part));
            }
            at_min = to_min > at_min ? to_min : at_min;
        }
    }
    return times;
}

/* Whichever is shorter: when the person is free, or when not. */
static const char *tell_times(struct arena *arena, const struct problem *problem,
                              const struct person *person)
{
    struct list free = list_times(arena, problem, person, false);
    struct list busy = list_times(arena, problem, person, true);
    if (free.n == 0) {
        return "never free while the conference lasts";
    }
    return busy.n + busy.more < free.n + free.more
               ? arena_print(arena, "not free on %s", list_text(arena, &busy, ""))
               : arena_print(arena, "free only on %s", list_text(arena, &free, ""));
}

static struct demand_words tell_person(struct arena *arena, const struct problem *problem,
                                       const struct demand *demand)
{
    const struct person *person = &problem->people[demand->person.v];
    const char *rule = rule_table_at(demand->rule)->id;
    struct demand_words words = {.subject = person->name, .verb_one = "is", .verb_many = "are"};
    const struct value *pause = attrs_find(&person->attrs, "pause");
    if (strcmp(rule, "speaker-available") == 0) {
        words.rest = tell_times(arena, problem, person);
    } else if (strcmp(rule, "speaker-clash") == 0) {
        words.verb_one = words.verb_many = "cannot";
        words.rest =
            pause == NULL || pause->as.number == 0
                ? "be in two places at once"
                : arena_print(arena, "be in two places at once, with %d minutes in between",
                              (int)pause->as.number);
    } else if (strcmp(rule, "speaker-day-limit") == 0) {
        const struct value *most = attrs_find(&person->attrs, "max_per_day");
        most = most != NULL ? most : attrs_find(&problem->settings[demand->rule].params, "most");
        words.verb_one = "has";
        words.verb_many = "have";
        words.rest = most == NULL
                         ? "no limit"
                         : arena_print(arena, "no more than %d event%s a day", (int)most->as.number,
                                       most->as.number == 1 ? "" : "s");
    } else {
        words.verb_one = words.verb_many = "falls under";
        words.rest = tell_rule(arena, demand->rule);
    }
    return words;
}

/* ---- single events ------------------------------------------------------------------------ */

/* The names of all speakers and hosts: ", by Mira Vogt". */
static const char *by_people(struct arena *arena, const struct problem *problem,
                             const struct event *event)
{
    struct list people = {0};
    for (uint32_t i = 0; i < event->n_people; i++) {
        list_add(&people, problem->people[event->people[i].v].name);
    }
    return people.n == 0 ? "" : arena_print(arena, ", %s", list_text(arena, &people, ""));
}

static struct demand_words tell_held(struct arena *arena, const struct problem *problem,
                                     const struct demand *demand)
{
    const struct event *event = &problem->events[demand->events[0].v];
    struct demand_words words = {.verb_one = "has", .verb_many = "have"};
    words.subject = arena_print(arena, "'%s' (%d minutes%s)", event->title,
                                (int)event->duration_min, by_people(arena, problem, event));
    words.rest = "to be held";
    if (event->fixed) {
        struct interval span = {event->fixed_start_min,
                                event->fixed_start_min + event->duration_min};
        words.subject = phrase_title(arena, problem, demand->events[0]);
        words.verb_one = "is";
        words.verb_many = "are";
        words.rest = arena_print(
            arena, "fixed on %s%s%s", phrase_span(arena, problem, span),
            event->fixed_room.v == ID_NONE ? "" : " in ",
            event->fixed_room.v == ID_NONE ? "" : problem->rooms[event->fixed_room.v].name);
    }
    return words;
}

/* Features or tags that the event, its people, its track and its kind require or prohibit. */
static void add_demands(const struct attrs *attrs, const char *key, bool tags, struct list *list)
{
    const struct value *value = attrs_find(attrs, key);
    if (value == NULL || value->type != VALUE_DEMANDS) {
        return;
    }
    struct text_list texts = tags ? value->as.wishes.tags : value->as.wishes.features;
    for (uint32_t i = 0; i < texts.n; i++) {
        list_add(list, texts.v[i]);
    }
}

static const char *all_demands(struct arena *arena, const struct problem *problem,
                               const struct event *event, const char *key, bool tags)
{
    struct list list = {0};
    add_demands(&event->attrs, key, tags, &list);
    add_demands(&problem->kinds[event->kind.v].attrs, key, tags, &list);
    if (event->track.v != ID_NONE) {
        add_demands(&problem->tracks[event->track.v].attrs, key, tags, &list);
    }
    for (uint32_t i = 0; i < event->n_people; i++) {
        add_demands(&problem->people[event->people[i].v].attrs, key, tags, &list);
    }
    return list_text(arena, &list, NULL);
}

static const char *tell_needs(struct arena *arena, const struct problem *problem,
                              const struct event *event, bool tags)
{
    const char *with = all_demands(arena, problem, event, "requires", tags);
    const char *without = all_demands(arena, problem, event, "prohibits", tags);
    return arena_print(arena, "%s%s%s%s%s%s", tags ? "a time" : "a room",
                       with == NULL ? ""
                       : tags       ? " marked "
                                    : " with ",
                       with == NULL ? "" : with, with != NULL && without != NULL ? " and" : "",
                       without == NULL ? ""
                       : tags          ? " not marked "
                                       : " without ",
                       without == NULL ? "" : without);
}

static const char *tell_pin(struct arena *arena, const struct problem *problem,
                            const struct event *event)
{
    const struct value *value = attrs_find(&event->attrs, "pin");
    if (value == NULL) {
        const struct track *track = &problem->tracks[event->track.v];
        return arena_print(arena, "kept to the %s of track '%s'%s%s",
                           track->time.n > 0 ? "times" : "room", track->name,
                           track->room.v == ID_NONE ? "" : ", ",
                           track->room.v == ID_NONE ? "" : problem->rooms[track->room.v].name);
    }
    struct pin pin = value->as.pin;
    bool has_time = pin.start_min != CALENDAR_NO_TIME, has_room = pin.room.v != ID_NONE;
    return arena_print(
        arena, "pinned to %s%s%s", has_time ? phrase_when(arena, problem, pin.start_min) : "",
        has_time && has_room ? " in " : "", has_room ? problem->rooms[pin.room.v].name : "");
}

/* Which times take the event, by kind and track; or which do not, if these are fewer. */
static const char *tell_kinds(struct arena *arena, const struct problem *problem,
                              struct event_id id)
{
    uint32_t r = rule_table_find("kind-window");
    const struct event *event = &problem->events[id.v];
    struct list taking = {0}, others = {0};
    for (uint32_t w = 0; w < problem->n_windows; w++) {
        const struct window *window = &problem->windows[w];
        struct placement place = {window->room, window->span.from_min};
        bool takes = rule_table_at(r)->count_at(problem, &problem->settings[r], id, place) == 0;
        list_add(takes ? &taking : &others,
                 arena_print(arena, "%s in %s", phrase_span(arena, problem, window->span),
                             problem->rooms[window->room.v].name));
    }
    const char *kind = problem->kinds[event->kind.v].id;
    bool fewer = others.n + others.more < taking.n + taking.more;
    return taking.n == 0 ? arena_print(arena, "of the kind '%s', which no time takes", kind)
           : fewer       ? arena_print(arena, "of the kind '%s', which %s does not take", kind,
                                       list_text(arena, &others, ""))
                         : arena_print(arena, "of the kind '%s', which is only for %s", kind,
                                       list_text(arena, &taking, ""));
}

static struct demand_words tell_event(struct arena *arena, const struct problem *problem,
                                      const struct demand *demand)
{
    const struct event *event = &problem->events[demand->events[0].v];
    const char *rule = rule_table_at(demand->rule)->id;
    struct demand_words words = {.subject = phrase_title(arena, problem, demand->events[0]),
                                 .verb_one = "needs",
                                 .verb_many = "need"};
    if (strcmp(rule, "room-capacity") == 0 && event->audience >= 0) {
        words.rest = arena_print(arena, "a room with %d seats", (int)event->audience);
    } else if (strcmp(rule, "room-features") == 0) {
        words.rest = tell_needs(arena, problem, event, false);
    } else if (strcmp(rule, "window-tags") == 0) {
        words.rest = tell_needs(arena, problem, event, true);
    } else if (strcmp(rule, "pinned") == 0) {
        words.verb_one = "is";
        words.verb_many = "are";
        words.rest = tell_pin(arena, problem, event);
    } else if (strcmp(rule, "frozen") == 0 && problem->freeze != NULL) {
        const struct freeze *freeze = problem->freeze;
        bool frozen = freeze->frozen[demand->events[0].v];
        words.verb_one = frozen ? "is" : "cannot start";
        words.verb_many = frozen ? "are" : words.verb_one;
        words.rest = frozen ? "frozen where it was announced"
                            : arena_print(arena, "before %s any more",
                                          phrase_when(arena, problem, freeze->before_min));
    } else if (strcmp(rule, "kind-window") == 0) {
        words.verb_one = "is";
        words.verb_many = "are";
        words.rest = tell_kinds(arena, problem, demand->events[0]);
    } else {
        words.verb_one = "falls under";
        words.verb_many = "fall under";
        words.rest = tell_rule(arena, demand->rule);
    }
    return words;
}

/* ---- two events ------------------------------------------------------------------------------ */

static bool names(const struct value *value, struct event_id event)
{
    for (uint32_t i = 0; value != NULL && i < value->as.events.n; i++) {
        if (value->as.events.v[i].v == event.v) {
            return true;
        }
    }
    return false;
}

/* "'B' has to come after 'A'": which of the two asks for it. */
static struct demand_words tell_order(struct arena *arena, const struct problem *problem,
                                      const struct demand *demand)
{
    struct event_id first = demand->events[0], second = demand->events[1];
    const struct event *one = &problem->events[first.v];
    const struct attrs *kind = &problem->kinds[one->kind.v].attrs;
    bool swapped = names(attrs_find(&one->attrs, "after"), second) ||
                   names(attrs_find(&one->attrs, "after_same_day"), second) ||
                   (attrs_find(&one->attrs, "after_same_day") == NULL &&
                    names(attrs_find(kind, "after_same_day"), second));
    const char *before = phrase_title(arena, problem, swapped ? second : first);
    const char *after = phrase_title(arena, problem, swapped ? first : second);
    return (struct demand_words){after, "has", "have",
                                 arena_print(arena, "to come after %s", before)};
}

static struct demand_words tell_pair(struct arena *arena, const struct problem *problem,
                                     const struct demand *demand)
{
    const char *rule = rule_table_at(demand->rule)->id;
    const char *a = phrase_title(arena, problem, demand->events[0]);
    const char *b = phrase_title(arena, problem, demand->events[1]);
    const char *both = arena_print(arena, "%s and %s", a, b);
    if (strcmp(rule, "after") == 0) {
        return tell_order(arena, problem, demand);
    }
    if (strcmp(rule, "not-parallel") == 0 || strcmp(rule, "plenary") == 0 ||
        strcmp(rule, "bof-clash") == 0 || strcmp(rule, "track-parallel") == 0 ||
        strcmp(rule, "tag-parallel") == 0) {
        return (struct demand_words){both, "must", "must", "not run at the same time"};
    }
    return (struct demand_words){both, "fall under", "fall under", tell_rule(arena, demand->rule)};
}

/* ---- all ----------------------------------------------------------------------------------------
 */

struct demand_words demand_describe(struct arena *arena, const struct problem *problem,
                                    const struct demand *demand)
{
    const struct rule *rule = rule_table_at(demand->rule);
    if (strcmp(rule->id, "unscheduled") == 0) {
        return tell_held(arena, problem, demand);
    }
    if (rule->about == RULE_ABOUT_HOURS && demand->room.v != ID_NONE) {
        return tell_hours(arena, problem, demand);
    }
    if (demand->person.v != ID_NONE) {
        return tell_person(arena, problem, demand);
    }
    if (demand->room.v != ID_NONE) {
        int32_t changeover_min = problem->rooms[demand->room.v].changeover_min;
        return (struct demand_words){
            problem->rooms[demand->room.v].name, "takes", "take",
            changeover_min == 0
                ? "one event at a time"
                : arena_print(arena, "one event at a time, with %d minutes in between",
                              (int)changeover_min)};
    }
    if (demand->n_events > 0) {
        return demand->n_events == 1 ? tell_event(arena, problem, demand)
                                     : tell_pair(arena, problem, demand);
    }
    if (strcmp(rule->id, "moves-limit") == 0) {
        const struct value *most = attrs_find(&problem->settings[demand->rule].params, "at_most");
        return (struct demand_words){arena_print(arena, "at most %lld announced event%s",
                                                 most == NULL ? 0 : (long long)most->as.number,
                                                 most != NULL && most->as.number == 1 ? "" : "s"),
                                     "may move", "may move", "(moves-limit)"};
    }
    return (struct demand_words){arena_print(arena, "the rule '%s'", rule->id), "says", "say",
                                 arena_print(arena, "\"%s\"", rule->sentence)};
}

const char *demand_sentence(struct arena *arena, const struct demand_words *words)
{
    return arena_print(arena, "%s %s %s", words->subject, words->verb_one, words->rest);
}
