#include "exchange/schedule_build.h"

#include "base/strmap.h"
#include "output/read_time.h"

#include <stdlib.h>
#include <string.h>

enum { DAY_MIN = 24 * 60 };

struct builder {
    const struct raw_schedule *raw;
    struct faults *faults;
    struct schedule *schedule;
    struct strmap ids, sequences; /* guid → index of the mark */
    bool false_offsets;           /* +00:00 stands for local time */
    VEC(struct schedule_room) rooms;
    struct strmap room_names;
};

static const char *keep(struct builder *b, const char *text)
{
    return text == NULL ? NULL : arena_text(&b->schedule->arena, text, strlen(text));
}

static const char *keep_or_empty(struct builder *b, const char *text)
{
    return text == NULL ? "" : keep(b, text);
}

static bool has_clock(const char *date)
{
    return date != NULL && strpbrk(date, "T ") != NULL;
}

/* The year of the first date there is; 0: there is none. */
static int32_t first_year(const struct raw_schedule *raw)
{
    int32_t day_number = 0, year = 0, month, day;
    bool found = false;
    for (size_t d = 0; d < raw->days.n && !found; d++) {
        const char *date = raw->days.v[d].date.text;
        found = date != NULL && read_time_date(date, &day_number);
    }
    for (size_t e = 0; e < raw->events.n && !found; e++) {
        const char *date = raw->events.v[e].date.text;
        found = date != NULL && read_time_date(date, &day_number);
    }
    if (found) {
        calendar_date(day_number, &year, &month, &day);
    }
    return year;
}

static const struct calendar_shift no_shift = {0, 0};

/* A zone that is always as far from UTC as the first date with an offset. */
static struct zone zone_of_offsets(struct builder *b)
{
    struct arena *arena = &b->schedule->arena;
    struct zone utc = {"UTC", &no_shift, 1};
    for (size_t e = 0; e < b->raw->events.n; e++) {
        const char *date = b->raw->events.v[e].date.text;
        int32_t time_min, day_number;
        if (!has_clock(date) || !read_time_iso(&utc, date, &time_min) ||
            !read_time_date(date, &day_number)) {
            continue;
        }
        int32_t offset_min = day_number * DAY_MIN + read_time_minute_of_day(date) - time_min;
        if (offset_min == 0) {
            return utc;
        }
        int32_t size = abs(offset_min);
        struct calendar_shift shift = {0, offset_min};
        return (struct zone){arena_print(arena, "UTC%c%02d:%02d", offset_min < 0 ? '-' : '+',
                                         (int)(size / 60), (int)(size % 60)),
                             arena_copy(arena, &shift, sizeof(shift)), 1};
    }
    return utc;
}

static struct zone copy_zone(struct builder *b, const struct zone *zone)
{
    return (struct zone){
        keep(b, zone->name),
        arena_copy(&b->schedule->arena, zone->shifts, zone->n_shifts * sizeof(*zone->shifts)),
        zone->n_shifts};
}

static void find_zone(struct builder *b, const struct zone *default_zone)
{
    const char *name = b->raw->zone.text;
    int32_t year = first_year(b->raw);
    year = year < 1971 ? 1971 : year > 2199 ? 2199 : year;
    if (name != NULL && name[0] != '\0') {
        b->schedule->zone_known =
            calendar_load_zone(&b->schedule->arena, name, year - CALENDAR_AROUND_YEARS,
                               year + CALENDAR_AROUND_YEARS, &b->schedule->zone);
        if (!b->schedule->zone_known) {
            faults_add(b->faults, FAULT_ZONE, b->raw->zone.at, NULL, "there is no time zone '%s'",
                       name);
        }
    }
    if (!b->schedule->zone_known) {
        b->schedule->zone = default_zone != NULL ? copy_zone(b, default_zone) : zone_of_offsets(b);
    }
}

static bool ends_with(const char *text, const char *end)
{
    size_t n = strlen(text), m = strlen(end);
    return n >= m && strcmp(text + n - m, end) == 0;
}

/* Wafer writes local times with +00:00 behind, all of them, and `start` is the same clock. */
static void find_false_offsets(struct builder *b, bool knows_zone)
{
    const struct raw_event *first = NULL;
    bool differs = false;
    for (size_t e = 0; e < b->raw->events.n && knows_zone; e++) {
        const struct raw_event *event = &b->raw->events.v[e];
        int32_t clock_min, time_min;
        if (!has_clock(event->date.text)) {
            continue;
        }
        if (!ends_with(event->date.text, "+00:00") || event->start.text == NULL ||
            !read_time_clock(event->start.text, &clock_min) ||
            clock_min != read_time_minute_of_day(event->date.text) ||
            !read_time_iso(&b->schedule->zone, event->date.text, &time_min)) {
            return;
        }
        first = first == NULL ? event : first;
        differs = differs || calendar_local(&b->schedule->zone, time_min).offset_min != 0;
    }
    b->false_offsets = first != NULL && differs;
    if (b->false_offsets) {
        faults_add(b->faults, FAULT_ZONE, first->date.at, NULL,
                   "all dates are written with +00:00, but the zone is %s: they are taken as local "
                   "times",
                   b->schedule->zone.name);
    }
}

/* The day that an event is listed under. */
struct built_day {
    bool dated;
    int32_t day_number;
    int32_t change_min; /* a clock before it belongs to the night after */
};

static int32_t day_of(const struct builder *b, int32_t time_min)
{
    struct local_time local = calendar_local(&b->schedule->zone, time_min);
    int32_t day_number;
    bool dated = calendar_day_number(local.year, local.month, local.day, &day_number);
    BUG_UNLESS(dated);
    return day_number;
}

static struct built_day build_day(const struct builder *b, const struct raw_event *event)
{
    struct built_day day = {false, 0, 0};
    int32_t time_min;
    if (event->day == ID_NONE) {
        return day;
    }
    const struct raw_day *raw = &b->raw->days.v[event->day];
    day.dated = raw->date.text != NULL && read_time_date(raw->date.text, &day.day_number);
    if (raw->start.text != NULL && read_time_iso(&b->schedule->zone, raw->start.text, &time_min)) {
        day.change_min = calendar_minute_of_day(&b->schedule->zone, time_min);
        /* It may begin after midnight only: "00:30" is of the night after then. */
        bool late = day.dated && day_of(b, time_min) == day.day_number + 1;
        day.change_min += late ? DAY_MIN : 0;
    } else if (b->raw->day_change == NULL ||
               !read_time_clock(b->raw->day_change, &day.change_min)) {
        day.change_min = 0;
    }
    return day;
}

/* "16:15", "16:15:00", or "1615". */
static bool read_clock(const char *text, int32_t *minutes)
{
    if (strlen(text) == 4 && strspn(text, "0123456789") == 4) {
        int32_t number = (int32_t)strtol(text, NULL, 10);
        *minutes = number / 100 * 60 + number % 100;
        return number % 100 < 60;
    }
    return read_time_clock(text, minutes);
}

/* Of two places that say the same, `date` counts: whoever has changed only the other one is told
 * so. A `date` may be written in another zone than the conference's, and either clock will do. */
static void check_start(const struct builder *b, const struct raw_event *event, int32_t start_min)
{
    const char *start = event->start.text, *date = event->date.text;
    int32_t clock_min;
    if (start == NULL) {
        return;
    }
    bool readable = read_clock(start, &clock_min);
    if (!readable || (clock_min != calendar_minute_of_day(&b->schedule->zone, start_min) &&
                      clock_min != read_time_minute_of_day(date))) {
        faults_add(b->faults, FAULT_START, event->start.at, "`date` counts; change both",
                   "the event has `start` '%s' but `date` '%s'", start, date);
    }
}

/* An event belongs to the day of its `date`, or to the one before when it is at night. */
static void check_day(const struct builder *b, const struct raw_event *event,
                      const struct built_day *day, int32_t start_min)
{
    const struct zone *zone = &b->schedule->zone;
    int32_t night_min = day->change_min > 0 ? day->change_min : 12 * 60;
    int32_t local_day = day_of(b, start_min), written_day;
    bool at_night =
        local_day == day->day_number + 1 && calendar_minute_of_day(zone, start_min) < night_min;
    if (!day->dated || local_day == day->day_number || at_night ||
        (read_time_date(event->date.text, &written_day) && written_day == day->day_number)) {
        return;
    }
    faults_add(b->faults, FAULT_DAY, event->date.at,
               "`date` counts; change it, or list the event under its day",
               "the event has `date` '%s' but is listed under %s", event->date.text,
               calendar_print_date(&b->faults->arena, day->day_number));
}

static bool read_date(const struct builder *b, const struct raw_event *event,
                      const struct built_day *day, int32_t *start_min)
{
    const char *date = event->date.text;
    if (b->false_offsets && ends_with(date, "+00:00")) {
        date = arena_text(&b->faults->arena, date, strlen(date) - strlen("+00:00"));
    }
    if (!read_time_iso(&b->schedule->zone, date, start_min)) {
        faults_add(b->faults, FAULT_TIME, event->date.at, NULL, "not a date and time: '%s'",
                   event->date.text);
        return false;
    }
    check_day(b, event, day, *start_min);
    check_start(b, event, *start_min);
    return true;
}

static bool read_start(const struct builder *b, const struct raw_event *event, int32_t *start_min)
{
    struct built_day day = build_day(b, event);
    const char *start = event->start.text;
    int32_t minutes;
    if (has_clock(event->date.text)) {
        return read_date(b, event, &day, start_min);
    }
    if (start == NULL) {
        faults_add(b->faults, FAULT_TIME, event->at, NULL,
                   "the event has neither `date` nor `start`");
        return false;
    }
    if (!read_clock(start, &minutes) || minutes >= DAY_MIN) {
        faults_add(b->faults, FAULT_TIME, event->start.at, NULL, "not a time: '%s'", start);
        return false;
    }
    if (!day.dated &&
        !(event->date.text != NULL && read_time_date(event->date.text, &day.day_number))) {
        return false; /* said of its day already */
    }
    minutes += minutes < day.change_min ? DAY_MIN : 0;
    if (calendar_time(&b->schedule->zone, day.day_number, minutes, start_min) == CALENDAR_SKIPPED) {
        faults_add(b->faults, FAULT_TIME, event->start.at, NULL,
                   "clocks go forward over '%s' on that day: it does not exist", start);
        return false;
    }
    return true;
}

/* "0:45", "00:45:00", or minutes alone. */
static bool read_length(const char *text, int32_t *minutes)
{
    size_t digits = strspn(text, "0123456789");
    if (digits > 0 && digits <= 5 && text[digits] == '\0') {
        *minutes = (int32_t)strtol(text, NULL, 10);
        return true;
    }
    return read_time_clock(text, minutes);
}

static void read_end(const struct builder *b, const struct raw_event *event, bool is_filler,
                     struct schedule_entry *entry)
{
    int32_t minutes = 0, end_min;
    if (event->duration.text != NULL) {
        entry->timed = read_length(event->duration.text, &minutes);
        if (!entry->timed) {
            faults_add(b->faults, FAULT_TIME, event->duration.at, NULL, "not a duration: '%s'",
                       event->duration.text);
            minutes = 0;
        }
    } else if (event->end.text != NULL) {
        entry->timed = read_time_iso(&b->schedule->zone, event->end.text, &end_min) &&
                       end_min >= entry->span.from_min;
        minutes = entry->timed ? end_min - entry->span.from_min : 0;
        if (!entry->timed) {
            faults_add(b->faults, FAULT_TIME, event->end.at, NULL, "not an end of the event: '%s'",
                       event->end.text);
        }
    }
    entry->span.to_min = entry->span.from_min + minutes;
    if (entry->timed && minutes == 0 && !is_filler) {
        faults_add(b->faults, FAULT_LENGTH,
                   event->duration.text != NULL ? event->duration.at : event->end.at, NULL,
                   "'%s' takes no time", entry->title);
    }
}

/* Other tools give a room's short name in `room` ("cinopolis" under "1Komona cinopolis"): that is
 * no other room. */
static void check_room(const struct builder *b, const struct raw_event *event)
{
    const char *said = event->room.text, *listed = event->listed.text;
    if (said == NULL || listed == NULL || strstr(said, listed) != NULL ||
        strstr(listed, said) != NULL) {
        return;
    }
    faults_add(b->faults, FAULT_ROOM, event->room.at,
               "the list counts: move the event to the list of its room",
               "the event has `room` '%s' but is listed under '%s'", said, listed);
}

static void add_room(struct builder *b, const char *name, const char *guid, const char *slug)
{
    if (name[0] != '\0' && strmap_add(&b->room_names, name, (uint32_t)b->rooms.n)) {
        struct schedule_room room = {keep(b, name), keep(b, guid), keep(b, slug)};
        vec_push(&b->rooms, room);
    }
}

static const struct schedule_person *copy_people(struct builder *b, const struct raw_event *event)
{
    struct schedule_person *people =
        arena_array(&b->schedule->arena, event->n_people, sizeof(*people));
    for (uint32_t p = 0; p < event->n_people; p++) {
        const struct schedule_person *from = &event->people[p];
        people[p] =
            (struct schedule_person){keep(b, from->name), keep(b, from->guid), keep(b, from->code)};
    }
    return people;
}

static void apply_marks(struct builder *b, struct schedule_entry *entry)
{
    uint32_t id = entry->guid != NULL ? strmap_find(&b->ids, entry->guid) : STRMAP_NONE;
    uint32_t sequence = entry->guid != NULL ? strmap_find(&b->sequences, entry->guid) : STRMAP_NONE;
    if (id != STRMAP_NONE) {
        entry->event = keep(b, b->raw->ids.v[id].value.text);
    }
    if (sequence != STRMAP_NONE) {
        const char *text = b->raw->sequences.v[sequence].value.text;
        entry->sequence = (uint32_t)strtoul(text, NULL, 10);
    }
}

static bool is_filler(const struct raw_event *event)
{
    return event->type != NULL &&
           (strcmp(event->type, "break") == 0 || strcmp(event->type, "open") == 0);
}

static struct schedule_entry build_entry(struct builder *b, const struct raw_event *event,
                                         int32_t start_min)
{
    const struct raw_text *room = event->listed.text != NULL ? &event->listed : &event->room;
    struct schedule_entry entry = {
        .guid = keep(b, event->guid),
        .code = keep(b, event->code),
        .id = keep(b, event->id),
        .title = keep_or_empty(b, event->title.text),
        .subtitle = keep(b, event->subtitle),
        .track = keep(b, event->track),
        .type = keep(b, event->type),
        .url = keep(b, event->url),
        .slug = keep(b, event->slug),
        .language = keep(b, event->language),
        .abstract = keep(b, event->abstract),
        .room = keep_or_empty(b, room->text),
        .said = keep(b, event->room.text),
        .people = copy_people(b, event),
        .n_people = event->n_people,
        .span = {start_min, start_min},
        .filler = is_filler(event),
        .at = event->at,
        .places = {event->title.at, event->date.at, event->duration.at, room->at, event->room.at},
    };
    return entry;
}

/* An id counts where there is no guid. */
static void check_twice(const struct builder *b, struct strmap *seen,
                        const struct schedule_entry *entry)
{
    const char *what = entry->guid != NULL ? "guid" : "id";
    const char *name = entry->guid != NULL ? entry->guid : entry->id;
    if (name == NULL || entry->filler) {
        return;
    }
    if (!strmap_add(seen, arena_print(&b->faults->arena, "%s %s", what, name), 0)) {
        faults_add(b->faults, FAULT_TWICE, entry->at, NULL, "the %s '%s' of '%s' is there twice",
                   what, name, entry->title);
    }
}

static void build_entries(struct builder *b)
{
    VEC(struct schedule_entry) entries = {0};
    struct strmap seen = {0};
    for (size_t e = 0; e < b->raw->events.n; e++) {
        const struct raw_event *event = &b->raw->events.v[e];
        bool filler = is_filler(event);
        int32_t start_min;
        size_t faults = b->faults->v.n;
        if (!read_start(b, event, &start_min)) {
            b->faults->v.n = filler ? faults : b->faults->v.n;
            continue;
        }
        struct schedule_entry entry = build_entry(b, event, start_min);
        read_end(b, event, filler, &entry);
        apply_marks(b, &entry);
        check_room(b, event);
        check_twice(b, &seen, &entry);
        /* Nobody looks at what a break says of itself. */
        b->faults->v.n = filler ? faults : b->faults->v.n;
        add_room(b, entry.room, NULL, NULL);
        vec_push(&entries, entry);
    }
    b->schedule->entries = vec_to_arena(&entries, &b->schedule->arena);
    b->schedule->n_entries = (uint32_t)entries.n;
    vec_free(&entries);
    strmap_free(&seen);
}

static void check_days(struct builder *b)
{
    for (size_t d = 0; d < b->raw->days.n; d++) {
        const struct raw_day *day = &b->raw->days.v[d];
        int32_t day_number;
        if (day->date.text == NULL || !read_time_date(day->date.text, &day_number)) {
            faults_add(b->faults, FAULT_TIME, day->date.text != NULL ? day->date.at : day->at, NULL,
                       "the day has no date as 2013-10-24");
        }
    }
}

static void build_told(struct builder *b)
{
    size_t n = b->raw->told.n;
    struct schedule_told *told = arena_array(&b->schedule->arena, n, sizeof(*told));
    for (size_t i = 0; i < n; i++) {
        const struct schedule_told *raw = &b->raw->told.v[i];
        told[i] = (struct schedule_told){
            keep(b, raw->guid),
            {keep(b, raw->person.name), keep(b, raw->person.guid), keep(b, raw->person.code)}};
    }
    b->schedule->told = told;
    b->schedule->n_told = (uint32_t)n;
}

struct schedule schedule_build(const struct raw_schedule *raw, const struct zone *default_zone,
                               struct faults *faults)
{
    struct schedule schedule = SCHEDULE_EMPTY;
    struct builder b = {.raw = raw, .faults = faults, .schedule = &schedule};
    schedule.title = keep_or_empty(&b, raw->title);
    schedule.acronym = keep(&b, raw->acronym);
    schedule.version = keep(&b, raw->version);
    schedule.url = keep(&b, raw->url);
    schedule.partial = raw->status != NULL && (strcmp(raw->status, "infeasible") == 0 ||
                                               strcmp(raw->status, "unknown") == 0);
    for (size_t i = 0; i < raw->ids.n; i++) {
        (void)strmap_add(&b.ids, raw->ids.v[i].guid, (uint32_t)i);
    }
    for (size_t i = 0; i < raw->sequences.n; i++) {
        (void)strmap_add(&b.sequences, raw->sequences.v[i].guid, (uint32_t)i);
    }
    for (size_t r = 0; r < raw->rooms.n; r++) {
        add_room(&b, raw->rooms.v[r].name, raw->rooms.v[r].guid, raw->rooms.v[r].slug);
    }
    find_zone(&b, default_zone);
    find_false_offsets(&b, schedule.zone_known || default_zone != NULL);
    check_days(&b);
    build_entries(&b);
    build_told(&b);
    schedule.rooms = vec_to_arena(&b.rooms, &schedule.arena);
    schedule.n_rooms = (uint32_t)b.rooms.n;
    vec_free(&b.rooms);
    strmap_free(&b.ids);
    strmap_free(&b.sequences);
    strmap_free(&b.room_names);
    return schedule;
}
