/* Changes as YAML (change.h). */
#include "core/phrase.h"
#include "core/rule.h"
#include "explain/change.h"

#include <stdlib.h>
#include <string.h>

bool change_is_extra(const char *name)
{
    return strncmp(name, "extra-", strlen("extra-")) == 0;
}

struct writing {
    uint32_t used; /* the largest number that such a name has already */
    struct arena *arena;
    const struct problem *problem;
    const struct changes *changes;
    struct change_form form;
    const char *text;
};

/* "2026-05-14", and the minutes of that date, which may be past 24:00. */
static const char *date_of(struct writing *writing, int32_t time_min, int32_t *midnight_min)
{
    int32_t date = problem_date_at(writing->problem, time_min);
    (void)calendar_time(&writing->problem->zone, date, 0, midnight_min);
    return calendar_print_date(writing->arena, date);
}

/* By the clock on the wall, as problem files have it; past midnight 24:00 and on. */
static const char *clock_of(struct writing *writing, int32_t time_min, int32_t midnight_min)
{
    int32_t minute = calendar_minute_of_day(&writing->problem->zone, time_min);
    bool past = time_min - midnight_min >= minute + 12 * 60;
    minute += past ? 24 * 60 : 0;
    return arena_print(writing->arena, "%02d:%02d", (int)minute / 60, (int)minute % 60);
}

static const char *hours_of(struct writing *writing, struct interval span, int32_t midnight_min)
{
    return arena_print(writing->arena, "%s-%s", clock_of(writing, span.from_min, midnight_min),
                       clock_of(writing, span.to_min, midnight_min));
}

static uint32_t number_of(const char *name)
{
    const char *dash = strrchr(name, '-');
    return change_is_extra(name) && dash != NULL ? (uint32_t)strtoul(dash + 1, NULL, 10) : 0;
}

/* By an earlier repair that was taken over. */
static uint32_t used_number(const struct problem *problem)
{
    uint32_t used = 0;
    for (uint32_t w = 0; w < problem->n_windows; w++) {
        uint32_t number = number_of(problem->windows[w].name);
        used = number > used ? number : used;
    }
    for (uint32_t r = 0; r < problem->n_rooms; r++) {
        uint32_t number = number_of(problem->rooms[r].id);
        used = number > used ? number : used;
    }
    return used;
}

static void add(struct writing *writing, const char *more)
{
    writing->text = arena_print(writing->arena, "%s%s", writing->text, more);
}

/* A title or name between double quotes. */
static const char *quoted(struct arena *arena, const char *text)
{
    const char *out = "\"";
    for (const char *c = text; *c != '\0'; c++) {
        out = arena_print(arena, "%s%s%c", out, *c == '"' || *c == '\\' ? "\\" : "", *c);
    }
    return arena_print(arena, "%s\"", out);
}

/* Whether there is a change of the kind; heads its section when there is. */
static bool begin(struct writing *writing, enum change_kind kind, const char *section)
{
    for (size_t i = 0; i < writing->changes->n; i++) {
        if (writing->changes->v[i].kind == kind) {
            add(writing, section);
            return true;
        }
    }
    return false;
}

/* ---- people ------------------------------------------------------------------------ */

static int compare_spans(const void *a, const void *b)
{
    const struct interval *x = a, *y = b;
    return (x->from_min > y->from_min) - (x->from_min < y->from_min);
}

/* Within one date each, from midnight on. */
static const char *add_dates(struct writing *writing, struct interval span, const char *list)
{
    const struct problem *problem = writing->problem;
    for (uint32_t d = 0; d < problem->n_days; d++) {
        struct interval whole = problem_whole_day(problem, (struct day_id){d});
        struct interval part = {span.from_min > whole.from_min ? span.from_min : whole.from_min,
                                span.to_min < whole.to_min ? span.to_min : whole.to_min};
        if (part.from_min < part.to_min) {
            list = arena_print(writing->arena, "%s%s%s %s", list, list[0] == '\0' ? "" : ", ",
                               problem->days[d].date, hours_of(writing, part, whole.from_min));
        }
    }
    return list;
}

/* All times, the new ones too: what takes the place of `available` or `unavailable`. */
static const char *free_times(struct writing *writing, struct person_id id)
{
    const struct person *person = &writing->problem->people[id.v];
    struct interval *all =
        arena_array(writing->arena, person->free.n + writing->changes->n, sizeof(*all));
    size_t n = 0;
    for (uint32_t i = 0; i < person->free.n; i++) {
        all[n++] = person->free.v[i];
    }
    for (size_t i = 0; i < writing->changes->n; i++) {
        const struct change *change = &writing->changes->v[i];
        if (change->kind == CHANGE_AVAILABILITY && change->person.v == id.v) {
            all[n++] = change->span;
        }
    }
    qsort(all, n, sizeof(*all), compare_spans);
    const char *list = "";
    struct interval span = n > 0 ? all[0] : (struct interval){0, 0};
    for (size_t i = 1; i <= n; i++) {
        if (i < n && all[i].from_min <= span.to_min) {
            span.to_min = all[i].to_min > span.to_min ? all[i].to_min : span.to_min;
        } else {
            list = add_dates(writing, span, list);
            span = i < n ? all[i] : span;
        }
    }
    return list;
}

static void write_people(struct writing *writing)
{
    if (!begin(writing, CHANGE_AVAILABILITY, "speakers:\n")) {
        return;
    }
    uint32_t last = ID_NONE;
    for (size_t i = 0; i < writing->changes->n; i++) {
        const struct change *change = &writing->changes->v[i];
        if (change->kind == CHANGE_AVAILABILITY && change->person.v != last) {
            last = change->person.v;
            add(writing, arena_print(writing->arena, "  - {id: %s, available: [%s]}\n",
                                     writing->problem->people[last].id,
                                     free_times(writing, change->person)));
        }
    }
}

/* ---- rooms ----------------------------------------------------------------------------- */

static const char *room_id(struct writing *writing, uint32_t number)
{
    return arena_print(writing->arena, "extra-room-%u", (unsigned)(writing->used + number));
}

/* What any event moved there may ask for. */
static const char *features_of(struct writing *writing)
{
    const char *list = "";
    const struct problem *problem = writing->problem;
    for (uint32_t r = 0; r < problem->n_rooms; r++) {
        for (uint32_t f = 0; f < problem->rooms[r].features.n; f++) {
            const char *feature = quoted(writing->arena, problem->rooms[r].features.v[f]);
            if (strstr(list, feature) == NULL) {
                list = arena_print(writing->arena, "%s%s%s", list, list[0] == '\0' ? "" : ", ",
                                   feature);
            }
        }
    }
    return list[0] == '\0' ? "" : arena_print(writing->arena, ", features: [%s]", list);
}

static void write_rooms(struct writing *writing)
{
    uint32_t last = ID_NONE;
    if (!begin(writing, CHANGE_ROOM, "rooms:\n")) {
        return;
    }
    for (size_t i = 0; i < writing->changes->n; i++) {
        const struct change *change = &writing->changes->v[i];
        if (change->kind == CHANGE_ROOM && change->number != last) {
            last = change->number;
            add(writing, arena_print(writing->arena, "  - {id: %s, name: Extra room %u%s}\n",
                                     room_id(writing, last), (unsigned)(writing->used + last),
                                     features_of(writing)));
        }
    }
}

static void write_slot(struct writing *writing, const struct change *change, size_t number)
{
    const struct problem *problem = writing->problem;
    int32_t midnight_min;
    const char *date = date_of(writing, change->span.from_min, &midnight_min);
    const char *room = change->kind == CHANGE_ROOM ? room_id(writing, change->number)
                                                   : problem->rooms[change->room.v].id;
    add(writing,
        arena_print(writing->arena,
                    "  - {id: extra-slot-%zu, date: %s, times: [%s], rooms: [%s], kinds: [%s]}\n",
                    writing->used + number + 1, date, hours_of(writing, change->span, midnight_min),
                    room, problem->kinds[problem->events[change->events[0].v].kind.v].id));
}

/* Another slot, where there are only slots; else hours. */
static void write_day(struct writing *writing, const struct change *change, size_t number,
                      const char *section)
{
    const struct problem *problem = writing->problem;
    const char *rooms = "";
    int32_t midnight_min;
    const char *date = date_of(writing, change->span.from_min, &midnight_min);
    for (uint32_t r = 0; r < problem->n_rooms; r++) {
        if (change_opens_room(problem, change, (struct room_id){r})) {
            rooms = arena_print(writing->arena, "%s%s%s", rooms, rooms[0] == '\0' ? "" : ", ",
                                problem->rooms[r].id);
        }
    }
    add(writing, arena_print(writing->arena,
                             "%s  - {id: extra-hours-%zu, date: %s, times: [%s], rooms: [%s]}\n",
                             section, writing->used + number + 1, date,
                             hours_of(writing, change->span, midnight_min), rooms));
}

static bool has_only_slots(const struct problem *problem)
{
    bool slots = true;
    for (uint32_t w = 0; w < problem->n_windows; w++) {
        slots = slots && problem->windows[w].slot;
    }
    return slots;
}

static void write_windows(struct writing *writing)
{
    bool any = false;
    for (size_t i = 0; i < writing->changes->n; i++) {
        if (writing->changes->v[i].kind == CHANGE_DAY && !has_only_slots(writing->problem)) {
            write_day(writing, &writing->changes->v[i], i, any ? "" : "windows:\n");
            any = true;
        }
    }
}

static void write_slots(struct writing *writing)
{
    bool any = false;
    for (size_t i = 0; i < writing->changes->n; i++) {
        const struct change *change = &writing->changes->v[i];
        if (change->kind == CHANGE_SLOT ||
            (change->kind == CHANGE_ROOM && writing->form.room_slots && change->n_events > 0)) {
            add(writing, any ? "" : "slots:\n");
            any = true;
            write_slot(writing, change, i);
        } else if (change->kind == CHANGE_DAY && has_only_slots(writing->problem)) {
            write_day(writing, change, i, any ? "" : "slots:\n");
            any = true;
        }
    }
}

/* ---- events ------------------------------------------------------------------------------ */

static const char *section_of(const struct writing *writing, const struct change *change)
{
    const struct event *event = &writing->problem->events[change->events[0].v];
    bool bof = strcmp(writing->problem->kinds[event->kind.v].id, "bof") == 0;
    return event->fixed ? "fixed" : bof != writing->form.other_section ? "bofs" : "talks";
}

/* An entry of the file stands for all its parts and repeats. */
static const char *event_entry(struct writing *writing, const struct change *change)
{
    const struct event *event = &writing->problem->events[change->events[0].v];
    const char *id = writing->problem->events[event->series.v].id;
    if (change->kind == CHANGE_SHORTEN) {
        return arena_print(writing->arena, "  - {id: %s, duration: %d}\n", id,
                           (int)change->duration_min);
    }
    return event->fixed ? arena_print(writing->arena, "  - {id: %s, remove: true}\n", id)
                        : arena_print(writing->arena, "  - {id: %s, optional: true}\n", id);
}

static void write_events(struct writing *writing)
{
    static const char *const sections[] = {"fixed", "talks", "bofs"};
    for (size_t s = 0; s < BASE_COUNT(sections); s++) {
        const char *entries = "";
        for (size_t i = 0; i < writing->changes->n; i++) {
            const struct change *change = &writing->changes->v[i];
            bool about = change->kind == CHANGE_SHORTEN || change->kind == CHANGE_DROP;
            if (about && strcmp(section_of(writing, change), sections[s]) == 0) {
                const char *entry = event_entry(writing, change);
                entries = strstr(entries, entry) != NULL
                              ? entries
                              : arena_print(writing->arena, "%s%s", entries, entry);
            }
        }
        if (entries[0] != '\0') {
            add(writing, arena_print(writing->arena, "%s:\n%s", sections[s], entries));
        }
    }
}

/* ---- rules --------------------------------------------------------------------------------- */

static void write_rules(struct writing *writing)
{
    if (!begin(writing, CHANGE_RULE, "rules:\n")) {
        return;
    }
    for (size_t i = 0; i < writing->changes->n; i++) {
        const struct change *change = &writing->changes->v[i];
        if (change->kind == CHANGE_RULE) {
            const struct rule *rule = rule_table_at(change->rule);
            bool soft = rule->usual.kind == STRENGTH_SOFT && rule->usual.weight > 0;
            add(writing, arena_print(writing->arena, "  %s: %d\n", rule->id,
                                     soft ? (int)rule->usual.weight : 20));
        }
    }
}

static bool is_waiver(const struct change *change)
{
    return change->kind == CHANGE_WAIVE || change->kind == CHANGE_UNPIN;
}

static void write_waivers(struct writing *writing)
{
    bool any = false;
    for (size_t i = 0; i < writing->changes->n; i++) {
        const struct change *change = &writing->changes->v[i];
        if (!is_waiver(change)) {
            continue;
        }
        const char *rule =
            change->kind == CHANGE_UNPIN ? "pinned" : rule_table_at(change->rule)->id;
        const struct event *first = &writing->problem->events[change->events[0].v];
        const char *second = change->n_events < 2
                                 ? ""
                                 : arena_print(writing->arena, ", %s",
                                               writing->problem->events[change->events[1].v].id);
        add(writing, arena_print(writing->arena, "%s  - {rule: %s, events: [%s%s]}\n",
                                 any ? "" : "waive:\n", rule, first->id, second));
        any = true;
    }
}

const char *change_write(struct arena *arena, const struct problem *problem,
                         const struct changes *changes, struct change_form form)
{
    struct writing writing = {used_number(problem), arena, problem, changes, form, ""};
    for (size_t i = 0; i < changes->n; i++) {
        add(&writing, arena_print(arena, "# %s.\n", change_text(arena, problem, &changes->v[i])));
    }
    write_rooms(&writing);
    write_windows(&writing);
    write_slots(&writing);
    write_people(&writing);
    write_events(&writing);
    write_rules(&writing);
    write_waivers(&writing);
    return writing.text;
}
