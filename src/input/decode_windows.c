#include "input/decode.h"

#include <stdlib.h>
#include <string.h>

enum { DAY_MIN = 1440 };

/* A piece of what was given, in the making. */
struct piece {
    const struct decode_window *given;
    struct interval span;
};

struct pieces {
    VEC(struct piece) v;
};

static int compare_marks(const void *left, const void *right)
{
    const struct decode_mark *a = left, *b = right;
    return a->day_number < b->day_number ? -1 : a->day_number > b->day_number ? 1 : 0;
}

/* Where a date stands among the days; the whole problem when it stands elsewhere. */
static struct src_span find_date(struct decode *decode, int32_t day_number)
{
    size_t n;
    const char *date = calendar_print_date(decode->arena, day_number);
    const struct yaml_node *const *items = decode_section(decode, "days", &n);
    for (size_t i = 0; i < n; i++) {
        const struct yaml_node *node =
            items[i]->kind == YAML_SCALAR ? items[i] : yaml_tree_get(items[i], "date");
        if (node != NULL && node->kind == YAML_SCALAR && strcmp(node->text, date) == 0) {
            return node->at;
        }
    }
    return decode->root->at;
}

static void warn_of_empty_days(struct decode *decode)
{
    for (size_t i = 0; i < decode->dates.n; i++) {
        bool found = false;
        for (uint32_t j = 0; j < decode->problem->n_days && !found; j++) {
            found = decode->problem->days[j].day_number == decode->dates.v[i];
        }
        if (!found) {
            diag_warn(decode->diags, DIAG_DAY_EMPTY, find_date(decode, decode->dates.v[i]),
                      "nothing is given for %s: the day is left out",
                      calendar_print_date(decode->arena, decode->dates.v[i]));
        }
    }
}

/* Days are the dates on which there is something. */
static void make_days(struct decode *decode)
{
    struct problem *problem = decode->problem;
    size_t n = decode->marks.n;
    if (n > 0) {
        qsort(decode->marks.v, n, sizeof(*decode->marks.v), compare_marks);
        if (decode->marks.v[n - 1].day_number - decode->marks.v[0].day_number > DECODE_MAX_DAYS) {
            diag_error(decode->diags, DIAG_DAYS_APART, decode->root->at,
                       "the first day, %s, and the last, %s, are more than %d days apart",
                       calendar_print_date(decode->arena, decode->marks.v[0].day_number),
                       calendar_print_date(decode->arena, decode->marks.v[n - 1].day_number),
                       DECODE_MAX_DAYS);
            n = 0;
        }
    }
    problem->days = arena_array(decode->arena, n, sizeof(struct day));
    for (size_t i = 0; i < n; i++) {
        const struct decode_mark *mark = &decode->marks.v[i];
        if (problem->n_days == 0 ||
            problem->days[problem->n_days - 1].day_number != mark->day_number) {
            problem->days[problem->n_days++] = (struct day){
                mark->day_number, calendar_print_date(decode->arena, mark->day_number), mark->span};
            continue;
        }
        struct interval *span = &problem->days[problem->n_days - 1].span;
        span->from_min =
            mark->span.from_min < span->from_min ? mark->span.from_min : span->from_min;
        span->to_min = mark->span.to_min > span->to_min ? mark->span.to_min : span->to_min;
    }
}

static struct day_id day_of(const struct decode *decode, int32_t day_number)
{
    for (uint32_t i = 0; i < decode->problem->n_days; i++) {
        if (decode->problem->days[i].day_number == day_number) {
            return (struct day_id){i};
        }
    }
    return (struct day_id){ID_NONE};
}

static bool is_named_date(const struct decode *decode, int32_t day_number)
{
    for (size_t i = 0; i < decode->dates.n; i++) {
        if (decode->dates.v[i] == day_number) {
            return true;
        }
    }
    return false;
}

/* Breaks belong to days, but make none: those of other dates are dropped. */
static void place_breaks(struct decode *decode)
{
    size_t kept = 0;
    for (size_t i = 0; i < decode->breaks.n; i++) {
        struct decode_break *entry = &decode->breaks.v[i];
        struct break_time *given = &entry->given;
        given->day = day_of(decode, entry->day_number);
        if (given->day.v == ID_NONE) {
            /* Of days that are named, but empty, something else is said. */
            if (decode->problem->n_days > 0 && !is_named_date(decode, entry->day_number)) {
                diag_warn(decode->diags, DIAG_DATE_OUTSIDE, given->at,
                          "the break '%s' is on %s, which is no day of the conference",
                          given->title, calendar_print_date(decode->arena, entry->day_number));
                decode_check_hint_days(decode);
            }
            continue;
        }
        struct interval *span = &decode->problem->days[given->day.v].span;
        span->from_min =
            given->span.from_min < span->from_min ? given->span.from_min : span->from_min;
        span->to_min = given->span.to_min > span->to_min ? given->span.to_min : span->to_min;
        decode->breaks.v[kept++] = *entry;
    }
    decode->breaks.n = kept;
}

static int compare_given(const void *left, const void *right)
{
    const struct decode_window *a = left, *b = right;
    if (a->room.v != b->room.v) {
        return a->room.v < b->room.v ? -1 : 1;
    }
    if (a->role != b->role) {
        return a->role < b->role ? -1 : 1;
    }
    if (a->span.from_min != b->span.from_min) {
        return a->span.from_min < b->span.from_min ? -1 : 1;
    }
    return a->entry < b->entry ? -1 : a->entry > b->entry ? 1 : 0;
}

static bool overlap(struct interval a, struct interval b)
{
    return a.from_min < b.to_min && b.from_min < a.to_min;
}

/* Neighbours in the order of compare_given(): of one room and role. */
static void check_overlaps(struct decode *decode)
{
    const char *const names[] = {"spans of hours", "windows", "slots"};
    struct strmap said = {0};
    for (size_t i = 1; i < decode->windows.n; i++) {
        const struct decode_window *a = &decode->windows.v[i - 1], *b = &decode->windows.v[i];
        if (a->room.v != b->room.v || a->role != b->role || !overlap(a->span, b->span)) {
            continue;
        }
        /* What is given for several rooms or days at once is said once. */
        if (!strmap_add(&said,
                        arena_print(decode->arena, "%u:%u:%u-%u:%u:%u", a->at.from.file,
                                    a->at.from.line, a->at.from.col, b->at.from.file,
                                    b->at.from.line, b->at.from.col),
                        0)) {
            continue;
        }
        enum diag_code code = a->role == DECODE_SLOT ? DIAG_SLOTS_OVERLAP : DIAG_WINDOWS_OVERLAP;
        diag_error(decode->diags, code, b->at, "two %s of room '%s' overlap on %s", names[a->role],
                   decode->problem->rooms[b->room.v].name,
                   calendar_print_date(decode->arena, b->day_number));
        diag_note(decode->diags, a->at, "the other one");
    }
    strmap_free(&said);
}

static void check_slot_breaks(struct decode *decode, const struct decode_window *slot)
{
    for (size_t i = 0; i < decode->breaks.n; i++) {
        const struct break_time *other = &decode->breaks.v[i].given;
        bool blocks = false;
        for (uint32_t j = 0; j < other->n_blocks && !blocks; j++) {
            blocks = other->blocks[j].v == slot->room.v;
        }
        if (blocks && overlap(other->span, slot->span)) {
            diag_error(decode->diags, DIAG_SLOT_BREAK, slot->at,
                       "the break '%s' blocks room '%s' during this slot", other->title,
                       decode->problem->rooms[slot->room.v].name);
            diag_note(decode->diags, other->at, "the break");
            diag_hint(decode->diags, "say with `blocks: […]` which rooms the break needs");
        }
    }
}

/* Takes `cut` out of every piece. */
static void cut_pieces(struct pieces *pieces, struct interval cut)
{
    size_t n = pieces->v.n;
    for (size_t i = 0; i < n; i++) {
        struct piece *piece = &pieces->v.v[i];
        if (!overlap(piece->span, cut)) {
            continue;
        }
        struct piece after = *piece;
        after.span.from_min = cut.to_min;
        piece->span.to_min = cut.from_min;
        if (after.span.from_min < after.span.to_min) {
            vec_push(&pieces->v, after);
        }
    }
    size_t kept = 0;
    for (size_t i = 0; i < pieces->v.n; i++) {
        if (pieces->v.v[i].span.from_min < pieces->v.v[i].span.to_min) {
            pieces->v.v[kept++] = pieces->v.v[i];
        }
    }
    pieces->v.n = kept;
}

static void cut_breaks(const struct decode *decode, struct pieces *pieces, struct room_id room)
{
    for (size_t i = 0; i < decode->breaks.n; i++) {
        const struct break_time *cut = &decode->breaks.v[i].given;
        for (uint32_t j = 0; j < cut->n_blocks; j++) {
            if (cut->blocks[j].v == room.v) {
                cut_pieces(pieces, cut->span);
            }
        }
    }
}

static int compare_pieces(const void *left, const void *right)
{
    const struct piece *a = left, *b = right;
    return a->span.from_min < b->span.from_min ? -1 : a->span.from_min > b->span.from_min ? 1 : 0;
}

/* All windows of one room: given[first … last), by role, then time. */
static void carve_room(struct decode *decode, size_t first, size_t last, struct pieces *pieces)
{
    const struct decode_window *given = decode->windows.v;
    vec_clear(&pieces->v);
    for (size_t i = first; i < last; i++) {
        /* What is more particular carves out of what is less: hours, windows, slots. */
        if (given[i].role != DECODE_HOURS) {
            cut_pieces(pieces, given[i].span);
        }
        if (given[i].role == DECODE_SLOT) {
            check_slot_breaks(decode, &given[i]);
        }
        struct piece piece = {&given[i], given[i].span};
        vec_push(&pieces->v, piece);
    }
    cut_breaks(decode, pieces, given[first].room);
    if (pieces->v.n > 0) {
        qsort(pieces->v.v, pieces->v.n, sizeof(*pieces->v.v), compare_pieces);
    }
}

/* "thu-moorfoot-1"; with the date when the weekday comes again. */
static const char *make_name(struct decode *decode, const struct decode_window *given, uint32_t *n)
{
    static const char *const days[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    const struct problem *problem = decode->problem;
    bool long_conference =
        problem->n_days > 0 &&
        problem->days[problem->n_days - 1].day_number - problem->days[0].day_number >= 7;
    const char *day = long_conference ? calendar_print_date(decode->arena, given->day_number)
                                      : days[calendar_weekday(given->day_number)];
    const char *name;
    do {
        name = arena_print(decode->arena, "%s-%s-%u", day, problem->rooms[given->room.v].id, ++*n);
    } while (strmap_find(&decode->window_names, name) != STRMAP_NONE);
    return name;
}

static int32_t minute_of(const struct decode *decode, int32_t day_number, int32_t time_min)
{
    struct local_time local = calendar_local(&decode->problem->zone, time_min);
    int32_t date = day_number;
    calendar_day_number(local.year, local.month, local.day, &date);
    return (date - day_number) * DAY_MIN + local.hour * 60 + local.minute;
}

struct window_list {
    VEC(struct window) v;
};

static void add_pieces(struct decode *decode, const struct pieces *pieces,
                       struct window_list *windows)
{
    int32_t day = INT32_MIN;
    uint32_t n = 0;
    for (size_t i = 0; i < pieces->v.n; i++) {
        const struct decode_window *given = pieces->v.v[i].given;
        n = given->day_number != day ? 0 : n;
        day = given->day_number;
        struct window window = {
            .name = given->name != NULL ? given->name : make_name(decode, given, &n),
            .room = given->room,
            .day = day_of(decode, day),
            .span = pieces->v.v[i].span,
            .slot = given->role == DECODE_SLOT,
            .kinds = given->kinds,
            .n_kinds = given->n_kinds,
            .tracks = given->tracks,
            .n_tracks = given->n_tracks,
            .tags = given->tags,
            .at = given->at,
        };
        window.start_of_day_min = minute_of(decode, day, window.span.from_min);
        vec_push(&windows->v, window);
    }
}

static void make_windows(struct decode *decode)
{
    struct window_list windows = {0};
    struct pieces pieces = {0};
    size_t n = decode->windows.n;
    if (n > 0) {
        qsort(decode->windows.v, n, sizeof(*decode->windows.v), compare_given);
    }
    check_overlaps(decode);
    for (size_t first = 0, last; first < n; first = last) {
        for (last = first;
             last < n && decode->windows.v[last].room.v == decode->windows.v[first].room.v;
             last++) {
        }
        carve_room(decode, first, last, &pieces);
        add_pieces(decode, &pieces, &windows);
    }
    decode->problem->windows = vec_to_arena(&windows.v, decode->arena);
    decode->problem->n_windows = (uint32_t)windows.v.n;
    vec_free(&windows.v);
    vec_free(&pieces.v);
}

static int compare_breaks(const void *left, const void *right)
{
    const struct break_time *a = left, *b = right;
    if (a->span.from_min != b->span.from_min) {
        return a->span.from_min < b->span.from_min ? -1 : 1;
    }
    return strcmp(a->title, b->title);
}

static void make_breaks(struct decode *decode)
{
    struct problem *problem = decode->problem;
    problem->n_breaks = (uint32_t)decode->breaks.n;
    problem->breaks = arena_array(decode->arena, decode->breaks.n, sizeof(struct break_time));
    for (size_t i = 0; i < decode->breaks.n; i++) {
        problem->breaks[i] = decode->breaks.v[i].given;
    }
    qsort(problem->breaks, problem->n_breaks, sizeof(*problem->breaks), compare_breaks);
}

void decode_windows_finish(struct decode *decode)
{
    make_days(decode);
    place_breaks(decode);
    if (decode->windows.n == 0 && decode->diags->errors == 0) {
        diag_error(decode->diags, DIAG_HOURS_MISSING, decode->root->at,
                   "nothing says when the rooms are open");
        diag_hint(decode->diags, "add `date: 2013-10-24` and `hours: 09:00-17:30`, or `days`, "
                                 "`windows` or `slots`");
    }
    if (decode->diags->errors == 0) {
        warn_of_empty_days(decode);
    }
    make_windows(decode);
    make_breaks(decode);
}
