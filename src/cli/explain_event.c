#include "cli/explain_event.h"

#include "cli/session.h"
#include "cli/stop.h"
#include "confab/read_timetable.h"
#include "confab/whatif.h"
#include "confab/write.h"

#include <string.h>

/* ---- which event ---------------------------------------------------------------------------- */

/* No event is called so: ids that come near, or titles. */
static bool complain_unknown(struct cli_session *session, const char *given)
{
    const struct problem *problem = &session->problem;
    size_t n_names = 2 * (size_t)problem->n_events;
    const char **names = arena_array(&session->arena, n_names, sizeof(*names));
    for (uint32_t e = 0; e < problem->n_events; e++) {
        names[e] = problem->events[e].id;
        names[problem->n_events + e] = problem->events[e].title;
    }
    diag_error(&session->diags, DIAG_USAGE, SRC_NOWHERE, "--event: there is no event '%s'", given);
    diag_suggest(&session->diags, given, names, n_names);
    return false;
}

/* Several events have that title: their ids. */
static bool complain_ambiguous(struct cli_session *session, const char *given)
{
    const struct problem *problem = &session->problem;
    const char *ids = NULL;
    for (uint32_t e = 0; e < problem->n_events; e++) {
        if (strcmp(problem->events[e].title, given) == 0) {
            ids = ids == NULL ? problem->events[e].id
                              : arena_print(&session->arena, "%s, %s", ids, problem->events[e].id);
        }
    }
    diag_error(&session->diags, DIAG_USAGE, SRC_NOWHERE,
               "--event: several events have the title '%s'", given);
    diag_hint(&session->diags, "give an id: %s", ids);
    return false;
}

/* By its id, or by its title when no other event has it. */
static bool find_event(struct cli_session *session, struct event_id *event)
{
    const struct problem *problem = &session->problem;
    const char *given = session->options->event;
    uint32_t n = 0;
    for (uint32_t e = 0; e < problem->n_events; e++) {
        if (strcmp(problem->events[e].id, given) == 0) {
            event->v = e;
            return true;
        }
    }
    for (uint32_t e = 0; e < problem->n_events; e++) {
        if (strcmp(problem->events[e].title, given) == 0) {
            event->v = e;
            n++;
        }
    }
    return n == 1  ? true
           : n > 1 ? complain_ambiguous(session, given)
                   : complain_unknown(session, given);
}

/* ---- the command ---------------------------------------------------------------------------- */

static bool explain(struct cli_session *session, const struct timetable *timetable,
                    struct event_id event)
{
    const struct options *options = session->options;
    struct explain_options explain_options = {
        .time_limit_s = options->time_limit_s,
        .seed = options->seed,
        .threads = options->threads,
        .stop = stop_catch(),
    };
    struct whatif whatif;
    bool ok = whatif_explain(&session->problem, timetable, event, &explain_options, options->exact,
                             &whatif);
    if (!ok) {
        diag_error(&session->diags, DIAG_ENGINE_FAILED, SRC_NOWHERE, "the solver failed: %s",
                   whatif.failure);
    } else {
        const char *text = strcmp(options->format, "json") == 0
                               ? write_whatif_json(&session->arena, &session->problem, &whatif)
                               : write_whatif_text(&session->arena, &session->problem, &whatif);
        ok = session_write(session, options->output, text);
    }
    stop_release();
    whatif_free(&whatif);
    return ok;
}

int explain_event(const struct options *options)
{
    struct cli_session session = session_begin(options);
    if (options->n_args < 2) {
        diag_error(&session.diags, DIAG_USAGE, SRC_NOWHERE, "--event needs a timetable");
        diag_hint(&session.diags, "usage: confab explain PROBLEM... TIMETABLE --event %s",
                  options->event);
        return session_end(&session, BASE_EXIT_INPUT);
    }
    uint32_t n_problems = options->n_args - 1;
    struct timetable timetable;
    struct event_id event = {ID_NONE};
    if (session_load(&session, n_problems) && find_event(&session, &event) &&
        read_timetable(&session.arena, &session.sources, options->args[n_problems],
                       &session.problem, &session.diags, &timetable)) {
        session_print_diags(&session);
        (void)explain(&session, &timetable, event);
    }
    return session_end(&session, BASE_EXIT_DONE);
}
