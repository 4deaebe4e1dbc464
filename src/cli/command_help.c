#include "cli/commands.h"
#include "cli/session.h"

int command_help(const struct options *options)
{
    struct cli_session session = session_begin(options);
    enum command command = COMMAND_NONE;
    if (options->n_args > 0) {
        command = options_find_command(options->args[0], &session.diags);
    }
    if (session.diags.errors == 0) {
        (void)session_write(&session, NULL, options_help(&session.arena, command));
    }
    return session_end(&session, BASE_EXIT_DONE);
}
