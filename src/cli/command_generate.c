#include "cli/commands.h"
#include "cli/session.h"

int command_generate(const struct options *options)
{
    struct cli_session session = session_begin(options);
    struct generate_options generate = options->generate;
    generate.seed = options->seed;
    const char *text = generate_problem(&session.arena, &generate, &session.diags);
    if (text != NULL) {
        (void)session_write(&session, options->output, text);
    }
    return session_end(&session, BASE_EXIT_DONE);
}
