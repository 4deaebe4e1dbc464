/* Names and times in the words of an organiser. */
#include "explain/obvious_inside.h"

#include <stdlib.h>

enum { NAMES_MOST = 4 };

const char *obvious_words_day(struct obvious_case *x, int32_t day_number)
{
    static const char weekdays[7][4] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char months[12][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int32_t year, month, day;
    calendar_date(day_number, &year, &month, &day);
    return arena_print(x->arena, "%s %d %s", weekdays[calendar_weekday(day_number)], (int)day,
                       months[month - 1]);
}

static int32_t day_number_at(const struct obvious_case *x, int32_t time_min)
{
    struct local_time local = calendar_local(&x->problem->zone, time_min);
    int32_t day_number = 0;
    BUG_UNLESS(calendar_day_number(local.year, local.month, local.day, &day_number));
    return day_number;
}

const char *obvious_words_when(struct obvious_case *x, int32_t time_min)
{
    return arena_print(x->arena, "%s, %s", obvious_words_day(x, day_number_at(x, time_min)),
                       calendar_print_clock(x->arena, &x->problem->zone, time_min));
}

const char *obvious_words_span(struct obvious_case *x, struct interval span)
{
    /* What ends at midnight ends on its own day. */
    if (day_number_at(x, span.from_min) != day_number_at(x, span.to_min - 1)) {
        return arena_print(x->arena, "%s to %s", obvious_words_when(x, span.from_min),
                           obvious_words_when(x, span.to_min));
    }
    return arena_print(x->arena, "%s-%s", obvious_words_when(x, span.from_min),
                       calendar_print_clock(x->arena, &x->problem->zone, span.to_min));
}

const char *obvious_words_list(struct obvious_case *x, const char *const *names, uint32_t n,
                               uint32_t most)
{
    /* "and 1 more" is no shorter than the name. */
    uint32_t shown = n > most + 1 ? most : n;
    const char *text = n == 0 ? "" : names[0];
    for (uint32_t i = 1; i < shown; i++) {
        text = arena_print(x->arena, "%s%s%s", text, i + 1 < n ? ", " : " and ", names[i]);
    }
    return shown == n ? text : arena_print(x->arena, "%s and %u more", text, (unsigned)(n - shown));
}

/* Names that are shown at most; more need not be printed. */
static uint32_t shown_of(uint32_t n)
{
    return n > NAMES_MOST + 1 ? NAMES_MOST : n;
}

const char *obvious_words_events(struct obvious_case *x, const struct event_id *events, uint32_t n)
{
    const char *names[NAMES_MOST + 1] = {NULL};
    for (uint32_t i = 0; i < shown_of(n); i++) {
        names[i] = arena_print(x->arena, "'%s'", x->problem->events[events[i].v].title);
    }
    return obvious_words_list(x, names, n, NAMES_MOST);
}

const char *obvious_words_rooms(struct obvious_case *x, const struct room_id *rooms, uint32_t n)
{
    const char *names[NAMES_MOST + 1] = {NULL};
    for (uint32_t i = 0; i < shown_of(n); i++) {
        names[i] = x->problem->rooms[rooms[i].v].name;
    }
    return obvious_words_list(x, names, n, NAMES_MOST);
}

const char *obvious_words_spans(struct obvious_case *x, struct intervals spans)
{
    const char *names[NAMES_MOST + 1] = {NULL};
    for (uint32_t i = 0; i < shown_of(spans.n); i++) {
        bool same_day = i > 0 && day_number_at(x, spans.v[i - 1].from_min) ==
                                     day_number_at(x, spans.v[i].to_min - 1);
        names[i] = same_day
                       ? arena_print(
                             x->arena, "%s-%s",
                             calendar_print_clock(x->arena, &x->problem->zone, spans.v[i].from_min),
                             calendar_print_clock(x->arena, &x->problem->zone, spans.v[i].to_min))
                       : obvious_words_span(x, spans.v[i]);
    }
    return obvious_words_list(x, names, spans.n, NAMES_MOST);
}

const char *obvious_words_minutes(struct obvious_case *x, int32_t minutes)
{
    return arena_print(x->arena, "%d minute%s", (int)minutes, minutes == 1 ? "" : "s");
}
