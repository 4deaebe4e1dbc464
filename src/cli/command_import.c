#include "cli/claims.h"
#include "cli/commands.h"
#include "cli/session.h"
#include "confab/audit.h"
#include "confab/import.h"
#include "confab/write.h"

#include <stdio.h>
#include <string.h>

static void say_count(const char *before, uint32_t n, const char *one, const char *many)
{
    (void)fprintf(stderr, "%s%u %s", before, n, n == 1 ? one : many);
}

static uint32_t count_nowhere(const struct imported *imported)
{
    uint32_t n = 0;
    for (uint32_t e = 0; e < imported->problem.n_events; e++) {
        n += !imported->placed.v[e].placed;
    }
    return n;
}

static void say(const struct cli_session *session, const struct imported *imported,
                const struct score *score)
{
    if (session->options->quiet || session->options->output == NULL) {
        return;
    }
    const struct problem *problem = &imported->problem;
    say_count("", problem->n_events, "event", "events");
    say_count(", ", problem->n_rooms, "room", "rooms");
    say_count(", ", problem->n_people, "person", "people");
    (void)fprintf(stderr, "; %u placed by the files", imported->n_placed);
    if (score != NULL) {
        /* That an event has no place is a hard conflict, too, but no news of what is placed. */
        uint32_t n_nowhere = count_nowhere(imported);
        uint32_t n_hard = score->n_hard > n_nowhere ? score->n_hard - n_nowhere : 0;
        if (n_nowhere > 0) {
            (void)fprintf(stderr, ", %u without a place", n_nowhere);
        }
        say_count(", with ", n_hard, "hard conflict", "hard conflicts");
        (void)fprintf(stderr, " and at a cost of %lld",
                      (long long)score->level_cost[score->levels.soft]);
    }
    (void)fprintf(stderr, "\n");
}

/* The problem first: what was published is of no use without it. */
static void write_all(struct cli_session *session, const struct imported *imported)
{
    const struct options *options = session->options;
    if (options->published == NULL || imported->n_placed == 0) {
        (void)session_write(session, options->output, imported->yaml);
        say(session, imported, NULL);
        return;
    }
    struct score score = audit_timetable(&imported->problem, &imported->placed);
    if (session_write(session, options->output, imported->yaml)) {
        (void)session_write(
            session, options->published,
            write_published_json(&session->arena, &imported->problem, &imported->placed, &score));
        say(session, imported, &score);
    }
    score_free(&score);
}

static bool is_stdout(const char *path)
{
    return path == NULL || strcmp(path, "-") == 0;
}

/* Both on standard output would be of no use to anyone. */
static bool has_two_places(struct cli_session *session)
{
    const struct options *options = session->options;
    bool same =
        options->published != NULL && is_stdout(options->published) && is_stdout(options->output);
    return !same || diag_error(&session->diags, DIAG_USAGE, SRC_NOWHERE,
                               "the problem and the published timetable are both for standard "
                               "output: name a file for one of them");
}

int command_import(const struct options *options)
{
    struct cli_session session = session_begin(options);
    struct imported imported;
    if (session.diags.errors == 0 && has_two_places(&session) &&
        claims_add_output(&session, "published timetable", options->published) &&
        import_files(&session.arena, &session.sources, options->args[0], options->args + 1,
                     options->n_args - 1, &options->import, &session.diags, &imported)) {
        if (options->published != NULL && imported.n_placed == 0) {
            diag_warn(&session.diags, DIAG_IMPORT_LEFT_OUT, SRC_NOWHERE,
                      "--published: the files place no event: only the problem is written");
        }
        session_print_diags(&session);
        write_all(&session, &imported);
        problem_free(&imported.problem);
    }
    return session_end(&session, BASE_EXIT_DONE);
}
