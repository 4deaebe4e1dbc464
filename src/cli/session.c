#include "cli/session.h"

#include "cli/claims.h"
#include "cli/progress.h"
#include "cli/stop.h"
#include "confab/load.h"
#include "output/file.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct cli_session session_begin(const struct options *options)
{
    struct cli_session session = {
        .sources = SOURCE_SET_EMPTY, .diags = DIAG_LIST_EMPTY, .options = options};
    for (uint32_t i = 0; i < options->n_args; i++) {
        /* Or it is no file at all, but the name of a rule. */
        bool there = access(options->args[i], F_OK) == 0;
        claims_add_input(&session, "input", there ? options->args[i] : NULL);
    }
    claims_add_input(&session, "input", options->pins);
    claims_add_input(&session, "list", options->apply);
    claims_add_input(&session, "earlier timetable", options->revising.previous);
    bool numbered = options->drafts > 1; /* then the output is no file, but the drafts are */
    if (numbered || claims_add_output(&session, "output", options->output)) {
        (void)claims_add_output(&session, "log", options->log);
    }
    return session;
}

bool session_load(struct cli_session *session, uint32_t n)
{
    if (session->diags.errors > 0) {
        return false;
    }
    bool ok = load_problem(&session->sources, session->options->args, n, &session->diags,
                           &session->problem);
    session->n_files = n;
    if (ok) {
        session_print_diags(session);
    }
    return ok;
}

bool session_load_timetable(struct cli_session *session, struct timetable *timetable)
{
    const struct options *options = session->options;
    uint32_t n_problems = options->n_args - 1;
    return session_load(session, n_problems) &&
           read_timetable(&session->arena, &session->sources, options->args[n_problems],
                          &session->problem, &session->diags, timetable);
}

void session_explain(struct cli_session *session, double time_limit_s,
                     struct explanation *explanation)
{
    struct progress progress = {.out = stderr, .next_s = 0.5};
    bool live = !session->options->quiet && isatty(STDERR_FILENO) != 0;
    struct explain_options options = {
        .progress = live ? progress_tell : NULL,
        .progress_context = &progress,
        .time_limit_s = time_limit_s,
        .seed = session->options->seed,
        .stop = stop_catch(),
    };
    uint32_t *files = arena_array(&session->arena, session->n_files, sizeof(*files));
    for (uint32_t i = 0; i < session->n_files; i++) {
        files[i] = i;
    }
    explain_problem(&session->problem, files, session->n_files, &options, explanation);
    progress_clear(&progress);
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
    if (session->previous != NULL) {
        schedule_free(&session->previous->schedule);
    }
    vec_free(&session->claims);
    problem_free(&session->problem);
    source_free(&session->sources);
    arena_free(&session->arena);
    return code;
}
