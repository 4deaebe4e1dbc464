#include "input/decode.h"
#include "input/fields.h"
#include "input/text.h"
#include "input/when.h"

#include <stdlib.h>
#include <string.h>

void decode_times_add_mark(struct decode *decode, struct src_span at, int32_t day_number,
                           struct interval span)
{
    if (decode_has_space(decode, at, decode->marks.n, DECODE_MAX_MARKS, "times")) {
        struct decode_mark mark = {day_number, span};
        vec_push(&decode->marks, mark);
    }
}

static void add_date(struct decode *decode, int32_t day)
{
    for (size_t i = 0; i < decode->dates.n; i++) {
        if (decode->dates.v[i] == day) {
            return;
        }
    }
    if (decode->dates.n <= DECODE_MAX_DAYS) {
        vec_push(&decode->dates, day);
    }
}

static int compare_days(const void *left, const void *right)
{
    const int32_t *a = left, *b = right;
    return *a < *b ? -1 : *a > *b ? 1 : 0;
}

/* The dates of the conference: what `date`, days, windows and slots name. Wrong ones are reported
 * later. */
static void collect_dates(struct decode *decode)
{
    static const char *const sections[] = {"days", "windows", "slots"};
    for (size_t i = 0; i < BASE_COUNT(sections); i++) {
        size_t n;
        const struct yaml_node *const *items = decode_section(decode, sections[i], &n);
        for (size_t j = 0; j < n; j++) {
            const struct yaml_node *date =
                items[j]->kind == YAML_SCALAR ? items[j] : yaml_tree_get(items[j], "date");
            int32_t day;
            if (date != NULL && date->kind == YAML_SCALAR &&
                when_is_date(date->text, strlen(date->text), &day)) {
                add_date(decode, day);
            }
        }
    }
    if (decode->dates.n > 0) {
        qsort(decode->dates.v, decode->dates.n, sizeof(*decode->dates.v), compare_days);
    }
}

bool decode_times_date(struct decode *decode, const struct yaml_node *map, const char *what,
                       int32_t *day_number)
{
    if (yaml_tree_get(map, "date") != NULL) {
        const struct yaml_node *node = fields_get(decode, map, "date");
        return node != NULL && when_read_date(decode, node, day_number);
    }
    if (decode->dates.n != 1) {
        diag_error(decode->diags, DIAG_DATE_MISSING, map->at, "%s needs a date", what);
        diag_hint(decode->diags, decode->dates.n > 1
                                     ? "the conference has several days: add `date: …`"
                                     : "add `date: …`, here or for the conference");
        return false;
    }
    *day_number = decode->dates.v[0];
    return true;
}

struct date_list {
    VEC(int32_t) v;
};

/* The dates of an entry, which holds on every day when it names none. */
static void read_dates(struct decode *decode, const struct yaml_node *map, const char *what,
                       struct date_list *list)
{
    if (yaml_tree_get(map, "date") == NULL && decode->dates.n > 0) {
        for (size_t i = 0; i < decode->dates.n; i++) {
            vec_push(&list->v, decode->dates.v[i]);
        }
        return;
    }
    size_t n;
    const struct yaml_node *const *items =
        fields_items(decode, fields_get(decode, map, "date"), &n);
    int32_t day;
    for (size_t i = 0; i < n; i++) {
        if (when_read_date(decode, items[i], &day)) {
            vec_push(&list->v, day);
        }
    }
    if (yaml_tree_get(map, "date") == NULL && decode_times_date(decode, map, what, &day)) {
        vec_push(&list->v, day);
    }
}

static void add_window(struct decode *decode, const struct decode_window *window)
{
    if (decode_has_space(decode, window->at, decode->windows.n, DECODE_MAX_WINDOWS, "windows")) {
        vec_push(&decode->windows, *window);
        decode_times_add_mark(decode, window->at, window->day_number, window->span);
    }
}

/* One span in all of the rooms. */
static void add_span(struct decode *decode, const struct yaml_node *node, struct decode_window like,
                     const struct room_id *rooms, uint32_t n_rooms)
{
    struct when_clock clock;
    if (!when_read_clock(decode, node, &clock) ||
        !when_place(decode, node, like.day_number, clock, &like.span)) {
        return;
    }
    like.at = node->at;
    like.entry = decode->n_window_entries++;
    for (uint32_t i = 0; i < n_rooms; i++) {
        like.room = rooms[i];
        add_window(decode, &like);
    }
}

static const struct room_id *all_rooms(struct decode *decode, uint32_t *n)
{
    *n = decode->problem->n_rooms;
    struct room_id *rooms = arena_array(decode->arena, *n, sizeof(*rooms));
    for (uint32_t i = 0; i < *n; i++) {
        rooms[i].v = i;
    }
    return rooms;
}

static void add_spans(struct decode *decode, const struct yaml_node *node,
                      const struct decode_window *like, const struct room_id *rooms,
                      uint32_t n_rooms)
{
    size_t n;
    const struct yaml_node *const *items = fields_items(decode, node, &n);
    for (size_t i = 0; i < n; i++) {
        add_span(decode, items[i], *like, rooms, n_rooms);
    }
}

/* `hours` or `bof_slots`: spans for all rooms, or a map from room to spans. */
static void read_hours(struct decode *decode, const struct yaml_node *node,
                       const struct decode_window *like, const char *what)
{
    uint32_t n_rooms;
    if (node->kind != YAML_MAPPING) {
        const struct room_id *rooms = all_rooms(decode, &n_rooms);
        add_spans(decode, node, like, rooms, n_rooms);
        return;
    }
    for (size_t i = 0; i < node->n; i++) {
        struct room_id room;
        if (decode_names_room(decode, node->pairs[i].key, what, &room)) {
            add_spans(decode, node->pairs[i].value, like, &room, 1);
        }
    }
}

static void read_day(struct decode *decode, const struct yaml_node *map, int32_t day)
{
    const char *what =
        arena_print(decode->arena, "day %s", calendar_print_date(decode->arena, day));
    struct decode_window like = {.role = DECODE_HOURS, .day_number = day};
    const struct yaml_node *hours = map != NULL ? fields_get(decode, map, "hours") : NULL;
    hours = hours == NULL ? decode->hours : hours;
    if (hours != NULL) {
        read_hours(decode, hours, &like, what);
    }
    const struct yaml_node *slots = map != NULL ? fields_get(decode, map, "bof_slots") : NULL;
    if (slots != NULL) {
        struct kind_id bof = {strmap_find(&decode->kind_ids, "bof")};
        like.role = DECODE_SLOT;
        like.kinds = arena_copy(decode->arena, &bof, sizeof(bof));
        like.n_kinds = 1;
        read_hours(decode, slots, &like, what);
    }
}

static void read_days(struct decode *decode, bool has_date, int32_t date)
{
    static const char *const keys[] = {"date", "hours", "bof_slots"};
    size_t n;
    const struct yaml_node *const *items = decode_section(decode, "days", &n);
    struct strmap seen = {0};
    bool date_done = false;
    for (size_t i = 0; i < n; i++) {
        bool map = items[i]->kind != YAML_SCALAR;
        if (map && !fields_check(decode, items[i], "a day", keys, BASE_COUNT(keys), 0)) {
            continue;
        }
        const struct yaml_node *node = map ? fields_get(decode, items[i], "date") : items[i];
        int32_t day;
        if (node == NULL && yaml_tree_get(items[i], "date") == NULL) {
            diag_error(decode->diags, DIAG_KEY_MISSING, items[i]->at, "a day needs a date");
        }
        if (node == NULL || !when_read_date(decode, node, &day)) {
            continue;
        }
        if (!strmap_add(&seen, node->text, (uint32_t)i)) {
            diag_error(decode->diags, DIAG_ID_TWICE, node->at, "the day %s is given twice",
                       node->text);
            diag_note(decode->diags, items[strmap_find(&seen, node->text)]->at, "first given here");
            continue;
        }
        date_done = date_done || (has_date && day == date);
        read_day(decode, map ? items[i] : NULL, day);
    }
    if (has_date && !date_done) {
        read_day(decode, NULL, date);
    }
    strmap_free(&seen);
}

/* `windows` and `slots` have the same keys. */
static void read_window(struct decode *decode, const struct yaml_node *map, enum decode_role role)
{
    static const char *const keys[] = {"id",    "name",  "date",   "time", "times",
                                       "rooms", "kinds", "tracks", "tags"};
    const char *what = role == DECODE_SLOT ? "a slot" : "a window";
    if (!fields_check(decode, map, what, keys, BASE_COUNT(keys), 0)) {
        return;
    }
    struct decode_window like = {.role = role};
    like.name = fields_id(decode, map);
    like.name = like.name != NULL ? like.name : fields_text(decode, map, "name", FIELDS_TEXT_MAX);
    if (like.name != NULL) {
        what = arena_print(decode->arena, "%s '%s'", role == DECODE_SLOT ? "slot" : "window",
                           like.name);
        uint32_t first = strmap_find(&decode->window_names, like.name);
        if (first != STRMAP_NONE) {
            diag_error(decode->diags, DIAG_ID_TWICE, map->at, "the id of %s is taken", what);
        }
        if (first < decode->windows.n) {
            diag_note(decode->diags, decode->windows.v[first].at, "first used here");
        }
        strmap_add(&decode->window_names, like.name, (uint32_t)decode->windows.n);
    }
    uint32_t n_rooms;
    const struct yaml_node *rooms_node = fields_get(decode, map, "rooms");
    const struct room_id *rooms = rooms_node != NULL
                                      ? decode_names_rooms(decode, rooms_node, what, &n_rooms)
                                      : all_rooms(decode, &n_rooms);
    like.kinds = decode_names_kinds(decode, fields_get(decode, map, "kinds"), what, &like.n_kinds);
    like.tracks =
        decode_names_tracks(decode, fields_get(decode, map, "tracks"), what, &like.n_tracks);
    like.tags = fields_texts(decode, map, "tags");
    for (uint32_t i = 0; i < like.tags.n; i++) {
        strmap_add(&decode->window_tags, like.tags.v[i], 0);
    }
    const struct yaml_node *time = fields_get(decode, map, "time");
    const struct yaml_node *times = fields_get(decode, map, "times");
    if (yaml_tree_get(map, "time") == NULL && yaml_tree_get(map, "times") == NULL) {
        diag_error(decode->diags, DIAG_KEY_MISSING, map->at, "%s needs a time: 09:30-10:15", what);
    }
    struct date_list dates = {0};
    read_dates(decode, map, what, &dates);
    for (size_t i = 0; i < dates.v.n; i++) {
        like.day_number = dates.v.v[i];
        add_spans(decode, time, &like, rooms, n_rooms);
        add_spans(decode, times, &like, rooms, n_rooms);
    }
    vec_free(&dates.v);
}

static void add_break(struct decode *decode, const struct yaml_node *time, const char *clock_text,
                      struct break_time given, int32_t day)
{
    struct when_clock clock;
    if (when_read_clock_text(decode, time, clock_text, &clock) &&
        when_place(decode, time, day, clock, &given.span) &&
        decode_has_space(decode, time->at, decode->breaks.n, DECODE_MAX_WINDOWS, "breaks")) {
        struct decode_break entry = {given, day};
        vec_push(&decode->breaks, entry);
    }
}

/* "Apéro 19:45-20:15". */
static void report_order(struct decode *decode, const struct yaml_node *node, const char *text)
{
    size_t title = strcspn(text, "0123456789");
    const char *time = text + title;
    while (title > 0 && text[title - 1] == ' ') {
        title--;
    }
    diag_error(decode->diags, DIAG_INTERVAL, node->at, "'%s' does not begin with a time",
               node->text);
    diag_hint(decode->diags, "the time comes first, then the title: %s %.*s", time, (int)title,
              text);
}

/* "19:45-20:15 Apéro", perhaps with a date before it. */
static void read_short_break(struct decode *decode, const struct yaml_node *node)
{
    const char *text = node->text;
    int32_t day;
    bool dated = strlen(text) > 10 && text[10] == ' ' && when_is_date(text, 10, &day);
    text += dated ? 11 : 0;
    if (text[strcspn(text, "0123456789")] != '\0' && (text[0] < '0' || text[0] > '9')) {
        report_order(decode, node, text);
        return;
    }
    size_t length = strcspn(text, " ");
    const char *title = text[length] != '\0' ? text + length + 1 : "Break";
    struct break_time given = {.title = arena_text(decode->arena, title, strlen(title)),
                               .at = node->at};
    if (fields_text_of(decode, node, "a break", FIELDS_TEXT_MAX) == NULL) {
        return;
    }
    given.blocks = all_rooms(decode, &given.n_blocks);
    const char *clock = arena_text(decode->arena, text, length);
    if (dated) {
        add_break(decode, node, clock, given, day);
        return;
    }
    if (decode->dates.n == 0) {
        diag_error(decode->diags, DIAG_DATE_MISSING, node->at, "a break needs a date");
    }
    for (size_t i = 0; i < decode->dates.n; i++) {
        add_break(decode, node, clock, given, decode->dates.v[i]);
    }
}

static void read_break(struct decode *decode, const struct yaml_node *map)
{
    static const char *const keys[] = {"id", "title", "date", "time", "where", "blocks"};
    if (map->kind == YAML_SCALAR) {
        read_short_break(decode, map);
        return;
    }
    if (!fields_check(decode, map, "a break", keys, BASE_COUNT(keys), 0)) {
        return;
    }
    struct break_time given = {.at = map->at};
    fields_id(decode, map);
    given.title = fields_title(decode, map, "title");
    given.title = given.title != NULL ? given.title : "Break";
    const char *what = arena_print(decode->arena, "break '%s'", given.title);
    given.where = decode_where(decode, map, what, NULL);
    const struct yaml_node *blocks = fields_get(decode, map, "blocks");
    given.blocks = blocks != NULL ? decode_names_rooms(decode, blocks, what, &given.n_blocks)
                                  : all_rooms(decode, &given.n_blocks);
    const struct yaml_node *time = fields_get(decode, map, "time");
    if (time == NULL || time->kind != YAML_SCALAR) {
        diag_error(decode->diags, time == NULL ? DIAG_KEY_MISSING : DIAG_SHAPE, map->at,
                   "%s needs a time: 12:30-13:45", what);
        return;
    }
    struct date_list dates = {0};
    read_dates(decode, map, what, &dates);
    for (size_t i = 0; i < dates.v.n; i++) {
        add_break(decode, time, time->text, given, dates.v.v[i]);
    }
    vec_free(&dates.v);
}

void decode_times_read(struct decode *decode)
{
    bool has_date = decode->dates.n > 0;
    int32_t date = has_date ? decode->dates.v[0] : 0;
    collect_dates(decode);
    read_days(decode, has_date, date);
    size_t n;
    const struct yaml_node *const *items = decode_section(decode, "windows", &n);
    for (size_t i = 0; i < n; i++) {
        read_window(decode, items[i], DECODE_WINDOW);
    }
    items = decode_section(decode, "slots", &n);
    for (size_t i = 0; i < n; i++) {
        read_window(decode, items[i], DECODE_SLOT);
    }
    items = decode_section(decode, "breaks", &n);
    for (size_t i = 0; i < n; i++) {
        read_break(decode, items[i]);
    }
}
