#include "cli/solve_pins.h"

#include "exchange/read_pins.h"
#include "explain/variant.h"

#include <string.h>

/* Where the events were announced, as --previous says. */
static struct timetable previous_of(struct cli_session *session)
{
    struct timetable previous = timetable_create(&session->arena, &session->problem);
    for (uint32_t e = 0; e < previous.n; e++) {
        const struct value *published = problem_published(&session->problem, (struct event_id){e});
        if (published != NULL) {
            struct pin then = published->as.pin;
            previous.v[e] = (struct assignment){true, then.room, then.start_min};
        }
    }
    return previous;
}

/* A complaint about the pin is to point to its row. */
static void set_place(struct cli_session *session, const struct pin_request *request)
{
    struct event *event = &session->problem.events[request->event.v];
    struct attr *attrs =
        arena_copy(&session->arena, event->attrs.v, event->attrs.n * sizeof(*attrs));
    for (uint32_t i = 0; i < event->attrs.n; i++) {
        if (strcmp(attrs[i].key, "pin") == 0) {
            attrs[i].value.at = request->at;
        }
    }
    event->attrs.v = attrs;
}

/* Starts are whole ticks, those of pins too. */
static void fit_tick(struct problem *problem, int32_t start_min)
{
    int32_t a = problem->tick_min, b = start_min - problem->tick_origin_min;
    b = b < 0 ? -b : b;
    while (b != 0) {
        int32_t rest = a % b;
        a = b;
        b = rest;
    }
    problem->tick_min = a;
}

bool solve_pins_apply(struct cli_session *session)
{
    const struct options *options = session->options;
    struct pin_requests requests;
    if (options->pins == NULL) {
        return true;
    }
    struct timetable previous = previous_of(session);
    bool known = options->revising.previous != NULL;
    if (!read_pins(&session->arena, &session->sources, options->pins, &session->problem,
                   known ? &previous : NULL, &session->diags, &requests)) {
        return false;
    }
    for (uint32_t i = 0; i < requests.n; i++) {
        const struct pin_request *request = &requests.v[i];
        variant_pin_event(&session->arena, &session->problem, request->event, request->pin);
        set_place(session, request);
        if (request->pin.start_min != CALENDAR_NO_TIME) {
            fit_tick(&session->problem, request->pin.start_min);
        }
    }
    session_print_diags(session);
    return true;
}
