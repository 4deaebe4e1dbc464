#include "cli/cli.h"

#include "cli/commands.h"
#include "cli/session.h"
#include "confab/version.h"

typedef int command_function(const struct options *options);

static command_function *const run_command[] = {
#define COMMAND(name, function, word, arguments, least, most, formats, summary, help)              \
    command_##function,
#include "cli/commands.def"
#undef COMMAND
};

static int print_and_end(struct cli_session *session, const char *text)
{
    (void)session_write(session, NULL, text);
    return session_end(session, BASE_EXIT_DONE);
}

int cli_run(int argc, char **argv)
{
    struct options options = {.command = COMMAND_NONE};
    struct cli_session session = session_begin(&options);
    if (!options_parse(argc, argv, &session.diags, &options)) {
        return session_end(&session, BASE_EXIT_INPUT);
    }
    if (options.version) {
        return print_and_end(&session, "confab " CONFAB_VERSION "\n");
    }
    if (options.help) {
        return print_and_end(&session, options_help(&session.arena, options.command));
    }
    int code = run_command[options.command](&options);
    return session_end(&session, code);
}
