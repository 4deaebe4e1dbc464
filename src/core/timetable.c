#include "confab/timetable.h"

struct timetable timetable_create(struct arena *arena, const struct problem *problem)
{
    struct timetable timetable = {
        arena_array(arena, problem->n_events, sizeof(struct assignment)),
        problem->n_events,
    };
    for (uint32_t e = 0; e < problem->n_events; e++) {
        const struct event *event = &problem->events[e];
        timetable.v[e] = (struct assignment){event->fixed, {ID_NONE}, 0};
        if (event->fixed) {
            timetable.v[e].room = event->fixed_room;
            timetable.v[e].start_min = event->fixed_start_min;
        }
    }
    return timetable;
}

struct interval timetable_span(const struct problem *problem, const struct timetable *timetable,
                               struct event_id event)
{
    const struct assignment *assignment = &timetable->v[event.v];
    BUG_UNLESS(assignment->placed);
    return (struct interval){
        assignment->start_min,
        assignment->start_min + problem->events[event.v].duration_min,
    };
}

bool timetable_has_moved(const struct problem *problem, struct event_id event,
                         struct assignment now)
{
    const struct value *published = problem_published(problem, event);
    if (published == NULL || !now.placed) {
        return false;
    }
    const struct pin *then = &published->as.pin;
    return (then->start_min != CALENDAR_NO_TIME && then->start_min != now.start_min) ||
           (then->room.v != ID_NONE && then->room.v != now.room.v);
}

int32_t timetable_overlap_min(struct interval a, int32_t after_a_min, struct interval b,
                              int32_t after_b_min)
{
    int32_t from = a.from_min > b.from_min ? a.from_min : b.from_min;
    int32_t a_to = a.to_min + after_a_min, b_to = b.to_min + after_b_min;
    int32_t to = a_to < b_to ? a_to : b_to;
    return to > from ? to - from : 0;
}
