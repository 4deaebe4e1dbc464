#include "cli/explain_prices.h"

#include "cli/stop.h"
#include "confab/prices.h"
#include "output/write_prices.h"

#include <stdio.h>
#include <string.h>

/* Nothing is left to be found: the search had neither a timetable nor a proof. */
static int give_up(const struct options *options)
{
    if (!options->quiet) {
        (void)fputs("No timetable was found within the limit, so there are no prices.\n", stderr);
    }
    return BASE_EXIT_LIMIT;
}

static int report(struct cli_session *session, const struct prices *prices)
{
    const struct options *options = session->options;
    if (!prices->base.has_timetable) {
        return give_up(options);
    }
    bool as_json = strcmp(options->format, "json") == 0;
    const char *text = as_json ? write_prices_json(&session->arena, &session->problem, prices)
                               : write_prices_text(&session->arena, &session->problem, prices);
    (void)session_write(session, options->output, text);
    return prices->base.mismatch != NULL ? BASE_EXIT_INTERNAL : BASE_EXIT_DONE;
}

static int find(struct cli_session *session)
{
    const struct options *options = session->options;
    struct explain_options explain = {
        .time_limit_s = options->time_limit_s,
        .seed = options->seed,
        .threads = options->threads,
        .stop = stop_catch(),
    };
    struct prices prices;
    int code = BASE_EXIT_INPUT;
    if (prices_find(&session->problem, &explain, &prices)) {
        code = report(session, &prices);
    } else {
        (void)diag_error(&session->diags, DIAG_ENGINE_FAILED, SRC_NOWHERE, "the solver failed: %s",
                         prices.base.failure);
    }
    stop_release();
    prices_free(&prices);
    return code;
}

int explain_prices(struct cli_session *session)
{
    bool loaded = session_load(session, session->options->n_args);
    return loaded ? find(session) : BASE_EXIT_INPUT;
}
