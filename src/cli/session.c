#include "cli/session.h"

#include "confab/load.h"
#include "output/file.h"

#include <stdio.h>

struct session session_begin(const struct options *options)
{
    return (struct session){
        .sources = SOURCE_SET_EMPTY, .diags = DIAG_LIST_EMPTY, .options = options};
}

bool session_load(struct session *session, uint32_t n)
{
    bool ok = load_problem(&session->sources, session->options->args, n, &session->diags,
                           &session->problem);
    if (ok) {
        session_print_diags(session);
    }
    return ok;
}

void session_print_diags(struct session *session)
{
    if (session->diags.n > 0 && (session->diags.errors > 0 || !session->options->quiet)) {
        (void)fputs(diag_render(&session->diags, &session->sources), stderr);
    }
    diag_free(&session->diags);
}

bool session_write(struct session *session, const char *path, const char *text)
{
    return file_write(path, text, &session->diags);
}

int session_end(struct session *session, int code)
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
