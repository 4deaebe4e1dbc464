#include "rules/findings_cells.h"

struct window_id findings_window(const struct audit *audit, struct event_id event)
{
    struct room_id room = audit->timetable->v[event.v].room;
    if (!audit->timetable->v[event.v].placed || room.v == ID_NONE) {
        return (struct window_id){ID_NONE};
    }
    return problem_window_at(audit->problem, room, audit->timetable->v[event.v].start_min,
                             audit->problem->events[event.v].duration_min);
}

struct session_id findings_session(const struct audit *audit, struct event_id event)
{
    struct window_id window = findings_window(audit, event);
    struct session_id none = {ID_NONE};
    return window.v == ID_NONE ? none : audit->problem->windows[window.v].session;
}

bool findings_are_apart(const struct audit *audit, struct event_id a, struct event_id b)
{
    struct session_id session = findings_session(audit, a);
    return session.v != ID_NONE && session.v == findings_session(audit, b).v &&
           findings_room(audit, a).v != findings_room(audit, b).v;
}

struct event_id *findings_first_in_cells(const struct audit *audit, const struct event_id *events,
                                         uint32_t n)
{
    uint32_t n_windows = audit->problem->n_windows;
    struct event_id *first = base_alloc_zero((size_t)n_windows + 1, sizeof(*first));
    for (uint32_t w = 0; w < n_windows; w++) {
        first[w].v = ID_NONE;
    }
    for (uint32_t i = 0; i < n; i++) {
        struct window_id window = findings_window(audit, events[i]);
        if (window.v != ID_NONE &&
            (first[window.v].v == ID_NONE || findings_span(audit, events[i]).from_min <
                                                 findings_span(audit, first[window.v]).from_min)) {
            first[window.v] = events[i];
        }
    }
    return first;
}

struct event_id *findings_list_track(const struct audit *audit, struct track_id track, uint32_t *n)
{
    uint32_t n_events = audit->problem->n_events;
    struct event_id *events = base_alloc_zero((size_t)n_events + 1, sizeof(*events));
    *n = 0;
    for (uint32_t i = 0; i < n_events; i++) {
        if (audit->problem->events[i].track.v == track.v && audit->timetable->v[i].placed) {
            events[(*n)++].v = i;
        }
    }
    return events;
}

const char *findings_cell_name(const struct audit *audit, struct window_id id)
{
    const struct window *window = &audit->problem->windows[id.v];
    return arena_print(&audit->score->arena, "%s at %s", audit->problem->rooms[window->room.v].name,
                       findings_when(audit, window->span.from_min));
}
