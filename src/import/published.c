#include "import/published.h"

#include "base/gcd.h"

#include <stdlib.h>
#include <string.h>

enum {
    DAY_MIN = 24 * 60,
    FAR_DAYS = 150, /* from the middle of the conference: a slip of the pen */
    LEAST_GRID_MIN = 5,
    MOST_CHANGEOVER_MIN = 30,
    LEAST_GAPS = 3,
};

size_t published_split_rooms(struct arena *arena, const struct schedule *schedule, const char *name,
                             const char *rooms[PUBLISHED_MOST_ROOMS])
{
    size_t n = 0;
    for (const char *at = name; n < PUBLISHED_MOST_ROOMS;) {
        size_t length = strcspn(at, ",");
        const char *part = arena_text(arena, at, length);
        if (schedule_find_room(schedule, part) == NULL) {
            return 0;
        }
        rooms[n++] = part;
        if (at[length] == '\0') {
            break;
        }
        at += length + 1;
        at += strspn(at, " ");
    }
    return n > 1 ? n : 0;
}

/* ---- events ---------------------------------------------------------------- */

/* The local day and clock of a time, as minutes from 1970 on if each day had 24 hours. */
static int32_t wall_minutes(const struct zone *zone, int32_t time_min)
{
    struct local_time local = calendar_local(zone, time_min);
    int32_t day_number;
    bool dated = calendar_day_number(local.year, local.month, local.day, &day_number);
    BUG_UNLESS(dated);
    return day_number * DAY_MIN + calendar_minute_of_day(zone, time_min);
}

/* The same of an end. Of one in the second of two equal hours no clock tells: then it is the first
 * that tells of a later time. */
static int32_t end_minutes(const struct zone *zone, int32_t day_number, int32_t end_min)
{
    int32_t minute = wall_minutes(zone, end_min) - day_number * DAY_MIN, time_min;
    for (;;) {
        (void)calendar_time(zone, day_number, minute, &time_min);
        if (time_min >= end_min) {
            return minute;
        }
        minute++;
    }
}

static struct published_event locate(const struct published *p, const struct schedule_entry *entry)
{
    const struct schedule *schedule = p->schedule;
    int32_t from_min = wall_minutes(&schedule->zone, entry->span.from_min);
    int32_t day_number = (from_min - PUBLISHED_DAY_MIN) / DAY_MIN;
    int32_t to_min = end_minutes(&schedule->zone, day_number, entry->span.to_min);
    const char *room = p->one_room ? PUBLISHED_ONE_ROOM : entry->room;
    const char *rooms[PUBLISHED_MOST_ROOMS];
    bool in_several = published_split_rooms(p->arena, schedule, room, rooms) > 0;
    return (struct published_event){.entry = entry,
                                    .room = room,
                                    .day_number = day_number,
                                    .from_min = from_min - day_number * DAY_MIN,
                                    .to_min = to_min,
                                    .in_several = in_several,
                                    .is_fixed = in_several || room[0] == '\0'};
}

static int compare_days(const void *a, const void *b)
{
    const int32_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* The day in the middle of all events. */
static int32_t find_middle(struct published *p)
{
    uint32_t n = p->schedule->n_entries;
    int32_t *days = arena_array(p->arena, n + 1, sizeof(*days));
    for (uint32_t i = 0; i < n; i++) {
        days[i] = locate(p, &p->schedule->entries[i]).day_number;
    }
    qsort(days, n, sizeof(*days), compare_days);
    return n > 0 ? days[n / 2] : 0;
}

static const char *title_of(const struct schedule_entry *entry)
{
    return entry->title[0] != '\0' ? entry->title : "(untitled)";
}

/* NULL: it can be an event of a problem. */
static const char *find_obstacle(const struct published_event *event, int32_t middle)
{
    if (!event->entry->timed) {
        return "has no length";
    }
    if (event->entry->span.to_min == event->entry->span.from_min) {
        return ""; /* said by who read it */
    }
    if (event->to_min > PUBLISHED_LATEST_MIN) {
        return "ends more than a day later";
    }
    return abs(event->day_number - middle) > FAR_DAYS ? "is months away from the others" : NULL;
}

static bool is_same(const struct published_event *a, const struct published_event *b)
{
    return a->day_number == b->day_number && a->from_min == b->from_min && a->to_min == b->to_min &&
           strcmp(a->room, b->room) == 0 && strcmp(a->entry->title, b->entry->title) == 0;
}

static bool is_there(const struct published *p, const struct published_event *event)
{
    for (size_t i = 0; i < p->events.n; i++) {
        if (is_same(&p->events.v[i], event)) {
            return true;
        }
    }
    return false;
}

/* Where clocks are put back, an hour comes twice, and a clock without an offset means the first. */
static void check_clock(struct published *p, const struct published_event *event)
{
    const struct schedule_entry *entry = event->entry;
    int32_t first_min, end_min;
    (void)calendar_time(&p->schedule->zone, event->day_number, event->from_min, &first_min);
    (void)calendar_time(&p->schedule->zone, event->day_number, event->to_min, &end_min);
    if (first_min != entry->span.from_min) {
        faults_add(p->faults, FAULT_CHANGED, entry->at, NULL,
                   "'%s' starts in an hour that comes twice, in the second: that cannot be kept, "
                   "and becomes the first",
                   title_of(entry));
    }
    if (end_min != entry->span.to_min) {
        faults_add(p->faults, FAULT_CHANGED, entry->at, NULL,
                   "'%s' ends in an hour that comes twice, in the second: that cannot be kept, and "
                   "becomes the end of that hour",
                   title_of(entry));
    }
}

static void take_event(struct published *p, const struct schedule_entry *entry, int32_t middle)
{
    struct published_event event = locate(p, entry);
    const char *obstacle = find_obstacle(&event, middle);
    if (obstacle == NULL && entry->filler) {
        if (strcmp(entry->type, "break") == 0) {
            vec_push(&p->breaks, event);
        }
        return;
    }
    if (obstacle != NULL && obstacle[0] == '\0') {
        return;
    }
    check_clock(p, &event);
    if (obstacle != NULL) {
        faults_add(p->faults, FAULT_LEFT_OUT, entry->at, NULL, "'%s' %s: it is left out",
                   title_of(entry), obstacle);
    } else if (is_there(p, &event)) {
        faults_add(p->faults, FAULT_LEFT_OUT, entry->at, NULL,
                   "'%s' is listed twice at its time and place: once is enough", title_of(entry));
    } else if (event.in_several && entry->n_people == 0) {
        vec_push(&p->breaks, event);
    } else {
        if (event.is_fixed && !event.in_several) {
            faults_add(p->faults, FAULT_CHANGED, entry->at, NULL,
                       "'%s' has no room: it becomes a fixed event elsewhere", title_of(entry));
        }
        vec_push(&p->events, event);
    }
}

/* ---- what is at the same time ---------------------------------------------- */

static bool overlap(const struct published_event *a, const struct published_event *b)
{
    return a->entry->span.from_min < b->entry->span.to_min &&
           b->entry->span.from_min < a->entry->span.to_min;
}

static bool holds(const struct published_event *whole, const struct published_event *part)
{
    struct interval w = whole->entry->span, p = part->entry->span;
    return w.from_min <= p.from_min && p.to_min <= w.to_min &&
           w.to_min - w.from_min > p.to_min - p.from_min;
}

/* Somebody who is needed at both; NULL: nobody. */
static const char *find_shared(const struct schedule_entry *a, const struct schedule_entry *b)
{
    for (uint32_t i = 0; i < a->n_people; i++) {
        for (uint32_t k = 0; k < b->n_people; k++) {
            if (strcmp(a->people[i].name, b->people[k].name) == 0) {
                return a->people[i].name;
            }
        }
    }
    return NULL;
}

static const char *print_start(struct published *p, const struct published_event *event)
{
    return calendar_print_clock(p->arena, &p->schedule->zone, event->entry->span.from_min);
}

static void add_part(struct published *p, size_t whole, size_t part)
{
    const struct schedule_entry *w = p->events.v[whole].entry, *e = p->events.v[part].entry;
    struct published_part pair = {whole, part, find_shared(w, e) != NULL};
    if (!p->events.v[whole].is_fixed) {
        faults_add(p->faults, FAULT_CONTAINER, w->at, NULL,
                   "'%s' in '%s' lies over '%s' and perhaps others: it becomes fixed, and they may "
                   "lie under it",
                   title_of(w), p->events.v[whole].room, title_of(e));
    }
    p->events.v[whole].is_fixed = true;
    vec_push(&p->parts, pair);
}

static void compare(struct published *p, size_t i, size_t k)
{
    const struct published_event *a = &p->events.v[i], *b = &p->events.v[k];
    bool same_room = a->room[0] != '\0' && strcmp(a->room, b->room) == 0;
    if (same_room && holds(a, b)) {
        add_part(p, i, k);
        return;
    }
    if (same_room && holds(b, a)) {
        add_part(p, k, i);
        return;
    }
    if (same_room) {
        faults_add(p->faults, FAULT_CLASH, b->entry->at, NULL,
                   "'%s' (%s) and '%s' (%s) are in '%s' at the same time", title_of(a->entry),
                   print_start(p, a), title_of(b->entry), print_start(p, b), a->room);
    }
    const char *shared = find_shared(a->entry, b->entry);
    if (shared != NULL) {
        faults_add(p->faults, FAULT_CLASH, b->entry->at, NULL,
                   "%s is needed at '%s' (%s) and '%s' (%s) at the same time", shared,
                   title_of(a->entry), print_start(p, a), title_of(b->entry), print_start(p, b));
    }
}

static void find_clashes(struct published *p)
{
    for (size_t i = 0; i < p->events.n; i++) {
        for (size_t k = i + 1; k < p->events.n; k++) {
            if (overlap(&p->events.v[i], &p->events.v[k])) {
                compare(p, i, k);
            }
        }
    }
}

/* ---- windows --------------------------------------------------------------- */

static int compare_windows(const void *a, const void *b)
{
    const struct published_window *x = a, *y = b;
    int rooms = strcmp(x->room, y->room);
    return rooms != 0 ? rooms : (x->day_number > y->day_number) - (x->day_number < y->day_number);
}

static struct published_window *find_window(struct published *p, const char *room,
                                            int32_t day_number)
{
    for (size_t i = 0; i < p->windows.n; i++) {
        struct published_window *window = &p->windows.v[i];
        if (window->day_number == day_number && strcmp(window->room, room) == 0) {
            return window;
        }
    }
    return NULL;
}

/* When the room's first event of a day starts, as minutes of the day before. */
static int32_t find_next(const struct published *p, const char *room, int32_t day_number)
{
    int32_t next_min = PUBLISHED_LATEST_MIN;
    for (size_t i = 0; i < p->events.n; i++) {
        const struct published_event *event = &p->events.v[i];
        if (event->day_number == day_number + 1 && event->from_min + DAY_MIN < next_min &&
            strcmp(event->room, room) == 0) {
            next_min = event->from_min + DAY_MIN;
        }
    }
    return next_min;
}

static void widen_windows(struct published *p, struct published_event *event)
{
    const char *room = event->room;
    if (room[0] == '\0' || event->in_several) {
        return;
    }
    if (event->to_min > DAY_MIN && event->to_min > find_next(p, room, event->day_number)) {
        if (!event->is_fixed) {
            faults_add(p->faults, FAULT_CHANGED, event->entry->at, NULL,
                       "'%s' runs into the next day's hours of '%s': it becomes fixed",
                       title_of(event->entry), room);
        }
        event->is_fixed = true;
        return;
    }
    struct published_window *window = find_window(p, room, event->day_number);
    if (window == NULL) {
        struct published_window first = {room, event->day_number, event->from_min, event->to_min};
        vec_push(&p->windows, first);
        return;
    }
    window->from_min = event->from_min < window->from_min ? event->from_min : window->from_min;
    window->to_min = event->to_min > window->to_min ? event->to_min : window->to_min;
}

static int32_t find_grid(const struct published *p)
{
    int32_t grid_min = 60;
    for (size_t i = 0; i < p->events.n; i++) {
        if (!p->events.v[i].is_fixed) {
            grid_min = (int32_t)base_gcd(grid_min, p->events.v[i].from_min);
        }
    }
    return grid_min < LEAST_GRID_MIN ? LEAST_GRID_MIN : grid_min;
}

void published_read(struct published *published, struct arena *arena,
                    const struct schedule *schedule, struct faults *faults)
{
    published->schedule = schedule;
    published->arena = arena;
    published->faults = faults;
    published->one_room = schedule->n_rooms == 0 && schedule->n_entries > 0;
    if (published->one_room) {
        faults_add(faults, FAULT_CHANGED, schedule->entries[0].at, NULL,
                   "the file names no rooms: one is assumed");
    }
    int32_t middle = find_middle(published);
    for (uint32_t i = 0; i < schedule->n_entries; i++) {
        take_event(published, &schedule->entries[i], middle);
    }
    find_clashes(published);
    for (size_t i = 0; i < published->events.n; i++) {
        widen_windows(published, &published->events.v[i]);
    }
    if (published->windows.n > 0) {
        qsort(published->windows.v, published->windows.n, sizeof(*published->windows.v),
              compare_windows);
    }
    published->granularity_min = find_grid(published);
}

/* ---- customs --------------------------------------------------------------- */

static int compare_starts(const void *a, const void *b)
{
    const struct interval *x = a, *y = b;
    return (x->from_min > y->from_min) - (x->from_min < y->from_min);
}

int32_t published_changeover(const struct published *published, const char *room)
{
    VEC(struct interval) spans = {0};
    for (size_t i = 0; i < published->events.n; i++) {
        const struct published_event *event = &published->events.v[i];
        if (!event->is_fixed && strcmp(event->room, room) == 0) {
            vec_push(&spans, event->entry->span);
        }
    }
    if (spans.n > 0) {
        qsort(spans.v, spans.n, sizeof(*spans.v), compare_starts);
    }
    int32_t least_min = MOST_CHANGEOVER_MIN + 1, gaps = 0;
    for (size_t i = 1; i < spans.n; i++) {
        int32_t gap_min = spans.v[i].from_min - spans.v[i - 1].to_min;
        gaps += gap_min <= MOST_CHANGEOVER_MIN;
        least_min = gap_min < least_min ? gap_min : least_min;
    }
    vec_free(&spans);
    bool custom = gaps >= LEAST_GAPS && least_min >= LEAST_GRID_MIN;
    return custom && least_min <= MOST_CHANGEOVER_MIN ? least_min : 0;
}

void published_free(struct published *published)
{
    vec_free(&published->events);
    vec_free(&published->breaks);
    vec_free(&published->windows);
    vec_free(&published->parts);
}
