#include "cli/explain_event.h"

#include "cli/naming.h"
#include "cli/stop.h"
#include "confab/read_timetable.h"
#include "confab/whatif.h"
#include "confab/write.h"

#include <string.h>

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

int explain_event(struct cli_session *session)
{
    const struct options *options = session->options;
    if (options->n_args < 2) {
        diag_error(&session->diags, DIAG_USAGE, SRC_NOWHERE, "--event needs a timetable");
        diag_hint(&session->diags, "usage: confab explain PROBLEM... TIMETABLE --event %s",
                  options->event);
        return BASE_EXIT_INPUT;
    }
    uint32_t n_problems = options->n_args - 1;
    struct timetable timetable;
    struct event_id event = {ID_NONE};
    if (session_load(session, n_problems) &&
        naming_find(session, NAMING_EVENT, "--event", options->event, &event.v) &&
        read_timetable(&session->arena, &session->sources, options->args[n_problems],
                       &session->problem, &session->diags, &timetable)) {
        session_print_diags(session);
        (void)explain(session, &timetable, event);
    }
    return BASE_EXIT_DONE;
}
