#include "import/draft_write.h"

#include "base/gcd.h"

#include <string.h>

enum {
    DAY_MIN = 24 * 60,
    USUAL_MIN = 30,
    LONGEST_MIN = 2880,
    LEAST_GRID_MIN = 5,
    MOST_REPEATS = 50,
    TEXT_LENGTH = 1000,
};

/* ---- lengths --------------------------------------------------------------- */

static int32_t usual_of_kind(const struct draft *draft, const char *kind)
{
    static const struct {
        const char *kind;
        int32_t minutes;
    } usual[] = {{"talk", 30},  {"bof", 45},       {"keynote", 45},     {"workshop", 90},
                 {"panel", 60}, {"lightning", 10}, {"announcement", 15}};
    for (size_t i = 0; kind != NULL && i < BASE_COUNT(usual); i++) {
        if (strcmp(usual[i].kind, kind) == 0) {
            return usual[i].minutes;
        }
    }
    uint32_t at = kind == NULL ? STRMAP_NONE : strmap_find(&draft->kind_keys, kind);
    int32_t said_min = at == STRMAP_NONE ? 0 : draft->kinds.v[at].duration_min;
    return said_min > 0 ? said_min : USUAL_MIN;
}

static bool is_timed(const struct draft_place *place)
{
    return place->start_min != CALENDAR_NO_TIME;
}

static void find_length(struct draft *draft, struct draft_event *event)
{
    for (size_t i = 0; i < event->places.n && event->duration_min == 0; i++) {
        const struct draft_place *place = &event->places.v[i];
        if (is_timed(place) && place->end_min != CALENDAR_NO_TIME &&
            place->end_min - place->start_min <= LONGEST_MIN) {
            event->duration_min = place->end_min - place->start_min;
        }
    }
    if (event->duration_min == 0) {
        event->duration_min = usual_of_kind(draft, event->kind);
        faults_add(&draft->import->faults, FAULT_MADE_UP, event->at, NULL,
                   "the length of '%.200s' is not known: %d minutes are made up",
                   event->title != NULL ? event->title : "(untitled)", (int)event->duration_min);
        import_add_note(draft->import, "Made up: lengths of talks that the files do not say.");
    }
}

/* ---- what is placed, as a schedule ----------------------------------------- */

static struct schedule_entry entry_of(struct draft_writer *w, const struct draft_event *event,
                                      const struct draft_place *place)
{
    struct schedule_person *people = arena_array(w->arena, event->people.n, sizeof(*people));
    for (size_t i = 0; i < event->people.n; i++) {
        people[i].name = event->people.v[i]->name;
    }
    int32_t end_min = place->end_min != CALENDAR_NO_TIME ? place->end_min
                                                         : place->start_min + event->duration_min;
    return (struct schedule_entry){.title = event->title != NULL ? event->title : "",
                                   .type = event->form == DRAFT_BREAK ? "break" : event->kind,
                                   .room = place->room != NULL ? place->room->name : "",
                                   .people = people,
                                   .n_people = (uint32_t)event->people.n,
                                   .span = {place->start_min, end_min},
                                   .timed = true,
                                   .filler = event->form == DRAFT_BREAK,
                                   .at = place->at};
}

static void add_entries(struct draft_writer *w, size_t index)
{
    const struct draft_event *event = w->draft->events.v[index];
    for (size_t i = 0; i < event->places.n; i++) {
        const struct draft_place *place = &event->places.v[i];
        if (!is_timed(place)) {
            continue;
        }
        if (event->form == DRAFT_TALK && place->room == NULL) {
            faults_add(&w->draft->import->faults, FAULT_CHANGED, place->at, NULL,
                       "'%.200s' has a time but no room: it counts as not placed", event->title);
            continue;
        }
        struct draft_owner owner = {index, i};
        vec_push(&w->owners, owner);
        vec_push(&w->entries, entry_of(w, event, place));
    }
}

/* Breaks and fixed events are nothing without a time. */
static void settle_form(struct draft *draft, struct draft_event *event)
{
    bool timed = event->places.n > 0 && is_timed(&event->places.v[0]);
    if (event->form == DRAFT_BREAK && !timed) {
        faults_add(&draft->import->faults, FAULT_LEFT_OUT, event->at, NULL,
                   "the break '%.200s' has no time: it is left out", event->title);
    } else if (event->form == DRAFT_FIXED && !timed) {
        event->form = DRAFT_TALK;
    }
    if (event->title == NULL) {
        event->title = event->form == DRAFT_BREAK ? "Break" : "(untitled)";
    }
}

/* Of a conference that names no rooms there is one. */
static void make_room(struct draft *draft)
{
    if (draft->rooms.n > 0) {
        return;
    }
    struct draft_room *room = draft_room(draft, PUBLISHED_ONE_ROOM, PUBLISHED_ONE_ROOM);
    for (size_t e = 0; e < draft->events.n; e++) {
        struct draft_event *event = draft->events.v[e];
        for (size_t i = 0; event->form != DRAFT_BREAK && i < event->places.n; i++) {
            event->places.v[i].room = room;
        }
    }
    faults_add(&draft->import->faults, FAULT_ASSUMED, SRC_NOWHERE, NULL,
               "no room is said: '" PUBLISHED_ONE_ROOM "' is made up");
    import_add_note(draft->import, "Made up: the room.");
}

static void read_published(struct draft_writer *w)
{
    struct draft *draft = w->draft;
    struct schedule_room *rooms = arena_array(w->arena, draft->rooms.n, sizeof(*rooms));
    for (size_t r = 0; r < draft->rooms.n; r++) {
        rooms[r].name = draft->rooms.v[r]->name;
    }
    w->schedule = SCHEDULE_EMPTY;
    w->schedule.zone = draft->zone;
    w->schedule.rooms = rooms;
    w->schedule.n_rooms = (uint32_t)draft->rooms.n;
    w->schedule.entries = w->entries.v;
    w->schedule.n_entries = (uint32_t)w->entries.n;
    published_read(&w->published, w->arena, &w->schedule, &draft->import->faults);
    w->as = arena_array(w->arena, w->entries.n, sizeof(const struct published_event *));
    w->entry_ids = arena_array(w->arena, w->entries.n, sizeof(const char *));
    for (size_t i = 0; i < w->published.events.n; i++) {
        w->as[w->published.events.v[i].entry - w->entries.v] = &w->published.events.v[i];
    }
}

static int64_t count_unplaced(const struct draft_writer *w)
{
    int64_t sum_min = 0;
    for (size_t e = 0; e < w->draft->events.n; e++) {
        const struct draft_event *event = w->draft->events.v[e];
        if (event->form == DRAFT_TALK) {
            sum_min += event->duration_min * event->repeats;
        }
    }
    for (size_t i = 0; i < w->entries.n; i++) {
        const struct draft_event *event = w->draft->events.v[w->owners.v[i].event];
        sum_min -= event->form == DRAFT_TALK ? event->duration_min : 0;
    }
    return sum_min > 0 ? sum_min : 0;
}

/* ---- rooms and hours ------------------------------------------------------- */

static void write_rooms(struct draft_writer *w)
{
    struct import *import = w->draft->import;
    for (size_t r = 0; r < w->draft->rooms.n; r++) {
        struct draft_room *room = w->draft->rooms.v[r];
        cJSON *object = json_item(import_list(import->problem, "rooms"));
        room->id = import_ids_make(import, &w->rooms, room->name);
        json_text(object, "id", room->id);
        json_text(object, "name", room->name);
        import_add_text(import, object, "ref", room->ref);
        import_add_guid(import, object, &w->guids, room->guid);
        if (room->capacity >= 0) {
            json_integer(object, "capacity", room->capacity);
        }
        for (size_t i = 0; i < room->n_features; i++) {
            json_push_text(import_list(object, "features"), room->features[i]);
        }
        int32_t changeover_min = published_changeover(&w->published, room->name);
        if (changeover_min > 0) {
            json_integer(object, "changeover", changeover_min);
        }
    }
}

static const char *span_text(struct draft_writer *w, const struct draft_span *span)
{
    return import_span(w->arena, span->from_min, span->to_min);
}

static void write_days(struct draft_writer *w)
{
    for (size_t i = 0; i < w->hours.n_days; i++) {
        const struct draft_day *day = &w->hours.days[i];
        cJSON *object = json_item(import_list(w->draft->import->problem, "days"));
        json_text(object, "date", import_date(w->arena, day->day_number));
        if (day->n_hours == 1) {
            json_text(object, "hours", span_text(w, &day->hours[0]));
        }
        for (size_t k = 0; day->n_hours > 1 && k < day->n_hours; k++) {
            json_push_text(import_list(object, "hours"), span_text(w, &day->hours[k]));
        }
    }
}

static void write_windows(struct draft_writer *w)
{
    for (size_t r = 0; r < w->draft->rooms.n; r++) {
        const struct draft_spans *spans = &w->hours.of_rooms[r];
        for (size_t i = 0; i < spans->n; i++) {
            cJSON *object = json_item(import_list(w->draft->import->problem, "windows"));
            json_text(object, "date", import_date(w->arena, spans->v[i].day_number));
            json_text(object, "time", span_text(w, &spans->v[i]));
            json_push_text(json_array(object, "rooms"), w->draft->rooms.v[r]->id);
        }
    }
}

static cJSON *find_break(cJSON *breaks, const char *title, const char *date, const char *time)
{
    const char *const keys[] = {"title", "date", "time"};
    const char *const values[] = {title, date, time};
    for (cJSON *item = breaks->child; item != NULL; item = item->next) {
        bool same = cJSON_HasObjectItem(item, "blocks");
        for (size_t i = 0; i < BASE_COUNT(keys) && same; i++) {
            const cJSON *value = cJSON_GetObjectItemCaseSensitive(item, keys[i]);
            same = value != NULL && strcmp(value->valuestring, values[i]) == 0;
        }
        if (same) {
            return item;
        }
    }
    return NULL;
}

/* The same break in several rooms is one. */
static void write_breaks(struct draft_writer *w)
{
    for (size_t i = 0; i < w->published.breaks.n; i++) {
        const struct published_event *event = &w->published.breaks.v[i];
        cJSON *breaks = import_list(w->draft->import->problem, "breaks");
        const char *title = import_clean(w->arena, event->entry->title, TEXT_LENGTH, false);
        const char *date = import_date(w->arena, event->day_number);
        const char *time = import_span(w->arena, event->from_min, event->to_min);
        const char *room = draft_events_room(w, event->room);
        title = title[0] != '\0' ? title : "Break";
        cJSON *object = room == NULL ? NULL : find_break(breaks, title, date, time);
        if (object == NULL) {
            object = json_item(breaks);
            json_text(object, "title", title);
            json_text(object, "date", date);
            json_text(object, "time", time);
        }
        if (room != NULL) {
            json_push_text(import_list(object, "blocks"), room);
        }
    }
}

/* ---- people, tracks, kinds ------------------------------------------------- */

static const char *time_text(struct draft_writer *w, const struct draft_span *span)
{
    if (span->day_number == DRAFT_EACH_DAY) {
        return span_text(w, span);
    }
    const char *date = import_date(w->arena, span->day_number);
    bool whole = span->from_min == 0 && span->to_min == DAY_MIN;
    return whole ? date : arena_print(w->arena, "%s %s", date, span_text(w, span));
}

static bool is_day(const struct draft_writer *w, int32_t day_number)
{
    if (day_number == DRAFT_EACH_DAY) {
        return true;
    }
    for (size_t i = 0; i < w->hours.n_days; i++) {
        if (w->hours.days[i].day_number == day_number) {
            return true;
        }
    }
    return false;
}

/* Only what is on days of the conference matters; false: nothing does. */
static bool write_times(struct draft_writer *w, cJSON *object, const char *key,
                        struct draft_spans *spans)
{
    bool any = false;
    draft_hours_merge(spans);
    for (size_t i = 0; i < spans->n; i++) {
        if (is_day(w, spans->v[i].day_number)) {
            json_push_text(import_list(object, key), time_text(w, &spans->v[i]));
            any = true;
        }
    }
    return any;
}

static void write_people(struct draft_writer *w)
{
    struct import *import = w->draft->import;
    for (size_t i = 0; i < w->draft->people.n; i++) {
        struct draft_person *person = w->draft->people.v[i];
        if (person->id == NULL) {
            continue;
        }
        cJSON *object = json_item(import_list(import->problem, "speakers"));
        json_text(object, "id", person->id);
        json_text(object, "name", person->name);
        import_add_text(import, object, "affiliation", person->affiliation);
        if (person->free.n > 0 && !write_times(w, object, "available", &person->free)) {
            faults_add(&import->faults, FAULT_CHANGED, person->at, NULL,
                       "%.200s is available on none of the conference's days: that is left out",
                       person->name);
        }
        if (person->free.n > 0 && person->away.n > 0) {
            faults_add(&import->faults, FAULT_CHANGED, person->at, NULL,
                       "%.200s is both available and unavailable: the former counts", person->name);
        } else if (person->away.n > 0 && !write_times(w, object, "unavailable", &person->away)) {
            faults_add(&import->faults, FAULT_CHANGED, person->at, "perhaps in another year?",
                       "%.200s is away on none of the conference's days: that is left out",
                       person->name);
        }
    }
}

static void write_tracks(struct draft_writer *w)
{
    for (size_t i = 0; i < w->draft->tracks.n; i++) {
        const struct draft_track *track = w->draft->tracks.v[i];
        if (track->id != NULL) {
            cJSON *object = json_item(import_list(w->draft->import->problem, "tracks"));
            json_text(object, "id", track->id);
            json_text(object, "name", track->name);
        }
    }
}

static void write_kinds(struct draft_writer *w)
{
    for (size_t i = 0; i < w->draft->kinds.n; i++) {
        const struct draft_kind *kind = &w->draft->kinds.v[i];
        cJSON *kinds = import_section(w->draft->import->problem, "kinds");
        cJSON *object = json_object(kinds, kind->id);
        if (kind->duration_min > 0) {
            json_integer(object, "duration", kind->duration_min);
        }
    }
}

/* ---- the whole ------------------------------------------------------------- */

/* Parts may lie under what holds them. */
static void write_waivers(struct draft_writer *w)
{
    for (size_t i = 0; i < w->published.parts.n; i++) {
        const struct published_part *part = &w->published.parts.v[i];
        const char *ids[] = {w->entry_ids[w->published.events.v[part->whole].entry - w->entries.v],
                             w->entry_ids[w->published.events.v[part->part].entry - w->entries.v]};
        for (int k = 0; k < (part->shares_people ? 2 : 1); k++) {
            import_add_waiver(w->draft->import, k == 0 ? "room-clash" : "speaker-clash", ids);
        }
    }
}

static void write_grid(struct draft_writer *w)
{
    int64_t grid_min = 60;
    const struct draft *draft = w->draft;
    for (size_t e = 0; e < draft->events.n; e++) {
        bool talk = draft->events.v[e]->form == DRAFT_TALK;
        grid_min = base_gcd(grid_min, talk ? draft->events.v[e]->duration_min : 0);
    }
    for (size_t i = 0; i < w->published.events.n + w->published.breaks.n; i++) {
        const struct published_event *event =
            i < w->published.events.n ? &w->published.events.v[i]
                                      : &w->published.breaks.v[i - w->published.events.n];
        grid_min = base_gcd(grid_min, event->from_min);
        grid_min = base_gcd(grid_min, event->to_min);
    }
    for (size_t r = 0; w->hours.of_rooms != NULL && r < draft->rooms.n; r++) {
        for (size_t i = 0; i < w->hours.of_rooms[r].n; i++) {
            grid_min = base_gcd(grid_min, w->hours.of_rooms[r].v[i].from_min);
        }
    }
    json_integer(import_section(draft->import->problem, "conference"), "granularity",
                 grid_min < LEAST_GRID_MIN ? LEAST_GRID_MIN : grid_min);
}

static void write_all(struct draft_writer *w)
{
    write_grid(w);
    json_text(w->draft->import->problem, "preset", "community");
    write_rooms(w);
    if (w->hours.uniform) {
        write_days(w);
    } else {
        write_windows(w);
    }
    write_breaks(w);
    write_kinds(w);
    draft_events_write(w);
    write_tracks(w);
    write_people(w);
    write_waivers(w);
}

static void settle(struct draft_writer *w)
{
    struct draft *draft = w->draft;
    make_room(draft);
    for (size_t e = 0; e < draft->events.n; e++) {
        struct draft_event *event = draft->events.v[e];
        settle_form(draft, event);
        if (event->form != DRAFT_BREAK) {
            find_length(draft, event);
        }
        int64_t n =
            event->repeats > (int64_t)event->places.n ? event->repeats : (int64_t)event->places.n;
        event->repeats = n > MOST_REPEATS ? MOST_REPEATS : n;
        add_entries(w, e);
    }
    read_published(w);
}

static void free_all(struct draft_writer *w)
{
    for (size_t r = 0; w->hours.of_rooms != NULL && r < w->draft->rooms.n; r++) {
        vec_free(&w->hours.of_rooms[r]);
    }
    import_ids_free(&w->rooms);
    import_ids_free(&w->people);
    import_ids_free(&w->tracks);
    import_ids_free(&w->events);
    strmap_free(&w->guids);
    published_free(&w->published);
    vec_free(&w->entries);
    vec_free(&w->owners);
}

void draft_write(struct draft *draft)
{
    struct draft_writer w = {.draft = draft, .arena = draft->import->arena};
    settle(&w);
    draft_hours_make(draft, &w.published, count_unplaced(&w), &w.hours);
    write_all(&w);
    free_all(&w);
}
