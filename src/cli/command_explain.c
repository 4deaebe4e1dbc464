#include "cli/claims.h"
#include "cli/commands.h"
#include "cli/explain_event.h"
#include "cli/explain_fragile.h"
#include "cli/explain_prices.h"
#include "cli/revising.h"
#include "cli/session.h"
#include "cli/solve_pins.h"
#include "cli/stop.h"
#include "confab/write.h"

#include <stdio.h>
#include <string.h>

static int exit_code(const struct explanation *explanation)
{
    switch (explanation->status) {
    case EXPLAIN_FEASIBLE:
        return BASE_EXIT_DONE;
    case EXPLAIN_INFEASIBLE:
        return BASE_EXIT_INFEASIBLE;
    case EXPLAIN_UNKNOWN:
        return BASE_EXIT_LIMIT;
    }
    BUG("status %d", (int)explanation->status);
}

/* NAME-1.yaml, NAME-2.yaml, … */
static bool write_changes(struct cli_session *session, const struct explanation *explanation)
{
    const char *name = session->options->changes;
    bool written = true;
    for (uint32_t i = 0; name != NULL && i < explanation->n_repairs && written; i++) {
        const char *path = arena_print(&session->arena, "%s-%u.yaml", name, (unsigned)i + 1);
        written = claims_add_output(session, "repair", path) &&
                  session_write(session, path, explanation->repairs[i].yaml);
        if (written && !session->options->quiet) {
            (void)fprintf(stderr, "wrote %s\n", path);
        }
    }
    return written;
}

static int explain(struct cli_session *session)
{
    const struct options *options = session->options;
    struct explanation explanation;
    session_explain(session, options->time_limit_s, &explanation);
    bool as_text = strcmp(options->format, "text") == 0;
    const char *text = as_text
                           ? write_explain_text(&session->arena, &session->problem, &explanation)
                           : write_explain_json(&session->arena, &session->problem, &explanation);
    int code = exit_code(&explanation);
    if (session_write(session, options->output, text)) {
        (void)write_changes(session, &explanation);
    }
    explain_free(&explanation);
    return code;
}

/* What was announced bears on why there is no timetable. False: a complaint is in the session. */
static bool check_announced(struct cli_session *session)
{
    const struct options *options = session->options;
    const struct revising *revising = &options->revising;
    bool other = options->prices || options->fragile || options->event != NULL;
    bool announced = revising->previous != NULL || revising->has_most_moves ||
                     revising->has_stability || revising->freeze_before != NULL ||
                     revising->n_freeze > 0 || options->pins != NULL;
    return !other || !announced ||
           diag_error(&session->diags, DIAG_USAGE, SRC_NOWHERE,
                      "%s is about the timetable that is given, not about an announced one",
                      options->prices    ? "--prices"
                      : options->fragile ? "--fragile"
                                         : "--event");
}

/* Which options go together. False: a complaint is in the session. */
static bool check_usage(struct cli_session *session)
{
    const struct options *options = session->options;
    struct diag_list *diags = &session->diags;
    if (options->exact && options->event == NULL) {
        diag_error(diags, DIAG_USAGE, SRC_NOWHERE, "--exact goes with --event");
    }
    if (options->prices && options->event != NULL) {
        diag_error(diags, DIAG_USAGE, SRC_NOWHERE, "--prices and --event are two questions");
        diag_hint(diags, "ask one at a time");
    }
    if (options->fragile && (options->prices || options->event != NULL)) {
        diag_error(diags, DIAG_USAGE, SRC_NOWHERE, "--fragile and %s are two questions",
                   options->prices ? "--prices" : "--event");
        diag_hint(diags, "ask one at a time");
    }
    if (options->changes != NULL &&
        (options->prices || options->fragile || options->event != NULL)) {
        diag_error(diags, DIAG_USAGE, SRC_NOWHERE,
                   "--changes is for problems without a timetable, not for %s",
                   options->prices    ? "--prices"
                   : options->fragile ? "--fragile"
                                      : "--event");
    }
    if (options->changes != NULL &&
        (options->changes[0] == '\0' || strcmp(options->changes, "-") == 0)) {
        diag_error(diags, DIAG_USAGE, SRC_NOWHERE,
                   "--changes needs the beginning of a file's name");
        diag_hint(diags, "--changes fix writes fix-1.yaml, fix-2.yaml, ...");
    }
    return check_announced(session) && diags->errors == 0;
}

/* Why there is no timetable. */
static int explain_infeasible(struct cli_session *session)
{
    int code = BASE_EXIT_DONE;
    if (session_load(session, session->options->n_args) && revising_apply(session) &&
        solve_pins_apply(session)) {
        code = explain(session);
        stop_release();
    }
    return code;
}

int command_explain(const struct options *options)
{
    struct cli_session session = session_begin(options);
    int code = BASE_EXIT_INPUT;
    if (check_usage(&session)) {
        code = options->event != NULL ? explain_event(&session)
               : options->prices      ? explain_prices(&session)
               : options->fragile     ? explain_fragile(&session)
                                      : explain_infeasible(&session);
    }
    return session_end(&session, code);
}
