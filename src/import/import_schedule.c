/* A published schedule as the problem that it may have been made of: rooms, open from their first
 * event of a day to their last, events with kinds, lengths, tracks and people. Nothing is known of
 * wishes and absences. What real files do otherwise than they should is in `faults`. */
#include "base/gcd.h"
#include "exchange/read_schedule_file.h"
#include "import/import.h"
#include "import/published.h"

#include <string.h>

static const char *const known_kinds[] = {"talk",  "bof",       "keynote",     "workshop",
                                          "panel", "lightning", "announcement"};

struct maker {
    struct import *import;
    const struct schedule *schedule;
    struct published *published;
    struct import_ids rooms, people, tracks, events, kinds;
    struct strmap guids;
    const char **event_ids; /* [published.n] */
};

/* ---- rooms, windows -------------------------------------------------------- */

static void add_room(struct maker *m, const char *name, const char *guid)
{
    bool is_new;
    const char *id = import_ids_of(m->import, &m->rooms, name, name, &is_new);
    cJSON *room = json_item(import_list(m->import->problem, "rooms"));
    json_text(room, "id", id);
    import_add_text(m->import, room, "name", name);
    import_add_guid(m->import, room, &m->guids, guid);
    int32_t changeover_min = published_changeover(m->published, name);
    if (changeover_min > 0) {
        json_integer(room, "changeover", changeover_min);
    }
}

static void add_rooms(struct maker *m)
{
    const char *listed[PUBLISHED_MOST_ROOMS];
    for (uint32_t r = 0; r < m->schedule->n_rooms; r++) {
        if (published_split_rooms(m->import->arena, m->schedule, m->schedule->rooms[r].name,
                                  listed) > 0) {
            continue;
        }
        add_room(m, m->schedule->rooms[r].name, m->schedule->rooms[r].guid);
    }
    if (m->published->one_room) {
        add_room(m, PUBLISHED_ONE_ROOM, NULL);
    }
}

static void add_windows(struct maker *m)
{
    struct import *import = m->import;
    for (size_t i = 0; i < m->published->windows.n; i++) {
        const struct published_window *window = &m->published->windows.v[i];
        cJSON *object = json_item(import_list(import->problem, "windows"));
        json_text(object, "date", import_date(import->arena, window->day_number));
        json_text(object, "time", import_span(import->arena, window->from_min, window->to_min));
        json_push_text(json_array(object, "rooms"), import_ids_find(&m->rooms, window->room));
    }
}

/* ---- events ---------------------------------------------------------------- */

static const char *add_kind(struct maker *m, const char *type)
{
    const char *kind = import_slug(m->import, type);
    bool known = false;
    for (size_t i = 0; i < BASE_COUNT(known_kinds); i++) {
        known = known || strcmp(known_kinds[i], kind) == 0;
    }
    if (!known && strmap_add(&m->kinds.taken, kind, 0)) {
        (void)json_object(import_section(m->import->problem, "kinds"), kind);
    }
    return kind;
}

static void add_people(struct maker *m, cJSON *object, const struct schedule_entry *entry)
{
    struct strmap here = {0};
    for (uint32_t p = 0; p < entry->n_people; p++) {
        const char *name = import_clean(m->import->arena, entry->people[p].name, 1000, false);
        bool is_new;
        if (name[0] == '\0' || !strmap_add(&here, name, 0)) {
            continue;
        }
        const char *id = import_ids_of(m->import, &m->people, name, name, &is_new);
        if (is_new) {
            cJSON *person = json_item(import_list(m->import->problem, "speakers"));
            json_text(person, "id", id);
            json_text(person, "name", name);
        }
        json_push_text(import_list(object, "speakers"), id);
    }
    strmap_free(&here);
}

static void add_track(struct maker *m, cJSON *object, const char *track)
{
    const char *name = track == NULL ? "" : import_clean(m->import->arena, track, 1000, false);
    bool is_new;
    if (name[0] == '\0') {
        return;
    }
    const char *id = import_ids_of(m->import, &m->tracks, name, name, &is_new);
    if (is_new) {
        cJSON *item = json_item(import_list(m->import->problem, "tracks"));
        json_text(item, "id", id);
        json_text(item, "name", name);
    }
    json_text(object, "track", id);
}

/* What talks and fixed events have in common. */
static void add_common(struct maker *m, cJSON *object, size_t at)
{
    const struct published_event *event = &m->published->events.v[at];
    const struct schedule_entry *entry = event->entry;
    const char *title = import_clean(m->import->arena, entry->title, 1000, false);
    const char *own = entry->event != NULL ? entry->event : NULL;
    m->event_ids[at] = import_ids_make(m->import, &m->events,
                                       own != NULL        ? own
                                       : title[0] != '\0' ? title
                                                          : "untitled");
    json_text(object, "id", m->event_ids[at]);
    import_add_guid(m->import, object, &m->guids, entry->guid);
    json_text(object, "title", title[0] != '\0' ? title : "(untitled)");
    import_add_text(m->import, object, "subtitle", entry->subtitle);
    if (entry->type != NULL) {
        json_text(object, "kind", add_kind(m, entry->type));
    }
    add_people(m, object, entry);
    add_track(m, object, entry->track);
    import_add_word(m->import, object, "language", entry->language);
    import_add_text(m->import, object, "url", entry->url);
    import_add_text(m->import, object, "code", entry->code);
    import_add_abstract(m->import, object, entry->abstract);
}

static void add_talk(struct maker *m, size_t at)
{
    const struct published_event *event = &m->published->events.v[at];
    cJSON *object = json_item(import_list(m->import->problem, "talks"));
    add_common(m, object, at);
    const struct interval *span = &event->entry->span; /* clocks may be changed meanwhile */
    json_integer(object, "duration", span->to_min - span->from_min);
    struct import_place place = {
        m->event_ids[at],
        arena_print(m->import->arena, "%sT%02d:%02d",
                    import_date(m->import->arena, event->day_number + event->from_min / 1440),
                    (int)(event->from_min % 1440 / 60), (int)(event->from_min % 60)),
        import_ids_find(&m->rooms, event->room)};
    vec_push(&m->import->places, place);
}

static void add_fixed(struct maker *m, size_t at)
{
    const struct published_event *event = &m->published->events.v[at];
    struct arena *arena = m->import->arena;
    cJSON *object = json_item(import_list(m->import->problem, "fixed"));
    add_common(m, object, at);
    json_text(object, "date", import_date(arena, event->day_number));
    json_text(object, "time", import_span(arena, event->from_min, event->to_min));
    const char *room = import_ids_find(&m->rooms, event->room);
    json_text(object, "where",
              room != NULL             ? room
              : event->room[0] != '\0' ? event->room
                                       : "Elsewhere");
}

static void add_breaks(struct maker *m)
{
    struct arena *arena = m->import->arena;
    for (size_t i = 0; i < m->published->breaks.n; i++) {
        const struct published_event *event = &m->published->breaks.v[i];
        const char *room = import_ids_find(&m->rooms, event->room), *rooms[PUBLISHED_MOST_ROOMS];
        size_t n = published_split_rooms(arena, m->schedule, event->room, rooms);
        cJSON *object = json_item(import_list(m->import->problem, "breaks"));
        import_add_text(m->import, object, "title", event->entry->title);
        json_text(object, "date", import_date(arena, event->day_number));
        json_text(object, "time", import_span(arena, event->from_min, event->to_min));
        if (room != NULL || n > 0) {
            json_text(object, "where", room != NULL ? room : event->room);
        }
        if (room != NULL) {
            json_push_text(import_list(object, "blocks"), room);
        }
        for (size_t k = 0; k < n; k++) {
            json_push_text(import_list(object, "blocks"), import_ids_find(&m->rooms, rooms[k]));
        }
    }
}

/* ---- the whole ------------------------------------------------------------- */

/* Parts may lie under what holds them. */
static void add_waivers(struct maker *m)
{
    for (size_t i = 0; i < m->published->parts.n; i++) {
        const struct published_part *part = &m->published->parts.v[i];
        for (int k = 0; k < (part->shares_people ? 2 : 1); k++) {
            import_add_waiver(
                m->import, k == 0 ? "room-clash" : "speaker-clash",
                (const char *const[]){m->event_ids[part->whole], m->event_ids[part->part]});
        }
    }
}

/* The zone that the file names; else the offset that its dates are written with; NULL: nothing. */
static const char *zone_of(struct maker *m)
{
    const struct schedule *schedule = m->schedule;
    const char *name = schedule->zone.name;
    if (schedule->zone_known || m->import->options->timezone != NULL) {
        return name;
    }
    if (strcmp(name, "UTC") == 0) {
        return NULL;
    }
    faults_add(&m->import->faults, FAULT_ZONE, schedule->entries[0].at,
               "give it with --timezone, as Europe/Zurich",
               "the time zone is not said: dates are written with %s, so %s is taken", name + 3,
               name);
    return name;
}

static void make(struct maker *m)
{
    struct import *import = m->import;
    const struct schedule *schedule = m->schedule;
    m->event_ids = arena_array(import->arena, m->published->events.n, sizeof(*m->event_ids));
    import_add_conference(import, schedule->title, schedule->acronym, zone_of(m), SRC_NOWHERE);
    json_integer(import_section(import->problem, "conference"), "granularity",
                 m->published->granularity_min);
    json_text(import->problem, "preset", "community");
    add_rooms(m);
    add_windows(m);
    add_breaks(m);
    for (size_t i = 0; i < m->published->events.n; i++) {
        if (m->published->events.v[i].is_fixed) {
            add_fixed(m, i);
        } else {
            add_talk(m, i);
        }
    }
    add_waivers(m);
}

bool import_schedule(struct import *import)
{
    struct schedule schedule;
    struct zone zone;
    const char *asked = import->options->timezone;
    bool has_zone = asked != NULL && calendar_load_zone(import->arena, asked, 1971, 2199, &zone);
    if (import->options->date != NULL || import->options->hours != NULL) {
        return diag_error(import->diags, DIAG_USAGE, SRC_NOWHERE,
                          "--date and --hours: a schedule says itself when it is");
    }
    if (import->n_names != 1) {
        return diag_error(import->diags, DIAG_USAGE, SRC_NOWHERE, "a schedule is one file, not %u",
                          import->n_names);
    }
    if (!read_schedule_file(import->sources, import->names[0], has_zone ? &zone : NULL,
                            import->diags, &import->faults, &schedule)) {
        return false;
    }
    struct published published = {0};
    published_read(&published, import->arena, &schedule, &import->faults);
    struct maker m = {.import = import, .schedule = &schedule, .published = &published};
    bool ok = published.events.n > 0;
    if (ok) {
        make(&m);
    } else {
        (void)diag_error(import->diags, DIAG_IMPORT_SHAPE, SRC_NOWHERE,
                         "'%s' has no event with a time and a length", import->names[0]);
    }
    import_ids_free(&m.rooms);
    import_ids_free(&m.people);
    import_ids_free(&m.tracks);
    import_ids_free(&m.events);
    import_ids_free(&m.kinds);
    strmap_free(&m.guids);
    published_free(&published);
    schedule_free(&schedule);
    return ok;
}
