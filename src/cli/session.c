#include "cli/session.h"

#include "confab/load.h"
#include "output/file.h"

#include <stdio.h>
#include <sys/stat.h>

struct cli_session session_begin(const struct options *options)
{
    return (struct cli_session){
        .sources = SOURCE_SET_EMPTY, .diags = DIAG_LIST_EMPTY, .options = options};
}

/* Whether both are one file, by whatever name. */
static bool is_same_file(const char *a, const char *b)
{
    struct stat one, other;
    return stat(a, &one) == 0 && stat(b, &other) == 0 && one.st_dev == other.st_dev &&
           one.st_ino == other.st_ino;
}

static bool spares_input(struct cli_session *session)
{
    const struct options *options = session->options;
    for (uint32_t i = 0; options->output != NULL && i < options->n_args; i++) {
        if (is_same_file(options->args[i], options->output)) {
            return diag_error(&session->diags, DIAG_USAGE, SRC_NOWHERE,
                              "the output '%s' would overwrite the input '%s'", options->output,
                              options->args[i]);
        }
    }
    return true;
}

bool session_load(struct cli_session *session, uint32_t n)
{
    if (!spares_input(session)) {
        return false;
    }
    bool ok = load_problem(&session->sources, session->options->args, n, &session->diags,
                           &session->problem);
    if (ok) {
        session_print_diags(session);
    }
    return ok;
}

void session_print_diags(struct cli_session *session)
{
    if (session->diags.n > 0 && (session->diags.errors > 0 || !session->options->quiet)) {
        (void)fputs(diag_render(&session->diags, &session->sources), stderr);
    }
    diag_free(&session->diags);
}

bool session_write(struct cli_session *session, const char *path, const char *text)
{
    return file_write(path, text, &session->diags);
}

int session_end(struct cli_session *session, int code)
{
    if (session->diags.errors > 0) {
        code = session->diags.environment ? BASE_EXIT_ENVIRONMENT : BASE_EXIT_INPUT;
    }
    session_print_diags(session);
    problem_free(&session->problem);
    source_free(&session->sources);
    arena_free(&session->arena);
    return code;
}
