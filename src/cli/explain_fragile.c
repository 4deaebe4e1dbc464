#include "cli/explain_fragile.h"

#include "cli/stop.h"
#include "confab/read_timetable.h"
#include "output/write_fragile.h"

#include <string.h>

static int explain(struct cli_session *session, const struct timetable *timetable)
{
    const struct options *options = session->options;
    struct solve_options solve_options = {
        .time_limit_s = options->time_limit_s,
        .seed = options->seed,
        .threads = options->threads,
        .stop = stop_catch(),
    };
    struct fragile fragile;
    bool whole = false;
    if (!fragile_find(&session->problem, timetable, &solve_options, &fragile)) {
        diag_error(&session->diags, DIAG_ENGINE_FAILED, SRC_NOWHERE, "the solver failed: %s",
                   fragile.failure);
    } else {
        const char *text = strcmp(options->format, "json") == 0
                               ? write_fragile_json(&session->arena, &session->problem, &fragile)
                               : write_fragile_text(&session->arena, &session->problem, &fragile);
        (void)session_write(session, options->output, text);
        whole = fragile.n_looked == fragile.n;
    }
    stop_release();
    fragile_free(&fragile);
    return whole ? BASE_EXIT_DONE : BASE_EXIT_LIMIT;
}

int explain_fragile(struct cli_session *session)
{
    if (session->options->n_args < 2) {
        diag_error(&session->diags, DIAG_USAGE, SRC_NOWHERE, "--fragile needs a timetable");
        diag_hint(&session->diags, "usage: confab explain PROBLEM... TIMETABLE --fragile");
        return BASE_EXIT_INPUT;
    }
    struct timetable timetable;
    if (!session_load_timetable(session, &timetable)) {
        return BASE_EXIT_INPUT;
    }
    session_print_diags(session);
    return explain(session, &timetable);
}
