#include "cli/commands.h"
#include "cli/revising.h"
#include "cli/session.h"
#include "cli/stop.h"
#include "confab/solve.h"
#include "output/strbuf.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Short enough for readers with lines of fixed length. */
enum { COMMENT_WIDTH = 76 };

/* The level by its name or its number from 1; false: there is no such level. */
static bool find_level(struct cli_session *session, uint32_t *level)
{
    const char *given = session->options->level;
    *level = ID_NONE;
    if (given == NULL) {
        return true;
    }
    struct levels levels = levels_of(&session->arena, &session->problem);
    const char **names = arena_array(&session->arena, levels.n, sizeof(*names));
    for (uint32_t l = 0; l < levels.n; l++) {
        names[l] = levels.v[l].name;
        if (strcmp(given, names[l]) == 0 ||
            strcmp(given, arena_print(&session->arena, "%u", l + 1)) == 0) {
            *level = l;
            return true;
        }
    }
    diag_error(&session->diags, DIAG_USAGE, SRC_NOWHERE, "this problem has no level '%s'", given);
    diag_suggest(&session->diags, given, names, levels.n);
    return false;
}

/* "'fixed', 'hard-2'": the levels before that one. */
static const char *names_before(struct cli_session *session, const struct levels *levels,
                                uint32_t level)
{
    const char *names = "";
    for (uint32_t l = 0; l < level; l++) {
        names =
            arena_print(&session->arena, "%s%s'%s'", names, l > 0 ? ", " : "", levels->v[l].name);
    }
    return names;
}

/* Why there is no program though nothing has failed: as errors are said, but for the exit code. */
static void print_limit(struct cli_session *session, uint32_t level, bool too_large,
                        const char *message)
{
    if (too_large) {
        (void)fprintf(stderr, "confab: error: %s\n", message);
        return;
    }
    struct levels levels = levels_of(&session->arena, &session->problem);
    level = level == ID_NONE ? levels.n - 1 : level;
    (void)fprintf(stderr,
                  "confab: error: the program of level '%s' needs what the levels before it come "
                  "to (%s), and that was not proven within the time limit\n"
                  "  hint: a longer --time-limit (now %.10g seconds; 0: none), or --level for one "
                  "of them\n",
                  levels.v[level].name, names_before(session, &levels, level),
                  session->options->time_limit_s);
}

/* The program as text; NULL, with *code and a message, when that fails. The solver's own writer
 * wants a file. */
static const char *program_text(struct cli_session *session, uint32_t level, const char *path,
                                int *code)
{
    const struct options *options = session->options;
    enum solve_export format =
        strcmp(options->format, "mps") == 0 ? SOLVE_EXPORT_MPS : SOLVE_EXPORT_LP;
    struct solve_options solve_options = {.time_limit_s = options->time_limit_s,
                                          .seed = options->seed,
                                          .engine = options->engine,
                                          .no_presolve = options->no_presolve};
    const char *message = NULL;
    enum solve_exported exported =
        solve_export(&session->problem, &solve_options, level, format, path, &message);
    if (exported == SOLVE_EXPORT_LIMIT || exported == SOLVE_EXPORT_LARGE) {
        print_limit(session, level, exported == SOLVE_EXPORT_LARGE, message);
        *code = BASE_EXIT_LIMIT;
        return NULL;
    }
    if (exported != SOLVE_EXPORTED) {
        diag_error(&session->diags, DIAG_ENGINE_FAILED, SRC_NOWHERE,
                   "the program could not be made: %s", message);
        return NULL;
    }
    uint32_t file;
    if (source_read(&session->sources, path, SIZE_MAX / 4, &file) != SOURCE_READ) {
        diag_error(&session->diags, DIAG_FILE_UNREADABLE, SRC_NOWHERE, "cannot read '%s': %s", path,
                   strerror(errno));
        return NULL;
    }
    return session->sources.files[file].bytes;
}

/* A comment of the program: one line, and nothing in it that a reader could stumble over. */
static void add_comment(struct strbuf *out, const char *mark, const char *text)
{
    size_t n = 0;
    strbuf_print(out, "%s ", mark);
    for (; *text != '\0' && n < COMMENT_WIDTH; text++) {
        unsigned char c = (unsigned char)*text;
        /* The bytes after the first one of a character. */
        if ((c & 0xc0) != 0x80) {
            strbuf_print(out, "%c", c < ' ' || c > '~' ? '?' : c);
            n++;
        }
    }
    strbuf_add(out, "\n");
}

/* What the columns are called after, in front of the program. */
static const char *with_comments(struct cli_session *session, const char *program)
{
    const char *mark = strcmp(session->options->format, "mps") == 0 ? "*" : "\\";
    const struct problem *problem = &session->problem;
    struct strbuf out = {0};
    add_comment(&out, mark,
                "xE_N: event E is at its place N, by time, then room; oE: it is left out;");
    add_comment(&out, mark,
                "yE_N: it starts when its place N does, in any room; u, z: costs of rules.");
    for (uint32_t e = 0; e < problem->n_events; e++) {
        const struct event *event = &problem->events[e];
        add_comment(
            &out, mark,
            arena_print(&session->arena, "x%u: %s (%s)", (unsigned)e, event->id, event->title));
    }
    strbuf_add(&out, program);
    return strbuf_finish(&out, &session->arena);
}

static void write_model(struct cli_session *session, uint32_t level, int *code)
{
    const char *directory = getenv("TMPDIR");
    char *path =
        arena_print(&session->arena, "%s/confab-XXXXXX", directory != NULL ? directory : "/tmp");
    stop_hold();
    int fd = mkstemp(path);
    if (fd >= 0) {
        stop_remove(path);
    }
    stop_let_go();
    if (fd < 0) {
        diag_error(&session->diags, DIAG_FILE_UNWRITABLE, SRC_NOWHERE, "cannot write '%s': %s",
                   path, strerror(errno));
        return;
    }
    (void)close(fd);
    const char *text = program_text(session, level, path, code);
    (void)unlink(path);
    stop_release();
    if (text != NULL) {
        (void)session_write(session, session->options->output, with_comments(session, text));
    }
}

int command_model(const struct options *options)
{
    struct cli_session session = session_begin(options);
    int code = BASE_EXIT_DONE;
    uint32_t level;
    if (session_load(&session, options->n_args) && revising_apply(&session) &&
        find_level(&session, &level)) {
        write_model(&session, level, &code);
    }
    return session_end(&session, code);
}
