#include "confab/read_timetable.h"

#include "base/strmap.h"
#include "input/yaml_tree.h"
#include "output/names.h"
#include "output/read_time.h"

#include <errno.h>
#include <string.h>

/* In title_event: several events have that title. */
static const uint32_t ambiguous = UINT32_MAX - 1;

struct reader {
    struct arena *arena;
    const struct problem *problem;
    struct diag_list *diags;
    struct timetable *timetable;
    struct strmap id_event, guid_event, title_event, room_name;
    struct src_span *seen; /* [n_events]: where an event was placed; line 0: not yet */
};

/* The day that is being read. */
struct reading_day {
    int32_t day_number;
    int32_t change_min; /* a clock before it belongs to the night after */
};

static void index_events(struct reader *reader, const struct yaml_node *solution)
{
    const struct problem *problem = reader->problem;
    struct strmap seen = {0};
    bool *again = base_alloc_zero((size_t)problem->n_events + 1, sizeof(*again));
    for (uint32_t e = 0; e < problem->n_events; e++) {
        (void)strmap_add(&reader->id_event, problem->events[e].id, e);
        bool first = strmap_add(&seen, problem->events[e].title, e);
        again[first ? e : strmap_find(&seen, problem->events[e].title)] = !first;
    }
    for (uint32_t e = 0; e < problem->n_events; e++) {
        const char *title = problem->events[e].title;
        bool is_again = again[strmap_find(&seen, title)];
        (void)strmap_add(&reader->title_event, title, is_again ? ambiguous : e);
    }
    strmap_free(&seen);
    base_free(again);
    const struct yaml_node *guids = yaml_tree_get(solution, "events");
    for (size_t i = 0; guids != NULL && guids->kind == YAML_MAPPING && i < guids->n; i++) {
        const struct yaml_node *id = guids->pairs[i].value;
        uint32_t event =
            id->kind == YAML_SCALAR ? strmap_find(&reader->id_event, id->text) : STRMAP_NONE;
        if (event != STRMAP_NONE) {
            (void)strmap_add(&reader->guid_event, guids->pairs[i].key->text, event);
        }
    }
    for (uint32_t e = 0; e < problem->n_events; e++) {
        (void)strmap_add(&reader->guid_event,
                         names_event_guid(reader->arena, problem, (struct event_id){e}), e);
    }
}

static void index_rooms(struct reader *reader)
{
    for (uint32_t r = 0; r < reader->problem->n_rooms; r++) {
        (void)strmap_add(&reader->room_name, reader->problem->rooms[r].name, r);
    }
    for (uint32_t r = 0; r < reader->problem->n_rooms; r++) {
        (void)strmap_add(&reader->room_name, reader->problem->rooms[r].id, r);
    }
}

/* The text of a key; NULL when it is absent, null or no text. */
static const char *text_of(const struct yaml_node *mapping, const char *key)
{
    const struct yaml_node *node = yaml_tree_get(mapping, key);
    return node != NULL && node->kind == YAML_SCALAR && !yaml_tree_is_null(node) ? node->text
                                                                                 : NULL;
}

static struct src_span place_of(const struct yaml_node *mapping, const char *key)
{
    const struct yaml_node *node = yaml_tree_get(mapping, key);
    return node != NULL ? node->at : mapping->at;
}

static bool complain_event(const struct reader *reader, const struct yaml_node *node,
                           const char *title)
{
    const struct problem *problem = reader->problem;
    struct src_span at = place_of(node, "title");
    if (title != NULL && strmap_find(&reader->title_event, title) == ambiguous) {
        diag_error(reader->diags, DIAG_TIMETABLE_EVENT_UNKNOWN, at,
                   "several events of the problem are titled '%s'", title);
        diag_hint(reader->diags, "`solution: {events: {<guid>: <id>}}` can say which one is meant");
        return false;
    }
    const char **titles = arena_array(reader->arena, problem->n_events, sizeof(*titles));
    for (uint32_t e = 0; e < problem->n_events; e++) {
        titles[e] = problem->events[e].title;
    }
    diag_error(reader->diags, DIAG_TIMETABLE_EVENT_UNKNOWN, at, "the problem has no event '%s'",
               title != NULL ? title : "(without a title)");
    if (title != NULL) {
        diag_suggest(reader->diags, title, titles, problem->n_events);
    }
    return false;
}

static bool find_event(const struct reader *reader, const struct yaml_node *node, uint32_t *event)
{
    const char *guid = text_of(node, "guid"), *title = text_of(node, "title");
    *event = guid != NULL ? strmap_find(&reader->guid_event, guid) : STRMAP_NONE;
    if (*event == STRMAP_NONE && title != NULL) {
        *event = strmap_find(&reader->title_event, title);
    }
    return (*event != STRMAP_NONE && *event != ambiguous) || complain_event(reader, node, title);
}

/* Of two places that say the same, `date` counts: whoever has changed only the other one is told
 * so. A `date` may be written in another zone than the conference's, and either clock will do. */
static void check_start(const struct reader *reader, const struct yaml_node *node, const char *date,
                        int32_t start_min)
{
    const struct zone *zone = &reader->problem->zone;
    const char *start = text_of(node, "start");
    int32_t clock_min;
    if (start == NULL) {
        return;
    }
    bool readable = read_time_clock(start, &clock_min);
    if (readable && (clock_min == calendar_minute_of_day(zone, start_min) ||
                     clock_min == read_time_minute_of_day(date))) {
        return;
    }
    diag_warn(reader->diags, DIAG_TIMETABLE_START_DIFFERS, place_of(node, "start"),
              "the event has `start` '%s' but `date` '%s'", start, date);
    diag_hint(reader->diags, "`date` counts; change both");
}

/* An event belongs to the day of its `date`, or to the one before when it is at night. */
static void check_day(const struct reader *reader, const struct yaml_node *node, const char *date,
                      const struct reading_day *day, int32_t start_min)
{
    const struct zone *zone = &reader->problem->zone;
    struct local_time local = calendar_local(zone, start_min);
    int32_t night_min = day->change_min > 0 ? day->change_min : 12 * 60;
    int32_t local_day, written_day;
    bool dated = calendar_day_number(local.year, local.month, local.day, &local_day);
    BUG_UNLESS(dated);
    bool at_night =
        local_day == day->day_number + 1 && calendar_minute_of_day(zone, start_min) < night_min;
    if (local_day == day->day_number || at_night ||
        (read_time_date(date, &written_day) && written_day == day->day_number)) {
        return;
    }
    diag_warn(reader->diags, DIAG_TIMETABLE_DAY_DIFFERS, place_of(node, "date"),
              "the event has `date` '%s' but is listed under %s", date,
              calendar_print_date(reader->arena, day->day_number));
    diag_hint(reader->diags, "`date` counts; change it, or list the event under its day");
}

static bool read_start(const struct reader *reader, const struct yaml_node *node,
                       const struct reading_day *day, int32_t *start_min)
{
    const struct zone *zone = &reader->problem->zone;
    const char *date = text_of(node, "date"), *start = text_of(node, "start");
    if (date != NULL && strpbrk(date, "T ") != NULL) {
        if (!read_time_iso(zone, date, start_min)) {
            return diag_error(reader->diags, DIAG_TIMETABLE_TIME, place_of(node, "date"),
                              "not a date and time: '%s'", date);
        }
        check_day(reader, node, date, day, *start_min);
        check_start(reader, node, date, *start_min);
        return true;
    }
    int32_t minutes;
    if (start == NULL) {
        return diag_error(reader->diags, DIAG_TIMETABLE_TIME, node->at,
                          "the event has neither `date` nor `start`");
    }
    if (!read_time_clock(start, &minutes) || minutes >= 24 * 60) {
        return diag_error(reader->diags, DIAG_TIMETABLE_TIME, place_of(node, "start"),
                          "not a time: '%s'", start);
    }
    minutes += minutes < day->change_min ? 24 * 60 : 0;
    return calendar_time(zone, day->day_number, minutes, start_min) != CALENDAR_SKIPPED ||
           diag_error(reader->diags, DIAG_TIMETABLE_TIME, place_of(node, "start"),
                      "clocks go forward over '%s' on that day: it does not exist", start);
}

static void check_duration(const struct reader *reader, const struct yaml_node *node,
                           const struct event *event)
{
    const char *duration = text_of(node, "duration");
    int32_t minutes;
    if (duration == NULL) {
        return;
    }
    if (!read_time_clock(duration, &minutes)) {
        diag_error(reader->diags, DIAG_TIMETABLE_TIME, place_of(node, "duration"),
                   "not a duration: '%s'", duration);
    } else if (minutes != event->duration_min) {
        diag_warn(reader->diags, DIAG_TIMETABLE_DURATION, place_of(node, "duration"),
                  "'%s' takes %d minutes here, but %d in the problem", event->title, (int)minutes,
                  (int)event->duration_min);
        diag_note(reader->diags, event->at, "the event is given here");
    }
}

/* A fixed event is where the problem has it; other tools may list a plenary in each of its rooms.
 */
static void check_fixed(const struct reader *reader, const struct yaml_node *node,
                        const struct yaml_node *room_name, const struct event *event,
                        int32_t start_min)
{
    uint32_t room = strmap_find(&reader->room_name, room_name->text);
    if (start_min != event->fixed_start_min) {
        const struct zone *zone = &reader->problem->zone;
        diag_warn(reader->diags, DIAG_TIMETABLE_FIXED_MOVED, place_of(node, "date"),
                  "'%s' starts at %s here, but is fixed at %s", event->title,
                  calendar_print_iso(reader->arena, zone, start_min),
                  calendar_print_iso(reader->arena, zone, event->fixed_start_min));
    } else if (!event->plenary && room != STRMAP_NONE && room != event->fixed_room.v) {
        diag_warn(reader->diags, DIAG_TIMETABLE_FIXED_MOVED, room_name->at,
                  "'%s' is in '%s' here, but is fixed elsewhere", event->title, room_name->text);
    } else {
        return;
    }
    diag_note(reader->diags, event->at, "the event is given here");
}

/* The list that an event stands in counts, not its `room`. Other tools give a room's short name
 * there
 * ("cinopolis" under "1Komona cinopolis"): that is no other room. */
static void check_room(const struct reader *reader, const struct yaml_node *node,
                       const struct yaml_node *room_name)
{
    const char *given = text_of(node, "room"), *listed = room_name->text;
    if (given == NULL || strcmp(given, listed) == 0) {
        return;
    }
    uint32_t room = strmap_find(&reader->room_name, given);
    bool same = room != STRMAP_NONE
                    ? room == strmap_find(&reader->room_name, listed)
                    : strstr(given, listed) != NULL || strstr(listed, given) != NULL;
    if (!same) {
        diag_warn(reader->diags, DIAG_TIMETABLE_ROOM_DIFFERS, place_of(node, "room"),
                  "the event has `room` '%s' but is listed under '%s'", given, listed);
        diag_hint(reader->diags, "the list counts: move the event to the list of its room");
    }
}

static bool find_room(const struct reader *reader, const struct yaml_node *name, uint32_t *room)
{
    const struct problem *problem = reader->problem;
    *room = strmap_find(&reader->room_name, name->text);
    if (*room != STRMAP_NONE) {
        return true;
    }
    const char **names = arena_array(reader->arena, problem->n_rooms, sizeof(*names));
    for (uint32_t r = 0; r < problem->n_rooms; r++) {
        names[r] = problem->rooms[r].name;
    }
    diag_error(reader->diags, DIAG_TIMETABLE_ROOM_UNKNOWN, name->at, "the problem has no room '%s'",
               name->text);
    diag_suggest(reader->diags, name->text, names, problem->n_rooms);
    return false;
}

static bool is_filler(const struct yaml_node *node)
{
    const char *type = text_of(node, "type");
    return type != NULL && (strcmp(type, "break") == 0 || strcmp(type, "open") == 0);
}

static bool read_event(struct reader *reader, const struct yaml_node *node,
                       const struct yaml_node *room_name, const struct reading_day *day)
{
    uint32_t e, room;
    int32_t start_min;
    if (node->kind != YAML_MAPPING) {
        return diag_error(reader->diags, DIAG_TIMETABLE_SHAPE, node->at, "an event is an object");
    }
    if (is_filler(node)) {
        return true;
    }
    if (!find_event(reader, node, &e) || !read_start(reader, node, day, &start_min)) {
        return false;
    }
    const struct event *event = &reader->problem->events[e];
    check_duration(reader, node, event);
    check_room(reader, node, room_name);
    if (event->fixed) {
        check_fixed(reader, node, room_name, event, start_min);
        return true;
    }
    if (reader->seen[e].from.line > 0) {
        diag_error(reader->diags, DIAG_TIMETABLE_EVENT_TWICE, node->at,
                   "'%s' is in the timetable twice", event->title);
        diag_note(reader->diags, reader->seen[e], "the first time is here");
        return false;
    }
    reader->seen[e] = node->at;
    if (!find_room(reader, room_name, &room)) {
        return false;
    }
    reader->timetable->v[e] = (struct assignment){true, {room}, start_min};
    return true;
}

static void read_rooms(struct reader *reader, const struct yaml_node *rooms,
                       const struct reading_day *day)
{
    for (size_t r = 0; r < rooms->n; r++) {
        const struct yaml_node *events = rooms->pairs[r].value;
        if (events->kind != YAML_SEQUENCE) {
            diag_error(reader->diags, DIAG_TIMETABLE_SHAPE, events->at,
                       "the events of a room are a list");
            continue;
        }
        for (size_t i = 0; i < events->n; i++) {
            (void)read_event(reader, events->items[i], rooms->pairs[r].key, day);
        }
    }
}

/* The clock at which the day begins: what is earlier comes after midnight. */
static int32_t change_of_day(const struct reader *reader, const struct yaml_node *day)
{
    const char *start = text_of(day, "day_start");
    int32_t time_min;
    if (start == NULL || !read_time_iso(&reader->problem->zone, start, &time_min)) {
        return 0;
    }
    return calendar_minute_of_day(&reader->problem->zone, time_min);
}

static void read_day(struct reader *reader, const struct yaml_node *node)
{
    const struct yaml_node *rooms = yaml_tree_get(node, "rooms");
    const char *date = text_of(node, "date");
    struct reading_day day = {0, 0};
    if (node->kind != YAML_MAPPING || rooms == NULL || rooms->kind != YAML_MAPPING) {
        diag_error(reader->diags, DIAG_TIMETABLE_SHAPE, node->at,
                   "a day is an object with `date` and `rooms`");
        return;
    }
    if (date == NULL || !read_time_date(date, &day.day_number)) {
        diag_error(reader->diags, DIAG_TIMETABLE_TIME, place_of(node, "date"),
                   "the day has no date as 2013-10-24");
        return;
    }
    day.change_min = change_of_day(reader, node);
    read_rooms(reader, rooms, &day);
}

static bool read_schedule(struct reader *reader, const struct yaml_node *root)
{
    const struct yaml_node *schedule = yaml_tree_get(root, "schedule");
    const struct yaml_node *days = yaml_tree_get(yaml_tree_get(schedule, "conference"), "days");
    if (days == NULL || days->kind != YAML_SEQUENCE) {
        const struct yaml_node *nearest = schedule != NULL ? schedule : root;
        return diag_error(reader->diags, DIAG_TIMETABLE_SHAPE, nearest->at,
                          "this is no schedule.json: it has no list at schedule.conference.days");
    }
    index_events(reader, yaml_tree_get(schedule, "solution"));
    index_rooms(reader);
    for (size_t d = 0; d < days->n; d++) {
        read_day(reader, days->items[d]);
    }
    return true;
}

static bool open_source(struct source_set *sources, const char *name, struct diag_list *diags,
                        uint32_t *file)
{
    switch (source_read(sources, name, YAML_TREE_BYTES, file)) {
    case SOURCE_READ:
        return true;
    case SOURCE_UNREADABLE:
        return diag_error(diags, DIAG_FILE_UNREADABLE, SRC_NOWHERE, "cannot read '%s': %s", name,
                          strerror(errno));
    case SOURCE_TOO_LARGE:
        return diag_error(diags, DIAG_FILE_TOO_LARGE, SRC_NOWHERE, "'%s' is larger than %d MB",
                          name, YAML_TREE_BYTES / (1024 * 1024));
    }
    BUG("source_read()");
}

bool read_timetable(struct arena *arena, struct source_set *sources, const char *name,
                    const struct problem *problem, struct diag_list *diags,
                    struct timetable *timetable)
{
    uint32_t file;
    if (!open_source(sources, name, diags, &file)) {
        return false;
    }
    struct arena tree = ARENA_EMPTY;
    const struct yaml_node *root = yaml_tree_read(&tree, sources, file, diags);
    *timetable = timetable_create(arena, problem);
    struct reader reader = {
        .arena = &tree,
        .problem = problem,
        .diags = diags,
        .timetable = timetable,
        .seen = arena_array(&tree, problem->n_events, sizeof(*reader.seen)),
    };
    uint32_t before = diags->errors;
    bool ok = root != NULL && read_schedule(&reader, root) && diags->errors == before;
    strmap_free(&reader.id_event);
    strmap_free(&reader.guid_event);
    strmap_free(&reader.title_event);
    strmap_free(&reader.room_name);
    arena_free(&tree);
    return ok;
}
