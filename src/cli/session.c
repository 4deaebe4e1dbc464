#include "cli/session.h"

#include "cli/progress.h"
#include "cli/stop.h"
#include "confab/load.h"
#include "output/file.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

bool session_spares_input(struct cli_session *session, const char *name, const char *path)
{
    const struct options *options = session->options;
    uint32_t n = options->n_args + (options->pins != NULL ? 1 : 0);
    for (uint32_t i = 0; path != NULL && i < n; i++) {
        const char *input = i < options->n_args ? options->args[i] : options->pins;
        if (is_same_file(input, path)) {
            return diag_error(&session->diags, DIAG_USAGE, SRC_NOWHERE,
                              "the %s '%s' would overwrite the input '%s'", name, path, input);
        }
    }
    return true;
}

/* The part after the last slash; *directory, in `arena`, is what is before it. */
static const char *split_path(struct arena *arena, const char *path, const char **directory)
{
    const char *slash = strrchr(path, '/');
    *directory = slash == NULL ? "." : arena_text(arena, path, (size_t)(slash - path) + 1);
    return slash == NULL ? path : slash + 1;
}

/* Whether both would be one file, which need not be there yet. Devices (/dev/null) take anything.
 */
static bool will_be_same_file(struct arena *arena, const char *a, const char *b)
{
    struct stat one = {0}, other = {0};
    bool has_one = stat(a, &one) == 0, has_other = stat(b, &other) == 0;
    if (has_one || has_other) {
        return is_same_file(a, b) && !S_ISCHR(one.st_mode);
    }
    const char *at_a, *at_b;
    const char *name_a = split_path(arena, a, &at_a), *name_b = split_path(arena, b, &at_b);
    return strcmp(name_a, name_b) == 0 && is_same_file(at_a, at_b);
}

bool session_spares_output(struct cli_session *session, const char *name, const char *path)
{
    const char *output = session->options->output;
    if (output == NULL || !will_be_same_file(&session->arena, output, path)) {
        return true;
    }
    return diag_error(&session->diags, DIAG_USAGE, SRC_NOWHERE,
                      "the %s '%s' would overwrite the output", name, path);
}

/* No file is written that is read, nor twice. */
static bool check_paths(struct cli_session *session)
{
    const struct options *options = session->options;
    bool ok = session_spares_input(session, "output", options->output) &&
              session_spares_input(session, "log", options->log);
    if (ok && options->output != NULL && options->log != NULL &&
        will_be_same_file(&session->arena, options->output, options->log)) {
        return diag_error(&session->diags, DIAG_USAGE, SRC_NOWHERE,
                          "the log '%s' would overwrite the output '%s'", options->log,
                          options->output);
    }
    return ok;
}

bool session_load(struct cli_session *session, uint32_t n)
{
    if (!check_paths(session)) {
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
    problem_free(&session->problem);
    source_free(&session->sources);
    arena_free(&session->arena);
    return code;
}
