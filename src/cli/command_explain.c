#include "cli/commands.h"
#include "cli/explain_event.h"
#include "cli/session.h"
#include "confab/explain.h"

int command_explain(const struct options *options)
{
    if (options->event != NULL) {
        return explain_event(options);
    }
    struct cli_session session = session_begin(options);
    int code = BASE_EXIT_DONE;
    if (session_load(&session, options->n_args)) {
        code = BASE_EXIT_DONE;
    }
    return session_end(&session, code);
}
