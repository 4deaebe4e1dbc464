#include "core/phrase.h"

const char *phrase_title(struct arena *arena, const struct problem *problem, struct event_id event)
{
    return arena_print(arena, "'%s'", problem->events[event.v].title);
}

const char *phrase_date(struct arena *arena, int32_t day_number)
{
    static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int32_t year, month, day;
    calendar_date(day_number, &year, &month, &day);
    return arena_print(arena, "%s %d %s", days[calendar_weekday(day_number)], (int)day,
                       months[month - 1]);
}

int32_t phrase_day_number(const struct problem *problem, int32_t time_min)
{
    struct local_time local = calendar_local(&problem->zone, time_min);
    int32_t day_number = 0;
    BUG_UNLESS(calendar_day_number(local.year, local.month, local.day, &day_number));
    return day_number;
}

const char *phrase_day(struct arena *arena, const struct problem *problem, int32_t time_min)
{
    return phrase_date(arena, phrase_day_number(problem, time_min));
}

const char *phrase_when(struct arena *arena, const struct problem *problem, int32_t time_min)
{
    return arena_print(arena, "%s, %s", phrase_day(arena, problem, time_min),
                       calendar_print_clock(arena, &problem->zone, time_min));
}

const char *phrase_hours(struct arena *arena, const struct problem *problem, struct interval span)
{
    return arena_print(arena, "%s-%s", calendar_print_clock(arena, &problem->zone, span.from_min),
                       calendar_print_clock(arena, &problem->zone, span.to_min));
}

const char *phrase_span(struct arena *arena, const struct problem *problem, struct interval span)
{
    /* What ends at midnight ends on its own day. */
    if (phrase_day_number(problem, span.from_min) != phrase_day_number(problem, span.to_min - 1)) {
        return arena_print(arena, "%s to %s", phrase_when(arena, problem, span.from_min),
                           phrase_when(arena, problem, span.to_min));
    }
    return arena_print(arena, "%s, %s", phrase_day(arena, problem, span.from_min),
                       phrase_hours(arena, problem, span));
}

const char *phrase_join(struct arena *arena, const char *const *items, size_t n)
{
    const char *text = items[0];
    for (size_t i = 1; i < n; i++) {
        text = arena_print(arena, "%s%s%s", text, i + 1 < n ? ", " : " and ", items[i]);
    }
    return text;
}
