#include "cli/solve_pins.h"

#include "exchange/read_pins.h"
#include "explain/variant.h"

#include <string.h>

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

bool solve_pins_apply(struct cli_session *session)
{
    const struct options *options = session->options;
    struct pin_requests requests;
    if (options->pins == NULL) {
        return true;
    }
    const struct timetable *previous =
        session->previous != NULL ? &session->previous->timetable : NULL;
    if (!read_pins(&session->arena, &session->sources, options->pins, &session->problem, previous,
                   &session->diags, &requests)) {
        return false;
    }
    for (uint32_t i = 0; i < requests.n; i++) {
        const struct pin_request *request = &requests.v[i];
        variant_pin_event(&session->arena, &session->problem, request->event, request->pin);
        set_place(session, request);
    }
    session_print_diags(session);
    return true;
}
