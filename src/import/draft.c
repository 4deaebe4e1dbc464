#include "import/draft.h"

#include "import/draft_write.h"
#include "output/read_time.h"

#include <string.h>

enum {
    DAY_MIN = 24 * 60,
    NIGHT_MIN = 5 * 60, /* what ends by then belongs to the evening before */
    TEXT_LENGTH = 1000,
    MOST_DAYS = 60,   /* of one span */
    MINUTE_TEXT = 16, /* 2026-05-14T16:15 */
};

struct draft draft_begin(struct import *import, const char *title, const char *acronym,
                         const char *zone, struct src_span at)
{
    struct draft draft = {.import = import};
    import_add_conference(import, title, acronym, zone, at);
    cJSON *conference = import_section(import->problem, "conference");
    const char *taken =
        cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(conference, "timezone"));
    bool loaded = calendar_load_zone(import->arena, taken, 1971, 2199, &draft.zone);
    BUG_UNLESS(loaded);
    const char *asked = import->options->timezone;
    draft.zone_known = strcmp(taken, asked != NULL ? asked : zone != NULL ? zone : "") == 0;
    return draft;
}

void draft_finish(struct draft *draft)
{
    if (draft->offset != NULL) {
        faults_add(&draft->import->faults, FAULT_ZONE, SRC_NOWHERE,
                   "give the zone that it is of with --timezone, as Europe/Berlin",
                   "times are written with %.10s: only their clocks are taken", draft->offset);
    }
    draft_write(draft);
}

static void free_event(struct draft_event *event)
{
    vec_free(&event->people);
    vec_free(&event->authors);
    vec_free(&event->tags);
    vec_free(&event->places);
}

void draft_free(struct draft *draft)
{
    struct strmap *maps[] = {&draft->room_keys, &draft->person_keys, &draft->track_keys,
                             &draft->kind_keys, &draft->room_names};
    for (size_t i = 0; i < BASE_COUNT(maps); i++) {
        strmap_free(maps[i]);
    }
    for (size_t i = 0; i < draft->rooms.n; i++) {
        vec_free(&draft->rooms.v[i]->open);
    }
    for (size_t i = 0; i < draft->people.n; i++) {
        vec_free(&draft->people.v[i]->free);
        vec_free(&draft->people.v[i]->away);
    }
    for (size_t i = 0; i < draft->events.n; i++) {
        free_event(draft->events.v[i]);
    }
    vec_free(&draft->rooms);
    vec_free(&draft->people);
    vec_free(&draft->tracks);
    vec_free(&draft->kinds);
    vec_free(&draft->events);
}

/* ---- gathering ------------------------------------------------------------- */

struct draft_room *draft_find_room(const struct draft *draft, const char *key)
{
    uint32_t at = key == NULL ? STRMAP_NONE : strmap_find(&draft->room_keys, key);
    return at == STRMAP_NONE ? NULL : draft->rooms.v[at];
}

struct draft_person *draft_find_person(const struct draft *draft, const char *key)
{
    uint32_t at = key == NULL ? STRMAP_NONE : strmap_find(&draft->person_keys, key);
    return at == STRMAP_NONE ? NULL : draft->people.v[at];
}

struct draft_track *draft_find_track(const struct draft *draft, const char *key)
{
    uint32_t at = key == NULL ? STRMAP_NONE : strmap_find(&draft->track_keys, key);
    return at == STRMAP_NONE ? NULL : draft->tracks.v[at];
}

/* NULL: nothing is left of it. */
static const char *clean_name(struct draft *draft, const char *name)
{
    const char *clean =
        name == NULL ? "" : import_clean(draft->import->arena, name, TEXT_LENGTH, false);
    return clean[0] == '\0' ? NULL : clean;
}

struct draft_room *draft_room(struct draft *draft, const char *key, const char *name)
{
    struct arena *arena = draft->import->arena;
    const char *clean = clean_name(draft, name);
    struct draft_room *room = draft_find_room(draft, key);
    if (room != NULL || clean == NULL) {
        return room;
    }
    /* Rooms are known by their names, too. */
    const char *own = clean;
    for (unsigned n = 2; !strmap_add(&draft->room_names, own, 0); n++) {
        own = arena_print(arena, "%.900s (%u)", clean, n);
    }
    room = arena_alloc(arena, sizeof(*room));
    *room = (struct draft_room){.name = own, .capacity = -1};
    (void)strmap_add(&draft->room_keys, key, (uint32_t)draft->rooms.n);
    vec_push(&draft->rooms, room);
    return room;
}

struct draft_person *draft_person(struct draft *draft, const char *key, const char *name)
{
    const char *clean = clean_name(draft, name);
    struct draft_person *person = draft_find_person(draft, key);
    if (person != NULL || clean == NULL) {
        return person;
    }
    person = arena_alloc(draft->import->arena, sizeof(*person));
    *person = (struct draft_person){.name = clean};
    (void)strmap_add(&draft->person_keys, key, (uint32_t)draft->people.n);
    vec_push(&draft->people, person);
    return person;
}

void draft_also_person(struct draft *draft, const char *key, const struct draft_person *person)
{
    for (size_t i = 0; i < draft->people.n; i++) {
        if (draft->people.v[i] == person) {
            (void)strmap_add(&draft->person_keys, key, (uint32_t)i);
        }
    }
}

struct draft_track *draft_track(struct draft *draft, const char *key, const char *name)
{
    const char *clean = clean_name(draft, name);
    struct draft_track *track = draft_find_track(draft, key);
    if (track != NULL || clean == NULL) {
        return track;
    }
    track = arena_alloc(draft->import->arena, sizeof(*track));
    *track = (struct draft_track){.name = clean};
    (void)strmap_add(&draft->track_keys, key, (uint32_t)draft->tracks.n);
    vec_push(&draft->tracks, track);
    return track;
}

/* The kind that every problem has and that is meant by a name that begins so; NULL: none. */
static const char *known_kind(const char *slug)
{
    static const struct {
        const char *begins, *kind;
    } known[] = {
        {"talk", "talk"},
        {"vortrag", "talk"},
        {"presentation", "talk"},
        {"lecture", "talk"},
        {"referat", "talk"},
        {"regular-talk", "talk"},
        {"regular-session", "talk"},
        {"standard-talk", "talk"},
        {"standard-session", "talk"},
        {"conference-talk", "talk"},
        {"fachvortrag", "talk"},
        {"lightning", "lightning"},
        {"blitzvortrag", "lightning"},
        {"keynote", "keynote"},
        {"workshop", "workshop"},
        {"panel", "panel"},
        {"podium", "panel"},
        {"bof", "bof"},
        {"birds-of", "bof"},
        {"announcement", "announcement"},
    };
    for (size_t i = 0; i < BASE_COUNT(known); i++) {
        if (strncmp(slug, known[i].begins, strlen(known[i].begins)) == 0) {
            return known[i].kind;
        }
    }
    return NULL;
}

const char *draft_kind(struct draft *draft, const char *name, int32_t duration_min)
{
    const char *slug = import_slug(draft->import, name);
    const char *known = known_kind(slug);
    /* "Session (45 min)" is a length only, "Session for beginners" more than that. */
    size_t n = strcspn(name, "(,:0123456789");
    if (known == NULL &&
        strcmp(import_slug(draft->import, arena_text(draft->import->arena, name, n)), "session") ==
            0) {
        known = "talk";
    }
    if (known != NULL) {
        return known;
    }
    if (strmap_add(&draft->kind_keys, slug, (uint32_t)draft->kinds.n)) {
        struct draft_kind kind = {slug, duration_min};
        vec_push(&draft->kinds, kind);
    }
    return slug;
}

struct draft_event *draft_event(struct draft *draft, enum draft_form form, const char *title,
                                struct src_span at)
{
    struct draft_event *event = arena_alloc(draft->import->arena, sizeof(*event));
    *event = (struct draft_event){
        .form = form, .at = at, .title = title, .audience = -1, .votes = -1, .repeats = 1};
    vec_push(&draft->events, event);
    return event;
}

void draft_add_speaker(struct draft_event *event, struct draft_person *person)
{
    bool known = person == NULL;
    for (size_t i = 0; i < event->people.n && !known; i++) {
        known = event->people.v[i] == person;
    }
    if (!known) {
        person->takes_part = true;
        vec_push(&event->people, person);
    }
}

void draft_add_author(struct draft_event *event, struct draft_person *person)
{
    bool known = person == NULL;
    for (size_t i = 0; i < event->people.n + event->authors.n && !known; i++) {
        known = person ==
                (i < event->people.n ? event->people.v[i] : event->authors.v[i - event->people.n]);
    }
    if (!known) {
        person->takes_part = true;
        vec_push(&event->authors, person);
    }
}

/* ---- times ----------------------------------------------------------------- */

static bool is_sensible(const struct draft *draft, int32_t time_min)
{
    struct local_time local = calendar_local(&draft->zone, time_min);
    return local.year >= 1971 && local.year <= 2198;
}

/* Behind the clock: seconds, and perhaps an offset. */
static void note_offset(struct draft *draft, const char *rest)
{
    rest += strspn(rest, ":.0123456789");
    bool is = *rest == '+' || *rest == '-' || *rest == 'Z';
    if (is && draft->offset == NULL) {
        draft->offset = *rest == 'Z' ? "+00:00" : rest;
    }
}

bool draft_read_time(struct draft *draft, const char *text, struct src_span at, int32_t *time_min)
{
    const char *taken = text;
    if (!draft->zone_known && strlen(text) > MINUTE_TEXT) {
        taken = arena_text(draft->import->arena, text, MINUTE_TEXT);
        note_offset(draft, text + MINUTE_TEXT);
    }
    if (read_time_iso(&draft->zone, taken, time_min) && is_sensible(draft, *time_min)) {
        return true;
    }
    faults_add(&draft->import->faults, FAULT_TIME, at, NULL, "not a time: '%.60s'", text);
    return false;
}

static int32_t local_day(const struct draft *draft, int32_t time_min)
{
    struct local_time local = calendar_local(&draft->zone, time_min);
    int32_t day_number;
    bool dated = calendar_day_number(local.year, local.month, local.day, &day_number);
    BUG_UNLESS(dated);
    return day_number;
}

void draft_add_spans(struct draft *draft, struct draft_spans *spans, int32_t from_min,
                     int32_t to_min, struct src_span at)
{
    int32_t day = local_day(draft, from_min), last = local_day(draft, to_min);
    int32_t clock = calendar_minute_of_day(&draft->zone, from_min);
    int32_t end = calendar_minute_of_day(&draft->zone, to_min);
    if (to_min <= from_min) {
        faults_add(&draft->import->faults, FAULT_TIME, at, NULL, "it ends before it starts");
        return;
    }
    if (last - day > MOST_DAYS) {
        faults_add(&draft->import->faults, FAULT_CHANGED, at, NULL,
                   "it goes on for months: only %d days of it count", MOST_DAYS);
        last = day + MOST_DAYS;
    }
    for (; day <= last; day++, clock = 0) {
        bool late = day + 1 == last && clock > NIGHT_MIN && end <= NIGHT_MIN;
        int32_t to = day == last ? end : late ? DAY_MIN + end : DAY_MIN;
        struct draft_span span = {day, clock, to};
        if (span.to_min > span.from_min) {
            vec_push(spans, span);
        }
        day += late;
    }
}

void draft_set_days(struct draft *draft, int32_t from_min, int32_t to_min)
{
    int32_t first = local_day(draft, from_min), last = local_day(draft, to_min);
    if (first <= last && last - first < MOST_DAYS) {
        draft->dated = true;
        draft->first_day = first;
        draft->last_day = last;
    }
}

void draft_add_place(struct draft *draft, struct draft_event *event, const char *start,
                     const char *end, const struct draft_room *room, struct src_span at)
{
    struct draft_place place = {at, CALENDAR_NO_TIME, CALENDAR_NO_TIME, room, NULL};
    if (start != NULL && !draft_read_time(draft, start, at, &place.start_min)) {
        place.start_min = CALENDAR_NO_TIME;
    }
    bool ends = start != NULL && end != NULL && draft_read_time(draft, end, at, &place.end_min);
    if (ends && place.start_min != CALENDAR_NO_TIME && place.end_min <= place.start_min) {
        faults_add(&draft->import->faults, FAULT_TIME, at, NULL, "it ends before it has begun");
        ends = false;
    }
    place.end_min = ends ? place.end_min : CALENDAR_NO_TIME;
    vec_push(&event->places, place);
}
