#include "cli/claims.h"
#include "cli/commands.h"
#include "cli/session.h"
#include "confab/audit.h"
#include "confab/import.h"
#include "confab/write.h"

#include <stdio.h>

static void say(const struct cli_session *session, const struct imported *imported,
                const struct score *score)
{
    if (session->options->quiet || session->options->output == NULL) {
        return;
    }
    const struct problem *problem = &imported->problem;
    (void)fprintf(stderr, "%u events, %u rooms, %u people; %u placed by the files",
                  problem->n_events, problem->n_rooms, problem->n_people, imported->n_placed);
    if (score != NULL) {
        (void)fprintf(stderr, ", with %u hard conflicts and at a cost of %lld", score->n_hard,
                      (long long)score->level_cost[score->levels.soft]);
    }
    (void)fprintf(stderr, "\n");
}

/* The problem first: what was published is of no use without it. */
static void write_all(struct cli_session *session, const struct imported *imported)
{
    const struct options *options = session->options;
    if (options->published == NULL) {
        (void)session_write(session, options->output, imported->yaml);
        say(session, imported, NULL);
        return;
    }
    if (imported->n_placed == 0) {
        (void)diag_error(&session->diags, DIAG_IMPORT_SHAPE, SRC_NOWHERE,
                         "--published: the files place no event");
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

int command_import(const struct options *options)
{
    struct cli_session session = session_begin(options);
    struct imported imported;
    if (session.diags.errors == 0 &&
        claims_add_output(&session, "published timetable", options->published) &&
        import_files(&session.arena, &session.sources, options->args[0], options->args + 1,
                     options->n_args - 1, &options->import, &session.diags, &imported)) {
        session_print_diags(&session);
        write_all(&session, &imported);
        problem_free(&imported.problem);
    }
    return session_end(&session, BASE_EXIT_DONE);
}
