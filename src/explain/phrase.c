#include "explain/phrase.h"

const char *phrase_title(struct arena *arena, const struct problem *problem, struct event_id event)
{
    return arena_print(arena, "'%s'", problem->events[event.v].title);
}

const char *phrase_day(struct arena *arena, const struct problem *problem, int32_t time_min)
{
    static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int32_t year, month, day, date = problem_date_at(problem, time_min);
    calendar_date(date, &year, &month, &day);
    return arena_print(arena, "%s %d %s", days[calendar_weekday(date)], (int)day,
                       months[month - 1]);
}

const char *phrase_when(struct arena *arena, const struct problem *problem, int32_t time_min)
{
    return arena_print(arena, "%s, %s", phrase_day(arena, problem, time_min),
                       calendar_print_clock(arena, &problem->zone, time_min));
}

const char *phrase_hours(struct arena *arena, const struct problem *problem, struct interval span)
{
    const char *to = calendar_print_clock(arena, &problem->zone, span.to_min);
    bool midnight = calendar_minute_of_day(&problem->zone, span.to_min) == 0;
    return arena_print(arena, "%s-%s", calendar_print_clock(arena, &problem->zone, span.from_min),
                       midnight ? "24:00" : to);
}

const char *phrase_span(struct arena *arena, const struct problem *problem, struct interval span)
{
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
